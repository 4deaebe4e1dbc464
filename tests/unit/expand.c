/* A model and its expansion cost the same and are broken alike: with all choices free, and with
 * some held, where what the held ones cost is a constant. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/rule.h"
#include "draft.h"
#include "engine/compile.h"
#include "engine/expand.h"
#include "support.h"
#include "tiny_model.h"

#include <stdlib.h>
#include <string.h>

enum { MODELS = 2000, PROBLEMS = 40, HOLDS = 3, SELECTIONS = 8 };

/* One model, some of whose choices may be held. */
struct trial {
    struct arena arena;
    const struct model *model;
    uint32_t n_rules;
    struct rng rng;
    bool *is_free;
    struct placement *held;
    struct expansion expansion;
};

static struct placement draw_placement(struct trial *trial, uint32_t c)
{
    uint32_t n = trial->model->choices.v[c].n;
    return rng_below(&trial->rng, n + 1) == n
               ? PLACEMENT_OUT
               : model_placement_at(trial->model, (struct choice_id){c}, rng_below(&trial->rng, n));
}

static struct model_score evaluate(struct trial *trial, const struct placement *chosen)
{
    return model_evaluate(&trial->arena, trial->model, trial->n_rules, chosen);
}

/* What the expansion says of the same selection. */
static struct model_score evaluate_expansion(struct trial *trial, const struct placement *chosen)
{
    const struct expansion *expansion = &trial->expansion;
    struct placement *free = arena_array(&trial->arena, expansion->model.choices.n, sizeof(*free));
    for (size_t c = 0; c < expansion->model.choices.n; c++) {
        free[c] = chosen[expansion->choice_of[c]];
    }
    return model_evaluate(&trial->arena, &expansion->model, trial->n_rules, free);
}

static void check_choices(const struct trial *trial)
{
    const struct expansion *expansion = &trial->expansion;
    uint32_t n = 0;
    for (uint32_t c = 0; c < trial->model->choices.n; c++) {
        if (trial->is_free != NULL && !trial->is_free[c]) {
            continue;
        }
        assert_int_equal(expansion->choice_of[n], c);
        const struct choice *was = &trial->model->choices.v[c];
        const struct choice *is = &expansion->model.choices.v[n];
        assert_int_equal(is->event.v, was->event.v);
        assert_int_equal(is->n, was->n);
        for (uint32_t i = 0; i < is->n; i++) {
            struct placement a = model_placement_at(&expansion->model, (struct choice_id){n}, i);
            struct placement b = model_placement_at(trial->model, (struct choice_id){c}, i);
            assert_true(a.room.v == b.room.v && a.start_min == b.start_min);
        }
        n++;
    }
    assert_int_equal(expansion->model.choices.n, n);
    assert_int_equal(expansion->model.timelines.n, 0);
}

/* `base`: the held choices alone. */
static void compare(const struct trial *trial, const struct model_score *whole,
                    const struct model_score *part, const struct model_score *constant,
                    const struct model_score *base)
{
    for (uint32_t k = 0; k < trial->model->levels.n; k++) {
        assert_int_equal(whole->level_cost[k], part->level_cost[k] + constant->level_cost[k]);
    }
    bool whole_broken = false, part_broken = false, base_broken = false;
    for (uint32_t r = 0; r < trial->n_rules; r++) {
        assert_int_equal(whole->rule_cost[r], part->rule_cost[r] + constant->rule_cost[r]);
        whole_broken = whole_broken || whole->rule_broken[r] > 0;
        part_broken = part_broken || part->rule_broken[r] > 0;
        base_broken = base_broken || base->rule_broken[r] > 0;
    }
    if (!base_broken) {
        assert_int_equal(whole_broken, part_broken);
    }
}

/* Some of the choices are held somewhere: `chosen` begins so. */
static void hold_some(struct trial *trial, struct placement *chosen)
{
    for (uint32_t c = 0; c < trial->model->choices.n; c++) {
        trial->is_free[c] = rng_below(&trial->rng, 2) == 0;
        trial->held[c] = draw_placement(trial, c);
        chosen[c] = trial->is_free[c] ? PLACEMENT_OUT : trial->held[c];
    }
}

static void draw_free(struct trial *trial, struct placement *chosen)
{
    for (uint32_t c = 0; c < trial->model->choices.n; c++) {
        if (trial->is_free == NULL || trial->is_free[c]) {
            chosen[c] = draw_placement(trial, c);
        }
    }
}

