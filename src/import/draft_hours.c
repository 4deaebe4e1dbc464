/* The days of a conference, and when its rooms are open: what the files say of rooms, else of what
 * is placed already, else something usual that is said to be made up. */
#include "import/draft_write.h"
#include "output/read_time.h"

#include <stdlib.h>
#include <string.h>

enum {
    DAY_MIN = 24 * 60,
    LATEST_MIN = 48 * 60,
    USUAL_FROM_MIN = 9 * 60,
    USUAL_TO_MIN = 18 * 60,
    MOST_MADE_DAYS = 14,
    MOST_ASKED_DAYS = 60,
    USED_PERCENT = 80, /* of rooms' time, so that there is a timetable */
    MADE_UP_YEAR = 2030,
};

static const char look[] = "give it with --date and --hours, or change the file";

struct maker {
    struct draft *draft;
    const struct published *published;
    int64_t unplaced_min;
    struct draft_spans asked; /* --hours; of day 0 */
    VEC(struct draft_day) days;
    bool said_whole_days, said_usual;
};

static int compare_spans(const void *a, const void *b)
{
    const struct draft_span *x = a, *y = b;
    int64_t from = (int64_t)x->day_number * DAY_MIN + x->from_min;
    int64_t other = (int64_t)y->day_number * DAY_MIN + y->from_min;
    return (from > other) - (from < other);
}

void draft_hours_merge(struct draft_spans *spans)
{
    size_t n = 0;
    if (spans->n > 0) {
        qsort(spans->v, spans->n, sizeof(*spans->v), compare_spans);
    }
    for (size_t i = 0; i < spans->n; i++) {
        struct draft_span next = spans->v[i];
        struct draft_span *last = n > 0 ? &spans->v[n - 1] : NULL;
        int32_t days = last == NULL ? 0 : next.day_number - last->day_number;
        int64_t from_min = next.from_min + (int64_t)days * DAY_MIN;
        if (last == NULL || from_min > last->to_min || (days > 0 && from_min == last->to_min)) {
            spans->v[n++] = next;
            continue;
        }
        /* One day's night may reach into the next day's hours. */
        int32_t to_min = next.to_min + days * DAY_MIN;
        to_min = to_min > LATEST_MIN ? LATEST_MIN : to_min;
        last->to_min = to_min > last->to_min ? to_min : last->to_min;
    }
    spans->n = n;
}

/* ---- options --------------------------------------------------------------- */

static bool complain(const struct maker *m, const char *option, const char *given,
                     const char *wanted)
{
    (void)diag_error(m->draft->import->diags, DIAG_USAGE, SRC_NOWHERE, "%s: not %s: '%s'", option,
                     wanted, given);
    return false;
}

/* "09:00-12:30" */
static bool read_span(struct maker *m, char *text)
{
    char *dash = strchr(text, '-');
    struct draft_span span = {0, 0, 0};
    if (dash == NULL) {
        return false;
    }
    *dash = '\0';
    bool ok = read_time_clock(text, &span.from_min) && read_time_clock(dash + 1, &span.to_min) &&
              span.from_min < span.to_min && span.to_min <= LATEST_MIN && span.from_min < DAY_MIN;
    if (ok) {
        vec_push(&m->asked, span);
    }
    return ok;
}

static bool read_hours(struct maker *m)
{
    const char *given = m->draft->import->options->hours;
    bool ok = true;
    for (const char *at = given; at != NULL && ok;) {
        size_t n = strcspn(at, ",");
        at += strspn(at, " ");
        n = strcspn(at, ",");
        ok = read_span(m, arena_text(m->draft->import->arena, at, n));
        at = at[n] == ',' ? at + n + 1 : NULL;
    }
    draft_hours_merge(&m->asked);
    return ok || complain(m, "--hours", given, "hours such as 09:00-18:00");
}

/* "2026-05-14", "2026-05-14 - 2026-05-16" */
static bool read_dates(struct maker *m)
{
    struct draft *draft = m->draft;
    const char *given = draft->import->options->date;
    if (given == NULL) {
        return true;
    }
    enum { DATE_LENGTH = 10 };
    size_t n = strlen(given);
    const char *first = arena_text(draft->import->arena, given, n < DATE_LENGTH ? n : DATE_LENGTH);
    const char *rest = given + strlen(first) + strspn(given + strlen(first), " -");
    bool ok = strlen(first) == DATE_LENGTH && read_time_date(first, &draft->first_day);
    draft->last_day = draft->first_day;
    ok = ok && (rest[0] == '\0' || (strlen(rest) == DATE_LENGTH &&
                                    read_time_date(rest, &draft->last_day)));
    draft->dated = ok && draft->last_day >= draft->first_day &&
                   draft->last_day - draft->first_day < MOST_ASKED_DAYS;
    return draft->dated ||
           complain(m, "--date", given, "a date such as 2026-05-14, or two with ' - ' between them");
}

