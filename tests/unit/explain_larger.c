/* Conflicts of larger conferences, by GLPK alone: what is reported cannot be met, and can without
 * any one of its demands. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/vec.h"
#include "confab/generate.h"
#include "confab/solve.h"
#include "explain/variant.h"
#include "judge.h"
#include "support.h"

enum { DEMANDS_MOST = 30 };

/* Made from the options, and these lines laid over it. */
struct larger {
    uint32_t talks, rooms, slots, hours, granularity_min;
    uint64_t seed;
    const char *cut;
    uint32_t conflicts; /* at least */
};

static const struct larger cases[] = {
    {40, 6, 8, 0, 30, 1, "speakers: [{id: p1, available: [09:00-09:30]}]\n", 1},
    {40, 6, 8, 0, 30, 2,
     "talks:\n"
     "  - {id: t1, pin: {start: \"09:00\", room: r1}}\n"
     "  - {id: t2, pin: {start: \"09:00\", room: r1}}\n"
     "  - {id: t3, after: [t4], pin: {start: \"09:00\"}}\n",
     2},
    {50, 6, 0, 8, 15, 3,
     "speakers: [{id: p1, available: [09:00-09:15]}, {id: p2, available: [09:00-09:15]}]\n", 2},
    {60, 8, 8, 0, 30, 4,
     "talks:\n"
     "  - {id: t5, plenary: true, pin: {start: \"09:00\"}}\n"
     "  - {id: t6, pin: {start: \"09:00\"}}\n",
     1},
    {20, 3, 8, 0, 30, 5, "rooms: [{id: r3, remove: true}]\n", 1},
};

static bool is_among(const struct demand *piece, const struct explain_conflict *conflict,
                     uint32_t without)
{
    for (uint32_t i = 0; i < conflict->n_demands; i++) {
        const struct explain_demand *one = &conflict->demands[i];
        bool same = one->rule == piece->rule && one->n_events == piece->n_events &&
                    one->person.v == piece->person.v && one->room.v == piece->room.v &&
                    one->day.v == piece->day.v;
        for (uint32_t e = 0; e < piece->n_events && same; e++) {
            same = one->events[e].v == piece->events[e].v;
        }
        if (same) {
            return i != without;
        }
    }
    return false;
}

/* Only the conflict's events, and of the rules only what it demands, but for one. */
static struct problem only_demands(struct arena *arena, const struct problem *hard,
                                   const struct explain_conflict *conflict, uint32_t without)
{
    struct problem variant = variant_create(arena, hard);
    const bool *all = judge_held(arena, hard, conflict, ID_NONE);
    const bool *held = judge_held(arena, hard, conflict, without);
    bool *gone = arena_array(arena, hard->n_events, sizeof(*gone));
    for (uint32_t e = 0; e < hard->n_events; e++) {
        gone[e] = !held[e];
    }
    variant_remove_events(arena, &variant, gone);
    struct demands rules = {0}, pieces = {0};
    demand_list_rules(hard, &rules);
    for (size_t r = 0; r < rules.n; r++) {
        demand_split(hard, rules.v[r].rule, all, &pieces);
    }
    for (size_t i = 0; i < pieces.n; i++) {
        if (!is_among(&pieces.v[i], conflict, without)) {
            demand_lift(arena, &variant, &pieces.v[i]);
        }
    }
    vec_free(&rules);
    vec_free(&pieces);
    return variant;
}

/* What GLPK alone says of the conflict's demands, but for one (ID_NONE: of all). */
static enum solve_status solve_demands(const struct problem *hard,
                                       const struct explain_conflict *conflict, uint32_t without)
{
    struct arena arena = ARENA_EMPTY;
    struct problem variant = only_demands(&arena, hard, conflict, without);
    struct solve_options options = {
        .engine = SOLVE_ENGINE_EXACT, .threads = 1, .complete_only = true};
    struct solve_result result;
    assert_true(solve_problem(&variant, &options, &result));
    enum solve_status status = result.status;
    solve_free(&result);
    arena_free(&arena);
    return status;
}

static void check_conflict(const struct problem *hard, const struct explain_conflict *conflict)
{
    assert_true(conflict->irreducible);
    assert_in_range(conflict->n_demands, 1, DEMANDS_MOST);
    if (solve_demands(hard, conflict, ID_NONE) != SOLVE_INFEASIBLE) {
        fail_msg("all can be met: %s", conflict->text);
    }
    for (uint32_t i = 0; i < conflict->n_demands; i++) {
        if (solve_demands(hard, conflict, i) != SOLVE_OPTIMAL) {
            fail_msg("needed all the same: %s, in: %s", conflict->demands[i].text, conflict->text);
        }
    }
}

static void check_case(const struct larger *larger)
{
    struct arena arena = ARENA_EMPTY;
    struct diag_list diags = DIAG_LIST_EMPTY;
    struct generate_options options = {.seed = larger->seed,
                                       .talks = larger->talks,
                                       .rooms = larger->rooms,
                                       .slots = larger->slots,
                                       .hours = larger->hours,
                                       .granularity_min = larger->granularity_min};
    const char *whole = generate_problem(&arena, &options, &diags);
    assert_non_null(whole);
    struct support_problem loaded = support_load_over((const char *const[]){whole, larger->cut}, 2);
    loaded.problem.sources = &loaded.sources; /* it was moved */
    struct explanation explanation;
    explain_problem(&loaded.problem, NULL, 0, &(struct explain_options){.seed = 1}, &explanation);
    assert_int_equal(explanation.status, EXPLAIN_INFEASIBLE);
    assert_in_range(explanation.n_conflicts, larger->conflicts, UINT32_MAX);
    struct problem hard = variant_create(&arena, &loaded.problem);
    variant_drop_wishes(&arena, &hard);
    for (uint32_t i = 0; i < explanation.n_conflicts; i++) {
        check_conflict(&hard, &explanation.conflicts[i]);
    }
    explain_free(&explanation);
    support_free(&loaded);
    diag_free(&diags);
    arena_free(&arena);
}

static void test_conflicts(void **state)
{
    (void)state;
    for (size_t i = 0; i < BASE_COUNT(cases); i++) {
        check_case(&cases[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_conflicts)};
    return cmocka_run_group_tests_name("explain_larger", tests, NULL, NULL);
}
