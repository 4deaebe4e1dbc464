#include "import/csv_times.h"

#include "output/read_time.h"

#include <string.h>
#include <strings.h>

enum { DAY_MIN = 24 * 60, LATEST_MIN = 48 * 60, NOON_MIN = 12 * 60, MOST_DAYS = 60, MONTHS = 12 };

/* Up to four digits at *text, and what follows them; -1: there are none. */
static int32_t take_number(const char **text)
{
    size_t n = strspn(*text, "0123456789");
    int32_t number = n == 0 || n > 4 ? -1 : 0;
    for (size_t i = 0; number >= 0 && i < n; i++) {
        number = number * 10 + ((*text)[i] - '0');
    }
    *text += n;
    return number;
}

bool csv_times_date(const char *text, int32_t *day_number)
{
    const char *at = text;
    if (read_time_date(text, day_number)) {
        return strlen(text) == 10;
    }
    int32_t first = take_number(&at);
    char mark = *at;
    at += mark != '\0';
    int32_t second = take_number(&at);
    bool again = *at == mark;
    at += again;
    int32_t year = take_number(&at);
    if (first < 0 || second < 0 || !again || *at != '\0' || year < 1971 || year > 2198) {
        return false;
    }
    if (mark == '.') {
        return calendar_day_number(year, second, first, day_number);
    }
    if (mark != '/' || (first <= MONTHS && second <= MONTHS && first != second)) {
        return false; /* a month and a day in either order */
    }
    bool month_first = second > MONTHS;
    return calendar_day_number(year, month_first ? first : second, month_first ? second : first,
                               day_number);
}

bool csv_times_clock(struct arena *arena, const char *text, int32_t *minutes)
{
    char *plain = arena_text(arena, text, strlen(text));
    size_t n = strspn(plain, "0123456789:.");
    const char *rest = plain + n + strspn(plain + n, " ");
    bool pm = strcasecmp(rest, "pm") == 0 || strcasecmp(rest, "p.m.") == 0;
    bool am = strcasecmp(rest, "am") == 0 || strcasecmp(rest, "a.m.") == 0;
    if (*rest != '\0' && !pm && !am && strcasecmp(rest, "uhr") != 0) {
        return false;
    }
    plain[n] = '\0';
    for (char *dot = strchr(plain, '.'); dot != NULL; dot = strchr(plain, '.')) {
        *dot = ':';
    }
    if (n > 0 && strchr(plain, ':') == NULL) {
        plain = arena_print(arena, "%s:00", plain);
    }
    bool ok = read_time_clock(plain, minutes) && *minutes <= LATEST_MIN;
    if (ok && (am || pm)) {
        ok = *minutes < NOON_MIN + 60;
        *minutes = *minutes % NOON_MIN + (pm ? NOON_MIN : 0);
    }
    return ok;
}

/* ---- lists ----------------------------------------------------------------- */

/* A dash with whatever is around it becomes "-". */
static char *plain_dashes(struct arena *arena, const char *text, size_t n)
{
    static const char *const dashes[] = {"–", "—", "‑"};
    char *plain = arena_text(arena, text, n);
    for (size_t i = 0; i < BASE_COUNT(dashes); i++) {
        for (char *at = strstr(plain, dashes[i]); at != NULL; at = strstr(plain, dashes[i])) {
            size_t length = strlen(dashes[i]);
            *at = '-';
            memmove(at + 1, at + length, strlen(at + length) + 1);
        }
    }
    return plain;
}

/* "09:00-12:00" */
static bool read_clocks(struct draft *draft, char *text, struct draft_span *span)
{
    struct arena *arena = draft->import->arena;
    char *dash = strchr(text, '-');
    if (dash == NULL) {
        return false;
    }
    *dash = '\0';
    const char *to = dash + 1 + strspn(dash + 1, " ");
    size_t n = strlen(text);
    while (n > 0 && text[n - 1] == ' ') {
        text[--n] = '\0';
    }
    return csv_times_clock(arena, text, &span->from_min) &&
           csv_times_clock(arena, to, &span->to_min) && span->from_min < span->to_min &&
           span->from_min < DAY_MIN;
}

static bool add_days(struct draft_spans *spans, int32_t first, int32_t last)
{
    for (int32_t day = first; day <= last && day < first + MOST_DAYS; day++) {
        struct draft_span span = {day, 0, DAY_MIN};
        vec_push(spans, span);
    }
    return first <= last;
}

/* One date, two, or one and clocks. */
static bool add_dated(struct draft *draft, struct draft_spans *spans, char *text, int32_t day)
{
    struct draft_span span = {day, 0, 0};
    int32_t last;
    text += strspn(text, " ,:");
    if (*text == '\0') {
        return add_days(spans, day, day);
    }
    const char *other = text + strspn(text, "- ");
    if (*text == '-' && csv_times_date(other, &last)) {
        return add_days(spans, day, last);
    }
    bool ok = read_clocks(draft, text, &span);
    if (ok) {
        vec_push(spans, span);
    }
    return ok;
}

static bool add_entry(struct draft *draft, struct draft_spans *spans, char *text)
{
    struct draft_span span = {DRAFT_EACH_DAY, 0, 0};
    int32_t day;
    size_t n = strcspn(text, " ");
    if (n > 0 && csv_times_date(arena_text(draft->import->arena, text, n), &day)) {
        return add_dated(draft, spans, text + n, day);
    }
    bool ok = read_clocks(draft, text, &span);
    if (ok) {
        vec_push(spans, span);
    }
    return ok;
}

void csv_times_spans(struct draft *draft, const struct csv_field *cell, struct draft_spans *spans)
{
    const char *at = cell == NULL ? "" : cell->text;
    while (*at != '\0') {
        at += strspn(at, " ;,|\r\n");
        size_t n = strcspn(at, ";,|\n");
        char *text = plain_dashes(draft->import->arena, at, n);
        for (size_t k = strlen(text); k > 0 && strchr(" \r", text[k - 1]) != NULL; k--) {
            text[k - 1] = '\0';
        }
        if (text[0] != '\0' && !add_entry(draft, spans, text)) {
            faults_add(&draft->import->faults, FAULT_TIME, cell->at,
                       "write 2026-05-14, 2026-05-14 09:00-12:00 or 09:00-12:00",
                       "not a date or a time of day: '%.60s'", text);
        }
        at += n;
    }
}
