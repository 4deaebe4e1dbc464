/* Why events are not in a timetable: the rules that exclude each place they could have had. */
#ifndef ENGINE_LEFT_OUT_H
#define ENGINE_LEFT_OUT_H

#include "confab/solve.h"
#include "core/model.h"

/* One entry for every event that is not placed (optional ones too), in the problem's order; reasons
 * that stand alone most often come first. `chosen`[choices] is the selection that the timetable
 * comes from; in large problems with many events left out the last of them get only the reasons
 * that do not depend on other events.
 * The timetable is changed while this looks for examples, and given back as it was. */
struct solve_left_out *left_out_explain(struct arena *arena, const struct model *model,
                                        const struct placement *chosen, struct timetable *timetable,
                                        uint32_t *n);

#endif
