#include "confab/calendar.h"

#include "base/vec.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    DAY_MIN = 1440,
    PROBE_MIN = 7 * DAY_MIN,
    MOST_OFFSET_MIN = 14 * 60,
    LINE_BYTES = 512,
    PATH_BYTES = 512
};

/* Days from the civil calendar and back: Howard Hinnant's algorithms, eras of 400 years. */
static int32_t days_of(int32_t year, int32_t month, int32_t day)
{
    year -= month <= 2 ? 1 : 0;
    int32_t era = (year >= 0 ? year : year - 399) / 400;
    int32_t year_of_era = year - era * 400;
    int32_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int32_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

void calendar_date(int32_t day_number, int32_t *year, int32_t *month, int32_t *day)
{
    int32_t z = day_number + 719468;
    int32_t era = (z >= 0 ? z : z - 146096) / 146097;
    int32_t day_of_era = z - era * 146097;
    int32_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int32_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int32_t shifted = (5 * day_of_year + 2) / 153;
    *day = day_of_year - (153 * shifted + 2) / 5 + 1;
    *month = shifted + (shifted < 10 ? 3 : -9);
    *year = year_of_era + era * 400 + (*month <= 2 ? 1 : 0);
}

bool calendar_day_number(int32_t year, int32_t month, int32_t day, int32_t *day_number)
{
    if (year < 1 || year > 4000 || month < 1 || month > 12 || day < 1 || day > 31) {
        return false;
    }
    int32_t number = days_of(year, month, day);
    int32_t y, m, d;
    calendar_date(number, &y, &m, &d);
    if (d != day || m != month) {
        return false;
    }
    *day_number = number;
    return true;
}

int32_t calendar_weekday(int32_t day_number)
{
    /* 1970-01-01 was a Thursday. */
    return ((day_number + 3) % 7 + 7) % 7;
}

static int32_t floor_div(int32_t a, int32_t b)
{
    return a / b - (a % b < 0 ? 1 : 0);
}

static int32_t offset_at(int32_t time_min)
{
    time_t seconds = (time_t)time_min * 60;
    struct tm local;
    if (localtime_r(&seconds, &local) == NULL) {
        return 0;
    }
    int32_t days = days_of(local.tm_year + 1900, local.tm_mon + 1, local.tm_mday);
    return days * DAY_MIN + local.tm_hour * 60 + local.tm_min - time_min;
}

/* Probes noon of every seventh day; where the offset differs from the time before, bisects to the
 * minute, and goes on from there. */
static void probe_shifts(struct arena *arena, int32_t first_year, int32_t last_year,
                         struct zone *zone)
{
    VEC(struct calendar_shift) shifts = {0};
    int32_t first = days_of(first_year - 1, 1, 1) * DAY_MIN + DAY_MIN / 2;
    int32_t last = days_of(last_year + 2, 1, 1) * DAY_MIN;
    struct calendar_shift now = {first, offset_at(first)};
    vec_push(&shifts, now);
    for (int32_t t = first; t < last;) {
        int32_t before = t, after = t + PROBE_MIN;
        t = after;
        if (offset_at(after) == now.offset_min) {
            continue;
        }
        while (after - before > 1) {
            int32_t middle = before + (after - before) / 2;
            if (offset_at(middle) == now.offset_min) {
                before = middle;
            } else {
                after = middle;
            }
        }
        now = (struct calendar_shift){after, offset_at(after)};
        vec_push(&shifts, now);
        t = after;
    }
    zone->shifts = vec_to_arena(&shifts, arena);
    zone->n_shifts = (uint32_t)shifts.n;
    vec_free(&shifts);
}

static const char *database_path(void)
{
    const char *path = getenv("TZDIR");
    return path != NULL && path[0] != '\0' ? path : "/usr/share/zoneinfo";
}

static bool is_zone_file(const char *name)
{
    char path[PATH_BYTES];
    int length = snprintf(path, sizeof(path), "%s/%s", database_path(), name);
    if (length < 0 || (size_t)length >= sizeof(path) || name[0] == '/' || name[0] == '\0' ||
        strstr(name, "..") != NULL) {
        return false;
    }
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return false;
    }
    char magic[4] = {0};
    bool is_zone = fread(magic, 1, sizeof(magic), file) == sizeof(magic) &&
                   memcmp(magic, "TZif", sizeof(magic)) == 0;
    (void)fclose(file);
    return is_zone;
}

static void set_zone(const char *value)
{
    int failed = value != NULL ? setenv("TZ", value, 1) : unsetenv("TZ");
    if (failed != 0) {
        base_out_of_memory();
    }
    tzset();
}

bool calendar_read_offset(const char *name, int32_t *offset_min)
{
    if (strncmp(name, "UTC", 3) != 0 || (name[3] != '+' && name[3] != '-') ||
        strlen(name) != strlen("UTC+00:00") || name[6] != ':') {
        return false;
    }
    static const size_t digits[] = {4, 5, 7, 8};
    int32_t d[4];
    for (size_t i = 0; i < BASE_COUNT(digits); i++) {
        d[i] = name[digits[i]] - '0';
        if (d[i] < 0 || d[i] > 9) {
            return false;
        }
    }
    int32_t size_min = (d[0] * 10 + d[1]) * 60 + d[2] * 10 + d[3];
    *offset_min = name[3] == '-' ? -size_min : size_min;
    return d[2] < 6 && size_min <= MOST_OFFSET_MIN;
}

