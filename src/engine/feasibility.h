/* Whether everything that is mandatory can be held at all, whatever it costs at later levels.
 *
 * Search and GLPK take turns, each longer than the one before, counted and not timed: the answer
 * depends on the seed alone, unless time or an interrupt ends it. Meant to be asked many times. */
#ifndef ENGINE_FEASIBILITY_H
#define ENGINE_FEASIBILITY_H

#include "confab/timetable.h"

#include <stdatomic.h>

enum feasibility {
    FEASIBILITY_YES,
    FEASIBILITY_NO,     /* proven */
    FEASIBILITY_UNKNOWN /* a limit came first */
};

struct feasibility_options {
    uint64_t seed;
    double ends_s;               /* CLOCK_MONOTONIC; 0: never */
    uint32_t rounds;             /* turns for each independent part, ≥ 1 */
    bool quick;                  /* a "no" matters less: GLPK gets small programs only */
    const atomic_int *stop;      /* becomes non-zero: stop; NULL: never */
    void (*tick)(void *context); /* whenever something is asked; NULL */
    void *tick_context;
};

/* Whether the options' limits have been reached: time is over, or it was told to stop. */
bool feasibility_is_over(const struct feasibility_options *options);
/* `timetable`: of YES, one with all that is mandatory, in `arena`; NULL: not wanted. */
enum feasibility feasibility_decide(const struct problem *problem,
                                    const struct feasibility_options *options, struct arena *arena,
                                    struct timetable *timetable);

#endif
