/* Optimises one model: local search, large neighbourhoods, bounds and exact programs, on threads
 * that share a board.
 *
 * Tiny models are solved by GLPK alone. Otherwise one worker raises the bound (closed forms, pair
 * relaxation, linear program, branch and bound), and each of the others searches. With one thread
 * the same work is done in turns that are counted, not timed: what comes out then depends on the
 * seed alone, unless time or an interrupt ends it. */
#ifndef ENGINE_OPTIMISE_H
#define ENGINE_OPTIMISE_H

#include "engine/board.h"
#include "engine/exact.h"

enum optimise_engine { OPTIMISE_AUTO, OPTIMISE_EXACT, OPTIMISE_SEARCH };

struct optimise_options {
    enum optimise_engine engine;
    bool symmetry;    /* see exact.h */
    uint32_t threads; /* ≥ 1 */
    uint64_t seed;
    uint64_t tries; /* of placements, for each of nearest.h's trees; 0: as many as usual, which is
                       for all but tests */
    uint64_t work;  /* units of about a thousand moves; 0: any */
    double ends_s;  /* CLOCK_MONOTONIC; 0: never */
    const atomic_int *stop; /* NULL: never */
    /* From time to time, in the calling thread; NULL. */
    void (*watch)(struct board *board, void *context);
    void *watch_context;
};

struct optimise_result {
    struct exact_size size;
    const char *failure;  /* in the arena given; NULL: none */
    bool searched, exact; /* what was used */
    bool too_large;       /* for the integer program that was asked for */
};

/* The board is initialised; afterwards it holds what was found. Even when time is over at once,
 * there is a selection, though perhaps one that leaves much out. */
void optimise_model(struct board *board, const struct optimise_options *options,
                    struct arena *arena, struct optimise_result *result);

#endif