/* Differences of costs, level by level and rule by rule. */
static struct model_score difference(struct trial *trial, const struct model_score *a,
                                     const struct model_score *b)
{
    struct model_score of = {
        arena_array(&trial->arena, trial->model->levels.n, sizeof(int64_t)),
        arena_array(&trial->arena, trial->n_rules, sizeof(int64_t)),
        NULL,
    };
    for (uint32_t k = 0; k < trial->model->levels.n; k++) {
        of.level_cost[k] = a->level_cost[k] - b->level_cost[k];
    }
    for (uint32_t r = 0; r < trial->n_rules; r++) {
        of.rule_cost[r] = a->rule_cost[r] - b->rule_cost[r];
    }
    return of;
}

/* With `held` NULL all choices are free. */
static void check_expansion(struct trial *trial, struct placement *chosen)
{
    expand_model(trial->model, trial->held, trial->is_free, &trial->expansion);
    check_choices(trial);
    struct model_score base = evaluate(trial, chosen);
    struct model_score part = evaluate_expansion(trial, chosen);
    struct model_score constant = difference(trial, &base, &part);
    for (uint32_t i = 0; i < SELECTIONS; i++) {
        draw_free(trial, chosen);
        struct model_score whole = evaluate(trial, chosen);
        part = evaluate_expansion(trial, chosen);
        compare(trial, &whole, &part, &constant, &base);
    }
    expand_free(&trial->expansion);
}

static bool any_cost(const struct model_score *score, uint32_t n_rules)
{
    bool any = false;
    for (uint32_t r = 0; r < n_rules; r++) {
        any = any || score->rule_cost[r] != 0;
    }
    return any;
}

static void check_model(const struct model *model, uint32_t n_rules, uint64_t seed)
{
    struct trial trial = {.model = model, .n_rules = n_rules, .rng = rng_seeded(seed)};
    size_t n = model->choices.n;
    struct placement *chosen = arena_array(&trial.arena, n, sizeof(*chosen));
    for (size_t c = 0; c < n; c++) {
        chosen[c] = PLACEMENT_OUT;
    }
    /* All free: nothing is left away, not even what nobody changes. */
    expand_model(model, NULL, NULL, &trial.expansion);
    struct model_score whole = evaluate(&trial, chosen);
    struct model_score part = evaluate_expansion(&trial, chosen);
    struct model_score constant = difference(&trial, &whole, &part);
    assert_false(any_cost(&constant, n_rules));
    expand_free(&trial.expansion);
    check_expansion(&trial, chosen);
    trial.is_free = arena_array(&trial.arena, n, sizeof(bool));
    trial.held = arena_array(&trial.arena, n, sizeof(*trial.held));
    for (uint32_t i = 0; i < HOLDS; i++) {
        hold_some(&trial, chosen);
        check_expansion(&trial, chosen);
    }
    arena_free(&trial.arena);
}

static uint32_t times(uint32_t usual)
{
    const char *given = getenv("CONFAB_ORACLE");
    return given != NULL && atoi(given) > 0 ? (uint32_t)atoi(given) : usual;
}

static void test_tiny_models(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= times(MODELS); seed++) {
        struct rng rng = rng_seeded(seed);
        struct model model;
        tiny_model_build(&model, &rng);
        check_model(&model, TINY_RULES, seed);
        model_free(&model);
    }
}

/* Models as the rules make them. */
static void test_problems(void **state)
{
    (void)state;
    struct draft *draft = base_alloc(sizeof(*draft));
    for (uint32_t i = 0; i < 2 * rule_table_count(); i++) {
        const char *strength = i % 2 == 0 ? "hard" : "3";
        for (uint64_t seed = 1; seed <= times(PROBLEMS); seed++) {
            draft_problem(draft, rule_table_at(i / 2)->id, strength, 1000 + seed);
            struct support_problem loaded;
            struct model model;
            support_load(&loaded, draft_render(draft), true);
            compile_model(&loaded.problem, &model);
            check_model(&model, rule_table_count(), seed);
            model_free(&model);
            support_free(&loaded);
        }
    }
    base_free(draft);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tiny_models),
        cmocka_unit_test(test_problems),
    };
    return cmocka_run_group_tests_name("expand", tests, NULL, NULL);
}
