/* A map from text to a number, for names and ids. Keys are copied; zero-initialise with {0}. */
#ifndef BASE_STRMAP_H
#define BASE_STRMAP_H

#include "confab/arena.h"

struct strmap_slot {
    const char *key;
    uint32_t hash, value;
};

struct strmap {
    struct arena keys;
    struct strmap_slot *slots;
    size_t n, cap;
};

#define STRMAP_NONE UINT32_MAX

/* Adds `key`; false, changing nothing, when it is there already. */
bool strmap_add(struct strmap *map, const char *key, uint32_t value);
/* The value of `key`, STRMAP_NONE when it is not there. */
uint32_t strmap_find(const struct strmap *map, const char *key);
void strmap_free(struct strmap *map);

#endif
