/* A timetable as it would be published. */
#ifndef EXCHANGE_SCHEDULE_OF_H
#define EXCHANGE_SCHEDULE_OF_H

#include "confab/schedule.h"
#include "confab/timetable.h"

/* What write_json() would write and read_schedule() read back, but for breaks and open slots, and
 * without a version. schedule_free() ends it; the problem is not needed any more. */
struct schedule schedule_of_timetable(const struct problem *problem,
                                      const struct timetable *timetable);

#endif
