#include "output/slug.h"

#include "input/text.h"
#include "output/strbuf.h"

#include <string.h>

enum { TITLE_MAX = 40, PART_MIN = 4 };

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

static bool begins(const char *text, const char *start, size_t n)
{
    return strncmp(text, start, n) == 0 && (text[n] == '-' || text[n] == '\0');
}

const char *slug_make(struct arena *arena, const char *acronym, const char *id, const char *title)
{
    struct strbuf out = {0};
    strbuf_add(&out, text_slug(arena, acronym, '_'));
    while (out.n < PART_MIN) {
        strbuf_add(&out, "_");
    }
    strbuf_add(&out, "-");
    size_t start = out.n;
    const char *name = text_slug(arena, id, '-');
    const char *words = text_slug(arena, title, '-');
    size_t n = title_length(words);
    if (!begins(words, name, strlen(name))) {
        strbuf_add(&out, name);
        strbuf_add(&out, begins(name, words, n) ? "" : "-");
        n = begins(name, words, n) ? 0 : n;
    }
    strbuf_add_bytes(&out, words, n);
    if (out.n - start < PART_MIN) {
        strbuf_add(&out, "-event");
    }
    return strbuf_finish(&out, arena);
}
