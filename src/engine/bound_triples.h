/* Subset-row cuts: of three items, at most one slot holds two or more. */
#ifndef ENGINE_BOUND_TRIPLES_H
#define ENGINE_BOUND_TRIPLES_H

#include "engine/bound_master.h"

/* The triples that the shares of the master's last solution break most, up to `most` of them, each
 * item in no more than a few: in `triples`, which has room for them. Returns how many. */
uint32_t bound_triples_find(const struct bound_master *master, struct pricing_triple *triples,
                            uint32_t most);

#endif
