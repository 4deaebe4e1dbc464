/* The timetable file: what is in it for a small problem, and that it reads back as it was. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "confab/audit.h"
#include "confab/read_timetable.h"
#include "confab/write.h"
#include "support.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const problem_text =
    "conference: {title: Small Conference, acronym: small, timezone: Europe/London, granularity: "
    "15}\n"
    "rooms: [{id: hall, name: Great Hall, capacity: 90, features: [video, recording]}, {id: attic, "
    "name: Attic}]\n"
    "days:\n"
    "  - date: 2026-05-14\n"
    "    hours: {hall: [13:00-15:00], attic: [13:00-14:00]}\n"
    "    bof_slots: {attic: [14:00-14:45, 14:45-15:30]}\n"
    "breaks: [{title: Tea, date: 2026-05-14, time: 15:30-16:00}]\n"
    "fixed: [{id: dinner, title: Dinner, date: 2026-05-14, time: 19:00-21:00, where: The Old "
    "Inn}]\n"
    "tracks: [{id: core, name: Core}]\n"
    "talks:\n"
    "  - {id: one, title: One thing, duration: 60, speakers: [Ada Example], authors: [Ada Example, "
    "Ben Sample],\n"
    "     track: core}\n"
    "  - {id: two, title: Other things, duration: 60, speakers: [Ada Example], code: ABC1, "
    "language: en}\n"
    "  - {id: out, title: Left out, duration: 60}\n"
    "bofs:\n"
    "  - {id: chat, title: 'BoF: Chat', duration: 30, hosts: [Ben Sample]}\n";

struct fixture {
    struct support_problem loaded;
    struct arena arena;
    struct solve_result result;
    struct solve_level levels[2];
    struct write_options options;
};

static uint32_t event_of(const struct problem *problem, const char *id)
{
    for (uint32_t e = 0; e < problem->n_events; e++) {
        if (strcmp(problem->events[e].id, id) == 0) {
            return e;
        }
    }
    fail_msg("no event %s", id);
    return 0;
}

static void place(struct fixture *f, const char *id, uint32_t room, int32_t minute)
{
    const struct problem *problem = &f->loaded.problem;
    int32_t start_min;
    assert_int_equal(calendar_time(&problem->zone, problem->days[0].day_number, minute, &start_min),
                     CALENDAR_UNIQUE);
    f->result.timetable.v[event_of(problem, id)] = (struct assignment){true, {room}, start_min};
}

static int begin(void **state)
{
    static struct fixture fixture;
    struct fixture *f = &fixture;
    *f = (struct fixture){.options = {.timing = false, .seed = UINT64_MAX}};
    support_load(&f->loaded, problem_text, true);
    f->result = (struct solve_result){.status = SOLVE_FEASIBLE,
                                      .has_timetable = true,
                                      .engine = "test",
                                      .seconds = 1.5,
                                      .columns = 3,
                                      .rows = 2,
                                      .nodes = 1};
    f->result.timetable = timetable_create(&f->arena, &f->loaded.problem);
    place(f, "one", 0, 13 * 60);
    place(f, "two", 1, 13 * 60);
    place(f, "chat", 1, 14 * 60 + 45);
    f->result.score = audit_timetable(&f->loaded.problem, &f->result.timetable);
    f->levels[0] = (struct solve_level){"hard", 1, 1};
    f->levels[1] = (struct solve_level){"soft", 8, 6};
    f->result.levels = f->levels;
    f->result.n_levels = 2;
    *state = f;
    return 0;
}

static int end(void **state)
{
    struct fixture *f = *state;
    score_free(&f->result.score);
    arena_free(&f->arena);
    support_free(&f->loaded);
    return 0;
}

static const char *written(struct fixture *f)
{
    return write_json(&f->arena, &f->loaded.problem, &f->result, &f->options);
}

static cJSON *parsed(struct fixture *f)
{
    cJSON *root = cJSON_Parse(written(f));
    assert_non_null(root);
    return root;
}

/* The value at a path of keys; numbers index arrays. */
static const cJSON *at(const cJSON *node, const char *path)
{
    while (*path != '\0' && node != NULL) {
        char key[64];
        size_t n = strcspn(path, "/");
        assert_true(n < sizeof(key));
        memcpy(key, path, n);
        key[n] = '\0';
        node = cJSON_IsArray(node) ? cJSON_GetArrayItem(node, (int)(key[0] - '0'))
                                   : cJSON_GetObjectItem(node, key);
        path += n + (path[n] == '/' ? 1 : 0);
    }
    return node;
}

static void assert_text(const cJSON *root, const char *path, const char *expected)
{
    const cJSON *node = at(root, path);
    assert_non_null(node);
    assert_true(cJSON_IsString(node));
    assert_string_equal(node->valuestring, expected);
}

