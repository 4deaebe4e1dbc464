/* What if an announced timetable had to be changed: tiny problems, where every timetable can be
 * looked at; the audit judges. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "confab/audit.h"
#include "confab/hypothesis.h"
#include "core/rule.h"
#include "explain/variant.h"
#include "revise/revise.h"
#include "support.h"

#include <string.h>

enum { EVENTS = 3, PLACES = 6 };

static const struct solve_options options = {.seed = 1, .threads = 1};

static const char tiny[] =
    "title: Tiny\n"
    "timezone: UTC\n"
    "rooms: [{id: hall, name: Hall, capacity: 40}, {id: lab, name: Lab, capacity: 10}]\n"
    "slots: [{date: 2026-05-14, times: [10:00-10:30, 11:00-11:30, 12:00-12:30]}]\n"
    "speakers: [{id: mira, name: Mira Vogt}, {id: jon, name: Jon Arlen}]\n"
    "talks:\n"
    "  - {id: a, title: A, duration: 30, speakers: [mira], audience: 40}\n"
    "  - {id: b, title: B, duration: 30, speakers: [mira, jon], audience: 12}\n"
    "  - {id: c, title: C, duration: 30, speakers: [jon], audience: 30, after: [a]}\n"
    "rules: {room-capacity: 1}\n";

static int32_t slot_min(const struct problem *problem, uint32_t slot)
{
    return problem->windows[slot].span.from_min;
}

/* The timetable number `code`, of PLACES ^ EVENTS. */
static void decode(const struct problem *problem, uint32_t code, struct timetable *timetable)
{
    for (uint32_t e = 0; e < EVENTS; e++) {
        uint32_t place = code % PLACES;
        code /= PLACES;
        timetable->v[e] = (struct assignment){true, {place / 3}, slot_min(problem, place % 3)};
    }
}

static int compare_costs(const struct score *a, const struct score *b)
{
    for (uint32_t k = 0; k < a->levels.n; k++) {
        if (a->level_cost[k] != b->level_cost[k]) {
            return a->level_cost[k] < b->level_cost[k] ? -1 : 1;
        }
    }
    return 0;
}

/* Against all timetables with nothing left out. */
static void check_all(const struct problem *variant, const struct hypothesis *hypothesis)
{
    struct arena arena = ARENA_EMPTY;
    struct timetable timetable = timetable_create(&arena, variant);
    uint32_t possible = 0;
    for (uint32_t code = 0; code < PLACES * PLACES * PLACES; code++) {
        decode(variant, code, &timetable);
        struct score score = audit_timetable(variant, &timetable);
        possible += score.n_hard == 0;
        if (score.n_hard == 0 && hypothesis->answer == HYPOTHESIS_POSSIBLE) {
            assert_true(compare_costs(&hypothesis->result.score, &score) <= 0);
        }
        score_free(&score);
    }
    assert_int_equal(hypothesis->answer,
                     possible > 0 ? HYPOTHESIS_POSSIBLE : HYPOTHESIS_IMPOSSIBLE);
    assert_true(possible > 0 || hypothesis->n_reasons > 0);
    assert_null(hypothesis->result.mismatch);
    arena_free(&arena);
}

/* Every way of holding all, with somebody away in each of the slots, or an event moved. */
static void test_oracle(void **state)
{
    (void)state;
    struct support_problem loaded;
    support_load(&loaded, tiny, true);
    uint32_t asked = 0;
    for (uint32_t code = 0; code < PLACES * PLACES * PLACES; code++) {
        struct arena arena = ARENA_EMPTY;
        struct problem announced = variant_create(&arena, &loaded.problem);
        struct timetable timetable = timetable_create(&arena, &announced);
        decode(&announced, code, &timetable);
        revise_publish(&arena, &announced, &timetable);
        struct score score = audit_timetable(&announced, &timetable);
        bool sound = score.n_hard == 0;
        score_free(&score);
        for (uint32_t slot = 0; sound && slot < 3; slot++) {
            int32_t from_min = slot_min(&announced, slot);
            struct hypothesis_demand demands[] = {
                {.kind = HYPOTHESIS_ABSENCE,
                 .event = {ID_NONE},
                 .person = {code % 2},
                 .span = {from_min, from_min + 30}},
                {.kind = HYPOTHESIS_MOVE, .event = {code % 3}, .to = {from_min, {ID_NONE}}},
            };
            for (uint32_t n = 1; n <= 2; n++) {
                struct hypothesis hypothesis;
                assert_true(
                    hypothesis_test(&announced, &timetable, demands, n, &options, &hypothesis));
                check_all(hypothesis.variant, &hypothesis);
                hypothesis_free(&hypothesis);
                asked++;
            }
        }
        arena_free(&arena);
    }
    assert_true(asked > 20);
    support_free(&loaded);
}

static struct hypothesis test_one(struct support_problem *loaded, const char *placements,
                                  struct hypothesis_demand demand)
{
    struct timetable timetable = support_place(&loaded->problem, placements);
    struct hypothesis hypothesis;
    revise_publish(&loaded->problem.arena, &loaded->problem, &timetable);
    assert_true(hypothesis_test(&loaded->problem, &timetable, &demand, 1, &options, &hypothesis));
    return hypothesis;
}

