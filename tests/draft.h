/* Random tiny problems as lines of YAML, rich in what one rule is about. */
#ifndef TESTS_DRAFT_H
#define TESTS_DRAFT_H

#include "base/rng.h"
#include "confab/base.h"

enum { DRAFT_LINES = 64, DRAFT_LINE_BYTES = 600 };

struct draft {
    struct rng rng;
    const char *rule;     /* the rule to be tested */
    const char *strength; /* "hard" or a weight */
    char lines[DRAFT_LINES][DRAFT_LINE_BYTES];
    bool dropped[DRAFT_LINES];
    uint32_t n;
    uint32_t n_rooms, n_talks, n_fixed, n_people, n_tracks;
    bool slots, sessions, two_days;
    bool tag_x, tag_y, content, sector; /* tags and groups that talks carry */
    char text[DRAFT_LINES * DRAFT_LINE_BYTES];
};

/* The problem of this seed: the same seed gives the same problem. */
void draft_problem(struct draft *draft, const char *rule, const char *strength, uint64_t seed);
/* The lines that are not dropped; borrowed, until the next call. */
const char *draft_render(struct draft *draft);

#endif
