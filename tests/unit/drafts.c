/* Drafts and the curve of quality against moves, against all timetables of tiny problems. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "draft.h"
#include "every.h"
#include "revise/curve.h"
#include "revise/drafts.h"
#include "revise/revise.h"
#include "support.h"

static const struct solve_options options = {.seed = 1, .threads = 1};

/* Five talks, two rooms with four slots each; not all wishes can be had. */
static const char yaml[] =
    "title: Tiny\n"
    "timezone: UTC\n"
    "rooms: [{id: hall, name: Hall, capacity: 50}, {id: lab, name: Lab, capacity: 10}]\n"
    "slots: [{date: 2026-05-14, times: [10:00-10:30, 11:00-11:30, 12:00-12:30, 13:00-13:30]}]\n"
    "speakers: [{id: mira, name: Mira Vogt, available: [2026-05-14 11:00-13:30]}]\n"
    "talks:\n"
    "  - {id: a, title: A, duration: 30, speakers: [mira], audience: 13, tags: [x],\n"
    "     prefers: {times: [\"10:00-10:30\"]}}\n"
    "  - {id: b, title: B, duration: 30, speakers: [Ben Sample], audience: 30, tags: [x]}\n"
    "  - {id: c, title: C, duration: 30, speakers: [mira], audience: 5, tags: [y]}\n"
    "  - {id: d, title: D, duration: 30, speakers: [Ada Example], audience: 40, tags: [x, y],\n"
    "     prefers: {times: [\"13:00-13:30\"]}}\n"
    "  - {id: e, title: E, duration: 30, speakers: [Ben Sample], pin: {start: \"12:00\"}}\n"
    "rules: {room-capacity: 1, tag-parallel: 7, preferred-time: 5}\n";

static uint32_t count_differing(const struct assignment *a, const struct assignment *b)
{
    uint32_t n = 0;
    for (uint32_t e = 0; e < EVERY_EVENTS; e++) {
        n += a[e].start_min != b[e].start_min;
    }
    return n;
}

/* The least that a timetable costs that differs in so many starts from all of these; -1: none. */
static int64_t best_apart(const struct every *every, const struct assignment *const *from,
                          uint32_t n, uint32_t least)
{
    int64_t best = -1;
    for (uint32_t i = 0; i < every->n; i++) {
        bool apart = true;
        for (uint32_t j = 0; j < n && apart; j++) {
            apart = count_differing(every->v[i], from[j]) >= least;
        }
        if (apart && (best < 0 || every->soft[i] < best)) {
            best = every->soft[i];
        }
    }
    return best;
}

/* ---- drafts --------------------------------------------------------------------------------- */

static void check_drafts(const struct problem *problem, const struct every *every, uint32_t more,
                         uint32_t percent, uint32_t least)
{
    struct solve_result first;
    struct drafts_list list;
    assert_true(solve_problem(problem, &options, &first));
    assert_int_equal(first.levels[first.n_levels - 1].value, best_apart(every, NULL, 0, 0));
    drafts_find(problem, &options, &first.timetable, more, percent, &list);
    assert_int_equal(list.n_counted, EVERY_EVENTS - 1);
    assert_int_equal(list.least, least);
    const struct assignment *found[DRAFTS_MOST + 1] = {first.timetable.v};
    for (uint32_t i = 0; i < list.n; i++) {
        const struct solve_result *draft = &list.v[i];
        assert_int_equal(draft->status, SOLVE_OPTIMAL);
        assert_int_equal(draft->levels[draft->n_levels - 1].value,
                         best_apart(every, found, i + 1, least));
        for (uint32_t j = 0; j <= i; j++) {
            assert_true(count_differing(draft->timetable.v, found[j]) >= least);
        }
        found[i + 1] = draft->timetable.v;
    }
    assert_int_equal(list.end, list.n == more ? DRAFTS_ALL : DRAFTS_NO_MORE);
    if (list.n < more) {
        assert_int_equal(best_apart(every, found, list.n + 1, least), -1);
    }
    drafts_free(&list);
    solve_free(&first);
}

