#include "import/dates.h"

#include "output/read_time.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

enum {
    DAY_MIN = 24 * 60,
    LATEST_MIN = 48 * 60,
    NOON_MIN = 12 * 60,
    WEEK = 7,
    MONTHS = 12,
    CENTURY = 2000,
    SPELLINGS = 7,
};

static const char *const weekdays[WEEK][SPELLINGS] = {
    {"monday", "mondays", "mon", "montag", "montags", "mo"},
    {"tuesday", "tuesdays", "tue", "tues", "dienstag", "dienstags", "di"},
    {"wednesday", "wednesdays", "wed", "mittwoch", "mittwochs", "mi"},
    {"thursday", "thursdays", "thu", "thurs", "donnerstag", "donnerstags", "do"},
    {"friday", "fridays", "fri", "freitag", "freitags", "fr"},
    {"saturday", "saturdays", "sat", "samstag", "samstags", "sa", "sonnabend"},
    {"sunday", "sundays", "sun", "sonntag", "sonntags", "so"},
};

static const char *const months[MONTHS][SPELLINGS] = {
    {"january", "jan", "januar"},
    {"february", "feb", "februar"},
    {"march", "mar", "märz", "mär", "maerz"},
    {"april", "apr"},
    {"may", "mai"},
    {"june", "jun", "juni"},
    {"july", "jul", "juli"},
    {"august", "aug"},
    {"september", "sep", "sept"},
    {"october", "oct", "oktober", "okt"},
    {"november", "nov"},
    {"december", "dec", "dezember", "dez"},
};

/* A number as it is written. */
struct digits {
    int32_t value;
    size_t n; /* digits; 0: there are none, or more than four */
};

static struct digits take_digits(const char **text)
{
    struct digits digits = {0, strspn(*text, "0123456789")};
    digits.n = digits.n > 4 ? 0 : digits.n;
    for (size_t i = 0; i < digits.n; i++) {
        digits.value = digits.value * 10 + ((*text)[i] - '0');
    }
    *text += digits.n;
    return digits;
}

/* The row that has the word at *text, from 0; -1: none has. */
static int32_t take_word(const char **text, const char *const rows[][SPELLINGS], size_t n_rows)
{
    size_t n = 0;
    while (isalpha((unsigned char)(*text)[n]) || (unsigned char)(*text)[n] >= 0x80) {
        n++;
    }
    for (size_t i = 0; i < n_rows && n > 0; i++) {
        for (size_t k = 0; k < SPELLINGS && rows[i][k] != NULL; k++) {
            if (strlen(rows[i][k]) == n && strncasecmp(rows[i][k], *text, n) == 0) {
                *text += n;
                return (int32_t)i;
            }
        }
    }
    return -1;
}

/* ---- years and weekdays ---------------------------------------------------- */

static bool lies_within(const struct dates *dates, int32_t day_number)
{
    return dates->known && day_number >= dates->first && day_number <= dates->last;
}

static int32_t year_of(int32_t day_number)
{
    int32_t year, month, day;
    calendar_date(day_number, &year, &month, &day);
    return year;
}

/* `year` NULL: it is not said. */
static bool make_date(const struct dates *dates, const struct digits *year, int32_t month,
                      int32_t day, int32_t *day_number)
{
    if (year != NULL) {
        int32_t full = year->n == 2 ? CENTURY + year->value : year->value;
        return year->n != 3 && year->n != 1 && full >= 1971 && full <= 2198 &&
               calendar_day_number(full, month, day, day_number);
    }
    if (!dates->known) {
        return false;
    }
    int32_t first = year_of(dates->first), last = year_of(dates->last);
    return calendar_day_number(first, month, day, day_number) &&
           (first == last || lies_within(dates, *day_number) ||
            calendar_day_number(last, month, day, day_number));
}

/* The only day of the conference that is one. */
static bool find_weekday(const struct dates *dates, int32_t weekday, int32_t *day_number)
{
    if (!dates->known || dates->last - dates->first >= WEEK) {
        return false;
    }
    for (int32_t day = dates->first; day <= dates->last; day++) {
        if (calendar_weekday(day) == weekday) {
            *day_number = day;
            return true;
        }
    }
    return false;
}

/* ---- dates ----------------------------------------------------------------- */

/* A day and a month in either order: one has only one meaning, or only one is of the conference. */
static bool make_stroked(const struct dates *dates, const struct digits *a, const struct digits *b,
                         const struct digits *year, int32_t *day_number)
{
    int32_t other = 0;
    bool day_first = make_date(dates, year, b->value, a->value, day_number);
    bool month_first = make_date(dates, year, a->value, b->value, &other);
    if (day_first && month_first && *day_number != other) {
        bool is_day = lies_within(dates, *day_number), is_month = lies_within(dates, other);
        *day_number = is_day ? *day_number : other;
        return is_day != is_month;
    }
    *day_number = day_first ? *day_number : other;
    return day_first || month_first;
}

