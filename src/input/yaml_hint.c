#include "input/yaml_hint.h"

#include "input/text.h"

#include <string.h>

#define COLON_HINT                                                                                 \
    "if the colon belongs to the text, put the whole text in quotes: title: \"BoF: Audio\""

static const struct {
    const char *problem, *context; /* parts of libyaml's words; "" matches all */
    const char *hint;
} HINTS[] = {
    {"mapping values are not allowed", "", COLON_HINT},
    {"block sequence entries are not allowed", "",
     "a text that starts with '- ' must be in quotes"},
    {"unexpected end of stream", "quoted scalar",
     "the closing quote is missing; a title with a leading quote needs quotes around the whole: "
     "title: \"'Tis the season\""},
    {"unexpected document indicator", "quoted scalar", "the closing quote is missing"},
    {"hexdecimal number", "",
     "in double quotes a backslash starts an escape; use single quotes, or write it twice"},
    {"tab character", "", "indent with blanks, not with tabs"},
    {"unknown escape character", "",
     "in double quotes a backslash starts an escape; use single quotes, or write it twice"},
    {"invalid Unicode character escape", "",
     "half a surrogate pair: \\ud83d must be followed by "
     "\\ude00 or the like"},
    {"", "scanning an anchor", "a text that starts with & must be in quotes"},
    {"", "scanning an alias", "a text that starts with * must be in quotes"},
    {"", "scanning a tag", "a text that starts with ! must be in quotes"},
    {"", "scanning a block scalar", "a text that starts with | or > must be in quotes"},
    {"", "scanning a directive", "a text that starts with % must be in quotes"},
    {"could not find expected ':'", "",
     "each line is `key: value` or `- item`; a text over several lines needs quotes"},
};

/* The characters of a line up to the column `col` (1-based), as bytes. */
static size_t bytes_before(const char *line, size_t length, uint32_t col)
{
    size_t at = 0;
    for (uint32_t i = 1; i < col && at < length; i++) {
        uint32_t code_point;
        size_t bytes = text_decode(line + at, length - at, &code_point);
        at += bytes > 0 ? bytes : 1;
    }
    return at;
}

static bool has_comment(const char *line, size_t length)
{
    for (size_t i = 1; i < length; i++) {
        if (line[i] == '#' && line[i - 1] == ' ') {
            return true;
        }
    }
    return false;
}

static const char *hint_for_start(const char *line, size_t length, size_t at)
{
    if (at < length && line[at] == '\t') {
        return "indent with blanks, not with tabs";
    }
    return "a text that starts with this character must be in quotes";
}

/* A list or map did not end, or go on, as it should. */
static const char *hint_for_structure(const struct source_set *sources, struct src_pos at,
                                      struct src_pos context_at, bool flow)
{
    size_t length, context_length;
    const char *line = source_line(sources, at.file, at.line, &length);
    size_t end = bytes_before(line, length, at.col);
    /* The first colon of a line is that of a key: then a bracket before it is not closed. */
    if (flow && end < length && line[end] == ':' && memchr(line, ':', end) != NULL) {
        return COLON_HINT;
    }
    while (end > 0 && line[end - 1] == ' ') {
        end--;
    }
    if (end > 0 && strchr("\"'", line[end - 1]) != NULL) {
        return "the text goes on after its closing quote: put the whole text in quotes, "
               "such as '\"Foo\" and bar'";
    }
    if (end > 0 && strchr("]}", line[end - 1]) != NULL) {
        return "the text goes on after its bracket: put the whole text in quotes, such as "
               "\"[Draft] Foo\"";
    }
    const char *context_line =
        source_line(sources, context_at.file, context_at.line, &context_length);
    if (flow && has_comment(context_line, context_length)) {
        return "` #` starts a comment, so the closing bracket was not seen: put a text with # in "
               "quotes";
    }
    return flow ? "a bracket is not closed, or a comma is missing"
                : "check the indentation: what belongs together starts in one column";
}

void yaml_hint_add(struct diag_list *diags, const struct source_set *sources, const char *problem,
                   const char *context, struct src_pos at, struct src_pos context_at)
{
    problem = problem != NULL ? problem : "";
    context = context != NULL ? context : "";
    const char *hint = NULL;
    if (strstr(problem, "cannot start any token") != NULL) {
        size_t length;
        const char *line = source_line(sources, at.file, at.line, &length);
        hint = hint_for_start(line, length, bytes_before(line, length, at.col));
    }
    for (size_t i = 0; hint == NULL && i < BASE_COUNT(HINTS); i++) {
        if (strstr(problem, HINTS[i].problem) != NULL &&
            strstr(context, HINTS[i].context) != NULL) {
            hint = HINTS[i].hint;
        }
    }
    if (hint == NULL && strstr(problem, "did not find expected") != NULL) {
        hint = hint_for_structure(sources, at, context_at, strstr(context, "flow") != NULL);
    }
    if (hint != NULL) {
        diag_hint(diags, "%s", hint);
    }
}
