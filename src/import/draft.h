/* What submissions, agendas and spreadsheets come down to: rooms, people and events, some of them
 * with a place already. Importers gather this, draft_finish() makes the problem's tree of it.
 *
 * Texts are cleaned when they are written, and borrowed until then. */
#ifndef IMPORT_DRAFT_H
#define IMPORT_DRAFT_H

#include "confab/calendar.h"
#include "import/dates.h"
#include "import/import.h"

/* As a day: on each day of the conference. */
enum { DRAFT_EACH_DAY = -1000000 };

/* Part of a local day, in minutes from its midnight; up to 48 hours, into the night after it. */
struct draft_span {
    int32_t day_number, from_min, to_min;
};

struct draft_spans {
    struct draft_span *v;
    size_t n, cap;
};

struct draft_room {
    const char *name;
    const char *guid, *ref; /* NULL: not given */
    int64_t capacity;       /* -1: not given */
    const char *const *features;
    size_t n_features;
    struct draft_spans open; /* none: not said */
    const char *id;          /* in the problem; draft_finish() makes it */
};

struct draft_person {
    const char *name, *affiliation; /* NULL: not given */
    struct src_span at;
    bool takes_part;               /* in some event */
    struct draft_spans free, away; /* none: always free */
    const char *id;
};

struct draft_track {
    const char *name, *id;
};

struct draft_kind {
    const char *id;
    int32_t duration_min; /* 0: not said */
};

enum draft_form { DRAFT_TALK, DRAFT_BREAK, DRAFT_FIXED };

/* Where the files have an event, or one of its repeats. */
struct draft_place {
    struct src_span at;
    int32_t start_min, end_min;    /* CALENDAR_NO_TIME: none; end: the event's length counts */
    const struct draft_room *room; /* NULL: none */
    const char *ref;               /* what the other tool calls this place; NULL */
};

struct draft_event {
    enum draft_form form; /* a break or fixed event without a time is a talk */
    struct src_span at;
    const char *title, *subtitle, *abstract, *language, *url, *code, *guid, *kind; /* or NULL */
    const struct draft_track *track;                                               /* or NULL */
    struct {
        struct draft_person **v;
        size_t n, cap;
    } people, authors;
    struct {
        const char **v;
        size_t n, cap;
    } tags;
    struct {
        struct draft_place *v;
        size_t n, cap;
    } places;
    int32_t duration_min;    /* 0: not said */
    int64_t audience, votes; /* -1: not said */
    int64_t level;           /* 0: not said */
    int64_t repeats;         /* 1: held once */
    bool plenary;
    const char *id;
};

struct draft {
    struct import *import;
    struct zone zone;
    bool zone_known;    /* else offsets are left aside: clocks are kept */
    const char *offset; /* then the first that a time has, as "+02:00"; NULL: none has */
    VEC(struct draft_room *) rooms;
    VEC(struct draft_person *) people;
    VEC(struct draft_track *) tracks;
    VEC(struct draft_kind) kinds;
    VEC(struct draft_event *) events;
    struct strmap room_keys, person_keys, track_keys, kind_keys, room_names;
    bool dated; /* the files say from when to when the conference is */
    int32_t first_day, last_day;
};

/* The conference, before any time is read; see import_add_conference(). */
struct draft draft_begin(struct import *import, const char *title, const char *acronym,
                         const char *zone, struct src_span at);
/* What --date says; false: nothing, or nothing that can be read. */
bool draft_asked_days(const struct import *import, struct dates *days);
/* The problem's tree; the rest is for import.c. */
void draft_finish(struct draft *draft);
void draft_free(struct draft *draft);

/* ---- gathering ------------------------------------------------------------- */

/* What the files call `key`; NULL: not known yet. */
struct draft_room *draft_find_room(const struct draft *draft, const char *key);
struct draft_person *draft_find_person(const struct draft *draft, const char *key);
struct draft_track *draft_find_track(const struct draft *draft, const char *key);
/* The same, made with this name when it is not known. NULL: no name is left when it is cleaned. */
struct draft_room *draft_room(struct draft *draft, const char *key, const char *name);
struct draft_person *draft_person(struct draft *draft, const char *key, const char *name);
struct draft_track *draft_track(struct draft *draft, const char *key, const char *name);
/* What the files call `key`, too. */
void draft_also_person(struct draft *draft, const char *key, const struct draft_person *person);
/* The id of a kind of events as they are called there: "Lightning Talk" is lightning.
 * `duration_min` is usual for it; 0: not known. */
const char *draft_kind(struct draft *draft, const char *name, int32_t duration_min);
struct draft_event *draft_event(struct draft *draft, enum draft_form form, const char *title,
                                struct src_span at);
/* Once each; NULL: nobody. Who speaks is no author. */
void draft_add_speaker(struct draft_event *event, struct draft_person *person);
void draft_add_author(struct draft_event *event, struct draft_person *person);

/* ---- times ----------------------------------------------------------------- */

/* A date and time, local unless it has an offset; a fault when it cannot be read. */
bool draft_read_time(struct draft *draft, const char *text, struct src_span at, int32_t *time_min);
/* From one time to another as parts of days. What goes on until early morning is one part. */
void draft_add_spans(struct draft *draft, struct draft_spans *spans, int32_t from_min,
                     int32_t to_min, struct src_span at);
/* The conference's days, unless they are too many. */
void draft_set_days(struct draft *draft, int32_t from_min, int32_t to_min);
/* A place from `start` (NULL: nowhere) on; either text may be NULL. */
void draft_add_place(struct draft *draft, struct draft_event *event, const char *start,
                     const char *end, const struct draft_room *room, struct src_span at);

#endif
