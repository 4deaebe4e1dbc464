/* What audit halves share about attendees: what they miss in a finished timetable. Compile halves
 * never use it. */
#ifndef RULES_MISSED_H
#define RULES_MISSED_H

#include "core/rule.h"

/* Minutes of the attendee's wanted event number `index` during which another one runs that he wants
 * more, or as much while it is listed before it; 0 also when it is not placed. */
int32_t missed_minutes(const struct audit *audit, const struct attendee *attendee, uint32_t index);

#endif
