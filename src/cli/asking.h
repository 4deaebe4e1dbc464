/* What --move, --drop and --unavailable ask for. */
#ifndef CLI_ASKING_H
#define CLI_ASKING_H

#include "cli/session.h"
#include "confab/hypothesis.h"

/* One demand for each of the options, in their order, in the session's arena. False: complaints are
 * in the session's diags. */
bool asking_read(struct cli_session *session, struct hypothesis_demand **demands, uint32_t *n);

#endif