static void test_alone(void **state)
{
    (void)state;
    struct support_problem loaded;
    support_load(&loaded, tiny, true);
    struct hypothesis_demand to_lab = {
        .kind = HYPOTHESIS_MOVE, .event = {0}, .to = {CALENDAR_NO_TIME, {1}}};
    struct hypothesis hypothesis =
        test_one(&loaded, "a=hall@10:00 b=hall@11:00 c=hall@12:00", to_lab);
    assert_int_equal(hypothesis.n_conflicts, 0);
    assert_int_equal(hypothesis.alone.v[0].room.v, 1);
    assert_int_equal(hypothesis.before.level_cost[hypothesis.before.levels.soft], 0);
    assert_int_equal(hypothesis.alone_score.level_cost[hypothesis.before.levels.soft], 30);
    hypothesis_free(&hypothesis);

    /* Where another one is: one conflict more, with Mira Vogt in both, too. */
    struct hypothesis_demand later = {
        .kind = HYPOTHESIS_MOVE,
        .event = {0},
        .to = {slot_min(&loaded.problem, 1), {ID_NONE}},
    };
    hypothesis = test_one(&loaded, "a=hall@10:00 b=hall@11:00 c=hall@12:00", later);
    assert_int_equal(hypothesis.n_conflicts, 2);
    assert_int_equal(hypothesis.answer, HYPOTHESIS_POSSIBLE);
    hypothesis_free(&hypothesis);
    support_free(&loaded);
}

/* What is dropped counts at no level as left out, what was out before neither. */
static void test_drop(void **state)
{
    (void)state;
    struct support_problem loaded;
    support_load(&loaded,
                 "title: Tiny\n"
                 "timezone: UTC\n"
                 "rooms: [{id: hall, name: Hall}]\n"
                 "slots: [{date: 2026-05-14, times: [10:00-10:30, 11:00-11:30]}]\n"
                 "talks:\n"
                 "  - {id: a, title: A, duration: 30}\n"
                 "  - {id: b, title: B, duration: 30}\n"
                 "  - {id: c, title: C, duration: 30}\n"
                 "fixed: [{id: f, title: F, date: 2026-05-14, time: 12:00-13:00, where: hall}]\n",
                 true);
    struct hypothesis_demand drop = {.kind = HYPOTHESIS_DROP, .event = {0}};
    struct hypothesis hypothesis = test_one(&loaded, "a=hall@10:00 b=hall@11:00", drop);
    assert_int_equal(hypothesis.before.n_hard, 1);
    assert_false(hypothesis.alone.v[0].placed);
    assert_int_equal(hypothesis.answer, HYPOTHESIS_POSSIBLE);
    assert_true(hypothesis.result.timetable.v[2].placed);
    assert_int_equal(hypothesis.result.score.n_hard, 0);
    hypothesis_free(&hypothesis);

    drop.event.v = support_event(&loaded.problem, "f");
    hypothesis = test_one(&loaded, "a=hall@10:00 b=hall@11:00", drop);
    assert_int_equal(hypothesis.before.levels.n, hypothesis.result.score.levels.n);
    assert_false(hypothesis.result.timetable.v[drop.event.v].placed);
    /* One of the others is out still, as before: that is no fault of the drop. */
    assert_int_equal(hypothesis.answer, HYPOTHESIS_POSSIBLE);
    hypothesis_free(&hypothesis);

    /* One more would have to stay out. */
    struct hypothesis_demand move = {
        .kind = HYPOTHESIS_MOVE, .event = {0}, .to = {slot_min(&loaded.problem, 0) + 5, {ID_NONE}}};
    hypothesis = test_one(&loaded, "a=hall@10:00 b=hall@11:00 c=hall@11:00", move);
    assert_int_equal(hypothesis.answer, HYPOTHESIS_IMPOSSIBLE);
    hypothesis_free(&hypothesis);
    support_free(&loaded);
}

static void test_occupied(void **state)
{
    (void)state;
    struct support_problem loaded;
    support_load(&loaded, tiny, true);
    struct arena arena = ARENA_EMPTY;
    struct problem variant = variant_create(&arena, &loaded.problem);
    struct person_id mira = {0};
    struct interval day = problem_whole_day(&variant, (struct day_id){0});
    variant_occupy_person(&arena, &variant, mira,
                          (struct interval){day.from_min + 60, day.from_min + 120});
    const struct person *person = &variant.people[0];
    assert_false(person->always_free);
    assert_int_equal(person->free.n, 2);
    assert_int_equal(person->free.v[0].to_min, day.from_min + 60);
    assert_int_equal(person->free.v[1].from_min, day.from_min + 120);
    /* What they are not free in anyway changes nothing. */
    variant_occupy_person(&arena, &variant, mira,
                          (struct interval){day.from_min + 70, day.from_min + 80});
    assert_int_equal(person->free.n, 2);
    variant_occupy_person(&arena, &variant, mira, (struct interval){INT32_MIN, day.from_min + 90});
    assert_int_equal(person->free.n, 1);
    assert_int_equal(person->free.v[0].from_min, day.from_min + 120);
    assert_int_equal(person->free.v[0].to_min, day.to_min);
    variant_occupy_person(&arena, &variant, mira, (struct interval){INT32_MIN, INT32_MAX});
    assert_int_equal(person->free.n, 0);
    assert_false(person->always_free);
    assert_true(loaded.problem.people[0].always_free);
    arena_free(&arena);
    support_free(&loaded);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_oracle),
        cmocka_unit_test(test_alone),
        cmocka_unit_test(test_drop),
        cmocka_unit_test(test_occupied),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