/* "2026-05-14", "14.05.2026", "14.05.", "5/14/26" */
static bool take_numbers(const struct dates *dates, const char **text, int32_t *day_number)
{
    const char *at = *text;
    struct digits first = take_digits(&at);
    char mark = *at;
    if (first.n == 0 || mark == '\0' || strchr("./-", mark) == NULL) {
        return false;
    }
    at++;
    struct digits second = take_digits(&at), third = {0, 0};
    bool closed = second.n > 0 && *at == mark;
    if (closed) {
        at++;
        third = take_digits(&at);
    }
    if (second.n == 0 || !closed || (third.n == 0 && mark != '.')) {
        return false;
    }
    bool ends = *at == 'T' || !isalnum((unsigned char)*at);
    *text = at;
    if (first.n == 4) {
        return ends && make_date(dates, &first, second.value, third.value, day_number);
    }
    const struct digits *year = third.n > 0 ? &third : NULL;
    return ends && (mark == '.' ? make_date(dates, year, second.value, first.value, day_number)
                                : make_stroked(dates, &first, &second, year, day_number));
}

/* "st", "th", "." of a day */
static void skip_ordinal(const char **text)
{
    static const char *const endings[] = {"st", "nd", "rd", "th", "."};
    for (size_t i = 0; i < BASE_COUNT(endings); i++) {
        size_t n = strlen(endings[i]);
        if (strncasecmp(*text, endings[i], n) == 0) {
            *text += n;
            return;
        }
    }
}

/* "14 May 2026", "14. Mai", "May 14, 2026" */
static bool take_named(const struct dates *dates, const char **text, int32_t *day_number)
{
    const char *at = *text;
    int32_t month = take_word(&at, months, MONTHS);
    bool month_first = month >= 0;
    at += strspn(at, month_first ? " ." : "");
    struct digits day = take_digits(&at);
    skip_ordinal(&at);
    if (!month_first) {
        at += strspn(at, " ");
        month = take_word(&at, months, MONTHS);
    }
    if (day.n == 0 || day.n > 2 || month < 0) {
        return false;
    }
    const char *rest = at + strspn(at, " .,");
    struct digits year = take_digits(&rest);
    bool said = year.n == 4;
    *text = said ? rest : at;
    return make_date(dates, said ? &year : NULL, month + 1, day.value, day_number);
}

bool dates_take(const struct dates *dates, const char **text, int32_t *day_number)
{
    const char *at = *text + strspn(*text, " ");
    int32_t weekday = take_word(&at, weekdays, WEEK);
    const char *behind = at;
    at += weekday >= 0 ? strspn(at, " .,") : 0;
    const char *named = at;
    if (take_numbers(dates, &at, day_number)) {
        *text = at;
        return true;
    }
    if (take_named(dates, &named, day_number)) {
        *text = named;
        return true;
    }
    *text = weekday >= 0 ? behind : *text;
    return weekday >= 0 && find_weekday(dates, weekday, day_number);
}

bool dates_read(const struct dates *dates, const char *text, int32_t *day_number)
{
    return dates_take(dates, &text, day_number) && text[strspn(text, " .,")] == '\0';
}

/* ---- clocks ---------------------------------------------------------------- */

/* "9.30", "9h30", "9 Uhr 30" have a colon then. */
static char *plain_clock(struct arena *arena, const char *text)
{
    char *plain = arena_text(arena, text, strlen(text));
    char *mark = plain + strspn(plain, "0123456789");
    bool hours =
        (*mark == 'h' || *mark == 'H') && (mark[1] == '\0' || isdigit((unsigned char)mark[1]));
    if (hours) {
        *mark = mark[1] == '\0' ? '\0' : ':';
    }
    for (char *dot = strchr(plain, '.'); dot != NULL && isdigit((unsigned char)dot[1]);
         dot = strchr(dot, '.')) {
        *dot = ':';
    }
    return plain;
}

bool dates_clock(struct arena *arena, const char *text, int32_t *minutes)
{
    text += strspn(text, " ");
    char *plain = plain_clock(arena, text);
    size_t n = strspn(plain, "0123456789:");
    const char *rest = plain + n + strspn(plain + n, " ");
    bool pm = strcasecmp(rest, "pm") == 0 || strcasecmp(rest, "p.m.") == 0;
    bool am = strcasecmp(rest, "am") == 0 || strcasecmp(rest, "a.m.") == 0;
    if (*rest != '\0' && !pm && !am && strcasecmp(rest, "uhr") != 0 && strcasecmp(rest, "h") != 0) {
        return false;
    }
    plain[n] = '\0';
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

bool dates_clocks(struct arena *arena, const char *text, int32_t *from_min, int32_t *to_min)
{
    char *plain = dates_plain_dashes(arena, text, strlen(text));
    char *dash = strchr(plain, '-');
    if (dash == NULL) {
        return false;
    }
    *dash = '\0';
    for (char *end = dash; end > plain && end[-1] == ' '; end--) {
        end[-1] = '\0';
    }
    return dates_clock(arena, plain, from_min) && dates_clock(arena, dash + 1, to_min) &&
           *from_min < *to_min && *from_min < DAY_MIN;
}

char *dates_plain_dashes(struct arena *arena, const char *text, size_t n)
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
