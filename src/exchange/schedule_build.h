/* Makes a schedule of what a file says. */
#ifndef EXCHANGE_SCHEDULE_BUILD_H
#define EXCHANGE_SCHEDULE_BUILD_H

#include "exchange/faults.h"
#include "exchange/raw.h"

/* Times are read, zones loaded, and everything copied into the schedule's own arena; what is wrong
 * is added to `faults`. `default_zone` NULL: the first offset in the file, else UTC. */
struct schedule schedule_build(const struct raw_schedule *raw, const struct zone *default_zone,
                               struct faults *faults);

#endif
