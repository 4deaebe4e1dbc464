#include "exchange/read_schedule_json.h"

#include "input/yaml_tree.h"

#include <stdlib.h>
#include <string.h>

enum { INDEX_DIGITS = 9 };

struct reader {
    struct arena *arena;
    struct faults *faults;
    struct raw_schedule *raw;
};

/* The text of a key; without one when it is absent, null or no text. */
static struct raw_text text_at(const struct yaml_node *mapping, const char *key)
{
    const struct yaml_node *node = yaml_tree_get(mapping, key);
    if (node == NULL) {
        return (struct raw_text){NULL, mapping != NULL ? mapping->at : SRC_NOWHERE};
    }
    bool is_text = node->kind == YAML_SCALAR && !yaml_tree_is_null(node);
    return (struct raw_text){is_text ? node->text : NULL, node->at};
}

/* The same, "" being none either. */
static const char *text_of(const struct yaml_node *mapping, const char *key)
{
    const char *text = text_at(mapping, key).text;
    return text != NULL && text[0] != '\0' ? text : NULL;
}

static const char *first_of(const struct yaml_node *mapping, const char *const *keys, size_t n)
{
    const char *text = NULL;
    for (size_t i = 0; i < n && text == NULL; i++) {
        text = text_of(mapping, keys[i]);
    }
    return text;
}

static bool read_person(const struct yaml_node *node, struct schedule_person *person)
{
    static const char *const keys[] = {"name", "public_name", "full_public_name"};
    if (node->kind == YAML_SCALAR) {
        *person = (struct schedule_person){node->text, NULL, NULL};
        return !yaml_tree_is_null(node) && node->text[0] != '\0';
    }
    *person = (struct schedule_person){first_of(node, keys, BASE_COUNT(keys)),
                                       text_of(node, "guid"), text_of(node, "code")};
    return person->name != NULL;
}

static void read_people(struct reader *reader, const struct yaml_node *node,
                        struct raw_event *event)
{
    const struct yaml_node *list = yaml_tree_get(node, "persons");
    if (list == NULL || list->kind != YAML_SEQUENCE) {
        list = yaml_tree_get(node, "speakers");
    }
    if (list == NULL || list->kind != YAML_SEQUENCE) {
        struct schedule_person one = {text_of(node, "speaker"), NULL, NULL};
        event->people = arena_copy(reader->arena, &one, sizeof(one));
        event->n_people = one.name != NULL ? 1 : 0;
        return;
    }
    struct schedule_person *people = arena_array(reader->arena, list->n, sizeof(*people));
    for (size_t i = 0; i < list->n; i++) {
        event->n_people += read_person(list->items[i], &people[event->n_people]) ? 1 : 0;
    }
    event->people = people;
}

static void read_event(struct reader *reader, const struct yaml_node *node, struct raw_event event)
{
    if (node->kind != YAML_MAPPING) {
        faults_add(reader->faults, FAULT_SHAPE, node->at, NULL, "an event is an object");
        return;
    }
    event.at = node->at;
    event.date = text_at(node, "date");
    event.start = text_at(node, "start");
    event.duration = text_at(node, "duration");
    event.end = text_at(node, "end");
    event.title = text_at(node, "title");
    event.room = text_at(node, "room");
    event.guid = text_of(node, "guid");
    event.id = text_of(node, "id");
    event.code = text_of(node, "code");
    event.subtitle = text_of(node, "subtitle");
    event.track = text_of(node, "track");
    event.type = text_of(node, "type");
    event.url = text_of(node, "url");
    event.slug = text_of(node, "slug");
    event.language = text_of(node, "language");
    event.abstract = text_of(node, "abstract");
    read_people(reader, node, &event);
    /* A plain list has the date and time in `start`. */
    if (event.date.text == NULL && event.start.text != NULL &&
        strpbrk(event.start.text, "T ") != NULL) {
        event.date = event.start;
        event.start.text = NULL;
    }
    vec_push(&reader->raw->events, event);
}

static void read_day(struct reader *reader, const struct yaml_node *node)
{
    const struct yaml_node *rooms = yaml_tree_get(node, "rooms");
    if (node->kind != YAML_MAPPING || rooms == NULL || rooms->kind != YAML_MAPPING) {
        faults_add(reader->faults, FAULT_SHAPE, node->at, NULL,
                   "a day is an object with `date` and `rooms`");
        return;
    }
    struct raw_day day = {text_at(node, "date"), text_at(node, "day_start"), node->at};
    struct raw_event event = {.day = (uint32_t)reader->raw->days.n};
    vec_push(&reader->raw->days, day);
    for (size_t r = 0; r < rooms->n; r++) {
        const struct yaml_node *events = rooms->pairs[r].value;
        if (events->kind != YAML_SEQUENCE) {
            faults_add(reader->faults, FAULT_SHAPE, events->at, NULL,
                       "the events of a room are a list");
            continue;
        }
        event.listed = (struct raw_text){rooms->pairs[r].key->text, rooms->pairs[r].key->at};
        for (size_t i = 0; i < events->n; i++) {
            read_event(reader, events->items[i], event);
        }
    }
}

