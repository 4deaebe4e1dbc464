/* Rules on what is offered at one time, on crowds, rooms, hours and announcements: hand-made
 * problems and timetables with the counts and costs that a person finds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "confab/solve.h"
#include "support.h"

#include <stdio.h>
#include <stdlib.h>

/* Open windows, on a grid of 15 minutes: overlaps count in ticks of 15 minutes. */
#define OPEN                                                                                       \
    "conference: {title: Tiny, timezone: UTC, granularity: 15}\n"                                  \
    "rooms: [{id: main, name: Main Hall, capacity: 200}, {id: attic, name: Attic, capacity: 20},"  \
    " {id: yard, name: Yard}]\n"                                                                   \
    "days: [{date: 2026-05-14, hours: [09:00-12:00, 13:00-18:00]},"                                \
    " {date: 2026-05-15, hours: [09:00-18:00]}]\n"
/* Slots that start together: overlaps count in pairs. */
#define ALIGNED                                                                                    \
    "conference: {title: Tiny, timezone: UTC}\n"                                                   \
    "rooms: [{id: main, name: Main Hall}, {id: attic, name: Attic}, {id: hall, name: Hall},"       \
    " {id: loft, name: Loft}]\n"                                                                   \
    "slots: [{date: [2026-05-14, 2026-05-15], times: [09:00-09:45, 10:00-10:45, 11:00-11:45],"     \
    " rooms: [main, attic, hall, loft]}]\n"
#define TALK(id, title, more) "  - {id: " id ", title: " title ", duration: 45" more "}\n"
#define RULE(text)            "rules: {" text "}\n"

#define LEVELS                                                                                     \
    "talks:\n" TALK("a", "Arenas", ", level: 1") TALK("b", "Bits", ", level: 1")                   \
        TALK("c", "Cores", ", level: 3") TALK("d", "Disks", "")
#define LANGUAGES                                                                                  \
    "talks:\n" TALK("a", "Arenas", ", language: en") TALK("b", "Bits", ", language: en")           \
        TALK("c", "Cores", ", language: de") TALK("d", "Disks", "")
#define AUDIENCES                                                                                  \
    "tracks: [{id: t, name: Tee}]\n"                                                               \
    "talks:\n" TALK("a", "Arenas", ", track: t, tags: {audience: [makers, owners], content: [x]}") \
        TALK("b", "Bits", ", track: t, tags: {audience: [owners, makers]}")                        \
            TALK("c", "Cores", ", tags: {audience: [owners], content: [x]}")                       \
                TALK("d", "Disks", ", track: t, tags: {content: [x]}")
#define FLOW                                                                                       \
    "tracks: [{id: t, name: Tee}]\n"                                                               \
    "talks:\n" TALK("a", "Arenas", ", track: t, level: 1")                                         \
        TALK("b", "Bits", ", track: t, level: 2, tags: {content: [x]}")                            \
            TALK("c", "Cores", ", level: 3, tags: {content: [x]}")                                 \
                TALK("d", "Disks", ", track: t, level: 3")
#define CROWDS                                                                                     \
    "talks:\n" TALK("a", "Arenas", ", crowding: true") TALK("b", "Bits", ", crowding: true")       \
        TALK("c", "Cores", ", crowding: true") TALK("d", "Disks", ", crowding: false")
#define WANTED                                                                                     \
    "talks:\n" TALK("a", "Arenas", ", audience: 90") TALK("b", "Bits", ", votes: 50")              \
        TALK("c", "Cores", "")                                                                     \
            TALK("d", "Disks",                                                                     \
                 "") "attendees: [{id: x, interest: {a: 9, c: 60}}, {id: y, interest: {c: 10}}]\n"
#define FOUR                                                                                       \
    "talks:\n" TALK("a", "Arenas", "") TALK("b", "Bits", "") TALK("c", "Cores", "")                \
        TALK("d", "Disks", "")
#define REMOTE(people)                                                                             \
    "speakers: [{id: p, name: Pat Poe, timezone: America/New_York},"                               \
    " {id: q, name: Quin Qar, timezone: Asia/Tokyo}, {id: r, name: Rae Roe}]\n"                    \
    "talks: [{id: a, title: Arenas, duration: 60, speakers: [" people "]}]\n"
