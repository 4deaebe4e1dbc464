/* What a table is about, and which of its columns says what: headers are matched generously, in
 * English and German. */
#ifndef IMPORT_CSV_COLUMNS_H
#define IMPORT_CSV_COLUMNS_H

#include "import/table.h"

enum csv_about { CSV_TALKS, CSV_SPEAKERS, CSV_ROOMS, CSV_NOTHING };

/* `name` is a talk's title, a person's or a room's name. */
enum csv_column {
    CSV_NAME,
    CSV_PEOPLE,
    CSV_FIRST,
    CSV_LAST,
    CSV_AFFILIATION,
    CSV_DURATION,
    CSV_TRACK,
    CSV_KIND,
    CSV_TAGS,
    CSV_LEVEL,
    CSV_LANGUAGE,
    CSV_ABSTRACT,
    CSV_SUBTITLE,
    CSV_URL,
    CSV_CODE,
    CSV_AUDIENCE,
    CSV_VOTES,
    CSV_STATUS,
    CSV_DATE,
    CSV_START,
    CSV_END,
    CSV_ROOM,
    CSV_FIXED, /* in what `confab render` writes */
    CSV_CAPACITY,
    CSV_FEATURES,
    CSV_AVAILABLE,
    CSV_UNAVAILABLE,
    CSV_COLUMNS
};

enum { CSV_MORE_PEOPLE = 8 };

struct csv_columns {
    enum csv_about about;
    size_t header;                        /* which row */
    size_t at[CSV_COLUMNS];               /* SIZE_MAX: there is none */
    size_t more[CSV_MORE_PEOPLE], n_more; /* further columns of people: "Speaker 2" */
};

/* Of the first rows the one that names most columns is the header. About nothing: there is none. */
struct csv_columns csv_columns_find(struct arena *arena, const struct table *table);
/* The row's cell; NULL: there is none, or it is empty. */
const struct csv_field *csv_columns_cell(const struct csv_columns *columns,
                                         const struct table_row *row, enum csv_column column);

/* One fault for all columns that say something nobody reads, and one for each row with more fields
 * than there are columns. */
void csv_columns_say_unknown(struct import *import, const struct csv_columns *columns,
                             const struct table *table);

#endif
