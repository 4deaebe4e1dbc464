/* The problem: a conference's rooms, times, people and events, as decoded and validated. Const from
 * then on.
 *
 * Everything lives in the problem's arena. Ids are indices into the arrays of struct problem;
 * ID_NONE is "none". Times are minutes since the epoch (confab/calendar.h), lengths are minutes. */
#ifndef CONFAB_PROBLEM_H
#define CONFAB_PROBLEM_H

#include "confab/calendar.h"
#include "confab/source.h"

#define ID_NONE UINT32_MAX
/* A room that was announced, but is no more: no event can be there. */
#define ROOM_GONE (UINT32_MAX - 1)

struct room_id {
    uint32_t v;
};
struct day_id {
    uint32_t v;
};
struct window_id {
    uint32_t v;
};
struct session_id {
    uint32_t v;
};
struct kind_id {
    uint32_t v;
};
struct person_id {
    uint32_t v;
};
struct track_id {
    uint32_t v;
};
struct tag_id {
    uint32_t v;
};
struct tag_group_id {
    uint32_t v;
};
struct event_id {
    uint32_t v;
};

struct interval {
    int32_t from_min, to_min; /* half-open, from < to */
};

/* Sorted, disjoint, not even touching. */
struct intervals {
    const struct interval *v;
    uint32_t n;
};

struct text_list {
    const char *const *v;
    uint32_t n;
};

/* How strongly a rule is meant. */
enum strength_kind { STRENGTH_OFF, STRENGTH_HARD, STRENGTH_SOFT };
struct strength {
    enum strength_kind kind;
    int64_t weight; /* STRENGTH_SOFT: ≥ 0, cost per unit counted */
};

/* Values of keys that rules declare (src/core/rule.h): decoded and resolved, otherwise not
 * interpreted. */
enum value_type {
    VALUE_FLAG,    /* true / false */
    VALUE_NUMBER,  /* a non-negative integer */
    VALUE_MINUTES, /* a non-negative integer */
    VALUE_TEXT,
    VALUE_TEXTS,
    VALUE_EVENTS,  /* ids of events */
    VALUE_AFTER,   /* ids of events, or of kinds: all events of that kind (resolved to events) */
    VALUE_TAGS,    /* names of event tags */
    VALUE_WISHES,  /* {times, rooms, features, tags} */
    VALUE_DEMANDS, /* {features, tags} */
    VALUE_PIN,     /* {start, room} */
    VALUE_STRENGTH,
    VALUE_TRACK_WEIGHTS, /* map: track → number */
    VALUE_EVENT_WEIGHTS, /* map: event → number */
    VALUE_ROOM_COSTS,    /* map: room → number */
    VALUE_TIME_COSTS,    /* map: a window, a window tag or a date → number */
    VALUE_HOURS,         /* "08:00-20:00": minutes of the day */
};

struct wishes {
    struct intervals times; /* from times: dates, times, windows, window tags */
    const struct room_id *rooms;
    uint32_t n_rooms;
    struct text_list features;
    struct text_list tags; /* of windows; only in demands */
};

struct pin {
    int32_t start_min;   /* CALENDAR_NO_TIME: only the room is pinned */
    struct room_id room; /* ID_NONE: only the time is pinned; `published` only: ROOM_GONE */
};

struct weight_entry {
    const char *name;
    uint32_t index; /* of the track, event or room; ID_NONE: of times */
    int64_t weight;
};

struct value {
    enum value_type type;
    struct src_span at;
    union {
        bool flag;
        int64_t number; /* NUMBER, MINUTES */
        const char *text;
        struct text_list texts; /* TEXTS */
        struct {
            const struct event_id *v;
            uint32_t n;
        } events; /* EVENTS, AFTER */
        struct {
            const struct tag_id *v;
            uint32_t n;
        } tags;               /* TAGS */
        struct wishes wishes; /* WISHES, DEMANDS */
        struct pin pin;
        struct strength strength;
        struct {
            const struct weight_entry *v;
            uint32_t n;
        } weights;             /* TRACK_WEIGHTS, ROOM_COSTS, TIME_COSTS */
        struct interval hours; /* HOURS: minutes of the day */
    } as;
};

