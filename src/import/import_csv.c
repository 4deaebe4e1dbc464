/* Spreadsheets of talks, speakers and rooms, one table each, in whatever columns; also as JSON. */
#include "import/csv_columns.h"
#include "import/csv_people.h"
#include "import/csv_times.h"
#include "import/draft.h"
#include "import/nodes.h"
#include "import/words.h"
#include "output/read_time.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_COUNT = 1000000, DAY_MIN = 24 * 60, MOST_FEATURES = 50 };

/* A table that is about something. */
struct known {
    const struct table *table;
    struct csv_columns columns;
};

struct maker {
    struct import *import;
    struct draft draft;
    struct tables tables;
    VEC(struct known) known;
    const struct known *now; /* what is read, and its row */
    const struct table_row *row;
    bool has_asked_day;
    int32_t asked_day; /* of --date */
};

static const struct csv_field *cell(const struct maker *m, enum csv_column column)
{
    return csv_columns_cell(&m->now->columns, m->row, column);
}

static const char *text(const struct maker *m, enum csv_column column)
{
    const struct csv_field *field = cell(m, column);
    return field == NULL ? NULL : field->text;
}

/* "120", "120 seats"; -1: nothing. */
static int64_t count(struct maker *m, enum csv_column column)
{
    const struct csv_field *field = cell(m, column);
    if (field == NULL) {
        return -1;
    }
    size_t n = strspn(field->text, "0123456789");
    long long number = n > 0 && n < 9 ? strtoll(field->text, NULL, 10) : -1;
    if (number < 0 || number > MOST_COUNT) {
        faults_add(&m->import->faults, FAULT_SHAPE, field->at, NULL,
                   "not a number up to a million: '%.60s'", field->text);
        return -1;
    }
    return number;
}

/* ---- rooms and speakers ---------------------------------------------------- */

/* "projector, video" */
static void split(struct maker *m, const char *list, const char **parts, size_t *n, size_t most)
{
    for (const char *at = list; at != NULL && *n < most;) {
        size_t length = strcspn(at, ",;|\n");
        const char *part =
            import_clean(m->import->arena, arena_text(m->import->arena, at, length), 1000, false);
        if (part[0] != '\0') {
            parts[(*n)++] = part;
        }
        at = at[length] == '\0' ? NULL : at + length + 1;
    }
}

static void add_room(struct maker *m)
{
    const char *name = text(m, CSV_NAME);
    struct draft_room *room = name == NULL ? NULL : draft_room(&m->draft, name, name);
    if (room == NULL) {
        faults_add(&m->import->faults, FAULT_LEFT_OUT, m->row->cells[0].at, NULL,
                   "the row names no room: it is left out");
        return;
    }
    const char **features = arena_array(m->import->arena, MOST_FEATURES, sizeof(const char *));
    room->capacity = count(m, CSV_CAPACITY);
    split(m, text(m, CSV_FEATURES), features, &room->n_features, MOST_FEATURES);
    room->features = features;
    csv_times_spans(&m->draft, cell(m, CSV_AVAILABLE), &room->open);
}

static void add_absences(struct maker *m, struct draft_person *person)
{
    csv_times_spans(&m->draft, cell(m, CSV_AVAILABLE), &person->free);
    csv_times_spans(&m->draft, cell(m, CSV_UNAVAILABLE), &person->away);
}

static void add_person(struct maker *m)
{
    const char *name = text(m, CSV_NAME), *first = text(m, CSV_FIRST), *last = text(m, CSV_LAST);
    if (first != NULL && last != NULL) {
        name = arena_print(m->import->arena, "%s %s", first, last);
    }
    struct csv_people people = {0};
    struct csv_field field = {name, m->row->cells[0].at};
    csv_people_read(&m->draft, name == NULL ? NULL : &field, &people);
    if (people.n == 0) {
        faults_add(&m->import->faults, FAULT_LEFT_OUT, m->row->cells[0].at, NULL,
                   "the row names nobody: it is left out");
    }
    for (size_t i = 0; i < people.n; i++) {
        if (people.v[i]->affiliation == NULL) {
            people.v[i]->affiliation = text(m, CSV_AFFILIATION);
        }
        add_absences(m, people.v[i]);
    }
    vec_free(&people);
}

/* ---- talks ----------------------------------------------------------------- */

static void add_people(struct maker *m, struct draft_event *event)
{
    struct csv_people people = {0};
    csv_people_read(&m->draft, cell(m, CSV_PEOPLE), &people);
    for (size_t i = 0; i < people.n; i++) {
        draft_add_speaker(event, people.v[i]);
        add_absences(m, people.v[i]);
    }
    if (people.n == 1 && people.v[0]->affiliation == NULL) {
        people.v[0]->affiliation = text(m, CSV_AFFILIATION);
    }
    vec_free(&people);
}

