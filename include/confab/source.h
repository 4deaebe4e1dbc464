/* Input files as bytes, and positions in them. */
#ifndef CONFAB_SOURCE_H
#define CONFAB_SOURCE_H

#include "confab/arena.h"

/* 1-based; columns count code points; line 0: no position. `file` is an index into the source set.
 */
struct src_pos {
    uint32_t file, line, col;
};

/* Half-open: `to` is just past the last character. */
struct src_span {
    struct src_pos from, to;
};

#define SRC_NOWHERE ((struct src_span){{0, 0, 0}, {0, 0, 0}})

struct source {
    const char *name;  /* as given on the command line; "-" is standard input */
    const char *bytes; /* terminated, `size` bytes without the terminator */
    size_t size;
    const size_t *line_starts; /* [n_lines]: where each line begins */
    size_t n_lines;
};

struct source_set {
    struct arena arena;
    struct source *files;
    uint32_t n, cap;
};

#define SOURCE_SET_EMPTY ((struct source_set){.arena = {NULL}})

enum source_result {
    SOURCE_READ,
    SOURCE_UNREADABLE, /* errno says why */
    SOURCE_TOO_LARGE,  /* more than `max_bytes` */
};

/* Reads a whole file ("-": standard input); on SOURCE_READ *file is its index, otherwise nothing is
 * added. */
enum source_result source_read(struct source_set *set, const char *name, size_t max_bytes,
                               uint32_t *file);
/* Adds bytes that are in memory already (copied). */
uint32_t source_add(struct source_set *set, const char *name, const char *bytes, size_t size);
/* Line `line` (1-based) of a file without its line end; empty when there is none. Borrowed, not
 * terminated. */
const char *source_line(const struct source_set *set, uint32_t file, uint32_t line, size_t *length);
void source_free(struct source_set *set);

#endif
