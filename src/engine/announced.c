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
static bool is_right(const struct board *part, const struct model *whole, int64_t guess)
{
    bool right = part->has_incumbent && part->values[whole->levels.announced] <= guess;
    for (size_t c = 0; c < whole->choices.n && right; c++) {
        right = !placement_is_out(part->chosen[c]) || whole->choices.v[c].n == 0;
    }
    return right;
}

/* The bounds of the smaller model are those of the whole. */
static void take_bounds(struct board *board, const struct board *part)
{
    const struct levels *levels = &board->model->levels;
    for (uint32_t k = 0; k < levels->n; k++) {
        /* With everything in its place nothing costs less before. */
        int64_t bound = k < levels->announced ? part->values[k] : part->bounds[k];
        board_raise_bound(board, k, bound, BOARD_OPTIMUM, "nearest");
        if (part->values[k] != bound) {
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
    bool right = is_right(&part, board->model, guess);
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
    bool tiny = model_count_placements(model) <= TINY_PLACEMENTS;
    bool *stays = base_alloc_zero(model->choices.n + 1, sizeof(*stays));
    struct placement *homes = base_alloc_zero(model->choices.n + 1, sizeof(*homes));
    struct nearest_limits limits = {
        .tries = options->tries > 0 ? options->tries
                 : tiny             ? TINY_TRIES
                                    : TRIES,
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
    bool quick =
        tiny && end == NEAREST_GUESSED && options->tries == 0; /* GLPK is, without a guess */
    if (!done && !quick && end != NEAREST_UNSUITED) {
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
