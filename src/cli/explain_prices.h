/* `confab explain --prices`. */
#ifndef CLI_EXPLAIN_PRICES_H
#define CLI_EXPLAIN_PRICES_H

#include "cli/options.h"

/* The exit code. All arguments are files of the problem. */
int explain_prices(const struct options *options);

#endif
