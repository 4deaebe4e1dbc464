/* Repairs: sets of changes with which the problem has a timetable. One remedy for each conflict, if
 * there is one; otherwise what the elastic problem shows, made as small as it can be. Each is tried
 * out with the very YAML that the user gets. */
#ifndef EXPLAIN_REPAIR_H
#define EXPLAIN_REPAIR_H

#include "confab/explain.h"
#include "engine/feasibility.h"
#include "explain/conflicts.h"

/* Fills in the explanation's repairs, in its arena. `hard`: the problem without its wishes, which
 * has no timetable; its files are files[n_files] of its sources. */
void repair_find(const struct problem *hard, const struct conflicts *conflicts,
                 const uint32_t *files, uint32_t n_files, const struct feasibility_options *options,
                 struct explanation *explanation);

#endif
