/* The irreducible infeasible subsets of a problem, one after the other, no event in two of them. */
#ifndef EXPLAIN_CONFLICTS_H
#define EXPLAIN_CONFLICTS_H

#include "confab/explain.h"
#include "explain/subset.h"

/* What is known besides the explanation, in its arena. */
struct conflicts {
    const bool *together;        /* [n_events] can all be held; NULL: not known */
    const struct event_id *left; /* [n_left]: mandatory ones that are not among them */
    uint32_t n_left;
    bool crowded; /* one of them is short of room with many others: no single change helps */
    const struct event_id *first; /* [n]: with it, what is together cannot be held, … */
    const struct subset *subsets; /* … by these demands */
    uint32_t n;
};

/* Fills in the explanation's conflicts, in its arena. `hard`: the problem without its wishes, which
 * has no timetable. Gives up, with explanation->complete false, at the options' limits. */
struct conflicts conflicts_find(const struct problem *hard,
                                const struct feasibility_options *options,
                                struct explanation *explanation);

#endif
