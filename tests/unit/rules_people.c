/* Rules on people's days, and on parts, repeats and positions of events: hand-made problems and
 * timetables with the counts and costs that a person finds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "confab/solve.h"
#include "support.h"

/* Thursday, Friday and the Monday after. */
#define OPEN                                                                                       \
    "conference: {title: Tiny, timezone: UTC, granularity: 15}\n"                                  \
    "rooms: [{id: main, name: Main Hall}, {id: attic, name: Attic, changeover: 15}]\n"             \
    "days: [{date: 2026-05-14, hours: [09:00-18:00]}, {date: 2026-05-15, hours: [09:00-18:00]},"   \
    " {date: 2026-05-18, hours: [09:00-18:00]}]\n"
#define PERSON(more)                                                                               \
    OPEN "speakers: [{id: p, name: Pat Poe" more "}]\n"                                            \
         "talks: [{id: a, title: Arenas, duration: 45, speakers: [p], track: t, tags: [x]},"       \
         " {id: b, title: Bits, duration: 45, hosts: [p], track: t, tags: [x, y]},"                \
         " {id: c, title: Cores, duration: 45, speakers: [p], tags: [x]}]\n"                       \
         "tracks: [{id: t, name: Tee}]\n"
#define WORKSHOP(more)                                                                             \
    OPEN "speakers: [{id: p, name: Pat Poe" more "}]\n"                                            \
         "talks: [{id: w, title: Weaving, duration: 45, speakers: [p], parts: 3}]\n"
#define REPEATED                                                                                   \
    OPEN "talks: [{id: a, title: First Aid, duration: 45, repeats: 3},"                            \
         " {id: b, title: Bits, duration: 45}]\n"
#define PLACED(position)                                                                           \
    OPEN "talks: [{id: a, title: Arenas, duration: 45, position: " position "},"                   \
         " {id: b, title: Bits, duration: 45}, {id: c, title: Cores, duration: 45}]\n"             \
         "fixed: [{title: Coffee, date: 2026-05-14, time: 09:00-09:15, where: Foyer}]\n"

