/* Numbers in their order, each once. */
#ifndef BASE_DISTINCT_H
#define BASE_DISTINCT_H

#include <stddef.h>
#include <stdint.h>

/* Sorts v [n] and keeps one of each; how many are left. */
size_t distinct_sort(int32_t *v, size_t n);

#endif
