#include "base/strmap.h"

#include <string.h>

/* FNV-1a, 32 bits: http://www.isthe.com/chongo/tech/comp/fnv/ */
static uint32_t hash_text(const char *text)
{
    uint32_t hash = 2166136261u;
    for (const char *c = text; *c != '\0'; c++) {
        hash = (hash ^ (unsigned char)*c) * 16777619u;
    }
    return hash;
}

static struct strmap_slot *find_slot(const struct strmap *map, const char *key, uint32_t hash)
{
    size_t mask = map->cap - 1;
    size_t at = hash & mask;
    while (map->slots[at].key != NULL &&
           (map->slots[at].hash != hash || strcmp(map->slots[at].key, key) != 0)) {
        at = (at + 1) & mask;
    }
    return &map->slots[at];
}

static void grow(struct strmap *map)
{
    struct strmap old = *map;
    map->cap = old.cap == 0 ? 16 : old.cap * 2;
    map->slots = base_alloc_zero(map->cap, sizeof(*map->slots));
    for (size_t i = 0; i < old.cap; i++) {
        if (old.slots[i].key != NULL) {
            *find_slot(map, old.slots[i].key, old.slots[i].hash) = old.slots[i];
        }
    }
    base_free(old.slots);
}

bool strmap_add(struct strmap *map, const char *key, uint32_t value)
{
    if ((map->n + 1) * 4 > map->cap * 3) {
        grow(map);
    }
    uint32_t hash = hash_text(key);
    struct strmap_slot *slot = find_slot(map, key, hash);
    if (slot->key != NULL) {
        return false;
    }
    *slot = (struct strmap_slot){arena_text(&map->keys, key, strlen(key)), hash, value};
    map->n++;
    return true;
}

uint32_t strmap_find(const struct strmap *map, const char *key)
{
    if (map->cap == 0) {
        return STRMAP_NONE;
    }
    const struct strmap_slot *slot = find_slot(map, key, hash_text(key));
    return slot->key != NULL ? slot->value : STRMAP_NONE;
}

void strmap_free(struct strmap *map)
{
    arena_free(&map->keys);
    base_free(map->slots);
    *map = (struct strmap){0};
}
