/* Spreadsheets: what good ones hold, and what is said of bad ones. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "import/xlsx.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>

struct part {
    const char *name, *text;
};

#define RELATIONS(inside) "<Relationships>" inside "</Relationships>"
#define HEAD              "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\r\n"

static const struct part root = {
    "_rels/.rels",
    HEAD RELATIONS("<Relationship Id='r1' Type='http://x/officeDocument' Target='xl/book.xml'/>")};
static const struct part relations = {
    "xl/_rels/book.xml.rels",
    HEAD RELATIONS("<Relationship Id='a' Type='http://x/worksheet' Target='sheets/one.xml'/>"
                   "<Relationship Id='b' Type='http://x/worksheet' Target='/xl/two.xml'/>"
                   "<Relationship Id='c' Type='http://x/sharedStrings' Target='strings.xml'/>"
                   "<Relationship Id='d' Type='http://x/styles' Target='styles.xml'/>")};
static const struct part book = {
    "xl/book.xml", HEAD
    "<workbook xmlns:r='http://r'><workbookPr/><sheets><sheet name='Talks &amp; BoFs' sheetId='7' "
    "r:id='b'/><sheet name='rooms' sheetId='1' r:id='a'/></sheets></workbook>"};
static const struct part strings = {
    "xl/strings.xml",
    HEAD "<sst><si><t>plain</t></si><si><t xml:space='preserve'> kept  </t></si><si><r><t>ri"
         "</t></r><r><rPr/><t xml:space='preserve'>ch text</t></r><rPh><t>no</t></rPh></si>"
         "<si><t>a_x000A_b_x005F_c_x</t></si><si><t/></si></sst>"};
static const struct part styles = {
    "xl/styles.xml", HEAD
    "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='yyyy\\-mm\\-dd'/><numFmt "
    "numFmtId='165' formatCode='0.00\" days\"[Red]'/><numFmt numFmtId='166' formatCode='[h]:mm'/>"
    "</numFmts><fills><fill><patternFill patternType='none'/></fill><fill><patternFill "
    "patternType='solid'><fgColor rgb='FF555753'/></patternFill></fill><fill><patternFill "
    "patternType='solid'><fgColor rgb='babdb6'/></patternFill></fill><fill><patternFill "
    "patternType='solid'><fgColor theme='3'/></patternFill></fill></fills><cellXfs><xf "
    "fillId='0' numFmtId='0'/><xf fillId='1' numFmtId='164'/><xf fillId='2' numFmtId='165'/><xf "
    "fillId='3' numFmtId='166'/><xf fillId='9' numFmtId='22'/></cellXfs></styleSheet>"};
static const struct part sheet_one = {
    "xl/sheets/one.xml",
    HEAD "<worksheet><sheetData><row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='s'><v>1</v></c>"
         "<c t='s'><v>2</v></c><c t='s'><v>3</v></c><c t='s'><v>4</v></c></row>"
         "<row><c r='A2' s='0'><v>12</v></c><c><v>0.39583333333333331</v></c>"
         "<c s='3'><v>0.39583333333333331</v></c><c s='1'><v>44405</v></c>"
         "<c s='4'><v>44405.5</v></c><c s='2'><v>1E-3</v></c><c><v>2.5e17</v></c></row>"
         "<row r='4'><c r='AA4' t='b'><v>1</v></c><c r='B4' t='inlineStr'><is><t>in</t></is></c>"
         "<c r='C4' t='str'><f>1</f><v>formula</v></c><c r='D4' t='e'><v>#REF!</v></c>"
         "<c r='E4' s='2'/><c r='F4' s='0'/></row></sheetData></worksheet>"};
static const struct part sheet_two = {"xl/two.xml", HEAD "<chartsheet/>"};

static const struct part *const good[] = {&root,   &relations, &book,     &strings,
                                          &styles, &sheet_one, &sheet_two};

static char path[64];

/* The good book; `change` in place of the part of its name (its text NULL: without that part). */
static void write_book(const struct part *change)
{
    int error;
    unlink(path);
    zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &error);
    assert_non_null(zip);
    for (size_t i = 0; i < BASE_COUNT(good); i++) {
        const struct part *part = good[i];
        if (change != NULL && strcmp(change->name, part->name) == 0) {
            part = change;
        }
        if (part->text != NULL) {
            zip_source_t *source = zip_source_buffer(zip, part->text, strlen(part->text), 0);
            assert_true(zip_file_add(zip, part->name, source, 0) >= 0);
        }
    }
    assert_int_equal(zip_close(zip), 0);
}

