/* GLPK is used from inside its own pauses: what is on hand outlives that, or is known to be lost.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/lp_glpk.h"
#include "engine/solver_glpk.h"

enum { SIZE = 130 };

/* Assigns SIZE to SIZE, at costs that look drawn. */
static void build_assignment(struct ilp *ilp, uint32_t size)
{
    *ilp = (struct ilp){.gcd = 1};
    for (uint32_t c = 0; c < size * size; c++) {
        struct ilp_column column = {.kind = ILP_UNIT,
                                    .integer = true,
                                    .upper = 1,
                                    .objective = (double)((uint64_t)c * c * 7919 % 100003)};
        vec_push(&ilp->columns, column);
    }
    for (uint32_t r = 0; r < 2 * size; r++) {
        struct ilp_row row = {.kind = ILP_ROW_TERM,
                              .lower = 1,
                              .upper = 1,
                              .first = (uint32_t)ilp->entries.n,
                              .n = size};
        for (uint32_t i = 0; i < size; i++) {
            struct ilp_entry entry = {r < size ? r * size + i : i * size + r - size, 1};
            vec_push(&ilp->entries, entry);
        }
        vec_push(&ilp->rows, row);
    }
}

struct guest {
    struct ilp ilp;
    struct arena arena;
    bool drops; /* all of GLPK's memory */
    uint32_t visits;
};

static void visit(void *context)
{
    struct guest *guest = context;
    struct solver_limits limits = {.seconds = 1e-9};
    guest->visits++;
    (void)solver_glpk_solve(&guest->arena, &guest->ilp, &limits);
    if (guest->drops) {
        lp_glpk_forget();
    }
}

static struct guest guest_create(bool drops)
{
    struct guest guest = {.arena = ARENA_EMPTY, .drops = drops};
    build_assignment(&guest.ilp, 5);
    return guest;
}

static void guest_free(struct guest *guest)
{
    ilp_free(&guest->ilp);
    arena_free(&guest->arena);
}

static double solve_alone(const struct ilp *ilp)
{
    struct arena arena = ARENA_EMPTY;
    struct solver_limits limits = {0};
    struct solver_result result = solver_glpk_solve(&arena, ilp, &limits);
    assert_int_equal(result.status, SOLVER_OPTIMAL);
    double value = result.value;
    arena_free(&arena);
    return value;
}

static void test_relax(void **state)
{
    (void)state;
    struct ilp ilp;
    build_assignment(&ilp, SIZE);
    double value = solve_alone(&ilp);
    for (int drops = 0; drops < 2; drops++) {
        struct guest guest = guest_create(drops == 1);
        struct solver_glpk *solver = solver_glpk_open(&ilp);
        struct solver_hooks hooks = {.context = &guest, .yield = visit};
        struct solver_effort effort = {0};
        struct solver_relaxed relaxed = solver_glpk_relax(solver, &hooks, &effort);
        assert_true(guest.visits > 0);
        if (drops == 1) {
            assert_int_equal(relaxed.status, SOLVER_FAILED);
            assert_non_null(relaxed.message);
        } else {
            assert_int_equal(relaxed.status, SOLVER_OPTIMAL);
            assert_true(relaxed.value > value - 1e-6 && relaxed.value < value + 1e-6);
        }
        solver_glpk_close(solver);
        guest_free(&guest);
    }
    ilp_free(&ilp);
}

static void test_branch(void **state)
{
    (void)state;
    struct ilp ilp;
    build_assignment(&ilp, 8);
    /* So that there is something to branch on. */
    struct ilp_row odd = {
        .kind = ILP_ROW_TERM, .lower = 3, .upper = 7, .first = (uint32_t)ilp.entries.n};
    for (uint32_t c = 0; c < 64; c += 3, odd.n++) {
        struct ilp_entry entry = {c, 2};
        vec_push(&ilp.entries, entry);
    }
    vec_push(&ilp.rows, odd);
    double value = solve_alone(&ilp);
    for (int drops = 0; drops < 2; drops++) {
        struct guest guest = guest_create(drops == 1);
        struct solver_glpk *solver = solver_glpk_open(&ilp);
        struct solver_hooks hooks = {.context = &guest, .yield = visit};
        struct solver_effort effort = {0};
        struct solver_result result = solver_glpk_branch(solver, &hooks, &effort);
        assert_true(guest.visits > 0);
        assert_int_equal(result.status, drops == 1 ? SOLVER_FAILED : SOLVER_OPTIMAL);
        assert_true(drops == 1 || (result.value > value - 1e-6 && result.value < value + 1e-6));
        solver_glpk_close(solver);
        guest_free(&guest);
    }
    ilp_free(&ilp);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_relax),
        cmocka_unit_test(test_branch),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
