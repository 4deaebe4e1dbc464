#include "exchange/read_schedule_xml.h"

#include "exchange/xml_tree.h"

#include <string.h>

struct reader {
    struct arena *arena;
    struct faults *faults;
    struct raw_schedule *raw;
};

static const char *none_if_empty(const char *text)
{
    return text != NULL && text[0] != '\0' ? text : NULL;
}

/* What a child holds; without a text when it is absent or empty. */
static struct raw_text text_at(const struct xml_element *parent, const char *name)
{
    const struct xml_element *child = xml_tree_child(parent, name);
    if (child == NULL) {
        return (struct raw_text){NULL, parent->at};
    }
    return (struct raw_text){none_if_empty(child->text), child->at};
}

static const char *text_of(const struct xml_element *parent, const char *name)
{
    const struct xml_element *child = xml_tree_child(parent, name);
    return child != NULL ? none_if_empty(child->text) : NULL;
}

/* An attribute, or else a child. */
static const char *either(const struct xml_element *element, const char *name)
{
    const char *value = none_if_empty(xml_tree_attribute(element, name));
    return value != NULL ? value : text_of(element, name);
}

/* Its own text, or what a child of it says. */
static const char *name_of(const struct xml_element *person)
{
    static const char *const keys[] = {"name", "public_name", "full_public_name"};
    const char *name = none_if_empty(person->text);
    for (size_t i = 0; i < BASE_COUNT(keys) && name == NULL; i++) {
        name = either(person, keys[i]);
    }
    return name;
}

static void add_people(struct reader *reader, const struct xml_element *list, const char *name,
                       struct raw_event *event)
{
    VEC(struct schedule_person) people = {0};
    for (const struct xml_element *at = xml_tree_child(list, name); at != NULL;
         at = xml_tree_next(at, name)) {
        struct schedule_person person = {name_of(at), none_if_empty(xml_tree_attribute(at, "guid")),
                                         none_if_empty(xml_tree_attribute(at, "code"))};
        if (person.name != NULL) {
            vec_push(&people, person);
        }
    }
    event->people = vec_to_arena(&people, reader->arena);
    event->n_people = (uint32_t)people.n;
    vec_free(&people);
}

static void read_people(struct reader *reader, const struct xml_element *element,
                        struct raw_event *event)
{
    const struct xml_element *persons = xml_tree_child(element, "persons");
    const struct xml_element *speakers = xml_tree_child(element, "speakers");
    if (persons != NULL) {
        add_people(reader, persons, "person", event);
    } else {
        add_people(reader, speakers, "speaker", event);
    }
}

static void read_event(struct reader *reader, const struct xml_element *element,
                       struct raw_event event)
{
    event.at = element->at;
    event.date = text_at(element, "date");
    event.start = text_at(element, "start");
    event.duration = text_at(element, "duration");
    event.end = text_at(element, "end");
    event.title = text_at(element, "title");
    event.room = text_at(element, "room");
    event.guid = either(element, "guid");
    event.id = either(element, "id");
    event.code = either(element, "code");
    event.subtitle = text_of(element, "subtitle");
    event.track = text_of(element, "track");
    event.type = text_of(element, "type");
    event.url = text_of(element, "url");
    event.slug = text_of(element, "slug");
    event.language = text_of(element, "language");
    event.abstract = text_of(element, "abstract");
    read_people(reader, element, &event);
    vec_push(&reader->raw->events, event);
}

/* The events under a day or room; EuroPython calls them entries. */
static void read_events(struct reader *reader, const struct xml_element *parent,
                        struct raw_event event)
{
    for (const struct xml_element *at = parent->first; at != NULL; at = at->next) {
        if (strcmp(at->name, "event") == 0 || strcmp(at->name, "entry") == 0) {
            read_event(reader, at, event);
        }
    }
}

static void read_room(struct reader *reader, const struct xml_element *element,
                      struct raw_event event)
{
    const char *name = xml_tree_attribute(element, "name");
    if (name == NULL) {
        faults_add(reader->faults, FAULT_SHAPE, element->at, NULL, "the room has no name");
    } else {
        struct schedule_room room = {name, none_if_empty(xml_tree_attribute(element, "guid")),
                                     none_if_empty(xml_tree_attribute(element, "slug"))};
        vec_push(&reader->raw->rooms, room);
        event.listed = (struct raw_text){name, element->at};
    }
    read_events(reader, element, event);
}

static void read_day(struct reader *reader, const struct xml_element *element)
{
    struct raw_day day = {{none_if_empty(xml_tree_attribute(element, "date")), element->at},
                          {none_if_empty(xml_tree_attribute(element, "start")), element->at},
                          element->at};
    /* The schema does without the date. */
    day.date = day.date.text == NULL ? day.start : day.date;
    struct raw_event event = {.day = (uint32_t)reader->raw->days.n};
    vec_push(&reader->raw->days, day);
    read_events(reader, element, event);
    for (const struct xml_element *room = xml_tree_child(element, "room"); room != NULL;
         room = xml_tree_next(room, "room")) {
        read_room(reader, room, event);
    }
}

bool read_schedule_xml(struct arena *arena, const struct source_set *sources, uint32_t file,
                       struct diag_list *diags, struct faults *faults, struct raw_schedule *raw)
{
    struct reader reader = {arena, faults, raw};
    const struct xml_element *root = xml_tree_read(arena, sources, file, diags);
    if (root == NULL) {
        return false;
    }
    const struct xml_element *day = xml_tree_child(root, "day");
    const struct xml_element *conference = xml_tree_child(root, "conference");
    if (strcmp(root->name, "schedule") != 0 || (day == NULL && conference == NULL)) {
        return diag_error(diags, DIAG_TIMETABLE_SHAPE, root->at,
                          "this is no schedule.xml: it has no days in a <schedule>");
    }
    raw->version = text_of(root, "version");
    raw->url = text_of(root, "url");
    if (conference != NULL) {
        raw->title = text_of(conference, "title");
        raw->acronym = text_of(conference, "acronym");
        raw->zone = text_at(conference, "time_zone_name");
        raw->day_change = text_of(conference, "day_change");
        raw->url = raw->url != NULL ? raw->url : text_of(conference, "url");
    }
    for (; day != NULL; day = xml_tree_next(day, "day")) {
        read_day(&reader, day);
    }
    return true;
}
