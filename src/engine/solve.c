#include "confab/solve.h"

#include "confab/audit.h"
#include "core/rule.h"
#include "engine/announced.h"
#include "engine/compile.h"
#include "engine/component.h"
#include "engine/expand.h"
#include "engine/left_out.h"
#include "engine/optimise.h"
#include "engine/presolve.h"
#include "engine/solver_glpk.h"
#include "engine/verify.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A program of more coefficients is not written: it would take gigabytes. */
enum { EXPORT_ENTRIES = 60000000 };

struct solving {
    const struct solve_options *options;
    struct solve_result *result;
    struct model model;
    struct presolve presolve;
    struct arena arena; /* dropped with the run */
    double started_s;
    int64_t *values, *bounds; /* [levels]: of the components that are solved … */
    struct solve_level *now;  /* [levels]: … with the one that is being solved, for progress */
    struct placement *chosen; /* [choices] of the reduced model */
    bool has_timetable;       /* in every component so far */
    bool searched, exact;
    const char *failure;
};

static uint32_t count_threads(const struct solve_options *options)
{
    if (options->threads > 0) {
        return options->threads;
    }
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    return processors > 0 ? (uint32_t)processors : 1;
}

/* ---- progress ------------------------------------------------------------------------------ */

/* Within the board's mutex. */
static struct solve_progress describe(struct solving *run, const struct board_event *event)
{
    const struct levels *levels = &run->model.levels;
    for (uint32_t k = 0; k < levels->n; k++) {
        run->now[k] = (struct solve_level){levels->v[k].name, run->values[k] + event->values[k],
                                           run->bounds[k] + event->bounds[k]};
    }
    return (struct solve_progress){
        .seconds = board_clock_s() - run->started_s,
        .has_incumbent = run->has_timetable && event->has_incumbent,
        .levels = run->now,
        .n_levels = levels->n,
        .moves = run->result->moves + event->moves,
        .nodes = run->result->nodes + event->nodes,
        .by = event->by,
    };
}

static void pass_trace(const struct board_event *event, void *context)
{
    struct solving *run = context;
    struct solve_progress progress = describe(run, event);
    run->options->trace(&progress, run->options->trace_context);
}

static void pass_progress(struct board *board, void *context)
{
    struct solving *run = context;
    pthread_mutex_lock(&board->mutex);
    struct board_event event = {
        .has_incumbent = board->has_incumbent,
        .values = board->values,
        .bounds = board->bounds,
        .moves = atomic_load(&board->moves),
        .nodes = (int64_t)atomic_load(&board->nodes),
    };
    struct solve_progress progress = describe(run, &event);
    run->options->progress(&progress, run->options->progress_context);
    pthread_mutex_unlock(&board->mutex);
}

/* ---- solving ----------------------------------------------------------------------------------
 */

/* When this component's time is over: the time left is shared by placements. */
static double ends_at(const struct solving *run, int64_t placements, int64_t placements_left)
{
    if (run->options->time_limit_s <= 0) {
        return 0;
    }
    double now_s = board_clock_s();
    double left_s = run->started_s + run->options->time_limit_s - now_s;
    return now_s + left_s * (double)(placements + 1) / (double)(placements_left + 1);
}

/* Adds a component's result to the whole. */
static void collect(struct solving *run, struct board *board, const uint32_t *choice_of)
{
    const struct model *model = board->model;
    for (uint32_t k = 0; k < model->levels.n; k++) {
        run->bounds[k] += board->bounds[k];
        run->values[k] += board->values[k];
    }
    for (uint32_t c = 0; c < model->choices.n && board->has_incumbent; c++) {
        run->chosen[choice_of == NULL ? c : choice_of[c]] = board->chosen[c];
    }
    run->has_timetable = run->has_timetable && board->has_incumbent;
    run->result->moves += atomic_load(&board->moves);
    run->result->nodes += (int64_t)atomic_load(&board->nodes);
    if (board->has_incumbent && board->best_s - run->started_s > run->result->best_seconds) {
        run->result->best_seconds = board->best_s - run->started_s;
    }
}

