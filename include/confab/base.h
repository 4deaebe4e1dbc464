/* Ground: invariants, memory, and the few macros that everything uses.
 *
 * Memory: all of Confab's own memory comes from base_alloc() and base_resize(). Neither returns
 * NULL: when memory runs out they leave through the out-of-memory hook, which by default says so on
 * stderr and ends the process with exit code 4. Tests replace the hook. */
#ifndef CONFAB_BASE_H
#define CONFAB_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BASE_COUNT(array) (sizeof(array) / sizeof((array)[0]))

#if defined(__GNUC__)
#define BASE_PRINTF(format_arg, first_arg)                                                         \
    __attribute__((format(printf, format_arg, first_arg), nonnull(format_arg)))
#else
#define BASE_PRINTF(format_arg, first_arg)
#endif

/* Exit codes of the program; the library uses the same numbers where it reports an outcome. */
enum base_exit {
    BASE_EXIT_DONE = 0,
    BASE_EXIT_INFEASIBLE = 1,  /* infeasible, or hard conflicts */
    BASE_EXIT_INPUT = 2,       /* bad input or usage */
    BASE_EXIT_LIMIT = 3,       /* a limit was reached without a timetable */
    BASE_EXIT_ENVIRONMENT = 4, /* I/O, memory */
    BASE_EXIT_INTERNAL = 5,    /* model and audit disagree */
};

/* A broken invariant: says where and aborts. Never for bad input. */
#define BUG(...)              base_bug(__FILE__, __LINE__, __VA_ARGS__)
#define BUG_UNLESS(condition) ((condition) ? (void)0 : BUG("%s", #condition))

_Noreturn void base_bug(const char *file, int line, const char *fmt, ...) BASE_PRINTF(3, 4);

/* At least `size` bytes, uninitialised, aligned for any type; free with base_free(). `size` 0 is
 * taken as 1. */
void *base_alloc(size_t size);
/* `count` objects of `size` bytes, all zero. An overflowing product counts as out of memory. */
void *base_alloc_zero(size_t count, size_t size);
/* Like realloc(): `old` may be NULL and is invalid afterwards. */
void *base_resize(void *old, size_t size);
void base_free(void *memory);

/* Replaces what happens when memory runs out (NULL: the default). The hook must not return. */
void base_set_oom_hook(void (*hook)(void));
/* Runs the hook; for wrappers of libraries that report an allocation failure of their own. */
_Noreturn void base_out_of_memory(void);
/* Makes the n-th allocation from now fail (1: the next); 0 switches this off. For tests. */
void base_fail_allocation(uint64_t n);
/* Makes each allocation of more than that many bytes fail; 0 switches this off. For tests. */
void base_limit_allocation(size_t bytes);
/* Counts one allocation of a foreign library for base_fail_allocation(); true when it is to fail.
 */
bool base_allocation_fails(void);

#endif