/* ---- days ------------------------------------------------------------------ */

static void add_day(struct maker *m, int32_t day_number)
{
    for (size_t i = 0; i < m->days.n; i++) {
        if (m->days.v[i].day_number == day_number) {
            return;
        }
    }
    struct draft_day day = {.day_number = day_number};
    vec_push(&m->days, day);
}

static int compare_days(const void *a, const void *b)
{
    const struct draft_day *x = a, *y = b;
    return (x->day_number > y->day_number) - (x->day_number < y->day_number);
}

static int32_t usual_length(const struct maker *m)
{
    int32_t sum_min = 0;
    for (size_t i = 0; i < m->asked.n; i++) {
        sum_min += m->asked.v[i].to_min - m->asked.v[i].from_min;
    }
    return sum_min > 0 ? sum_min : USUAL_TO_MIN - USUAL_FROM_MIN;
}

/* So many that all talks find a place. */
static void make_up_days(struct maker *m)
{
    struct import *import = m->draft->import;
    int32_t first;
    (void)calendar_day_number(MADE_UP_YEAR, 1, 1, &first);
    int64_t a_day_min = (int64_t)usual_length(m) * (int64_t)m->draft->rooms.n * USED_PERCENT / 100;
    int64_t n = m->unplaced_min / (a_day_min > 0 ? a_day_min : 1) + 1;
    n = n > MOST_MADE_DAYS ? MOST_MADE_DAYS : n;
    for (int32_t i = 0; i < n; i++) {
        add_day(m, first + i);
    }
    faults_add(&import->faults, FAULT_MADE_UP, SRC_NOWHERE, look,
               "no day is said: %d day%s from %s on %s made up", (int)n, n == 1 ? "" : "s",
               import_date(import->arena, first), n == 1 ? "is" : "are");
    import_add_note(import, "Made up: the dates. Put in the right ones.");
}

static void find_days(struct maker *m)
{
    const struct published *published = m->published;
    const struct draft *draft = m->draft;
    for (int32_t day = draft->first_day; draft->dated && day <= draft->last_day; day++) {
        add_day(m, day);
    }
    for (size_t i = 0; i < published->windows.n; i++) {
        add_day(m, published->windows.v[i].day_number);
    }
    for (size_t i = 0; i < published->events.n; i++) {
        add_day(m, published->events.v[i].day_number);
    }
    for (size_t r = 0; r < draft->rooms.n && !draft->dated; r++) {
        for (size_t i = 0; i < draft->rooms.v[r]->open.n; i++) {
            add_day(m, draft->rooms.v[r]->open.v[i].day_number);
        }
    }
    for (size_t i = 0; i < published->breaks.n && m->days.n == 0; i++) {
        add_day(m, published->breaks.v[i].day_number);
    }
    if (m->days.n == 0) {
        make_up_days(m);
    }
    qsort(m->days.v, m->days.n, sizeof(*m->days.v), compare_days);
}

/* ---- hours of a day -------------------------------------------------------- */

static bool is_whole_day(const struct draft_span *span)
{
    return span->from_min == 0 && span->to_min >= DAY_MIN - 1;
}

static void widen(struct draft_span *hull, int32_t from_min, int32_t to_min)
{
    hull->from_min = from_min < hull->from_min ? from_min : hull->from_min;
    hull->to_min = to_min > hull->to_min ? to_min : hull->to_min;
}

/* From the first to the last that goes on in any room; of no length: nothing does. */
static struct draft_span hull_of_day(const struct maker *m, int32_t day_number, bool *of_rooms)
{
    struct draft_span hull = {day_number, LATEST_MIN, 0};
    *of_rooms = false;
    for (size_t i = 0; i < m->published->windows.n; i++) {
        const struct published_window *window = &m->published->windows.v[i];
        if (window->day_number == day_number) {
            widen(&hull, window->from_min, window->to_min);
        }
    }
    for (size_t r = 0; r < m->draft->rooms.n; r++) {
        const struct draft_spans *open = &m->draft->rooms.v[r]->open;
        for (size_t i = 0; i < open->n; i++) {
            if (open->v[i].day_number == day_number && !is_whole_day(&open->v[i])) {
                widen(&hull, open->v[i].from_min, open->v[i].to_min);
                *of_rooms = true;
            }
        }
    }
    return hull;
}

