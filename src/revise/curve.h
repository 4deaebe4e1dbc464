/* What quality costs in moves: the best timetable with at most 0, 1, 2, … announced events moved.
 */
#ifndef REVISE_CURVE_H
#define REVISE_CURVE_H

#include "confab/solve.h"

enum { CURVE_MOST = 20 }; /* moves, unless another number is asked for */

enum curve_state {
    CURVE_OPTIMAL, /* values are proven */
    CURVE_FOUND,   /* bound ≤ the best ≤ value, lexicographically */
    CURVE_NONE,    /* proven: no timetable has all that is mandatory */
    CURVE_UNKNOWN, /* none is known */
};

/* What a timetable changes of what was announced. */
struct curve_changes {
    uint32_t moved;  /* events that are elsewhere */
    int64_t told;    /* people to tell, as the rule people-told counts them; … */
    int64_t minutes; /* … and how far starts move in all, as displacement does */
};

struct curve_point {
    uint32_t moves; /* at most; UINT32_MAX: any number */
    enum curve_state state;
    struct curve_changes changes;       /* by the timetable that was found */
    int64_t *value, *bound;             /* [n_levels]; values only of OPTIMAL and FOUND */
    const struct assignment *timetable; /* [n_events]; NULL: none */
};

struct curve {
    struct arena arena;
    struct levels levels; /* without those that count what changes */
    struct curve_point *v;
    uint32_t n;              /* points 0 … n − 1 moves */
    struct curve_point free; /* any number of moves; NONE when a number was asked for */
    bool has_free;
    struct curve_point given; /* the timetable that was known before; FOUND or UNKNOWN */
    bool whole;               /* the last point has the quality of `free` */
    bool cut;                 /* ended by the limit */
    const char *failure;      /* of the engine, when curve_find() is false */
};

/* `problem` has what was announced as `published` (revise/revise.h). `most` < 0: until more moves
 * gain nothing, CURVE_MOST at most. `known`: a timetable, NULL: none. False: the engine failed. */
bool curve_find(const struct problem *problem, const struct solve_options *options, int64_t most,
                const struct timetable *known, struct curve *curve);
/* The point with as many moves as `given` whose quality is better; NULL: there is none. */
const struct curve_point *curve_better(const struct curve *curve);
/* Fewer events than that cannot move; 0: nothing is known. */
uint32_t curve_least_moves(const struct curve *curve);
void curve_free(struct curve *curve);

/* How many announced events are elsewhere. */
uint32_t curve_count_moved(const struct problem *problem, const struct timetable *timetable);

#endif
