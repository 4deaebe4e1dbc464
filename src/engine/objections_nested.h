/* Objections of ranges that are not plain sums: with indicators of other counts among their
 * children, or with children that count backwards. A placement is tried, and what it changes is
 * followed from count to count. Private to objections.c. */
#ifndef ENGINE_OBJECTIONS_NESTED_H
#define ENGINE_OBJECTIONS_NESTED_H

#include "core/model.h"

/* A range that a placement of the event would leave. */
struct nested_find {
    uint32_t rule, order;
    uint32_t term;
    struct placement placement;
};

struct nested_finds {
    struct nested_find *v;
    size_t n, cap;
};

struct nested;

/* Whether the range is one of those looked at here. */
bool objections_nested_is_range(const struct model *model, uint32_t term);
/* `counts`[terms] are what `chosen` counts; all must live longer. */
struct nested *objections_nested_create(const struct model *model, const struct placement *chosen,
                                        const int64_t *counts);
void objections_nested_free(struct nested *nested);
/* All that is left by a placement of the choice, which is out, each rule once a placement; by rule,
 * then placement. Returns the work that it took. */
int64_t objections_nested_collect(struct nested *nested, struct choice_id id,
                                  struct nested_finds *finds);
/* Chosen events that are enough for the range to be left, and of which none can be spared, of `*n`;
 * the caller's. */
uint32_t *objections_nested_list_cause(const struct nested *nested, struct choice_id id,
                                       const struct nested_find *find, uint32_t *n);

#endif
