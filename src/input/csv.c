#include "input/csv.h"

#include "base/vec.h"
#include "input/text.h"

#include <string.h>

struct csv csv_open(struct arena *arena, const struct source_set *sources, uint32_t file)
{
    const struct source *source = &sources->files[file];
    size_t at = strncmp(source->bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    struct csv csv = {.arena = arena,
                      .source = source,
                      .file = file,
                      .at = at,
                      .line = 1,
                      .col = 1,
                      .separator = ','};
    return csv;
}

void csv_guess_separator(struct csv *csv)
{
    static const char separators[] = ",;\t";
    const char *text = csv->source->bytes + csv->at;
    size_t counts[sizeof(separators)] = {0}, line = strcspn(text, "\r\n");
    if (line == 5 && strncmp(text, "sep=", 4) == 0) {
        csv->separator = text[4];
        csv->at += line;
        csv->col += (uint32_t)line;
        return;
    }
    bool quoted = false;
    for (size_t i = 0; i < line; i++) {
        const char *is = text[i] == '\0' ? NULL : strchr(separators, text[i]);
        quoted = quoted != (text[i] == '"');
        if (is != NULL && !quoted) {
            counts[is - separators]++;
        }
    }
    for (size_t i = 1; i < sizeof(separators) - 1; i++) {
        if (counts[i] > counts[0]) {
            counts[0] = counts[i];
            csv->separator = separators[i];
        }
    }
}

static struct src_pos here(const struct csv *csv)
{
    return (struct src_pos){csv->file, csv->line, csv->col};
}

static bool at_end(const struct csv *csv)
{
    return csv->at >= csv->source->size;
}

static char peek(const struct csv *csv)
{
    return csv->source->bytes[csv->at]; /* terminated */
}

static bool report(const struct csv *csv, struct diag_list *diags, const char *text)
{
    struct src_span span = {here(csv), here(csv)};
    return diag_error(diags, DIAG_CSV, span, "%s", text);
}

/* One character into `out`. */
static bool take(struct csv *csv, struct diag_list *diags, char *out, size_t *n)
{
    uint32_t code_point;
    size_t length =
        text_decode(csv->source->bytes + csv->at, csv->source->size - csv->at, &code_point);
    if (length == 0 ||
        (code_point < 0x20 && code_point != '\t' && code_point != '\n' && code_point != '\r')) {
        return report(csv, diags,
                      length == 0 ? "this is not valid UTF-8"
                                  : "a control character cannot stand here");
    }
    memcpy(out + *n, csv->source->bytes + csv->at, length);
    *n += length;
    csv->at += length;
    csv->col++;
    if (code_point == '\n') {
        csv->line++;
        csv->col = 1;
    }
    return true;
}

static bool read_quoted(struct csv *csv, struct diag_list *diags, char *out, size_t *n)
{
    struct csv start = *csv;
    csv->at++;
    csv->col++;
    for (;;) {
        if (at_end(csv)) {
            return report(&start, diags, "the closing quote is missing");
        }
        if (peek(csv) == '"') {
            csv->at++;
            csv->col++;
            if (peek(csv) != '"') {
                return true;
            }
        }
        if (!take(csv, diags, out, n)) {
            return false;
        }
    }
}

static bool ends_field(const struct csv *csv)
{
    return at_end(csv) || peek(csv) == csv->separator || peek(csv) == '\n' || peek(csv) == '\r';
}

/* Up to the closing quote. */
static size_t quoted_bytes(const struct csv *csv)
{
    const char *text = csv->source->bytes + csv->at;
    size_t left = csv->source->size - csv->at, n = 1;
    while (n < left && (text[n] != '"' || text[n + 1] == '"')) {
        n += text[n] == '"' ? 2 : 1;
    }
    return n;
}

static bool read_field(struct csv *csv, struct diag_list *diags)
{
    struct csv_field field = {.at = {here(csv), here(csv)}};
    const char stops[] = {csv->separator, '\r', '\n', '\0'};
    bool quoted = peek(csv) == '"';
    size_t most = quoted ? quoted_bytes(csv) : strcspn(csv->source->bytes + csv->at, stops);
    char *out = base_alloc(most + 1);
    size_t n = 0;
    bool well = !quoted || read_quoted(csv, diags, out, &n);
    while (well && !ends_field(csv)) {
        well = quoted ? report(csv, diags,
                               csv->separator == ',' ? "a comma is missing after a quote"
                                                     : "a separator is missing after a quote")
                      : take(csv, diags, out, &n);
    }
    while (n > 0 && !quoted && out[n - 1] == ' ') {
        n--;
    }
    size_t blanks = 0;
    while (!quoted && blanks < n && out[blanks] == ' ') {
        blanks++;
    }
    field.text = arena_text(csv->arena, out + blanks, n - blanks);
    base_free(out);
    field.at.to = here(csv);
    csv->fields[csv->n_fields++] = field;
    return well;
}

static void skip_line_end(struct csv *csv)
{
    while (!at_end(csv) && (peek(csv) == '\n' || peek(csv) == '\r')) {
        bool ends = peek(csv) == '\n' || csv->source->bytes[csv->at + 1] != '\n';
        csv->at++;
        csv->line += ends ? 1 : 0;
        csv->col = 1;
    }
}

bool csv_read_row(struct csv *csv, struct diag_list *diags)
{
    csv->n_fields = 0;
    skip_line_end(csv);
    if (at_end(csv)) {
        return false;
    }
    while (csv->n_fields < CSV_MAX_FIELDS) {
        if (!read_field(csv, diags)) {
            return false;
        }
        if (at_end(csv) || peek(csv) != csv->separator) {
            return true;
        }
        csv->at++;
        csv->col++;
    }
    _Static_assert(CSV_MAX_FIELDS == 256, "as the message says");
    return report(csv, diags, "a row has too many fields: 256 are read at most");
}
