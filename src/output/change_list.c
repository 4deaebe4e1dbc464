#include "output/change_list.h"

#include "base/vec.h"
#include "output/read_time.h"

#include <string.h>

static const struct zone utc = {"UTC", &(const struct calendar_shift){0, 0}, 1};

static const char *text_of(const struct yaml_node *mapping, const char *key)
{
    const struct yaml_node *node = yaml_tree_get(mapping, key);
    return node != NULL && node->kind == YAML_SCALAR && !yaml_tree_is_null(node) ? node->text
                                                                                 : NULL;
}

static bool complain(struct diag_list *diags, struct src_span at, const char *what)
{
    return diag_error(diags, DIAG_CHANGES_SHAPE, at, "%s", what);
}

static bool read_what(const struct yaml_node *node, struct diag_list *diags, unsigned *what)
{
    static const char *const words[] = {"time",   "room",  "length",   "title",
                                        "people", "added", "withdrawn"};
    const struct yaml_node *list = yaml_tree_get(node, "what");
    *what = 0;
    for (size_t i = 0; list != NULL && list->kind == YAML_SEQUENCE && i < list->n; i++) {
        const struct yaml_node *item = list->items[i];
        size_t w = 0;
        while (w < BASE_COUNT(words) &&
               (item->kind != YAML_SCALAR || strcmp(words[w], item->text) != 0)) {
            w++;
        }
        if (w == BASE_COUNT(words)) {
            complain(diags, item->at, "no kind of change");
            diag_suggest(diags, item->kind == YAML_SCALAR ? item->text : "", words,
                         BASE_COUNT(words));
            return false;
        }
        *what |= 1u << w;
    }
    unsigned alone = *what & (CHANGE_ADDED | CHANGE_WITHDRAWN);
    return (*what != 0 && (alone == 0 || (*what == alone && (alone & (alone - 1)) == 0))) ||
           complain(diags, list != NULL ? list->at : node->at,
                    "`what` lists kinds of change, or `added` or `withdrawn` alone");
}

static bool read_time(const struct yaml_node *place, const char *key, struct diag_list *diags,
                      int32_t *time_min)
{
    const char *text = text_of(place, key);
    const struct yaml_node *node = yaml_tree_get(place, key);
    return (text != NULL && read_time_iso(&utc, text, time_min)) ||
           diag_error(diags, DIAG_CHANGES_SHAPE, node != NULL ? node->at : place->at,
                      "`%s` is a date and time as 2013-10-24T16:15:00+01:00", key);
}

static bool read_place(const struct yaml_node *change, const char *key, struct diag_list *diags,
                       struct listed_place *place)
{
    const struct yaml_node *node = yaml_tree_get(change, key);
    if (node == NULL || node->kind != YAML_MAPPING) {
        return diag_error(diags, DIAG_CHANGES_SHAPE, node != NULL ? node->at : change->at,
                          "`%s` is an object with `start`, `end` and `room`", key);
    }
    place->at = node->at;
    place->room = text_of(node, "room");
    place->room_guid = text_of(node, "room_guid");
    place->title = text_of(node, "title");
    place->persons = yaml_tree_get(node, "persons");
    if (place->room == NULL) {
        return complain(diags, node->at, "the name of the room is missing");
    }
    return read_time(node, "start", diags, &place->span.from_min) &&
           read_time(node, "end", diags, &place->span.to_min) &&
           (place->span.from_min <= place->span.to_min ||
            complain(diags, node->at, "the end is before the start"));
}

static bool read_change(const struct yaml_node *node, struct diag_list *diags,
                        struct listed_change *change)
{
    if (node->kind != YAML_MAPPING || text_of(node, "title") == NULL) {
        return complain(diags, node->at, "a change is an object with `title` and `what`");
    }
    *change = (struct listed_change){.event = text_of(node, "event"),
                                     .guid = text_of(node, "guid"),
                                     .code = text_of(node, "code"),
                                     .id = text_of(node, "id"),
                                     .title = text_of(node, "title"),
                                     .entry = yaml_tree_get(node, "entry"),
                                     .at = node->at};
    if (!read_what(node, diags, &change->what)) {
        return false;
    }
    const char *copy = text_of(node, "copy");
    change->copy = copy != NULL && strcmp(copy, "true") == 0;
    bool added = (change->what & CHANGE_ADDED) != 0;
    bool withdrawn = (change->what & CHANGE_WITHDRAWN) != 0;
    if (added && (change->entry == NULL || change->entry->kind != YAML_MAPPING)) {
        return complain(diags, node->at, "what is added needs its `entry`");
    }
    bool ok = added || read_place(node, "from", diags, &change->from);
    ok = (withdrawn || read_place(node, "to", diags, &change->to)) && ok;
    if (ok && (change->what & CHANGE_PEOPLE) != 0 &&
        (change->to.persons == NULL || change->to.persons->kind != YAML_SEQUENCE)) {
        return complain(diags, change->to.at, "the new `persons` are missing");
    }
    return ok;
}

bool change_list_read(struct arena *arena, const struct yaml_node *root, struct diag_list *diags,
                      struct change_list *list)
{
    /* As `confab diff` writes them, or in a timetable that says what it changes. */
    const struct yaml_node *solution = yaml_tree_get(yaml_tree_get(root, "schedule"), "solution");
    const struct yaml_node *changes = yaml_tree_get(solution != NULL ? solution : root, "changes");
    if (changes == NULL || changes->kind != YAML_SEQUENCE) {
        return complain(diags, root->at, "this is no list of changes: it has no list at `changes`");
    }
    struct listed_change *v = arena_array(arena, changes->n, sizeof(*v));
    bool ok = true;
    for (size_t i = 0; i < changes->n; i++) {
        ok = read_change(changes->items[i], diags, &v[i]) && ok;
    }
    *list = (struct change_list){v, (uint32_t)changes->n};
    return ok;
}
