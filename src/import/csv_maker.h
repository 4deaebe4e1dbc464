/* What reading tables needs: import_csv.c reads rooms and people, csv_talks.c talks, csv_rows.c
 * what is in the rows of all. */
#ifndef IMPORT_CSV_MAKER_H
#define IMPORT_CSV_MAKER_H

#include "import/csv_columns.h"
#include "import/draft.h"
#include "import/statuses.h"

/* A table that is about something. */
struct csv_table {
    const struct table *table;
    struct csv_columns columns;
};

/* An event, and which table it is of. */
struct csv_talk {
    struct draft_event *event;
    const struct csv_table *of;
    size_t next; /* of the same title, index + 1; 0: none */
};

struct csv_maker {
    struct import *import;
    struct draft draft;
    struct dates dates; /* the conference's, as far as tables and options say */
    struct tables tables;
    VEC(struct csv_table) known;
    const struct csv_table *now; /* what is read, and its row */
    const struct table_row *row;
    bool has_rooms; /* a table of them */
    struct statuses statuses;
    VEC(const struct draft_person *) listed; /* in a table of speakers */
    VEC(struct csv_talk) talks;
    struct strmap titles; /* slug → the last talk of that title */
    uint32_t n_spoken;    /* talks that somebody holds */
};

const struct csv_field *csv_cell(const struct csv_maker *m, enum csv_column column);
const char *csv_text(const struct csv_maker *m, enum csv_column column);
/* "120", "120 seats"; -1: nothing. */
int64_t csv_count(struct csv_maker *m, enum csv_column column);
/* "projector, video": up to `most` parts. */
void csv_split(struct csv_maker *m, const char *list, const char **parts, size_t *n, size_t most);
/* The room of that name, capitals and accents aside; made when it is not known. */
struct draft_room *csv_room(struct csv_maker *m, const char *name, struct src_span at);
/* When the row's people are there. */
void csv_add_absences(struct csv_maker *m, struct draft_person *person);

/* The row of a table of talks. */
void csv_add_talk(struct csv_maker *m);
/* Where the row has its talk; false: nowhere. `end_min`: CALENDAR_NO_TIME when it is not said. */
bool csv_read_place(struct csv_maker *m, int32_t *start_min, int32_t *end_min);

#endif
