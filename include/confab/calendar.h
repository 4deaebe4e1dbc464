/* Dates, local times and the zone of a conference.
 *
 * Inside Confab a time is a number of minutes since 1970-01-01 00:00 UTC (`…_min`, int32_t: good
 * for the years 1 to 4000), so that lengths are differences even across a change to daylight-saving
 * time. */
#ifndef CONFAB_CALENDAR_H
#define CONFAB_CALENDAR_H

#include "confab/arena.h"

#define CALENDAR_NO_TIME INT32_MIN
/* Years before and after a conference for which its zone is read: schedules of other years are
 * compared with it. */
#define CALENDAR_AROUND_YEARS 30

struct calendar_shift {
    int32_t from_min;   /* from this time on (UTC) … */
    int32_t offset_min; /* … local time is this many minutes ahead of UTC */
};

struct zone {
    const char *name;                    /* as in the tz database */
    const struct calendar_shift *shifts; /* ascending; the first applies before its time too */
    uint32_t n_shifts;
};

struct local_time {
    int32_t year;
    int32_t month, day; /* 1 … 12, 1 … 31 */
    int32_t hour, minute;
    int32_t offset_min; /* local minus UTC */
};

/* "UTC+02:00": always as far ahead of UTC, at most 14 hours. False: it is not of that form. */
bool calendar_read_offset(const char *name, int32_t *offset_min);
/* Reads the zone's shifts for the years given, each year ±1, from the system's tz database (through
 * TZ and localtime_r; not to be called while other threads use local time). A fixed offset,
 * UTC+02:00, is a zone, too. False: no such zone. */
bool calendar_load_zone(struct arena *arena, const char *name, int32_t first_year,
                        int32_t last_year, struct zone *zone);
/* The names of the tz database (Area/City), for suggestions; *n is 0 when there is no database. In
 * `arena`. */
const char *const *calendar_zone_names(struct arena *arena, size_t *n);

enum calendar_found {
    CALENDAR_UNIQUE,
    CALENDAR_REPEATED, /* clocks went back: the first of the two is given */
    CALENDAR_SKIPPED,  /* clocks went forward: no such local time; the moment they did is given */
};

/* The time at `minute_of_day` (0 …; past 1440: the next day) on the local date `day_number`. */
enum calendar_found calendar_time(const struct zone *zone, int32_t day_number,
                                  int32_t minute_of_day, int32_t *time_min);
struct local_time calendar_local(const struct zone *zone, int32_t time_min);
/* Minutes since local midnight of the day that `time_min` falls on, by the clock on the wall. */
int32_t calendar_minute_of_day(const struct zone *zone, int32_t time_min);
/* Days since 1970-01-01 of a date; false when there is no such date (2013-02-30). */
bool calendar_day_number(int32_t year, int32_t month, int32_t day, int32_t *day_number);
void calendar_date(int32_t day_number, int32_t *year, int32_t *month, int32_t *day);
/* 0 Monday … 6 Sunday. */
int32_t calendar_weekday(int32_t day_number);
/* "2013-10-24T16:15:00+01:00", in `arena`. */
const char *calendar_print_iso(struct arena *arena, const struct zone *zone, int32_t time_min);
/* "16:15" and "2013-10-24". */
const char *calendar_print_clock(struct arena *arena, const struct zone *zone, int32_t time_min);
const char *calendar_print_date(struct arena *arena, int32_t day_number);

#endif
