/* Random tiny models: the exact path finds what trying everything finds, bounds are bounds,
 * components add up, and sub-problems never make anything worse. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/bound.h"
#include "engine/bound_spread.h"
#include "engine/component.h"
#include "engine/exact.h"
#include "engine/neighbourhood.h"
#include "tiny_model.h"

#include <stdlib.h>
#include <string.h>

enum { LEVELS_MOST = 8, MODELS = 300, HOODS = 25 };

static uint64_t times(uint64_t usual)
{
    const char *given = getenv("CONFAB_ORACLE");
    return given != NULL && atoi(given) > 0 ? strtoull(given, NULL, 10) : usual;
}

/* Offers random selections until one is taken, or for some time. */
static void offer_any(struct board *board, struct rng *rng)
{
    struct placement chosen[TINY_CHOICES];
    for (uint32_t i = 0; i < 50 && !board->has_incumbent; i++) {
        tiny_model_select(board->model, rng_below(rng, tiny_model_count(board->model)), chosen);
        (void)board_offer(board, chosen, "test");
    }
}

/* ---- exact -------------------------------------------------------------------------------- */

static void check_exact(const struct model *model, struct rng *rng, bool plain, bool known)
{
    int64_t best[LEVELS_MOST];
    bool feasible = tiny_model_best(model, best);
    struct board board;
    struct arena arena = ARENA_EMPTY;
    struct exact_options options = {.plain = plain, .symmetry = rng_below(rng, 2) == 0};
    struct exact_size size = {0};
    const char *failure = NULL;
    board_init(&board, model, TINY_RULES);
    if (known) {
        offer_any(&board, rng);
    }
    enum exact_status status = exact_solve(&board, &options, &size, &failure, &arena);
    assert_null(failure);
    if (feasible) {
        /* When the board is proven on the way, that stops the rest. */
        assert_true(status == EXACT_DONE || atomic_load(&board.stop) != 0);
        assert_true(board_is_proven(&board));
        assert_true(board.has_incumbent);
        for (uint32_t k = 0; k < model->levels.n; k++) {
            assert_int_equal(board.values[k], best[k]);
            assert_int_equal(board.bounds[k], best[k]);
        }
    } else {
        assert_int_not_equal(status, EXACT_FAILED);
        assert_false(board.has_incumbent);
    }
    arena_free(&arena);
    board_free(&board);
}

static void test_exact(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= times(MODELS); seed++) {
        struct rng rng = rng_seeded(seed);
        struct model model;
        tiny_model_build(&model, &rng);
        check_exact(&model, &rng, true, seed % 2 == 0);
        check_exact(&model, &rng, false, seed % 3 == 0);
        model_free(&model);
    }
}

/* ---- bounds --------------------------------------------------------------------------------- */

/* The least cost at the last level of selections that cost nothing before it; −1: there is none. */
static int64_t least_at_last(const struct model *model)
{
    int64_t best[LEVELS_MOST];
    if (!tiny_model_best(model, best)) {
        return -1;
    }
    for (uint32_t k = 0; k < model->levels.soft; k++) {
        if (best[k] > 0) {
            return -1;
        }
    }
    return best[model->levels.soft];
}

static void test_bounds(void **state)
{
    (void)state;
    uint32_t n_tight = 0, n_above = 0;
    for (uint64_t seed = 1; seed <= times(10 * MODELS); seed++) {
        struct rng rng = rng_seeded(seed);
        struct model model;
        tiny_model_build(&model, &rng);
        int64_t least = least_at_last(&model);
        if (least >= 0) {
            int64_t bound = bound_spread(&model);
            assert_true(bound >= 0 && bound <= least);
            n_above += bound > 0;
            n_tight += bound > 0 && bound == least;
            struct board board;
            board_init(&board, &model, TINY_RULES);
            bound_closed_forms(&board);
            struct search_index *index = search_index_create(&model);
            bound_pair_relaxation(&board, index, &(struct bound_options){0});
            for (uint32_t k = 0; k < model.levels.soft; k++) {
                assert_int_equal(board_bound(&board, k), 0);
            }
            assert_true(board_bound(&board, model.levels.soft) >= bound);
            assert_true(board_bound(&board, model.levels.soft) <= least);
            search_index_free(index);
            board_free(&board);
        }
        model_free(&model);
    }
    assert_true(n_above > 0 && n_tight > 0);
}

/* ---- components --------------------------------------------------------------------------------
 */

