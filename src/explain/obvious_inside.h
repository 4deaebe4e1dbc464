/* What the parts of obvious.c share: where each event may be, and words. */
#ifndef EXPLAIN_OBVIOUS_INSIDE_H
#define EXPLAIN_OBVIOUS_INSIDE_H

#include "base/vec.h"
#include "core/model.h"
#include "explain/obvious.h"

/* A window, or what fixed events leave of it. */
struct obvious_opening {
    struct room_id room;
    struct day_id day;
    struct interval span;
    bool slot, cut; /* takes one event; something is cut off */
};

/* What an event can cover of an opening: from its first start there to its last end. */
struct obvious_use {
    uint32_t opening;
    int32_t from_min, to_min;
};

/* Uses of several events that may be at the same places; by opening. */
struct obvious_list {
    uint32_t first, n;
    uint64_t hash;
};

struct obvious_case {
    struct arena *arena; /* of the causes */
    struct arena scratch;
    const struct problem *problem;
    struct model model; /* choices only */
    VEC(struct obvious_opening) openings;
    uint32_t *first_opening; /* [n_rooms + 1] */
    bool *is_cut;            /* [n_rooms]: its openings are not its windows */
    VEC(struct obvious_use) uses;
    VEC(struct obvious_list) lists;
    uint32_t *list_of; /* [n_events]; ID_NONE: fixed, optional, without a place, or not only in
                          openings */
    bool *dropped;     /* [n_events]: not counted any more, since another cause is about them */
    VEC(struct explain_cause) causes;
};

/* Who and what a cause is about. */
struct obvious_about {
    const struct event_id *events;
    uint32_t n_events;
    const struct person_id *people;
    uint32_t n_people;
    const struct room_id *rooms;
    uint32_t n_rooms;
    struct src_span at;
};

/* Adds a cause; the lists are copied. */
void obvious_add(struct obvious_case *x, const char *kind, struct obvious_about about,
                 const char *text);
/* Fixed, or not to be left out at any cost; and not taken away. */
bool obvious_is_mandatory(const struct problem *problem, struct event_id event);
/* The rule's setting when it is hard, else NULL. */
const struct rule_setting *obvious_hard_setting(const struct problem *problem, const char *rule);

/* Fills openings, uses, lists and list_of. */
void obvious_index_build(struct obvious_case *x);
void obvious_index_free(struct obvious_case *x);

void obvious_places_find(struct obvious_case *x);
void obvious_pins_find(struct obvious_case *x);
void obvious_people_find(struct obvious_case *x);
void obvious_capacity_find(struct obvious_case *x);

/* How much of a stretch events can take: most minutes of some of `n` events, one of each length
 * given, with `pause_min` between any two, in stretches of up to longest_min minutes. */
struct obvious_fill {
    VEC(int32_t) most_min; /* by ticks of stretch and pause */
    int32_t tick_min, pause_min;
};
void obvious_fill_make(struct obvious_fill *fill, const struct problem *problem,
                       const int32_t *durations_min, uint32_t n, int32_t pause_min,
                       int32_t longest_min);
int32_t obvious_fill_most(const struct obvious_fill *fill, int32_t length_min);

/* In the causes' arena. "a, b and c"; when there are more than `most`: "a, b and 7 more". */
const char *obvious_words_list(struct obvious_case *x, const char *const *names, uint32_t n,
                               uint32_t most);
const char *obvious_words_events(struct obvious_case *x, const struct event_id *events, uint32_t n);
const char *obvious_words_rooms(struct obvious_case *x, const struct room_id *rooms, uint32_t n);
const char *obvious_words_spans(struct obvious_case *x, struct intervals spans);
/* "45 minutes", "1 minute". */
const char *obvious_words_minutes(struct obvious_case *x, int32_t minutes);

#endif
