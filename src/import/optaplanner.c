/* Reads the sheets of OptaPlanner's conference scheduling: Configuration, Timeslots, Rooms,
 * Speakers, Talks. The others are views of a solution, and are not looked at. */
#include "import/optaplanner.h"

#include "import/xlsx.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
    UNAVAILABLE = 0x555753, /* the fill of a cell: Tango's Aluminium 5 */
    SLOT_HEAD_ROW = 2,      /* of Rooms and Speakers; the days are above it */
    COLUMNS_MOST = 200,
    COUNT_MOST = 1000000,
};

/* A sheet with a row of names above its columns. */
struct table {
    struct import *import;
    const struct xlsx_sheet *sheet;
    uint32_t head; /* the row of names */
};

static bool open_table(struct import *import, const struct xlsx *book, const char *name,
                       uint32_t head, struct table *table)
{
    *table = (struct table){import, xlsx_find(book, name), head};
    if (table->sheet == NULL) {
        return diag_error(import->diags, DIAG_IMPORT_SHAPE, SRC_NOWHERE,
                          "%s has no sheet '%s': it is not a workbook of OptaPlanner's conference "
                          "scheduling",
                          book->name, name);
    }
    return true;
}

/* 0: there is no such column. */
static uint32_t find_column(const struct table *table, const char *name)
{
    for (uint32_t c = 1; c <= table->sheet->n_columns && c <= COLUMNS_MOST; c++) {
        if (strcasecmp(xlsx_text(table->sheet, table->head, c), name) == 0) {
            return c;
        }
    }
    return 0;
}

static bool needs_columns(const struct table *table, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (find_column(table, names[i]) == 0) {
            return diag_error(
                table->import->diags, DIAG_IMPORT_SHAPE, SRC_NOWHERE, "%s: there is no column '%s'",
                xlsx_where(table->import->arena, table->sheet, table->head, 1), names[i]);
        }
    }
    return true;
}

static const char *where(const struct table *table, uint32_t row, const char *column)
{
    uint32_t c = column == NULL ? 1 : find_column(table, column);
    return xlsx_where(table->import->arena, table->sheet, row, c == 0 ? 1 : c);
}

/* "" when there is nothing, or no such column. */
static const char *read_text(const struct table *table, uint32_t row, const char *column)
{
    uint32_t c = find_column(table, column);
    return c == 0
               ? ""
               : import_clean(table->import->arena, xlsx_text(table->sheet, row, c), 1000, false);
}

static struct opta_names read_names(const struct table *table, uint32_t row, const char *column)
{
    struct arena *arena = table->import->arena;
    const char *text = read_text(table, row, column);
    VEC(const char *) names = {0};
    while (*text != '\0') {
        size_t n = strcspn(text, ",");
        const char *name = import_clean(arena, arena_text(arena, text, n), 1000, false);
        bool known = name[0] == '\0';
        for (size_t i = 0; i < names.n; i++) {
            known = known || strcmp(names.v[i], name) == 0;
        }
        if (!known) {
            vec_push(&names, name);
        }
        text += n + (text[n] == ',' ? 1 : 0);
    }
    struct opta_names list = {vec_to_arena(&names, arena), (uint32_t)names.n};
    vec_free(&names);
    return list;
}

/* A whole number, 0 to COUNT_MOST; `usual` when there is none. */
static int64_t read_number(const struct table *table, uint32_t row, const char *column,
                           int64_t usual)
{
    const char *text = read_text(table, row, column);
    char *end;
    long long number = strtoll(text, &end, 10);
    if (text[0] == '\0') {
        return usual;
    }
    if (*end != '\0' || number < 0 || number > COUNT_MOST) {
        faults_add(&table->import->faults, FAULT_SHAPE, SRC_NOWHERE, NULL,
                   "%s: '%s' is no number from 0 to %d", where(table, row, column), text,
                   COUNT_MOST);
        return usual;
    }
    return number;
}

static struct opta_asks read_asks(const struct table *table, uint32_t row)
{
    static const char *const words[] = {"Required", "Preferred", "Prohibited", "Undesired"};
    struct opta_asks asks;
    for (int i = 0; i < OPTA_ASKS; i++) {
        struct arena *arena = table->import->arena;
        asks.timeslot[i] = read_names(table, row, arena_print(arena, "%s timeslot tags", words[i]));
        asks.room[i] = read_names(table, row, arena_print(arena, "%s room tags", words[i]));
    }
    return asks;
}

