#include "engine/bound_cells.h"

#include "engine/bound_cells_model.h"
#include "engine/exact.h"
#include "engine/solver_glpk.h"

#include <string.h>

enum { SOLVE_NODES = 20000, SOLVE_ROWS = 60000 };

struct counting {
    struct board *board;
    const struct bound_options *options;
    struct cells_model derived;
    struct ilp ilp;
    int64_t ceiling; /* what is left out costs as much, or more */
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
static void widen_classes(struct counting *counting)
{
    struct ilp *ilp = &counting->ilp;
    const struct cells_model *derived = &counting->derived;
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
static void drop_use_rows(struct counting *counting)
{
    struct ilp *ilp = &counting->ilp;
    const struct cells_model *derived = &counting->derived;
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

/* What alone costs as much as the incumbent is no part of a better solution. */
static void forbid_dear(struct counting *counting)
{
    struct ilp *ilp = &counting->ilp;
    for (size_t i = 0; i < ilp->columns.n && counting->ceiling < INT64_MAX; i++) {
        struct ilp_column *column = &ilp->columns.v[i];
        if (column->integer && column->lower == 0.0 &&
            column->objective >= (double)counting->ceiling) {
            column->upper = 0.0;
        }
    }
}

/* ---- what the solver asks and tells ------------------------------------------------------- */

static void raise(struct counting *counting, int64_t bound)
{
    bound = bound < counting->ceiling ? bound : counting->ceiling;
    board_raise_bound(counting->board, counting->board->model->levels.soft, bound, BOARD_NOTHING,
                      "cells");
}

static void pass_bound(void *context, double bound)
{
    struct counting *counting = context;
    raise(counting, exact_round_bound(bound, counting->ilp.gcd));
}

/* The incumbent comes from a problem with more rules than the program has: the program's values,
 * all multiples of its gcd, need not meet the incumbent's. Those below it are looked for. */
static double pass_cutoff(void *context)
{
    const struct counting *counting = context;
    int64_t value;
    return known_value(counting->board, &value)
               ? (double)exact_round_bound((double)value, counting->ilp.gcd)
               : ILP_OPEN;
}

static void pass_yield(void *context)
{
    const struct counting *counting = context;
    if (counting->options->yield != NULL) {
        counting->options->yield(counting->options->yield_context);
    }
}

static void solve(struct counting *counting)
{
    struct solver_hooks hooks = {
        .context = counting, .yield = pass_yield, .cutoff = pass_cutoff, .bound = pass_bound};
    struct solver_effort effort = {
        .nodes = counting->options->rounds > 0 ? counting->options->rounds : SOLVE_NODES,
        .seconds = counting->options->seconds,
        .stop = &counting->board->stop,
        .cuts = true,
    };
    struct solver_glpk *solver = solver_glpk_open(&counting->ilp);
    struct solver_relaxed relaxed = solver_glpk_relax(solver, &hooks, &effort);
    if (relaxed.bound > 0) {
        pass_bound(counting, relaxed.bound);
    }
    if (relaxed.status == SOLVER_INFEASIBLE) {
        raise(counting, counting->ceiling);
    } else if (relaxed.status == SOLVER_OPTIMAL) {
        struct solver_result result = solver_glpk_branch(solver, &hooks, &effort);
        atomic_fetch_add(&counting->board->nodes, (unsigned long long)result.nodes);
        double cutoff = pass_cutoff(counting);
        if (result.status == SOLVER_OPTIMAL) {
            double bound = result.columns != NULL && result.value < cutoff ? result.value : cutoff;
            pass_bound(counting,
                       bound < (double)counting->ceiling ? bound : (double)counting->ceiling);
        } else if (result.status == SOLVER_INFEASIBLE) {
            raise(counting, counting->ceiling);
        } else if (result.bound > 0 && result.bound < ILP_OPEN) {
            pass_bound(counting, result.bound);
        }
    }
    solver_glpk_close(solver);
}

bool bound_cells(struct board *board, const struct search_index *index,
                 const struct bound_options *options)
{
    if (!search_cells_rule(index)) {
        return false;
    }
    struct counting counting = {.board = board, .options = options};
    (void)known_value(board, &counting.ceiling);
    bound_cells_model_make(&counting.derived, index, counting.ceiling);
    bool any = counting.derived.n_terms > 0;
    if (any) {
        struct arena arena = ARENA_EMPTY;
        int64_t *nothing = arena_array(&arena, board->model->levels.n, sizeof(*nothing));
        ilp_build(&counting.ilp, &counting.derived.model, board->model->levels.soft, nothing);
        widen_classes(&counting);
        drop_use_rows(&counting);
        forbid_dear(&counting);
        any = counting.ilp.rows.n <= SOLVE_ROWS;
        if (any) {
            solve(&counting);
        }
        ilp_free(&counting.ilp);
        arena_free(&arena);
    }
    bound_cells_model_free(&counting.derived);
    return any;
}
