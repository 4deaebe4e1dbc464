/* What attendees want to see: some talks are wanted by many, most by few. */
#ifndef GENERATE_TASTE_H
#define GENERATE_TASTE_H

#include "generate/plan.h"

struct taste {
    uint64_t *weight_up_to; /* [n_talks]: the sum of weights before the talk and its own */
    uint32_t *wanted_by;    /* [n_talks]: the last attendee who has wished for it; 0: nobody */
    uint32_t n_talks;
};

/* Popularity by the law of Zipf and Mandelbrot: 1 / (rank + 3), ranks from 0 in random order. The 3
 * makes the favourite of a hundred talks one that half of the attendees want, with 8 wishes each.
 */
struct taste taste_make(struct arena *arena, uint32_t n_talks, struct rng *rng);
/* `n` ≤ n_talks distinct talks in ascending order, for attendee `number` (from 1, each once). */
void taste_choose(struct taste *taste, uint32_t number, struct rng *rng, uint32_t *talks,
                  uint32_t n);

#endif
