/* Whether demands can be met, by trying everything: all rooms at all times of the grid from
 * midnight to midnight, with the audit as the judge. Knows nothing of models and candidates. */
#ifndef TESTS_JUDGE_H
#define TESTS_JUDGE_H

#include "base/rng.h"
#include "confab/explain.h"
#include "explain/demand.h"

/* Appends the pieces of the rule, for all events. */
void judge_list_pieces(const struct problem *problem, uint32_t rule, struct demands *pieces);

/* The problem with all demands but the conflict's lifted, and its demand number `without` (ID_NONE:
 * none) too. Events that need not be held may be. */
struct problem judge_variant(struct arena *arena, const struct problem *hard,
                             const struct explain_conflict *conflict, uint32_t without);
/* [n_events]: those that have to be held; in `arena`. */
bool *judge_held(struct arena *arena, const struct problem *hard,
                 const struct explain_conflict *conflict, uint32_t without);

enum judged {
    JUDGED_NONE,      /* none of all timetables will do */
    JUDGED_NONE_HELD, /* none of those with the held events only */
    JUDGED_SOME,
    JUDGED_TOO_MANY,
};

/* Looks at no more than `most` timetables, whole or in part; they are counted in *looked. */
enum judged judge_try_all(const struct problem *variant, const bool *held, uint32_t most,
                          uint32_t *looked);
/* Whether the timetable lies on the grid and the audit finds nothing hard against it. */
bool judge_accepts(const struct problem *variant, const struct timetable *timetable);

/* Whether lifting the demand takes away exactly the hard findings of the audit that belong to it,
 * on random timetables. */
bool judge_lift(const struct problem *hard, const struct demand *demand, struct rng *rng,
                uint32_t rounds);

#endif
