#include "exchange/read_pins.h"

#include "base/strmap.h"
#include "base/vec.h"
#include "exchange/pins_ignored.h"
#include "input/csv.h"
#include "output/read_time.h"

#include <string.h>
#include <strings.h>

enum { FILE_BYTES_MAX = 16 * 1024 * 1024 };

enum column { COLUMN_ID, COLUMN_TITLE, COLUMN_DATE, COLUMN_START, COLUMN_ROOM, COLUMNS };

static const char *const column_words[COLUMNS] = {"id", "title", "date", "start", "room"};

/* In titles: several events have that one. */
static const uint32_t ambiguous = UINT32_MAX - 1;

struct reader {
    struct arena *arena;
    const struct problem *problem;
    const struct timetable *previous;
    struct diag_list *diags;
    struct csv csv;
    size_t at[COLUMNS]; /* which field; SIZE_MAX: there is none */
    struct strmap ids, titles, rooms;
    struct src_span *seen; /* [n_events]; line 0: not yet */
    VEC(struct pin_request) found;
    struct pins_ignored ignored;
};

/* ---- names ---------------------------------------------------------------------------------- */

static void index_names(struct reader *reader)
{
    const struct problem *problem = reader->problem;
    struct strmap several = {0}, once = {0};
    for (uint32_t e = 0; e < problem->n_events; e++) {
        (void)strmap_add(&reader->ids, problem->events[e].id, e);
        if (!strmap_add(&once, problem->events[e].title, e)) {
            (void)strmap_add(&several, problem->events[e].title, e);
        }
    }
    for (uint32_t e = 0; e < problem->n_events; e++) {
        const char *title = problem->events[e].title;
        bool one = strmap_find(&several, title) == STRMAP_NONE;
        (void)strmap_add(&reader->titles, title, one ? e : ambiguous);
    }
    for (uint32_t r = 0; r < problem->n_rooms; r++) {
        (void)strmap_add(&reader->rooms, problem->rooms[r].id, r);
    }
    for (uint32_t r = 0; r < problem->n_rooms; r++) {
        (void)strmap_add(&reader->rooms, problem->rooms[r].name, r);
    }
    strmap_free(&several);
    strmap_free(&once);
}

/* The cell of the row; NULL when it is empty or not there. */
static const struct csv_field *cell(const struct reader *reader, enum column column)
{
    size_t at = reader->at[column];
    const struct csv_field *field = at < reader->csv.n_fields ? &reader->csv.fields[at] : NULL;
    return field != NULL && field->text[0] != '\0' ? field : NULL;
}

static bool complain_event(struct reader *reader, const struct csv_field *id,
                           const struct csv_field *title)
{
    const struct problem *problem = reader->problem;
    size_t n = 2 * (size_t)problem->n_events;
    const char **names = arena_array(reader->arena, n, sizeof(*names));
    for (uint32_t e = 0; e < problem->n_events; e++) {
        names[e] = problem->events[e].id;
        names[problem->n_events + e] = problem->events[e].title;
    }
    const struct csv_field *said = id != NULL ? id : title;
    bool twice = title != NULL && strmap_find(&reader->titles, title->text) == ambiguous;
    if (twice) {
        diag_error(reader->diags, DIAG_PINS_EVENT_UNKNOWN, title->at,
                   "several events of the problem are titled '%s'", title->text);
        diag_hint(reader->diags, "a column `id` can say which one is meant");
        return false;
    }
    diag_error(reader->diags, DIAG_PINS_EVENT_UNKNOWN, said->at, "the problem has no event '%s'",
               said->text);
    diag_suggest(reader->diags, said->text, names, n);
    return false;
}

static bool find_event(struct reader *reader, uint32_t *event)
{
    const struct csv_field *id = cell(reader, COLUMN_ID), *title = cell(reader, COLUMN_TITLE);
    if (id == NULL && title == NULL) {
        diag_error(reader->diags, DIAG_PINS_EVENT_UNKNOWN, reader->csv.fields[0].at,
                   "the row says neither `id` nor `title`");
        return false;
    }
    *event = id != NULL ? strmap_find(&reader->ids, id->text) : STRMAP_NONE;
    if (*event == STRMAP_NONE && title != NULL) {
        *event = strmap_find(&reader->titles, title->text);
    }
    return (*event != STRMAP_NONE && *event != ambiguous) || complain_event(reader, id, title);
}

static bool find_room(struct reader *reader, const struct csv_field *field, uint32_t *room)
{
    const struct problem *problem = reader->problem;
    *room = strmap_find(&reader->rooms, field->text);
    if (*room != STRMAP_NONE) {
        return true;
    }
    const char **names = arena_array(reader->arena, problem->n_rooms, sizeof(*names));
    for (uint32_t r = 0; r < problem->n_rooms; r++) {
        names[r] = problem->rooms[r].name;
    }
    diag_error(reader->diags, DIAG_PINS_ROOM_UNKNOWN, field->at, "the problem has no room '%s'",
               field->text);
    diag_suggest(reader->diags, field->text, names, problem->n_rooms);
    return false;
}

