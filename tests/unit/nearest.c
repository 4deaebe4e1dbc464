/* Announced timetables: what the tree finds, and what is solved when most stays where it is, is
 * what GLPK finds for the whole. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/rng.h"
#include "confab/generate.h"
#include "confab/solve.h"
#include "core/rule.h"
#include "draft.h"
#include "engine/announced.h"
#include "engine/compile.h"
#include "engine/search_state.h"
#include "revise/revise.h"
#include "support.h"

#include <stdlib.h>
#include <string.h>

enum { DRAFTS = 300, CONFERENCES = 40, LEVELS_MOST = 16, OFFERS = 50 };

static uint32_t number_of(const char *variable, uint32_t usual)
{
    const char *given = getenv(variable);
    uint64_t number = given != NULL ? strtoull(given, NULL, 10) : 0;
    return number > 0 && number < UINT32_MAX ? (uint32_t)number : usual;
}

struct outcome {
    int64_t values[LEVELS_MOST], bounds[LEVELS_MOST];
    bool found;
};

/* What may be known before: random selections, some of which break nothing. */
static void offer_some(struct board *board, struct rng *rng)
{
    const struct model *model = board->model;
    struct search_index *index = search_index_create(model);
    struct placement *chosen = base_alloc_zero(model->choices.n + 1, sizeof(*chosen));
    for (uint32_t i = 0; i < OFFERS; i++) {
        for (uint32_t c = 0; c < model->choices.n; c++) {
            const struct search_choice *choice = &index->choices[c];
            bool out = choice->n_runs == 0 || rng_below(rng, 10) == 0;
            uint32_t r = out ? 0 : choice->first_run + rng_below(rng, choice->n_runs);
            const struct search_run *run = &index->runs[r];
            int32_t at = out ? 0 : run->first + (int32_t)rng_below(rng, run->n) * run->step;
            struct spot spot = out ? SPOT_OUT : (struct spot){r, at};
            chosen[c] = search_index_placement(index, spot);
        }
        (void)board_offer(board, chosen, "random");
    }
    base_free(chosen);
    search_index_free(index);
}

/* `tries`: 0: all that is needed; else the tree ends after so many. `rng`: not NULL: it is not the
 * first to look. */
static struct outcome optimise(const struct model *model, bool announced, uint64_t tries,
                               struct rng *rng)
{
    struct board board;
    struct arena arena = ARENA_EMPTY;
    struct optimise_result result;
    struct optimise_options options = {
        .engine = announced ? OPTIMISE_AUTO : OPTIMISE_EXACT,
        .threads = 1,
        .seed = 1,
        .tries = tries,
    };
    board_init(&board, model, rule_table_count());
    if (rng != NULL) {
        offer_some(&board, rng);
    }
    if (announced) {
        announced_optimise(&board, &options, &arena, &result);
    } else {
        optimise_model(&board, &options, &arena, &result);
    }
    assert_null(result.failure);
    struct outcome outcome = {.found = board.has_incumbent};
    assert_true(model->levels.n <= LEVELS_MOST);
    for (uint32_t k = 0; k < model->levels.n; k++) {
        outcome.values[k] = board.values[k];
        outcome.bounds[k] = board.bounds[k];
    }
    board_free(&board);
    arena_free(&arena);
    return outcome;
}

/* All ways prove the same. */
static void compare_ways(const struct problem *problem, const char *yaml, uint32_t seed)
{
    static const uint64_t tries[] = {0, 1, 40, 0, 40}; /* the last two are not the first to look */
    struct rng rng = rng_seeded(seed);
    struct model model;
    compile_model(problem, &model);
    struct outcome whole = optimise(&model, false, 0, NULL);
    assert_true(whole.found);
    for (size_t i = 0; i < BASE_COUNT(tries); i++) {
        struct outcome near = optimise(&model, true, tries[i], i < 3 ? NULL : &rng);
        for (uint32_t k = 0; k < model.levels.n; k++) {
            if (!near.found || near.values[k] != whole.values[k] ||
                near.bounds[k] != whole.values[k]) {
                print_error("seed %u, %u tries: level %s: GLPK %lld, near %lld, bound %lld\n%s\n",
                            (unsigned)seed, (unsigned)tries[i], model.levels.v[k].name,
                            (long long)whole.values[k], (long long)near.values[k],
                            (long long)near.bounds[k], yaml);
                fail();
            }
        }
    }
    model_free(&model);
}

