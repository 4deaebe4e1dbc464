/* Placement rules: hand-made problems and timetables with the counts and costs that a person finds.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support.h"

#define TINY "conference: {title: Tiny, timezone: UTC}\n"
#define ROOMS                                                                                      \
    "rooms: [{id: main, name: Main Hall, capacity: 100, features: [video, stage]},"                \
    " {id: attic, name: Attic, capacity: 20}]\n"
#define MORNING "days: [{date: 2026-05-14, hours: [09:00-10:00, 10:30-12:00]}]\n"
#define TWO_DAYS                                                                                   \
    "days: [{date: 2026-05-14, hours: [09:00-12:00]}, {date: 2026-05-15, hours: [09:00-12:00]}]\n"
#define KINDS_OF_TIMES                                                                             \
    TINY ROOMS "days: [{date: 2026-05-14, hours: {main: [09:00-10:00]},"                           \
               " bof_slots: {main: [10:00-10:45, 11:00-12:00]}}]\n"                                \
               "windows: [{id: core-only, date: 2026-05-14, time: 09:00-12:00, rooms: [attic],"    \
               " tracks: [core], tags: [quiet]}]\n"                                                \
               "tracks: [{id: core, name: Core}]\n"                                                \
               "kinds: {bof: {slots_only: true}}\n"                                                \
               "talks: [{id: a, title: Arenas, duration: 30},"                                     \
               " {id: c, title: Cores, duration: 30, track: core}]\n"                              \
               "bofs: [{id: b, title: Birds, duration: 30}]\n"
#define TAGGED                                                                                     \
    TINY ROOMS                                                                                     \
        "windows: [{id: loud, date: 2026-05-14, time: 09:00-12:00, rooms: [main]},"                \
        " {id: calm, date: 2026-05-14, time: 09:00-12:00, rooms: [attic], tags: [quiet]}]\n"
#define WISHES                                                                                     \
    TINY ROOMS "days: [{date: 2026-05-14, hours: [09:00-12:00]}]\n"                                \
               "speakers: [{id: p, name: Pat Poe,"                                                 \
               " prefers: {times: [2026-05-14 09:00-10:00, 2026-05-14 10:00-10:30]}}]\n"           \
               "talks: [{id: a, title: Arenas, duration: 60, speakers: [p],"                       \
               " prefers: {times: [2026-05-14 09:00-10:00], rooms: [main], features: [stage]}},"   \
               " {id: b, title: Bits, duration: 60,"                                               \
               " avoids: {times: [2026-05-14 10:30-11:30], rooms: [main], features: [stage]}}]\n"

static const struct support_case cases[] = {
    {"inside its hours", TINY ROOMS MORNING "talks: [{id: a, title: A, duration: 60}]\n",
     "a=main@09:00", "room-open", 0, 0, 0, NULL},
    {"over the break", TINY ROOMS MORNING "talks: [{id: a, title: Arenas, duration: 60}]\n",
     "a=main@09:30", "room-open", 1, 0, 1,
     "'Arenas' does not lie in the opening hours or a slot of Main Hall at Thu 14 May, 09:30"},
    {"at night", TINY ROOMS MORNING "talks: [{id: a, title: Arenas, duration: 60}]\n",
     "a=main@21:00", "room-open", 1, 0, 1, NULL},
    {"starting with its slot", KINDS_OF_TIMES, "b=main@10:00", "room-open", 0, 0, 0, NULL},
    {"late in its slot", KINDS_OF_TIMES, "b=main@10:15", "room-open", 1, 0, 1, NULL},
    {"fixed at any time",
     TINY ROOMS MORNING
     "talks: [{id: a, title: A, duration: 60}]\n"
     "fixed: [{id: f, title: F, date: 2026-05-14, time: 21:00-22:00, where: main}]\n",
     "a=main@09:00", "room-open", 0, 0, 0, NULL},

    {"a BoF in a BoF slot", KINDS_OF_TIMES, "b=main@10:00", "kind-window", 0, 0, 0, NULL},
    {"a BoF outside slots", KINDS_OF_TIMES, "b=main@09:00", "kind-window", 1, 0, 1,
     "the kind 'bof' takes slots only"},
    {"a talk in a BoF slot", KINDS_OF_TIMES, "a=main@10:00", "kind-window", 1, 0, 1,
     "that time is not for the kind 'talk'"},
    {"a talk of no track in a track's time", KINDS_OF_TIMES, "a=attic@09:00", "kind-window", 1, 0,
     1, "kept for tracks"},
    {"a talk in its track's time", KINDS_OF_TIMES, "c=attic@09:00", "kind-window", 0, 0, 0, NULL},
    {"a BoF in a track's time", KINDS_OF_TIMES, "b=attic@09:00", "kind-window", 2, 0, 2, NULL},
    {"soft, with a weight", KINDS_OF_TIMES "rules: {kind-window: 4}\n", "b=attic@09:00",
     "kind-window", 2, 8, 0, NULL},

    {"two of three people not free",
     TINY ROOMS TWO_DAYS
     "speakers: [{id: p, name: Pat Poe, unavailable: [2026-05-14]},"
     " {id: q, name: Quin Quu, available: [2026-05-14 09:00-10:00]}, {id: r, name: R}]\n"
     "talks: [{id: a, title: Arenas, duration: 60, speakers: [p, q, r]}]\n",
     "a=main@09:30", "speaker-available", 2, 0, 2,
     "Pat Poe is not free for 'Arenas' at Thu 14 May, 09:30."},
    {"free to the minute",
     TINY ROOMS TWO_DAYS "speakers: [{id: q, name: Q, available: [2026-05-14 09:00-10:00]}]\n"
                         "talks: [{id: a, title: A, duration: 60, speakers: [q]}]\n",
     "a=main@09:00", "speaker-available", 0, 0, 0, NULL},
    {"authors need not be free",
     TINY ROOMS TWO_DAYS
     "speakers: [{id: q, name: Q, unavailable: [2026-05-14]}, {id: s, name: S}]\n"
     "talks: [{id: a, title: A, duration: 60, speakers: [s], authors: [q]}]\n",
     "a=main@09:00", "speaker-available", 0, 0, 0, NULL},

    {"two features missing, one of them twice",
     TINY ROOMS MORNING "speakers: [{id: p, name: Pat Poe, requires: {features: [video]}}]\n"
                        "talks: [{id: a, title: Arenas, duration: 30, speakers: [p],"
                        " requires: {features: [video, stage]}}]\n",
     "a=attic@09:00", "room-features", 3, 0, 3,
     "'Arenas' is in Attic, which has no video, but Pat Poe needs it."},
    {"a feature ruled out by the track",
     TINY ROOMS MORNING "tracks: [{id: t, name: Tee, prohibits: {features: [stage]}}]\n"
                        "talks: [{id: a, title: Arenas, duration: 30, track: t}]\n",
     "a=main@09:00", "room-features", 1, 0, 1, "which has stage, but track 'Tee' rules it out."},

    {"a tag missing",
     TAGGED "talks: [{id: a, title: Arenas, duration: 30, requires: {tags: [quiet]}}]\n",
     "a=main@09:00", "window-tags", 1, 0, 1,
     "'Arenas' is at Thu 14 May, 09:00, which is not 'quiet'"},
    {"a tag carried",
     TAGGED "talks: [{id: a, title: Arenas, duration: 30, requires: {tags: [quiet]}}]\n",
     "a=attic@09:00", "window-tags", 0, 0, 0, NULL},
    {"a tag unwanted by kind and speaker",
     TAGGED "speakers: [{id: p, name: Pat Poe, prohibits: {tags: [quiet]}}]\n"
            "kinds: {talk: {prohibits: {tags: [quiet]}}}\n"
            "talks: [{id: a, title: Arenas, duration: 30, speakers: [p]}]\n",
     "a=attic@09:00", "window-tags", 2, 0, 2, "every talk rules that out"},
    {"no window, no tags",
     TAGGED "talks: [{id: a, title: A, duration: 30, requires: {tags: [quiet]}}]\n", "a=main@20:00",
     "window-tags", 0, 0, 0, NULL},

    {"where it is pinned",
     TINY ROOMS MORNING
     "talks: [{id: a, title: A, duration: 30, pin: {start: 2026-05-14 09:30, room: main}}]\n",
     "a=main@09:30", "pinned", 0, 0, 0, NULL},
    {"neither time nor room as pinned",
     TINY ROOMS MORNING
     "talks: [{id: a, title: Arenas, duration: 30, pin: {start: 2026-05-14 09:30, room: main}}]\n",
     "a=attic@09:00", "pinned", 2, 0, 2,
     "'Arenas' is in Attic at Thu 14 May, 09:00, but is pinned to Main Hall."},
    {"outside the devroom and its time",
     TINY ROOMS MORNING "tracks: [{id: t, name: Tee, room: attic, time: 2026-05-14 10:30-11:30}]\n"
                        "talks: [{id: a, title: A, duration: 60, track: t}]\n",
     "a=main@11:00", "pinned", 2, 0, 2, "track 'Tee' is in Attic"},
    {"in the devroom",
     TINY ROOMS MORNING "tracks: [{id: t, name: Tee, room: attic, time: 2026-05-14 10:30-11:30}]\n"
                        "talks: [{id: a, title: A, duration: 60, track: t}]\n",
     "a=attic@10:30", "pinned", 0, 0, 0, NULL},

    {"seats missing",
     TINY ROOMS MORNING "talks: [{id: a, title: Arenas, duration: 30, audience: 50}]\n",
     "a=attic@09:00", "room-capacity", 30, 30, 0, "'Arenas' expects 50 people, but Attic seats 20"},
    {"seats enough", TINY ROOMS MORNING "talks: [{id: a, title: A, duration: 30, audience: 20}]\n",
     "a=attic@09:00", "room-capacity", 0, 0, 0, NULL},
    {"seats dear",
     TINY ROOMS MORNING
     "talks: [{id: a, title: A, duration: 30, audience: 23}]\nrules: {room-capacity: 5}\n",
     "a=attic@09:00", "room-capacity", 3, 15, 0, NULL},
    {"seats a must",
     TINY ROOMS MORNING
     "talks: [{id: a, title: A, duration: 30, audience: 23}]\nrules: {room-capacity: hard}\n",
     "a=attic@09:00", "room-capacity", 3, 0, 1, NULL},

    {"outside the times wished for, by talk and speaker", WISHES, "a=main@11:00", "preferred-time",
     2, 40, 0, "'Arenas' is at Thu 14 May, 11:00, outside the times wished for by Pat Poe."},
    {"partly inside a time wished for", WISHES, "a=main@09:30", "preferred-time", 1, 20, 0, NULL},
    {"at all times wished for", WISHES, "a=main@09:00", "preferred-time", 0, 0, 0, NULL},
    {"touching an avoided time", WISHES, "b=main@10:00", "avoided-time", 1, 20, 0, "rather avoid"},
    {"beside an avoided time", WISHES, "b=main@09:00", "avoided-time", 0, 0, 0, NULL},
    {"another room than wished for, lacking a feature", WISHES, "a=attic@09:00", "preferred-room",
     2, 40, 0, "'Arenas' is in Attic, but the event itself would prefer Main Hall."},
    {"the room wished for", WISHES, "a=main@09:00", "preferred-room", 0, 0, 0, NULL},
    {"an avoided room with an avoided feature", WISHES, "b=main@09:00", "avoided-room", 2, 40, 0,
     "would rather avoid rooms with stage"},
    {"not an avoided room", WISHES, "b=attic@09:00", "avoided-room", 0, 0, 0, NULL},
    {"avoided rooms as a must", WISHES "rules: {avoided-room: hard}\n", "b=main@09:00",
     "avoided-room", 2, 0, 2, NULL},
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
    return cmocka_run_group_tests_name("rules_placement", tests, NULL, NULL);
}
