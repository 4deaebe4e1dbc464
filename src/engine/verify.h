/* Compares what the model believes a timetable costs with what the audit found. */
#ifndef ENGINE_VERIFY_H
#define ENGINE_VERIFY_H

#include "core/model.h"

/* NULL when every rule's cost, every level and the absence of broken hard rules agree; else what
 * differs. */
const char *verify_agreement(struct arena *arena, const struct model *model,
                             const struct model_score *believed, const struct score *found);

#endif
