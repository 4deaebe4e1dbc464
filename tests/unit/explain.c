/* Explanations of problems written by hand, whose one conflict is known. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "confab/explain.h"
#include "core/rule.h"
#include "support.h"

#include <stdio.h>
#include <string.h>

static void explain(struct support_problem *loaded, const char *yaml,
                    struct explanation *explanation)
{
    uint32_t file = 0;
    struct explain_options options = {.seed = 1, .threads = 1};
    support_load(loaded, yaml, true);
    explain_problem(&loaded->problem, &file, 1, &options, explanation);
}

/* Whether the conflict has `n` demands of the rule. */
static void assert_members(const struct explain_conflict *conflict, const char *rule, uint32_t n)
{
    uint32_t found = 0;
    for (uint32_t i = 0; i < conflict->n_demands; i++) {
        found += conflict->demands[i].rule == rule_table_find(rule);
    }
    assert_int_equal(found, n);
}

#define HALL                                                                                       \
    "conference: {title: Tiny, timezone: UTC, granularity: 30}\n"                                  \
    "rooms: [{id: hall}]\n"                                                                        \
    "windows: [{date: 2026-05-14, time: 09:00-10:00}]\n"
#define SPEAKER "speakers: [{id: mira, name: Mira, unavailable: [2026-05-14]}]\n"

/* One person who is never there: nothing else is to blame but when the hall is open. */
static void test_person(void **state)
{
    (void)state;
    struct support_problem loaded;
    struct explanation x;
    explain(&loaded,
            HALL SPEAKER "talks:\n"
                         "  - {id: a, title: A, duration: 30, speakers: [mira]}\n"
                         "  - {id: b, title: B, duration: 30}\n",
            &x);
    assert_int_equal(x.status, EXPLAIN_INFEASIBLE);
    assert_int_equal(x.n_conflicts, 1);
    assert_true(x.complete && x.conflicts[0].irreducible);
    assert_int_equal(x.conflicts[0].n_demands, 2);
    assert_members(&x.conflicts[0], "unscheduled", 1);
    assert_members(&x.conflicts[0], "speaker-available", 1);
    explain_free(&x);
    support_free(&loaded);
}

/* Too little time for three: the hours, the room, and each of the three. */
static void test_room(void **state)
{
    (void)state;
    struct support_problem loaded;
    struct explanation x;
    explain(&loaded,
            HALL "talks:\n"
                 "  - {id: a, title: A, duration: 30}\n"
                 "  - {id: b, title: B, duration: 30}\n"
                 "  - {id: c, title: C, duration: 30}\n",
            &x);
    assert_int_equal(x.n_conflicts, 1);
    assert_int_equal(x.conflicts[0].n_demands, 5);
    assert_members(&x.conflicts[0], "unscheduled", 3);
    assert_members(&x.conflicts[0], "room-open", 1);
    assert_members(&x.conflicts[0], "room-clash", 1);
    assert_true(x.n_repairs >= 3);
    explain_free(&x);
    support_free(&loaded);
}

static void test_feasible(void **state)
{
    (void)state;
    struct support_problem loaded;
    struct explanation x;
    explain(&loaded, HALL "talks: [{id: a, title: A, duration: 30}]\n", &x);
    assert_int_equal(x.status, EXPLAIN_FEASIBLE);
    assert_int_equal(x.n_conflicts, 0);
    explain_free(&x);
    support_free(&loaded);
}

/* Events that presolve leaves no place: that is known, too. */
static void test_plenary(void **state)
{
    (void)state;
    struct support_problem loaded;
    struct explanation x;
    explain(&loaded,
            HALL "talks: [{id: a, title: A, duration: 30}]\n"
                 "fixed: [{id: f, title: F, date: 2026-05-14, time: 08:00-11:00, where: Park, "
                 "plenary: true}]\n",
            &x);
    assert_int_equal(x.status, EXPLAIN_INFEASIBLE);
    assert_int_equal(x.n_conflicts, 1);
    assert_members(&x.conflicts[0], "plenary", 1);
    explain_free(&x);
    support_free(&loaded);
}

/* Events that fit nowhere as things are may still help others once a demand is lifted. */
static void test_helper(void **state)
{
    (void)state;
    struct support_problem loaded;
    struct explanation x;
    explain(&loaded,
            HALL "talks:\n"
                 "  - {id: a, title: A, duration: 30, crowding: true}\n"
                 "  - {id: b, title: B, duration: 30, crowding: true, requires: {features: [x]}}\n"
                 "rules: {crowd-control: hard}\n",
            &x);
    assert_int_equal(x.status, EXPLAIN_INFEASIBLE);
    for (uint32_t i = 0; i < x.n_conflicts; i++) {
        assert_true(x.conflicts[i].n_demands > 2 || x.conflicts[i].demands[0].events[0].v == 1);
    }
    explain_free(&x);
    support_free(&loaded);
}

/* Ids are those of who and what, not of the order. */
static void test_order(void **state)
{
    (void)state;
    static const char *const a = "  - {id: a, title: A, duration: 30, not_with: [b], "
                                 "pin: {start: 2026-05-14 09:00}}\n";
    static const char *const b = "  - {id: b, title: B, duration: 30, "
                                 "pin: {start: 2026-05-14 09:00}}\n";
    struct support_problem loaded[2];
    struct explanation x[2];
    for (int i = 0; i < 2; i++) {
        char yaml[1000];
        snprintf(yaml, sizeof(yaml), "%srules: {not-parallel: hard}\ntalks:\n%s%s",
                 "conference: {title: Tiny, timezone: UTC}\nrooms: [{id: hall}, {id: lab}]\n"
                 "windows: [{date: 2026-05-14, time: 09:00-10:00}]\n",
                 i == 0 ? a : b, i == 0 ? b : a);
        explain(&loaded[i], yaml, &x[i]);
        assert_int_equal(x[i].n_conflicts, 1);
        assert_members(&x[i].conflicts[0], "not-parallel", 1);
    }
    assert_string_equal(x[0].conflicts[0].id, x[1].conflicts[0].id);
    assert_int_equal(x[0].conflicts[0].n_demands, x[1].conflicts[0].n_demands);
    for (int i = 0; i < 2; i++) {
        explain_free(&x[i]);
        support_free(&loaded[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_person),   cmocka_unit_test(test_room),
        cmocka_unit_test(test_feasible), cmocka_unit_test(test_plenary),
        cmocka_unit_test(test_helper),   cmocka_unit_test(test_order),
    };
    return cmocka_run_group_tests_name("explain", tests, NULL, NULL);
}
