/* `explain --fragile`: what a timetable hangs on. */
#ifndef CLI_EXPLAIN_FRAGILE_H
#define CLI_EXPLAIN_FRAGILE_H

#include "cli/session.h"

/* Runs the whole of it and gives the exit code. */
int explain_fragile(struct cli_session *session);

#endif