/* The best of all components: the best of the whole. */
static void check_components(const struct model *model, const uint32_t *component_of, uint32_t n)
{
    int64_t best[LEVELS_MOST], sum[LEVELS_MOST] = {0};
    uint32_t choice_of[TINY_CHOICES], n_choices = 0;
    bool feasible = tiny_model_best(model, best), parts_feasible = true;
    for (uint32_t i = 0; i < n; i++) {
        struct model part;
        int64_t least[LEVELS_MOST];
        component_extract(model, component_of, i, &part, choice_of);
        assert_true(part.choices.n > 0);
        n_choices += (uint32_t)part.choices.n;
        for (uint32_t c = 0; c < part.choices.n; c++) {
            assert_int_equal(component_of[choice_of[c]], i);
            assert_int_equal(part.choices.v[c].event.v, choice_of[c]);
        }
        parts_feasible = tiny_model_best(&part, least) && parts_feasible;
        for (uint32_t k = 0; k < model->levels.n && parts_feasible; k++) {
            sum[k] += least[k];
        }
        model_free(&part);
    }
    assert_int_equal(n_choices, model->choices.n);
    assert_int_equal(feasible, parts_feasible);
    assert_true(!feasible || memcmp(best, sum, model->levels.n * sizeof(*best)) == 0);
}

static void test_components(void **state)
{
    (void)state;
    uint32_t n_split = 0;
    for (uint64_t seed = 1; seed <= times(3 * MODELS); seed++) {
        struct rng rng = rng_seeded(seed);
        struct model model;
        uint32_t component_of[TINY_CHOICES];
        tiny_model_build(&model, &rng);
        uint32_t n = component_find(&model, component_of);
        n_split += n > 1;
        check_components(&model, component_of, n);
        model_free(&model);
    }
    assert_true(n_split > 20);
}

/* ---- sub-problems --------------------------------------------------------------------------- */

static void test_neighbourhoods(void **state)
{
    (void)state;
    uint32_t n_better = 0, n_best = 0, n = 0;
    for (uint64_t seed = 1; seed <= times(MODELS / 2); seed++) {
        struct rng rng = rng_seeded(seed);
        struct model model;
        struct board board;
        struct neighbourhood hood;
        int64_t best[LEVELS_MOST], before[LEVELS_MOST];
        tiny_model_build(&model, &rng);
        board_init(&board, &model, TINY_RULES);
        offer_any(&board, &rng);
        bool any = board.has_incumbent && tiny_model_best(&model, best);
        neighbourhood_init(&hood, &board, seed);
        for (uint32_t i = 0; i < HOODS && any; i++) {
            memcpy(before, board.values, model.levels.n * sizeof(*before));
            bool better = neighbourhood_try(&hood, 0, 0);
            n_better += better;
            assert_int_equal(tiny_model_compare(&model, board.values, before), better);
            assert_true(tiny_model_compare(&model, board.values, best) <= 0);
        }
        n += any;
        n_best += any && tiny_model_compare(&model, board.values, best) == 0;
        neighbourhood_free(&hood);
        board_free(&board);
        model_free(&model);
    }
    print_message("sub-problems: %u times better, the best in %u of %u\n", (unsigned)n_better,
                  (unsigned)n_best, (unsigned)n);
    assert_true(n_best > n / 2);
}

/* What takes it for granted that the earlier levels cost nothing says nothing when they must. */
static void test_basis_of_bounds(void **state)
{
    (void)state;
    struct model model;
    struct rng rng = rng_seeded(1);
    tiny_model_build(&model, &rng);
    assert_true(model.levels.n > 1);
    uint32_t last = model.levels.n - 1;
    struct board board;
    board_init(&board, &model, TINY_RULES);
    board_raise_bound(&board, last, 30, BOARD_NOTHING, "test");
    assert_int_equal(board_bound(&board, last), 30);
    board_raise_bound(&board, 0, 1, BOARD_OPTIMUM, "test");
    assert_int_equal(board_bound(&board, last), 0);
    board_raise_bound(&board, last, 30, BOARD_NOTHING, "test");
    assert_int_equal(board_bound(&board, last), 0);
    board_raise_bound(&board, last, 5, BOARD_OPTIMUM, "test");
    board_raise_bound(&board, last, 30, BOARD_NOTHING, "test");
    assert_int_equal(board_bound(&board, last), 5);
    board_free(&board);
    model_free(&model);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_exact),          cmocka_unit_test(test_bounds),
        cmocka_unit_test(test_components),     cmocka_unit_test(test_basis_of_bounds),
        cmocka_unit_test(test_neighbourhoods),
    };
    return cmocka_run_group_tests_name("exact", tests, NULL, NULL);
}
