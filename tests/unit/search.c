/* The state of the local search is always what the model says of its selection; what a move would
 * cost is what it costs; moves leave every choice at one of its placements and can be undone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/rule.h"
#include "draft.h"
#include "engine/compile.h"
#include "engine/search.h"
#include "engine/search_moves.h"
#include "support.h"
#include "tiny_model.h"

#include <stdlib.h>
#include <string.h>

enum { MODELS = 500, PROBLEMS = 10, STEPS = 60 };

struct trial {
    const struct model *model;
    uint32_t n_rules;
    struct rng rng;
    struct search_index *index;
    struct search_state state;
};

/* ---- the state against the model -------------------------------------------------------- */

static void check_state(struct trial *trial)
{
    const struct search_state *state = &trial->state;
    const struct model *model = trial->model;
    struct arena arena = ARENA_EMPTY;
    struct placement *chosen = arena_array(&arena, model->choices.n, sizeof(*chosen));
    for (uint32_t c = 0; c < model->choices.n; c++) {
        chosen[c] = search_index_placement(trial->index, state->at[c]);
        assert_true(placement_is_out(chosen[c]) ||
                    model_has_placement(model, (struct choice_id){c}, chosen[c]));
        struct spot spot = search_index_from(trial->index, c, chosen[c]);
        assert_true(spot.run == state->at[c].run && spot.tick == state->at[c].tick);
    }
    struct model_score score = model_evaluate(&arena, model, trial->n_rules, chosen);
    uint32_t broken = 0;
    for (uint32_t r = 0; r < trial->n_rules; r++) {
        broken += score.rule_broken[r];
    }
    for (uint32_t k = 0; k < model->levels.n; k++) {
        assert_int_equal(state->level_cost[k], score.level_cost[k]);
    }
    assert_true(state->excess >= 0);
    assert_int_equal(state->excess > 0, broken > 0);
    arena_free(&arena);
}

/* Nothing has drifted from what counting anew gives. */
static void check_recount(struct trial *trial)
{
    int64_t energy = trial->state.energy, excess = trial->state.excess;
    search_state_recount(&trial->state);
    assert_int_equal(trial->state.energy, energy);
    assert_int_equal(trial->state.excess, excess);
}

static struct spot draw_spot(struct trial *trial, uint32_t c)
{
    uint32_t n = trial->index->choices[c].n, i = rng_below(&trial->rng, n + 1);
    return i == n ? SPOT_OUT : search_index_spot(trial->index, c, i);
}

static void draw_weights(struct trial *trial)
{
    struct search_state *state = &trial->state;
    for (uint32_t k = 0; k < trial->model->levels.n; k++) {
        state->level_weight[k] = 1 + rng_below(&trial->rng, 100);
    }
    for (uint32_t t = 0; t < trial->index->n_lanes; t++) {
        state->penalties[t] = 1 + rng_below(&trial->rng, 1000);
    }
    state->range_weight = 1 + rng_below(&trial->rng, 1000);
    search_state_recount(state);
}

/* ---- moves --------------------------------------------------------------------------------- */

static void put_one(struct trial *trial)
{
    struct search_state *state = &trial->state;
    uint32_t c = rng_below(&trial->rng, (uint32_t)trial->model->choices.n);
    struct spot to = draw_spot(trial, c);
    bool known = trial->index->choices[c].plain;
    int64_t before = state->energy, delta = known ? search_state_delta(state, c, to, INT64_MAX) : 0;
    search_state_put(state, c, to);
    if (known) {
        assert_int_equal(state->energy, before + delta);
    }
}

static void swap_two(struct trial *trial)
{
    struct search_state *state = &trial->state;
    struct search_swap swap;
    int64_t before = state->energy, delta;
    if (!search_move_draw_swap(state, &trial->rng, &swap)) {
        return;
    }
    bool known = search_state_swap_delta(state, swap.c, swap.to_c, swap.d, swap.to_d, &delta);
    search_state_put(state, swap.c, swap.to_c);
    search_state_put(state, swap.d, swap.to_d);
    if (known) {
        assert_int_equal(state->energy, before + delta);
    }
}

static void try_kind(struct trial *trial)
{
    static const enum search_move kinds[] = {SEARCH_CHAIN, SEARCH_PUSH,  SEARCH_ROOMS,
                                             SEARCH_TIMES, SEARCH_GROUP, SEARCH_SERIES};
    struct search_state *state = &trial->state;
    int64_t before = state->energy;
    enum search_move kind = kinds[rng_below(&trial->rng, BASE_COUNT(kinds))];
    if (!search_move_try(state, &trial->rng, kind)) {
        assert_int_equal(state->log.n, 0);
        assert_int_equal(state->energy, before);
    }
}

/* A step is kept or undone; both leave a state that is right. */
static void check_steps(struct trial *trial)
{
    struct search_state *state = &trial->state;
    for (uint32_t i = 0; i < STEPS; i++) {
        int64_t before = state->energy;
        switch (rng_below(&trial->rng, 4)) {
        case 0:
            try_kind(trial);
            break;
        case 1:
            swap_two(trial);
            break;
        default:
            put_one(trial);
            break;
        }
        check_state(trial);
        if (rng_below(&trial->rng, 3) == 0) {
            search_state_undo(state);
            assert_int_equal(state->energy, before);
            check_state(trial);
        }
        search_state_keep(state);
        if (rng_below(&trial->rng, 8) == 0) {
            check_recount(trial);
        }
    }
}

static uint32_t n_paired; /* models whose parallel events are counted in pairs */

