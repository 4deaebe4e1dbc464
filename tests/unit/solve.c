/* The driver: levels, limits, partial timetables, export, and the comparison of model and audit. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../support.h"
#include "confab/solve.h"
#include "core/rule.h"
#include "engine/compile.h"
#include "engine/verify.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define HEAD "title: Tiny Meeting\ntimezone: UTC\ndate: 2026-05-14\n"

static void solve(struct support_problem *loaded, const char *yaml,
                  const struct solve_options *options, struct solve_result *result)
{
    struct solve_options usual = {0};
    support_load(loaded, yaml, true);
    assert_true(solve_problem(&loaded->problem, options != NULL ? options : &usual, result));
}

static void end(struct support_problem *loaded, struct solve_result *result)
{
    solve_free(result);
    support_free(loaded);
}

static const char *const two_talks_one_place =
    HEAD "hours: 10:00-10:30\n"
         "talks:\n"
         "  - {id: small, title: Small, duration: 30, priority: 1, speakers: [Ada One]}\n"
         "  - {id: great, title: Great, duration: 30, priority: 2, speakers: [Bob Two]}\n";

static void test_least_priority_is_left_out(void **state)
{
    (void)state;
    struct support_problem loaded;
    struct solve_result result;
    solve(&loaded, two_talks_one_place, NULL, &result);
    assert_int_equal(result.status, SOLVE_INFEASIBLE);
    assert_true(result.has_timetable);
    assert_int_equal(result.n_levels, 3);
    assert_string_equal(result.levels[0].name, "hard-2");
    assert_int_equal(result.levels[0].value, 0);
    assert_int_equal(result.levels[0].bound, 0);
    assert_string_equal(result.levels[1].name, "hard-1");
    assert_int_equal(result.levels[1].value, 1);
    assert_int_equal(result.levels[1].bound, 1);
    assert_int_equal(result.n_left_out, 1);
    assert_string_equal(loaded.problem.events[result.left_out[0].event.v].id, "small");
    assert_int_equal(result.left_out[0].n_reasons, 1);
    const struct solve_reason *reason = &result.left_out[0].reasons[0];
    assert_string_equal(rule_table_at(reason->rule)->id, "room-clash");
    assert_int_equal(reason->count, 1);
    assert_int_equal(reason->of, 1);
    assert_non_null(strstr(reason->message, "'Great'"));
    end(&loaded, &result);
}

static void test_optional_events_have_a_level(void **state)
{
    (void)state;
    struct support_problem loaded;
    struct solve_result result;
    solve(&loaded,
          HEAD "hours: 10:00-10:30\n"
               "talks:\n"
               "  - {id: dear, title: Dear, duration: 30, optional: true, cost: 7}\n"
               "  - {id: cheap, title: Cheap, duration: 30, optional: true, cost: 5}\n",
          NULL, &result);
    assert_int_equal(result.status, SOLVE_OPTIMAL);
    assert_int_equal(result.n_levels, 3);
    assert_string_equal(result.levels[1].name, "unscheduled");
    assert_int_equal(result.levels[1].value, 5);
    assert_int_equal(result.levels[1].bound, 5);
    end(&loaded, &result);
}

static void test_talk_longer_than_every_window(void **state)
{
    (void)state;
    struct support_problem loaded;
    struct solve_result result;
    solve(&loaded,
          HEAD "hours: 10:00-11:00\n"
               "talks:\n"
               "  - {id: long, title: Long, duration: 90}\n"
               "  - {id: fits, title: Fits, duration: 60}\n",
          NULL, &result);
    assert_int_equal(result.status, SOLVE_INFEASIBLE);
    assert_int_equal(result.n_left_out, 1);
    assert_int_equal(result.left_out[0].n_reasons, 1);
    assert_string_equal(rule_table_at(result.left_out[0].reasons[0].rule)->id, "room-open");
    end(&loaded, &result);
}

static void test_fixed_events_that_clash(void **state)
{
    (void)state;
    struct support_problem loaded;
    struct solve_result result;
    solve(&loaded,
          HEAD "hours: 10:00-11:00\n"
               "rooms: [{id: hall, name: Hall}]\n"
               "fixed:\n"
               "  - {id: one, title: One, time: 10:00-10:30, where: hall}\n"
               "  - {id: two, title: Two, time: 10:15-10:45, where: hall}\n"
               "talks:\n"
               "  - {id: last, title: Last, duration: 15}\n",
          NULL, &result);
    assert_int_equal(result.status, SOLVE_INFEASIBLE);
    assert_string_equal(result.levels[0].name, "fixed");
    assert_int_equal(result.levels[0].value, 1);
    assert_int_equal(result.n_left_out, 1);
    assert_null(result.mismatch);
    end(&loaded, &result);
}

/* There is always something, with what it leaves out, and nothing is claimed of it. */
static void test_limits_at_once(void **state)
{
    (void)state;
    struct support_problem loaded;
    struct solve_result result;
    atomic_int stop = 1;
    struct solve_options options = {.stop = &stop};
    solve(&loaded, two_talks_one_place, &options, &result);
    assert_int_equal(result.status, SOLVE_UNKNOWN);
    assert_int_equal(result.end, SOLVE_END_STOP);
    assert_true(result.has_timetable);
    assert_int_equal(result.n_left_out, 1);
    assert_null(result.mismatch);
    end(&loaded, &result);
}

