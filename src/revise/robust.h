/* Of timetables that cost the same, the one that a single speaker's absence upsets least. */
#ifndef REVISE_ROBUST_H
#define REVISE_ROBUST_H

#include "confab/solve.h"

enum { ROBUST_ALTERNATIVES = 10 };

/* What single absences (revise/fragile.h, people only) do to a timetable; less is better, the first
 * member first. */
struct robust_measure {
    uint32_t n_stuck; /* absences with which there is no timetable, or none was found */
    uint32_t worst;   /* moves for the worst of the others */
    uint64_t sum;     /* of all of these */
};

struct robust {
    struct arena arena;
    struct robust_measure before, after;
    bool judged;       /* the first timetable was: else nothing is known */
    uint32_t n_looked; /* alternatives judged */
    bool only;         /* proven: no other start of any event than those looked at costs as little;
                          only when not `cut`, and nothing was looked at */
    bool cut;          /* ended by the limit */
    const char *failure; /* of the engine, when robust_improve() is false */
};

/* `result` is a timetable of all that is mandatory. Another one of the same or less cost at every
 * level, compared lexicographically, takes its place when it is less fragile. False: the engine
 * failed. */
bool robust_improve(const struct problem *problem, const struct solve_options *options,
                    struct solve_result *result, struct robust *robust);
void robust_free(struct robust *robust);

/* < 0: a is better. */
int robust_compare(struct robust_measure a, struct robust_measure b);

#endif
