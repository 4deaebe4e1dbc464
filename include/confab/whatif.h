/* Why an event of a timetable is where it is: what its place costs, and what every other would. */
#ifndef CONFAB_WHATIF_H
#define CONFAB_WHATIF_H

#include "confab/explain.h"

enum whatif_verdict {
    WHATIF_HERE,      /* where the event is now */
    WHATIF_ALLOWED,   /* it could go there, everything else staying where it is */
    WHATIF_TAKEN,     /* not while others are where they are */
    WHATIF_FORBIDDEN, /* not wherever the others are */
};

/* One thing that speaks against a place. */
struct whatif_reason {
    uint32_t rule;
    const char *message; /* the audit's */
    const char *brief; /* the same, with "then" for the time that it is about, "it" for the event */
};

/* What a rule costs more there than now; negative: less. */
struct whatif_change {
    uint32_t rule;
    int64_t cost;
};

/* Another event that makes room. */
struct whatif_move {
    struct event_id event;
    struct assignment to;
};

struct whatif_place {
    char id[20]; /* stable: a hash of event, room and time */
    struct room_id room;
    int32_t start_min;
    enum whatif_verdict verdict;
    const struct whatif_reason *reasons; /* of WHATIF_TAKEN and WHATIF_FORBIDDEN, ≥ 1 */
    uint32_t n_reasons;
    const struct whatif_move *moves; /* of WHATIF_TAKEN: with these it can go there; none: no way
                                        was found */
    uint32_t n_moves;
    /* What the timetable with the event there, and the moves made, costs more than the one given,
     * by the audit. */
    bool has_extra;
    int64_t *extra;                      /* [levels.n] */
    int64_t conflicts;                   /* hard conflicts more, events left out not among them */
    const struct whatif_change *changes; /* the largest first; costs not 0 */
    uint32_t n_changes;
};

enum whatif_known {
    WHATIF_PROVEN,       /* value and bound are one */
    WHATIF_BOUNDED,      /* a timetable is known, it may not be the best */
    WHATIF_IMPOSSIBLE,   /* the event cannot be there, whatever becomes of the others */
    WHATIF_UNKNOWN,      /* looked at, but no timetable was found within the time */
    WHATIF_NOT_LOOKED_AT /* the time was over */
};

/* The best timetable with the event at a time, the whole solved anew. */
struct whatif_exact {
    int32_t start_min; /* CALENDAR_NO_TIME: at any time, or left out */
    enum whatif_known known;
    struct assignment at; /* of the event, in the timetable found */
    int64_t *value;       /* [levels.n], by the audit; WHATIF_PROVEN and WHATIF_BOUNDED only */
    int64_t *bound;       /* [levels.n]: at least; holds while the levels before it are proven */
    int64_t conflicts;    /* hard ones more than in the timetable given, events left out not among
                             them */
    uint32_t n_moved;     /* other events that are elsewhere than in the timetable given */
    const struct event_id *left_out; /* mandatory events that were in it, and are out */
    uint32_t n_left_out;
};

struct whatif {
    struct arena arena;
    struct event_id event;
    struct assignment now;
    struct score score;    /* the audit's, of the timetable given */
    const uint32_t *costs; /* its violations that name the event: indices, in its order */
    uint32_t n_costs;
    struct whatif_place *places; /* by start, then room; none of a fixed event */
    uint32_t n_places;
    bool has_exact;
    struct whatif_exact best;   /* without any demand for the event */
    struct whatif_exact *exact; /* by start; times that no room allows are not among them */
    uint32_t n_exact;
    const char *failure; /* of the solver, when whatif_explain() is false */
};

/* Looks at every place that the event could have: all starts on the grid in all windows. With
 * `exact`, the problem is solved anew for each time, the most promising first, within the options'
 * time in all; else nothing of the options matters. False: the solver failed. End with
 * whatif_free(). */
bool whatif_explain(const struct problem *problem, const struct timetable *timetable,
                    struct event_id event, const struct explain_options *options, bool exact,
                    struct whatif *whatif);
void whatif_free(struct whatif *whatif);

/* Whether p is the better place: fewer conflicts, then lower costs, then fewer moves, then earlier.
 * < 0: p; > 0: q. Places without a price come last. */
int whatif_compare_places(const struct whatif *whatif, const struct whatif_place *p,
                          const struct whatif_place *q);

#endif
