#include "base/rng.h"

static uint64_t rotate_left(uint64_t x, int by)
{
    return (x << by) | (x >> (64 - by));
}

static uint64_t split_mix(uint64_t *state)
{
    uint64_t z = (*state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

struct rng rng_seeded(uint64_t seed)
{
    struct rng rng;
    for (int i = 0; i < 4; i++) {
        rng.state[i] = split_mix(&seed);
    }
    return rng;
}

uint64_t rng_next(struct rng *rng)
{
    uint64_t *s = rng->state;
    uint64_t result = rotate_left(s[1] * 5, 7) * 9;
    uint64_t t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate_left(s[3], 45);
    return result;
}

uint32_t rng_below(struct rng *rng, uint32_t below)
{
    /* Multiply and shift, rejecting the few values that would favour some results (Lemire 2019);
     * the division is needed for those few only. */
    uint64_t product = (rng_next(rng) >> 32) * below;
    if ((uint32_t)product < below) {
        uint32_t threshold = (0u - below) % below;
        while ((uint32_t)product < threshold) {
            product = (rng_next(rng) >> 32) * below;
        }
    }
    return (uint32_t)(product >> 32);
}
