# What spreadsheets save: other encodings, and workbooks.
printf 'Titel;Referent;Dauer\r\nF\344rben \226 drei;J\374rgen M\374ller;45\r\n' >latin.csv
printf '\377\376T\0i\0t\0l\0e\0\t\0S\0p\0e\0a\0k\0e\0r\0\r\0\n\0F\0\344\0r\0b\0e\0n\0\t\0\075\330\010\336M\0i\0r\0a\0\r\0\n\0' >wide.csv
for file in latin.csv wide.csv; do
    confab import csv $file --title Days --timezone Europe/Zurich --date 2026-05-14 --hours 9-12 | grep -e title -e name
done
printf '\376\377\0T\0i\0t\0l\0e\0\n\0W\0a\0r\0p' >big.csv
confab import csv big.csv --title Days --timezone Europe/Zurich --date 2026-05-14 --hours 9-12 -q | grep -e title
python3 - <<'PY'
import zipfile
def sheet(rows):
    cells = "".join("<row r='%d'>%s</row>" % (r, "".join("<c r='%s%d' t='inlineStr'><is><t>%s</t></is></c>" % (chr(65 + c), r, text)
                                                      for c, text in enumerate(row) if text)) for r, row in enumerate(rows, 1))
    return "<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><sheetData>%s</sheetData></worksheet>" % cells
sheets = {"Talks": [["Title", "Speaker", "Length", "Mood"], ["Warp", "Mira Vogt", "45", "good"], ["Weft", "Jon Arlen", "long", ""]],
          "Rooms": [["Room", "Seats"], ["Attic", "20"]], "Notes": [["nothing"]]}
main = "xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'"
rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
with zipfile.ZipFile("book.xlsx", "w") as book:
    book.writestr("[Content_Types].xml", "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>")
    book.writestr("_rels/.rels", "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
                  "<Relationship Id='r1' Type='%s/officeDocument' Target='xl/workbook.xml'/></Relationships>" % rel)
    book.writestr("xl/workbook.xml", "<workbook %s xmlns:r='%s'><sheets>%s</sheets></workbook>" % (main, rel, "".join(
        "<sheet name='%s' sheetId='%d' r:id='r%d'/>" % (name, i, i) for i, name in enumerate(sheets, 1))))
    book.writestr("xl/_rels/workbook.xml.rels", "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>%s</Relationships>" % "".join(
        "<Relationship Id='r%d' Type='%s/worksheet' Target='worksheets/sheet%d.xml'/>" % (i, rel, i) for i in range(1, len(sheets) + 1)))
    for i, rows in enumerate(sheets.values(), 1):
        book.writestr("xl/worksheets/sheet%d.xml" % i, sheet(rows))
PY
confab import csv book.xlsx --title Days --timezone Europe/Zurich --date 2026-05-14 --hours 9-12 | grep -v '^#'
printf 'PK\003\004 no book' >other.xlsx
confab import csv other.xlsx
