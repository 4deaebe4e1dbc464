/* Who is the same person in two schedules. */
#ifndef REVISE_SAME_PEOPLE_H
#define REVISE_SAME_PEOPLE_H

#include "base/strmap.h"
#include "confab/schedule.h"

struct same_people_list {
    struct strmap guids, names;
    struct strmap shared; /* names of people with several guids */
};

struct same_people {
    struct same_people_list old_list, new_list;
};

/* End with same_people_free(). */
struct same_people same_people_create(const struct schedule *old_schedule,
                                      const struct schedule *new_schedule);
/* Whether two people with different guids are one who got a new guid, as all do when the
 * conference's acronym changes: nobody else is called so in either schedule, and each guid is known
 * to one of them only. */
bool same_people_is_renumbered(const struct same_people *people, const struct schedule_person *a,
                               const struct schedule_person *b);
/* Whether the new schedule has somebody with this guid. */
bool same_people_is_new_guid(const struct same_people *people, const char *guid);
void same_people_free(struct same_people *people);

#endif
