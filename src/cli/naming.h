/* Whom or what a name on the command line means: an id, or a name that only one has. */
#ifndef CLI_NAMING_H
#define CLI_NAMING_H

#include "cli/session.h"

enum naming_kind { NAMING_EVENT, NAMING_PERSON, NAMING_ROOM, NAMING_TRACK };

/* *index: of the problem's things of that kind. `option`: the option whose argument names it,
 * "--event". False: a complaint, with what comes near, is in the session's diags. */
bool naming_find(struct cli_session *session, enum naming_kind kind, const char *option,
                 const char *given, uint32_t *index);

#endif
