/* What attendees want: hand-made problems and timetables with the counts and costs that a person
 * finds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "confab/audit.h"
#include "confab/solve.h"
#include "core/significance.h"
#include "engine/compile.h"
#include "support.h"

#include <stdio.h>

#define ROOMS                                                                                      \
    "rooms: [{id: main, name: Main Hall, capacity: 9}, {id: attic, name: Attic, capacity: 1},"     \
    " {id: hall, name: Hall}]\n"
/* Open windows, on a grid of 15 minutes: overlaps count in ticks of 15 minutes. */
#define OPEN                                                                                       \
    "conference: {title: Tiny, timezone: UTC, granularity: 15}\n" ROOMS                            \
    "days: [{date: 2026-05-14, hours: [09:00-18:00]}]\n"
/* Slots that start together: overlaps count once. */
#define ALIGNED                                                                                    \
    "conference: {title: Tiny, timezone: UTC}\n" ROOMS                                             \
    "slots: [{date: 2026-05-14, times: [09:00-09:45, 10:00-10:45], rooms: [main, attic, hall]}]\n"
#define TALKS                                                                                      \
    "talks: [{id: a, title: Arenas, duration: 45}, {id: b, title: Bits, duration: 45},"            \
    " {id: c, title: Cores, duration: 45}]\n"
#define ATTENDEES                                                                                  \
    TALKS                                                                                          \
    "attendees: [{id: x, interest: {a: 3, b: 5, c: 2}}, {id: y, interest: {a: 3, b: 5, c: 2}},"    \
    " {id: z, interest: {b: 1, c: 9}}]\n"
#define UTILITY "rules: {attendee-clash: {strength: 1, mode: utility"
#define CROWD                                                                                      \
    TALKS                                                                                          \
    "attendees: [{id: x, interest: {a: 5, b: 9}}, {id: y, interest: {a: 3}},"                      \
    " {id: z, interest: {a: 1}}]\n"
#define SEATS UTILITY ", seats: true"
/* Two of four want both: a probability of 1/6 were it chance. */
#define CHANCE(percent)                                                                            \
    ALIGNED TALKS "attendees: [{id: x, interest: [a, b]}, {id: y, interest: [a, b]},"              \
                  " {id: z, interest: [c]}, {id: w, interest: []}]\n"                              \
                  "rules: {attendee-clash: {strength: 1, significance: " percent "}}\n"
#define GIVEN(more)                                                                                \
    ALIGNED "talks: [{id: a, title: Arenas, duration: 45, clash: {Bits: 4, c: 2}},"                \
            " {id: b, title: Bits, duration: 45, clash: {a: 6}},"                                  \
            " {id: c, title: Cores, duration: 45}]\n"                                              \
            "attendees: [{id: x, interest: [a, b]}]\n" more
#define FAIR "rules: {attendee-clash: off, fair-share: {strength: 2, of: "
#define NEW                                                                                        \
    OPEN "speakers: [{id: p, name: Pat Poe, first_time: true}, {id: q, name: Quin Roe}]\n"         \
         "talks: [{id: a, title: Arenas, duration: 45, speakers: [p]},"                            \
         " {id: c, title: Cores, duration: 45, speakers: [q]}]\n"                                  \
         "bofs: [{id: b, title: Birds, duration: 45, hosts: [p]}]\n"                               \
         "attendees: [{id: x, interest: {a: 3, b: 5, c: 2}}, {id: z, interest: {b: 1, c: 9}}]\n"

