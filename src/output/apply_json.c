#include "base/strmap.h"
#include "base/vec.h"
#include "confab/read_schedule.h"
#include "confab/write_changes.h"
#include "output/change_list.h"
#include "output/json_days.h"
#include "output/json_tree.h"

#include <string.h>

struct applier {
    struct arena *arena;
    struct diag_list *diags;
    struct schedule schedule; /* the old one */
    struct json_days days;    /* it again, to be changed */
    cJSON **items;            /* [n_entries]: an entry's event; NULL: withdrawn or taken */
};

static bool is_text(const char *a, const char *b)
{
    return a != NULL && b != NULL && strcmp(a, b) == 0;
}

/* How surely an entry is meant; 0: it is not. */
static int likeness(const struct listed_change *change, const struct schedule_entry *entry)
{
    const char *title = change->from.title != NULL ? change->from.title : change->title;
    if (change->guid != NULL && entry->guid != NULL) {
        return strcmp(change->guid, entry->guid) == 0 ? 4 : 0;
    }
    if (is_text(change->event, entry->event) || is_text(change->code, entry->code)) {
        return 3;
    }
    if (is_text(change->id, entry->id)) {
        return 2;
    }
    return strcmp(title, entry->title) == 0 ? 1 : 0;
}

static bool is_at(const struct listed_place *place, const struct schedule_entry *entry)
{
    return place->span.from_min == entry->span.from_min &&
           place->span.to_min == entry->span.to_min && strcmp(place->room, entry->room) == 0 &&
           (place->title == NULL || strcmp(place->title, entry->title) == 0);
}

/* The entry that a change is about, best one that is where the change says; ID_NONE: none is. */
static uint32_t find_entry(const struct applier *a, const struct listed_change *change)
{
    uint32_t best = ID_NONE;
    int best_likeness = 0;
    for (uint32_t e = 0; e < a->schedule.n_entries; e++) {
        const struct schedule_entry *entry = &a->schedule.entries[e];
        int like = a->items[e] == NULL || entry->filler ? 0 : likeness(change, entry);
        if (like > 0) {
            like = 2 * like + (is_at(&change->from, entry) ? 16 : 0);
        }
        if (like > best_likeness) {
            best_likeness = like;
            best = e;
        }
    }
    return best;
}

static const char *place_text(const struct applier *a, struct interval span, const char *room)
{
    const struct zone *zone = &a->schedule.zone;
    return arena_print(a->arena, "from %s to %s in '%s'",
                       calendar_print_iso(a->arena, zone, span.from_min),
                       calendar_print_iso(a->arena, zone, span.to_min), room);
}

static bool complain_place(const struct applier *a, const struct listed_change *change,
                           const struct schedule_entry *entry)
{
    diag_error(a->diags, DIAG_CHANGES_MISFIT, change->from.at, "'%s' is not %s", entry->title,
               place_text(a, change->from.span, change->from.room));
    diag_note(a->diags, entry->at, "here it is %s", place_text(a, entry->span, entry->room));
    return false;
}

static bool check_added(const struct applier *a, const struct listed_change *change)
{
    for (uint32_t e = 0; !change->copy && e < a->schedule.n_entries; e++) {
        const struct schedule_entry *entry = &a->schedule.entries[e];
        if (change->guid != NULL && is_text(change->guid, entry->guid)) {
            diag_error(a->diags, DIAG_CHANGES_MISFIT, change->at, "'%s' is there already",
                       change->title);
            diag_note(a->diags, entry->at, "here");
            return false;
        }
    }
    return true;
}

/* The change's event, found before anything is changed. */
static bool find_item(struct applier *a, const struct listed_change *change, cJSON **item)
{
    *item = NULL;
    if ((change->what & CHANGE_ADDED) != 0) {
        return check_added(a, change);
    }
    uint32_t e = find_entry(a, change);
    if (e == ID_NONE) {
        return diag_error(a->diags, DIAG_CHANGES_MISFIT, change->at,
                          "the schedule has no event '%s'", change->title);
    }
    const struct schedule_entry *entry = &a->schedule.entries[e];
    if (!is_at(&change->from, entry)) {
        return complain_place(a, change, entry);
    }
    *item = a->items[e];
    a->items[e] = NULL;
    return true;
}

static void set_text(cJSON *item, const char *key, const char *text)
{
    cJSON *value = cJSON_CreateString(text);
    if (cJSON_GetObjectItemCaseSensitive(item, key) != NULL) {
        cJSON_ReplaceItemInObjectCaseSensitive(item, key, value);
    } else {
        cJSON_AddItemToObject(item, key, value);
    }
}

static void set_place(const struct applier *a, cJSON *item, const struct listed_place *place)
{
    const struct zone *zone = &a->schedule.zone;
    int32_t length_min = place->span.to_min - place->span.from_min;
    set_text(item, "date", calendar_print_iso(a->arena, zone, place->span.from_min));
    set_text(item, "start", calendar_print_clock(a->arena, zone, place->span.from_min));
    set_text(item, "duration",
             arena_print(a->arena, "%02d:%02d", (int)(length_min / 60), (int)(length_min % 60)));
    if (cJSON_GetObjectItemCaseSensitive(item, "end") != NULL) {
        set_text(item, "end", calendar_print_iso(a->arena, zone, place->span.to_min));
    }
    set_text(item, "room", place->room);
}

static const char *text_in(const cJSON *object, const char *key)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, key));
}

