#include "confab/solve.h"

#include "confab/audit.h"
#include "core/rule.h"
#include "engine/anneal.h"
#include "engine/compile.h"
#include "engine/left_out.h"
#include "engine/solver_glpk.h"
#include "engine/verify.h"

#include <math.h>
#include <string.h>
#include <time.h>

enum {
    ANNEAL_FROM = 4000, /* placements */
    ANNEAL_MOVES = 50,  /* for each placement */
    ANNEAL_MOST = 5000000,
};

/* Of the time, for trying the last level at once when the incumbent leaves events out. */
static const double FIRST_SHARE = 0.5;

struct run {
    const struct solve_options *options;
    struct solve_result *result;
    struct model model;
    struct arena arena; /* solutions, dropped with the run */
    double started;
    const char *level_name; /* for progress */
    int64_t *allowed;       /* [levels]: what earlier levels may cost */
    int64_t *bounds;        /* [levels] */
    uint32_t *chosen;       /* [choices]: the incumbent; NULL: none yet */
    int64_t *values;        /* [levels]: what it costs */
    const char *failure;
};

static double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void pass_progress(bool has_incumbent, double incumbent, double bound, int64_t nodes,
                          void *context)
{
    const struct run *run = context;
    struct solve_progress progress = {
        now_s() - run->started, has_incumbent, run->level_name, incumbent, bound, nodes,
    };
    run->options->progress(&progress, run->options->progress_context);
}

/* Whether any time is left; `seconds` is what is, 0 without a limit. */
static bool time_left(const struct run *run, double *seconds)
{
    *seconds = 0;
    if (run->options->stop != NULL && *run->options->stop != 0) {
        return false;
    }
    if (run->options->time_limit_s > 0) {
        *seconds = run->options->time_limit_s - (now_s() - run->started);
        return *seconds > 0;
    }
    return true;
}

/* Every solution's value is a multiple of the gcd, so a bound may be rounded up to one. */
static int64_t round_bound(double bound, int64_t gcd)
{
    if (!(bound > 0)) {
        return 0;
    }
    double multiples = ceil(bound / (double)gcd - 1e-6 * (1.0 + bound / (double)gcd) / 10.0);
    return (int64_t)multiples * gcd;
}

static void read_choices(const struct model *model, const double *columns, uint32_t *chosen)
{
    for (uint32_t c = 0; c < model->choices.n; c++) {
        const struct choice *choice = &model->choices.v[c];
        chosen[c] = model_out(model, (struct choice_id){c});
        for (uint32_t i = choice->first; i < choice->first + choice->n; i++) {
            if (columns[i] > 0.5) {
                chosen[c] = i;
            }
        }
    }
}

/* Keeps the selection when it is better than the incumbent, level by level. */
static void offer(struct run *run, uint32_t *chosen)
{
    const struct levels *levels = &run->model.levels;
    struct model_score score = model_evaluate(&run->arena, &run->model, rule_table_count(), chosen);
    bool better = run->chosen == NULL;
    for (uint32_t k = 0; !better && k < levels->n; k++) {
        if (score.level_cost[k] != run->values[k]) {
            better = score.level_cost[k] < run->values[k];
            break;
        }
    }
    if (better) {
        run->chosen = chosen;
        memcpy(run->values, score.level_cost, levels->n * sizeof(*run->values));
    }
}

/* GLPK alone proves small problems in milliseconds; on larger ones it may find nothing for minutes.
 * Annealing gives those an incumbent first. */
static void anneal(struct run *run)
{
    const struct model *model = &run->model;
    double seconds;
    if (model->placements.n < ANNEAL_FROM || !time_left(run, &seconds)) {
        return;
    }
    uint64_t moves = (uint64_t)model->placements.n * ANNEAL_MOVES;
    struct anneal_limits limits = {
        .seed = run->options->seed,
        .moves = moves < ANNEAL_MOST ? moves : ANNEAL_MOST,
        .seconds = seconds / 4,
        .stop = run->options->stop,
    };
    uint32_t *chosen = arena_array(&run->arena, model->choices.n, sizeof(*chosen));
    if (anneal_model(model, &limits, chosen)) {
        offer(run, chosen);
        run->result->engine = "annealing, glpk";
    }
}

