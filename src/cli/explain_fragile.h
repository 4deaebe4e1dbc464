/* `explain --fragile`: what a timetable hangs on. */
#ifndef CLI_EXPLAIN_FRAGILE_H
#define CLI_EXPLAIN_FRAGILE_H

#include "cli/options.h"

/* Runs the whole of it and gives the exit code. */
int explain_fragile(const struct options *options);

#endif
