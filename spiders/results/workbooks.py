"""Excel workbooks as text: each cell as Excel shows it, footnote marks and text boxes included.

python-calamine reads the cells. What it does not hand on comes from the XML itself: superscript runs, which are
footnotes' marks ("City of London" with a raised "1,2" is City of London¹,² here, and never "City of London1,2"), cells
that hold an error ("#VALUE!"), and the text boxes where footnotes stand.
"""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from lxml import etree
from python_calamine import CalamineError, CalamineWorkbook

from spiders.records import Page, UnexpectedPage

MOST_BYTES = 128 << 20  # unpacked; the largest workbook we know has 4 MB
MOST_CELLS = 2_000_000  # one stray cell in the last corner of a sheet would have calamine reserve half a terabyte
NOT_A_ZIP = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,  # a way of packing that zipfile does not know
    RuntimeError,  # a file that wants a password
)
REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
MARK = re.compile(r"[0-9]+(?:, ?[0-9]+)*")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet from A1 on, all rows of one length; `rows[8][1]` is B9. `notes` are the lines of its text boxes."""

    name: str
    rows: list[list[str]]
    notes: list[str] = field(default_factory=list)


class Workbook:
    """One workbook in memory. Raises UnexpectedPage for anything that is not a whole one."""

    def __init__(self, page: Page):
        self.page = page
        if page.body[:200].lstrip()[:1] == b"<":
            raise UnexpectedPage(
                page,
                wanted="an Excel workbook",
                seen="HTML: an error page, or a browser check",
                next_step="fetch it again later; a site that says no is left alone (docs/sources.md)",
            )
        try:
            with zipfile.ZipFile(io.BytesIO(page.body)) as packed:
                if sum(one.file_size for one in packed.infolist()) > MOST_BYTES:
                    raise self.refusal(f"more than {MOST_BYTES} bytes when unpacked")
                self.files = {one.filename: packed.read(one) for one in packed.infolist()}  # and every checksum tried
            self.cells = CalamineWorkbook.from_filelike(io.BytesIO(page.body))
        except NOT_A_ZIP as fault:
            raise self.refusal(f"a file that cannot be unpacked: {fault}") from None
        except CalamineError as fault:
            raise self.refusal(f"a workbook that cannot be opened: {fault}") from None
        links = self.links("xl/workbook.xml")
        self.paths = {}
        for one in self.xml("xl/workbook.xml").iter("{*}sheet"):
            wanted = next((value for key, value in one.attrib.items() if str(key).endswith("}id")), "")
            self.paths[str(one.get("name"))] = links.get(str(wanted), ("", ""))[1]
        self.marked = dict(self.marked_strings())

    def refusal(self, seen: str) -> UnexpectedPage:
        return UnexpectedPage(self.page, wanted="an Excel workbook", seen=seen)

    def sheet(self, name: str) -> Sheet:
        """The sheet of that name, blanks and case apart ("14a By-elections NI " has one at its end)."""
        found = next((one for one in self.cells.sheet_names if folded(one) == folded(name)), None)
        if found is None or not self.paths.get(found):
            raise UnexpectedPage(
                self.page, wanted=f"a sheet {name!r}", seen=f"sheets {', '.join(self.cells.sheet_names)}"[:300]
            )
        path = self.paths[found]
        unseen = self.unseen_cells(path)
        try:
            values = self.cells.get_sheet_by_name(found).to_python(skip_empty_area=False)
        except CalamineError as fault:
            raise self.refusal(f"a sheet {found!r} that cannot be read: {fault}") from None
        rows = [[printed(value) for value in row] for row in values]
        for (row, column), text in unseen.items():
            if row < len(rows) and column < len(rows[row]):
                rows[row][column] = text
            else:
                raise self.refusal(f"a cell outside its sheet: {text!r}")
        return Sheet(found.strip(), rows, list(self.text_boxes(path)))

    def unseen_cells(self, path: str) -> dict[tuple[int, int], str]:
        """Row and column, from 0, of the cells that calamine shows without what matters: marked texts and errors."""
        found, last_row, last_column = {}, 0, 0
        for cell in self.xml(path).iter("{*}c"):
            match = REFERENCE.fullmatch(cell.get("r") or "")
            if not match:
                raise self.refusal(f"a cell that says it is at {cell.get('r')!r}")
            row, column = int(match[2]) - 1, column_number(match[1])
            last_row, last_column = max(last_row, row), max(last_column, column)
            value = cell.findtext("{*}v") or ""
            if cell.get("t") == "e":
                found[row, column] = value
            elif cell.get("t") == "s" and value in self.marked:
                found[row, column] = self.marked[value]
        if (last_row + 1) * (last_column + 1) > MOST_CELLS:
            raise self.refusal(f"a sheet of {last_row + 1} rows and {last_column + 1} columns")
        return found

    def marked_strings(self) -> Iterator[tuple[str, str]]:
        """Shared strings with a footnote's mark: their number, as cells name it, and their text."""
        if "xl/sharedStrings.xml" not in self.files:
            return
        for number, string in enumerate(self.xml("xl/sharedStrings.xml").iter("{*}si")):
            runs = [(is_raised(run), run.findtext("{*}t") or "") for run in string.iter("{*}r")]
            if any(raised and MARK.fullmatch(text.strip()) for raised, text in runs):
                yield (
                    str(number),
                    "".join(
                        text.translate(RAISED) if raised and MARK.fullmatch(text.strip()) else text
                        for raised, text in runs
                    ),
                )

    def text_boxes(self, path: str) -> Iterator[str]:
        """The lines of the text boxes on a sheet, blank ones left out."""
        for kind, drawing in self.links(path).values():
            if not kind.endswith("/drawing"):
                continue
            for paragraph in self.xml(drawing).iter("{*}p"):
                line = " ".join("".join(one.text or "" for one in paragraph.iter("{*}t")).split())
                if line:
                    yield line

    def links(self, path: str) -> dict[str, tuple[str, str]]:
        """What a file inside the workbook refers to: id -> (kind, path); nothing when it refers to nothing."""
        folder, name = posixpath.split(path)
        links = f"{folder}/_rels/{name}.rels"
        if links not in self.files:
            return {}
        return {
            str(one.get("Id")): (
                str(one.get("Type")),
                posixpath.normpath(posixpath.join("/", folder, str(one.get("Target")))).lstrip("/"),
            )
            for one in self.xml(links).iter("{*}Relationship")
        }

    def xml(self, path: str) -> etree._Element:
        if path not in self.files:
            raise self.refusal(f"a workbook without {path}")
        try:
            return etree.fromstring(self.files[path], etree.XMLParser(resolve_entities=False, no_network=True))
        except etree.XMLSyntaxError as fault:
            raise self.refusal(f"{path} is not XML: {fault}") from None


def folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def column_number(letters: str) -> int:
    """ "A" -> 0, "AD" -> 29."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def is_raised(run: etree._Element) -> bool:
    return any(one.get("val") == "superscript" for one in run.iter("{*}vertAlign"))


def printed(value: object) -> str:
    """A cell as Excel shows it: fifteen significant digits (0.04400000000000001 is 0.044), dates in ISO form."""
    if isinstance(value, float):
        return format(value, ".15g")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
