/* Spreadsheets of talks, speakers and rooms, one table each, in whatever columns; also as JSON. */
#include "import/csv_maker.h"
#include "import/csv_people.h"
#include "import/csv_times.h"
#include "input/text.h"

#include <string.h>

enum { MOST_FEATURES = 50 };

/* ---- rooms and speakers ---------------------------------------------------- */

static void add_room(struct csv_maker *m)
{
    const char *name = csv_text(m, CSV_NAME);
    struct draft_room *room = name == NULL ? NULL : csv_room(m, name, m->row->cells[0].at);
    if (room == NULL) {
        faults_add(&m->import->faults, FAULT_LEFT_OUT, m->row->cells[0].at, NULL,
                   "the row names no room: it is left out");
        return;
    }
    const char **features = arena_array(m->import->arena, MOST_FEATURES, sizeof(const char *));
    room->capacity = csv_count(m, CSV_CAPACITY);
    room->n_features = 0; /* of a room that is there twice the last row's count */
    csv_split(m, csv_text(m, CSV_FEATURES), features, &room->n_features, MOST_FEATURES);
    room->features = features;
    csv_times_spans(&m->draft, &m->dates, csv_cell(m, CSV_AVAILABLE), &room->open);
}

static void add_person(struct csv_maker *m)
{
    const char *name = csv_text(m, CSV_NAME), *first = csv_text(m, CSV_FIRST),
               *last = csv_text(m, CSV_LAST);
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
        people.v[i]->at = field.at;
        vec_push(&m->listed, people.v[i]);
        if (people.v[i]->affiliation == NULL) {
            people.v[i]->affiliation = csv_text(m, CSV_AFFILIATION);
        }
        csv_add_absences(m, people.v[i]);
    }
    vec_free(&people);
}

/* ---- tables ---------------------------------------------------------------- */

/* Talks that have a place come after those that have none: they may be the same. */
static bool is_due(const struct csv_table *table, enum csv_about about, bool timed)
{
    bool has_time = about == CSV_TALKS && (table->columns.at[CSV_START] != SIZE_MAX ||
                                           table->columns.at[CSV_DATE] != SIZE_MAX);
    return table->columns.about == about && has_time == timed;
}

static void read_rows(struct csv_maker *m, enum csv_about about, bool timed,
                      void (*read)(struct csv_maker *))
{
    for (size_t i = 0; i < m->known.n; i++) {
        m->now = &m->known.v[i];
        const struct table *table = m->now->table;
        for (size_t r = m->now->columns.header + 1;
             is_due(m->now, about, timed) && r < table->rows.n; r++) {
            m->row = &table->rows.v[r];
            read(m);
        }
    }
}

