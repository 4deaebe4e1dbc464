/* From problem to model: the candidate placements, then what each rule adds. */
#ifndef ENGINE_COMPILE_H
#define ENGINE_COMPILE_H

#include "core/model.h"

/* Fills in *model, which the caller frees with model_free(). */
void compile_model(const struct problem *problem, struct model *model);

#endif
