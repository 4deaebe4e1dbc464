/* A lower bound for events that are better on one day and better not at one time: for each timeline
 * that costs by pairs, with what its members' being on different dates costs. How many of them are
 * on each date decides both: few dates make them overlap, many take them apart. Members of two
 * lengths are counted; of each date it is tried how they are spread over its starts. */
#ifndef ENGINE_BOUND_DAYS_H
#define ENGINE_BOUND_DAYS_H

#include "core/model.h"

/* What the timeline and its members' being on different dates costs at least; for selections that
 * cost nothing at the levels before the last. apart[a · choices + b]: what it costs at least when a
 * and b are on different dates; what is counted here is taken off. -1: too much to try, and nothing
 * is taken off. */
int64_t bound_days(const struct model *model, const struct timeline *timeline, const bool *placed,
                   int64_t *apart);

#endif
