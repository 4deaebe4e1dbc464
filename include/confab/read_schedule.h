/* Reads published schedules: schedule.json and schedule.xml, ours and other tools', with what real
 * files do otherwise than they should. */
#ifndef CONFAB_READ_SCHEDULE_H
#define CONFAB_READ_SCHEDULE_H

#include "confab/diag.h"
#include "confab/schedule.h"

/* Reads the file `name` ("-": standard input), XML where it begins with '<', else JSON. Where it
 * names no zone, times without an offset are in `default_zone` (borrowed; NULL: UTC).
 *
 * What is wrong in the file is a warning, five of a kind and a line for the others; an event
 * whose time cannot be read is left out. A file that is no schedule, or cannot be read at all, is
 * an error: false, and nothing is to be freed. Else schedule_free() ends the schedule. */
bool read_schedule(struct source_set *sources, const char *name, const struct zone *default_zone,
                   struct diag_list *diags, struct schedule *schedule);

#endif
