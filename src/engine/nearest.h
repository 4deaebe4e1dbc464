/* The selection nearest to an announced one, when few choices have to go elsewhere.
 *
 * Every choice is at its home, the one placement that costs nothing at the levels about what has
 * been announced, and those that have none, or cannot be there, are to be placed. Where something
 * is broken then, one of the choices it is about must go elsewhere, and so on: a tree, searched
 * best first by what those levels cost. Whoever goes elsewhere costs something there, so the best
 * selections have nobody away who need not be, and all of them are leaves: the first leaf is
 * proven nearest, and the best of those at the same distance is proven optimal.
 *
 * Source: A* over repairs, as for minimal perturbation problems (R. Barták, T. Müller, H. Rudová,
 * "A New Approach to Modeling and Solving Minimal Perturbation Problems", 2004). */
#ifndef ENGINE_NEAREST_H
#define ENGINE_NEAREST_H

#include "engine/board.h"
#include "engine/search_state.h"

/* Offers what it finds on the board and raises the bounds, all of them when it comes to the end;
 * looks at about `most_tries` placements, and no further when the board is told to stop.
 * Deterministic. */
void nearest_solve(struct board *board, const struct search_index *index, uint64_t most_tries);

#endif
