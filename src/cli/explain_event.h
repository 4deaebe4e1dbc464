/* `confab explain --event`: why an event is where it is. */
#ifndef CLI_EXPLAIN_EVENT_H
#define CLI_EXPLAIN_EVENT_H

#include "cli/session.h"

/* Runs with the options, whose event is given, and returns the exit code. */
int explain_event(struct cli_session *session);

#endif