static void read_rooms(struct reader *reader, const struct yaml_node *rooms)
{
    for (size_t r = 0; rooms != NULL && rooms->kind == YAML_SEQUENCE && r < rooms->n; r++) {
        const char *name = text_of(rooms->items[r], "name");
        if (name != NULL) {
            struct schedule_room room = {name, text_of(rooms->items[r], "guid"),
                                         text_of(rooms->items[r], "slug")};
            vec_push(&reader->raw->rooms, room);
        }
    }
}

/* The texts of a map from guids. */
static void read_marks(const struct yaml_node *map, struct raw_marks *marks)
{
    for (size_t i = 0; map != NULL && map->kind == YAML_MAPPING && i < map->n; i++) {
        const struct yaml_node *value = map->pairs[i].value;
        if (value->kind == YAML_SCALAR) {
            struct raw_mark mark = {map->pairs[i].key->text, {value->text, value->at}};
            vec_push(marks, mark);
        }
    }
}

static bool read_index(const struct yaml_node *node, size_t *index)
{
    size_t digits = node->kind == YAML_SCALAR ? strspn(node->text, "0123456789") : 0;
    if (digits == 0 || digits > INDEX_DIGITS || node->text[digits] != '\0') {
        return false;
    }
    *index = (size_t)strtoul(node->text, NULL, 10);
    return true;
}

/* Of each person the changes that `to_tell` counts by their numbers. */
static void read_told(struct reader *reader, const struct yaml_node *solution)
{
    const struct yaml_node *changes = yaml_tree_get(solution, "changes");
    const struct yaml_node *people = yaml_tree_get(yaml_tree_get(solution, "to_tell"), "people");
    size_t n_changes = changes != NULL && changes->kind == YAML_SEQUENCE ? changes->n : 0;
    size_t n_people = people != NULL && people->kind == YAML_SEQUENCE ? people->n : 0;
    for (size_t p = 0; p < n_people; p++) {
        const struct yaml_node *list = yaml_tree_get(people->items[p], "changes");
        struct schedule_told told = {0};
        if (!read_person(people->items[p], &told.person) || list == NULL ||
            list->kind != YAML_SEQUENCE) {
            continue;
        }
        for (size_t i = 0; i < list->n; i++) {
            size_t index;
            told.guid = read_index(list->items[i], &index) && index < n_changes
                            ? text_of(changes->items[index], "guid")
                            : NULL;
            if (told.guid != NULL) {
                vec_push(&reader->raw->told, told);
            }
        }
    }
}

static void read_solution(struct reader *reader, const struct yaml_node *solution)
{
    read_marks(yaml_tree_get(solution, "events"), &reader->raw->ids);
    read_marks(yaml_tree_get(solution, "sequence"), &reader->raw->sequences);
    reader->raw->status = text_of(solution, "status");
    read_told(reader, solution);
}

static void read_conference(struct reader *reader, const struct yaml_node *schedule,
                            const struct yaml_node *conference)
{
    struct raw_schedule *raw = reader->raw;
    raw->title = text_of(conference, "title");
    raw->acronym = text_of(conference, "acronym");
    raw->version = text_of(schedule, "version");
    raw->url = text_of(conference, "url");
    raw->url = raw->url != NULL ? raw->url : text_of(schedule, "url");
    raw->zone = text_at(conference, "time_zone_name");
    raw->day_change = text_of(conference, "day_change");
    read_rooms(reader, yaml_tree_get(conference, "rooms"));
}

/* Just the events in a list, each with its start and title. */
static bool is_plain_list(const struct yaml_node *root)
{
    return root->kind == YAML_SEQUENCE && root->n > 0 && text_of(root->items[0], "title") != NULL &&
           text_of(root->items[0], "start") != NULL;
}

bool read_schedule_json(struct arena *arena, const struct source_set *sources, uint32_t file,
                        struct diag_list *diags, struct faults *faults, struct raw_schedule *raw)
{
    struct reader reader = {arena, faults, raw};
    const struct yaml_node *root = yaml_tree_read(arena, sources, file, diags);
    if (root == NULL) {
        return false;
    }
    if (is_plain_list(root)) {
        struct raw_event event = {.day = ID_NONE};
        for (size_t i = 0; i < root->n; i++) {
            read_event(&reader, root->items[i], event);
        }
        return true;
    }
    const struct yaml_node *schedule = yaml_tree_get(root, "schedule");
    const struct yaml_node *conference = yaml_tree_get(schedule, "conference");
    const struct yaml_node *days = yaml_tree_get(conference, "days");
    if (days == NULL || days->kind != YAML_SEQUENCE) {
        return diag_error(diags, DIAG_TIMETABLE_SHAPE, schedule != NULL ? schedule->at : root->at,
                          "this is no schedule.json: it has no list at schedule.conference.days");
    }
    read_conference(&reader, schedule, conference);
    for (size_t d = 0; d < days->n; d++) {
        read_day(&reader, days->items[d]);
    }
    read_solution(&reader, yaml_tree_get(schedule, "solution"));
    return true;
}
