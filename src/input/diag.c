#include "confab/diag.h"

#include "base/vec.h"
#include "input/text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SHOWN_COLUMNS = 100, LEAD_COLUMNS = 60, MESSAGE_COLUMNS = 400, LISTED_NAMES = 8 };

struct out {
    VEC(char) text;
};

static const struct {
    enum diag_severity severity;
    const char *slug, *help;
} CODES[] = {
#define DIAG(name, severity, slug, help) {DIAG_SEVERITY_##severity, slug, help},
#include "confab/diag.def"
#undef DIAG
};

const char *diag_slug(enum diag_code code)
{
    return CODES[code].slug;
}

const char *diag_help(enum diag_code code)
{
    return CODES[code].help;
}

enum diag_severity diag_severity(enum diag_code code)
{
    return CODES[code].severity;
}

static bool is_environment(enum diag_code code)
{
    return code == DIAG_FILE_UNREADABLE || code == DIAG_FILE_UNWRITABLE ||
           code == DIAG_ENGINE_FAILED;
}

static uint32_t push(struct diag_list *list, struct diag diag)
{
    if (list->n == list->cap) {
        list->cap = list->cap == 0 ? 16 : list->cap * 2;
        list->v = base_resize(list->v, list->cap * sizeof(*list->v));
    }
    list->v[list->n] = diag;
    return list->n++;
}

static bool spans_start_alike(struct src_span a, struct src_span b)
{
    return a.from.file == b.from.file && a.from.line == b.from.line && a.from.col == b.from.col;
}

/* What an alias repeats is complained of once. */
static bool is_known(const struct diag_list *list, const struct diag *diag)
{
    for (uint32_t i = 0; i < list->n; i++) {
        const struct diag *other = &list->v[i];
        if (other->code == diag->code && other->severity == diag->severity &&
            spans_start_alike(other->at, diag->at) && strcmp(other->text, diag->text) == 0) {
            return true;
        }
    }
    return false;
}

bool diag_report(struct diag_list *list, enum diag_code code, struct src_span at, const char *fmt,
                 ...)
{
    enum diag_severity severity = diag_severity(code);
    bool warning = severity == DIAG_SEVERITY_WARNING;
    uint32_t *count = warning ? &list->warnings : &list->errors;
    list->environment = list->environment || is_environment(code);
    list->full = *count >= DIAG_CAP;
    if (!list->full) {
        va_list args;
        va_start(args, fmt);
        struct diag diag = {code, severity, at, arena_print_list(&list->arena, fmt, args), NULL, 0};
        va_end(args);
        if (is_known(list, &diag)) {
            list->full = true;
            return warning;
        }
        list->last = push(list, diag);
    }
    *count += *count < UINT32_MAX ? 1 : 0;
    return warning;
}

void diag_hint(struct diag_list *list, const char *fmt, ...)
{
    if (list->full || list->n == 0) {
        return;
    }
    va_list args;
    va_start(args, fmt);
    list->v[list->last].hint = arena_print_list(&list->arena, fmt, args);
    va_end(args);
}

void diag_note(struct diag_list *list, struct src_span at, const char *fmt, ...)
{
    if (list->full || list->n == 0) {
        return;
    }
    va_list args;
    va_start(args, fmt);
    enum diag_code code = list->v[list->last].code;
    push(list, (struct diag){code, DIAG_SEVERITY_NOTE, at,
                             arena_print_list(&list->arena, fmt, args), NULL, list->last});
    va_end(args);
}

static void hint_all(struct diag_list *list, const char *const *names, size_t n)
{
    const char *all = arena_print(&list->arena, "'%s'", names[0]);
    for (size_t i = 1; i < n; i++) {
        all = arena_print(&list->arena, "%s%s'%s'", all, i + 1 < n ? ", " : " and ", names[i]);
    }
    diag_hint(list, "%s %s", n == 1 ? "there is only" : "there are", all);
}

