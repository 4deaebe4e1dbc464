/* The model's runs, literals and costs, against the plainest way to ask for them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tiny_model.h"

enum { MODELS = 400, SELECTIONS = 10, LAST_TICK = 40 };

static void test_placements(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= MODELS; seed++) {
        struct rng rng = rng_seeded(seed);
        struct model model;
        tiny_model_build(&model, &rng);
        int64_t total = 0;
        for (uint32_t c = 0; c < model.choices.n; c++) {
            struct placements listed = {0};
            struct choice_id id = {c};
            model_list_placements(&model, id, &listed);
            assert_int_equal(listed.n, model.choices.v[c].n);
            total += (int64_t)listed.n;
            for (size_t i = 1; i < listed.n; i++) {
                struct placement a = listed.v[i - 1], b = listed.v[i];
                assert_true(a.start_min < b.start_min ||
                            (a.start_min == b.start_min && a.room.v < b.room.v));
            }
            uint32_t found = 0;
            for (int32_t t = 0; t < LAST_TICK * TINY_TICK; t += TINY_TICK / 3) {
                for (uint32_t r = 0; r <= TINY_ROOMS; r++) {
                    struct room_id room = {r < TINY_ROOMS ? r : ID_NONE};
                    found += model_has_placement(&model, id, (struct placement){room, t});
                }
            }
            assert_int_equal(found, listed.n);
            for (uint32_t i = 0; i < listed.n; i++) {
                struct placement placement = model_placement_at(&model, id, i);
                assert_true(model_has_placement(&model, id, placement));
                assert_true(model_may_be_in(&model, id, placement.room));
            }
            for (uint32_t r = 0; r < TINY_ROOMS; r++) {
                bool any = false;
                for (size_t i = 0; i < listed.n; i++) {
                    any = any || listed.v[i].room.v == r;
                }
                assert_int_equal(model_may_be_in(&model, id, (struct room_id){r}), any);
            }
            vec_free(&listed);
        }
        assert_int_equal(model_count_placements(&model), total);
        model_free(&model);
    }
}

static void test_literals(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= MODELS; seed++) {
        struct rng rng = rng_seeded(seed);
        struct model model;
        tiny_model_build(&model, &rng);
        for (uint32_t i = 0; i < SELECTIONS; i++) {
            struct choice_id id = {rng_below(&rng, (uint32_t)model.choices.n)};
            int32_t from = (int32_t)rng_below(&rng, 300), to = (int32_t)rng_below(&rng, 400);
            uint32_t room = rng_below(&rng, TINY_ROOMS + 1);
            struct literal literal = model_literal_between(
                id, from, to, (struct room_id){room < TINY_ROOMS ? room : ID_NONE});
            uint32_t n = 0;
            for (uint32_t k = 0; k < model.choices.v[id.v].n; k++) {
                n += model_literal_holds(literal, model_placement_at(&model, id, k));
            }
            assert_int_equal(model_literal_count(&model, literal), n);
            assert_false(model_literal_holds(literal, PLACEMENT_OUT));
        }
        model_free(&model);
    }
}

/* ---- costs, tick by tick ------------------------------------------------------------- */

static bool runs_at(const struct model *model, struct member member, struct placement placement,
                    int32_t t_min)
{
    return model_member_is_at(member, placement) && placement.start_min <= t_min &&
           t_min < placement.start_min + model_member_length(model, member);
}

/* Adds what the timeline costs; whether it is broken. */
static bool is_broken(const struct model *model, const struct timeline *timeline,
                      const struct placement *chosen, int64_t *cost)
{
    bool broken = false;
    const struct member *members = model->members.v + timeline->first;
    for (int32_t t = 0; t < LAST_TICK * TINY_TICK; t += TINY_TICK) {
        int64_t n = 0, heads = 0, starting = 0;
        for (uint32_t i = 0; i < timeline->n; i++) {
            struct placement placement = chosen[members[i].choice.v];
            bool runs = runs_at(model, members[i], placement, t);
            n += runs;
            heads += runs && i < timeline->n_heads;
            starting += runs && placement.start_min == t;
        }
        if (timeline->kind == TIMELINE_AT_MOST) {
            broken = broken || (n > timeline->most && heads > 0);
        } else {
            bool ticks = timeline->kind == TIMELINE_TICKS;
            n = ticks ? n : starting;
            int64_t count = timeline->shape == TIMELINE_PAIRS ? n * (n - 1) / 2 : n - (n > 0);
            *cost += count * timeline->weight;
        }
    }
    return broken;
}

