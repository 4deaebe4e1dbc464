#include "input/decode.h"
#include "input/fields.h"
#include "input/text.h"
#include "input/when.h"

#include <string.h>

enum { FIRST_YEAR = 1971, LAST_YEAR = 2199, USUAL_YEAR = 2000 };

static const char *const ROOT_KEYS[] = {
    "format", "conference", "title",  "acronym",  "timezone", "url",     "granularity",
    "date",   "hours",      "rooms",  "walk",     "days",     "windows", "slots",
    "breaks", "fixed",      "kinds",  "speakers", "talks",    "bofs",    "attendees",
    "tracks", "blocks",     "preset", "rules",    "waive",
};

static const char *const HEADER_KEYS[] = {
    "title", "acronym", "timezone", "url", "granularity", "date", "hours",
};

/* Where a key of the header is: in `conference`, else at the top. */
static const struct yaml_node *header_map(struct decode *decode, const char *key)
{
    const struct yaml_node *map = yaml_tree_get(decode->root, "conference");
    const struct yaml_node *inner = yaml_tree_get(map, key);
    const struct yaml_node *outer = yaml_tree_get(decode->root, key);
    if (inner != NULL && outer != NULL) {
        diag_error(decode->diags, DIAG_KEY_CONFLICT, outer->at,
                   "'%s' is given at the top and in 'conference'", key);
        diag_note(decode->diags, inner->at, "the other one");
    }
    return inner != NULL ? map : decode->root;
}

static void check_format(struct decode *decode)
{
    const struct yaml_node *node = fields_get(decode, decode->root, "format");
    if (node != NULL && (node->kind != YAML_SCALAR || strcmp(node->text, "1") != 0)) {
        diag_error(decode->diags, DIAG_FORMAT_UNKNOWN, node->at,
                   "this version of Confab reads `format: 1`");
    }
}

/* The years that the tree's scalars mention, so that the zone is read for them. */
static void find_years(const struct yaml_node *node, int32_t *first, int32_t *last)
{
    for (size_t i = 0; i < node->n; i++) {
        find_years(node->kind == YAML_MAPPING ? node->pairs[i].value : node->items[i], first, last);
    }
    for (const char *text = node->kind == YAML_SCALAR ? node->text : "";
         strnlen(text, 10) == 10 && text[4] == '-';) {
        int32_t day, year, month, date;
        if (when_is_date(text, 10, &day)) {
            calendar_date(day, &year, &month, &date);
            *first = year < *first ? year : *first;
            *last = year > *last ? year : *last;
        }
        /* "2013-12-30 - 2014-01-02": the other date follows. */
        text = strpbrk(text + 10, "0123456789");
        text = text != NULL ? text : "";
    }
}

static void suggest_zone(struct decode *decode, const char *name)
{
    size_t n;
    struct arena arena = ARENA_EMPTY;
    const char *const *names = calendar_zone_names(&arena, &n);
    const char *nearest = text_nearest(name, names, n);
    /* Often only the city is written. */
    for (size_t i = 0; i < n && nearest == NULL; i++) {
        const char *city = strrchr(names[i], '/');
        const char *given = strrchr(name, '/');
        city = city != NULL ? city + 1 : names[i];
        nearest = text_distance(city, given != NULL ? given + 1 : name, 1) <= 1 ? names[i] : NULL;
    }
    if (n == 0) {
        diag_hint(decode->diags,
                  "this machine has no tz database (Debian: tzdata); UTC always works");
    } else if (nearest != NULL) {
        diag_hint(decode->diags, "did you mean '%s'?", nearest);
    } else {
        diag_hint(decode->diags, "write Area/City, such as Europe/Zurich, UTC, or UTC+02:00");
    }
    arena_free(&arena);
}

