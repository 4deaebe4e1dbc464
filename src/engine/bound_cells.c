#include "engine/bound_cells.h"

#include "engine/bound_cells_program.h"
#include "engine/exact.h"
#include "engine/ilp_tighten.h"
#include "engine/solver_glpk.h"

enum {
    ROUNDS = 20, /* of squeezing */
    TIGHTEN_WORK = 30000000,
    YIELDS = 10,       /* for what takes as long as so many nodes */
    FIRST_NODES = 300, /* of branch and bound, … */
    MORE_NODES = 4,    /* … times so many when that was not enough */
    FIRST_GUESS = 64,
    LAST_GUESS = 1000000000,
    LEAST_STEP = 10, /* of what is left */
    LEAST_PART = 2,  /* as long as nothing is branched upon */
    NEAR = 8,        /* of what is open: begins with what was narrowed */
    STEPS = 1000,
};

struct counting {
    struct board *board;
    const struct search_index *index;
    const struct bound_options *options;
    struct ilp ilp;
    bool possible;       /* the program may have a solution */
    int64_t target;      /* what is left out costs as much, or more */
    int64_t most;        /* the program has a solution of this value: no bound will be higher */
    struct ilp kept;     /* a program that was narrowed, for solutions of less than … */
    int64_t kept_target; /* 0: none */
    bool from_kept;      /* the program is that, narrowed further */
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
static uint32_t fix_columns(struct counting *counting, const double *reduced, double least)
{
    struct ilp *ilp = &counting->ilp;
    double slack =
        bound_cells_program_dearest(ilp, counting->target) - least + 1e-6 * (1.0 + fabs(least));
    uint32_t n = 0;
    for (size_t c = 0; c < ilp->columns.n; c++) {
        struct ilp_column *column = &ilp->columns.v[c];
        double d = reduced[c], room = floor(slack / fabs(d) + 1e-6);
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
enum effort { EFFORT_RELAX, EFFORT_CUT, EFFORT_BRANCH };

/* What a relaxation, with cuts or without, says. */
struct view {
    enum solver_status status;
    double bound;
    uint32_t n_fixed; /* columns, by their reduced costs */
};

static struct view relax(struct counting *counting)
{
    struct solver_effort effort = {.stop = &counting->board->stop};
    struct solver_glpk *solver = solver_glpk_open(&counting->ilp);
    struct solver_relaxed relaxed = solver_glpk_relax(solver, NULL, &effort);
    struct view view = {relaxed.status, relaxed.bound, 0};
    if (relaxed.status == SOLVER_OPTIMAL) {
        raise(counting, relaxed.bound);
        view.n_fixed = fix_columns(counting, relaxed.reduced, relaxed.own_bound);
    }
    solver_glpk_close(solver);
    yield(counting, YIELDS);
    return view;
}

static void pass_cut_bound(void *context, double bound)
{
    raise(context, bound);
}

static void yield_round(void *context)
{
    yield(context, YIELDS);
}

static struct view cut(struct counting *counting)
{
    struct solver_hooks hooks = {
        .context = counting, .yield = yield_round, .bound = pass_cut_bound};
    struct solver_effort effort = {.stop = &counting->board->stop};
    double *reduced = base_alloc_zero(counting->ilp.columns.n + 1, sizeof(*reduced));
    struct solver_cuts cuts = solver_glpk_cut(&counting->ilp, &hooks, &effort, reduced);
    struct view view = {cuts.status, cuts.bound, 0};
    if (cuts.status == SOLVER_OPTIMAL) {
        view.n_fixed = fix_columns(counting, reduced, cuts.own_bound);
    }
    base_free(reduced);
    return view;
}

/* Narrows the program by turns: bounds, reduced costs, cuts. False: it has no solution. */
static bool squeeze(struct counting *counting, enum effort effort)
{
    const atomic_int *stop = &counting->board->stop;
    double bound = -ILP_OPEN;
    for (uint32_t round = 0; round < ROUNDS && atomic_load(stop) == 0; round++) {
        if (!ilp_tighten(&counting->ilp, TIGHTEN_WORK)) {
            return false;
        }
        struct view view = effort == EFFORT_RELAX ? relax(counting) : cut(counting);
        if (view.status == SOLVER_INFEASIBLE) {
            return false;
        }
        if (view.status != SOLVER_OPTIMAL || is_stale(counting)) {
            break;
        }
        bool many = 20UL * view.n_fixed > counting->ilp.columns.n;
        bool gained = view.bound - bound >= ((double)counting->target - view.bound) / 50;
        if (effort == EFFORT_RELAX ? !many : !gained && view.n_fixed == 0) {
            break;
        }
        bound = view.bound;
    }
    return true;
}

static void copy_program(struct ilp *to, const struct ilp *from)
{
    *to = (struct ilp){.gcd = from->gcd};
    for (size_t i = 0; i < from->columns.n; i++) {
        vec_push(&to->columns, from->columns.v[i]);
    }
    for (size_t i = 0; i < from->rows.n; i++) {
        vec_push(&to->rows, from->rows.v[i]);
    }
    for (size_t i = 0; i < from->entries.n; i++) {
        vec_push(&to->entries, from->entries.v[i]);
    }
}

static void drop_kept(struct counting *counting)
{
    if (counting->kept_target > 0) {
        ilp_free(&counting->kept);
        counting->kept_target = 0;
    }
}

/* The question's program: with cuts, from what is kept of one for a target that is not much
 * farther. False: there is none. */
static bool begin(struct counting *counting, int64_t target, enum effort effort)
{
    int64_t bound = board_bound(counting->board, counting->board->model->levels.soft);
    int64_t kept = counting->kept_target;
    counting->target = target;
    counting->from_kept = false;
    if (effort == EFFORT_RELAX || kept < target ||
        kept - bound > INT64_C(2) * NEAR * (target - bound)) {
        enum cells_program made = bound_cells_program_make(&counting->ilp, counting->index, target);
        counting->possible = made != CELLS_PROGRAM_IMPOSSIBLE;
        return made != CELLS_PROGRAM_NONE;
    }
    copy_program(&counting->ilp, &counting->kept);
    counting->possible = counting->from_kept = true;
    if (kept > target) {
        bound_cells_program_forbid(&counting->ilp, target);
        bound_cells_program_demand_less(&counting->ilp, target);
    }
    return true;
}

/* What has been narrowed for a target serves nearer ones, too. */
static void keep(struct counting *counting, int64_t target, enum effort effort)
{
    if (effort > EFFORT_RELAX && (!counting->from_kept || target >= counting->kept_target)) {
        drop_kept(counting);
        copy_program(&counting->kept, &counting->ilp);
        counting->kept_target = target;
    }
}

/* Where the next target is, and what to do about it, from what has been answered. */
struct ladder {
    int64_t step;
    int64_t open; /* the lowest target that was not answered "no" with this effort; INT64_MAX */
    enum effort effort;
    int64_t nodes; /* of branch and bound */
    int64_t left;  /* between the bound and the best that was known last */
};

/* Whether less than the target can be had. */
enum answer { ANSWER_NO, ANSWER_YES, ANSWER_OPEN, ANSWER_NONE };

static enum answer ask(struct counting *counting, int64_t target, const struct ladder *ladder)
{
    if (!begin(counting, target, ladder->effort)) {
        return ANSWER_NONE;
    }
    /* Squeezing the same program for the same target would find nothing new. */
    bool squeezed = counting->from_kept && counting->kept_target == target;
    if (!counting->possible || (!squeezed && !squeeze(counting, ladder->effort))) {
        raise(counting, (double)target);
        ilp_free(&counting->ilp);
        return ANSWER_NO;
    }
    keep(counting, target, ladder->effort);
    if (ladder->effort != EFFORT_BRANCH || is_stale(counting)) {
        ilp_free(&counting->ilp);
        return ANSWER_OPEN;
    }
    struct arena arena = ARENA_EMPTY;
    struct solver_limits limits = {
        .seconds = counting->options->seconds,
        .nodes = ladder->nodes,
        .pseudocosts = true,
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

/* The best that is known has become so much better that questions are easy again. */
static bool begins_anew(const struct ladder *ladder, int64_t bound, int64_t most)
{
    return ladder->effort > EFFORT_RELAX && most - bound < ladder->left / 4;
}

static int64_t next_target(struct ladder *ladder, int64_t bound, int64_t most)
{
    if (ladder->open <= bound) {
        ladder->open = INT64_MAX;
    } else if (ladder->open < INT64_MAX && ladder->open > most) {
        bool near = most - bound > (ladder->open - bound) / 2;
        ladder->open = near ? most : INT64_MAX; /* nearly the same question, or another one */
    }
    if (begins_anew(ladder, bound, most)) {
        ladder->effort = EFFORT_RELAX;
        ladder->open = INT64_MAX;
        ladder->step = most - bound;
    }
    if (ladder->open < INT64_MAX) {
        return bound + (ladder->open - bound - 1) / (ladder->effort == EFFORT_RELAX ? 2 : NEAR) + 1;
    }
    return ladder->step >= most - bound ? most : bound + ladder->step;
}

/* After an answer, where `left` is what is still open. */
static void go_on(struct ladder *ladder, enum answer answer, int64_t target, int64_t bound,
                  int64_t left)
{
    ladder->left = left;
    if (answer == ANSWER_NO) {
        ladder->step = ladder->step > left / 2 ? left : ladder->step * 2;
    } else {
        ladder->open = target;
    }
    int64_t part = ladder->effort == EFFORT_BRANCH ? LEAST_STEP : LEAST_PART;
    if (ladder->open < INT64_MAX && ladder->open - bound <= left / part + 1) {
        ladder->nodes *= ladder->effort == EFFORT_BRANCH ? MORE_NODES : 1;
        ladder->effort += ladder->effort < EFFORT_BRANCH;
        ladder->open = INT64_MAX;
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
    struct ladder ladder = {.step = FIRST_GUESS, .open = INT64_MAX, .nodes = FIRST_NODES};
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
        int64_t target = next_target(&ladder, bound, most);
        enum answer answer = ask(counting, target, &ladder);
        any = any || answer != ANSWER_NONE;
        if (answer == ANSWER_NONE) {
            break;
        }
        if (answer == ANSWER_OPEN && is_stale(counting)) {
            continue;
        }
        bound = board_bound(board, last);
        go_on(&ladder, answer, target, bound, most > bound ? most - bound : 1);
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
    bool any = climb(&counting);
    drop_kept(&counting);
    return any;
}