/* Whether the incumbent costs no more at the levels before `level` than is allowed. */
static bool incumbent_fits(const struct run *run, uint32_t level)
{
    bool fits = run->chosen != NULL;
    for (uint32_t k = 0; fits && k < level; k++) {
        fits = run->values[k] <= run->allowed[k];
    }
    return fits;
}

static void count_program(struct run *run, const struct ilp *ilp, int64_t nodes)
{
    struct solve_result *result = run->result;
    result->nodes += nodes;
    if ((int64_t)ilp->columns.n >= result->columns) {
        result->columns = (int64_t)ilp->columns.n;
        result->rows = (int64_t)ilp->rows.n;
    }
}

/* Solves the program of one level; a solution is offered as the incumbent. `share` of the time that
 * is left may be used. */
static enum solver_status solve_level(struct run *run, uint32_t level, double share)
{
    struct model *model = &run->model;
    bool fits = incumbent_fits(run, level);
    double seconds;
    if (!time_left(run, &seconds)) {
        return fits ? SOLVER_FEASIBLE : SOLVER_LIMIT;
    }
    struct ilp ilp;
    ilp_build(&ilp, model, level, run->allowed);
    run->level_name = model->levels.v[level].name;
    struct solver_limits limits = {
        .seconds = seconds * share,
        .gap = level == model->levels.soft ? run->options->gap : 0,
        .stop = run->options->stop,
        .has_known = fits,
        .known = fits ? (double)run->values[level] : 0,
        .progress = run->options->progress != NULL ? pass_progress : NULL,
        .progress_context = run,
    };
    struct solver_result solved = solver_glpk_solve(&run->arena, &ilp, &limits);
    count_program(run, &ilp, solved.nodes);
    if (solved.columns != NULL) {
        uint32_t *chosen = arena_array(&run->arena, model->choices.n, sizeof(*chosen));
        read_choices(model, solved.columns, chosen);
        offer(run, chosen);
    }
    int64_t bound = round_bound(solved.bound, ilp.gcd);
    run->bounds[level] = solved.status == SOLVER_OPTIMAL ? run->values[level] : bound;
    run->failure = solved.message;
    ilp_free(&ilp);
    if (solved.status == SOLVER_INFEASIBLE && fits) {
        BUG("level '%s' has no solution, but one is known", model->levels.v[level].name);
    }
    return solved.status == SOLVER_LIMIT && fits ? SOLVER_FEASIBLE : solved.status;
}

/* Level after level, each with the earlier ones at their optimum. */
static enum solver_status solve_in_order(struct run *run, uint32_t n_levels)
{
    enum solver_status status = SOLVER_OPTIMAL;
    memset(run->bounds, 0, run->model.levels.n * sizeof(*run->bounds));
    for (uint32_t level = 0; level < n_levels && status == SOLVER_OPTIMAL; level++) {
        status = solve_level(run, level, 1.0);
        run->allowed[level] = run->values[level];
    }
    return status;
}

/* Most problems can be solved with nothing at all at the earlier levels, where no value is below 0:
 * so that is tried first, on the last level at once. Otherwise the levels are solved one after the
 * other. False: the engine failed. */
static bool solve_levels(struct run *run)
{
    uint32_t last = run->model.levels.n - 1;
    anneal(run);
    enum solver_status status = solve_level(
        run, last, run->chosen == NULL || incumbent_fits(run, last) ? 1.0 : FIRST_SHARE);
    if (status == SOLVER_INFEASIBLE || status == SOLVER_LIMIT) {
        status = solve_in_order(run, last + 1);
    }
    return status != SOLVER_FAILED;
}

