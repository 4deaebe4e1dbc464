#include "engine/announced.h"

#include "engine/nearest.h"
#include "engine/presolve.h"

enum {
    TINY_PLACEMENTS = 2000, /* models that GLPK solves at once … */
    TINY_TRIES = 50000,     /* … get so many tries, … */
    FIRST_TRIES = 400000,   /* … others so many, … */
    TRIES = 5000000,        /* … and so many when it was not enough; … */
    HASTE_TRIES = 3000000,  /* … so many for some selection; … */
    TIES = 200000,          /* … so many to choose among what is equally near */
    LEAST_SHARE = 10,       /* of events announced, to look near at all: one in so many */
};

static const double guess_seconds = 30.0; /* where there is no limit */

/* A part goes on counting where the whole is, as the limit of work is for both. */
static void copy_counts(struct board *to, struct board *from)
{
    atomic_store(&to->moves, atomic_load(&from->moves));
    atomic_store(&to->nodes, atomic_load(&from->nodes));
    atomic_store(&to->work, atomic_load(&from->work));
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

struct announced {
    struct board *board;
    const struct optimise_options *options;
    struct arena *arena;
    struct optimise_result *result;
    struct nearest_rest rest;
    bool has_guessed; /* and what the first level costs then: */
    int64_t guessed;
};

/* The best so far, if it is one of the smaller model, too. */
static void offer_best(struct board *part, const struct board *board)
{
    bool fits = board->has_incumbent;
    for (uint32_t c = 0; c < board->model->choices.n && fits; c++) {
        fits = placement_is_out(board->chosen[c]) ||
               model_has_placement(part->model, (struct choice_id){c}, board->chosen[c]);
    }
    if (fits) {
        (void)board_offer(part, board->chosen, "nearest");
    }
}

/* What is known of the whole: a part's bounds need not be its. */
static void watch_whole(struct board *part, void *context)
{
    struct announced *a = context;
    copy_counts(a->board, part);
    a->options->watch(a->board, a->options->watch_context);
}

/* Everything that stays has one place left. True: it was solved for the whole, too, as far as it
 * was solved: the first of those levels costs no more than `most`. */
static bool optimise_rest(struct announced *a, const bool *stays, int64_t most, double ends_s)
{
    struct model model;
    struct board part;
    struct optimise_options options = *a->options;
    options.ends_s = ends_s;
    options.watch = a->options->watch == NULL ? NULL : watch_whole;
    options.watch_context = a;
    presolve_restrict(&model, a->board->model, stays, a->rest.homes);
    board_init(&part, &model, a->board->n_rules);
    part.gap = a->board->gap;
    part.complete_only = a->board->complete_only;
    copy_counts(&part, a->board);
    offer_best(&part, a->board);
    optimise_model(&part, &options, a->arena, a->result);
    bool right = is_right(&part, a->board->model, most);
    if (part.has_incumbent) {
        (void)board_offer(a->board, part.chosen, "nearest");
    }
    if (right) {
        take_bounds(a->board, &part);
    }
    copy_counts(a->board, &part);
    board_free(&part);
    model_free(&model);
    return right;
}

/* A guess gets a part of the time that is left. */
static double ends_early(const struct optimise_options *options)
{
    const double share = 0.3;
    double now_s = board_clock_s();
    return options->ends_s <= 0 ? now_s + guess_seconds : now_s + share * (options->ends_s - now_s);
}

/* So many tries, or fewer where the work is limited to so many thousand. */
static uint64_t limit_tries(const struct announced *a, uint64_t tries)
{
    uint64_t work = a->options->work, done = atomic_load(&a->board->work);
    uint64_t left = done < work ? (work - done) * 1000 : 0;
    return work > 0 && left < tries ? left : tries;
}

/* The tree, and what it leaves if the guess is right; the same guess is made once. True: that is
 * all there is to find. */
static bool look_near(struct announced *a, const struct search_index *index, uint64_t tries,
                      enum nearest_end *end)
{
    struct nearest_limits limits = {
        .tries = limit_tries(a, tries),
        .haste_tries = limit_tries(a, HASTE_TRIES),
        .ties = TIES,
        .ends_s = a->options->ends_s,
        .stop = a->options->stop,
    };
    *end = nearest_solve(a->board, index, &limits, &a->rest);
    if (*end != NEAREST_OPEN) {
        return *end == NEAREST_PROVEN;
    }
    const struct board *board = a->board;
    if (a->rest.has_best && board->values[board->model->levels.announced] <= a->rest.guess) {
        return optimise_rest(a, a->rest.stays, INT64_MAX, a->options->ends_s);
    }
    bool again = a->has_guessed && a->rest.guess <= a->guessed;
    a->has_guessed = true;
    a->guessed = a->rest.guess;
    return !again && optimise_rest(a, a->rest.guessed, a->rest.guess, ends_early(a->options));
}

/* Whether enough was announced for a search that begins with everything at home. */
static bool is_announced(const struct model *model)
{
    size_t n = 0;
    for (size_t c = 0; c < model->choices.n; c++) {
        n += problem_published(model->problem, model->choices.v[c].event) != NULL;
    }
    return n * LEAST_SHARE >= model->choices.n;
}

static void optimise_near(struct announced *a)
{
    const struct model *model = a->board->model;
    if (!is_announced(model)) {
        optimise_model(a->board, a->options, a->arena, a->result);
        return;
    }
    struct search_index *index = search_index_create(model);
    bool tiny = model_count_placements(model) <= TINY_PLACEMENTS;
    uint64_t tries = a->options->tries > 0 ? a->options->tries : tiny ? TINY_TRIES : FIRST_TRIES;
    enum nearest_end end;
    bool done = look_near(a, index, tries, &end);
    /* Where haste found nothing, more tries seldom do: it may be that not all can be placed. */
    bool hopeful = end == NEAREST_OPEN && a->rest.has_best && !tiny;
    if (!done && hopeful && a->result->failure == NULL) {
        done = look_near(a, index, a->options->tries > 0 ? a->options->tries : TRIES, &end);
    }
    search_index_free(index);
    if (done || a->result->failure != NULL) {
        return;
    }
    if (end == NEAREST_OPEN && a->rest.has_best) {
        (void)optimise_rest(a, a->rest.stays, INT64_MAX, a->options->ends_s);
    } else {
        optimise_model(a->board, a->options, a->arena, a->result);
    }
}

void announced_optimise(struct board *board, const struct optimise_options *options,
                        struct arena *arena, struct optimise_result *result)
{
    size_t n = board->model->choices.n + 1;
    struct announced announced = {
        .board = board, .options = options, .arena = arena, .result = result};
    struct nearest_rest *rest = &announced.rest;
    rest->homes = base_alloc_zero(n, sizeof(*rest->homes));
    rest->guessed = base_alloc_zero(n, sizeof(*rest->guessed));
    rest->stays = base_alloc_zero(n, sizeof(*rest->stays));
    *result = (struct optimise_result){0};
    optimise_near(&announced);
    result->searched = true;
    base_free(rest->homes);
    base_free(rest->guessed);
    base_free(rest->stays);
}
