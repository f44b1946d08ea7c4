"""Small workbooks made by hand for tests: the parts of an .xlsx file that our readers look at, zipped.

A cell is text, a number, a date, an `Error` as Excel shows it, or None; `Marked` is text with a footnote's mark behind
it, as a superscript run. `notes` are the paragraphs of a text box drawn on a sheet.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
FIRST_DAY = date(1899, 12, 30)  # Excel's day 0, for days after February 1900


@dataclass(frozen=True)
class Marked:
    text: str
    mark: str


@dataclass(frozen=True)
class Error:
    text: str


Cell = str | float | date | Marked | Error | None
Sheets = Mapping[str, Sequence[Sequence[Cell]]]


def workbook(sheets: Sheets, notes: Mapping[str, Sequence[str]] | None = None) -> bytes:
    """The bytes of an .xlsx file with these sheets, each a list of rows from A1 on."""
    return zipped(parts(sheets, notes or {}))


def zipped(files: Mapping[str, str]) -> bytes:
    """A zip file of these texts, the same bytes every time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def parts(sheets: Sheets, notes: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The files inside the workbook by their names."""
    strings: dict[Cell, int] = {}
    files = {}
    names, links = [], []
    for number, (name, rows) in enumerate(sheets.items(), 1):
        names.append(f'<sheet name="{escape(name)}" sheetId="{number}" r:id="rId{number}"/>')
        links.append(f'<Relationship Id="rId{number}" Type="{LINKS}/worksheet" Target="worksheets/sheet{number}.xml"/>')
        cells = "".join(
            f'<row r="{row}">{"".join(cell(one, reference(row, column), strings) for column, one in enumerate(line))}'
            "</row>"
            for row, line in enumerate(rows, 1)
        )
        drawing = '<drawing r:id="rId1"/>' if name in notes else ""
        files[f"xl/worksheets/sheet{number}.xml"] = (
            f'{HEAD}<worksheet xmlns="{MAIN}" xmlns:r="{LINKS}"><sheetData>{cells}</sheetData>{drawing}</worksheet>'
        )
        if name in notes:
            files[f"xl/worksheets/_rels/sheet{number}.xml.rels"] = relationships(
                f'<Relationship Id="rId1" Type="{LINKS}/drawing" Target="../drawings/drawing{number}.xml"/>'
            )
            files[f"xl/drawings/drawing{number}.xml"] = text_box(notes[name])
    last = len(sheets)
    links += [
        f'<Relationship Id="rId{last + 1}" Type="{LINKS}/sharedStrings" Target="sharedStrings.xml"/>',
        f'<Relationship Id="rId{last + 2}" Type="{LINKS}/styles" Target="styles.xml"/>',
    ]
    shared = "".join(map(string, strings))
    return {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        'ContentType="application/xml"/></Types>',
        "_rels/.rels": relationships(
            f'<Relationship Id="rId1" Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/>'
        ),
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>{"".join(names)}</sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": relationships("".join(links)),
        "xl/styles.xml": f'{HEAD}<styleSheet xmlns="{MAIN}"><cellXfs count="2"><xf numFmtId="0"/>'
        '<xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
        **files,
        "xl/sharedStrings.xml": f'{HEAD}<sst xmlns="{MAIN}">{shared}</sst>',
    }


def relationships(inner: str) -> str:
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{inner}</Relationships>'


def reference(row: int, column: int) -> str:
    """Row 1, column 0 -> "A1"; up to column Z, which is all that tests need."""
    return f"{chr(ord('A') + column)}{row}"


def cell(value: Cell, place: str, strings: dict[Cell, int]) -> str:
    if value is None:
        return f'<c r="{place}" s="0"/>'
    if isinstance(value, Error):
        return f'<c r="{place}" t="e"><v>{value.text}</v></c>'
    if isinstance(value, (str, Marked)):
        return f'<c r="{place}" t="s"><v>{strings.setdefault(value, len(strings))}</v></c>'
    if isinstance(value, date):
        return f'<c r="{place}" s="1"><v>{(value - FIRST_DAY).days}</v></c>'
    return f'<c r="{place}"><v>{value!r}</v></c>'


def string(value: Cell) -> str:
    if isinstance(value, Marked):
        return (
            f'<si><r><t xml:space="preserve">{escape(value.text)}</t></r><r><rPr><vertAlign val="superscript"/></rPr>'
            f"<t>{value.mark}</t></r></si>"
        )
    return f'<si><t xml:space="preserve">{escape(str(value))}</t></si>'


def text_box(paragraphs: Sequence[str]) -> str:
    words = "".join(f"<a:p><a:r><a:t>{escape(one)}</a:t></a:r></a:p>" for one in paragraphs)
    return (
        f'{HEAD}<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:twoCellAnchor><xdr:sp><xdr:txBody>'
        f"{words}</xdr:txBody></xdr:sp></xdr:twoCellAnchor></xdr:wsDr>"
    )
