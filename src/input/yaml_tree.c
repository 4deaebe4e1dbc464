#include "input/yaml_tree.h"

#include "base/strmap.h"
#include "base/vec.h"
#include "input/yaml_hint.h"
#include "input/yaml_text.h"

#include <string.h>
#include <yaml.h>

enum { MAX_DEPTH = 64, MAX_NODES = 1000000, MAX_ALIASED = 10000, FEW_PAIRS = 16 };

/* A node and what it weighs when an alias repeats it. */
struct built {
    struct yaml_node *node;
    uint32_t size, height;
};

struct anchor {
    struct built built; /* node NULL: still open */
    struct src_span at;
};

struct reader {
    struct arena *arena;
    const struct source_set *sources;
    struct diag_list *diags;
    uint32_t file;
    struct yaml_text text;
    yaml_parser_t parser;
    uint32_t nodes, aliased;
    struct strmap anchor_names;
    VEC(struct anchor) anchors;
};

static struct src_pos position(const struct reader *reader, yaml_mark_t mark)
{
    struct src_pos pos = {reader->file, (uint32_t)mark.line + 1, (uint32_t)mark.column + 1};
    return yaml_text_position(&reader->text, pos);
}

static struct src_span event_span(const struct reader *reader, const yaml_event_t *event)
{
    struct src_span span = {position(reader, event->start_mark), position(reader, event->end_mark)};
    return span;
}

static bool report_syntax(struct reader *reader)
{
    const yaml_parser_t *parser = &reader->parser;
    if (parser->error == YAML_MEMORY_ERROR) {
        base_out_of_memory();
    }
    const char *problem = parser->problem != NULL ? parser->problem : "cannot be read";
    struct src_pos at = position(reader, parser->problem_mark);
    struct src_pos context_at = position(reader, parser->context_mark);
    bool unclosed = parser->context != NULL && strstr(parser->context, "quoted scalar") != NULL &&
                    strstr(problem, "unexpected") != NULL;
    struct src_pos shown = unclosed ? context_at : at;
    struct src_span span = {shown, {shown.file, shown.line, shown.col + 1}};
    diag_error(reader->diags, DIAG_YAML_SYNTAX, span, "%s%s%s",
               parser->context != NULL ? parser->context : "", parser->context != NULL ? ": " : "",
               problem);
    yaml_hint_add(reader->diags, reader->sources, problem, parser->context, at, context_at);
    return false;
}

static bool next_event(struct reader *reader, yaml_event_t *event)
{
    if (base_allocation_fails()) {
        base_out_of_memory();
    }
    return yaml_parser_parse(&reader->parser, event) != 0 || report_syntax(reader);
}

static bool check_caps(struct reader *reader, struct src_span at, uint32_t depth)
{
    if (depth > MAX_DEPTH) {
        return diag_error(reader->diags, DIAG_YAML_TOO_DEEP, at,
                          "lists and maps are nested more than %d deep", MAX_DEPTH);
    }
    if (++reader->nodes > MAX_NODES) {
        return diag_error(reader->diags, DIAG_YAML_TOO_MANY, at,
                          "the file has more than %d keys and values", MAX_NODES);
    }
    return true;
}

static void refuse_tag(struct reader *reader, struct src_span at, const yaml_char_t *tag)
{
    if (tag != NULL) {
        diag_error(reader->diags, DIAG_YAML_TAG, at, "the YAML tag '%s' means nothing here",
                   (const char *)tag);
        diag_hint(reader->diags, "a text that starts with ! must be in quotes");
    }
}

/* The index of the anchor, open until its value is complete; STRMAP_NONE when there is no name. */
static uint32_t open_anchor(struct reader *reader, const yaml_char_t *name, struct src_span at)
{
    if (name == NULL) {
        return STRMAP_NONE;
    }
    struct anchor anchor = {{NULL, 0, 0}, at};
    uint32_t index = strmap_find(&reader->anchor_names, (const char *)name);
    if (index != STRMAP_NONE) {
        reader->anchors.v[index] = anchor;
        return index;
    }
    strmap_add(&reader->anchor_names, (const char *)name, (uint32_t)reader->anchors.n);
    vec_push(&reader->anchors, anchor);
    return (uint32_t)reader->anchors.n - 1;
}

