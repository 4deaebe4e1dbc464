/* Why announced events have moved: small problems, worked out by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/rule.h"
#include "revise/cause.h"
#include "revise/revise.h"
#include "support.h"

#include <string.h>

/* Two rooms, three slots each; what follows is the talks and the rest. */
#define HEAD                                                                                       \
    "title: Small\n"                                                                               \
    "timezone: UTC\n"                                                                              \
    "rooms: [{id: hall, name: Hall}, {id: lab, name: Lab}]\n"                                      \
    "slots: [{date: 2026-05-14, times: [10:00-10:30, 11:00-11:30, 12:00-12:30]}]\n"

#define AT(hour, room) "published: {start: 2026-05-14 " hour ":00, room: " room "}"

struct judged {
    struct support_problem loaded;
    struct timetable timetable;
    struct causes causes;
};

static struct judged judge(const char *yaml, const char *placements)
{
    struct judged judged;
    support_load(&judged.loaded, yaml, true);
    struct problem *problem = &judged.loaded.problem;
    judged.timetable = support_place(problem, placements);
    judged.causes = causes_find(&problem->arena, problem, &judged.timetable);
    return judged;
}

static const struct cause *cause_of(const struct judged *judged, const char *id)
{
    struct event_id event = {support_event(&judged->loaded.problem, id)};
    const struct cause *cause = causes_of(&judged->causes, event);
    assert_non_null(cause);
    return cause;
}

static void assert_rule(const struct cause *cause, const char *rule)
{
    assert_true(cause->rule != ID_NONE);
    assert_string_equal(rule_table_at(cause->rule)->id, rule);
}

static const char away[] = HEAD
    "speakers: [{id: mira, name: Mira Vogt, available: [2026-05-14 11:00-13:00]}]\n"
    "talks:\n"
    "  - {id: a, title: A, duration: 30, speakers: [mira], " AT(
        "10", "hall") "}\n"
                      "  - {id: b, title: B, duration: 30, speakers: [Ben Sample], " AT(
                          "11",
                          "hall") "}\n"
                                  "  - {id: c, title: C, duration: 30, speakers: [Cleo Made], " AT(
                                      "12", "hall") "}\n";

static void test_speaker_away(void **state)
{
    (void)state;
    struct judged judged = judge(away, "a=lab@11:00 b=hall@11:00 c=hall@12:00");
    assert_int_equal(judged.causes.n, 1);
    const struct cause *cause = cause_of(&judged, "a");
    assert_int_equal(cause->kind, CAUSE_RULE);
    assert_rule(cause, "speaker-available");
    assert_int_equal(cause->n_people, 1);
    assert_int_equal(cause->n_events, 0);
    assert_int_equal(cause->root.v, ID_NONE);
    assert_string_equal(cause->message, "Mira Vogt is not free for it then");
    support_free(&judged.loaded);
}

static void test_chain(void **state)
{
    (void)state;
    struct judged judged = judge(away, "a=hall@11:00 b=hall@12:00 c=lab@12:00");
    assert_int_equal(judged.causes.n, 3);
    const struct cause *b = cause_of(&judged, "b"), *c = cause_of(&judged, "c");
    assert_int_equal(b->kind, CAUSE_ROOM);
    assert_rule(b, "room-clash");
    assert_int_equal(b->events[0].v, 0);
    assert_int_equal(b->root.v, 0);
    assert_string_equal(b->message, "it makes room for 'A', which had to move because Mira Vogt is "
                                    "not free for it then");
    assert_int_equal(c->kind, CAUSE_ROOM);
    assert_int_equal(c->events[0].v, 1);
    assert_int_equal(c->root.v, 0);
    assert_string_equal(c->message, "it makes room for 'B', and that for 'A', which had to move "
                                    "because Mira Vogt is not free for it then");
    support_free(&judged.loaded);
}

static void test_new(void **state)
{
    (void)state;
    struct judged judged =
        judge(HEAD "talks:\n"
                   "  - {id: n, title: N, duration: 30}\n"
                   "  - {id: a, title: A, duration: 30, " AT(
                       "10", "hall") "}\n"
                                     "  - {id: b, title: B, duration: 30, " AT("11", "hall") "}\n",
              "n=hall@10:00 a=hall@11:00 b=hall@12:00");
    const struct cause *a = cause_of(&judged, "a"), *b = cause_of(&judged, "b");
    assert_int_equal(a->kind, CAUSE_ROOM);
    assert_int_equal(a->root.v, 0);
    assert_string_equal(a->message, "it makes room for 'N', which is new");
    assert_int_equal(b->root.v, 0);
    assert_string_equal(b->message, "it makes room for 'A', and that for 'N', which is new");
    support_free(&judged.loaded);
}