static const struct support_case cases[] = {
    {"a limit of one's own", PERSON(", max_per_day: 1") "rules: {speaker-day-limit: 4}\n",
     "a=main@09:00 b=main@10:00 c=main@11:00", "speaker-day-limit", 2, 8, 0,
     "Pat Poe has 3 events on Thu 14 May, but should have no more than 1."},
    {"a limit of one's own, day by day",
     PERSON(", max_per_day: 1") "rules: {speaker-day-limit: {strength: hard, most: 3}}\n",
     "a=main@09:00 b=main@10:00+1 c=main@11:00+1", "speaker-day-limit", 1, 0, 1,
     "Pat Poe has 2 events on Fri 15 May, but should have no more than 1."},
    {"a limit for everybody", PERSON("") "rules: {speaker-day-limit: {strength: 4, most: 2}}\n",
     "a=main@09:00 b=main@10:00 c=main@11:00", "speaker-day-limit", 1, 4, 0, NULL},
    {"no limit", PERSON("") "rules: {speaker-day-limit: hard}\n",
     "a=main@09:00 b=main@10:00 c=main@11:00", "speaker-day-limit", 0, 0, 0, NULL},
    {"a day with nothing allowed", PERSON(", max_per_day: 0") "rules: {speaker-day-limit: hard}\n",
     "a=main@09:00", "speaker-day-limit", 1, 0, 1, "Pat Poe has 1 event on Thu 14 May"},
    {"parts count once", WORKSHOP(", max_per_day: 1") "rules: {speaker-day-limit: hard}\n",
     "w=main@09:00 w-2=main@09:45 w-3=main@10:30", "speaker-day-limit", 0, 0, 0, NULL},

    {"one day", PERSON("") "rules: {speaker-same-day: hard}\n",
     "a=main@09:00 b=main@10:00 c=main@11:00", "speaker-same-day", 0, 0, 0, NULL},
    {"three days", PERSON("") "rules: {speaker-same-day: 5}\n",
     "a=main@09:00+4 b=main@10:00 c=main@11:00+1", "speaker-same-day", 2, 10, 0,
     "Pat Poe has events on Thu 14 May, Fri 15 May and Mon 18 May, not on one day only."},
    {"two days, hard", PERSON("") "rules: {speaker-same-day: hard}\n",
     "a=main@09:00+4 b=main@10:00 c=main@11:00", "speaker-same-day", 1, 0, 1, NULL},

    {"from Thursday to Friday", PERSON("") "rules: {speaker-span: 5}\n",
     "a=main@09:00+1 b=main@10:00", "speaker-span", 1, 5, 0,
     "From Pat Poe's first event, on Thu 14 May, to the last, on Fri 15 May, it is 1 day."},
    {"from Thursday to Monday", PERSON("") "rules: {speaker-span: 5}\n",
     "a=main@09:00+4 b=main@10:00 c=main@11:00+1", "speaker-span", 4, 20, 0, NULL},
    {"from Friday to Monday, hard", PERSON("") "rules: {speaker-span: hard}\n",
     "a=main@09:00+4 c=main@11:00+1", "speaker-span", 3, 0, 1, NULL},

    {"a track on two days", PERSON("") "rules: {same-day: 5}\n",
     "a=main@09:00 b=main@10:00+1 c=main@11:00+4", "same-day", 1, 5, 0,
     "The events of track 'Tee' are on Thu 14 May and Fri 15 May, not on one day only."},
    {"tags on three days", PERSON("") "rules: {same-day: {strength: 5, of: tags}}\n",
     "a=main@09:00 b=main@10:00+1 c=main@11:00+4", "same-day", 2, 10, 0, "tag 'x'"},
    {"a track and a tag", PERSON("") "rules: {same-day: {strength: 5, tags: [x]}}\n",
     "a=main@09:00 b=main@10:00+1 c=main@11:00+4", "same-day", 3, 15, 0, NULL},
    {"a tag that one event has",
     PERSON("") "rules: {same-day: {strength: hard, of: tags, tags: [y]}}\n",
     "a=main@09:00 b=main@10:00+1 c=main@11:00+4", "same-day", 0, 0, 0, NULL},

    {"repeats on one day", REPEATED "rules: {spread-repeats: 7}\n",
     "a=main@09:00 a-2=main@10:00 a-3=main@11:00", "spread-repeats", 2, 14, 0,
     "'First Aid' is held 3 times on Thu 14 May."},
    {"repeats on two days", REPEATED "rules: {spread-repeats: hard}\n",
     "a=main@09:00 a-2=main@10:00+1 a-3=main@11:00 b=main@12:00", "spread-repeats", 1, 0, 1, NULL},
    {"a repeat left out", REPEATED "rules: {spread-repeats: hard}\n",
     "a=main@09:00 a-3=main@11:00+4", "spread-repeats", 0, 0, 0, NULL},
    {"repeats at one time", REPEATED, "a=main@09:00 a-2=attic@09:15", "not-parallel", 1, 0, 1,
     NULL},

    {"parts in a row", WORKSHOP(""), "w=main@09:00 w-2=main@09:45 w-3=main@10:30", "multi-part", 0,
     0, 0, NULL},
    {"parts in two rooms", WORKSHOP(""), "w=main@09:00 w-2=attic@09:45 w-3=attic@10:30",
     "multi-part", 1, 0, 1,
     "'Weaving (2/3)' (Attic, Thu 14 May, 09:45) should follow 'Weaving (1/3)', which ends at Thu "
     "14 May, 09:45 in Main Hall, in the same room."},
    {"parts with a gap", WORKSHOP("") "rules: {multi-part: 6}\n",
     "w=main@09:00 w-2=main@10:00 w-3=main@11:00", "multi-part", 2, 12, 0, NULL},
    {"parts with a gap that is allowed", WORKSHOP("") "rules: {multi-part: {gap: 15}}\n",
     "w=main@09:00 w-2=main@10:00 w-3=main@11:15", "multi-part", 1, 0, 1, NULL},
    {"parts where the room needs a changeover", WORKSHOP(""),
     "w=attic@09:00 w-2=attic@10:00 w-3=attic@11:00", "multi-part", 0, 0, 0, NULL},
    {"parts of someone who needs a pause", WORKSHOP(", pause: 30"),
     "w=main@09:00 w-2=main@10:15 w-3=main@11:30", "multi-part", 0, 0, 0, NULL},
    {"parts in the wrong order", WORKSHOP(""), "w=main@09:45 w-2=main@09:00", "multi-part", 1, 0, 1,
     NULL},
    {"a part left out", WORKSHOP(""), "w=main@09:00 w-3=main@12:00", "multi-part", 0, 0, 0, NULL},

    {"not the first", PLACED("first"), "a=main@10:00 b=main@09:00+1 c=main@09:45", "position", 1,
     20, 0,
     "'Arenas' should be the first, but starts at Thu 14 May, 10:00, and 'Cores' at Thu 14 May, "
     "09:45."},
    {"not the first by far", PLACED("first") "rules: {position: hard}\n",
     "a=main@10:00+1 b=main@09:00 c=main@09:45", "position", 1, 0, 1, "(and 1 more)"},
    {"the first, together with others", PLACED("first"), "a=main@10:00 b=attic@10:00 c=main@11:00",
     "position", 0, 0, 0, NULL},
    {"the first of its day", PLACED("{at: first, of: day}"),
     "a=main@10:00+1 b=main@09:00 c=main@10:45+1", "position", 0, 0, 0, NULL},
    {"not the last of its day", PLACED("{at: last, of: day}"),
     "a=main@10:00 b=main@09:00+1 c=main@10:45", "position", 1, 20, 0, "last of its day"},
    {"not the last", PLACED("last"), "a=main@10:00 b=main@09:00+4 c=main@10:45", "position", 1, 20,
     0, "'Bits' at Mon 18 May, 09:00 (and 1 more)."},
};