struct attr {
    const char *key;
    struct value value;
};

/* The keys of an entity that rules read (few: looked up by a linear search). */
struct attrs {
    const struct attr *v;
    uint32_t n;
};

/* The value of `key`; NULL when it was not given. */
const struct value *attrs_find(const struct attrs *attrs, const char *key);

struct room {
    const char *id, *name;
    const char *guid; /* what it is published as; NULL: made of the id */
    const char *ref;  /* what another tool calls it; NULL: not given */
    int64_t capacity; /* seats; -1: not given, no limit */
    struct text_list features;
    int32_t changeover_min; /* free minutes between two events */
    struct attrs attrs;
    struct src_span at;
};

struct day {
    int32_t day_number;   /* days since 1970-01-01, local date */
    const char *date;     /* 2013-10-24 */
    struct interval span; /* from the first to the last thing on it, given or schedulable */
};

/* A time in one room in which events may lie. Windows of one room never overlap: breaks cut windows
 * and slots cut the windows around them. */
struct window {
    const char *name; /* given or generated; windows of several rooms share theirs */
    struct room_id room;
    struct day_id day;
    struct session_id session;
    struct interval span;
    int32_t start_of_day_min; /* span.from_min as minutes since local midnight: anchors the grid */
    bool slot;                /* takes one event, which starts with it */
    const struct kind_id *kinds;
    uint32_t n_kinds; /* none: every kind */
    const struct track_id *tracks;
    uint32_t n_tracks; /* none: every track */
    struct text_list tags;
    struct src_span at;
};

/* Windows of several rooms that belong together: they begin and end at the same times, or one entry
 * of the file made them. A window is the cell of its session and its room. */
struct session {
    const char *name; /* the first window's */
    struct day_id day;
    struct interval span; /* from the first start to the last end */
};

struct break_time {
    const char *title;
    struct interval span;
    struct day_id day;
    const char *where; /* free text or a room's name; NULL: not given */
    const struct room_id *blocks;
    uint32_t n_blocks; /* resolved: all rooms by default */
    struct src_span at;
};

struct kind {
    const char *id;
    int32_t duration_min; /* default of its events; -1: none */
    bool slots_only;
    struct attrs attrs;
    struct src_span at;
};

struct person {
    const char *id, *name;
    const char *affiliation; /* NULL: not given */
    bool always_free;
    struct intervals free;   /* when not always_free: merged */
    struct src_span free_at; /* where that is said */
    const struct zone *zone; /* from which they take part (key `timezone`); NULL: on site */
    struct attrs attrs;
    struct src_span at;
};

struct track {
    const char *id, *name;
    const struct person_id *chairs;
    uint32_t n_chairs;
    struct room_id room;   /* ID_NONE: any */
    struct intervals time; /* n 0: any */
    struct attrs attrs;
    struct src_span at;
};

struct tag_group {
    const char *name; /* "tags" for tags without a group */
};

struct tag {
    const char *name;
    struct tag_group_id group;
};

