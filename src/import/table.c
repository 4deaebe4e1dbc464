#include "import/table.h"

#include "import/nodes.h"
#include "import/table_bytes.h"
#include "import/xlsx.h"
#include "output/strbuf.h"

#include <string.h>

/* ---- CSV ------------------------------------------------------------------- */

/* Blanks that do not break lines, of which spreadsheets are full, are blanks. */
static const char *plain_blanks(struct arena *arena, const char *text)
{
    static const char *const blanks[] = {"\xc2\xa0", "\xe2\x80\xaf"};
    for (size_t i = 0; i < BASE_COUNT(blanks); i++) {
        size_t n = strlen(blanks[i]);
        const char *found = strstr(text, blanks[i]);
        char *plain = found == NULL ? NULL : arena_text(arena, text, strlen(text));
        size_t out = found == NULL ? 0 : (size_t)(found - text);
        for (const char *at = found; at != NULL && *at != '\0'; out++) {
            bool is = strncmp(at, blanks[i], n) == 0;
            plain[out] = *at;
            if (is) {
                plain[out] = ' ';
            }
            at += is ? n : 1;
        }
        if (plain != NULL) {
            plain[out] = '\0';
            text = plain;
        }
    }
    return text;
}

static struct csv_field trim(struct arena *arena, struct csv_field field)
{
    const char *text = plain_blanks(arena, field.text);
    text += strspn(text, " \t\r\n");
    size_t n = strlen(text);
    while (n > 0 && strchr(" \t\r\n", text[n - 1]) != NULL) {
        n--;
    }
    field.text = arena_text(arena, text, n);
    return field;
}

static bool is_empty(const struct csv *csv)
{
    for (size_t i = 0; i < csv->n_fields; i++) {
        if (csv->fields[i].text[strspn(csv->fields[i].text, " \t\r\n")] != '\0') {
            return false;
        }
    }
    return true;
}

static bool read_csv(struct import *import, uint32_t file, struct table *table)
{
    struct csv csv = csv_open(import->arena, import->sources, file);
    uint32_t errors = import->diags->errors;
    csv_guess_separator(&csv);
    while (csv_read_row(&csv, import->diags)) {
        if (is_empty(&csv)) {
            continue;
        }
        struct table_row row = {arena_array(import->arena, csv.n_fields, sizeof(*row.cells)),
                                csv.n_fields};
        for (size_t i = 0; i < csv.n_fields; i++) {
            row.cells[i] = trim(import->arena, csv.fields[i]);
        }
        vec_push(&table->rows, row);
    }
    return import->diags->errors == errors;
}

/* ---- JSON ------------------------------------------------------------------ */

/* A list's texts with a semicolon between. */
static const char *text_of(struct import *import, const struct yaml_node *node)
{
    struct strbuf text = {0};
    if (node->kind == YAML_SCALAR) {
        return yaml_tree_is_null(node) ? "" : node->text;
    }
    for (size_t i = 0; node->kind == YAML_SEQUENCE && i < node->n; i++) {
        const char *item = nodes_reference(import, node->items[i], "name");
        if (item != NULL) {
            strbuf_print(&text, "%s%s", text.n > 0 ? "; " : "", item);
        }
    }
    return strbuf_finish(&text, import->arena);
}

static void read_object(struct import *import, const struct yaml_node *object, struct strmap *keys,
                        struct table *table)
{
    struct table_row row = {arena_array(import->arena, CSV_MAX_FIELDS, sizeof(*row.cells)),
                            table->rows.v[0].n};
    for (size_t i = 0; i < row.n; i++) {
        row.cells[i] = (struct csv_field){"", object->at};
    }
    for (size_t i = 0; i < object->n; i++) {
        const struct yaml_pair *pair = &object->pairs[i];
        struct table_row *header = &table->rows.v[0];
        uint32_t at = strmap_find(keys, pair->key->text);
        if (at == STRMAP_NONE && header->n < CSV_MAX_FIELDS) {
            at = (uint32_t)header->n;
            (void)strmap_add(keys, pair->key->text, at);
            header->cells[header->n++] = (struct csv_field){pair->key->text, pair->key->at};
            row.n = header->n;
        }
        if (at != STRMAP_NONE) {
            struct csv_field field = {text_of(import, pair->value), pair->value->at};
            row.cells[at] = trim(import->arena, field);
        }
    }
    vec_push(&table->rows, row);
}

static void read_list(struct import *import, const struct yaml_node *list, const char *name,
                      struct tables *tables)
{
    struct table table = {.name = name};
    struct strmap keys = {0};
    struct table_row header = {arena_array(import->arena, CSV_MAX_FIELDS, sizeof(*header.cells)),
                               0};
    vec_push(&table.rows, header);
    for (size_t i = 0; i < list->n; i++) {
        if (nodes_is_object(import, list->items[i], "a row")) {
            read_object(import, list->items[i], &keys, &table);
        }
    }
    strmap_free(&keys);
    vec_push(tables, table);
}

