#include "input/decode.h"
#include "input/fields.h"
#include "input/text.h"
#include "input/when.h"

#include <stdio.h>
#include <string.h>

enum { LEVEL_MAX = 3 };

static void add_key(struct decode *decode, const struct rule_key *key)
{
    for (size_t i = 0; i < decode->keys.n; i++) {
        struct decode_key *known = &decode->keys.v[i];
        if (strcmp(known->key->name, key->name) == 0) {
            known->owners |= key->owners;
            return;
        }
    }
    struct decode_key known = {key, key->owners, false};
    vec_push(&decode->keys, known);
}

void decode_keys_collect(struct decode *decode)
{
    for (uint32_t i = 0; i < rule_table_count(); i++) {
        const struct rule *rule = rule_table_at(i);
        for (uint32_t j = 0; j < rule->n_keys; j++) {
            add_key(decode, &rule->keys[j]);
        }
    }
}

/* "'pause'": how a key is called in complaints. */
static const char *called(struct decode *decode, const char *key)
{
    return arena_print(decode->arena, "'%s'", key);
}

/* Where a list names `text`. */
static struct src_span find_item(const struct yaml_node *node, const char *text)
{
    for (size_t i = 0; node->kind == YAML_SEQUENCE && i < node->n; i++) {
        if (node->items[i]->kind == YAML_SCALAR && strcmp(node->items[i]->text, text) == 0) {
            return node->items[i]->at;
        }
    }
    return node->at;
}

static void check_features(struct decode *decode, const struct yaml_node *node,
                           const struct text_list *features, const char *what)
{
    for (uint32_t i = 0; i < features->n; i++) {
        const char *feature = features->v[i];
        if (strmap_find(&decode->features, feature) != STRMAP_NONE) {
            continue;
        }
        diag_warn(decode->diags, DIAG_FEATURE_UNKNOWN, find_item(node, feature),
                  "%s names the feature '%s', which no room has", what, feature);
        VEC(const char *) names = {0};
        for (uint32_t r = 0; r < decode->problem->n_rooms; r++) {
            const struct text_list *of = &decode->problem->rooms[r].features;
            for (uint32_t j = 0; j < of->n; j++) {
                vec_push(&names, of->v[j]);
            }
        }
        const char *nearest = text_nearest(feature, names.v, names.n);
        if (nearest != NULL) {
            diag_hint(decode->diags, "did you mean '%s'?", nearest);
        }
        vec_free(&names);
    }
}

static void check_window_tags(struct decode *decode, const struct yaml_node *node,
                              const struct text_list *tags, const char *what)
{
    for (uint32_t i = 0; i < tags->n; i++) {
        if (strmap_find(&decode->window_tags, tags->v[i]) == STRMAP_NONE) {
            diag_warn(decode->diags, DIAG_WINDOW_TAG_UNKNOWN, find_item(node, tags->v[i]),
                      "%s names the tag '%s', which no window or slot carries", what, tags->v[i]);
        }
    }
}

/* {times, rooms, features}; {features, tags}. */
static bool read_wishes(struct decode *decode, const struct yaml_node *node, bool demands,
                        const char *what, struct wishes *wishes)
{
    static const char *const wish_keys[] = {"times", "rooms", "features"};
    static const char *const demand_keys[] = {"features", "tags"};
    if (!fields_check(decode, node, what, demands ? demand_keys : wish_keys,
                      demands ? BASE_COUNT(demand_keys) : BASE_COUNT(wish_keys), 0)) {
        return false;
    }
    const struct yaml_node *features = yaml_tree_get(node, "features");
    wishes->features = fields_texts(decode, node, "features");
    check_features(decode, features, &wishes->features, what);
    if (demands) {
        wishes->tags = fields_texts(decode, node, "tags");
        check_window_tags(decode, yaml_tree_get(node, "tags"), &wishes->tags, what);
        return true;
    }
    const struct yaml_node *rooms = fields_get(decode, node, "rooms");
    wishes->rooms = decode_names_rooms(decode, rooms, what, &wishes->n_rooms);
    size_t n;
    const struct yaml_node *const *items =
        fields_items(decode, fields_get(decode, node, "times"), &n);
    struct when_list list = {0};
    for (size_t i = 0; i < n; i++) {
        when_read_times(decode, items[i], &list);
    }
    wishes->times = when_merge(decode, &list);
    return true;
}

