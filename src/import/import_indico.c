/* Indico's export of an event with its contributions, by themselves or in sessions; and its
 * timetable, for the breaks that the other does not have. */
#include "import/draft.h"
#include "import/nodes.h"
#include "output/read_time.h"

#include <string.h>

enum { MOST_MINUTES = 2880, MOST_DEPTH = 3, MOST_DAYS = 60 };

struct contribution {
    const struct yaml_node *node;
    const char *room; /* of its session; NULL */
};

struct maker {
    struct import *import;
    struct draft draft;
    const struct yaml_node *event; /* NULL: only a timetable is there */
    VEC(struct contribution) contributions;
    VEC(const struct yaml_node *) breaks;
    struct strmap ids;
    struct zone zone; /* of the last time that was read */
};

/* ---- what there is --------------------------------------------------------- */

static const char *room_of(struct maker *m, const struct yaml_node *node)
{
    static const char *const keys[] = {"room", "roomFullname", "room_name"};
    for (size_t i = 0; i < BASE_COUNT(keys); i++) {
        const char *room = nodes_text(m->import, node, keys[i]);
        if (room != NULL) {
            return room;
        }
    }
    return NULL;
}

static void collect_contributions(struct maker *m, const struct yaml_node *owner, const char *room)
{
    const struct yaml_node *list = nodes_list(m->import, owner, "contributions");
    for (size_t i = 0; i < list->n; i++) {
        if (nodes_is_object(m->import, list->items[i], "a contribution")) {
            struct contribution contribution = {list->items[i], room};
            vec_push(&m->contributions, contribution);
        }
    }
}

static void take_event(struct maker *m, const struct yaml_node *event)
{
    m->event = event;
    collect_contributions(m, event, NULL);
    const struct yaml_node *sessions = nodes_list(m->import, event, "sessions");
    for (size_t i = 0; i < sessions->n; i++) {
        collect_contributions(m, sessions->items[i], room_of(m, sessions->items[i]));
    }
}

/* Entries by their keys, by day, and again in sessions. */
static void take_entries(struct maker *m, const struct yaml_node *entries, const char *room,
                         int depth)
{
    for (size_t i = 0; entries->kind == YAML_MAPPING && i < entries->n; i++) {
        const struct yaml_node *entry = entries->pairs[i].value;
        const struct yaml_node *inside = yaml_tree_get(entry, "entries");
        const char *type = yaml_tree_get(entry, "entryType") == NULL
                               ? NULL
                               : nodes_text(m->import, entry, "entryType");
        if (type != NULL && strcmp(type, "Break") == 0) {
            vec_push(&m->breaks, entry);
        } else if (type != NULL && strcmp(type, "Contribution") == 0) {
            struct contribution contribution = {entry, room};
            vec_push(&m->contributions, contribution);
        } else if (depth < MOST_DEPTH) {
            const char *own = type == NULL ? NULL : room_of(m, entry);
            take_entries(m, inside != NULL ? inside : entry, own != NULL ? own : room, depth + 1);
        }
    }
}

/* False: it is neither. */
static bool take_root(struct maker *m, const struct yaml_node *root,
                      const struct yaml_node **timetable)
{
    const struct yaml_node *results = yaml_tree_get(root, "results");
    if (results != NULL && results->kind == YAML_MAPPING) {
        *timetable = results;
        return true;
    }
    const struct yaml_node *event =
        results != NULL && results->kind == YAML_SEQUENCE && results->n > 0 ? results->items[0]
                                                                            : NULL;
    if (event == NULL || yaml_tree_get(event, "title") == NULL) {
        (void)diag_error(m->import->diags, DIAG_IMPORT_SHAPE, root->at,
                         "this is no export of an event by Indico");
        diag_hint(m->import->diags,
                  "give what /export/event/ID.json?detail=contributions says, as JSON");
        return false;
    }
    take_event(m, event);
    return true;
}

static bool collect(struct maker *m)
{
    const struct yaml_node *timetable = NULL;
    for (uint32_t i = 0; i < m->import->n_names; i++) {
        const struct yaml_node *root = import_read_json(m->import, m->import->names[i]);
        if (root == NULL || !take_root(m, root, &timetable)) {
            return false;
        }
    }
    if (timetable != NULL) {
        size_t n = m->contributions.n;
        take_entries(m, timetable, NULL, 0);
        /* What the event says of its contributions is more. */
        m->contributions.n = n > 0 ? n : m->contributions.n;
    }
    return true;
}

