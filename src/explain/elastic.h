/* The elastic problem: what cannot be had may be bought. Demands become costs, rooms may be used
 * outside their hours, and there are more of them; the cheapest timetable then shows what to
 * change. */
#ifndef EXPLAIN_ELASTIC_H
#define EXPLAIN_ELASTIC_H

#include "confab/solve.h"
#include "explain/change.h"

/* A set of kinds of change: bits 1 << enum change_kind. CHANGE_SHORTEN is none that can be bought.
 */
#define ELASTIC_ALL ((1u << CHANGE_KINDS) - 1)

/* Looks for changes of these kinds with which all of `hard` (a problem without its wishes) can be
 * held, the cheapest as far as the limits allow. Events firm[n_events] (NULL: none) keep to the
 * places that they have. False: none were found. */
bool elastic_find(struct arena *arena, const struct problem *hard, unsigned kinds, const bool *firm,
                  const struct solve_options *options, struct changes *changes);

#endif
