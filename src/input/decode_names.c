#include "input/decode.h"
#include "input/fields.h"
#include "input/text.h"

#include <ctype.h>
#include <string.h>

/* Several events have this title. */
#define TITLE_SHARED (UINT32_MAX - 1)

bool decode_names_add_id(struct decode *decode, struct strmap *ids, const char *id, uint32_t index,
                         struct src_span at, struct src_span first, bool made, const char *what)
{
    if (strmap_add(ids, id, index)) {
        return true;
    }
    if (made) {
        diag_error(decode->diags, DIAG_ID_COLLISION, at, "%s would get the id '%s', which is taken",
                   what, id);
        diag_hint(decode->diags, "give it an id of its own: `id: %s-2`", id);
    } else {
        diag_error(decode->diags, DIAG_ID_TWICE, at, "the id '%s' of %s is taken", id, what);
    }
    if (first.from.line > 0) {
        diag_note(decode->diags, first, "first used here");
    }
    return false;
}

static bool check_scalar(struct decode *decode, const struct yaml_node *node, const char *what)
{
    if (node->kind != YAML_SCALAR || node->text[0] == '\0') {
        diag_error(decode->diags, DIAG_SHAPE, node->at, "%s: an id or a name is needed here", what);
        if (node->kind == YAML_MAPPING) {
            diag_hint(decode->diags, "a name with ': ' in it must be in quotes");
        }
        return false;
    }
    return true;
}

static void suggest_room(struct decode *decode, const char *given)
{
    VEC(const char *) names = {0};
    for (uint32_t i = 0; i < decode->problem->n_rooms; i++) {
        vec_push(&names, decode->problem->rooms[i].id);
    }
    if (text_nearest(given, names.v, names.n) == NULL) {
        for (uint32_t i = 0; i < decode->problem->n_rooms; i++) {
            const char *name = decode->problem->rooms[i].name;
            if (text_nearest(given, &name, 1) != NULL) {
                vec_push(&names, name);
            }
        }
    }
    diag_suggest(decode->diags, given, names.v, names.n);
    vec_free(&names);
}

bool decode_names_room(struct decode *decode, const struct yaml_node *node, const char *what,
                       struct room_id *room)
{
    if (!check_scalar(decode, node, what)) {
        return false;
    }
    room->v = strmap_find(&decode->room_ids, node->text);
    if (room->v == STRMAP_NONE) {
        room->v = strmap_find(&decode->room_names, node->text);
    }
    if (room->v != STRMAP_NONE) {
        return true;
    }
    if (!decode_section_is_lost(decode, "rooms") &&
        !decode_is_withdrawn(decode, "rooms", node->text, node->at, what)) {
        diag_error(decode->diags, DIAG_ROOM_UNKNOWN, node->at, "%s names unknown room '%s'", what,
                   node->text);
        suggest_room(decode, node->text);
    }
    return false;
}

bool decode_names_kind(struct decode *decode, const struct yaml_node *node, const char *what,
                       struct kind_id *kind)
{
    if (!check_scalar(decode, node, what)) {
        return false;
    }
    kind->v = strmap_find(&decode->kind_ids, node->text);
    if (kind->v != STRMAP_NONE || decode_section_is_lost(decode, "kinds") ||
        decode_is_withdrawn(decode, "kinds", node->text, node->at, what)) {
        return kind->v != STRMAP_NONE;
    }
    diag_error(decode->diags, DIAG_KIND_UNKNOWN, node->at, "%s names unknown kind '%s'", what,
               node->text);
    VEC(const char *) names = {0};
    for (uint32_t i = 0; i < decode->problem->n_kinds; i++) {
        vec_push(&names, decode->problem->kinds[i].id);
    }
    diag_suggest(decode->diags, node->text, names.v, names.n);
    vec_free(&names);
    return false;
}

const char *decode_names_guid(struct decode *decode, const struct yaml_node *map)
{
    const struct yaml_node *node = fields_get(decode, map, "guid");
    const char *given = fields_text(decode, map, "guid", FIELDS_TEXT_MAX);
    if (given == NULL) {
        return NULL;
    }
    if (!text_is_guid(given)) {
        diag_error(decode->diags, DIAG_GUID_INVALID, node->at, "not a guid: '%s'", given);
        diag_hint(decode->diags, "leave it out, and one is made of the id");
        return NULL;
    }
    char *guid = arena_text(decode->arena, given, strlen(given));
    for (char *at = guid; *at != '\0'; at++) {
        *at = (char)tolower((unsigned char)*at);
    }
    if (!strmap_add(&decode->guids, guid, 0)) {
        diag_error(decode->diags, DIAG_GUID_TAKEN, node->at, "the guid '%s' is another one's",
                   given);
    }
    return guid;
}

