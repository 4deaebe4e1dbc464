#include "import/csv_columns.h"

#include "import/csv_headers.h"
#include "import/dates.h"
#include "input/text.h"
#include "output/strbuf.h"

#include <string.h>

enum { HEADER_ROWS = 10, SURE = 2 };

/* How much the row looks like a header. Of several columns of people all count. */
static size_t match(struct arena *arena, const struct table_row *row, struct csv_columns *columns)
{
    size_t n = 0, best[CSV_COLUMNS];
    for (int c = 0; c < CSV_COLUMNS; c++) {
        columns->at[c] = SIZE_MAX;
        best[c] = CSV_HEADER_NOT;
    }
    columns->n_more = 0;
    for (size_t i = 0; i < row->n; i++) {
        struct csv_header header = csv_header_read(arena, columns->about, row->cells[i].text);
        if (header.column == CSV_COLUMNS) {
            continue;
        }
        size_t *at = &columns->at[header.column];
        size_t left = *at == SIZE_MAX || header.rank < best[header.column] ? *at : i;
        n += *at == SIZE_MAX ? header.rank < CSV_HEADER_LOOSE ? SURE : 1 : 0;
        if (left != i) {
            best[header.column] = header.rank;
            *at = i;
        }
        if (left != SIZE_MAX && header.column == CSV_PEOPLE && columns->n_more < CSV_MORE_PEOPLE) {
            columns->more[columns->n_more++] = left;
        }
    }
    return n;
}

static bool is_sure(const struct csv_columns *columns)
{
    bool named = columns->at[CSV_NAME] != SIZE_MAX ||
                 (columns->at[CSV_FIRST] != SIZE_MAX && columns->at[CSV_LAST] != SIZE_MAX);
    return named;
}

/* By its name, the last word of it that says something; CSV_NOTHING: none does. */
static enum csv_about about_name(struct arena *arena, const char *name)
{
    static const struct {
        const char *begins;
        enum csv_about about;
    } words[] = {{"talk", CSV_TALKS},           {"session", CSV_TALKS},
                 {"submission", CSV_TALKS},     {"proposal", CSV_TALKS},
                 {"vortr", CSV_TALKS},          {"event", CSV_TALKS},
                 {"schedule", CSV_TALKS},       {"programm", CSV_TALKS},
                 {"speaker", CSV_SPEAKERS},     {"people", CSV_SPEAKERS},
                 {"presenter", CSV_SPEAKERS},   {"referent", CSV_SPEAKERS},
                 {"vortragende", CSV_SPEAKERS}, {"person", CSV_SPEAKERS},
                 {"room", CSV_ROOMS},           {"einreich", CSV_TALKS},
                 {"beitr", CSV_TALKS},          {"contribution", CSV_TALKS},
                 {"presentation", CSV_TALKS},   {"lecture", CSV_TALKS},
                 {"paper", CSV_TALKS},          {"cfp", CSV_TALKS},
                 {"timetable", CSV_TALKS},      {"zeitplan", CSV_TALKS},
                 {"lecturer", CSV_SPEAKERS},    {"author", CSV_SPEAKERS},
                 {"autor", CSV_SPEAKERS},       {"sprecher", CSV_SPEAKERS},
                 {"sale", CSV_ROOMS},           {"hall", CSV_ROOMS},
                 {"raum", CSV_ROOMS},           {"raeume", CSV_ROOMS},
                 {"venue", CSV_ROOMS}};
    enum csv_about about = CSV_NOTHING;
    const char *slug = text_slug(arena, name, '-');
    for (const char *at = slug; *at != '\0';) {
        size_t longest = 0;
        for (size_t i = 0; i < BASE_COUNT(words); i++) {
            size_t n = strlen(words[i].begins);
            if (n > longest && strncmp(at, words[i].begins, n) == 0) {
                longest = n;
                about = words[i].about;
            }
        }
        at += strcspn(at, "-");
        at += *at == '-';
    }
    return about;
}

/* What only tables of that kind have. */
static bool is_telling(const struct csv_columns *columns, enum csv_about about)
{
    static const enum csv_column telling[3][6] = {
        [CSV_TALKS] = {CSV_PEOPLE, CSV_DURATION, CSV_ABSTRACT, CSV_TRACK, CSV_KIND, CSV_START},
        [CSV_SPEAKERS] = {CSV_FIRST, CSV_AFFILIATION, CSV_UNAVAILABLE, CSV_AVAILABLE, CSV_LAST,
                          CSV_LAST},
        [CSV_ROOMS] = {CSV_CAPACITY, CSV_FEATURES, CSV_CAPACITY, CSV_CAPACITY, CSV_CAPACITY,
                       CSV_CAPACITY},
    };
    for (size_t i = 0; i < BASE_COUNT(telling[about]); i++) {
        if (columns->at[telling[about][i]] != SIZE_MAX) {
            return true;
        }
    }
    return false;
}

static size_t try(struct arena *arena, const struct table *table, enum csv_about about,
                  struct csv_columns *best)
{
    size_t most = 0;
    for (size_t r = 0; r < table->rows.n && r < HEADER_ROWS; r++) {
        struct csv_columns columns = {.about = about, .header = r};
        size_t n = match(arena, &table->rows.v[r], &columns);
        if (n > most && is_sure(&columns)) {
            most = n;
            *best = columns;
        }
    }
    return most;
}

