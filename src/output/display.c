#include "output/display.h"

#include <string.h>

struct range {
    uint32_t from, to;
};

/* Combining marks, joiners and direction marks of the scripts that talk titles come in. */
static const struct range narrow[] = {
    {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x0610, 0x061A}, {0x064B, 0x065F},
    {0x0941, 0x0948}, {0x0E31, 0x0E31}, {0x0E34, 0x0E3A}, {0x0E47, 0x0E4E}, {0x1AB0, 0x1AFF},
    {0x1DC0, 0x1DFF}, {0x200B, 0x200F}, {0x202A, 0x202E}, {0x2060, 0x2064}, {0x20D0, 0x20FF},
    {0x3099, 0x309A}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xFEFF, 0xFEFF}, {0xE0100, 0xE01EF},
};

static const struct range wide[] = {
    {0x1100, 0x115F},   {0x231A, 0x231B},   {0x2E80, 0x303E},   {0x3041, 0x4DBF},
    {0x4E00, 0xA4CF},   {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},
    {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},   {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF},
    {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD},
};

static bool in_ranges(const struct range *ranges, size_t n, uint32_t code)
{
    for (size_t i = 0; i < n; i++) {
        if (code >= ranges[i].from && code <= ranges[i].to) {
            return true;
        }
    }
    return false;
}

/* The code point at `text`, of which `left` bytes remain; a stray byte counts as one character. */
static size_t next_code(const char *text, size_t left, uint32_t *code)
{
    unsigned char lead = (unsigned char)text[0];
    size_t n = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (n > left) {
        n = left;
    }
    uint32_t value = n == 1 ? lead : lead & (0xFFu >> (n + 1));
    for (size_t i = 1; i < n; i++) {
        value = value << 6 | ((unsigned char)text[i] & 0x3Fu);
    }
    *code = value;
    return n;
}

static size_t code_width(uint32_t code)
{
    if (in_ranges(narrow, BASE_COUNT(narrow), code)) {
        return 0;
    }
    return in_ranges(wide, BASE_COUNT(wide), code) ? 2 : 1;
}

static bool is_blank(uint32_t code)
{
    return code <= 0x20 || (code >= 0x7F && code <= 0xA0) || code == 0x2028 || code == 0x2029;
}

const char *display_clean(struct arena *arena, const char *text)
{
    struct strbuf clean = {0};
    size_t left = strlen(text);
    bool gap = false;
    while (left > 0) {
        uint32_t code;
        size_t n = next_code(text, left, &code);
        if (is_blank(code)) {
            gap = clean.n > 0;
        } else {
            strbuf_add(&clean, gap ? " " : "");
            strbuf_add_bytes(&clean, text, n);
            gap = false;
        }
        text += n;
        left -= n;
    }
    return strbuf_finish(&clean, arena);
}

size_t display_width(const char *text, size_t bytes)
{
    size_t width = 0;
    while (bytes > 0) {
        uint32_t code;
        size_t n = next_code(text, bytes, &code);
        width += code_width(code);
        text += n;
        bytes -= n;
    }
    return width;
}

size_t display_fit(const char *text, size_t bytes, size_t width)
{
    size_t fit = 0, used = 0;
    while (fit < bytes) {
        uint32_t code;
        size_t n = next_code(text + fit, bytes - fit, &code);
        used += code_width(code);
        if (used > width) {
            break;
        }
        fit += n;
    }
    return fit;
}

static struct display_line line_of(const char *text, size_t bytes)
{
    return (struct display_line){text, bytes, display_width(text, bytes)};
}

struct display_line display_break(const char *text, size_t width, const char **rest)
{
    size_t bytes = strlen(text);
    size_t fit = display_fit(text, bytes, width);
    if (fit == bytes) {
        *rest = text + bytes;
        return line_of(text, bytes);
    }
    if (fit == 0) {
        uint32_t code;
        fit = next_code(text, bytes, &code);
    }
    size_t cut = fit;
    while (cut > 0 && text[cut] != ' ') {
        cut--;
    }
    if (cut == 0) {
        cut = fit;
    }
    *rest = text + cut + (text[cut] == ' ' ? 1 : 0);
    return line_of(text, cut);
}

void display_add_cell(struct strbuf *out, const char *text, size_t width)
{
    size_t bytes = strlen(text);
    size_t whole = display_width(text, bytes);
    if (whole <= width) {
        strbuf_add_bytes(out, text, bytes);
        strbuf_fill(out, " ", width - whole);
        return;
    }
    if (width == 0) {
        return;
    }
    size_t fit = display_fit(text, bytes, width - 1);
    strbuf_add_bytes(out, text, fit);
    strbuf_add(out, "…");
    strbuf_fill(out, " ", width - 1 - display_width(text, fit));
}

void display_add_wrapped(struct strbuf *out, const char *first, const char *next, const char *text,
                         size_t width)
{
    const char *indent = first;
    do {
        size_t used = display_width(indent, strlen(indent));
        struct display_line line = display_break(text, width > used ? width - used : 1, &text);
        strbuf_add(out, indent);
        strbuf_add_bytes(out, line.text, line.bytes);
        strbuf_trim(out);
        strbuf_add(out, "\n");
        indent = next;
    } while (*text != '\0');
}
