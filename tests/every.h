/* All timetables of a tiny problem: five talks, two rooms, four slots an hour apart from ten
 * o'clock on 2026-05-14, in UTC, and nothing fixed. */
#ifndef TESTS_EVERY_H
#define TESTS_EVERY_H

#include "confab/timetable.h"

enum { EVERY_EVENTS = 5 };

struct every {
    struct assignment (*v)[EVERY_EVENTS]; /* those with nothing hard against them */
    int64_t *soft;                        /* what each costs at the last level */
    uint32_t n, cap;
};

/* Judged by the audit. */
struct every every_list(const struct problem *problem);
void every_free(struct every *every);
/* How many events are elsewhere. */
uint32_t every_count_moved(const struct assignment *a, const struct assignment *b);

#endif
