#include "confab/schedule.h"

#include <string.h>

const struct schedule_room *schedule_find_room(const struct schedule *schedule, const char *name)
{
    for (uint32_t r = 0; r < schedule->n_rooms; r++) {
        if (strcmp(schedule->rooms[r].name, name) == 0) {
            return &schedule->rooms[r];
        }
    }
    return NULL;
}

void schedule_free(struct schedule *schedule)
{
    arena_free(&schedule->arena);
    *schedule = SCHEDULE_EMPTY;
}