/* What ended the search of a component, if not proof. */
static void note_end(struct solving *run, struct board *board,
                     const struct optimise_result *optimised)
{
    const struct solve_options *options = run->options;
    bool told = options->stop != NULL && atomic_load(options->stop) != 0;
    bool late = options->time_limit_s > 0 &&
                board_clock_s() > run->started_s + options->time_limit_s - 1e-3;
    bool worked = options->work_limit > 0 && atomic_load(&board->work) >= options->work_limit;
    if (!board_is_proven(board)) {
        run->result->end = told                   ? SOLVE_END_STOP
                           : optimised->too_large ? SOLVE_END_SIZE
                           : worked               ? SOLVE_END_WORK
                           : late                 ? SOLVE_END_TIME
                                                  : SOLVE_END_GAP;
    }
}

static void solve_component(struct solving *run, const struct model *model,
                            const uint32_t *choice_of, int64_t placements_left)
{
    struct board board;
    board_init(&board, model, rule_table_count());
    board.gap = run->options->gap;
    board.complete_only = run->options->complete_only;
    board.trace = run->options->trace != NULL ? pass_trace : NULL;
    board.trace_context = run;
    struct optimise_options options = {
        .engine = (enum optimise_engine)run->options->engine,
        .symmetry = (run->options->no_presolve & SOLVE_PRESOLVE_SYMMETRY) == 0,
        .threads = count_threads(run->options),
        .seed = run->options->seed,
        .work = run->options->work_limit,
        .ends_s = ends_at(run, model_count_placements(model), placements_left),
        .stop = run->options->stop,
        .watch = run->options->progress != NULL ? pass_progress : NULL,
        .watch_context = run,
    };
    struct optimise_result result;
    if (model->levels.n_announced > 0 && options.engine != OPTIMISE_EXACT) {
        announced_optimise(&board, &options, &run->arena, &result);
    } else {
        optimise_model(&board, &options, &run->arena, &result);
    }
    run->failure = result.failure;
    run->searched = run->searched || result.searched;
    run->exact = run->exact || result.exact;
    if (result.size.columns >= run->result->columns) {
        run->result->columns = result.size.columns;
        run->result->rows = result.size.rows;
    }
    note_end(run, &board, &result);
    collect(run, &board, choice_of);
    board_free(&board);
}

struct component_size {
    int64_t placements;
    uint32_t component;
};

static int compare_sizes(const void *a, const void *b)
{
    const struct component_size *x = a, *y = b;
    if (x->placements != y->placements) {
        return x->placements < y->placements ? -1 : 1;
    }
    return (x->component > y->component) - (x->component < y->component);
}

/* Small ones first: they take no time, and what they leave goes to the others. */
static uint32_t *order_components(struct solving *run, const uint32_t *component_of, uint32_t n)
{
    struct component_size *sizes = arena_array(&run->arena, n, sizeof(*sizes));
    uint32_t *order = arena_array(&run->arena, n, sizeof(*order));
    for (uint32_t i = 0; i < n; i++) {
        sizes[i].component = i;
    }
    for (size_t c = 0; c < run->presolve.model.choices.n; c++) {
        sizes[component_of[c]].placements += run->presolve.model.choices.v[c].n;
    }
    qsort(sizes, n, sizeof(*sizes), compare_sizes);
    for (uint32_t i = 0; i < n; i++) {
        order[i] = sizes[i].component;
    }
    return order;
}

static void solve_components(struct solving *run)
{
    const struct model *model = &run->presolve.model;
    uint32_t *component_of = arena_array(&run->arena, model->choices.n, sizeof(uint32_t));
    uint32_t *choice_of = arena_array(&run->arena, model->choices.n, sizeof(uint32_t));
    uint32_t n = (run->options->no_presolve & SOLVE_PRESOLVE_COMPONENTS) != 0
                     ? 1
                     : component_find(model, component_of);
    int64_t left = model_count_placements(model);
    run->has_timetable = true;
    if (n <= 1) {
        solve_component(run, model, NULL, left);
        return;
    }
    uint32_t *order = order_components(run, component_of, n);
    for (uint32_t i = 0; i < n && run->failure == NULL; i++) {
        struct model part;
        component_extract(model, component_of, order[i], &part, choice_of);
        solve_component(run, &part, choice_of, left);
        left -= model_count_placements(&part);
        model_free(&part);
    }
}

