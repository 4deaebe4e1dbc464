/* Optimises a model of a timetable that has been announced, of which little changes: the nearest
 * selection first, and then what is as near, with everything that cannot move where it is; where
 * that comes to nothing, as if little need not change. */
#ifndef ENGINE_ANNOUNCED_H
#define ENGINE_ANNOUNCED_H

#include "engine/optimise.h"

/* As optimise_model(), for models with levels about what has been announced. */
void announced_optimise(struct board *board, const struct optimise_options *options,
                        struct arena *arena, struct optimise_result *result);

#endif
