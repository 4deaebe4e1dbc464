/* Dates and clocks as people write them, in English and German. */
#ifndef IMPORT_DATES_H
#define IMPORT_DATES_H

#include "confab/arena.h"
#include "confab/calendar.h"

/* The conference's days, as far as they are known: they give a year, and what a weekday is. */
struct dates {
    bool known;
    int32_t first, last;
};

/* The date that *text begins with, and *text behind it: "2026-05-14", "14.05.2026", "Thu 14 May
 * 2026", "May 14, 2026"; with strokes where it has one meaning ("5/14/2026"); "14.05.", "14 May"
 * and "Thursday" where the year, or the day, is known. */
bool dates_take(const struct dates *dates, const char **text, int32_t *day_number);
/* The same of all of the text. */
bool dates_read(const struct dates *dates, const char *text, int32_t *day_number);
/* "9:00", "9.00 Uhr", "9 am", "9h30", "9": minutes since midnight, up to 48 hours. */
bool dates_clock(struct arena *arena, const char *text, int32_t *minutes);
/* "9:00-12:00": two clocks of one day, the second the later one. */
bool dates_clocks(struct arena *arena, const char *text, int32_t *from_min, int32_t *to_min);
/* The first `n` bytes, all kinds of dashes made "-". */
char *dates_plain_dashes(struct arena *arena, const char *text, size_t n);

#endif