/* ---- times ---------------------------------------------------------------------------------- */

static bool complain_time(struct reader *reader, const struct csv_field *field, const char *what,
                          const char *hint)
{
    diag_error(reader->diags, DIAG_PINS_TIME, field->at, "not a %s: '%s'", what, field->text);
    diag_hint(reader->diags, "%s", hint);
    return false;
}

/* Up to `most` digits at *text; false: there are none. */
static bool take_digits(const char **text, size_t most, int32_t *number)
{
    size_t n = strspn(*text, "0123456789");
    *number = 0;
    for (size_t i = 0; i < n && n <= most; i++) {
        *number = *number * 10 + ((*text)[i] - '0');
    }
    *text += n;
    return n > 0 && n <= most;
}

/* "2013-10-24" or "24.10.2013". With strokes, months and days come in either order. */
static bool read_date(struct reader *reader, const struct csv_field *field, int32_t *day_number)
{
    static const char hint[] = "write it as 2026-05-14 or 14.05.2026";
    const char *text = field->text;
    int32_t year, month, day;
    if (strchr(text, '/') != NULL) {
        return complain_time(reader, field, "date that has one meaning",
                             "day and month could be either; write it as 2026-05-14 or "
                             "14.05.2026");
    }
    bool dotted = take_digits(&text, 2, &day) && *text++ == '.' && take_digits(&text, 2, &month) &&
                  *text++ == '.' && strspn(text, "0123456789") == 4 &&
                  take_digits(&text, 4, &year) && *text == '\0';
    if (dotted) {
        return calendar_day_number(year, month, day, day_number) ||
               complain_time(reader, field, "date", "there is no such day");
    }
    bool plain = strlen(field->text) == 10 && read_time_date(field->text, day_number);
    return plain || complain_time(reader, field, "date", hint);
}

static bool read_clock(struct reader *reader, const struct csv_field *field, int32_t *minutes)
{
    return (read_time_clock(field->text, minutes) && *minutes < 24 * 60) ||
           complain_time(reader, field, "time of day", "write it as 9:30, 09:30 or 16:15");
}

/* The date may stand in a column of its own, or with the start; of one day it may be left out. */
static bool read_start(struct reader *reader, int32_t *start_min)
{
    const struct problem *problem = reader->problem;
    const struct csv_field *date = cell(reader, COLUMN_DATE), *start = cell(reader, COLUMN_START);
    int32_t day_number, minutes;
    *start_min = CALENDAR_NO_TIME;
    if (start == NULL || read_time_iso(&problem->zone, start->text, start_min)) {
        return true;
    }
    if (date == NULL && problem->n_days != 1) {
        diag_error(reader->diags, DIAG_PINS_TIME, start->at, "the start '%s' has no date",
                   start->text);
        diag_hint(reader->diags, "add it in a column `date`, as 2026-05-14");
        return false;
    }
    day_number = problem->n_days > 0 ? problem->days[0].day_number : 0;
    if ((date != NULL && !read_date(reader, date, &day_number)) ||
        !read_clock(reader, start, &minutes)) {
        return false;
    }
    return calendar_time(&problem->zone, day_number, minutes, start_min) != CALENDAR_SKIPPED ||
           diag_error(reader->diags, DIAG_PINS_TIME, start->at,
                      "clocks go forward over '%s' on that day: it does not exist", start->text);
}

/* ---- rows ----------------------------------------------------------------------------------- */

static struct src_span row_span(const struct reader *reader)
{
    return (struct src_span){reader->csv.fields[0].at.from,
                             reader->csv.fields[reader->csv.n_fields - 1].at.to};
}

static bool is_empty(const struct csv *csv)
{
    for (size_t i = 0; i < csv->n_fields; i++) {
        if (csv->fields[i].text[0] != '\0') {
            return false;
        }
    }
    return true;
}

static void check_fixed(struct reader *reader, const struct event *event, int32_t start_min)
{
    const struct csv_field *room = cell(reader, COLUMN_ROOM), *start = cell(reader, COLUMN_START);
    const struct csv_field *at = NULL;
    if (start_min != CALENDAR_NO_TIME && start_min != event->fixed_start_min) {
        at = start;
    } else if (room != NULL && event->fixed_room.v != ID_NONE &&
               strmap_find(&reader->rooms, room->text) != event->fixed_room.v) {
        at = room;
    }
    if (at != NULL) {
        diag_warn(reader->diags, DIAG_PINS_FIXED, at->at,
                  "'%s' is fixed elsewhere, and stays there", event->title);
        diag_note(reader->diags, event->at, "the event is given here");
    }
}

/* The same clock on the same day: in the hour that clocks repeat, a row cannot say which one. */
static bool is_same_clock(const struct problem *problem, int32_t a_min, int32_t b_min)
{
    struct local_time a = calendar_local(&problem->zone, a_min);
    struct local_time b = calendar_local(&problem->zone, b_min);
    return a.day == b.day && a.month == b.month && a.year == b.year && a.hour == b.hour &&
           a.minute == b.minute;
}

