/* Reads a schedule, its faults not reported yet. */
#ifndef EXCHANGE_READ_SCHEDULE_FILE_H
#define EXCHANGE_READ_SCHEDULE_FILE_H

#include "confab/read_schedule.h"
#include "exchange/faults.h"

/* As read_schedule(), with the faults in `faults` for the caller to report and free. */
bool read_schedule_file(struct source_set *sources, const char *name,
                        const struct zone *default_zone, struct diag_list *diags,
                        struct faults *faults, struct schedule *schedule);

#endif
