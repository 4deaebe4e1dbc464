/* The days of a conference, and when its rooms are open: what the files say of rooms, else of what
 * is placed already, else something usual that is said to be made up. */
#include "import/draft_write.h"
#include "output/strbuf.h"

#include <stdlib.h>
#include <string.h>

enum {
    DAY_MIN = 24 * 60,
    LATEST_MIN = 48 * 60,
    USUAL_FROM_MIN = 9 * 60,
    USUAL_TO_MIN = 18 * 60,
    MOST_MADE_DAYS = 14,
    USED_PERCENT = 80, /* of rooms' time, so that there is a timetable */
    MADE_UP_YEAR = 2030,
    MOST_NAMED = 10,
    NEAR_MIN = 60,
};

struct maker {
    struct draft *draft;
    const struct published *published;
    int64_t unplaced_min;
    struct draft_spans asked; /* --hours; of day 0 */
    const char *look;         /* what to do about what is made up */
    VEC(struct draft_day) days;
    struct strbuf whole_days, beside; /* rooms, and what is placed outside the usual hours */
    uint32_t n_whole_days, n_beside;
    bool made_usual;
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
    faults_add(&import->faults, FAULT_ASSUMED, SRC_NOWHERE, m->look,
               "no day is said: %d day%s from %s on %s made up", (int)n, n == 1 ? "" : "s",
               import_date(import->arena, first), n == 1 ? "is" : "are");
    import_add_note(import, "Made up: the dates. Put in the right ones.");
}

static void widen_days(const struct draft_spans *spans, int32_t *first, int32_t *last)
{
    for (size_t i = 0; i < spans->n; i++) {
        int32_t day_number = spans->v[i].day_number;
        if (day_number != DRAFT_EACH_DAY) {
            *first = day_number < *first ? day_number : *first;
            *last = day_number > *last ? day_number : *last;
        }
    }
}

/* When people say that they are there, or not: that is asked of the conference's days. */
static void take_peoples_days(struct maker *m)
{
    struct import *import = m->draft->import;
    int32_t first = INT32_MAX / 2, last = INT32_MIN / 2;
    for (size_t i = 0; i < m->draft->people.n; i++) {
        widen_days(&m->draft->people.v[i]->free, &first, &last);
        widen_days(&m->draft->people.v[i]->away, &first, &last);
    }
    if (first > last || last - first >= MOST_MADE_DAYS) {
        return;
    }
    for (int32_t day = first; day <= last; day++) {
        add_day(m, day);
    }
    faults_add(&import->faults, FAULT_ASSUMED, SRC_NOWHERE, m->look,
               first == last ? "no day is said: the one that people name, %s, is taken"
                             : "no day is said: those that people name, from %s to %s, are taken",
               import_date(import->arena, first), import_date(import->arena, last));
    import_add_note(import, "Made up: the dates, of what people said. Put in the right ones.");
}

/* Of what is placed; what begins after a day's midnight makes no day of that alone. */
static void take_placed_days(struct maker *m)
{
    const struct published *published = m->published;
    for (int late = 0; late < 2 && m->days.n == 0; late++) {
        for (size_t i = 0; i < published->windows.n; i++) {
            if (late > 0 || published->windows.v[i].from_min < DAY_MIN) {
                add_day(m, published->windows.v[i].day_number);
            }
        }
        for (size_t i = 0; i < published->events.n; i++) {
            if (late > 0 || published->events.v[i].from_min < DAY_MIN) {
                add_day(m, published->events.v[i].day_number);
            }
        }
    }
}

static void find_days(struct maker *m)
{
    const struct published *published = m->published;
    const struct draft *draft = m->draft;
    for (int32_t day = draft->first_day; draft->dated && day <= draft->last_day; day++) {
        add_day(m, day);
    }
    if (m->days.n == 0) {
        take_placed_days(m);
    }
    for (size_t r = 0; r < draft->rooms.n && !draft->dated; r++) {
        for (size_t i = 0; i < draft->rooms.v[r]->open.n; i++) {
            int32_t day_number = draft->rooms.v[r]->open.v[i].day_number;
            if (day_number != DRAFT_EACH_DAY) {
                add_day(m, day_number);
            }
        }
    }
    for (size_t i = 0; i < published->breaks.n && m->days.n == 0; i++) {
        add_day(m, published->breaks.v[i].day_number);
    }
    if (m->days.n == 0) {
        take_peoples_days(m);
    }
    if (m->days.n == 0) {
        make_up_days(m);
    }
    if (m->days.n > 0) {
        qsort(m->days.v, m->days.n, sizeof(*m->days.v), compare_days);
    }
}

/* ---- hours of a day -------------------------------------------------------- */

static bool is_whole_day(const struct draft_span *span)
{
    return span->from_min == 0 && span->to_min >= DAY_MIN - 1;
}

static void add_span(struct draft_spans *spans, int32_t day_number, int32_t from_min,
                     int32_t to_min)
{
    struct draft_span span = {day_number, from_min, to_min};
    vec_push(spans, span);
}

