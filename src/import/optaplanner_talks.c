/* Talks of a workbook: tags, people, other talks, pins, the placing. */
#include "import/optaplanner_maker.h"

#include <string.h>

/* ---- talks ----------------------------------------------------------------- */

static void add_tags(struct opta_maker *m, cJSON *object, const struct opta_talk *talk)
{
    const struct {
        const char *group;
        struct opta_names names;
    } groups[] = {{"theme", talk->themes},
                  {"sector", talk->sectors},
                  {"audience", talk->audiences},
                  {"content", talk->contents},
                  {"exclusive", talk->exclusive}};
    for (size_t i = 0; i < BASE_COUNT(groups); i++) {
        if (groups[i].names.n > 0) {
            optaplanner_add_names(import_section(object, "tags"), groups[i].group, groups[i].names);
        }
    }
    if (talk->themes.n > 0) {
        bool is_new;
        const char *name = talk->themes.v[0];
        const char *id = import_ids_of(m->import, &m->tracks, name, name, &is_new);
        if (is_new) {
            cJSON *track = json_item(import_list(m->import->problem, "tracks"));
            json_text(track, "id", id);
            json_text(track, "name", name);
        }
        json_text(object, "track", id);
    }
}

static void add_people(struct opta_maker *m, cJSON *object, const struct opta_talk *talk)
{
    for (uint32_t i = 0; i < talk->speakers.n; i++) {
        const char *name = talk->speakers.v[i];
        const char *id = import_ids_find(&m->people, name);
        if (id == NULL) {
            struct opta_speaker speaker = {.name = name};
            speaker.unavailable = arena_array(m->import->arena, m->book->timeslots.n, sizeof(bool));
            faults_add(&m->import->faults, FAULT_SHAPE, SRC_NOWHERE, NULL,
                       "%s: the sheet 'Speakers' does not have '%s'", talk->where, name);
            optaplanner_add_speaker(m, &speaker);
            id = import_ids_find(&m->people, name);
        }
        json_push_text(import_list(object, "speakers"), id);
    }
}

static bool share_any(struct opta_names a, struct opta_names b)
{
    for (uint32_t i = 0; i < a.n; i++) {
        if (optaplanner_lists(b, a.v[i])) {
            return true;
        }
    }
    return false;
}

static void add_others(struct opta_maker *m, cJSON *object, size_t at)
{
    const struct opta_talk *talk = &m->book->talks.v[at];
    for (uint32_t i = 0; i < talk->prerequisites.n; i++) {
        const char *id = import_ids_find(&m->events, talk->prerequisites.v[i]);
        if (id != NULL && strcmp(talk->prerequisites.v[i], talk->code) != 0) {
            json_push_text(import_list(object, "after"), id);
        } else {
            faults_add(&m->import->faults, FAULT_SHAPE, SRC_NOWHERE, NULL,
                       "%s: there is no other talk '%s' for it to come after", talk->where,
                       talk->prerequisites.v[i]);
        }
    }
    for (size_t i = at + 1; i < m->book->talks.n; i++) {
        if (share_any(talk->exclusive, m->book->talks.v[i].exclusive)) {
            json_push_text(import_list(object, "not_with"),
                           import_ids_find(&m->events, m->book->talks.v[i].code));
        }
    }
}

static const char *start_of(struct opta_maker *m, uint32_t timeslot)
{
    const struct opta_timeslot *t = &m->book->timeslots.v[timeslot];
    return arena_print(m->import->arena, "%sT%02d:%02d",
                       import_date(m->import->arena, t->day_number), (int)(t->from_min / 60),
                       (int)(t->from_min % 60));
}

static void add_pin(struct opta_maker *m, cJSON *object, const char *key, uint32_t timeslot,
                    const char *room)
{
    const char *id = import_ids_find(&m->rooms, room);
    if (timeslot == ID_NONE && id == NULL) {
        return;
    }
    cJSON *pin = json_object(object, key);
    if (timeslot != ID_NONE) {
        json_text(pin, "start", start_of(m, timeslot));
    }
    json_text_if(pin, "room", id);
}

