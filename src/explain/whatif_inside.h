/* What the files of confab/whatif.h share. */
#ifndef EXPLAIN_WHATIF_INSIDE_H
#define EXPLAIN_WHATIF_INSIDE_H

#include "confab/whatif.h"
#include "core/model.h"

static inline bool whatif_names_event(const struct violation *violation, struct event_id event)
{
    for (uint32_t i = 0; i < violation->n_events; i++) {
        if (violation->events[i].v == event.v) {
            return true;
        }
    }
    return false;
}

/* ---- places (whatif_places.c) ---- */

/* Every place there is for the event, by start, then room, whatever hard rules say: the grid of all
 * windows, the pin, and where it is. Windows that it is too long for have one, their begin. */
void whatif_list_places(const struct problem *problem, const struct timetable *timetable,
                        struct whatif *whatif);

/* ---- judging (whatif_judge.c) ---- */

/* Of each place: whether the event may be there, and what that costs. */
void whatif_judge_places(const struct problem *problem, const struct timetable *timetable,
                         struct whatif *whatif);

/* Hard conflicts, events left out not among them. */
int64_t whatif_judge_conflicts(const struct score *score);

/* ---- making room (whatif_repair.c) ---- */

struct whatif_repair;

enum { WHATIF_IN_THE_WAY = 3 }; /* events that are moved at most */

struct whatif_repair *whatif_repair_create(const struct problem *problem,
                                           const struct timetable *timetable);
void whatif_repair_free(struct whatif_repair *repair);
/* Where the `n` ≤ WHATIF_IN_THE_WAY events could go so that `event` can be at `place` and no hard
 * rule is broken: the cheapest way that is found when one after the other takes its best place.
 * False: none. The model's view; the audit has the last word. */
bool whatif_repair_find(struct whatif_repair *repair, struct event_id event, struct placement place,
                        const struct event_id *in_the_way, uint32_t n, struct whatif_move *moves);

/* ---- solving anew (whatif_exact.c) ---- */

bool whatif_solve_times(const struct problem *problem, const struct timetable *timetable,
                        const struct explain_options *options, struct whatif *whatif);

#endif