static void test_drafts(void **state)
{
    (void)state;
    struct support_problem loaded;
    support_load(&loaded, yaml, true);
    struct every every = every_list(&loaded.problem);
    assert_true(every.n > 100);
    check_drafts(&loaded.problem, &every, 6, 1, 1);
    check_drafts(&loaded.problem, &every, 6, 50, 2);
    check_drafts(&loaded.problem, &every, 6, 51, 3);
    /* All four at other times: soon there are no more. */
    check_drafts(&loaded.problem, &every, 20, 100, 4);
    every_free(&every);
    support_free(&loaded);
}

/* Asked for more than there are, it finds the n that there are beside the first one. */
static void check_all(const char *tiny, uint32_t more, uint32_t n)
{
    struct support_problem loaded;
    support_load(&loaded, tiny, true);
    struct solve_result first;
    struct drafts_list list;
    assert_true(solve_problem(&loaded.problem, &options, &first));
    drafts_find(&loaded.problem, &options, &first.timetable, more, 20, &list);
    assert_int_equal(list.n, n);
    assert_int_equal(list.end, DRAFTS_NO_MORE);
    drafts_free(&list);
    solve_free(&first);
    support_free(&loaded);
}

/* Nothing can be elsewhere: the one timetable has no second. */
static void test_no_choice(void **state)
{
    (void)state;
    check_all("title: Tiny\ntimezone: UTC\nrooms: [{id: hall, name: Hall}]\n"
              "slots: [{date: 2026-05-14, times: [10:00-10:30]}]\n"
              "talks: [{id: a, title: A, duration: 30}]\n",
              1, 0);
}

/* Of an optional event that one draft leaves out, being in is a difference, and the other way: at
 * eleven there is A, B or nothing. */
static void test_left_out(void **state)
{
    (void)state;
    check_all("title: Tiny\ntimezone: UTC\nrooms: [{id: hall, name: Hall}]\n"
              "slots: [{date: 2026-05-14, times: [10:00-10:30, 11:00-11:30]}]\n"
              "talks:\n"
              "  - {id: a, title: A, duration: 30, optional: true}\n"
              "  - {id: b, title: B, duration: 30, optional: true}\n"
              "  - {id: c, title: C, duration: 30, pin: {start: \"10:00\"}}\n",
              5, 2);
}

/* Random problems, on which each way of solving must find drafts of the same cost; in this build,
 * model and audit are compared as well. */
static int compare_levels(const struct solve_result *a, const struct solve_result *b)
{
    for (uint32_t k = 0; k < a->n_levels; k++) {
        if (a->levels[k].value != b->levels[k].value) {
            return a->levels[k].value < b->levels[k].value ? -1 : 1;
        }
    }
    return 0;
}

static uint32_t check_random(const struct problem *problem)
{
    static const struct solve_options ways[] = {
        {.seed = 1, .threads = 1},
        {.seed = 1, .threads = 1, .no_presolve = SOLVE_PRESOLVE_ALL},
        {.seed = 1, .threads = 1, .engine = SOLVE_ENGINE_EXACT}};
    struct solve_result first;
    struct drafts_list lists[BASE_COUNT(ways)];
    uint32_t found = 0;
    assert_true(solve_problem(problem, &ways[0], &first));
    if (first.status == SOLVE_OPTIMAL) {
        for (size_t i = 0; i < BASE_COUNT(ways); i++) {
            drafts_find(problem, &ways[i], &first.timetable, 1, 30, &lists[i]);
            assert_int_equal(lists[i].n, lists[0].n);
            if (lists[i].n > 0) {
                assert_int_equal(lists[i].v[0].status, SOLVE_OPTIMAL);
                assert_int_equal(compare_levels(&lists[i].v[0], &lists[0].v[0]), 0);
                assert_true(compare_levels(&first, &lists[i].v[0]) <= 0);
            }
        }
        found = lists[0].n;
        for (size_t i = 0; i < BASE_COUNT(ways); i++) {
            drafts_free(&lists[i]);
        }
    }
    solve_free(&first);
    return found;
}