/* Whether all that is said is so already. */
static bool is_as_before(const struct reader *reader, uint32_t event, const struct pin *pin)
{
    const struct assignment *was = reader->previous == NULL ? NULL : &reader->previous->v[event];
    return was != NULL && was->placed &&
           (pin->start_min == CALENDAR_NO_TIME ||
            is_same_clock(reader->problem, pin->start_min, was->start_min)) &&
           (pin->room.v == ID_NONE || pin->room.v == was->room.v);
}

static bool note_seen(struct reader *reader, uint32_t event)
{
    if (reader->seen[event].from.line > 0) {
        diag_error(reader->diags, DIAG_PINS_EVENT_TWICE, row_span(reader),
                   "'%s' is in the file twice", reader->problem->events[event].title);
        diag_note(reader->diags, reader->seen[event], "the first time is here");
        return false;
    }
    reader->seen[event] = row_span(reader);
    return true;
}

static void read_row(struct reader *reader)
{
    uint32_t e;
    struct pin pin = {CALENDAR_NO_TIME, {ID_NONE}};
    if (!find_event(reader, &e) || !note_seen(reader, e)) {
        return;
    }
    const struct event *event = &reader->problem->events[e];
    bool ok = read_start(reader, &pin.start_min);
    const struct assignment *was = reader->previous == NULL ? NULL : &reader->previous->v[e];
    pins_ignored_compare(&reader->ignored, reader->arena, &reader->csv, reader->problem,
                         (struct event_id){e}, pin.start_min,
                         was != NULL && was->placed ? was->start_min : CALENDAR_NO_TIME);
    if (event->fixed) {
        if (ok) {
            check_fixed(reader, event, pin.start_min);
        }
        return;
    }
    const struct csv_field *room = cell(reader, COLUMN_ROOM);
    ok = (room == NULL || find_room(reader, room, &pin.room.v)) && ok;
    bool asks = pin.start_min != CALENDAR_NO_TIME || pin.room.v != ID_NONE;
    if (ok && asks && !is_as_before(reader, e, &pin)) {
        struct pin_request request = {{e}, pin, row_span(reader)};
        vec_push(&reader->found, request);
    }
}

static bool read_header(struct reader *reader)
{
    struct csv *csv = &reader->csv;
    csv_guess_separator(csv);
    if (!csv_read_row(csv, reader->diags)) {
        return reader->diags->errors > 0
                   ? false
                   : diag_error(reader->diags, DIAG_PINS_HEADER,
                                (struct src_span){{csv->file, 1, 1}, {csv->file, 1, 1}},
                                "the file has no line");
    }
    for (int c = 0; c < COLUMNS; c++) {
        reader->at[c] = SIZE_MAX;
        for (size_t i = csv->n_fields; i-- > 0;) {
            bool is = strcasecmp(csv->fields[i].text, column_words[c]) == 0;
            if (is && reader->at[c] != SIZE_MAX) {
                return diag_error(reader->diags, DIAG_PINS_HEADER, csv->fields[reader->at[c]].at,
                                  "two columns are called '%s'", column_words[c]);
            }
            reader->at[c] = is ? i : reader->at[c];
        }
    }
    bool named = reader->at[COLUMN_ID] != SIZE_MAX || reader->at[COLUMN_TITLE] != SIZE_MAX;
    bool placed = reader->at[COLUMN_START] != SIZE_MAX || reader->at[COLUMN_ROOM] != SIZE_MAX;
    if (!named || !placed) {
        diag_error(reader->diags, DIAG_PINS_HEADER, row_span(reader), "no column is called %s",
                   named ? "'start' or 'room'" : "'id' or 'title'");
        diag_hint(reader->diags,
                  "begin with a line such as id,date,start,room; `confab render` writes one");
    }
    return named && placed;
}

/* ---- the file ------------------------------------------------------------------------------- */

bool read_pins(struct arena *arena, struct source_set *sources, const char *name,
               const struct problem *problem, const struct timetable *previous,
               struct diag_list *diags, struct pin_requests *requests)
{
    struct reader reader = {
        .arena = arena, .problem = problem, .previous = previous, .diags = diags};
    uint32_t errors = diags->errors;
    *requests = (struct pin_requests){0};
    uint32_t file;
    if (!diag_read_source(diags, sources, name, FILE_BYTES_MAX, &file)) {
        return false;
    }
    reader.csv = csv_open(arena, sources, file);
    reader.seen = arena_array(arena, problem->n_events, sizeof(*reader.seen));
    if (read_header(&reader)) {
        index_names(&reader);
        reader.ignored = pins_ignored_create(&reader.csv);
        while (csv_read_row(&reader.csv, diags)) {
            if (!is_empty(&reader.csv)) {
                read_row(&reader);
            }
        }
        pins_ignored_tell(&reader.ignored, diags);
    }
    requests->v = vec_to_arena(&reader.found, arena);
    requests->n = (uint32_t)reader.found.n;
    strmap_free(&reader.ids);
    strmap_free(&reader.titles);
    strmap_free(&reader.rooms);
    vec_free(&reader.found);
    return diags->errors == errors;
}