/* Clocks in New York go forward at 07:00 and back at 06:00 UTC. */
#define SPRING                                                                                     \
    "conference: {title: Tiny, timezone: UTC, granularity: 15}\n"                                  \
    "rooms: [{id: main}]\n"                                                                        \
    "days: [{date: 2026-03-08, hours: 00:00-24:00}, {date: 2026-03-09, hours: 00:00-24:00}]\n"
#define AUTUMN                                                                                     \
    "conference: {title: Tiny, timezone: UTC, granularity: 15}\n"                                  \
    "rooms: [{id: main}]\n"                                                                        \
    "days: [{date: 2026-11-01, hours: 00:00-24:00}, {date: 2026-11-02, hours: 00:00-24:00}]\n"
#define ANNOUNCED                                                                                  \
    "talks:\n" TALK("a", "Arenas", ", published: {start: 2026-05-14 10:00, room: main}")           \
        TALK("b", "Bits", ", published: {room: attic}") TALK("c", "Cores", "")

static const struct support_case cases[] = {
    {"two talks for beginners", ALIGNED LEVELS RULE("level-mix: 4"),
     "a=main@09:00 b=hall@09:00 c=attic@09:00 d=loft@09:00", "level-mix", 1, 4, 0,
     "'Arenas' and 'Bits' run at the same time (Thu 14 May, 09:00), and both are of level 1."},
    {"levels in ticks", OPEN LEVELS RULE("level-mix: 4"), "a=main@09:00 b=attic@09:15", "level-mix",
     2, 8, 0, NULL},
    {"levels that must differ", ALIGNED LEVELS RULE("level-mix: hard"), "a=main@09:00 b=hall@09:00",
     "level-mix", 1, 0, 1, NULL},
    {"different levels", ALIGNED LEVELS RULE("level-mix: hard"),
     "a=main@09:00 c=hall@09:00 d=attic@09:00", "level-mix", 0, 0, 0, NULL},

    {"two talks in English", ALIGNED LANGUAGES RULE("language-mix: 2"),
     "a=main@09:00 b=hall@09:00 c=attic@09:00 d=loft@09:00", "language-mix", 1, 2, 0,
     "and both are in the language 'en'."},
    {"languages that must differ", ALIGNED LANGUAGES RULE("language-mix: hard"),
     "a=main@09:00 b=hall@09:00 c=attic@10:00", "language-mix", 1, 0, 1, NULL},

    {"an audience of two kinds", ALIGNED AUDIENCES RULE("audience-mix: 3"),
     "a=main@09:00 b=hall@09:00 c=attic@09:00 d=loft@09:00", "audience-mix", 4, 12, 0,
     "and both are for 'owners'."},
    {"another group of tags", ALIGNED AUDIENCES RULE("audience-mix: {strength: 3, group: content}"),
     "a=main@09:00 b=hall@09:00 c=attic@09:00 d=loft@09:00", "audience-mix", 3, 9, 0,
     "and both are for 'x'."},
    {"one audience of one track", ALIGNED AUDIENCES RULE("audience-track: 3"),
     "a=main@09:00 b=hall@09:00 c=attic@09:00 d=loft@09:00", "audience-track", 2, 6, 0,
     "and both are of track 'Tee' and for 'makers'."},
    {"one audience of one track, forbidden", ALIGNED AUDIENCES RULE("audience-track: hard"),
     "a=main@09:00 b=hall@10:00 c=attic@09:00", "audience-track", 0, 0, 0, NULL},

    {"harder ones first", OPEN FLOW RULE("level-flow: 5"),
     "d=main@09:00 b=main@10:00 a=main@10:45 c=attic@09:00", "level-flow", 3, 15, 0,
     "'Disks' (level 3) starts at Thu 14 May, 09:00, before 'Bits' (level 2) is over; both are of "
     "track 'Tee'."},
    {"a harder one at the same time", OPEN FLOW RULE("level-flow: hard"),
     "a=main@09:00 b=attic@09:00 d=yard@09:45", "level-flow", 1, 0, 1, NULL},
    {"easier ones first", OPEN FLOW RULE("level-flow: hard"),
     "a=main@09:00 b=attic@09:45 d=main@09:00+1 c=yard@09:00", "level-flow", 0, 0, 0, NULL},
    {"a flow of what is tagged alike", OPEN FLOW RULE("level-flow: {strength: 5, of: tags}"),
     "d=main@09:00 b=main@10:00 a=main@10:45 c=attic@09:00", "level-flow", 1, 5, 0,
     "both are tagged 'x'."},

    {"a crowd alone", ALIGNED CROWDS RULE("crowd-control: 7"),
     "a=main@09:00 d=hall@09:00 b=main@10:00 c=hall@10:00", "crowd-control", 1, 7, 0,
     "'Arenas' (Thu 14 May, 09:00) may be crowded, and no other such event runs beside it."},
    {"two crowds", ALIGNED CROWDS RULE("crowd-control: hard"), "a=main@09:00 b=hall@09:00",
     "crowd-control", 0, 0, 0, NULL},
    {"three crowds", ALIGNED CROWDS RULE("crowd-control: 7"),
     "a=main@09:00 b=hall@09:00 c=attic@09:00", "crowd-control", 3, 21, 0,
     "2 other such events, not one, run beside it"},
    {"crowds one after the other, by halves", OPEN CROWDS RULE("crowd-control: hard"),
     "a=main@09:00 b=attic@09:30 c=yard@10:00", "crowd-control", 1, 0, 1,
     "'Bits' (Thu 14 May, 09:30)"},

    {"the fuller talk in the smaller room", OPEN WANTED RULE("popular-big-room: 6"),
     "a=attic@09:00 b=main@09:30 c=yard@10:00", "popular-big-room", 1, 6, 0,
     "'Arenas' (wanted by 90) is in Attic, a smaller room than Main Hall of 'Bits' (50)."},
    {"the fuller talk in the smaller room, at any time",
     OPEN WANTED RULE("popular-big-room: {strength: 6, among: all}"),
     "b=yard@09:00 a=attic@13:00 c=main@10:00 d=yard@13:00", "popular-big-room", 3, 18, 0, NULL},
    {"the fuller talk in the larger room", OPEN WANTED RULE("popular-big-room: hard"),
     "a=yard@09:00 c=main@09:00 b=attic@09:00", "popular-big-room", 0, 0, 0, NULL},
    {"the fuller talk in the smaller room, forbidden", OPEN WANTED RULE("popular-big-room: hard"),
     "a=main@09:00 c=yard@09:00 b=attic@09:00", "popular-big-room", 1, 0, 1, NULL},

    {"no gap", OPEN FOUR RULE("no-gaps: hard"),
     "a=main@09:00 b=main@09:45 c=main@13:00 d=attic@09:00", "no-gaps", 0, 0, 0, NULL},
    {"gaps before and between", OPEN FOUR RULE("no-gaps: 3"),
     "a=main@09:15 b=main@10:15 c=main@13:30 d=main@14:15", "no-gaps", 3, 9, 0,
     "'Arenas' starts at Thu 14 May, 09:15 in Main Hall, but the room is free right before it."},
    {"a gap after what is fixed",
     OPEN FOUR
     "fixed: [{id: f, title: F, date: 2026-05-14, time: 10:00-10:30, where: main}]\n" RULE(
         "no-gaps: hard"),
     "a=main@10:30 b=main@13:00 c=main@09:15", "no-gaps", 1, 0, 1, NULL},
    {"changeover is no gap",
     "conference: {title: Tiny, timezone: UTC, granularity: 15}\n"
     "rooms: [{id: main, name: Main Hall, changeover: 15}]\n"
     "days: [{date: 2026-05-14, hours: [09:00-18:00]}]\n" FOUR RULE("no-gaps: 1"),
     "a=main@09:00 b=main@10:00 c=main@11:15", "no-gaps", 1, 1, 0, NULL},
    {"less than a step of the grid is no gap",
     "conference: {title: Tiny, timezone: UTC, granularity: 30}\n"
     "rooms: [{id: main, name: Main Hall}]\n"
     "days: [{date: 2026-05-14, hours: [09:00-18:00]}]\n" FOUR RULE("no-gaps: 1"),
     "a=main@09:00 b=main@10:00 c=main@11:30", "no-gaps", 1, 1, 0, NULL},
    {"an empty slot before a used one", ALIGNED FOUR RULE("no-gaps: 2"),
     "a=main@09:00 b=main@11:00 c=attic@10:00 d=hall@09:00+1", "no-gaps", 2, 4, 0,
     "'Bits' starts at Thu 14 May, 11:00 in Main Hall, but the slot before it, at Thu 14 May, "
     "10:00, is empty."},

    {"good hours", OPEN REMOTE("p, r") RULE("comfortable-hours: 2"), "a=main@13:00",
     "comfortable-hours", 0, 0, 0, NULL},
    {"bearable hours", OPEN REMOTE("p") RULE("comfortable-hours: 2"), "a=main@11:00",
     "comfortable-hours", 1, 2, 0,
     "'Arenas' is at Thu 14 May, 11:00, which is 07:00 for Pat Poe (America/New_York): not a good "
     "hour, but a bearable one."},
    {"bad hours", OPEN REMOTE("p, q, r") RULE("comfortable-hours: {strength: 2, worse: 7}"),
     "a=main@09:00", "comfortable-hours", 7, 14, 0, "not a bearable hour."},
    {"one at bad hours, one at bearable ones",
     OPEN REMOTE("p, q, r") RULE("comfortable-hours: {strength: 2, good: 12:00-19:00}"),
     "a=main@09:30", "comfortable-hours", 11, 22, 0, NULL},
    {"hours that must be good", OPEN REMOTE("p") RULE("comfortable-hours: hard"), "a=main@11:00",
     "comfortable-hours", 1, 0, 1, NULL},
    {"good hours until late at night",
     OPEN REMOTE("q") RULE("comfortable-hours: {strength: hard, good: 20:00-26:00}"),
     "a=main@14:30", "comfortable-hours", 0, 0, 0, NULL},
    {"past midnight",
     OPEN REMOTE("q") RULE("comfortable-hours: {strength: 1, good: 20:00-24:00, worse: 3}"),
     "a=main@14:30", "comfortable-hours", 3, 3, 0, NULL},
    {"at any hour", OPEN REMOTE("q") RULE("comfortable-hours: {strength: 1, good: 00:00-24:00}"),
     "a=main@14:30", "comfortable-hours", 0, 0, 0, NULL},
    {"on the morning when clocks go forward",
     SPRING REMOTE("p") RULE("comfortable-hours: {strength: 1, good: 04:00-20:00}"), "a=main@08:00",
     "comfortable-hours", 0, 0, 0, NULL},
    {"over the hour that clocks skip",
     SPRING REMOTE("p") RULE("comfortable-hours: {strength: 1, good: 03:00-20:00, worse: 4}"),
     "a=main@06:30", "comfortable-hours", 4, 4, 0, NULL},
    {"on the morning when clocks go back",
     AUTUMN REMOTE("p") RULE("comfortable-hours: {strength: 1, good: 01:30-02:30, worse: 4}"),
     "a=main@06:30", "comfortable-hours", 0, 0, 0, NULL},
    {"over the hour that clocks repeat",
     AUTUMN REMOTE("p") RULE("comfortable-hours: {strength: 1, good: 01:30-02:30, worse: 4}"),
     "a=main@05:30", "comfortable-hours", 4, 4, 0, NULL},

    {"as announced", OPEN ANNOUNCED, "a=main@10:00 b=attic@09:00 c=main@09:00", "published-time", 0,
     0, 0, NULL},
    {"at another time than announced", OPEN ANNOUNCED, "a=main@10:15 b=main@09:00",
     "published-time", 1, 1, 0,
     "'Arenas' was announced for Thu 14 May, 10:00, but starts at Thu 14 May, 10:15."},
    {"in other rooms than announced", OPEN ANNOUNCED, "a=attic@10:00 b=main@09:00",
     "published-room", 2, 2, 0, "'Bits' was announced for Attic, but is in Main Hall."},
    {"in another room than promised", OPEN ANNOUNCED RULE("published-room: hard"),
     "a=main@10:15 b=main@09:00", "published-room", 1, 0, 1, NULL},
};

