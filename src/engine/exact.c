#include "engine/exact.h"

#include "engine/expand.h"
#include "engine/solver_glpk.h"
#include "engine/symmetry.h"

#include <math.h>
#include <string.h>

struct exact {
    struct board *board;
    const struct exact_options *options;
    struct expansion expansion;
    struct symmetry symmetry;
    struct ilp ilp;
    uint32_t level;
    enum board_basis basis;
    int64_t *allowed;         /* [levels]: what the earlier ones may cost */
    struct placement *chosen; /* [choices] */
    struct exact_size *size;
    struct arena *arena;
    const char *failure;
};

int64_t exact_round_bound(double bound, int64_t gcd)
{
    if (!(bound > 0)) {
        return 0;
    }
    double multiples = ceil(bound / (double)gcd - 1e-6 * (1.0 + bound / (double)gcd) / 10.0);
    return (int64_t)multiples * gcd;
}

/* ---- what the solver asks and tells ------------------------------------------------------ */

static void pass_yield(void *context)
{
    struct exact *exact = context;
    if (exact->options->yield != NULL) {
        exact->options->yield(exact->options->yield_context);
    }
}

/* The incumbent's value at this level when it keeps to what the earlier ones may cost. */
static bool known_value(const struct exact *exact, int64_t *value)
{
    struct board *board = exact->board;
    pthread_mutex_lock(&board->mutex);
    bool fits = board->has_incumbent;
    for (uint32_t k = 0; k < exact->level && fits; k++) {
        fits = board->values[k] <= exact->allowed[k];
    }
    *value = fits ? board->values[exact->level] : 0;
    pthread_mutex_unlock(&board->mutex);
    return fits;
}

static double pass_cutoff(void *context)
{
    int64_t value;
    return known_value(context, &value) ? (double)value : ILP_OPEN;
}

static void pass_found(void *context, double value, const double *columns)
{
    (void)value;
    struct exact *exact = context;
    const struct model *model = exact->board->model;
    ilp_read_selection(&exact->ilp, columns, (uint32_t)model->choices.n, exact->chosen);
    (void)board_offer(exact->board, exact->chosen, "glpk");
}

/* The incumbent, from wherever it came. */
static bool pass_better(void *context, double value, double *columns)
{
    struct exact *exact = context;
    struct board *board = exact->board;
    int64_t known;
    if (!known_value(exact, &known) || (double)known >= value) {
        return false;
    }
    uint64_t version = 0;
    if (!board_take(board, &version, exact->chosen, NULL)) {
        return false;
    }
    if (exact->options->symmetry) {
        symmetry_sort(&exact->symmetry, (uint32_t)board->model->choices.n, exact->chosen);
    }
    ilp_write_selection(&exact->ilp, &exact->expansion.model, exact->chosen, columns);
    return true;
}

static void pass_bound(void *context, double bound)
{
    struct exact *exact = context;
    board_raise_bound(exact->board, exact->level, exact_round_bound(bound, exact->ilp.gcd),
                      exact->basis, "glpk");
}

/* ---- one level ------------------------------------------------------------------------------ */

static double seconds_left(const struct exact *exact)
{
    double ends_s = exact->options->ends_s;
    if (ends_s <= 0) {
        return 0;
    }
    double left = ends_s - board_clock_s();
    return left > 1e-3 ? left : 1e-3;
}

/* GLPK in one go. */
static struct solver_result solve_plainly(struct exact *exact)
{
    int64_t value;
    bool known = known_value(exact, &value);
    struct solver_limits limits = {
        .seconds = seconds_left(exact),
        .nodes = exact->options->nodes,
        .stop = &exact->board->stop,
        .gap = exact->level == exact->board->model->levels.soft ? exact->board->gap : 0,
        .has_known = known,
        .known = (double)value,
    };
    return solver_glpk_solve(exact->arena, &exact->ilp, &limits);
}

static struct solver_result solve_in_slices(struct exact *exact)
{
    struct solver_hooks hooks = {
        .context = exact,
        .yield = pass_yield,
        .cutoff = pass_cutoff,
        .better = pass_better,
        .found = pass_found,
        .bound = pass_bound,
    };
    struct solver_effort effort = {
        .nodes = exact->options->nodes,
        .seconds = seconds_left(exact),
        .stop = &exact->board->stop,
        .cuts = true,
        .gap = exact->level == exact->board->model->levels.soft ? exact->board->gap : 0,
    };
    struct solver_glpk *solver = solver_glpk_open(&exact->ilp);
    struct solver_relaxed relaxed = solver_glpk_relax(solver, &hooks, &effort);
    struct solver_result result = {
        .status = relaxed.status, .bound = relaxed.bound, .message = relaxed.message};
    if (relaxed.bound > 0) {
        pass_bound(exact, relaxed.bound);
    }
    if (relaxed.status == SOLVER_OPTIMAL) {
        effort.seconds = seconds_left(exact);
        result = solver_glpk_branch(solver, &hooks, &effort);
    }
    if (result.columns != NULL) {
        pass_found(exact, result.value, result.columns);
        result.columns = NULL;
    }
    if (result.message != NULL) {
        result.message = arena_print(exact->arena, "%s", result.message);
    }
    solver_glpk_close(solver);
    return result;
}

