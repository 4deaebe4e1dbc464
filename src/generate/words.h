/* Names and titles that nobody has, put together from lists of words. */
#ifndef GENERATE_WORDS_H
#define GENERATE_WORDS_H

#include "confab/arena.h"

enum {
    WORDS_MOST_TITLES = 32 * 40 * 4 * 36,
    WORDS_MOST_NAMES = 48 * 48 * 24,
};

/* Distinct for distinct numbers below WORDS_MOST_TITLES. */
const char *words_title(struct arena *arena, uint64_t number);
/* Distinct for distinct numbers below WORDS_MOST_NAMES. */
const char *words_person(struct arena *arena, uint64_t number);

#endif
