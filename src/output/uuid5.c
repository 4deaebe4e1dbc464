#include "output/uuid5.h"

#include <stdlib.h>
#include <string.h>
#include <uuid.h>

/* Never to change: published identifiers follow from it. */
static const unsigned char namespace_uuid[16] = {
    0x6f, 0x1d, 0x0c, 0x1e, 0x5d, 0x3b, 0x4b, 0x0a, 0x9f, 0x59, 0x2c, 0x3f, 0x7a, 0x0e, 0x8b, 0x61,
};

const char *uuid5_make(struct arena *arena, const char *name)
{
    uuid_t uuid;
    char text[37];
    uuid_generate_sha1(uuid, namespace_uuid, name, strlen(name));
    uuid_unparse_lower(uuid, text);
    return arena_text(arena, text, strlen(text));
}

uint32_t uuid5_number(const char *uuid)
{
    char digits[9];
    memcpy(digits, uuid, 8);
    digits[8] = '\0';
    uint32_t number = (uint32_t)strtoul(digits, NULL, 16) & INT32_MAX;
    return number > 0 ? number : 1;
}
