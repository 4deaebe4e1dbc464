/* A reduced model has the same optimum, and each of its selections that breaks nothing gives one of
 * the original that costs the same: for every step alone, and for all of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/rule.h"
#include "draft.h"
#include "engine/compile.h"
#include "engine/presolve.h"
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PROBLEMS = 15, ALIKE = 600, SELECTIONS_MOST = 3000, TEXT_BYTES = 4000 };

static const unsigned steps[] = {
    0,
    PRESOLVE_FIX,
    PRESOLVE_CLIQUES,
    PRESOLVE_ROOMS,
    PRESOLVE_HALL,
    PRESOLVE_DOMINATED,
    PRESOLVE_FIX | PRESOLVE_ROOMS,
    PRESOLVE_ALL,
};

/* ---- all selections ----------------------------------------------------------------------- */

static uint64_t count_selections(const struct model *model)
{
    uint64_t n = 1;
    for (size_t c = 0; c < model->choices.n && n <= SELECTIONS_MOST; c++) {
        n *= model->choices.v[c].n + 1;
    }
    return n;
}

static void select_number(const struct model *model, uint64_t number, struct placement *chosen)
{
    for (uint32_t c = 0; c < model->choices.n; c++) {
        uint32_t n = model->choices.v[c].n, i = (uint32_t)(number % (n + 1));
        number /= n + 1;
        chosen[c] = i == n ? PLACEMENT_OUT : model_placement_at(model, (struct choice_id){c}, i);
    }
}

/* False: it breaks something. */
static bool evaluate(const struct model *model, const struct placement *chosen, int64_t *cost)
{
    struct arena arena = ARENA_EMPTY;
    struct model_score score = model_evaluate(&arena, model, rule_table_count(), chosen);
    bool well = true;
    for (uint32_t r = 0; r < rule_table_count(); r++) {
        well = well && score.rule_broken[r] == 0;
    }
    memcpy(cost, score.level_cost, model->levels.n * sizeof(*cost));
    arena_free(&arena);
    return well;
}

static bool is_less(const int64_t *a, const int64_t *b, uint32_t n)
{
    for (uint32_t k = 0; k < n; k++) {
        if (a[k] != b[k]) {
            return a[k] < b[k];
        }
    }
    return false;
}

/* Each selection of the reduced model is lifted too. */
static void find_best(const struct model *model, const struct presolve *presolve,
                      const struct model *original, int64_t *best)
{
    uint32_t n_levels = model->levels.n;
    struct arena arena = ARENA_EMPTY;
    struct placement *chosen = arena_array(&arena, model->choices.n, sizeof(*chosen));
    int64_t *cost = arena_array(&arena, n_levels, sizeof(*cost));
    int64_t *lifted = arena_array(&arena, n_levels, sizeof(*lifted));
    best[0] = INT64_MAX;
    for (uint64_t i = 0; i < count_selections(model); i++) {
        select_number(model, i, chosen);
        if (!evaluate(model, chosen, cost)) {
            continue;
        }
        if (is_less(cost, best, n_levels)) {
            memcpy(best, cost, n_levels * sizeof(*best));
        }
        if (presolve != NULL) {
            presolve_lift(presolve, original, chosen);
            assert_true(evaluate(original, chosen, lifted));
            assert_memory_equal(lifted, cost, n_levels * sizeof(*cost));
        }
    }
    arena_free(&arena);
}

/* ---- problems ------------------------------------------------------------------------------ */

struct seen {
    uint32_t problems, classes, halls, smaller;
};

