/* The grid: how cells, spans, gaps and overlaps are drawn, and that nothing is wider than the
 * terminal or lost. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "confab/audit.h"
#include "confab/write.h"
#include "output/display.h"
#include "support.h"

#include <stdio.h>
#include <string.h>

struct fixture {
    struct support_problem loaded;
    struct arena arena;
    struct solve_result result;
    struct solve_level levels[2];
    struct write_options options;
};

static void fixture_begin(struct fixture *f, const char *yaml)
{
    *f = (struct fixture){.levels = {{"hard", 0, 0}, {"soft", 120, 100}}};
    support_load(&f->loaded, yaml, true);
    f->result = (struct solve_result){
        .status = SOLVE_FEASIBLE, .has_timetable = true, .n_levels = 2, .levels = f->levels};
    f->result.timetable = timetable_create(&f->arena, &f->loaded.problem);
}

static void fixture_end(struct fixture *f)
{
    if (f->result.score.level_cost != NULL) {
        score_free(&f->result.score);
    }
    arena_free(&f->arena);
    support_free(&f->loaded);
}

static void place(struct fixture *f, const char *id, uint32_t room, int32_t minute)
{
    const struct problem *problem = &f->loaded.problem;
    for (uint32_t e = 0; e < problem->n_events; e++) {
        if (strcmp(problem->events[e].id, id) == 0) {
            int32_t start_min;
            (void)calendar_time(&problem->zone, problem->days[0].day_number, minute, &start_min);
            f->result.timetable.v[e] = (struct assignment){true, {room}, start_min};
            return;
        }
    }
    fail_msg("no event %s", id);
}

static const char *text_of(struct fixture *f)
{
    f->result.score = audit_timetable(&f->loaded.problem, &f->result.timetable);
    return write_text(&f->arena, &f->loaded.problem, &f->result, &f->options);
}

static void assert_holds(const char *text, const char *part)
{
    if (strstr(text, part) == NULL) {
        fail_msg("'%s' is not in:\n%s", part, text);
    }
}

static void assert_fits(const char *text)
{
    while (*text != '\0') {
        size_t n = strcspn(text, "\n");
        assert_true(display_width(text, n) <= 80);
        assert_true(n == 0 || text[n - 1] != ' ');
        text += n + 1;
    }
}

#define TWO_ROOMS                                                                                  \
    "conference: {title: Small Conference, acronym: small, timezone: Europe/London}\n"             \
    "rooms: [{id: hall, name: Great Hall}, {id: attic, name: Attic}]\n"

static void test_a_talk_beside_two(void **state)
{
    (void)state;
    struct fixture f;
    fixture_begin(&f,
                  TWO_ROOMS "date: 2026-05-14\n"
                            "hours: 13:00-14:00\n"
                            "breaks: [{title: Tea, time: '14:00-14:30'}]\n"
                            "talks:\n"
                            "  - {id: long, title: Long, duration: 60, speakers: [Ada Example]}\n"
                            "  - {id: first, title: First, duration: 30}\n"
                            "  - {id: second, title: Second, duration: 30}\n");
    place(&f, "long", 0, 13 * 60);
    place(&f, "first", 1, 13 * 60);
    place(&f, "second", 1, 13 * 60 + 30);
    const char *text = text_of(&f);
    assert_holds(
        text, "Thursday 14 May 2026\n\n"
              "        Great Hall                           Attic\n"
              "13:00 ┌────────────────────────────────────┬───────────────────────────────────┐\n"
              "      │ Long                               │ First                             │\n"
              "13:30 │ Ada Example                        ├───────────────────────────────────┤\n"
              "      │                                    │ Second                            │\n"
              "14:00 ├────────────────────────────────────┴───────────────────────────────────┤\n"
              "      │                                  Tea                                   │\n"
              "14:30 └────────────────────────────────────────────────────────────────────────┘\n");
    assert_fits(text);
    fixture_end(&f);
}

static void test_gap_between(void **state)
{
    (void)state;
    struct fixture f;
    fixture_begin(&f,
                  "conference: {title: Small Conference, acronym: small, timezone: Europe/London}\n"
                  "date: 2026-05-14\n"
                  "hours: 13:00-16:00\n"
                  "talks: [{id: a, title: A, duration: 30}, {id: b, title: B, duration: 30}]\n");
    place(&f, "a", 0, 13 * 60);
    place(&f, "b", 0, 14 * 60);
    const char *text = text_of(&f);
    assert_holds(
        text, "13:30 └────────────────────────────────────────────────────────────────────────┘\n"
              "14:00 ┌────────────────────────────────────────────────────────────────────────┐\n");
    assert_fits(text);
    fixture_end(&f);
}

static void test_open_slots_kinds_and_places(void **state)
{
    (void)state;
    struct fixture f;
    fixture_begin(
        &f, TWO_ROOMS
        "days: [{date: 2026-05-14, hours: {hall: [13:00-14:00]},\n"
        "        bof_slots: {attic: [13:00-13:30, 13:30-14:00]}}]\n"
        "fixed:\n"
        "  - {id: news, title: News, kind: announcement, date: 2026-05-14, time: 12:30-12:45, "
        "where: hall,\n"
        "     plenary: true}\n"
        "  - {id: dinner, title: Dinner, date: 2026-05-14, time: 19:00-21:00, where: The Old Inn}\n"
        "  - {id: tour, title: Tour, date: 2026-05-14, time: 13:00-13:30, where: Harbour}\n"
        "talks: [{id: a, title: A, duration: 30, kind: keynote, speakers: [Ada Example, Ben "
        "Sample]}]\n"
        "bofs: [{id: chat, title: Chat, duration: 30, hosts: [Cleo Model]}]\n");
    place(&f, "a", 0, 13 * 60);
    place(&f, "chat", 1, 13 * 60);
    const char *text = text_of(&f);
    assert_holds(text, "(open)");
    assert_holds(text, "keynote · Ada Example");
    assert_holds(text, "bof · Cleo Model");
    assert_holds(text, " News · Great Hall ");
    assert_holds(text, " Dinner · The Old Inn ");
    /* Beside talks, what is elsewhere has a column of its own. */
    assert_holds(text, "Attic                   Harbour\n");
    assert_fits(text);
    fixture_end(&f);
}

