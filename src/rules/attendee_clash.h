/* The compile halves of attendee-clash's modes; between attendee_*.c only. */
#ifndef RULES_ATTENDEE_CLASH_H
#define RULES_ATTENDEE_CLASH_H

#include "rules/attendance.h"

/* Overlaps of what attendees want, as pairs; `significance`: in percent, see significance_holds().
 */
void attendee_pairs_compile(const struct compile *compile, int64_t significance);
/* What attendees lose who always go to what they want most. `seats`: or find no seat there. */
void attendee_utility_compile(const struct compile *compile, bool seats);
/* Pairs of events that are said to be wanted by so many (`clash`). */
void attendee_pairs_compile_given(const struct compile *compile);

#endif
