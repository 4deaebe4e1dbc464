/* What `--previous` and its like make of the problem that a session has loaded. */
#ifndef CLI_REVISING_H
#define CLI_REVISING_H

#include "cli/session.h"

/* Changes session->problem as the options say. False: a complaint is in the session's diags. */
bool revising_apply(struct cli_session *session);

#endif
