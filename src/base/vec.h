/* A growing array on the heap: VEC(type) declares it, {0} initialises it, vec_free() ends it. */
#ifndef BASE_VEC_H
#define BASE_VEC_H

#include "confab/arena.h"

#define VEC(type)                                                                                  \
    struct {                                                                                       \
        type *v;                                                                                   \
        size_t n, cap;                                                                             \
    }

#define vec_reserve(vec, wanted)                                                                   \
    ((wanted) > (vec)->cap                                                                         \
         ? ((vec)->v = vec_grow((vec)->v, &(vec)->cap, (wanted), sizeof(*(vec)->v)), (void)0)      \
         : (void)0)

#define vec_push(vec, item)                                                                        \
    (vec_reserve((vec), (vec)->n + 1), (void)((vec)->v[(vec)->n++] = (item)))

#define vec_clear(vec) ((void)((vec)->n = 0))

#define vec_free(vec) (base_free((vec)->v), (vec)->v = NULL, (vec)->n = 0, (vec)->cap = 0, (void)0)

/* The vector's items as an arena's own array; the vector stays as it is. */
#define vec_to_arena(vec, arena) arena_copy((arena), (vec)->v, (vec)->n * sizeof(*(vec)->v))

static inline void *vec_grow(void *items, size_t *cap, size_t wanted, size_t item_bytes)
{
    size_t next = *cap < 8 ? 8 : *cap;
    while (next < wanted) {
        next += next / 2;
    }
    if (next > SIZE_MAX / 2 / item_bytes) {
        base_out_of_memory();
    }
    *cap = next;
    return base_resize(items, next * item_bytes);
}

#endif