/* "Tag" is a day in German: where dates stand below it. */
static void settle_tag(struct arena *arena, const struct table *table, struct csv_columns *columns)
{
    const struct dates none = {false, 0, 0};
    size_t at = columns->at[CSV_TAGS];
    const struct table_row *header = &table->rows.v[columns->header];
    if (at == SIZE_MAX || columns->at[CSV_DATE] != SIZE_MAX ||
        strcmp(text_slug(arena, header->cells[at].text, '-'), "tag") != 0) {
        return;
    }
    for (size_t r = columns->header + 1; r < table->rows.n; r++) {
        const struct csv_field *cell = csv_columns_cell(columns, &table->rows.v[r], CSV_TAGS);
        int32_t day_number;
        if (cell != NULL && !dates_read(&none, cell->text, &day_number)) {
            return;
        }
    }
    columns->at[CSV_DATE] = at;
    columns->at[CSV_TAGS] = SIZE_MAX;
}

static struct csv_columns find_columns(struct arena *arena, const struct table *table)
{
    static const enum csv_about order[] = {CSV_ROOMS, CSV_TALKS, CSV_SPEAKERS};
    struct csv_columns found = {.about = CSV_NOTHING}, columns;
    enum csv_about said = about_name(arena, table->name);
    if (said != CSV_NOTHING && try(arena, table, said, &columns) > 0) {
        return columns;
    }
    size_t most = 0;
    for (size_t i = 0; i < BASE_COUNT(order); i++) {
        size_t n = try(arena, table, order[i], &columns);
        if (n > most && is_telling(&columns, order[i])) {
            most = n;
            found = columns;
        }
    }
    if (found.about == CSV_NOTHING && try(arena, table, CSV_TALKS, &columns) > 0) {
        found = columns;
    }
    return found;
}

const struct csv_field *csv_columns_cell(const struct csv_columns *columns,
                                         const struct table_row *row, enum csv_column column)
{
    size_t at = columns->at[column];
    const struct csv_field *cell = at < row->n ? &row->cells[at] : NULL;
    return cell != NULL && cell->text[0] != '\0' ? cell : NULL;
}

struct csv_columns csv_columns_find(struct arena *arena, const struct table *table)
{
    struct csv_columns found = find_columns(arena, table);
    if (found.about == CSV_TALKS) {
        settle_tag(arena, table, &found);
    }
    return found;
}

static bool is_used(const struct csv_columns *columns, size_t cell)
{
    for (int c = 0; c < CSV_COLUMNS; c++) {
        if (columns->at[c] == cell) {
            return true;
        }
    }
    for (size_t i = 0; i < columns->n_more; i++) {
        if (columns->more[i] == cell) {
            return true;
        }
    }
    return false;
}

static bool is_filled(const struct table *table, size_t header, size_t cell)
{
    for (size_t r = header + 1; r < table->rows.n; r++) {
        const struct table_row *row = &table->rows.v[r];
        if (cell < row->n && row->cells[cell].text[0] != '\0') {
            return true;
        }
    }
    return false;
}

/* A separator in a text that is not in quotes, mostly. */
static void say_surplus(struct import *import, const struct csv_columns *columns,
                        const struct table *table)
{
    size_t n_columns = table->rows.v[columns->header].n;
    for (size_t r = columns->header + 1; r < table->rows.n; r++) {
        const struct table_row *row = &table->rows.v[r];
        size_t i = n_columns;
        while (i < row->n && row->cells[i].text[0] == '\0') {
            i++;
        }
        if (i < row->n) {
            faults_add(&import->faults, FAULT_UNKNOWN, row->cells[i].at,
                       "a text with the separator in it must be in quotes",
                       "the row has more fields than there are columns: '%.60s' is left out",
                       row->cells[i].text);
        }
    }
}

void csv_columns_say_unknown(struct import *import, const struct csv_columns *columns,
                             const struct table *table)
{
    const struct table_row *row = &table->rows.v[columns->header];
    const struct csv_field *first = NULL;
    struct strbuf names = {0};
    uint32_t n = 0;
    for (size_t i = 0; i < row->n; i++) {
        const struct csv_field *cell = &row->cells[i];
        if (cell->text[0] == '\0' || is_used(columns, i) ||
            csv_header_read(import->arena, columns->about, cell->text).idle ||
            !is_filled(table, columns->header, i)) {
            continue;
        }
        first = n++ == 0 ? cell : first;
        strbuf_print(&names, "%s'%.100s'", n > 1 ? ", " : "", cell->text);
    }
    say_surplus(import, columns, table);
    const char *text = strbuf_finish(&names, import->arena);
    if (n > 0) {
        faults_add(&import->faults, FAULT_UNKNOWN, first->at,
                   "if it matters, call it by one of the names in docs/import.md",
                   "the column%s %s %s not understood: %s left out", n == 1 ? "" : "s", text,
                   n == 1 ? "is" : "are", n == 1 ? "it is" : "they are");
    }
}