static void close_anchor(struct reader *reader, uint32_t index, struct built built)
{
    if (index != STRMAP_NONE) {
        reader->anchors.v[index].built = built;
    }
}

static struct yaml_node *add_node(struct reader *reader, enum yaml_kind kind, struct src_span at)
{
    struct yaml_node *node = arena_alloc(reader->arena, sizeof(*node));
    node->kind = kind;
    node->at = at;
    return node;
}

static bool read_node(struct reader *reader, yaml_event_t *event, uint32_t depth,
                      struct built *built);

static bool read_scalar(struct reader *reader, const yaml_event_t *event, struct src_span at,
                        struct built *built)
{
    const char *value = (const char *)event->data.scalar.value;
    size_t length = event->data.scalar.length;
    if (memchr(value, '\0', length) != NULL) {
        diag_error(reader->diags, DIAG_TEXT_CONTROL, at, "a text contains the character U+0000");
    }
    refuse_tag(reader, at, event->data.scalar.tag);
    uint32_t anchor = open_anchor(reader, event->data.scalar.anchor, at);
    struct yaml_node *node = add_node(reader, YAML_SCALAR, at);
    node->quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
    node->text = arena_text(reader->arena, value, length);
    *built = (struct built){node, 1, 0};
    close_anchor(reader, anchor, *built);
    return true;
}

static bool read_alias(struct reader *reader, const yaml_event_t *event, struct src_span at,
                       uint32_t depth, struct built *built)
{
    const char *name = (const char *)event->data.alias.anchor;
    uint32_t index = strmap_find(&reader->anchor_names, name);
    if (index == STRMAP_NONE) {
        diag_error(reader->diags, DIAG_YAML_ALIAS_UNKNOWN, at,
                   "the alias '*%s' has no anchor before it", name);
        diag_hint(reader->diags, "a text that starts with * must be in quotes");
        return false;
    }
    struct anchor *anchor = &reader->anchors.v[index];
    if (anchor->built.node == NULL) {
        diag_error(reader->diags, DIAG_YAML_ALIAS_LOOP, at,
                   "the alias '*%s' stands inside the value that it repeats", name);
        diag_note(reader->diags, anchor->at, "which begins here");
        return false;
    }
    *built = anchor->built;
    reader->aliased += built->size;
    if (reader->aliased > MAX_ALIASED) {
        return diag_error(reader->diags, DIAG_YAML_ALIASES, at,
                          "aliases repeat more than %d values in all", MAX_ALIASED);
    }
    if (depth + built->height > MAX_DEPTH) {
        return check_caps(reader, at, depth + built->height);
    }
    struct yaml_node *node = arena_copy(reader->arena, built->node, sizeof(*node));
    node->at = at;
    built->node = node;
    return true;
}

static void grow_by(struct built *built, struct built child)
{
    built->size = built->size > MAX_NODES ? built->size : built->size + child.size;
    built->height = child.height + 1 > built->height ? child.height + 1 : built->height;
}

struct items {
    VEC(const struct yaml_node *) list;
};

/* One item, or the end (*done). */
static bool read_item(struct reader *reader, struct items *items, uint32_t depth,
                      struct built *built, bool *done)
{
    yaml_event_t event;
    struct built item;
    if (!next_event(reader, &event)) {
        return false;
    }
    *done = event.type == YAML_SEQUENCE_END_EVENT;
    if (*done) {
        yaml_event_delete(&event);
        return true;
    }
    if (!read_node(reader, &event, depth + 1, &item)) {
        return false;
    }
    vec_push(&items->list, item.node);
    grow_by(built, item);
    return true;
}

static bool read_items(struct reader *reader, const yaml_event_t *start, struct src_span at,
                       uint32_t depth, struct built *built)
{
    refuse_tag(reader, at, start->data.sequence_start.tag);
    uint32_t anchor = open_anchor(reader, start->data.sequence_start.anchor, at);
    struct items items = {0};
    struct yaml_node *node = add_node(reader, YAML_SEQUENCE, at);
    *built = (struct built){node, 1, 0};
    bool done = false, well = true;
    while (well && !done) {
        well = read_item(reader, &items, depth, built, &done);
    }
    node->items = vec_to_arena(&items.list, reader->arena);
    node->n = items.list.n;
    vec_free(&items.list);
    close_anchor(reader, anchor, *built);
    return well;
}