void diag_suggest(struct diag_list *list, const char *given, const char *const *names,
                  size_t n_names)
{
    if (list->full || list->n == 0) {
        return;
    }
    const char *nearest = text_suggestion(given, names, n_names);
    if (nearest != NULL) {
        diag_hint(list, "did you mean '%s'?", nearest);
        return;
    }
    VEC(const char *) distinct = {0};
    for (size_t i = 0; i < n_names && distinct.n <= LISTED_NAMES; i++) {
        bool known = false;
        for (size_t j = 0; j < distinct.n && !known; j++) {
            known = strcmp(distinct.v[j], names[i]) == 0;
        }
        if (!known) {
            vec_push(&distinct, names[i]);
        }
    }
    if (distinct.n > 0 && distinct.n <= LISTED_NAMES) {
        hint_all(list, distinct.v, distinct.n);
    }
    vec_free(&distinct);
}

static void put_bytes(struct out *out, const char *bytes, size_t n)
{
    vec_reserve(&out->text, out->text.n + n);
    if (n > 0) {
        memcpy(out->text.v + out->text.n, bytes, n);
        out->text.n += n;
    }
}

static void put(struct out *out, const char *text)
{
    put_bytes(out, text, strlen(text));
}

static void put_repeated(struct out *out, char c, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        vec_push(&out->text, c);
    }
}

static bool is_control(uint32_t code_point)
{
    return code_point < 0x20 || (code_point >= 0x7f && code_point < 0xa0) || code_point == 0x2028 ||
           code_point == 0x2029 || (code_point >= 0x202a && code_point <= 0x202e) ||
           (code_point >= 0x2066 && code_point <= 0x2069);
}

/* Code points `from` … `to` (0-based, half-open): a tab as a blank, what would upset a terminal as
 * '?'. */
static size_t put_columns(struct out *out, const char *text, size_t length, size_t from, size_t to)
{
    size_t column = 0;
    for (size_t i = 0; i < length && column < to; column++) {
        uint32_t code_point = 0xfffd;
        size_t bytes = text_decode(text + i, length - i, &code_point);
        if (column >= from && (bytes == 0 || is_control(code_point))) {
            put(out, code_point == '\t' ? " " : "?");
        } else if (column >= from) {
            put_bytes(out, text + i, bytes);
        }
        i += bytes > 0 ? bytes : 1;
    }
    return column;
}

static size_t columns_of(const char *text, size_t length)
{
    size_t columns = 0;
    for (size_t i = 0; i < length; columns++) {
        uint32_t code_point;
        size_t bytes = text_decode(text + i, length - i, &code_point);
        i += bytes > 0 ? bytes : 1;
    }
    return columns;
}

/* The source line and, under it, the caret; of a long line only what surrounds the caret. */
static void put_source(struct out *out, const struct source_set *sources, struct src_span at)
{
    size_t length;
    const char *line = source_line(sources, at.from.file, at.from.line, &length);
    size_t columns = columns_of(line, length);
    size_t col = at.from.col > 0 ? at.from.col - 1 : 0;
    size_t first = columns > SHOWN_COLUMNS && col > LEAD_COLUMNS ? col - LEAD_COLUMNS : 0;
    size_t last = columns - first > SHOWN_COLUMNS ? first + SHOWN_COLUMNS : columns;
    if (columns == 0 || col > columns) {
        return;
    }
    char margin[32];
    (void)snprintf(margin, sizeof(margin), "%5u | ", at.from.line);
    put(out, margin);
    put(out, first > 0 ? "…" : "");
    put_columns(out, line, length, first, last);
    put(out, last < columns ? "…\n" : "\n");
    put(out, "      | ");
    put_repeated(out, ' ', col - first + (first > 0 ? 1 : 0));
    put(out, "^");
    size_t end = at.to.line == at.from.line ? (size_t)at.to.col - 1 : columns;
    end = end > last ? last : end;
    put_repeated(out, '~', end > col + 1 ? end - col - 1 : 0);
    put(out, "\n");
}

static void put_message(struct out *out, const char *text)
{
    size_t length = strlen(text);
    put_columns(out, text, length, 0, MESSAGE_COLUMNS);
    put(out, columns_of(text, length) > MESSAGE_COLUMNS ? "…" : "");
}