/* ---- what comes out -----------------------------------------------------------------------------
 */

static void fill_timetable(struct solving *run)
{
    struct solve_result *result = run->result;
    const struct model *model = &run->model;
    presolve_lift(&run->presolve, model, run->chosen);
    result->timetable = timetable_create(&result->arena, model->problem);
    for (uint32_t c = 0; c < model->choices.n; c++) {
        struct placement chosen = run->chosen[c];
        bool placed = !placement_is_out(chosen);
        result->timetable.v[model->choices.v[c].event.v] =
            (struct assignment){placed, chosen.room, placed ? chosen.start_min : 0};
    }
    result->has_timetable = true;
}

/* The audit judges; where it differs from the model, its figures count. */
static void judge(struct solving *run)
{
    struct solve_result *result = run->result;
    const struct model *model = &run->model;
    result->score = audit_timetable(model->problem, &result->timetable);
    struct model_score believed =
        model_evaluate(&run->arena, model, rule_table_count(), run->chosen);
    result->mismatch = verify_agreement(&result->arena, model, &believed, &result->score);
    for (uint32_t k = 0; k < model->levels.n && result->mismatch == NULL; k++) {
        if (believed.level_cost[k] != run->values[k]) {
            result->mismatch = arena_print(&result->arena, "level '%s' changed in presolve",
                                           model->levels.v[k].name);
        }
    }
#ifdef CONFAB_DEBUG
    if (result->mismatch != NULL) {
        BUG("model and audit disagree: %s", result->mismatch);
    }
#endif
    for (uint32_t k = 0; k < model->levels.n; k++) {
        run->values[k] = result->score.level_cost[k];
    }
    result->left_out = left_out_explain(&result->arena, model, run->chosen, &result->timetable,
                                        &result->n_left_out);
}

/* Bounds are for what the incumbent has at the earlier levels. Where that is not proven, selections
 * with less there may cost less here. */
static void drop_bounds(struct solving *run)
{
    bool holds = run->has_timetable;
    for (uint32_t k = 0; k < run->model.levels.n; k++) {
        run->bounds[k] = holds || k == 0 ? run->bounds[k] : 0;
        if (holds && run->bounds[k] > run->values[k] && run->result->mismatch == NULL) {
            run->result->mismatch =
                arena_print(&run->result->arena, "the bound of level '%s' is above its value",
                            run->model.levels.v[k].name);
        }
        holds = holds && run->values[k] == run->bounds[k];
    }
}

static enum solve_status find_status(const struct solving *run)
{
    const struct levels *levels = &run->model.levels;
    bool proven = run->result->mismatch == NULL;
    bool misses = !run->result->has_timetable;
    for (uint32_t k = 0; k < levels->n; k++) {
        if (levels->v[k].hard && run->bounds[k] > 0) {
            return SOLVE_INFEASIBLE;
        }
        misses = misses || (levels->v[k].hard && run->values[k] > 0);
        proven = proven && run->values[k] == run->bounds[k];
    }
    if (misses) {
        return SOLVE_UNKNOWN;
    }
    return proven ? SOLVE_OPTIMAL : SOLVE_FEASIBLE;
}

static void fill_levels(struct solving *run)
{
    struct solve_result *result = run->result;
    const struct levels *levels = &run->model.levels;
    result->n_levels = levels->n;
    result->levels = arena_array(&result->arena, levels->n, sizeof(*result->levels));
    for (uint32_t k = 0; k < levels->n; k++) {
        size_t length = strlen(levels->v[k].name);
        result->levels[k] = (struct solve_level){
            arena_text(&result->arena, levels->v[k].name, length),
            run->values[k],
            run->bounds[k],
        };
    }
    result->engine = run->searched && run->exact ? "search, glpk"
                     : run->searched             ? "search"
                                                 : "glpk";
}

/* ---- a run ---------------------------------------------------------------------------------- */

