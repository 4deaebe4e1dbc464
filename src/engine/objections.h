/* What the rules between events have against each place of an event that stays out, for a selection
 * of all the others. */
#ifndef ENGINE_OBJECTIONS_H
#define ENGINE_OBJECTIONS_H

#include "engine/candidates.h"

enum { OBJECTION_NAMES = 3 };

/* What one rule has against an event. */
struct objection {
    struct exclusion exclusion;
    uint32_t events[OBJECTION_NAMES]; /* those in the way, the earliest first */
    uint32_t n_events;
    bool any_more; /* in the way: those told, and others */
};

struct objections;

/* `chosen`[choices] and the model must live longer. */
struct objections *objections_create(const struct model *model, const struct placement *chosen);
void objections_free(struct objections *objections);

/* What each rule has against the choice, which stays out: [rule_table_count()], until the next
 * call. Placements that a rule excludes are counted once; `alone` means no other rule does. An
 * event that is asked about when the work allowed is spent (it is for large problems with hundreds
 * of events left out) gets no objections. */
struct objection *objections_collect(struct objections *objections, struct choice_id id);

#endif
