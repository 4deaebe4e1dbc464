/* Whose is what: a schedule's events and rooms as the problem has them. */
#ifndef EXCHANGE_MATCH_SCHEDULE_H
#define EXCHANGE_MATCH_SCHEDULE_H

#include "base/strmap.h"
#include "confab/schedule.h"

struct match {
    const struct problem *problem;
    const struct schedule *schedule;
    struct strmap ids, guids, codes, titles, folded; /* → event, or MATCH_SEVERAL */
    struct strmap rooms, room_guids, room_slugs;     /* → room */
};

enum match_result { MATCH_ONE, MATCH_NONE, MATCH_SEVERAL };

/* Borrows the problem and the schedule; match_free() ends it. */
struct match match_schedule(const struct problem *problem, const struct schedule *schedule);
/* By `solution.events`, guid, code, id, then title, where it is that of one event only (also but
 * for capitals and blanks). An id is not believed where the title is another event's. */
enum match_result match_event(const struct match *match, const struct schedule_entry *entry,
                              struct event_id *event);
/* Of this name, by name, id, guid or slug; ID_NONE: there is none. */
struct room_id match_room(const struct match *match, const char *name);
void match_free(struct match *match);

#endif