static void assert_number(const cJSON *root, const char *path, double expected)
{
    const cJSON *node = at(root, path);
    assert_non_null(node);
    assert_true(cJSON_IsNumber(node));
    assert_true(node->valuedouble == expected);
}

static void test_conference(void **state)
{
    struct fixture *f = *state;
    cJSON *root = parsed(f);
    const cJSON *conference = at(root, "schedule/conference");
    assert_text(conference, "acronym", "small");
    assert_text(conference, "start", "2026-05-14");
    assert_text(conference, "timeslot_duration", "00:15");
    assert_text(conference, "time_zone_name", "Europe/London");
    assert_number(conference, "daysCount", 1);
    assert_int_equal(cJSON_GetArraySize(at(conference, "rooms")), 3);
    assert_text(conference, "rooms/0/name", "Great Hall");
    assert_number(conference, "rooms/0/capacity", 90);
    assert_true(cJSON_IsTrue(at(conference, "rooms/0/features/video")));
    assert_null(at(conference, "rooms/0/features/recording"));
    assert_null(at(conference, "rooms/1/capacity"));
    assert_text(conference, "rooms/2/name", "The Old Inn");
    assert_text(conference, "tracks/0/slug", "core");
    assert_text(conference, "days/0/day_start", "2026-05-14T13:00:00+01:00");
    assert_text(conference, "days/0/day_end", "2026-05-14T21:00:00+01:00");
    cJSON_Delete(root);
}

static void test_event(void **state)
{
    struct fixture *f = *state;
    cJSON *root = parsed(f);
    const cJSON *event = at(root, "schedule/conference/days/0/rooms/Great Hall/0");
    assert_text(event, "date", "2026-05-14T13:00:00+01:00");
    assert_text(event, "end", "2026-05-14T14:00:00+01:00");
    assert_text(event, "start", "13:00");
    assert_text(event, "duration", "01:00");
    assert_text(event, "room", "Great Hall");
    assert_text(event, "track", "Core");
    assert_text(event, "type", "talk");
    assert_text(event, "slug", "small-one-thing");
    assert_true(cJSON_IsNull(at(event, "language")));
    assert_null(at(event, "code"));
    /* A speaker who is an author too is named once. */
    assert_int_equal(cJSON_GetArraySize(at(event, "persons")), 2);
    assert_text(event, "persons/0/name", "Ada Example");
    assert_text(event, "persons/1/name", "Ben Sample");
    const char *guid = at(event, "guid")->valuestring;
    assert_text(at(root, "schedule/solution/events"), guid, "one");
    char url[64];
    (void)snprintf(url, sizeof(url), "urn:uuid:%s", guid);
    assert_text(event, "url", url);
    const cJSON *other = at(root, "schedule/conference/days/0/rooms/Attic/0");
    assert_text(other, "code", "ABC1");
    assert_text(other, "language", "en");
    cJSON_Delete(root);
}

static void test_breaks_open_slots_and_places(void **state)
{
    struct fixture *f = *state;
    cJSON *root = parsed(f);
    const cJSON *rooms = at(root, "schedule/conference/days/0/rooms");
    assert_int_equal(cJSON_GetArraySize(at(rooms, "Great Hall")), 2);
    assert_text(rooms, "Great Hall/1/type", "break");
    assert_text(rooms, "Attic/1/type", "open");
    assert_text(rooms, "Attic/1/title", "Open bof slot");
    assert_text(rooms, "Attic/1/start", "14:00");
    assert_text(rooms, "Attic/2/title", "BoF: Chat");
    assert_text(rooms, "Attic/3/title", "Tea");
    assert_text(rooms, "The Old Inn/0/title", "Dinner");
    assert_string_not_equal(at(rooms, "Attic/3/guid")->valuestring,
                            at(rooms, "Great Hall/1/guid")->valuestring);
    cJSON_Delete(root);
}

static void test_solution(void **state)
{
    struct fixture *f = *state;
    cJSON *root = parsed(f);
    const cJSON *solution = at(root, "schedule/solution");
    assert_text(solution, "status", "feasible");
    assert_number(solution, "levels/1/value", 8);
    assert_number(solution, "levels/1/bound", 6);
    assert_number(solution, "levels/1/gap", 0.25);
    assert_null(at(solution, "mismatch"));
    assert_int_equal(cJSON_GetArraySize(at(solution, "events")), (int)f->loaded.problem.n_events);
    /* Ada is in two places at once, and a talk is missing. */
    assert_int_equal(cJSON_GetArraySize(at(solution, "conflicts")),
                     (int)f->result.score.n_violations);
    assert_true(f->result.score.n_violations >= 2);
    bool clash = false;
    for (int i = 0; i < cJSON_GetArraySize(at(solution, "conflicts")); i++) {
        const cJSON *conflict = cJSON_GetArrayItem(at(solution, "conflicts"), i);
        if (strcmp(at(conflict, "rule")->valuestring, "speaker-clash") == 0) {
            clash = true;
            assert_text(conflict, "severity", "hard");
            assert_text(conflict, "people/0", "Ada Example");
            assert_text(conflict, "from", "2026-05-14T13:00:00+01:00");
            assert_text(conflict, "to", "2026-05-14T14:00:00+01:00");
        }
    }
    assert_true(clash);
    cJSON_Delete(root);
}

