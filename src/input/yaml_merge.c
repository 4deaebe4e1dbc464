#include "input/yaml_merge.h"

#include <string.h>

const struct yaml_node *yaml_merge_append(struct arena *arena, const struct yaml_node *first,
                                          const struct yaml_node *second)
{
    VEC(const struct yaml_node *) items = {0};
    const struct yaml_node *both[] = {first, second};
    for (size_t i = 0; i < BASE_COUNT(both); i++) {
        for (size_t j = 0; both[i] != NULL && both[i]->kind == YAML_SEQUENCE && j < both[i]->n;
             j++) {
            vec_push(&items, both[i]->items[j]);
        }
        if (both[i] != NULL && both[i]->kind != YAML_SEQUENCE && !yaml_tree_is_null(both[i])) {
            vec_push(&items, both[i]);
        }
    }
    struct yaml_node *node = arena_copy(arena, second, sizeof(*second));
    node->kind = YAML_SEQUENCE;
    node->items = vec_to_arena(&items, arena);
    node->n = items.n;
    vec_free(&items);
    return node;
}

void yaml_merge_set(struct yaml_merge *list, const struct yaml_node *key,
                    const struct yaml_node *value)
{
    for (size_t i = 0; i < list->v.n; i++) {
        if (strcmp(list->v.v[i].key->text, key->text) == 0) {
            list->v.v[i].value = value;
            return;
        }
    }
    struct yaml_pair pair = {key, value};
    vec_push(&list->v, pair);
}

const struct yaml_node *yaml_merge_get(const struct yaml_merge *list, const char *key)
{
    for (size_t i = 0; i < list->v.n; i++) {
        if (strcmp(list->v.v[i].key->text, key) == 0) {
            return list->v.v[i].value;
        }
    }
    return NULL;
}

struct yaml_merge yaml_merge_start(const struct yaml_node *map)
{
    struct yaml_merge list = {0};
    for (size_t i = 0; i < map->n; i++) {
        vec_push(&list.v, map->pairs[i]);
    }
    return list;
}

const struct yaml_node *yaml_merge_finish(struct arena *arena, const struct yaml_node *like,
                                          struct yaml_merge *list)
{
    struct yaml_node *map = arena_copy(arena, like, sizeof(*like));
    map->kind = YAML_MAPPING;
    map->pairs = vec_to_arena(&list->v, arena);
    map->n = list->v.n;
    vec_free(&list->v);
    return map;
}

const struct yaml_node *yaml_merge_maps(struct arena *arena, const struct yaml_node *earlier,
                                        const struct yaml_node *later)
{
    struct yaml_merge list = yaml_merge_start(earlier);
    for (size_t i = 0; i < later->n; i++) {
        const struct yaml_node *key = later->pairs[i].key;
        const struct yaml_node *value = later->pairs[i].value;
        size_t length = strlen(key->text);
        if (length > 1 && key->text[length - 1] == '+') {
            struct yaml_node *plain = arena_copy(arena, key, sizeof(*key));
            plain->text = arena_text(arena, key->text, length - 1);
            yaml_merge_set(&list, plain,
                           yaml_merge_append(arena, yaml_merge_get(&list, plain->text), value));
        } else if (strcmp(key->text, "remove") != 0) {
            yaml_merge_set(&list, key, value);
        }
    }
    return yaml_merge_finish(arena, earlier, &list);
}

bool yaml_merge_removes(struct diag_list *diags, const struct yaml_node *entry)
{
    const struct yaml_node *remove = yaml_tree_get(entry, "remove");
    if (remove == NULL) {
        return false;
    }
    bool scalar = remove->kind == YAML_SCALAR;
    if (scalar && strcmp(remove->text, "false") == 0) {
        return false;
    }
    if (!scalar || strcmp(remove->text, "true") != 0) {
        diag_error(diags, DIAG_FLAG, remove->at, "'remove' must be true or false");
        diag_hint(diags, "write `remove: true`, or leave it out to keep the entry");
    }
    return true;
}
