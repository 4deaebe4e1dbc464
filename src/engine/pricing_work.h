/* The inside of pricing.h, for pricing.c and pricing_guess.c. */
#ifndef ENGINE_PRICING_WORK_H
#define ENGINE_PRICING_WORK_H

#include "engine/pricing.h"

/* The candidates at one depth of the search, greatest value first. */
struct pricing_level {
    uint32_t *items;
    double *values; /* what the item adds to the set, at best */
    double *change; /* [n] by item: what triples and crowds of the item just chosen change */
    uint32_t n;
};

struct pricing_work {
    uint32_t most_sets, most_items;
    uint32_t *memory; /* of the sets' items */
    double keep, threshold, best, above;
    int64_t most_nodes;
    bool raises; /* the threshold follows the best set */
    bool aborted, overfull;
    struct pricing_level *levels; /* [most_items + 1] */
    uint32_t *chosen, *sorted;
    uint32_t n_chosen;
    uint32_t *counts;       /* [triples] items chosen */
    uint32_t *crowd_counts; /* [crowds] likewise */
    double *marginal; /* [n] local search: what adding, or not having removed, the item is worth */
    bool *inside;     /* [n] */
};

/* Keeps the chosen set, when its value is wanted. `repeats`: it may have been seen before. */
void pricing_keep(struct pricing *pricing, double value, bool repeats);

#endif