struct event {
    const char *id, *title;
    const char *subtitle, *abstract, *language, *url,
        *code;        /* passed on to the output; NULL: not given */
    const char *guid; /* what it is published as; NULL: made of the id */
    const char *ref;  /* what another tool calls its place; NULL: not given */
    struct kind_id kind;
    int32_t duration_min; /* > 0 */
    const struct person_id *people;
    uint32_t n_people; /* speakers and hosts: must be there; distinct */
    const struct person_id *authors;
    uint32_t n_authors;    /* named only */
    struct track_id track; /* ID_NONE: none */
    const struct tag_id *tags;
    uint32_t n_tags;
    int64_t audience; /* expected; -1: not given */
    bool optional;    /* never a fixed event, but while one is taken away (src/explain/variant.h) */
    int64_t optional_cost; /* of leaving an optional event out */
    int64_t priority;      /* ≥ 1: least is left out first */
    bool fixed;            /* given, not scheduled: at fixed_start_min in fixed_room */
    int32_t fixed_start_min;
    struct room_id fixed_room; /* ID_NONE: off-site or several, see `where` */
    const char *where;         /* fixed: free text; NULL: in fixed_room */
    bool plenary;
    /* What one entry of the file makes with parts: or repeats: are several events, one after the
     * other in problem.events; `series` is the first of them. An event without is its own series,
     * part 1 of 1 and repeat 1 of 1. No event has both parts and repeats. */
    struct event_id series;
    uint32_t part, n_parts;     /* 1 … n_parts: pieces that follow each other in one room */
    uint32_t repeat, n_repeats; /* 1 … n_repeats: each the whole event again */
    struct attrs attrs;
    struct src_span at;
};

struct interest {
    struct event_id event;
    int64_t weight; /* > 0 */
};

struct attendee {
    const char *id;
    const struct interest *interests;
    uint32_t n_interests;
};

/* A titled group of talks that run in a row in one room. */
struct block {
    const char *title;
    struct person_id chair;
    const struct event_id *talks;
    uint32_t n_talks;
    bool keep_order;
    struct src_span at;
};

/* Events for which a rule is waived: what it finds about no others is accepted. */
struct waiver {
    uint32_t rule; /* index in the rule table */
    const struct event_id *events;
    uint32_t n_events;
    const char *reason; /* NULL: not given */
    struct src_span at;
};

/* A time in which the room's hours are no limit. */
struct lifted {
    struct room_id room;
    struct interval span;
};

/* What `rules:` says of one rule, defaults filled in. Indexed as the rule table. */
struct rule_setting {
    struct strength strength;
    struct attrs params;           /* declared parameters that were given */
    struct strength *by_tag_group; /* [n_tag_groups], rules with tag groups; else NULL */
    const bool *spared;            /* [n_events]: events that the rule leaves alone; NULL: none */
    const struct waiver **waivers; /* of this rule */
    uint32_t n_waivers;
    /* What explaining takes away from the rule for a while (src/explain/variant.h); NULL: nothing.
     */
    const bool *spared_people; /* [n_people]: what it finds about these alone does not count */
    const bool *spared_rooms;  /* [n_rooms]: the same */
    const bool *firm;          /* [n_events]: a placement rule that is soft is a must for these */
    bool off;                  /* it is said to be off */
    struct src_span at;        /* line 0: not mentioned */
};

/* What comes first among what changes of an announced timetable. */
enum stability { STABILITY_PEOPLE, STABILITY_EVENTS, STABILITY_MINUTES };

/* What may not be changed any more: announced events, and the past. */
struct freeze {
    const bool *frozen; /* [n_events]: they keep what is `published` of them */
    int32_t before_min; /* the others start no earlier; CALENDAR_NO_TIME: at any time */
};

/* Timetables from which another one must differ. */
struct drafts {
    const int32_t *const *start_min; /* [n][n_events]; CALENDAR_NO_TIME: left out */
    uint32_t n;
    const bool *counted; /* [n_events]: never fixed ones */
    int64_t most_alike;  /* so many of these may start as in any one of the timetables */
};

/* An event that must be placed, before all others, and start then. */
struct held {
    struct event_id event; /* mandatory */
    int32_t start_min;
};

