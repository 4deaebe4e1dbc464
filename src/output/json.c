#include "output/json.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

cJSON *json_begin(void)
{
    cJSON_Hooks hooks = {.malloc_fn = base_alloc, .free_fn = base_free};
    cJSON_InitHooks(&hooks);
    return cJSON_CreateObject();
}

const char *json_finish(struct arena *arena, cJSON *root)
{
    char *printed = cJSON_Print(root);
    BUG_UNLESS(printed != NULL);
    const char *text = arena_print(arena, "%s\n", printed);
    cJSON_free(printed);
    cJSON_Delete(root);
    return text;
}

void json_text(cJSON *object, const char *key, const char *text)
{
    cJSON_AddItemToObject(object, key, cJSON_CreateString(text));
}

void json_text_or_null(cJSON *object, const char *key, const char *text)
{
    cJSON_AddItemToObject(object, key,
                          text != NULL ? cJSON_CreateString(text) : cJSON_CreateNull());
}

void json_text_if(cJSON *object, const char *key, const char *text)
{
    if (text != NULL) {
        json_text(object, key, text);
    }
}

/* As raw text: a double would round what is above 2^53. */
void json_integer(cJSON *object, const char *key, int64_t value)
{
    char digits[24];
    (void)snprintf(digits, sizeof(digits), "%" PRId64, value);
    cJSON_AddItemToObject(object, key, cJSON_CreateRaw(digits));
}

void json_real(cJSON *object, const char *key, double value)
{
    cJSON_AddItemToObject(object, key, cJSON_CreateNumber(value));
}

cJSON *json_object(cJSON *object, const char *key)
{
    cJSON *child = cJSON_CreateObject();
    cJSON_AddItemToObject(object, key, child);
    return child;
}

cJSON *json_array(cJSON *object, const char *key)
{
    cJSON *child = cJSON_CreateArray();
    cJSON_AddItemToObject(object, key, child);
    return child;
}

cJSON *json_item(cJSON *array)
{
    cJSON *child = cJSON_CreateObject();
    cJSON_AddItemToArray(array, child);
    return child;
}

void json_push_text(cJSON *array, const char *text)
{
    cJSON_AddItemToArray(array, cJSON_CreateString(text));
}
