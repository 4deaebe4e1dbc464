/* When people are there and rooms are open, as one cell of a table says it. */
#ifndef IMPORT_CSV_TIMES_H
#define IMPORT_CSV_TIMES_H

#include "import/draft.h"
#include "input/csv.h"

/* "2026-05-14; 15.05.2026 09:00-12:00; 13:00-17:00; Friday from 14:00": spans of days, or of each
 * day; what cannot be read is a fault. NULL is nothing. */
void csv_times_spans(struct draft *draft, const struct dates *dates, const struct csv_field *cell,
                     struct draft_spans *spans);

#endif
