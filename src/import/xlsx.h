/* A spreadsheet as .xlsx has it: sheets in the workbook's order, and the cells that hold or show
 * something. The only file that knows libzip.
 *
 * Bounded: the file, its members once unpacked, sheets, rows, columns and elements have caps, and
 * what exceeds them is a complaint, as is anything that is not as it should be. */
#ifndef IMPORT_XLSX_H
#define IMPORT_XLSX_H

#include "confab/diag.h"

enum xlsx_kind {
    XLSX_EMPTY,  /* of interest for its fill only */
    XLSX_TEXT,   /* also what a formula gives */
    XLSX_NUMBER, /* and `number` */
    XLSX_DATE,   /* a number that is shown as a date, a time, or both */
    XLSX_FLAG,   /* "true" or "false" */
    XLSX_ERROR,  /* "#REF!" */
};

#define XLSX_NO_FILL UINT32_MAX

enum { XLSX_BYTES = 32 << 20 }; /* the largest file that is read */

struct xlsx_cell {
    uint32_t row, column; /* from 1; A is column 1 */
    enum xlsx_kind kind;
    /* Texts as they are, with blanks at their ends; numbers in plain decimals ("12", "0.5"); dates
     * as "2013-10-24", "16:15" (to the minute) or "2013-10-24 16:15". */
    const char *text;
    double number; /* of numbers and dates (days); 0 otherwise */
    uint32_t fill; /* 0xRRGGBB of a solid fill given as that; XLSX_NO_FILL: none */
};

struct xlsx_sheet {
    const char *name;
    const char *book;              /* the file's name */
    const struct xlsx_cell *cells; /* by row, then column */
    uint32_t n_cells;
    uint32_t n_rows, n_columns; /* up to the last cell that is not empty */
};

struct xlsx {
    const char *name;
    const struct xlsx_sheet *sheets;
    uint32_t n_sheets;
};

/* Reads the file ("-": standard input) into `arena`. False: complaints are in `diags`. The bytes of
 * its members stay in `sources`, for complaints. */
bool xlsx_read(struct arena *arena, struct source_set *sources, const char *name,
               struct diag_list *diags, struct xlsx *book);
/* The same of bytes that are in `sources` already. */
bool xlsx_read_source(struct arena *arena, struct source_set *sources, uint32_t file,
                      struct diag_list *diags, struct xlsx *book);
/* Whether the bytes are of a zip archive at all. */
bool xlsx_is_zip(const struct source *source);
/* The sheet of that name, letters' case aside; NULL: there is none. */
const struct xlsx_sheet *xlsx_find(const struct xlsx *book, const char *name);
/* NULL: nothing is there. */
const struct xlsx_cell *xlsx_cell(const struct xlsx_sheet *sheet, uint32_t row, uint32_t column);
/* What the cell says; "" when nothing is there. */
const char *xlsx_text(const struct xlsx_sheet *sheet, uint32_t row, uint32_t column);
/* "book.xlsx, sheet 'talks', cell B4": where something is, for complaints; row 0: the sheet. */
const char *xlsx_where(struct arena *arena, const struct xlsx_sheet *sheet, uint32_t row,
                       uint32_t column);

#endif
