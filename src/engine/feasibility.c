#include "engine/feasibility.h"

#include "confab/audit.h"
#include "core/rule.h"
#include "engine/board.h"
#include "engine/compile.h"
#include "engine/component.h"
#include "engine/expand.h"
#include "engine/presolve.h"
#include "engine/search.h"
#include "engine/solver_glpk.h"

enum {
    SLICE = 4000,           /* moves between looks at what has been found */
    FIRST_MOVES = 20000,    /* of the search; four times as many in each further turn */
    FIRST_NODES = 200,      /* of branch and bound; likewise */
    QUICK_NODES = 50,       /* the same, where a quick answer is wanted */
    ENTRIES_MOST = 2000000, /* of a program for GLPK; beyond, only the search is asked */
    QUICK_ENTRIES = 40000,  /* the same, where a quick answer is wanted */
    MOVES_PER_ENTRY = 1,    /* and so many moves more: loading takes GLPK time, too */
};

struct deciding {
    const struct feasibility_options *options;
    struct arena arena;       /* dropped at the end */
    struct placement *chosen; /* [choices] of the reduced model */
};

bool feasibility_is_over(const struct feasibility_options *options)
{
    return (options->stop != NULL && atomic_load(options->stop) != 0) ||
           (options->ends_s > 0 && board_clock_s() > options->ends_s);
}

static bool is_complete(const struct model *model, const int64_t *values)
{
    for (uint32_t k = 0; k < model->levels.n; k++) {
        if (model->levels.v[k].hard && values[k] > 0) {
            return false;
        }
    }
    return true;
}

/* ---- parts ---------------------------------------------------------------------------- */

/* `chosen`[choices] of the part. */
static bool search_more(const struct model *model, struct search *search, uint64_t moves,
                        const struct deciding *deciding, struct placement *chosen)
{
    struct search_limits limits = {
        .moves = SLICE, .ends_s = deciding->options->ends_s, .stop = deciding->options->stop};
    int64_t *values = base_alloc_zero(model->levels.n, sizeof(*values));
    bool found = false;
    for (uint64_t done = 0; done < moves && !found && !feasibility_is_over(deciding->options);
         done += SLICE) {
        search_go(search, &limits);
        found = search_best(search, chosen, values) && is_complete(model, values);
    }
    base_free(values);
    return found;
}

/* A program in which nothing may be left out; what later levels cost does not matter. */
static void build_program(const struct model *model, struct expansion *expansion, struct ilp *ilp)
{
    int64_t *allowed = base_alloc_zero(model->levels.n, sizeof(*allowed));
    uint32_t level = 0;
    while (level + 1 < model->levels.n && model->levels.v[level].hard) {
        level++;
    }
    expand_model(model, NULL, NULL, expansion);
    ilp_build(ilp, &expansion->model, level, allowed);
    base_free(allowed);
    for (size_t i = 0; i < ilp->columns.n; i++) {
        ilp->columns.v[i].objective = 0;
    }
}

static enum feasibility ask_glpk(const struct model *model, const struct ilp *ilp, int64_t nodes,
                                 struct deciding *deciding, struct placement *chosen)
{
    double left_s = deciding->options->ends_s - board_clock_s();
    struct solver_limits limits = {
        .seconds = deciding->options->ends_s <= 0 ? 0
                   : left_s > 1e-3                ? left_s
                                                  : 1e-3,
        .nodes = nodes,
        .stop = deciding->options->stop,
    };
    struct solver_result result = solver_glpk_solve(&deciding->arena, ilp, &limits);
    if (result.columns != NULL) {
        ilp_read_selection(ilp, result.columns, (uint32_t)model->choices.n, chosen);
        return FEASIBILITY_YES;
    }
    return result.status == SOLVER_INFEASIBLE ? FEASIBILITY_NO : FEASIBILITY_UNKNOWN;
}

static enum feasibility take_turns(const struct model *model, struct search *search,
                                   struct deciding *deciding, struct placement *chosen)
{
    struct expansion expansion;
    struct ilp ilp;
    bool built = false;
    int64_t entries = expand_estimate(model);
    int64_t most = deciding->options->quick ? QUICK_ENTRIES : ENTRIES_MOST;
    uint64_t moves = FIRST_MOVES + (uint64_t)(entries < most ? entries : most) * MOVES_PER_ENTRY;
    int64_t nodes = deciding->options->quick ? QUICK_NODES : FIRST_NODES;
    enum feasibility known = FEASIBILITY_UNKNOWN;
    for (uint32_t round = 0; known == FEASIBILITY_UNKNOWN && round < deciding->options->rounds &&
                             !feasibility_is_over(deciding->options);
         round++) {
        if (search_more(model, search, moves, deciding, chosen)) {
            known = FEASIBILITY_YES;
        } else if (entries <= most && !feasibility_is_over(deciding->options)) {
            if (!built) {
                build_program(model, &expansion, &ilp);
            }
            built = true;
            known = ask_glpk(model, &ilp, nodes, deciding, chosen);
        }
        moves *= 4;
        nodes *= 4;
    }
    if (built) {
        ilp_free(&ilp);
        expand_free(&expansion);
    }
    return known;
}

