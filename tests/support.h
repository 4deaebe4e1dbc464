/* What several test programs share. */
#ifndef TESTS_SUPPORT_H
#define TESTS_SUPPORT_H

#include "confab/diag.h"
#include "confab/problem.h"

/* A problem from YAML text and all that it lives on. */
struct support_problem {
    struct source_set sources;
    struct diag_list diags;
    struct problem problem;
    bool loaded;
};

/* Loads `yaml` as the file "test.yaml"; prints the complaints when it cannot be loaded and `must_load`. */
void support_load(struct support_problem *loaded, const char *yaml, bool must_load);
void support_free(struct support_problem *loaded);

#endif
