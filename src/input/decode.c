#include "input/decode.h"

#include "input/fields.h"
#include "input/text.h"

#include <string.h>

const struct yaml_node *const *decode_section(struct decode *decode, const char *key, size_t *n)
{
    const struct yaml_node *node = yaml_tree_get(decode->root, key);
    *n = 0;
    if (node == NULL || yaml_tree_is_null(node)) {
        return NULL;
    }
    if (node->kind != YAML_SEQUENCE) {
        diag_error(decode->diags, DIAG_SHAPE, node->at, "'%s' must be a list", key);
        diag_hint(decode->diags, "each entry begins with `- `, or the list is written [ … ]");
        return NULL;
    }
    *n = node->n;
    return node->items;
}

bool decode_section_is_lost(const struct decode *decode, const char *key)
{
    const struct yaml_node *node = yaml_tree_get(decode->root, key);
    return node != NULL && !yaml_tree_is_null(node) && node->kind != YAML_SEQUENCE &&
           (node->kind != YAML_MAPPING || strcmp(key, "kinds") != 0);
}

bool decode_events_are_lost(const struct decode *decode)
{
    return decode_section_is_lost(decode, "talks") || decode_section_is_lost(decode, "bofs") ||
           decode_section_is_lost(decode, "fixed");
}

bool decode_has_space(struct decode *decode, struct src_span at, size_t n, size_t max,
                      const char *what)
{
    if (n < max) {
        return true;
    }
    if (!decode->full) {
        decode->full = true;
        diag_error(decode->diags, DIAG_TOO_MANY, at, "there are more than %zu %s", max, what);
    }
    return false;
}

bool decode_is_withdrawn(struct decode *decode, const char *section, const char *name,
                         struct src_span at, const char *what)
{
    if (!overlay_is_withdrawn(decode->overlay, section, name)) {
        return false;
    }
    diag_warn(decode->diags, DIAG_WITHDRAWN, at, "%s refers to '%s', which was taken away", what,
              name);
    return true;
}

const char *decode_where(struct decode *decode, const struct yaml_node *map, const char *what,
                         struct room_id *room)
{
    const char *where = fields_text(decode, map, "where", FIELDS_TEXT_MAX);
    if (where == NULL) {
        return NULL;
    }
    uint32_t found = strmap_find(&decode->room_ids, where);
    found = found == STRMAP_NONE ? strmap_find(&decode->room_names, where) : found;
    if (found != STRMAP_NONE) {
        if (room != NULL) {
            room->v = found;
        }
        return decode->problem->rooms[found].name;
    }
    const struct yaml_node *node = yaml_tree_get(map, "where");
    if (decode_is_withdrawn(decode, "rooms", where, node->at, what)) {
        return where;
    }
    for (uint32_t i = 0; i < decode->problem->n_rooms; i++) {
        const char *names[] = {decode->problem->rooms[i].id, decode->problem->rooms[i].name};
        const char *nearest = text_nearest(where, names, BASE_COUNT(names));
        if (nearest != NULL) {
            diag_warn(decode->diags, DIAG_WHERE_NEAR_ROOM, node->at,
                      "%s is at '%s', which is not a room", what, where);
            diag_hint(decode->diags, "did you mean '%s'?", nearest);
            break;
        }
    }
    return where;
}

static void read_block(struct decode *decode, const struct yaml_node *map, struct block *block)
{
    static const char *const keys[] = {"id", "title", "chair", "talks", "keep_order"};
    *block = (struct block){.title = "", .chair = {ID_NONE}, .at = map->at};
    if (!fields_check(decode, map, "a block", keys, BASE_COUNT(keys), 0)) {
        return;
    }
    fields_id(decode, map);
    const char *title = fields_title(decode, map, "title");
    const char *what = title != NULL ? arena_print(decode->arena, "block '%s'", title) : "a block";
    block->title = title != NULL ? title : "";
    block->keep_order = fields_flag(decode, map, "keep_order", false);
    block->talks =
        decode_names_events(decode, fields_get(decode, map, "talks"), what, &block->n_talks);
    block->talks = decode_series_widen(decode, block->talks, false, &block->n_talks);
    const struct yaml_node *chair = fields_get(decode, map, "chair");
    struct person_id person;
    if (chair != NULL && decode_names_person(decode, chair, what, &person)) {
        block->chair = person;
    }
}

