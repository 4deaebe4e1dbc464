/* What the header of a column says, in English and German, however it is put. */
#ifndef IMPORT_CSV_HEADERS_H
#define IMPORT_CSV_HEADERS_H

#include "import/csv_columns.h"

/* How well it says so; less is surer. */
enum { CSV_HEADER_LOOSE = 100, CSV_HEADER_NOT = 1000 };

struct csv_header {
    enum csv_column column; /* CSV_COLUMNS: none */
    size_t rank;            /* from CSV_HEADER_LOOSE on: a word in it says so */
    bool idle;              /* of no use for a timetable, as an address */
};

struct csv_header csv_header_read(struct arena *arena, enum csv_about about, const char *text);

#endif
