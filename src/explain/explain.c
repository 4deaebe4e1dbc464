#include "confab/explain.h"

#include "engine/board.h"
#include "explain/conflicts.h"
#include "explain/obvious.h"
#include "explain/repair.h"
#include "explain/variant.h"

enum { ROUNDS = 6, CONFLICT_ROUNDS = 2 };

/* Of the time, for conflicts: mostly they take a moment, and when they do not, more time seldom
 * helps. */
static const double CONFLICT_SHARE = 0.1;

struct telling {
    const struct explain_options *options;
    const struct explanation *explanation;
    double started_s;
};

static void tell(void *context)
{
    const struct telling *telling = context;
    const struct explanation *explanation = telling->explanation;
    struct arena arena = ARENA_EMPTY;
    const char *doing =
        arena_print(&arena, "%u plain cause%s, %u conflict%s, %u repair%s",
                    (unsigned)explanation->causes.n, explanation->causes.n == 1 ? "" : "s",
                    (unsigned)explanation->n_conflicts, explanation->n_conflicts == 1 ? "" : "s",
                    (unsigned)explanation->n_repairs, explanation->n_repairs == 1 ? "" : "s");
    telling->options->progress(board_clock_s() - telling->started_s, doing,
                               telling->options->progress_context);
    arena_free(&arena);
}

void explain_problem(const struct problem *problem, const uint32_t *files, uint32_t n_files,
                     const struct explain_options *options, struct explanation *explanation)
{
    *explanation = (struct explanation){.complete = true};
    struct arena *arena = &explanation->arena;
    double started_s = board_clock_s();
    struct telling telling = {options, explanation, started_s};
    struct feasibility_options asking = {
        .tick = options->progress != NULL ? tell : NULL,
        .tick_context = &telling,
        .seed = options->seed,
        .ends_s = options->time_limit_s > 0 ? started_s + options->time_limit_s : 0,
        .rounds = ROUNDS,
        .stop = options->stop,
    };
    struct problem hard = variant_create(arena, problem);
    variant_drop_wishes(arena, &hard);
    obvious_find(arena, &hard, &explanation->causes);
    enum feasibility known = explanation->causes.n > 0
                                 ? FEASIBILITY_NO
                                 : feasibility_decide(&hard, &asking, arena, NULL);
    explanation->status = known == FEASIBILITY_YES  ? EXPLAIN_FEASIBLE
                          : known == FEASIBILITY_NO ? EXPLAIN_INFEASIBLE
                                                    : EXPLAIN_UNKNOWN;
    explanation->complete = known != FEASIBILITY_UNKNOWN;
    if (known == FEASIBILITY_NO) {
        struct feasibility_options first = asking;
        first.rounds = CONFLICT_ROUNDS;
        first.ends_s = asking.ends_s <= 0 ? 0 : started_s + options->time_limit_s * CONFLICT_SHARE;
        struct conflicts conflicts = conflicts_find(&hard, &first, explanation);
        if (n_files > 0) {
            repair_find(&hard, &conflicts, files, n_files, &asking, explanation);
        }
    }
    explanation->seconds = board_clock_s() - started_s;
}

void explain_free(struct explanation *explanation)
{
    arena_free(&explanation->arena);
    *explanation = (struct explanation){.status = EXPLAIN_UNKNOWN};
}
