/* Reading timetables, ours and other tools': what is recognised and what is complained of. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "confab/read_timetable.h"
#include "output/read_time.h"
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const problem_text =
    "conference: {title: Small Conference, acronym: small, timezone: Europe/London}\n"
    "rooms: [{id: hall, name: Great Hall}, {id: attic, name: Attic}]\n"
    "date: 2026-05-14\n"
    "hours: 13:00-26:00\n"
    "fixed: [{id: dinner, title: Dinner, time: '19:00-21:00', where: The Old Inn}]\n"
    "talks:\n"
    "  - {id: one, title: One, duration: 60}\n"
    "  - {id: two, title: Same, duration: 30}\n"
    "  - {id: three, title: Same, duration: 30}\n";

struct reading {
    struct support_problem loaded;
    struct arena arena;
    struct diag_list diags;
    struct timetable timetable;
    bool ok;
};

/* Reads a file with these bytes. */
static void read_bytes(struct reading *r, const char *bytes)
{
    *r = (struct reading){.diags = DIAG_LIST_EMPTY};
    support_load(&r->loaded, problem_text, true);
    char path[] = "/tmp/confab-read-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    FILE *file = fdopen(fd, "w");
    assert_non_null(file);
    fputs(bytes, file);
    fclose(file);
    r->ok = read_timetable(&r->arena, &r->loaded.sources, path, &r->loaded.problem, &r->diags,
                           &r->timetable);
    remove(path);
}

/* Reads a schedule with one day, whose `rooms` (JSON) and `solution` are these. */
static void read_rooms(struct reading *r, const char *rooms, const char *solution)
{
    char bytes[2048];
    int n = snprintf(bytes, sizeof(bytes),
                     "{\"schedule\": {\"conference\": {\"days\": [{\"date\": \"2026-05-14\",\n"
                     "\"day_start\": \"2026-05-14T10:00:00+01:00\", \"rooms\": {%s}}]}%s}}\n",
                     rooms, solution);
    assert_in_range(n, 1, sizeof(bytes) - 1);
    read_bytes(r, bytes);
}

static void done(struct reading *r)
{
    diag_free(&r->diags);
    arena_free(&r->arena);
    support_free(&r->loaded);
}

static const struct assignment *placed(const struct reading *r, const char *id)
{
    for (uint32_t e = 0; e < r->timetable.n; e++) {
        if (strcmp(r->loaded.problem.events[e].id, id) == 0) {
            return &r->timetable.v[e];
        }
    }
    fail_msg("no event %s", id);
    return NULL;
}

static void assert_at(const struct reading *r, const char *id, uint32_t room, int32_t minute)
{
    const struct assignment *at = placed(r, id);
    const struct problem *problem = &r->loaded.problem;
    int32_t start_min;
    (void)calendar_time(&problem->zone, problem->days[0].day_number, minute, &start_min);
    assert_true(at->placed);
    assert_int_equal(at->room.v, room);
    assert_int_equal(at->start_min, start_min);
}

static void test_by_title_guid_and_room_id(void **state)
{
    (void)state;
    struct reading r;
    read_rooms(
        &r,
        "\"Great Hall\": [{\"title\": \"One\", \"start\": \"13:00:00\", \"duration\": "
        "\"1:00:00\"},\n"
        " {\"title\": \"whatever\", \"guid\": \"g-1\", \"start\": \"14:00\"}], \"attic\": [\n"
        " {\"title\": \"Same\", \"guid\": \"g-2\", \"date\": \"2026-05-14T13:30:00Z\", \"start\": "
        "\"14:30\"},\n"
        " {\"title\": \"Lunch\", \"type\": \"break\"}, {\"title\": \"\", \"type\": \"open\"}]",
        ", \"solution\": {\"events\": {\"g-1\": \"two\", \"g-2\": \"three\", \"g-9\": "
        "\"withdrawn\"}}");
    assert_true(r.ok);
    assert_int_equal(r.diags.n, 0);
    assert_at(&r, "one", 0, 13 * 60);
    assert_at(&r, "two", 0, 14 * 60);
    assert_at(&r, "three", 1, 14 * 60 + 30);
    assert_true(placed(&r, "dinner")->placed);
    done(&r);
}

static void test_after_midnight(void **state)
{
    (void)state;
    struct reading r;
    read_rooms(
        &r, "\"Great Hall\": [{\"title\": \"One\", \"start\": \"00:30\", \"duration\": \"01:00\"}]",
        "");
    assert_true(r.ok);
    assert_at(&r, "one", 0, 24 * 60 + 30);
    done(&r);
}

