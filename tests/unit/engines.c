/* Random tiny models, solved by GLPK, by local search and by trying everything. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/expand.h"
#include "engine/search.h"
#include "engine/solver_glpk.h"
#include "tiny_model.h"

#include <stdlib.h>

enum { LEVELS_MOST = 8 };

/* A selection written as a solution keeps to every bound and row, and costs as much. */
static void check_solution(const struct ilp *ilp, const struct model *model,
                           const struct placement *chosen, int64_t value)
{
    double *columns = base_alloc_zero(ilp->columns.n + 1, sizeof(*columns));
    ilp_write_selection(ilp, model, chosen, columns);
    double cost = 0.0;
    for (size_t c = 0; c < ilp->columns.n; c++) {
        assert_true(ilp->columns.v[c].lower <= columns[c] && columns[c] <= ilp->columns.v[c].upper);
        cost += columns[c] * ilp->columns.v[c].objective;
    }
    assert_int_equal((int64_t)(cost + 0.5), value);
    for (size_t r = 0; r < ilp->rows.n; r++) {
        const struct ilp_row *row = &ilp->rows.v[r];
        double sum = 0.0;
        for (uint32_t e = row->first; e < row->first + row->n; e++) {
            sum += ilp->entries.v[e].coef * columns[ilp->entries.v[e].column];
        }
        assert_true(row->lower - 1e-6 <= sum && sum <= row->upper + 1e-6);
    }
    base_free(columns);
}

/* One level of the expanded model by GLPK; false: infeasible. `solution`: in the original model. */
static bool solve_level(const struct expansion *expansion, uint32_t level, int64_t *values,
                        struct placement *solution)
{
    struct ilp ilp;
    ilp_build(&ilp, &expansion->model, level, values);
    struct arena arena = ARENA_EMPTY;
    struct solver_limits limits = {0};
    struct solver_result solved = solver_glpk_solve(&arena, &ilp, &limits);
    bool found = solved.status == SOLVER_OPTIMAL;
    assert_true(found || solved.status == SOLVER_INFEASIBLE);
    if (found) {
        values[level] = (int64_t)(solved.value + 0.5);
        assert_int_equal(values[level] % ilp.gcd, 0);
        ilp_read_selection(&ilp, solved.columns, (uint32_t)expansion->model.choices.n, solution);
        check_solution(&ilp, &expansion->model, solution, values[level]);
    }
    arena_free(&arena);
    ilp_free(&ilp);
    return found;
}

/* Level after level; what comes out costs what GLPK says and breaks nothing. */
static bool solve_levels(const struct model *model, int64_t *values)
{
    struct expansion expansion;
    struct placement solution[TINY_CHOICES];
    expand_model(model, NULL, NULL, &expansion);
    bool found = true;
    for (uint32_t level = 0; level < model->levels.n && found; level++) {
        found = solve_level(&expansion, level, values, solution);
    }
    expand_free(&expansion);
    if (found) {
        struct arena arena = ARENA_EMPTY;
        struct model_score score = model_evaluate(&arena, model, TINY_RULES, solution);
        assert_int_equal(tiny_model_broken(&score), 0);
        assert_int_equal(tiny_model_compare(model, score.level_cost, values), 0);
        for (uint32_t c = 0; c < model->choices.n; c++) {
            assert_true(placement_is_out(solution[c]) ||
                        model_has_placement(model, (struct choice_id){c}, solution[c]));
        }
        arena_free(&arena);
    }
    return found;
}

static void test_glpk(void **state)
{
    (void)state;
    const char *count = getenv("CONFAB_ORACLE");
    uint64_t seeds = count != NULL ? strtoull(count, NULL, 10) : 1000, n_feasible = 0;
    for (uint64_t seed = 1; seed <= seeds; seed++) {
        struct rng rng = rng_seeded(seed);
        struct model model;
        tiny_model_build(&model, &rng);
        int64_t best[LEVELS_MOST], values[LEVELS_MOST] = {0};
        bool feasible = tiny_model_best(&model, best), solved = solve_levels(&model, values);
        if (feasible != solved || (feasible && tiny_model_compare(&model, best, values) != 0)) {
            print_error("seed %u: GLPK %d: %d, %d; trying everything %d: %d, %d\n", (unsigned)seed,
                        solved, (int)values[0], (int)values[1], feasible, (int)best[0],
                        (int)best[1]);
            fail();
        }
        n_feasible += feasible;
        model_free(&model);
    }
    assert_true(n_feasible > seeds / 2);
}

/* What the search finds is what it costs, breaks nothing and is no better than the best; whether it
 * is the best. */
