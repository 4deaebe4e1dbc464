/* What the files of revise/cause.h share. */
#ifndef REVISE_CAUSE_INSIDE_H
#define REVISE_CAUSE_INSIDE_H

#include "revise/cause.h"

/* The sentence as a clause: without its end, and small where it does not begin with a name. */
const char *cause_words_clause(struct arena *arena, const char *sentence);
/* What a hard rule has against an event at its announced place, as a clause; `violation` is the
 * audit's, `start_min` when the event starts there. All in `arena`. */
const char *cause_words_rule(struct arena *arena, const struct problem *problem,
                             const struct violation *violation, struct event_id event,
                             int32_t start_min);
/* What `extra` units more at the level would mean; `rule`: that counts most of them. */
const char *cause_words_cost(struct arena *arena, const struct level *level, int64_t extra,
                             uint32_t rule);
/* Whether the rule says that two events cannot be in one room. */
bool cause_words_is_room(uint32_t rule);
/* "it makes room for 'B'" (or is tied to it by another rule), where B is cause->events[0], and why
 * B does not go elsewhere: its cause, and that of the end of the chain. `first` NULL: B is new. */
const char *cause_words_room(struct arena *arena, const struct problem *problem,
                             const struct cause *cause, const struct cause *first,
                             const struct cause *root);
/* "it changes places with 'B' and 'C'"; `why` NULL: nothing is known. */
const char *cause_words_swap(struct arena *arena, const struct problem *problem,
                             const struct event_id *others, uint32_t n, const char *why);

#endif
