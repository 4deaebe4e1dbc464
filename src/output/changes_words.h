/* Changes in words, for all formats. */
#ifndef OUTPUT_CHANGES_WORDS_H
#define OUTPUT_CHANGES_WORDS_H

#include "confab/changes.h"

/* The zone in which times are told: the new schedule's, or the old one's where only that is known.
 */
const struct zone *changes_words_zone(const struct changes *changes);
/* The title, of one line: the new one, where there is one. */
const char *changes_words_title(struct arena *arena, const struct change *change);
/* "Thu 24 Oct 16:15 Moorfoot Hall → Fri 25 Oct 11:00 Kilsyth Hall; 45 → 60 minutes"; dates with
 * their years, where these differ. */
const char *changes_words_what(struct arena *arena, const struct changes *changes,
                               const struct change *change);
/* The titles of what concerns somebody: "Arenas, Fuzzing". */
const char *changes_words_titles(struct arena *arena, const struct changes *changes,
                                 const struct changes_person *person);
/* "3 events moved, 1 room changed; 5 people to tell". */
const char *changes_words_totals(struct arena *arena, const struct changes *changes);

#endif