static bool read_pin(struct decode *decode, const struct yaml_node *node, const char *key,
                     const char *what, struct pin *pin)
{
    static const char *const keys[] = {"start", "room"};
    *pin = (struct pin){CALENDAR_NO_TIME, {ID_NONE}};
    if (node->kind == YAML_SCALAR) {
        bool time = node->text[0] >= '0' && node->text[0] <= '9';
        diag_error(decode->diags, DIAG_SHAPE, node->at, "%s must be a map, not a single value",
                   what);
        diag_hint(decode->diags, "write `%s: {%s: %s}`", key, time ? "start" : "room", node->text);
        return false;
    }
    if (!fields_check(decode, node, what, keys, BASE_COUNT(keys), 0)) {
        return false;
    }
    const struct yaml_node *start = fields_get(decode, node, "start");
    const struct yaml_node *room = fields_get(decode, node, "room");
    int32_t start_min;
    struct room_id found;
    if (start != NULL && when_read_point(decode, start, &start_min)) {
        pin->start_min = start_min;
        if (!decode_check_touches_days(decode, (struct interval){start_min, start_min + 1})) {
            diag_warn(decode->diags, DIAG_DATE_OUTSIDE, start->at,
                      "%s is at '%s', outside the conference", what, start->text);
            decode_check_hint_days(decode);
        }
    }
    if (room != NULL && decode_names_room(decode, room, what, &found)) {
        pin->room = found;
    }
    if (yaml_tree_get(node, "start") == NULL && yaml_tree_get(node, "room") == NULL) {
        return diag_error(decode->diags, DIAG_KEY_MISSING, node->at,
                          "%s needs a start, a room or both", what);
    }
    return true;
}

/* What the entries of a map are named by. False: reported. */
static bool read_weight_name(struct decode *decode, const struct yaml_node *key,
                             enum value_type type, const char *what, struct weight_entry *entry)
{
    struct track_id track;
    struct event_id event;
    struct room_id room;
    entry->index = ID_NONE;
    entry->name = fields_text_of(decode, key, what, FIELDS_TEXT_MAX);
    if (entry->name == NULL) {
        return false;
    }
    if (type == VALUE_TRACK_WEIGHTS) {
        bool found = decode_names_track(decode, key, what, &track);
        entry->index = found ? track.v : ID_NONE;
        return found;
    }
    if (type == VALUE_EVENT_WEIGHTS) {
        bool found = decode_names_event(decode, key, what, &event);
        entry->index = found ? event.v : ID_NONE;
        return found;
    }
    if (type == VALUE_ROOM_COSTS) {
        bool found = decode_names_room(decode, key, what, &room);
        entry->index = found ? room.v : ID_NONE;
        return found;
    }
    return when_check_window(decode, key);
}

static bool read_weights(struct decode *decode, const struct yaml_node *node, enum value_type type,
                         const char *what, struct value *value)
{
    if (node->kind != YAML_MAPPING) {
        return diag_error(decode->diags, DIAG_SHAPE, node->at, "%s must be a map: {name: weight}",
                          what);
    }
    struct weight_entry *entries = arena_array(decode->arena, node->n, sizeof(*entries));
    int64_t total = 0;
    uint32_t n = 0;
    for (size_t i = 0; i < node->n; i++) {
        struct weight_entry entry;
        bool number =
            fields_number_of(decode, node->pairs[i].value, what, 0, DECODE_MAX_COST, &entry.weight);
        if (read_weight_name(decode, node->pairs[i].key, type, what, &entry) && number) {
            entries[n++] = entry;
            total += entry.weight;
        }
    }
    /* All of it may add up, times a weight, times thousands of events. */
    if (total > DECODE_MAX_COST) {
        diag_error(decode->diags, DIAG_NUMBER_RANGE, node->at,
                   "the numbers of %s add up to more than %d", what, DECODE_MAX_COST);
    }
    value->as.weights.v = entries;
    value->as.weights.n = n;
    return true;
}