/* The one cell of a row above the header is what the spreadsheet is called. */
static const char *title_of(const struct csv_maker *m)
{
    for (size_t i = 0; i < m->known.n; i++) {
        const struct csv_table *known = &m->known.v[i];
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

static void know_tables(struct csv_maker *m)
{
    for (size_t i = 0; i < m->tables.n; i++) {
        const struct table *table = &m->tables.v[i];
        struct csv_table known = {table, csv_columns_find(m->import->arena, table)};
        if (known.columns.about != CSV_NOTHING) {
            vec_push(&m->known, known);
            m->has_rooms = m->has_rooms || known.columns.about == CSV_ROOMS;
            csv_columns_say_unknown(m->import, &known.columns, table);
        } else if (table->rows.n > 0 && table->rows.v[0].n > 0) {
            faults_add(&m->import->faults, FAULT_UNKNOWN, table->rows.v[0].cells[0].at,
                       "name a column title, speaker or room",
                       "what is in this table cannot be told: it is left out");
        }
    }
}

static bool read_tables(struct csv_maker *m)
{
    bool talks = false;
    for (uint32_t i = 0; i < m->import->n_names; i++) {
        if (!table_read_file(m->import, m->import->names[i], &m->tables)) {
            return false;
        }
    }
    know_tables(m);
    for (size_t i = 0; i < m->known.n; i++) {
        const struct csv_table *known = &m->known.v[i];
        talks = talks || (known->columns.about == CSV_TALKS &&
                          known->table->rows.n > known->columns.header + 1);
    }
    if (!talks) {
        (void)diag_error(m->import->diags, DIAG_IMPORT_SHAPE, SRC_NOWHERE,
                         m->import->n_names == 1 ? "'%s' is no table of talks"
                                                 : "no file is a table of talks",
                         m->import->names[0]);
        diag_hint(m->import->diags,
                  "its first line names the columns, as title,speaker,duration,track");
    }
    return talks;
}

/* ---- what is known before, and what is to be said afterwards --------------- */

static void widen_dates(struct csv_maker *m, int32_t day)
{
    struct dates *dates = &m->dates;
    dates->first = dates->known && dates->first < day ? dates->first : day;
    dates->last = dates->known && dates->last > day ? dates->last : day;
    dates->known = true;
}

/* From --date, else from all dates that say their year. */
static void find_dates(struct csv_maker *m)
{
    static const enum csv_column columns[] = {CSV_DATE, CSV_START, CSV_AVAILABLE, CSV_UNAVAILABLE};
    const struct dates none = {false, 0, 0};
    if (draft_asked_days(m->import, &m->dates)) {
        return;
    }
    m->dates = none;
    for (size_t i = 0; i < m->known.n; i++) {
        const struct csv_table *known = &m->known.v[i];
        for (size_t r = known->columns.header + 1; r < known->table->rows.n; r++) {
            for (size_t c = 0; c < BASE_COUNT(columns); c++) {
                const struct csv_field *cell =
                    csv_columns_cell(&known->columns, &known->table->rows.v[r], columns[c]);
                const char *at = cell == NULL ? "" : cell->text;
                int32_t day;
                while (*at != '\0') {
                    if (dates_take(&none, &at, &day)) {
                        widen_dates(m, day);
                    } else {
                        size_t n = strspn(at, "0123456789");
                        at += n > 0 ? n : 1;
                    }
                }
            }
        }
    }
}

static void note_status(struct csv_maker *m)
{
    statuses_note(&m->statuses, csv_text(m, CSV_STATUS));
}

/* Who is in the table of speakers, but in no talk: a name is misspelt, or a talk is missing. */
static void say_nobodies(struct csv_maker *m)
{
    struct arena *arena = m->import->arena;
    const char **names = arena_array(arena, m->draft.people.n, sizeof(*names));
    size_t n = 0;
    for (size_t i = 0; i < m->draft.people.n; i++) {
        const struct draft_person *person = m->draft.people.v[i];
        if (person->takes_part) {
            names[n++] = person->name;
        }
    }
    for (size_t i = 0; i < m->listed.n; i++) {
        const struct draft_person *person = m->listed.v[i];
        const char *near = person->takes_part ? NULL : text_nearest(person->name, names, n);
        bool absent = person->free.n + person->away.n > 0;
        if (!person->takes_part) {
            faults_add(&m->import->faults, FAULT_NOBODY, person->at,
                       near == NULL ? NULL : arena_print(arena, "is '%.200s' meant?", near),
                       "'%.200s' is in no talk: left out%s", person->name,
                       absent ? ", with the times" : "");
        }
    }
}

static void say_speakers(struct csv_maker *m)
{
    if (m->n_spoken == 0 && m->talks.n > 0) {
        faults_add(&m->import->faults, FAULT_ASSUMED, SRC_NOWHERE,
                   "call the column of those who speak `speaker`",
                   "no talk has a speaker: nothing keeps two talks of one person apart");
    }
}

static void make(struct csv_maker *m)
{
    find_dates(m);
    read_rows(m, CSV_ROOMS, false, add_room);
    read_rows(m, CSV_SPEAKERS, false, add_person);
    for (int timed = 0; timed < 2; timed++) {
        read_rows(m, CSV_TALKS, timed == 1, note_status);
    }
    for (int timed = 0; timed < 2; timed++) {
        read_rows(m, CSV_TALKS, timed == 1, csv_add_talk);
    }
    statuses_say(&m->statuses);
    say_nobodies(m);
    say_speakers(m);
}

bool import_csv(struct import *import)
{
    struct csv_maker m = {.import = import, .statuses = {.import = import}};
    bool ok = read_tables(&m);
    if (ok) {
        m.draft = draft_begin(import, title_of(&m), NULL, NULL, SRC_NOWHERE);
        make(&m);
        draft_finish(&m.draft);
    }
    statuses_free(&m.statuses);
    strmap_free(&m.titles);
    vec_free(&m.talks);
    vec_free(&m.listed);
    vec_free(&m.known);
    table_free(&m.tables);
    draft_free(&m.draft);
    return ok;
}