static void check_problem(const char *yaml, struct seen *seen)
{
    struct support_problem loaded;
    struct model model;
    int64_t best[16], reduced[16];
    support_load(&loaded, yaml, true);
    compile_model(&loaded.problem, &model);
    if (count_selections(&model) <= SELECTIONS_MOST) {
        seen->problems++;
        find_best(&model, NULL, NULL, best);
        for (size_t i = 0; i < BASE_COUNT(steps); i++) {
            struct presolve presolve;
            presolve_model(&presolve, &model, steps[i]);
            assert_int_equal(presolve.model.choices.n, model.choices.n);
            assert_true(count_selections(&presolve.model) <= count_selections(&model));
            find_best(&presolve.model, &presolve, &model, reduced);
            if (memcmp(best, reduced, model.levels.n * sizeof(*best)) != 0) {
                print_error("steps %u\n%s", steps[i], yaml);
            }
            assert_memory_equal(best, reduced, model.levels.n * sizeof(*best));
            seen->classes += presolve.n_classes > 0;
            seen->halls += presolve.hall != NULL;
            seen->smaller += count_selections(&presolve.model) < count_selections(&model);
            presolve_free(&presolve);
        }
    }
    model_free(&model);
    support_free(&loaded);
}

static uint32_t times(uint32_t usual)
{
    const char *given = getenv("CONFAB_ORACLE");
    return given != NULL && atoi(given) > 0 ? (uint32_t)atoi(given) : usual;
}

static void test_drafts(void **state)
{
    (void)state;
    struct seen seen = {0};
    struct draft *draft = base_alloc(sizeof(*draft));
    for (uint32_t i = 0; i < 2 * rule_table_count(); i++) {
        for (uint64_t seed = 1; seed <= times(PROBLEMS); seed++) {
            draft_problem(draft, rule_table_at(i / 2)->id, i % 2 == 0 ? "hard" : "3", 5000 + seed);
            check_problem(draft_render(draft), &seen);
        }
    }
    base_free(draft);
    assert_true(seen.smaller > seen.problems / 20);
}

/* ---- problems with rooms that are much alike ------------------------------------------------- */

static bool one_in(struct rng *rng, uint32_t n)
{
    return rng_below(rng, n) == 0;
}

BASE_PRINTF(2, 3) static void add(char *text, const char *fmt, ...)
{
    size_t length = strlen(text);
    va_list args;
    va_start(args, fmt);
    vsnprintf(text + length, TEXT_BYTES - length, fmt, args);
    va_end(args);
}

static void add_places(struct rng *rng, char *text)
{
    static const char *const times_of_day[] = {
        "windows: [{date: 2026-05-14, time: 9:00-10:30",
        "windows: [{date: 2026-05-14, time: 9:00-10:00",
        "slots: [{times: [9:00-9:30]",
        "slots: [{times: [9:00-9:30, 9:30-10:00]",
        "slots: [{times: [9:00-9:30, 10:00-10:45]",
    };
    bool feature = one_in(rng, 3);
    uint32_t n_rooms = 2 + rng_below(rng, 3);
    add(text, "title: Alike\ntimezone: UTC\ndate: 2026-05-14\nconference: {granularity: 30}\n");
    add(text, "rooms:\n");
    for (uint32_t r = 0; r < n_rooms; r++) {
        add(text, "  - {id: r%u%s%s}\n", (unsigned)r,
            feature && one_in(rng, 2) ? ", features: [video]" : "",
            one_in(rng, 8) ? ", changeover: 30" : "");
    }
    add(text, "%s}]\n", times_of_day[rng_below(rng, BASE_COUNT(times_of_day))]);
}