/* What other tools write differently without meaning anything else. */
static void test_no_false_warnings(void **state)
{
    (void)state;
    static const char *const rooms[] = {
        /* After midnight, `date` is a day on and `start` the same clock. */
        "\"Great Hall\": [{\"title\": \"One\", \"date\": \"2026-05-15T00:30:00+01:00\", \"start\": "
        "\"00:30\"}]",
        /* The clock of another zone, in `date` alone or in both. */
        "\"Great Hall\": [{\"title\": \"One\", \"date\": \"2026-05-14T23:30Z\", \"start\": "
        "\"00:30:00\"}]",
        "\"Great Hall\": [{\"title\": \"One\", \"date\": \"2026-05-14T23:30Z\", \"start\": "
        "\"23:30\"}]",
        /* The room's id, a short or a long name of it, or nothing. */
        "\"Great Hall\": [{\"title\": \"One\", \"start\": \"00:30\", \"room\": \"hall\"}]",
        "\"Great Hall\": [{\"title\": \"One\", \"start\": \"00:30\", \"room\": \"Hall\"}]",
        "\"hall\": [{\"title\": \"One\", \"start\": \"00:30\", \"room\": \"Great Hall\"}]",
        "\"Great Hall\": [{\"title\": \"One\", \"start\": \"00:30\", \"room\": null}]",
    };
    for (size_t i = 0; i < BASE_COUNT(rooms); i++) {
        struct reading r;
        read_rooms(&r, rooms[i], "");
        assert_true(r.ok);
        assert_int_equal(r.diags.n, 0);
        assert_at(&r, "one", 0, 24 * 60 + 30);
        done(&r);
    }
}

static void test_nothing_placed(void **state)
{
    (void)state;
    struct reading r;
    read_rooms(&r, "", "");
    assert_true(r.ok);
    assert_false(placed(&r, "one")->placed);
    done(&r);
}

static void assert_complains(const char *rooms, enum diag_code code, uint32_t errors)
{
    struct reading r;
    read_rooms(&r, rooms, "");
    assert_int_equal(r.ok, errors == 0);
    assert_int_equal(r.diags.errors, errors);
    assert_true(r.diags.n >= 1);
    assert_int_equal(r.diags.v[0].code, code);
    assert_true(r.diags.v[0].at.from.line >= 1);
    done(&r);
}

static void test_complaints(void **state)
{
    (void)state;
    assert_complains("\"Attic\": [{\"title\": \"Two\", \"start\": \"13:00\"}]",
                     DIAG_TIMETABLE_EVENT_UNKNOWN, 1);
    assert_complains("\"Attic\": [{\"start\": \"13:00\"}]", DIAG_TIMETABLE_EVENT_UNKNOWN, 1);
    assert_complains("\"Attic\": [{\"title\": \"Same\", \"start\": \"13:00\"}]",
                     DIAG_TIMETABLE_EVENT_UNKNOWN, 1);
    assert_complains("\"Loft\": [{\"title\": \"One\", \"start\": \"13:00\"}]",
                     DIAG_TIMETABLE_ROOM_UNKNOWN, 1);
    assert_complains("\"Attic\": [{\"title\": \"One\", \"start\": \"13:00\"}, {\"title\": \"One\", "
                     "\"start\": \"14:00\"}]",
                     DIAG_TIMETABLE_EVENT_TWICE, 1);
    assert_complains("\"Attic\": [{\"title\": \"One\", \"start\": \"1 pm\"}]", DIAG_TIMETABLE_TIME,
                     1);
    assert_complains("\"Attic\": [{\"title\": \"One\"}]", DIAG_TIMETABLE_TIME, 1);
    assert_complains("\"Attic\": [{\"title\": \"One\", \"date\": \"2026-05-14T25:00:00Z\"}]",
                     DIAG_TIMETABLE_TIME, 1);
    assert_complains(
        "\"Attic\": [{\"title\": \"One\", \"start\": \"13:00\", \"duration\": \"00:30\"}]",
        DIAG_TIMETABLE_DURATION, 0);
    assert_complains("\"Attic\": [{\"title\": \"One\", \"start\": \"13:00\", \"date\": "
                     "\"2026-05-14T13:30:00+01:00\"}]",
                     DIAG_TIMETABLE_START_DIFFERS, 0);
    /* The night ends when the day began, at ten. */
    static const char *const other_days[] = {"2026-05-13T23:30:00+01:00",
                                             "2026-05-15T10:00:00+01:00", "2026-05-16T00:30"};
    for (size_t i = 0; i < BASE_COUNT(other_days); i++) {
        char rooms[128];
        snprintf(rooms, sizeof(rooms), "\"Attic\": [{\"title\": \"One\", \"date\": \"%s\"}]",
                 other_days[i]);
        assert_complains(rooms, DIAG_TIMETABLE_DAY_DIFFERS, 0);
    }
    assert_complains(
        "\"Attic\": [{\"title\": \"One\", \"start\": \"13:00\", \"room\": \"Great Hall\"}]",
        DIAG_TIMETABLE_ROOM_DIFFERS, 0);
    assert_complains("\"Inn\": [{\"title\": \"Dinner\", \"start\": \"20:00\"}]",
                     DIAG_TIMETABLE_FIXED_MOVED, 0);
    assert_complains("\"Attic\": [{\"title\": \"Dinner\", \"start\": \"19:00\"}]",
                     DIAG_TIMETABLE_FIXED_MOVED, 0);
    assert_complains("\"Attic\": {}", DIAG_TIMETABLE_SHAPE, 1);
    assert_complains("\"Attic\": [One]", DIAG_TIMETABLE_SHAPE, 1);
}

