/* What is different between two published schedules, and whom to tell. */
#ifndef CONFAB_CHANGES_H
#define CONFAB_CHANGES_H

#include "confab/schedule.h"

/* A set of these. */
enum change_what {
    CHANGE_TIME = 1,       /* it starts at another time */
    CHANGE_ROOM = 2,       /* it is in another room */
    CHANGE_LENGTH = 4,     /* it takes longer, or less long */
    CHANGE_TITLE = 8,      /* it is called otherwise */
    CHANGE_PEOPLE = 16,    /* other people hold it */
    CHANGE_ADDED = 32,     /* it is new; then none of the others */
    CHANGE_WITHDRAWN = 64, /* it is gone; then none of the others */
};

/* Who or what is behind a change. */
struct change_party {
    const char *kind; /* person, room or event */
    const char *name; /* an event's title */
};

struct change {
    unsigned what;
    const struct schedule_entry *old_entry; /* NULL: added */
    const struct schedule_entry *new_entry; /* NULL: withdrawn */
    bool left_out;       /* of what is withdrawn: it should be held, but found no place */
    const char *because; /* why it had to be, as a clause; NULL: not known */
    const char *rule;    /* the rule of the problem behind that; NULL: none */
    const struct change_party *because_of; /* whom `because` and the rule are about */
    uint32_t n_because_of;
    const uint32_t *notify; /* indices of the people of either entry, those of the new one
                               first, then of whom the new schedule says that they are to be told */
    uint32_t n_notify;
};

/* Somebody to tell. */
struct changes_person {
    struct schedule_person person; /* as last named */
    const uint32_t *changes;       /* indices, ascending */
    uint32_t n_changes;
};

struct changes {
    struct change *v; /* by start (the new one, where there is one), room, title */
    uint32_t n;
    const struct changes_person *people; /* by name */
    uint32_t n_people;
    const struct schedule *old_schedule, *new_schedule; /* borrowed */
};

/* Everything lives in `arena` and points into both schedules. Breaks and open slots are no matter.
 *
 * An event is the same one by its id in the problem, guid, code, id, or by a title that only it has
 * in its schedule; an id alone is not believed where both guid and title are others. A room is the
 * same one by its guid where both have one, else by its name; a person by guid, code or name, and
 * with another guid by a name that nobody else has, if each guid is known to one schedule only. */
struct changes changes_find(struct arena *arena, const struct schedule *old_schedule,
                            const struct schedule *new_schedule);
/* How often the new entry, or the withdrawn one, is announced anew: what the new schedule says if
 * that is more than the old one says, else once more than that. Of what is added, what it says. */
uint32_t changes_sequence(const struct change *change);

#endif
