/* Sessionize's API: view All; Sessions and GridSmart, which hold the same sessions in groups, too.
 * What a length, a track, a level or a language is, organisers say in categories of their own. */
#include "import/draft.h"
#include "import/nodes.h"
#include "import/statuses.h"
#include "import/words.h"

#include <string.h>

struct item {
    const char *category, *name;
};

struct maker {
    struct import *import;
    struct draft draft;
    VEC(const struct yaml_node *) sessions;
    VEC(struct item) items; /* of categories */
    struct strmap item_keys, ids;
    struct statuses statuses;
};

/* ---- what there is --------------------------------------------------------- */

static void collect_sessions(struct maker *m, const struct yaml_node *group)
{
    const struct yaml_node *sessions = nodes_list(m->import, group, "sessions");
    for (size_t i = 0; i < sessions->n; i++) {
        if (nodes_is_object(m->import, sessions->items[i], "a session")) {
            vec_push(&m->sessions, sessions->items[i]);
        }
    }
}

/* False: it is none of the views. */
static bool collect(struct maker *m, const struct yaml_node *root)
{
    if (root->kind == YAML_MAPPING) {
        collect_sessions(m, root);
        return yaml_tree_get(root, "sessions") != NULL;
    }
    bool any = false;
    for (size_t i = 0; root->kind == YAML_SEQUENCE && i < root->n; i++) {
        const struct yaml_node *group = root->items[i];
        if (yaml_tree_get(group, "sessions") != NULL) {
            collect_sessions(m, group);
            any = true;
            continue;
        }
        const struct yaml_node *rooms = nodes_list(m->import, group, "rooms");
        for (size_t r = 0; r < rooms->n; r++) {
            collect_sessions(m, rooms->items[r]);
            any = any || yaml_tree_get(rooms->items[r], "sessions") != NULL;
        }
    }
    return any;
}

static const char *name_of(struct maker *m, const struct yaml_node *speaker)
{
    static const char *const keys[] = {"fullName", "name"};
    for (size_t i = 0; i < BASE_COUNT(keys); i++) {
        const char *name = nodes_text(m->import, speaker, keys[i]);
        if (name != NULL) {
            return name;
        }
    }
    const char *first = nodes_text(m->import, speaker, "firstName");
    const char *last = nodes_text(m->import, speaker, "lastName");
    return arena_print(m->import->arena, "%s%s%s", first != NULL ? first : "",
                       first != NULL && last != NULL ? " " : "", last != NULL ? last : "");
}

/* An id, or the speaker. NULL: nobody. */
static struct draft_person *take_speaker(struct maker *m, const struct yaml_node *node)
{
    const char *id = nodes_reference(m->import, node, "id");
    struct draft_person *person = draft_find_person(&m->draft, id);
    if (person != NULL || id == NULL) {
        return person;
    }
    if (node->kind != YAML_MAPPING) {
        faults_add(&m->import->faults, FAULT_SHAPE, node->at, NULL,
                   "the file has no speaker '%.60s': it is left out", id);
        return NULL;
    }
    person = draft_person(&m->draft, id, name_of(m, node));
    if (person != NULL) {
        person->at = node->at;
    }
    return person;
}

static void take_categories(struct maker *m, const struct yaml_node *root)
{
    const struct yaml_node *list = nodes_list(m->import, root, "categories");
    for (size_t i = 0; i < list->n; i++) {
        if (!nodes_is_object(m->import, list->items[i], "a category")) {
            continue;
        }
        const char *title = nodes_text(m->import, list->items[i], "title");
        const struct yaml_node *items = nodes_list(m->import, list->items[i], "items");
        for (size_t k = 0; k < items->n; k++) {
            struct item item = {title, nodes_text(m->import, items->items[k], "name")};
            const char *id = nodes_text(m->import, items->items[k], "id");
            if (id != NULL && title != NULL && item.name != NULL &&
                strmap_add(&m->item_keys, id, (uint32_t)m->items.n)) {
                vec_push(&m->items, item);
            }
        }
    }
}

static void take_lists(struct maker *m, const struct yaml_node *root)
{
    const struct yaml_node *rooms = nodes_list(m->import, root, "rooms");
    const struct yaml_node *speakers = nodes_list(m->import, root, "speakers");
    for (size_t i = 0; i < rooms->n; i++) {
        const char *id = nodes_text(m->import, rooms->items[i], "id");
        if (id != NULL) {
            (void)draft_room(&m->draft, id, nodes_text(m->import, rooms->items[i], "name"));
        }
    }
    for (size_t i = 0; i < speakers->n; i++) {
        if (nodes_is_object(m->import, speakers->items[i], "a speaker")) {
            (void)take_speaker(m, speakers->items[i]);
        }
    }
    take_categories(m, root);
}

/* ---- sessions -------------------------------------------------------------- */

static void take_format(struct maker *m, struct draft_event *event, const char *name)
{
    int32_t minutes = words_minutes(name);
    event->kind = draft_kind(&m->draft, name, minutes);
    if (event->duration_min == 0) {
        event->duration_min = minutes;
    }
}

static void take_item(struct maker *m, struct draft_event *event, struct item item)
{
    static const char *const tracks[] = {"track", "topic", "thema", NULL};
    static const char *const levels[] = {"level", "niveau", "audience", NULL};
    static const char *const languages[] = {"language", "sprache", NULL};
    static const char *const formats[] = {"format", "type", "length", "duration", "dauer", NULL};
    struct arena *arena = m->import->arena;
    int32_t level =
        words_contains(arena, item.category, levels) ? words_level(arena, item.name) : 0;
    const char *language =
        words_contains(arena, item.category, languages) ? words_language(arena, item.name) : NULL;
    if (words_contains(arena, item.category, formats)) {
        take_format(m, event, item.name);
    } else if (level > 0) {
        event->level = level;
    } else if (language != NULL) {
        event->language = language;
    } else if (event->track == NULL && words_contains(arena, item.category, tracks)) {
        event->track = draft_track(&m->draft, item.name, item.name);
    } else {
        vec_push(&event->tags, item.name);
    }
}