static void test_random(void **state)
{
    (void)state;
    enum { PROBLEMS = 25 };
    static const char *const rules[] = {"track-parallel", "unscheduled", "speaker-clash"};
    struct draft *draft = base_alloc(sizeof(*draft));
    uint32_t found = 0;
    for (uint32_t seed = 1; seed <= PROBLEMS; seed++) {
        for (size_t r = 0; r < BASE_COUNT(rules); r++) {
            struct support_problem loaded;
            draft_problem(draft, rules[r], r == 2 ? "hard" : "3", seed);
            support_load(&loaded, draft_render(draft), true);
            found += check_random(&loaded.problem);
            support_free(&loaded);
        }
    }
    assert_true(found > PROBLEMS / 2);
    base_free(draft);
}

/* ---- the curve ------------------------------------------------------------------------------ */

static int64_t best_near(const struct every *every, const struct assignment *from, uint32_t most)
{
    int64_t best = -1;
    for (uint32_t i = 0; i < every->n; i++) {
        if (every_count_moved(every->v[i], from) <= most && (best < 0 || every->soft[i] < best)) {
            best = every->soft[i];
        }
    }
    return best;
}

static void check_curve(struct problem *problem, const struct every *every,
                        const struct timetable *from, int64_t most)
{
    struct curve curve;
    revise_publish(&problem->arena, problem, from);
    assert_true(curve_find(problem, &options, most, NULL, &curve));
    assert_true(curve.n >= 1);
    uint32_t least = 0;
    for (uint32_t k = 0; k < curve.n; k++) {
        int64_t best = best_near(every, from->v, k);
        const struct curve_point *point = &curve.v[k];
        assert_int_equal(point->state, best < 0 ? CURVE_NONE : CURVE_OPTIMAL);
        if (best < 0) {
            least = k + 1;
            continue;
        }
        assert_int_equal(point->value[curve.levels.soft], best);
        assert_true(point->changes.moved <= k);
        assert_int_equal(every_count_moved(point->timetable, from->v), point->changes.moved);
    }
    assert_int_equal(curve_least_moves(&curve), least);
    if (most < 0) {
        int64_t best = best_near(every, from->v, EVERY_EVENTS);
        assert_true(curve.whole);
        assert_int_equal(curve.v[curve.n - 1].value[curve.levels.soft], best);
        assert_true(curve.n == 1 || best_near(every, from->v, curve.n - 2) != best);
    } else {
        assert_int_equal(curve.n, most + 1);
    }
    curve_free(&curve);
}

static void test_curve(void **state)
{
    (void)state;
    struct support_problem loaded;
    support_load(&loaded, yaml, true);
    struct problem *problem = &loaded.problem;
    struct every every = every_list(problem);
    /* Dear, impossible (Mira is not there at ten, and two are in one place), and the best. */
    struct timetable dear =
        support_place(problem, "a=lab@11:00 b=lab@13:00 c=hall@13:00 d=lab@10:00 e=lab@12:00");
    struct timetable wrong =
        support_place(problem, "a=hall@10:00 b=hall@11:00 c=lab@10:00 d=hall@11:00 e=lab@12:00");
    check_curve(problem, &every, &dear, -1);
    check_curve(problem, &every, &dear, 2);
    check_curve(problem, &every, &wrong, -1);
    check_curve(problem, &every, &wrong, 1);
    every_free(&every);
    support_free(&loaded);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_drafts),   cmocka_unit_test(test_no_choice),
        cmocka_unit_test(test_left_out), cmocka_unit_test(test_random),
        cmocka_unit_test(test_curve),
    };
    return cmocka_run_group_tests_name("drafts", tests, NULL, NULL);
}
