/* GLPK: solves, relaxes, branches on or exports an integer program (always a minimum).
 *
 * solver_glpk_solve() is for programs that GLPK proves by itself in a moment. For larger ones a
 * handle keeps the linear relaxation and its basis: relax it in slices, add cutting rows, relax
 * again, branch from there, with incumbents going in and out while it runs.
 *
 * GLPK's environment is thread-local: use a handle only in the thread that opened it. Several
 * threads may have handles at the same time, and a thread may have several. Nothing is ever printed
 * (see lp_glpk.h). */
#ifndef ENGINE_SOLVER_GLPK_H
#define ENGINE_SOLVER_GLPK_H

#include "engine/ilp.h"

#include <stdatomic.h>

enum solver_status {
    SOLVER_OPTIMAL,
    SOLVER_FEASIBLE, /* a limit was reached; the solution is the best so far */
    SOLVER_INFEASIBLE,
    SOLVER_LIMIT,  /* a limit was reached without a solution */
    SOLVER_FAILED, /* `message` says why */
};

struct solver_limits {
    double seconds;         /* ≤ 0: none */
    int64_t nodes;          /* ≤ 0: any number */
    double gap;             /* relative; 0: proof */
    bool pseudocosts;       /* branch by them (slower, but a far smaller tree, where it is hard) */
    const atomic_int *stop; /* becomes non-zero: stop; NULL: never */
    bool has_known;         /* there is a solution already, … */
    double known;           /* … of this value */
    /* At every node: the incumbent's value (has_incumbent) and the bound. May wait, and use GLPK.
     * False: that is enough. NULL: not wanted. */
    bool (*progress)(bool has_incumbent, double incumbent, double bound, int64_t nodes,
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

/* What a handle asks and tells while it works, in its thread. Any may be NULL. None may use the
 * handle. */
struct solver_hooks {
    void *context;
    /* Between slices of a relaxation and before every node. May wait. */
    void (*yield)(void *context);
    /* The value of the best solution known anywhere, ILP_OPEN: none. Only better ones are looked
     * for, so that it may fall while the search runs. */
    double (*cutoff)(void *context);
    /* At every node: is a solution known that is better than `value`, the best one that the search
     * has? True: `columns`, of all columns, is it. Ones that break a row are not taken. */
    bool (*better)(void *context, double value, double *columns);
    /* The search found a solution better than any it had been given. */
    void (*found)(void *context, double value, const double *columns);
    /* No solution has a value below `bound`, which is higher than the one told before. */
    void (*bound)(void *context, double bound);
};

/* How much work a call may do. Iterations and nodes are the same in every run, seconds are not. */
struct solver_effort {
    int64_t iterations;     /* of the simplex method; ≤ 0: any number */
    int64_t nodes;          /* ≤ 0: any number */
    double seconds;         /* ≤ 0: any */
    const atomic_int *stop; /* becomes non-zero: stop; NULL: never */
    double gap;             /* of branching, relative; 0: proof */
    bool cuts;              /* branching: let GLPK add its own cuts */
};

/* What a relaxation is. The arrays are the handle's, until it is used again; NULL: none. */
struct solver_relaxed {
    enum solver_status status; /* OPTIMAL, INFEASIBLE, LIMIT: call again to go on, FAILED */
    double value;              /* when OPTIMAL: of the linear program */
    double bound;              /* valid in any case, from the duals and safe against rounding (see
                                  Neumaier and Shcherbina 2004); -ILP_OPEN: none yet */
    double own_bound;          /* of these duals alone, when OPTIMAL: what `reduced` goes with */
    const double *columns;     /* [columns] values, when OPTIMAL */
    const double *reduced;     /* [columns] reduced costs, when OPTIMAL */
    const double *duals;       /* [rows], added ones too, when OPTIMAL */
    const bool *slack;  /* [rows], when OPTIMAL: the row may go, see solver_glpk_drop_rows() */
    int64_t iterations; /* of all calls */
    const char *message;
};

/* A row to be added: lower ≤ Σ coef · column ≤ upper. */
struct solver_row {
    double lower, upper; /* -ILP_OPEN, ILP_OPEN: none */
    uint32_t n;
    const struct ilp_entry *entries; /* each column once */
};

/* The program is copied. Never NULL: an error shows in the first relaxation. End with
 * solver_glpk_close(). */
struct solver_glpk *solver_glpk_open(const struct ilp *ilp);
void solver_glpk_close(struct solver_glpk *solver);

/* Solves the linear relaxation, or goes on with it from where it is: the primal simplex method the
 * first time, the dual one after rows or bounds of an optimum have been changed. */
struct solver_relaxed solver_glpk_relax(struct solver_glpk *solver,
                                        const struct solver_hooks *hooks,
                                        const struct solver_effort *effort);

/* New rows come last. */
void solver_glpk_add_rows(struct solver_glpk *solver, const struct solver_row *rows, uint32_t n);
/* Removes the rows `rows` (ascending, counted from 0, the program's own first), which were slack in
 * the last relaxation; later rows move up. */
void solver_glpk_drop_rows(struct solver_glpk *solver, const uint32_t *rows, uint32_t n);
/* A column to be added. */
struct solver_column {
    double lower, upper, objective;
    bool integer;
    uint32_t n;
    const uint32_t *rows; /* [n] each once */
    const double *coefs;  /* [n] */
};

/* New columns come last. As with rows, bounds told so far no longer hold. */
void solver_glpk_add_columns(struct solver_glpk *solver, const struct solver_column *columns,
                             uint32_t n);
/* Other bounds for a column, to fix or to free it. Bounds told so far no longer hold for the
 * program that results; its own are found anew. */
void solver_glpk_bound_column(struct solver_glpk *solver, uint32_t column, double lower,
                              double upper);

/* Branch and bound from the relaxation, which is finished first. Columns whose reduced cost is too
 * high for a solution better than the cutoff are fixed while it runs. The result's columns are the
 * handle's until it is used again; OPTIMAL: nothing is better than they, or than the cutoff.
 * INFEASIBLE: and there was no cutoff. The bound is -ILP_OPEN when none is known. */
struct solver_result solver_glpk_branch(struct solver_glpk *solver,
                                        const struct solver_hooks *hooks,
                                        const struct solver_effort *effort);

/* What rounds of cuts say. */
struct solver_cuts {
    enum solver_status status; /* as of the relaxation; INFEASIBLE: there is no solution */
    double bound;              /* of the relaxation with all cuts; safe against rounding */
    double own_bound;          /* what the reduced costs go with, when OPTIMAL */
};

/* Gomory's mixed-integer cuts: relaxes, cuts the optimum off, relaxes again, while that raises the
 * bound; the program stays as it is. Of the hooks, the bound is told and there are turns between
 * rounds. `reduced`: [columns] when OPTIMAL, the reduced costs. */
struct solver_cuts solver_glpk_cut(const struct ilp *ilp, const struct solver_hooks *hooks,
                                   const struct solver_effort *effort, double *reduced);

#endif
