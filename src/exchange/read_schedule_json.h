/* Reads what a schedule.json says. */
#ifndef EXCHANGE_READ_SCHEDULE_JSON_H
#define EXCHANGE_READ_SCHEDULE_JSON_H

#include "exchange/faults.h"
#include "exchange/raw.h"

/* Texts live in `arena`, the lists of `raw` are the caller's to free. False: the file cannot be
 * read or is no schedule, with a complaint in `diags`; other faults go to `faults`. */
bool read_schedule_json(struct arena *arena, const struct source_set *sources, uint32_t file,
                        struct diag_list *diags, struct faults *faults, struct raw_schedule *raw);

#endif
