"""Workbooks (.xlsx) without Confab, read and written: for the tests of what is imported."""
import re
import zipfile
from xml.etree import ElementTree
from xml.sax.saxutils import escape

SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
FILL = "555753"  # of the cells that are written as '#'


def column_number(letters):
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number):
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def read_fills(archive):
    """Of each cell format, as RRGGBB; "" where there is none."""
    if "xl/styles.xml" not in archive.namelist():
        return [""]
    root = ElementTree.fromstring(archive.read("xl/styles.xml"))
    fills = []
    for fill in root.find(SPACE + "fills"):
        pattern = fill.find(SPACE + "patternFill")
        colour = None if pattern is None else pattern.find(SPACE + "fgColor")
        solid = pattern is not None and pattern.get("patternType") == "solid" and colour is not None
        fills.append((colour.get("rgb") or "")[-6:] if solid else "")
    return [fills[int(style.get("fillId") or 0)] for style in root.find(SPACE + "cellXfs")] or [""]


def content_of(cell, strings):
    """A text, a number, a flag, or None."""
    value, inline = cell.find(SPACE + "v"), cell.find(SPACE + "is")
    if inline is not None:
        return "".join(part.text or "" for part in inline.iter(SPACE + "t"))
    if value is None or not value.text:
        return None
    if cell.get("t") == "s":
        return strings[int(value.text)]
    if cell.get("t") == "b":
        return value.text == "1"
    if cell.get("t") in (None, "n"):
        number = float(value.text)
        return int(number) if number == int(number) else number
    return value.text


def read_sheet(root, strings, fills):
    cells = {}
    for cell in root.iter(SPACE + "c"):
        letters, row = re.match(r"([A-Z]+)(\d+)", cell.get("r")).groups()
        cells[int(row), column_number(letters)] = (content_of(cell, strings), fills[int(cell.get("s") or 0)])
    return cells


def read_book(path):
    """{sheet: {(row, column): (content, fill)}}"""
    with zipfile.ZipFile(path) as archive:
        strings = []
        if "xl/sharedStrings.xml" in archive.namelist():
            for item in ElementTree.fromstring(archive.read("xl/sharedStrings.xml")):
                strings.append("".join(text.text or "" for text in item.iter(SPACE + "t")))
        fills = read_fills(archive)
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
        targets = {relation.get("Id"): relation.get("Target").removeprefix("/") for relation in relations}
        sheets = {}
        for sheet in book.find(SPACE + "sheets"):
            member = targets[sheet.get("{" + OFFICE + "}id")]
            member = member if member.startswith("xl/") else "xl/" + member
            sheets[sheet.get("name")] = read_sheet(ElementTree.fromstring(archive.read(member)), strings, fills)
        return sheets


def rows_of(cells):
    """A sheet as [[content, …], …], None where there is nothing."""
    rows = []
    for (row, column), (content, _) in sorted(cells.items()):
        rows.extend([] for _ in range(row - len(rows)))
        rows[row - 1].extend([None] * (column - len(rows[row - 1])))
        rows[row - 1][column - 1] = content
    return rows


def write_book(path, sheets):
    """sheets: {name: [[text, number, None, or '#' for an empty cell that is filled, …], …]}"""
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

    def cell(row, column, content):
        place = f"{column_letters(column)}{row}"
        if content == "#":
            return f'<c r="{place}" s="1"/>'
        if isinstance(content, bool):
            return f'<c r="{place}" t="b"><v>{int(content)}</v></c>'
        if isinstance(content, str):
            return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(content)}</t></is></c>'
        return f'<c r="{place}"><v>{content}</v></c>'

    relation = '<Relationship Id="r{0}" Type="' + OFFICE + '/{1}" Target="{2}"/>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        def add(name, text):
            archive.writestr(zipfile.ZipInfo(name), head + text)

        add("_rels/.rels", f'<Relationships xmlns="{PACKAGE}">'
            + relation.format(1, "officeDocument", "xl/workbook.xml") + "</Relationships>")
        names = "".join(f'<sheet name="{escape(name)}" sheetId="{i}" r:id="r{i}"/>' for i, name in enumerate(sheets, 1))
        add("xl/workbook.xml", f'<workbook xmlns="{SPACE[1:-1]}" xmlns:r="{OFFICE}"><sheets>{names}</sheets></workbook>')
        add("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{PACKAGE}">'
            + "".join(relation.format(i, "worksheet", f"worksheets/sheet{i}.xml") for i in range(1, len(sheets) + 1))
            + relation.format(len(sheets) + 1, "styles", "styles.xml") + "</Relationships>")
        add("xl/styles.xml", f'<styleSheet xmlns="{SPACE[1:-1]}"><fills count="3"><fill><patternFill patternType="none"/>'
            '</fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid">'
            f'<fgColor rgb="FF{FILL}"/></patternFill></fill></fills><cellXfs count="2"><xf fillId="0"/>'
            '<xf fillId="2"/></cellXfs></styleSheet>')
        for i, rows in enumerate(sheets.values(), 1):
            data = "".join(f'<row r="{r}">' + "".join(cell(r, c, content) for c, content in enumerate(cells, 1)
                                                      if content not in (None, ""))
                           + "</row>" for r, cells in enumerate(rows, 1))
            add(f"xl/worksheets/sheet{i}.xml",
                f'<worksheet xmlns="{SPACE[1:-1]}"><sheetData>{data}</sheetData></worksheet>')
