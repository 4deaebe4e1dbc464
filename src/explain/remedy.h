/* Remedies: single changes that resolve one conflict. Whoever is in it is asked first: could the
 * speaker come at another hour, the talk be shorter, the demand be waived? Each is tried out. */
#ifndef EXPLAIN_REMEDY_H
#define EXPLAIN_REMEDY_H

#include "explain/change.h"
#include "explain/subset.h"

/* Appends changes, the cheapest first, with each of which all of held[n_events] can be held, or all
 * but the one that is dropped; at most a few of each kind. `hard`: the problem without its
 * wishes, perhaps with changes made; another room has the number given. */
void remedy_find(struct arena *arena, const struct problem *hard, const bool *held,
                 const struct subset *conflict, uint32_t room_number,
                 const struct feasibility_options *options, struct changes *remedies);

#endif
