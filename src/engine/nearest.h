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

struct nearest_limits {
    uint64_t tries;       /* placements looked at, about; … */
    uint64_t haste_tries; /* … where no selection was found, so many more for some one; … */
    uint64_t ties; /* … once the levels about what has been announced are proven, so many more */
    double ends_s; /* CLOCK_MONOTONIC; 0: never */
    const atomic_int *stop; /* becomes non-zero: end; NULL: never */
};

enum nearest_end {
    NEAREST_UNSUITED, /* the model is not of that kind: something may stay out to be nearer, or has
                         several homes that others count on, or too much has none */
    NEAREST_NONE,     /* no selection has everything in some place */
    NEAREST_PROVEN,   /* the board holds the best selection */
    NEAREST_OPEN,     /* it may hold a good one */
};

/* What is known when it is open; the arrays are the caller's, [choices]. */
struct nearest_rest {
    struct placement *homes; /* of those that stay */
    /* The first level about what has been announced costs no less than `guess`; selections in which
     * it costs no more have none of these elsewhere. Whether there are any is not known. */
    int64_t guess;
    bool *guessed;
    /* A selection was found, and no nearer one has any of these elsewhere. */
    bool has_best;
    bool *stays;
};

/* Offers what it finds on the board and raises the bounds. Deterministic but for the clock. */
enum nearest_end nearest_solve(struct board *board, const struct search_index *index,
                               const struct nearest_limits *limits, struct nearest_rest *rest);

#endif