static void test_overlaps_are_both_shown(void **state)
{
    (void)state;
    struct fixture f;
    fixture_begin(
        &f, "conference: {title: Small Conference, acronym: small, timezone: Europe/London}\n"
            "date: 2026-05-14\n"
            "hours: 13:00-16:00\n"
            "talks: [{id: a, title: Alpha, duration: 60}, {id: b, title: Beta, duration: 60}]\n");
    place(&f, "a", 0, 13 * 60);
    place(&f, "b", 0, 13 * 60 + 15);
    const char *text = text_of(&f);
    assert_holds(text, "│ Alpha ");
    assert_holds(text, "┤ Beta ");
    assert_fits(text);
    fixture_end(&f);
}

#define ENDLESS                                                                                    \
    "and this title goes on and on until nobody who reads it remembers any more how it began, "    \
    "nor cares, "

static void test_long_texts(void **state)
{
    (void)state;
    struct fixture f;
    fixture_begin(&f,
                  TWO_ROOMS "date: 2026-05-14\n"
                            "hours: 13:00-16:00\n"
                            "talks:\n"
                            "  - {id: a, duration: 60, title: "
                            "\"Supercalifragilisticexpialidocious-and-even-longer words and so "
                            "many more of them that this title takes all of the lines that "
                            "a title may have, if it may have them, ever\","
                            " speakers: [A One, B Two, C Three, D Four, E Five]}\n"
                            "  - {id: b, duration: 60, title: "
                            "日本語の長いタイトルがここにあります、とても長いタイトルです}\n"
                            "  - {id: c, duration: 60, title: Crowd, speakers: [A1, A2, A3, "
                            "A4, A5, A6, A7, A8, A9, A10, A11, A12, A13, A14]}\n"
                            "  - {id: d, duration: 60, title: \"" ENDLESS ENDLESS ENDLESS "\"}\n");
    place(&f, "a", 0, 13 * 60);
    place(&f, "b", 1, 13 * 60);
    place(&f, "c", 0, 14 * 60);
    place(&f, "d", 1, 14 * 60);
    const char *text = text_of(&f);
    /* The cell grows; only what is beyond all measure is cut. */
    assert_holds(text, "│ have, if it may have them, ever    │");
    assert_holds(text, "│ A One, B Two, C Three, D Four, E   │");
    assert_holds(text, "│ Five ");
    assert_holds(text, "… │");
    assert_holds(text, "│ A1, A2, A3, A4, A5, A6, A7, A8,    │");
    assert_holds(text, "│ A9, A10, A11, A12 +2 ");
    assert_holds(text, "│ 日本語の長いタイトルがここにあり");
    assert_fits(text);
    fixture_end(&f);
}

