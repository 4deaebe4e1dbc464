/* What an announced timetable makes of a problem: its places are `published`, some of them frozen,
 * and so many may move. Memory is the arena's, which must live as long as the problem. */
#ifndef REVISE_REVISE_H
#define REVISE_REVISE_H

#include "confab/timetable.h"

/* Placed events are `published` where the timetable has them (a room of ID_NONE: at that time, in
 * any room; ROOM_GONE: in one that the problem does not have), whatever the problem says; of the
 * others, and of fixed ones, nothing changes. */
void revise_publish(struct arena *arena, struct problem *problem, const struct timetable *previous);
/* Makes the starts that are `published` whole ticks, where events may keep them. */
void revise_fit_tick(struct problem *problem);
/* What comes first among what changes. Rules about it that the problem mentions keep their
 * strengths. */
void revise_set_stability(struct problem *problem, enum stability stability);
/* Nothing is counted any more of what changes, unless it is a must. */
void revise_ignore_changes(struct problem *problem);
/* What changes is counted, whatever the problem says: people to tell, and minutes. */
void revise_count_changes(struct problem *problem);
/* At most so many announced events move: hard. */
void revise_limit_moves(struct arena *arena, struct problem *problem, int64_t at_most);
/* The events frozen[n_events], which must be `published`, keep their places, and no other one
 * starts before `before_min` (CALENDAR_NO_TIME: whenever it likes). */
void revise_freeze(struct arena *arena, struct problem *problem, const bool *frozen,
                   int32_t before_min);
/* All that was announced, frozen, limited and pinned in `from` is so in `to`, too: the same
 * problem, loaded anew from the first n_files sources and more. */
void revise_carry(struct arena *arena, struct problem *to, const struct problem *from,
                  uint32_t n_files);

#endif
