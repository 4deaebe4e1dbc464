#include "import/xlsx.h"

#include <string.h>
#include <strings.h>

bool xlsx_is_zip(const struct source *source)
{
    return source->size >= 4 && memcmp(source->bytes, "PK\x03\x04", 4) == 0;
}

const struct xlsx_sheet *xlsx_find(const struct xlsx *book, const char *name)
{
    for (uint32_t i = 0; i < book->n_sheets; i++) {
        if (strcasecmp(book->sheets[i].name, name) == 0) {
            return &book->sheets[i];
        }
    }
    return NULL;
}

const struct xlsx_cell *xlsx_cell(const struct xlsx_sheet *sheet, uint32_t row, uint32_t column)
{
    uint32_t from = 0, to = sheet->n_cells;
    while (from < to) {
        uint32_t middle = from + (to - from) / 2;
        const struct xlsx_cell *cell = &sheet->cells[middle];
        if (cell->row < row || (cell->row == row && cell->column < column)) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    const struct xlsx_cell *cell = from < sheet->n_cells ? &sheet->cells[from] : NULL;
    return cell != NULL && cell->row == row && cell->column == column ? cell : NULL;
}

const char *xlsx_text(const struct xlsx_sheet *sheet, uint32_t row, uint32_t column)
{
    const struct xlsx_cell *cell = xlsx_cell(sheet, row, column);
    return cell != NULL ? cell->text : "";
}

const char *xlsx_where(struct arena *arena, const struct xlsx_sheet *sheet, uint32_t row,
                       uint32_t column)
{
    char letters[8];
    size_t at = sizeof(letters) - 1;
    letters[at] = '\0';
    for (uint32_t left = column; left > 0 && at > 0; left = (left - 1) / 26) {
        letters[--at] = (char)('A' + (left - 1) % 26);
    }
    return row == 0 ? arena_print(arena, "%s, sheet '%s'", sheet->book, sheet->name)
                    : arena_print(arena, "%s, sheet '%s', %s %s%u", sheet->book, sheet->name,
                                  column > 0 ? "cell" : "row", letters + at, row);
}
