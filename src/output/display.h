/* Text as a terminal shows it: widths in columns, cutting and wrapping. UTF-8; a code point is one
 * column wide, or two (CJK, emoji), or none (combining). */
#ifndef OUTPUT_DISPLAY_H
#define OUTPUT_DISPLAY_H

#include "output/strbuf.h"

/* A piece of some other text. */
struct display_line {
    const char *text;
    size_t bytes, width;
};

/* One line of printable text: blanks and control characters become single spaces, none at the ends.
 */
const char *display_clean(struct arena *arena, const char *text);
size_t display_width(const char *text, size_t bytes);
/* How many of the bytes fit into `width` columns. */
size_t display_fit(const char *text, size_t bytes, size_t width);
/* The first line of at most `width` columns, broken at a space when there is one; *rest is what
 * follows it, "" at the end. A character that is wider than the line stands alone. */
struct display_line display_break(const char *text, size_t width, const char **rest);
/* Adds a cleaned text cut to `width` columns (with "…" when it does not fit) and filled up with
 * blanks. */
void display_add_cell(struct strbuf *out, const char *text, size_t width);
/* Adds a text wrapped at `width` columns: the first line begins with `first`, the others with
 * `next` (both count towards the width). Every line ends with a newline. */
void display_add_wrapped(struct strbuf *out, const char *first, const char *next, const char *text,
                         size_t width);

#endif
