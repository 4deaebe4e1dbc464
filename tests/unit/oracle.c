/* Random tiny problems, for every rule: the model's costs are the audit's, candidate placements are
 * what the audit allows, and the solver finds what trying everything finds, with the audit as the
 * judge. A problem that fails is shrunk line by line and printed. CONFAB_ORACLE=n: that many
 * problems per rule and strength, the solver's half of them. */
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
    for (uint32_t i = 0; i < score->levels.n; i++) {
        if (score->level_cost[i] != model->level_cost[i]) {
            return fails(trial, "level %s: audit %lld, model %lld", score->levels.v[i].name,
                         (long long)score->level_cost[i], (long long)model->level_cost[i]);
        }
    }
    uint32_t room_clash = rule_table_find("room-clash");
    uint32_t plenary = rule_table_find("plenary");
    for (uint32_t r = 0; r < rule_table_count(); r++) {
        const char *id = rule_table_at(r)->id;
        if (score->rules[r].cost != model->rule_cost[r]) {
            return fails(trial, "%s: audit costs %lld, model %lld", id,
                         (long long)score->rules[r].cost, (long long)model->rule_cost[r]);
        }
        /* A plenary's rows hold what is in one room apart too. */
        bool also = r == plenary && score->rules[room_clash].hard > 0 && score->rules[r].hard == 0;
        if (!also && (score->rules[r].hard > 0) != (model->rule_broken[r] > 0)) {
            return fails(trial, "%s: audit has %u hard violations, model %u broken ranges", id,
                         (unsigned)score->rules[r].hard, (unsigned)model->rule_broken[r]);
        }
    }
    return true;
}

