#include "input/when.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DAY_MIN = 1440, LATEST_MIN = 2880, DATE_BYTES = 10, FIRST_YEAR = 1971, LAST_YEAR = 2199 };
enum { EVER_FROM = INT32_MIN / 2, EVER_TO = INT32_MAX / 2 };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static int32_t digits(const char *text, size_t n)
{
    int32_t value = 0;
    for (size_t i = 0; i < n; i++) {
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

static bool looks_like_date(const char *text, size_t length)
{
    if (length != DATE_BYTES) {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        if (i == 4 || i == 7 ? text[i] != '-' : !is_digit(text[i])) {
            return false;
        }
    }
    return true;
}

bool when_is_date(const char *text, size_t length, int32_t *day_number)
{
    if (!looks_like_date(text, length)) {
        return false;
    }
    int32_t year = digits(text, 4);
    return year >= FIRST_YEAR && year <= LAST_YEAR &&
           calendar_day_number(year, digits(text + 5, 2), digits(text + 8, 2), day_number);
}

static bool report_date(struct decode *decode, const struct yaml_node *node, const char *text,
                        size_t length)
{
    bool shaped = looks_like_date(text, length);
    diag_error(decode->diags, DIAG_DATE, node->at,
               shaped ? "there is no date '%.*s'" : "'%.*s' is not a date",
               (int)(length < 60 ? length : 60), text);
    diag_hint(decode->diags,
              shaped ? "dates are year-month-day, from 1971 to 2199" : "write dates as 2013-10-24");
    return false;
}

static bool report_shape(struct decode *decode, const struct yaml_node *node, enum diag_code code,
                         const char *wanted)
{
    return diag_error(decode->diags, code, node->at, "a single value such as %s is needed here",
                      wanted);
}

bool when_read_date(struct decode *decode, const struct yaml_node *node, int32_t *day_number)
{
    if (node->kind != YAML_SCALAR) {
        return report_shape(decode, node, DIAG_DATE, "2013-10-24");
    }
    return when_is_date(node->text, strlen(node->text), day_number) ||
           report_date(decode, node, node->text, strlen(node->text));
}

/* "9:30", "09:30", "25:30". */
static bool parse_clock(const char *text, size_t length, int32_t *minute)
{
    const char *colon = memchr(text, ':', length);
    size_t hours = colon != NULL ? (size_t)(colon - text) : 0;
    if (hours < 1 || hours > 2 || length != hours + 3 || !is_digit(text[0]) ||
        !is_digit(text[hours - 1]) || !is_digit(colon[1]) || !is_digit(colon[2])) {
        return false;
    }
    int32_t minutes = digits(colon + 1, 2);
    *minute = digits(text, hours) * 60 + minutes;
    return minutes < 60 && *minute <= LATEST_MIN;
}

static bool report_clock(struct decode *decode, const struct yaml_node *node, const char *text,
                         size_t length)
{
    diag_error(decode->diags, DIAG_TIME, node->at, "'%.*s' is not a time",
               (int)(length < 60 ? length : 60), text);
    diag_hint(decode->diags, "write times as 9:30 or 09:30, in 24 hours, up to 48:00 for the "
                             "night after");
    return false;
}

static void trim(const char **text, size_t *length)
{
    while (*length > 0 && **text == ' ') {
        (*text)++;
        (*length)--;
    }
    while (*length > 0 && (*text)[*length - 1] == ' ') {
        (*length)--;
    }
}

/* The dash between the two times; NULL when there is none. *bytes: its length. */
static const char *find_dash(const char *text, size_t *bytes)
{
    static const char *const dashes[] = {"-", "–", "—", "‑"};
    for (size_t i = 0; i < BASE_COUNT(dashes); i++) {
        const char *found = strstr(text, dashes[i]);
        if (found != NULL) {
            *bytes = strlen(dashes[i]);
            return found;
        }
    }
    return NULL;
}

static bool check_order(struct decode *decode, const struct yaml_node *node, const char *text,
                        struct when_clock clock)
{
    if (clock.from_min < clock.to_min) {
        return true;
    }
    diag_error(decode->diags, DIAG_INTERVAL_INVERTED, node->at,
               "the span '%s' ends at or before its start", text);
    int32_t late = clock.to_min + DAY_MIN;
    if (clock.from_min >= DAY_MIN / 2 && clock.to_min < DAY_MIN / 2) {
        diag_hint(decode->diags, "if it goes on past midnight, write %02d:%02d-%02d:%02d",
                  clock.from_min / 60, clock.from_min % 60, late / 60, late % 60);
    } else {
        diag_hint(decode->diags, "write the start first; past midnight, 1:30 is written 25:30");
    }
    return false;
}

/* "09:00-12:30, 13:30-18:00": several values where one is read. */
static bool report_several(struct decode *decode, const struct yaml_node *node)
{
    diag_error(decode->diags, DIAG_INTERVAL, node->at, "'%s' is not one time", node->text);
    char *list = arena_text(decode->arena, node->text, strlen(node->text));
    for (char *c = strchr(list, ';'); c != NULL; c = strchr(c, ';')) {
        *c = ',';
    }
    diag_hint(decode->diags, "write a list: [%s]", list);
    return false;
}

static bool holds_several(const char *text)
{
    return is_digit(text[0]) && strpbrk(text, ",;") != NULL;
}

bool when_read_clock_text(struct decode *decode, const struct yaml_node *node, const char *text,
                          struct when_clock *clock)
{
    *clock = (struct when_clock){0, 0};
    if (holds_several(text)) {
        return report_several(decode, node);
    }
    size_t dash_bytes = 0;
    const char *dash = find_dash(text, &dash_bytes);
    if (dash == NULL) {
        diag_error(decode->diags, DIAG_INTERVAL, node->at, "'%s' is not a span of time", text);
        diag_hint(decode->diags, "write a start and an end: 09:30-10:15");
        return false;
    }
    const char *from = text, *to = dash + dash_bytes;
    size_t from_length = (size_t)(dash - text), to_length = strlen(to);
    trim(&from, &from_length);
    trim(&to, &to_length);
    if (!parse_clock(from, from_length, &clock->from_min)) {
        return report_clock(decode, node, from, from_length);
    }
    if (!parse_clock(to, to_length, &clock->to_min)) {
        return report_clock(decode, node, to, to_length);
    }
    return check_order(decode, node, text, *clock);
}

bool when_read_clock(struct decode *decode, const struct yaml_node *node, struct when_clock *clock)
{
    if (node->kind != YAML_SCALAR) {
        return report_shape(decode, node, DIAG_INTERVAL, "09:30-10:15");
    }
    return when_read_clock_text(decode, node, node->text, clock);
}

/* One local time; a change of clocks is said. */
static bool place_time(struct decode *decode, const struct yaml_node *node, int32_t day_number,
                       int32_t minute, int32_t *time_min)
{
    const struct zone *zone = &decode->problem->zone;
    enum calendar_found found = calendar_time(zone, day_number, minute, time_min);
    if (found == CALENDAR_UNIQUE) {
        return true;
    }
    const char *date = calendar_print_date(decode->arena, day_number + minute / DAY_MIN);
    int32_t clock = minute % DAY_MIN;
    if (found == CALENDAR_REPEATED) {
        diag_warn(decode->diags, DIAG_TIME_REPEATED, node->at,
                  "on %s clocks in %s go back over %02d:%02d: the first of the two is meant", date,
                  zone->name, clock / 60, clock % 60);
        return true;
    }
    diag_error(decode->diags, DIAG_TIME_SKIPPED, node->at,
               "on %s there is no %02d:%02d in %s: clocks go forward over it", date, clock / 60,
               clock % 60, zone->name);
    diag_hint(decode->diags, "after the change the clock shows %s",
              calendar_print_clock(decode->arena, zone, *time_min));
    return false;
}

bool when_place(struct decode *decode, const struct yaml_node *node, int32_t day_number,
                struct when_clock clock, struct interval *interval)
{
    bool from = place_time(decode, node, day_number, clock.from_min, &interval->from_min);
    bool to = place_time(decode, node, day_number, clock.to_min, &interval->to_min);
    return from && to && interval->from_min < interval->to_min;
}

/* A whole date, from midnight to midnight, whatever the clocks do. */
static struct interval whole_date(const struct decode *decode, int32_t first, int32_t last)
{
    struct interval interval = {0, 0};
    calendar_time(&decode->problem->zone, first, 0, &interval.from_min);
    calendar_time(&decode->problem->zone, last, DAY_MIN, &interval.to_min);
    return interval;
}

bool when_read_point(struct decode *decode, const struct yaml_node *node, int32_t *time_min)
{
    if (node->kind != YAML_SCALAR) {
        return report_shape(decode, node, DIAG_TIME, "2013-10-24 16:15");
    }
    const char *text = node->text;
    size_t length = strlen(text);
    const char *space = strpbrk(text, " T");
    int32_t day, minute;
    if (space != NULL) {
        if (!when_is_date(text, (size_t)(space - text), &day)) {
            return report_date(decode, node, text, (size_t)(space - text));
        }
        text = space + 1;
        length = strlen(text);
        trim(&text, &length);
    } else if (decode->dates.n == 1) {
        day = decode->dates.v[0];
    } else {
        diag_error(decode->diags, DIAG_DATE_MISSING, node->at, "'%s' needs a date", text);
        diag_hint(decode->diags, "write the date before the time: 2013-10-24 16:15");
        return false;
    }
    if (!parse_clock(text, length, &minute)) {
        return report_clock(decode, node, text, length);
    }
    return place_time(decode, node, day, minute, time_min);
}

static void add_interval(struct when_list *list, struct interval interval)
{
    if (interval.from_min < interval.to_min) {
        vec_push(&list->v, interval);
    }
}

/* What follows a date: nothing, another date, or a span of the day. */
static bool read_dated(struct decode *decode, const struct yaml_node *node, int32_t day,
                       const char *rest, struct when_list *list)
{
    size_t length = strlen(rest);
    trim(&rest, &length);
    if (length == 0) {
        add_interval(list, whole_date(decode, day, day));
        return true;
    }
    size_t dash_bytes = 0;
    const char *dash = find_dash(rest, &dash_bytes);
    const char *end = dash == rest ? rest + dash_bytes : rest;
    size_t end_length = length - (size_t)(end - rest);
    trim(&end, &end_length);
    int32_t last;
    if (looks_like_date(end, end_length)) {
        if (!when_is_date(end, end_length, &last)) {
            return report_date(decode, node, end, end_length);
        }
        if (last < day) {
            return diag_error(decode->diags, DIAG_INTERVAL_INVERTED, node->at,
                              "'%s' ends before its start", node->text);
        }
        add_interval(list, whole_date(decode, day, last));
        return true;
    }
    struct when_clock clock;
    struct interval interval;
    if (!when_read_clock_text(decode, node, rest, &clock) ||
        !when_place(decode, node, day, clock, &interval)) {
        return false;
    }
    add_interval(list, interval);
    return true;
}

/* A span of the clock, on each day of the conference; where a day's change of clocks is in the way,
 * its hours are taken as far as they exist. */
static bool read_daily(struct decode *decode, const struct yaml_node *node, struct when_list *list)
{
    struct when_clock clock;
    if (!when_read_clock_text(decode, node, node->text, &clock)) {
        return false;
    }
    for (size_t i = 0; i < decode->dates.n; i++) {
        struct interval interval = {0, 0};
        const struct zone *zone = &decode->problem->zone;
        calendar_time(zone, decode->dates.v[i], clock.from_min, &interval.from_min);
        calendar_time(zone, decode->dates.v[i], clock.to_min, &interval.to_min);
        add_interval(list, interval);
    }
    return true;
}

static bool add_windows(struct decode *decode, const char *name, struct when_list *list)
{
    bool found = false;
    for (size_t i = 0; i < decode->windows.n; i++) {
        const struct decode_window *window = &decode->windows.v[i];
        bool same = window->name != NULL && strcmp(window->name, name) == 0;
        for (uint32_t j = 0; j < window->tags.n && !same; j++) {
            same = strcmp(window->tags.v[j], name) == 0;
        }
        if (same) {
            add_interval(list, window->span);
        }
        found = found || same;
    }
    /* The names that windows get which were given none. */
    for (uint32_t i = 0; i < decode->problem->n_windows; i++) {
        const struct window *window = &decode->problem->windows[i];
        if (!found && strcmp(window->name, name) == 0) {
            add_interval(list, window->span);
            return true;
        }
    }
    return found;
}

static bool report_times(struct decode *decode, const struct yaml_node *node)
{
    if (decode_is_withdrawn(decode, "windows", node->text, node->at, "a wish") ||
        decode_is_withdrawn(decode, "slots", node->text, node->at, "a wish")) {
        return false;
    }
    diag_error(decode->diags, DIAG_TIMES_UNKNOWN, node->at,
               "'%s' is not a date, a time, a window or a window's tag", node->text);
    VEC(const char *) names = {0};
    for (size_t i = 0; i < decode->windows.n; i++) {
        const struct decode_window *window = &decode->windows.v[i];
        if (window->name != NULL) {
            vec_push(&names, window->name);
        }
        for (uint32_t j = 0; j < window->tags.n; j++) {
            vec_push(&names, window->tags.v[j]);
        }
    }
    diag_suggest(decode->diags, node->text, names.v, names.n);
    vec_free(&names);
    return false;
}

bool when_check_window(struct decode *decode, const struct yaml_node *node)
{
    int32_t date;
    struct when_list list = {0};
    bool found = false;
    if (when_is_date(node->text, strlen(node->text), &date)) {
        for (size_t i = 0; i < decode->dates.n; i++) {
            found = found || decode->dates.v[i] == date;
        }
        if (!found) {
            diag_error(decode->diags, DIAG_TIMES_UNKNOWN, node->at,
                       "'%s' is not a day of the conference", node->text);
            decode_check_hint_days(decode);
        }
        return found;
    }
    found = add_windows(decode, node->text, &list);
    vec_free(&list.v);
    return found || report_times(decode, node);
}

static bool read_times(struct decode *decode, const struct yaml_node *node, struct when_list *list)
{
    if (node->kind != YAML_SCALAR) {
        return report_shape(decode, node, DIAG_INTERVAL, "2013-10-24 12:00-18:00");
    }
    const char *text = node->text;
    size_t length = strlen(text);
    if (add_windows(decode, text, list)) {
        return true;
    }
    if (holds_several(text)) {
        return report_several(decode, node);
    }
    int32_t day;
    bool dated = length >= DATE_BYTES && looks_like_date(text, DATE_BYTES);
    if (dated && !when_is_date(text, DATE_BYTES, &day)) {
        return report_date(decode, node, text, DATE_BYTES);
    }
    if (dated) {
        return read_dated(decode, node, day, text + DATE_BYTES, list);
    }
    if (length > 0 && is_digit(text[0]) && strchr(text, ':') != NULL) {
        return read_daily(decode, node, list);
    }
    return report_times(decode, node);
}

bool when_read_times(struct decode *decode, const struct yaml_node *node, struct when_list *list)
{
    size_t known = list->v.n;
    bool well = read_times(decode, node, list);
    if (list->v.n > known && !decode_check_touches_days(decode, list->v.v[known])) {
        diag_warn(decode->diags, DIAG_DATE_OUTSIDE, node->at,
                  "'%s' lies outside the conference: it has no effect", node->text);
        decode_check_hint_days(decode);
    }
    return well;
}

static int compare_intervals(const void *left, const void *right)
{
    const struct interval *a = left, *b = right;
    if (a->from_min != b->from_min) {
        return a->from_min < b->from_min ? -1 : 1;
    }
    return a->to_min < b->to_min ? -1 : a->to_min > b->to_min ? 1 : 0;
}

struct intervals when_merge(struct decode *decode, struct when_list *list)
{
    size_t n = 0;
    if (list->v.n > 0) {
        qsort(list->v.v, list->v.n, sizeof(*list->v.v), compare_intervals);
    }
    for (size_t i = 0; i < list->v.n; i++) {
        struct interval next = list->v.v[i];
        if (n > 0 && next.from_min <= list->v.v[n - 1].to_min) {
            int32_t *end = &list->v.v[n - 1].to_min;
            *end = *end > next.to_min ? *end : next.to_min;
        } else {
            list->v.v[n++] = next;
        }
    }
    list->v.n = n;
    struct intervals merged = {vec_to_arena(&list->v, decode->arena), (uint32_t)n};
    vec_free(&list->v);
    return merged;
}

struct intervals when_complement(struct decode *decode, struct intervals intervals)
{
    struct when_list rest = {0};
    int32_t from = EVER_FROM;
    for (uint32_t i = 0; i < intervals.n; i++) {
        add_interval(&rest, (struct interval){from, intervals.v[i].from_min});
        from = intervals.v[i].to_min;
    }
    add_interval(&rest, (struct interval){from, EVER_TO});
    return when_merge(decode, &rest);
}
