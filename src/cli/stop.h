/* The wish to stop: an interrupt during the search. */
#ifndef CLI_STOP_H
#define CLI_STOP_H

#include <stdatomic.h>

/* From now on the first SIGINT or SIGTERM raises the flag; another one, half a second later or
 * more, ends the program as usual. The flag is a solve_options.stop. */
const atomic_int *stop_catch(void);
/* Back to the usual. */
void stop_release(void);

#endif
