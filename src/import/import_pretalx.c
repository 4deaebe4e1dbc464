/* Submissions, speakers, rooms and slots, as pretalx's REST API lists them. References are ids, or
 * what they stand for where the request said ?expand=. */
#include "import/draft.h"
#include "import/nodes.h"
#include "import/pretalx_files.h"
#include "output/read_time.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_MINUTES = 2880, MOST_SEATS = 1000000, MOST_REPEATS = 50 };

struct type {
    const char *name;
    int32_t duration_min; /* 0: not said */
};

/* A submission's slots. */
struct slots {
    const struct yaml_node **v;
    size_t n, cap;
};

struct maker {
    struct import *import;
    struct pretalx_files files;
    struct draft draft;
    VEC(struct type) types;
    VEC(struct slots) slots;
    VEC(const char *) tags;
    struct strmap type_keys, tag_keys, slot_keys /* by submission */, slot_ids, codes;
    bool said_people, said_tracks, said_tags;
};

/* ---- rooms, people, types, tracks ------------------------------------------ */

static void add_availabilities(struct maker *m, const struct yaml_node *owner,
                               struct draft_spans *spans)
{
    const struct yaml_node *list = nodes_list(m->import, owner, "availabilities");
    for (size_t i = 0; i < list->n; i++) {
        const struct yaml_node *item = list->items[i];
        int32_t from_min, to_min;
        if (!nodes_is_object(m->import, item, "an availability")) {
            continue;
        }
        const char *start = nodes_text(m->import, item, "start");
        const char *end = nodes_text(m->import, item, "end");
        if (start == NULL || end == NULL) {
            faults_add(&m->import->faults, FAULT_SHAPE, item->at, NULL,
                       "an availability needs a start and an end: it is left out");
        } else if (draft_read_time(&m->draft, start, item->at, &from_min) &&
                   draft_read_time(&m->draft, end, item->at, &to_min)) {
            draft_add_spans(&m->draft, spans, from_min, to_min, item->at);
        }
    }
}

/* An id, or the room itself. NULL: none, or none that is known. */
static struct draft_room *take_room(struct maker *m, const struct yaml_node *node)
{
    const char *id = nodes_reference(m->import, node, "id");
    struct draft_room *room = draft_find_room(&m->draft, id);
    if (room != NULL || id == NULL || node->kind != YAML_MAPPING) {
        return room;
    }
    if (nodes_flag(node, "hidden")) {
        faults_add(&m->import->faults, FAULT_LEFT_OUT, node->at, NULL,
                   "the room '%.200s' is hidden: it is left out",
                   nodes_text(m->import, node, "name"));
        return NULL;
    }
    const char *name = nodes_text(m->import, node, "name");
    room = draft_room(&m->draft, id, name != NULL ? name : id);
    if (room != NULL) {
        room->ref = id;
        room->guid = nodes_text(m->import, node, "guid");
        room->guid = room->guid != NULL ? room->guid : nodes_text(m->import, node, "uuid");
        (void)nodes_whole(m->import, node, "capacity", 0, MOST_SEATS, &room->capacity);
        add_availabilities(m, node, &room->open);
    }
    return room;
}

static struct draft_person *take_speaker(struct maker *m, const struct yaml_node *node)
{
    const char *code = nodes_reference(m->import, node, "code");
    struct draft_person *person = draft_find_person(&m->draft, code);
    if (person != NULL || code == NULL) {
        return person;
    }
    bool here = node->kind == YAML_MAPPING;
    const char *name = here ? nodes_text(m->import, node, "name") : NULL;
    if (name == NULL && !m->said_people) {
        faults_add(&m->import->faults, FAULT_MADE_UP, node->at, "give the list of speakers, too",
                   "the name of '%.60s' is not in the files: the code is shown", code);
        m->said_people = true;
    }
    person = draft_person(&m->draft, code, name != NULL ? name : code);
    if (person != NULL && here) {
        person->at = node->at;
        add_availabilities(m, node, &person->free);
    }
    return person;
}

/* NULL: none that is known. */
static const struct type *take_type(struct maker *m, const struct yaml_node *node)
{
    const char *id = nodes_reference(m->import, node, "id");
    uint32_t at = id == NULL ? STRMAP_NONE : strmap_find(&m->type_keys, id);
    if (at == STRMAP_NONE && id != NULL && node->kind == YAML_MAPPING) {
        int64_t minutes = 0;
        (void)nodes_whole(m->import, node, "default_duration", 0, MOST_MINUTES, &minutes);
        struct type type = {nodes_text(m->import, node, "name"), (int32_t)minutes};
        at = (uint32_t)m->types.n;
        (void)strmap_add(&m->type_keys, id, at);
        vec_push(&m->types, type);
    }
    return at == STRMAP_NONE ? NULL : &m->types.v[at];
}

