/* Decoding: from the located tree to the problem. Private to src/input.
 *
 * Everything that can be named (rooms, kinds, tracks, people, events, windows) is read first; what
 * refers to it is resolved afterwards. Each function reports what is wrong and goes on with what is
 * left, so that one run finds all complaints. */
#ifndef INPUT_DECODE_H
#define INPUT_DECODE_H

#include "base/strmap.h"
#include "base/vec.h"
#include "confab/diag.h"
#include "confab/problem.h"
#include "core/rule.h"
#include "input/overlay.h"

enum {
    DECODE_MAX_ROOMS = 1000,
    DECODE_MAX_DAYS = 400,
    DECODE_MAX_WINDOWS = 50000,
    DECODE_MAX_MARKS = 100000,
    DECODE_MAX_EVENTS = 20000,
    DECODE_MAX_PEOPLE = 60000,
    DECODE_MAX_NAMES = 20000,    /* of kinds, tracks, tags, … */
    DECODE_MAX_COUNT = 1000000,  /* weights, seats, votes */
    DECODE_MAX_COST = 100000000, /* in maps of costs */
    DECODE_MAX_MINUTES = 2880,   /* lengths */
};

/* What one key of a rule, known by several rules perhaps, is for. */
struct decode_key {
    const struct rule_key *key;
    unsigned owners; /* of all rules that know it */
    bool warned;     /* of having no effect */
};

enum decode_role { DECODE_HOURS, DECODE_WINDOW, DECODE_SLOT };

/* A time in a room as given, before breaks and slots cut into it. */
struct decode_window {
    enum decode_role role;
    uint32_t entry;   /* the entry it was given by */
    const char *name; /* NULL: to be generated */
    struct room_id room;
    int32_t day_number;
    struct interval span;
    const struct kind_id *kinds;
    uint32_t n_kinds;
    const struct track_id *tracks;
    uint32_t n_tracks;
    struct text_list tags;
    struct src_span at;
};

/* Something that happens on a day. */
struct decode_mark {
    int32_t day_number;
    struct interval span;
};

/* A break and the local date that it was given for. */
struct decode_break {
    struct break_time given;
    int32_t day_number;
};

/* An event and the node it was read from, which its parts or repeats share. */
struct decode_event {
    struct event event;
    struct text_list refs; /* in the order of parts and repeats */
    const struct yaml_node *node;
    const char *what; /* "talk 'PVH Deep Dive'" */
};

struct decode_person {
    struct person person;
    const struct yaml_node *node; /* NULL: written inline */
    const char *what;
};

struct decode {
    struct problem *problem;
    struct arena *arena; /* the problem's */
    struct diag_list *diags;
    struct source_set *sources;
    const struct overlay *overlay;
    const struct yaml_node *root;

    struct strmap room_ids, room_names, kind_ids, track_ids, track_names;
    struct strmap person_ids, person_names, shared_people;
    struct strmap event_ids, event_titles, shared_titles;
    struct strmap guids;
    struct strmap tags, tag_groups, window_names, window_tags, features, zones;
    int32_t first_year, last_year; /* that the file mentions: for these zones are read */
    VEC(struct zone) zone_list;    /* by their number in `zones` */
    VEC(struct decode_key) keys;

    VEC(int32_t) dates;            /* the conference's days: ascending, distinct */
    const struct yaml_node *hours; /* usual hours; NULL: none given */
    VEC(struct decode_mark) marks;
    VEC(struct decode_window) windows;
    uint32_t n_window_entries;
    VEC(struct decode_break) breaks;
    VEC(struct decode_person) people;
    VEC(struct decode_event) events;
    VEC(struct tag) tag_list;
    VEC(struct tag_group) tag_group_list;
    const struct yaml_node *const *track_nodes;
    const struct yaml_node *const *kind_nodes; /* NULL: built in */
    const struct yaml_node *const *room_nodes;
    bool full; /* an array was full: said once */
};

