/* Why a problem has no timetable, and what to change. */
#ifndef CONFAB_EXPLAIN_H
#define CONFAB_EXPLAIN_H

#include "confab/solve.h"

/* Something that alone makes a timetable impossible, found by counting. */
struct explain_cause {
    const char *id;   /* stable: kind and a hash of who and what */
    const char *kind; /* "no-place", "capacity", "person", "pins" */
    const char *text; /* sentences for an organiser */
    const struct event_id *events;
    uint32_t n_events;
    const struct person_id *people;
    uint32_t n_people;
    const struct room_id *rooms;
    uint32_t n_rooms;
    struct src_span at;
};

struct explain_causes {
    struct explain_cause *v;
    uint32_t n;
};

/* One of the demands that cannot all be met: a hard rule, or what it asks of some. */
struct explain_demand {
    const char *id; /* stable: rule and a hash of who */
    uint32_t rule;
    struct event_id events[2];
    uint32_t n_events;
    struct person_id person; /* ID_NONE: none; likewise below */
    struct room_id room;
    struct day_id day;
    const char *text; /* "Mira Vogt is free only on Thu 24 Oct" */
    struct src_span at;
};

/* An irreducible infeasible subset: without any one of the demands the others can be met. */
struct explain_conflict {
    const char *id;
    const char *text; /* all demands as one paragraph, with positions */
    const struct explain_demand *demands;
    uint32_t n_demands;
    bool irreducible; /* shown; false: a limit came first for some demand */
};

/* One change to the problem. */
struct explain_change {
    const char *kind;  /* "availability", "room", "slot", "hours", "drop", "unpin", "shorten",
                          "waive", "rule" */
    const char *text;  /* "Mira Vogt is free on Tue 14 May, 14:00-15:00 too" */
    const char *about; /* kind and person or rule, without time and room: "availability mira" */
    int64_t cost;
};

/* Changes with which the problem has a timetable: that was tried with the YAML that is here. */
struct explain_repair {
    const char *id;
    const char *text; /* all changes in one sentence */
    int64_t cost;
    const struct explain_change *changes;
    uint32_t n_changes;
    const char *yaml; /* a problem file to lay over the others */
};

enum explain_status {
    EXPLAIN_FEASIBLE,   /* there is a timetable: nothing to explain */
    EXPLAIN_INFEASIBLE, /* proven that there is none */
    EXPLAIN_UNKNOWN,    /* a limit came first */
};

struct explain_options {
    double time_limit_s; /* ≤ 0: none */
    uint64_t seed;
    uint32_t threads;       /* 0: as many as there are processors */
    const atomic_int *stop; /* becomes non-zero: end with what is known; NULL: never */
    /* From time to time, what is being done: "2 conflicts, 1 repair"; NULL. */
    void (*progress)(double seconds, const char *doing, void *context);
    void *progress_context;
};

struct explanation {
    struct arena arena;
    enum explain_status status;
    bool complete; /* false: a limit came before all was looked at */
    struct explain_causes causes;
    struct explain_conflict *conflicts; /* no event has to be held in two of them */
    uint32_t n_conflicts;
    struct explain_repair *repairs; /* cheapest first, no two the same */
    uint32_t n_repairs;
    double seconds;
};

/* The problem's files are files[n_files] of problem->sources, for trying repairs out; no file: no
 * repairs. */
void explain_problem(const struct problem *problem, const uint32_t *files, uint32_t n_files,
                     const struct explain_options *options, struct explanation *explanation);
void explain_free(struct explanation *explanation);

#endif
