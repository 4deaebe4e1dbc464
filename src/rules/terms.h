/* What compile halves share: literals over time, and the terms that count overlaps.
 *
 * Overlaps of a soft rule are counted in pairs or in pairs × ticks (problem.tick_min); `per` says which:
 * TERMS_AUTO is pairs when the problem is aligned (problem.aligned), else ticks. */
#ifndef RULES_TERMS_H
#define RULES_TERMS_H

#include "core/rule.h"

enum terms_per { TERMS_AUTO, TERMS_PAIR, TERMS_TICK };

/* An event as it counts in an overlap: lengthened at its end, or only where it is in one room. */
struct member {
    struct event_id event;
    struct room_id room;           /* ID_NONE: wherever it is */
    int32_t after_min;
};

/* The parameter `per`: auto, pair or tick. */
enum terms_per terms_per_of(const struct rule_setting *setting);

/* "The member covers time t." */
struct literal terms_covers(const struct compile *compile, struct member member, int32_t t_min);

/* No two members overlap: at every time at most one covers it. (Σ_i [i covers t] ≤ 1 for all t) */
void terms_forbid_overlap(const struct compile *compile, const struct member *members, uint32_t n,
                          struct origin origin);
/* Overlapping members cost: convex in the count at each time, weight · n(n−1)/2; TERMS_PAIR on a problem that is
 * not aligned, or with lengthened members: one indicator a pair. */
void terms_charge_overlap(const struct compile *compile, const struct member *members, uint32_t n, int64_t weight,
                          enum terms_per per, struct origin origin);
/* One pair: hard forbids, soft costs weight once when they overlap (or per tick). */
void terms_pair(const struct compile *compile, struct strength strength, struct member a, struct member b,
                enum terms_per per);

#endif