/* Whether `word` is one of "a|b|c". */
static bool is_choice(const char *choices, const char *word)
{
    size_t length = strlen(word);
    for (const char *at = choices; at != NULL; at = strchr(at, '|')) {
        at += *at == '|' ? 1 : 0;
        if (strncmp(at, word, length) == 0 && (at[length] == '|' || at[length] == '\0')) {
            return true;
        }
    }
    return false;
}

static bool read_text(struct decode *decode, const struct yaml_node *node, const char *choices,
                      const char *what, const char **text)
{
    *text = fields_text_of(decode, node, what, FIELDS_TEXT_MAX);
    if (*text != NULL && choices != NULL && !is_choice(choices, *text)) {
        diag_error(decode->diags, DIAG_CHOICE_UNKNOWN, node->at, "%s cannot be '%s'", what, *text);
        diag_hint(decode->diags, "it is one of %s", choices);
        return false;
    }
    return *text != NULL;
}

/* Events, or kinds for all events of that kind. */
static void read_after(struct decode *decode, const struct yaml_node *node, const char *what,
                       struct value *value)
{
    size_t n;
    const struct yaml_node *const *items = fields_items(decode, node, &n);
    VEC(struct event_id) all = {0};
    for (size_t i = 0; i < n; i++) {
        const char *text = items[i]->kind == YAML_SCALAR ? items[i]->text : "";
        uint32_t kind = strmap_find(&decode->kind_ids, text);
        bool is_event = strmap_find(&decode->event_ids, text) != STRMAP_NONE;
        struct event_id event;
        if (!is_event && kind != STRMAP_NONE) {
            for (uint32_t e = 0; e < decode->events.n; e++) {
                if (decode->events.v[e].event.kind.v == kind) {
                    vec_push(&all, (struct event_id){e});
                }
            }
        } else if (decode_names_event(decode, items[i], what, &event)) {
            vec_push(&all, event);
        }
    }
    value->as.events.v = vec_to_arena(&all, decode->arena);
    value->as.events.n = (uint32_t)all.n;
    vec_free(&all);
}

static bool read_clock_hours(struct decode *decode, const struct yaml_node *node,
                             struct interval *hours)
{
    struct when_clock clock;
    if (!when_read_clock(decode, node, &clock)) {
        return false;
    }
    *hours = (struct interval){clock.from_min, clock.to_min};
    return true;
}