static void run_init(struct solving *run, const struct problem *problem,
                     const struct solve_options *options, struct solve_result *result)
{
    *result = (struct solve_result){.status = SOLVE_UNKNOWN, .engine = "glpk"};
    *run = (struct solving){.options = options, .result = result, .started_s = board_clock_s()};
    compile_model(problem, &run->model);
    presolve_model(&run->presolve, &run->model, PRESOLVE_ALL & ~options->no_presolve);
    run->values = arena_array(&run->arena, run->model.levels.n, sizeof(*run->values));
    run->bounds = arena_array(&run->arena, run->model.levels.n, sizeof(*run->bounds));
    run->now = arena_array(&run->arena, run->model.levels.n, sizeof(*run->now));
    run->chosen = arena_array(&run->arena, run->model.choices.n, sizeof(*run->chosen));
}

static void run_free(struct solving *run)
{
    presolve_free(&run->presolve);
    model_free(&run->model);
    arena_free(&run->arena);
}

bool solve_problem(const struct problem *problem, const struct solve_options *options,
                   struct solve_result *result)
{
    struct solving run;
    run_init(&run, problem, options, result);
    solve_components(&run);
    bool ran = run.failure == NULL;
    if (ran) {
        if (run.has_timetable) {
            fill_timetable(&run);
            judge(&run);
        }
        drop_bounds(&run);
        fill_levels(&run);
        result->status = find_status(&run);
    } else {
        result->failure = arena_print(&result->arena, "%s", run.failure);
    }
    result->seconds = board_clock_s() - run.started_s;
    run_free(&run);
    return ran;
}

void solve_free(struct solve_result *result)
{
    if (result->has_timetable) {
        score_free(&result->score);
    }
    arena_free(&result->arena);
    *result = (struct solve_result){0};
}

/* ---- export --------------------------------------------------------------------------------- */

/* Whether levels before `level` are solved; fills in what they may cost, in run->values. */
static bool find_allowed(struct solving *run, uint32_t level)
{
    if (level == 0) {
        return true;
    }
    solve_components(run);
    bool solved = run->failure == NULL && run->has_timetable;
    for (uint32_t k = 0; k < level && solved; k++) {
        solved = run->values[k] == run->bounds[k];
    }
    return solved;
}

static enum solve_exported export_level(struct solving *run, uint32_t level,
                                        enum solve_export format, const char *path,
                                        const char **message)
{
    bool solved = find_allowed(run, level);
    if (run->failure != NULL) {
        *message = "the solver failed";
        return SOLVE_EXPORT_FAILED;
    }
    if (!solved) {
        *message = "an earlier level could not be solved within the limits";
        return SOLVE_EXPORT_LIMIT;
    }
    if (expand_estimate(&run->presolve.model) > EXPORT_ENTRIES) {
        *message = "the program would have too many coefficients to be written (60 million)";
        return SOLVE_EXPORT_LARGE;
    }
    struct expansion expansion;
    struct ilp ilp;
    expand_model(&run->presolve.model, NULL, NULL, &expansion);
    ilp_build(&ilp, &expansion.model, level, run->values);
    bool written = solver_glpk_write(&ilp, format == SOLVE_EXPORT_MPS, path);
    ilp_free(&ilp);
    expand_free(&expansion);
    if (!written) {
        *message = "the file could not be written";
        return SOLVE_EXPORT_FAILED;
    }
    return SOLVE_EXPORTED;
}

enum solve_exported solve_export(const struct problem *problem, const struct solve_options *options,
                                 uint32_t level, enum solve_export format, const char *path,
                                 const char **message)
{
    struct solving run;
    struct solve_result result;
    /* However far from the optimum: only the earlier levels must be proven. */
    struct solve_options rough = *options;
    rough.gap = 1.0;
    run_init(&run, problem, &rough, &result);
    level = level == ID_NONE ? run.model.levels.n - 1 : level;
    BUG_UNLESS(level < run.model.levels.n);
    *message = NULL;
    enum solve_exported exported = export_level(&run, level, format, path, message);
    run_free(&run);
    arena_free(&result.arena);
    return exported;
}
