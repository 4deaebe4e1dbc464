#include "output/json_changes.h"

#include <string.h>

static const struct {
    enum change_what what;
    const char *word;
} words[] = {
    {CHANGE_TIME, "time"},           {CHANGE_ROOM, "room"},     {CHANGE_LENGTH, "length"},
    {CHANGE_TITLE, "title"},         {CHANGE_PEOPLE, "people"}, {CHANGE_ADDED, "added"},
    {CHANGE_WITHDRAWN, "withdrawn"},
};

static void add_people(cJSON *object, const struct schedule_entry *entry)
{
    cJSON *persons = json_array(object, "persons");
    for (uint32_t p = 0; p < entry->n_people; p++) {
        cJSON *item = json_item(persons);
        json_text_if(item, "guid", entry->people[p].guid);
        json_text_if(item, "code", entry->people[p].code);
        json_text(item, "name", entry->people[p].name);
    }
}

static void add_place(struct arena *arena, cJSON *object, const char *key, unsigned what,
                      const struct schedule *schedule, const struct schedule_entry *entry)
{
    cJSON *place = json_object(object, key);
    const struct schedule_room *room = schedule_find_room(schedule, entry->room);
    json_text(place, "start", calendar_print_iso(arena, &schedule->zone, entry->span.from_min));
    json_text(place, "end", calendar_print_iso(arena, &schedule->zone, entry->span.to_min));
    json_text(place, "room", entry->room);
    json_text_if(place, "room_guid", room != NULL ? room->guid : NULL);
    json_text_if(place, "title", (what & CHANGE_TITLE) != 0 ? entry->title : NULL);
    if ((what & CHANGE_PEOPLE) != 0) {
        add_people(place, entry);
    }
}

static bool is_number(const char *id)
{
    size_t n = strspn(id, "0123456789");
    return n > 0 && id[n] == '\0' && id[0] != '0';
}

/* As it stands in a schedule.json. */
static void add_entry(struct arena *arena, cJSON *object, const struct schedule *schedule,
                      const struct schedule_entry *entry)
{
    cJSON *item = json_object(object, "entry");
    int32_t length_min = entry->span.to_min - entry->span.from_min;
    json_text_if(item, "guid", entry->guid);
    if (entry->id != NULL && is_number(entry->id)) {
        cJSON_AddItemToObject(item, "id", cJSON_CreateRaw(entry->id));
    } else {
        json_text_if(item, "id", entry->id);
    }
    json_text_if(item, "code", entry->code);
    json_text(item, "date", calendar_print_iso(arena, &schedule->zone, entry->span.from_min));
    json_text(item, "start", calendar_print_clock(arena, &schedule->zone, entry->span.from_min));
    json_text(item, "duration",
              arena_print(arena, "%02d:%02d", (int)(length_min / 60), (int)(length_min % 60)));
    json_text(item, "end", calendar_print_iso(arena, &schedule->zone, entry->span.to_min));
    json_text(item, "room", entry->room);
    json_text_if(item, "slug", entry->slug);
    json_text_if(item, "url", entry->url);
    json_text(item, "title", entry->title);
    json_text_or_null(item, "subtitle", entry->subtitle);
    json_text_or_null(item, "track", entry->track);
    json_text_if(item, "type", entry->type);
    json_text_or_null(item, "language", entry->language);
    json_text_or_null(item, "abstract", entry->abstract);
    add_people(item, entry);
    json_array(item, "links");
}

/* Whether the old schedule has the event too, and this is another time for it. */
static bool is_copy(const struct schedule *old, const struct schedule_entry *entry)
{
    for (uint32_t e = 0; entry->guid != NULL && e < old->n_entries; e++) {
        const char *guid = old->entries[e].guid;
        if (guid != NULL && strcmp(guid, entry->guid) == 0) {
            return true;
        }
    }
    return false;
}

static void add_parties(cJSON *object, const struct change *change)
{
    cJSON *list = change->n_because_of > 0 ? json_array(object, "because_of") : NULL;
    for (uint32_t i = 0; i < change->n_because_of; i++) {
        cJSON *item = json_item(list);
        json_text(item, "kind", change->because_of[i].kind);
        json_text(item, "name", change->because_of[i].name);
    }
}

static void add_change(struct arena *arena, cJSON *list, const struct changes *changes,
                       const struct change *change)
{
    const struct schedule_entry *old = change->old_entry, *new = change->new_entry;
    const struct schedule_entry *known = old != NULL ? old : new;
    const struct schedule_entry *last = new != NULL ? new : old;
    BUG_UNLESS(known != NULL && last != NULL);
    cJSON *item = json_item(list);
    json_text_if(item, "event", known->event != NULL ? known->event : last->event);
    json_text_if(item, "guid", known->guid);
    json_text_if(item, "code", known->code);
    json_text_if(item, "id", known->id);
    json_text(item, "title", last->title);
    cJSON *what = json_array(item, "what");
    for (size_t i = 0; i < BASE_COUNT(words); i++) {
        if ((change->what & words[i].what) != 0) {
            json_push_text(what, words[i].word);
        }
    }
    if (old != NULL) {
        add_place(arena, item, "from", change->what, changes->old_schedule, old);
    }
    if (new != NULL) {
        add_place(arena, item, "to", change->what, changes->new_schedule, new);
    }
    json_text_if(item, "because", change->because);
    json_text_if(item, "rule", change->rule);
    add_parties(item, change);
    cJSON *notify = json_array(item, "notify");
    for (uint32_t i = 0; i < change->n_notify; i++) {
        json_push_text(notify, changes->people[change->notify[i]].person.name);
    }
    if (old == NULL) {
        if (is_copy(changes->old_schedule, new)) {
            cJSON_AddItemToObject(item, "copy", cJSON_CreateTrue());
        }
        add_entry(arena, item, changes->new_schedule, new);
    }
}

static void add_person(cJSON *list, const struct changes_person *person)
{
    cJSON *item = json_item(list);
    json_text(item, "name", person->person.name);
    json_text_if(item, "guid", person->person.guid);
    json_text_if(item, "code", person->person.code);
    cJSON *indices = json_array(item, "changes");
    for (uint32_t i = 0; i < person->n_changes; i++) {
        cJSON_AddItemToArray(indices, cJSON_CreateNumber(person->changes[i]));
    }
}

void json_changes_add_list(struct arena *arena, cJSON *object, const struct changes *changes)
{
    cJSON *list = json_array(object, "changes");
    for (uint32_t c = 0; c < changes->n; c++) {
        add_change(arena, list, changes, &changes->v[c]);
    }
}

void json_changes_add_people(cJSON *object, const struct changes *changes)
{
    cJSON *people = json_array(object, "people");
    for (uint32_t p = 0; p < changes->n_people; p++) {
        add_person(people, &changes->people[p]);
    }
}