/* Tiny problems with all kinds of rules. */
static void test_drafts(void **state)
{
    (void)state;
    static const char *const rules[] = {"people-told",    "displacement",  "events-moved",
                                        "moves-limit",    "speaker-clash", "multi-part",
                                        "track-one-room", "published-room"};
    struct draft *draft = base_alloc(sizeof(*draft));
    uint32_t begin = number_of("CONFAB_ORACLE_FIRST", 1);
    for (uint32_t seed = begin; seed < begin + number_of("CONFAB_ORACLE", DRAFTS); seed++) {
        struct support_problem loaded;
        draft_problem(draft, rules[seed % BASE_COUNT(rules)], seed % 3 == 0 ? "hard" : "3", seed);
        support_load(&loaded, draft_render(draft), true);
        loaded.problem.stability = (enum stability)(seed % 3);
        compare_ways(&loaded.problem, draft_render(draft), seed);
        support_free(&loaded);
    }
    base_free(draft);
}

static struct timetable solve_first(struct problem *problem)
{
    struct solve_options options = {.seed = 1, .threads = 1, .work_limit = 300};
    struct solve_result result;
    assert_true(solve_problem(problem, &options, &result));
    assert_true(result.has_timetable);
    struct timetable timetable = timetable_create(&problem->arena, problem);
    memcpy(timetable.v, result.timetable.v, timetable.n * sizeof(*timetable.v));
    solve_free(&result);
    return timetable;
}

/* Some of the speakers are only free on one side of their first event. */
static void upset(struct problem *problem, const struct timetable *timetable, struct rng *rng)
{
    uint32_t n = 1 + rng_below(rng, 3);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t e = rng_below(rng, problem->n_events);
        const struct event *event = &problem->events[e];
        if (event->n_people == 0) {
            continue;
        }
        struct person *person = &problem->people[event->people[0].v];
        struct interval *free = arena_array(&problem->arena, 1, sizeof(*free));
        int32_t start_min = timetable->v[e].start_min;
        *free =
            rng_below(rng, 2) == 0
                ? (struct interval){start_min + 1, problem->days[problem->n_days - 1].span.to_min}
                : (struct interval){problem->days[0].span.from_min, start_min};
        person->always_free = free->from_min >= free->to_min;
        person->free = (struct intervals){free, 1};
    }
}

/* Conferences that were made up, solved, announced and upset. */
static void test_conferences(void **state)
{
    (void)state;
    for (uint32_t seed = 1; seed <= number_of("CONFAB_ORACLE", CONFERENCES); seed++) {
        struct rng rng = rng_seeded(seed);
        uint32_t talks = 9 + rng_below(&rng, 6), rooms = 2 + rng_below(&rng, 2);
        struct generate_options options = {
            .seed = seed,
            .talks = talks,
            .rooms = rooms,
            .slots = (talks + rooms - 1) / rooms + rng_below(&rng, 2),
            .tag_groups = {{"theme", 4, 10, 1, 2}},
            .n_tag_groups = 1,
        };
        struct arena arena = ARENA_EMPTY;
        struct diag_list diags = DIAG_LIST_EMPTY;
        const char *yaml = generate_problem(&arena, &options, &diags);
        struct support_problem loaded;
        assert_non_null(yaml);
        support_load(&loaded, yaml, true);
        struct problem *problem = &loaded.problem;
        struct timetable timetable = solve_first(problem);
        revise_publish(&problem->arena, problem, &timetable);
        revise_set_stability(problem, (enum stability)(seed % 3));
        upset(problem, &timetable, &rng);
        compare_ways(problem, yaml, seed);
        support_free(&loaded);
        diag_free(&diags);
        arena_free(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_drafts),
        cmocka_unit_test(test_conferences),
    };
    return cmocka_run_group_tests_name("nearest", tests, NULL, NULL);
}
