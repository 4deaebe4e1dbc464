/* Small steps on cJSON that the JSON writers share: exact integers, and text that may be missing.
 * Only JSON writers include this. All of cJSON's memory comes from base_alloc(), so that nothing
 * here can fail. */
#ifndef OUTPUT_JSON_H
#define OUTPUT_JSON_H

#include "confab/arena.h"

#include <cjson/cJSON.h>

/* An empty object to begin with; the tree is ended by json_finish(). */
cJSON *json_begin(void);
/* The document as text with a final newline, in `arena`; the tree is freed. */
const char *json_finish(struct arena *arena, cJSON *root);

void json_text(cJSON *object, const char *key, const char *text);
/* null when `text` is NULL. */
void json_text_or_null(cJSON *object, const char *key, const char *text);
/* Nothing when `text` is NULL. */
void json_text_if(cJSON *object, const char *key, const char *text);
void json_integer(cJSON *object, const char *key, int64_t value);
void json_real(cJSON *object, const char *key, double value);
cJSON *json_object(cJSON *object, const char *key);
cJSON *json_array(cJSON *object, const char *key);
/* An object at the end of an array. */
cJSON *json_item(cJSON *array);
void json_push_text(cJSON *array, const char *text);

#endif