static void add_events(struct rng *rng, char *text)
{
    uint32_t n_talks = 2 + rng_below(rng, 4), n_speakers = 1 + rng_below(rng, 3);
    add(text, "speakers:\n");
    for (uint32_t p = 0; p < n_speakers; p++) {
        add(text, "  - {id: p%u, name: Person %u}\n", (unsigned)p, (unsigned)p);
    }
    add(text, "talks:\n");
    for (uint32_t i = 0; i < n_talks; i++) {
        add(text, "  - {id: e%u, title: Event %u, duration: %s", (unsigned)i, (unsigned)i,
            one_in(rng, 5) ? "60" : "30");
        add(text, "%s", one_in(rng, 4) ? ", requires: {features: [video]}" : "");
        add(text, "%s", one_in(rng, 8) ? ", plenary: true" : "");
        add(text, "%s", one_in(rng, 8) ? ", prefers: {rooms: [r1]}" : "");
        add(text, "%s", one_in(rng, 8) ? ", avoids: {times: [2026-05-14 9:00-9:30]}" : "");
        add(text, "%s", one_in(rng, 10) ? ", optional: true, cost: 2" : "");
        if (one_in(rng, 2)) {
            add(text, ", speakers: [p%u]", (unsigned)rng_below(rng, n_speakers));
        }
        add(text, ", tags: [%s]}\n", one_in(rng, 2) ? "x" : one_in(rng, 2) ? "y" : "x, y");
    }
    if (one_in(rng, 3)) {
        static const char *const spans[] = {"9:00-9:30", "9:30-10:00", "10:00-11:00"};
        static const char *const where[] = {"r0", "r1", "Town Hall"};
        add(text, "fixed:\n");
        for (uint32_t i = 0; i < 1 + rng_below(rng, 2); i++) {
            add(text, "  - {id: f%u, title: Fixed, kind: announcement, time: %s, where: %s%s}\n",
                (unsigned)i, spans[rng_below(rng, 3)], where[rng_below(rng, 3)],
                one_in(rng, 3) ? ", plenary: true" : "");
        }
    }
}

static void add_rules(struct rng *rng, char *text)
{
    static const char *const strengths[] = {"hard", "hard", "hard", "off", "3"};
    add(text, "rules:\n");
    add(text, "  tag-parallel: {strength: %s, per: %s}\n", one_in(rng, 3) ? "hard" : "2",
        one_in(rng, 2) ? "pair" : "tick");
    if (one_in(rng, 3)) {
        add(text, "  room-clash: %s\n", strengths[rng_below(rng, 5)]);
    }
    if (one_in(rng, 4)) {
        add(text, "  room-features: 5\n");
    }
    if (one_in(rng, 6)) {
        add(text, "  speaker-clash: 4\n");
    }
    if (one_in(rng, 4)) {
        add(text, "  plenary: %s\n", one_in(rng, 2) ? "hard" : "2");
    }
}

static void test_rooms_alike(void **state)
{
    (void)state;
    struct seen seen = {0};
    char *text = base_alloc(TEXT_BYTES);
    for (uint64_t seed = 1; seed <= times(ALIKE); seed++) {
        struct rng rng = rng_seeded(seed);
        text[0] = '\0';
        add_places(&rng, text);
        add_events(&rng, text);
        add_rules(&rng, text);
        check_problem(text, &seen);
    }
    base_free(text);
    assert_true(seen.classes > seen.problems / 4);
    assert_true(seen.halls > seen.problems / 4);
}

/* Where rooms may be shared, merging them must not forbid it. */
static void test_no_room_rule(void **state)
{
    (void)state;
    struct seen seen = {0};
    check_problem("title: Alike\ntimezone: UTC\ndate: 2026-05-14\n"
                  "rooms:\n"
                  "  - {id: r0, features: [video]}\n"
                  "  - {id: r1, features: [video]}\n"
                  "  - {id: r2}\n"
                  "slots: [{times: [9:00-9:30]}]\n"
                  "talks:\n"
                  "  - {id: a, title: A, duration: 30, requires: {features: [video]}}\n"
                  "  - {id: b, title: B, duration: 30, requires: {features: [video]}}\n"
                  "  - {id: c, title: C, duration: 30, requires: {features: [video]}}\n"
                  "  - {id: d, title: D, duration: 30}\n"
                  "rules: {room-clash: off}\n",
                  &seen);
    assert_true(seen.classes > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_drafts),
        cmocka_unit_test(test_rooms_alike),
        cmocka_unit_test(test_no_room_rule),
    };
    return cmocka_run_group_tests_name("presolve", tests, NULL, NULL);
}