struct reading {
    struct arena arena;
    struct source_set sources;
    struct diag_list diags;
    struct xlsx book;
};

static bool begin(struct reading *reading)
{
    *reading = (struct reading){.sources = SOURCE_SET_EMPTY, .diags = DIAG_LIST_EMPTY};
    return xlsx_read(&reading->arena, &reading->sources, path, &reading->diags, &reading->book);
}

static void end(struct reading *reading)
{
    arena_free(&reading->arena);
    diag_free(&reading->diags);
    source_free(&reading->sources);
}

static void assert_cell(const struct xlsx_sheet *sheet, uint32_t row, uint32_t column,
                        enum xlsx_kind kind, const char *text)
{
    const struct xlsx_cell *cell = xlsx_cell(sheet, row, column);
    assert_non_null(cell);
    assert_int_equal(cell->kind, kind);
    assert_string_equal(cell->text, text);
}

static void test_cells_are_read(void **state)
{
    (void)state;
    struct reading reading;
    write_book(NULL);
    assert_true(begin(&reading));
    assert_int_equal(reading.book.n_sheets, 2);
    assert_string_equal(reading.book.sheets[0].name, "Talks & BoFs");
    const struct xlsx_sheet *sheet = xlsx_find(&reading.book, "Rooms");
    assert_ptr_equal(sheet, &reading.book.sheets[1]);
    assert_cell(sheet, 1, 1, XLSX_TEXT, "plain");
    assert_cell(sheet, 1, 2, XLSX_TEXT, " kept  ");
    assert_cell(sheet, 1, 3, XLSX_TEXT, "rich text");
    assert_cell(sheet, 1, 4, XLSX_TEXT, "a b_c_x");
    assert_null(xlsx_cell(sheet, 1, 5));
    assert_cell(sheet, 2, 1, XLSX_NUMBER, "12");
    assert_cell(sheet, 2, 2, XLSX_NUMBER, "0.395833333333333");
    assert_cell(sheet, 2, 3, XLSX_DATE, "09:30");
    assert_cell(sheet, 2, 4, XLSX_DATE, "2021-07-28");
    assert_cell(sheet, 2, 5, XLSX_DATE, "2021-07-28 12:00");
    assert_cell(sheet, 2, 6, XLSX_NUMBER, "0.001");
    assert_cell(sheet, 2, 7, XLSX_NUMBER, "250000000000000000");
    assert_cell(sheet, 4, 27, XLSX_FLAG, "true");
    assert_cell(sheet, 4, 2, XLSX_TEXT, "in");
    assert_cell(sheet, 4, 3, XLSX_TEXT, "formula");
    assert_cell(sheet, 4, 4, XLSX_ERROR, "#REF!");
    assert_string_equal(xlsx_text(sheet, 3, 1), "");
    assert_int_equal(sheet->n_rows, 4);
    assert_int_equal(sheet->n_columns, 27);
    assert_int_equal(xlsx_find(&reading.book, "talks & bofs")->n_cells, 0);
    assert_null(xlsx_find(&reading.book, "talks"));
    end(&reading);
}

