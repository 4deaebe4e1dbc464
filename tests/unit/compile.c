/* Candidate placements: the grid, slots, pins, and what excludes the rest. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/rule.h"
#include "engine/compile.h"
#include "support.h"

#include <string.h>

#define HEAD "title: Grid Day\ntimezone: UTC\ndate: 2026-05-14\n"

struct compiled {
    struct support_problem loaded;
    struct model model;
};

static void compile(struct compiled *compiled, const char *yaml)
{
    support_load(&compiled->loaded, yaml, true);
    compile_model(&compiled->loaded.problem, &compiled->model);
}

static void end(struct compiled *compiled)
{
    model_free(&compiled->model);
    support_free(&compiled->loaded);
}

/* "room@hh:mm " for each placement of the first event. */
static void assert_placements(struct compiled *compiled, const char *expected)
{
    struct problem *problem = &compiled->loaded.problem;
    const struct choice *choice = &compiled->model.choices.v[0];
    const char *text = "";
    for (uint32_t i = choice->first; i < choice->first + choice->n; i++) {
        const struct placement *placement = &compiled->model.placements.v[i];
        text = arena_print(
            &problem->arena, "%s%s@%s ", text, problem->rooms[placement->room.v].id,
            calendar_print_clock(&problem->arena, &problem->zone, placement->start_min));
    }
    assert_string_equal(text, expected);
}

static const struct exclusion *exclusion_of(const struct compiled *compiled, const char *rule)
{
    return &compiled->model.choices.v[0].excluded[rule_table_find(rule)];
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
    assert_int_equal(compiled.model.choices.v[0].n_considered, 3);
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
    assert_int_equal(exclusion_of(&compiled, "pinned")->count,
                     compiled.model.choices.v[0].n_considered - 1);
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
    assert_int_equal(compiled.model.choices.v[0].n_considered, 4);
    assert_int_equal(exclusion_of(&compiled, "speaker-available")->count, 2);
    assert_int_equal(exclusion_of(&compiled, "speaker-available")->alone, 1);
    assert_int_equal(exclusion_of(&compiled, "room-features")->count, 2);
    assert_int_equal(exclusion_of(&compiled, "room-features")->alone, 1);
    end(&compiled);
}

/* Literals found by search are those found by asking. */
static bool starts_between(const struct placement *placement, const void *context)
{
    const int32_t *range = context;
    return placement->room.v == 1 && range[0] <= placement->start_min &&
           placement->start_min < range[1];
}

static void test_literal_between(void **state)
{
    (void)state;
    struct compiled compiled;
    compile(&compiled, HEAD "rooms: [{id: a}, {id: b}]\n"
                            "hours: 9:00-12:00\n"
                            "talks: [{id: t, title: T, duration: 15}]\n");
    int32_t first = compiled.model.placements.v[0].start_min;
    for (int32_t from = first - 10; from < first + 200; from += 5) {
        for (int32_t to = from - 5; to < first + 200; to += 15) {
            int32_t range[2] = {from, to};
            struct choice_id id = {0};
            struct literal asked = model_literal(&compiled.model, id, starts_between, range);
            struct literal found =
                model_literal_between(&compiled.model, id, from, to, (struct room_id){1});
            assert_true(model_literals_equal(&compiled.model, asked, found));
        }
    }
    end(&compiled);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_grid_from_midnight),
        cmocka_unit_test(test_slots_begin_with_their_events),
        cmocka_unit_test(test_pins_need_no_grid),
        cmocka_unit_test(test_pin_outside_the_hours),
        cmocka_unit_test(test_exclusions_overlap),
        cmocka_unit_test(test_literal_between),
    };
    return cmocka_run_group_tests_name("compile", tests, NULL, NULL);
}
