/* A small seeded random generator: xoshiro256** of Blackman and Vigna (public domain algorithm,
 * https://prng.di.unimi.it), seeded through splitmix64. The same seed gives the same numbers
 * everywhere. */
#ifndef BASE_RNG_H
#define BASE_RNG_H

#include <stdint.h>

struct rng {
    uint64_t state[4];
};

struct rng rng_seeded(uint64_t seed);
uint64_t rng_next(struct rng *rng);
/* Uniform in 0 … below-1; below > 0. */
uint32_t rng_below(struct rng *rng, uint32_t below);

#endif
