/* Demands: what a problem insists on, in pieces small enough to be taken away one by one. "'Arenas'
 * has to be held", "Mira is free on Thursday only", "the hall is open from 9 to 17", "a comes
 * before b". Each is a hard rule, or its part about one event, two events, a person, a room, or a
 * room on a day (enum rule_about). */
#ifndef EXPLAIN_DEMAND_H
#define EXPLAIN_DEMAND_H

#include "confab/problem.h"

struct demand {
    uint32_t rule; /* index in the rule table */
    struct event_id events[2];
    uint32_t n_events;
    struct person_id person; /* ID_NONE: about none */
    struct room_id room;     /* ID_NONE: about none */
    struct day_id day;       /* ID_NONE: about all */
};

/* For vec.h. */
struct demands {
    struct demand *v;
    size_t n, cap;
};

/* That each mandatory event is held, fixed ones too. */
void demand_list_events(const struct problem *problem, struct demands *demands);
/* The hard rules, each as a whole, but for `unscheduled`. */
void demand_list_rules(const struct problem *problem, struct demands *demands);
/* What the rule demands, in pieces, as far as the events held[n_events] are concerned; the rule as
 * a whole when it has no pieces, or far too many. Without all its pieces a rule may still demand
 * something. */
void demand_split(const struct problem *problem, uint32_t rule, const bool *held,
                  struct demands *demands);
/* Takes the demand away: a timetable that breaks nothing else will do. */
void demand_lift(struct arena *arena, struct problem *variant, const struct demand *demand);

/* "room-open-1f2e3d4c": stable, from the rule and who is concerned. In `arena`. */
const char *demand_id(struct arena *arena, const struct problem *problem,
                      const struct demand *demand);
/* Where the problem says so. */
struct src_span demand_position(const struct problem *problem, const struct demand *demand);

/* A demand in words, in three parts, so that several that say the same are one sentence: "Hall",
 * "is", "open on Thu 24 Oct, 09:00-12:30". */
struct demand_words {
    const char *subject;
    const char *verb_one, *verb_many; /* "is" and "are" */
    const char *rest;
};
struct demand_words demand_describe(struct arena *arena, const struct problem *problem,
                                    const struct demand *demand);
/* All in one sentence. */
const char *demand_sentence(struct arena *arena, const struct demand_words *words);

#endif
