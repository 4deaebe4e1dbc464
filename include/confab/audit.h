/* Judges a timetable by the rules, from times and rooms alone; never looks at the model. */
#ifndef CONFAB_AUDIT_H
#define CONFAB_AUDIT_H

#include "confab/score.h"

/* The score, with every violation, hard ones first, then by cost; free with score_free(). Costs and
 * counts as docs/rules.md says. */
struct score audit_timetable(const struct problem *problem, const struct timetable *timetable);

#endif
