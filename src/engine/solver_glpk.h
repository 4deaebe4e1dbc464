/* GLPK: solves or exports an integer program. The only file that knows GLPK.
 *
 * GLPK prints on stdout and aborts on misuse and for want of memory; its hooks are set here, so
 * that neither happens. Its environment is thread-local: call from one thread. */
#ifndef ENGINE_SOLVER_GLPK_H
#define ENGINE_SOLVER_GLPK_H

#include "engine/ilp.h"

enum solver_status {
    SOLVER_OPTIMAL,
    SOLVER_FEASIBLE, /* a limit was reached; the solution is the best so far */
    SOLVER_INFEASIBLE,
    SOLVER_LIMIT,  /* a limit was reached without a solution */
    SOLVER_FAILED, /* `message` says why */
};

struct solver_limits {
    double seconds;           /* ≤ 0: none */
    double gap;               /* relative; 0: proof */
    const volatile int *stop; /* becomes non-zero: stop; NULL: never */
    bool has_known;           /* there is a solution already, … */
    double known;             /* … of this value */
    /* From time to time: the incumbent's value (has_incumbent) and the bound. NULL: not wanted. */
    void (*progress)(bool has_incumbent, double incumbent, double bound, int64_t nodes,
                     void *context);
    void *progress_context;
};

struct solver_result {
    enum solver_status status;
    double value; /* of the solution */
    double bound; /* no solution is better; -ILP_OPEN: not known */
    int64_t nodes;
    double *columns; /* [columns] the solution, in the arena; NULL: none, or only the known one. It
                        may be worse than the known one */
    const char *message;
};

struct solver_result solver_glpk_solve(struct arena *arena, const struct ilp *ilp,
                                       const struct solver_limits *limits);

/* Writes the program to the file `path`, in CPLEX LP or free MPS format, columns named
 * x<choice>_<number> and so on. False: the file could not be written. */
bool solver_glpk_write(const struct ilp *ilp, bool as_mps, const char *path);

#endif
