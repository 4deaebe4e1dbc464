/* A region of memory that is dropped whole: one for each stage (YAML tree, problem, model, …).
 *
 * What an arena hands out lives until arena_free() and is never freed singly. Zero-initialise with
 * ARENA_EMPTY. */
#ifndef CONFAB_ARENA_H
#define CONFAB_ARENA_H

#include "confab/base.h"

#include <stdarg.h>

struct arena_block;

struct arena {
    struct arena_block *last;
};

#define ARENA_EMPTY ((struct arena){.last = NULL})

/* `size` zeroed bytes, aligned for any type. */
void *arena_alloc(struct arena *arena, size_t size);
/* `count` zeroed objects of `size` bytes; count 0 gives a valid pointer. */
void *arena_array(struct arena *arena, size_t count, size_t size);
/* A copy of `size` bytes (`size` 0 gives a valid pointer). */
void *arena_copy(struct arena *arena, const void *bytes, size_t size);
/* A terminated copy of the first `length` bytes of `text`. */
char *arena_text(struct arena *arena, const char *text, size_t length);
char *arena_print(struct arena *arena, const char *fmt, ...) BASE_PRINTF(2, 3);
char *arena_print_list(struct arena *arena, const char *fmt, va_list args) BASE_PRINTF(2, 0);
void arena_free(struct arena *arena);

#endif