static void say_usual(struct maker *m)
{
    struct import *import = m->draft->import;
    if (!m->said_usual) {
        faults_add(&import->faults, FAULT_MADE_UP, SRC_NOWHERE, look,
                   "no hours are said: 09:00-18:00 is made up");
        import_add_note(import, "Made up: the hours. Breaks are not in them yet.");
    }
    m->said_usual = true;
}

static void make_hours(struct maker *m, struct draft_day *day)
{
    struct draft_spans hours = {0};
    bool of_rooms;
    struct draft_span hull = hull_of_day(m, day->day_number, &of_rooms);
    for (size_t i = 0; i < m->asked.n; i++) {
        struct draft_span span = m->asked.v[i];
        span.day_number = day->day_number;
        vec_push(&hours, span);
    }
    if (hours.n == 0 && !of_rooms && (hull.to_min == 0 || m->unplaced_min > 0)) {
        say_usual(m);
        widen(&hull, USUAL_FROM_MIN, USUAL_TO_MIN);
    }
    if (hours.n == 0) {
        vec_push(&hours, hull);
    }
    day->hours = vec_to_arena(&hours, m->draft->import->arena);
    day->n_hours = hours.n;
    vec_free(&hours);
}

/* ---- hours of rooms -------------------------------------------------------- */

static const struct draft_day *find_day(const struct maker *m, int32_t day_number)
{
    for (size_t i = 0; i < m->days.n; i++) {
        if (m->days.v[i].day_number == day_number) {
            return &m->days.v[i];
        }
    }
    return NULL;
}

static void add_hours(struct draft_spans *spans, const struct draft_day *day)
{
    for (size_t i = 0; i < day->n_hours; i++) {
        vec_push(spans, day->hours[i]);
    }
}

/* What the files say, but nobody means whole days. */
static void take_open(struct maker *m, const struct draft_room *room, struct draft_spans *spans)
{
    for (size_t i = 0; i < room->open.n; i++) {
        const struct draft_span *span = &room->open.v[i];
        const struct draft_day *day = find_day(m, span->day_number);
        if (day == NULL) {
            continue;
        }
        if (!is_whole_day(span)) {
            vec_push(spans, *span);
            continue;
        }
        add_hours(spans, day);
        if (!m->said_whole_days) {
            faults_add(&m->draft->import->faults, FAULT_CHANGED, SRC_NOWHERE, look,
                       "'%s' and perhaps other rooms are open for whole days: only the usual hours "
                       "are taken",
                       room->name);
        }
        m->said_whole_days = true;
    }
}

static void take_placed(struct maker *m, const struct draft_room *room, struct draft_spans *spans)
{
    for (size_t i = 0; i < m->published->windows.n; i++) {
        const struct published_window *window = &m->published->windows.v[i];
        if (strcmp(window->room, room->name) == 0) {
            struct draft_span span = {window->day_number, window->from_min, window->to_min};
            vec_push(spans, span);
        }
    }
}

static void fill_room(struct maker *m, const struct draft_room *room, struct draft_hours *hours,
                      struct draft_spans *spans)
{
    if (room->open.n > 0) {
        hours->uniform = false;
        take_open(m, room, spans);
    } else if (m->unplaced_min == 0 && m->published->windows.n > 0 && m->asked.n == 0) {
        hours->uniform = false;
        take_placed(m, room, spans);
    } else {
        for (size_t i = 0; i < m->days.n; i++) {
            add_hours(spans, &m->days.v[i]);
        }
        size_t n = spans->n;
        take_placed(m, room, spans);
        hours->uniform = hours->uniform && (n == spans->n || m->asked.n == 0);
    }
    draft_hours_merge(spans);
}

bool draft_hours_make(struct draft *draft, const struct published *published, int64_t unplaced_min,
                      struct draft_hours *hours)
{
    struct maker m = {.draft = draft, .published = published, .unplaced_min = unplaced_min};
    bool ok = read_dates(&m) && read_hours(&m);
    if (ok) {
        find_days(&m);
        for (size_t i = 0; i < m.days.n; i++) {
            make_hours(&m, &m.days.v[i]);
        }
        hours->uniform = true;
        hours->of_rooms =
            arena_array(draft->import->arena, draft->rooms.n, sizeof(*hours->of_rooms));
        for (size_t r = 0; r < draft->rooms.n; r++) {
            fill_room(&m, draft->rooms.v[r], hours, &hours->of_rooms[r]);
        }
        hours->days = vec_to_arena(&m.days, draft->import->arena);
        hours->n_days = m.days.n;
    }
    vec_free(&m.asked);
    vec_free(&m.days);
    return ok;
}