/* Something mandatory has no place at all. */
static bool is_hopeless(const struct model *model)
{
    for (size_t i = 0; i < model->unaries.n; i++) {
        const struct unary *unary = &model->unaries.v[i];
        if (unary->out && model->levels.v[unary->level].hard &&
            model->choices.v[unary->literal.choice.v].n == 0) {
            return true;
        }
    }
    return false;
}

static enum feasibility decide_part(const struct model *model, struct deciding *deciding,
                                    struct placement *chosen)
{
    if (is_hopeless(model)) {
        return FEASIBILITY_NO;
    }
    struct search_index *index = search_index_create(model);
    struct search *search = search_create(index, deciding->options->seed);
    enum feasibility known = take_turns(model, search, deciding, chosen);
    search_free(search);
    search_index_free(index);
    return known;
}

/* Parts in which nothing can be placed. */
static bool *find_empty(const struct model *model, const uint32_t *part_of, uint32_t n,
                        struct arena *arena)
{
    bool *is_empty = arena_array(arena, n, sizeof(*is_empty));
    for (uint32_t i = 0; i < n; i++) {
        is_empty[i] = true;
    }
    for (size_t c = 0; c < model->choices.n; c++) {
        is_empty[part_of[c]] = is_empty[part_of[c]] && model->choices.v[c].n == 0;
    }
    return is_empty;
}

/* One part that cannot be held is enough. */
static enum feasibility decide_parts(const struct model *model, struct deciding *deciding)
{
    size_t n_choices = model->choices.n;
    uint32_t *part_of = arena_array(&deciding->arena, n_choices, sizeof(*part_of));
    uint32_t *choice_of = arena_array(&deciding->arena, n_choices, sizeof(*choice_of));
    struct placement *chosen = arena_array(&deciding->arena, n_choices, sizeof(*chosen));
    uint32_t n = component_find(model, part_of);
    enum feasibility known = FEASIBILITY_YES;
    bool *is_empty = find_empty(model, part_of, n, &deciding->arena);
    for (size_t c = 0; c < n_choices; c++) {
        deciding->chosen[c] = PLACEMENT_OUT;
    }
    for (uint32_t i = 0; i < n && known != FEASIBILITY_NO; i++) {
        if (is_empty[i]) {
            continue;
        }
        struct model part;
        component_extract(model, part_of, i, &part, choice_of);
        enum feasibility one = decide_part(&part, deciding, chosen);
        known = one != FEASIBILITY_YES ? one : known;
        for (size_t c = 0; c < part.choices.n; c++) {
            deciding->chosen[choice_of[c]] = chosen[c];
        }
        model_free(&part);
    }
    return known;
}

/* ---- the whole -------------------------------------------------------------------------- */

static struct timetable read_timetable(struct arena *arena, const struct model *model,
                                       const struct placement *chosen)
{
    struct timetable timetable = timetable_create(arena, model->problem);
    for (uint32_t c = 0; c < model->choices.n; c++) {
        bool placed = !placement_is_out(chosen[c]);
        timetable.v[model->choices.v[c].event.v] =
            (struct assignment){placed, chosen[c].room, placed ? chosen[c].start_min : 0};
    }
    return timetable;
}

/* What the audit, which knows nothing of the model, says of it. */
static bool is_sound(const struct problem *problem, const struct timetable *timetable)
{
    struct score score = audit_timetable(problem, timetable);
    bool sound = score.n_hard == 0;
    score_free(&score);
    return sound;
}

enum feasibility feasibility_decide(const struct problem *problem,
                                    const struct feasibility_options *options, struct arena *arena,
                                    struct timetable *timetable)
{
    struct deciding deciding = {.options = options};
    if (options->tick != NULL) {
        options->tick(options->tick_context);
    }
    struct model model;
    struct presolve presolve;
    compile_model(problem, &model);
    enum feasibility known = FEASIBILITY_NO;
    if (!is_hopeless(&model)) {
        deciding.chosen = arena_array(&deciding.arena, model.choices.n, sizeof(*deciding.chosen));
        presolve_model(&presolve, &model, PRESOLVE_ALL);
        known = is_hopeless(&presolve.model) ? FEASIBILITY_NO
                                             : decide_parts(&presolve.model, &deciding);
        if (known == FEASIBILITY_YES) {
            presolve_lift(&presolve, &model, deciding.chosen);
            struct timetable found = read_timetable(arena, &model, deciding.chosen);
            known = is_sound(problem, &found) ? known : FEASIBILITY_UNKNOWN;
#ifdef CONFAB_DEBUG
            BUG_UNLESS(known == FEASIBILITY_YES);
#endif
            if (timetable != NULL) {
                *timetable = found;
            }
        }
        presolve_free(&presolve);
    }
    model_free(&model);
    arena_free(&deciding.arena);
    return known;
}
