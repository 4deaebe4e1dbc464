/* The integer program of the model of tracks and cells (bound_cells_model.h), for the question
 * whether anything costs less than a target. */
#ifndef ENGINE_BOUND_CELLS_PROGRAM_H
#define ENGINE_BOUND_CELLS_PROGRAM_H

#include "engine/ilp.h"
#include "engine/search_cells.h"

/* NONE: it says nothing, or is too large: there is no program to free. */
enum cells_program { CELLS_PROGRAM_NONE, CELLS_PROGRAM_IMPOSSIBLE, CELLS_PROGRAM_OPEN };

enum cells_program bound_cells_program_make(struct ilp *folded, const struct search_index *index,
                                            int64_t target);
/* What alone costs as much as the target is no part of a better solution. */
void bound_cells_program_forbid(struct ilp *ilp, int64_t target);
/* Only what costs less than the target, which is no less than all that is looked for. */
void bound_cells_program_demand_less(struct ilp *ilp, int64_t target);
/* The dearest that is less than the target: the program's values are multiples of its gcd, the
 * target, which comes from a problem with more rules, need be none. */
double bound_cells_program_dearest(const struct ilp *ilp, int64_t target);

#endif
