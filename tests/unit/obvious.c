/* Obvious causes: what is said of hand-made problems, word for word; and none is ever found where
 * there is a timetable. CONFAB_ORACLE=n: that many random problems per rule; CONFAB_ORACLE_FIRST=n:
 * seeds from n on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "confab/solve.h"
#include "core/rule.h"
#include "draft.h"
#include "explain/obvious.h"
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { KINDS = 4, PROBLEMS = 40, SOLVED_OF = 8 };

static const char *const kinds[KINDS] = {"no-place", "pins", "person", "capacity"};

static uint32_t kind_index(const char *kind)
{
    uint32_t i = 0;
    while (i < KINDS && strcmp(kinds[i], kind) != 0) {
        i++;
    }
    assert_true(i < KINDS);
    return i;
}

/* ---- random problems ------------------------------------------------------------- */

/* Tighter than drafts are: many have no timetable then. */
static void tighten(struct problem *problem, struct rng *rng)
{
    static const char *const rules[] = {"speaker-clash", "speaker-available", "room-capacity",
                                        "pinned",        "not-parallel",      "after",
                                        "plenary",       "speaker-day-limit", "room-features"};
    bool all = rng_below(rng, 3) > 0;
    for (uint32_t e = 0; e < problem->n_events; e++) {
        problem->events[e].optional = problem->events[e].optional && !all;
    }
    for (size_t i = 0; i < BASE_COUNT(rules); i++) {
        struct rule_setting *setting = &problem->settings[rule_table_find(rules[i])];
        if (rng_below(rng, 2) > 0) {
            setting->strength = (struct strength){STRENGTH_HARD, 0};
        }
    }
    for (uint32_t r = 0; r < problem->n_rooms && rng_below(rng, 4) == 0; r++) {
        problem->rooms[r].changeover_min = problem->tick_min * (int32_t)rng_below(rng, 3);
    }
}

/* Whether the solver places all that is not optional. */
static bool has_timetable(const struct problem *problem)
{
    struct solve_options options = {.seed = 1, .threads = 1};
    struct solve_result result;
    assert_true(solve_problem(problem, &options, &result));
    assert_true(result.status == SOLVE_OPTIMAL || result.status == SOLVE_INFEASIBLE);
    bool has = result.status == SOLVE_OPTIMAL;
    solve_free(&result);
    return has;
}

struct tally {
    uint32_t infeasible, explained; /* of those that are all solved */
    uint32_t found[KINDS];
};

static void check_draft(struct draft *draft, uint64_t seed, struct tally *tally)
{
    struct support_problem loaded;
    struct arena arena = ARENA_EMPTY;
    struct rng rng = rng_seeded(seed);
    struct explain_causes causes;
    support_load(&loaded, draft_render(draft), true);
    tighten(&loaded.problem, &rng);
    obvious_find(&arena, &loaded.problem, &causes);
    bool sampled = rng_below(&rng, SOLVED_OF) == 0;
    if (causes.n > 0 || sampled) {
        bool has = has_timetable(&loaded.problem);
        if (has && causes.n > 0) {
            fprintf(stderr, "%s, seed %llu: there is a timetable, but %s\n%s", draft->rule,
                    (unsigned long long)seed, causes.v[0].text, draft_render(draft));
        }
        assert_false(has && causes.n > 0);
        tally->infeasible += sampled && !has;
        tally->explained += sampled && causes.n > 0;
    }
    for (uint32_t i = 0; i < causes.n; i++) {
        uint32_t kind = kind_index(causes.v[i].kind);
        tally->found[kind]++;
        assert_true(i == 0 || kind_index(causes.v[i - 1].kind) <= kind);
        assert_true(causes.v[i].n_events > 0);
        for (uint32_t k = 0; k < i; k++) {
            assert_string_not_equal(causes.v[k].text, causes.v[i].text);
        }
    }
    arena_free(&arena);
    support_free(&loaded);
}

static uint64_t number_of(const char *variable, uint64_t usual)
{
    const char *given = getenv(variable);
    return given != NULL && atoi(given) > 0 ? strtoull(given, NULL, 10) : usual;
}

static void test_problems(void **state)
{
    (void)state;
    uint64_t n = number_of("CONFAB_ORACLE", PROBLEMS);
    uint64_t first = number_of("CONFAB_ORACLE_FIRST", 1);
    struct draft *draft = base_alloc(sizeof(*draft));
    struct tally tally = {0};
    for (uint32_t r = 0; r < rule_table_count(); r++) {
        for (uint64_t seed = first; seed < first + n; seed++) {
            draft_problem(draft, rule_table_at(r)->id, seed % 2 == 0 ? "3" : "hard", 9000 + seed);
            check_draft(draft, seed, &tally);
        }
    }
    base_free(draft);
    print_message("of %u without a timetable %u explained; %u, %u, %u, %u\n", tally.infeasible,
                  tally.explained, tally.found[0], tally.found[1], tally.found[2], tally.found[3]);
    for (uint32_t k = 0; k < KINDS; k++) {
        assert_true(tally.found[k] > 0);
    }
    assert_true(tally.explained > tally.infeasible / 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_problems),
    };
    return cmocka_run_group_tests_name("obvious", tests, NULL, NULL);
}
