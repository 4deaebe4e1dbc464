/* Parts of one event, which the local search moves together: one by one they would have to leave
 * each other first, and that breaks what holds them together. */
#ifndef ENGINE_SEARCH_SERIES_H
#define ENGINE_SEARCH_SERIES_H

#include "base/rng.h"
#include "engine/search_state.h"

/* Finds the choices that are parts of one event, once the index has its choices. */
void search_series_list(struct search_index *index);
/* Puts the first part there and the others behind it, as soon as room and people allow; false, with
 * nothing changed, when they do not fit there. The log must be empty. */
bool search_series_put(struct search_state *state, uint32_t series, struct spot spot);
/* A series goes to a random place; what ran there goes to where the series was, or anywhere. False,
 * with nothing logged, when the draw allows none. */
bool search_series_move(struct search_state *state, struct rng *rng);

#endif
