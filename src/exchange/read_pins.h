/* Reads the starts and rooms that somebody has written into a spreadsheet, as CSV. */
#ifndef EXCHANGE_READ_PINS_H
#define EXCHANGE_READ_PINS_H

#include "confab/diag.h"
#include "confab/timetable.h"

struct pin_request {
    struct event_id event;
    struct pin pin;
    struct src_span at; /* of the row */
};

struct pin_requests {
    struct pin_request *v;
    uint32_t n;
};

/* Rows with a start or a room. The first line names the columns, in any order and case: id, title,
 * date, start, room; others are skipped. Commas, semicolons or tabs; empty cells leave things free.
 * Rows that say what `previous` (NULL: none) says are no requests, nor are fixed events, of which
 * other places are warned of. `requests` lives in `arena`. False: complaints are in `diags`. */
bool read_pins(struct arena *arena, struct source_set *sources, const char *name,
               const struct problem *problem, const struct timetable *previous,
               struct diag_list *diags, struct pin_requests *requests);

#endif
