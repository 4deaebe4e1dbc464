/* Bounds that need no integer program: the first steps of the ladder. Both hold for selections that
 * cost nothing at the levels before the last, and go to the board. */
#ifndef ENGINE_BOUND_H
#define ENGINE_BOUND_H

#include "engine/board.h"
#include "engine/search_state.h"

struct bound_options {
    double seconds; /* ≤ 0: any */
    int64_t rounds; /* the same work every time; ≤ 0: any number */
    void (*yield)(void *context);
    void *yield_context;
};

/* Every timeline and every event by itself: at once. */
void bound_closed_forms(struct board *board);
/* All pairs that cost when they are parallel, where whatever overlaps starts together (see
 * bound_pairs.h). False: there are none, or not of this kind. */
bool bound_pair_relaxation(struct board *board, const struct search_index *index,
                           const struct bound_options *options);

#endif
