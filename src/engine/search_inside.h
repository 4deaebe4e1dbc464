/* The inside of a search, for search.c (cooling) and search_construct.c. */
#ifndef ENGINE_SEARCH_INSIDE_H
#define ENGINE_SEARCH_INSIDE_H

#include "engine/search.h"
#include "engine/search_grid.h"

enum { SEARCH_LOGS = 4096 };

struct search {
    const struct search_index *index;
    struct search_state state;
    struct rng rng;
    uint32_t n_choices;
    uint32_t *movable; /* choices with placements */
    uint32_t n_movable;
    double minus_log[SEARCH_LOGS];

    /* Of twice SHARES draws, those below are swaps, chains, pushes; the last few, larger moves. */
    uint32_t share_swap, share_chain, share_push;
    struct desk desk;         /* when the index has cells */
    struct grid_search *grid; /* when the index has a grid, which then does all the work */
    bool blocks; /* tracks are worth being moved as blocks, in cells of several tracks */
    bool constructed;
    uint64_t cycle_moves;            /* of a cooling; … */
    uint64_t this_moves, cycle_done; /* … of the present one, which may be cut to the time */
    uint32_t n_cycles;
    double hot, cold, temperature, factor;
    int64_t gain;     /* about the most that a shift saves at the last level */
    int64_t scale;    /* weight of what must not be */
    int64_t *dearest; /* [levels]: the largest single cost at it; ≥ 1 */

    struct spot *best; /* [choices] */
    int64_t *best_cost;
    bool has_best;
    uint64_t version, moves;
};

/* Takes the selection and counts it. */
void search_go_to(struct search *search, const struct spot *spots);
bool search_is_over(const struct search_limits *limits);
/* The present selection becomes the best so far when it is better and breaks nothing. */
void search_keep_if_better(struct search *search);
/* Each event where it costs least; what finds no free place there takes the first that fits. */
void search_construct(struct search *search, const struct search_limits *limits);
/* Takes out what breaks something, then puts in what fits. */
void search_repair(struct search *search);

#endif
