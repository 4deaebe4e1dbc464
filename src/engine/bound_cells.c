#include "engine/bound_cells.h"

#include "engine/bound_cells_model.h"
#include "engine/exact.h"
#include "engine/ilp_fold.h"
#include "engine/solver_glpk.h"

#include <string.h>

enum { FIRST_NODES = 40, STEPS = 1000, SOLVE_ROWS = 60000 };

struct counting {
    struct board *board;
    const struct search_index *index;
    const struct bound_options *options;
    struct ilp ilp;
    int64_t target; /* what is left out costs as much, or more */
    int64_t most;   /* the program has a solution of this value: no bound will be higher */
};

/* The incumbent's value when it costs nothing at the levels before the last. */
static bool known_value(struct board *board, int64_t *value)
{
    uint32_t last = board->model->levels.soft;
    pthread_mutex_lock(&board->mutex);
    bool known = board->has_incumbent;
    for (uint32_t k = 0; k < last && known; k++) {
        known = board->values[k] == 0;
    }
    *value = known ? board->values[last] : INT64_MAX;
    pthread_mutex_unlock(&board->mutex);
    return known;
}

/* ---- the program ------------------------------------------------------------------------- */

/* A class counts up to its number of events in each session, and all of them somewhere. */
static void widen_classes(struct ilp *ilp, const struct cells_model *derived)
{
    uint32_t *row_of = base_alloc_zero(derived->model.choices.n + 1, sizeof(*row_of));
    for (size_t i = 0; i < ilp->rows.n; i++) {
        if (ilp->rows.v[i].kind == ILP_ROW_ONE) {
            row_of[ilp->rows.v[i].of] = (uint32_t)i;
        }
    }
    for (size_t i = 0; i < derived->classes.n; i++) {
        const struct cells_class *class = &derived->classes.v[i];
        uint32_t c = class->choice.v;
        for (uint32_t k = ilp->first[c]; k < ilp->first[c + 1]; k++) {
            ilp->columns.v[k].upper *= class->n;
        }
        ilp->columns.v[ilp->placements.n + c].upper *= class->n;
        ilp->rows.v[row_of[c]].lower = ilp->rows.v[row_of[c]].upper = class->n;
    }
    base_free(row_of);
}

/* That a track uses a cell or does not need not be said in a row. */
static void drop_use_rows(struct ilp *ilp, const struct cells_model *derived)
{
    uint32_t n_uses = (uint32_t)(derived->model.choices.n - derived->classes.n);
    size_t n_rows = 0, n_entries = 0;
    for (size_t i = 0; i < ilp->rows.n; i++) {
        struct ilp_row row = ilp->rows.v[i];
        if (row.kind == ILP_ROW_ONE && row.of < n_uses) {
            continue;
        }
        memmove(ilp->entries.v + n_entries, ilp->entries.v + row.first,
                row.n * sizeof(*ilp->entries.v));
        row.first = (uint32_t)n_entries;
        n_entries += row.n;
        ilp->rows.v[n_rows++] = row;
    }
    ilp->rows.n = n_rows;
    ilp->entries.n = n_entries;
    for (uint32_t c = 0; c < n_uses; c++) {
        struct ilp_column *out = &ilp->columns.v[ilp->placements.n + c];
        out->upper = 0.0;
        out->integer = false;
    }
}

/* What alone costs as much as is aimed at is no part of a better solution. */
static void forbid_dear(struct ilp *ilp, int64_t target)
{
    for (size_t i = 0; i < ilp->columns.n; i++) {
        struct ilp_column *column = &ilp->columns.v[i];
        if (column->integer && column->lower == 0.0 && column->objective >= (double)target) {
            column->upper = 0.0;
        }
    }
}

/* Only what costs less than the target, which is no less than all that is looked for. */
static void demand_less(struct ilp *ilp, int64_t target)
{
    struct ilp_row row = {.kind = ILP_ROW_LEVEL,
                          .lower = -ILP_OPEN,
                          .upper = (double)(exact_round_bound((double)target, ilp->gcd) - ilp->gcd),
                          .first = (uint32_t)ilp->entries.n};
    for (size_t i = 0; i < ilp->columns.n; i++) {
        if (ilp->columns.v[i].objective != 0) {
            struct ilp_entry entry = {(uint32_t)i, ilp->columns.v[i].objective};
            vec_push(&ilp->entries, entry);
        }
    }
    row.n = (uint32_t)ilp->entries.n - row.first;
    vec_push(&ilp->rows, row);
}

/* Only what is of one track and session, or of one class, is put together. */
static void fold(struct counting *counting, const struct cells_model *derived,
                 const struct ilp *ilp)
{
    uint64_t *tags = base_alloc_zero(ilp->columns.n + 1, sizeof(*tags));
    for (size_t i = 0; i < ilp->columns.n; i++) {
        const struct ilp_column *column = &ilp->columns.v[i];
        bool of_choice = column->kind == ILP_PLACEMENT || column->kind == ILP_OUT ||
                         column->kind == ILP_START;
        tags[i] = 8 * (of_choice ? (uint64_t)derived->tags.v[column->a] : 0) + column->kind;
    }
    ilp_fold(&counting->ilp, ilp, tags);
    base_free(tags);
}