static struct draft_track *take_track(struct maker *m, const struct yaml_node *node)
{
    const char *id = nodes_reference(m->import, node, "id");
    struct draft_track *track = draft_find_track(&m->draft, id);
    if (track != NULL || id == NULL) {
        return track;
    }
    const char *name = node->kind == YAML_MAPPING ? nodes_text(m->import, node, "name") : NULL;
    if (name == NULL && !m->said_tracks) {
        faults_add(&m->import->faults, FAULT_MADE_UP, node->at, "give the list of tracks, too",
                   "the name of track %.60s is not in the files", id);
        m->said_tracks = true;
    }
    name = name != NULL ? name : arena_print(m->import->arena, "Track %.60s", id);
    return draft_track(&m->draft, id, name);
}

static const char *take_tag(struct maker *m, const struct yaml_node *node)
{
    const char *id = nodes_reference(m->import, node, "id");
    uint32_t at = id == NULL ? STRMAP_NONE : strmap_find(&m->tag_keys, id);
    const char *text =
        id != NULL && node->kind == YAML_MAPPING ? nodes_text(m->import, node, "tag") : NULL;
    if (at == STRMAP_NONE && text != NULL) {
        at = (uint32_t)m->tags.n;
        (void)strmap_add(&m->tag_keys, id, at);
        vec_push(&m->tags, text);
    }
    if (at == STRMAP_NONE && id != NULL && !m->said_tags) {
        faults_add(&m->import->faults, FAULT_LEFT_OUT, node->at, "give the list of tags, too",
                   "tag %.60s is not in the files: it and perhaps others are left out", id);
        m->said_tags = true;
    }
    return at == STRMAP_NONE ? NULL : m->tags.v[at];
}

static void take_lists(struct maker *m)
{
    const struct pretalx_nodes *lists = m->files.lists;
    for (size_t i = 0; i < lists[PRETALX_ROOMS].n; i++) {
        (void)take_room(m, lists[PRETALX_ROOMS].v[i]);
    }
    for (size_t i = 0; i < lists[PRETALX_SPEAKERS].n; i++) {
        (void)take_speaker(m, lists[PRETALX_SPEAKERS].v[i]);
    }
    for (size_t i = 0; i < lists[PRETALX_TYPES].n; i++) {
        (void)take_type(m, lists[PRETALX_TYPES].v[i]);
    }
    for (size_t i = 0; i < lists[PRETALX_TRACKS].n; i++) {
        (void)take_track(m, lists[PRETALX_TRACKS].v[i]);
    }
    for (size_t i = 0; i < lists[PRETALX_TAGS].n; i++) {
        (void)take_tag(m, lists[PRETALX_TAGS].v[i]);
    }
}

/* ---- slots ----------------------------------------------------------------- */

static int64_t schedule_of(struct maker *m, const struct yaml_node *slot)
{
    const char *id = nodes_reference(m->import, yaml_tree_get(slot, "schedule"), "id");
    return id == NULL ? -1 : strtoll(id, NULL, 10);
}

/* Every release makes new slots, those that can still be changed being the newest. */
static int64_t find_newest(struct maker *m)
{
    const struct pretalx_nodes *slots = &m->files.lists[PRETALX_SLOTS];
    int64_t newest = -1;
    bool several = false;
    for (size_t i = 0; i < slots->n; i++) {
        int64_t schedule = schedule_of(m, slots->v[i]);
        several = several || (newest >= 0 && schedule >= 0 && schedule != newest);
        newest = schedule > newest ? schedule : newest;
    }
    if (several) {
        faults_add(&m->import->faults, FAULT_CHANGED, slots->v[0]->at, NULL,
                   "the slots are of several versions of the schedule: those of %lld count",
                   (long long)newest);
    }
    return newest;
}

static void add_break(struct maker *m, const struct yaml_node *slot)
{
    const struct draft_room *room = take_room(m, yaml_tree_get(slot, "room"));
    const char *start = nodes_text(m->import, slot, "start");
    const char *end = nodes_text(m->import, slot, "end");
    struct draft_event *event =
        draft_event(&m->draft, DRAFT_BREAK, nodes_text(m->import, slot, "description"), slot->at);
    if (end == NULL) {
        int64_t minutes = 0;
        (void)nodes_whole(m->import, slot, "duration", 0, MOST_MINUTES, &minutes);
        event->duration_min = (int32_t)minutes;
    }
    draft_add_place(&m->draft, event, start, end, room, slot->at);
}