static void test_run(void **state)
{
    struct fixture *f = *state;
    cJSON *root = parsed(f);
    assert_null(at(root, "schedule/solution/run/seconds"));
    assert_text(root, "schedule/solution/run/engine", "test");
    assert_number(root, "schedule/solution/run/columns", 3);
    cJSON_Delete(root);
    assert_non_null(strstr(written(f), "18446744073709551615"));
    f->options.timing = true;
    root = parsed(f);
    assert_number(root, "schedule/solution/run/seconds", 1.5);
    cJSON_Delete(root);
}

static void test_mismatch_takes_the_audits_figures(void **state)
{
    struct fixture *f = *state;
    f->result.mismatch = "rule x costs 1, not 2";
    f->levels[1].value = 1000;
    cJSON *root = parsed(f);
    assert_text(root, "schedule/solution/mismatch", "rule x costs 1, not 2");
    assert_number(root, "schedule/solution/levels/1/value", (double)f->result.score.level_cost[1]);
    cJSON_Delete(root);
}

static void test_unscheduled(void **state)
{
    struct fixture *f = *state;
    struct solve_reason reason = {.rule = 0, .count = 3, .of = 5, .message = "why"};
    struct solve_left_out left_out = {
        .event = {event_of(&f->loaded.problem, "out")}, .reasons = &reason, .n_reasons = 1};
    f->result.left_out = &left_out;
    f->result.n_left_out = 1;
    cJSON *root = parsed(f);
    const cJSON *unscheduled = at(root, "schedule/solution/unscheduled/0");
    assert_text(unscheduled, "event", "out");
    assert_text(unscheduled, "reasons/0/message", "why");
    assert_number(unscheduled, "reasons/0/count", 3);
    assert_number(unscheduled, "reasons/0/of", 5);
    cJSON_Delete(root);
}

static void test_version_follows_the_times(void **state)
{
    struct fixture *f = *state;
    const char *before = written(f);
    assert_string_equal(before, written(f));
    cJSON *first = parsed(f);
    place(f, "two", 0, 14 * 60);
    cJSON *second = parsed(f);
    assert_string_not_equal(at(first, "schedule/version")->valuestring,
                            at(second, "schedule/version")->valuestring);
    /* Who moves keeps guid and number. */
    assert_string_equal(
        at(first, "schedule/conference/days/0/rooms/Attic/0/guid")->valuestring,
        at(second, "schedule/conference/days/0/rooms/Great Hall/1/guid")->valuestring);
    assert_true(at(first, "schedule/conference/days/0/rooms/Attic/0/id")->valuedouble ==
                at(second, "schedule/conference/days/0/rooms/Great Hall/1/id")->valuedouble);
    cJSON_Delete(first);
    cJSON_Delete(second);
}

static void test_reads_back(void **state)
{
    struct fixture *f = *state;
    char path[] = "/tmp/confab-json-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    FILE *file = fdopen(fd, "w");
    assert_non_null(file);
    fputs(written(f), file);
    fclose(file);
    struct timetable timetable;
    struct diag_list diags = DIAG_LIST_EMPTY;
    bool ok =
        read_timetable(&f->arena, &f->loaded.sources, path, &f->loaded.problem, &diags, &timetable);
    remove(path);
    assert_true(ok);
    assert_int_equal(diags.n, 0);
    for (uint32_t e = 0; e < timetable.n; e++) {
        assert_int_equal(timetable.v[e].placed, f->result.timetable.v[e].placed);
        assert_int_equal(timetable.v[e].room.v, f->result.timetable.v[e].room.v);
        assert_int_equal(timetable.v[e].start_min, f->result.timetable.v[e].start_min);
    }
    diag_free(&diags);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_conference),
        TEST(test_event),
        TEST(test_breaks_open_slots_and_places),
        TEST(test_solution),
        TEST(test_run),
        TEST(test_mismatch_takes_the_audits_figures),
        TEST(test_unscheduled),
        TEST(test_version_follows_the_times),
        TEST(test_reads_back),
    };
    return cmocka_run_group_tests_name("write_json", tests, NULL, NULL);
}