/* False: it says nothing, or is too large. */
static bool build(struct counting *counting, int64_t target)
{
    struct cells_model derived;
    bound_cells_model_make(&derived, counting->index, target);
    bool any = derived.n_terms > 0;
    if (any) {
        uint32_t last = counting->board->model->levels.soft;
        int64_t *nothing = base_alloc_zero((size_t)last + 1, sizeof(*nothing));
        struct ilp ilp;
        ilp_build(&ilp, &derived.model, last, nothing);
        widen_classes(&ilp, &derived);
        drop_use_rows(&ilp, &derived);
        if (target < INT64_MAX) {
            forbid_dear(&ilp, target);
        }
        fold(counting, &derived, &ilp);
        if (target < INT64_MAX) {
            demand_less(&counting->ilp, target);
        }
        any = counting->ilp.rows.n <= SOLVE_ROWS;
        if (!any) {
            ilp_free(&counting->ilp);
        }
        ilp_free(&ilp);
        base_free(nothing);
    }
    bound_cells_model_free(&derived);
    return any;
}

/* ---- steps ---------------------------------------------------------------------------------- */

static void raise(struct counting *counting, double bound)
{
    if (bound > 0 && bound < ILP_OPEN) {
        int64_t rounded = exact_round_bound(bound, counting->ilp.gcd);
        rounded = rounded < counting->target ? rounded : counting->target;
        board_raise_bound(counting->board, counting->board->model->levels.soft, rounded,
                          BOARD_NOTHING, "cells");
    }
}

static void pass_progress(bool has_incumbent, double incumbent, double bound, int64_t nodes,
                          void *context)
{
    struct counting *counting = context;
    (void)has_incumbent;
    (void)incumbent;
    (void)nodes;
    raise(counting, bound);
    if (counting->options->yield != NULL) {
        counting->options->yield(counting->options->yield_context);
    }
}

/* Whether less than the target can be had. */
enum answer { ANSWER_NO, ANSWER_YES, ANSWER_OPEN, ANSWER_NONE };

static enum answer ask(struct counting *counting, int64_t target, int64_t nodes)
{
    counting->target = target;
    if (!build(counting, target)) {
        return ANSWER_NONE;
    }
    struct arena arena = ARENA_EMPTY;
    struct solver_limits limits = {
        .seconds = counting->options->seconds,
        .nodes = nodes,
        .cuts = true,
        .stop = &counting->board->stop,
        .progress = pass_progress,
        .progress_context = counting,
    };
    struct solver_result result = solver_glpk_solve(&arena, &counting->ilp, &limits);
    atomic_fetch_add(&counting->board->nodes, (unsigned long long)result.nodes);
    enum answer answer = ANSWER_OPEN;
    if (result.status == SOLVER_INFEASIBLE) {
        raise(counting, (double)target);
        answer = ANSWER_NO;
    } else if (result.status == SOLVER_OPTIMAL || result.status == SOLVER_FEASIBLE) {
        raise(counting, result.status == SOLVER_OPTIMAL ? result.value : result.bound);
        counting->most = (int64_t)nearbyint(result.value);
        answer = ANSWER_YES;
    } else if (result.status == SOLVER_LIMIT) {
        raise(counting, result.bound);
    } else {
        answer = ANSWER_NONE;
    }
    ilp_free(&counting->ilp);
    arena_free(&arena);
    return answer;
}

/* Is there anything better than the best that is known? When that is not answered soon, nearer
 * targets are: what costs as much as the target is out of the question then, so that the nearer it
 * is to the bound, the less is left. A "no" raises the bound to it, and the next is farther. */
static bool climb(struct counting *counting)
{
    struct board *board = counting->board;
    uint32_t last = board->model->levels.soft;
    int64_t nodes = FIRST_NODES, step = 0;
    bool any = false;
    counting->most = INT64_MAX;
    for (int64_t n = 0; n < STEPS && atomic_load(&board->stop) == 0; n++) {
        int64_t value, bound = board_bound(board, last);
        (void)known_value(board, &value);
        int64_t most = value < counting->most ? value : counting->most;
        if (bound >= most) {
            break;
        }
        int64_t target = n == 0 || step >= most - bound ? most : bound + step;
        enum answer answer = ask(counting, target, nodes);
        any = any || answer != ANSWER_NONE;
        if (answer == ANSWER_NONE || (answer == ANSWER_OPEN && target == INT64_MAX)) {
            break;
        }
        int64_t now = board_bound(board, last), left = most - now;
        if (n == 0) {
            step = (left + 1) / 2;
        } else if (answer == ANSWER_NO) {
            step *= 2;
        } else if (step > 1) {
            step = (step + 2) / 3;
        } else {
            nodes *= 2;
            step = (left + 7) / 8;
        }
    }
    return any;
}

bool bound_cells(struct board *board, const struct search_index *index,
                 const struct bound_options *options)
{
    if (!search_cells_rule(index)) {
        return false;
    }
    struct counting counting = {.board = board, .options = options, .index = index};
    return climb(&counting);
}
