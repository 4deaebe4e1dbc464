/* Values of JSON files, by key. What is of another type than it should be is a fault, and as good as
 * missing. */
#ifndef IMPORT_NODES_H
#define IMPORT_NODES_H

#include "import/import.h"
#include "input/yaml_tree.h"

/* True when it is an object; else a fault that calls it `what`. */
bool nodes_is_object(struct import *import, const struct yaml_node *node, const char *what);
/* A text or number as text; of a text in several languages ({"en": …}) the English one, or the
 * first. NULL: missing, null, empty, or a fault. */
const char *nodes_text(struct import *import, const struct yaml_node *object, const char *key);
/* A whole number; false: missing, or a fault. */
bool nodes_whole(struct import *import, const struct yaml_node *object, const char *key,
                 int64_t least, int64_t most, int64_t *number);
bool nodes_flag(const struct yaml_node *object, const char *key);
/* A list; of no items when it is missing, null, or a fault. Never NULL. */
const struct yaml_node *nodes_list(struct import *import, const struct yaml_node *object,
                                   const char *key);
/* What a reference stands for: itself, or of an object that was put in its place the value of `key`.
 * NULL: a fault, or null. */
const char *nodes_reference(struct import *import, const struct yaml_node *node, const char *key);
/* Where the value of the key is; of the object when it has none. */
struct src_span nodes_at(const struct yaml_node *object, const char *key);

#endif
