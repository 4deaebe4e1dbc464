/* `solve --curve`: quality against moves. */
#ifndef CLI_SOLVE_CURVE_H
#define CLI_SOLVE_CURVE_H

#include "cli/session.h"
#include "output/strbuf.h"

/* Whether the options that go with --curve are there, and its files are no others; to be asked when
 * all others are claimed. False: a complaint is in the session. */
bool solve_curve_check(struct cli_session *session);
/* Finds the curve, within the options' limits, and writes its files; its table goes into `out`.
 * `solved`: what the solve found. False: a complaint is in the session. */
bool solve_curve_run(struct cli_session *session, const struct solve_options *options,
                     const struct solve_result *solved, struct strbuf *out);

#endif
