/* A YAML document as a tree of located nodes, built from libyaml's events (its own document tree
 * loses the position of aliases and accepts duplicate keys). Every scalar is text: what `no`, `010`
 * or `12:30` mean is for the reader of the key to say. JSON is read by the same parser.
 *
 * Caps: bytes, depth, nodes, aliases (see yaml_tree.c); what exceeds them is a diagnostic. */
#ifndef INPUT_YAML_TREE_H
#define INPUT_YAML_TREE_H

#include "confab/diag.h"

enum { YAML_TREE_BYTES = 16 * 1024 * 1024 }; /* the largest file that is read */

enum yaml_kind { YAML_SCALAR, YAML_SEQUENCE, YAML_MAPPING };

struct yaml_node;

struct yaml_pair {
    const struct yaml_node *key; /* always a scalar */
    const struct yaml_node *value;
};

struct yaml_node {
    enum yaml_kind kind;
    struct src_span at;
    bool quoted;      /* scalar in quotes or a block scalar: never a null, number or flag */
    const char *text; /* scalar: terminated, valid UTF-8 */
    const struct yaml_node *const *items; /* sequence */
    const struct yaml_pair *pairs;        /* mapping, in the file's order, keys distinct */
    size_t n;                             /* items or pairs */
};

/* The one document of a file; NULL (complaints in `diags`) when it cannot be read. Nodes live in
 * `arena`. */
const struct yaml_node *yaml_tree_read(struct arena *arena, const struct source_set *sources,
                                       uint32_t file, struct diag_list *diags);
/* The value of `key` in a mapping; NULL when absent or `mapping` is not a mapping. */
const struct yaml_node *yaml_tree_get(const struct yaml_node *mapping, const char *key);
/* A plain empty scalar, `~` or `null`. */
bool yaml_tree_is_null(const struct yaml_node *node);

#endif