static void test_export(void **state)
{
    (void)state;
    struct support_problem loaded;
    support_load(&loaded, two_talks_one_place, true);
    struct solve_options options = {0};
    char path[] = "/tmp/confab-export-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    close(file);
    const char *message;
    for (uint32_t level = 0; level < 3; level++) {
        assert_int_equal(
            solve_export(&loaded.problem, &options, level, SOLVE_EXPORT_LP, path, &message),
            SOLVE_EXPORTED);
        FILE *lp = fopen(path, "r");
        char text[8192];
        size_t length = fread(text, 1, sizeof(text) - 1, lp);
        text[length] = '\0';
        fclose(lp);
        assert_non_null(strstr(text, "Minimize"));
        /* One row for each level before this one. */
        assert_int_equal(strstr(text, "level0_") != NULL, level > 0);
        assert_int_equal(strstr(text, "level1_") != NULL, level > 1);
    }
    unlink(path);
    assert_int_equal(solve_export(&loaded.problem, &options, 2, SOLVE_EXPORT_MPS,
                                  "/tmp/confab-no-such-folder/x", &message),
                     SOLVE_EXPORT_FAILED);
    atomic_int stop = 1;
    options.stop = &stop;
    assert_int_equal(solve_export(&loaded.problem, &options, 2, SOLVE_EXPORT_MPS, path, &message),
                     SOLVE_EXPORT_LIMIT);
    support_free(&loaded);
}

/* Two days, three rooms, twelve talks of which some share a speaker or a tag. */
static const char *const twelve_talks =
    "title: Twelve Talks\ntimezone: UTC\n"
    "days: [{date: 2026-05-14, hours: 9:00-11:00}, {date: 2026-05-15, hours: 9:00-10:30}]\n"
    "conference: {granularity: 15}\n"
    "rooms: [{id: a, capacity: 90}, {id: b, capacity: 40}, {id: c}]\n"
    "talks:\n"
    "  - {title: One, duration: 60, speakers: [Ada One], tags: [x], audience: 80}\n"
    "  - {title: Two, duration: 45, speakers: [Ada One], tags: [x, y]}\n"
    "  - {title: Three, duration: 30, speakers: [Bob Two], tags: [y], audience: 60}\n"
    "  - {title: Four, duration: 60, speakers: [Bob Two], tags: [z]}\n"
    "  - {title: Five, duration: 45, tags: [x, z], audience: 30}\n"
    "  - {title: Six, duration: 30, speakers: [Cy Three], tags: [x]}\n"
    "  - {title: Seven, duration: 60, speakers: [Cy Three], tags: [y], audience: 50}\n"
    "  - {title: Eight, duration: 45, tags: [y, z]}\n"
    "  - {title: Nine, duration: 30, plenary: true}\n"
    "  - {title: Ten, duration: 30, speakers: [Ada One, Bob Two], tags: [z]}\n"
    "  - {title: Eleven, duration: 45, tags: [x, y, z], audience: 70}\n"
    "  - {title: Twelve, duration: 30, tags: [x]}\n"
    "rules: {tag-parallel: {strength: 3, per: tick}, room-capacity: 2}\n";

static uint64_t hash_timetable(const struct solve_result *result, uint32_t n_events)
{
    uint64_t hash = 0;
    for (uint32_t e = 0; e < n_events; e++) {
        const struct assignment *at = &result->timetable.v[e];
        hash = hash * 31 + at->placed;
        hash = at->placed ? (hash * 31 + at->room.v) * 10007 + (uint64_t)at->start_min : hash;
    }
    return hash;
}

/* One thread and a limit of work: the seed alone decides. */
static void test_same_seed_same_timetable(void **state)
{
    (void)state;
    static const enum solve_engine engines[] = {SOLVE_ENGINE_SEARCH, SOLVE_ENGINE_AUTO};
    for (size_t i = 0; i < BASE_COUNT(engines); i++) {
        uint64_t hashes[2], moves[2];
        for (int round = 0; round < 2; round++) {
            struct support_problem loaded;
            struct solve_result result;
            struct solve_options options = {
                .seed = 7, .threads = 1, .work_limit = 60, .engine = engines[i]};
            solve(&loaded, twelve_talks, &options, &result);
            assert_true(result.has_timetable);
            assert_null(result.mismatch);
            hashes[round] = hash_timetable(&result, loaded.problem.n_events);
            moves[round] = result.moves;
            end(&loaded, &result);
        }
        assert_int_equal(hashes[0], hashes[1]);
        assert_int_equal(moves[0], moves[1]);
    }
}

struct seen {
    uint32_t n;
    bool any;
    int64_t value;
};