static void add_length(struct maker *m, struct draft_event *event)
{
    const struct csv_field *field = cell(m, CSV_DURATION);
    event->duration_min = field == NULL ? 0 : words_minutes(field->text);
    if (field != NULL && event->duration_min == 0) {
        faults_add(&m->import->faults, FAULT_TIME, field->at, "write 45, 45 min, 0:45 or 1h30",
                   "not a length: '%.60s'", field->text);
    }
}

/* A date and a clock in one cell, or a clock alone and the date elsewhere. */
static bool read_moment(struct maker *m, const struct csv_field *field, int32_t *day,
                        int32_t *clock_min)
{
    struct arena *arena = m->import->arena;
    size_t n = strcspn(field->text, " T");
    const char *first = arena_text(arena, field->text, n);
    const struct csv_field *date = cell(m, CSV_DATE);
    if (csv_times_date(first, day)) {
        const char *rest = field->text + n + (field->text[n] != '\0');
        return csv_times_clock(arena, rest + strspn(rest, " "), clock_min);
    }
    if (date != NULL ? !csv_times_date(date->text, day) : !m->has_asked_day) {
        return false;
    }
    *day = date != NULL ? *day : m->asked_day;
    return csv_times_clock(arena, field->text, clock_min);
}

static bool read_time(struct maker *m, const struct csv_field *field, int32_t *time_min)
{
    int32_t day, clock_min;
    if (read_time_iso(&m->draft.zone, field->text, time_min) ||
        (read_moment(m, field, &day, &clock_min) &&
         calendar_time(&m->draft.zone, day, clock_min, time_min) != CALENDAR_SKIPPED)) {
        return draft_read_time(&m->draft,
                               calendar_print_iso(m->import->arena, &m->draft.zone, *time_min),
                               field->at, time_min);
    }
    faults_add(&m->import->faults, FAULT_TIME, field->at,
               "write 2026-05-14 09:00, or 09:00 and the date in a column of its own",
               "not a date and time: '%.60s'", field->text);
    return false;
}

static void add_place(struct maker *m, struct draft_event *event)
{
    const struct csv_field *start = cell(m, CSV_START), *end = cell(m, CSV_END);
    const char *name = text(m, CSV_ROOM);
    struct draft_place place = {m->row->cells[0].at, CALENDAR_NO_TIME, CALENDAR_NO_TIME, NULL,
                                NULL};
    place.room = name == NULL ? NULL : draft_room(&m->draft, name, name);
    if (start == NULL || !read_time(m, start, &place.start_min)) {
        return;
    }
    int32_t end_min;
    if (end != NULL && read_time(m, end, &end_min)) {
        /* A clock alone may be of the next morning. */
        end_min += end_min < place.start_min && end_min + DAY_MIN > place.start_min ? DAY_MIN : 0;
        place.end_min = end_min > place.start_min ? end_min : CALENDAR_NO_TIME;
    }
    vec_push(&event->places, place);
}

/* Rows of what is not held. */
static bool is_rejected(struct maker *m)
{
    static const char *const words[] = {"reject",    "declin", "withdr", "cancel",
                                        "abgelehnt", "zuruck", "draft",  NULL};
    const char *status = text(m, CSV_STATUS);
    return status != NULL && words_contains(m->import->arena, status, words);
}

static void add_labels(struct maker *m, struct draft_event *event)
{
    struct arena *arena = m->import->arena;
    const char *kind = text(m, CSV_KIND), *track = text(m, CSV_TRACK);
    const char *level = text(m, CSV_LEVEL), *language = text(m, CSV_LANGUAGE);
    const char *tags[MOST_FEATURES];
    size_t n = 0;
    if (kind != NULL && event->form != DRAFT_BREAK) {
        event->kind = draft_kind(&m->draft, kind, 0);
        event->duration_min = event->duration_min > 0 ? event->duration_min : words_minutes(kind);
    }
    event->track = track == NULL ? NULL : draft_track(&m->draft, track, track);
    event->level = level == NULL ? 0 : words_level(arena, level);
    if (language != NULL) {
        const char *code = words_language(arena, language);
        event->language = code != NULL ? code : language;
    }
    split(m, text(m, CSV_TAGS), tags, &n, MOST_FEATURES);
    for (size_t i = 0; i < n; i++) {
        vec_push(&event->tags, tags[i]);
    }
}

