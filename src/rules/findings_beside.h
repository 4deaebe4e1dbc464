/* How audit halves find what runs beside an event, or has a person in common with it, without a
 * look at every pair of events. */
#ifndef RULES_FINDINGS_BESIDE_H
#define RULES_FINDINGS_BESIDE_H

#include "rules/findings.h"

/* Events; for vec.h. */
struct findings_list {
    struct event_id *v;
    size_t n, cap;
};

/* Brings them into ascending order, each once. */
void findings_list_sort(struct findings_list *list);

/* Placed events, to be asked which of them run beside another one. */
struct findings_crowd {
    struct findings_stay {
        struct interval span;
        struct event_id event;
        uint32_t class; /* ⌊log2⌋ of the length */
    } * v;              /* by class, then by start */
    size_t n, cap;
    size_t first[33]; /* a class's stays */
    struct findings_list found;
};

/* The placed ones of the events, each named once; ended with findings_crowd_free(). */
struct findings_crowd findings_crowd_of(const struct audit *audit, const struct event_id *events,
                                        size_t n);
/* Of all events of the problem; `among` (NULL: all of them) says by index which. */
struct findings_crowd findings_crowd_among(const struct audit *audit, const bool *among);
void findings_crowd_free(struct findings_crowd *crowd);
/* Those of the crowd, other than the placed event itself, that share time with it and whose number
 * is at least `from`, ascending; valid until the next call. */
const struct findings_list *findings_beside(struct findings_crowd *crowd, const struct audit *audit,
                                            struct event_id event, uint32_t from);

/* The events of each person, placed ones only, ascending, each once. */
struct findings_people {
    const struct event_id *v;
    const size_t *first; /* [n_people + 1] */
};
/* In the score's arena. */
struct findings_people findings_people_of(const struct audit *audit);

#endif
