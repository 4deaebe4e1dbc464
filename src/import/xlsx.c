#include "import/xlsx.h"

#include "base/vec.h"
#include "exchange/xml_tree.h"
#include "import/xlsx_styles.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

enum {
    MEMBER_BYTES = 32 << 20,
    ALL_BYTES = 96 << 20,
    MAX_SHEETS = 1000,
    MAX_ROWS = 1048576,
    MAX_COLUMNS = 16384,
};

struct reader {
    struct arena *arena;
    struct source_set *sources;
    struct diag_list *diags;
    struct xlsx *book;
    zip_t *zip;
    size_t n_bytes; /* unpacked so far */
    const struct xml_element *workbook, *relations;
    const char **strings;
    uint32_t n_strings;
    struct xlsx_styles styles;
    bool from_1904;
};

/* A sheet while it is read. */
struct sheet_reader {
    struct reader *reader;
    const char *name;
    uint32_t row, column; /* of the last cell */
    VEC(struct xlsx_cell) cells;
};

static bool complain(struct reader *reader, const char *what, const char *member)
{
    return diag_error(reader->diags, DIAG_IMPORT_SHAPE, SRC_NOWHERE, "%s: %s%s%s",
                      reader->book->name, what, member[0] != '\0' ? ": " : "", member);
}

/* ---- the archive ----------------------------------------------------------- */

static bool open_archive(struct reader *reader, uint32_t file)
{
    const struct source *bytes = &reader->sources->files[file];
    if (!xlsx_is_zip(bytes)) {
        return complain(reader, "this is no .xlsx file, which is a zip archive", "");
    }
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(bytes->bytes, bytes->size, 0, &error);
    reader->zip = source != NULL ? zip_open_from_source(source, ZIP_RDONLY, &error) : NULL;
    if (reader->zip == NULL && zip_error_code_zip(&error) == ZIP_ER_MEMORY) {
        base_out_of_memory();
    }
    if (reader->zip == NULL) {
        zip_source_free(source);
        (void)complain(reader, "the archive is damaged", "");
    }
    zip_error_fini(&error);
    return reader->zip != NULL;
}

/* What is unpacked counts, not what the archive says of its size. */
static bool unpack(struct reader *reader, zip_file_t *file, const char *member, uint32_t *source)
{
    VEC(char) bytes = {0};
    zip_int64_t got;
    do {
        vec_reserve(&bytes, bytes.n + 65536);
        got = zip_fread(file, bytes.v + bytes.n, bytes.cap - bytes.n);
        bytes.n += got > 0 ? (size_t)got : 0;
    } while (got > 0 && bytes.n <= MEMBER_BYTES && reader->n_bytes + bytes.n <= ALL_BYTES);
    reader->n_bytes += bytes.n;
    bool ok = true;
    if (got < 0) {
        ok = complain(reader, "the archive is damaged", member);
    } else if (got > 0) {
        ok = complain(reader, "this is larger than a spreadsheet may be here (32 MB, 96 MB in all)",
                      member);
    } else {
        const char *name = arena_print(reader->arena, "%s/%s", reader->book->name, member);
        *source = source_add(reader->sources, name, bytes.v, bytes.n);
    }
    vec_free(&bytes);
    return ok;
}

/* The member's document, in `arena`. NULL: a complaint, also when it is not there and `needed`. */
static const struct xml_element *read_member(struct reader *reader, struct arena *arena,
                                             const char *member, bool needed)
{
    zip_file_t *file = zip_fopen(reader->zip, member, 0);
    uint32_t source = 0;
    if (file == NULL) {
        bool missing = zip_error_code_zip(zip_get_error(reader->zip)) == ZIP_ER_NOENT;
        if (!missing || needed) {
            (void)complain(reader,
                           missing ? "a part that is needed is not there" : "a part cannot be read",
                           member);
        }
        return NULL;
    }
    bool ok = unpack(reader, file, member, &source);
    (void)zip_fclose(file);
    return ok ? xml_tree_read(arena, reader->sources, source, reader->diags) : NULL;
}

/* ---- which member is what -------------------------------------------------- */

static bool ends_with(const char *text, const char *end)
{
    size_t n = strlen(text), m = strlen(end);
    return n >= m && strcmp(text + n - m, end) == 0;
}

/* The relation with this id, or with this kind of target; NULL: none. */
static const char *find_target(const struct xml_element *relations, const char *id,
                               const char *type)
{
    const struct xml_element *one = xml_tree_child(relations, "Relationship");
    for (; one != NULL; one = xml_tree_next(one, "Relationship")) {
        const char *value = xml_tree_attribute(one, id != NULL ? "Id" : "Type");
        if (value != NULL && (id != NULL ? strcmp(value, id) == 0 : ends_with(value, type))) {
            return xml_tree_attribute(one, "Target");
        }
    }
    return NULL;
}

