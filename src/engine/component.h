/* Independent components of a model: choices that no timeline and no term binds together. Each can
 * be solved by itself; values and bounds of the levels add up. */
#ifndef ENGINE_COMPONENT_H
#define ENGINE_COMPONENT_H

#include "core/model.h"

/* Fills in component_of[choices] with 0 … n − 1, in the order of their first choices; returns n. */
uint32_t component_find(const struct model *model, uint32_t *component_of);

/* The choices of one component as a model of their own; the original must outlive it. Free with
 * model_free(). */
void component_extract(const struct model *model, const uint32_t *component_of, uint32_t component,
                       struct model *part, uint32_t *choice_of);

#endif
