/* What makes an integer program smaller keeps its optimum, or, where it only bounds it, is never
 * above it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/rng.h"
#include "engine/ilp_fold.h"
#include "engine/ilp_tighten.h"
#include "engine/solver_glpk.h"

enum { PROGRAMS = 400 };

/* Some columns and rows, which are repeated for several blocks that nothing tells apart, so that
 * there is something to fold. */
static void draw_program(struct ilp *ilp, uint64_t seed)
{
    struct rng rng = rng_seeded(seed);
    uint32_t n_blocks = 1 + rng_below(&rng, 3), n_own = 2 + rng_below(&rng, 3);
    uint32_t n_rows = 2 + rng_below(&rng, 3);
    *ilp = (struct ilp){.gcd = 1};
    struct ilp_column columns[4];
    for (uint32_t c = 0; c < n_own; c++) {
        columns[c] = (struct ilp_column){.kind = ILP_UNIT,
                                         .integer = rng_below(&rng, 5) > 0,
                                         .upper = 1 + rng_below(&rng, 2),
                                         .objective = (double)rng_below(&rng, 7) - 2};
    }
    for (uint32_t b = 0; b < n_blocks; b++) {
        for (uint32_t c = 0; c < n_own; c++) {
            vec_push(&ilp->columns, columns[c]);
        }
    }
    for (uint32_t r = 0; r < n_rows; r++) {
        int32_t coefs[4];
        double side = (double)rng_below(&rng, 5);
        bool all = rng_below(&rng, 2) == 0, upper = rng_below(&rng, 2) == 0;
        for (uint32_t c = 0; c < n_own; c++) {
            coefs[c] = (int32_t)rng_below(&rng, 7) - 2;
        }
        for (uint32_t b = 0; b < (all ? 1 : n_blocks); b++) {
            struct ilp_row row = {.kind = ILP_ROW_TERM,
                                  .lower = upper ? -ILP_OPEN : side,
                                  .upper = upper ? side : ILP_OPEN,
                                  .first = (uint32_t)ilp->entries.n};
            for (uint32_t i = 0; i < n_blocks * n_own; i++) {
                struct ilp_entry entry = {i, coefs[i % n_own]};
                if ((all || i / n_own == b) && coefs[i % n_own] != 0) {
                    vec_push(&ilp->entries, entry);
                }
            }
            row.n = (uint32_t)ilp->entries.n - row.first;
            vec_push(&ilp->rows, row);
        }
    }
}

/* ILP_OPEN: there is no solution. */
static double solve(const struct ilp *ilp)
{
    struct arena arena = ARENA_EMPTY;
    struct solver_limits limits = {.seconds = 0};
    struct solver_result result = solver_glpk_solve(&arena, ilp, &limits);
    double value = result.status == SOLVER_OPTIMAL ? result.value : ILP_OPEN;
    assert_true(result.status == SOLVER_OPTIMAL || result.status == SOLVER_INFEASIBLE);
    arena_free(&arena);
    return value;
}

static void test_tighten(void **state)
{
    (void)state;
    uint32_t solved = 0;
    for (uint64_t seed = 1; seed <= PROGRAMS; seed++) {
        struct ilp ilp;
        draw_program(&ilp, seed);
        double before = solve(&ilp);
        double after = ilp_tighten(&ilp, 100000) ? solve(&ilp) : ILP_OPEN;
        assert_int_equal(before == ILP_OPEN, after == ILP_OPEN);
        assert_true(before == ILP_OPEN || fabs(before - after) < 1e-3);
        solved += before < ILP_OPEN;
        ilp_free(&ilp);
    }
    assert_true(3 * solved > PROGRAMS && solved < PROGRAMS);
}

static void test_cut(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= PROGRAMS; seed++) {
        struct ilp ilp;
        draw_program(&ilp, seed);
        double before = solve(&ilp);
        struct solver_effort effort = {.stop = NULL};
        double reduced[16] = {0};
        struct solver_cuts cuts = solver_glpk_cut(&ilp, NULL, &effort, reduced);
        assert_true(cuts.status != SOLVER_INFEASIBLE || before == ILP_OPEN);
        assert_true(cuts.status == SOLVER_INFEASIBLE || cuts.status == SOLVER_FAILED ||
                    cuts.bound <= before + 1e-3);
        double after = solve(&ilp);
        assert_int_equal(before == ILP_OPEN, after == ILP_OPEN);
        assert_true(before == ILP_OPEN || fabs(before - after) < 1e-3);
        ilp_free(&ilp);
    }
}

static void test_fold(void **state)
{
    (void)state;
    uint32_t smaller = 0, equal = 0;
    for (uint64_t seed = 1; seed <= PROGRAMS; seed++) {
        struct ilp ilp, folded;
        uint64_t tags[16] = {0};
        draw_program(&ilp, seed);
        bool possible = ilp_fold(&folded, &ilp, tags);
        double before = solve(&ilp), after = possible ? solve(&folded) : ILP_OPEN;
        assert_true(after <= before + 1e-3);
        smaller += folded.columns.n < ilp.columns.n;
        equal += before < ILP_OPEN && fabs(after - before) < 1e-5;
        ilp_free(&folded);
        ilp_free(&ilp);
    }
    assert_true(smaller > PROGRAMS / 3);
    assert_true(equal > PROGRAMS / 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tighten),
        cmocka_unit_test(test_cut),
        cmocka_unit_test(test_fold),
    };
    return cmocka_run_group_tests_name("ilp_narrow", tests, NULL, NULL);
}