/* Targets are relative to the folder that their source is in, or begin with a slash. */
static const char *member_of(struct reader *reader, const char *folder, const char *target)
{
    return target[0] == '/' ? target + 1 : arena_print(reader->arena, "%s%s", folder, target);
}

static bool open_workbook(struct reader *reader, const char **folder)
{
    const struct xml_element *root = read_member(reader, reader->arena, "_rels/.rels", true);
    if (root == NULL) {
        return false;
    }
    const char *target = find_target(root, NULL, "/officeDocument");
    const char *member = member_of(reader, "", target != NULL ? target : "xl/workbook.xml");
    reader->workbook = read_member(reader, reader->arena, member, true);
    if (reader->workbook == NULL) {
        return false;
    }
    if (strcmp(reader->workbook->name, "workbook") != 0) {
        return complain(reader, "this is an office document, but no spreadsheet", member);
    }
    const char *slash = strrchr(member, '/');
    size_t n = slash != NULL ? (size_t)(slash + 1 - member) : 0;
    *folder = arena_text(reader->arena, member, n);
    const char *relations = arena_print(reader->arena, "%s_rels/%s.rels", *folder, member + n);
    reader->relations = read_member(reader, reader->arena, relations, true);
    const char *from_1904 = "false";
    const struct xml_element *settings = xml_tree_child(reader->workbook, "workbookPr");
    if (settings != NULL && xml_tree_attribute(settings, "date1904") != NULL) {
        from_1904 = xml_tree_attribute(settings, "date1904");
    }
    reader->from_1904 = strcmp(from_1904, "1") == 0 || strcmp(from_1904, "true") == 0;
    return reader->relations != NULL;
}

/* ---- texts ----------------------------------------------------------------- */

/* "_x000D_" is a character that XML has no place for. */
static const char *unescape(struct arena *arena, const char *text)
{
    if (strstr(text, "_x") == NULL) {
        return text;
    }
    char *out = arena_text(arena, text, strlen(text)), *to = out;
    for (const char *at = text; *at != '\0';) {
        unsigned long code = 0x80;
        if (strncmp(at, "_x", 2) == 0 && strspn(at + 2, "0123456789abcdefABCDEF") == 4 &&
            at[6] == '_') {
            code = strtoul(at + 2, NULL, 16);
        }
        char character = *at;
        if (code < 0x80) {
            character = (char)(code < ' ' ? ' ' : code);
        }
        *to++ = character;
        at += code < 0x80 ? 7 : 1;
    }
    *to = '\0';
    return out;
}

/* Of <si> or <is>: one text, or runs with a text each. */
static const char *read_rich(struct reader *reader, const struct xml_element *element)
{
    VEC(char) text = {0};
    for (const struct xml_element *part = element->first; part != NULL; part = part->next) {
        bool is_text = strcmp(part->name, "t") == 0, is_run = strcmp(part->name, "r") == 0;
        const struct xml_element *piece = is_text  ? part
                                          : is_run ? xml_tree_child(part, "t")
                                                   : NULL;
        size_t n = piece != NULL ? strlen(piece->text) : 0;
        vec_reserve(&text, text.n + n + 1);
        memcpy(text.v + text.n, n > 0 ? piece->text : "", n);
        text.n += n;
    }
    const char *all = arena_text(reader->arena, text.n > 0 ? text.v : "", text.n);
    vec_free(&text);
    return unescape(reader->arena, all);
}

static bool read_strings(struct reader *reader, const char *folder)
{
    const char *target = find_target(reader->relations, NULL, "/sharedStrings");
    if (target == NULL) {
        return true;
    }
    struct arena tree = ARENA_EMPTY;
    const struct xml_element *root =
        read_member(reader, &tree, member_of(reader, folder, target), true);
    VEC(const char *) strings = {0};
    const struct xml_element *one = xml_tree_child(root, "si");
    for (; one != NULL; one = xml_tree_next(one, "si")) {
        vec_push(&strings, read_rich(reader, one));
    }
    reader->strings = vec_to_arena(&strings, reader->arena);
    reader->n_strings = (uint32_t)strings.n;
    vec_free(&strings);
    arena_free(&tree);
    return root != NULL;
}

static bool read_styles(struct reader *reader, const char *folder)
{
    const char *target = find_target(reader->relations, NULL, "/styles");
    struct arena tree = ARENA_EMPTY;
    const struct xml_element *root =
        target != NULL ? read_member(reader, &tree, member_of(reader, folder, target), true) : NULL;
    reader->styles = xlsx_styles_read(reader->arena, root);
    arena_free(&tree);
    return root != NULL || target == NULL;
}

/* ---- cells ----------------------------------------------------------------- */