static void test_case(void **state)
{
    assert_true(support_holds(*state));
}

/* Whatever else it could do, the solver keeps parts together and repeats apart. */
static void test_solved(void **state)
{
    (void)state;
    struct support_problem loaded;
    support_load(&loaded,
                 OPEN "speakers: [{id: p, name: Pat Poe}]\n"
                      "talks: [{id: w, title: Weaving, duration: 120, speakers: [p], parts: 3},"
                      " {id: a, title: First Aid, duration: 120, speakers: [p], repeats: 3},"
                      " {id: b, title: Opening, duration: 30, speakers: [p], position: first}]\n"
                      "rules: {spread-repeats: hard, position: hard}\n",
                 true);
    struct solve_options options = {.seed = 1, .threads = 1};
    struct solve_result result;
    assert_true(solve_problem(&loaded.problem, &options, &result));
    assert_int_equal(result.status, SOLVE_OPTIMAL);
    const struct assignment *at = result.timetable.v;
    uint32_t w = support_event(&loaded.problem, "w"), b = support_event(&loaded.problem, "b");
    assert_int_equal(at[w + 1].start_min, at[w].start_min + 120);
    assert_int_equal(at[w + 2].start_min, at[w].start_min + 240);
    assert_int_equal(at[w + 1].room.v, at[w].room.v);
    assert_int_equal(at[w + 2].room.v, at[w].room.v);
    for (uint32_t e = 0; e < loaded.problem.n_events; e++) {
        assert_true(at[b].start_min <= at[e].start_min);
    }
    solve_free(&result);
    support_free(&loaded);
}

int main(void)
{
    enum { N_CASES = sizeof(cases) / sizeof(cases[0]) };
    static struct CMUnitTest tests[N_CASES + 1];
    for (size_t i = 0; i < N_CASES; i++) {
        tests[i] =
            (struct CMUnitTest){cases[i].name, test_case, NULL, NULL, (void *)(uintptr_t)&cases[i]};
    }
    tests[N_CASES] = (struct CMUnitTest){"solved", test_solved, NULL, NULL, NULL};
    return cmocka_run_group_tests_name("rules_people", tests, NULL, NULL);
}