/* ---- times and people ------------------------------------------------------ */

/* {date, time, tz}; false: null, or a fault. */
static bool read_date(struct maker *m, const struct yaml_node *owner, const char *key,
                      int32_t *time_min)
{
    struct import *import = m->import;
    const struct yaml_node *node = yaml_tree_get(owner, key);
    if (node == NULL || yaml_tree_is_null(node) || !nodes_is_object(import, node, "a date")) {
        return false;
    }
    const char *date = nodes_text(import, node, "date");
    const char *time = nodes_text(import, node, "time");
    const char *name = nodes_text(import, node, "tz");
    const char *text = arena_print(import->arena, "%.10s %.8s", date != NULL ? date : "",
                                   time != NULL ? time : "");
    bool same = name == NULL || strcmp(name, m->draft.zone.name) == 0 || !m->draft.zone_known;
    if (same) {
        return draft_read_time(&m->draft, text, node->at, time_min);
    }
    bool loaded = (m->zone.name != NULL && strcmp(m->zone.name, name) == 0) ||
                  calendar_load_zone(import->arena, name, 1971, 2199, &m->zone);
    if (!loaded || !read_time_iso(&m->zone, text, time_min)) {
        faults_add(&import->faults, FAULT_TIME, node->at, NULL, "not a time: '%s' (%.60s)", text,
                   name);
        return false;
    }
    /* Years that are no conference's are told by the same means as everywhere. */
    return draft_read_time(&m->draft, calendar_print_iso(import->arena, &m->draft.zone, *time_min),
                           node->at, time_min);
}

/* "Vogt, Mira" */
static const char *turn(struct arena *arena, const char *name)
{
    const char *comma = name == NULL ? NULL : strstr(name, ", ");
    return comma == NULL ? name
                         : arena_print(arena, "%s %.*s", comma + 2, (int)(comma - name), name);
}

static const char *name_of(struct maker *m, const struct yaml_node *node)
{
    static const char *const keys[][2] = {{"first_name", "last_name"}, {"firstName", "familyName"}};
    for (size_t i = 0; i < BASE_COUNT(keys); i++) {
        const char *first = nodes_text(m->import, node, keys[i][0]);
        const char *last = nodes_text(m->import, node, keys[i][1]);
        if (last != NULL) {
            return arena_print(m->import->arena, "%s%s%s", first != NULL ? first : "",
                               first != NULL ? " " : "", last);
        }
    }
    const char *whole = nodes_text(m->import, node, "fullName");
    whole = whole != NULL ? whole : nodes_text(m->import, node, "name");
    return turn(m->import->arena, whole);
}

static struct draft_person *take_person(struct maker *m, const struct yaml_node *node)
{
    if (!nodes_is_object(m->import, node, "a person")) {
        return NULL;
    }
    const char *name = name_of(m, node);
    const char *id = nodes_text(m->import, node, "person_id");
    if (name == NULL) {
        faults_add(&m->import->faults, FAULT_SHAPE, node->at, NULL,
                   "a person has no name: it is left out");
        return NULL;
    }
    struct draft_person *person = draft_person(&m->draft, id != NULL ? id : name, name);
    if (person != NULL && person->affiliation == NULL) {
        person->at = node->at;
        person->affiliation = nodes_text(m->import, node, "affiliation");
    }
    return person;
}

/* Authors speak where no speakers are named. */
static void add_people(struct maker *m, struct draft_event *event, const struct yaml_node *node)
{
    static const char *const keys[] = {"speakers", "presenters", "primaryauthors", "coauthors"};
    for (size_t k = 0; k < BASE_COUNT(keys); k++) {
        const struct yaml_node *list = nodes_list(m->import, node, keys[k]);
        bool speak = k < 2 || (k == 2 && event->people.n == 0);
        for (size_t i = 0; i < list->n; i++) {
            struct draft_person *person = take_person(m, list->items[i]);
            if (speak) {
                draft_add_speaker(event, person);
            } else {
                draft_add_author(event, person);
            }
        }
    }
}

/* ---- contributions --------------------------------------------------------- */

/* Where nothing is said to be in any room, sessions are what is beside each other. */
static bool has_rooms(struct maker *m)
{
    for (size_t i = 0; i < m->contributions.n; i++) {
        const struct contribution *contribution = &m->contributions.v[i];
        if (contribution->room != NULL || room_of(m, contribution->node) != NULL) {
            return true;
        }
    }
    return false;
}

