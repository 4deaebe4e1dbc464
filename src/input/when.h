/* Dates and times as people write them, in local time of the conference. */
#ifndef INPUT_WHEN_H
#define INPUT_WHEN_H

#include "input/decode.h"

/* Minutes of a day, as given: up to 48:00. */
struct when_clock {
    int32_t from_min, to_min;
};

struct when_list {
    VEC(struct interval) v;
};

/* "2013-10-24". False: reported at `node`. */
bool when_read_date(struct decode *decode, const struct yaml_node *node, int32_t *day_number);
/* "09:30-10:15", with a hyphen or a dash. */
bool when_read_clock(struct decode *decode, const struct yaml_node *node, struct when_clock *clock);
/* The same in `text`, a part of the node's. */
bool when_read_clock_text(struct decode *decode, const struct yaml_node *node, const char *text,
                          struct when_clock *clock);
/* A span on a date as an interval of time. */
bool when_place(struct decode *decode, const struct yaml_node *node, int32_t day_number,
                struct when_clock clock, struct interval *interval);
/* "2013-10-24 16:15", or "16:15" when there is only one day. */
bool when_read_point(struct decode *decode, const struct yaml_node *node, int32_t *time_min);
/* Dates, times and both ("2013-10-24", "2013-10-24 09:00-12:00", "2013-10-24 - 2013-10-26",
 * "09:00-12:00": on each day), windows and tags of windows, added to `list`. Warns of what lies
 * outside the conference. */
bool when_read_times(struct decode *decode, const struct yaml_node *node, struct when_list *list);
/* Whether the scalar is a day of the conference, a window or a tag of windows. False: reported. */
bool when_check_window(struct decode *decode, const struct yaml_node *node);
/* Sorted and merged, in the decode's arena. */
struct intervals when_merge(struct decode *decode, struct when_list *list);
/* What is left of all time; likewise. */
struct intervals when_complement(struct decode *decode, struct intervals intervals);

/* Whether `text` begins with digits, as dates and times do. */
bool when_is_date(const char *text, size_t length, int32_t *day_number);

#endif