static void read_zone(struct decode *decode, const struct yaml_node *map)
{
    struct zone *zone = &decode->problem->zone;
    int32_t first = LAST_YEAR, last = FIRST_YEAR;
    find_years(decode->root, &first, &last);
    first = first > last ? USUAL_YEAR : first;
    last = first > last ? USUAL_YEAR : last;
    decode->first_year = first;
    decode->last_year = last;
    calendar_load_zone(decode->arena, "UTC", first, last, zone);
    const struct yaml_node *node = fields_get(decode, map, "timezone");
    if (node == NULL && yaml_tree_get(map, "timezone") == NULL) {
        diag_error(decode->diags, DIAG_KEY_MISSING, decode->root->at, "the time zone is missing");
        diag_hint(decode->diags, "add `timezone: Europe/Zurich` (Area/City), or `timezone: UTC`");
    }
    const char *name =
        node != NULL ? fields_text_of(decode, node, "'timezone'", FIELDS_ID_MAX) : NULL;
    if (name == NULL || strcmp(name, "UTC") == 0) {
        return;
    }
    bool exists = calendar_load_zone(decode->arena, name, first - CALENDAR_AROUND_YEARS,
                                     last + CALENDAR_AROUND_YEARS, zone);
    int32_t offset_min;
    bool taken = exists && (text_is_zone(name) || calendar_read_offset(name, &offset_min));
    if (exists && !taken) {
        diag_error(decode->diags, DIAG_TIMEZONE_UNKNOWN, node->at,
                   "the time zone '%s' exists, but is not supported here", name);
        diag_hint(decode->diags, "name a place whose clocks go alike, as Area/City: Europe/Berlin");
    } else if (!exists) {
        diag_error(decode->diags, DIAG_TIMEZONE_UNKNOWN, node->at, "there is no time zone '%s'",
                   name);
        suggest_zone(decode, name);
    }
    if (!taken) {
        calendar_load_zone(decode->arena, "UTC", first, last, zone);
    }
}

static void read_acronym(struct decode *decode)
{
    struct problem *problem = decode->problem;
    const struct yaml_node *map = header_map(decode, "acronym");
    const char *acronym = fields_text(decode, map, "acronym", FIELDS_ID_MAX);
    int32_t first = LAST_YEAR, last = FIRST_YEAR;
    find_years(decode->root, &first, &last);
    if (acronym == NULL) {
        problem->acronym = text_acronym(decode->arena, problem->title, first);
    } else if (!text_is_acronym(acronym)) {
        const struct yaml_node *node = yaml_tree_get(map, "acronym");
        diag_error(decode->diags, DIAG_ACRONYM_SHAPE, node->at,
                   "'%s' cannot be the acronym: four or more of a-z, 0-9 and _ are needed",
                   acronym);
        diag_hint(decode->diags, "try '%s'", text_acronym(decode->arena, acronym, first));
    } else {
        problem->acronym = acronym;
    }
}

void decode_conference_header(struct decode *decode)
{
    struct problem *problem = decode->problem;
    fields_check(decode, decode->root, "the problem", ROOT_KEYS, BASE_COUNT(ROOT_KEYS), 0);
    check_format(decode);
    const struct yaml_node *conference = fields_get(decode, decode->root, "conference");
    if (conference != NULL) {
        fields_check(decode, conference, "'conference'", HEADER_KEYS, BASE_COUNT(HEADER_KEYS), 0);
    }
    const struct yaml_node *map = header_map(decode, "title");
    problem->title = fields_title(decode, map, "title");
    if (problem->title == NULL && yaml_tree_get(map, "title") == NULL) {
        diag_error(decode->diags, DIAG_KEY_MISSING, decode->root->at, "the title is missing");
        diag_hint(decode->diags, "add `title: …`: what the conference is called");
    }
    problem->title = problem->title != NULL ? problem->title : "untitled";
    read_acronym(decode);
    problem->url = fields_text(decode, header_map(decode, "url"), "url", FIELDS_TEXT_MAX);
    read_zone(decode, header_map(decode, "timezone"));
    map = header_map(decode, "granularity");
    problem->granularity_min = (int32_t)fields_number(decode, map, "granularity", 1, 1440, 0);
    decode->hours = fields_get(decode, header_map(decode, "hours"), "hours");
    const struct yaml_node *date = fields_get(decode, header_map(decode, "date"), "date");
    int32_t day;
    if (date != NULL && when_read_date(decode, date, &day)) {
        vec_push(&decode->dates, day);
    }
}

