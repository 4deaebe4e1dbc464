/* Maps merged key by key, as lists of pairs. */
#ifndef INPUT_YAML_MERGE_H
#define INPUT_YAML_MERGE_H

#include "base/vec.h"
#include "input/yaml_tree.h"

/* The pairs of a map in the making; yaml_merge_finish() ends it. */
struct yaml_merge {
    VEC(struct yaml_pair) v;
};

struct yaml_merge yaml_merge_start(const struct yaml_node *map);
/* Replaces the value of a key, or adds it. */
void yaml_merge_set(struct yaml_merge *list, const struct yaml_node *key,
                    const struct yaml_node *value);
/* NULL: no such key. */
const struct yaml_node *yaml_merge_get(const struct yaml_merge *list, const char *key);
/* A map of the pairs that is where `like` is; the list is freed. */
const struct yaml_node *yaml_merge_finish(struct arena *arena, const struct yaml_node *like,
                                          struct yaml_merge *list);
/* `first` (NULL: nothing) followed by `second`; either may be a single value. */
const struct yaml_node *yaml_merge_append(struct arena *arena, const struct yaml_node *first,
                                          const struct yaml_node *second);
/* The later map's keys replace those of the earlier; `key+` appends, `remove` is left out. The
 * earlier one's place is kept. */
const struct yaml_node *yaml_merge_maps(struct arena *arena, const struct yaml_node *earlier,
                                        const struct yaml_node *later);
/* Whether an entry asks to be taken away: `remove: true`. What is neither true nor false is
 * reported, and taken for true. */
bool yaml_merge_removes(struct diag_list *diags, const struct yaml_node *entry);

#endif
