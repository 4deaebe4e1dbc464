/* Why events are left out: what each rule is said to exclude is what it forbids, placement by
 * placement, in the model and before it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/rule.h"
#include "draft.h"
#include "engine/compile.h"
#include "engine/left_out.h"
#include "engine/objections.h"
#include "support.h"

#include <stdlib.h>
#include <string.h>

enum { PROBLEMS = 40, ROUNDS = 4, RULES_MOST = 64 };

struct trial {
    struct problem *problem;
    struct model model;
    struct arena arena;
    struct rng rng;
    struct placement *chosen;
    uint32_t n_objections;
};

/* Marks the rules that the selection breaks; how many. */
static uint32_t find_broken(const struct trial *trial, bool *broken)
{
    struct arena arena = ARENA_EMPTY;
    struct model_score score =
        model_evaluate(&arena, &trial->model, rule_table_count(), trial->chosen);
    uint32_t n = 0;
    for (uint32_t r = 0; r < rule_table_count(); r++) {
        broken[r] = score.rule_broken[r] > 0;
        n += broken[r];
    }
    arena_free(&arena);
    return n;
}

/* A selection that breaks nothing; whatever does not fit, and some of the rest, stays out. */
static void choose(struct trial *trial)
{
    bool broken[RULES_MOST];
    for (uint32_t c = 0; c < trial->model.choices.n; c++) {
        trial->chosen[c] = PLACEMENT_OUT;
    }
    for (uint32_t c = 0; c < trial->model.choices.n; c++) {
        uint32_t n = trial->model.choices.v[c].n;
        if (n > 0 && rng_below(&trial->rng, 4) > 0) {
            trial->chosen[c] =
                model_placement_at(&trial->model, (struct choice_id){c}, rng_below(&trial->rng, n));
            if (find_broken(trial, broken) > 0) {
                trial->chosen[c] = PLACEMENT_OUT;
            }
        }
    }
}

/* Each placement is tried: what it breaks is what objects. */
static void check_objections(struct trial *trial, struct choice_id id,
                             const struct objection *objections)
{
    struct exclusion *expected = arena_array(&trial->arena, rule_table_count(), sizeof(*expected));
    struct placements placements = {0};
    model_list_placements(&trial->model, id, &placements);
    for (size_t i = 0; i < placements.n; i++) {
        bool broken[RULES_MOST];
        trial->chosen[id.v] = placements.v[i];
        uint32_t n = find_broken(trial, broken);
        for (uint32_t r = 0; r < rule_table_count(); r++) {
            expected[r].count += broken[r];
            expected[r].alone += broken[r] && n == 1;
        }
    }
    trial->chosen[id.v] = PLACEMENT_OUT;
    vec_free(&placements);
    for (uint32_t r = 0; r < rule_table_count(); r++) {
        assert_int_equal(objections[r].exclusion.count, expected[r].count);
        assert_int_equal(objections[r].exclusion.alone, expected[r].alone);
        assert_true(objections[r].n_events == 0 || expected[r].count > 0);
        trial->n_objections += expected[r].count > 0;
    }
}

/* The example breaks the rule, and those named are enough for that. */
static void check_example(struct trial *trial, struct choice_id id, uint32_t rule,
                          const struct objection *objection)
{
    bool broken[RULES_MOST];
    struct placement *all = trial->chosen;
    size_t n = trial->model.choices.n;
    trial->chosen = arena_array(&trial->arena, n, sizeof(*all));
    for (size_t c = 0; c < n; c++) {
        trial->chosen[c] = PLACEMENT_OUT;
    }
    for (uint32_t i = 0; i < objection->n_events; i++) {
        trial->chosen[objection->events[i]] = all[objection->events[i]];
        assert_false(placement_is_out(all[objection->events[i]]));
    }
    trial->chosen[id.v] = objection->exclusion.example;
    (void)find_broken(trial, broken);
    assert_true(broken[rule]);
    trial->chosen = all;
}

static void check_round(struct trial *trial)
{
    choose(trial);
    struct objections *objections = objections_create(&trial->model, trial->chosen);
    for (uint32_t c = 0; c < trial->model.choices.n; c++) {
        struct choice_id id = {c};
        if (!placement_is_out(trial->chosen[c])) {
            continue;
        }
        struct objection *found = objections_collect(objections, id);
        check_objections(trial, id, found);
        for (uint32_t r = 0; r < rule_table_count(); r++) {
            if (found[r].exclusion.count > 0) {
                check_example(trial, id, r, &found[r]);
            }
        }
    }
    objections_free(objections);
}

/* An entry for everyone who is out, the strongest reason first, and the timetable as it was. */
static void check_entries(struct trial *trial)
{
    struct timetable timetable = timetable_create(&trial->arena, trial->problem);
    uint32_t n_out = 0, n;
    for (uint32_t c = 0; c < trial->model.choices.n; c++) {
        struct placement at = trial->chosen[c];
        bool placed = !placement_is_out(at);
        timetable.v[c] = placed ? (struct assignment){true, at.room, at.start_min}
                                : (struct assignment){false, {ID_NONE}, 0};
        n_out += !placed;
    }
    size_t bytes = trial->model.choices.n * sizeof(*timetable.v);
    struct assignment *before = arena_copy(&trial->arena, timetable.v, bytes);
    struct solve_left_out *all =
        left_out_explain(&trial->arena, &trial->model, trial->chosen, &timetable, &n);
    assert_int_equal(n, n_out);
    for (uint32_t i = 0; i < n; i++) {
        assert_false(timetable.v[all[i].event.v].placed);
        assert_true(i == 0 || all[i - 1].event.v < all[i].event.v);
        for (uint32_t k = 0; k < all[i].n_reasons; k++) {
            const struct solve_reason *reason = &all[i].reasons[k];
            assert_true(reason->count > 0 && reason->count <= reason->of);
            assert_true(reason->alone <= reason->count);
            assert_true(k == 0 || reason[-1].alone >= reason->alone);
            assert_non_null(strstr(reason->message, "excludes "));
        }
    }
    assert_memory_equal(before, timetable.v, bytes);
}

static void test_problems(void **state)
{
    (void)state;
    const char *given = getenv("CONFAB_ORACLE");
    uint64_t n = given != NULL && atoi(given) > 0 ? strtoull(given, NULL, 10) : PROBLEMS;
    uint32_t n_objections = 0;
    struct draft *draft = base_alloc(sizeof(*draft));
    for (uint32_t i = 0; i < rule_table_count(); i++) {
        for (uint64_t seed = 1; seed <= n; seed++) {
            struct support_problem loaded;
            draft_problem(draft, rule_table_at(i)->id, "hard", 7000 + seed);
            support_load(&loaded, draft_render(draft), true);
            struct trial trial = {.problem = &loaded.problem, .rng = rng_seeded(seed)};
            compile_model(&loaded.problem, &trial.model);
            trial.chosen = arena_array(&trial.arena, trial.model.choices.n, sizeof(*trial.chosen));
            for (uint32_t k = 0; k < ROUNDS; k++) {
                check_round(&trial);
            }
            check_entries(&trial);
            n_objections += trial.n_objections;
            model_free(&trial.model);
            arena_free(&trial.arena);
            support_free(&loaded);
        }
    }
    base_free(draft);
    assert_true(n_objections > n * rule_table_count());
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_problems)};
    return cmocka_run_group_tests_name("left_out", tests, NULL, NULL);
}
