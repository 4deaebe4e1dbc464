/* The columns of one day's grid: rooms, and what else needs a column of its own. */
#ifndef OUTPUT_LANES_H
#define OUTPUT_LANES_H

#include "output/agenda.h"

struct lane {
    const char *name;    /* the room's or the place's */
    struct room_id room; /* ID_NONE: a place elsewhere */
};

/* An agenda item and where it is drawn. */
struct lane_item {
    const struct agenda_item *item;
    uint32_t lane; /* ID_NONE: over the whole width, nothing else being on then */
};

struct lanes {
    struct lane *v;
    uint32_t n; /* at least one */
    struct lane_item *items;
    uint32_t n_items; /* what is drawn later covers what is drawn before */
};

/* The day's lanes in `arena`: rooms in which something lies that day, in their order (twice or more
 * where events of one room overlap), then places elsewhere. Plenaries, breaks of all rooms and
 * events elsewhere go over the whole width when nothing else is on. */
struct lanes lanes_create(struct arena *arena, const struct problem *problem,
                          const struct agenda *agenda, struct day_id day);

#endif