/* When rooms are open that day, by what the files say; where none is said to be, from the first to
 * the last that goes on in any. While some talk has no place, what is placed says nothing of other
 * rooms: one evening event would open them all. */
static void find_hours(const struct maker *m, int32_t day_number, struct draft_spans *hours)
{
    for (size_t r = 0; r < m->draft->rooms.n; r++) {
        const struct draft_spans *open = &m->draft->rooms.v[r]->open;
        for (size_t i = 0; i < open->n; i++) {
            int32_t of = open->v[i].day_number;
            if ((of == day_number || of == DRAFT_EACH_DAY) && !is_whole_day(&open->v[i])) {
                add_span(hours, day_number, open->v[i].from_min, open->v[i].to_min);
            }
        }
    }
    struct draft_span hull = {day_number, LATEST_MIN, 0};
    for (size_t i = 0; i < m->published->windows.n && m->unplaced_min == 0; i++) {
        const struct published_window *window = &m->published->windows.v[i];
        if (window->day_number == day_number) {
            hull.from_min = window->from_min < hull.from_min ? window->from_min : hull.from_min;
            hull.to_min = window->to_min > hull.to_min ? window->to_min : hull.to_min;
        }
    }
    if (hull.from_min < hull.to_min) {
        vec_push(hours, hull);
    }
    draft_hours_merge(hours);
}