static const struct support_case cases[] = {
    {"utility: all but the best is lost", ALIGNED ATTENDEES UTILITY "}}\n",
     "a=main@09:00 b=hall@09:00 c=attic@09:00", "attendee-clash", 11, 11, 0,
     "1 attendee wants to see 'Bits' at Thu 14 May, 09:00, but even more what runs at the same"},
    {"utility in ticks", OPEN ATTENDEES UTILITY "}}\n", "a=main@09:00 b=hall@09:15 c=attic@09:30",
     "attendee-clash", 22, 22, 0, NULL},
    {"utility once an event", OPEN ATTENDEES UTILITY ", per: pair}}\n",
     "a=main@09:00 b=hall@09:15 c=attic@09:30", "attendee-clash", 11, 11, 0, NULL},
    {"utility, hard",
     ALIGNED ATTENDEES "rules: {attendee-clash: {strength: hard, mode: utility}}\n",
     "a=main@09:00 b=hall@10:00 c=attic@10:00", "attendee-clash", 5, 0, 2, NULL},

    {"too few seats", ALIGNED CROWD SEATS "}}\n", "a=attic@09:00 b=hall@10:00", "attendee-clash", 4,
     4, 0, "'Arenas' draws 3 attendees, but Attic has 1 seat: 2 stand outside."},
    {"seats for all", ALIGNED CROWD SEATS "}}\n", "a=main@09:00 b=hall@10:00", "attendee-clash", 0,
     0, 0, NULL},
    {"a seat that nobody needs", ALIGNED CROWD SEATS "}}\n", "a=attic@09:00 b=hall@09:00",
     "attendee-clash", 6, 6, 0, "1 stands outside"},
    {"seats in ticks", OPEN CROWD SEATS "}}\n", "a=attic@09:00 b=hall@10:00", "attendee-clash", 12,
     12, 0, NULL},
    {"no room too small, hard",
     ALIGNED CROWD "rules: {attendee-clash: {strength: hard, mode: utility, seats: true}}\n",
     "a=attic@09:00 b=hall@10:00", "attendee-clash", 4, 0, 1, NULL},

    {"more than chance", CHANCE("80"), "a=attic@09:00 b=hall@09:00", "attendee-clash", 2, 2, 0,
     NULL},
    {"chance", CHANCE("90"), "a=attic@09:00 b=hall@09:00", "attendee-clash", 0, 0, 0, NULL},

    {"per window: one after the other in two rooms",
     "conference: {title: Tiny, timezone: UTC, granularity: 15}\n" ROOMS
     "windows: [{date: 2026-05-14, time: 09:00-10:30}, {date: 2026-05-14, time: "
     "11:00-12:30}]\n" ATTENDEES "rules: {attendee-clash: {strength: 1, per: window}}\n",
     "a=main@09:00 b=hall@09:45 c=hall@11:00", "attendee-clash", 6, 6, 0,
     "2 attendees want to see both 'Arenas' and 'Bits', but they are in two rooms of one session"},
    {"per window: one after the other in one room",
     "conference: {title: Tiny, timezone: UTC, granularity: 15}\n" ROOMS
     "windows: [{date: 2026-05-14, time: 09:00-10:30}, {date: 2026-05-14, time: "
     "11:00-12:30}]\n" ATTENDEES "rules: {attendee-clash: {strength: 1, per: window}}\n",
     "a=hall@09:00 b=hall@09:45 c=main@11:00", "attendee-clash", 0, 0, 0, NULL},

    {"given numbers beside attendees", GIVEN(""), "a=attic@09:00 b=hall@09:00 c=main@09:00",
     "attendee-clash", 9, 9, 0,
     "7 attendees want to see both 'Arenas' and 'Bits', but both run at Thu 14 May, 09:00."},
    {"given numbers are all significant",
     GIVEN("rules: {attendee-clash: {strength: 1, significance: 99}}\n"),
     "a=attic@09:00 b=hall@09:00", "attendee-clash", 6, 6, 0, NULL},
    {"given numbers and utility", GIVEN("rules: {attendee-clash: {strength: 3, mode: utility}}\n"),
     "a=attic@09:00 b=hall@09:00", "attendee-clash", 7, 21, 0, NULL},

    {"the worst-off attendee", ALIGNED ATTENDEES FAIR "attendees}}\n",
     "a=main@09:00 b=hall@09:00 c=attic@09:00", "fair-share", 5, 10, 0,
     "Some attendee misses 50 % of what they want to see."},
    {"in larger steps", ALIGNED ATTENDEES FAIR "attendees, step: 15}}\n",
     "a=main@09:00 b=hall@09:00 c=attic@09:00", "fair-share", 4, 8, 0, NULL},
    {"all see what they want", ALIGNED ATTENDEES FAIR "attendees}}\n", "a=main@09:00 b=hall@10:00",
     "fair-share", 0, 0, 0, NULL},
    {"nobody may miss anything",
     ALIGNED ATTENDEES "rules: {attendee-clash: off, fair-share: hard}\n",
     "b=hall@10:00 c=attic@10:00", "fair-share", 2, 0, 1, "20 %"},
    {"the worst-off BoF", NEW FAIR "bofs}}\n", "b=main@09:00 c=hall@09:30", "fair-share", 2, 4, 0,
     "'Birds' loses 17 % of the interest in it to what runs beside it."},
    {"a talk loses nothing", NEW FAIR "bofs}}\n", "a=main@09:00 b=hall@09:30", "fair-share", 0, 0,
     0, NULL},
    {"the worst-off newcomer", NEW FAIR "newcomers}}\n", "a=main@09:00 b=hall@09:30 c=attic@10:00",
     "fair-share", 5, 10, 0, "Pat Poe speaks here for the first time, and loses 44 % of the"},
};