/* Not all that follows makes room. */
static void test_tied(void **state)
{
    (void)state;
    struct judged judged = judge(
        HEAD
        "speakers: [{id: mira, name: Mira Vogt, available: [2026-05-14 11:00-13:00]}]\n"
        "talks:\n"
        "  - {id: a, title: A, duration: 30, speakers: [mira], " AT(
            "10", "hall") "}\n"
                          "  - {id: b, title: B, duration: 30, after: [a], " AT("11", "lab") "}\n",
        "a=hall@11:00 b=lab@12:00");
    assert_string_equal(cause_of(&judged, "b")->message,
                        "it is tied (after) to 'A', which had to move because Mira Vogt is not "
                        "free for it then");
    support_free(&judged.loaded);
}

static const char wished[] =
    HEAD "rules: {published-time: 0, people-told: off, displacement: off, avoided-time: 20}\n"
         "talks:\n"
         "  - {id: a, title: A, duration: 30, avoids: {times: [10:00-10:30]}, " AT(
             "10", "hall") "}\n"
                           "  - {id: b, title: B, duration: 30, " AT(
                               "11", "hall") "}\n"
                                             "  - {id: c, title: C, duration: 30, " AT("11",
                                                                                       "lab") "}\n";

static void test_swap(void **state)
{
    (void)state;
    struct judged judged = judge(wished, "a=hall@11:00 b=hall@10:00 c=lab@11:00");
    assert_int_equal(judged.causes.n, 2);
    const struct cause *a = cause_of(&judged, "a"), *b = cause_of(&judged, "b");
    assert_int_equal(a->kind, CAUSE_SWAP);
    assert_int_equal(b->kind, CAUSE_SWAP);
    assert_int_equal(b->events[0].v, 0);
    assert_string_equal(a->message, "it changes places with 'B', as that saves 20 (avoided-time)");
    assert_string_equal(b->message, "it changes places with 'A', as that saves 20 (avoided-time)");
    support_free(&judged.loaded);
}

/* Who leads into a circle without being of it. */
static void test_into_circle(void **state)
{
    (void)state;
    struct judged judged = judge(
        HEAD
        "talks:\n"
        "  - {id: a, title: A, duration: 30, " AT(
            "10", "hall") "}\n"
                          "  - {id: b, title: B, duration: 30, " AT(
                              "11",
                              "hall") "}\n"
                                      "  - {id: c, title: C, duration: 30, speakers: [Jo Doe], " AT(
                                          "12", "lab") "}\n"
                                                       "  - {id: d, title: D, duration: 30, "
                                                       "speakers: [Jo Doe], " AT(
                                                           "11",
                                                           "lab") "}\n"
                                                                  "  - {id: e, title: E, duration: "
                                                                  "30, speakers: [Jo Doe], " AT(
                                                                      "10", "lab") "}\n",
        "a=hall@11:00 b=hall@10:00 c=lab@11:00 d=hall@12:00 e=lab@10:00");
    assert_int_equal(cause_of(&judged, "a")->kind, CAUSE_SWAP);
    assert_string_equal(cause_of(&judged, "a")->message, "it changes places with 'B'");
    assert_int_equal(cause_of(&judged, "c")->kind, CAUSE_SWAP);
    assert_int_equal(cause_of(&judged, "d")->kind, CAUSE_SWAP);
    support_free(&judged.loaded);
}

static void test_cost(void **state)
{
    (void)state;
    struct judged judged = judge(wished, "a=hall@12:00 b=hall@11:00 c=lab@11:00");
    const struct cause *cause = cause_of(&judged, "a");
    assert_int_equal(cause->kind, CAUSE_COST);
    assert_int_equal(cause->extra, 20);
    assert_rule(cause, "avoided-time");
    assert_string_equal(cause->message, "that saves 20 (avoided-time)");
    support_free(&judged.loaded);
}

/* A timetable that is not the best: nothing kept the event from staying. */
static void test_nothing(void **state)
{
    (void)state;
    struct judged judged = judge(wished, "a=hall@12:00 b=hall@11:00 c=lab@12:00");
    assert_int_equal(cause_of(&judged, "c")->kind, CAUSE_NONE);
    assert_string_equal(cause_of(&judged, "c")->message,
                        "it could as well be where it was announced");
    support_free(&judged.loaded);
    judged = judge(wished, "a=hall@12:00 b=hall@11:00 c=hall@10:00");
    assert_int_equal(cause_of(&judged, "c")->kind, CAUSE_NONE);
    assert_string_equal(cause_of(&judged, "c")->message,
                        "nothing stands against where it was announced");
    support_free(&judged.loaded);
}

