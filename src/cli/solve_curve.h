/* `solve --curve`: quality against moves. */
#ifndef CLI_SOLVE_CURVE_H
#define CLI_SOLVE_CURVE_H

#include "cli/session.h"
#include "output/strbuf.h"

enum { SOLVE_CURVE_FILES = 3 };

/* The file number i < SOLVE_CURVE_FILES, in the session's arena. */
const char *solve_curve_path(struct cli_session *session, size_t i);
/* The file NAME-K.json for the timetable with K moves that is called as the file `path` is, in
 * whatever directory; in the session's arena. NULL: there is none. */
const char *solve_curve_twin(struct cli_session *session, const char *path);
/* Whether the options that go with --curve are there, and its files spare all others. False: a
 * complaint is in the session. */
bool solve_curve_check(struct cli_session *session);
/* Finds the curve, within the options' limits, and writes its files; its table goes into `out`.
 * `solved`: what the solve found. False: a complaint is in the session. */
bool solve_curve_run(struct cli_session *session, const struct solve_options *options,
                     const struct solve_result *solved, struct strbuf *out);

#endif
