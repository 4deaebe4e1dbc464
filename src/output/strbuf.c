#include "output/strbuf.h"

#include "base/vec.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void strbuf_add_bytes(struct strbuf *text, const char *bytes, size_t n)
{
    if (n == 0) {
        return;
    }
    vec_reserve(text, text->n + n);
    memcpy(text->v + text->n, bytes, n);
    text->n += n;
}

void strbuf_add(struct strbuf *text, const char *more)
{
    strbuf_add_bytes(text, more, strlen(more));
}

void strbuf_print(struct strbuf *text, const char *fmt, ...)
{
    va_list args, again;
    va_start(args, fmt);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    BUG_UNLESS(length >= 0);
    size_t n = (size_t)length;
    vec_reserve(text, text->n + n + 1);
    (void)vsnprintf(text->v + text->n, n + 1, fmt, again);
    va_end(again);
    text->n += n;
}

void strbuf_fill(struct strbuf *text, const char *piece, size_t times)
{
    size_t n = strlen(piece);
    for (size_t i = 0; i < times; i++) {
        strbuf_add_bytes(text, piece, n);
    }
}

void strbuf_trim(struct strbuf *text)
{
    while (text->n > 0 && text->v[text->n - 1] == ' ') {
        text->n--;
    }
}

const char *strbuf_finish(struct strbuf *text, struct arena *arena)
{
    const char *copy = arena_text(arena, text->n > 0 ? text->v : "", text->n);
    strbuf_free(text);
    return copy;
}

void strbuf_free(struct strbuf *text)
{
    vec_free(text);
}
