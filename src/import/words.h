/* What people write in spreadsheets and call their categories. */
#ifndef IMPORT_WORDS_H
#define IMPORT_WORDS_H

#include "confab/arena.h"

/* The length in "45", "0:45", "1:30:00", "1h30", "2 hours", "Talk (45 min)"; 0: none. A number of
 * nothing counts as minutes only when it is all there is. */
int32_t words_minutes(const char *text);
/* "Beginner", "200 - Intermediate", "fortgeschritten": 1 to 3; 0: no level. */
int32_t words_level(struct arena *arena, const char *text);
/* "English", "Deutsch (German)", "en-GB" as "en", "de", "en-GB"; NULL: none of the usual languages.
 */
const char *words_language(struct arena *arena, const char *text);
/* "Lunch", "Kaffeepause": a break by its name. */
bool words_is_break(struct arena *arena, const char *title);
/* Whether one of the words (in small letters, NULL at the end) is in the text's slug. */
bool words_contains(struct arena *arena, const char *text, const char *const *words);

#endif
