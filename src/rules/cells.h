/* What compile halves share about cells: windows, as what a track or another group of events
 * occupies, and sessions, as the cells that belong together. Audit halves never use it.
 *
 * An event is in a cell when it lies wholly in that window; what lies in none is in no session. */
#ifndef RULES_CELLS_H
#define RULES_CELLS_H

#include "core/rule.h"

/* For vec.h: some events. */
struct cells_events {
    struct event_id *v;
    size_t n, cap;
};

/* A place that an event may be in: a room, and the time that it must lie in (`whole`) or only start
 * in. */
struct cells_place {
    struct room_id room;
    struct interval span;
    bool whole;
};
struct cells_places {
    struct cells_place *v;
    size_t n, cap;
};

/* Appends the events of a track, fixed ones too. */
void cells_add_track(const struct problem *problem, struct track_id track,
                     struct cells_events *events);
/* Appends the cells of a session. */
void cells_add_session(const struct problem *problem, struct session_id session,
                       struct cells_places *places);
/* The dates on which one of the events may start, as intervals of starts, ascending. The result is
 * the caller's, of `*n`. */
struct interval *cells_list_dates(const struct compile *compile, const struct cells_events *events,
                                  uint32_t *n);

/* "The event is in the place." */
struct literal cells_in(const struct compile *compile, struct event_id event,
                        struct cells_place place);
/* Adds coef · [the event is in one of the n places] to the open term: in one literal when its
 * starts from the first to the last of them are all there. Returns how many literals that took. */
uint32_t cells_add_within(const struct compile *compile, int32_t coef, struct event_id event,
                          const struct cells_place *places, size_t n);
/* How many of the events are in the cell, or in the session: equal counts are shared by all rules;
 * ID_NONE: none can be. */
struct term_id cells_count(const struct compile *compile, const struct cells_events *events,
                           struct window_id window);
struct term_id cells_count_session(const struct compile *compile, const struct cells_events *events,
                                   struct session_id session);
/* How many are in the room, starting in the interval. */
struct term_id cells_count_room(const struct compile *compile, const struct cells_events *events,
                                struct room_id room, struct interval starts);
/* Ends the open term n: n − 1 costs the rule's weight each, or n ≤ 1. */
void cells_end_one(const struct compile *compile);

/* Whether the two can never be in one cell: they are of different tracks, which window-one-track
 * forbids without exception. What is compiled may take it for granted. */
bool cells_never_share(const struct problem *problem, struct event_id a, struct event_id b);
/* The two in one session and different rooms: forbidden, or `strength` once. */
void cells_pair(const struct compile *compile, struct strength strength, struct event_id a,
                struct event_id b);
/* The same for groups of places that stand for sessions; ends[i]: where the i-th group ends. */
void cells_pair_within(const struct compile *compile, struct strength strength, struct event_id a,
                       struct event_id b, const struct cells_places *places, const size_t *ends,
                       size_t n_groups);
/* Pairs of cells of one session and different rooms, the one with an event of `a`, the other with
 * one of `b`: forbidden, or `strength` each. No event is in both. */
void cells_beside(const struct compile *compile, struct strength strength,
                  const struct cells_events *a, const struct cells_events *b);

#endif
