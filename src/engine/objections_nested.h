/* Objections of terms that count indicators of other terms, or count backwards: what they say of a
 * place of an event is seen only when all that follows from it is counted. */
#ifndef ENGINE_OBJECTIONS_NESTED_H
#define ENGINE_OBJECTIONS_NESTED_H

#include "base/vec.h"
#include "core/model.h"

/* A placement, and a term's range that it would break. */
struct objections_broken {
    uint32_t rule, term, run;
    int32_t start_min;
};

/* For vec.h. */
struct objections_broken_list {
    struct objections_broken *v;
    size_t n, cap;
};

/* For vec.h: events. */
struct objections_names {
    struct event_id *v;
    size_t n, cap;
};

/* A term with a range that is more than a sum of literals. */
bool objections_nested_is(const struct model *model, const struct term *term);
/* Lists by rule, then start, which placements of the choice, which stays out, break which of these
 * terms. counts[terms]: what they count now. What is looked at is taken off *work_left; nothing is
 * found when that is spent. */
void objections_nested_find(const struct model *model, const int64_t *counts,
                            struct choice_id choice, int64_t *work_left,
                            struct objections_broken_list *found);
/* Lists events that are placed and, with the choice where it breaks the term, add to what that
 * counts: enough for each indicator. */
void objections_nested_name(const struct model *model, const struct placement *chosen,
                            struct choice_id choice, const struct objections_broken *broken,
                            struct objections_names *names);

#endif
