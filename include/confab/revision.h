/* What a new timetable changes of an announced one, why, and whom to tell. */
#ifndef CONFAB_REVISION_H
#define CONFAB_REVISION_H

#include "confab/changes.h"
#include "confab/read_timetable.h"

struct revision {
    struct schedule was; /* what was announced, with the problem's names for what is the same;
                            borrows all else from the schedule that was read */
    struct schedule now;
    struct changes changes; /* with causes; chairs are told, too, after the others */
    uint32_t n_attendees;   /* with an announced event in mind that is elsewhere now */
};

/* `previous` is the announced timetable, and so `published` in the problem; it is borrowed, and
 * `arena` must live as long as the revision. End with revision_free(). */
void revision_create(struct arena *arena, const struct problem *problem,
                     const struct previous *previous, const struct timetable *timetable,
                     struct revision *revision);
void revision_free(struct revision *revision);

#endif
