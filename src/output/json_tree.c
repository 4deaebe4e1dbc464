#include "output/json_tree.h"

#include <string.h>

/* As JSON writes numbers. */
static bool is_number(const char *text)
{
    text += *text == '-' ? 1 : 0;
    size_t digits = strspn(text, "0123456789");
    if (digits == 0 || (text[0] == '0' && digits > 1)) {
        return false;
    }
    text += digits;
    if (*text == '.') {
        digits = strspn(text + 1, "0123456789");
        text += digits > 0 ? 1 + digits : 0;
    }
    if (*text == 'e' || *text == 'E') {
        size_t sign = text[1] == '-' || text[1] == '+' ? 1 : 0;
        digits = strspn(text + 1 + sign, "0123456789");
        text += digits > 0 ? 1 + sign + digits : 0;
    }
    return *text == '\0';
}

static cJSON *copy_scalar(const struct yaml_node *node)
{
    if (yaml_tree_is_null(node)) {
        return cJSON_CreateNull();
    }
    bool is_word = strcmp(node->text, "true") == 0 || strcmp(node->text, "false") == 0;
    return !node->quoted && (is_word || is_number(node->text)) ? cJSON_CreateRaw(node->text)
                                                               : cJSON_CreateString(node->text);
}

cJSON *json_tree_copy(const struct yaml_node *node) /* NOLINT(misc-no-recursion): depth is capped */
{
    if (node->kind == YAML_SCALAR) {
        return copy_scalar(node);
    }
    cJSON *copy = node->kind == YAML_SEQUENCE ? cJSON_CreateArray() : cJSON_CreateObject();
    for (size_t i = 0; i < node->n; i++) {
        if (node->kind == YAML_SEQUENCE) {
            cJSON_AddItemToArray(copy, json_tree_copy(node->items[i]));
        } else {
            cJSON_AddItemToObject(copy, node->pairs[i].key->text,
                                  json_tree_copy(node->pairs[i].value));
        }
    }
    return copy;
}