static void test_case(void **state)
{
    assert_true(support_holds(*state));
}

/* Announced events move only when they must, whatever that costs other wishes. */
static void test_announcements_come_before_wishes(void **state)
{
    (void)state;
    static const char yaml[] =
        "conference: {title: Tiny, timezone: UTC}\n"
        "rooms: [{id: main, name: Main Hall}, {id: attic, name: Attic}]\n"
        "slots: [{date: 2026-05-14, times: [09:00-09:30, 10:00-10:30], rooms: [main, attic]}]\n"
        "talks:\n"
        "  - {id: a, title: Arenas, published: {start: 2026-05-14 09:00, room: main},\n"
        "     prefers: {times: [10:00-10:30]}}\n"
        "  - {id: b, title: Bits, published: {start: 2026-05-14 09:00, room: main}}\n"
        "  - {id: c, title: Cores, published: {start: 2026-05-14 12:00}}\n"
        "rules: {preferred-time: 1000000}\n";
    struct support_problem loaded;
    support_load(&loaded, yaml, true);
    struct solve_options options = {.seed = 1, .threads = 1};
    struct solve_result result;
    assert_true(solve_problem(&loaded.problem, &options, &result));
    assert_int_equal(result.status, SOLVE_OPTIMAL);
    /* Arenas and Bits share the time, one of them in the attic; Cores cannot start at noon. */
    static const struct {
        const char *name;
        int64_t value;
    } levels[] = {{"hard", 0}, {"times", 1}, {"rooms", 1}, {"minutes", 120}, {"soft", 1000000}};
    assert_int_equal(result.n_levels, BASE_COUNT(levels));
    for (size_t i = 0; i < BASE_COUNT(levels); i++) {
        assert_string_equal(result.levels[i].name, levels[i].name);
        assert_int_equal(result.levels[i].value, levels[i].value);
    }
    solve_free(&result);
    support_free(&loaded);
}

