/* Dates, clocks and times of absence as people write them in spreadsheets. */
#ifndef IMPORT_CSV_TIMES_H
#define IMPORT_CSV_TIMES_H

#include "import/draft.h"
#include "input/csv.h"

/* "2026-05-14", "14.05.2026", "5/14/2026" where that has one meaning. */
bool csv_times_date(const char *text, int32_t *day_number);
/* "9:00", "09:00:00", "9:00 pm", "9.30 Uhr": minutes since midnight. */
bool csv_times_clock(struct arena *arena, const char *text, int32_t *minutes);
/* "2026-05-14; 2026-05-15 09:00-12:00; 2026-05-16 - 2026-05-18; 12:00-13:00" (the last on each
 * day). What cannot be read is a fault. */
void csv_times_spans(struct draft *draft, const struct csv_field *cell, struct draft_spans *spans);

#endif