struct pairs {
    VEC(struct yaml_pair) list;
    struct strmap index; /* of the keys, once they are many */
};

static const struct yaml_pair *find_pair(struct pairs *pairs, const char *key)
{
    if (pairs->list.n <= FEW_PAIRS) {
        for (size_t i = 0; i < pairs->list.n; i++) {
            if (strcmp(pairs->list.v[i].key->text, key) == 0) {
                return &pairs->list.v[i];
            }
        }
        return NULL;
    }
    for (size_t i = pairs->index.n; i < pairs->list.n; i++) {
        strmap_add(&pairs->index, pairs->list.v[i].key->text, (uint32_t)i);
    }
    uint32_t found = strmap_find(&pairs->index, key);
    return found != STRMAP_NONE ? &pairs->list.v[found] : NULL;
}

static void add_pair(struct reader *reader, struct pairs *pairs, const struct yaml_node *key,
                     const struct yaml_node *value, bool key_is_plain)
{
    /* A room without a name is "" in schedule files. */
    if (!key_is_plain || key->kind != YAML_SCALAR || (key->text[0] == '\0' && !key->quoted)) {
        static const char *const kinds[] = {"empty", "a list", "a map"};
        diag_error(reader->diags, DIAG_YAML_KEY, key->at, "a key must be plain text, not %s",
                   key_is_plain ? kinds[key->kind] : "an alias");
        return;
    }
    if (strcmp(key->text, "<<") == 0 && !key->quoted) {
        diag_error(reader->diags, DIAG_YAML_MERGE, key->at, "the merge key << is not supported");
        diag_hint(reader->diags,
                  "write the keys out; or repeat a whole value with an anchor and an alias");
        return;
    }
    const struct yaml_pair *first = find_pair(pairs, key->text);
    if (first != NULL) {
        diag_error(reader->diags, DIAG_KEY_TWICE, key->at, "the key '%s' is given twice",
                   key->text);
        diag_note(reader->diags, first->key->at, "first given here");
        return;
    }
    struct yaml_pair pair = {key, value};
    vec_push(&pairs->list, pair); /* NOLINT(clang-analyzer-core.NullDereference) */
}

/* One `key: value`, or the end (*done). */
static bool read_pair(struct reader *reader, struct pairs *pairs, uint32_t depth,
                      struct built *built, bool *done)
{
    yaml_event_t event;
    if (!next_event(reader, &event)) {
        return false;
    }
    *done = event.type == YAML_MAPPING_END_EVENT;
    if (*done) {
        yaml_event_delete(&event);
        return true;
    }
    bool key_is_plain = event.type != YAML_ALIAS_EVENT;
    struct built key, value;
    if (!read_node(reader, &event, depth + 1, &key) || !next_event(reader, &event) ||
        !read_node(reader, &event, depth + 1, &value)) {
        return false;
    }
    grow_by(built, key);
    grow_by(built, value);
    add_pair(reader, pairs, key.node, value.node, key_is_plain);
    return true;
}

static bool read_pairs(struct reader *reader, const yaml_event_t *start, struct src_span at,
                       uint32_t depth, struct built *built)
{
    refuse_tag(reader, at, start->data.mapping_start.tag);
    uint32_t anchor = open_anchor(reader, start->data.mapping_start.anchor, at);
    struct pairs pairs = {0};
    struct yaml_node *node = add_node(reader, YAML_MAPPING, at);
    *built = (struct built){node, 1, 0};
    bool done = false, well = true;
    while (well && !done) {
        well = read_pair(reader, &pairs, depth, built, &done);
    }
    node->pairs = vec_to_arena(&pairs.list, reader->arena);
    node->n = pairs.list.n;
    vec_free(&pairs.list);
    strmap_free(&pairs.index);
    close_anchor(reader, anchor, *built);
    return well;
}

