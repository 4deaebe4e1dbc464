/* Rules on tracks, sessions and blocks: hand-made problems and timetables with the counts and costs
 * that a person finds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support.h"

/* Three sessions of an hour and a half on one day, two on the next, in three rooms. */
#define SESSIONS(rooms)                                                                            \
    "conference: {title: Tiny, timezone: UTC, granularity: 15}\n"                                  \
    "rooms: [{id: main, name: Main Hall" rooms "}, {id: attic, name: Attic},"                      \
    " {id: hall, name: Hall}]\n"                                                                   \
    "windows:\n"                                                                                   \
    "  - {id: dawn, date: 2026-05-14, time: 09:00-10:30, tags: [early]}\n"                         \
    "  - {id: noon, date: 2026-05-14, time: 11:00-12:30}\n"                                        \
    "  - {id: dusk, date: 2026-05-14, time: 14:00-15:30}\n"                                        \
    "  - {id: dawn2, date: 2026-05-15, time: 09:00-10:30, tags: [early]}\n"                        \
    "  - {id: noon2, date: 2026-05-15, time: 11:00-12:30}\n"
#define TRACKS                                                                                     \
    "tracks: [{id: t, name: Tee}, {id: u, name: You}]\n"                                           \
    "talks: [{id: a, title: Arenas, duration: 45, track: t},"                                      \
    " {id: b, title: Bits, duration: 45, track: t},"                                               \
    " {id: c, title: Cores, duration: 45, track: t},"                                              \
    " {id: x, title: Xylophones, duration: 45, track: u},"                                         \
    " {id: y, title: Yarns, duration: 45, track: u},"                                              \
    " {id: z, title: Zithers, duration: 45}]\n"
#define RULE(text) SESSIONS("") TRACKS "rules: {" text "}\n"
#define SIMILAR(text)                                                                              \
    SESSIONS("")                                                                                   \
    "tracks: [{id: t, name: Tee, similar_to: {u: 4}}, {id: u, name: You, similar_to: {t: 5}}]\n"   \
    "talks: [{id: a, title: Arenas, duration: 45, track: t},"                                      \
    " {id: b, title: Bits, duration: 45, track: t},"                                               \
    " {id: x, title: Xylophones, duration: 45, track: u}]\n"                                       \
    "rules: {window-one-track: hard, similar-tracks: {strength: 2" text "}}\n"
#define COSTS                                                                                      \
    SESSIONS(", window_cost: {2026-05-15: 3}")                                                     \
    "tracks: [{id: t, name: Tee, room_cost: {attic: 5}, window_cost: {dusk: 7, early: 2}}]\n"      \
    "talks: [{id: a, title: Arenas, duration: 45, track: t},"                                      \
    " {id: b, title: Bits, duration: 45, track: t},"                                               \
    " {id: c, title: Cores, duration: 45, room_cost: {Hall: 4}, window_cost: {noon: 1}}]\n"
#define CHAIRS(text)                                                                               \
    SESSIONS("")                                                                                   \
    "speakers: [{id: p, name: Pat Poe}]\n"                                                         \
    "tracks: [{id: t, name: Tee, chairs: [p]}, {id: u, name: You, chairs: [p]},"                   \
    " {id: v, name: Vee}]\n"                                                                       \
    "talks: [{id: a, title: Arenas, duration: 45, track: t, speakers: [p]},"                       \
    " {id: b, title: Bits, duration: 45, track: t}, {id: c, title: Cores, duration: 45, track: "   \
    "t},"                                                                                          \
    " {id: x, title: Xylophones, duration: 45, track: u},"                                         \
    " {id: y, title: Yarns, duration: 45, track: u},"                                              \
    " {id: z, title: Zithers, duration: 45, speakers: [p], track: v}]\n"                           \
    "rules: {" text "}\n"
#define NUMBERED(text)                                                                             \
    SESSIONS("")                                                                                   \
    "tracks: [{id: t, name: Tee}]\n"                                                               \
    "talks: [{id: a, title: Arenas, duration: 45, track: t, order: 1},"                            \
    " {id: b, title: Bits, duration: 45, track: t, order: 2},"                                     \
    " {id: c, title: Cores, duration: 45, track: t, order: 3},"                                    \
    " {id: d, title: Dust, duration: 45, track: t}]\n"                                             \
    "rules: {order-in-track: {" text "}}\n"
#define BLOCK(more, text)                                                                          \
    SESSIONS(", changeover: 15")                                                                   \
    "talks: [{id: a, title: Arenas, duration: 30}, {id: b, title: Bits, duration: 30},"            \
    " {id: c, title: Cores, duration: 30}, {id: d, title: Dust, duration: 15}]\n"                  \
    "blocks: [{title: \"1A: Memory\", talks: [a, b, c]" more "}]\n"                                \
    "rules: {block-row: {" text "}}\n"

