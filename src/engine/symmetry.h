/* Symmetry: events that nothing tells apart may change places. An order among them loses nothing
 * and spares branch and bound from trying the rest: they start in their own order, and those that
 * stay out come last. */
#ifndef ENGINE_SYMMETRY_H
#define ENGINE_SYMMETRY_H

#include "core/model.h"

struct symmetry {
    uint32_t *next; /* [choices]: the next choice that is like it; ID_NONE */
};

/* Finds events with the same placements, costs and timelines, and no terms. End with
 * symmetry_free(). */
void symmetry_find(struct symmetry *symmetry, const struct model *model);
void symmetry_free(struct symmetry *symmetry);
/* Adds the order, as ranges of terms, to `expanded`, which has the same choices as the model. */
void symmetry_add_order(const struct symmetry *symmetry, struct model *expanded);
/* Brings a selection into that order: it costs the same. */
void symmetry_sort(const struct symmetry *symmetry, uint32_t n_choices, struct placement *chosen);

#endif
