/* Random tiny problems, for every rule: the model's costs are the audit's, candidate placements are
 * what the audit allows, and the solver finds what trying everything finds, with the audit as the
 * judge. A problem that fails is shrunk line by line and printed. CONFAB_ORACLE=n: that many
 * problems per rule and strength, the solver's half of them; CONFAB_ORACLE_RULE=id: of this rule
 * only; CONFAB_ORACLE_FIRST=n: seeds from n on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/rng.h"
#include "base/vec.h"
#include "confab/audit.h"
#include "confab/solve.h"
#include "core/rule.h"
#include "draft.h"
#include "engine/compile.h"
#include "revise/revise.h"
#include "support.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PROBLEMS = 500, SOLVED = 25, TIMETABLES = 12, BRUTE_MAX = 4000, FAILURE_BYTES = 400 };

/* ---- the three checks ---------------------------------------------------------------------- */

static const char *current = ""; /* the problem at hand, for a run that aborts */

static void on_abort(int signal_number)
{
    (void)signal_number;
    ssize_t written = write(STDERR_FILENO, current, strlen(current));
    (void)written;
}

struct trial {
    struct arena arena;
    const struct problem *problem;
    struct model model;
    struct rng rng;
    uint32_t seed;
    uint32_t tested; /* the rule that the problem is about */
    bool fired;      /* it found something */
    bool tried;      /* all timetables were tried */
    char failure[FAILURE_BYTES];
};

BASE_PRINTF(2, 3) static bool fails(struct trial *trial, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    vsnprintf(trial->failure, FAILURE_BYTES, fmt, args);
    va_end(args);
    return false;
}

/* Hard violations of the timetable by rules of the family. */
static uint32_t count_hard(const struct score *score, enum rule_family family)
{
    uint32_t n = 0;
    for (uint32_t r = 0; r < rule_table_count(); r++) {
        n += rule_table_at(r)->family == family ? score->rules[r].hard : 0;
    }
    return n;
}

static bool compare_scores(struct trial *trial, const struct score *score,
                           const struct model_score *model)
{
    /* What other rules compile takes it for granted. */
    uint32_t granted = rule_table_find("window-one-track");
    if (score->rules[granted].hard > 0 && model->rule_broken[granted] > 0) {
        return true;
    }
    for (uint32_t r = 0; r < rule_table_count(); r++) {
        if ((score->rules[r].hard > 0) != (model->rule_broken[r] > 0)) {
            return fails(trial, "%s: audit has %u hard violations, model %u broken ranges",
                         rule_table_at(r)->id, (unsigned)score->rules[r].hard,
                         (unsigned)model->rule_broken[r]);
        }
    }
    for (uint32_t i = 0; i < score->levels.n; i++) {
        if (score->level_cost[i] != model->level_cost[i]) {
            return fails(trial, "level %s: audit %lld, model %lld", score->levels.v[i].name,
                         (long long)score->level_cost[i], (long long)model->level_cost[i]);
        }
    }
    for (uint32_t r = 0; r < rule_table_count(); r++) {
        if (score->rules[r].cost != model->rule_cost[r]) {
            return fails(trial, "%s: audit costs %lld, model %lld", rule_table_at(r)->id,
                         (long long)score->rules[r].cost, (long long)model->rule_cost[r]);
        }
    }
    return true;
}

/* A random selection, and the timetable that it is. */
static void draw_timetable(struct trial *trial, struct placement *chosen,
                           struct timetable *timetable)
{
    const struct model *model = &trial->model;
    for (uint32_t c = 0; c < model->choices.n; c++) {
        uint32_t n = model->choices.v[c].n;
        bool out = n == 0 || rng_below(&trial->rng, 100) < 12;
        chosen[c] = PLACEMENT_OUT;
        timetable->v[c].placed = !out;
        if (!out) {
            chosen[c] = model_placement_at(model, (struct choice_id){c}, rng_below(&trial->rng, n));
            timetable->v[c].room = chosen[c].room;
            timetable->v[c].start_min = chosen[c].start_min;
        }
    }
}

/* (1) On random timetables over the candidate placements, model and audit agree. */
static bool check_costs(struct trial *trial)
{
    const struct model *model = &trial->model;
    struct placement *chosen = arena_array(&trial->arena, model->choices.n, sizeof(*chosen));
    struct timetable timetable = timetable_create(&trial->arena, trial->problem);
    for (uint32_t round = 0; round < TIMETABLES; round++) {
        draw_timetable(trial, chosen, &timetable);
        struct arena arena = ARENA_EMPTY;
        struct score score = audit_timetable(trial->problem, &timetable);
        struct model_score costs = model_evaluate(&arena, model, rule_table_count(), chosen);
        bool same = compare_scores(trial, &score, &costs);
        trial->fired = trial->fired || score.rules[trial->tested].count > 0;
        if (same && count_hard(&score, RULE_PLACEMENT) > 0) {
            same = fails(trial, "a candidate placement breaks a hard placement rule");
        }
        score_free(&score);
        arena_free(&arena);
        if (!same) {
            return false;
        }
    }
    return true;
}

