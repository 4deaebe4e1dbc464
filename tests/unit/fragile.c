/* What a timetable hangs on, and --robust, against all timetables of a tiny problem. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "every.h"
#include "revise/fragile.h"
#include "revise/robust.h"
#include "support.h"

static const struct solve_options options = {.seed = 1, .threads = 1};

/* Two slots before one o'clock count as the morning only when they start before: 10, 11, 12; 13. */
static const char yaml[] =
    "title: Tiny\n"
    "timezone: UTC\n"
    "rooms: [{id: hall, name: Hall, capacity: 50}, {id: lab, name: Lab, capacity: 20}]\n"
    "slots: [{date: 2026-05-14, times: [10:00-10:30, 11:00-11:30, 12:00-12:30, 13:00-13:30]}]\n"
    "talks:\n"
    "  - {id: a, title: A, duration: 30, speakers: [Mira Vogt], audience: 13, tags: [x]}\n"
    "  - {id: b, title: B, duration: 30, speakers: [Ben Sample], audience: 30, tags: [x]}\n"
    "  - {id: c, title: C, duration: 30, speakers: [Mira Vogt], audience: 5, tags: [y]}\n"
    "  - {id: d, title: D, duration: 30, speakers: [Ada Example, Ben Sample], audience: 40}\n"
    "  - {id: e, title: E, duration: 30, speakers: [Cleo Model], audience: 10, tags: [y]}\n";

/* The same; nobody may be absent by the rules, which only wish it. */
static const char *const strengths[] = {"rules: {room-capacity: 1, tag-parallel: 3}\n",
                                        "rules: {room-capacity: 0, speaker-available: 5}\n",
                                        "rules: {speaker-available: off, tag-parallel: 1}\n"};

static void load(struct support_problem *loaded, const char *rules)
{
    struct arena arena = ARENA_EMPTY;
    support_load(loaded, arena_print(&arena, "%s%s", yaml, rules), true);
    arena_free(&arena);
}

static bool has_person(const struct event *event, struct person_id person)
{
    for (uint32_t i = 0; i < event->n_people; i++) {
        if (event->people[i].v == person.v) {
            return true;
        }
    }
    return false;
}

/* Whether somebody, or something, is needed while it is away. */
static bool is_hit(const struct problem *problem, const struct fragile_case *one,
                   const struct assignment *v)
{
    for (uint32_t e = 0; e < EVERY_EVENTS; e++) {
        bool then = v[e].start_min < one->span.to_min && one->span.from_min < v[e].start_min + 30;
        bool its = one->person.v != ID_NONE ? has_person(&problem->events[e], one->person)
                                            : v[e].room.v == one->room.v;
        if (then && its) {
            return true;
        }
    }
    return false;
}

/* The fewest moves; UINT32_MAX: there is no timetable. */
static uint32_t fewest_moves(const struct problem *problem, const struct every *every,
                             const struct fragile_case *one, const struct assignment *from)
{
    uint32_t best = UINT32_MAX;
    for (uint32_t i = 0; i < every->n; i++) {
        uint32_t moved = every_count_moved(every->v[i], from);
        if (moved < best && !is_hit(problem, one, every->v[i])) {
            best = moved;
        }
    }
    return best;
}

static struct robust_measure measure(const struct problem *problem, const struct every *every,
                                     const struct timetable *timetable)
{
    struct robust_measure measure = {0};
    struct fragile fragile;
    fragile_list(problem, timetable, false, &fragile);
    for (uint32_t i = 0; i < fragile.n; i++) {
        uint32_t moves = fewest_moves(problem, every, &fragile.v[i], timetable->v);
        if (moves == UINT32_MAX) {
            measure.n_stuck++;
            continue;
        }
        measure.worst = moves > measure.worst ? moves : measure.worst;
        measure.sum += moves;
    }
    fragile_free(&fragile);
    return measure;
}