bool decode_names_track(struct decode *decode, const struct yaml_node *node, const char *what,
                        struct track_id *track)
{
    if (!check_scalar(decode, node, what)) {
        return false;
    }
    track->v = strmap_find(&decode->track_ids, node->text);
    if (track->v == STRMAP_NONE) {
        track->v = strmap_find(&decode->track_names, node->text);
    }
    if (track->v != STRMAP_NONE || decode_section_is_lost(decode, "tracks") ||
        decode_is_withdrawn(decode, "tracks", node->text, node->at, what)) {
        return track->v != STRMAP_NONE;
    }
    diag_error(decode->diags, DIAG_TRACK_UNKNOWN, node->at, "%s names unknown track '%s'", what,
               node->text);
    if (decode->problem->n_tracks == 0) {
        diag_hint(decode->diags, "no tracks are declared: add `tracks: [%s]`", node->text);
        return false;
    }
    VEC(const char *) names = {0};
    for (uint32_t i = 0; i < decode->problem->n_tracks; i++) {
        vec_push(&names, decode->problem->tracks[i].id);
    }
    diag_suggest(decode->diags, node->text, names.v, names.n);
    vec_free(&names);
    return false;
}

/* A full name has a blank or a capital letter; all else is an id. */
static bool looks_like_name(const char *text)
{
    bool name = false;
    for (const char *c = text; *c != '\0'; c++) {
        name = name || *c == ' ' || (*c >= 'A' && *c <= 'Z') || ((unsigned char)*c & 0x80) != 0;
    }
    return name;
}

/* The id of a speaker that is written much like `text`. */
static const char *nearest_id(const struct decode *decode, const char *text)
{
    const char *nearest = NULL;
    for (size_t i = 0; i < decode->people.n && nearest == NULL; i++) {
        const struct decode_person *person = &decode->people.v[i];
        if (person->node != NULL) {
            nearest = text_nearest(text, &person->person.id, 1);
        }
    }
    return nearest;
}

bool decode_names_person(struct decode *decode, const struct yaml_node *node, const char *what,
                         struct person_id *person)
{
    if (!check_scalar(decode, node, what)) {
        return false;
    }
    person->v = strmap_find(&decode->person_ids, node->text);
    if (person->v != STRMAP_NONE) {
        return true;
    }
    if (strmap_find(&decode->person_names, node->text) != STRMAP_NONE) {
        person->v = decode_people_add_inline(decode, node);
        return person->v != ID_NONE;
    }
    if (decode_section_is_lost(decode, "speakers") ||
        decode_is_withdrawn(decode, "speakers", node->text, node->at, what)) {
        return false;
    }
    const char *near = strchr(node->text, ' ') == NULL ? nearest_id(decode, node->text) : NULL;
    if (near == NULL && looks_like_name(node->text)) {
        person->v = decode_people_add_inline(decode, node);
        return person->v != ID_NONE;
    }
    diag_error(decode->diags, DIAG_PERSON_UNKNOWN, node->at, "%s names unknown speaker '%s'", what,
               node->text);
    if (near != NULL) {
        diag_hint(decode->diags, "did you mean '%s'?", near);
    } else {
        diag_hint(decode->diags, "give the speaker an entry under `speakers`, or write the full "
                                 "name: First Last (Affiliation)");
    }
    return false;
}

/* Ids come first. */
static uint32_t find_event(const struct decode *decode, const char *text)
{
    uint32_t index = strmap_find(&decode->event_ids, text);
    if (index == STRMAP_NONE && strmap_find(&decode->shared_titles, text) != STRMAP_NONE) {
        return TITLE_SHARED;
    }
    return index != STRMAP_NONE ? index : strmap_find(&decode->event_titles, text);
}

static void suggest_event(struct decode *decode, const char *given)
{
    VEC(const char *) names = {0};
    for (size_t i = 0; i < decode->events.n; i++) {
        vec_push(&names, decode->events.v[i].event.id);
    }
    for (size_t i = 0; i < decode->events.n && names.n > 8; i++) {
        vec_push(&names, decode->events.v[i].event.title);
    }
    diag_suggest(decode->diags, given, names.v, names.n);
    vec_free(&names);
}

bool decode_names_event(struct decode *decode, const struct yaml_node *node, const char *what,
                        struct event_id *event)
{
    if (!check_scalar(decode, node, what)) {
        return false;
    }
    event->v = find_event(decode, node->text);
    if (event->v == TITLE_SHARED) {
        diag_error(decode->diags, DIAG_EVENT_AMBIGUOUS, node->at,
                   "%s names '%s', but several events have this title", what, node->text);
        diag_hint(decode->diags, "refer to the event by its id");
        return false;
    }
    if (event->v == STRMAP_NONE && !decode_events_are_lost(decode) &&
        !decode_is_withdrawn(decode, "events", node->text, node->at, what)) {
        diag_error(decode->diags, DIAG_EVENT_UNKNOWN, node->at, "%s names unknown event '%s'", what,
                   node->text);
        suggest_event(decode, node->text);
    }
    return event->v != STRMAP_NONE;
}

/* Adds to a list of numbers what is not in it yet; else warns. */
struct numbers {
    VEC(uint32_t) v;
};

