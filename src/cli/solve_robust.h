/* `solve --robust`: of equals, the least fragile. */
#ifndef CLI_SOLVE_ROBUST_H
#define CLI_SOLVE_ROBUST_H

#include "cli/session.h"
#include "output/strbuf.h"

/* May put another timetable in the place of `result`; what came of it goes into `out`. False: a
 * complaint is in the session. */
bool solve_robust_run(struct cli_session *session, const struct solve_options *options,
                      struct solve_result *result, struct strbuf *out);

#endif
