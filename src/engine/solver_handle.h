/* The inside of a handle of solver_glpk.h, for the files solver_*.c. */
#ifndef ENGINE_SOLVER_HANDLE_H
#define ENGINE_SOLVER_HANDLE_H

#include "engine/lp_glpk.h"
#include "engine/solver_glpk.h"

struct solver_glpk {
    glp_prob *prob;
    uint64_t generation; /* of the environment that `prob` is in */
    bool lost;           /* an error or an interrupt took `prob` */
    bool was_optimal;    /* so the dual simplex method goes on from the basis */
    struct lp_guard guard;
    int64_t gcd;
    uint32_t n_columns, n_rows;
    VEC(double) lower; /* [columns] as the program has them; branching fixes more */
    VEC(double) upper;
    VEC(bool) integer;
    VEC(double) columns; /* results */
    VEC(double) reduced;
    VEC(double) duals;
    VEC(bool) slack;
    VEC(double) solution; /* of branching */
    /* For the safe bound: a column of the matrix, counted from 1. */
    VEC(int) index;
    VEC(double) coef;
    double bound; /* the best safe one; -ILP_OPEN: none */
    int64_t iterations;
    const char *problem; /* what went wrong; NULL: nothing */
};

/* A guard is entered for one call. False: the handle is lost. */
bool solver_handle_enter(struct solver_glpk *solver, const struct solver_effort *effort);
/* After a jump: the handle is lost, and `problem` says why, or is NULL when time was over. */
void solver_handle_lose(struct solver_glpk *solver, int why);

/* A lower bound from any row duals, in doubles, less what rounding may have spoiled; the reduced
 * costs that belong to them go to `reduced`. -ILP_OPEN: a column without a bound stands against it.
 */
double solver_handle_safe_bound(struct solver_glpk *solver, double *reduced);
/* Whether what the simplex method called infeasible is so: its basis says which multiples of the
 * rows contradict the bounds, and these are added up again. False: not proven. */
bool solver_handle_is_infeasible(struct solver_glpk *solver);

/* glp_simplex() in slices until it is optimal, infeasible, or the effort is over: within a guard.
 */
enum solver_status solver_handle_simplex(struct solver_glpk *solver,
                                         const struct solver_hooks *hooks,
                                         const struct solver_effort *effort);

#endif