static bool is_start(const struct problem *problem, uint32_t room, int32_t start_min)
{
    for (uint32_t w = 0; w < problem->n_windows; w++) {
        if (problem->windows[w].slot && problem->windows[w].room.v == room &&
            problem->windows[w].span.from_min == start_min) {
            return true;
        }
    }
    return start_min % problem->granularity_min == 0;
}

/* Off the grid events may be where they were announced, in windows that are no slots. */
static bool is_announced(const struct problem *problem, uint32_t event, struct placement placement)
{
    const struct value *published = problem_published(problem, (struct event_id){event});
    const struct pin *pin = published == NULL ? NULL : &published->as.pin;
    struct window_id at = problem_window_at(problem, placement.room, placement.start_min,
                                            problem->events[event].duration_min);
    return pin != NULL && pin->start_min == placement.start_min && at.v != ID_NONE &&
           !problem->windows[at.v].slot &&
           (pin->room.v == ID_NONE || pin->room.v == placement.room.v);
}

/* (2) A place on the grid is a candidate exactly when the audit finds nothing hard against it
 * alone. The places found go into `spots`. */
static bool check_candidates(struct trial *trial, uint32_t event, struct placements *spots)
{
    const struct problem *problem = trial->problem;
    struct timetable timetable = timetable_create(&trial->arena, problem);
    for (uint32_t i = 0; i < problem->n_events; i++) {
        timetable.v[i].placed = i == event;
    }
    for (uint32_t d = 0; d < problem->n_days; d++) {
        for (uint32_t r = 0; r < problem->n_rooms; r++) {
            int32_t last_min = problem->days[d].span.to_min + 45;
            for (int32_t t = problem->days[d].span.from_min - 45; t <= last_min; t += 15) {
                struct placement placement = {{r}, t};
                if (!is_start(problem, r, t) && !is_announced(problem, event, placement)) {
                    continue;
                }
                timetable.v[event] = (struct assignment){true, placement.room, t};
                struct score score = audit_timetable(problem, &timetable);
                bool allowed = count_hard(&score, RULE_PLACEMENT) == 0;
                trial->fired = trial->fired || score.rules[trial->tested].hard > 0;
                score_free(&score);
                if (allowed !=
                    model_has_placement(&trial->model, (struct choice_id){event}, placement)) {
                    return fails(trial,
                                 "event %s in %s at minute %d: the audit %s it, the model does not",
                                 problem->events[event].id, problem->rooms[r].id, (int)(t % 1440),
                                 allowed ? "allows" : "forbids");
                }
                if (allowed) {
                    vec_push(spots, placement);
                }
            }
        }
    }
    return true;
}

/* Trying everything: the best level costs of timetables with nothing hard against them. */
struct brute {
    const struct problem *problem;
    const struct placements *spots; /* [n_events] */
    struct timetable timetable;
    int64_t *best; /* [levels] */
    bool found;
};

static void judge_leaf(struct brute *brute)
{
    struct score score = audit_timetable(brute->problem, &brute->timetable);
    if (count_hard(&score, RULE_PLACEMENT) + count_hard(&score, RULE_TOGETHER) == 0) {
        int better = brute->found ? 0 : 1;
        for (uint32_t i = 0; i < score.levels.n && better == 0; i++) {
            better =
                (score.level_cost[i] < brute->best[i]) - (score.level_cost[i] > brute->best[i]);
        }
        if (better > 0) {
            memcpy(brute->best, score.level_cost, score.levels.n * sizeof(*brute->best));
            brute->found = true;
        }
    }
    score_free(&score);
}

static void try_all(struct brute *brute, uint32_t event)
{
    if (event == brute->problem->n_events) {
        judge_leaf(brute);
        return;
    }
    struct assignment *assignment = &brute->timetable.v[event];
    for (size_t i = 0; i < brute->spots[event].n; i++) {
        *assignment = (struct assignment){true, brute->spots[event].v[i].room,
                                          brute->spots[event].v[i].start_min};
        try_all(brute, event + 1);
    }
    assignment->placed = false;
    try_all(brute, event + 1);
}

/* Ways to solve a problem, one for each; `proves`: to the end. */
static const struct way {
    const char *name;
    struct solve_options options;
    bool proves;
} ways[] = {
    {"as usual", {.seed = 1}, true},
    {"exact", {.seed = 2, .threads = 1, .engine = SOLVE_ENGINE_EXACT}, true},
    {"no presolve", {.seed = 3, .threads = 1, .no_presolve = SOLVE_PRESOLVE_ALL}, true},
    {"search", {.seed = 4, .threads = 1, .engine = SOLVE_ENGINE_SEARCH, .work_limit = 20}, false},
    {"no components", {.seed = 5, .threads = 2, .no_presolve = SOLVE_PRESOLVE_COMPONENTS}, true},
};

