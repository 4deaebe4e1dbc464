/* Parts and repeats: what one entry of the problem file becomes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/rule.h"
#include "support.h"

#include <string.h>

#define HEAD                                                                                       \
    "title: Test Days\ntimezone: UTC\nrooms: [{id: main}, {id: attic}]\n"                          \
    "days: [{date: 2026-05-14, hours: 9:00-17:00}, {date: 2026-05-15, hours: 9:00-17:00}]\n"

/* "id 'title' part/parts repeat/repeats of series", a line an event. */
static const char *describe(struct problem *problem)
{
    const char *text = "";
    for (uint32_t e = 0; e < problem->n_events; e++) {
        const struct event *event = &problem->events[e];
        text = arena_print(&problem->arena, "%s%s '%s' %u/%u %u/%u of %s\n", text, event->id,
                           event->title, (unsigned)event->part, (unsigned)event->n_parts,
                           (unsigned)event->repeat, (unsigned)event->n_repeats,
                           problem->events[event->series.v].id);
    }
    return text;
}

/* "id id …" of a key that lists events; "-": the event does not have it. */
static const char *list(struct problem *problem, const char *id, const char *key)
{
    const struct value *value = attrs_find(&problem->events[support_event(problem, id)].attrs, key);
    const char *text = value == NULL ? "-" : "";
    for (uint32_t i = 0; value != NULL && i < value->as.events.n; i++) {
        text = arena_print(&problem->arena, "%s%s%s", text, i > 0 ? " " : "",
                           problem->events[value->as.events.v[i].v].id);
    }
    return text;
}

static const struct value *find(const struct problem *problem, const char *id, const char *key)
{
    return attrs_find(&problem->events[support_event(problem, id)].attrs, key);
}

static void test_entries_become_events(void **state)
{
    (void)state;
    struct support_problem l;
    support_load(&l,
                 HEAD "talks:\n"
                      "  - {title: Weaving, duration: 45, parts: 3, speakers: [Pat Poe], track: t, "
                      "tags: [x], audience: 20}\n"
                      "  - {id: aid, title: First Aid, duration: 30, repeats: 2}\n"
                      "  - {title: Bits, duration: 30, parts: 1, repeats: 1}\n"
                      "tracks: [t]\n",
                 true);
    struct problem *p = &l.problem;
    assert_string_equal(describe(p), "weaving 'Weaving (1/3)' 1/3 1/1 of weaving\n"
                                     "weaving-2 'Weaving (2/3)' 2/3 1/1 of weaving\n"
                                     "weaving-3 'Weaving (3/3)' 3/3 1/1 of weaving\n"
                                     "aid 'First Aid' 1/1 1/2 of aid\n"
                                     "aid-2 'First Aid (2)' 1/1 2/2 of aid\n"
                                     "bits 'Bits' 1/1 1/1 of bits\n");
    const struct event *last = &p->events[2];
    assert_int_equal(last->duration_min, 45);
    assert_int_equal(last->n_people, 1);
    assert_int_equal(last->n_tags, 1);
    assert_int_equal(last->track.v, 0);
    assert_int_equal(last->audience, 20);
    assert_int_equal(l.diags.warnings, 0);
    support_free(&l);
}

static void test_references(void **state)
{
    (void)state;
    struct support_problem l;
    support_load(&l,
                 HEAD
                 "talks:\n"
                 "  - {id: w, title: Weaving, duration: 45, parts: 2, after: [a]}\n"
                 "  - {id: a, title: Aid, duration: 30, repeats: 3, not_with: [b, w]}\n"
                 "  - {id: b, title: Bits, duration: 30, after: [Weaving, Aid], "
                 "not_with: [w, w-2, a]}\n"
                 "  - {id: c, title: Cores, duration: 30, after: [w-2], after_same_day: [talk]}\n"
                 "bofs: [{id: f, title: Fibres, duration: 30, related: [w, a, a-3]}]\n",
                 true);
    struct problem *p = &l.problem;
    assert_string_equal(list(p, "w", "after"), "a");
    assert_string_equal(list(p, "w-2", "after"), "a");
    assert_string_equal(list(p, "a", "not_with"), "b w w-2 a-2 a-3");
    assert_string_equal(list(p, "a-3", "not_with"), "b w w-2 a a-2");
    assert_string_equal(list(p, "b", "after"), "w w-2 a");
    assert_string_equal(list(p, "b", "not_with"), "w w-2 a a-2 a-3");
    assert_string_equal(list(p, "c", "after"), "w-2");
    assert_string_equal(list(p, "c", "after_same_day"), "w w-2 a a-2 a-3 b");
    assert_string_equal(list(p, "f", "related"), "w w-2 a a-2 a-3");
    assert_string_equal(list(p, "w", "not_with"), "-");
    support_free(&l);
}

