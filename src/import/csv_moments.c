/* Where a row of a table has its talk: a date, a start and an end, in one column or in several. */
#include "import/csv_maker.h"
#include "output/read_time.h"

#include <string.h>

enum {
    DAY_MIN = 24 * 60,
    NIGHT_MIN = 12 * 60, /* the longest from one day into the next */
};

static bool complain(struct csv_maker *m, const struct csv_field *field, const char *what,
                     const char *hint)
{
    faults_add(&m->import->faults, FAULT_TIME, field->at, hint, "not %s: '%.60s'", what,
               field->text);
    return false;
}

/* Of the date's own column; false: there is none, or a fault. */
static bool read_date(struct csv_maker *m, int32_t *day)
{
    const struct csv_field *date = csv_cell(m, CSV_DATE);
    if (date == NULL) {
        *day = m->dates.first;
        bool one = m->dates.known && m->dates.first == m->dates.last;
        if (one && m->import->options->date == NULL) {
            faults_add(&m->import->faults, FAULT_CHANGED, m->row->cells[0].at, NULL,
                       "the row has no date: the only one there is, %s, is taken",
                       import_date(m->import->arena, *day));
        }
        return one;
    }
    const char *at = date->text;
    bool ok = read_time_date(date->text, day) || dates_read(&m->dates, date->text, day) ||
              dates_read(&m->dates, arena_print(m->import->arena, "%s.", at), day);
    return ok || complain(m, date, "a date",
                          "write 2026-05-14, or 14.05.2026; a weekday, or a date without its year, "
                          "needs --date");
}

/* "2026-05-14 09:00", "9:00", "9:00-9:45"; `to_min` is left alone unless it is there. */
static bool read_moment(struct csv_maker *m, const struct csv_field *field, int32_t *day,
                        int32_t *from_min, int32_t *to_min, bool *dated)
{
    static const char hint[] =
        "write 2026-05-14 09:00, or 09:00 and the date in a column of its own";
    struct arena *arena = m->import->arena;
    const char *clock = field->text;
    *dated = dates_take(&m->dates, &clock, day);
    clock = *dated ? clock + strspn(clock, " T,") : field->text;
    int32_t both[2];
    bool spans = dates_clocks(arena, clock, &both[0], &both[1]);
    if (!spans && !dates_clock(arena, clock, from_min)) {
        return complain(m, field, "a date and time", hint);
    }
    *from_min = spans ? both[0] : *from_min;
    *to_min = spans ? both[1] : *to_min;
    if (*dated) {
        return true;
    }
    size_t n = m->import->faults.v.n;
    bool ok = read_date(m, day);
    return ok || (m->import->faults.v.n > n ? false : complain(m, field, "a date and time", hint));
}

static bool to_time(struct csv_maker *m, const struct csv_field *field, int32_t day, int32_t clock,
                    int32_t *time_min)
{
    enum { MINUTE_TEXT = 16 }; /* without the zone's offset: it is not the file's */
    struct arena *arena = m->import->arena;
    if (calendar_time(&m->draft.zone, day, clock, time_min) == CALENDAR_SKIPPED) {
        return complain(m, field, "a time that there is", "clocks were put forward then");
    }
    const char *iso = calendar_print_iso(arena, &m->draft.zone, *time_min);
    return draft_read_time(&m->draft, arena_text(arena, iso, MINUTE_TEXT), field->at, time_min);
}

/* `*end_min` is set when the field says the end, too, and `*dated` when it says its own date. */
static bool read_time(struct csv_maker *m, const struct csv_field *field, int32_t *time_min,
                      int32_t *end_min, bool *dated)
{
    int32_t day, from_min, to_min = -1, iso_min;
    *dated = true;
    if (read_time_iso(&m->draft.zone, field->text, &iso_min)) {
        return draft_read_time(&m->draft, field->text, field->at, time_min);
    }
    if (!read_moment(m, field, &day, &from_min, &to_min, dated) ||
        !to_time(m, field, day, from_min, time_min)) {
        return false;
    }
    if (to_min >= 0 && !to_time(m, field, day, to_min, end_min)) {
        *end_min = CALENDAR_NO_TIME;
    }
    return true;
}

/* A date alone, or none, is no place; there it is not worth a complaint. */
bool csv_read_place(struct csv_maker *m, int32_t *start_min, int32_t *end_min)
{
    const struct csv_field *start = csv_cell(m, CSV_START), *end = csv_cell(m, CSV_END);
    const struct csv_field *date = csv_cell(m, CSV_DATE);
    int32_t own_min, none = CALENDAR_NO_TIME;
    bool dated;
    *end_min = CALENDAR_NO_TIME;
    /* "2026-05-14 16:00" in the column of dates */
    bool in_date = start == NULL && date != NULL && strchr(date->text, ':') != NULL;
    start = in_date ? date : start;
    if (start == NULL || !read_time(m, start, start_min, end_min, &dated)) {
        return false;
    }
    if (end != NULL && read_time(m, end, &own_min, &none, &dated)) {
        /* A clock alone may be of the next morning. */
        own_min += !dated && own_min < *start_min && own_min + DAY_MIN - *start_min <= NIGHT_MIN
                       ? DAY_MIN
                       : 0;
        *end_min = own_min > *start_min ? own_min : CALENDAR_NO_TIME;
        if (own_min < *start_min) {
            faults_add(&m->import->faults, FAULT_TIME, end->at, NULL,
                       "it ends before it has begun");
        }
    }
    return true;
}