static void test_fills_are_colours(void **state)
{
    (void)state;
    struct reading reading;
    write_book(NULL);
    assert_true(begin(&reading));
    const struct xlsx_sheet *sheet = xlsx_find(&reading.book, "rooms");
    assert_int_equal(xlsx_cell(sheet, 2, 4)->fill, 0x555753);
    assert_int_equal(xlsx_cell(sheet, 4, 5)->fill, 0xbabdb6);
    assert_int_equal(xlsx_cell(sheet, 4, 5)->kind, XLSX_EMPTY);
    assert_int_equal(xlsx_cell(sheet, 2, 3)->fill, XLSX_NO_FILL);
    assert_int_equal(xlsx_cell(sheet, 2, 5)->fill, XLSX_NO_FILL);
    assert_int_equal(xlsx_cell(sheet, 1, 1)->fill, XLSX_NO_FILL);
    assert_null(xlsx_cell(sheet, 4, 6));
    end(&reading);
}

static void test_dates_count_from_1900_or_1904(void **state)
{
    (void)state;
    struct reading reading;
    struct part change = {"xl/book.xml",
                          "<workbook xmlns:r='http://r'><workbookPr date1904='1'/><sheets><sheet "
                          "name='rooms' r:id='a'/></sheets></workbook>"};
    write_book(&change);
    assert_true(begin(&reading));
    assert_cell(&reading.book.sheets[0], 2, 4, XLSX_DATE, "2025-07-29");
    end(&reading);
}

static void test_places_are_named(void **state)
{
    (void)state;
    struct arena arena = ARENA_EMPTY;
    struct xlsx_sheet sheet = {.name = "talks", .book = "book.xlsx"};
    assert_string_equal(xlsx_where(&arena, &sheet, 4, 28), "book.xlsx, sheet 'talks', cell AB4");
    assert_string_equal(xlsx_where(&arena, &sheet, 4, 26), "book.xlsx, sheet 'talks', cell Z4");
    assert_string_equal(xlsx_where(&arena, &sheet, 4, 0), "book.xlsx, sheet 'talks', row 4");
    assert_string_equal(xlsx_where(&arena, &sheet, 0, 0), "book.xlsx, sheet 'talks'");
    arena_free(&arena);
}

static void assert_refused(const char *part)
{
    struct reading reading;
    assert_false(begin(&reading));
    assert_int_equal(reading.diags.errors, 1);
    const char *text = diag_render(&reading.diags, &reading.sources);
    if (strstr(text, part) == NULL) {
        fail_msg("'%s' is not in: %s", part, text);
    }
    end(&reading);
}

#define SHEET(inside)  "<worksheet><sheetData>" inside "</sheetData></worksheet>"
#define ONE_CELL(cell) SHEET("<row r='3'>" cell "</row>")

static void test_bad_books_are_refused(void **state)
{
    (void)state;
    static const struct {
        struct part change;
        const char *said;
    } cases[] = {
        {{"_rels/.rels", NULL}, "a part that is needed is not there: _rels/.rels"},
        {{"xl/book.xml", NULL}, "is not there: xl/book.xml"},
        {{"xl/book.xml", "<document/>"}, "no spreadsheet: xl/book.xml"},
        {{"xl/_rels/book.xml.rels", NULL}, "is not there: xl/_rels/book.xml.rels"},
        {{"xl/_rels/book.xml.rels", RELATIONS("")}, "its list of sheets"},
        {{"xl/strings.xml", NULL}, "is not there: xl/strings.xml"},
        {{"xl/strings.xml", "<sst/>"}, "sheet 'rooms', cell A1: its text is not among the file's"},
        {{"xl/styles.xml", "<styleSheet>"}, "/xl/styles.xml:1:1"},
        {{"xl/sheets/one.xml", NULL}, "is not there: xl/sheets/one.xml"},
        {{"xl/sheets/one.xml", "<worksheet><sheetData></worksheet>"}, "/xl/sheets/one.xml:1"},
        {{"xl/sheets/one.xml", ""}, "/xl/sheets/one.xml:1"},
        {{"xl/sheets/one.xml", ONE_CELL("<c r='A9999999'/>")}, "no cell"},
        {{"xl/sheets/one.xml", ONE_CELL("<c r='A99999999999999999999999'/>")}, "no cell"},
        {{"xl/sheets/one.xml", ONE_CELL("<c r='XFE1'/>")}, "no cell"},
        {{"xl/sheets/one.xml", ONE_CELL("<c r='AAAAAAAAAAAAAAAAAAAAAAA1'/>")}, "no cell"},
        {{"xl/sheets/one.xml", ONE_CELL("<c r='12'/>")}, "no cell"},
        {{"xl/sheets/one.xml", ONE_CELL("<c r='B'/>")}, "no cell"},
        {{"xl/sheets/one.xml", SHEET("<row r='0'/>")}, "no row"},
        {{"xl/sheets/one.xml", SHEET("<row r='1048577'/>")}, "no row"},
        {{"xl/sheets/one.xml", ONE_CELL("<c r='A3' t='s'><v>-1</v></c>")}, "cell A3"},
        {{"xl/sheets/one.xml", ONE_CELL("<c r='A3' t='s'><v>5</v></c>")}, "cell A3"},
        {{"xl/sheets/one.xml", ONE_CELL("<c r='A3' t='s'><v>x</v></c>")}, "cell A3"},
    };
    for (size_t i = 0; i < BASE_COUNT(cases); i++) {
        write_book(&cases[i].change);
        assert_refused(cases[i].said);
    }
}

