/* Narrower bounds for the columns of an integer program, and closer coefficients: no solution is
 * lost.
 *
 * What a row leaves for a column follows from the others' bounds (propagation). For each column
 * that is 0 or 1, both are tried (probing): where one is impossible, the other is certain, and what
 * follows from both is certain as well. Then rows that say nothing, and columns that are certain,
 * go: what is left is numbered anew. */
#ifndef ENGINE_ILP_TIGHTEN_H
#define ENGINE_ILP_TIGHTEN_H

#include "engine/ilp.h"

/* False: there is no solution. `work`: steps of probing, about as many as entries are looked at. */
bool ilp_tighten(struct ilp *ilp, int64_t work);

#endif
