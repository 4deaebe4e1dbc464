#include "explain/ask.h"

#include "explain/obvious.h"

enum feasibility ask_feasible(const struct problem *problem,
                              const struct feasibility_options *options)
{
    struct arena arena = ARENA_EMPTY;
    struct explain_causes causes = {0};
    obvious_find(&arena, problem, &causes);
    enum feasibility known =
        causes.n > 0 ? FEASIBILITY_NO : feasibility_decide(problem, options, &arena, NULL);
    arena_free(&arena);
    return known;
}