static enum solver_status solve_level(struct exact *exact, uint32_t level)
{
    exact->level = level;
    ilp_build(&exact->ilp, &exact->expansion.model, level, exact->allowed);
    if ((int64_t)exact->ilp.columns.n >= exact->size->columns) {
        exact->size->columns = (int64_t)exact->ilp.columns.n;
        exact->size->rows = (int64_t)exact->ilp.rows.n;
    }
    struct solver_result result =
        exact->options->plain ? solve_plainly(exact) : solve_in_slices(exact);
    if (result.columns != NULL) {
        pass_found(exact, result.value, result.columns);
    }
    atomic_fetch_add(&exact->board->nodes, (unsigned long long)result.nodes);
    int64_t value;
    bool known = known_value(exact, &value);
    if (result.status == SOLVER_INFEASIBLE && known) {
        BUG("level '%s' has no solution, but one is known",
            exact->board->model->levels.v[level].name);
    }
    if (result.status == SOLVER_OPTIMAL && known) {
        board_raise_bound(exact->board, level, value, exact->basis, "glpk");
    } else if (result.bound > 0 && result.status != SOLVER_INFEASIBLE) {
        pass_bound(exact, result.bound);
    }
    exact->failure = result.message;
    ilp_free(&exact->ilp);
    /* Nothing is left to search when the incumbent of the levels before costs no more here. */
    bool proven =
        result.status == SOLVER_LIMIT && known && board_bound(exact->board, level) == value;
    return proven ? SOLVER_OPTIMAL : result.status;
}

/* Levels `from` to `to`, one after the other, the ones before costing what is allowed. */
static enum solver_status solve_levels(struct exact *exact, uint32_t from, uint32_t to)
{
    enum solver_status status = SOLVER_OPTIMAL;
    for (uint32_t level = from; level <= to && status == SOLVER_OPTIMAL; level++) {
        status = solve_level(exact, level);
        if (status == SOLVER_OPTIMAL) {
            exact->allowed[level] = board_bound(exact->board, level);
        }
        exact->basis = BOARD_OPTIMUM;
    }
    return status;
}

/* Where to begin: after what is proven; else with nothing at the earlier levels. */
static uint32_t find_first(struct exact *exact)
{
    const struct levels *levels = &exact->board->model->levels;
    uint32_t last = levels->n - 1;
    uint32_t proven = board_proven_levels(exact->board, exact->allowed);
    uint32_t usual = levels->n_announced > 0 ? levels->announced : last;
    bool costs = false;
    for (uint32_t k = 0; k < proven; k++) {
        costs = costs || exact->allowed[k] > 0;
    }
    exact->basis = costs ? BOARD_OPTIMUM : BOARD_NOTHING;
    return proven > last ? last : proven > usual || costs ? proven : usual;
}

/* Announced events apart, nothing at the earlier levels is tried first. */
static enum solver_status solve_all(struct exact *exact)
{
    const struct levels *levels = &exact->board->model->levels;
    uint32_t to =
        exact->options->moves_only ? levels->announced + levels->n_announced - 1 : levels->n - 1;
    uint32_t first = find_first(exact);
    bool from_nothing = exact->basis == BOARD_NOTHING;
    enum solver_status status = solve_levels(exact, first, to);
    int64_t value;
    if (status == SOLVER_OPTIMAL && from_nothing && known_value(exact, &value)) {
        /* Nothing at the earlier levels: that is their bound too. */
        for (uint32_t k = 0; k < first; k++) {
            board_raise_bound(exact->board, k, 0, BOARD_NOTHING, "glpk");
        }
    } else if (status == SOLVER_INFEASIBLE) {
        board_reset_bounds(exact->board);
        memset(exact->allowed, 0, levels->n * sizeof(*exact->allowed));
        exact->basis = BOARD_OPTIMUM;
        status = solve_levels(exact, 0, to);
    }
    return status;
}

enum exact_status exact_solve(struct board *board, const struct exact_options *options,
                              struct exact_size *size, const char **failure, struct arena *arena)
{
    const struct model *model = board->model;
    struct exact exact = {.board = board, .options = options, .size = size, .arena = arena};
    exact.allowed = arena_array(arena, model->levels.n, sizeof(int64_t));
    exact.chosen = arena_array(arena, model->choices.n, sizeof(struct placement));
    expand_model(model, NULL, NULL, &exact.expansion);
    if (options->symmetry) {
        symmetry_find(&exact.symmetry, model);
        symmetry_add_order(&exact.symmetry, &exact.expansion.model);
    }
    enum solver_status status = solve_all(&exact);
    if (options->symmetry) {
        symmetry_free(&exact.symmetry);
    }
    expand_free(&exact.expansion);
    *failure = exact.failure;
    return status == SOLVER_FAILED                              ? EXACT_FAILED
           : status == SOLVER_OPTIMAL && board_is_proven(board) ? EXACT_DONE
                                                                : EXACT_STOPPED;
}
