/* The trace of a search as CSV: a line for each incumbent and each bound. */
#ifndef CLI_TRACE_H
#define CLI_TRACE_H

#include "confab/solve.h"

#include <stdio.h>

struct trace {
    FILE *out;
    bool begun; /* the heading is written */
};

/* A solve_options.trace; `context` is a struct trace. Columns: seconds, by, moves, nodes, and for
 * each level its value (empty: no timetable yet) and its bound. */
void trace_write(const struct solve_progress *progress, void *context);

#endif