/* Values only fall, bounds never pass them. */
static void look(const struct solve_progress *progress, void *context)
{
    struct seen *seen = context;
    const struct solve_level *last = &progress->levels[progress->n_levels - 1];
    seen->n++;
    assert_true(progress->seconds >= 0);
    if (progress->has_incumbent && progress->levels[0].value == 0) {
        assert_true(last->bound <= last->value);
        assert_true(!seen->any || last->value <= seen->value);
        seen->any = true;
        seen->value = last->value;
    }
}

static void test_trace(void **state)
{
    (void)state;
    struct support_problem loaded;
    struct solve_result result;
    struct seen seen = {0};
    struct solve_options options = {
        .threads = 1,
        .work_limit = 60,
        .engine = SOLVE_ENGINE_SEARCH,
        .no_presolve = SOLVE_PRESOLVE_COMPONENTS,
        .trace = look,
        .trace_context = &seen,
    };
    solve(&loaded, twelve_talks, &options, &result);
    assert_true(seen.n > 1 && seen.any);
    assert_int_equal(result.levels[result.n_levels - 1].value, seen.value);
    assert_true(result.moves > 0);
    assert_string_equal(result.engine, "search");
    end(&loaded, &result);
}

/* Every reduction, and none, and every engine that proves: the same values. */
static void test_same_values_without_presolve(void **state)
{
    (void)state;
    static const unsigned without[] = {0,
                                       SOLVE_PRESOLVE_FIX,
                                       SOLVE_PRESOLVE_CLIQUES,
                                       SOLVE_PRESOLVE_ROOMS,
                                       SOLVE_PRESOLVE_HALL,
                                       SOLVE_PRESOLVE_COMPONENTS,
                                       SOLVE_PRESOLVE_DOMINATED,
                                       SOLVE_PRESOLVE_SYMMETRY,
                                       SOLVE_PRESOLVE_ALL};
    const char *yaml = "title: Two Rooms\ntimezone: UTC\ndate: 2026-05-14\n"
                       "rooms: [{id: a}, {id: b}]\n"
                       "slots: [{times: [9:00-9:30, 9:30-10:00]}]\n"
                       "fixed:\n"
                       "  - {title: Opening, kind: announcement, time: 9:00-9:30, where: a}\n"
                       "talks:\n"
                       "  - {title: One, duration: 30, tags: [x]}\n"
                       "  - {title: Two, duration: 30, tags: [x], optional: true, cost: 4}\n"
                       "  - {title: Three, duration: 30, tags: [x]}\n"
                       "rules: {tag-parallel: {strength: 3}}\n";
    for (size_t i = 0; i < BASE_COUNT(without); i++) {
        struct support_problem loaded;
        struct solve_result result;
        struct solve_options options = {.no_presolve = without[i], .threads = 1};
        solve(&loaded, yaml, &options, &result);
        assert_int_equal(result.status, SOLVE_OPTIMAL);
        assert_int_equal(result.n_levels, 4);
        assert_int_equal(result.levels[2].value, 0);
        assert_int_equal(result.levels[3].value, 3);
        assert_int_equal(result.levels[3].bound, 3);
        end(&loaded, &result);
    }
}

/* A cost that the audit sees and the model does not, or the other way round, is named. */
static void test_disagreement_is_found(void **state)
{
    (void)state;
    struct support_problem loaded;
    struct solve_result result;
    solve(&loaded, two_talks_one_place, NULL, &result);
    struct model model;
    compile_model(&loaded.problem, &model);
    struct arena arena = ARENA_EMPTY;
    struct placement chosen[2];
    for (uint32_t c = 0; c < 2; c++) {
        const struct assignment *at = &result.timetable.v[c];
        chosen[c] = at->placed ? (struct placement){at->room, at->start_min} : PLACEMENT_OUT;
    }
    struct model_score score = model_evaluate(&arena, &model, rule_table_count(), chosen);
    assert_null(verify_agreement(&arena, &model, &score, &result.score));
    uint32_t rule = rule_table_find("track-parallel");
    score.rule_cost[rule] += 3;
    assert_non_null(
        strstr(verify_agreement(&arena, &model, &score, &result.score), "track-parallel"));
    score.rule_cost[rule] -= 3;
    score.rule_broken[rule] = 1;
    assert_non_null(
        strstr(verify_agreement(&arena, &model, &score, &result.score), "only in the model"));
    score.rule_broken[rule] = 0;
    score.level_cost[2] += 1;
    assert_non_null(strstr(verify_agreement(&arena, &model, &score, &result.score), "'soft'"));
    arena_free(&arena);
    model_free(&model);
    end(&loaded, &result);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_least_priority_is_left_out),
        cmocka_unit_test(test_optional_events_have_a_level),
        cmocka_unit_test(test_talk_longer_than_every_window),
        cmocka_unit_test(test_fixed_events_that_clash),
        cmocka_unit_test(test_limits_at_once),
        cmocka_unit_test(test_export),
        cmocka_unit_test(test_same_seed_same_timetable),
        cmocka_unit_test(test_trace),
        cmocka_unit_test(test_same_values_without_presolve),
        cmocka_unit_test(test_disagreement_is_found),
    };
    return cmocka_run_group_tests_name("solve", tests, NULL, NULL);
}
