/* A JSON document that was read as YAML, as a cJSON tree to be changed and written again. */
#ifndef OUTPUT_JSON_TREE_H
#define OUTPUT_JSON_TREE_H

#include "input/yaml_tree.h"
#include "output/json.h"

/* Numbers keep their digits, and keys their order. cJSON_Delete() or json_finish() ends it. */
cJSON *json_tree_copy(const struct yaml_node *node);

#endif