static bool read_json(struct import *import, const char *file, const char *name,
                      struct tables *tables)
{
    const struct yaml_node *root = import_read_json(import, file);
    if (root == NULL) {
        return false;
    }
    if (root->kind == YAML_SEQUENCE) {
        read_list(import, root, name, tables);
    }
    for (size_t i = 0; root->kind == YAML_MAPPING && i < root->n; i++) {
        if (root->pairs[i].value->kind == YAML_SEQUENCE) {
            read_list(import, root->pairs[i].value, root->pairs[i].key->text, tables);
        }
    }
    return true;
}

/* ---- workbooks -------------------------------------------------------------- */

static void add_cell(struct strbuf *out, const char *text)
{
    strbuf_add(out, "\"");
    for (; *text != '\0'; text++) {
        strbuf_add(out, *text == '"' ? "\"" : "");
        strbuf_add_bytes(out, text, 1);
    }
    strbuf_add(out, "\"");
}

/* A sheet as it would be saved as CSV, each row in its line, so that complaints can show it. */
static bool read_sheet(struct import *import, const struct xlsx_sheet *sheet, const char *name,
                       struct tables *tables)
{
    struct strbuf out = {0};
    const struct xlsx_cell *cell = sheet->cells, *end = sheet->cells + sheet->n_cells;
    if (sheet->n_columns > CSV_MAX_FIELDS) {
        return diag_error(import->diags, DIAG_IMPORT_SHAPE, SRC_NOWHERE,
                          "%s has something in its column number %u: %d are read at most",
                          xlsx_where(import->arena, sheet, 0, 0), sheet->n_columns, CSV_MAX_FIELDS);
    }
    for (uint32_t r = 1; r <= sheet->n_rows; r++) {
        for (uint32_t c = 1; cell < end && cell->row == r; cell++) {
            for (; c < cell->column; c++) {
                strbuf_add(&out, ",");
            }
            add_cell(&out, cell->text);
        }
        strbuf_add(&out, "\n");
    }
    size_t n = out.n;
    const char *text = strbuf_finish(&out, import->arena);
    uint32_t file = source_add(import->sources, xlsx_where(import->arena, sheet, 0, 0), text, n);
    struct table table = {.name = name};
    bool ok = read_csv(import, file, &table);
    vec_push(tables, table);
    return ok;
}

/* "Sheet1" says nothing; the file's name may. */
static bool read_book(struct import *import, uint32_t file, const char *stem, struct tables *tables)
{
    struct xlsx book;
    bool ok = xlsx_read_source(import->arena, import->sources, file, import->diags, &book);
    for (uint32_t i = 0; ok && i < book.n_sheets; i++) {
        const char *name = book.sheets[i].name;
        bool usual = strncmp(name, "Sheet", 5) == 0 || strncmp(name, "Tabelle", 7) == 0;
        if (book.sheets[i].n_rows > 0 && book.sheets[i].n_columns > 0) {
            ok = read_sheet(import, &book.sheets[i], usual && book.n_sheets == 1 ? stem : name,
                            tables);
        }
    }
    if (!ok) {
        diag_hint(import->diags, "save each sheet as CSV (UTF-8)");
    }
    return ok;
}

/* ---- files ----------------------------------------------------------------- */

static const char *stem_of(struct arena *arena, const char *name)
{
    const char *slash = strrchr(name, '/');
    const char *base = slash != NULL ? slash + 1 : name;
    const char *dot = strrchr(base, '.');
    return arena_text(arena, base, dot != NULL ? (size_t)(dot - base) : strlen(base));
}

bool table_read_file(struct import *import, const char *name, struct tables *tables)
{
    const char *stem = stem_of(import->arena, name);
    uint32_t file;
    if (!diag_read_source(import->diags, import->sources, name, XLSX_BYTES, &file)) {
        return false;
    }
    if (xlsx_is_zip(&import->sources->files[file])) {
        return read_book(import, file, stem, tables);
    }
    table_bytes_convert(import, &file);
    const char *bytes = import->sources->files[file].bytes;
    bytes += strncmp(bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    char first = bytes[strspn(bytes, " \t\r\n")];
    if (first == '[' || first == '{') {
        return read_json(import, name, stem, tables);
    }
    struct table table = {.name = stem};
    bool ok = read_csv(import, file, &table);
    vec_push(tables, table);
    return ok;
}

void table_free(struct tables *tables)
{
    for (size_t i = 0; i < tables->n; i++) {
        vec_free(&tables->v[i].rows);
    }
    vec_free(tables);
}
