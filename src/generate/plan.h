/* The hidden timetable of a synthetic conference: when and where every talk can be held.
 *
 * Times are minutes since midnight of the first day. */
#ifndef GENERATE_PLAN_H
#define GENERATE_PLAN_H

#include "base/rng.h"
#include "generate/settle.h"

struct plan_talk {
    uint32_t room;
    uint32_t start_min, duration_min;
};

/* A slot, or an hour of a day: what people are there for, or away. */
struct plan_cell {
    uint32_t from_min, to_min;
};

struct plan {
    struct plan_talk *talks; /* in no order that tells where they are */
    uint32_t n_talks;
    struct plan_cell *cells; /* ascending */
    uint32_t n_cells;
    uint64_t talks_min, rooms_min; /* all talks, all open time */
};

/* Options as settled. */
struct plan plan_make(struct arena *arena, const struct generate_options *options, struct rng *rng);
/* How many talks run at the same time at most. */
uint32_t plan_most_at_once(const struct plan *plan);
/* The talks by start, in `arena`. */
uint32_t *plan_by_start(struct arena *arena, const struct plan *plan);
/* Puts numbers in random order. */
void plan_shuffle(struct rng *rng, uint32_t *numbers, uint32_t n);

#endif
