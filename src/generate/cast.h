/* Who speaks in a synthetic conference, and when they are away: never two talks at once, never away
 * from a talk in the hidden timetable. */
#ifndef GENERATE_CAST_H
#define GENERATE_CAST_H

#include "generate/plan.h"

enum { CAST_MOST = 2 }; /* speakers of a talk */

struct cast_talk {
    uint32_t speakers[CAST_MOST], n;
};

struct cast {
    uint32_t n_speakers;
    struct cast_talk *talks; /* [plan->n_talks] */
    bool *restricted;        /* [n_speakers]: away for a part of the time */
    uint32_t *first, *next;  /* a speaker's talks: place 2·talk + which of its speakers */
};

/* Every talk has one speaker or two; `n_speakers` is at least plan_most_at_once(), and everybody
 * has a talk if there is one for each. */
struct cast cast_make(struct arena *arena, const struct plan *plan, uint32_t n_speakers,
                      uint32_t unavailable_percent, struct rng *rng);
/* Marks a third of the cells, or what their talks leave of that; those marked come in runs of up to
 * `run` cells. `order` is scratch: [n_cells]. */
void cast_mark_away(const struct cast *cast, const struct plan *plan, uint32_t speaker,
                    uint32_t run, struct rng *rng, uint32_t *order, bool *away);

#endif
