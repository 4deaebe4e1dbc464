/* Exceptions from rules, waivers of what they find, presets. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "confab/audit.h"
#include "confab/solve.h"
#include "core/rule.h"
#include "support.h"

#include <stdio.h>
#include <string.h>

#define HEAD                                                                                       \
    "title: Tiny\ntimezone: UTC\n"                                                                 \
    "rooms: [{id: main, name: Main Hall, capacity: 10}, {id: attic, name: Attic, capacity: 10}]\n" \
    "slots: [{date: 2026-05-14, times: [09:00-09:45], rooms: [main, attic]}]\n"                    \
    "tracks: [{id: t, name: Tee}]\n"
#define BODY                                                                                       \
    HEAD "speakers: [{id: p, name: Pat Poe, unavailable: [2026-05-14 09:30-10:00]}]\n"             \
         "talks: [{id: a, title: Arenas, duration: 45, track: t, speakers: [p], audience: 14},"    \
         " {id: b, title: Bits, duration: 30, kind: lightning, track: t, speakers: [p]}]\n"
#define BOTH "a=main@09:00 b=attic@09:00"

static const struct support_case cases[] = {
    {"no exception", BODY, BOTH, "track-parallel", 1, 10, 0, NULL},
    {"a kind", BODY "rules: {track-parallel: {except: [lightning]}}\n", BOTH, "track-parallel", 0,
     0, 0, NULL},
    {"an event by its title", BODY "rules: {track-parallel: {strength: 3, except: Bits}}\n", BOTH,
     "track-parallel", 0, 0, 0, NULL},
    {"a track", BODY "rules: {track-parallel: {except: [Tee]}}\n", BOTH, "track-parallel", 0, 0, 0,
     NULL},
    {"another kind", BODY "rules: {track-parallel: {strength: 3, except: [keynote]}}\n", BOTH,
     "track-parallel", 1, 3, 0, NULL},
    {"only some", BODY "rules: {track-parallel: {only: [a]}}\n", BOTH, "track-parallel", 0, 0, 0,
     NULL},
    {"only these", BODY "rules: {track-parallel: {only: [t]}}\n", BOTH, "track-parallel", 1, 10, 0,
     NULL},
    {"only these, except one", BODY "rules: {track-parallel: {only: [t], except: [b]}}\n", BOTH,
     "track-parallel", 0, 0, 0, NULL},
    {"a placement rule", BODY "rules: {room-capacity: {except: [a]}}\n", BOTH, "room-capacity", 0,
     0, 0, NULL},
    {"a placement rule for others", BODY "rules: {room-capacity: {except: [b]}}\n", BOTH,
     "room-capacity", 4, 4, 0, NULL},
    {"waived", BODY "waive: [{rule: speaker-clash, events: [a, b]}]\n", BOTH, "speaker-clash", 0, 0,
     0, "Pat Poe is needed in both"},
    {"not waived", BODY, BOTH, "speaker-clash", 1, 0, 1, NULL},
    {"another rule waived", BODY "waive: [{rule: track-parallel, events: [a, b]}]\n", BOTH,
     "speaker-clash", 1, 0, 1, NULL},
    {"waived for one event", BODY "waive: [{rule: speaker-available, events: [a]}]\n",
     "a=main@09:00", "speaker-available", 0, 0, 0, "Pat Poe"},
    {"waived for the other event", BODY "waive: [{rule: speaker-available, events: [b]}]\n",
     "a=main@09:00", "speaker-available", 1, 0, 1, NULL},
};

static void test_case(void **state)
{
    assert_true(support_holds(*state));
}

/* What is waived is allowed, and costs nothing. */
static void test_solve(void **state)
{
    (void)state;
    struct support_problem loaded;
    support_load(&loaded,
                 BODY "waive: [{rule: speaker-clash, events: [b, a], reason: short},"
                      " {rule: speaker-available, events: [a]},"
                      " {rule: track-parallel, events: [a, b]}]\n"
                      "rules: {room-capacity: off}\n",
                 true);
    struct solve_options options = {.threads = 1};
    struct solve_result result;
    assert_true(solve_problem(&loaded.problem, &options, &result));
    assert_int_equal(result.status, SOLVE_OPTIMAL);
    assert_int_equal(result.n_left_out, 0);
    assert_int_equal(result.score.n_hard, 0);
    assert_int_equal(result.score.level_cost[result.score.levels.soft], 0);
    assert_int_equal(result.score.n_waived, 3);
    assert_int_equal(result.score.n_violations, 3);
    for (uint32_t i = 0; i < 3; i++) {
        const struct violation *violation = &result.score.violations[i];
        assert_non_null(violation->waiver);
        assert_false(violation->hard);
        assert_int_equal(violation->cost, 0);
    }
    solve_free(&result);
    support_free(&loaded);
}

