/* Candidate placements: the grid, slots, pins, and what excludes the rest. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/rule.h"
#include "engine/candidates.h"
#include "engine/compile.h"
#include "support.h"

#include <string.h>

#define HEAD "title: Grid Day\ntimezone: UTC\ndate: 2026-05-14\n"

struct compiled {
    struct support_problem loaded;
    struct model model;
    struct exclusion *excluded; /* of the first event, by rule */
    uint32_t n_considered;
};

static void compile(struct compiled *compiled, const char *yaml)
{
    support_load(&compiled->loaded, yaml, true);
    compile_model(&compiled->loaded.problem, &compiled->model);
    compiled->excluded = base_alloc_zero(rule_table_count(), sizeof(*compiled->excluded));
    compiled->n_considered =
        candidates_explain(&compiled->loaded.problem, (struct event_id){0}, compiled->excluded);
}

static void end(struct compiled *compiled)
{
    base_free(compiled->excluded);
    model_free(&compiled->model);
    support_free(&compiled->loaded);
}

/* "room@hh:mm " for each placement of the first event, by start, then room. */
static void assert_placements(struct compiled *compiled, const char *expected)
{
    struct problem *problem = &compiled->loaded.problem;
    struct placements placements = {0};
    model_list_placements(&compiled->model, (struct choice_id){0}, &placements);
    const char *text = "";
    for (size_t i = 0; i < placements.n; i++) {
        const struct placement *placement = &placements.v[i];
        text = arena_print(
            &problem->arena, "%s%s@%s ", text, problem->rooms[placement->room.v].id,
            calendar_print_clock(&problem->arena, &problem->zone, placement->start_min));
    }
    vec_free(&placements);
    assert_string_equal(text, expected);
}

static const struct exclusion *exclusion_of(const struct compiled *compiled, const char *rule)
{
    return &compiled->excluded[rule_table_find(rule)];
}

static void test_grid_from_midnight(void **state)
{
    (void)state;
    struct compiled compiled;
    compile(&compiled, HEAD "conference: {granularity: 15}\n"
                            "rooms: [{id: a}, {id: b}]\n"
                            "days: [{date: 2026-05-14, hours: {a: 9:10-10:10, b: 9:00-9:40}}]\n"
                            "talks: [{id: t, title: T, duration: 30}]\n");
    assert_placements(&compiled, "b@09:00 a@09:15 a@09:30 ");
    end(&compiled);
}

static void test_slots_begin_with_their_events(void **state)
{
    (void)state;
    struct compiled compiled;
    compile(&compiled, HEAD "rooms: [{id: a}]\n"
                            "slots: [{times: [9:00-9:45, 9:45-10:00, 10:00-11:00]}]\n"
                            "talks: [{id: t, title: T, duration: 30}]\n");
    assert_placements(&compiled, "a@09:00 a@10:00 ");
    assert_int_equal(compiled.n_considered, 3);
    assert_int_equal(exclusion_of(&compiled, "room-open")->count, 1);
    assert_int_equal(exclusion_of(&compiled, "room-open")->alone, 1);
    end(&compiled);
}

static void test_pins_need_no_grid(void **state)
{
    (void)state;
    struct compiled compiled;
    compile(&compiled, HEAD "conference: {granularity: 30}\n"
                            "rooms: [{id: a}, {id: b}]\n"
                            "hours: 9:00-11:00\n"
                            "talks: [{id: t, title: T, duration: 30, pin: {start: 9:10}}]\n");
    assert_placements(&compiled, "a@09:10 b@09:10 ");
    end(&compiled);
}

/* Where it was announced it may stay, but in a slot, and only there. */
static void test_announced_needs_no_grid(void **state)
{
    (void)state;
    struct compiled compiled;
    compile(&compiled,
            HEAD "conference: {granularity: 30}\n"
                 "rooms: [{id: a}, {id: b}]\n"
                 "hours: 9:00-10:00\n"
                 "talks: [{id: t, title: T, duration: 30, published: {start: 9:10, room: a}}]\n");
    assert_placements(&compiled, "a@09:00 b@09:00 a@09:10 a@09:30 b@09:30 ");
    end(&compiled);
    compile(&compiled,
            HEAD "rooms: [{id: a}]\n"
                 "slots: [{times: [9:00-10:00]}]\n"
                 "talks: [{id: t, title: T, duration: 30, published: {start: 9:10, room: a}}]\n");
    assert_placements(&compiled, "a@09:00 ");
    end(&compiled);
}

static void test_pin_outside_the_hours(void **state)
{
    (void)state;
    struct compiled compiled;
    compile(&compiled, HEAD "rooms: [{id: a}]\n"
                            "hours: 9:00-10:00\n"
                            "talks: [{id: t, title: T, duration: 30, pin: {start: 8:00}}]\n");
    assert_placements(&compiled, "");
    /* The pin's own place is excluded by the opening hours alone, all others by the pin. */
    assert_int_equal(exclusion_of(&compiled, "room-open")->count, 1);
    assert_int_equal(exclusion_of(&compiled, "room-open")->alone, 1);
    assert_int_equal(exclusion_of(&compiled, "pinned")->count, compiled.n_considered - 1);
    end(&compiled);
}