/* (1) On random timetables over the candidate placements, model and audit agree. */
static bool check_costs(struct trial *trial)
{
    const struct model *model = &trial->model;
    uint32_t *chosen = arena_array(&trial->arena, model->choices.n, sizeof(*chosen));
    struct timetable timetable = timetable_create(&trial->arena, trial->problem);
    for (uint32_t round = 0; round < TIMETABLES; round++) {
        for (uint32_t c = 0; c < model->choices.n; c++) {
            const struct choice *choice = &model->choices.v[c];
            bool out = choice->n == 0 || rng_below(&trial->rng, 100) < 12;
            chosen[c] = out ? model_out(model, (struct choice_id){c})
                            : choice->first + rng_below(&trial->rng, choice->n);
            timetable.v[c].placed = !out;
            if (!out) {
                timetable.v[c].room = model->placements.v[chosen[c]].room;
                timetable.v[c].start_min = model->placements.v[chosen[c]].start_min;
            }
        }
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

struct spots {
    struct placement *v;
    size_t n, cap;
};

static bool is_candidate(const struct model *model, uint32_t event, struct placement placement)
{
    const struct choice *choice = &model->choices.v[event];
    for (uint32_t i = choice->first; i < choice->first + choice->n; i++) {
        if (model->placements.v[i].room.v == placement.room.v &&
            model->placements.v[i].start_min == placement.start_min) {
            return true;
        }
    }
    return false;
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

/* (2) A place on the grid is a candidate exactly when the audit finds nothing hard against it
 * alone. The places found go into `spots`. */
static bool check_candidates(struct trial *trial, uint32_t event, struct spots *spots)
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
                if (!is_start(problem, r, t)) {
                    continue;
                }
                timetable.v[event] = (struct assignment){true, placement.room, t};
                struct score score = audit_timetable(problem, &timetable);
                bool allowed = count_hard(&score, RULE_PLACEMENT) == 0;
                trial->fired = trial->fired || score.rules[trial->tested].hard > 0;
                score_free(&score);
                if (allowed != is_candidate(&trial->model, event, placement)) {
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
    const struct spots *spots; /* [n_events] */
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

static bool compare_solution(struct trial *trial, const struct brute *brute,
                             const struct solve_result *result)
{
    bool feasible = true;
    if (result->mismatch != NULL) {
        return fails(trial, "solve: model and audit differ: %s", result->mismatch);
    }
    for (uint32_t i = 0; i < trial->model.levels.n; i++) {
        feasible = feasible && (!trial->model.levels.v[i].hard || brute->best[i] == 0);
        if (result->n_levels != trial->model.levels.n ||
            result->levels[i].value != brute->best[i]) {
            return fails(trial, "level %s: everything tried gives %lld, solve %lld",
                         trial->model.levels.v[i].name, (long long)brute->best[i],
                         result->n_levels == trial->model.levels.n
                             ? (long long)result->levels[i].value
                             : -1LL);
        }
    }
    enum solve_status expected = feasible ? SOLVE_OPTIMAL : SOLVE_INFEASIBLE;
    return result->status == expected || fails(trial, "status %d", (int)result->status);
}

/* (3) The solver's values are the best there are. Problems with too many timetables are passed
 * over. */
static bool check_solution(struct trial *trial, const struct spots *spots)
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
    struct solve_options options = {.seed = 1};
    struct solve_result result;
    bool same = solve_problem(problem, &options, &result) ? compare_solution(trial, &brute, &result)
                                                          : fails(trial, "solve failed");
    solve_free(&result);
    return same;
}

static bool check_all(struct trial *trial, bool solved)
{
    const struct problem *problem = trial->problem;
    struct spots *spots = base_alloc_zero(problem->n_events, sizeof(*spots));
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
    well = well && (!solved || check_solution(trial, spots));
    for (uint32_t e = 0; e < problem->n_events; e++) {
        vec_free(&spots[e]);
    }
    base_free(spots);
    return well;
}

/* What is wrong with the problem of the text, in trial->failure; false: nothing.
 * Text that does not load is well. */
static bool finds_fault(struct trial *trial, const char *yaml, bool must_load, bool solved)
{
    struct support_problem loaded;
    current = yaml;
    support_load(&loaded, yaml, must_load);
    bool well = true;
    *trial =
        (struct trial){.problem = &loaded.problem, .rng = rng_seeded(7), .tested = trial->tested};
    if (loaded.loaded) {
        compile_model(&loaded.problem, &trial->model);
        well = check_all(trial, solved);
        model_free(&trial->model);
    }
    arena_free(&trial->arena);
    support_free(&loaded);
    return !well;
}

/* Leaves out lines as long as something is still wrong. */
static void shrink(struct trial *trial, struct draft *draft, bool solved)
{
    bool smaller = true;
    while (smaller) {
        smaller = false;
        for (uint32_t i = draft->n; i-- > 0;) {
            if (draft->dropped[i]) {
                continue;
            }
            draft->dropped[i] = true;
            if (finds_fault(trial, draft_render(draft), false, solved)) {
                smaller = true;
            } else {
                draft->dropped[i] = false;
            }
        }
    }
    (void)finds_fault(trial, draft_render(draft), true, solved);
}

struct oracle {
    const char *rule, *strength;
};

static uint32_t number_of_problems(uint32_t usual)
{
    const char *given = getenv("CONFAB_ORACLE");
    return given != NULL && atoi(given) > 0 ? (uint32_t)atoi(given) : usual;
}

static void test_rule(void **state)
{
    const struct oracle *oracle = *state;
    uint32_t n = number_of_problems(PROBLEMS);
    uint32_t n_solved = getenv("CONFAB_ORACLE") != NULL ? n / 2 : SOLVED;
    uint32_t fired = 0;
    uint32_t tried = 0;
    struct draft *draft = base_alloc(sizeof(*draft));
    struct trial trial = {.tested = rule_table_find(oracle->rule)};
    for (uint32_t i = 0; i < n; i++) {
        bool solved = i < n_solved;
        draft_problem(draft, oracle->rule, oracle->strength, i + 1);
        if (finds_fault(&trial, draft_render(draft), true, solved)) {
            shrink(&trial, draft, solved);
            print_error("%s %s, seed %u: %s\n%s", oracle->rule, oracle->strength, (unsigned)i + 1,
                        trial.failure, draft_render(draft));
            base_free(draft);
            fail();
        }
        fired += trial.fired;
        tried += trial.tried;
    }
    base_free(draft);
    /* Problems that never touch the rule would prove nothing. */
    assert_true(n < 50 || fired > n / 5);
    assert_true(n_solved < 20 || tried > n_solved / 3);
}

/* Every rule of the table is tested, hard and soft. */
int main(void)
{
    enum { MOST = 64, NAME_BYTES = 48 };
    static struct oracle oracles[MOST];
    static char names[MOST][NAME_BYTES];
    static struct CMUnitTest tests[MOST];
    size_t n = 0;
    signal(SIGABRT, on_abort);
    for (uint32_t r = 0; r < rule_table_count(); r++) {
        static const char *const strengths[] = {"hard", "3"};
        for (size_t i = 0; i < 2 && n < MOST; i++) {
            oracles[n] = (struct oracle){rule_table_at(r)->id, strengths[i]};
            snprintf(names[n], NAME_BYTES, "%s %s", oracles[n].rule, i == 0 ? "hard" : "soft");
            tests[n] = (struct CMUnitTest){names[n], test_rule, NULL, NULL, &oracles[n]};
            n++;
        }
    }
    BUG_UNLESS(n == 2 * (size_t)rule_table_count());
    return cmocka_run_group_tests_name("oracle", tests, NULL, NULL);
}
