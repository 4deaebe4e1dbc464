#include "import/cosplib.h"

#include "output/read_time.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DAY_MIN = 24 * 60, FIRST_DAY = 25569 /* 1970-01-01 as spreadsheets count */ };

bool cosplib_cells_open(const struct cosplib_reading *reading, struct cosplib_sheet *sheet,
                        const char *name)
{
    const struct xlsx *book = reading->book;
    *sheet = (struct cosplib_sheet){reading->instance, xlsx_find(book, name), reading->diags,
                                    reading->faults};
    return sheet->xlsx != NULL ||
           diag_error(reading->diags, DIAG_IMPORT_SHAPE, SRC_NOWHERE,
                      "%s: there is no sheet '%s', which an instance of CoSPLib has", book->name,
                      name);
}

bool cosplib_cells_complain(const struct cosplib_sheet *sheet, uint32_t row, uint32_t column,
                            const char *fmt, ...)
{
    struct arena *arena = sheet->instance->arena;
    va_list args;
    va_start(args, fmt);
    const char *text = arena_print_list(arena, fmt, args);
    va_end(args);
    return diag_error(sheet->diags, DIAG_IMPORT_SHAPE, SRC_NOWHERE, "%s: %s",
                      xlsx_where(arena, sheet->xlsx, row, column), text);
}

bool cosplib_cells_number(const struct cosplib_sheet *sheet, uint32_t row, uint32_t column,
                          int64_t most, int64_t *number)
{
    const struct xlsx_cell *cell = xlsx_cell(sheet->xlsx, row, column);
    *number = 0;
    if (cell == NULL || cell->kind == XLSX_EMPTY) {
        return true;
    }
    char *end = NULL;
    double value = cell->kind == XLSX_TEXT ? strtod(cell->text, &end) : cell->number;
    bool is_number = cell->kind == XLSX_NUMBER || cell->kind == XLSX_DATE ||
                     (cell->kind == XLSX_TEXT && *end == '\0' && end != cell->text);
    if (!is_number) {
        return cosplib_cells_complain(sheet, row, column, "'%.100s' is no number", cell->text);
    }
    if (!(value >= 0 && value <= (double)most) || floor(value) < value) {
        return cosplib_cells_complain(sheet, row, column,
                                      "%.100s is no whole number from 0 to %lld", cell->text,
                                      (long long)most);
    }
    *number = (int64_t)value;
    return true;
}

int32_t cosplib_cells_clock(const struct cosplib_sheet *sheet, uint32_t row, uint32_t column)
{
    const struct xlsx_cell *cell = xlsx_cell(sheet->xlsx, row, column);
    int32_t minutes;
    if (cell != NULL && (cell->kind == XLSX_NUMBER || cell->kind == XLSX_DATE)) {
        double day = cell->number - floor(cell->number);
        return (int32_t)floor(day * DAY_MIN + 0.5) % DAY_MIN;
    }
    bool is_clock = cell != NULL && cell->kind == XLSX_TEXT &&
                    read_time_clock(cell->text, &minutes) && minutes < DAY_MIN;
    return is_clock ? minutes : COSPLIB_NONE;
}

int32_t cosplib_cells_date(const struct cosplib_sheet *sheet, uint32_t row, uint32_t column)
{
    const struct xlsx_cell *cell = xlsx_cell(sheet->xlsx, row, column);
    int32_t day_number;
    if (cell != NULL && cell->kind == XLSX_NUMBER && cell->number >= FIRST_DAY + 365 &&
        cell->number < FIRST_DAY + 84000) { /* to 2199 */
        return (int32_t)cell->number - FIRST_DAY;
    }
    bool is_date = cell != NULL && (cell->kind == XLSX_DATE || cell->kind == XLSX_TEXT) &&
                   read_time_date(cell->text, &day_number) && day_number >= 365;
    return is_date ? day_number : COSPLIB_NONE;
}

bool cosplib_cells_zone(const struct cosplib_sheet *sheet, uint32_t row, uint32_t column,
                        int32_t *hours)
{
    const char *text = xlsx_text(sheet->xlsx, row, column);
    char *end = NULL;
    bool begins = strncmp(text, "GMT", 3) == 0 && (text[3] == '+' || text[3] == '-');
    long value = begins ? strtol(text + 3, &end, 10) : 99;
    *hours = (int32_t)value;
    if (!begins || *end != '\0' || end == text + 4 || value < -12 || value > 14) {
        *hours = 0;
        return cosplib_cells_complain(sheet, row, column, "'%.100s' is no time zone like GMT+2",
                                      text);
    }
    return true;
}

static uint32_t person_of(struct cosplib *instance, const char *name)
{
    uint32_t person = strmap_find(&instance->person_ids, name);
    if (person == STRMAP_NONE) {
        person = (uint32_t)instance->people.n;
        (void)strmap_add(&instance->person_ids, name, person);
        vec_push(&instance->people, name);
    }
    return person;
}

static int compare_people(const void *left, const void *right)
{
    const uint32_t *a = left, *b = right;
    return *a < *b ? -1 : *a > *b;
}

struct cosplib_people cosplib_cells_people(const struct cosplib_sheet *sheet, uint32_t row,
                                           uint32_t column)
{
    struct cosplib *instance = sheet->instance;
    VEC(uint32_t) people = {0};
    for (const char *at = xlsx_text(sheet->xlsx, row, column); *at != '\0';) {
        const char *end = strstr(at, ", ");
        size_t n = end != NULL ? (size_t)(end - at) : strlen(at);
        if (n > 0) {
            vec_push(&people, person_of(instance, arena_text(instance->arena, at, n)));
        }
        at += end != NULL ? n + 2 : n;
    }
    if (people.n > 1) {
        qsort(people.v, people.n, sizeof(*people.v), compare_people);
    }
    size_t n = 0;
    for (size_t i = 0; i < people.n; i++) {
        if (i == 0 || people.v[i] != people.v[i - 1]) {
            people.v[n++] = people.v[i];
        }
    }
    people.n = n;
    struct cosplib_people result = {vec_to_arena(&people, instance->arena), (uint32_t)n};
    vec_free(&people);
    return result;
}
