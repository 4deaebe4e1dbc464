/* Numbers for pairs of events, given as they are asked for: few of all pairs ever are. */
#ifndef RULES_PAIR_TABLE_H
#define RULES_PAIR_TABLE_H

#include "confab/problem.h"

#include <stddef.h>

/* Zero-initialise; end with pair_table_free(). */
struct pair_table {
    /* By number. */
    struct pair_of_events {
        struct event_id first, second; /* first < second */
    } * v;
    size_t n, cap;
    uint32_t *slots; /* numbers + 1, 0: none; found by hash, the next free one when it is taken */
    size_t n_slots;  /* a power of two, at least 2n */
};

/* The pair's number; a pair that is not known yet gets the next one, n before the call. */
uint32_t pair_table_number(struct pair_table *table, struct event_id a, struct event_id b);
void pair_table_free(struct pair_table *table);

#endif
