/* Solves a problem: model, engines, and the audit of what comes out. */
#ifndef CONFAB_SOLVE_H
#define CONFAB_SOLVE_H

#include "confab/score.h"

#include <stdatomic.h>

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

/* What is known at a moment of the search. */
struct solve_progress {
    double seconds;
    bool has_incumbent;
    const struct solve_level *levels; /* values only when has_incumbent */
    uint32_t n_levels;
    uint64_t moves; /* of the local search, so far */
    int64_t nodes;  /* of branch and bound */
    const char *by; /* what changed it: "search", "lns", "glpk", "bound", "pairs", "cells"; NULL:
                       nothing did */
};

enum solve_engine { SOLVE_ENGINE_AUTO, SOLVE_ENGINE_EXACT, SOLVE_ENGINE_SEARCH };

/* Reductions of the model before anything else; each keeps the optimum. A set, all by default. */
enum solve_presolve {
    SOLVE_PRESOLVE_FIX = 1,         /* what clashes with a fixed event goes */
    SOLVE_PRESOLVE_CLIQUES = 2,     /* what another timeline says goes */
    SOLVE_PRESOLVE_ROOMS = 4,       /* rooms that nothing tells apart are one */
    SOLVE_PRESOLVE_HALL = 8,        /* times first, rooms by matching */
    SOLVE_PRESOLVE_COMPONENTS = 16, /* what nothing binds together is solved apart */
    SOLVE_PRESOLVE_DOMINATED = 32,  /* placements that are never better than another go */
    SOLVE_PRESOLVE_SYMMETRY = 64,   /* events that nothing tells apart come in their order */
    SOLVE_PRESOLVE_ALL = 127,
};

struct solve_options {
    double time_limit_s; /* ≤ 0: none */
    double gap;          /* relative gap at which to stop; 0: proof */
    uint64_t seed;
    enum solve_engine engine;
    uint32_t threads;       /* 0: as many as there are processors */
    uint64_t work_limit;    /* units of about a thousand moves; 0: none. With one thread the
                               result depends on it and the seed alone */
    unsigned no_presolve;   /* a set of solve_presolve: those not to do */
    bool complete_only;     /* end when it is known that something mandatory must be left out */
    const atomic_int *stop; /* becomes non-zero: end with the best so far; NULL: never */
    /* From time to time, in the calling thread; NULL. */
    void (*progress)(const struct solve_progress *progress, void *context);
    void *progress_context;
    /* Whenever an incumbent or a bound is found, in any thread but never in two at once; NULL. */
    void (*trace)(const struct solve_progress *progress, void *context);
    void *trace_context;
};

enum solve_end {
    SOLVE_END_PROOF,
    SOLVE_END_GAP,
    SOLVE_END_TIME,
    SOLVE_END_WORK,
    SOLVE_END_STOP,
    SOLVE_END_SIZE, /* the integer program that was asked for would be too large */
};

struct solve_result {
    struct arena arena;
    enum solve_status status;
    enum solve_end end; /* what ended the search */
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
    double seconds, best_seconds; /* in all; until the timetable was found */
    int64_t columns, rows, nodes; /* of the largest program solved; nodes of all */
    uint64_t moves;               /* of the local search */
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
    SOLVE_EXPORT_LARGE,  /* too large to be written */
    SOLVE_EXPORT_FAILED, /* the engine failed, or the file could not be written */
};

/* Writes the program that the solver gets, after presolve, at `level` (ID_NONE: the last) to the
 * file `path`. Earlier levels are solved first. `level` must be one of levels_of(). When that
 * fails, *message says why. */
enum solve_exported solve_export(const struct problem *problem, const struct solve_options *options,
                                 uint32_t level, enum solve_export format, const char *path,
                                 const char **message);

#endif
