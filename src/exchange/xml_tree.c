#include "exchange/xml_tree.h"

#include "base/vec.h"
#include "input/text.h"

#include <libxml/xmlreader.h>
#include <limits.h>
#include <string.h>

enum { MAX_DEPTH = 64, MAX_ELEMENTS = 1000000 };

/* Where in the bytes the tags are: libxml2 reads ahead and knows no columns. What it calls an
 * element begins at the next start tag here, since nothing but the bytes makes elements. */
struct scan {
    const struct source *source;
    size_t at;
    size_t counted; /* up to where line and column are counted */
    struct src_pos pos;
};

struct open_element {
    struct xml_element *element, *last; /* its last child so far */
    VEC(char) text;
};

struct reader {
    struct arena *arena;
    struct diag_list *diags;
    xmlTextReaderPtr xml;
    struct scan scan;
    struct xml_element *root;
    uint32_t n_elements;
    VEC(struct open_element) open;
    bool failed; /* and it has been said why */
};

static bool begins(const struct scan *scan, const char *text)
{
    return strncmp(scan->source->bytes + scan->at, text, strlen(text)) == 0;
}

/* To behind the next `end`, or to the file's end. */
static void skip_past(struct scan *scan, const char *end)
{
    const char *found = strstr(scan->source->bytes + scan->at, end);
    scan->at =
        found != NULL ? (size_t)(found - scan->source->bytes) + strlen(end) : scan->source->size;
}

/* Counts on to scan->at. */
static struct src_pos count_position(struct scan *scan)
{
    const struct source *source = scan->source;
    while (scan->counted < scan->at) {
        uint32_t code_point;
        size_t n =
            text_decode(source->bytes + scan->counted, source->size - scan->counted, &code_point);
        scan->counted += n > 0 ? n : 1;
        scan->pos.col++;
        if (scan->pos.line < source->n_lines &&
            scan->counted >= source->line_starts[scan->pos.line]) {
            scan->pos.line++;
            scan->pos.col = 1;
        }
    }
    return scan->pos;
}

/* The next start tag; its name's length in *name_bytes. False: there is none. */
static bool next_tag(struct scan *scan, size_t *name_bytes)
{
    while (scan->at < scan->source->size) {
        const char *bytes = scan->source->bytes;
        if (bytes[scan->at] != '<') {
            const char *next = memchr(bytes + scan->at, '<', scan->source->size - scan->at);
            scan->at = next != NULL ? (size_t)(next - bytes) : scan->source->size;
        } else if (begins(scan, "<!--")) {
            scan->at += 4;
            skip_past(scan, "-->");
        } else if (begins(scan, "<![CDATA[")) {
            skip_past(scan, "]]>");
        } else if (begins(scan, "<?")) {
            skip_past(scan, "?>");
        } else if (begins(scan, "</") || begins(scan, "<!")) {
            skip_past(scan, ">");
        } else {
            *name_bytes = strcspn(bytes + scan->at + 1, " \t\r\n/>");
            return true;
        }
    }
    return false;
}

static struct src_span locate(struct scan *scan)
{
    size_t name_bytes = 0;
    if (!next_tag(scan, &name_bytes)) {
        return (struct src_span){scan->pos, scan->pos};
    }
    struct src_span span = {count_position(scan), {0, 0, 0}};
    scan->at += 1 + name_bytes;
    span.to = count_position(scan);
    return span;
}

static void complain(struct reader *reader, struct src_span at, const char *what)
{
    if (!reader->failed) {
        diag_error(reader->diags, DIAG_XML_SYNTAX, at, "%s", what);
    }
    reader->failed = true;
}

/* Where libxml2 stopped: good to the line. */
static void on_error(void *context, const char *message, xmlParserSeverities severity,
                     xmlTextReaderLocatorPtr locator)
{
    struct reader *reader = context;
    if (severity == XML_PARSER_SEVERITY_VALIDITY_WARNING ||
        severity == XML_PARSER_SEVERITY_WARNING) {
        return;
    }
    int line = xmlTextReaderLocatorLineNumber(locator);
    struct src_pos at = {reader->scan.pos.file, line > 0 ? (uint32_t)line : 1, 1};
    size_t n = strcspn(message, "\n");
    complain(reader, (struct src_span){at, at}, arena_text(&reader->diags->arena, message, n));
}

