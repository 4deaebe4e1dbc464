/* A bound from every timeline by itself: its members' running time spread as evenly as may be over
 * the moments at which they can run; and from every event, its cheapest placement. Holds for
 * selections that cost nothing at the levels before the last. */
#ifndef ENGINE_BOUND_SPREAD_H
#define ENGINE_BOUND_SPREAD_H

#include "core/model.h"

int64_t bound_spread(const struct model *model);
/* The timelines alone; with what it costs that members are on different dates (bound_days.h), if
 * that is given. */
int64_t bound_spread_timelines(const struct model *model, int64_t *apart);

#endif
