/* Writers of prices (confab explain --prices). Each returns text in `arena`. */
#ifndef OUTPUT_WRITE_PRICES_H
#define OUTPUT_WRITE_PRICES_H

#include "confab/prices.h"

/* A table of what saves something, and a few lines about the rest. There must be a timetable. */
const char *write_prices_text(struct arena *arena, const struct problem *problem,
                              const struct prices *prices);
const char *write_prices_json(struct arena *arena, const struct problem *problem,
                              const struct prices *prices);

/* How many candidates of a kind there are, and what became of them. */
struct write_prices_tally {
    uint32_t n, idle, tried, unclear, saving; /* unclear, saving: of those tried */
};
struct write_prices_tally write_prices_count(const struct prices *prices, enum price_kind kind);

#endif
