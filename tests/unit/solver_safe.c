/* "Infeasible" is said of what is proven to be so, and of nothing else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/rng.h"
#include "engine/solver_handle.h"

enum { PROGRAMS = 300, COLUMNS = 8, ROWS = 12 };

static void push_row(struct ilp *ilp, const int32_t *coefs, double lower, double upper)
{
    struct ilp_row row = {.kind = ILP_ROW_TERM,
                          .lower = lower,
                          .upper = upper,
                          .first = (uint32_t)ilp->entries.n,
                          .n = COLUMNS};
    for (uint32_t c = 0; c < COLUMNS; c++) {
        struct ilp_entry entry = {c, coefs[c]};
        vec_push(&ilp->entries, entry);
    }
    vec_push(&ilp->rows, row);
}

/* All rows but the last are met by some point of whole numbers; the last asks for one more than the
 * sum of the others and the columns' bounds allow, or for as much, which the point may not reach.
 */
static void draw_program(struct ilp *ilp, uint64_t seed, bool possible)
{
    struct rng rng = rng_seeded(seed);
    double point[COLUMNS];
    *ilp = (struct ilp){.gcd = 1};
    for (uint32_t c = 0; c < COLUMNS; c++) {
        struct ilp_column column = {.kind = ILP_UNIT,
                                    .upper = 1 + (double)rng_below(&rng, 5),
                                    .objective = (double)rng_below(&rng, 9) - 4};
        point[c] = rng_below(&rng, (uint32_t)column.upper + 1);
        vec_push(&ilp->columns, column);
    }
    int32_t sum[COLUMNS] = {0};
    double most = 0, reached = 0;
    for (uint32_t r = 0; r < ROWS; r++) {
        int32_t coefs[COLUMNS], times = (int32_t)rng_below(&rng, 4);
        double side = rng_below(&rng, 3);
        for (uint32_t c = 0; c < COLUMNS; c++) {
            coefs[c] = (int32_t)rng_below(&rng, 19) - 9;
            side += coefs[c] * point[c];
            sum[c] += times * coefs[c];
        }
        most += times * side;
        push_row(ilp, coefs, -ILP_OPEN, side);
    }
    for (uint32_t c = 0; c < COLUMNS; c++) {
        int32_t more = (int32_t)rng_below(&rng, 3);
        sum[c] += more;
        most += more * ilp->columns.v[c].upper;
        reached += sum[c] * point[c];
    }
    push_row(ilp, sum, possible ? reached : most + 1, ILP_OPEN);
}

static void test_infeasible_is_proven(void **state)
{
    (void)state;
    struct solver_effort effort = {.stop = NULL};
    for (uint64_t seed = 1; seed <= PROGRAMS; seed++) {
        for (uint32_t possible = 0; possible < 2; possible++) {
            struct ilp ilp;
            draw_program(&ilp, seed, possible == 1);
            struct solver_glpk *solver = solver_glpk_open(&ilp);
            struct solver_relaxed relaxed = solver_glpk_relax(solver, NULL, &effort);
            assert_int_equal(relaxed.status, possible == 1 ? SOLVER_OPTIMAL : SOLVER_INFEASIBLE);
            solver_glpk_close(solver);
            ilp_free(&ilp);
        }
    }
}

static void refute_nothing(struct solver_glpk *solver)
{
    assert_true(solver_handle_enter(solver, NULL));
    assert_int_equal(setjmp(solver->guard.back), 0);
    glp_smcp parameters;
    glp_init_smcp(&parameters);
    parameters.msg_lev = GLP_MSG_OFF;
    parameters.it_lim = 1;
    for (uint32_t iterations = 0; iterations < 10; iterations++) {
        (void)glp_simplex(solver->prob, &parameters);
        assert_false(solver_handle_is_infeasible(solver));
    }
    lp_glpk_leave();
}

/* No basis of a program that has a solution makes a proof that it has none. */
static void test_feasible_is_never_refuted(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= PROGRAMS; seed++) {
        struct ilp ilp;
        draw_program(&ilp, seed, true);
        struct solver_glpk *solver = solver_glpk_open(&ilp);
        refute_nothing(solver);
        solver_glpk_close(solver);
        ilp_free(&ilp);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_infeasible_is_proven),
        cmocka_unit_test(test_feasible_is_never_refuted),
    };
    return cmocka_run_group_tests_name("solver_safe", tests, NULL, NULL);
}
