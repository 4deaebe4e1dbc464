/* Levels, and the ids of findings. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "confab/audit.h"
#include "core/rule.h"
#include "support.h"

#include <string.h>

#define HEAD                                                                                       \
    "title: Score Day\ntimezone: UTC\ndate: 2026-05-14\nrooms: [{id: a}]\nhours: 9:00-12:00\n"

static void assert_levels(const char *yaml, const char *expected)
{
    struct support_problem loaded;
    support_load(&loaded, yaml, true);
    struct levels levels = levels_of(&loaded.problem.arena, &loaded.problem);
    const char *text = "";
    for (uint32_t k = 0; k < levels.n; k++) {
        text = arena_print(&loaded.problem.arena, "%s%s ", text, levels.v[k].name);
    }
    assert_string_equal(text, expected);
    assert_int_equal(levels.soft, levels.n - 1);
    support_free(&loaded);
}

static void test_levels(void **state)
{
    (void)state;
    assert_levels(HEAD "talks: [{title: T}]\n", "hard soft ");
    assert_levels(HEAD "talks: [{title: T, optional: true}]\n", "hard unscheduled soft ");
    assert_levels(HEAD "talks: [{title: T, priority: 2}, {title: U, priority: 7}, {title: V}]\n",
                  "hard-7 hard-2 hard-1 soft ");
    assert_levels(HEAD "talks: [{title: T}]\n"
                       "fixed: [{title: F, time: 9:00-9:30, where: a}]\n",
                  "fixed hard soft ");
    assert_levels(HEAD "talks: [{title: T, optional: true}]\n"
                       "fixed: [{title: F, time: 9:00-9:30, where: a}]\n",
                  "fixed hard unscheduled soft ");
}

/* Three findings about one pair, in two rooms: alike but for a number, and the same every time. */
static void test_ids_are_stable_and_distinct(void **state)
{
    (void)state;
    struct support_problem loaded;
    support_load(&loaded,
                 HEAD "talks:\n"
                      "  - {id: t, title: T, duration: 30, tags: [x, y, z], track: m}\n"
                      "  - {id: u, title: U, duration: 30, tags: [x, y, z], track: m}\n"
                      "tracks: [{id: m, name: M}]\n",
                 true);
    char before[8][48];
    for (int round = 0; round < 2; round++) {
        struct timetable timetable = support_place(
            &loaded.problem, round == 0 ? "t=a@09:00 u=a@09:15" : "t=a@10:00 u=a@10:15");
        struct score score = audit_timetable(&loaded.problem, &timetable);
        assert_int_equal(score.n_violations, 5);
        for (uint32_t i = 0; i < score.n_violations; i++) {
            for (uint32_t k = 0; k < i; k++) {
                assert_string_not_equal(score.violations[i].id, score.violations[k].id);
            }
            if (round > 0) {
                assert_string_equal(score.violations[i].id, before[i]);
            }
            memcpy(before[i], score.violations[i].id, sizeof(before[i]));
        }
        /* Hard ones first, then the costliest. */
        assert_true(score.violations[0].hard);
        for (uint32_t i = 2; i < score.n_violations; i++) {
            assert_true(score.violations[i - 1].cost >= score.violations[i].cost);
        }
        score_free(&score);
    }
    support_free(&loaded);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_levels),
        cmocka_unit_test(test_ids_are_stable_and_distinct),
    };
    return cmocka_run_group_tests_name("score", tests, NULL, NULL);
}