static void test_room_closed(void **state)
{
    (void)state;
    struct judged judged = judge(
        "title: Small\n"
        "timezone: UTC\n"
        "rooms: [{id: hall, name: Hall}, {id: lab, name: Lab}]\n"
        "days: [{date: 2026-05-14, hours: {hall: [10:00-12:00], lab: [11:00-12:00]}}]\n"
        "talks:\n"
        "  - {id: a, title: A, duration: 30, " AT(
            "10",
            "lab") "}\n"
                   "  - {id: b, title: B, duration: 30, published: {start: 2026-05-14 09:00}}\n"
                   "  - {id: c, title: C, duration: 30, published: {start: 2026-05-14 11:00}}\n",
        "a=hall@10:00 b=hall@11:00 c=lab@11:30");
    const struct cause *cause = cause_of(&judged, "a");
    assert_int_equal(cause->kind, CAUSE_RULE);
    assert_rule(cause, "room-open");
    assert_int_equal(cause->rooms[0].v, 1);
    assert_string_equal(cause->message, "Lab is not open for it then");
    assert_rule(cause_of(&judged, "b"), "room-open");
    /* Any room would do: the hall is taken, the lab is not. */
    assert_int_equal(cause_of(&judged, "c")->kind, CAUSE_NONE);
    support_free(&judged.loaded);
}

static void test_frozen(void **state)
{
    (void)state;
    struct support_problem loaded;
    support_load(&loaded,
                 HEAD
                 "talks:\n"
                 "  - {id: a, title: A, duration: 30, " AT(
                     "10", "hall") "}\n"
                                   "  - {id: b, title: B, duration: 30, " AT("10", "hall") "}\n",
                 true);
    struct problem *problem = &loaded.problem;
    const bool frozen[] = {false, true};
    revise_freeze(&problem->arena, problem, frozen, CALENDAR_NO_TIME);
    struct timetable timetable = support_place(problem, "a=lab@10:00 b=hall@10:00");
    struct causes causes = causes_find(&problem->arena, problem, &timetable);
    assert_int_equal(causes.n, 1);
    assert_rule(&causes.v[0], "room-clash");
    assert_int_equal(causes.v[0].events[0].v, 1);
    assert_string_equal(causes.v[0].message, "Hall then has 'B', which is frozen");

    /* What is frozen is moved nevertheless: that has no cause but a timetable that is wrong. */
    timetable = support_place(problem, "a=hall@10:00 b=hall@11:00");
    causes = causes_find(&problem->arena, problem, &timetable);
    assert_int_equal(causes.n, 1);
    assert_int_equal(causes.v[0].kind, CAUSE_RULE);
    assert_rule(&causes.v[0], "room-clash");
    support_free(&loaded);
}

static void test_pinned_and_left_out(void **state)
{
    (void)state;
    struct judged judged =
        judge(HEAD "speakers: [{id: mira, name: Mira Vogt, available: [2026-05-14 11:00-13:00]}]\n"
                   "talks:\n"
                   "  - {id: a, title: A, duration: 30, pin: {start: 2026-05-14 12:00}, " AT(
                       "10", "hall") "}\n"
                                     "  - {id: b, title: B, duration: 30, speakers: [mira], " AT(
                                         "10", "lab") "}\n",
              "a=hall@12:00");
    assert_rule(cause_of(&judged, "a"), "pinned");
    assert_string_equal(cause_of(&judged, "a")->message, "it is pinned to Thu 14 May, 12:00");
    assert_rule(cause_of(&judged, "b"), "speaker-available");
    support_free(&judged.loaded);
}

/* Only when it was is known: any room will do, and one that is free stands against nothing. */
static void test_any_room(void **state)
{
    (void)state;
    static const char talks[] =
        HEAD "talks:\n"
             "  - {id: a, title: A, duration: 30, published: {start: 2026-05-14 10:00}}\n"
             "  - {id: b, title: B, duration: 30, pin: {start: 2026-05-14 10:00}}\n"
             "  - {id: c, title: C, duration: 30, optional: true}\n";
    struct judged judged = judge(talks, "a=hall@11:00 b=hall@10:00");
    assert_int_equal(cause_of(&judged, "a")->kind, CAUSE_NONE);
    support_free(&judged.loaded);
    judged = judge(talks, "a=hall@11:00 b=hall@10:00 c=lab@10:00");
    assert_int_equal(cause_of(&judged, "a")->kind, CAUSE_ROOM);
    assert_rule(cause_of(&judged, "a"), "room-clash");
    support_free(&judged.loaded);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_speaker_away),
        cmocka_unit_test(test_chain),
        cmocka_unit_test(test_new),
        cmocka_unit_test(test_tied),
        cmocka_unit_test(test_swap),
        cmocka_unit_test(test_into_circle),
        cmocka_unit_test(test_cost),
        cmocka_unit_test(test_nothing),
        cmocka_unit_test(test_room_closed),
        cmocka_unit_test(test_frozen),
        cmocka_unit_test(test_pinned_and_left_out),
        cmocka_unit_test(test_any_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
