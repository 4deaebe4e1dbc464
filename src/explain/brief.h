/* What the audit says of an event somewhere, in few words. */
#ifndef EXPLAIN_BRIEF_H
#define EXPLAIN_BRIEF_H

#include "confab/score.h"

/* The violation's message with "then" for the time, "it" for the event, which starts at
 * `start_min`: "Mira Vogt is not free for it then.". Two messages that differ only in the time
 * while the event runs are alike. In `arena`. */
const char *brief_text(struct arena *arena, const struct problem *problem,
                       const struct violation *violation, struct event_id event, int32_t start_min);

#endif
