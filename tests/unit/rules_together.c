/* Rules on events together: hand-made problems and timetables with the counts and costs that a
 * person finds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support.h"

/* Open windows, on a grid of 15 minutes: overlaps count in ticks of 15 minutes. */
#define OPEN                                                                                       \
    "conference: {title: Tiny, timezone: UTC, granularity: 15}\n"                                  \
    "rooms: [{id: main, name: Main Hall}, {id: attic, name: Attic}, {id: hall, name: Hall}]\n"     \
    "days: [{date: 2026-05-14, hours: [09:00-18:00]}, {date: 2026-05-15, hours: [09:00-18:00]}]\n"
/* Slots that start together: overlaps count in pairs. */
#define ALIGNED                                                                                    \
    "conference: {title: Tiny, timezone: UTC}\n"                                                   \
    "rooms: [{id: main, name: Main Hall}, {id: attic, name: Attic}, {id: hall, name: Hall}]\n"     \
    "slots: [{date: 2026-05-14, times: [09:00-09:45, 10:00-10:45], rooms: [main, attic, hall]}]\n"
#define TALKS                                                                                      \
    "talks: [{id: a, title: Arenas, duration: 45}, {id: b, title: Bits, duration: 45},"            \
    " {id: c, title: Cores, duration: 45}]\n"
#define TRACK                                                                                      \
    "tracks: [{id: t, name: Tee}]\n"                                                               \
    "talks: [{id: a, title: Arenas, duration: 45, track: t},"                                      \
    " {id: b, title: Bits, duration: 45, track: t},"                                               \
    " {id: c, title: Cores, duration: 45, track: t}]\n"
#define SPEAKER(walk, more)                                                                        \
    OPEN walk "speakers: [{id: p, name: Pat Poe" more "}]\n"                                       \
              "talks: [{id: a, title: Arenas, duration: 45, speakers: [p]},"                       \
              " {id: b, title: Bits, duration: 45, speakers: [p]}]\n"
#define ATTENDEES                                                                                  \
    TALKS                                                                                          \
    "attendees: [{id: x, interest: {a: 3, b: 5, c: 2}}, {id: y, interest: {a: 3, b: 5, c: 2}},"    \
    " {id: z, interest: {b: 1, c: 9}}]\n"
#define AFTER(more)                                                                                \
    OPEN "talks: [{id: a, title: Arenas, duration: 45},"                                           \
         " {id: b, title: Bits, duration: 45, after: [a]}]\n"                                      \
         "rules: {after: {" more "}}\n"
#define DAILY                                                                                      \
    OPEN "kinds: {bof: {duration: 45, after_same_day: [announcement]}}\n"                          \
         "bofs: [{id: b, title: Birds}]\n"                                                         \
         "fixed: [{id: f, title: News, kind: announcement, date: 2026-05-14,"                      \
         " time: 12:00-12:15, where: main}]\n"

#define EMPTY_DAY                                                                                  \
    "title: T\ntimezone: UTC\nrooms: [{id: main}]\n"                                               \
    "days: [{date: 2026-05-14, hours: 9:00-12:00}, {date: 2026-05-15}]\n"                          \
    "talks: [{id: a, title: Arenas, duration: 30},"                                                \
    " {id: b, title: Bits, duration: 30, after_same_day: [a]}]\n"
#define OWN_LIST                                                                                   \
    "title: T\ntimezone: UTC\nrooms: [{id: main}]\ndate: 2026-05-14\nhours: 9:00-12:00\n"          \
    "kinds: {bof: {after_same_day: [talk]}}\n"                                                     \
    "talks: [{id: a, title: Arenas, duration: 30}, {id: c, title: Cee, duration: 30}]\n"           \
    "bofs: [{id: b, title: Birds, duration: 30, after_same_day: [c]}]\n"

