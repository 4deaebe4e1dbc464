/* Options that say how to solve. */
#include "cli/options.h"

#include <stdlib.h>
#include <string.h>

enum { THREADS_MOST = 64 };

static bool complain(struct diag_list *diags, const char *what, const char *given)
{
    return diag_error(diags, DIAG_USAGE, SRC_NOWHERE, "%s '%s'", what, given);
}

bool options_take_threads(struct diag_list *diags, const char *argument, uint32_t *threads)
{
    char *end = NULL;
    unsigned long n = strtoul(argument, &end, 10);
    if (strspn(argument, "0123456789") != strlen(argument) || n < 1 || n > THREADS_MOST) {
        return complain(diags, "not a number of threads from 1 to 64:", argument);
    }
    *threads = (uint32_t)n;
    return true;
}

bool options_take_engine(struct diag_list *diags, const char *argument, enum solve_engine *engine)
{
    static const char *const words[] = {"auto", "exact", "search"};
    for (size_t i = 0; i < BASE_COUNT(words); i++) {
        if (strcmp(argument, words[i]) == 0) {
            *engine = (enum solve_engine)i;
            return true;
        }
    }
    complain(diags, "unknown engine", argument);
    diag_suggest(diags, argument, words, BASE_COUNT(words));
    return false;
}

bool options_take_steps(struct diag_list *diags, const char *argument, unsigned *steps)
{
    static const char *const words[] = {"fix",        "cliques",   "rooms",    "hall",
                                        "components", "dominated", "symmetry", "all"};
    static const unsigned sets[] = {SOLVE_PRESOLVE_FIX,        SOLVE_PRESOLVE_CLIQUES,
                                    SOLVE_PRESOLVE_ROOMS,      SOLVE_PRESOLVE_HALL,
                                    SOLVE_PRESOLVE_COMPONENTS, SOLVE_PRESOLVE_DOMINATED,
                                    SOLVE_PRESOLVE_SYMMETRY,   SOLVE_PRESOLVE_ALL};
    while (true) {
        size_t length = strcspn(argument, ",");
        bool found = false;
        for (size_t i = 0; i < BASE_COUNT(words); i++) {
            if (strlen(words[i]) == length && strncmp(argument, words[i], length) == 0) {
                *steps |= sets[i];
                found = true;
            }
        }
        if (!found) {
            char *word = arena_text(&diags->arena, argument, length);
            complain(diags, "no step of presolve is called", word);
            diag_suggest(diags, word, words, BASE_COUNT(words));
            return false;
        }
        if (argument[length] == '\0') {
            return true;
        }
        argument += length + 1;
    }
}