static void test_no_schedule(void **state)
{
    (void)state;
    static const char *const files[] = {
        "{}",
        "[]",
        "talks",
        "{\"schedule\": {\"conference\": []}}",
        "{\"schedule\": {\"conference\": {\"days\": {}}}}",
        "{\"schedule\": {\"conference\": {\"days\": [1]}}}",
        "{\"schedule\": {\"conference\": {\"days\": [{\"date\": \"2026-05-14\"}]}}}"};
    for (size_t i = 0; i < BASE_COUNT(files); i++) {
        struct reading r;
        read_bytes(&r, files[i]);
        assert_false(r.ok);
        assert_int_equal(r.diags.n, 1);
        assert_int_equal(r.diags.v[0].code, DIAG_TIMETABLE_SHAPE);
        done(&r);
    }
}

static void test_missing_file(void **state)
{
    (void)state;
    struct reading r = {.diags = DIAG_LIST_EMPTY};
    support_load(&r.loaded, problem_text, true);
    assert_false(read_timetable(&r.arena, &r.loaded.sources, "/no/such/file", &r.loaded.problem,
                                &r.diags, &r.timetable));
    assert_int_equal(r.diags.v[0].code, DIAG_FILE_UNREADABLE);
    done(&r);
}

static void test_iso_times(void **state)
{
    (void)state;
    static const struct calendar_shift shifts[] = {{0, 60}};
    const struct zone zone = {"Test/Zone", shifts, 1};
    static const struct {
        const char *text;
        int32_t time_min;
    } good[] = {
        {"1970-01-01T00:00Z", 0},        {"1970-01-01T02:00:00+02:00", 0},
        {"1970-01-01T02:00:00+0200", 0}, {"1969-12-31T19:00:00-05:00", 0},
        {"1970-01-02T01:00", 1440},      {"1970-01-01 01:30:59.25", 30},
    };
    for (size_t i = 0; i < BASE_COUNT(good); i++) {
        int32_t time_min;
        assert_true(read_time_iso(&zone, good[i].text, &time_min));
        assert_int_equal(time_min, good[i].time_min);
    }
    static const char *const bad[] = {
        "",  "1970-01-01",    "1970-01-01T24:00",   "1970-02-30T10:00", "1970-01-01T10:00+1",
        "x", "1970-01-01T10", "1970-01-01T10:00Zx", "1970-01-01T10:60", "1970-1-1T10:00"};
    for (size_t i = 0; i < BASE_COUNT(bad); i++) {
        int32_t time_min;
        assert_false(read_time_iso(&zone, bad[i], &time_min));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_by_title_guid_and_room_id),
        cmocka_unit_test(test_after_midnight),
        cmocka_unit_test(test_no_false_warnings),
        cmocka_unit_test(test_nothing_placed),
        cmocka_unit_test(test_complaints),
        cmocka_unit_test(test_no_schedule),
        cmocka_unit_test(test_missing_file),
        cmocka_unit_test(test_iso_times),
    };
    return cmocka_run_group_tests_name("read_timetable", tests, NULL, NULL);
}