/* Reads the whole problem; false when there is an error in `diags`. */
bool decode_problem(struct source_set *sources, const struct overlay *overlay,
                    struct diag_list *diags, struct problem *problem);

/* The list under a top-level key: *n 0 when it is not there. */
const struct yaml_node *const *decode_section(struct decode *decode, const char *key, size_t *n);
/* Whether a top-level key has a value of the wrong shape, so that nothing under it is known: that
 * is said once, not of all that refers to it. */
bool decode_section_is_lost(const struct decode *decode, const char *key);
/* The same of talks, bofs and fixed. */
bool decode_events_are_lost(const struct decode *decode);
/* Says once that there are too many of `what`; false when n has reached `max`. */
bool decode_has_space(struct decode *decode, struct src_span at, size_t n, size_t max,
                      const char *what);
/* Whether a later file has taken `name` away; then warns that `what` refers to it. */
bool decode_is_withdrawn(struct decode *decode, const char *section, const char *name,
                         struct src_span at, const char *what);

/* The text under `where`; *room is the room that it names, ID_NONE for free text (`room` may be
 * NULL). */
const char *decode_where(struct decode *decode, const struct yaml_node *map, const char *what,
                         struct room_id *room);

/* decode_names.c: finding what is named. False: reported. */
bool decode_names_room(struct decode *decode, const struct yaml_node *node, const char *what,
                       struct room_id *room);
bool decode_names_kind(struct decode *decode, const struct yaml_node *node, const char *what,
                       struct kind_id *kind);
bool decode_names_track(struct decode *decode, const struct yaml_node *node, const char *what,
                        struct track_id *track);
/* The `guid` of an event or room, in small letters; NULL: none is given, or it is a complaint. */
const char *decode_names_guid(struct decode *decode, const struct yaml_node *map);
/* Written inline, a person comes into being, or is found again. */
bool decode_names_person(struct decode *decode, const struct yaml_node *node, const char *what,
                         struct person_id *person);
bool decode_names_event(struct decode *decode, const struct yaml_node *node, const char *what,
                        struct event_id *event);
/* Lists of them, each once. */
const struct room_id *decode_names_rooms(struct decode *decode, const struct yaml_node *node,
                                         const char *what, uint32_t *n);
const struct kind_id *decode_names_kinds(struct decode *decode, const struct yaml_node *node,
                                         const char *what, uint32_t *n);
const struct track_id *decode_names_tracks(struct decode *decode, const struct yaml_node *node,
                                           const char *what, uint32_t *n);
const struct person_id *decode_names_people(struct decode *decode, const struct yaml_node *node,
                                            const char *what, uint32_t *n);
const struct event_id *decode_names_events(struct decode *decode, const struct yaml_node *node,
                                           const char *what, uint32_t *n);
const struct tag_id *decode_names_tags(struct decode *decode, const struct yaml_node *node,
                                       const char *what, uint32_t *n);
/* Adds a group or a tag, or finds it. */
uint32_t decode_names_add_tag_group(struct decode *decode, const char *name);
uint32_t decode_names_add_tag(struct decode *decode, const char *group, const char *name);
/* Adds to a map of ids; false (reported, both places) when it is there. `made`: from a title or
 * name. */
bool decode_names_add_id(struct decode *decode, struct strmap *ids, const char *id, uint32_t index,
                         struct src_span at, struct src_span first, bool made, const char *what);

/* decode_conference.c */
void decode_conference_header(struct decode *decode);
void decode_conference_kinds(struct decode *decode);
void decode_conference_rooms(struct decode *decode);
void decode_conference_tracks(struct decode *decode);
/* Chairs, rooms and times of tracks, once people and dates are known. */
void decode_conference_finish_tracks(struct decode *decode);

