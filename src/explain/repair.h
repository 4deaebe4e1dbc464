/* Repairs: sets of changes with which the problem has a timetable, found by the elastic problem,
 * each made as small as it can be, and tried out with the very YAML that the user gets. */
#ifndef EXPLAIN_REPAIR_H
#define EXPLAIN_REPAIR_H

#include "confab/explain.h"
#include "engine/feasibility.h"

/* Fills in the explanation's repairs, in its arena. `hard`: the problem without its wishes, which
 * has no timetable; its files are files[n_files] of its sources. */
void repair_find(const struct problem *hard, const uint32_t *files, uint32_t n_files,
                 const struct feasibility_options *options, struct explanation *explanation);

#endif
