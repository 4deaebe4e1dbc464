/* `--pins`: starts and rooms from a spreadsheet. */
#ifndef CLI_SOLVE_PINS_H
#define CLI_SOLVE_PINS_H

#include "cli/session.h"

/* Pins the events of session->problem as the file says; after revising_apply(). Nothing without the
 * option. False: complaints are in the session. */
bool solve_pins_apply(struct cli_session *session);

#endif
