#include "generate/taste.h"

#include <stdlib.h>

enum { WEIGHT_OF_ALL = 2000000000, TRIES = 32 };

struct taste taste_make(struct arena *arena, uint32_t n_talks, struct rng *rng)
{
    struct taste taste = {.n_talks = n_talks};
    uint32_t *ranks = arena_array(arena, n_talks, sizeof(*ranks));
    taste.weight_up_to = arena_array(arena, n_talks, sizeof(*taste.weight_up_to));
    taste.wanted_by = arena_array(arena, n_talks, sizeof(*taste.wanted_by));
    for (uint32_t i = 0; i < n_talks; i++) {
        ranks[i] = i;
    }
    plan_shuffle(rng, ranks, n_talks);
    uint64_t sum = 0;
    for (uint32_t i = 0; i < n_talks; i++) {
        sum += WEIGHT_OF_ALL / (ranks[i] + 3);
        taste.weight_up_to[i] = sum;
    }
    return taste;
}

/* A talk by its weight. */
static uint32_t draw(const struct taste *taste, struct rng *rng)
{
    uint64_t sum = taste->weight_up_to[taste->n_talks - 1];
    /* The modulus favours small numbers by less than one part in a million. */
    uint64_t at = rng_next(rng) % sum;
    uint32_t from = 0, to = taste->n_talks - 1;
    while (from < to) {
        uint32_t middle = from + (to - from) / 2;
        if (taste->weight_up_to[middle] > at) {
            to = middle;
        } else {
            from = middle + 1;
        }
    }
    return from;
}

static int compare_numbers(const void *a, const void *b)
{
    const uint32_t *one = a, *other = b;
    return (*one > *other) - (*one < *other);
}

void taste_choose(struct taste *taste, uint32_t number, struct rng *rng, uint32_t *talks,
                  uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        uint32_t talk = draw(taste, rng);
        /* Who wants almost everything would wait long for the last ones. */
        for (uint32_t k = 0; taste->wanted_by[talk] == number; k++) {
            talk = k < TRIES ? draw(taste, rng) : (talk + 1) % taste->n_talks;
        }
        taste->wanted_by[talk] = number;
        talks[i] = talk;
    }
    qsort(talks, n, sizeof(*talks), compare_numbers);
}
