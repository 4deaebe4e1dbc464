/* Makes random tiny problems (draft.h) infeasible, or at least tries to. */
#ifndef TESTS_CUTS_H
#define TESTS_CUTS_H

#include "draft.h"

enum cut {
    CUT_NONE,     /* as the rules have it */
    CUT_AWAY,     /* somebody is away on the whole first day */
    CUT_LONG,     /* a talk that is longer than the days */
    CUT_PINS,     /* two talks are pinned to one place */
    CUT_ANY_PINS, /* every talk is pinned somewhere */
    CUT_AFTER,    /* talks that come after each other, the last one pinned early */
    CUT_CLOSED,   /* a single room or session is left */
    CUT_CROWD,    /* more talks by one speaker */
    CUT_FIXED,    /* fixed events in one room at one time */
    CUT_KINDS,
};

/* Changes the draft's lines; not every cut suits every draft. */
void cut_problem(struct draft *draft, enum cut cut);

#endif
