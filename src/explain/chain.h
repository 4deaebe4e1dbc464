/* Chains of remedies: what was left over is put in, one event after the other; where it cannot be
 * held with the rest, the conflict is found, and a remedy for it is made before going on. */
#ifndef EXPLAIN_CHAIN_H
#define EXPLAIN_CHAIN_H

#include "explain/change.h"
#include "explain/conflicts.h"

struct chain_taker {
    /* A set of changes with which all can be held, as far as the variants tell. False: enough. */
    bool (*take)(const struct changes *changes, void *context);
    void *context;
};

/* Gives the taker one set after the other: the cheapest remedies in turn, then others of the last
 * conflict, then others of the first. Nothing when too much was left over. `hard`: the problem
 * without its wishes. */
void chain_find(const struct problem *hard, const struct conflicts *conflicts,
                const struct feasibility_options *options, const struct chain_taker *taker);

#endif
