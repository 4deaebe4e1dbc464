/* From a draft to a problem's tree. */
#ifndef IMPORT_DRAFT_WRITE_H
#define IMPORT_DRAFT_WRITE_H

#include "import/draft.h"
#include "import/published.h"

/* One day of the conference. */
struct draft_day {
    int32_t day_number;
    const struct draft_span *hours; /* of rooms of which nothing else is known */
    size_t n_hours;
};

/* When rooms are open. */
struct draft_hours {
    const struct draft_day *days; /* ascending */
    size_t n_days;
    struct draft_spans *of_rooms; /* [draft->rooms.n] */
    bool uniform;                 /* each room has the days' hours */
};

/* Whose entry of the schedule it is. */
struct draft_owner {
    size_t event, place;
};

struct draft_writer {
    struct draft *draft;
    struct arena *arena;
    struct schedule schedule;
    struct published published;
    VEC(struct schedule_entry) entries;
    VEC(struct draft_owner) owners;    /* of the entries */
    const struct published_event **as; /* [entries]: what became of it; NULL: left out */
    const char **entry_ids;            /* [entries]: of their events */
    struct import_ids rooms, people, tracks, events;
    struct strmap guids;
    struct draft_hours hours;
};

/* draft_finish(). */
void draft_write(struct draft *draft);
/* Says what it makes up. `published`: what is placed already; `unplaced_min`: the length of all
 * talks that are not. In the import's arena. */
void draft_hours_make(struct draft *draft, const struct published *published, int64_t unplaced_min,
                      struct draft_hours *hours);
/* Talks and fixed events, with what they name; breaks are not among them. */
void draft_events_write(struct draft_writer *writer);
/* The id of the room of this name; NULL: there is none. */
const char *draft_events_room(const struct draft_writer *writer, const char *name);
/* --date, which is well (draft_options_check()), as the conference's days. */
void draft_options_dates(struct draft *draft);
/* --hours as spans of day 0. False: they are wrong (reported). */
bool draft_options_hours(struct import *import, struct draft_spans *hours);
/* Whether both are well; else it is reported. */
bool draft_options_check(struct import *import);
/* Ordered, and those that touch made one. */
void draft_hours_merge(struct draft_spans *spans);

#endif