/* Rooms and a talk in each, at the same time. */
static void show_rooms(uint32_t n)
{
    char yaml[4096] =
        "conference: {title: Small Conference, acronym: small, timezone: Europe/London}\n"
        "date: 2026-05-14\nhours: 13:00-16:00\nrooms:\n";
    size_t length = strlen(yaml);
    for (uint32_t r = 0; r < n; r++) {
        length += (size_t)snprintf(yaml + length, sizeof(yaml) - length,
                                   "  - {id: room%u, name: Room No %u}\n", r, r);
    }
    length += (size_t)snprintf(yaml + length, sizeof(yaml) - length, "talks:\n");
    for (uint32_t r = 0; r < n; r++) {
        length += (size_t)snprintf(yaml + length, sizeof(yaml) - length,
                                   "  - {id: t%u, title: Talk No %u, duration: 60}\n", r, r);
    }
    struct fixture f;
    fixture_begin(&f, yaml);
    for (uint32_t r = 0; r < n; r++) {
        place(&f, arena_print(&f.arena, "t%u", r), r, 13 * 60 + 5 * (int32_t)r);
    }
    const char *text = text_of(&f);
    assert_fits(text);
    /* Three rooms go side by side; every further grid says which day it belongs to. */
    const char *again = text;
    for (uint32_t grids = 1; grids < (n + 2) / 3; grids++) {
        again = strstr(again, "\n\nThursday 14 May 2026 (continued)\n\n        Room No ");
        assert_non_null(again);
        again++;
    }
    assert_null(strstr(again, "\n\nThursday 14 May 2026 (continued)\n"));
    for (uint32_t r = 0; r < n; r++) {
        assert_holds(text, arena_print(&f.arena, "Room No %u", r));
        assert_holds(text, arena_print(&f.arena, " Talk No %u ", r));
    }
    fixture_end(&f);
}

static void test_any_number_of_rooms(void **state)
{
    (void)state;
    for (uint32_t n = 1; n <= 10; n++) {
        show_rooms(n);
    }
}

static void test_free_rooms(void **state)
{
    (void)state;
    struct fixture f;
    fixture_begin(&f,
                  "conference: {title: Small Conference, acronym: small, timezone: Europe/London}\n"
                  "rooms: [{id: hall, name: Great Hall}, {id: attic, name: Attic}, {id: shut}]\n"
                  "days: [{date: 2026-05-14, hours: {hall: [13:00-16:00], attic: "
                  "[13:00-16:00]}}]\n"
                  "talks: [{id: a, title: A, duration: 60}]\n");
    place(&f, "a", 0, 13 * 60);
    const char *text = text_of(&f);
    /* The attic has no column, which is said; the third room is not open at all that day. */
    assert_holds(text, "┘\n      Free all day: Attic\n");
    assert_fits(text);
    fixture_end(&f);
}

static void test_report(void **state)
{
    (void)state;
    struct fixture f;
    fixture_begin(&f, TWO_ROOMS "date: 2026-05-14\n"
                                "hours: 13:00-16:00\n"
                                "talks:\n"
                                "  - {id: a, title: Alpha, duration: 60, speakers: [Ada Example]}\n"
                                "  - {id: b, title: Beta, duration: 60, speakers: [Ada Example]}\n"
                                "  - {id: c, title: Gamma, duration: 60, optional: true}\n");
    place(&f, "a", 0, 13 * 60);
    place(&f, "b", 1, 13 * 60);
    struct solve_reason reason = {.rule = 0, .count = 1, .of = 1, .message = "No room is open."};
    struct solve_left_out left_out = {.event = {2}, .reasons = &reason, .n_reasons = 1};
    f.result.left_out = &left_out;
    f.result.n_left_out = 1;
    const char *text = text_of(&f);
    assert_holds(
        text,
        "Feasible, not proven optimal: hard 0 (proven), soft 120 (at least 100, gap\n  16.7%)\n");
    assert_holds(text, "\nConflicts:\n  hard  ");
    assert_holds(text, "[speaker-clash]\n");
    assert_holds(text, "\nNot in the timetable:\n  Gamma (c), which is optional: costs 1\n    - No "
                       "room is open. [");
    assert_fits(text);
    fixture_end(&f);
}

