/* Irreducible infeasible subsets of a problem's demands: together they cannot be met, and without
 * any one of them the others can.
 *
 * Found by QuickXplain (U. Junker, AAAI 2004), a deletion filter that takes halves: first over the
 * events that have to be held, then over whole rules, which with few events is quick, then over the
 * pieces of the rules that are left. Each step keeps what the steps before have shown. */
#ifndef EXPLAIN_SUBSET_H
#define EXPLAIN_SUBSET_H

#include "engine/feasibility.h"
#include "explain/demand.h"

struct subset {
    const struct demand *demands;
    uint32_t n;
    bool irreducible; /* shown for each of them; false: a limit came first for some */
    uint32_t tests;   /* feasibility problems solved */
};

/* Whether the problem, which is without its wishes (variant_drop_wishes()), can hold all of
 * held[n_events]. If not, the subset's demands are in `arena`, events first. `first` (ID_NONE:
 * none) is an event without which the others can be held. UNKNOWN: a limit came first. */
enum feasibility subset_find(struct arena *arena, const struct problem *problem, const bool *held,
                             struct event_id first, const struct feasibility_options *options,
                             struct subset *subset);

#endif
