/* How a workbook's cells are shown: the solid fills of xl/styles.xml, and which numbers are dates.
 */
#ifndef IMPORT_XLSX_STYLES_H
#define IMPORT_XLSX_STYLES_H

#include "exchange/xml_tree.h"

struct xlsx_style {
    uint32_t fill; /* 0xRRGGBB, or XLSX_NO_FILL */
    bool is_date;  /* numbers are days, shown as a date or a time */
};

struct xlsx_styles {
    const struct xlsx_style *v;
    uint32_t n;
};

/* `root`: of xl/styles.xml; NULL: no styles. */
struct xlsx_styles xlsx_styles_read(struct arena *arena, const struct xml_element *root);
/* In plain decimals, up to 15 digits. */
const char *xlsx_styles_number(struct arena *arena, double number);
/* As a date, a time, or both; days since 1900 (1904) as spreadsheets count them. */
const char *xlsx_styles_date(struct arena *arena, double days, bool from_1904);

#endif