static void test_case(void **state)
{
    assert_true(support_holds(*state));
}

/* Fisher's tea: of eight cups four had the milk first; she names three, or all, of these. */
static void test_significance(void **state)
{
    (void)state;
    assert_true(significance_holds(8, 4, 4, 4, 98));
    assert_false(significance_holds(8, 4, 4, 4, 99));
    assert_true(significance_holds(8, 4, 4, 3, 75));
    assert_false(significance_holds(8, 4, 4, 3, 76));
    assert_true(significance_holds(8, 4, 4, 0, 0));
    assert_false(significance_holds(8, 4, 4, 0, 1));
    assert_false(significance_holds(8, 6, 6, 4, 1));
    assert_false(significance_holds(8, 4, 4, 4, 100));
    assert_true(significance_holds(100000, 50000, 50000, 50000, 99));
    assert_true(significance_holds(100000, 50000, 50000, 25000, 49));
    assert_false(significance_holds(100000, 50000, 50000, 25000, 51));
}

/* Least cost would put Arenas beside Bits: then somebody misses half of what he wants. */
static void test_fair_first(void **state)
{
    (void)state;
    struct support_problem loaded;
    struct solve_result result;
    support_load(
        &loaded,
        "conference: {title: Tiny, timezone: UTC}\nrooms: [main, hall]\n"
        "slots: [{date: 2026-05-14, times: [09:00-09:45, 10:00-10:45], rooms: [main, hall]}]\n"
        "kinds: {talk: {duration: 45}}\n"
        "talks: [{id: a, title: A}, {id: b, title: B}, {id: c, title: C}, {id: d, title: D}]\n"
        "attendees: [{id: p, interest: [a, b]}, {id: q, interest: {a: 10, c: 1}},"
        " {id: r, interest: {a: 10, c: 1}}, {id: s, interest: {a: 10, d: 1}},"
        " {id: t, interest: {a: 10, d: 1}}]\n"
        "rules: {fair-share: 1}\n",
        true);
    assert_true(solve_problem(&loaded.problem, &(struct solve_options){.seed = 1}, &result));
    assert_int_equal(result.status, SOLVE_OPTIMAL);
    assert_int_equal(result.n_levels, 3);
    assert_string_equal(result.levels[1].name, "fair");
    assert_int_equal(result.levels[1].value, 1);
    assert_int_equal(result.levels[2].value, 2);
    solve_free(&result);
    support_free(&loaded);
}