static bool complain_of_cell(struct sheet_reader *sheet, const struct xlsx_cell *cell,
                             const char *what)
{
    struct xlsx_sheet named = {.name = sheet->name, .book = sheet->reader->book->name};
    return diag_error(sheet->reader->diags, DIAG_IMPORT_SHAPE, SRC_NOWHERE, "%s: %s",
                      xlsx_where(sheet->reader->arena, &named, cell->row, cell->column), what);
}

/* "AB12"; without it the cell is the next of its row. */
static bool read_place(struct sheet_reader *sheet, const char *name, struct xlsx_cell *cell)
{
    cell->row = sheet->row;
    cell->column = sheet->column + 1;
    if (name != NULL) {
        uint32_t column = 0;
        for (; isalpha((unsigned char)*name) && column <= MAX_COLUMNS; name++) {
            column = column * 26 + (uint32_t)(toupper((unsigned char)*name) - 'A') + 1;
        }
        size_t digits = strspn(name, "0123456789");
        unsigned long row = digits > 0 && digits < 10 ? strtoul(name, NULL, 10) : 0;
        bool whole = digits > 0 && name[digits] == '\0' && column > 0 && row > 0;
        cell->row = whole ? (uint32_t)row : MAX_ROWS + 1;
        cell->column = column;
    }
    sheet->column = cell->column;
    return cell->row <= MAX_ROWS && cell->column <= MAX_COLUMNS;
}

static void read_number(struct reader *reader, const char *text, bool is_date,
                        struct xlsx_cell *cell)
{
    char *end;
    double number = strtod(text, &end);
    bool plain = text[strspn(text, "+-.0123456789eE")] == '\0' && *end == '\0';
    if (!plain || !(number > -1e300 && number < 1e300)) {
        cell->kind = XLSX_TEXT;
        cell->text = arena_text(reader->arena, text, strlen(text));
        return;
    }
    cell->number = number;
    cell->kind = is_date ? XLSX_DATE : XLSX_NUMBER;
    cell->text = is_date ? xlsx_styles_date(reader->arena, number, reader->from_1904)
                         : xlsx_styles_number(reader->arena, number);
}

static bool read_value(struct sheet_reader *sheet, const struct xml_element *element, bool is_date,
                       struct xlsx_cell *cell)
{
    struct reader *reader = sheet->reader;
    const char *type = xml_tree_attribute(element, "t");
    const struct xml_element *value = xml_tree_child(element, "v");
    const struct xml_element *own = xml_tree_child(element, "is");
    type = type != NULL ? type : "n";
    const char *text = value != NULL ? value->text : "";
    cell->kind = XLSX_TEXT;
    if (strcmp(type, "inlineStr") == 0) {
        cell->text = own != NULL ? read_rich(reader, own) : "";
    } else if (text[0] == '\0') {
        cell->text = "";
    } else if (strcmp(type, "s") == 0) {
        char *end;
        unsigned long at = strtoul(text, &end, 10);
        if (*end != '\0' || at >= reader->n_strings) {
            return complain_of_cell(sheet, cell, "its text is not among the file's");
        }
        cell->text = reader->strings[at];
    } else if (strcmp(type, "n") == 0) {
        read_number(reader, text, is_date, cell);
    } else if (strcmp(type, "b") == 0) {
        cell->kind = XLSX_FLAG;
        cell->text = strcmp(text, "1") == 0 || strcmp(text, "true") == 0 ? "true" : "false";
    } else {
        cell->kind = strcmp(type, "e") == 0 ? XLSX_ERROR : XLSX_TEXT;
        cell->text = unescape(reader->arena, arena_text(reader->arena, text, strlen(text)));
    }
    cell->kind = cell->text[0] == '\0' ? XLSX_EMPTY : cell->kind;
    return true;
}

static bool read_cell(struct sheet_reader *sheet, const struct xml_element *element)
{
    struct xlsx_cell cell = {.fill = XLSX_NO_FILL, .text = ""};
    const char *style = xml_tree_attribute(element, "s");
    const struct xlsx_styles *styles = &sheet->reader->styles;
    unsigned long at = style != NULL ? strtoul(style, NULL, 10) : styles->n;
    bool is_date = at < styles->n && styles->v[at].is_date;
    if (!read_place(sheet, xml_tree_attribute(element, "r"), &cell)) {
        return diag_error(sheet->reader->diags, DIAG_IMPORT_SHAPE, element->at,
                          "sheet '%s': this is no cell that a spreadsheet can have", sheet->name);
    }
    cell.fill = at < styles->n ? styles->v[at].fill : XLSX_NO_FILL;
    if (!read_value(sheet, element, is_date, &cell)) {
        return false;
    }
    if (cell.kind != XLSX_EMPTY || cell.fill != XLSX_NO_FILL) {
        vec_push(&sheet->cells, cell);
    }
    return true;
}

