/* Comma-separated values (RFC 4180): rows of located fields. */
#ifndef INPUT_CSV_H
#define INPUT_CSV_H

#include "confab/diag.h"

enum { CSV_MAX_FIELDS = 256 };

struct csv_field {
    const char *text;
    struct src_span at;
};

struct csv {
    struct arena *arena;
    const struct source *source;
    uint32_t file;
    size_t at;
    uint32_t line, col;
    char separator; /* of fields: a comma, unless csv_guess_separator() says otherwise */
    struct csv_field fields[CSV_MAX_FIELDS];
    size_t n_fields;
};

struct csv csv_open(struct arena *arena, const struct source_set *sources, uint32_t file);
/* Spreadsheets of many countries write semicolons or tabs: takes what the first line has most of,
 * or what it says, as in "sep=;" (the line is then read). Before the first row. */
void csv_guess_separator(struct csv *csv);
/* The next row that is not empty in csv->fields; false at the end, or when it cannot be read
 * (reported). */
bool csv_read_row(struct csv *csv, struct diag_list *diags);

#endif