static const struct xml_attribute *read_attributes(struct reader *reader, uint32_t *n)
{
    int count = xmlTextReaderAttributeCount(reader->xml);
    struct xml_attribute *attributes =
        arena_array(reader->arena, count > 0 ? (size_t)count : 0, sizeof(*attributes));
    *n = 0;
    while (*n < (uint32_t)(count > 0 ? count : 0) &&
           xmlTextReaderMoveToNextAttribute(reader->xml) == 1) {
        const char *name = (const char *)xmlTextReaderConstLocalName(reader->xml);
        const char *value = (const char *)xmlTextReaderConstValue(reader->xml);
        value = value != NULL ? value : "";
        attributes[(*n)++] =
            (struct xml_attribute){arena_text(reader->arena, name, strlen(name)),
                                   arena_text(reader->arena, value, strlen(value))};
    }
    (void)xmlTextReaderMoveToElement(reader->xml);
    return attributes;
}

static bool keeps_blanks(const struct xml_element *element)
{
    const char *space = xml_tree_attribute(element, "space");
    return space != NULL && strcmp(space, "preserve") == 0;
}

static void close_element(struct reader *reader)
{
    struct open_element *open = &reader->open.v[--reader->open.n];
    size_t from = 0, to = open->text.n;
    bool trims = !keeps_blanks(open->element);
    while (trims && from < to && strchr(" \t\r\n", open->text.v[from]) != NULL) {
        from++;
    }
    while (trims && to > from && strchr(" \t\r\n", open->text.v[to - 1]) != NULL) {
        to--;
    }
    open->element->text =
        arena_text(reader->arena, to > from ? open->text.v + from : "", to - from);
    vec_free(&open->text);
}

static void open_element(struct reader *reader)
{
    struct src_span at = locate(&reader->scan);
    if (reader->open.n >= MAX_DEPTH) {
        complain(reader, at, "elements are nested more than 64 deep");
        return;
    }
    if (++reader->n_elements > MAX_ELEMENTS) {
        complain(reader, at, "the file has more than a million elements");
        return;
    }
    const char *name = (const char *)xmlTextReaderConstLocalName(reader->xml);
    bool is_empty = xmlTextReaderIsEmptyElement(reader->xml) == 1;
    struct xml_element *element = arena_alloc(reader->arena, sizeof(*element));
    element->name = arena_text(reader->arena, name, strlen(name));
    element->at = at;
    element->attributes = read_attributes(reader, &element->n_attributes);
    if (reader->open.n == 0) {
        reader->root = element;
    } else {
        struct open_element *parent = &reader->open.v[reader->open.n - 1];
        *(parent->last != NULL ? &parent->last->next : &parent->element->first) = element;
        parent->last = element;
    }
    struct open_element open = {.element = element};
    vec_push(&reader->open, open);
    if (is_empty) {
        close_element(reader);
    }
}

static void add_text(struct reader *reader)
{
    const char *text = (const char *)xmlTextReaderConstValue(reader->xml);
    if (reader->open.n == 0 || text == NULL || text[0] == '\0') {
        return;
    }
    struct open_element *open = &reader->open.v[reader->open.n - 1];
    size_t n = strlen(text);
    vec_reserve(&open->text, open->text.n + n);
    memcpy(open->text.v + open->text.n, text, n);
    open->text.n += n;
}

static void read_node(struct reader *reader)
{
    switch (xmlTextReaderNodeType(reader->xml)) {
    case XML_READER_TYPE_ELEMENT:
        open_element(reader);
        break;
    case XML_READER_TYPE_END_ELEMENT:
        close_element(reader);
        break;
    case XML_READER_TYPE_TEXT:
    case XML_READER_TYPE_CDATA:
    case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
        add_text(reader);
        break;
    default:
        break;
    }
}

/* Valid UTF-8, without a NUL inside. */
static bool is_utf8(const struct source *source)
{
    for (size_t i = 0; i < source->size;) {
        uint32_t code_point;
        size_t n = text_decode(source->bytes + i, source->size - i, &code_point);
        if (n == 0 || code_point == 0) {
            return false;
        }
        i += n;
    }
    return true;
}