/* Who stays keeps what else is said of them. */
static cJSON *take_person(cJSON *persons, const cJSON *wanted)
{
    for (cJSON *person = persons != NULL ? persons->child : NULL; person != NULL;
         person = person->next) {
        const char *name = text_in(person, "name");
        name = name != NULL ? name : text_in(person, "public_name");
        bool same = is_text(text_in(person, "guid"), text_in(wanted, "guid")) ||
                    is_text(name, text_in(wanted, "name"));
        if (same) {
            return cJSON_DetachItemViaPointer(persons, person);
        }
    }
    return NULL;
}

static void set_people(cJSON *item, const struct yaml_node *persons)
{
    cJSON *now = json_tree_copy(persons), *all = cJSON_CreateArray();
    cJSON *before = cJSON_DetachItemFromObjectCaseSensitive(item, "persons");
    cJSON *person;
    while ((person = cJSON_DetachItemFromArray(now, 0)) != NULL) {
        cJSON *kept = take_person(before, person);
        cJSON_AddItemToArray(all, kept != NULL ? kept : person);
        if (kept != NULL) {
            cJSON_Delete(person);
        }
    }
    cJSON_AddItemToObject(item, "persons", all);
    cJSON_Delete(now);
    cJSON_Delete(before);
}

static void make_change(struct applier *a, const struct listed_change *change, cJSON *item)
{
    const struct listed_place *to = &change->to;
    if ((change->what & CHANGE_WITHDRAWN) != 0) {
        json_days_remove(&a->days, item);
        return;
    }
    if ((change->what & CHANGE_ADDED) != 0) {
        item = json_tree_copy(change->entry);
        json_days_name(&a->days, change->guid, change->event);
    } else if ((change->what & (CHANGE_TIME | CHANGE_ROOM)) != 0) {
        item = json_days_detach(&a->days, item);
    }
    if ((change->what & (CHANGE_TIME | CHANGE_ROOM | CHANGE_LENGTH | CHANGE_ADDED)) != 0) {
        set_place(a, item, to);
    }
    if ((change->what & CHANGE_TITLE) != 0) {
        set_text(item, "title", to->title != NULL ? to->title : change->title);
    }
    if ((change->what & CHANGE_PEOPLE) != 0) {
        set_people(item, to->persons);
    }
    if ((change->what & (CHANGE_TIME | CHANGE_ROOM | CHANGE_ADDED)) != 0) {
        json_days_insert(&a->days, item, to->span.from_min, to->room, to->room_guid);
    }
}

static bool make_changes(struct applier *a, const struct change_list *list)
{
    cJSON **items = arena_array(a->arena, list->n, sizeof(*items));
    bool ok = true;
    for (uint32_t c = 0; c < list->n; c++) {
        ok = find_item(a, &list->v[c], &items[c]) && ok;
    }
    for (uint32_t c = 0; c < list->n && ok; c++) {
        make_change(a, &list->v[c], items[c]);
    }
    return ok;
}

static bool read_list(struct arena *arena, struct source_set *sources, const char *name,
                      struct diag_list *diags, struct change_list *list)
{
    uint32_t file;
    if (!diag_read_source(diags, sources, name, YAML_TREE_BYTES, &file)) {
        return false;
    }
    const struct yaml_node *root = yaml_tree_read(arena, sources, file, diags);
    return root != NULL && change_list_read(arena, root, diags, list);
}

/* The document of the schedule that was just read, which has to be a schedule.json. */
static const struct yaml_node *document_of(struct arena *arena, const struct source_set *sources,
                                           struct diag_list *diags)
{
    uint32_t file = sources->n - 1;
    const struct source *source = &sources->files[file];
    const char *bytes = source->bytes + source->line_starts[0];
    const struct yaml_node *root = NULL;
    if (bytes[strspn(bytes, " \t\r\n")] != '<') {
        root = yaml_tree_read(arena, sources, file, diags);
    }
    if (root != NULL && root->kind == YAML_MAPPING) {
        return root;
    }
    struct src_pos first = {file, 1, 1};
    diag_error(diags, DIAG_CHANGES_MISFIT, (struct src_span){first, first},
               "changes can only be made in a schedule.json, and this is none");
    return NULL;
}

/* The events of the tree to be changed, entry by entry: both are in the same order, but what could
 * not be read is no entry. */
static void find_items(struct applier *a, const struct yaml_node *root)
{
    uint32_t e = 0;
    struct json_days_walk walk = json_days_walk(&a->days, root);
    cJSON *item;
    struct src_span at;
    while (json_days_next(&walk, &item, &at)) {
        const struct schedule_entry *entry = &a->schedule.entries[e];
        if (e < a->schedule.n_entries && entry->at.from.line == at.from.line &&
            entry->at.from.col == at.from.col) {
            a->items[e++] = item;
        }
    }
    BUG_UNLESS(e == a->schedule.n_entries);
}

const char *apply_changes(struct arena *arena, struct source_set *sources, const char *changes_name,
                          const char *old_name, struct diag_list *diags)
{
    struct arena work = ARENA_EMPTY;
    struct applier a = {.arena = &work, .diags = diags};
    struct change_list list = {NULL, 0};
    const char *text = NULL;
    bool ok = read_list(&work, sources, changes_name, diags, &list);
    if (!read_schedule(sources, old_name, NULL, diags, &a.schedule)) {
        arena_free(&work);
        return NULL;
    }
    const struct yaml_node *root = document_of(&work, sources, diags);
    if (ok && root != NULL) {
        a.days = json_days_open(&work, root, &a.schedule);
        a.items = arena_array(&work, a.schedule.n_entries, sizeof(*a.items));
        find_items(&a, root);
        ok = make_changes(&a, &list);
        if (ok) {
            text = json_finish(arena, a.days.root);
        } else {
            cJSON_Delete(a.days.root);
        }
    }
    schedule_free(&a.schedule);
    arena_free(&work);
    return text;
}