static const struct kind BUILT_IN[] = {
    {.id = "talk", .duration_min = 30},         {.id = "bof", .duration_min = 45},
    {.id = "keynote", .duration_min = 45},      {.id = "workshop", .duration_min = 90},
    {.id = "panel", .duration_min = 60},        {.id = "lightning", .duration_min = 10},
    {.id = "announcement", .duration_min = 15},
};

static uint32_t add_kind(struct decode *decode, const char *id, struct src_span at)
{
    struct problem *problem = decode->problem;
    uint32_t index = strmap_find(&decode->kind_ids, id);
    if (index == STRMAP_NONE) {
        index = problem->n_kinds++;
        problem->kinds[index] = (struct kind){.id = id, .duration_min = -1, .at = at};
        strmap_add(&decode->kind_ids, id, index);
    }
    return index;
}

void decode_conference_kinds(struct decode *decode)
{
    static const char *const keys[] = {"duration", "slots_only"};
    struct problem *problem = decode->problem;
    const struct yaml_node *map = yaml_tree_get(decode->root, "kinds");
    map = map != NULL && yaml_tree_is_null(map) ? NULL : map;
    if (map != NULL && map->kind != YAML_MAPPING) {
        diag_error(decode->diags, DIAG_SHAPE, map->at,
                   "'kinds' must be a map: {talk: {duration: 30}}");
        map = NULL;
    }
    size_t n = map != NULL ? map->n : 0;
    if (!decode_has_space(decode, decode->root->at, n > 0 ? n - 1 : 0, DECODE_MAX_NAMES, "kinds")) {
        n = 0;
    }
    problem->kinds = arena_array(decode->arena, n + BASE_COUNT(BUILT_IN) + 1, sizeof(struct kind));
    const struct yaml_node **nodes =
        arena_array(decode->arena, n + BASE_COUNT(BUILT_IN) + 1, sizeof(*nodes));
    for (size_t i = 0; i < BASE_COUNT(BUILT_IN); i++) {
        problem->kinds[add_kind(decode, BUILT_IN[i].id, SRC_NOWHERE)] = BUILT_IN[i];
    }
    for (size_t i = 0; i < n; i++) {
        const struct yaml_node *key = map->pairs[i].key, *value = map->pairs[i].value;
        const char *id = fields_text_of(decode, key, "the name of a kind", FIELDS_ID_MAX);
        const char *what = arena_print(decode->arena, "kind '%s'", key->text);
        if (id == NULL ||
            !fields_check(decode, value, what, keys, BASE_COUNT(keys), RULE_ON_KIND)) {
            continue;
        }
        uint32_t index = add_kind(decode, id, key->at);
        struct kind *kind = &problem->kinds[index];
        kind->at = key->at;
        kind->duration_min = (int32_t)fields_number(decode, value, "duration", 1,
                                                    DECODE_MAX_MINUTES, kind->duration_min);
        kind->slots_only = fields_flag(decode, value, "slots_only", false);
        nodes[index] = value;
    }
    decode->kind_nodes = nodes;
}

/* The id that is given, or made of the name. */
static const char *id_or_slug(struct decode *decode, const char *id, const char *name)
{
    return id != NULL ? id : text_slug(decode->arena, name, '-');
}