/* ---- times ----------------------------------------------------------------- */

/* Up to n digits, then `end`, which is skipped. */
static bool read_digits(const char **text, int n, char end, int *value)
{
    int read = 0;
    for (*value = 0; read < n && **text >= '0' && **text <= '9'; ++*text, read++) {
        *value = 10 * *value + (**text - '0');
    }
    bool ok = read > 0 && **text == end;
    *text += ok && end != '\0' ? 1 : 0;
    return ok;
}

/* "Mon 2018-10-01" or "2018-10-01". */
static bool read_day(const char *text, int32_t *day_number)
{
    int year, month, day;
    text += strcspn(text, "0123456789");
    return read_digits(&text, 4, '-', &year) && read_digits(&text, 2, '-', &month) &&
           read_digits(&text, 2, '\0', &day) && calendar_day_number(year, month, day, day_number);
}

static bool read_clock(const char *text, int32_t *min)
{
    int hours, minutes;
    bool ok = read_digits(&text, 2, ':', &hours) && read_digits(&text, 2, '\0', &minutes);
    *min = ok ? hours * 60 + minutes : 0;
    return ok && minutes < 60 && *min <= 24 * 60;
}

static void read_timeslots(const struct table *table, struct opta_book *book)
{
    for (uint32_t row = table->head + 1; row <= table->sheet->n_rows; row++) {
        struct opta_timeslot timeslot = {.types = read_names(table, row, "Talk types"),
                                         .tags = read_names(table, row, "Tags")};
        const char *day = read_text(table, row, "Day");
        bool ok = read_day(day, &timeslot.day_number) &&
                  read_clock(read_text(table, row, "Start"), &timeslot.from_min) &&
                  read_clock(read_text(table, row, "End"), &timeslot.to_min) &&
                  timeslot.from_min < timeslot.to_min;
        if (!ok && day[0] != '\0') {
            (void)diag_error(table->import->diags, DIAG_IMPORT_SHAPE, SRC_NOWHERE,
                             "%s: a timeslot has a day ('Mon 2018-10-01'), a start and a later end "
                             "('10:15')",
                             where(table, row, NULL));
        } else if (ok) {
            vec_push(&book->timeslots, timeslot);
        }
    }
}

/* The timeslot that three columns name; ID_NONE: none. */
static uint32_t find_timeslot(const struct table *table, const struct opta_book *book, uint32_t row,
                              const char *const columns[3])
{
    int32_t day_number, from_min, to_min;
    const char *day = read_text(table, row, columns[0]);
    if (day[0] == '\0') {
        return ID_NONE;
    }
    bool ok = read_day(day, &day_number) &&
              read_clock(read_text(table, row, columns[1]), &from_min) &&
              read_clock(read_text(table, row, columns[2]), &to_min);
    for (uint32_t i = 0; ok && i < book->timeslots.n; i++) {
        const struct opta_timeslot *timeslot = &book->timeslots.v[i];
        if (timeslot->day_number == day_number && timeslot->from_min == from_min &&
            timeslot->to_min == to_min) {
            return i;
        }
    }
    faults_add(&table->import->faults, FAULT_TIME, SRC_NOWHERE, NULL,
               "%s: there is no such timeslot", where(table, row, columns[0]));
    return ID_NONE;
}

const char *optaplanner_timeslot_name(struct import *import, const struct opta_timeslot *timeslot)
{
    return arena_print(import->arena, "%s, %s", import_date(import->arena, timeslot->day_number),
                       import_span(import->arena, timeslot->from_min, timeslot->to_min));
}

/* ---- rooms, speakers ------------------------------------------------------- */