static void test_zip_bombs_are_refused(void **state)
{
    (void)state;
    size_t size = (33 << 20) + 100;
    char *blanks = malloc(size + 1);
    assert_non_null(blanks);
    memset(blanks, ' ', size);
    blanks[size] = '\0';
    struct part change = {"xl/sheets/one.xml", blanks};
    write_book(&change);
    assert_refused("larger than a spreadsheet may be here (32 MB, 96 MB in all)");
    free(blanks);
}

static void write_bytes(const char *bytes, size_t n)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, n, file), n);
    assert_int_equal(fclose(file), 0);
}

static void test_what_is_no_zip_is_refused(void **state)
{
    (void)state;
    write_bytes("", 0);
    assert_refused("this is no .xlsx file");
    write_bytes("PK\003\004 and then nothing", 21);
    assert_refused("the archive is damaged");
    write_bytes("{\"a\": 1}", 8);
    assert_refused("this is no .xlsx file");
}

/* Whatever byte is wrong: it is read, or there is a complaint. */
static void test_damaged_books_end_well(void **state)
{
    (void)state;
    static char bytes[65536], changed[65536];
    write_book(NULL);
    FILE *file = fopen(path, "rb");
    size_t n = fread(bytes, 1, sizeof(bytes), file);
    assert_int_equal(fclose(file), 0);
    assert_true(n > 1000 && n < sizeof(bytes));
    for (size_t i = 0; i < n; i += 3) {
        struct reading reading;
        memcpy(changed, bytes, n);
        changed[i] = (char)(changed[i] ^ (1 << (i % 8)));
        write_bytes(changed, i % 2 == 0 ? n : i);
        bool ok = begin(&reading);
        if (ok != (reading.diags.errors == 0)) {
            fail_msg("byte %zu: %s", i, diag_render(&reading.diags, &reading.sources));
        }
        end(&reading);
    }
}

static int make_path(void **state)
{
    (void)state;
    (void)snprintf(path, sizeof(path), "/tmp/confab-xlsx-XXXXXX");
    int descriptor = mkstemp(path);
    return descriptor >= 0 ? close(descriptor) : 1;
}

static int remove_path(void **state)
{
    (void)state;
    return unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cells_are_read),
        cmocka_unit_test(test_fills_are_colours),
        cmocka_unit_test(test_dates_count_from_1900_or_1904),
        cmocka_unit_test(test_places_are_named),
        cmocka_unit_test(test_bad_books_are_refused),
        cmocka_unit_test(test_zip_bombs_are_refused),
        cmocka_unit_test(test_what_is_no_zip_is_refused),
        cmocka_unit_test(test_damaged_books_end_well),
    };
    return cmocka_run_group_tests_name("xlsx", tests, make_path, remove_path);
}