struct problem {
    struct arena arena;
    const char *title, *acronym, *url; /* url NULL: not given */
    struct zone zone;
    int32_t granularity_min; /* grid of starts, from local midnight */
    int32_t
        tick_min; /* divides all starts, lengths, changeovers and pauses (from tick_origin_min) */
    int32_t tick_origin_min;
    bool aligned; /* slots only, and slots that overlap start together: overlaps count
                     once a pair instead of once a tick */
    struct room *rooms;
    uint32_t n_rooms;
    int32_t *walk_min; /* [n_rooms * n_rooms], symmetric; zero where not given */
    struct day *days;
    uint32_t n_days; /* ascending */
    struct window *windows;
    uint32_t n_windows; /* by room, then time */
    struct session *sessions;
    uint32_t n_sessions; /* by start, then end */
    struct break_time *breaks;
    uint32_t n_breaks;
    struct kind *kinds;
    uint32_t n_kinds;
    struct person *people;
    uint32_t n_people;
    struct tag_group *tag_groups;
    uint32_t n_tag_groups;
    struct tag *tags;
    uint32_t n_tags;
    struct track *tracks;
    uint32_t n_tracks;
    struct event *events;
    uint32_t n_events; /* fixed ones too */
    struct attendee *attendees;
    uint32_t n_attendees;
    struct block *blocks;
    uint32_t n_blocks;
    struct waiver *waivers;
    uint32_t n_waivers;
    struct rule_setting *settings; /* [rule_table_count()] */
    enum stability stability;
    const struct freeze *freeze; /* NULL: nothing is frozen */
    const struct drafts *drafts; /* NULL: there are none */
    /* What explaining takes away for a while (src/explain/variant.h); NULL: nothing. */
    const bool *absent;          /* [n_events]: never placed */
    const struct lifted *lifted; /* [n_lifted] */
    uint32_t n_lifted;
    const struct held *held; /* what explaining asks for (src/explain/whatif_exact.c); NULL: none */
    const struct source_set *sources; /* borrowed: for positions in reports */
};

int32_t problem_walk_min(const struct problem *problem, struct room_id a, struct room_id b);
/* The window of `room` that contains all of [start, start + duration); ID_NONE: there is none. */
struct window_id problem_window_at(const struct problem *problem, struct room_id room,
                                   int32_t start_min, int32_t duration_min);
/* Whether `name` means the window: its name, one of its tags, or its date. */
bool problem_window_is(const struct problem *problem, struct window_id window, const char *name);
/* The date (days since 1970-01-01) that `time_min` belongs to: that of the day on whose span it
 * lies, which may be the evening before, else its own. */
int32_t problem_date_at(const struct problem *problem, int32_t time_min);
/* The day of that date, else the nearest earlier, else the first. */
struct day_id problem_day_at(const struct problem *problem, int32_t time_min);
/* What is `published` of an event that is not fixed (as.pin): where it was announced; NULL:
 * nothing. */
const struct value *problem_published(const struct problem *problem, struct event_id event);
/* Makes the ticks as short as it takes for something to start then. */
void problem_fit_tick(struct problem *problem, int32_t start_min);
/* The event of that id; ID_NONE: there is none. */
struct event_id problem_find_event(const struct problem *problem, const char *id);
/* The waiver, among the setting's, that names all of these events; NULL: none. */
const struct waiver *problem_find_waiver(const struct rule_setting *setting,
                                         const struct event_id *events, uint32_t n);
/* The day from midnight to midnight, or to the end of its late hours. */
struct interval problem_whole_day(const struct problem *problem, struct day_id day);
/* Whether the room's hours are lifted for all of that time. */
bool problem_is_lifted(const struct problem *problem, struct room_id room, int32_t start_min,
                       int32_t duration_min);
/* Whether a placement rule says nothing of the event: excepted, or waived. */
bool problem_is_quiet(const struct rule_setting *setting, struct event_id event);
bool intervals_contain(struct intervals intervals, int32_t from_min, int32_t to_min);
bool intervals_overlap(struct intervals intervals, int32_t from_min, int32_t to_min);
void problem_free(struct problem *problem);

#endif
