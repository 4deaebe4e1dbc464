/* What a timetable hangs on (revise/fragile.h). Text in `arena`. */
#ifndef OUTPUT_WRITE_FRAGILE_H
#define OUTPUT_WRITE_FRAGILE_H

#include "revise/fragile.h"

const char *write_fragile_text(struct arena *arena, const struct problem *problem,
                               const struct fragile *fragile);
const char *write_fragile_json(struct arena *arena, const struct problem *problem,
                               const struct fragile *fragile);

#endif
