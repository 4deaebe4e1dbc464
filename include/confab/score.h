/* The score of a timetable: what it violates and costs, by rule and by level.
 *
 * Levels are compared lexicographically, first to last. The first ones count mandatory events that
 * are left out, most important first: "fixed" (only where there are fixed events, which may
 * contradict each other), then "hard", or "hard-3", "hard-1" where there are several priorities;
 * then come "unscheduled" (optional events left out, only where there are some); where events have
 * been announced, what changes: "told" (people who must be told), "moved" (events), "times" (events
 * at another time), "rooms" (in another room), "minutes" (by how far), each only where a rule
 * counts there, "minutes" first where that is asked for; "fair" (what the worst-off loses, only
 * where that is asked for) and "soft". */
#ifndef CONFAB_SCORE_H
#define CONFAB_SCORE_H

#include "confab/timetable.h"

enum level_kind {
    LEVEL_SOFT,
    LEVEL_FAIR,
    LEVEL_TOLD, /* these five: what changes of what has been announced */
    LEVEL_MOVED,
    LEVEL_TIMES,
    LEVEL_ROOMS,
    LEVEL_MINUTES,
    LEVEL_UNSCHEDULED,
    LEVEL_HARD,
};

struct level {
    const char *name;
    enum level_kind kind;
    bool hard;        /* a value above 0 means: infeasible */
    int64_t priority; /* of hard levels: of the events that it counts; INT64_MAX: fixed events */
};

struct levels {
    const struct level *v;
    uint32_t n;
    uint32_t unscheduled; /* index; ID_NONE when there are no optional events */
    uint32_t announced;   /* index of the first level about what has been announced; … */
    uint32_t n_announced; /* … how many there are */
    uint32_t soft;        /* index: always the last */
};

struct levels levels_of(struct arena *arena, const struct problem *problem);
/* The level of that kind; ID_NONE: there is none. */
uint32_t levels_find(const struct levels *levels, enum level_kind kind);
/* The level that counts `event` (mandatory) when it is left out. */
uint32_t levels_hard(const struct levels *levels, const struct problem *problem,
                     struct event_id event);

enum { VIOLATION_EVENTS = 4, VIOLATION_PEOPLE = 4, VIOLATION_ROOMS = 2 };

/* One thing that a rule found. */
struct violation {
    char id[48];   /* stable: rule and a hash of who and what */
    uint32_t rule; /* index into the rule table */
    bool hard;
    uint32_t level;              /* soft ones, and events left out: where the cost counts */
    bool left_out;               /* an event that is not scheduled */
    const struct waiver *waiver; /* accepted knowingly: not hard, no cost; NULL: not waived */
    int64_t count, cost;         /* cost = weight × count; 0 for hard ones that are not left_out */
    struct event_id events[VIOLATION_EVENTS];
    uint32_t n_events;
    struct person_id people[VIOLATION_PEOPLE];
    uint32_t n_people;
    struct room_id rooms[VIOLATION_ROOMS];
    uint32_t n_rooms;
    struct interval span; /* when; from == to: no particular time */
    const char *message;  /* one sentence a speaker would understand */
    struct src_span at;   /* the line of the problem that asks for it */
};

struct rule_score {
    int64_t count, cost;
    uint32_t hard; /* hard violations, events left out not among them */
};

struct score {
    struct arena arena;
    struct levels levels;
    int64_t *level_cost;      /* [levels.n] */
    struct rule_score *rules; /* [rule_table_count()] */
    struct violation *violations;
    uint32_t n_violations, cap;
    uint32_t n_waived; /* of the violations */
    uint32_t n_hard;   /* hard violations, mandatory events left out among them */
};

/* Fills in what follows from the rest (id) and adds costs to rule and level; a hard violation has
 * level ID_NONE unless it is left_out. `rule_id` goes into the id. */
void score_add(struct score *score, const struct problem *problem, const char *rule_id,
               struct violation violation);
/* Tells findings about the same people and events apart by a number, in the order they have now. */
void score_number_ids(struct score *score);
void score_free(struct score *score);

#endif
