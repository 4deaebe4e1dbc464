#include "engine/announced.h"

#include "engine/nearest.h"
#include "engine/presolve.h"

enum {
    TINY_PLACEMENTS = 2000, /* models that GLPK solves at once … */
    TINY_TRIES = 50000,     /* … get so many tries, … */
    TRIES = 5000000,        /* … others so many, … */
    TIES = 200000,          /* … and so many to choose among what is equally near */
};

static const double guess_seconds = 30.0; /* where there is no limit */

static void copy_counts(struct board *board, struct board *part)
{
    atomic_fetch_add(&board->moves, atomic_load(&part->moves));
    atomic_fetch_add(&board->nodes, atomic_load(&part->nodes));
    atomic_fetch_add(&board->work, atomic_load(&part->work));
}

/* Whether everything has its place and the first level about what has been announced costs no more
 * than was guessed: then whatever was taken away costs more. */
static bool is_right(const struct board *part, int64_t guess)
{
    uint32_t first = part->model->levels.announced;
    bool right = part->has_incumbent && part->values[first] <= guess;
    for (uint32_t k = 0; k < first && right; k++) {
        right = part->values[k] == part->bounds[k];
    }
    return right;
}

/* The bounds of the smaller model are those of the whole. */
static void take_bounds(struct board *board, const struct board *part)
{
    for (uint32_t k = 0; k < board->model->levels.n; k++) {
        board_raise_bound(board, k, part->bounds[k], BOARD_OPTIMUM, "nearest");
        if (part->values[k] != part->bounds[k]) {
            break;
        }
    }
}

/* Everything that stays has one place left. True: it was solved for the whole, too, as far as it
 * was solved. */
static bool optimise_rest(struct board *board, const struct optimise_options *options,
                          const bool *stays, const struct placement *homes, int64_t guess,
                          struct arena *arena, struct optimise_result *result)
{
    struct model model;
    struct board part;
    presolve_restrict(&model, board->model, stays, homes);
    board_init(&part, &model, board->n_rules);
    part.gap = board->gap;
    part.complete_only = board->complete_only;
    part.trace = board->trace;
    part.trace_context = board->trace_context;
    if (board->has_incumbent) {
        (void)board_offer(&part, board->chosen, "nearest");
    }
    optimise_model(&part, options, arena, result);
    bool right = is_right(&part, guess);
    if (part.has_incumbent) {
        (void)board_offer(board, part.chosen, "nearest");
    }
    if (right) {
        take_bounds(board, &part);
    }
    copy_counts(board, &part);
    board_free(&part);
    model_free(&model);
    return right;
}

/* A guess gets a part of the time that is left. */
static double ends_early(const struct optimise_options *options)
{
    const double share = 0.4;
    double now_s = board_clock_s();
    return options->ends_s <= 0 ? now_s + guess_seconds : now_s + share * (options->ends_s - now_s);
}

void announced_optimise(struct board *board, const struct optimise_options *options,
                        struct arena *arena, struct optimise_result *result)
{
    const struct model *model = board->model;
    if (!nearest_suits(model)) {
        optimise_model(board, options, arena, result);
        return;
    }
    bool tiny = model_count_placements(model) <= TINY_PLACEMENTS;
    bool *stays = base_alloc_zero(model->choices.n + 1, sizeof(*stays));
    struct placement *homes = base_alloc_zero(model->choices.n + 1, sizeof(*homes));
    struct nearest_limits limits = {
        .tries = tiny ? TINY_TRIES : TRIES,
        .ties = TIES,
        .ends_s = options->ends_s,
        .stop = options->stop,
    };
    struct search_index *index = search_index_create(model);
    int64_t guess;
    enum nearest_end end = nearest_solve(board, index, &limits, stays, homes, &guess);
    search_index_free(index);
    *result = (struct optimise_result){0};
    bool done = end == NEAREST_PROVEN;
    if (!done && !(tiny && end == NEAREST_GUESSED)) {
        struct optimise_options rest = *options;
        rest.ends_s = end == NEAREST_CLOSE ? options->ends_s : ends_early(options);
        done = optimise_rest(board, &rest, stays, homes, guess, arena, result) ||
               end == NEAREST_CLOSE || result->failure != NULL;
    }
    if (!done) {
        optimise_model(board, options, arena, result);
    }
    result->searched = true;
    base_free(stays);
    base_free(homes);
}