static void read_room(struct decode *decode, const struct yaml_node *node)
{
    static const char *const keys[] = {"id",       "name",     "guid",      "ref",
                                       "capacity", "features", "changeover"};
    struct problem *problem = decode->problem;
    struct room room = {.capacity = -1, .at = node->at};
    if (node->kind == YAML_SCALAR) {
        room.name = fields_text_of(decode, node, "the name of a room", FIELDS_TEXT_MAX);
    } else if (fields_check(decode, node, "a room", keys, BASE_COUNT(keys), RULE_ON_ROOM)) {
        room.id = fields_id(decode, node);
        room.name = fields_text(decode, node, "name", FIELDS_TEXT_MAX);
        room.guid = decode_names_guid(decode, node);
        room.ref = fields_text(decode, node, "ref", FIELDS_TEXT_MAX);
        room.capacity = fields_number(decode, node, "capacity", 0, DECODE_MAX_COUNT, -1);
        room.features = fields_texts(decode, node, "features");
        room.changeover_min =
            (int32_t)fields_number(decode, node, "changeover", 0, DECODE_MAX_MINUTES, 0);
        if (yaml_tree_get(node, "id") == NULL && yaml_tree_get(node, "name") == NULL) {
            diag_error(decode->diags, DIAG_KEY_MISSING, node->at, "a room needs a name or an id");
        }
    }
    if (room.id == NULL && room.name == NULL) {
        return;
    }
    bool made = room.id == NULL;
    room.id = id_or_slug(decode, room.id, room.name);
    room.name = room.name != NULL ? room.name : room.id;
    const char *what = arena_print(decode->arena, "room '%s'", room.name);
    uint32_t taken = strmap_find(&decode->room_ids, room.id);
    struct src_span first = taken != STRMAP_NONE ? problem->rooms[taken].at : SRC_NOWHERE;
    if (!decode_names_add_id(decode, &decode->room_ids, room.id, problem->n_rooms, room.at, first,
                             made, what)) {
        return;
    }
    if (!strmap_add(&decode->room_names, room.name, problem->n_rooms)) {
        diag_error(decode->diags, DIAG_ID_TWICE, room.at, "two rooms are called '%s'", room.name);
        diag_note(decode->diags, problem->rooms[strmap_find(&decode->room_names, room.name)].at,
                  "first used here");
    }
    for (uint32_t i = 0; i < room.features.n; i++) {
        strmap_add(&decode->features, room.features.v[i], 0);
    }
    problem->rooms[problem->n_rooms++] = room;
}

static void read_walk(struct decode *decode, const struct yaml_node *node)
{
    static const char *const keys[] = {"between", "minutes"};
    struct problem *problem = decode->problem;
    if (!fields_check(decode, node, "an entry of 'walk'", keys, BASE_COUNT(keys), 0)) {
        return;
    }
    const struct yaml_node *between = fields_get(decode, node, "between");
    if (between == NULL || between->kind != YAML_SEQUENCE || between->n != 2) {
        diag_error(decode->diags, DIAG_SHAPE, between != NULL ? between->at : node->at,
                   "'between' needs a list of two rooms");
        return;
    }
    int32_t minutes = (int32_t)fields_number(decode, node, "minutes", 0, DECODE_MAX_MINUTES, 0);
    struct room_id a, b;
    bool found = decode_names_room(decode, between->items[0], "'walk'", &a);
    if (decode_names_room(decode, between->items[1], "'walk'", &b) && found) {
        problem->walk_min[(size_t)a.v * problem->n_rooms + b.v] = minutes;
        problem->walk_min[(size_t)b.v * problem->n_rooms + a.v] = minutes;
    }
}

void decode_conference_rooms(struct decode *decode)
{
    struct problem *problem = decode->problem;
    size_t n;
    const struct yaml_node *const *items = decode_section(decode, "rooms", &n);
    if (!decode_has_space(decode, decode->root->at, n > 0 ? n - 1 : 0, DECODE_MAX_ROOMS, "rooms")) {
        n = 0;
    }
    problem->rooms = arena_array(decode->arena, n + 1, sizeof(struct room));
    const struct yaml_node **nodes = arena_array(decode->arena, n + 1, sizeof(*nodes));
    for (size_t i = 0; i < n; i++) {
        nodes[problem->n_rooms] = items[i];
        read_room(decode, items[i]);
    }
    if (n == 0) {
        problem->rooms[problem->n_rooms++] =
            (struct room){.id = "main-room", .name = "Main room", .capacity = -1};
        strmap_add(&decode->room_ids, "main-room", 0);
        strmap_add(&decode->room_names, "Main room", 0);
        nodes[0] = NULL;
    }
    decode->room_nodes = nodes;
    size_t cells = (size_t)problem->n_rooms * problem->n_rooms;
    problem->walk_min = arena_array(decode->arena, cells, sizeof(*problem->walk_min));
    items = decode_section(decode, "walk", &n);
    for (size_t i = 0; i < n; i++) {
        read_walk(decode, items[i]);
    }
}