static void check_model(const struct model *model, uint32_t n_rules, uint64_t seed)
{
    struct trial trial = {.model = model, .n_rules = n_rules, .rng = rng_seeded(seed)};
    trial.index = search_index_create(model);
    n_paired += trial.index->pairs != NULL;
    search_state_init(&trial.state, trial.index);
    check_state(&trial);
    check_recount(&trial);
    draw_weights(&trial);
    check_steps(&trial);
    search_state_free(&trial.state);
    search_index_free(trial.index);
}

static uint32_t times(uint32_t usual)
{
    const char *given = getenv("CONFAB_ORACLE");
    return given != NULL && atoi(given) > 0 ? (uint32_t)atoi(given) : usual;
}

static void test_tiny_models(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= times(MODELS); seed++) {
        struct rng rng = rng_seeded(seed);
        struct model model;
        tiny_model_build(&model, &rng);
        check_model(&model, TINY_RULES, seed);
        model_free(&model);
    }
    assert_true(n_paired > times(MODELS) / 40);
}

/* Models as the rules make them. */
static void test_problems(void **state)
{
    (void)state;
    n_paired = 0;
    struct draft *draft = base_alloc(sizeof(*draft));
    for (uint32_t i = 0; i < 2 * rule_table_count(); i++) {
        for (uint64_t seed = 1; seed <= times(PROBLEMS); seed++) {
            draft_problem(draft, rule_table_at(i / 2)->id, i % 2 == 0 ? "hard" : "3", 3000 + seed);
            struct support_problem loaded;
            struct model model;
            support_load(&loaded, draft_render(draft), true);
            compile_model(&loaded.problem, &model);
            check_model(&model, rule_table_count(), seed);
            model_free(&model);
            support_free(&loaded);
        }
    }
    base_free(draft);
    assert_true(n_paired > 2 * rule_table_count() * times(PROBLEMS) / 20);
}

/* ---- the search as a whole --------------------------------------------------------------------
 */

static uint64_t run(const struct search_index *index, uint64_t seed, uint64_t slice, int64_t *cost,
                    struct placement *chosen)
{
    struct search *search = search_create(index, seed);
    struct search_limits limits = {.moves = slice};
    for (uint64_t done = 0; done < 6000; done += slice) {
        search_go(search, &limits);
    }
    memset(cost, 0, index->model->levels.n * sizeof(*cost));
    bool found = search_best(search, chosen, cost);
    uint64_t version = search_version(search);
    search_free(search);
    return found ? version : 0;
}

/* The same seed and calls give the same selection. */
static void test_same_seed(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 30; seed++) {
        struct rng rng = rng_seeded(seed);
        struct model model;
        tiny_model_build(&model, &rng);
        struct search_index *index = search_index_create(&model);
        struct placement a[TINY_CHOICES] = {{{0}, 0}}, b[TINY_CHOICES] = {{{0}, 0}};
        int64_t cost_a[8], cost_b[8];
        uint64_t version_a = run(index, seed, 2000, cost_a, a);
        uint64_t version_b = run(index, seed, 2000, cost_b, b);
        assert_int_equal(version_a, version_b);
        assert_memory_equal(cost_a, cost_b, model.levels.n * sizeof(*cost_a));
        assert_memory_equal(a, b, sizeof(a));
        search_index_free(index);
        model_free(&model);
    }
}

/* An offer is taken when it is better and fits, and ignored otherwise. */
static void test_offers(void **state)
{
    (void)state;
    static const int32_t starts[] = {0, 30};
    struct model model;
    model_init(&model, tiny_model_problem());
    for (uint32_t c = 0; c < 2; c++) {
        model_add_choice(&model, (struct event_id){c}, 30);
        model_add_starts(&model, (struct room_id){0}, starts, 2);
        model_add_unary_out(&model, 0, 0, (struct choice_id){c}, 1, 1);
    }
    struct member members[] = {{{0}, {0}, 0}, {{1}, {0}, 0}};
    struct timeline timeline = {.level = ID_NONE, .n_heads = 2, .most = 1, .origin = ORIGIN_NONE};
    model_add_timeline(&model, timeline, members, 2);
    struct search_index *index = search_index_create(&model);
    struct search *search = search_create(index, 1);
    struct placement chosen[2];
    int64_t cost[8];
    assert_false(search_best(search, chosen, cost));
    const struct placement clash[] = {{{0}, 0}, {{0}, 0}};
    const struct placement nowhere[] = {{{0}, 0}, {{1}, 30}};
    const struct placement half[] = {{{0}, 0}, PLACEMENT_OUT};
    const struct placement whole[] = {{{0}, 0}, {{0}, 30}};
    search_offer(search, clash);
    search_offer(search, nowhere);
    assert_false(search_best(search, chosen, cost));
    search_offer(search, half);
    assert_true(search_best(search, chosen, cost));
    assert_int_equal(cost[0], 1);
    uint64_t version = search_version(search);
    search_offer(search, whole);
    assert_true(search_best(search, chosen, cost));
    assert_int_equal(cost[0], 0);
    assert_true(search_version(search) > version);
    assert_int_equal(chosen[1].start_min, 30);
    version = search_version(search);
    search_offer(search, half);
    search_offer(search, whole);
    assert_int_equal(search_version(search), version);
    search_free(search);
    search_index_free(index);
    model_free(&model);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tiny_models),
        cmocka_unit_test(test_problems),
        cmocka_unit_test(test_same_seed),
        cmocka_unit_test(test_offers),
    };
    return cmocka_run_group_tests_name("search", tests, NULL, NULL);
}
