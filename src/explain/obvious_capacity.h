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

/* Reports that the group is short. `of` are all events that count, of any group. */
void obvious_capacity_report(struct obvious_case *x, const struct obvious_class *classes,
                             const uint32_t *class_of, const struct obvious_group *group);

#endif
