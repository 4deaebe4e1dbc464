#include "output/json.h"

#include "output/strbuf.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

cJSON *json_begin(void)
{
    cJSON_Hooks hooks = {.malloc_fn = base_alloc, .free_fn = base_free};
    cJSON_InitHooks(&hooks);
    return cJSON_CreateObject();
}

/* What JSON may hold as it is, but YAML, as which it is read again, not, or not unchanged: U+007F
 * to U+009F, line ends of other scripts, and what is no character. */
static size_t awkward_bytes(const unsigned char *at, unsigned *code_point)
{
    *code_point = at[0];
    if (at[0] == 0x7f) {
        return 1;
    }
    if (at[0] == 0xc2 && at[1] >= 0x80 && at[1] < 0xa0) {
        *code_point = at[1];
        return 2;
    }
    if ((at[0] & 0xf0) != 0xe0 || at[1] == '\0' || at[2] == '\0') {
        return 0;
    }
    *code_point = (at[0] & 0xfu) << 12 | (at[1] & 0x3fu) << 6 | (at[2] & 0x3fu);
    bool awkward = *code_point == 0x2028 || *code_point == 0x2029 || *code_point == 0xfeff ||
                   *code_point >= 0xfffe;
    return awkward ? 3 : 0;
}

/* With escapes for it: outside texts there is nothing of that kind. */
static const char *escape_awkward(struct arena *arena, const char *printed)
{
    struct strbuf out = {0};
    for (const char *at = printed; *at != '\0';) {
        unsigned code_point;
        size_t n = awkward_bytes((const unsigned char *)at, &code_point);
        if (n > 0) {
            strbuf_print(&out, "\\u%04x", code_point);
        } else {
            strbuf_add_bytes(&out, at, 1);
        }
        at += n > 0 ? n : 1;
    }
    strbuf_add(&out, "\n");
    return strbuf_finish(&out, arena);
}

const char *json_finish(struct arena *arena, cJSON *root)
{
    char *printed = cJSON_Print(root);
    BUG_UNLESS(printed != NULL);
    const char *text = escape_awkward(arena, printed);
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
