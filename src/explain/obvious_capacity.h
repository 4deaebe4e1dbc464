/* Groups of events that need more than the openings in which alone they can be held. */
#ifndef EXPLAIN_OBVIOUS_CAPACITY_H
#define EXPLAIN_OBVIOUS_CAPACITY_H

#include "explain/obvious_inside.h"

/* Events that nothing tells apart here. */
struct obvious_class {
    uint32_t list, n;
    int32_t duration_min;
    struct kind_id kind;
    uint32_t day;      /* index; ID_NONE: several */
    uint32_t room_set; /* index of the set of rooms it may be in */
};

/* Some classes, and how much they need and find. */
struct obvious_group {
    const uint32_t *classes; /* ascending */
    uint32_t n_classes, n_events;
    uint64_t hash;
    int64_t demand_min;
    int64_t open_min;   /* what is open to them, in openings of any kind */
    int64_t supply_min; /* how much of it whole events can use */
    int64_t places;     /* how many events it can take */
    int64_t short_min;  /* by how much it is too little, above 0 */
    bool all_slots, cut;
};

enum {
    OBVIOUS_ROOM_SETS = 64,  /* that are told apart */
    OBVIOUS_CHANGEOVERS = 8, /* likewise, of the rooms of a group */
};

/* What the group at hand can do with an opening. */
struct obvious_demand {
    uint32_t stamp;
    int32_t from_min, to_min, longest_min, shortest_min;
    int64_t n, minutes;
};

struct obvious_room_set {
    const uint64_t *bits;
    uint32_t n_events, old;
};

struct obvious_length {
    int32_t duration_min;
    uint32_t n;
};

struct obvious_capacity {
    struct obvious_case *x;
    VEC(struct obvious_class) classes;
    uint32_t *class_of;
    VEC(struct obvious_room_set) room_sets;
    size_t room_words, opening_words;
    struct obvious_demand *demands; /* [openings] */
    uint32_t stamp;
    VEC(uint32_t) touched;              /* openings */
    VEC(uint32_t) members;              /* classes of the group at hand */
    VEC(struct obvious_length) lengths; /* of its events */
    VEC(int32_t) durations_min;
    struct obvious_fill fills[OBVIOUS_CHANGEOVERS];
    uint32_t n_fills;
    VEC(uint64_t) seen; /* hash table of groups */
    VEC(struct obvious_group) found;
    int64_t work_left;
};

/* Fills classes, class_of and room_sets. */
void obvious_capacity_classify(struct obvious_capacity *cap);
/* Keeps the group of cap->members in cap->found when it is short, and was not looked at before. */
void obvious_capacity_try(struct obvious_capacity *cap);

/* Reports that the group is short. */
void obvious_capacity_report(struct obvious_case *x, const struct obvious_class *classes,
                             const uint32_t *class_of, const struct obvious_group *group);

#endif
