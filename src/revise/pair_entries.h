/* Which entry of one schedule is which of another. */
#ifndef REVISE_PAIR_ENTRIES_H
#define REVISE_PAIR_ENTRIES_H

#include "confab/schedule.h"

/* For each entry of the new schedule the index of the old one's, ID_NONE where there is none: in
 * `arena`. Nobody has two. Fillers have none. */
const uint32_t *pair_entries(struct arena *arena, const struct schedule *old_schedule,
                             const struct schedule *new_schedule);

#endif