/* decode_times.c: days, windows, slots, breaks as given. */
void decode_times_read(struct decode *decode);
/* The date that an entry names, else the only day of the conference. False: reported. */
bool decode_times_date(struct decode *decode, const struct yaml_node *map, const char *what,
                       int32_t *day_number);
void decode_times_add_mark(struct decode *decode, struct src_span at, int32_t day_number,
                           struct interval span);

/* decode_windows.c: the problem's days, windows and breaks, made of what was given. */
void decode_windows_finish(struct decode *decode);

/* decode_people.c */
void decode_people_read(struct decode *decode);
/* Availability, once days are known. */
void decode_people_finish(struct decode *decode);
uint32_t decode_people_add_inline(struct decode *decode, const struct yaml_node *node);

/* decode_events.c */
void decode_events_read(struct decode *decode);
/* The keys that rules read, of the first event that each entry makes. */
void decode_events_finish(struct decode *decode);

/* decode_series.c: the parts and repeats of an event, which are events of their own. */
/* `parts` and `repeats` of an entry. */
void decode_series_read(struct decode *decode, const struct yaml_node *map, const char *what,
                        struct event *event);
/* How many events the entry makes. */
uint32_t decode_series_count(const struct event *event);
/* One of them, 1 … decode_series_count(): with its id and title, and the rest as in the entry. */
struct decode_event decode_series_copy(struct decode *decode, const struct decode_event *entry,
                                       uint32_t number);
/* The events and all parts of those that have parts, each once; `repeats`: repeats, too. */
const struct event_id *decode_series_widen(struct decode *decode, const struct event_id *events,
                                           bool repeats, uint32_t *n);
/* Gives the copies the keys of their entry, and whoever refers to one means all that it should. */
void decode_series_finish(struct decode *decode);

/* decode_keys.c: the keys that rules declare. */
void decode_keys_collect(struct decode *decode);
/* The names of keys that `owners` may carry, in the decode's arena. */
const char *const *decode_keys_names(struct decode *decode, unsigned owners, size_t *n);
struct attrs decode_keys_read(struct decode *decode, const struct yaml_node *map, unsigned owner,
                              uint32_t self, const char *what);
/* One value of a declared type; `choices` as in struct rule_param. False: reported. */
bool decode_keys_value(struct decode *decode, const struct yaml_node *node, const char *key,
                       enum value_type type, const char *choices, const char *what,
                       struct value *value);

/* decode_check.c: what is allowed, but probably meant otherwise. */
/* Whether any of it lies on a day of the conference; true when there are no days. */
bool decode_check_touches_days(const struct decode *decode, struct interval interval);
/* Hints when the conference is. */
void decode_check_hint_days(struct decode *decode);
/* Warns of names of people and tags that are written almost like others. */
void decode_check_names(struct decode *decode);
/* Warns of keys that no rule reads, because the one that would is off by default. */
void decode_check_idle_keys(struct decode *decode);
/* Warns of events that wait for each other in a circle. */
void decode_check_circles(struct decode *decode);

/* decode_rules.c */
void decode_rules_read(struct decode *decode);
/* "`what` the rule 'key', which does not exist", with a suggestion. */
void decode_rules_report(struct decode *decode, const struct yaml_node *key, const char *what);
bool decode_rules_strength(struct decode *decode, const struct yaml_node *node,
                           struct strength *strength);

/* decode_votes.c: attendees, inline or from a CSV file. */
void decode_votes_read(struct decode *decode);

/* decode_exceptions.c: `except` and `only` of a rule; `waive`. */
void decode_exceptions_read(struct decode *decode, const struct yaml_pair *pair,
                            const struct rule *rule, struct rule_setting *setting);
void decode_waivers_read(struct decode *decode);

/* decode_derived.c: granularity, ticks, and what else follows from the rest. */
void decode_derived_finish(struct decode *decode);

/* decode_sessions.c: which windows belong together. */
void decode_sessions_make(struct decode *decode);

#endif
