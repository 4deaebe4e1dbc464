/* What alone makes a timetable impossible, found by counting, before anything is solved. */
#ifndef EXPLAIN_OBVIOUS_H
#define EXPLAIN_OBVIOUS_H

#include "confab/explain.h"

/* All such causes at once: events without any place, pinned and fixed events that contradict each
 * other, people with more to do than time, and more to hold than rooms and hours take. Each is a
 * proof that the events that are not optional cannot all be held under the hard rules; a problem
 * without any may still have no timetable. Texts and lists are in `arena`. */
void obvious_find(struct arena *arena, const struct problem *problem,
                  struct explain_causes *causes);

#endif
