/* Text that grows; {0} is empty, strbuf_finish() or strbuf_free() ends it. */
#ifndef OUTPUT_STRBUF_H
#define OUTPUT_STRBUF_H

#include "confab/arena.h"

struct strbuf {
    char *v;
    size_t n, cap;
};

void strbuf_add(struct strbuf *text, const char *more);
void strbuf_add_bytes(struct strbuf *text, const char *bytes, size_t n);
void strbuf_print(struct strbuf *text, const char *fmt, ...) BASE_PRINTF(2, 3);
/* `piece`, `times` times. */
void strbuf_fill(struct strbuf *text, const char *piece, size_t times);
/* Takes blanks off the end. */
void strbuf_trim(struct strbuf *text);
/* The text, terminated, in `arena`; the buffer is empty again. */
const char *strbuf_finish(struct strbuf *text, struct arena *arena);
void strbuf_free(struct strbuf *text);

#endif
