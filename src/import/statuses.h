/* What tables say of whether a talk is held: words of all kinds. Each is noted first, since what is
 * not decided yet counts only where nothing is. */
#ifndef IMPORT_STATUSES_H
#define IMPORT_STATUSES_H

#include "import/import.h"

enum status {
    STATUS_IN,      /* accepted, confirmed */
    STATUS_OUT,     /* rejected, withdrawn, on a waiting list */
    STATUS_OPEN,    /* submitted, in review */
    STATUS_UNKNOWN, /* who knows */
};

struct statuses {
    struct import *import;
    uint32_t n_in;
    VEC(struct status_word {
        const char *word;
        enum status status;
        uint32_t n;
    })
    v;
};

/* `word` NULL: nothing is said. */
void statuses_note(struct statuses *statuses, const char *word);
/* Whether such a talk is part of the problem. */
bool statuses_take(const struct statuses *statuses, const char *word);
/* Says, with counts, what is left out and what had to be guessed. */
void statuses_say(const struct statuses *statuses);
void statuses_free(struct statuses *statuses);

#endif
