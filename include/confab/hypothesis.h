/* What if an announced timetable had to be changed: this event at another time, that one dropped,
 * somebody away? As it stands, and with all else moved as little as possible. */
#ifndef CONFAB_HYPOTHESIS_H
#define CONFAB_HYPOTHESIS_H

#include "confab/solve.h"

enum hypothesis_kind { HYPOTHESIS_MOVE, HYPOTHESIS_DROP, HYPOTHESIS_ABSENCE };

struct hypothesis_demand {
    enum hypothesis_kind kind;
    struct event_id event;   /* MOVE, DROP */
    struct pin to;           /* MOVE: one of both at least; not for fixed events */
    struct person_id person; /* ABSENCE */
    struct interval span;    /* ABSENCE: when */
};

enum hypothesis_answer {
    HYPOTHESIS_POSSIBLE,   /* all that was held can be held still */
    HYPOTHESIS_IMPOSSIBLE, /* proven: something would have to be left out */
    HYPOTHESIS_UNKNOWN,    /* a limit came first */
};

struct hypothesis {
    struct arena arena;
    enum hypothesis_answer answer;
    struct problem *variant; /* with the demands, in the arena; ids are the problem's */
    struct score before;     /* of the timetable given, by the audit; the levels are all scores' */
    struct timetable alone;  /* the demands met, all else as it was */
    struct score alone_score;
    const uint32_t *conflicts; /* hard ones that are not in `before`: of alone_score.violations */
    uint32_t n_conflicts;
    struct solve_result result; /* all else moved as little as possible */
    const char *const *reasons; /* IMPOSSIBLE: why, in sentences; may be none */
    uint32_t n_reasons;
};

/* What is `published` in the problem should be the timetable's places (src/revise/revise.h): what
 * changes of these is counted first. Both are borrowed. False: the solver failed,
 * hypothesis->result.failure says why. End with hypothesis_free(). */
bool hypothesis_test(const struct problem *problem, const struct timetable *timetable,
                     const struct hypothesis_demand *demands, uint32_t n_demands,
                     const struct solve_options *options, struct hypothesis *hypothesis);
void hypothesis_free(struct hypothesis *hypothesis);

#endif