/* No value is better than the best, and no bound above it. */
static bool compare_levels(struct trial *trial, const struct way *way, const struct brute *brute,
                           const struct solve_result *result)
{
    bool same = true;
    if (result->n_levels != trial->model.levels.n) {
        return fails(trial, "%s: %u levels", way->name, (unsigned)result->n_levels);
    }
    for (uint32_t i = 0; i < result->n_levels && same; i++) {
        const struct solve_level *level = &result->levels[i];
        same = level->value == brute->best[i];
        bool proven = level->bound == level->value;
        if (level->bound > brute->best[i] || level->value < brute->best[i] ||
            (!same && (way->proves || proven))) {
            return fails(trial, "%s: level %s: everything tried gives %lld, solve %lld, %lld",
                         way->name, level->name, (long long)brute->best[i], (long long)level->value,
                         (long long)level->bound);
        }
    }
    return true;
}

static bool compare_solution(struct trial *trial, const struct way *way, const struct brute *brute,
                             const struct solve_result *result)
{
    bool feasible = true;
    if (result->mismatch != NULL) {
        return fails(trial, "%s: model and audit differ: %s", way->name, result->mismatch);
    }
    if (result->has_timetable && !compare_levels(trial, way, brute, result)) {
        return false;
    }
    for (uint32_t i = 0; i < trial->model.levels.n; i++) {
        feasible = feasible && (!trial->model.levels.v[i].hard || brute->best[i] == 0);
    }
    enum solve_status expected = feasible ? SOLVE_OPTIMAL : SOLVE_INFEASIBLE;
    if (!way->proves) {
        return (result->has_timetable &&
                result->status != (feasible ? SOLVE_INFEASIBLE : SOLVE_OPTIMAL)) ||
               fails(trial, "%s: status %d", way->name, (int)result->status);
    }
    return result->status == expected ||
           fails(trial, "%s: status %d", way->name, (int)result->status);
}

/* (3) The solver's values are the best there are. Problems with too many timetables are passed
 * over. */
static bool check_solution(struct trial *trial, const struct placements *spots,
                           const struct way *way)
{
    const struct problem *problem = trial->problem;
    uint64_t timetables = 1;
    for (uint32_t e = 0; e < problem->n_events && timetables <= BRUTE_MAX; e++) {
        timetables *= spots[e].n + 1;
    }
    if (timetables > BRUTE_MAX) {
        return true;
    }
    struct brute brute = {problem, spots, timetable_create(&trial->arena, problem),
                          arena_array(&trial->arena, trial->model.levels.n, sizeof(int64_t)),
                          false};
    try_all(&brute, 0);
    trial->tried = true;
    struct solve_result result;
    bool same = solve_problem(problem, &way->options, &result)
                    ? compare_solution(trial, way, &brute, &result)
                    : fails(trial, "%s: solve failed", way->name);
    solve_free(&result);
    return same;
}

/* `way`: NULL: not solved. */
static bool check_all(struct trial *trial, const struct way *way)
{
    const struct problem *problem = trial->problem;
    struct placements *spots = base_alloc_zero(problem->n_events, sizeof(*spots));
    bool well = check_costs(trial);
    for (uint32_t e = 0; e < problem->n_events && well; e++) {
        const struct event *event = &problem->events[e];
        if (event->fixed) {
            struct placement given = {event->fixed_room, event->fixed_start_min};
            vec_push(&spots[e], given);
        } else {
            well = check_candidates(trial, e, &spots[e]);
        }
    }
    well = well && (way == NULL || check_solution(trial, spots, way));
    for (uint32_t e = 0; e < problem->n_events; e++) {
        vec_free(&spots[e]);
    }
    base_free(spots);
    return well;
}

/* What only the command line can ask for. */
static void announce(struct arena *arena, struct problem *problem, const struct trial *trial)
{
    static const char *const rules[] = {"frozen", "people-told", "displacement", "events-moved"};
    struct rng rng = rng_seeded(trial->seed);
    bool about = false;
    for (size_t i = 0; i < BASE_COUNT(rules); i++) {
        about = about || trial->tested == rule_table_find(rules[i]);
    }
    if (!about) {
        return;
    }
    problem->stability = (enum stability)rng_below(&rng, 3);
    bool *frozen = arena_array(arena, problem->n_events, sizeof(*frozen));
    for (uint32_t e = 0; e < problem->n_events; e++) {
        frozen[e] = rng_below(&rng, 2) == 0 && problem_published(problem, (struct event_id){e});
    }
    int32_t before_min = problem->days[0].span.from_min + 15 * (int32_t)rng_below(&rng, 5);
    if (trial->tested == rule_table_find("frozen") || rng_below(&rng, 8) == 0) {
        revise_freeze(arena, problem, frozen, rng_below(&rng, 2) ? before_min : CALENDAR_NO_TIME);
    }
}

