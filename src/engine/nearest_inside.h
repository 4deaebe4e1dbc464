/* The inside of the search for the nearest selection, for nearest.c (the tree), nearest_root.c
 * (where it begins) and nearest_least.c (what must be paid at least). */
#ifndef ENGINE_NEAREST_INSIDE_H
#define ENGINE_NEAREST_INSIDE_H

#include "engine/nearest.h"
#include "engine/nearest_broken.h"

enum { NEAREST_KEY = 5 }; /* levels about what has been announced, at most */

/* What those levels cost, first to last. */
struct nearest_key {
    int64_t v[NEAREST_KEY];
};

/* One choice decided after those of its parent. */
struct nearest_node {
    uint32_t parent;        /* ID_NONE: of the root */
    uint32_t choice;        /* ID_NONE: the root */
    struct spot to;         /* its home: it stays */
    struct nearest_key key; /* no selection below costs less */
    uint32_t rank;          /* of equal keys the lowest comes first: what is broken or not placed */
    bool sharp;             /* the key counts the next one that must go elsewhere, too */
};

/* Unary costs: those of choice c are v[first[c] … first[c + 1]), by level. */
struct nearest_costs {
    size_t *first;
    struct nearest_cost {
        uint32_t level, unary; /* of the model's */
    } * v;
};

struct nearest {
    struct board *board;
    const struct search_index *index;
    struct arena arena;
    struct search_state state;
    struct nearest_broken broken;
    uint32_t n_choices, first_level, n_levels;
    struct nearest_costs costs;
    struct nearest_key *out_key; /* [choices]: what staying out costs */
    struct spot *homes;          /* [choices]; SPOT_OUT: loose, or never placed */
    uint32_t *loose; /* choices that must be placed, those with the fewest places first */
    uint32_t n_loose;
    struct nearest_key *loose_key; /* [n_loose + 1]: what those from here on cost at least */
    struct nearest_key
        *away;      /* [choices]: what going elsewhere costs at least, by the place alone; … */
    bool *has_away; /* … once it was asked for */
    VEC(struct nearest_node) nodes;
    VEC(uint32_t) heap;
    VEC(uint32_t) path; /* nodes from the root to the one that is looked at */
    bool *decided;      /* [choices]: on the path */
    bool has_best;
    struct nearest_key best_key;
    int64_t *best_cost;     /* [levels] */
    struct placement *best; /* [choices] */
    const struct nearest_limits *limits;
    uint64_t tries, most_tries;
    uint64_t next_look; /* at the clock, in tries */
    bool gave_up, stopped;
    bool in_haste;       /* the next node is that with the least out of order; … */
    uint32_t child_rank; /* … of its children so far the best */
    struct nearest_key child_key;
};

static inline int nearest_compare(const struct nearest *n, const struct nearest_key *a,
                                  const struct nearest_key *b)
{
    for (uint32_t k = 0; k < n->n_levels; k++) {
        if (a->v[k] != b->v[k]) {
            return a->v[k] < b->v[k] ? -1 : 1;
        }
    }
    return 0;
}

static inline struct nearest_key nearest_now(const struct nearest *n)
{
    struct nearest_key key = {{0}};
    for (uint32_t k = 0; k < n->n_levels; k++) {
        key.v[k] = n->state.level_cost[n->first_level + k];
    }
    return key;
}

static inline struct nearest_key nearest_plus(struct nearest_key a, const struct nearest_key *b)
{
    for (uint32_t k = 0; k < NEAREST_KEY; k++) {
        a.v[k] += b->v[k];
    }
    return a;
}

static inline bool nearest_same_spot(struct spot a, struct spot b)
{
    return a.run == b.run && a.tick == b.tick;
}

/* Everything that has a home goes there. False: the model does not suit. */
bool nearest_root_init(struct nearest *nearest);
/* What going elsewhere costs the choice at least, by its places alone; remembered. */
const struct nearest_key *nearest_least_away(struct nearest *nearest, uint32_t choice);
/* What all costs while the choice is nowhere, but for what being nowhere costs: wherever it goes,
 * its place costs more than that. */
struct nearest_key nearest_without(struct nearest *nearest, uint32_t choice);
/* What being there costs the choice by its place alone. */
struct nearest_key nearest_place_cost(const struct nearest *nearest, uint32_t choice,
                                      struct placement placement);
/* What it costs at least that one of the choices in the way (broken.members) goes elsewhere. */
struct nearest_key nearest_least_extra(struct nearest *nearest);

#endif
