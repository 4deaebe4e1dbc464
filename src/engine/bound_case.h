/* A problem of bound_pairs.h made ready: what does not matter left out, costs in units of their
 * greatest common divisor, equal slots together. */
#ifndef ENGINE_BOUND_CASE_H
#define ENGINE_BOUND_CASE_H

#include "confab/arena.h"
#include "engine/bound_pairs.h"
#include "engine/pricing.h"

/* Slots that cannot be told apart. */
struct bound_class {
    uint32_t n_slots, least, most; /* items in a slot */
    double *costs; /* [items] of an item there, in units; -1: never. NULL: nothing */
};

struct bound_case {
    const struct bound_pairs *problem;
    int64_t unit;
    double constant;              /* what the items left out cost at least, in units */
    uint32_t n;                   /* items that are left … */
    uint32_t *items;              /* … and which they are */
    double *weights;              /* [n·n] in units; PRICING_NEVER and more: never */
    struct pricing_crowd *crowds; /* weights in units */
    uint32_t n_crowds;
    uint32_t *crowds_of;  /* [n + 1], … */
    uint32_t *crowd_list; /* … as pricing.h wants them */
    double ceiling;       /* no solution costs more, in units */
    uint32_t n_classes;
    struct bound_class *classes;
    bool is_tied;  /* in every solution every slot is full */
    bool is_none;  /* there is no solution */
    bool is_whole; /* nothing has been left out but items that cost nothing */
};

/* In the arena. */
struct bound_case bound_case_make(struct arena *arena, const struct bound_pairs *problem);

/* What an item costs in a class; -1: never. */
double bound_case_cost(const struct bound_class *class, uint32_t item);

#endif