static void read_blocks(struct decode *decode)
{
    size_t n;
    const struct yaml_node *const *items = decode_section(decode, "blocks", &n);
    decode->problem->blocks = arena_array(decode->arena, n, sizeof(struct block));
    decode->problem->n_blocks = (uint32_t)n;
    for (size_t i = 0; i < n; i++) {
        read_block(decode, items[i], &decode->problem->blocks[i]);
    }
}

static void finish_keys(struct decode *decode)
{
    struct problem *problem = decode->problem;
    for (uint32_t i = 0; i < problem->n_rooms; i++) {
        struct room *room = &problem->rooms[i];
        room->attrs = decode_keys_read(decode, decode->room_nodes[i], RULE_ON_ROOM, i,
                                       arena_print(decode->arena, "room '%s'", room->name));
    }
    for (uint32_t i = 0; i < problem->n_kinds; i++) {
        struct kind *kind = &problem->kinds[i];
        kind->attrs = decode_keys_read(decode, decode->kind_nodes[i], RULE_ON_KIND, i,
                                       arena_print(decode->arena, "kind '%s'", kind->id));
    }
}

/* What was gathered in growing arrays becomes the problem's. */
static void move_lists(struct decode *decode)
{
    struct problem *problem = decode->problem;
    problem->n_people = (uint32_t)decode->people.n;
    problem->people = arena_array(decode->arena, decode->people.n, sizeof(struct person));
    for (size_t i = 0; i < decode->people.n; i++) {
        problem->people[i] = decode->people.v[i].person;
    }
    problem->n_events = (uint32_t)decode->events.n;
    problem->events = arena_array(decode->arena, decode->events.n, sizeof(struct event));
    for (size_t i = 0; i < decode->events.n; i++) {
        problem->events[i] = decode->events.v[i].event;
    }
    problem->n_tags = (uint32_t)decode->tag_list.n;
    problem->tags = vec_to_arena(&decode->tag_list, decode->arena);
    problem->n_tag_groups = (uint32_t)decode->tag_group_list.n;
    problem->tag_groups = vec_to_arena(&decode->tag_group_list, decode->arena);
}

static void free_lists(struct decode *decode)
{
    struct strmap *maps[] = {
        &decode->room_ids,      &decode->room_names,    &decode->kind_ids,     &decode->track_ids,
        &decode->track_names,   &decode->person_ids,    &decode->person_names, &decode->event_ids,
        &decode->event_titles,  &decode->shared_titles, &decode->tags,         &decode->tag_groups,
        &decode->window_names,  &decode->window_tags,   &decode->features,     &decode->zones,
        &decode->shared_people, &decode->guids,
    };
    for (size_t i = 0; i < BASE_COUNT(maps); i++) {
        strmap_free(maps[i]);
    }
    vec_free(&decode->zone_list);
    vec_free(&decode->keys);
    vec_free(&decode->dates);
    vec_free(&decode->marks);
    vec_free(&decode->windows);
    vec_free(&decode->breaks);
    vec_free(&decode->people);
    vec_free(&decode->events);
    vec_free(&decode->tag_list);
    vec_free(&decode->tag_group_list);
}

bool decode_problem(struct source_set *sources, const struct overlay *overlay,
                    struct diag_list *diags, struct problem *problem)
{
    struct decode decode = {.problem = problem,
                            .arena = &problem->arena,
                            .diags = diags,
                            .sources = sources,
                            .overlay = overlay,
                            .root = overlay->root};
    uint32_t errors = diags->errors;
    problem->sources = sources;
    decode_keys_collect(&decode);
    decode_conference_header(&decode);
    decode_conference_kinds(&decode);
    decode_conference_rooms(&decode);
    decode_conference_tracks(&decode);
    decode_times_read(&decode);
    decode_people_read(&decode);
    decode_events_read(&decode);
    decode_windows_finish(&decode);
    decode_conference_finish_tracks(&decode);
    decode_people_finish(&decode);
    decode_events_finish(&decode);
    finish_keys(&decode);
    decode_series_finish(&decode);
    read_blocks(&decode);
    decode_rules_read(&decode);
    decode_votes_read(&decode);
    decode_check_names(&decode);
    decode_check_circles(&decode);
    decode_check_idle_keys(&decode);
    move_lists(&decode);
    if (diags->errors == errors) {
        decode_sessions_make(&decode);
        decode_derived_finish(&decode);
    }
    free_lists(&decode);
    return diags->errors == errors;
}
