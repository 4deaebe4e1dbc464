/* Local search for good timetables: greedy construction, then simulated annealing in growing
 * cycles, from fresh starts and from the best so far.
 *
 * Source of the method: Kirkpatrick, Gelatt, Vecchi, "Optimization by Simulated Annealing", Science
 * 220 (1983). Proves nothing. Deterministic for a seed and a sequence of calls, unless it is
 * stopped. One thread uses one search; the index may be shared. */
#ifndef ENGINE_SEARCH_H
#define ENGINE_SEARCH_H

#include "engine/search_state.h"

#include <stdatomic.h>

struct search;

struct search_limits {
    uint64_t moves;         /* to be tried in this call */
    double ends_s;          /* CLOCK_MONOTONIC; 0: never */
    const atomic_int *stop; /* becomes non-zero: stop; NULL: never */
    uint64_t
        left; /* about how many moves there will be in all that is left of the time; 0: not known */
};

struct search *search_create(const struct search_index *index, uint64_t seed);
void search_free(struct search *search);
/* Goes on from where it was. */
void search_go(struct search *search, const struct search_limits *limits);
/* The best selection so far that breaks nothing, chosen[choices] and level_cost[levels]; false:
 * none yet. `version` grows when it changes. */
bool search_best(const struct search *search, struct placement *chosen, int64_t *level_cost);
uint64_t search_version(const struct search *search);
/* A selection that breaks nothing, found elsewhere: the best so far when it is better. Ignored when
 * it does not fit the model. */
void search_offer(struct search *search, const struct placement *chosen);
uint64_t search_moves(const struct search *search);

#endif
