/* Names, days, times and lists as one reads them; all in `arena`. */
#ifndef EXPLAIN_PHRASE_H
#define EXPLAIN_PHRASE_H

#include "confab/problem.h"

/* "'PVH Deep Dive'". */
const char *phrase_title(struct arena *arena, const struct problem *problem, struct event_id event);
/* "Thu 24 Oct": the date that the time counts for. */
const char *phrase_day(struct arena *arena, const struct problem *problem, int32_t time_min);
/* "Thu 24 Oct, 16:15". */
const char *phrase_when(struct arena *arena, const struct problem *problem, int32_t time_min);
/* "16:15-17:00"; a time past midnight as such. */
const char *phrase_hours(struct arena *arena, const struct problem *problem, struct interval span);
/* "Thu 24 Oct, 16:15-17:00". */
const char *phrase_span(struct arena *arena, const struct problem *problem, struct interval span);
/* "a", "a and b", "a, b and c"; n ≥ 1. */
const char *phrase_join(struct arena *arena, const char *const *items, size_t n);

#endif
