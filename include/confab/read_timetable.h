/* Reads a timetable (a c3voc schedule.json, ours or another tool's) for a problem. */
#ifndef CONFAB_READ_TIMETABLE_H
#define CONFAB_READ_TIMETABLE_H

#include "confab/diag.h"
#include "confab/timetable.h"

/* Events are recognised by `solution.events` (guid → id), else by their guid, else by their title
 * where it is unique. Unknown events and rooms, and events given twice are complaints; events of
 * type break and open are skipped; fixed events stay where the problem has them, with a warning
 * when the file says otherwise; a duration other than the problem's is a warning, and so are a
 * `start` or a listed day other than `date` (which counts) and a `room` other than the list's
 * (which counts). A day that the problem does not have is no complaint here: the audit finds that
 * no room is open then. The timetable lives in `arena`. */
bool read_timetable(struct arena *arena, struct source_set *sources, const char *name,
                    const struct problem *problem, struct diag_list *diags,
                    struct timetable *timetable);

#endif