static void test_exclusions_overlap(void **state)
{
    (void)state;
    struct compiled compiled;
    compile(
        &compiled, HEAD
        "rooms: [{id: a}, {id: b, features: [video]}]\n"
        "hours: 9:00-11:00\n"
        "speakers: [{id: s, name: Sol Ray, unavailable: [2026-05-14 9:00-10:00]}]\n"
        "talks: [{id: t, title: T, duration: 60, speakers: [s], requires: {features: [video]}}]\n");
    assert_placements(&compiled, "b@10:00 ");
    assert_int_equal(compiled.n_considered, 4);
    assert_int_equal(exclusion_of(&compiled, "speaker-available")->count, 2);
    assert_int_equal(exclusion_of(&compiled, "speaker-available")->alone, 1);
    assert_int_equal(exclusion_of(&compiled, "room-features")->count, 2);
    assert_int_equal(exclusion_of(&compiled, "room-features")->alone, 1);
    end(&compiled);
}

/* Windows that differ from room to room, a lunch in between and a pin beside the grid: each start
 * that is left is a candidate once. */
static void test_runs_with_gaps(void **state)
{
    (void)state;
    struct compiled compiled;
    compile(&compiled,
            HEAD "conference: {granularity: 15}\n"
                 "rooms: [{id: a}, {id: b}]\n"
                 "windows:\n"
                 "  - {date: 2026-05-14, time: 9:00-10:00, rooms: [a, b]}\n"
                 "  - {date: 2026-05-14, time: 10:20-11:00, rooms: [a]}\n"
                 "speakers: [{id: s, name: Sol Ray, unavailable: [2026-05-14 9:15-9:30]}]\n"
                 "talks: [{id: t, title: T, duration: 15, speakers: [s]}]\n");
    assert_placements(&compiled,
                      "a@09:00 b@09:00 a@09:30 b@09:30 a@09:45 b@09:45 a@10:30 a@10:45 ");
    assert_int_equal(compiled.model.choices.v[0].n, 8);
    assert_int_equal(compiled.n_considered, 10);
    assert_int_equal(exclusion_of(&compiled, "speaker-available")->count, 2);
    assert_int_equal(exclusion_of(&compiled, "speaker-available")->alone, 2);
    end(&compiled);
}

/* A soft rule of rooms, times or windows charges exactly the placements that it counts, each once.
 */
static void test_soft_rules_charge_each_placement(void **state)
{
    (void)state;
    struct compiled compiled;
    compile(
        &compiled, HEAD
        "rooms: [{id: a, capacity: 5}, {id: b, capacity: 50}, {id: c, features: [video]}]\n"
        "windows:\n"
        "  - {date: 2026-05-14, time: 9:00-11:00, rooms: [a, b, c]}\n"
        "  - {date: 2026-05-14, time: 13:00-14:00, rooms: [a, c], tags: [late]}\n"
        "speakers: [{id: s, name: Sol Ray, unavailable: [2026-05-14 9:20-9:40]}]\n"
        "talks:\n"
        "  - {id: t, title: T, duration: 30, speakers: [s], audience: 20,\n"
        "     avoids: {times: [2026-05-14 9:50-10:10]}, prohibits: {tags: [late]},\n"
        "     requires: {features: [video]}}\n"
        "rules: {room-capacity: 2, speaker-available: 30, avoided-time: 100, window-tags: 700,\n"
        "        room-features: 5000}\n");
    static const char *const rules[] = {"room-capacity", "speaker-available", "avoided-time",
                                        "window-tags", "room-features"};
    const struct model *model = &compiled.model;
    const struct problem *problem = &compiled.loaded.problem;
    for (uint32_t i = 0; i < model->choices.v[0].n; i++) {
        struct placement placement = model_placement_at(model, (struct choice_id){0}, i);
        struct arena arena = ARENA_EMPTY;
        struct model_score score = model_evaluate(&arena, model, rule_table_count(), &placement);
        for (size_t k = 0; k < BASE_COUNT(rules); k++) {
            uint32_t r = rule_table_find(rules[k]);
            int64_t count = rule_table_at(r)->count_at(problem, &problem->settings[r],
                                                       (struct event_id){0}, placement);
            assert_int_equal(score.rule_cost[r], count * problem->settings[r].strength.weight);
        }
        arena_free(&arena);
    }
    end(&compiled);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_grid_from_midnight),
        cmocka_unit_test(test_slots_begin_with_their_events),
        cmocka_unit_test(test_pins_need_no_grid),
        cmocka_unit_test(test_announced_needs_no_grid),
        cmocka_unit_test(test_pin_outside_the_hours),
        cmocka_unit_test(test_exclusions_overlap),
        cmocka_unit_test(test_runs_with_gaps),
        cmocka_unit_test(test_soft_rules_charge_each_placement),
    };
    return cmocka_run_group_tests_name("compile", tests, NULL, NULL);
}
