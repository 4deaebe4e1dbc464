#include "input/decode.h"
#include "input/fields.h"
#include "input/text.h"
#include "input/when.h"

#include <string.h>

enum listed { FROM_TALKS, FROM_BOFS, FROM_FIXED };

static const char *const SECTIONS[] = {"talks", "bofs", "fixed"};
static const char *const NAMES[] = {"talk", "bof", "fixed event"};

static const char *const COMMON_KEYS[] = {
    "id",   "title",    "subtitle", "abstract", "language", "url",   "code",    "kind", "track",
    "tags", "audience", "votes",    "plenary",  "speakers", "hosts", "authors", "guid", "ref",
};
static const char *const SCHEDULED_KEYS[] = {"duration", "optional", "cost",
                                             "priority", "parts",    "repeats"};
static const char *const FIXED_KEYS[] = {"date", "time", "where"};

enum { MAX_KEYS = BASE_COUNT(COMMON_KEYS) + BASE_COUNT(SCHEDULED_KEYS) };

/* What is given cannot be steered. */
static void check_fixed_keys(struct decode *decode, const struct yaml_node *node, const char *what)
{
    static const char *const keys[] = {"pin",       "prefers",  "avoids",   "requires",
                                       "prohibits", "position", "parts",    "repeats",
                                       "optional",  "cost",     "priority", "published"};
    for (size_t i = 0; node->kind == YAML_MAPPING && i < node->n; i++) {
        const struct yaml_node *key = node->pairs[i].key;
        for (size_t j = 0; j < BASE_COUNT(keys); j++) {
            if (strcmp(key->text, keys[j]) == 0) {
                diag_error(decode->diags, DIAG_KEY_UNKNOWN, key->at, "%s has no key '%s'", what,
                           key->text);
                diag_hint(decode->diags, "a fixed event is where `date`, `time` and `where` say");
            }
        }
    }
}

static bool check_keys(struct decode *decode, const struct yaml_node *node, enum listed from,
                       const char *what)
{
    const char *keys[MAX_KEYS];
    size_t n = 0;
    for (size_t i = 0; i < BASE_COUNT(COMMON_KEYS); i++) {
        keys[n++] = COMMON_KEYS[i];
    }
    if (from == FROM_FIXED) {
        check_fixed_keys(decode, node, what);
    }
    const char *const *more = from == FROM_FIXED ? FIXED_KEYS : SCHEDULED_KEYS;
    size_t n_more = from == FROM_FIXED ? BASE_COUNT(FIXED_KEYS) : BASE_COUNT(SCHEDULED_KEYS);
    for (size_t i = 0; i < n_more; i++) {
        keys[n++] = more[i];
    }
    return fields_check(decode, node, what, keys, n, RULE_ON_EVENT);
}

/* The kind that is given, or the usual one: "fixed" comes into being with the first event that
 * needs it. */
static struct kind_id read_kind(struct decode *decode, const struct yaml_node *node,
                                enum listed from, const char *what)
{
    struct kind_id kind;
    const struct yaml_node *given = fields_get(decode, node, "kind");
    if (given != NULL && decode_names_kind(decode, given, what, &kind)) {
        return kind;
    }
    static const char *const usual[] = {"talk", "bof", "fixed"};
    kind.v = strmap_find(&decode->kind_ids, usual[from]);
    if (kind.v == STRMAP_NONE) {
        struct problem *problem = decode->problem;
        kind.v = problem->n_kinds++; /* there is room for one more than were read */
        problem->kinds[kind.v] = (struct kind){.id = "fixed", .duration_min = -1};
        strmap_add(&decode->kind_ids, "fixed", kind.v);
    }
    return kind;
}

static void add_tags(struct decode *decode, const struct yaml_node *node, const char *group,
                     const char *what, struct event *event, uint32_t cap)
{
    size_t n;
    const struct yaml_node *const *items = fields_items(decode, node, &n);
    struct tag_id *tags = arena_array(decode->arena, event->n_tags + n, sizeof(*tags));
    memcpy(tags, event->tags, event->n_tags * sizeof(*tags));
    for (size_t i = 0; i < n && event->n_tags < cap; i++) {
        const char *name = fields_text_of(decode, items[i], "a tag", FIELDS_TEXT_MAX);
        if (name == NULL ||
            !decode_has_space(decode, items[i]->at, decode->tag_list.n, DECODE_MAX_NAMES, "tags")) {
            continue;
        }
        uint32_t tag = decode_names_add_tag(decode, group, name);
        bool known = false;
        for (uint32_t j = 0; j < event->n_tags && !known; j++) {
            known = tags[j].v == tag;
        }
        if (known) {
            diag_warn(decode->diags, DIAG_LISTED_TWICE, items[i]->at, "%s lists '%s' twice", what,
                      name);
        } else {
            tags[event->n_tags++].v = tag;
        }
    }
    event->tags = tags;
}

