/* A limit of time and work that several solves share. */
#ifndef REVISE_BUDGET_H
#define REVISE_BUDGET_H

#include "confab/solve.h"

struct budget {
    struct solve_options options; /* as for one solve that had all of it */
    double started_s;
    uint64_t work_each; /* 0: no limit */
};

/* Begins now. The work is divided into `parts` (≥ 1) at once, as it is not known how much a solve
 * has done; so the same seed gives the same results. */
struct budget budget_begin(const struct solve_options *options, uint32_t parts);
/* Options for the next of `left` (≥ 1) solves: an equal share of the time that is left. False:
 * there is none (the options then end a solve at once), or one has interrupted. */
bool budget_share(const struct budget *budget, uint32_t left, struct solve_options *options);
/* Whether an interrupt has come. */
bool budget_is_stopped(const struct budget *budget);

#endif