/* Three of a room's clique, of which two pairs are waived: the third pair is not. */
static void test_rest_of_group(void **state)
{
    (void)state;
    struct support_problem loaded;
    support_load(
        &loaded,
        "title: Tiny\ntimezone: UTC\ndate: 2026-05-14\nhours: 9:00-10:00\n"
        "talks: [{id: a, title: A, duration: 60}, {id: b, title: B, duration: 30},"
        " {id: c, title: C, duration: 30}]\n"
        "waive: [{rule: room-clash, events: [a, b]}, {rule: room-clash, events: [c, a]}]\n",
        true);
    struct solve_options options = {.threads = 1};
    struct solve_result result;
    assert_true(solve_problem(&loaded.problem, &options, &result));
    assert_int_equal(result.status, SOLVE_OPTIMAL);
    assert_int_equal(result.n_left_out, 0);
    assert_int_equal(result.score.n_waived, 2);
    assert_int_not_equal(result.timetable.v[1].start_min, result.timetable.v[2].start_min);
    solve_free(&result);
    support_free(&loaded);
}

/* A later file changes what it says of a rule, and adds waivers. */
static void test_overlay(void **state)
{
    (void)state;
    static const struct {
        const char *later, *rule;
        enum strength_kind kind;
        int64_t weight;
        bool spared;
    } rows[] = {
        {"rules: {track-parallel: 7}\n", "track-parallel", STRENGTH_SOFT, 7, true},
        {"rules: {track-parallel: {per: pair}}\n", "track-parallel", STRENGTH_HARD, 0, true},
        {"rules: {track-parallel: {strength: off, except: []}}\n", "track-parallel", STRENGTH_OFF,
         0, false},
        {"rules: {room-capacity: {except: [b]}}\n", "room-capacity", STRENGTH_HARD, 0, false},
        {"waive: [{rule: speaker-clash, events: [a, b]}]\n", "track-parallel", STRENGTH_HARD, 0,
         true},
    };
    for (size_t i = 0; i < BASE_COUNT(rows); i++) {
        const char *files[] = {
            BODY "rules: {track-parallel: {strength: hard, except: [a]}, room-capacity: hard}\n"
                 "waive: [{rule: room-clash, events: [a, b]}]\n",
            rows[i].later};
        struct support_problem loaded = support_load_over(files, 2);
        const struct rule_setting *setting =
            &loaded.problem.settings[rule_table_find(rows[i].rule)];
        assert_int_equal(setting->strength.kind, rows[i].kind);
        assert_int_equal(setting->strength.weight, rows[i].weight);
        assert_int_equal(setting->spared != NULL && setting->spared[0], rows[i].spared);
        assert_int_equal(loaded.problem.n_waivers, i + 1 == BASE_COUNT(rows) ? 2 : 1);
        support_free(&loaded);
    }
}

