/* `confab explain --prices`. */
#ifndef CLI_EXPLAIN_PRICES_H
#define CLI_EXPLAIN_PRICES_H

#include "cli/session.h"

/* The exit code. All arguments are files of the problem. */
int explain_prices(struct cli_session *session);

#endif