static const struct support_case cases[] = {
    {"all there", OPEN TALKS, "a=main@09:00 b=main@10:00 c=hall@09:00", "unscheduled", 0, 0, 0,
     NULL},
    {"two left out", OPEN TALKS, "a=main@09:00", "unscheduled", 2, 2, 0,
     "'Bits' is not in the timetable."},
    {"two left out at a price", OPEN TALKS "rules: {unscheduled: 50}\n", "a=main@09:00",
     "unscheduled", 2, 100, 0, NULL},
    {"two left out for free", OPEN TALKS "rules: {unscheduled: off}\n", "a=main@09:00",
     "unscheduled", 0, 0, 0, NULL},
    {"an optional one left out",
     OPEN "talks: [{id: a, title: Arenas, duration: 45, optional: true, cost: 7}, {id: b, title: "
          "B, duration: 45}]\n",
     "b=main@09:00", "unscheduled", 1, 7, 0, NULL},

    {"one after the other in a room", OPEN TALKS, "a=main@09:00 b=main@09:45 c=hall@09:00",
     "room-clash", 0, 0, 0, NULL},
    {"three at once in a room", OPEN TALKS, "a=main@09:00 b=main@09:30 c=main@09:15", "room-clash",
     3, 0, 3, "'Arenas' and 'Bits' are both in Main Hall at Thu 14 May, 09:30."},
    {"a clash at a price, in pairs", OPEN TALKS "rules: {room-clash: 9}\n",
     "a=main@09:00 b=main@09:15", "room-clash", 1, 9, 0, NULL},
    {"a clash at a price, in ticks", OPEN TALKS "rules: {room-clash: {strength: 9, per: tick}}\n",
     "a=main@09:00 b=main@09:15", "room-clash", 2, 18, 0, NULL},
    {"no time to change over",
     "conference: {title: Tiny, timezone: UTC}\nrooms: [{id: main, name: Main Hall, changeover: "
     "15}]\n"
     "days: [{date: 2026-05-14, hours: [09:00-18:00]}]\n" TALKS,
     "a=main@09:00 b=main@09:45 c=main@10:45", "room-clash", 1, 0, 1, "0 minutes in between"},
    {"beside a fixed event",
     OPEN TALKS "fixed: [{id: f, title: F, date: 2026-05-14, time: 09:30-10:00, where: main},"
                " {id: g, title: G, date: 2026-05-14, time: 09:30-10:00, where: Town Hall}]\n",
     "a=main@09:00", "room-clash", 1, 0, 1, NULL},

    {"in two places at once", SPEAKER("", ""), "a=main@09:00 b=attic@09:30", "speaker-clash", 1, 0,
     1, "Pat Poe is needed in both 'Arenas' and 'Bits' at Thu 14 May, 09:30."},
    {"one after the other", SPEAKER("", ""), "a=main@09:00 b=attic@09:45", "speaker-clash", 0, 0, 0,
     NULL},
    {"a pause too short", SPEAKER("", ", pause: 30"), "a=main@09:00 b=attic@10:00", "speaker-clash",
     1, 0, 1,
     "Pat Poe has 15 minutes between 'Arenas' and 'Bits' at Thu 14 May, 09:45, but needs 30."},
    {"a pause long enough", SPEAKER("", ", pause: 30"), "a=main@09:00 b=attic@10:15",
     "speaker-clash", 0, 0, 0, NULL},
    {"a walk too long", SPEAKER("walk: [{between: [main, attic], minutes: 20}]\n", ""),
     "a=main@09:00 b=attic@10:00", "speaker-clash", 1, 0, 1, NULL},
    {"no walk in one room", SPEAKER("walk: [{between: [main, attic], minutes: 20}]\n", ""),
     "b=main@09:00 a=main@09:45", "speaker-clash", 0, 0, 0, NULL},
    {"no walk to a third room", SPEAKER("walk: [{between: [main, attic], minutes: 20}]\n", ""),
     "b=main@09:00 a=hall@09:45", "speaker-clash", 0, 0, 0, NULL},
    {"a walk within the pause",
     SPEAKER("walk: [{between: [main, attic], minutes: 20}]\n", ", pause: 30"),
     "b=main@09:00 a=attic@10:15", "speaker-clash", 0, 0, 0, NULL},
    {"a walk at a price, in ticks begun",
     SPEAKER("walk: [{between: [main, attic], minutes: 20}]\n",
             "") "rules: {speaker-clash: {strength: 2, per: tick}}\n",
     "a=main@09:00 b=attic@09:45", "speaker-clash", 2, 4, 0, NULL},

    {"marked, and parallel",
     OPEN "talks: [{id: a, title: Arenas, duration: 45, not_with: [b]},"
          " {id: b, title: Bits, duration: 45, not_with: [a]}]\n",
     "a=main@09:00 b=hall@09:15", "not-parallel", 1, 0, 1, "are marked never to be parallel"},
    {"marked, and apart",
     OPEN
     "talks: [{id: a, title: A, duration: 45, not_with: [b]}, {id: b, title: B, duration: 45}]\n",
     "a=main@09:00 b=hall@09:45", "not-parallel", 0, 0, 0, NULL},
    {"exclusive tags, a pair counting once",
     OPEN
     "talks: [{id: a, title: A, duration: 45, tags: [x, y], not_with: [b]},"
     " {id: b, title: B, duration: 45, tags: [x, y]}, {id: c, title: C, duration: 45, tags: [y]}]\n"
     "rules: {not-parallel: {strength: 4, exclusive_tags: [x, y]}}\n",
     "a=main@09:00 b=hall@09:15 c=attic@09:30", "not-parallel", 3, 12, 0, NULL},

    {"before what it builds on", AFTER("strength: hard"), "a=main@10:00 b=hall@10:30", "after", 1,
     0, 1,
     "'Bits' starts at Thu 14 May, 10:30, but should wait for 'Arenas', which ends at Thu 14 May, "
     "10:45."},
    {"right after what it builds on", AFTER("strength: hard"), "a=main@10:00 b=hall@10:45", "after",
     0, 0, 0, NULL},
    {"too soon after what it builds on", AFTER("strength: 6, gap: 30"), "a=main@10:00 b=hall@11:00",
     "after", 1, 6, 0, "30 minutes more"},
    {"the day before what it builds on", AFTER("strength: hard"), "a=main@10:00+1 b=hall@11:00",
     "after", 1, 0, 1, NULL},
    {"without what it builds on", AFTER("strength: hard"), "b=hall@11:00", "after", 0, 0, 0, NULL},
    {"before that day's announcement", DAILY, "b=hall@11:45", "after", 1, 0, 1, NULL},
    {"after that day's announcement", DAILY, "b=hall@12:15", "after", 0, 0, 0, NULL},
    {"on a date that is no conference day", EMPTY_DAY, "b=main@09:30 a=main@10:00+1", "after", 0, 0,
     0, NULL},
    {"kept waiting by its own list, not its kind's", OWN_LIST, "b=main@09:00 a=main@10:00", "after",
     0, 0, 0, NULL},
    {"on a day without announcement", DAILY, "b=hall@09:00+1", "after", 0, 0, 0, NULL},

    {"beside a plenary in town",
     OPEN TALKS
     "fixed: [{id: f, title: Party, date: 2026-05-14, time: 09:30-10:00, where: Town Hall, "
     "plenary: true},"
     " {id: g, title: G, date: 2026-05-14, time: 09:45-10:00, where: Market, plenary: true}]\n",
     "a=main@09:00 b=hall@09:30 c=attic@10:00", "plenary", 4, 0, 4,
     "'Party' is a plenary, but 'Arenas' runs beside it at Thu 14 May, 09:30."},
    {"beside a plenary talk, at a price",
     OPEN
     "talks: [{id: a, title: A, duration: 45, plenary: true}, {id: b, title: B, duration: 45}]\n"
     "rules: {plenary: 5}\n",
     "a=main@09:00 b=hall@09:15", "plenary", 1, 5, 0, NULL},

    {"a track thrice parallel in slots", ALIGNED TRACK, "a=main@09:00 b=attic@09:00 c=hall@09:00",
     "track-parallel", 3, 30, 0,
     "'Arenas' and 'Bits' run at the same time (Thu 14 May, 09:00), and both are of track 'Tee'."},
    {"a track twice parallel in slots", ALIGNED TRACK, "a=main@09:00 b=attic@10:00 c=hall@09:00",
     "track-parallel", 1, 10, 0, NULL},
    {"a track parallel on the grid", OPEN TRACK, "a=main@09:00 b=attic@09:15 c=hall@09:30",
     "track-parallel", 5, 50, 0, NULL},
    {"a track parallel on the grid, in pairs",
     OPEN TRACK "rules: {track-parallel: {strength: 3, per: pair}}\n",
     "a=main@09:00 b=attic@09:15 c=hall@09:30", "track-parallel", 3, 9, 0, NULL},
    {"a track parallel in slots, in ticks",
     ALIGNED TRACK "rules: {track-parallel: {strength: 1, per: tick}}\n",
     "a=main@09:00 b=attic@09:00", "track-parallel", 3, 3, 0, NULL},
    {"a track that must not be parallel", OPEN TRACK "rules: {track-parallel: hard}\n",
     "a=main@09:00 b=attic@09:15 c=hall@10:00", "track-parallel", 2, 0, 1, NULL},

    {"tags by group",
     ALIGNED "talks: [{id: a, title: A, duration: 45, tags: {content: [x, y], sector: [z]}},"
             " {id: b, title: B, duration: 45, tags: {content: [x, y]}},"
             " {id: c, title: C, duration: 45, tags: {sector: [z]}}]\n"
             "rules: {tag-parallel: {content: 100, sector: 10}}\n",
     "a=main@09:00 b=attic@09:00 c=hall@09:00", "tag-parallel", 3, 210, 0,
     "and both are tagged 'z'"},
    {"plain tags",
     ALIGNED "talks: [{id: a, title: A, duration: 45, tags: [x]}, {id: b, title: B, duration: 45, "
             "tags: [x]}]\n",
     "a=main@09:00 b=attic@09:00", "tag-parallel", 1, 10, 0, NULL},
    {"tags, switched off",
     ALIGNED "talks: [{id: a, title: A, duration: 45, tags: [x]}, {id: b, title: B, duration: 45, "
             "tags: [x]}]\n"
             "rules: {tag-parallel: off}\n",
     "a=main@09:00 b=attic@09:00", "tag-parallel", 0, 0, 0, NULL},

    {"a BoF beside its talk",
     OPEN "talks: [{id: a, title: Arenas, duration: 45}]\n"
          "bofs: [{id: b, title: Birds, duration: 45, related: [a]}]\n",
     "a=main@09:00 b=hall@09:30", "bof-clash", 1, 0, 1, "are related"},
    {"two BoFs of a track",
     ALIGNED "tracks: [{id: t, name: Tee}]\n"
             "talks: [{id: c, title: C, duration: 45, track: t}]\n"
             "bofs: [{id: a, title: Arenas, duration: 45, track: t}, {id: b, title: Birds, "
             "duration: 45, track: t}]\n",
     "a=main@09:00 b=hall@09:00 c=attic@09:00", "bof-clash", 1, 10, 0,
     "both are BoFs of track 'Tee'"},
    {"BoFs, switched off",
     OPEN "talks: [{id: a, title: A, duration: 45}]\nbofs: [{id: b, title: B, duration: 45, "
          "related: [a]}]\n"
          "rules: {bof-clash: off}\n",
     "a=main@09:00 b=hall@09:30", "bof-clash", 0, 0, 0, NULL},
    {"BoFs beside talks at a price",
     OPEN "talks: [{id: a, title: A, duration: 45}]\nbofs: [{id: b, title: B, duration: 45, "
          "related: [a]}]\n"
          "rules: {bof-clash: {related: 6}}\n",
     "a=main@09:00 b=hall@09:30", "bof-clash", 1, 6, 0, NULL},

    {"what attendees miss: the smaller interests", ALIGNED ATTENDEES,
     "a=main@09:00 b=hall@09:00 c=attic@09:00", "attendee-clash", 15, 15, 0,
     "2 attendees want to see both 'Arenas' and 'Bits', but both run at"},
    {"what attendees miss, in ticks", OPEN ATTENDEES, "a=main@09:00 b=hall@09:15", "attendee-clash",
     12, 12, 0, NULL},
    {"what attendees miss, at a price", ALIGNED ATTENDEES "rules: {attendee-clash: 4}\n",
     "a=main@09:00 c=hall@09:00 b=hall@10:00", "attendee-clash", 4, 16, 0, NULL},
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
    return cmocka_run_group_tests_name("rules_together", tests, NULL, NULL);
}