/* So many pairs, times and capacities that these are looked at apart. */
static void test_many_rivals(void **state)
{
    (void)state;
    enum { TALKS = 30, ROOMS = 8, BYTES = 8192 };
    static const char head[] =
        "conference: {title: Tiny, timezone: UTC}\n"
        "slots: [{date: 2026-05-14, times: [09:00-09:30, 10:00-10:30, 11:00-11:30, 12:00-12:30,\n"
        "  13:00-13:30, 14:00-14:30, 15:00-15:30, 16:00-16:30, 17:00-17:30, 18:00-18:30]}]\n"
        "rules: {popular-big-room: 5, room-capacity: off}\n";
    char *yaml = calloc(1, BYTES);
    size_t length = (size_t)snprintf(yaml, BYTES, "%srooms:\n", head);
    for (int i = 0; i < ROOMS; i++) {
        length += (size_t)snprintf(yaml + length, BYTES - length, "  - {id: r%d, capacity: %d}\n",
                                   i, 20 + 10 * i);
    }
    length += (size_t)snprintf(yaml + length, BYTES - length, "talks:\n");
    for (int i = 0; i < TALKS; i++) {
        length += (size_t)snprintf(yaml + length, BYTES - length,
                                   "  - {id: t%d, title: Talk %d, audience: %d}\n", i, i, 10 + i);
    }
    struct support_problem loaded;
    support_load(&loaded, yaml, true);
    struct solve_options options = {
        .seed = 1, .threads = 1, .engine = SOLVE_ENGINE_SEARCH, .work_limit = 300};
    struct solve_result result;
    assert_true(solve_problem(&loaded.problem, &options, &result));
    assert_null(result.mismatch);
    assert_int_equal(result.levels[1].value, 0);
    solve_free(&result);
    support_free(&loaded);
    free(yaml);
}

int main(void)
{
    enum { CASES = sizeof(cases) / sizeof(cases[0]) };
    static struct CMUnitTest tests[CASES + 2];
    for (size_t i = 0; i < CASES; i++) {
        tests[i] =
            (struct CMUnitTest){cases[i].name, test_case, NULL, NULL, (void *)(uintptr_t)&cases[i]};
    }
    tests[CASES] = (struct CMUnitTest)cmocka_unit_test(test_announcements_come_before_wishes);
    tests[CASES + 1] = (struct CMUnitTest)cmocka_unit_test(test_many_rivals);
    return cmocka_run_group_tests_name("rules_mixes", tests, NULL, NULL);
}
