/* A lower bound for what it costs to share slots.
 *
 * Items (events) are put into slots (times), each item into exactly one, no more into a slot than
 * its capacity. Two items in the same slot cost their pair's weight, whatever the slot; of some
 * items all but one in a slot may cost; an item may also cost something of its own there.
 * Attendees' interest is of this kind, and so are tags and tracks. The linear relaxation over "item
 * i is in slot s" gives a bound near zero for it.
 *
 * Here it is relaxed by the sets of items that a slot can hold (Dantzig and Wolfe 1960), all in
 * one linear program, to which sets are added while there are better ones (pricing.h): Johnson,
 * Mehrotra, Nemhauser: Min-cut clustering, Math. Programming 62 (1993); sharpened by subset-row
 * cuts (Jepsen et al., Operations Research 56, 2008): of any three items at most one slot holds two
 * or more. It is a good deal stronger than pair variables with triangle cuts: those cuts follow
 * from it. When a good solution is known, all sets that a better one could use are listed, and the
 * integer program over them decides (Baldacci et al., Math. Programming 115, 2008). */
#ifndef ENGINE_BOUND_PAIRS_H
#define ENGINE_BOUND_PAIRS_H

#include "confab/base.h"

#include <stdatomic.h>

struct pair_weight {
    uint32_t i, j;  /* i < j */
    int64_t weight; /* > 0 */
};

/* Each of these items beyond the first in a slot costs the weight. */
struct bound_crowd {
    const uint32_t *items; /* distinct */
    uint32_t n;            /* ≥ 2 */
    int64_t weight;        /* > 0 */
};

struct bound_pairs {
    uint32_t n_items, n_slots;
    const uint32_t *capacity;          /* [n_slots] */
    const struct pair_weight *weights; /* each pair once */
    size_t n_weights;
    const struct bound_crowd *crowds;
    uint32_t n_crowds;
    const bool *never; /* [n_items·n_items] symmetric: may not share a slot. NULL: all may */
    const int64_t *slot_costs; /* [n_items·n_slots] what an item costs in a slot, ≥ 0; < 0: it may
                                  not be there. NULL: nothing anywhere */
};

struct bound_pairs_limits {
    double seconds;         /* ≤ 0: none */
    int64_t rounds;         /* of adding sets: the same work in every run. ≤ 0: any number */
    const atomic_int *stop; /* becomes non-zero: stop; NULL: never */
    bool has_known;         /* there is a solution, … */
    int64_t known;          /* … of this cost: a bound that reaches it is as good as any */
    void *context;
    void (*yield)(void *context); /* now and then; may wait. NULL: not wanted */
    /* A better bound. NULL: not wanted. */
    void (*improved)(void *context, int64_t bound);
    /* A solution better than the known one: slot_of[n_items]. NULL: not wanted. */
    void (*found)(void *context, int64_t cost, const uint32_t *slot_of);
};

enum bound_status {
    BOUND_OPEN,    /* the bound is valid */
    BOUND_OPTIMAL, /* and is the cost of the known solution or of one that was found */
    BOUND_NONE,    /* no way to put all items into slots */
};

/* The best bound within the limits, rounded up to a multiple of all costs' greatest common divisor.
 * Large problems are cut down to their heaviest items, which keeps the bound valid. */
enum bound_status bound_pairs(const struct bound_pairs *problem,
                              const struct bound_pairs_limits *limits, int64_t *bound);

#endif
