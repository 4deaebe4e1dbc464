/* What a CSV of pins says otherwise than the problem in columns that are not read. */
#ifndef EXCHANGE_PINS_IGNORED_H
#define EXCHANGE_PINS_IGNORED_H

#include "confab/diag.h"
#include "confab/problem.h"
#include "input/csv.h"

enum ignored_column {
    IGNORED_TITLE,
    IGNORED_KIND,
    IGNORED_DURATION,
    IGNORED_TRACK,
    IGNORED_SPEAKERS,
    IGNORED_END,
    IGNORED_COLUMNS,
};

struct pins_ignored {
    size_t at[IGNORED_COLUMNS]; /* which field; SIZE_MAX: there is none */
    struct {
        uint32_t n;
        struct src_span first;
    } differ[IGNORED_COLUMNS];
};

/* `csv` has just read its first line. */
struct pins_ignored pins_ignored_create(const struct csv *csv);
/* Compares the row that `csv` has just read. Starts are those that the row says and that it was
 * announced with, CALENDAR_NO_TIME: none; an end that goes with either is well. */
void pins_ignored_compare(struct pins_ignored *ignored, struct arena *arena, const struct csv *csv,
                          const struct problem *problem, struct event_id event, int32_t start_min,
                          int32_t announced_min);
/* One warning for each column. */
void pins_ignored_tell(const struct pins_ignored *ignored, struct diag_list *diags);

#endif
