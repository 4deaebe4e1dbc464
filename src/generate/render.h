/* A synthetic conference as YAML, one line for each talk, speaker and attendee. */
#ifndef GENERATE_RENDER_H
#define GENERATE_RENDER_H

#include "generate/cast.h"
#include "generate/rooms.h"
#include "generate/taste.h"

/* What is written, and the random numbers for what concerns one line only. */
struct render {
    const struct generate_options *options; /* settled, `speakers` too */
    const struct plan *plan;
    const struct cast *cast;
    const struct rooms_room *rooms; /* NULL: all alike */
    struct taste taste;             /* used when there are attendees */
    struct rng words_rng, topics_rng, demands_rng, away_rng, wishes_rng;
};

/* The problem, in `arena`. NULL: it would be larger than a problem file may be. */
const char *render_yaml(struct arena *arena, struct render *render);

#endif
