/* The best set of items for one slot: the pricing problem of bound_pairs.h.
 *
 * Looks for sets of `least` to `most` items of great value: the gains of its items, less the
 * weights of its pairs, less a weight for each item of a crowd beyond the first, less the penalty
 * of each triple of which it holds two items or three. One search is quick and finds good sets; the
 * other finds the best one, or a bound for it. */
#ifndef ENGINE_PRICING_H
#define ENGINE_PRICING_H

#include "base/rng.h"
#include "confab/arena.h"

/* From this weight on two items must not share a slot. */
#define PRICING_NEVER 1e9

struct pricing_triple {
    uint32_t items[3];
    double penalty; /* ≥ 0 */
};

struct pricing_crowd {
    const uint32_t *items;
    uint32_t n;
    double weight; /* ≥ 0 */
};

struct pricing_set {
    const uint32_t *items; /* ascending */
    uint32_t n;
    double value;
};

struct pricing {
    /* What to look for; the caller's. */
    uint32_t n, least, most; /* 1 ≤ most ≤ n, least ≤ most */
    const double *weights;   /* [n·n] symmetric, ≥ 0, 0 on the diagonal */
    const double *gains;     /* [n] -HUGE_VAL: not in this slot */
    const struct pricing_triple *triples;
    uint32_t n_triples;
    const uint32_t *of_item; /* [n+1] the triples of item i are list[of_item[i]] … [of_item[i+1]-1],
                                … */
    const uint32_t *list;    /* … those with a penalty > 0 */
    const struct pricing_crowd *crowds;
    uint32_t n_crowds;
    const uint32_t *crowds_of; /* [n+1] the crowds of item i are crowd_list[crowds_of[i]] … */
    const uint32_t *crowd_list;
    bool (*is_over)(void *context); /* asked now and then: give up? NULL: never */
    void *context;

    /* What was found. */
    struct pricing_set *sets; /* [n_sets] in no order */
    uint32_t n_sets;
    int64_t nodes; /* of the last exact search */

    struct pricing_work *work;
};

/* Memory for sets of up to `most` out of `n` items, up to most_sets of them kept, and up to
 * most_triples triples and most_crowds crowds. All in the arena. */
void pricing_init(struct pricing *pricing, struct arena *arena, uint32_t n, uint32_t most,
                  uint32_t most_sets, uint32_t most_triples, uint32_t most_crowds);

/* Forgets the sets found. From now on those of a value above `keep` are kept: the best ones, when
 * there are more than there is room for. */
void pricing_begin(struct pricing *pricing, double keep);

/* Local search from every item, with `kicks` disturbances each. The best value seen, -HUGE_VAL:
 * no set was. */
double pricing_guess(struct pricing *pricing, uint32_t kicks, struct rng *rng);

/* Branch and bound. No set's value is above what is returned, which is `floor` or more: then it is
 * the best set's value, unless the search was given up or had used up most_nodes. */
double pricing_best(struct pricing *pricing, double floor, int64_t most_nodes);

/* Finds every set of a value above `above` and keeps those that pricing_begin() wanted. False:
 * given up, or no room for all. */
bool pricing_all(struct pricing *pricing, double above, int64_t most_nodes);

#endif