static void add_once(struct decode *decode, struct numbers *list, uint32_t value,
                     const struct yaml_node *node, const char *what)
{
    for (size_t i = 0; i < list->v.n; i++) {
        if (list->v.v[i] == value) {
            diag_warn(decode->diags, DIAG_LISTED_TWICE, node->at, "%s lists '%s' twice", what,
                      node->text);
            return;
        }
    }
    vec_push(&list->v, value);
}

/* All id structs have one member: an array of them is made of numbers. */
#define READ_LIST(id_struct, find)                                                                 \
    size_t n_items;                                                                                \
    const struct yaml_node *const *items = fields_items(decode, node, &n_items);                   \
    struct numbers numbers = {0};                                                                  \
    for (size_t i = 0; i < n_items; i++) {                                                         \
        struct id_struct id;                                                                       \
        if (find(decode, items[i], what, &id)) {                                                   \
            add_once(decode, &numbers, id.v, items[i], what);                                      \
        }                                                                                          \
    }                                                                                              \
    struct id_struct *ids = arena_array(decode->arena, numbers.v.n, sizeof(*ids));                 \
    for (size_t i = 0; i < numbers.v.n; i++) {                                                     \
        ids[i].v = numbers.v.v[i];                                                                 \
    }                                                                                              \
    *n = (uint32_t)numbers.v.n;                                                                    \
    vec_free(&numbers.v);                                                                          \
    return ids

const struct room_id *decode_names_rooms(struct decode *decode, const struct yaml_node *node,
                                         const char *what, uint32_t *n)
{
    READ_LIST(room_id, decode_names_room);
}

const struct kind_id *decode_names_kinds(struct decode *decode, const struct yaml_node *node,
                                         const char *what, uint32_t *n)
{
    READ_LIST(kind_id, decode_names_kind);
}

const struct track_id *decode_names_tracks(struct decode *decode, const struct yaml_node *node,
                                           const char *what, uint32_t *n)
{
    READ_LIST(track_id, decode_names_track);
}

const struct person_id *decode_names_people(struct decode *decode, const struct yaml_node *node,
                                            const char *what, uint32_t *n)
{
    READ_LIST(person_id, decode_names_person);
}

const struct event_id *decode_names_events(struct decode *decode, const struct yaml_node *node,
                                           const char *what, uint32_t *n)
{
    READ_LIST(event_id, decode_names_event);
}

static void report_tag(struct decode *decode, const struct yaml_node *node, const char *what)
{
    diag_error(decode->diags, DIAG_TAG_UNKNOWN, node->at,
               "%s names the tag '%s', which no event has", what, node->text);
    VEC(const char *) names = {0};
    for (size_t i = 0; i < decode->tag_list.n; i++) {
        vec_push(&names, decode->tag_list.v[i].name);
    }
    diag_suggest(decode->diags, node->text, names.v, names.n);
    vec_free(&names);
}

/* A name stands for the tags of that name in all groups. */
const struct tag_id *decode_names_tags(struct decode *decode, const struct yaml_node *node,
                                       const char *what, uint32_t *n)
{
    size_t n_items;
    const struct yaml_node *const *items = fields_items(decode, node, &n_items);
    struct tag_id *tags = arena_array(decode->arena, decode->tag_list.n, sizeof(*tags));
    bool *listed = arena_array(decode->arena, decode->tag_list.n, sizeof(*listed));
    *n = 0;
    for (size_t i = 0; i < n_items; i++) {
        bool found = !check_scalar(decode, items[i], what);
        for (uint32_t t = 0; t < decode->tag_list.n && items[i]->kind == YAML_SCALAR; t++) {
            if (strcmp(decode->tag_list.v[t].name, items[i]->text) == 0) {
                found = true;
                if (!listed[t]) {
                    tags[(*n)++].v = t;
                    listed[t] = true;
                }
            }
        }
        if (!found && !decode_events_are_lost(decode)) {
            report_tag(decode, items[i], what);
        }
    }
    return tags;
}

uint32_t decode_names_add_tag_group(struct decode *decode, const char *name)
{
    uint32_t index = strmap_find(&decode->tag_groups, name);
    if (index == STRMAP_NONE) {
        index = (uint32_t)decode->tag_group_list.n;
        strmap_add(&decode->tag_groups, name, index);
        struct tag_group group = {arena_text(decode->arena, name, strlen(name))};
        vec_push(&decode->tag_group_list, group);
    }
    return index;
}

uint32_t decode_names_add_tag(struct decode *decode, const char *group, const char *name)
{
    /* Neither may contain a line break, so that the key is unique. */
    const char *key = arena_print(decode->arena, "%s\n%s", group, name);
    uint32_t index = strmap_find(&decode->tags, key);
    if (index == STRMAP_NONE) {
        index = (uint32_t)decode->tag_list.n;
        strmap_add(&decode->tags, key, index);
        struct tag tag = {arena_text(decode->arena, name, strlen(name)),
                          {decode_names_add_tag_group(decode, group)}};
        vec_push(&decode->tag_list, tag);
    }
    return index;
}
