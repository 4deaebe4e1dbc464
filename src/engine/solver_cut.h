/* The inside of solver_glpk_cut(): one cut at a time, from the basis of a relaxation. */
#ifndef ENGINE_SOLVER_CUT_H
#define ENGINE_SOLVER_CUT_H

#include "engine/solver_handle.h"

/* Σ coef · column ≥ lower, scaled to Σ coef² = 1. */
struct solver_cut {
    struct solver_row row;
    double depth; /* how far the relaxation's optimum is from it */
};

struct cutter {
    struct solver_glpk *solver;
    struct arena *arena; /* all of it, and the cuts' entries */
    uint32_t n_own;      /* rows of the program: later ones are cuts */
    bool *whole;         /* [own rows] its value is a whole number in every solution */
    double *multipliers; /* [1 + rows] of the rows in what is rounded */
    double *sums;        /* [1 + columns] */
    uint32_t n_touched;
    int *touched; /* [columns] where `sums` is set; zero elsewhere */
    bool *is_touched;
    int *index; /* [1 + columns] of a row of the matrix */
    double *coef;
};

/* Within a guard. */
void solver_cut_open(struct cutter *cutter, struct solver_glpk *solver, uint32_t n_own,
                     struct arena *arena);
/* The cut for a column that is basic, and no whole number. Within a guard; false: there is none, or
 * none that can be trusted. */
bool solver_cut_make(struct cutter *cutter, uint32_t column, struct solver_cut *cut);

#endif