/* By number in view All, in full in the others. */
static void take_items(struct maker *m, struct draft_event *event, const struct yaml_node *session)
{
    const struct yaml_node *numbers = nodes_list(m->import, session, "categoryItems");
    const struct yaml_node *categories = nodes_list(m->import, session, "categories");
    for (size_t i = 0; i < numbers->n; i++) {
        const char *id = nodes_reference(m->import, numbers->items[i], "id");
        uint32_t at = id == NULL ? STRMAP_NONE : strmap_find(&m->item_keys, id);
        if (at != STRMAP_NONE) {
            take_item(m, event, m->items.v[at]);
        }
    }
    for (size_t i = 0; i < categories->n; i++) {
        const char *name = nodes_text(m->import, categories->items[i], "name");
        const struct yaml_node *items =
            nodes_list(m->import, categories->items[i], "categoryItems");
        for (size_t k = 0; name != NULL && k < items->n; k++) {
            struct item item = {name, nodes_text(m->import, items->items[k], "name")};
            if (item.name != NULL) {
                take_item(m, event, item);
            }
        }
    }
}

static const struct draft_room *room_of(struct maker *m, const struct yaml_node *session)
{
    const char *id = nodes_text(m->import, session, "roomId");
    const char *name = nodes_text(m->import, session, "room");
    if (id == NULL) {
        return NULL;
    }
    const struct draft_room *room =
        name != NULL ? draft_room(&m->draft, id, name) : draft_find_room(&m->draft, id);
    if (room == NULL) {
        faults_add(&m->import->faults, FAULT_ROOM, nodes_at(session, "roomId"), NULL,
                   "the file has no room %.60s", id);
    }
    return room;
}

/* Breaks are service sessions; so is what a speaker opens the day with. */
static enum draft_form form_of(const struct yaml_node *session, size_t n_speakers)
{
    bool service = nodes_flag(session, "isServiceSession");
    bool plenum = nodes_flag(session, "isPlenumSession");
    if (service && n_speakers == 0) {
        return DRAFT_BREAK;
    }
    return service || plenum ? DRAFT_FIXED : DRAFT_TALK;
}

static void add_session(struct maker *m, const struct yaml_node *session)
{
    struct import *import = m->import;
    const char *id = nodes_text(import, session, "id");
    if (id != NULL && !strmap_add(&m->ids, id, 0)) {
        return; /* of GridSmart: what is in all rooms is in each */
    }
    if (!statuses_take(&m->statuses, nodes_text(import, session, "status"))) {
        return;
    }
    const struct yaml_node *speakers = nodes_list(import, session, "speakers");
    struct draft_event *event = draft_event(&m->draft, form_of(session, speakers->n),
                                            nodes_text(import, session, "title"), session->at);
    event->code = id;
    event->plenary = event->form != DRAFT_BREAK && nodes_flag(session, "isPlenumSession");
    event->abstract = nodes_text(import, session, "description");
    for (size_t i = 0; i < speakers->n; i++) {
        draft_add_speaker(event, take_speaker(m, speakers->items[i]));
    }
    const char *start = nodes_text(import, session, "startsAt");
    const struct draft_room *room = room_of(m, session);
    if (start != NULL) {
        bool everywhere = event->form == DRAFT_BREAK && nodes_flag(session, "isPlenumSession");
        draft_add_place(&m->draft, event, start, nodes_text(import, session, "endsAt"),
                        everywhere ? NULL : room, session->at);
    }
    take_items(m, event, session);
}

/* Each session once, though GridSmart has those of all rooms in each. */
static void note_statuses(struct maker *m)
{
    struct strmap seen = {0};
    for (size_t i = 0; i < m->sessions.n; i++) {
        const char *id = yaml_tree_get(m->sessions.v[i], "id") == NULL
                             ? NULL
                             : nodes_text(m->import, m->sessions.v[i], "id");
        if (id == NULL || strmap_add(&seen, id, 0)) {
            statuses_note(&m->statuses, nodes_text(m->import, m->sessions.v[i], "status"));
        }
    }
    strmap_free(&seen);
    statuses_say(&m->statuses);
}

static void free_maker(struct maker *m)
{
    vec_free(&m->sessions);
    vec_free(&m->items);
    strmap_free(&m->item_keys);
    strmap_free(&m->ids);
    statuses_free(&m->statuses);
    draft_free(&m->draft);
}

bool import_sessionize(struct import *import)
{
    struct maker m = {.import = import, .statuses = {.import = import}};
    if (import->n_names != 1) {
        return diag_error(import->diags, DIAG_USAGE, SRC_NOWHERE,
                          "a view of Sessionize is one file, not %u", import->n_names);
    }
    const struct yaml_node *root = import_read_json(import, import->names[0]);
    bool ok = root != NULL;
    if (ok && !collect(&m, root)) {
        ok = diag_error(import->diags, DIAG_IMPORT_SHAPE, root->at, "the file has no `sessions`");
        diag_hint(import->diags, "give what /api/v2/ENDPOINT/view/All says, as JSON");
    }
    if (ok) {
        m.draft = draft_begin(import, NULL, NULL, NULL, root->at);
        take_lists(&m, root);
        note_statuses(&m);
        for (size_t i = 0; i < m.sessions.n; i++) {
            add_session(&m, m.sessions.v[i]);
        }
        draft_finish(&m.draft);
    }
    free_maker(&m);
    return ok;
}
