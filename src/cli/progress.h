/* The progress of a search: one line on a terminal that keeps being rewritten. */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include "confab/solve.h"

#include <stdio.h>

struct progress {
    FILE *out;
    double next_s; /* not before this second */
    bool shown;
};

/* A solve_options.progress; `context` is a struct progress. */
void progress_show(const struct solve_progress *progress, void *context);
/* An explain_options.progress; `context` is a struct progress. */
void progress_tell(double seconds, const char *doing, void *context);
/* Takes the line off the terminal. */
void progress_clear(struct progress *progress);
/* "   12 s  soft 120, at least 100, gap 16.7%, 5.1 M moves/s", in `arena`. */
const char *progress_text(struct arena *arena, const struct solve_progress *progress);

#endif