/* OptaPlanner counts another room than the published one among the soft constraints. */
static void add_published(struct opta_maker *m, cJSON *object, const struct opta_talk *talk)
{
    int64_t weight = optaplanner_rules_weight(m->book, "Published room", OPTA_SOFT);
    add_pin(m, object, "published", talk->published_timeslot, talk->published_room);
    const char *id = import_ids_find(&m->rooms, talk->published_room);
    if (weight == 0 || id == NULL) {
        return;
    }
    for (size_t r = 0; r < m->book->rooms.n; r++) {
        const char *other = import_ids_find(&m->rooms, m->book->rooms.v[r].name);
        if (strcmp(other, id) != 0) {
            json_integer(import_section(object, "room_cost"), other, weight);
        }
    }
}

/* A talk is where it is pinned, whoever is not free then. */
static void waive_absence(struct opta_maker *m, const char *id, const struct opta_talk *talk)
{
    bool waived = false;
    for (size_t s = 0; s < m->book->speakers.n && talk->timeslot != ID_NONE; s++) {
        const struct opta_speaker *speaker = &m->book->speakers.v[s];
        if (!optaplanner_lists(talk->speakers, speaker->name) ||
            !speaker->unavailable[talk->timeslot]) {
            continue;
        }
        faults_add(&m->import->faults, FAULT_CLASH, SRC_NOWHERE, NULL,
                   "%s: '%s' is pinned to a timeslot in which %s is unavailable; that is waived",
                   talk->where, talk->code, speaker->name);
        if (waived) {
            continue;
        }
        waived = true;
        cJSON *object = json_item(import_list(m->import->problem, "waive"));
        json_text(object, "rule",
                  optaplanner_is_by_time(m->book, speaker) ? "speaker-available" : "window-tags");
        json_push_text(json_array(object, "events"), id);
        json_text(object, "reason", "it is pinned there");
    }
}

static void add_numbers(struct opta_maker *m, cJSON *object, const struct opta_talk *talk)
{
    import_add_text(m->import, object, "language", talk->language);
    if (talk->level >= 1 && talk->level <= 9) {
        json_integer(object, "level", talk->level);
    } else if (talk->level >= 0) {
        optaplanner_change(m, "talk", talk->code, "its audience level is none from 1 to 9");
    }
    if (talk->favorites >= 0) {
        json_integer(object, "votes", talk->favorites);
    }
    if (talk->crowding) {
        cJSON_AddItemToObject(object, "crowding", cJSON_CreateTrue());
    }
}

void optaplanner_add_talk(struct opta_maker *m, size_t at)
{
    const struct opta_talk *talk = &m->book->talks.v[at];
    const char *id = import_ids_find(&m->events, talk->code);
    cJSON *object = json_item(import_list(m->import->problem, "talks"));
    json_text(object, "id", id);
    json_text(object, "code", talk->code);
    json_text(object, "title", talk->title[0] != '\0' ? talk->title : talk->code);
    json_text(object, "kind", import_ids_find(&m->kinds, talk->type));
    add_people(m, object, talk);
    add_tags(m, object, talk);
    add_numbers(m, object, talk);
    optaplanner_add_asks(m, object, talk->code, &talk->asks, (struct opta_names){NULL, 0});
    add_others(m, object, at);
    add_published(m, object, talk);
    if (talk->pinned) {
        add_pin(m, object, "pin", talk->timeslot, talk->room);
        waive_absence(m, id, talk);
    }
    const char *room = import_ids_find(&m->rooms, talk->room);
    if (talk->timeslot != ID_NONE && room != NULL) {
        struct import_place place = {id, start_of(m, talk->timeslot), room};
        vec_push(&m->import->places, place);
    }
}
