/* Large-neighbourhood search: some related events are set free, the others held, and GLPK finds the
 * best way to place the free ones. Which kind of relation is tried follows what has paid.
 *
 * Source: Shaw, "Using Constraint Programming and Local Search Methods to Solve Vehicle Routing
 * Problems", CP 1998; choice by success: Ropke and Pisinger, Transportation Science 40 (2006). */
#ifndef ENGINE_NEIGHBOURHOOD_H
#define ENGINE_NEIGHBOURHOOD_H

#include "base/rng.h"
#include "engine/board.h"

enum neighbourhood_kind {
    NEIGHBOURHOOD_COSTLY,   /* the events of a timeline that costs, and what runs beside them */
    NEIGHBOURHOOD_TIMELINE, /* the events of a track, a tag, a person */
    NEIGHBOURHOOD_TIME,     /* what runs in some hours */
    NEIGHBOURHOOD_ROOM,     /* what is in some room */
    NEIGHBOURHOOD_RANDOM,   /* events that share timelines with each other */
    NEIGHBOURHOOD_OUT,      /* an event that is left out, and what stands in its way */
    NEIGHBOURHOOD_KINDS
};

struct neighbourhood {
    struct board *board;
    struct rng rng;
    struct placement *chosen; /* [choices] */
    bool *is_free;            /* [choices] */
    uint32_t *free;           /* those, [n_free] */
    uint32_t n_free, wanted;  /* how many to set free; adapts to what can be solved */
    double weights[NEIGHBOURHOOD_KINDS];
    uint32_t *first_line, *lines; /* timelines of each choice */
};

void neighbourhood_init(struct neighbourhood *hood, struct board *board, uint64_t seed);
void neighbourhood_free(struct neighbourhood *hood);
/* One sub-problem of the incumbent, with at most so many nodes and seconds (≤ 0: any); true: it
 * became better. */
bool neighbourhood_try(struct neighbourhood *hood, int64_t nodes, double seconds);

#endif
