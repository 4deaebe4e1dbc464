/* The trace of a search as CSV: a line for each incumbent and each bound. */
#ifndef CLI_TRACE_H
#define CLI_TRACE_H

#include "confab/solve.h"

#include <stdio.h>

struct trace {
    FILE *out;
};

/* Writes the heading: seconds, by, moves, nodes, and for each level its name and its bound's. */
void trace_begin(struct trace *trace, const struct levels *levels);
/* A solve_options.trace; `context` is a struct trace. A line of the columns above; a level's value
 * is empty where there is no timetable yet. */
void trace_write(const struct solve_progress *progress, void *context);

#endif
