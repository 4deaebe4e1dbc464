/* Everything that lies in time, as writers show it: events, breaks, and slots that stayed open. */
#ifndef OUTPUT_AGENDA_H
#define OUTPUT_AGENDA_H

#include "confab/timetable.h"

enum agenda_what { AGENDA_EVENT, AGENDA_BREAK, AGENDA_OPEN };

struct agenda_item {
    enum agenda_what what;
    uint32_t index; /* of the event, the break, or the window */
    struct day_id day;
    struct interval span;
    const struct room_id *rooms; /* that it fills, ascending; none: it is elsewhere */
    uint32_t n_rooms;
    const char *place; /* where it is when that is not the one room it fills; NULL: not said */
    bool for_all;      /* a plenary, or a break of all rooms */
};

struct agenda {
    struct agenda_item *v; /* by start, first room, what, index */
    uint32_t n;
};

/* In `arena`. */
struct agenda agenda_create(struct arena *arena, const struct problem *problem,
                            const struct timetable *timetable);
/* The event's, the break's, or "Open slot" / "Open bof slot" (in `arena`). */
const char *agenda_title(struct arena *arena, const struct problem *problem,
                         const struct agenda_item *item);

#endif
