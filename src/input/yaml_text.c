#include "input/yaml_text.h"

#include "base/vec.h"
#include "input/text.h"

#include <stdio.h>
#include <string.h>

enum { PAIR_BYTES = 12, JOINED_BYTES = 10 };

struct scan {
    const struct source *source;
    size_t at;
    uint32_t line, col;
    bool escaped; /* the character before is a backslash that counts */
    VEC(char) out;
    VEC(struct yaml_text_shift) shifts;
    size_t copied; /* bytes of the source that are in `out` */
};

static bool is_allowed(uint32_t c)
{
    return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c < 0x7f) || c == 0x85 ||
           (c >= 0xa0 && c < 0xfeff) || (c > 0xfeff && c < 0xfffe) || c >= 0x10000;
}

static bool is_break(const char *at, uint32_t c)
{
    return c == '\n' || (c == '\r' && at[1] != '\n') || c == 0x85 || c == 0x2028 || c == 0x2029;
}

/* The four hexadecimal digits of "\uXXXX"; false when it is something else. */
static bool read_unit(const char *at, size_t left, uint32_t *unit)
{
    if (left < 6 || at[0] != '\\' || at[1] != 'u') {
        return false;
    }
    *unit = 0;
    for (int i = 2; i < 6; i++) {
        const char *digits = "0123456789abcdefABCDEF";
        const char *digit = at[i] != '\0' ? strchr(digits, at[i]) : NULL;
        if (digit == NULL) {
            return false;
        }
        uint32_t value = (uint32_t)(digit - digits);
        *unit = *unit * 16 + (value > 15 ? value - 6 : value);
    }
    return true;
}

/* Replaces a surrogate pair at the scan's place by the one code point it stands for. */
static bool join_pair(struct scan *scan)
{
    const char *at = scan->source->bytes + scan->at;
    size_t left = scan->source->size - scan->at;
    uint32_t high, low;
    if (scan->escaped || left < PAIR_BYTES || !read_unit(at, left, &high) || high < 0xd800 ||
        high >= 0xdc00 || !read_unit(at + 6, left - 6, &low) || low < 0xdc00 || low >= 0xe000) {
        return false;
    }
    char joined[JOINED_BYTES + 1];
    (void)snprintf(joined, sizeof(joined), "\\U%08x",
                   0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00));
    vec_reserve(&scan->out, scan->out.n + (scan->at - scan->copied) + JOINED_BYTES);
    memcpy(scan->out.v + scan->out.n, scan->source->bytes + scan->copied, scan->at - scan->copied);
    scan->out.n += scan->at - scan->copied;
    memcpy(scan->out.v + scan->out.n, joined, JOINED_BYTES);
    scan->out.n += JOINED_BYTES;
    scan->at += PAIR_BYTES;
    scan->copied = scan->at;
    scan->col += JOINED_BYTES;
    struct yaml_text_shift shift = {scan->line, scan->col};
    vec_push(&scan->shifts, shift);
    return true;
}

static uint32_t shifts_before(const struct yaml_text *text, uint32_t line, uint32_t col)
{
    size_t from = 0, to = text->n_shifts;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        const struct yaml_text_shift *shift = &text->shifts[middle];
        if (shift->line < line || (shift->line == line && shift->col <= col)) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    return (uint32_t)from;
}

struct src_pos yaml_text_position(const struct yaml_text *text, struct src_pos position)
{
    if (text->n_shifts > 0) {
        uint32_t n = shifts_before(text, position.line, position.col) -
                     shifts_before(text, position.line, 0);
        position.col += n * (PAIR_BYTES - JOINED_BYTES);
    }
    return position;
}

static bool report_byte(const struct scan *scan, uint32_t file, struct diag_list *diags,
                        uint32_t code_point, bool valid)
{
    const unsigned char *at = (const unsigned char *)scan->source->bytes + scan->at;
    uint32_t pairs = 0;
    for (size_t i = scan->shifts.n; i > 0 && scan->shifts.v[i - 1].line == scan->line; i--) {
        pairs++;
    }
    uint32_t col = scan->col + pairs * (PAIR_BYTES - JOINED_BYTES);
    struct src_span span = {{file, scan->line, col}, {file, scan->line, col + 1}};
    if (valid) {
        return diag_error(diags, DIAG_CHARACTER_FORBIDDEN, span,
                          "the character U+%04X cannot stand in a YAML file", code_point);
    }
    diag_error(diags, DIAG_UTF8_INVALID, span, "the byte 0x%02x is not valid UTF-8 here", at[0]);
    bool utf16 = scan->at == 0 && (at[0] == 0xff || at[0] == 0xfe);
    diag_hint(diags, "%s",
              utf16 ? "this looks like UTF-16; save the file as UTF-8"
                    : "save the file as UTF-8 (it may be Latin-1 or Windows-1252)");
    return false;
}

static bool scan_all(struct scan *scan, uint32_t file, struct diag_list *diags)
{
    const struct source *source = scan->source;
    while (scan->at < source->size) {
        const char *at = source->bytes + scan->at;
        if (*at == '\\' && join_pair(scan)) {
            continue;
        }
        uint32_t c;
        size_t length = text_decode(at, source->size - scan->at, &c);
        if (length == 0 || !is_allowed(c)) {
            return report_byte(scan, file, diags, c, length > 0);
        }
        scan->escaped = c == '\\' && !scan->escaped;
        scan->at += length;
        scan->col++;
        if (is_break(at, c)) {
            scan->line++;
            scan->col = 1;
        }
    }
    return true;
}

bool yaml_text_prepare(struct arena *arena, const struct source_set *sources, uint32_t file,
                       struct diag_list *diags, struct yaml_text *text)
{
    const struct source *source = &sources->files[file];
    size_t mark = strncmp(source->bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    struct scan scan = {.source = source, .at = mark, .line = 1, .col = 1, .copied = mark};
    bool valid = scan_all(&scan, file, diags);
    *text = (struct yaml_text){source->bytes + mark, source->size - mark, NULL, 0};
    if (valid && scan.shifts.n > 0) {
        size_t rest = source->size - scan.copied;
        vec_reserve(&scan.out, scan.out.n + rest + 1);
        memcpy(scan.out.v + scan.out.n, source->bytes + scan.copied, rest);
        scan.out.n += rest;
        text->bytes = vec_to_arena(&scan.out, arena);
        text->size = scan.out.n;
        text->shifts = vec_to_arena(&scan.shifts, arena);
        text->n_shifts = scan.shifts.n;
    }
    vec_free(&scan.out);
    vec_free(&scan.shifts);
    return valid;
}
