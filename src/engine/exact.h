/* The exact path: integer programs, level by level, solved by GLPK.
 *
 * Most problems can be solved with nothing at all at the earlier levels, where no value is below 0:
 * so that is tried first, on the last level at once. Otherwise the levels are solved one after the
 * other, each with the earlier ones at their optimum. Where events have been announced, the level
 * of those that move comes before the last in either case: they are often in each other's way, and
 * its program is small. Levels that are proven already are not solved again. */
#ifndef ENGINE_EXACT_H
#define ENGINE_EXACT_H

#include "engine/board.h"

struct exact_options {
    int64_t nodes;   /* of branch and bound, for each program; ≤ 0: any */
    double ends_s;   /* CLOCK_MONOTONIC; 0: never */
    bool symmetry;   /* events that nothing tells apart come in their order */
    bool plain;      /* GLPK with its presolver, in one go: for programs it solves in a moment */
    bool moves_only; /* stops after the level of announced events that move */
    double share;    /* of the time: for the first try, when it must not take all; 0: all */
    void (*yield)(void *context); /* now and then; NULL */
    void *yield_context;
};

enum exact_status {
    EXACT_DONE,    /* everything is proven, and on the board */
    EXACT_STOPPED, /* a limit, or the board's stop */
    EXACT_FAILED,  /* *failure says why */
};

struct exact_size {
    int64_t columns, rows; /* of the largest program */
};

enum exact_status exact_solve(struct board *board, const struct exact_options *options,
                              struct exact_size *size, const char **failure, struct arena *arena);

/* Every solution's value is a multiple of the gcd, so a bound may be rounded up to one. */
int64_t exact_round_bound(double bound, int64_t gcd);

#endif