static void add_talk(struct maker *m)
{
    struct arena *arena = m->import->arena;
    const char *title = text(m, CSV_NAME), *kind = text(m, CSV_KIND);
    if (title == NULL || is_rejected(m)) {
        faults_add(&m->import->faults, FAULT_LEFT_OUT, m->row->cells[0].at, NULL,
                   title == NULL ? "the row has no title: it is left out"
                                 : "'%.200s' is not accepted: it is left out",
                   title);
        return;
    }
    bool is_break = (kind != NULL && words_is_break(arena, kind)) ||
                    (text(m, CSV_PEOPLE) == NULL && words_is_break(arena, title));
    struct draft_event *event =
        draft_event(&m->draft, is_break ? DRAFT_BREAK : DRAFT_TALK, title, m->row->cells[0].at);
    event->subtitle = text(m, CSV_SUBTITLE);
    event->abstract = text(m, CSV_ABSTRACT);
    event->url = text(m, CSV_URL);
    event->code = text(m, CSV_CODE);
    event->audience = count(m, CSV_AUDIENCE);
    event->votes = count(m, CSV_VOTES);
    add_people(m, event);
    add_length(m, event);
    add_labels(m, event);
    add_place(m, event);
}

/* ---- tables ---------------------------------------------------------------- */

static void read_rows(struct maker *m, enum csv_about about)
{
    for (size_t i = 0; i < m->known.n; i++) {
        m->now = &m->known.v[i];
        const struct table *table = m->now->table;
        for (size_t r = m->now->columns.header + 1;
             m->now->columns.about == about && r < table->rows.n; r++) {
            m->row = &table->rows.v[r];
            if (about == CSV_ROOMS) {
                add_room(m);
            } else if (about == CSV_SPEAKERS) {
                add_person(m);
            } else {
                add_talk(m);
            }
        }
    }
}

/* The one cell of a row above the header is what the spreadsheet is called. */
static const char *title_of(const struct maker *m)
{
    for (size_t i = 0; i < m->known.n; i++) {
        const struct known *known = &m->known.v[i];
        const struct table_row *row = &known->table->rows.v[0];
        size_t n = 0;
        for (size_t c = 0; c < row->n; c++) {
            n += row->cells[c].text[0] != '\0';
        }
        if (known->columns.header > 0 && n == 1 && row->cells[0].text[0] != '\0') {
            return row->cells[0].text;
        }
    }
    return NULL;
}

static void know_tables(struct maker *m)
{
    for (size_t i = 0; i < m->tables.n; i++) {
        const struct table *table = &m->tables.v[i];
        struct known known = {table, csv_columns_find(m->import->arena, table)};
        if (known.columns.about != CSV_NOTHING) {
            vec_push(&m->known, known);
        } else if (table->rows.n > 0 && table->rows.v[0].n > 0) {
            faults_add(&m->import->faults, FAULT_SHAPE, table->rows.v[0].cells[0].at,
                       "name a column title, speaker or room",
                       "what is in this table cannot be told: it is left out");
        }
    }
}

static bool read_tables(struct maker *m)
{
    bool talks = false;
    for (uint32_t i = 0; i < m->import->n_names; i++) {
        if (!table_read_file(m->import, m->import->names[i], &m->tables)) {
            return false;
        }
    }
    know_tables(m);
    for (size_t i = 0; i < m->known.n; i++) {
        const struct known *known = &m->known.v[i];
        talks = talks || (known->columns.about == CSV_TALKS &&
                          known->table->rows.n > known->columns.header + 1);
    }
    if (!talks) {
        (void)diag_error(m->import->diags, DIAG_IMPORT_SHAPE, SRC_NOWHERE,
                         "no file is a table of talks");
        diag_hint(m->import->diags,
                  "its first line names the columns, as title,speaker,duration,track");
    }
    return talks;
}

bool import_csv(struct import *import)
{
    struct maker m = {.import = import};
    const char *date = import->options->date;
    bool ok = read_tables(&m);
    if (ok) {
        m.draft = draft_begin(import, title_of(&m), NULL, NULL, SRC_NOWHERE);
        m.has_asked_day =
            date != NULL && read_time_date(arena_print(import->arena, "%.10s", date), &m.asked_day);
        read_rows(&m, CSV_ROOMS);
        read_rows(&m, CSV_SPEAKERS);
        read_rows(&m, CSV_TALKS);
        ok = draft_finish(&m.draft);
    }
    vec_free(&m.known);
    table_free(&m.tables);
    draft_free(&m.draft);
    return ok;
}
