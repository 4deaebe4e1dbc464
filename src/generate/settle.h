/* Options of a synthetic conference: what was left open is filled in, what cannot be is refused. */
#ifndef GENERATE_SETTLE_H
#define GENERATE_SETTLE_H

#include "confab/generate.h"

enum { SETTLE_HOUR_MIN = 60, SETTLE_DAY_MIN = 1440, SETTLE_PAUSE_MIN = 10 };

/* *settled: `given` with everything filled in but `speakers`, which the hidden timetable decides
 * on. Lengths are multiples of the granularity and fit into a day; all talks fit into the rooms;
 * `fill_percent` stays 0 where nothing is asked for. False: a complaint is in `diags`. */
bool settle_options(const struct generate_options *given, struct diag_list *diags,
                    struct generate_options *settled);

#endif