/* What is wrong with the problem of the text, in trial->failure; false: nothing.
 * Text that does not load is well. */
static bool finds_fault(struct trial *trial, const char *yaml, bool must_load,
                        const struct way *way)
{
    struct support_problem loaded;
    current = yaml;
    support_load(&loaded, yaml, must_load);
    bool well = true;
    *trial = (struct trial){.problem = &loaded.problem,
                            .rng = rng_seeded(7),
                            .tested = trial->tested,
                            .seed = trial->seed};
    if (loaded.loaded) {
        announce(&trial->arena, &loaded.problem, trial);
        compile_model(&loaded.problem, &trial->model);
        well = check_all(trial, way);
        model_free(&trial->model);
    }
    arena_free(&trial->arena);
    support_free(&loaded);
    return !well;
}

/* Leaves out lines as long as something is still wrong. */
static void shrink(struct trial *trial, struct draft *draft, const struct way *way)
{
    bool smaller = true;
    while (smaller) {
        smaller = false;
        for (uint32_t i = draft->n; i-- > 0;) {
            if (draft->dropped[i]) {
                continue;
            }
            draft->dropped[i] = true;
            if (finds_fault(trial, draft_render(draft), false, way)) {
                smaller = true;
            } else {
                draft->dropped[i] = false;
            }
        }
    }
    (void)finds_fault(trial, draft_render(draft), true, way);
}

struct oracle {
    const char *rule, *strength;
};

static uint32_t number_of(const char *variable, uint32_t usual)
{
    const char *given = getenv(variable);
    return given != NULL && atoi(given) > 0 ? (uint32_t)atoi(given) : usual;
}

static void test_rule(void **state)
{
    const struct oracle *oracle = *state;
    uint32_t n = number_of("CONFAB_ORACLE", PROBLEMS);
    uint32_t n_solved = getenv("CONFAB_ORACLE") != NULL ? n / 2 : SOLVED;
    uint32_t first = number_of("CONFAB_ORACLE_FIRST", 1);
    uint32_t fired = 0;
    uint32_t tried = 0;
    struct draft *draft = base_alloc(sizeof(*draft));
    struct trial trial = {.tested = rule_table_find(oracle->rule)};
    for (uint32_t i = 0; i < n; i++) {
        const struct way *way = i < n_solved ? &ways[i % BASE_COUNT(ways)] : NULL;
        draft_problem(draft, oracle->rule, oracle->strength, first + i);
        trial.seed = first + i;
        if (finds_fault(&trial, draft_render(draft), true, way)) {
            shrink(&trial, draft, way);
            print_error("%s %s, seed %u: %s\n%s", oracle->rule, oracle->strength,
                        (unsigned)(first + i), trial.failure, draft_render(draft));
            base_free(draft);
            fail();
        }
        fired += trial.fired;
        tried += trial.tried;
    }
    base_free(draft);
    /* Problems that never touch the rule would prove nothing. (Drafts have a test of their own.) */
    assert_true(n < 200 || fired > n / 5 || strcmp(oracle->rule, "drafts-differ") == 0);
    assert_true(n_solved < 20 || tried > n_solved / 3);
}

/* Every rule of the table is tested, hard and soft. */
int main(void)
{
    enum { MOST = 128, NAME_BYTES = 48 };
    static struct oracle oracles[MOST];
    static char names[MOST][NAME_BYTES];
    static struct CMUnitTest tests[MOST];
    size_t n = 0;
    const char *only = getenv("CONFAB_ORACLE_RULE");
    signal(SIGABRT, on_abort);
    for (uint32_t r = 0; r < rule_table_count(); r++) {
        static const char *const strengths[] = {"hard", "3"};
        bool wanted = only == NULL || strcmp(only, rule_table_at(r)->id) == 0;
        for (size_t i = 0; i < 2 && n < MOST && wanted; i++) {
            oracles[n] = (struct oracle){rule_table_at(r)->id, strengths[i]};
            snprintf(names[n], NAME_BYTES, "%s %s", oracles[n].rule, i == 0 ? "hard" : "soft");
            tests[n] = (struct CMUnitTest){names[n], test_rule, NULL, NULL, &oracles[n]};
            n++;
        }
    }
    BUG_UNLESS(only != NULL || n == 2 * (size_t)rule_table_count());
    return cmocka_run_group_tests_name("oracle", tests, NULL, NULL);
}
