/* No file is written that is read, nor twice: the paths that a command reads or writes are claimed
 * before anything is done. */
#ifndef CLI_CLAIMS_H
#define CLI_CLAIMS_H

#include "cli/session.h"

/* A file that is read; `name`: what it is in complaints, "input". NULL and "-" are no files. */
void claims_add_input(struct cli_session *session, const char *name, const char *path);
/* One that will be written. False: it is another one's already; a complaint is in the session. */
bool claims_add_output(struct cli_session *session, const char *name, const char *path);
/* Files of which nobody knows yet how many there will be: `stem`, a hyphen, a number, `ending`. To
 * be asked when everything else is claimed. False: one that is claimed is called like that. */
bool claims_spare_numbered(struct cli_session *session, const char *name, const char *stem,
                           const char *ending);

#endif