static void test_status(void **state)
{
    (void)state;
    struct fixture f;
    fixture_begin(
        &f, TWO_ROOMS
        "date: 2026-05-14\nhours: 13:00-16:00\ntalks: [{id: a, title: A, duration: 60}]\n");
    place(&f, "a", 0, 13 * 60);
    f.result.status = SOLVE_OPTIMAL;
    f.levels[1].bound = 120;
    assert_holds(
        text_of(&f),
        "Proven optimal: hard 0, soft 120\nEvery event is scheduled, and no rule is violated.\n");
    score_free(&f.result.score);
    struct solve_left_out left_out = {.event = {0}};
    f.result.left_out = &left_out;
    f.result.n_left_out = 1;
    assert_holds(text_of(&f), "\nNot every event is scheduled, but no rule is violated.\n");
    f.result.n_left_out = 0;
    score_free(&f.result.score);
    f.result.status = SOLVE_UNKNOWN;
    f.result.has_timetable = false;
    f.result.end = SOLVE_END_TIME;
    f.options.time_limit_s = 60;
    const char *text = write_text(&f.arena, &f.loaded.problem, &f.result, &f.options);
    assert_holds(
        text, "\nNo timetable was found, nor is it proven that there is none; nothing is written.\n"
              "What may help: a longer --time-limit (now 60 seconds), fewer soft rules.\n");
    assert_null(strstr(text, "Thursday"));
    f.result.score = (struct score){.level_cost = NULL};
    fixture_end(&f);
}

#define ONE_TALK "date: 2026-05-14\nhours: 13:00-16:00\ntalks: [{id: a, title: A, duration: 60}]\n"

/* What is not proven is not called a failure, and what may be done is said. */
static void test_feasible(void **state)
{
    (void)state;
    struct fixture f;
    fixture_begin(&f, TWO_ROOMS ONE_TALK);
    place(&f, "a", 0, 13 * 60);
    f.result.end = SOLVE_END_TIME;
    f.options.time_limit_s = 60;
    const char *text = text_of(&f);
    assert_holds(text, "\nThe timetable is good to use; a longer --time-limit (now 60 seconds) may "
                       "improve\n  it or prove that none is better.\n");
    score_free(&f.result.score);
    f.levels[1].bound = 0;
    f.result.end = SOLVE_END_WORK;
    f.options.work_limit = 500;
    f.options.engine = SOLVE_ENGINE_SEARCH;
    text = text_of(&f);
    assert_holds(text, "hard 0 (proven), soft 120 (no\n  better bound than 0 so far)\n");
    assert_null(strstr(text, "gap 100"));
    assert_holds(text,
                 "use; a larger --work-limit (now 500), or leaving out\n  --engine, may improve");
    score_free(&f.result.score);
    f.result.end = SOLVE_END_GAP;
    f.options.gap = 0.05;
    assert_holds(text_of(&f), "use; a smaller --gap (now 5%), or");
    score_free(&f.result.score);
    f.result.end = SOLVE_END_STOP;
    assert_holds(text_of(&f), "use; a longer run, or");
    fixture_end(&f);
}

/* Behind a level that is not proven, nothing is. */
static void test_unproven_level(void **state)
{
    (void)state;
    struct fixture f;
    fixture_begin(&f, TWO_ROOMS ONE_TALK);
    f.levels[0] = (struct solve_level){"hard", 3, 1};
    f.levels[1] = (struct solve_level){"soft", 0, 0};
    f.result.status = SOLVE_UNKNOWN;
    const char *text = text_of(&f);
    assert_holds(text,
                 "\nNo complete timetable was found, nor is it proven that there is none. The "
                 "best\n  partial one: hard 3 (at least 1, gap 66.7%), soft 0\n");
    assert_null(strstr(text, "proven optimal"));
    score_free(&f.result.score);
    f.result.end = SOLVE_END_STOP;
    text = text_of(&f);
    assert_holds(text, "\nInterrupted: no complete timetable was found, nor");
    assert_holds(text, "What may help: a longer run, fewer soft rules, or more room");
    assert_null(strstr(text, "limit"));
    fixture_end(&f);
}

