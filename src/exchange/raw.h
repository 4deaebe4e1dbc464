/* What a schedule file says, before anything is made of it: each format's reader fills this in, and
 * schedule_build() makes a schedule of it. Texts are borrowed until then. */
#ifndef EXCHANGE_RAW_H
#define EXCHANGE_RAW_H

#include "base/vec.h"
#include "confab/schedule.h"

struct raw_text {
    const char *text; /* NULL: not given */
    struct src_span at;
};

struct raw_day {
    struct raw_text date;  /* "2013-10-24" */
    struct raw_text start; /* date and time at which it begins */
    struct src_span at;
};

struct raw_event {
    struct src_span at;
    uint32_t day;           /* index; ID_NONE: it is listed under none */
    struct raw_text listed; /* the room it is listed under */
    struct raw_text date, start, duration, end, title, room;
    const char *guid, *id, *code, *subtitle, *track, *type, *url, *slug, *language, *abstract;
    const struct schedule_person *people;
    uint32_t n_people;
};

/* Of an event, by its guid. */
struct raw_mark {
    const char *guid;
    struct raw_text value;
};

struct raw_marks {
    struct raw_mark *v;
    size_t n, cap;
};

struct raw_schedule {
    const char *title, *acronym, *version, *url, *day_change; /* NULL: not given */
    struct raw_text zone;
    VEC(struct raw_day) days;
    VEC(struct raw_event) events;
    VEC(struct schedule_room) rooms;
    struct raw_marks ids, sequences; /* of `solution` */
    VEC(struct schedule_told) told;
    const char *status; /* NULL: not given */
};

#endif