static void fill_timetable(struct run *run)
{
    struct solve_result *result = run->result;
    const struct model *model = &run->model;
    result->timetable = timetable_create(&result->arena, model->problem);
    for (uint32_t c = 0; c < model->choices.n; c++) {
        uint32_t chosen = run->chosen[c];
        bool placed = chosen < model->placements.n;
        struct placement placement =
            placed ? model->placements.v[chosen] : (struct placement){{ID_NONE}, 0};
        result->timetable.v[model->choices.v[c].event.v] =
            (struct assignment){placed, placement.room, placement.start_min};
    }
    result->has_timetable = true;
}

/* The audit judges; where it differs from the model, its figures count. */
static void judge(struct run *run)
{
    struct solve_result *result = run->result;
    const struct model *model = &run->model;
    result->score = audit_timetable(model->problem, &result->timetable);
    struct model_score believed =
        model_evaluate(&run->arena, model, rule_table_count(), run->chosen);
    result->mismatch = verify_agreement(&result->arena, model, &believed, &result->score);
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

static enum solve_status find_status(const struct run *run)
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

static void fill_levels(struct run *run)
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
}

static void run_init(struct run *run, const struct problem *problem,
                     const struct solve_options *options, struct solve_result *result)
{
    *result = (struct solve_result){.status = SOLVE_UNKNOWN, .engine = "glpk"};
    *run = (struct run){.options = options, .result = result, .started = now_s()};
    compile_model(problem, &run->model);
    run->allowed = arena_array(&run->arena, run->model.levels.n, sizeof(*run->allowed));
    run->values = arena_array(&run->arena, run->model.levels.n, sizeof(*run->values));
    run->bounds = arena_array(&run->arena, run->model.levels.n, sizeof(*run->bounds));
}

static void run_free(struct run *run)
{
    model_free(&run->model);
    arena_free(&run->arena);
}

bool solve_problem(const struct problem *problem, const struct solve_options *options,
                   struct solve_result *result)
{
    struct run run;
    run_init(&run, problem, options, result);
    bool ran = solve_levels(&run);
    if (ran) {
        if (run.chosen != NULL) {
            fill_timetable(&run);
            judge(&run);
        }
        fill_levels(&run);
        result->status = find_status(&run);
    } else {
        result->failure = arena_print(&result->arena, "%s", run.failure);
    }
    result->seconds = now_s() - run.started;
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

/* What the levels before `level` may cost, as solve_levels() would find it. */
static enum solver_status find_allowed(struct run *run, uint32_t level)
{
    if (level == 0) {
        return SOLVER_OPTIMAL;
    }
    anneal(run);
    enum solver_status status = solve_level(run, level - 1, 1.0);
    if (status == SOLVER_OPTIMAL && run->values[level - 1] == 0) {
        return status;
    }
    return status == SOLVER_OPTIMAL || status == SOLVER_INFEASIBLE ? solve_in_order(run, level)
                                                                   : status;
}

static enum solve_exported export_level(struct run *run, uint32_t level, enum solve_export format,
                                        const char *path, const char **message)
{
    enum solver_status status = find_allowed(run, level);
    if (status == SOLVER_FAILED) {
        *message = "the solver failed";
        return SOLVE_EXPORT_FAILED;
    }
    if (status != SOLVER_OPTIMAL) {
        *message = "an earlier level could not be solved within the limits";
        return SOLVE_EXPORT_LIMIT;
    }
    struct ilp ilp;
    ilp_build(&ilp, &run->model, level, run->allowed);
    bool written = solver_glpk_write(&ilp, format == SOLVE_EXPORT_MPS, path);
    ilp_free(&ilp);
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
    struct run run;
    struct solve_result result;
    run_init(&run, problem, options, &result);
    level = level == ID_NONE ? run.model.levels.n - 1 : level;
    BUG_UNLESS(level < run.model.levels.n);
    *message = NULL;
    enum solve_exported exported = export_level(&run, level, format, path, message);
    run_free(&run);
    arena_free(&result.arena);
    return exported;
}
