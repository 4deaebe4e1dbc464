/* Rooms of different sizes, and what talks ask of them: nothing that the room of the hidden
 * timetable does not have, and of large rooms so little that there is choice. */
#ifndef GENERATE_ROOMS_H
#define GENERATE_ROOMS_H

#include "generate/plan.h"

enum rooms_class { ROOMS_SMALL, ROOMS_MEDIUM, ROOMS_LARGE, ROOMS_CLASSES };

struct rooms_room {
    enum rooms_class class;
    uint32_t capacity;
};

struct rooms_demand {
    uint32_t audience;
    const char *feature; /* NULL: none */
};

/* What rooms of this class and of all larger ones have. */
const char *rooms_feature(enum rooms_class class);
/* Large rooms first: a sixth of them; a third are of medium size. */
struct rooms_room *rooms_make(struct arena *arena, uint32_t n, struct rng *rng);
/* What a talk asks for that has a room of `class`. */
struct rooms_demand rooms_demand_of(enum rooms_class class, struct rng *rng);

#endif