bool decode_keys_value(struct decode *decode, const struct yaml_node *node, const char *key,
                       enum value_type type, const char *choices, const char *what,
                       struct value *value)
{
    const char *name = called(decode, key);
    *value = (struct value){.type = type, .at = node->at};
    switch (type) {
    case VALUE_FLAG:
        return fields_flag_of(decode, node, name, &value->as.flag);
    case VALUE_NUMBER:
        return fields_number_of(decode, node, name, 0, DECODE_MAX_COUNT, &value->as.number);
    case VALUE_MINUTES:
        return fields_number_of(decode, node, name, 0, DECODE_MAX_MINUTES, &value->as.number);
    case VALUE_TEXT:
        return read_text(decode, node, choices, name, &value->as.text);
    case VALUE_TEXTS:
        value->as.texts = fields_texts_of(decode, node, name);
        return true;
    case VALUE_EVENTS:
        value->as.events.v = decode_names_events(decode, node, what, &value->as.events.n);
        return true;
    case VALUE_AFTER:
        read_after(decode, node, what, value);
        return true;
    case VALUE_TAGS:
        value->as.tags.v = decode_names_tags(decode, node, what, &value->as.tags.n);
        return true;
    case VALUE_WISHES:
    case VALUE_DEMANDS:
        return read_wishes(decode, node, type == VALUE_DEMANDS,
                           arena_print(decode->arena, "%s of %s", name, what), &value->as.wishes);
    case VALUE_PIN:
        return read_pin(decode, node, key, arena_print(decode->arena, "%s of %s", name, what),
                        &value->as.pin);
    case VALUE_STRENGTH:
        return decode_rules_strength(decode, node, &value->as.strength);
    case VALUE_TRACK_WEIGHTS:
    case VALUE_EVENT_WEIGHTS:
    case VALUE_ROOM_COSTS:
    case VALUE_TIME_COSTS:
        return read_weights(decode, node, type, name, value);
    case VALUE_HOURS:
        return read_clock_hours(decode, node, &value->as.hours);
    }
    return false;
}

static bool lists_event(const struct value *value, uint32_t self)
{
    for (uint32_t i = 0; i < value->as.events.n; i++) {
        if (value->as.events.v[i].v == self) {
            return true;
        }
    }
    return false;
}

/* An event that names itself is a slip; one that is of a kind it names is not. */
static void drop_self(struct decode *decode, const struct yaml_node *node, const char *key,
                      const char *what, uint32_t self, struct value *value)
{
    if (!lists_event(value, self)) {
        return;
    }
    size_t n;
    const struct yaml_node *const *items = fields_items(decode, node, &n);
    const struct event *event = &decode->events.v[self].event;
    for (size_t i = 0; i < n; i++) {
        const char *text = items[i]->kind == YAML_SCALAR ? items[i]->text : "";
        if (strcmp(text, event->id) == 0 || strcmp(text, event->title) == 0) {
            diag_error(decode->diags, DIAG_REFERS_TO_ITSELF, items[i]->at,
                       "'%s' of %s names the event itself", key, what);
        }
    }
    struct event_id *others =
        arena_array(decode->arena, value->as.events.n, sizeof(struct event_id));
    uint32_t kept = 0;
    for (uint32_t i = 0; i < value->as.events.n; i++) {
        if (value->as.events.v[i].v != self) {
            others[kept++] = value->as.events.v[i];
        }
    }
    value->as.events.v = others;
    value->as.events.n = kept;
}

/* Each zone is looked up and read once. */
static bool is_zone(struct decode *decode, const char *name)
{
    const uint32_t unknown = STRMAP_NONE - 1;
    uint32_t known = strmap_find(&decode->zones, name);
    if (known == STRMAP_NONE) {
        struct zone zone;
        bool exists =
            calendar_load_zone(decode->arena, name, decode->first_year, decode->last_year, &zone);
        known = exists ? (uint32_t)decode->zone_list.n : unknown;
        strmap_add(&decode->zones, name, known);
        if (exists) {
            vec_push(&decode->zone_list, zone);
        }
    }
    return known != unknown;
}

/* Where a map has the key `text`. */
static struct src_span find_key(const struct yaml_node *node, const char *text)
{
    for (size_t i = 0; i < node->n; i++) {
        const struct yaml_node *key = node->pairs[i].key;
        if (key->kind == YAML_SCALAR && strcmp(key->text, text) == 0) {
            return key->at;
        }
    }
    return node->at;
}

