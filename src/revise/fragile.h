/* How much a timetable hangs on single people and rooms: what if somebody is away for half a day,
 * or a room lost for a day? For each such case the fewest events that have to move. */
#ifndef REVISE_FRAGILE_H
#define REVISE_FRAGILE_H

#include "confab/solve.h"

/* Half days meet at this hour of the local clock. */
enum { FRAGILE_NOON_MIN = 13 * 60 };

enum fragile_state {
    FRAGILE_IMPOSSIBLE, /* proven: something mandatory has no place then */
    FRAGILE_MOVES,
    FRAGILE_UNKNOWN, /* looked at, but the limit came first */
    FRAGILE_NOT_LOOKED_AT,
};

struct fragile_case {
    struct person_id person; /* ID_NONE: it is about a room */
    struct room_id room;
    struct interval span; /* when they are away */
    const struct event_id *events;
    uint32_t n_events; /* of theirs that are then: these cannot stay */
    enum fragile_state state;
    uint32_t moves;  /* of all events, the fewest that was found; … */
    uint32_t least;  /* … no fewer than that will do (proven) */
    uint32_t others; /* of the moves, those of other events */
    uint32_t told;   /* people and attendees to be told of these moves */
    const struct event_id
        *homeless; /* IMPOSSIBLE: mandatory ones that were left out; may be none */
    uint32_t n_homeless;
    uint32_t left_out; /* optional events that lose their place */
};

struct fragile {
    struct arena arena;
    struct fragile_case *v;
    uint32_t n, n_looked; /* cases, and how many were looked at */
    uint32_t conflicts;   /* hard ones of the timetable itself: mending them counts in each case */
    const char *failure;  /* of the engine, when fragile_find() is false */
};

/* The cases of a timetable: each person on each half day with an event of theirs, and (with_rooms)
 * each room on each day with an event in it, not looked at. Fixed events stay what they are. */
void fragile_list(const struct problem *problem, const struct timetable *timetable, bool with_rooms,
                  struct fragile *fragile);
/* Solves anew what the case is about, with nothing else that changes. False: the engine failed,
 * fragile->failure says how. */
bool fragile_look(const struct problem *problem, const struct timetable *timetable,
                  const struct solve_options *options, struct fragile *fragile, uint32_t which);
/* All cases, the worst first, within the options' limits. */
bool fragile_find(const struct problem *problem, const struct timetable *timetable,
                  const struct solve_options *options, struct fragile *fragile);
void fragile_free(struct fragile *fragile);

#endif
