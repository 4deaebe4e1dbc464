/* What several test programs share. */
#ifndef TESTS_SUPPORT_H
#define TESTS_SUPPORT_H

#include "base/rng.h"
#include "confab/diag.h"
#include "confab/timetable.h"

/* A problem from YAML text and all that it lives on. */
struct support_problem {
    struct source_set sources;
    struct diag_list diags;
    struct problem problem;
    bool loaded;
};

/* Loads `yaml` as the file "test.yaml"; prints the complaints when it cannot be loaded and
 * `must_load`. */
void support_load(struct support_problem *loaded, const char *yaml, bool must_load);
/* The same for up to four files laid over each other, all named "t.yaml"; they must load. */
struct support_problem support_load_over(const char *const *texts, uint32_t n);
void support_free(struct support_problem *loaded);

/* A problem's text as it is made up; {0} is empty. */
struct support_text {
    char v[16384];
    size_t n;
};
void support_add(struct support_text *text, const char *fmt, ...) BASE_PRINTF(2, 3);
bool support_chance(struct rng *rng, uint32_t percent);

/* A timetable in the problem's arena from "talk=room@09:30 other=attic@14:00+1" (+1: on the date
 * after the first); events that are not named are left out, fixed ones are in. Names that there are
 * not end the test. */
struct timetable support_place(struct problem *problem, const char *placements);
/* The event's index. */
uint32_t support_event(const struct problem *problem, const char *id);

/* A timetable, and what the audit must say of it about one rule. */
struct support_case {
    const char *name, *yaml, *placements, *rule;
    int64_t count, cost;
    uint32_t hard;    /* hard violations, events left out not among them */
    const char *says; /* part of the message of one of the rule's violations; NULL: none */
};
/* False, with the reason on stderr: the audit says otherwise. */
bool support_holds(const struct support_case *judged);

#endif
