/* The candidate placements of an event: the starts on the grid in every window, and its pin, less
 * what hard placement rules forbid. */
#ifndef ENGINE_CANDIDATES_H
#define ENGINE_CANDIDATES_H

#include "core/model.h"

enum { CANDIDATES_LOOKS = 4 }; /* of enum rule_looks_at */

/* Scratch memory for all events of one problem; zero-initialise, end with candidates_free(). */
struct candidates {
    VEC(int32_t) starts; /* of one room */
    VEC(uint8_t) times;  /* by minute of the horizon: whether an event may start then, once known */
    int32_t from_min;    /* the horizon's begin */
    struct placements pins;
    uint64_t rules[CANDIDATES_LOOKS]; /* hard ones that concern the event */
};

/* Adds the event's candidates to the model's last choice, which must be its. */
void candidates_add(struct candidates *candidates, struct model *model, struct event_id event);
void candidates_free(struct candidates *candidates);

/* Placements that a rule forbids: how many, how many of them no other rule does, and the first. */
struct exclusion {
    uint32_t count, alone;
    struct placement example;
};

/* What each hard placement rule forbids the event, excluded[rule_table_count()], zeroed before;
 * returns how many placements there were to begin with. */
uint32_t candidates_explain(const struct problem *problem, struct event_id event,
                            struct exclusion *excluded);

#endif
