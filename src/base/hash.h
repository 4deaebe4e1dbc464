/* Hashes of text for stable ids: FNV-1a, 64 bits (G. Fowler, L. C. Noll, K.-P. Vo). */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stdint.h>

#define HASH_START UINT64_C(14695981039346656037)

/* The terminator goes in as a separator. */
static inline uint64_t hash_text(uint64_t hash, const char *text)
{
    for (const char *c = text;; c++) {
        hash = (hash ^ (unsigned char)*c) * UINT64_C(1099511628211);
        if (*c == '\0') {
            return hash;
        }
    }
}

/* 32 bits of it: what ids show. */
static inline uint32_t hash_fold(uint64_t hash)
{
    return (uint32_t)(hash ^ (hash >> 32));
}

#endif
