#include "input/fields.h"

#include "input/text.h"

#include <stdlib.h>
#include <string.h>

static const char *const KIND_NAMES[] = {"a single value", "a list", "a map"};

static bool is_key(const char *key, const char *const *keys, size_t n_keys)
{
    for (size_t i = 0; i < n_keys; i++) {
        if (strcmp(key, keys[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* What people write for a key: said only where that key may stand. */
static const char *other_word(const char *key, const char *const *keys, size_t n_keys)
{
    static const struct {
        const char *given, *wanted, *hint;
    } words[] = {
        {"length", "duration", "did you mean 'duration'? It is in minutes"},
        {"minutes", "duration", "did you mean 'duration'? It is in minutes"},
        {"name", "title", "did you mean 'title'?"},
        {"title", "name", "did you mean 'name'?"},
        {"presenter", "speakers", "did you mean 'speakers'?"},
        {"presenters", "speakers", "did you mean 'speakers'?"},
        {"people", "speakers", "did you mean 'speakers'?"},
        {"type", "kind", "did you mean 'kind'?"},
        {"seats", "capacity", "did you mean 'capacity'?"},
        {"size", "capacity", "did you mean 'capacity'?"},
        {"equipment", "features", "did you mean 'features'?"},
        {"start", "pin", "to fix when an event starts, write `pin: {start: …}`"},
        {"time", "pin", "to fix when an event starts, write `pin: {start: …}`"},
        {"room", "pin", "to fix the room of an event, write `pin: {room: …}`"},
    };
    for (size_t i = 0; i < BASE_COUNT(words); i++) {
        if (strcmp(key, words[i].given) == 0 && is_key(words[i].wanted, keys, n_keys)) {
            return words[i].hint;
        }
    }
    return NULL;
}

/* A list at the top of a file, which grows without being asked to: all but these two. */
static bool grows(struct decode *decode, const struct yaml_pair *pair, const char *key,
                  const char *const *keys, size_t n_keys)
{
    bool at_top = yaml_tree_get(decode->root, pair->key->text) == pair->value;
    return at_top && pair->value->kind == YAML_SEQUENCE && is_key(key, keys, n_keys) &&
           strcmp(key, "hours") != 0 && strcmp(key, "walk") != 0;
}

static void report_appending(struct decode *decode, const struct yaml_pair *pair,
                             const char *const *keys, size_t n_keys)
{
    const char *given = pair->key->text;
    const char *key = arena_text(decode->arena, given, strlen(given) - 1);
    if (grows(decode, pair, key, keys, n_keys)) {
        diag_hint(decode->diags, "write `%s:`; the entries are added to those of earlier files",
                  key);
    } else {
        diag_hint(decode->diags, "'%s' appends to what an earlier file gives; here there is none",
                  given);
    }
}

static void report_unknown(struct decode *decode, const struct yaml_pair *pair, const char *what,
                           const char *const *keys, size_t n_keys)
{
    const char *key = pair->key->text;
    diag_error(decode->diags, DIAG_KEY_UNKNOWN, pair->key->at, "%s has no key '%s'", what, key);
    size_t length = strlen(key);
    if (length > 1 && key[length - 1] == '+') {
        report_appending(decode, pair, keys, n_keys);
    } else if (other_word(key, keys, n_keys) != NULL) {
        diag_hint(decode->diags, "%s", other_word(key, keys, n_keys));
    } else if (key[0] >= '0' && key[0] <= '9' && strchr(key, ':') != NULL &&
               yaml_tree_is_null(pair->value)) {
        diag_hint(decode->diags, "write several times as a list: [9:00-12:30, %s]", key);
    } else if (text_suggestion(key, keys, n_keys) == NULL && yaml_tree_is_null(pair->value)) {
        diag_hint(decode->diags, "if the comma before it belongs to a text, put the whole text in "
                                 "quotes");
    } else {
        diag_suggest(decode->diags, key, keys, n_keys);
    }
}

bool fields_check(struct decode *decode, const struct yaml_node *node, const char *what,
                  const char *const *keys, size_t n_keys, unsigned owners)
{
    if (node->kind != YAML_MAPPING) {
        return diag_error(decode->diags, DIAG_SHAPE, node->at, "%s must be a map, not %s", what,
                          KIND_NAMES[node->kind]);
    }
    VEC(const char *) all = {0};
    for (size_t i = 0; i < n_keys; i++) {
        vec_push(&all, keys[i]);
    }
    for (size_t i = 0; i < decode->keys.n; i++) {
        if ((decode->keys.v[i].owners & owners) != 0) {
            vec_push(&all, decode->keys.v[i].key->name);
        }
    }
    for (size_t i = 0; i < node->n; i++) {
        if (!is_key(node->pairs[i].key->text, all.v, all.n)) {
            report_unknown(decode, &node->pairs[i], what, all.v, all.n);
        }
    }
    vec_free(&all);
    return true;
}

const struct yaml_node *fields_get(struct decode *decode, const struct yaml_node *map,
                                   const char *key)
{
    const struct yaml_node *node = yaml_tree_get(map, key);
    if (node == NULL || !yaml_tree_is_null(node)) {
        return node;
    }
    diag_error(decode->diags, DIAG_VALUE_EMPTY, node->at, "'%s' has no value", key);
    diag_hint(decode->diags, "leave the key out, or give it a value");
    return NULL;
}

static bool is_control(uint32_t c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029 || c == 0xfffe ||
           c == 0xffff;
}

static bool check_characters(struct decode *decode, const struct yaml_node *node, const char *what,
                             bool lines)
{
    size_t left = strlen(node->text);
    for (const char *c = node->text; left > 0;) {
        uint32_t code_point = 0;
        size_t length = text_decode(c, left, &code_point);
        bool line = lines && (code_point == '\n' || code_point == '\t' || code_point == '\r');
        if (length == 0 || (is_control(code_point) && !line)) {
            return diag_error(
                decode->diags, DIAG_TEXT_CONTROL, node->at, "%s contains %s", what,
                code_point == '\n'
                    ? "a line break"
                    : arena_print(decode->arena, "the control character U+%04X", code_point));
        }
        c += length;
        left -= length;
    }
    return true;
}

const char *fields_text_of(struct decode *decode, const struct yaml_node *node, const char *what,
                           size_t max)
{
    if (node->kind != YAML_SCALAR) {
        diag_error(decode->diags, DIAG_SHAPE, node->at, "%s must be a text, not %s", what,
                   KIND_NAMES[node->kind]);
        if (node->kind == YAML_SEQUENCE) {
            diag_hint(decode->diags, "a text that starts with [ must be in quotes");
        } else {
            diag_hint(decode->diags,
                      "a text with ': ' in it, or { at its start, must be in quotes");
        }
        return NULL;
    }
    if (yaml_tree_is_null(node) || node->text[strspn(node->text, " \t\n")] == '\0') {
        diag_error(decode->diags, DIAG_VALUE_EMPTY, node->at, "%s is empty", what);
        return NULL;
    }
    if (text_length(node->text) > max) {
        diag_error(decode->diags, DIAG_TEXT_TOO_LONG, node->at, "%s is longer than %zu characters",
                   what, max);
        return NULL;
    }
    if (!check_characters(decode, node, what, max == FIELDS_LONG_TEXT_MAX)) {
        return NULL;
    }
    return arena_text(decode->arena, node->text, strlen(node->text));
}

static const char *quoted(struct decode *decode, const char *key)
{
    return arena_print(decode->arena, "'%s'", key);
}

const char *fields_text(struct decode *decode, const struct yaml_node *map, const char *key,
                        size_t max)
{
    const struct yaml_node *node = fields_get(decode, map, key);
    return node != NULL ? fields_text_of(decode, node, quoted(decode, key), max) : NULL;
}

/* `title: Issue #1` reads as "Issue": warn, but not of an ordinary comment, which has a blank after
 * its #. */
static void warn_of_comment(struct decode *decode, const struct yaml_node *node)
{
    size_t length;
    const char *line = source_line(decode->sources, node->at.to.file, node->at.to.line, &length);
    if (length > FIELDS_LONG_TEXT_MAX / 10) {
        return;
    }
    size_t at = 0;
    for (uint32_t col = 1; col < node->at.to.col && at < length; col++) {
        uint32_t code_point;
        size_t bytes = text_decode(line + at, length - at, &code_point);
        at += bytes > 0 ? bytes : 1;
    }
    size_t blanks = 0;
    while (at + blanks < length && line[at + blanks] == ' ') {
        blanks++;
    }
    size_t hash = at + blanks;
    if (blanks == 1 && hash + 1 < length && line[hash] == '#' &&
        strchr(" #\t", line[hash + 1]) == NULL) {
        diag_warn(decode->diags, DIAG_TEXT_COMMENT, node->at,
                  "the title ends before ' #': what follows is a comment");
        diag_hint(decode->diags, "if it belongs to the title, put the whole title in quotes");
    }
}

const char *fields_title(struct decode *decode, const struct yaml_node *map, const char *key)
{
    const struct yaml_node *node = fields_get(decode, map, key);
    if (node == NULL) {
        return NULL;
    }
    const char *title = fields_text_of(decode, node, quoted(decode, key), FIELDS_TEXT_MAX);
    if (title != NULL && !node->quoted) {
        warn_of_comment(decode, node);
    }
    return title;
}

const char *fields_id(struct decode *decode, const struct yaml_node *map)
{
    const struct yaml_node *node = fields_get(decode, map, "id");
    const char *id = node != NULL ? fields_text_of(decode, node, "'id'", FIELDS_TEXT_MAX) : NULL;
    if (id == NULL) {
        return NULL;
    }
    size_t length = strspn(id, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.");
    if (id[length] != '\0' || length > FIELDS_ID_MAX) {
        diag_error(decode->diags, DIAG_ID_SHAPE, node->at, "'%s' cannot be an id", id);
        diag_hint(decode->diags, "ids are made of letters a-z, digits, - _ . : try '%s'",
                  text_slug(decode->arena, id, '-'));
        return NULL;
    }
    return id;
}

/* "1:30", "1h", "1h30", "1.5h" not, "45min", "45 minutes" as minutes; -1 for all else. */
static int64_t minutes_of(const char *text)
{
    static const char *const hours[] = {":", "h", " h", " hour", " hours", "hours", "hour"};
    static const char *const minutes[] = {"",      "m",        "min", "mins", "minutes", " min",
                                          " mins", " minutes", "'",   " m",   " minute"};
    enum { MOST_DIGITS = 4 };
    int64_t parts[2] = {0, 0};
    size_t n_hours = strspn(text, "0123456789");
    if (n_hours == 0 || n_hours > MOST_DIGITS) {
        return -1;
    }
    parts[0] = strtol(text, NULL, 10);
    text += n_hours;
    size_t unit = strcspn(text, "0123456789");
    for (size_t i = 0; i < BASE_COUNT(minutes) && text[unit] == '\0'; i++) {
        if (strcmp(text, minutes[i]) == 0) {
            return parts[0];
        }
    }
    bool known = false;
    for (size_t i = 0; i < BASE_COUNT(hours); i++) {
        known = known || (strlen(hours[i]) == unit && strncmp(text, hours[i], unit) == 0);
    }
    text += unit;
    size_t n_minutes = strspn(text, "0123456789");
    parts[1] = n_minutes > 0 && n_minutes <= 2 ? strtol(text, NULL, 10) : 0;
    text += n_minutes;
    for (size_t i = 0; known && n_minutes <= 2 && i < BASE_COUNT(minutes); i++) {
        if (strcmp(text, minutes[i]) == 0) {
            return parts[0] * 60 + parts[1];
        }
    }
    return -1;
}

bool fields_number_of(struct decode *decode, const struct yaml_node *node, const char *what,
                      int64_t least, int64_t most, int64_t *number)
{
    const char *text = node->kind == YAML_SCALAR ? node->text : "";
    bool negative = text[0] == '-';
    size_t digits = strspn(text + (negative ? 1 : 0), "0123456789");
    if (node->kind != YAML_SCALAR || digits == 0 || text[digits + (negative ? 1 : 0)] != '\0') {
        diag_error(decode->diags, DIAG_NUMBER, node->at, "%s must be a whole number, not %s", what,
                   node->kind == YAML_SCALAR ? arena_print(decode->arena, "'%s'", text)
                                             : KIND_NAMES[node->kind]);
        int64_t minutes = minutes_of(text);
        if (minutes >= 0) {
            diag_hint(decode->diags, "lengths are given in minutes: write %lld",
                      (long long)minutes);
        }
        return false;
    }
    int64_t value = 0;
    for (size_t i = negative ? 1 : 0; text[i] != '\0' && value <= most; i++) {
        value = value * 10 + (text[i] - '0');
    }
    value = negative ? -value : value;
    if (value < least || value > most) {
        return diag_error(decode->diags, DIAG_NUMBER_RANGE, node->at,
                          "%s must be from %lld to %lld, not %s", what, (long long)least,
                          (long long)most, text);
    }
    *number = value;
    return true;
}

int64_t fields_number(struct decode *decode, const struct yaml_node *map, const char *key,
                      int64_t least, int64_t most, int64_t usual)
{
    const struct yaml_node *node = fields_get(decode, map, key);
    int64_t number = usual;
    if (node != NULL) {
        fields_number_of(decode, node, quoted(decode, key), least, most, &number);
    }
    return number;
}

/* YAML's other words for true and false. */
static void hint_flag(struct decode *decode, const struct yaml_node *node)
{
    static const char *const words[2][7] = {{"no", "No", "NO", "off", "False", "FALSE", "0"},
                                            {"yes", "Yes", "YES", "on", "True", "TRUE", "1"}};
    for (size_t i = 0; node->kind == YAML_SCALAR && i < BASE_COUNT(words); i++) {
        for (size_t j = 0; j < BASE_COUNT(words[i]); j++) {
            if (strcmp(node->text, words[i][j]) == 0) {
                diag_hint(decode->diags, "write %s", i == 1 ? "true" : "false");
            }
        }
    }
}

bool fields_flag_of(struct decode *decode, const struct yaml_node *node, const char *what,
                    bool *flag)
{
    bool is_true = node->kind == YAML_SCALAR && strcmp(node->text, "true") == 0;
    if (!is_true && (node->kind != YAML_SCALAR || strcmp(node->text, "false") != 0)) {
        diag_error(decode->diags, DIAG_FLAG, node->at, "%s must be true or false", what);
        hint_flag(decode, node);
        return false;
    }
    *flag = is_true;
    return true;
}

bool fields_flag(struct decode *decode, const struct yaml_node *map, const char *key, bool usual)
{
    const struct yaml_node *node = fields_get(decode, map, key);
    if (node != NULL) {
        fields_flag_of(decode, node, quoted(decode, key), &usual);
    }
    return usual;
}

const struct yaml_node *const *fields_items(struct decode *decode, const struct yaml_node *node,
                                            size_t *n)
{
    *n = node == NULL ? 0 : node->kind == YAML_SEQUENCE ? node->n : 1;
    if (node != NULL && node->kind != YAML_SEQUENCE) {
        return arena_copy(decode->arena, &node, sizeof(node));
    }
    return node != NULL ? node->items : NULL;
}

struct text_list fields_texts_of(struct decode *decode, const struct yaml_node *node,
                                 const char *what)
{
    size_t n;
    const struct yaml_node *const *items = fields_items(decode, node, &n);
    VEC(const char *) texts = {0};
    for (size_t i = 0; i < n; i++) {
        const char *text = fields_text_of(decode, items[i], what, FIELDS_TEXT_MAX);
        if (text != NULL) {
            vec_push(&texts, text);
        }
    }
    struct text_list list = {vec_to_arena(&texts, decode->arena), (uint32_t)texts.n};
    vec_free(&texts);
    return list;
}

struct text_list fields_texts(struct decode *decode, const struct yaml_node *map, const char *key)
{
    const struct yaml_node *node = fields_get(decode, map, key);
    return node != NULL ? fields_texts_of(decode, node, quoted(decode, key))
                        : (struct text_list){NULL, 0};
}
