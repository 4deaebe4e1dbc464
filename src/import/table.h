/* Tables in files: a CSV file is one, each sheet of a workbook (.xlsx), too; a JSON file is a list
 * of flat objects, or several of them by name. */
#ifndef IMPORT_TABLE_H
#define IMPORT_TABLE_H

#include "import/import.h"
#include "input/csv.h"

struct table_row {
    struct csv_field *cells;
    size_t n;
};

struct table {
    const char *name; /* what it is called: a file's name without folder and ending, or a key */
    struct {
        struct table_row *v;
        size_t n, cap;
    } rows; /* the first of a JSON table are its keys */
};

struct tables {
    struct table *v;
    size_t n, cap;
};

/* False: a file cannot be read as either (reported). Cells are in the import's arena, without
 * blanks at their ends. */
bool table_read_file(struct import *import, const char *name, struct tables *tables);
void table_free(struct tables *tables);

#endif