static void check_cases(struct problem *problem, const char *placements, uint32_t n_cases)
{
    struct every every = every_list(problem);
    struct timetable timetable = support_place(problem, placements);
    struct fragile fragile;
    assert_true(fragile_find(problem, &timetable, &options, &fragile));
    assert_int_equal(fragile.n, n_cases);
    assert_int_equal(fragile.n_looked, n_cases);
    assert_int_equal(fragile.conflicts, 0);
    for (uint32_t i = 0; i < fragile.n; i++) {
        const struct fragile_case *one = &fragile.v[i];
        uint32_t fewest = fewest_moves(problem, &every, one, timetable.v);
        assert_int_equal(one->state, fewest == UINT32_MAX ? FRAGILE_IMPOSSIBLE : FRAGILE_MOVES);
        if (fewest != UINT32_MAX) {
            assert_int_equal(one->moves, fewest);
            assert_int_equal(one->least, fewest);
            /* What hangs on them cannot stay. */
            assert_int_equal(one->others, one->moves - one->n_events);
        }
        if (i > 0) {
            assert_true(fragile.v[i - 1].state <= one->state);
            assert_true(fragile.v[i - 1].state != one->state || one->state != FRAGILE_MOVES ||
                        fragile.v[i - 1].others >= one->others);
        }
    }
    fragile_free(&fragile);
    every_free(&every);
}

static void test_cases(void **state)
{
    (void)state;
    for (size_t i = 0; i < BASE_COUNT(strengths); i++) {
        struct support_problem loaded;
        load(&loaded, strengths[i]);
        /* Mira and Ben each twice; both rooms. */
        check_cases(&loaded.problem,
                    "a=hall@10:00 b=hall@11:00 c=lab@13:00 d=hall@13:00 e=lab@12:00", 8);
        /* Only mornings. */
        check_cases(&loaded.problem,
                    "a=hall@10:00 b=lab@11:00 c=lab@12:00 d=hall@12:00 e=hall@11:00", 6);
        support_free(&loaded);
    }
}

/* A timetable that is wrong already, and without time nothing is looked at. */
static void test_limits(void **state)
{
    (void)state;
    struct support_problem loaded;
    load(&loaded, "");
    struct timetable timetable = support_place(
        &loaded.problem, "a=hall@10:00 b=hall@11:00 c=lab@10:00 d=hall@13:00 e=lab@12:00");
    atomic_int stop = 1;
    struct solve_options stopped = options;
    stopped.stop = &stop;
    struct fragile fragile;
    assert_true(fragile_find(&loaded.problem, &timetable, &stopped, &fragile));
    assert_true(fragile.conflicts > 0);
    assert_true(fragile.n > 0);
    assert_int_equal(fragile.n_looked, 0);
    assert_int_equal(fragile.v[0].state, FRAGILE_NOT_LOOKED_AT);
    fragile_free(&fragile);
    support_free(&loaded);
}

static void test_robust(void **state)
{
    (void)state;
    uint32_t better = 0;
    for (size_t i = 0; i < BASE_COUNT(strengths); i++) {
        struct support_problem loaded;
        struct solve_result result;
        struct robust robust;
        load(&loaded, strengths[i]);
        struct problem *problem = &loaded.problem;
        struct every every = every_list(problem);
        assert_true(solve_problem(problem, &options, &result));
        int64_t cost = result.levels[result.n_levels - 1].value;
        struct robust_measure before = measure(problem, &every, &result.timetable);
        assert_true(robust_improve(problem, &options, &result, &robust));
        struct robust_measure after = measure(problem, &every, &result.timetable);
        assert_int_equal(robust_compare(robust.before, before), 0);
        assert_int_equal(robust_compare(robust.after, after), 0);
        assert_true(robust_compare(after, before) <= 0);
        better += robust_compare(after, before) < 0;
        assert_int_equal(result.status, SOLVE_OPTIMAL);
        assert_int_equal(result.levels[result.n_levels - 1].value, cost);
        assert_int_equal(result.levels[result.n_levels - 1].bound, cost);
        assert_int_equal(result.score.level_cost[result.score.levels.soft], cost);
        robust_free(&robust);
        solve_free(&result);
        every_free(&every);
        support_free(&loaded);
    }
    assert_true(better > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_robust),
    };
    return cmocka_run_group_tests_name("fragile", tests, NULL, NULL);
}
