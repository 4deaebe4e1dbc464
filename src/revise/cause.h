/* Why announced events are not where they were announced. Each is put back, alone, into a finished
 * timetable, and the audit says what that would break: the model is never asked. */
#ifndef REVISE_CAUSE_H
#define REVISE_CAUSE_H

#include "confab/score.h"

enum cause_kind {
    CAUSE_RULE, /* where it was announced, a hard rule would be broken */
    CAUSE_ROOM, /* it makes room for an event that is new, or has itself moved */
    CAUSE_SWAP, /* events make room for each other, in a circle */
    CAUSE_COST, /* it could be there, but that would cost more */
    CAUSE_NONE, /* it could be there, and that would be as good, or better */
};

struct cause {
    struct event_id event;
    enum cause_kind kind;
    uint32_t rule; /* that speaks against the announced place; ID_NONE: none alone does */
    /* Who else is meant. CAUSE_ROOM: events[0] is made room for; CAUSE_SWAP: the circle's others.
     */
    struct event_id events[VIOLATION_EVENTS];
    uint32_t n_events;
    struct person_id people[VIOLATION_PEOPLE];
    uint32_t n_people;
    struct room_id rooms[VIOLATION_ROOMS];
    uint32_t n_rooms;
    struct event_id root; /* CAUSE_ROOM: where the chain of those who make room ends, else
                             ID_NONE */
    uint32_t level;       /* CAUSE_COST: where it would cost … */
    int64_t extra;        /* … so much more */
    const char *message;  /* what follows "because" (CAUSE_NONE: "although"), without an end: "Mira
                             Vogt is not free for it then" */
};

struct causes {
    struct cause *v; /* in the problem's order */
    uint32_t n;
};

/* Whether an event with something `published` is elsewhere in the timetable, or not in it. */
bool cause_has_moved(const struct problem *problem, const struct timetable *timetable,
                     struct event_id event);
/* One cause for each event that has moved. In `arena`. */
struct causes causes_find(struct arena *arena, const struct problem *problem,
                          const struct timetable *timetable);
/* NULL: the event has not moved. */
const struct cause *causes_of(const struct causes *causes, struct event_id event);

#endif