static struct draft_room *find_room(struct maker *m, const struct contribution *contribution,
                                    bool has_rooms)
{
    const char *name = room_of(m, contribution->node);
    name = name != NULL ? name : contribution->room;
    if (name == NULL) {
        name = has_rooms ? (m->event == NULL ? NULL : room_of(m, m->event))
                         : nodes_text(m->import, contribution->node, "session");
    }
    return name == NULL ? NULL : draft_room(&m->draft, name, name);
}

static void add_place(struct maker *m, struct draft_event *event, const struct yaml_node *node,
                      const struct draft_room *room)
{
    struct draft_place place = {node->at, CALENDAR_NO_TIME, CALENDAR_NO_TIME, room, NULL};
    int32_t start_min, end_min;
    if (!read_date(m, node, "startDate", &start_min)) {
        return;
    }
    place.start_min = start_min;
    if (read_date(m, node, "endDate", &end_min) && end_min > start_min) {
        place.end_min = end_min;
    }
    vec_push(&event->places, place);
}

static void add_contribution(struct maker *m, const struct contribution *contribution,
                             bool has_rooms)
{
    struct import *import = m->import;
    const struct yaml_node *node = contribution->node;
    const char *id = nodes_text(import, node, "id");
    int64_t minutes = 0;
    if (id != NULL && !strmap_add(&m->ids, id, 0)) {
        faults_add(&import->faults, FAULT_TWICE, node->at, NULL,
                   "the contribution %.60s is there twice: the first counts", id);
        return;
    }
    struct draft_event *event =
        draft_event(&m->draft, DRAFT_TALK, nodes_text(import, node, "title"), node->at);
    const char *type = nodes_text(import, node, "type");
    const char *track = nodes_text(import, node, "track");
    event->code = id;
    event->url = nodes_text(import, node, "url");
    event->abstract = nodes_text(import, node, "description");
    if (nodes_whole(import, node, "duration", 0, MOST_MINUTES, &minutes)) {
        event->duration_min = (int32_t)minutes;
    }
    if (type != NULL) {
        event->kind = draft_kind(&m->draft, type, 0);
    }
    if (track != NULL) {
        event->track = draft_track(&m->draft, track, track);
    }
    const struct yaml_node *keywords = nodes_list(import, node, "keywords");
    for (size_t i = 0; i < keywords->n; i++) {
        const char *keyword = nodes_reference(import, keywords->items[i], "name");
        if (keyword != NULL) {
            vec_push(&event->tags, keyword);
        }
    }
    add_people(m, event, node);
    add_place(m, event, node, find_room(m, contribution, has_rooms));
}

static void add_break(struct maker *m, const struct yaml_node *node)
{
    const char *name = room_of(m, node);
    struct draft_event *event =
        draft_event(&m->draft, DRAFT_BREAK, nodes_text(m->import, node, "title"), node->at);
    add_place(m, event, node, draft_find_room(&m->draft, name));
}

/* ---- the whole ------------------------------------------------------------- */

static void begin(struct maker *m)
{
    struct import *import = m->import;
    if (m->event == NULL) {
        m->draft = draft_begin(import, NULL, NULL, NULL, SRC_NOWHERE);
        return;
    }
    m->draft =
        draft_begin(import, nodes_text(import, m->event, "title"), NULL,
                    nodes_text(import, m->event, "timezone"), nodes_at(m->event, "timezone"));
    int32_t from_min, to_min;
    if (read_date(m, m->event, "startDate", &from_min) &&
        read_date(m, m->event, "endDate", &to_min)) {
        draft_set_days(&m->draft, from_min, to_min);
    }
}

static void make(struct maker *m)
{
    bool rooms = has_rooms(m);
    if (!rooms && m->contributions.n > 0) {
        faults_add(&m->import->faults, FAULT_ASSUMED, m->contributions.v[0].node->at, NULL,
                   "no contribution is in a room: each session is taken for one");
    }
    for (size_t i = 0; i < m->contributions.n; i++) {
        add_contribution(m, &m->contributions.v[i], rooms);
    }
    for (size_t i = 0; i < m->breaks.n; i++) {
        add_break(m, m->breaks.v[i]);
    }
}

bool import_indico(struct import *import)
{
    struct maker m = {.import = import};
    bool ok = collect(&m);
    if (ok) {
        begin(&m);
        make(&m);
        draft_finish(&m.draft);
    }
    vec_free(&m.contributions);
    vec_free(&m.breaks);
    strmap_free(&m.ids);
    draft_free(&m.draft);
    return ok;
}
