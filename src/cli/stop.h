/* The wish to stop: an interrupt during the search, or while a file is in the making. */
#ifndef CLI_STOP_H
#define CLI_STOP_H

#include <stdatomic.h>

/* From now on the first SIGINT or SIGTERM raises the flag; another one, half a second later or
 * more, ends the program as usual. The flag is a solve_options.stop. */
const atomic_int *stop_catch(void);
/* From now on SIGINT, SIGTERM or SIGHUP, where it is not ignored, removes the file and ends the
 * program as usual. `path`, borrowed, must live until stop_release(); signals must be blocked while
 * the file is made, see stop_hold(). */
void stop_remove(const char *path);
/* Lets these signals wait, and no longer. */
void stop_hold(void);
void stop_let_go(void);
/* Back to the usual. */
void stop_release(void);

#endif
