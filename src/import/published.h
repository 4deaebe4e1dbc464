/* What a published schedule tells of the conference behind it. */
#ifndef IMPORT_PUBLISHED_H
#define IMPORT_PUBLISHED_H

#include "base/vec.h"
#include "confab/schedule.h"
#include "exchange/faults.h"

/* Minutes count from local midnight of `day_number`, past 24 hours for what goes on into the night:
 * before PUBLISHED_DAY_MIN it is still the day before. */
enum { PUBLISHED_DAY_MIN = 5 * 60, PUBLISHED_LATEST_MIN = 48 * 60 };

#define PUBLISHED_ONE_ROOM "Main room"

struct published_event {
    const struct schedule_entry *entry;
    const char *room; /* "": none */
    int32_t day_number, from_min, to_min;
    bool
        in_several; /* `room` lists rooms of the file, as "C01, B05": see published_split_rooms() */
    bool is_fixed;  /* it holds others, or no room, or runs from one day's hours into the next's */
};

/* Of one room; windows of a room do not overlap. */
struct published_window {
    const char *room;
    int32_t day_number, from_min, to_min;
};

/* An event that lies in its room and time in another one. Indices of events. */
struct published_part {
    size_t whole, part;
    bool shares_people;
};

struct published {
    const struct schedule *schedule;
    struct arena *arena;
    struct faults *faults;
    VEC(struct published_event) events; /* in the file's order */
    VEC(struct published_event) breaks;
    VEC(struct published_window) windows; /* by room, then by time */
    VEC(struct published_part) parts;
    bool one_room;           /* the file names none at all: PUBLISHED_ONE_ROOM is assumed */
    int32_t granularity_min; /* of the starts; at least 5 */
};

/* `published` is {0}; the schedule must outlive it. What had to be left out or is in two places at
 * once is added to `faults`. */
void published_read(struct published *published, struct arena *arena,
                    const struct schedule *schedule, struct faults *faults);
/* The rooms that a room's name lists ("C01, B05"), as text in `arena` each; 0: it is one room. At
 * most PUBLISHED_MOST_ROOMS. */
enum { PUBLISHED_MOST_ROOMS = 64 };
size_t published_split_rooms(struct arena *arena, const struct schedule *schedule, const char *name,
                             const char *rooms[PUBLISHED_MOST_ROOMS]);
/* The least time between two events of the room, where that seems to be a custom: 5 to 30 minutes,
 * between at least four events; else 0. */
int32_t published_changeover(const struct published *published, const char *room);
void published_free(struct published *published);

#endif
