#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "confab/calendar.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static int32_t day(int32_t year, int32_t month, int32_t date)
{
    int32_t number = 0;
    assert_true(calendar_day_number(year, month, date, &number));
    return number;
}

static void test_dates(void **state)
{
    (void)state;
    assert_int_equal(day(1970, 1, 1), 0);
    assert_int_equal(day(2000, 3, 1), 11017);
    assert_int_equal(calendar_weekday(day(2013, 10, 24)), 3);
    assert_int_equal(calendar_weekday(day(1969, 12, 31)), 2);
    int32_t number;
    assert_false(calendar_day_number(2013, 2, 29, &number));
    assert_false(calendar_day_number(1900, 2, 29, &number));
    assert_true(calendar_day_number(2000, 2, 29, &number));
    assert_false(calendar_day_number(2013, 13, 1, &number));
    assert_false(calendar_day_number(2013, 4, 31, &number));
    assert_false(calendar_day_number(2013, 4, 0, &number));
    for (int32_t d = -200000; d < 200000; d += 97) {
        int32_t year, month, date;
        calendar_date(d, &year, &month, &date);
        assert_int_equal(day(year, month, date), d);
    }
}

static struct zone load(struct arena *arena, const char *name)
{
    struct zone zone;
    assert_true(calendar_load_zone(arena, name, 2012, 2027, &zone));
    return zone;
}

static void test_changes_of_clocks(void **state)
{
    (void)state;
    struct arena arena = ARENA_EMPTY;
    struct zone zone = load(&arena, "Europe/London");
    int32_t t, later;
    assert_int_equal(calendar_time(&zone, day(2013, 10, 24), 9 * 60, &t), CALENDAR_UNIQUE);
    assert_int_equal(t, day(2013, 10, 24) * 1440 + 8 * 60);
    /* 2013-10-27 02:00 BST becomes 01:00 GMT. */
    assert_int_equal(calendar_time(&zone, day(2013, 10, 27), 90, &t), CALENDAR_REPEATED);
    assert_int_equal(t, day(2013, 10, 27) * 1440 + 30);
    assert_int_equal(calendar_time(&zone, day(2013, 10, 27), 60, &t), CALENDAR_REPEATED);
    assert_int_equal(calendar_time(&zone, day(2013, 10, 27), 59, &t), CALENDAR_UNIQUE);
    assert_int_equal(calendar_time(&zone, day(2013, 10, 27), 120, &t), CALENDAR_UNIQUE);
    assert_int_equal(t, day(2013, 10, 27) * 1440 + 120);
    /* 2014-03-30 01:00 GMT becomes 02:00 BST. */
    assert_int_equal(calendar_time(&zone, day(2014, 3, 30), 90, &t), CALENDAR_SKIPPED);
    assert_int_equal(t, day(2014, 3, 30) * 1440 + 60);
    assert_int_equal(calendar_time(&zone, day(2014, 3, 30), 120, &t), CALENDAR_UNIQUE);
    assert_int_equal(t, day(2014, 3, 30) * 1440 + 60);
    assert_int_equal(calendar_time(&zone, day(2014, 3, 29), 26 * 60, &later), CALENDAR_UNIQUE);
    assert_int_equal(later, t);
    arena_free(&arena);
}

static void test_local_time_round_trip(void **state)
{
    (void)state;
    struct arena arena = ARENA_EMPTY;
    const char *names[] = {"Europe/Zurich", "America/St_Johns", "Australia/Lord_Howe",
                           "Asia/Kathmandu", "UTC"};
    for (size_t i = 0; i < BASE_COUNT(names); i++) {
        struct zone zone = load(&arena, names[i]);
        for (int32_t t = day(2026, 1, 1) * 1440; t < day(2027, 1, 1) * 1440; t += 37) {
            struct local_time local = calendar_local(&zone, t);
            int32_t again, number = day(local.year, local.month, local.day);
            int32_t minute = local.hour * 60 + local.minute;
            assert_int_equal(minute, calendar_minute_of_day(&zone, t));
            enum calendar_found found = calendar_time(&zone, number, minute, &again);
            assert_int_not_equal(found, CALENDAR_SKIPPED);
            assert_true(again == t || (found == CALENDAR_REPEATED && again < t));
        }
    }
    arena_free(&arena);
}

static void test_printing(void **state)
{
    (void)state;
    struct arena arena = ARENA_EMPTY;
    struct zone zone = load(&arena, "Europe/London");
    int32_t t;
    calendar_time(&zone, day(2013, 10, 24), 16 * 60 + 15, &t);
    assert_string_equal(calendar_print_iso(&arena, &zone, t), "2013-10-24T16:15:00+01:00");
    assert_string_equal(calendar_print_clock(&arena, &zone, t), "16:15");
    zone = load(&arena, "America/St_Johns");
    assert_string_equal(calendar_print_iso(&arena, &zone, t), "2013-10-24T12:45:00-02:30");
    assert_string_equal(calendar_print_date(&arena, day(2013, 1, 2)), "2013-01-02");
    arena_free(&arena);
}

static void test_unknown_zones(void **state)
{
    (void)state;
    struct arena arena = ARENA_EMPTY;
    struct zone zone;
    const char *names[] = {"Europe/Zuerich", "",         "../zoneinfo/Europe/Zurich",
                           "/etc/passwd",    "zone.tab", "Europe",
                           "Europe/London:"};
    for (size_t i = 0; i < BASE_COUNT(names); i++) {
        assert_false(calendar_load_zone(&arena, names[i], 2012, 2014, &zone));
    }
    size_t n;
    const char *const *all = calendar_zone_names(&arena, &n);
    assert_true(n > 300);
    bool found = false;
    for (size_t i = 0; i < n; i++) {
        found = found || strcmp(all[i], "Europe/London") == 0;
    }
    assert_true(found);
    arena_free(&arena);
}

static void test_the_outer_zone_is_kept(void **state)
{
    (void)state;
    struct arena arena = ARENA_EMPTY;
    setenv("TZ", "Asia/Tokyo", 1);
    load(&arena, "Europe/London");
    assert_string_equal(getenv("TZ"), "Asia/Tokyo");
    time_t zero = 0;
    struct tm local;
    assert_non_null(localtime_r(&zero, &local));
    assert_int_equal(local.tm_hour, 9);
    unsetenv("TZ");
    load(&arena, "Europe/London");
    assert_null(getenv("TZ"));
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_changes_of_clocks),
        cmocka_unit_test(test_local_time_round_trip),
        cmocka_unit_test(test_printing),
        cmocka_unit_test(test_unknown_zones),
        cmocka_unit_test(test_the_outer_zone_is_kept),
    };
    return cmocka_run_group_tests_name("calendar", tests, NULL, NULL);
}
