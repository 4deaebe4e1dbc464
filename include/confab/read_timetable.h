/* Reads a published schedule (JSON or XML, ours or another tool's: confab/read_schedule.h) as a
 * timetable of a problem. */
#ifndef CONFAB_READ_TIMETABLE_H
#define CONFAB_READ_TIMETABLE_H

#include "confab/diag.h"
#include "confab/schedule.h"
#include "confab/timetable.h"

/* Events are recognised by `solution.events` (guid → id), else by their guid, code or id, else by
 * their title where it is unique. Unknown events and rooms, and events given twice are complaints;
 * events of type break and open are skipped; fixed events stay where the problem has them, with a
 * warning when the file says otherwise; a duration other than the problem's is a warning, and so
 * are a `start` or a listed day other than `date` (which counts) and a `room` other than the list's
 * (which counts). A day that the problem does not have is no complaint here: the audit finds that
 * no room is open then. The timetable lives in `arena`. */
bool read_timetable(struct arena *arena, struct source_set *sources, const char *name,
                    const struct problem *problem, struct diag_list *diags,
                    struct timetable *timetable);

/* A timetable that was published before. */
struct previous {
    struct timetable timetable; /* fixed events where the problem has them; a room that the problem
                                   does not have is ID_NONE */
    struct schedule schedule;   /* schedule_free() ends it */
    const uint32_t *entry; /* [n_events]: index in schedule.entries; ID_NONE: not there, or fixed */
};

/* The same for a problem that may have changed since: events and rooms that it does not have are
 * warnings, and durations that differ are nothing to speak of. Of an event given twice the first
 * counts. False: the file is no schedule, and nothing is to be freed. */
bool read_previous(struct arena *arena, struct source_set *sources, const char *name,
                   const struct problem *problem, struct diag_list *diags,
                   struct previous *previous);

#endif