/* A list, or a map from group to list. */
static void read_tags(struct decode *decode, const struct yaml_node *map, const char *what,
                      struct event *event)
{
    enum { MAX_TAGS = 200 };
    const struct yaml_node *node = fields_get(decode, map, "tags");
    event->tags = arena_array(decode->arena, 0, sizeof(*event->tags));
    if (node == NULL) {
        return;
    }
    if (node->kind != YAML_MAPPING) {
        add_tags(decode, node, "tags", what, event, MAX_TAGS);
        return;
    }
    for (size_t i = 0; i < node->n; i++) {
        const char *group =
            fields_text_of(decode, node->pairs[i].key, "the name of a tag group", FIELDS_ID_MAX);
        if (group != NULL) {
            add_tags(decode, node->pairs[i].value, group, what, event, MAX_TAGS);
        }
    }
}

/* Speakers and hosts are the same to the rules: people who must be there. */
static void read_people(struct decode *decode, const struct yaml_node *map, const char *what,
                        struct event *event)
{
    uint32_t n_speakers, n_hosts;
    const struct person_id *speakers =
        decode_names_people(decode, fields_get(decode, map, "speakers"), what, &n_speakers);
    const struct person_id *hosts =
        decode_names_people(decode, fields_get(decode, map, "hosts"), what, &n_hosts);
    struct person_id *all = arena_array(decode->arena, n_speakers + n_hosts, sizeof(*all));
    uint32_t n = 0;
    for (uint32_t i = 0; i < n_speakers + n_hosts; i++) {
        struct person_id person = i < n_speakers ? speakers[i] : hosts[i - n_speakers];
        bool known = false;
        for (uint32_t j = 0; j < n && !known; j++) {
            known = all[j].v == person.v;
        }
        if (!known) {
            all[n++] = person;
        }
    }
    event->people = all;
    event->n_people = n;
    event->authors =
        decode_names_people(decode, fields_get(decode, map, "authors"), what, &event->n_authors);
}

static void read_texts(struct decode *decode, const struct yaml_node *map, struct event *event)
{
    event->subtitle = fields_text(decode, map, "subtitle", FIELDS_TEXT_MAX);
    event->abstract = fields_text(decode, map, "abstract", FIELDS_LONG_TEXT_MAX);
    event->language = fields_text(decode, map, "language", FIELDS_ID_MAX);
    event->url = fields_text(decode, map, "url", FIELDS_TEXT_MAX);
    event->code = fields_text(decode, map, "code", FIELDS_TEXT_MAX);
    event->guid = decode_names_guid(decode, map);
}

static void read_counts(struct decode *decode, const struct yaml_node *map, struct event *event)
{
    int64_t votes = fields_number(decode, map, "votes", 0, DECODE_MAX_COUNT, -1);
    event->audience = fields_number(decode, map, "audience", 0, DECODE_MAX_COUNT, votes);
    event->optional = fields_flag(decode, map, "optional", false);
    int64_t usual = votes >= 0 ? votes : event->audience >= 0 ? event->audience : 1;
    event->optional_cost = fields_number(decode, map, "cost", 0, DECODE_MAX_COUNT, usual);
    event->priority = fields_number(decode, map, "priority", 1, 1000, 1);
    event->plenary = fields_flag(decode, map, "plenary", false);
}

static void read_duration(struct decode *decode, const struct yaml_node *map, const char *what,
                          struct event *event)
{
    const struct kind *kind = &decode->problem->kinds[event->kind.v];
    event->duration_min =
        (int32_t)fields_number(decode, map, "duration", 1, DECODE_MAX_MINUTES, kind->duration_min);
    if (event->duration_min < 1 && yaml_tree_get(map, "duration") == NULL) {
        diag_error(decode->diags, DIAG_DURATION_MISSING, map->at, "%s has no duration", what);
        diag_hint(decode->diags, "add `duration: 30` (minutes), here or to the kind '%s'",
                  kind->id);
    }
    event->duration_min = event->duration_min < 1 ? 1 : event->duration_min;
}

static void read_fixed_time(struct decode *decode, const struct yaml_node *map, const char *what,
                            struct event *event)
{
    event->fixed = true;
    event->duration_min = 1;
    event->fixed_room.v = ID_NONE;
    event->where = decode_where(decode, map, what, &event->fixed_room);
    event->where = event->fixed_room.v != ID_NONE ? NULL : event->where;
    const struct yaml_node *time = fields_get(decode, map, "time");
    if (time == NULL) {
        if (yaml_tree_get(map, "time") == NULL) {
            diag_error(decode->diags, DIAG_KEY_MISSING, map->at, "%s needs a time: 18:30-21:30",
                       what);
        }
        return;
    }
    int32_t day;
    struct when_clock clock;
    struct interval span;
    bool dated = decode_times_date(decode, map, what, &day);
    if (when_read_clock(decode, time, &clock) && dated &&
        when_place(decode, time, day, clock, &span)) {
        event->fixed_start_min = span.from_min;
        event->duration_min = span.to_min - span.from_min;
        decode_times_add_mark(decode, time->at, day, span);
    }
}

