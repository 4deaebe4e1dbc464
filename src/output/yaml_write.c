#include "output/yaml_write.h"

#include "output/strbuf.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

enum { LINE_WIDTH = 110, FLOW_DEPTH = 3 };

struct writer {
    yaml_emitter_t emitter;
    struct strbuf *out;
};

static int take_bytes(void *data, unsigned char *bytes, size_t n)
{
    struct writer *w = data;
    strbuf_add_bytes(w->out, (const char *)bytes, n);
    return 1;
}

/* libyaml keeps the event's memory itself; it fails only when there is none. */
static void emit(struct writer *w, yaml_event_t *event, int initialised)
{
    if (!initialised || !yaml_emitter_emit(&w->emitter, event)) {
        base_out_of_memory();
    }
}

/* What readers that know types take for a number or a flag. Dates and clocks are as everywhere in
 * problem files: plain. */
static bool looks_typed(const char *text)
{
    static const char *const words[] = {"y",   "n",    "yes",   "no",   "on",
                                        "off", "true", "false", "null", "~"};
    for (size_t i = 0; i < BASE_COUNT(words); i++) {
        size_t k = 0;
        while (words[i][k] != '\0' && tolower((unsigned char)text[k]) == words[i][k]) {
            k++;
        }
        if (words[i][k] == '\0' && text[k] == '\0') {
            return true;
        }
    }
    char *end;
    (void)strtod(text, &end);
    return end != text && *end == '\0';
}

static void write_scalar(struct writer *w, const char *text, bool is_text)
{
    yaml_event_t event;
    yaml_scalar_style_t style = YAML_ANY_SCALAR_STYLE;
    if (is_text && strchr(text, '\n') != NULL) {
        style = YAML_LITERAL_SCALAR_STYLE;
    } else if (is_text && looks_typed(text)) {
        style = YAML_DOUBLE_QUOTED_SCALAR_STYLE;
    }
    emit(w, &event,
         yaml_scalar_event_initialize(&event, NULL, NULL, (const yaml_char_t *)text,
                                      (int)strlen(text), 1, 1, style));
}

static bool is_leaf(const cJSON *node)
{
    return !cJSON_IsObject(node) && !cJSON_IsArray(node);
}

/* Small things fit a line; the items of a section's list do not. */
static bool is_flow(const cJSON *node, unsigned depth)
{
    if (node->child == NULL) {
        return true;
    }
    if (depth < FLOW_DEPTH && (depth != FLOW_DEPTH - 1 || cJSON_IsObject(node))) {
        return false;
    }
    for (const cJSON *child = node->child; child != NULL; child = child->next) {
        for (const cJSON *leaf = is_leaf(child) ? NULL : child->child; leaf != NULL;
             leaf = leaf->next) {
            if (!is_leaf(leaf)) {
                return false;
            }
        }
    }
    return true;
}

static void write_leaf(struct writer *w, const cJSON *node)
{
    if (cJSON_IsBool(node)) {
        write_scalar(w, cJSON_IsTrue(node) ? "true" : "false", false);
    } else {
        BUG_UNLESS(cJSON_IsString(node) || cJSON_IsRaw(node));
        write_scalar(w, node->valuestring, cJSON_IsString(node));
    }
}

static void begin(struct writer *w, const cJSON *node, bool flow)
{
    yaml_event_t event;
    bool map = cJSON_IsObject(node);
    emit(w, &event,
         map ? yaml_mapping_start_event_initialize(
                   &event, NULL, NULL, 1, flow ? YAML_FLOW_MAPPING_STYLE : YAML_BLOCK_MAPPING_STYLE)
             : yaml_sequence_start_event_initialize(&event, NULL, NULL, 1,
                                                    flow ? YAML_FLOW_SEQUENCE_STYLE
                                                         : YAML_BLOCK_SEQUENCE_STYLE));
}

static void write_node(struct writer *w, const cJSON *node, unsigned depth, bool flow)
{
    if (is_leaf(node)) {
        write_leaf(w, node);
        return;
    }
    yaml_event_t event;
    flow = flow || is_flow(node, depth);
    begin(w, node, flow);
    for (const cJSON *child = node->child; child != NULL; child = child->next) {
        if (child->string != NULL) {
            write_scalar(w, child->string, true);
        }
        write_node(w, child, depth + 1, flow);
    }
    emit(w, &event,
         cJSON_IsObject(node) ? yaml_mapping_end_event_initialize(&event)
                              : yaml_sequence_end_event_initialize(&event));
}

static void write_comment(struct strbuf *out, const char *comment)
{
    for (const char *line = comment; line != NULL && line[0] != '\0';) {
        size_t n = strcspn(line, "\n");
        strbuf_add(out, "# ");
        strbuf_add_bytes(out, line, n);
        strbuf_add(out, "\n");
        line += line[n] == '\n' ? n + 1 : n;
    }
}

const char *yaml_write(struct arena *arena, const char *comment, const cJSON *root)
{
    struct strbuf out = {0};
    struct writer w = {.out = &out};
    yaml_event_t event;
    write_comment(&out, comment);
    if (!yaml_emitter_initialize(&w.emitter)) {
        base_out_of_memory();
    }
    yaml_emitter_set_output(&w.emitter, take_bytes, &w);
    yaml_emitter_set_unicode(&w.emitter, 1);
    yaml_emitter_set_width(&w.emitter, LINE_WIDTH);
    emit(&w, &event, yaml_stream_start_event_initialize(&event, YAML_UTF8_ENCODING));
    emit(&w, &event, yaml_document_start_event_initialize(&event, NULL, NULL, NULL, 1));
    write_node(&w, root, 0, false);
    emit(&w, &event, yaml_document_end_event_initialize(&event, 1));
    emit(&w, &event, yaml_stream_end_event_initialize(&event));
    yaml_emitter_delete(&w.emitter);
    return strbuf_finish(&out, arena);
}
