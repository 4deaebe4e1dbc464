/* Stable identifiers: name-based UUIDs (RFC 4122 version 5) in Confab's own namespace. */
#ifndef OUTPUT_UUID5_H
#define OUTPUT_UUID5_H

#include "confab/arena.h"

/* "xxxxxxxx-xxxx-5xxx-xxxx-xxxxxxxxxxxx" in `arena`; the same name gives the same UUID everywhere.
 */
const char *uuid5_make(struct arena *arena, const char *name);
/* A number 1 … 2^31-1 from the leading digits of a UUID as uuid5_make() gives it. */
uint32_t uuid5_number(const char *uuid);

#endif
