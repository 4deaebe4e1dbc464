#include "support.h"

#include "confab/load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void support_load(struct support_problem *loaded, const char *yaml, bool must_load)
{
    *loaded = (struct support_problem){0};
    uint32_t file = source_add(&loaded->sources, "test.yaml", yaml, strlen(yaml));
    loaded->loaded = load_added(&loaded->sources, &file, 1, &loaded->diags, &loaded->problem);
    if (must_load && !loaded->loaded) {
        fputs(diag_render(&loaded->diags, &loaded->sources), stderr);
        abort();
    }
}

void support_free(struct support_problem *loaded)
{
    problem_free(&loaded->problem);
    diag_free(&loaded->diags);
    source_free(&loaded->sources);
}