static void note_slot(struct maker *m, const char *code, const struct yaml_node *slot)
{
    const char *id = nodes_text(m->import, slot, "id");
    if (id != NULL && !strmap_add(&m->slot_ids, id, 0)) {
        return; /* in the list of slots, and in its submission */
    }
    uint32_t at = strmap_find(&m->slot_keys, code);
    if (at == STRMAP_NONE) {
        struct slots none = {0};
        at = (uint32_t)m->slots.n;
        (void)strmap_add(&m->slot_keys, code, at);
        vec_push(&m->slots, none);
    }
    vec_push(&m->slots.v[at], slot);
}

static void take_slots(struct maker *m)
{
    const struct pretalx_nodes *list = &m->files.lists[PRETALX_SLOTS];
    int64_t newest = find_newest(m);
    for (size_t i = 0; i < list->n; i++) {
        const struct yaml_node *slot = list->v[i];
        const struct yaml_node *submission = yaml_tree_get(slot, "submission");
        const char *code = nodes_reference(m->import, submission, "code");
        if (newest >= 0 && schedule_of(m, slot) != newest) {
            continue;
        }
        if (code != NULL) {
            note_slot(m, code, slot);
        } else if (submission == NULL || yaml_tree_is_null(submission)) {
            add_break(m, slot);
        }
    }
}

static void place(struct maker *m, struct draft_event *event, const char *code)
{
    uint32_t at = strmap_find(&m->slot_keys, code);
    for (size_t i = 0; at != STRMAP_NONE && i < m->slots.v[at].n; i++) {
        const struct yaml_node *slot = m->slots.v[at].v[i];
        if (event->places.n == MOST_REPEATS) {
            faults_add(&m->import->faults, FAULT_LEFT_OUT, slot->at, NULL,
                       "'%.200s' has too many slots: %d count", event->title, MOST_REPEATS);
            return;
        }
        const struct draft_room *room = take_room(m, yaml_tree_get(slot, "room"));
        draft_add_place(&m->draft, event, nodes_text(m->import, slot, "start"),
                        nodes_text(m->import, slot, "end"), room, slot->at);
        event->places.v[event->places.n - 1].ref = nodes_text(m->import, slot, "id");
    }
}

/* ---- submissions ----------------------------------------------------------- */

/* Of the states that come to be held; with `all`, of those that still may. */
static bool is_taken(const char *state, bool all)
{
    return state == NULL || strcmp(state, "accepted") == 0 || strcmp(state, "confirmed") == 0 ||
           (all && strcmp(state, "submitted") == 0);
}

static void add_details(struct maker *m, struct draft_event *event, const struct yaml_node *node)
{
    int64_t number;
    const struct type *type = take_type(m, yaml_tree_get(node, "submission_type"));
    if (type != NULL && type->name != NULL) {
        event->kind = draft_kind(&m->draft, type->name, type->duration_min);
    }
    if (nodes_whole(m->import, node, "duration", 0, MOST_MINUTES, &number)) {
        event->duration_min = (int32_t)number;
    }
    if (event->duration_min == 0 && type != NULL) {
        event->duration_min = type->duration_min;
    }
    (void)nodes_whole(m->import, node, "slot_count", 1, MOST_REPEATS, &event->repeats);
    (void)nodes_whole(m->import, node, "attendee_signup_capacity", 0, MOST_SEATS, &event->audience);
    event->track = take_track(m, yaml_tree_get(node, "track"));
    event->language = nodes_text(m->import, node, "content_locale");
    event->abstract = nodes_text(m->import, node, "abstract");
    if (event->abstract == NULL) {
        event->abstract = nodes_text(m->import, node, "description");
    }
    const struct yaml_node *speakers = nodes_list(m->import, node, "speakers");
    for (size_t i = 0; i < speakers->n; i++) {
        draft_add_speaker(event, take_speaker(m, speakers->items[i]));
    }
    const struct yaml_node *tags = nodes_list(m->import, node, "tags");
    for (size_t i = 0; i < tags->n; i++) {
        const char *tag = take_tag(m, tags->items[i]);
        if (tag != NULL) {
            vec_push(&event->tags, tag);
        }
    }
}

static void add_submission(struct maker *m, const struct yaml_node *node)
{
    const char *code = nodes_text(m->import, node, "code");
    const char *title = nodes_text(m->import, node, "title");
    if (code != NULL && !strmap_add(&m->codes, code, 0)) {
        faults_add(&m->import->faults, FAULT_TWICE, node->at, NULL,
                   "the submission '%.60s' is there twice: the first counts", code);
        return;
    }
    struct draft_event *event =
        draft_event(&m->draft, DRAFT_TALK, title != NULL ? title : code, node->at);
    event->code = code;
    add_details(m, event, node);
    if (code == NULL) {
        faults_add(&m->import->faults, FAULT_SHAPE, node->at, NULL, "a submission has no code");
        return;
    }
    const struct yaml_node *slots = nodes_list(m->import, node, "slots");
    for (size_t i = 0; i < slots->n; i++) {
        if (slots->items[i]->kind == YAML_MAPPING) {
            note_slot(m, code, slots->items[i]);
        }
    }
    place(m, event, code);
}