static void test_bad_clash(void **state)
{
    (void)state;
    static const char *const bad[] = {"Bitz: 1", "a: 1", "b: many", "[b]"};
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        struct support_problem loaded;
        char yaml[600];
        snprintf(yaml, sizeof(yaml),
                 ALIGNED "talks: [{id: a, title: Arenas, duration: 45, clash: {%s}},"
                         " {id: b, title: Bits, duration: 45}]\n",
                 bad[i]);
        support_load(&loaded, yaml, false);
        assert_false(loaded.loaded);
        support_free(&loaded);
    }
}

/* ---- memory ------------------------------------------------------------------- */

enum { MANY_TALKS = 6000, MANY_ATTENDEES = 300, MANY_WISHES = 10 };

/* Talks in a hall with two slots; each attendee wants some of them. In the caller's arena. */
static const char *make_many(struct arena *arena, const char *rules)
{
    enum { LINE = 120 };
    size_t size = (MANY_TALKS + MANY_ATTENDEES + 20) * (size_t)LINE, n = 0;
    char *yaml = arena_alloc(arena, size);
    n += (size_t)snprintf(yaml, size, ALIGNED "%s\ntalks:\n", rules);
    for (int i = 0; i < MANY_TALKS; i++) {
        n +=
            (size_t)snprintf(yaml + n, size - n, "  - {id: t%d, title: T%d, duration: 45}\n", i, i);
    }
    n += (size_t)snprintf(yaml + n, size - n, "attendees:\n");
    for (int i = 0; i < MANY_ATTENDEES; i++) {
        n += (size_t)snprintf(yaml + n, size - n, "  - {id: a%d, interest: [", i);
        for (int k = 0; k < MANY_WISHES; k++) {
            n += (size_t)snprintf(yaml + n, size - n, "%st%d", k == 0 ? "" : ", ",
                                  (i * 7 + k * 131) % MANY_TALKS);
        }
        n += (size_t)snprintf(yaml + n, size - n, "]}\n");
    }
    return yaml;
}

/* A square of all pairs of talks would take 36 MB at a byte each; no part of the model or of the
 * audit's findings is nearly as large. */
static void test_no_square(void **state)
{
    (void)state;
    static const char *const rules[] = {
        "rules: {attendee-clash: 1}",
        "rules: {attendee-clash: {strength: 1, significance: 95}}",
        "rules: {attendee-clash: {strength: 1, mode: utility, seats: true}}",
        "rules: {attendee-clash: {strength: 1, per: window}}",
        "rules: {fair-share: 1, not-parallel: hard}",
    };
    for (size_t i = 0; i < BASE_COUNT(rules); i++) {
        struct arena arena = ARENA_EMPTY;
        struct support_problem loaded;
        struct model model;
        support_load(&loaded, make_many(&arena, rules[i]), true);
        struct timetable timetable =
            support_place(&loaded.problem, "t0=main@09:00 t131=attic@09:00 t262=hall@10:00");
        base_limit_allocation((size_t)20 << 20);
        compile_model(&loaded.problem, &model);
        struct score score = audit_timetable(&loaded.problem, &timetable);
        base_limit_allocation(0);
        model_free(&model);
        score_free(&score);
        support_free(&loaded);
        arena_free(&arena);
    }
}

int main(void)
{
    enum { CASES = sizeof(cases) / sizeof(cases[0]) };
    static struct CMUnitTest tests[CASES + 4] = {
        [CASES] = cmocka_unit_test(test_significance),
        cmocka_unit_test(test_fair_first),
        cmocka_unit_test(test_bad_clash),
        cmocka_unit_test(test_no_square),
    };
    for (size_t i = 0; i < CASES; i++) {
        tests[i] =
            (struct CMUnitTest){cases[i].name, test_case, NULL, NULL, (void *)(uintptr_t)&cases[i]};
    }
    return cmocka_run_group_tests_name("rules_attendees", tests, NULL, NULL);
}
