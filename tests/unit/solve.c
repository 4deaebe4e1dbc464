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

static void test_limits_without_a_timetable(void **state)
{
    (void)state;
    struct support_problem loaded;
    struct solve_result result;
    volatile int stop = 1;
    struct solve_options options = {.stop = &stop};
    solve(&loaded, two_talks_one_place, &options, &result);
    assert_int_equal(result.status, SOLVE_UNKNOWN);
    assert_false(result.has_timetable);
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
    volatile int stop = 1;
    options.stop = &stop;
    assert_int_equal(solve_export(&loaded.problem, &options, 2, SOLVE_EXPORT_MPS, path, &message),
                     SOLVE_EXPORT_LIMIT);
    support_free(&loaded);
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
    uint32_t chosen[2];
    for (uint32_t c = 0; c < 2; c++) {
        chosen[c] = result.timetable.v[c].placed ? model.choices.v[c].first
                                                 : model_out(&model, (struct choice_id){c});
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
        cmocka_unit_test(test_limits_without_a_timetable),
        cmocka_unit_test(test_export),
        cmocka_unit_test(test_disagreement_is_found),
    };
    return cmocka_run_group_tests_name("solve", tests, NULL, NULL);
}
