#include "confab/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { BLOCK_BYTES = 64 * 1024 - 64 };

struct arena_block {
    struct arena_block *before;
    size_t used, size;
    alignas(max_align_t) unsigned char bytes[];
};

static struct arena_block *add_block(struct arena *arena, size_t size)
{
    struct arena_block *block = base_alloc(sizeof(*block) + size);
    block->before = arena->last;
    block->used = 0;
    block->size = size;
    arena->last = block;
    return block;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    if (size > SIZE_MAX / 2) {
        base_out_of_memory();
    }
    size_t rounded = (size + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
    struct arena_block *block = arena->last;
    if (block == NULL || block->size - block->used < rounded) {
        block = add_block(arena, rounded > BLOCK_BYTES ? rounded : BLOCK_BYTES);
    }
    void *memory = block->bytes + block->used;
    block->used += rounded;
    memset(memory, 0, size);
    return memory;
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    if (size > 0 && count > SIZE_MAX / 2 / size) {
        base_out_of_memory();
    }
    return arena_alloc(arena, count * size);
}

void *arena_copy(struct arena *arena, const void *bytes, size_t size)
{
    void *memory = arena_alloc(arena, size);
    if (size > 0) {
        memcpy(memory, bytes, size);
    }
    return memory;
}

char *arena_text(struct arena *arena, const char *text, size_t length)
{
    char *copy = arena_alloc(arena, length + 1);
    memcpy(copy, text, length);
    return copy;
}

char *arena_print_list(struct arena *arena, const char *fmt, va_list args)
{
    va_list again;
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, fmt, again); /* NOLINT(clang-analyzer-valist.Uninitialized) */
    va_end(again);
    BUG_UNLESS(length >= 0);
    char *text = arena_alloc(arena, (size_t)length + 1);
    (void)vsnprintf(text, (size_t)length + 1, fmt, args);
    return text;
}

char *arena_print(struct arena *arena, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    char *text = arena_print_list(arena, fmt, args);
    va_end(args);
    return text;
}

void arena_free(struct arena *arena)
{
    struct arena_block *block = arena->last;
    while (block != NULL) {
        struct arena_block *before = block->before;
        base_free(block);
        block = before;
    }
    arena->last = NULL;
}