static bool read_row(struct sheet_reader *sheet, const struct xml_element *element)
{
    const char *number = xml_tree_attribute(element, "r");
    unsigned long row = number != NULL ? strtoul(number, NULL, 10) : sheet->row + 1;
    if (row == 0 || row > MAX_ROWS) {
        return diag_error(sheet->reader->diags, DIAG_IMPORT_SHAPE, element->at,
                          "sheet '%s': this is no row that a spreadsheet can have", sheet->name);
    }
    sheet->row = (uint32_t)row;
    sheet->column = 0;
    const struct xml_element *cell = xml_tree_child(element, "c");
    for (; cell != NULL; cell = xml_tree_next(cell, "c")) {
        if (!read_cell(sheet, cell)) {
            return false;
        }
    }
    return true;
}

/* ---- sheets ---------------------------------------------------------------- */

static int compare_cells(const void *left, const void *right)
{
    const struct xlsx_cell *a = left, *b = right;
    if (a->row != b->row) {
        return a->row < b->row ? -1 : 1;
    }
    return a->column < b->column ? -1 : a->column > b->column;
}

static void finish_sheet(struct sheet_reader *reading, struct xlsx_sheet *sheet)
{
    if (reading->cells.n > 1) {
        qsort(reading->cells.v, reading->cells.n, sizeof(*reading->cells.v), compare_cells);
    }
    sheet->cells = vec_to_arena(&reading->cells, reading->reader->arena);
    sheet->n_cells = (uint32_t)reading->cells.n;
    for (size_t i = 0; i < reading->cells.n; i++) {
        const struct xlsx_cell *cell = &reading->cells.v[i];
        if (cell->kind != XLSX_EMPTY) {
            sheet->n_rows = cell->row > sheet->n_rows ? cell->row : sheet->n_rows;
            sheet->n_columns = cell->column > sheet->n_columns ? cell->column : sheet->n_columns;
        }
    }
}

/* Sheets that are charts have no cells. */
static bool read_sheet(struct reader *reader, const char *member, struct xlsx_sheet *sheet)
{
    struct arena tree = ARENA_EMPTY;
    const struct xml_element *root = read_member(reader, &tree, member, true);
    struct sheet_reader reading = {.reader = reader, .name = sheet->name};
    bool ok = root != NULL;
    const struct xml_element *row = xml_tree_child(xml_tree_child(root, "sheetData"), "row");
    for (; ok && row != NULL; row = xml_tree_next(row, "row")) {
        ok = read_row(&reading, row);
    }
    finish_sheet(&reading, sheet);
    vec_free(&reading.cells);
    arena_free(&tree);
    return ok;
}

static bool read_sheets(struct reader *reader, const char *folder)
{
    VEC(struct xlsx_sheet) sheets = {0};
    const struct xml_element *all = xml_tree_child(reader->workbook, "sheets");
    const struct xml_element *one = xml_tree_child(all, "sheet");
    bool ok = true;
    for (; ok && one != NULL; one = xml_tree_next(one, "sheet")) {
        const char *name = xml_tree_attribute(one, "name");
        const char *id = xml_tree_attribute(one, "id");
        const char *target = id != NULL ? find_target(reader->relations, id, "") : NULL;
        struct xlsx_sheet sheet = {.name = name, .book = reader->book->name};
        if (name == NULL || target == NULL || sheets.n == MAX_SHEETS) {
            ok = complain(reader, "its list of sheets is not as it should be", "");
        } else {
            ok = read_sheet(reader, member_of(reader, folder, target), &sheet);
            vec_push(&sheets, sheet);
        }
    }
    reader->book->sheets = vec_to_arena(&sheets, reader->arena);
    reader->book->n_sheets = (uint32_t)sheets.n;
    vec_free(&sheets);
    return ok;
}

bool xlsx_read_source(struct arena *arena, struct source_set *sources, uint32_t file,
                      struct diag_list *diags, struct xlsx *book)
{
    *book = (struct xlsx){.name = sources->files[file].name};
    struct reader reader = {.arena = arena, .sources = sources, .diags = diags, .book = book};
    const char *folder = "";
    if (!open_archive(&reader, file)) {
        return false;
    }
    bool ok = open_workbook(&reader, &folder) && read_styles(&reader, folder) &&
              read_strings(&reader, folder) && read_sheets(&reader, folder);
    zip_discard(reader.zip);
    return ok;
}

bool xlsx_read(struct arena *arena, struct source_set *sources, const char *name,
               struct diag_list *diags, struct xlsx *book)
{
    uint32_t file;
    return diag_read_source(diags, sources, name, XLSX_BYTES, &file) &&
           xlsx_read_source(arena, sources, file, diags, book);
}
