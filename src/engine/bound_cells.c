#include "engine/bound_cells.h"

#include "engine/bound_cells_model.h"
#include "engine/exact.h"
#include "engine/ilp_fold.h"
#include "engine/ilp_tighten.h"
#include "engine/solver_glpk.h"

#include <string.h>

enum {
    ROUNDS = 8, /* of squeezing */
    TIGHTEN_WORK = 30000000,
    YIELDS = 10,      /* for what takes as long as so many nodes */
    FIRST_NODES = 30, /* of branch and bound */
    FIRST_GUESS = 64,
    LAST_GUESS = 1000000000,
    LEAST_STEP = 10, /* of what is left */
    STEPS = 1000,
    SOLVE_ROWS = 60000,
};

struct counting {
    struct board *board;
    const struct search_index *index;
    const struct bound_options *options;
    struct ilp ilp;
    bool possible;  /* the program may have a solution */
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

/* The dearest that is less than the target: the program's values are multiples of its gcd, the
 * target, which comes from a problem with more rules, need be none. */
static double dearest_below(const struct ilp *ilp, int64_t target)
{
    return (double)(exact_round_bound((double)target, ilp->gcd) - ilp->gcd);
}

/* Only what costs less than the target, which is no less than all that is looked for. */
static void demand_less(struct ilp *ilp, int64_t target)
{
    struct ilp_row row = {.kind = ILP_ROW_LEVEL,
                          .lower = -ILP_OPEN,
                          .upper = dearest_below(ilp, target),
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

/* Whole counts, convex costs: units are whole numbers in one of the best solutions. */
static void count_units(struct ilp *ilp)
{
    for (size_t i = 0; i < ilp->columns.n; i++) {
        struct ilp_column *column = &ilp->columns.v[i];
        column->integer = column->integer || column->kind == ILP_UNIT;
    }
}

/* Only what is of one track and session, or of one class, is put together. */
static bool fold(struct counting *counting, const struct cells_model *derived,
                 const struct ilp *ilp)
{
    uint64_t *tags = base_alloc_zero(ilp->columns.n + 1, sizeof(*tags));
    for (size_t i = 0; i < ilp->columns.n; i++) {
        const struct ilp_column *column = &ilp->columns.v[i];
        bool of_choice =
            column->kind == ILP_PLACEMENT || column->kind == ILP_OUT || column->kind == ILP_START;
        tags[i] = 8 * (of_choice ? (uint64_t)derived->tags.v[column->a] : 0) + column->kind;
    }
    bool possible = ilp_fold(&counting->ilp, ilp, tags);
    base_free(tags);
    return possible;
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
        forbid_dear(&ilp, target);
        bound_cells_tie(&derived, &ilp);
        count_units(&ilp);
        counting->possible = fold(counting, &derived, &ilp);
        demand_less(&counting->ilp, target);
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

static void yield(const struct counting *counting, uint32_t times)
{
    for (uint32_t n = 0; n < times && counting->options->yield != NULL; n++) {
        counting->options->yield(counting->options->yield_context);
    }
}

/* Not worth going on with: what is known has become much better than the target. */
static bool is_stale(const struct counting *counting)
{
    int64_t value, now = board_bound(counting->board, counting->board->model->levels.soft);
    (void)known_value(counting->board, &value);
    return now >= counting->target || value < counting->target - (counting->target - now) / 4;
}

static bool pass_progress(bool has_incumbent, double incumbent, double bound, int64_t nodes,
                          void *context)
{
    struct counting *counting = context;
    (void)has_incumbent;
    (void)incumbent;
    (void)nodes;
    raise(counting, bound);
    yield(counting, 1);
    return !is_stale(counting);
}

/* By the linear relaxation's reduced costs: a column that leaves its bound then costs too much. */
static uint32_t fix_columns(struct counting *counting, const struct solver_relaxed *relaxed,
                            double least)
{
    struct ilp *ilp = &counting->ilp;
    double slack = dearest_below(ilp, counting->target) - least + 1e-6 * (1.0 + fabs(least));
    uint32_t n = 0;
    for (size_t c = 0; c < ilp->columns.n; c++) {
        struct ilp_column *column = &ilp->columns.v[c];
        double d = relaxed->reduced[c], room = floor(slack / fabs(d) + 1e-6);
        if (column->integer && d != 0 && room < column->upper - column->lower) {
            room = room > 0 ? room : 0;
            column->upper = d > 0 ? column->lower + room : column->upper;
            column->lower = d < 0 ? column->upper - room : column->lower;
            n++;
        }
    }
    return n;
}

/* What is done about a question. */
enum effort { EFFORT_RELAX, EFFORT_BRANCH, EFFORT_CUT };

/* The relaxation, and what follows from its reduced costs: `*fixed` columns. False: there is no
 * solution. */
static bool relax(struct counting *counting, uint32_t *fixed)
{
    struct solver_effort effort = {.stop = &counting->board->stop};
    struct solver_glpk *solver = solver_glpk_open(&counting->ilp);
    struct solver_relaxed relaxed = solver_glpk_relax(solver, NULL, &effort);
    *fixed = 0;
    if (relaxed.status == SOLVER_OPTIMAL) {
        raise(counting, relaxed.bound);
        *fixed = fix_columns(counting, &relaxed, relaxed.bound);
    }
    solver_glpk_close(solver);
    yield(counting, YIELDS);
    return relaxed.status != SOLVER_INFEASIBLE;
}

/* Narrows the program by turns: bounds, reduced costs, cuts. False: it has no solution. */
static bool squeeze(struct counting *counting, enum effort effort)
{
    const atomic_int *stop = &counting->board->stop;
    double bound = -ILP_OPEN;
    for (uint32_t round = 0; round < ROUNDS && atomic_load(stop) == 0; round++) {
        uint32_t fixed;
        if (!ilp_tighten(&counting->ilp, TIGHTEN_WORK) || !relax(counting, &fixed)) {
            return false;
        }
        if (is_stale(counting)) {
            break;
        }
        bool many = 20UL * fixed > counting->ilp.columns.n;
        if (effort != EFFORT_CUT && !many) {
            break;
        }
        if (effort != EFFORT_CUT) {
            continue;
        }
        struct solver_cuts cuts = solver_glpk_cut(&counting->ilp, stop);
        yield(counting, YIELDS);
        if (cuts.status == SOLVER_INFEASIBLE) {
            return false;
        }
        double gain = cuts.bound - bound, left = (double)counting->target - cuts.bound;
        if (cuts.status != SOLVER_LIMIT || (gain < left / 50 && !many)) {
            break;
        }
        bound = cuts.bound;
    }
    return true;
}

/* Where the next target is, and what to do about it, from what has been answered. */
struct ladder {
    int64_t step;
    enum effort effort;
    int64_t nodes; /* of branch and bound */
};

/* Whether less than the target can be had. */
enum answer { ANSWER_NO, ANSWER_YES, ANSWER_OPEN, ANSWER_NONE };

static enum answer ask(struct counting *counting, int64_t target, const struct ladder *ladder)
{
    counting->target = target;
    if (!build(counting, target)) {
        return ANSWER_NONE;
    }
    if (!counting->possible || !squeeze(counting, ladder->effort)) {
        raise(counting, (double)target);
        ilp_free(&counting->ilp);
        return ANSWER_NO;
    }
    if (ladder->effort == EFFORT_RELAX || is_stale(counting)) {
        ilp_free(&counting->ilp);
        return ANSWER_OPEN;
    }
    struct arena arena = ARENA_EMPTY;
    struct solver_limits limits = {
        .seconds = counting->options->seconds,
        .nodes = ladder->nodes,
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

static void go_on(struct ladder *ladder, enum answer answer, int64_t left)
{
    if (answer == ANSWER_NO) {
        ladder->step = ladder->step > left / 2 ? left : ladder->step * 2;
    } else if (ladder->step > left / (ladder->effort == EFFORT_CUT ? LEAST_STEP : 2) + 1) {
        ladder->step = (ladder->step < left ? ladder->step : left) / 3 + 1;
    } else {
        ladder->nodes *= ladder->effort == EFFORT_CUT ? 2 : 1;
        ladder->effort += ladder->effort < EFFORT_CUT;
        ladder->step = left;
    }
}

/* Is there anything better than the best that is known? When that is not answered soon, nearer
 * targets are: what costs as much as the target is out of the question then, so that the nearer it
 * is to the bound, the less is left. A "no" raises the bound to it, and the next is farther. While
 * nothing is known, targets are guessed. */
static bool climb(struct counting *counting)
{
    struct board *board = counting->board;
    uint32_t last = board->model->levels.soft;
    struct ladder ladder = {.step = FIRST_GUESS, .nodes = FIRST_NODES};
    bool any = false;
    counting->most = INT64_MAX;
    for (int64_t n = 0; n < STEPS && atomic_load(&board->stop) == 0; n++) {
        int64_t value, bound = board_bound(board, last);
        if (!known_value(board, &value)) {
            value = bound + (bound > FIRST_GUESS ? bound : FIRST_GUESS);
        }
        int64_t most = value < counting->most ? value : counting->most;
        if (bound >= most || bound > LAST_GUESS) {
            break;
        }
        int64_t target = ladder.step >= most - bound ? most : bound + ladder.step;
        enum answer answer = ask(counting, target, &ladder);
        any = any || answer != ANSWER_NONE;
        if (answer == ANSWER_NONE) {
            break;
        }
        if (answer == ANSWER_OPEN && is_stale(counting)) {
            continue;
        }
        bound = board_bound(board, last);
        go_on(&ladder, answer, most > bound ? most - bound : 1);
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
