/* Text for addresses: lower-case ASCII letters, digits and hyphens. */
#ifndef OUTPUT_SLUG_H
#define OUTPUT_SLUG_H

#include "confab/arena.h"

/* "acronym-id-title": both what precedes the first hyphen and what follows it have at least four characters (a
 * short part is filled up), it ends in a letter or digit and is at most about sixty characters long. */
const char *slug_make(struct arena *arena, const char *acronym, const char *id, const char *title);
/* `text` in ASCII: accents dropped, other scripts left out, words joined by single hyphens; may be empty. */
const char *slug_fold(struct arena *arena, const char *text);

#endif