/* A waiver whose event is taken away by a later file is no mistake. */
static void test_withdrawn(void **state)
{
    (void)state;
    const char *files[] = {BODY "waive: [{rule: speaker-clash, events: [a, b]}]\n"
                                "rules: {track-parallel: {strength: 3, except: [a]}}\n",
                           "talks: [{id: a, remove: true}]\n"};
    struct support_problem loaded = support_load_over(files, 2);
    assert_true(loaded.loaded);
    assert_int_equal(loaded.problem.n_events, 1);
    support_free(&loaded);
}

/* Two fixed events outweigh the talk that they contradict, whichever the search began with. */
static void test_important_first(void **state)
{
    (void)state;
    struct support_problem loaded;
    support_load(
        &loaded,
        "title: Tiny\ntimezone: UTC\nrooms: [{id: main}]\n"
        "days: [{date: 2026-05-14, hours: 9:00-11:00}, {date: 2026-05-15, hours: 9:00-11:00}]\n"
        "fixed: [{title: Dinner, date: 2026-05-14, time: 20:00-21:00, where: Town Hall,"
        " speakers: [Pat Poe]}, {title: Walk, date: 2026-05-14, time: 21:00-22:00,"
        " where: Park, speakers: [Quin Roe]}]\n"
        "talks: [{title: Arenas, duration: 120, speakers: [Pat Poe, Quin Roe],"
        " pin: {start: 2026-05-15 09:00}}, {title: Bits, duration: 60}]\n"
        "rules: {speaker-same-day: hard}\n",
        true);
    for (uint64_t seed = 1; seed <= 5; seed++) {
        struct solve_options options = {
            .threads = 1, .engine = SOLVE_ENGINE_SEARCH, .work_limit = 1, .seed = seed};
        struct solve_result result;
        assert_true(solve_problem(&loaded.problem, &options, &result));
        assert_true(result.has_timetable);
        assert_int_equal(result.score.level_cost[0], 0);
        assert_int_equal(result.score.level_cost[1], 1);
        solve_free(&result);
    }
    support_free(&loaded);
}

static struct strength strength_in(const char *yaml, const char *rule)
{
    struct support_problem loaded;
    support_load(&loaded, yaml, true);
    struct strength strength = loaded.problem.settings[rule_table_find(rule)].strength;
    support_free(&loaded);
    return strength;
}

static void test_presets(void **state)
{
    (void)state;
    for (uint32_t p = 0; p < rule_preset_count(); p++) {
        char yaml[1000];
        snprintf(yaml, sizeof(yaml), "%spreset: %s\nrules: {room-capacity: 77}\n", BODY,
                 rule_preset_name(p));
        for (uint32_t r = 0; r < rule_table_count(); r++) {
            const char *id = rule_table_at(r)->id;
            struct strength wanted = rule_preset_strength(p, r), is = strength_in(yaml, id);
            bool own = strcmp(id, "room-capacity") == 0;
            assert_int_equal(is.kind, own ? STRENGTH_SOFT : wanted.kind);
            assert_int_equal(is.weight, own ? 77 : wanted.weight);
        }
    }
    assert_int_equal(strength_in(BODY "preset: academic\n", "track-parallel").weight, 50);
    assert_int_equal(strength_in(BODY, "track-parallel").weight, 10);
}

int main(void)
{
    enum { CASES = BASE_COUNT(cases) };
    static struct CMUnitTest tests[CASES + 6] = {
        [CASES + 4] = cmocka_unit_test(test_withdrawn),
        [CASES + 5] = cmocka_unit_test(test_important_first),
        [CASES + 3] = cmocka_unit_test(test_overlay),
        [CASES] = cmocka_unit_test(test_solve),
        [CASES + 1] = cmocka_unit_test(test_rest_of_group),
        [CASES + 2] = cmocka_unit_test(test_presets),
    };
    for (size_t i = 0; i < CASES; i++) {
        tests[i] =
            (struct CMUnitTest){cases[i].name, test_case, NULL, NULL, (void *)(uintptr_t)&cases[i]};
    }
    return cmocka_run_group_tests_name("exceptions", tests, NULL, NULL);
}