/* Takes the event over. */
static bool read_node(struct reader *reader, yaml_event_t *event, uint32_t depth,
                      struct built *built)
{
    struct src_span at = event_span(reader, event);
    bool well = check_caps(reader, at, depth);
    if (well && event->type == YAML_ALIAS_EVENT) {
        well = read_alias(reader, event, at, depth, built);
    } else if (well && event->type == YAML_SEQUENCE_START_EVENT) {
        well = read_items(reader, event, at, depth, built);
    } else if (well && event->type == YAML_MAPPING_START_EVENT) {
        well = read_pairs(reader, event, at, depth, built);
    } else if (well) {
        BUG_UNLESS(event->type == YAML_SCALAR_EVENT);
        well = read_scalar(reader, event, at, built);
    }
    yaml_event_delete(event);
    return well;
}

/* The events around documents: a first one gives *root, a second one is refused. */
static bool read_stream(struct reader *reader, const struct yaml_node **root)
{
    bool ended = false;
    while (!ended) {
        yaml_event_t event;
        struct built built;
        if (!next_event(reader, &event)) {
            return false;
        }
        if (event.type == YAML_DOCUMENT_START_EVENT && *root != NULL) {
            diag_error(reader->diags, DIAG_YAML_DOCUMENTS, event_span(reader, &event),
                       "a second document begins here");
            diag_hint(reader->diags, "a file holds one document; give several files instead");
            yaml_event_delete(&event);
            return false;
        }
        if (event.type == YAML_STREAM_START_EVENT || event.type == YAML_DOCUMENT_START_EVENT ||
            event.type == YAML_DOCUMENT_END_EVENT || event.type == YAML_STREAM_END_EVENT) {
            ended = event.type == YAML_STREAM_END_EVENT;
            yaml_event_delete(&event);
        } else if (read_node(reader, &event, 1, &built)) {
            *root = built.node;
        } else {
            return false;
        }
    }
    return true;
}

static const struct yaml_node *read_document(struct reader *reader)
{
    if (base_allocation_fails() || yaml_parser_initialize(&reader->parser) == 0) {
        base_out_of_memory();
    }
    yaml_parser_set_encoding(&reader->parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&reader->parser, (const unsigned char *)reader->text.bytes,
                                 reader->text.size);
    const struct yaml_node *root = NULL;
    uint32_t errors = reader->diags->errors;
    bool well = read_stream(reader, &root);
    yaml_parser_delete(&reader->parser);
    if (well && (root == NULL || yaml_tree_is_null(root))) {
        struct src_span start = {{reader->file, 1, 1}, {reader->file, 1, 1}};
        diag_error(reader->diags, DIAG_FILE_EMPTY, start, "the file has nothing in it");
    }
    return reader->diags->errors == errors ? root : NULL;
}

const struct yaml_node *yaml_tree_read(struct arena *arena, const struct source_set *sources,
                                       uint32_t file, struct diag_list *diags)
{
    struct reader reader = {.arena = arena, .sources = sources, .diags = diags, .file = file};
    struct src_span start = {{file, 1, 1}, {file, 1, 1}};
    if (sources->files[file].size > YAML_TREE_BYTES) {
        diag_error(diags, DIAG_FILE_TOO_LARGE, start, "the file is larger than %d MB",
                   YAML_TREE_BYTES / 1024 / 1024);
        return NULL;
    }
    if (!yaml_text_prepare(arena, sources, file, diags, &reader.text)) {
        return NULL;
    }
    const struct yaml_node *root = read_document(&reader);
    vec_free(&reader.anchors);
    strmap_free(&reader.anchor_names);
    return root;
}

const struct yaml_node *yaml_tree_get(const struct yaml_node *mapping, const char *key)
{
    if (mapping == NULL || mapping->kind != YAML_MAPPING) {
        return NULL;
    }
    for (size_t i = 0; i < mapping->n; i++) {
        if (strcmp(mapping->pairs[i].key->text, key) == 0) {
            return mapping->pairs[i].value;
        }
    }
    return NULL;
}

bool yaml_tree_is_null(const struct yaml_node *node)
{
    return node->kind == YAML_SCALAR && !node->quoted &&
           (node->text[0] == '\0' || strcmp(node->text, "~") == 0 ||
            strcmp(node->text, "null") == 0);
}