/* "12 submissions are left out: 3 rejected, 9 withdrawn" */
static void say_left_out(struct maker *m, bool all)
{
    static const char *const states[] = {"submitted", "rejected", "withdrawn", "canceled", "draft"};
    const struct pretalx_nodes *list = &m->files.lists[PRETALX_SUBMISSIONS];
    uint32_t n = 0, counts[BASE_COUNT(states) + 1] = {0};
    for (size_t i = 0; i < list->n; i++) {
        const char *state = nodes_text(m->import, list->v[i], "state");
        size_t s = 0;
        if (is_taken(state, all)) {
            continue;
        }
        while (s < BASE_COUNT(states) && strcmp(states[s], state) != 0) {
            s++;
        }
        counts[s]++;
        n++;
    }
    const char *text = "";
    for (size_t s = 0; s <= BASE_COUNT(states); s++) {
        if (counts[s] > 0) {
            text = arena_print(m->import->arena, "%s%s%u %s", text, text[0] != '\0' ? ", " : "",
                               counts[s], s < BASE_COUNT(states) ? states[s] : "of other states");
        }
    }
    if (n > 0) {
        faults_add(&m->import->faults, FAULT_UNKNOWN, SRC_NOWHERE, NULL,
                   "%u submission%s left out: %s", n, n == 1 ? " is" : "s are", text);
    }
}

static void take_submissions(struct maker *m)
{
    const struct pretalx_nodes *list = &m->files.lists[PRETALX_SUBMISSIONS];
    bool all = true;
    for (size_t i = 0; i < list->n; i++) {
        all = all && !is_taken(nodes_text(m->import, list->v[i], "state"), false);
    }
    if (all) {
        faults_add(&m->import->faults, FAULT_READ_AS, SRC_NOWHERE, NULL,
                   "no submission is accepted yet: all that are submitted are taken");
    }
    for (size_t i = 0; i < list->n; i++) {
        if (is_taken(nodes_text(m->import, list->v[i], "state"), all)) {
            add_submission(m, list->v[i]);
        }
    }
    say_left_out(m, all);
}

/* ---- the whole ------------------------------------------------------------- */

static void begin(struct maker *m)
{
    const struct yaml_node *event = m->files.event;
    struct import *import = m->import;
    if (event == NULL) {
        m->draft = draft_begin(import, NULL, NULL, NULL, SRC_NOWHERE);
        return;
    }
    m->draft =
        draft_begin(import, nodes_text(import, event, "name"), nodes_text(import, event, "slug"),
                    nodes_text(import, event, "timezone"), nodes_at(event, "timezone"));
    const char *from = nodes_text(import, event, "date_from");
    const char *to = nodes_text(import, event, "date_to");
    struct draft *draft = &m->draft;
    draft->dated = from != NULL && to != NULL && read_time_date(from, &draft->first_day) &&
                   read_time_date(to, &draft->last_day) && draft->first_day <= draft->last_day &&
                   draft->last_day - draft->first_day <= 60;
    if (!draft->dated) {
        faults_add(&import->faults, FAULT_TIME, event->at, NULL,
                   "from when to when the event is cannot be read");
    }
}

/* Clocks of an unknown zone could not be sent back to pretalx: it would take them for others. */
static bool check_zone(struct maker *m)
{
    const char *offset = m->draft.offset;
    if (offset == NULL || strcmp(offset, "+00:00") == 0) {
        return true;
    }
    (void)diag_error(m->import->diags, DIAG_IMPORT_ZONE, SRC_NOWHERE,
                     "times are written with %.10s, but the time zone is not known", offset);
    diag_hint(m->import->diags, "give the event's file, too, or --timezone, as Europe/Berlin");
    return false;
}

static void free_maker(struct maker *m)
{
    struct strmap *maps[] = {&m->type_keys, &m->tag_keys, &m->slot_keys, &m->slot_ids, &m->codes};
    for (size_t i = 0; i < BASE_COUNT(maps); i++) {
        strmap_free(maps[i]);
    }
    for (size_t i = 0; i < m->slots.n; i++) {
        vec_free(&m->slots.v[i]);
    }
    vec_free(&m->types);
    vec_free(&m->tags);
    vec_free(&m->slots);
    draft_free(&m->draft);
    pretalx_files_free(&m->files);
}

bool import_pretalx(struct import *import)
{
    struct maker m = {.import = import};
    bool ok = pretalx_files_read(import, &m.files);
    if (ok) {
        begin(&m);
        take_lists(&m);
        take_slots(&m);
        take_submissions(&m);
        ok = check_zone(&m);
    }
    if (ok) {
        draft_finish(&m.draft);
    }
    free_maker(&m);
    return ok;
}
