/* Simulated annealing on the model's counts: a timetable for problems on which GLPK alone finds
 * none in time.
 *
 * Source of the method: Kirkpatrick, Gelatt, Vecchi, "Optimization by Simulated Annealing", Science
 * 220 (1983). Proves nothing; deterministic for a seed unless it is stopped. */
#ifndef ENGINE_ANNEAL_H
#define ENGINE_ANNEAL_H

#include "core/model.h"

struct anneal_limits {
    uint64_t seed;
    uint64_t moves;           /* tried at most */
    double seconds;           /* ≤ 0: none */
    const volatile int *stop; /* becomes non-zero: stop; NULL: never */
};

/* Fills in chosen[c] for every choice with the best selection found that breaks no range; events
 * that fit nowhere stay out. False: none was found. */
bool anneal_model(const struct model *model, const struct anneal_limits *limits, uint32_t *chosen);

#endif
