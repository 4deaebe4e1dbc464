/* A smaller integer program from one in which much looks alike: equal rooms, for instance.
 *
 * Columns are put into classes by what they cost, their bounds, and the rows they are in; rows by
 * the classes of their columns; until nothing changes (colour refinement). Then the rows of a class
 * say together something about the sums over the classes of columns only. A sum of integers is an
 * integer: so every solution of the program is one of the folded program, at the same cost, though
 * not the other way round, and the linear relaxations have the same value. */
#ifndef ENGINE_ILP_FOLD_H
#define ENGINE_ILP_FOLD_H

#include "engine/ilp.h"

/* Only columns of equal tags are put together. Rows that then are equal, or say nothing, are left
 * out. The result has no placements: no selection can be read from it. Free with ilp_free(). False:
 * there is no solution. */
bool ilp_fold(struct ilp *folded, const struct ilp *ilp, const uint64_t *tags);

#endif