bool calendar_load_zone(struct arena *arena, const char *name, int32_t first_year,
                        int32_t last_year, struct zone *zone)
{
    static const struct calendar_shift utc = {0, 0};
    *zone = (struct zone){arena_text(arena, name, strlen(name)), &utc, 1};
    if (strcmp(name, "UTC") == 0) {
        return true;
    }
    struct calendar_shift fixed = {0, 0};
    if (calendar_read_offset(name, &fixed.offset_min)) {
        zone->shifts = arena_copy(arena, &fixed, sizeof(fixed));
        return true;
    }
    if (!is_zone_file(name)) {
        return false;
    }
    const char *outer = getenv("TZ");
    char *saved = outer != NULL ? arena_text(arena, outer, strlen(outer)) : NULL;
    set_zone(arena_print(arena, ":%s", name));
    probe_shifts(arena, first_year, last_year, zone);
    set_zone(saved);
    return true;
}

const char *const *calendar_zone_names(struct arena *arena, size_t *n)
{
    VEC(const char *) names = {0};
    char line[LINE_BYTES];
    (void)snprintf(line, sizeof(line), "%s/zone.tab", database_path());
    FILE *file = fopen(line, "r");
    while (file != NULL && fgets(line, sizeof(line), file) != NULL) {
        char *name = strchr(line, '\t');
        name = line[0] == '#' || name == NULL ? NULL : strchr(name + 1, '\t');
        if (name != NULL) {
            vec_push(&names, arena_text(arena, name + 1, strcspn(name + 1, "\t\r\n")));
        }
    }
    if (file != NULL) {
        vec_push(&names, "UTC");
        (void)fclose(file);
    }
    const char *const *all = vec_to_arena(&names, arena);
    *n = names.n;
    vec_free(&names);
    return all;
}

enum calendar_found calendar_time(const struct zone *zone, int32_t day_number,
                                  int32_t minute_of_day, int32_t *time_min)
{
    int32_t local = day_number * DAY_MIN + minute_of_day;
    bool found = false;
    for (uint32_t i = 0; i < zone->n_shifts; i++) {
        int32_t time = local - zone->shifts[i].offset_min;
        bool early = i > 0 && time < zone->shifts[i].from_min;
        bool late = i + 1 < zone->n_shifts && time >= zone->shifts[i + 1].from_min;
        if (!early && !late && found) {
            return CALENDAR_REPEATED;
        }
        if (!early && !late) {
            found = true;
            *time_min = time;
        } else if (early && !found) {
            *time_min = zone->shifts[i].from_min;
            return CALENDAR_SKIPPED;
        }
    }
    return CALENDAR_UNIQUE;
}

static int32_t offset_of(const struct zone *zone, int32_t time_min)
{
    uint32_t from = 0, to = zone->n_shifts;
    while (to - from > 1) {
        uint32_t middle = from + (to - from) / 2;
        if (time_min < zone->shifts[middle].from_min) {
            to = middle;
        } else {
            from = middle;
        }
    }
    return zone->shifts[from].offset_min;
}

struct local_time calendar_local(const struct zone *zone, int32_t time_min)
{
    struct local_time local = {.offset_min = offset_of(zone, time_min)};
    int32_t minutes = time_min + local.offset_min;
    int32_t day = floor_div(minutes, DAY_MIN);
    calendar_date(day, &local.year, &local.month, &local.day);
    local.hour = (minutes - day * DAY_MIN) / 60;
    local.minute = (minutes - day * DAY_MIN) % 60;
    return local;
}

int32_t calendar_minute_of_day(const struct zone *zone, int32_t time_min)
{
    int32_t minutes = time_min + offset_of(zone, time_min);
    return minutes - floor_div(minutes, DAY_MIN) * DAY_MIN;
}

const char *calendar_print_iso(struct arena *arena, const struct zone *zone, int32_t time_min)
{
    struct local_time t = calendar_local(zone, time_min);
    int32_t offset = t.offset_min < 0 ? -t.offset_min : t.offset_min;
    return arena_print(arena, "%04d-%02d-%02dT%02d:%02d:00%c%02d:%02d", t.year, t.month, t.day,
                       t.hour, t.minute, t.offset_min < 0 ? '-' : '+', offset / 60, offset % 60);
}

const char *calendar_print_clock(struct arena *arena, const struct zone *zone, int32_t time_min)
{
    struct local_time t = calendar_local(zone, time_min);
    return arena_print(arena, "%02d:%02d", t.hour, t.minute);
}

const char *calendar_print_date(struct arena *arena, int32_t day_number)
{
    int32_t year, month, day;
    calendar_date(day_number, &year, &month, &day);
    return arena_print(arena, "%04d-%02d-%02d", year, month, day);
}
