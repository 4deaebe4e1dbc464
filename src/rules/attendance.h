/* What compile halves share about attendees: who wants what, and literals and terms for what they
 * see. Audit halves never use it.
 *
 * Of two events an attendee wants the one of the larger interest more, or of equal ones the one
 * that is listed first. He *attends* an event that is placed when nothing that he wants more
 * overlaps it, else he *misses* it. */
#ifndef RULES_ATTENDANCE_H
#define RULES_ATTENDANCE_H

#include "core/rule.h"
#include "rules/pair_table.h"

/* Attendees who want the same: what they want least comes first, of equal ones the event listed
 * first. */
struct attendance_wants {
    const struct interest *v;
    uint32_t n;
    int64_t attendees;
};

/* Those who want an event alike, and the same others more: they attend it, or miss it, together. */
struct attendance_group {
    struct event_id event;
    const struct event_id *better; /* ascending */
    uint32_t n_better;
    int64_t interest; /* of each */
    int64_t attendees;
    struct attendance_flag {
        struct term_id term;
        int32_t at_least;
    } missing; /* at_least 0: not asked for yet */
};

/* For vec.h. */
struct attendance_terms {
    struct term_id *v;
    size_t n, cap;
};

/* "They attend it": one of the literals holds, or [term ≥ 1] for one of the terms; never two. */
struct attendance_presence {
    struct literals {
        struct literal *v;
        size_t n, cap;
    } literals;
    struct attendance_terms terms;
};

struct attendance {
    const struct compile *compile;
    struct arena arena;
    struct attendance_wants *wants;
    uint32_t n_wants;
    struct attendance_group *groups; /* by event, then by what is wanted more, then by interest */
    uint32_t n_groups;
    struct attendance_terms pair_terms;
    struct pair_table pairs; /* those asked for */
    struct attendance_ranges {
        struct attendance_range {
            uint32_t first, n; /* of pair_terms */
        } * v;
        size_t n, cap;
    } ranges; /* by number of the pair */
};

void attendance_init(struct attendance *attendance, const struct compile *compile);
void attendance_free(struct attendance *attendance);

/* A member that is the whole event. */
static inline struct member attendance_member(struct event_id event)
{
    return (struct member){{event.v}, {ID_NONE}, 0};
}
/* Whether any two of all wanted events overlap only when they start together. */
bool attendance_starts_together(const struct attendance *attendance);
/* Whether the groups differ in interest at most. */
bool attendance_is_alike(const struct attendance_group *a, const struct attendance_group *b);
/* Appends terms, one of which is ≥ 2 exactly when the group misses its event. Terms of a pair are
 * made once. */
void attendance_add_missing(struct attendance *attendance, const struct attendance_group *group,
                            struct attendance_terms *terms);
/* [term ≥ at_least] exactly when the group misses its event, made once for alike groups; ID_NONE:
 * it never can. */
struct attendance_flag attendance_missing(struct attendance *attendance,
                                          struct attendance_group *group);
/* The group of those who want v[index] of `wants` as they do. */
struct attendance_group *attendance_group_of(const struct attendance *attendance,
                                             const struct attendance_wants *wants, uint32_t index);
/* Appends what holds when the group attends its event, one term for each of its starts. */
void attendance_add_presence(struct attendance *attendance, const struct attendance_group *group,
                             struct attendance_presence *presence);

#endif
