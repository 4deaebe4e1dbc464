#include "revise/budget.h"

#include <time.h>

static const double NO_TIME_S = 1e-9;

static double clock_s(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

struct budget budget_begin(const struct solve_options *options, uint32_t parts)
{
    uint64_t each = options->work_limit / parts;
    return (struct budget){*options, clock_s(), options->work_limit > 0 && each == 0 ? 1 : each};
}

bool budget_is_stopped(const struct budget *budget)
{
    return budget->options.stop != NULL && atomic_load(budget->options.stop) != 0;
}

bool budget_share(const struct budget *budget, uint32_t left, struct solve_options *options)
{
    *options = budget->options;
    options->work_limit = budget->work_each;
    if (budget_is_stopped(budget)) {
        return false;
    }
    if (options->time_limit_s > 0) {
        double left_s = budget->started_s + options->time_limit_s - clock_s();
        /* A limit of 0 would be none. */
        options->time_limit_s = left_s > 0 ? left_s / left : NO_TIME_S;
        return left_s > 0;
    }
    return true;
}
