/* Writes timelines out as terms: one for each time at which they may matter. Integer programs are
 * made from what comes out.
 *
 * Some choices may be held at a placement: then only the others are in the expansion, and what the
 * held ones count is a constant (large-neighbourhood search). */
#ifndef ENGINE_EXPAND_H
#define ENGINE_EXPAND_H

#include "core/model.h"

struct expansion {
    struct model model;  /* without timelines */
    uint32_t *choice_of; /* [model.choices.n]: the choice of the model that was expanded */
};

/* `held`: [choices] where each is held; PLACEMENT_OUT: staying out. `is_free`: [choices]; NULL: all
 * are free and `held` is not looked at. Costs that the held choices have alone are left away. */
void expand_model(const struct model *model, const struct placement *held, const bool *is_free,
                  struct expansion *expansion);
void expand_free(struct expansion *expansion);

/* About how many entries the program of the whole model would have. */
int64_t expand_estimate(const struct model *model);

#endif
