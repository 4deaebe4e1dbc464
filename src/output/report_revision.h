/* What changes of an announced timetable, as one reads it. */
#ifndef OUTPUT_REPORT_REVISION_H
#define OUTPUT_REPORT_REVISION_H

#include "confab/revision.h"
#include "confab/solve.h"
#include "output/strbuf.h"

/* "2 people must be told (proven least), …", each change with its cause, and whom to tell.
 * `result`: with a timetable. */
void report_revision_add(struct strbuf *out, struct arena *arena, const struct solve_result *result,
                         const struct revision *revision);

#endif
