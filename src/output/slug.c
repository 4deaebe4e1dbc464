#include "output/slug.h"

#include "output/strbuf.h"

#include <string.h>

enum { TITLE_MAX = 40, PART_MIN = 4 };

/* U+00C0 … U+017F, one entry a code point; "" where there is no letter. */
static const char *const latin[] = {
    "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i",   /* 00C0 */
    "d", "n", "o", "o", "o", "o", "o", "", "o", "u", "u", "u", "u", "y", "th", "ss",
    "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i",   /* 00E0 */
    "d", "n", "o", "o", "o", "o", "o", "", "o", "u", "u", "u", "u", "y", "th", "y",
    "a", "a", "a", "a", "a", "a", "c", "c", "c", "c", "c", "c", "c", "c", "d", "d",    /* 0100 */
    "d", "d", "e", "e", "e", "e", "e", "e", "e", "e", "e", "e", "g", "g", "g", "g",
    "g", "g", "g", "g", "h", "h", "h", "h", "i", "i", "i", "i", "i", "i", "i", "i",    /* 0120 */
    "i", "i", "ij", "ij", "j", "j", "k", "k", "k", "l", "l", "l", "l", "l", "l", "l",
    "l", "l", "l", "n", "n", "n", "n", "n", "n", "n", "n", "n", "o", "o", "o", "o",    /* 0140 */
    "o", "o", "oe", "oe", "r", "r", "r", "r", "r", "r", "s", "s", "s", "s", "s", "s",
    "s", "s", "t", "t", "t", "t", "t", "t", "u", "u", "u", "u", "u", "u", "u", "u",    /* 0160 */
    "u", "u", "u", "u", "w", "w", "y", "y", "y", "z", "z", "z", "z", "z", "z", "s",
};

static bool is_plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

const char *slug_fold(struct arena *arena, const char *text)
{
    struct strbuf out = {0};
    bool gap = false;
    for (const char *at = text; *at != '\0'; at++) {
        unsigned char c = (unsigned char)*at;
        char ascii[2] = {(char)(c >= 'A' && c <= 'Z' ? c + 32 : c), '\0'};
        const char *letter = is_plain(ascii[0]) ? ascii : "";
        if (c >= 0xC3 && c <= 0xC5 && at[1] != '\0') {
            uint32_t code = (c & 0x1Fu) << 6 | ((unsigned char)at[1] & 0x3Fu);
            letter = code >= 0xC0 && code < 0xC0 + BASE_COUNT(latin) ? latin[code - 0xC0] : "";
            at++;
        }
        if (letter[0] == '\0') {
            gap = gap || (out.n > 0 && c != '\'');
            continue;
        }
        strbuf_add(&out, gap ? "-" : "");
        strbuf_add(&out, letter);
        gap = false;
    }
    return strbuf_finish(&out, arena);
}

/* At most TITLE_MAX characters, ended at a word. */
static size_t title_length(const char *title)
{
    size_t n = strlen(title);
    if (n <= TITLE_MAX) {
        return n;
    }
    n = TITLE_MAX;
    while (n > 0 && title[n] != '-') {
        n--;
    }
    return n > 0 ? n : TITLE_MAX;
}

const char *slug_make(struct arena *arena, const char *acronym, const char *id, const char *title)
{
    struct strbuf out = {0};
    for (const char *at = slug_fold(arena, acronym); *at != '\0'; at++) {
        strbuf_add_bytes(&out, *at == '-' ? "_" : at, 1);
    }
    while (out.n < PART_MIN) {
        strbuf_add(&out, "_");
    }
    strbuf_add(&out, "-");
    size_t start = out.n;
    const char *name = slug_fold(arena, id);
    const char *words = slug_fold(arena, title);
    strbuf_add(&out, name);
    strbuf_add(&out, name[0] != '\0' && words[0] != '\0' ? "-" : "");
    strbuf_add_bytes(&out, words, title_length(words));
    if (out.n - start < PART_MIN) {
        strbuf_add(&out, out.n > start ? "-event" : "event");
    }
    return strbuf_finish(&out, arena);
}