static bool search_finds(const struct model *model, uint64_t seed)
{
    int64_t best[LEVELS_MOST], cost[LEVELS_MOST];
    struct placement chosen[TINY_CHOICES];
    bool feasible = tiny_model_best(model, best);
    struct search_index *index = search_index_create(model);
    struct search *search = search_create(index, seed);
    struct search_limits limits = {.moves = 5000};
    bool found = false;
    for (uint32_t i = 0; i < 4 && !found; i++) {
        search_go(search, &limits);
        found = search_best(search, chosen, cost) && tiny_model_compare(model, cost, best) == 0;
    }
    if (search_best(search, chosen, cost)) {
        struct arena arena = ARENA_EMPTY;
        struct model_score score = model_evaluate(&arena, model, TINY_RULES, chosen);
        assert_int_equal(tiny_model_broken(&score), 0);
        assert_int_equal(tiny_model_compare(model, score.level_cost, cost), 0);
        assert_true(feasible && tiny_model_compare(model, cost, best) <= 0);
        arena_free(&arena);
    }
    search_free(search);
    search_index_free(index);
    return found || !feasible;
}

static void test_search(void **state)
{
    (void)state;
    const char *count = getenv("CONFAB_ORACLE");
    uint64_t seeds = count != NULL ? strtoull(count, NULL, 10) : 500, n_found = 0;
    for (uint64_t seed = 1; seed <= seeds; seed++) {
        struct rng rng = rng_seeded(seed);
        struct model model;
        tiny_model_build(&model, &rng);
        n_found += search_finds(&model, seed);
        model_free(&model);
    }
    /* Ranges with a lower end are rare; the search is not made for them. */
    print_message("the search found the optimum of %u of %u\n", (unsigned)n_found, (unsigned)seeds);
    assert_true(n_found >= seeds - seeds / 50);
}

/* Earlier levels are rows: what costs there at value 0 is fixed to 0. */
static void test_earlier_levels(void **state)
{
    (void)state;
    struct model model;
    model_init(&model, tiny_model_problem());
    for (uint32_t c = 0; c < 3; c++) {
        struct choice_id id = {c};
        model_add_choice(&model, (struct event_id){c}, 30);
        model_add_starts(&model, (struct room_id){0}, &(int32_t){0}, 1);
        model_add_unary_out(&model, 0, 0, id, 1, 1);
        model_add_unary(&model, 0, model.levels.soft,
                        model_literal_between(id, 0, 1, (struct room_id){0}), 1, 10);
    }
    for (int64_t allowed = 0; allowed <= 3; allowed++) {
        struct ilp ilp;
        ilp_build(&ilp, &model, model.levels.soft, &allowed);
        struct arena arena = ARENA_EMPTY;
        struct solver_limits limits = {0};
        struct solver_result solved = solver_glpk_solve(&arena, &ilp, &limits);
        assert_int_equal(solved.status, SOLVER_OPTIMAL);
        assert_int_equal((int64_t)(solved.value + 0.5), 10 * (3 - allowed));
        assert_int_equal(ilp.gcd, 10);
        arena_free(&arena);
        ilp_free(&ilp);
    }
    model_free(&model);
}

/* What GLPK calls misuse comes back as a failure with its message, and the next program is solved
 * as ever. */
static void test_misuse_is_a_failure(void **state)
{
    (void)state;
    struct ilp ilp = {.gcd = 1};
    struct ilp_column column = {ILP_UNIT, 0, 0, true, 0.0, 1.0, -1.0};
    vec_push(&ilp.columns, column);
    struct ilp_entry entry = {0, 1.0};
    vec_push(&ilp.entries, entry);
    vec_push(&ilp.entries, entry);
    struct ilp_row row = {ILP_ROW_ONE, 0, 0.0, 1.0, 0, 2};
    vec_push(&ilp.rows, row);
    struct arena arena = ARENA_EMPTY;
    struct solver_limits limits = {0};
    struct solver_result solved = solver_glpk_solve(&arena, &ilp, &limits);
    assert_int_equal(solved.status, SOLVER_FAILED);
    assert_non_null(solved.message);
    ilp.rows.v[0].n = 1;
    solved = solver_glpk_solve(&arena, &ilp, &limits);
    assert_int_equal(solved.status, SOLVER_OPTIMAL);
    arena_free(&arena);
    ilp_free(&ilp);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_glpk),
        cmocka_unit_test(test_search),
        cmocka_unit_test(test_earlier_levels),
        cmocka_unit_test(test_misuse_is_a_failure),
    };
    return cmocka_run_group_tests_name("engines", tests, NULL, NULL);
}
