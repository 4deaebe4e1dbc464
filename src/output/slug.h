/* The slug of an event in exchange formats. */
#ifndef OUTPUT_SLUG_H
#define OUTPUT_SLUG_H

#include "confab/arena.h"

/* "acronym-id-title" in lower-case ASCII letters, digits, hyphens and (in the acronym) underscores:
 * both what precedes the first hyphen and what follows it have at least four characters (a short
 * part is filled up). The title is cut at a word, and left out when the id says it already. */
const char *slug_make(struct arena *arena, const char *acronym, const char *id, const char *title);

#endif
