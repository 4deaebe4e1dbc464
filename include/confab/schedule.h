/* A schedule as it was published, by Confab or by another tool: what happens when and where, in the
 * file's own words. No problem is needed to read one (confab/read_schedule.h), nor to compare two
 * (confab/changes.h).
 *
 * Times are minutes since the epoch (confab/calendar.h). */
#ifndef CONFAB_SCHEDULE_H
#define CONFAB_SCHEDULE_H

#include "confab/problem.h"

struct schedule_person {
    const char *name;
    const char *guid, *code; /* NULL: not given */
};

struct schedule_room {
    const char *name;        /* unique */
    const char *guid, *slug; /* NULL: not given */
};

/* Where the file says what; line 0: it does not. */
struct schedule_places {
    struct src_span title, date, duration;
    struct src_span room; /* what the event is listed under, else its own `room` */
    struct src_span said; /* its own `room` */
};

/* Somebody whom `solution.to_tell` names, and one of the events whose change concerns them. */
struct schedule_told {
    const char *guid; /* of the event */
    struct schedule_person person;
};

/* Texts that may be NULL are not given; nothing else is NULL. */
struct schedule_entry {
    const char *guid, *code, *id; /* may be NULL; not always unique */
    const char *event;            /* the id in its problem, by `solution.events`; may be NULL */
    const char *title;            /* "": none */
    const char *subtitle, *track, *type, *url, *slug, *language, *abstract; /* may be NULL */
    const char *room;                                                       /* "": none */
    const char
        *said; /* its own `room`, perhaps another than the one it is listed under; may be NULL */
    const struct schedule_person *people;
    uint32_t n_people;
    struct interval span; /* of no length where the file gives none: from ≤ to */
    bool timed;           /* the file gives a length */
    bool filler;          /* a break or an open slot */
    uint32_t sequence;    /* how often it was announced anew, by `solution.sequence` */
    struct src_span at;
    struct schedule_places places;
};

struct schedule {
    struct arena arena;
    const char *title;                   /* "": none */
    const char *acronym, *version, *url; /* NULL: not given */
    struct zone zone;
    bool partial;    /* by `solution.status`: events had to be left out, or may have been */
    bool zone_known; /* the file names it; else `zone` is what the reader was told, or made of the
                        offsets in the file */
    const struct schedule_room *rooms;
    uint32_t n_rooms;
    const struct schedule_entry *entries; /* in the file's order */
    uint32_t n_entries;
    const struct schedule_told *told; /* chairs are only here */
    uint32_t n_told;
};

#define SCHEDULE_EMPTY ((struct schedule){.title = ""})

/* The room of this name; NULL: there is none. */
const struct schedule_room *schedule_find_room(const struct schedule *schedule, const char *name);
void schedule_free(struct schedule *schedule);

#endif