static const char *hint_for(struct fixture *f, const char *yaml)
{
    fixture_begin(f, yaml);
    f->result.status = SOLVE_UNKNOWN;
    f->result.has_timetable = false;
    return write_text(&f->arena, &f->loaded.problem, &f->result, &f->options);
}

/* Only a grid that suits every length may be coarser. */
static void test_hints(void **state)
{
    (void)state;
    static const char coarser[] = "a coarser `granularity` (now 5 minutes; all lengths\n  are "
                                  "multiples of 15)";
    struct fixture f;
    assert_holds(hint_for(&f, TWO_ROOMS "date: 2026-05-14\nhours: 13:00-16:00\ngranularity: 5\n"
                                        "talks: [{id: a, title: A, duration: 30},\n"
                                        "        {id: b, title: B, duration: 45}]\n"),
                 coarser);
    fixture_end(&f);
    assert_null(
        strstr(hint_for(&f, TWO_ROOMS "date: 2026-05-14\nhours: 13:00-16:00\ngranularity: 5\n"
                                      "talks: [{id: a, title: A, duration: 30},\n"
                                      "        {id: b, title: B, duration: 25}]\n"),
               "granularity"));
    f.options.engine = SOLVE_ENGINE_EXACT;
    assert_holds(write_text(&f.arena, &f.loaded.problem, &f.result, &f.options),
                 "What may help: a longer run, leaving out --engine, fewer");
    fixture_end(&f);
    assert_null(strstr(hint_for(&f, "conference: {title: C, acronym: small, timezone: UTC}\n"
                                    "slots: [{date: 2026-05-14, times: [13:00-14:00]}]\n"
                                    "talks: [{id: a, title: A, duration: 60}]\n"
                                    "granularity: 5\n"),
                       "granularity"));
    fixture_end(&f);
}

/* "b" and "c" are left out of `hours`. */
static const char *infeasible(struct fixture *f, const char *hours, const char *priority)
{
    static struct solve_left_out left_out[] = {{.event = {1}}, {.event = {2}}};
    char yaml[1024];
    (void)snprintf(yaml, sizeof(yaml),
                   "conference: {title: C, acronym: small, timezone: Europe/London}\n"
                   "date: 2026-05-14\nhours: %s\n"
                   "talks: [{id: a, title: A, duration: 60, priority: %s},\n"
                   "        {id: b, title: B, duration: 60}, {id: c, title: C, duration: 60},\n"
                   "        {id: d, title: D, duration: 60, optional: true}]\n",
                   hours, priority);
    fixture_begin(f, yaml);
    place(f, "a", 0, 13 * 60);
    f->levels[0] = (struct solve_level){"hard", 2, 2};
    f->result.status = SOLVE_INFEASIBLE;
    f->result.left_out = left_out;
    f->result.n_left_out = 2;
    return text_of(f);
}

static void test_infeasible(void **state)
{
    (void)state;
    static const char choice[] =
        "\n  Which events stay in is up to you: those with a higher `priority` do.\n";
    struct fixture f;
    const char *text = infeasible(&f, "13:00-15:55", "1");
    assert_holds(text,
                 "\nThere is not enough time: what is to be scheduled needs 180 minutes, rooms "
                 "are\n  open for 175.\n");
    assert_holds(text, choice);
    assert_fits(text);
    fixture_end(&f);
    text = infeasible(&f, "13:00-16:00", "2");
    assert_null(strstr(text, "not enough time"));
    assert_null(strstr(text, "up to you"));
    fixture_end(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_talk_beside_two),
        cmocka_unit_test(test_gap_between),
        cmocka_unit_test(test_open_slots_kinds_and_places),
        cmocka_unit_test(test_overlaps_are_both_shown),
        cmocka_unit_test(test_long_texts),
        cmocka_unit_test(test_any_number_of_rooms),
        cmocka_unit_test(test_free_rooms),
        cmocka_unit_test(test_report),
        cmocka_unit_test(test_status),
        cmocka_unit_test(test_feasible),
        cmocka_unit_test(test_unproven_level),
        cmocka_unit_test(test_hints),
        cmocka_unit_test(test_infeasible),
    };
    return cmocka_run_group_tests_name("write_text", tests, NULL, NULL);
}
