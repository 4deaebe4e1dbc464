#include "base/distinct.h"

#include <stdlib.h>

static int compare(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

size_t distinct_sort(int32_t *v, size_t n)
{
    size_t kept = n > 0 ? 1 : 0;
    if (n > 0) {
        qsort(v, n, sizeof(*v), compare);
    }
    for (size_t i = 1; i < n; i++) {
        if (v[i] != v[kept - 1]) {
            v[kept++] = v[i];
        }
    }
    return kept;
}
