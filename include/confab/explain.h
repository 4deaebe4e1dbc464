/* Why a problem has no timetable, and what to change. */
#ifndef CONFAB_EXPLAIN_H
#define CONFAB_EXPLAIN_H

#include "confab/solve.h"

/* Something that alone makes a timetable impossible, found by counting. All pointers are of the
 * explanation's arena or the problem's. */
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

struct explain_options {
    double time_limit_s; /* ≤ 0: none */
    uint64_t seed;
    uint32_t threads;       /* 0: as many as there are processors */
    const atomic_int *stop; /* becomes non-zero: end with what is known; NULL: never */
};

#endif