/* The columns of timeslots follow the last one that has a name of its own. */
static bool *read_unavailable(const struct table *table, const struct opta_book *book, uint32_t row,
                              const char *last)
{
    bool *unavailable = arena_array(table->import->arena, book->timeslots.n, sizeof(*unavailable));
    uint32_t first = find_column(table, last) + 1;
    for (uint32_t i = 0; i < book->timeslots.n; i++) {
        const struct xlsx_cell *cell = xlsx_cell(table->sheet, row, first + i);
        unavailable[i] = cell != NULL && cell->fill == UNAVAILABLE;
        if (cell != NULL && cell->text[strspn(cell->text, " ")] != '\0') {
            faults_add(&table->import->faults, FAULT_SHAPE, SRC_NOWHERE,
                       "unavailable is a fill of colour 555753", "%s: '%s' means nothing here",
                       xlsx_where(table->import->arena, table->sheet, row, first + i), cell->text);
        }
    }
    return unavailable;
}

static void read_rooms(const struct table *table, struct opta_book *book)
{
    for (uint32_t row = table->head + 1; row <= table->sheet->n_rows; row++) {
        struct opta_room room = {
            .name = read_text(table, row, "Name"),
            .capacity = read_number(table, row, "Capacity", -1),
            .types = read_names(table, row, "Talk types"),
            .tags = read_names(table, row, "Tags"),
            .unavailable = read_unavailable(table, book, row, "Tags"),
        };
        if (room.name[0] != '\0') {
            vec_push(&book->rooms, room);
        }
    }
}

static void read_speakers(const struct table *table, struct opta_book *book)
{
    for (uint32_t row = table->head + 1; row <= table->sheet->n_rows; row++) {
        struct opta_speaker speaker = {
            .name = read_text(table, row, "Name"),
            .asks = read_asks(table, row),
            .unavailable = read_unavailable(table, book, row, "Undesired room tags"),
        };
        if (speaker.name[0] != '\0') {
            vec_push(&book->speakers, speaker);
        }
    }
}

/* ---- talks ----------------------------------------------------------------- */

static struct opta_talk read_talk(const struct table *table, const struct opta_book *book,
                                  uint32_t row)
{
    static const char *const here[] = {"Timeslot day", "Start", "End"};
    static const char *const published[] = {"Published Timeslot", "Published Start",
                                            "Published End"};
    return (struct opta_talk){
        .code = read_text(table, row, "Code"),
        .title = read_text(table, row, "Title"),
        .type = read_text(table, row, "Talk type"),
        .language = read_text(table, row, "Language"),
        .speakers = read_names(table, row, "Speakers"),
        .themes = read_names(table, row, "Theme track tags"),
        .sectors = read_names(table, row, "Sector tags"),
        .audiences = read_names(table, row, "Audience types"),
        .contents = read_names(table, row, "Content tags"),
        .exclusive = read_names(table, row, "Mutually exclusive talks tags"),
        .prerequisites = read_names(table, row, "Prerequisite talks codes"),
        .asks = read_asks(table, row),
        .level = read_number(table, row, "Audience level", -1),
        .favorites = read_number(table, row, "Favorite count", -1),
        .crowding = read_number(table, row, "Crowd control risk", 0) > 0,
        .pinned = strcasecmp(read_text(table, row, "Pinned by user"), "true") == 0,
        .timeslot = find_timeslot(table, book, row, here),
        .published_timeslot = find_timeslot(table, book, row, published),
        .room = read_text(table, row, "Room"),
        .published_room = read_text(table, row, "Published Room"),
        .where = where(table, row, "Code"),
    };
}

static bool read_talks(const struct table *table, struct opta_book *book)
{
    struct strmap codes = {0};
    bool ok = true;
    for (uint32_t row = table->head + 1; row <= table->sheet->n_rows; row++) {
        struct opta_talk talk = read_talk(table, book, row);
        if (talk.code[0] == '\0') {
            continue;
        }
        if (!strmap_add(&codes, talk.code, row)) {
            ok = diag_error(table->import->diags, DIAG_IMPORT_SHAPE, SRC_NOWHERE,
                            "%s: there is a talk '%s' already", talk.where, talk.code);
        }
        vec_push(&book->talks, talk);
    }
    strmap_free(&codes);
    return ok;
}

/* ---- configuration --------------------------------------------------------- */

