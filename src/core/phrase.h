/* Names, days, times and lists as one reads them; all in `arena`. */
#ifndef CORE_PHRASE_H
#define CORE_PHRASE_H

#include "confab/problem.h"

/* "'PVH Deep Dive'". */
const char *phrase_title(struct arena *arena, const struct problem *problem, struct event_id event);
/* "Thu 24 Oct": of a date (days since 1970-01-01), or that a time is on by the clock. */
const char *phrase_date(struct arena *arena, int32_t day_number);
const char *phrase_day(struct arena *arena, const struct problem *problem, int32_t time_min);
int32_t phrase_day_number(const struct problem *problem, int32_t time_min);
/* "Thu 24 Oct, 16:15". */
const char *phrase_when(struct arena *arena, const struct problem *problem, int32_t time_min);
/* "16:15-17:00". */
const char *phrase_hours(struct arena *arena, const struct problem *problem, struct interval span);
/* "Thu 24 Oct, 16:15-17:00"; over midnight "Thu 24 Oct, 22:00 to Fri 25 Oct, 01:00". */
const char *phrase_span(struct arena *arena, const struct problem *problem, struct interval span);
/* "a", "a and b", "a, b and c"; n ≥ 1. */
const char *phrase_join(struct arena *arena, const char *const *items, size_t n);

#endif