static void put_diag(struct out *out, const struct source_set *sources, const struct diag *diag)
{
    static const char *const names[] = {"note", "warning", "error"};
    char position[64];
    bool placed = diag->at.from.line > 0 && diag->at.from.file < sources->n;
    if (placed) {
        put_message(out, sources->files[diag->at.from.file].name);
        (void)snprintf(position, sizeof(position), ":%u:%u: ", diag->at.from.line,
                       diag->at.from.col);
        put(out, position);
    } else {
        put(out, "confab: ");
    }
    put(out, names[diag->severity]);
    put(out, ": ");
    put_message(out, diag->text);
    if (diag->severity != DIAG_SEVERITY_NOTE) {
        put(out, " [");
        put(out, diag_slug(diag->code));
        put(out, "]");
    }
    put(out, "\n");
    if (placed) {
        put_source(out, sources, diag->at);
    }
    if (diag->hint != NULL) {
        put(out, "  hint: ");
        put_message(out, diag->hint);
        put(out, "\n");
    }
}

static int compare_numbers(uint32_t a, uint32_t b)
{
    return a < b ? -1 : a > b ? 1 : 0;
}

/* Complaints without a position first, then by position; what is equal stays in the order of
 * reporting. */
static int compare_diags(const void *left, const void *right)
{
    const struct diag *const *a = left;
    const struct diag *const *b = right;
    struct src_pos p = (*a)->at.from, q = (*b)->at.from;
    bool p_placed = p.line > 0, q_placed = q.line > 0;
    if (p_placed != q_placed) {
        return p_placed ? 1 : -1;
    }
    int order = compare_numbers(p.file, q.file);
    order = order != 0 ? order : compare_numbers(p.line, q.line);
    order = order != 0 ? order : compare_numbers(p.col, q.col);
    return order != 0 ? order : *a < *b ? -1 : 1;
}

static void put_count(struct out *out, uint32_t n, const char *one)
{
    char text[64];
    (void)snprintf(text, sizeof(text), "%u %s%s%s", n, one, n == 1 ? "" : "s",
                   n > DIAG_CAP ? " (not all shown)" : "");
    put(out, text);
}

static void put_counts(struct out *out, const struct diag_list *list)
{
    if (list->errors > 0) {
        put_count(out, list->errors, "error");
    }
    if (list->warnings > 0) {
        put(out, list->errors > 0 ? ", " : "");
        put_count(out, list->warnings, "warning");
    }
    put(out, list->errors + list->warnings > 0 ? "\n" : "");
}

const char *diag_render(struct diag_list *list, const struct source_set *sources)
{
    struct out out = {0};
    VEC(const struct diag *) order = {0};
    for (uint32_t i = 0; i < list->n; i++) {
        if (list->v[i].severity != DIAG_SEVERITY_NOTE) {
            vec_push(&order, &list->v[i]);
        }
    }
    if (order.n > 0) {
        qsort(order.v, order.n, sizeof(*order.v), compare_diags);
    }
    for (size_t i = 0; i < order.n; i++) {
        put_diag(&out, sources, order.v[i]);
        for (uint32_t j = 0; j < list->n; j++) {
            if (list->v[j].severity == DIAG_SEVERITY_NOTE &&
                &list->v[list->v[j].parent] == order.v[i]) {
                put_diag(&out, sources, &list->v[j]);
            }
        }
    }
    put_counts(&out, list);
    const char *text = arena_text(&list->arena, out.text.n > 0 ? out.text.v : "", out.text.n);
    vec_free(&out.text);
    vec_free(&order);
    return text;
}

void diag_free(struct diag_list *list)
{
    arena_free(&list->arena);
    base_free(list->v);
    *list = DIAG_LIST_EMPTY;
}

bool diag_read_source(struct diag_list *diags, struct source_set *sources, const char *name,
                      size_t max_bytes, uint32_t *file)
{
    errno = 0;
    switch (source_read(sources, name, max_bytes, file)) {
    case SOURCE_READ:
        return true;
    case SOURCE_UNREADABLE:
        return diag_error(diags, DIAG_FILE_UNREADABLE, SRC_NOWHERE, "cannot read '%s': %s", name,
                          errno != 0 ? strerror(errno) : "unknown reason");
    case SOURCE_TOO_LARGE:
        return diag_error(diags, DIAG_FILE_TOO_LARGE, SRC_NOWHERE, "'%s' is larger than %zu MB",
                          name, max_bytes / ((size_t)1024 * 1024));
    }
    BUG("source_read()");
}
