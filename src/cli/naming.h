/* Whom or what a name on the command line means: an id, or a name that only one has. */
#ifndef CLI_NAMING_H
#define CLI_NAMING_H

#include "cli/session.h"

/* `option`: the option whose argument names it, "--event". False: a complaint, with what comes
 * near, is in the session's diags. */
bool naming_find_event(struct cli_session *session, const char *option, const char *given,
                       struct event_id *event);
bool naming_find_person(struct cli_session *session, const char *option, const char *given,
                        struct person_id *person);
bool naming_find_room(struct cli_session *session, const char *option, const char *given,
                      struct room_id *room);
bool naming_find_track(struct cli_session *session, const char *option, const char *given,
                       struct track_id *track);

#endif