/* What the general types cannot check. */
static bool check_special(struct decode *decode, const struct yaml_node *node, const char *key,
                          unsigned owner, uint32_t self, struct value *value)
{
    if (strcmp(key, "timezone") == 0 && value->type == VALUE_TEXT &&
        !is_zone(decode, value->as.text)) {
        return diag_error(decode->diags, DIAG_TIMEZONE_UNKNOWN, node->at,
                          "there is no time zone '%s'", value->as.text);
    }
    if (strcmp(key, "level") == 0 && (value->as.number < 1 || value->as.number > LEVEL_MAX)) {
        return diag_error(decode->diags, DIAG_NUMBER_RANGE, node->at,
                          "'level' must be from 1, for beginners, to %d, for experts", LEVEL_MAX);
    }
    unsigned named_by = value->type == VALUE_TRACK_WEIGHTS   ? RULE_ON_TRACK
                        : value->type == VALUE_EVENT_WEIGHTS ? RULE_ON_EVENT
                                                             : 0;
    for (uint32_t i = 0; named_by != 0 && i < value->as.weights.n; i++) {
        if (owner == named_by && value->as.weights.v[i].index == self) {
            const char *name = value->as.weights.v[i].name;
            diag_error(decode->diags, DIAG_REFERS_TO_ITSELF, find_key(node, name),
                       "'%s' of %s names %s itself", key,
                       owner == RULE_ON_TRACK ? "a track" : "an event",
                       owner == RULE_ON_TRACK ? "the track" : "the event");
        }
    }
    return true;
}

/* `position: first`, or `{at: first, of: day}`, kept as "first" and "first of day". */
static bool read_position(struct decode *decode, const struct yaml_node *node, struct value *value)
{
    static const char *const keys[] = {"at", "of"};
    const struct yaml_node *at = node, *of = NULL;
    if (node->kind == YAML_MAPPING) {
        fields_check(decode, node, "'position'", keys, BASE_COUNT(keys), 0);
        at = fields_get(decode, node, "at");
        of = fields_get(decode, node, "of");
    }
    const char *word, *scope = "conference";
    if (at == NULL) {
        return diag_error(decode->diags, DIAG_KEY_MISSING, node->at,
                          "'position' needs `at: first` or `at: last`");
    }
    if (!read_text(decode, at, "first|last", "'position'", &word) ||
        (of != NULL && !read_text(decode, of, "conference|day", "'of'", &scope))) {
        return false;
    }
    *value = (struct value){.type = VALUE_TEXT, .at = node->at};
    value->as.text = arena_print(decode->arena, "%s of %s", word, scope);
    return true;
}

static bool read_key(struct decode *decode, const struct yaml_node *node, struct decode_key *known,
                     unsigned owner, uint32_t self, const char *what, struct value *value)
{
    const struct rule_key *key = known->key;
    if (strcmp(key->name, "position") == 0) {
        return read_position(decode, node, value);
    }
    if (!decode_keys_value(decode, node, key->name, key->type, NULL, what, value)) {
        return false;
    }
    bool events = key->type == VALUE_EVENTS || key->type == VALUE_AFTER;
    if (events && owner == RULE_ON_EVENT) {
        drop_self(decode, node, key->name, what, self, value);
    }
    return check_special(decode, node, key->name, owner, self, value);
}

struct attrs decode_keys_read(struct decode *decode, const struct yaml_node *map, unsigned owner,
                              uint32_t self, const char *what)
{
    VEC(struct attr) attrs = {0};
    if (map == NULL || map->kind != YAML_MAPPING) {
        return (struct attrs){NULL, 0};
    }
    for (size_t i = 0; i < decode->keys.n; i++) {
        struct decode_key *known = &decode->keys.v[i];
        if ((known->owners & owner) == 0 || yaml_tree_get(map, known->key->name) == NULL) {
            continue;
        }
        const struct yaml_node *node = fields_get(decode, map, known->key->name);
        struct attr attr = {.key = known->key->name};
        if (node != NULL && read_key(decode, node, known, owner, self, what, &attr.value)) {
            vec_push(&attrs, attr);
        }
    }
    struct attrs all = {vec_to_arena(&attrs, decode->arena), (uint32_t)attrs.n};
    vec_free(&attrs);
    return all;
}
