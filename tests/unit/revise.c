/* What an announced timetable makes of a problem, and how that is carried to the problem loaded
 * anew. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/rule.h"
#include "revise/revise.h"
#include "support.h"

#define HEAD                                                                                       \
    "title: Small\n"                                                                               \
    "timezone: UTC\n"                                                                              \
    "date: 2026-05-14\n"                                                                           \
    "hours: 9:00-12:00\n"                                                                          \
    "conference: {granularity: 30}\n"

static const char base[] = HEAD "rooms: [{id: hall}, {id: lab}]\n"
                                "talks:\n"
                                "  - {id: a, title: A, duration: 30}\n"
                                "  - {id: b, title: B, duration: 30}\n"
                                "  - {id: c, title: C, duration: 30, pin: {start: 11:00}}\n"
                                "  - {id: d, title: D, duration: 30}\n";

/* A pin that came with the timetable, in a file of its own. */
static const char pins[] = "talks: [{id: d, pin: {start: 11:30, room: lab}}]\n";

/* The same later: without the hall, with an attic, and in another order. */
static const char later[] = HEAD "rooms: [{id: lab}, {id: attic}]\n"
                                 "talks:\n"
                                 "  - {id: d, title: D, duration: 30}\n"
                                 "  - {id: c, title: C, duration: 30}\n"
                                 "  - {id: b, title: B, duration: 30}\n"
                                 "  - {id: a, title: A, duration: 30}\n";

struct carried {
    struct support_problem from, to;
    int32_t before_min;
};

static int setup(void **state)
{
    static struct carried carried;
    const char *const texts[] = {base, pins};
    carried.from = support_load_over(texts, 2);
    support_load(&carried.to, later, true);
    struct problem *from = &carried.from.problem, *to = &carried.to.problem;
    struct timetable was = support_place(from, "a=hall@09:10 b=lab@10:00");
    bool frozen[] = {false, true, false, false};
    carried.before_min = was.v[support_event(from, "a")].start_min + 1;
    revise_publish(&from->arena, from, &was);
    revise_freeze(&from->arena, from, frozen, carried.before_min);
    revise_limit_moves(&from->arena, from, 1);
    revise_carry(&to->arena, to, from, 1);
    *state = &carried;
    return 0;
}

static int teardown(void **state)
{
    struct carried *carried = *state;
    support_free(&carried->from);
    support_free(&carried->to);
    return 0;
}

static const struct value *published(const struct problem *problem, const char *id)
{
    return problem_published(problem, (struct event_id){support_event(problem, id)});
}

static void test_places(void **state)
{
    const struct carried *carried = *state;
    const struct problem *to = &carried->to.problem;
    assert_non_null(published(to, "a"));
    assert_int_equal(published(to, "a")->as.pin.start_min, carried->before_min - 1);
    assert_int_equal(published(to, "a")->as.pin.room.v, ROOM_GONE);
    assert_non_null(published(to, "b"));
    assert_int_equal(published(to, "b")->as.pin.room.v, 0);
    assert_null(published(to, "c"));
}

static void test_freeze(void **state)
{
    const struct carried *carried = *state;
    const struct problem *to = &carried->to.problem;
    assert_non_null(to->freeze);
    assert_int_equal(to->freeze->before_min, carried->before_min);
    for (uint32_t e = 0; e < to->n_events; e++) {
        assert_int_equal(to->freeze->frozen[e], e == support_event(to, "b"));
    }
}

static void test_limit(void **state)
{
    const struct carried *carried = *state;
    const struct rule_setting *limit =
        &carried->to.problem.settings[rule_table_find("moves-limit")];
    assert_int_equal(limit->strength.kind, STRENGTH_HARD);
    assert_int_equal(attrs_find(&limit->params, "at_most")->as.number, 1);
}

/* Ten past nine is a whole number of them from the beginning. */
static void test_ticks(void **state)
{
    const struct carried *carried = *state;
    assert_int_equal(carried->from.problem.tick_min, 10);
    assert_int_equal(carried->to.problem.tick_min, 10);
}

/* The problem says itself, now, what it pins; what was pinned beside it holds. */
static void test_pins(void **state)
{
    const struct carried *carried = *state;
    const struct problem *to = &carried->to.problem;
    const struct value *pin = attrs_find(&to->events[support_event(to, "d")].attrs, "pin");
    assert_null(attrs_find(&to->events[support_event(to, "c")].attrs, "pin"));
    assert_non_null(pin);
    assert_int_equal(pin->as.pin.room.v, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_places), cmocka_unit_test(test_freeze), cmocka_unit_test(test_limit),
        cmocka_unit_test(test_ticks),  cmocka_unit_test(test_pins),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
