/* What compile halves share: literals over time, and the terms that count overlaps. Audit halves
 * never use it.
 *
 * Overlaps of a soft rule are counted in pairs or in pairs × ticks (problem.tick_min); `per` says
 * which: TERMS_AUTO is pairs when the problem is aligned (problem.aligned), else ticks. */
#ifndef RULES_TERMS_H
#define RULES_TERMS_H

#include "core/rule.h"

enum terms_per { TERMS_AUTO, TERMS_PAIR, TERMS_TICK };

/* For vec.h. */
struct terms_times {
    int32_t *v;
    size_t n, cap;
};

/* For vec.h. */
struct terms_ids {
    struct term_id *v;
    size_t n, cap;
};

/* The parameter `per`: auto, pair or tick; `usual` when it is not given. */
enum terms_per terms_per_of(const struct rule_setting *setting, enum terms_per usual);

/* Whether `per` is window: what shares a session counts, whatever its times (rules/cells.h). */
bool terms_is_per_window(const struct rule_setting *setting);

/* Whether the parameter `per` is tick. */
bool terms_is_per_tick(const struct rule_setting *setting);
/* Whether the parameter `beside` is start. */
bool terms_is_beside_start(const struct rule_setting *setting);
int64_t terms_event_ticks(const struct problem *problem, struct event_id event);
/* What `count` counts: so many, or as many ticks of the event, as the parameter `per` says. */
int64_t terms_count_event(const struct problem *problem, const struct rule_setting *setting,
                          struct event_id event, int64_t count);

/* No two members overlap: at every time at most one covers it. (Σ_i [i covers t] ≤ 1 for all t) */
void terms_forbid_overlap(const struct compile *compile, const struct member *members, uint32_t n,
                          struct origin origin);
/* The same, but only at times that one of the first `n_heads` members may cover: no head overlaps
 * any member. The others must be known not to overlap each other. */
void terms_forbid_beside(const struct compile *compile, const struct member *members,
                         uint32_t n_heads, uint32_t n, struct origin origin);
/* Overlapping members cost weight · n(n−1)/2 at each tick, or TERMS_PAIR: weight for each pair;
 * where members that overlap may start at different times, that takes one indicator a pair. */
void terms_charge_overlap(const struct compile *compile, const struct member *members, uint32_t n,
                          int64_t weight, enum terms_per per, struct origin origin);
/* Whether members can overlap only when they start together. */
bool terms_start_together(const struct compile *compile, const struct member *members, uint32_t n);
/* Forbids or charges overlaps as `strength` says. */
void terms_overlap(const struct compile *compile, struct strength strength,
                   const struct member *members, uint32_t n, enum terms_per per,
                   struct origin origin);
/* One pair, likewise: soft costs weight once when they overlap (or per tick). */
void terms_pair(const struct compile *compile, struct strength strength, struct member a,
                struct member b, enum terms_per per, struct origin origin);
/* Whether members can overlap only when they start together. */
bool terms_start_together(const struct compile *compile, const struct member *members, uint32_t n);
/* The times at which as many of the members run as can run together: who overlaps shares one. */
struct terms_times terms_meeting_times(const struct compile *compile, const struct member *members,
                                       uint32_t n);
/* A count that is at least 1 exactly when the two overlap; ID_NONE: they cannot. */
struct term_id terms_count_meetings(const struct compile *compile, struct member a,
                                    struct member b);

/* An event in one of the classes that a rule keeps apart; a list of these, for vec.h. */
struct terms_classed {
    uint64_t of; /* the class */
    struct event_id event;
};
struct terms_classes {
    struct terms_classed *v;
    size_t n, cap;
};
/* Overlaps within each class are forbidden or charged as the rule's strength and its parameters
 * `per` and `beside` say. Sorts the list. */
void terms_part_classes(const struct compile *compile, struct terms_classes *classes);

/* The group of tags that the parameter `group` names, `usual` when it is not given; ID_NONE: no
 * event has tags of that group. */
struct tag_group_id terms_tag_group(const struct compile *compile, const char *usual);

/* Event b starts, at one of `b_starts` (sorted), when at least length_min minutes have passed since
 * a's start: forbids it otherwise, or charges count times the rule's weight. Only starts of a and
 * of b inside a_span and b_span are looked at. */
void terms_follow(const struct compile *compile, struct event_id a, struct event_id b,
                  int32_t length_min, struct interval a_span, struct interval b_span,
                  const struct terms_times *b_starts, int64_t count);

/* Charges `weight` once when any of the terms is at least 2; no term: nothing. */
void terms_charge_any(const struct compile *compile, const struct term_id *terms, uint32_t n,
                      int64_t weight, struct origin origin);

/* Ends the open term: at most `most`, or weight · max(0, n − most). */
void terms_end_above(const struct compile *compile, int64_t most);
/* b waits until gap_min minutes after the end of a: forbidden to be earlier, or the rule's weight
 * once. */
void terms_wait(const struct compile *compile, struct event_id a, struct event_id b,
                int32_t gap_min);

/* The times at which one of the members can start, ascending, distinct; ends likewise (lengthened).
 */
void terms_add_starts(const struct compile *compile, struct member member,
                      struct terms_times *times);
void terms_add_ends(const struct compile *compile, struct member member, struct terms_times *times);
void terms_sort_times(struct terms_times *times);
/* Keeps those starts (sorted) after which something ends before the next one: at the others,
 * whatever overlaps still does so at the next. */
void terms_thin_starts(struct terms_times *starts, const struct terms_times *ends);

/* The attributes of the event (index 0), its people, its track and its kind; NULL: that one has
 * none, or past the end, which is terms_owner_count(). */
uint32_t terms_owner_count(const struct event *event);
const struct attrs *terms_owner_attrs(const struct problem *problem, const struct event *event,
                                      uint32_t index);
bool terms_has_text(struct text_list list, const char *text);

/* The sum of count() over all owners. */
int64_t terms_count_owners(const struct problem *problem, struct event_id event,
                           int64_t (*count)(const struct attrs *attrs, const void *context),
                           const void *context);

/* "The event is where it was announced", which it was (problem_published()). */
struct literal terms_home(const struct compile *compile, struct event_id event);

#endif
