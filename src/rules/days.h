/* Dates, as compile halves of rules about days see them: what events can start on each. Audit
 * halves never use it. The date of an event is problem_date_at() of its start. */
#ifndef RULES_DAYS_H
#define RULES_DAYS_H

#include "core/rule.h"

/* Starts that are all of one date. */
struct days_span {
    int32_t day_number;
    struct interval starts; /* from ≤ start < to */
};

/* For vec.h: by date, then time; only dates that a choice can start on. */
struct days {
    struct days_span *v;
    size_t n, cap;
    bool ordered; /* by time, too */
};

/* For vec.h. */
struct days_events {
    struct event_id *v;
    size_t n, cap;
};

/* The events at which each person must be, ascending. */
struct days_people {
    struct event_id *v;
    size_t *first; /* [n_people + 1] */
};
/* Ended with days_free_people(). */
struct days_people days_list_people(const struct problem *problem);
void days_free_people(struct days_people *people);
/* The events at which the person must be, appended. */
void days_events_of(const struct days_people *people, struct person_id person,
                    struct days_events *events);
/* The dates of all placements in the model; freed with vec_free(). */
struct days days_list(const struct compile *compile);
/* Where the dates after the one at `i` begin; i < days.n. */
size_t days_next(const struct days *days, size_t i);
/* Adds to the open term: coef · [the event starts on a date of the entries from ≤ i < to]. */
void days_add(const struct compile *compile, const struct days *days, size_t from, size_t to,
              struct event_id event, int32_t coef);
/* The same, of starts from_min ≤ start < to_min only. */
void days_add_between(const struct compile *compile, const struct days *days, size_t from,
                      size_t to, struct interval starts, struct event_id event, int32_t coef);
/* For a date and events: the term that counts those on it; ID_NONE: none can be. */
struct term_id days_count(const struct compile *compile, const struct days *days, size_t i,
                          const struct event_id *events, uint32_t n, struct origin origin);
/* The days that the events use beyond the first, N = Σ_d [Σ_e [e on d] ≥ 1]: hard N ≤ 1, soft
 * weight · max(0, N − 1), which is convex. */
void days_gather(const struct compile *compile, const struct days *days,
                 const struct event_id *events, uint32_t n, struct origin origin);

#endif
