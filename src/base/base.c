#include "confab/base.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static void (*oom_hook)(void);
static uint64_t fail_countdown;
static size_t limit_bytes;

_Noreturn void base_bug(const char *file, int line, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    fprintf(stderr, "confab: bug at %s:%d: ", file, line);
    vfprintf(stderr, fmt, args);
    fputs("\nPlease report this, with the problem file.\n", stderr);
    va_end(args);
    abort();
}

_Noreturn void base_out_of_memory(void)
{
    if (oom_hook != NULL) {
        oom_hook();
    }
    fputs("confab: error: out of memory [out-of-memory]\n", stderr);
    exit(BASE_EXIT_ENVIRONMENT);
}

void base_set_oom_hook(void (*hook)(void))
{
    oom_hook = hook;
}

void base_fail_allocation(uint64_t n)
{
    fail_countdown = n;
}

bool base_allocation_fails(void)
{
    return fail_countdown > 0 && --fail_countdown == 0;
}

void base_limit_allocation(size_t bytes)
{
    limit_bytes = bytes;
}

static bool is_refused(size_t bytes)
{
    return base_allocation_fails() || (limit_bytes > 0 && bytes > limit_bytes);
}

void *base_resize(void *old, size_t size)
{
    void *memory = is_refused(size) ? NULL : realloc(old, size > 0 ? size : 1);
    if (memory == NULL) {
        base_out_of_memory();
    }
    return memory;
}

void *base_alloc(size_t size)
{
    return base_resize(NULL, size);
}

void *base_alloc_zero(size_t count, size_t size)
{
    /* A product that overflows is calloc()'s affair. */
    size_t bytes = size > 0 && count > SIZE_MAX / size ? SIZE_MAX : count * size;
    void *memory = is_refused(bytes) ? NULL : calloc(count > 0 ? count : 1, size > 0 ? size : 1);
    if (memory == NULL) {
        base_out_of_memory();
    }
    return memory;
}

void base_free(void *memory)
{
    free(memory);
}