static void read_track(struct decode *decode, const struct yaml_node *node)
{
    static const char *const keys[] = {"id", "name", "chairs", "room", "time"};
    struct problem *problem = decode->problem;
    struct track track = {.room = {ID_NONE}, .at = node->at};
    if (node->kind == YAML_SCALAR) {
        track.name = fields_text_of(decode, node, "the name of a track", FIELDS_TEXT_MAX);
    } else if (fields_check(decode, node, "a track", keys, BASE_COUNT(keys), RULE_ON_TRACK)) {
        track.id = fields_id(decode, node);
        track.name = fields_text(decode, node, "name", FIELDS_TEXT_MAX);
        if (yaml_tree_get(node, "id") == NULL && yaml_tree_get(node, "name") == NULL) {
            diag_error(decode->diags, DIAG_KEY_MISSING, node->at, "a track needs a name or an id");
        }
    }
    if (track.id == NULL && track.name == NULL) {
        return;
    }
    bool made = track.id == NULL;
    track.id = id_or_slug(decode, track.id, track.name);
    track.name = track.name != NULL ? track.name : track.id;
    uint32_t taken = strmap_find(&decode->track_ids, track.id);
    struct src_span first = taken != STRMAP_NONE ? problem->tracks[taken].at : SRC_NOWHERE;
    const char *what = arena_print(decode->arena, "track '%s'", track.name);
    if (decode_names_add_id(decode, &decode->track_ids, track.id, problem->n_tracks, track.at,
                            first, made, what)) {
        strmap_add(&decode->track_names, track.name, problem->n_tracks);
        problem->tracks[problem->n_tracks++] = track;
    }
}

void decode_conference_tracks(struct decode *decode)
{
    size_t n;
    const struct yaml_node *const *items = decode_section(decode, "tracks", &n);
    if (!decode_has_space(decode, decode->root->at, n > 0 ? n - 1 : 0, DECODE_MAX_NAMES,
                          "tracks")) {
        n = 0;
    }
    decode->problem->tracks = arena_array(decode->arena, n, sizeof(struct track));
    const struct yaml_node **nodes = arena_array(decode->arena, n + 1, sizeof(*nodes));
    for (size_t i = 0; i < n; i++) {
        nodes[decode->problem->n_tracks] = items[i];
        read_track(decode, items[i]);
    }
    decode->track_nodes = nodes;
}

void decode_conference_finish_tracks(struct decode *decode)
{
    for (uint32_t i = 0; i < decode->problem->n_tracks; i++) {
        struct track *track = &decode->problem->tracks[i];
        const struct yaml_node *map = decode->track_nodes[i];
        const char *what = arena_print(decode->arena, "track '%s'", track->name);
        if (map->kind != YAML_MAPPING) {
            continue;
        }
        const struct yaml_node *node = fields_get(decode, map, "chairs");
        track->chairs = decode_names_people(decode, node, what, &track->n_chairs);
        node = fields_get(decode, map, "room");
        struct room_id room;
        if (node != NULL && decode_names_room(decode, node, what, &room)) {
            track->room = room;
        }
        size_t n;
        const struct yaml_node *const *times =
            fields_items(decode, fields_get(decode, map, "time"), &n);
        struct when_list list = {0};
        for (size_t j = 0; j < n; j++) {
            when_read_times(decode, times[j], &list);
        }
        track->time = when_merge(decode, &list);
        track->attrs = decode_keys_read(decode, map, RULE_ON_TRACK, i, what);
    }
}