static void test_an_event_does_not_refer_to_its_own_copies(void **state)
{
    (void)state;
    struct support_problem l;
    support_load(&l,
                 HEAD "kinds: {lab: {duration: 30, after_same_day: [w]}}\n"
                      "talks:\n"
                      "  - {id: w, title: Weaving, kind: lab, repeats: 2, after_same_day: [lab]}\n"
                      "  - {id: b, title: Bits, kind: lab, parts: 2, after_same_day: [lab]}\n",
                 true);
    struct problem *p = &l.problem;
    assert_string_equal(list(p, "w", "after_same_day"), "b b-2");
    assert_string_equal(list(p, "w-2", "after_same_day"), "b b-2");
    assert_string_equal(list(p, "b", "after_same_day"), "w w-2");
    support_free(&l);
}

static void test_pins_and_positions(void **state)
{
    (void)state;
    struct support_problem l;
    support_load(&l,
                 HEAD "talks:\n"
                      "  - {id: a, title: A, duration: 45, parts: 3, position: first, "
                      "pin: {start: 2026-05-14 09:00, room: attic}}\n"
                      "  - {id: b, title: B, duration: 45, parts: 3, position: last}\n"
                      "  - {id: c, title: C, duration: 45, repeats: 2, position: last, "
                      "pin: {start: 2026-05-14 15:00}}\n",
                 true);
    struct problem *p = &l.problem;
    assert_non_null(find(p, "a", "position"));
    assert_null(find(p, "a-2", "position"));
    assert_null(find(p, "a-3", "position"));
    assert_null(find(p, "b", "position"));
    assert_null(find(p, "b-2", "position"));
    assert_non_null(find(p, "b-3", "position"));
    assert_non_null(find(p, "c", "position"));
    assert_null(find(p, "c-2", "position"));
    assert_int_not_equal(find(p, "a", "pin")->as.pin.start_min, CALENDAR_NO_TIME);
    assert_int_equal(find(p, "a-3", "pin")->as.pin.start_min, CALENDAR_NO_TIME);
    assert_int_equal(find(p, "a-3", "pin")->as.pin.room.v, 1);
    assert_non_null(find(p, "c", "pin"));
    assert_null(find(p, "c-2", "pin"));
    support_free(&l);
}

static void test_interest(void **state)
{
    (void)state;
    struct support_problem l;
    support_load(&l,
                 HEAD "talks:\n"
                      "  - {id: a, title: A, duration: 45, parts: 2}\n"
                      "  - {id: b, title: B, duration: 45, repeats: 2}\n"
                      "attendees: [{interest: {a: 3, b: 5}}, {interest: {a-2: 2, b-2: 1}}]\n",
                 true);
    const struct attendee *all = l.problem.attendees;
    assert_int_equal(all[0].n_interests, 3);
    assert_int_equal(all[0].interests[1].event.v, 1);
    assert_int_equal(all[0].interests[1].weight, 3);
    assert_int_equal(all[0].interests[2].event.v, 2);
    assert_int_equal(all[1].n_interests, 2);
    assert_int_equal(all[1].interests[0].event.v, 1);
    assert_int_equal(all[1].interests[1].event.v, 3);
    support_free(&l);
}

/* A later file changes the entry, and with it all that it makes. */
static void test_overlay(void **state)
{
    (void)state;
    static const char *const texts[] = {
        HEAD "talks: [{id: a, title: A, duration: 45}, {title: B, duration: 45, repeats: 2}]\n",
        "talks: [{id: a, parts: 2}, {title: B, duration: 30}]\n",
    };
    struct support_problem l = support_load_over(texts, 2);
    assert_string_equal(describe(&l.problem), "a 'A (1/2)' 1/2 1/1 of a\n"
                                              "a-2 'A (2/2)' 2/2 1/1 of a\n"
                                              "b 'B' 1/1 1/2 of b\n"
                                              "b-2 'B (2)' 1/1 2/2 of b\n");
    assert_int_equal(l.problem.events[3].duration_min, 30);
    support_free(&l);
}

/* What would be said of each part is said once. */
static void test_complaints_are_not_repeated(void **state)
{
    (void)state;
    struct support_problem l;
    support_load(&l,
                 HEAD "talks:\n"
                      "  - {id: a, title: A, duration: 45, parts: 3, after: [b], "
                      "requires: {features: [organ]}}\n"
                      "  - {id: b, title: B, duration: 45, after: [a]}\n",
                 true);
    assert_int_equal(l.diags.warnings, 2);
    support_free(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_entries_become_events),
        cmocka_unit_test(test_references),
        cmocka_unit_test(test_an_event_does_not_refer_to_its_own_copies),
        cmocka_unit_test(test_pins_and_positions),
        cmocka_unit_test(test_interest),
        cmocka_unit_test(test_overlay),
        cmocka_unit_test(test_complaints_are_not_repeated),
    };
    return cmocka_run_group_tests_name("load_series", tests, NULL, NULL);
}
