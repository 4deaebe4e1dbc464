#include "import/nodes.h"

#include <stdlib.h>
#include <string.h>

bool nodes_is_object(struct import *import, const struct yaml_node *node, const char *what)
{
    if (node->kind != YAML_MAPPING) {
        faults_add(&import->faults, FAULT_SHAPE, node->at, NULL, "%s should be an object", what);
    }
    return node->kind == YAML_MAPPING;
}

static const struct yaml_node *find_language(const struct yaml_node *languages)
{
    const struct yaml_node *english = yaml_tree_get(languages, "en");
    for (size_t i = 0; english == NULL && i < languages->n; i++) {
        const struct yaml_node *value = languages->pairs[i].value;
        bool said = value->kind == YAML_SCALAR && !yaml_tree_is_null(value);
        english = said ? value : NULL;
    }
    return english;
}

const char *nodes_text(struct import *import, const struct yaml_node *object, const char *key)
{
    const struct yaml_node *node = yaml_tree_get(object, key);
    if (node != NULL && node->kind == YAML_MAPPING) {
        node = find_language(node);
    }
    if (node == NULL || yaml_tree_is_null(node)) {
        return NULL;
    }
    if (node->kind != YAML_SCALAR) {
        faults_add(&import->faults, FAULT_SHAPE, node->at, NULL, "'%s' should be a text", key);
        return NULL;
    }
    return node->text[0] != '\0' ? node->text : NULL;
}

bool nodes_whole(struct import *import, const struct yaml_node *object, const char *key,
                 int64_t least, int64_t most, int64_t *number)
{
    const struct yaml_node *node = yaml_tree_get(object, key);
    if (node == NULL || yaml_tree_is_null(node) ||
        (node->kind == YAML_SCALAR && node->text[0] == '\0')) {
        return false;
    }
    double value = 0;
    char *end = NULL;
    bool ok = node->kind == YAML_SCALAR && strspn(node->text, "+-.0123456789") > 0;
    if (ok) {
        value = strtod(node->text, &end);
        ok = *end == '\0' && value >= (double)least && value <= (double)most;
    }
    if (!ok) {
        faults_add(&import->faults, FAULT_SHAPE, node->at, NULL,
                   "'%s' should be a number from %lld to %lld", key, (long long)least,
                   (long long)most);
        return false;
    }
    *number = (int64_t)value;
    return true;
}

bool nodes_flag(const struct yaml_node *object, const char *key)
{
    const struct yaml_node *node = yaml_tree_get(object, key);
    return node != NULL && node->kind == YAML_SCALAR && strcmp(node->text, "true") == 0;
}

const struct yaml_node *nodes_list(struct import *import, const struct yaml_node *object,
                                   const char *key)
{
    static const struct yaml_node empty = {.kind = YAML_SEQUENCE};
    const struct yaml_node *node = yaml_tree_get(object, key);
    if (node == NULL || yaml_tree_is_null(node)) {
        return &empty;
    }
    if (node->kind != YAML_SEQUENCE) {
        faults_add(&import->faults, FAULT_SHAPE, node->at, NULL, "'%s' should be a list", key);
        return &empty;
    }
    return node;
}

const char *nodes_reference(struct import *import, const struct yaml_node *node, const char *key)
{
    if (node == NULL || yaml_tree_is_null(node)) {
        return NULL;
    }
    if (node->kind == YAML_MAPPING) {
        return nodes_text(import, node, key);
    }
    if (node->kind != YAML_SCALAR || node->text[0] == '\0') {
        faults_add(&import->faults, FAULT_SHAPE, node->at, NULL,
                   "a reference should be a number or a text");
        return NULL;
    }
    return node->text;
}

struct src_span nodes_at(const struct yaml_node *object, const char *key)
{
    const struct yaml_node *node = yaml_tree_get(object, key);
    return node != NULL ? node->at : object->at;
}