static void make_hours(struct maker *m, struct draft_day *day)
{
    struct draft_spans hours = {0};
    for (size_t i = 0; i < m->asked.n; i++) {
        add_span(&hours, day->day_number, m->asked.v[i].from_min, m->asked.v[i].to_min);
    }
    if (hours.n == 0) {
        find_hours(m, day->day_number, &hours);
    }
    if (hours.n == 0) {
        m->made_usual = true;
        add_span(&hours, day->day_number, USUAL_FROM_MIN, USUAL_TO_MIN);
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

/* One more of a list of which the first are named. */
static void note(struct strbuf *list, uint32_t *n, const char *text)
{
    if ((*n)++ < MOST_NAMED) {
        strbuf_print(list, "%s%s", list->n > 0 ? ", " : "", text);
    }
}

static const char *noted(struct maker *m, struct strbuf *list, uint32_t n)
{
    struct arena *arena = m->draft->import->arena;
    const char *text = strbuf_finish(list, arena);
    return n > MOST_NAMED ? arena_print(arena, "%s and %u more", text, n - MOST_NAMED) : text;
}

/* What the files say, but nobody means whole days. */
static void take_open(struct maker *m, const struct draft_room *room, struct draft_spans *spans)
{
    bool whole = false;
    for (size_t i = 0; i < room->open.n; i++) {
        const struct draft_span *span = &room->open.v[i];
        for (size_t k = 0; span->day_number == DRAFT_EACH_DAY && k < m->days.n; k++) {
            add_span(spans, m->days.v[k].day_number, span->from_min, span->to_min);
        }
        const struct draft_day *day = find_day(m, span->day_number);
        if (day == NULL) {
            continue;
        }
        if (!is_whole_day(span)) {
            vec_push(spans, *span);
            continue;
        }
        add_hours(spans, day);
        whole = true;
    }
    if (whole) {
        note(&m->whole_days, &m->n_whole_days,
             arena_print(m->draft->import->arena, "'%.100s'", room->name));
    }
}

static void take_windows(struct maker *m, const struct draft_room *room, struct draft_spans *spans)
{
    for (size_t i = 0; i < m->published->windows.n; i++) {
        const struct published_window *window = &m->published->windows.v[i];
        if (strcmp(window->room, room->name) == 0) {
            add_span(spans, window->day_number, window->from_min, window->to_min);
        }
    }
}

/* Whether it is in hours that the room has. */
static bool is_open(const struct draft_spans *spans, const struct draft_span *span)
{
    for (size_t i = 0; i < spans->n; i++) {
        const struct draft_span *other = &spans->v[i];
        if (other->day_number == span->day_number && other->from_min <= span->from_min &&
            span->to_min <= other->to_min) {
            return true;
        }
    }
    return false;
}

/* What is placed in the room outside of its hours opens it then; of two that are near each other,
 * between them, too. */
static void take_placed(struct maker *m, const struct draft_room *room, struct draft_spans *spans)
{
    struct draft_spans own = {0};
    for (size_t i = 0; i < m->published->events.n; i++) {
        const struct published_event *event = &m->published->events.v[i];
        struct draft_span span = {event->day_number, event->from_min, event->to_min};
        if (!event->is_fixed && strcmp(event->room, room->name) == 0 && !is_open(spans, &span)) {
            vec_push(&own, span);
        }
    }
    draft_hours_merge(&own);
    for (size_t i = 0; own.v != NULL && i < own.n; i++) {
        struct draft_span *next = i + 1 < own.n ? &own.v[i + 1] : NULL;
        if (next != NULL && next->day_number == own.v[i].day_number &&
            next->from_min - own.v[i].to_min <= NEAR_MIN) {
            next->from_min = own.v[i].from_min;
            continue;
        }
        vec_push(spans, own.v[i]);
        struct arena *arena = m->draft->import->arena;
        note(&m->beside, &m->n_beside,
             arena_print(arena, "%s %s in '%.100s'", import_date(arena, own.v[i].day_number),
                         import_span(arena, own.v[i].from_min, own.v[i].to_min), room->name));
    }
    vec_free(&own);
}

static bool is_usual(const struct maker *m, const struct draft_spans *spans)
{
    size_t n = 0;
    bool same = true;
    for (size_t i = 0; i < m->days.n; i++) {
        const struct draft_day *day = &m->days.v[i];
        for (size_t k = 0; k < day->n_hours; k++, n++) {
            same = same && n < spans->n && compare_spans(&spans->v[n], &day->hours[k]) == 0 &&
                   spans->v[n].to_min == day->hours[k].to_min;
        }
    }
    return same && n == spans->n;
}

static void fill_room(struct maker *m, const struct draft_room *room, struct draft_hours *hours,
                      struct draft_spans *spans)
{
    bool own = true;
    if (room->open.n > 0) {
        take_open(m, room, spans);
    } else if (m->unplaced_min == 0 && m->published->windows.n > 0 && m->asked.n == 0) {
        take_windows(m, room, spans);
    } else {
        for (size_t i = 0; i < m->days.n; i++) {
            add_hours(spans, &m->days.v[i]);
        }
        take_placed(m, room, spans);
        own = false;
    }
    draft_hours_merge(spans);
    hours->uniform = hours->uniform && !own && is_usual(m, spans);
}

/* What was made up, once all is known of it. */
static void say_hours(struct maker *m)
{
    struct import *import = m->draft->import;
    if (m->made_usual) {
        faults_add(&import->faults, FAULT_ASSUMED, SRC_NOWHERE, m->look,
                   "no hours are said: 09:00-18:00 is made up%s%s",
                   m->n_beside > 0 ? ", and what is placed at other times has its own: " : "",
                   m->n_beside > 0 ? noted(m, &m->beside, m->n_beside) : "");
        import_add_note(import, "Made up: the hours. See that breaks are there, too.");
    } else if (m->n_beside > 0) {
        faults_add(&import->faults, FAULT_READ_AS, SRC_NOWHERE, NULL,
                   "what is placed outside of the hours opens its room: %s",
                   noted(m, &m->beside, m->n_beside));
    }
    if (m->n_whole_days > 0) {
        faults_add(&import->faults, FAULT_READ_AS, SRC_NOWHERE, m->look,
                   "%s %s open for whole days: only the usual hours are taken",
                   noted(m, &m->whole_days, m->n_whole_days), m->n_whole_days == 1 ? "is" : "are");
    }
}

/* Some night goes on into the next day's hours: as hours, they would overlap. */
static bool have_long_night(const struct maker *m)
{
    for (size_t i = 1; i < m->days.n; i++) {
        const struct draft_day *last = &m->days.v[i - 1], *next = &m->days.v[i];
        int32_t days = next->day_number - last->day_number;
        if (last->hours[last->n_hours - 1].to_min > days * DAY_MIN + next->hours[0].from_min) {
            return true;
        }
    }
    return false;
}

/* Nothing is hinted that has been given. */
static const char *find_hint(const struct maker *m)
{
    const struct import_options *options = m->draft->import->options;
    bool date = options->date != NULL, hours = options->hours != NULL;
    return date && hours ? NULL
           : date        ? "give them with --hours, or change the file"
           : hours       ? "give them with --date, or change the file"
                         : "give them with --date and --hours, or change the file";
}

void draft_hours_make(struct draft *draft, const struct published *published, int64_t unplaced_min,
                      struct draft_hours *hours)
{
    struct maker m = {.draft = draft, .published = published, .unplaced_min = unplaced_min};
    draft_options_dates(draft);
    (void)draft_options_hours(draft->import, &m.asked);
    m.look = find_hint(&m);
    find_days(&m);
    for (size_t i = 0; i < m.days.n; i++) {
        make_hours(&m, &m.days.v[i]);
    }
    hours->uniform = !have_long_night(&m);
    hours->of_rooms = arena_array(draft->import->arena, draft->rooms.n, sizeof(*hours->of_rooms));
    for (size_t r = 0; r < draft->rooms.n; r++) {
        fill_room(&m, draft->rooms.v[r], hours, &hours->of_rooms[r]);
    }
    say_hours(&m);
    hours->days = vec_to_arena(&m.days, draft->import->arena);
    hours->n_days = m.days.n;
    vec_free(&m.asked);
    vec_free(&m.days);
    strbuf_free(&m.beside);
    strbuf_free(&m.whole_days);
}
