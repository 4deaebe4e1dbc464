/* Solves a problem: model, engines, and the audit of what comes out. */
#ifndef CONFAB_SOLVE_H
#define CONFAB_SOLVE_H

#include "confab/score.h"

enum solve_status { SOLVE_OPTIMAL, SOLVE_FEASIBLE, SOLVE_INFEASIBLE, SOLVE_UNKNOWN };

struct solve_level {
    const char *name;
    int64_t value, bound; /* bound ≤ value; equal: proven */
};

/* Why an event could not be placed: one rule, and what it stands for. */
struct solve_reason {
    uint32_t rule;
    uint32_t count, of; /* it excludes `count` of the `of` placements looked at, … */
    uint32_t alone;     /* … and `alone` of them no other rule does */
    const char *message;
};

struct solve_left_out {
    struct event_id event;
    struct solve_reason *reasons;
    uint32_t n_reasons;
};

struct solve_progress {
    double seconds;
    bool has_incumbent;
    const char *level;
    double incumbent, bound;
    int64_t nodes;
};

struct solve_options {
    double time_limit_s; /* ≤ 0: none */
    double gap;          /* relative gap at which to stop; 0: proof */
    uint64_t seed;
    const volatile int *stop; /* becomes non-zero: end with the best so far; NULL: never */
    void (*progress)(const struct solve_progress *progress, void *context); /* NULL: none */
    void *progress_context;
};

struct solve_result {
    struct arena arena;
    enum solve_status status;
    bool has_timetable;
    struct timetable timetable;
    struct score score; /* the audit's; only when has_timetable */
    struct solve_level *levels;
    uint32_t n_levels;
    struct solve_left_out *left_out;
    uint32_t n_left_out;
    const char *mismatch; /* model and audit disagree: what differs; NULL: they agree */
    const char *failure;  /* of the engine, when solve_problem() is false */
    const char *engine;
    double seconds;
    int64_t columns, rows, nodes; /* of the largest program solved; nodes of all */
};

/* False: the engine failed for want of memory or by an internal error, result->failure says
 * which. */
bool solve_problem(const struct problem *problem, const struct solve_options *options,
                   struct solve_result *result);
void solve_free(struct solve_result *result);

enum solve_export { SOLVE_EXPORT_LP, SOLVE_EXPORT_MPS };

enum solve_exported {
    SOLVE_EXPORTED,
    SOLVE_EXPORT_LIMIT,  /* an earlier level could not be solved within the options' limits */
    SOLVE_EXPORT_FAILED, /* the engine failed, or the file could not be written */
};

/* Writes the program that the solver gets at `level` (ID_NONE: the last) to the file `path`.
 * Earlier levels are solved first. `level` must be one of levels_of(). When that fails, *message
 * says why. */
enum solve_exported solve_export(const struct problem *problem, const struct solve_options *options,
                                 uint32_t level, enum solve_export format, const char *path,
                                 const char **message);

#endif
