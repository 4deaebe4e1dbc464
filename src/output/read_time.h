/* Dates, times and lengths as schedule files write them. */
#ifndef OUTPUT_READ_TIME_H
#define OUTPUT_READ_TIME_H

#include "confab/calendar.h"

/* "2013-10-24T16:15:00+01:00", also without seconds, with fractions of them, with Z or +0100, or
 * without an offset (then local time of the zone). False: it is nothing like that. */
bool read_time_iso(const struct zone *zone, const char *text, int32_t *time_min);
/* "2013-10-24", perhaps followed by a time. */
bool read_time_date(const char *text, int32_t *day_number);
/* "16:15", "16:15:00" or "4:15": minutes; for lengths and clocks alike. Seconds are dropped. */
bool read_time_clock(const char *text, int32_t *minutes);

/* The clock of "2013-10-24T16:15:00+01:00" as it is written: minutes since midnight; -1: there is
 * none. */
int32_t read_time_minute_of_day(const char *text);

#endif