static void add_title(struct decode *decode, const char *title, uint32_t index)
{
    if (!strmap_add(&decode->event_titles, title, index)) {
        /* A map cannot change a value: what is shared is marked in a second one. */
        strmap_add(&decode->shared_titles, title, index);
    }
}

/* The id given, or made of the title, and the title go into the maps. */
static void add_event(struct decode *decode, struct decode_event entry, bool made)
{
    struct event *event = &entry.event;
    uint32_t index = (uint32_t)decode->events.n;
    if (!decode_has_space(decode, event->at, index, DECODE_MAX_EVENTS, "events")) {
        return;
    }
    uint32_t taken = strmap_find(&decode->event_ids, event->id);
    struct src_span first = taken != STRMAP_NONE ? decode->events.v[taken].event.at : SRC_NOWHERE;
    decode_names_add_id(decode, &decode->event_ids, event->id, index, event->at, first, made,
                        entry.what);
    add_title(decode, event->title, index);
    vec_push(&decode->events, entry);
}

/* All its parts or repeats. The title without a number is the first one's, too. */
static void add_events(struct decode *decode, struct decode_event entry, bool made)
{
    struct event *event = &entry.event;
    event->series.v = (uint32_t)decode->events.n;
    if (event->n_parts > 1) {
        add_title(decode, event->title, event->series.v);
    }
    for (uint32_t i = 1; i <= decode_series_count(event); i++) {
        add_event(decode, decode_series_copy(decode, &entry, i), made && i == 1);
    }
}

static void read_event(struct decode *decode, const struct yaml_node *node, enum listed from)
{
    struct decode_event entry = {.node = node};
    struct event *event = &entry.event;
    event->at = node->at;
    const struct yaml_node *title = yaml_tree_get(node, "title");
    const struct yaml_node *name = title != NULL ? title : yaml_tree_get(node, "id");
    entry.what = name != NULL && name->kind == YAML_SCALAR
                     ? arena_print(decode->arena, "%s '%s'", NAMES[from], name->text)
                     : arena_print(decode->arena, "a %s", NAMES[from]);
    if (!check_keys(decode, node, from, entry.what)) {
        return;
    }
    event->id = fields_id(decode, node);
    event->title = fields_title(decode, node, "title");
    if (title == NULL) {
        diag_error(decode->diags, DIAG_KEY_MISSING, node->at, "%s needs a title", entry.what);
    }
    bool made = event->id == NULL;
    event->title = event->title == NULL ? event->id : event->title;
    event->kind = read_kind(decode, node, from, entry.what);
    read_texts(decode, node, event);
    entry.refs = fields_texts(decode, node, "ref");
    read_counts(decode, node, event);
    read_tags(decode, node, entry.what, event);
    read_people(decode, node, entry.what, event);
    event->track.v = ID_NONE;
    struct track_id track;
    const struct yaml_node *track_node = fields_get(decode, node, "track");
    if (track_node != NULL && decode_names_track(decode, track_node, entry.what, &track)) {
        event->track = track;
    }
    event->fixed_room.v = ID_NONE;
    event->part = event->n_parts = event->repeat = event->n_repeats = 1;
    if (from == FROM_FIXED) {
        read_fixed_time(decode, node, entry.what, event);
    } else {
        read_duration(decode, node, entry.what, event);
        decode_series_read(decode, node, entry.what, event);
    }
    if (event->title != NULL) {
        event->id = made ? text_slug(decode->arena, event->title, '-') : event->id;
        add_events(decode, entry, made);
    }
}

void decode_events_read(struct decode *decode)
{
    static const enum listed sources[] = {FROM_TALKS, FROM_BOFS, FROM_FIXED};
    size_t n_scheduled = 0;
    for (size_t i = 0; i < BASE_COUNT(sources); i++) {
        size_t n;
        const struct yaml_node *const *items = decode_section(decode, SECTIONS[i], &n);
        for (size_t j = 0; j < n; j++) {
            read_event(decode, items[j], sources[i]);
        }
        n_scheduled += sources[i] != FROM_FIXED ? n : 0;
    }
    if (n_scheduled == 0 && !decode_events_are_lost(decode)) {
        diag_warn(decode->diags, DIAG_EVENTS_NONE, decode->root->at,
                  "there are no talks and no bofs: nothing is to be scheduled");
    }
}

void decode_events_finish(struct decode *decode)
{
    for (uint32_t i = 0; i < decode->events.n; i++) {
        struct decode_event *entry = &decode->events.v[i];
        if (entry->event.series.v != i) {
            continue;
        }
        struct attrs attrs = decode_keys_read(decode, entry->node, RULE_ON_EVENT, i, entry->what);
        decode->events.v[i].event.attrs = attrs;
    }
}