static const struct support_case cases[] = {
    {"one track in a window, and others", RULE("window-one-track: hard"),
     "a=main@09:00 z=main@09:45 x=main@11:00 b=hall@09:00", "window-one-track", 0, 0, 0, NULL},
    {"two tracks in a window", RULE("window-one-track: hard"), "a=main@09:00 x=main@09:45",
     "window-one-track", 1, 0, 1,
     "Main Hall at Thu 14 May, 09:00 mixes tracks: 'Arenas' is of track 'Tee', 'Xylophones' of "
     "track 'You'."},
    {"two tracks in a window, at a price, once", RULE("window-one-track: 3"),
     "a=main@09:00 x=main@09:45 b=main@09:15 y=main@09:30", "window-one-track", 1, 3, 0, NULL},

    {"a track in three rooms", RULE("track-one-room: 10"),
     "a=main@09:00 b=hall@11:00 c=attic@09:00+1", "track-one-room", 2, 20, 0,
     "Track 'Tee' changes rooms: 'Arenas' is in Main Hall, 'Bits' in Hall."},
    {"a track in three rooms, by day", RULE("track-one-room: {strength: 10, per: day}"),
     "a=main@09:00 b=hall@11:00 c=attic@09:00+1", "track-one-room", 1, 10, 0, NULL},
    {"a track in two rooms, by pairs", RULE("track-one-room: {strength: 10, per: pair}"),
     "a=main@09:00 b=hall@11:00 c=main@14:00", "track-one-room", 2, 20, 0, NULL},
    {"a track in one room", RULE("track-one-room: hard"), "a=main@09:00 b=main@11:00 x=hall@09:00",
     "track-one-room", 0, 0, 0, NULL},

    {"a gap in a track", RULE("track-contiguous: 5"), "a=main@09:00 b=hall@14:00 c=main@11:00+1",
     "track-contiguous", 1, 5, 0,
     "Track 'Tee' is interrupted between 'Arenas' (Thu 14 May, 09:00) and 'Bits' (Thu 14 May, "
     "14:00)."},
    {"gaps, nights too", RULE("track-contiguous: {strength: 5, across_days: true}"),
     "a=main@09:00 b=hall@14:00 c=main@11:00+1", "track-contiguous", 2, 10, 0, NULL},
    {"gaps, by tracks", RULE("track-contiguous: {strength: 5, across_days: true, count: tracks}"),
     "a=main@09:00 b=hall@14:00 c=main@11:00+1 x=main@09:15 y=hall@11:00", "track-contiguous", 1, 5,
     0, NULL},
    {"no gap", RULE("track-contiguous: {strength: hard, across_days: true}"),
     "a=main@11:00 b=hall@14:00 c=attic@09:00+1", "track-contiguous", 0, 0, 0, NULL},

    {"similar tracks, parallel: the larger weight", SIMILAR(", per: pair"),
     "a=main@09:00 x=hall@09:30 b=main@10:00", "similar-tracks", 10, 20, 0,
     "'Arenas' of track 'Tee' (Thu 14 May, 09:00) runs beside 'Xylophones' of track 'You'"},
    {"similar tracks, in ticks of 15 minutes", SIMILAR(""), "a=main@09:00 x=hall@09:30",
     "similar-tracks", 5, 10, 0, NULL},
    {"similar tracks, by windows", SIMILAR(", per: window"),
     "a=main@09:00 b=attic@09:00 x=hall@09:45", "similar-tracks", 10, 20, 0, NULL},
    {"similar tracks, in other sessions", SIMILAR(", per: window"), "a=main@09:00 x=hall@11:00",
     "similar-tracks", 0, 0, 0, NULL},

    {"a track pays for each window", COSTS, "a=attic@14:00 b=attic@09:00", "cell-cost", 19, 19, 0,
     "Track 'Tee' is in Attic at Thu 14 May, 14:00, which costs 12."},
    {"a track pays for a window once", COSTS, "a=attic@11:00 b=attic@11:45", "cell-cost", 5, 5, 0,
     NULL},
    {"a room's windows and an event's own", COSTS, "a=main@11:00+1 c=hall@11:00", "cell-cost", 8, 8,
     0, "'Cores' is in Hall at Thu 14 May, 11:00, which costs 5."},
    {"a room in use", COSTS, "c=main@09:00+1 b=main@11:00+1", "cell-cost", 6, 6, 0,
     "Main Hall at Fri 15 May, 11:00 is used, which costs 3."},
    {"a price that nobody pays", COSTS "rules: {cell-cost: hard}\n", "a=attic@11:00", "cell-cost",
     5, 0, 1, NULL},

    {"a chair of two tracks", CHAIRS("chair-clash: 10"), "b=main@09:00 x=hall@09:30", "chair-clash",
     1, 10, 0,
     "Pat Poe, who chairs one and is needed at the other, cannot be at both 'Bits' (Thu 14 May, "
     "09:00) and 'Xylophones' (Thu 14 May, 09:30)."},
    {"a chair who speaks elsewhere, and in the own track", CHAIRS("chair-clash: hard"),
     "a=main@09:00 b=hall@09:00 z=attic@09:30", "chair-clash", 2, 0, 2, NULL},
    {"a chair whose own talks do not count",
     CHAIRS("chair-clash: {strength: 10, own_talks: false}"),
     "b=hall@09:00 z=attic@09:30 a=main@11:00 y=hall@11:15", "chair-clash", 1, 10, 0, NULL},
    {"a chair by windows", CHAIRS("chair-clash: {strength: 10, per: window}"),
     "a=main@09:00 b=attic@09:00 x=hall@09:45 y=hall@11:00 z=main@11:45", "chair-clash", 3, 30, 0,
     NULL},
    {"a speaker who chairs", CHAIRS("speaker-clash: {strength: 7, chairs: true}"),
     "z=main@09:00 x=hall@09:15 b=attic@09:00 c=hall@11:00 a=main@11:00", "speaker-clash", 2, 14, 0,
     "Pat Poe is needed in both 'Bits' and 'Zithers' at Thu 14 May, 09:00."},
    {"a speaker by windows", CHAIRS("speaker-clash: {strength: 7, per: window}"),
     "a=main@09:00 z=hall@09:45", "speaker-clash", 1, 7, 0,
     "Pat Poe is needed in both 'Arenas', in Main Hall at Thu 14 May, 09:00, and 'Zithers', in "
     "Hall at Thu 14 May, 09:00."},
    {"a track by windows", RULE("track-parallel: {strength: 2, per: window}"),
     "a=main@09:00 b=hall@09:45 c=attic@09:30 x=main@11:00 y=hall@14:00", "track-parallel", 2, 4, 0,
     "Track 'Tee' runs in two rooms: 'Arenas' in Main Hall"},
    {"marked, by windows",
     SESSIONS("") "talks: [{id: a, title: A, duration: 45, not_with: [b, c]},"
                  " {id: b, title: B, duration: 45}, {id: c, title: C, duration: 45}]\n"
                  "rules: {not-parallel: {strength: hard, per: window}}\n",
     "a=main@09:00 b=hall@09:45 c=main@09:45", "not-parallel", 1, 0, 1, NULL},

    {"numbered, in order", NUMBERED("strength: hard"), "a=main@09:00 b=hall@09:45 c=main@09:00+1",
     "order-in-track", 0, 0, 0, NULL},
    {"numbered, out of order", NUMBERED("strength: 3"), "b=main@09:00 a=hall@09:15 c=attic@09:15",
     "order-in-track", 3, 9, 0,
     "'Bits' is number 2 of track 'Tee' and starts at Thu 14 May, 09:00, but 'Arenas', number 1, "
     "ends at Thu 14 May, 10:00."},
    {"numbered, by positions", NUMBERED("strength: 3, by: positions"),
     "a=main@09:00 d=main@09:45 b=main@11:00 c=attic@11:45", "order-in-track", 2, 6, 0,
     "'Bits' is number 2 of track 'Tee', but comes as number 3 of it."},
    {"numbered, by rooms before starts", NUMBERED("strength: hard, by: positions"),
     "a=main@09:45 b=attic@09:00", "order-in-track", 0, 0, 0, NULL},
    {"numbered, side by side", NUMBERED("strength: 3, by: positions"), "a=main@09:15 b=attic@09:00",
     "order-in-track", 2, 6, 0, NULL},

    {"a block in a row", BLOCK("", "strength: hard"), "b=attic@09:00 a=attic@09:30 c=attic@10:00",
     "block-row", 0, 0, 0, NULL},
    {"a block in a row, changing over", BLOCK(", keep_order: true", "strength: hard"),
     "a=main@09:00 b=main@09:30 c=main@10:15", "block-row", 0, 0, 0, NULL},
    {"a block out of order", BLOCK(", keep_order: true", "strength: 4"),
     "b=attic@09:00 a=attic@09:30 c=attic@10:00", "block-row", 1, 4, 0,
     "Block '1A: Memory' is torn: after 'Bits', which ends at Thu 14 May, 09:30 in Attic, none of "
     "its later talks follows directly."},
    {"a block in two rooms", BLOCK("", "strength: hard"), "a=attic@09:00 b=hall@09:30 c=hall@10:00",
     "block-row", 1, 0, 1, NULL},
    {"a block with something in between", BLOCK("", "strength: hard, gap: 15"),
     "a=attic@09:00 d=attic@09:30 b=attic@09:45", "block-row", 1, 0, 1,
     "'Dust' (Attic, Thu 14 May, 09:30) lies between the talks of block '1A: Memory'."},
    {"a block with a gap too long", BLOCK("", "strength: 4"), "a=attic@09:00 b=attic@09:45",
     "block-row", 1, 4, 0, NULL},
};

static void test_case(void **state)
{
    assert_true(support_holds(*state));
}

int main(void)
{
    static struct CMUnitTest tests[sizeof(cases) / sizeof(cases[0])];
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        tests[i] =
            (struct CMUnitTest){cases[i].name, test_case, NULL, NULL, (void *)(uintptr_t)&cases[i]};
    }
    return cmocka_run_group_tests_name("rules_tracks", tests, NULL, NULL);
}