/* "0hard/1medium/10soft". */
static bool read_weight(const char *text, struct opta_weight *weight)
{
    static const char *const words[] = {"hard", "medium", "soft"};
    bool any = false;
    while (*text != '\0') {
        char *end;
        long long number = strtoll(text, &end, 10);
        bool known = false;
        for (int i = 0; i < OPTA_LEVELS && end != text; i++) {
            size_t n = strlen(words[i]);
            if (strncmp(end, words[i], n) == 0 && (end[n] == '/' || end[n] == '\0')) {
                weight->parts[i] = number;
                text = end + n + (end[n] == '/' ? 1 : 0);
                known = any = true;
                break;
            }
        }
        if (!known || number < 0 || number > COUNT_MOST) {
            return false;
        }
    }
    return any;
}

static void read_configuration(const struct table *table, struct opta_book *book)
{
    struct import *import = table->import;
    book->title = "";
    for (uint32_t row = 1; row <= table->sheet->n_rows; row++) {
        const char *name = xlsx_text(table->sheet, row, 1);
        const char *text = xlsx_text(table->sheet, row, 2);
        struct opta_weight weight = {.constraint = name};
        if (strcasecmp(name, "Conference name") == 0) {
            book->title = text;
        } else if (strcasecmp(name, "Minimum consecutive talks pause in minutes") == 0) {
            char *end;
            long long pause_min = strtoll(text, &end, 10);
            book->pause_min = *end == '\0' && pause_min > 0 && pause_min < 1440 ? pause_min : 0;
        } else if (name[0] != '\0' && text[0] != '\0' && strcasecmp(name, "Constraint") != 0) {
            if (read_weight(text, &weight)) {
                vec_push(&book->weights, weight);
                continue;
            }
            faults_add(&import->faults, FAULT_SHAPE, SRC_NOWHERE, "as in 0hard/0medium/10soft",
                       "%s: '%s' is no weight", xlsx_where(import->arena, table->sheet, row, 2),
                       text);
        }
    }
}

/* ---- the whole ------------------------------------------------------------- */

static bool read_sheets(struct import *import, const struct xlsx *workbook, struct opta_book *book)
{
    static const char *const of_timeslots[] = {"Day", "Start", "End", "Talk types"};
    static const char *const of_rooms[] = {"Name", "Capacity", "Talk types", "Tags"};
    static const char *const of_speakers[] = {"Name", "Undesired room tags"};
    static const char *const of_talks[] = {"Code", "Title", "Talk type", "Speakers"};
    struct table configuration, timeslots, rooms, speakers, talks;
    if (!open_table(import, workbook, "Configuration", 1, &configuration) ||
        !open_table(import, workbook, "Timeslots", 1, &timeslots) ||
        !open_table(import, workbook, "Rooms", SLOT_HEAD_ROW, &rooms) ||
        !open_table(import, workbook, "Speakers", SLOT_HEAD_ROW, &speakers) ||
        !open_table(import, workbook, "Talks", 1, &talks) ||
        !needs_columns(&timeslots, of_timeslots, BASE_COUNT(of_timeslots)) ||
        !needs_columns(&rooms, of_rooms, BASE_COUNT(of_rooms)) ||
        !needs_columns(&speakers, of_speakers, BASE_COUNT(of_speakers)) ||
        !needs_columns(&talks, of_talks, BASE_COUNT(of_talks))) {
        return false;
    }
    read_configuration(&configuration, book);
    read_timeslots(&timeslots, book);
    read_rooms(&rooms, book);
    read_speakers(&speakers, book);
    return read_talks(&talks, book) && import->diags->errors == 0;
}

bool optaplanner_read(struct import *import, const char *name, struct opta_book *book)
{
    struct xlsx workbook;
    *book = (struct opta_book){0};
    return xlsx_read(import->arena, import->sources, name, import->diags, &workbook) &&
           read_sheets(import, &workbook, book);
}

void optaplanner_free(struct opta_book *book)
{
    vec_free(&book->weights);
    vec_free(&book->timeslots);
    vec_free(&book->rooms);
    vec_free(&book->speakers);
    vec_free(&book->talks);
}

bool optaplanner_lists(struct opta_names names, const char *name)
{
    for (uint32_t i = 0; i < names.n; i++) {
        if (strcmp(names.v[i], name) == 0) {
            return true;
        }
    }
    return false;
}
