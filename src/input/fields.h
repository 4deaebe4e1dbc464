/* The keys of a map, read by name and type. What is wrong is reported; the caller gets the usual
 * value. */
#ifndef INPUT_FIELDS_H
#define INPUT_FIELDS_H

#include "input/decode.h"

enum { FIELDS_TEXT_MAX = 1000, FIELDS_LONG_TEXT_MAX = 100000, FIELDS_ID_MAX = 100 };

/* True when `node` is a map. Keys that are neither in `keys` nor declared by rules for `owners` are
 * reported. */
bool fields_check(struct decode *decode, const struct yaml_node *node, const char *what,
                  const char *const *keys, size_t n_keys, unsigned owners);
/* The value of a key; NULL when it is absent, or empty (reported). */
const struct yaml_node *fields_get(struct decode *decode, const struct yaml_node *map,
                                   const char *key);
/* A text without control characters; NULL when absent or wrong. */
const char *fields_text(struct decode *decode, const struct yaml_node *map, const char *key,
                        size_t max);
/* The same, warning of a ` #` that ends it. */
const char *fields_title(struct decode *decode, const struct yaml_node *map, const char *key);
/* An id; NULL when absent or wrong. */
const char *fields_id(struct decode *decode, const struct yaml_node *map);
int64_t fields_number(struct decode *decode, const struct yaml_node *map, const char *key,
                      int64_t least, int64_t most, int64_t usual);
bool fields_flag(struct decode *decode, const struct yaml_node *map, const char *key, bool usual);
/* A list of texts; a single one counts as a list. */
struct text_list fields_texts(struct decode *decode, const struct yaml_node *map, const char *key);

/* The same for a node that is not under a key of its own; `what` names it in complaints. */
const char *fields_text_of(struct decode *decode, const struct yaml_node *node, const char *what,
                           size_t max);
bool fields_number_of(struct decode *decode, const struct yaml_node *node, const char *what,
                      int64_t least, int64_t most, int64_t *number);
bool fields_flag_of(struct decode *decode, const struct yaml_node *node, const char *what,
                    bool *flag);
struct text_list fields_texts_of(struct decode *decode, const struct yaml_node *node,
                                 const char *what);
/* The items of a list; anything else counts as a list of one. `*n` 0 when `node` is NULL. */
const struct yaml_node *const *fields_items(struct decode *decode, const struct yaml_node *node,
                                            size_t *n);

#endif