/* Entities of its own could make much out of little, or name other files; no schedule has any. What
 * declares them stands before the first tag. */
static bool declares_entities(struct scan scan)
{
    while (scan.at < scan.source->size) {
        scan.at += strcspn(scan.source->bytes + scan.at, "<");
        if (begins(&scan, "<!--")) {
            scan.at += 4;
            skip_past(&scan, "-->");
        } else if (begins(&scan, "<?")) {
            skip_past(&scan, "?>");
        } else if (begins(&scan, "<!DOCTYPE")) {
            const char *doctype = scan.source->bytes + scan.at;
            return doctype[strcspn(doctype, "[>")] == '[';
        } else {
            return false;
        }
    }
    return false;
}

static bool check_bytes(struct reader *reader, uint32_t file, const char **encoding)
{
    const struct source *source = reader->scan.source;
    struct src_pos first = {file, 1, 1};
    struct src_span at = {first, first};
    *encoding = "UTF-8";
    if (source->size > INT_MAX || memchr(source->bytes, '\0', source->size) != NULL) {
        complain(reader, at, "XML is read in UTF-8, and this is something else");
    } else if (!is_utf8(source)) {
        /* What declares nothing else has to be UTF-8; libxml2 knows where it is not. */
        *encoding = NULL;
    }
    if (declares_entities(reader->scan)) {
        complain(reader, at, "the file declares entities of its own, which are not read");
    }
    return !reader->failed;
}

static void *allocate(size_t size)
{
    return base_alloc(size);
}

static char *duplicate(const char *text)
{
    size_t size = strlen(text) + 1;
    return memcpy(base_alloc(size), text, size);
}

/* All of libxml2's memory is ours, so that nothing here can fail for want of it. */
static void use_own_memory(void)
{
    static bool done;
    if (!done && xmlMemSetup(base_free, allocate, base_resize, duplicate) == 0) {
        done = true;
    }
}

static void read_all(struct reader *reader, uint32_t file)
{
    const char *encoding;
    if (!check_bytes(reader, file, &encoding)) {
        return;
    }
    use_own_memory();
    const struct source *source = reader->scan.source;
    reader->xml = xmlReaderForMemory(source->bytes, (int)source->size, NULL, encoding,
                                     XML_PARSE_NONET | XML_PARSE_COMPACT);
    if (reader->xml == NULL) {
        base_out_of_memory();
    }
    xmlTextReaderSetErrorHandler(reader->xml, on_error, reader);
    int got;
    while (!reader->failed && (got = xmlTextReaderRead(reader->xml)) == 1) {
        read_node(reader);
    }
    if (!reader->failed && (got != 0 || reader->root == NULL)) {
        complain(reader, (struct src_span){reader->scan.pos, reader->scan.pos},
                 "this is no XML document");
    }
    while (reader->open.n > 0) {
        close_element(reader);
    }
    xmlFreeTextReader(reader->xml);
}

const struct xml_element *xml_tree_read(struct arena *arena, const struct source_set *sources,
                                        uint32_t file, struct diag_list *diags)
{
    const struct source *source = &sources->files[file];
    size_t start = source->line_starts[0];
    struct reader reader = {
        .arena = arena, .diags = diags, .scan = {source, start, start, {file, 1, 1}}};
    read_all(&reader, file);
    vec_free(&reader.open);
    return reader.failed ? NULL : reader.root;
}

const struct xml_element *xml_tree_child(const struct xml_element *parent, const char *name)
{
    const struct xml_element *child = parent != NULL ? parent->first : NULL;
    while (child != NULL && strcmp(child->name, name) != 0) {
        child = child->next;
    }
    return child;
}

const struct xml_element *xml_tree_next(const struct xml_element *after, const char *name)
{
    const struct xml_element *next = after->next;
    while (next != NULL && strcmp(next->name, name) != 0) {
        next = next->next;
    }
    return next;
}

const char *xml_tree_attribute(const struct xml_element *element, const char *name)
{
    for (uint32_t i = 0; i < element->n_attributes; i++) {
        if (strcmp(element->attributes[i].name, name) == 0) {
            return element->attributes[i].value;
        }
    }
    return NULL;
}
