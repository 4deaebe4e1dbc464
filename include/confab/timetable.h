/* A timetable: where and when each event of a problem is, or that it is left out. */
#ifndef CONFAB_TIMETABLE_H
#define CONFAB_TIMETABLE_H

#include "confab/problem.h"

struct assignment {
    bool placed;
    struct room_id room; /* ID_NONE: off-site (fixed events with free text for a place) */
    int32_t start_min;
};

/* One assignment for each event of the problem, in its order. */
struct timetable {
    struct assignment *v; /* [n_events] */
    uint32_t n;
};

/* Nothing placed but the fixed events. In `arena`. */
struct timetable timetable_create(struct arena *arena, const struct problem *problem);
/* The event's time; only for placed events. */
struct interval timetable_span(const struct problem *problem, const struct timetable *timetable,
                               struct event_id event);
/* Whether the event, placed so, is elsewhere than it was announced (problem_published()). */
bool timetable_has_moved(const struct problem *problem, struct event_id event,
                         struct assignment now);
/* Minutes that two placed events overlap when each is lengthened behind by `after_*_min`; 0: none.
 */
int32_t timetable_overlap_min(struct interval a, int32_t after_a_min, struct interval b,
                              int32_t after_b_min);

#endif