static void compare_costs(const struct model *model, const struct placement *chosen)
{
    int64_t level_cost[8] = {0}, rule_cost[TINY_RULES] = {0};
    bool broken[TINY_RULES] = {false}, ranges[TINY_RULES] = {false};
    for (size_t t = 0; t < model->timelines.n; t++) {
        const struct timeline *timeline = &model->timelines.v[t];
        int64_t cost = 0;
        broken[timeline->rule] |= is_broken(model, timeline, chosen, &cost);
        rule_cost[timeline->rule] += cost;
        if (timeline->kind != TIMELINE_AT_MOST) {
            level_cost[timeline->level] += cost;
        }
    }
    for (size_t i = 0; i < model->unaries.n; i++) {
        const struct unary *unary = &model->unaries.v[i];
        bool out = placement_is_out(chosen[unary->literal.choice.v]);
        if (unary->out ? out
                       : model_literal_holds(unary->literal, chosen[unary->literal.choice.v])) {
            level_cost[unary->level] += unary->cost;
            rule_cost[unary->rule] += unary->cost;
        }
    }
    struct arena arena = ARENA_EMPTY;
    struct model_score score = model_evaluate(&arena, model, TINY_RULES, chosen);
    for (size_t t = 0; t < model->terms.n; t++) {
        ranges[model->terms.v[t].rule] |= model->terms.v[t].kind == TERM_RANGE;
    }
    for (uint32_t r = 0; r < TINY_RULES; r++) {
        assert_true(score.rule_broken[r] > 0 ? broken[r] || ranges[r] : !broken[r]);
    }
    if (model->terms.n == 0) {
        assert_memory_equal(score.level_cost, level_cost, model->levels.n * sizeof(int64_t));
        assert_memory_equal(score.rule_cost, rule_cost, sizeof(rule_cost));
    }
    arena_free(&arena);
}

static void test_costs(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 4 * MODELS; seed++) {
        struct rng rng = rng_seeded(seed);
        struct model model;
        struct placement chosen[TINY_CHOICES];
        tiny_model_build(&model, &rng);
        for (uint32_t i = 0; i < SELECTIONS; i++) {
            tiny_model_select(&model, rng_below(&rng, tiny_model_count(&model)), chosen);
            compare_costs(&model, chosen);
        }
        model_free(&model);
    }
}

/* Indicators: 3·[m ≥ 2] − [early], with m = [early] + [late in room 1]. */
static void test_indicators(void **state)
{
    (void)state;
    struct model model;
    model_init(&model, tiny_model_problem());
    static const int32_t starts[] = {0, 30};
    for (uint32_t c = 0; c < 2; c++) {
        model_add_choice(&model, (struct event_id){c}, 30);
        model_add_starts(&model, (struct room_id){0}, starts, 2);
        model_add_starts(&model, (struct room_id){1}, starts, 2);
    }
    struct literal early =
        model_literal_between((struct choice_id){0}, 0, 30, (struct room_id){ID_NONE});
    struct literal late = model_literal_between((struct choice_id){1}, 30, 60, (struct room_id){1});
    model_term_begin(&model, 0, ORIGIN_NONE);
    model_term_add(&model, 1, early);
    model_term_add(&model, 1, late);
    struct term_id both = model_term_end_count(&model);
    model_term_begin(&model, 0, ORIGIN_NONE);
    model_term_add_at_least(&model, 3, both, 2);
    model_term_add_at_least(&model, 3, both, 3); /* never: left away */
    model_term_add(&model, -1, early);
    struct term_id sum = model_term_end_table(&model, 0, (const int64_t[]){10, 20, 30, 40, 50});
    assert_int_equal(model.terms.v[sum.v].least, -1);
    assert_int_equal(model.terms.v[sum.v].most, 3);
    static const struct {
        struct placement chosen[2];
        int64_t cost;
    } cases[] = {
        {{{{0}, 0}, {{1}, 30}}, 40},
        {{{{0}, 0}, {{0}, 30}}, 10},
        {{{{0}, 30}, {{1}, 30}}, 20},
        {{{{ID_NONE}, CALENDAR_NO_TIME}, {{1}, 30}}, 20},
    };
    for (size_t i = 0; i < BASE_COUNT(cases); i++) {
        struct arena arena = ARENA_EMPTY;
        struct model_score score = model_evaluate(&arena, &model, TINY_RULES, cases[i].chosen);
        assert_int_equal(score.level_cost[0], cases[i].cost);
        arena_free(&arena);
    }
    model_free(&model);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_placements),
        cmocka_unit_test(test_literals),
        cmocka_unit_test(test_costs),
        cmocka_unit_test(test_indicators),
    };
    return cmocka_run_group_tests_name("model", tests, NULL, NULL);
}
