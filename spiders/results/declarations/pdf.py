"""A declaration as PDF: the statutory notice as printed, read by where its words stand.

Gives      the blocks of a declaration, for the reader of every declaration
Quirks     long descriptions wrap, and the votes may stand on their next line; some tables have ruled lines, others only
           columns; scans have no text and are a problem, no result; the Statement of Persons Nominated looks alike, and
           has home addresses: it is told apart by its heading
"""

from __future__ import annotations

import io
import logging
import re
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pdfplumber
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import PdfminerException

from spiders.records import Page, UnexpectedPage
from spiders.results.declarations import words as say
from spiders.results.declarations.blocks import Block
from spiders.results.declarations.candidates import groups_in
from spiders.results.declarations.grids import Cell, fold

MOST_PAGES = 60
SAME_LINE = 3.0  # points between the tops of words of one line
GAP = 8.0  # points of blank between two columns
# What the library raises for damaged files, of its own and from the depths.
BROKEN = (
    PDFException, PSException, PdfminerException, ValueError, LookupError, TypeError, AttributeError, AssertionError,
    ArithmeticError, RecursionError, NotImplementedError, struct.error, zlib.error,
)  # fmt: skip
logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it tells every oddity of a file as a warning


@dataclass(slots=True)
class Row:
    """A line of words with their places; `cells` once it is known which column each is in."""

    words: list[dict[str, Any]]
    cells: dict[int, list[str]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return fold(" ".join(word["text"] for word in self.words))

    @property
    def top(self) -> float:
        return min(word["top"] for word in self.words)


def blocks_of_pdf(page: Page) -> list[Block]:
    """The document's blocks, its candidates' tables among them.

    Raises UnexpectedPage for what is no PDF, is broken, or has no text.
    """
    try:
        with pdfplumber.open(io.BytesIO(page.body)) as pdf:
            blocks: list[Block] = []
            for leaf in pdf.pages[:MOST_PAGES]:
                blocks += blocks_of_leaf(leaf)
    except BROKEN as error:
        seen = f"a file that no PDF reader opens: {type(error).__name__}"
        raise UnexpectedPage(page, wanted="a PDF", seen=seen) from error
    if not any(block.words or block.grid for block in blocks):
        raise UnexpectedPage(
            page,
            wanted="a PDF with a text layer",
            seen="a PDF without text: a scan",
            next_step="look for the council's page or a text PDF of the same declaration; a scan is not read",
        )
    return blocks


def blocks_of_leaf(leaf: Any) -> list[Block]:
    rows = rows_of(leaf.extract_words(keep_blank_chars=False, use_text_flow=False))
    blocks: list[Block] = []
    for table in ruled_tables(leaf):
        top, bottom = table.bbox[1], table.bbox[3]
        grid = grid_of_ruled(table)
        if groups_in(grid):
            above = [row for row in rows if row.top < top]
            rows = [row for row in rows if row.top >= bottom]
            blocks += lines(above)
            blocks.append(Block("table", grid=grid))
    return blocks + by_columns(rows)


def lines(rows: Sequence[Row]) -> list[Block]:
    return [
        Block("heading" if is_heading(row) else "line", row.text, 7 if is_heading(row) else 0)
        for row in rows
        if row.text
    ]


def is_heading(row: Row) -> bool:
    """Whether a line heads the document: in capitals, or naming the election."""
    return bool(re.search(r"declaration of result|election of|by-election|result of poll", row.text, re.IGNORECASE))


def blocks_of_words(words: Sequence[dict[str, Any]]) -> list[Block]:
    """The blocks of a sheet by its words, each with "text", "x0", "x1", "top" and "bottom"."""
    return by_columns(rows_of(words))


def rows_of(words: Sequence[dict[str, Any]]) -> list[Row]:
    """The words of a leaf, line by line from its top, each line from the left."""
    found: list[Row] = []
    for word in sorted(words, key=lambda one: (one["top"], one["x0"])):
        if found and abs(word["top"] - found[-1].top) <= SAME_LINE:
            found[-1].words.append(word)
        else:
            found.append(Row([word]))
    for row in found:
        row.words.sort(key=lambda one: one["x0"])
    return found


def ruled_tables(leaf: Any) -> list[Any]:
    """Tables with lines drawn round their cells, from the top."""
    if len(leaf.lines) + len(leaf.rects) + len(leaf.curves) < 4:
        return []
    return sorted(leaf.find_tables(), key=lambda table: table.bbox[1])


def grid_of_ruled(table: Any) -> tuple[tuple[Cell, ...], ...]:
    grid = []
    for number, row in enumerate(table.extract(), 1):
        cells = [
            Cell(tuple(filter(None, map(fold, (words or "").split("\n")))), number=100 * number + place)
            for place, words in enumerate(row)
        ]
        grid.append(tuple(cells))
    return tuple(grid)


def by_columns(rows: list[Row]) -> list[Block]:
    """Lines of words, and the table under a line that reads like its headings."""
    for head in range(len(rows)):
        columns, used = heads_at(rows, head)
        if columns:
            break
    else:
        return lines(rows)
    following = rows[head + used : head + used + 2]
    under = [
        row
        for row in following
        if re.fullmatch(r"\(?if any\)?|votes|recorded|of votes.*|candidate", row.text, re.IGNORECASE)
    ]
    body = [row for row in rows[head + used :] if row not in under]
    end = next((number for number, row in enumerate(body) if is_end(row)), len(body))
    grid = [tuple(Cell((words,), is_heading=True, number=place + 1) for place, (words, _, _) in enumerate(columns))]
    for number, cells in enumerate(candidate_rows(body[:end], columns), 2):
        grid.append(
            tuple(Cell(tuple(cells.get(place, ())), number=100 * number + place) for place in range(len(columns)))
        )
    return [*lines(rows[:head]), Block("table", grid=tuple(grid)), *by_columns(body[end:])]


Column = tuple[str, float, float]  # a heading, where it starts and where it ends


def heads_at(rows: Sequence[Row], number: int) -> tuple[list[Column], int]:
    """The headings that begin with a line, and how many lines they take: one, or two under one another; [] for none."""
    if (stacked := stacked_heads(rows, number))[0]:
        return stacked
    first = phrases(rows[number])
    one = first if is_head(first) else []
    if number + 1 == len(rows) or rows[number + 1].top - rows[number].top > 1.6 * height(rows[number]):
        return one, 1
    below = phrases(rows[number + 1])
    both: list[Column] = []
    for words, left, right in first:
        under = [part for part in below if part[1] < right and part[2] > left]
        both.append((" ".join([words, *(part[0] for part in under)]), left, max([right, *(part[2] for part in under)])))
    if (
        is_head(both)
        and sum(map(is_known, both)) > sum(map(is_known, one))
        and not re.search("[0-9]", rows[number + 1].text)
    ):
        return both, 2
    return one, 1


def stacked_heads(rows: Sequence[Row], number: int) -> tuple[list[Column], int]:
    """Headings of one line and of two beside one another, the short one half a line lower: lines that overlap."""
    end = number + 1
    while end < min(len(rows), number + 4) and rows[end].top - rows[end - 1].top < 0.9 * height(rows[end - 1]):
        end += 1
    columns: list[Column] = []
    for row in rows[number:end]:
        for words, left, right in phrases(row):
            over = next((at for at, one in enumerate(columns) if left < one[2] and right > one[1]), None)
            if over is None:
                columns.append((words, left, right))
            else:
                above, start, stop = columns[over]
                columns[over] = (f"{above} {words}", min(start, left), max(stop, right))
    columns.sort(key=lambda one: one[1])
    return (columns, end - number) if end - number > 1 and is_head(columns) else ([], 1)


def is_known(column: Column) -> bool:
    return say.heading_role(column[0]) is not None


def is_head(columns: list[Column]) -> bool:
    """Whether these are the headings of a table of candidates with votes."""
    roles = [say.heading_role(words) for words, _, _ in columns]
    return 2 <= len(columns) <= 8 and "votes" in roles and ("name" in roles or "family" in roles)


def phrases(row: Row) -> list[Column]:
    """The words of a line in groups with a wide blank between them."""
    found: list[tuple[str, float, float]] = []
    for word in row.words:
        gap = GAP if not found else min(GAP, 0.9 * (word["bottom"] - word["top"]))
        if found and word["x0"] - found[-1][2] < gap:
            words, start, _ = found[-1]
            found[-1] = (f"{words} {word['text']}", start, word["x1"])
        else:
            found.append((word["text"], word["x0"], word["x1"]))
    return found


def is_end(row: Row) -> bool:
    """Whether a line is past the candidates: figures, papers rejected, the officer's sentence."""
    words = row.text
    if re.match(
        r"(?:[*†]|if elected|and (?:I|that)\b|the number of|number of|I\b|vacan|electorate|turn ?-?out|ballot|rejected|"
        r"dated?\b|printed|declar|total|majority|\(?A\)?\s)",
        words,
        re.IGNORECASE,
    ):
        return True
    label = re.split(r"[0-9:]", words)[0]
    return (
        say.label_role(label) is not None
        and say.heading_role(label) != "party"
        and bool(re.search(r"ballot|reject|electorate|turnout|seats|vacan", label, re.IGNORECASE))
    )


def column_of(words: str, start: float, stop: float, columns: Sequence[Column]) -> int:
    """Which column a group of words is in: the one it overlaps most, numbers going to the right-hand one."""
    middle = (start + stop) / 2
    if re.fullmatch(rf"(?:{say.NUMBER})(?:\s*[(]?(?:elected|e)[)]?)?", words, re.IGNORECASE):
        numeric = [place for place, (head, _, _) in enumerate(columns) if say.heading_role(head) in ("votes", "share")]
        if numeric:
            return min(numeric, key=lambda place: abs((columns[place][1] + columns[place][2]) / 2 - middle))
    best, most = 0, float("-inf")
    for place, (_, left, right) in enumerate(columns):
        edge = columns[place + 1][1] if place + 1 < len(columns) else float("inf")
        overlap = min(stop, max(right, edge - 1)) - max(start, left - 2)
        if overlap > most:
            best, most = place, overlap
    return best


def candidate_rows(rows: list[Row], columns: Sequence[Column]) -> list[dict[int, list[str]]]:
    """The lines put together to one row a candidate.

    A candidate begins where a name stands and the one before has votes, or is far above; a line without a name belongs
    to the nearer of its neighbours.
    """
    roles = [say.heading_role(words) for words, _, _ in columns]
    name = next(place for place, role in enumerate(roles) if role in ("name", "family"))
    votes = roles.index("votes")
    for row in rows:
        row.cells = {}
        for words, start, stop in phrases(row):
            row.cells.setdefault(column_of(words, start, stop, columns), []).append(words)
        split_votes(row, votes)
    if by_gaps := by_blank_lines(rows, name, votes):
        return by_gaps
    found: list[dict[int, list[str]]] = []
    bottom = 0.0
    for number, row in enumerate(rows):
        below = rows[number + 1].top if number + 1 < len(rows) else float("inf")
        starts = name in row.cells and not is_mark(row.cells[name])
        has_votes = bool(found) and votes in found[-1]
        is_loose = not starts and votes not in row.cells and has_votes and number + 1 < len(rows)
        if is_loose and below - row.top < row.top - bottom - 1 and name in rows[number + 1].cells:
            # a description that begins above its name
            rows[number + 1].cells = merged(row.cells, rows[number + 1].cells)
            continue
        if not found or (starts and (has_votes or row.top - bottom > 1.8 * height(row))):
            found.append({})
        found[-1] = merged(found[-1], row.cells)
        bottom = row.top
    return found


def by_blank_lines(rows: list[Row], name: int, votes: int) -> list[dict[int, list[str]]]:
    """The candidates where wide blanks part them and each then has a name and votes; [] where that is not so."""
    found: list[dict[int, list[str]]] = []
    for number, row in enumerate(rows):
        if not number or row.top - rows[number - 1].top > 1.5 * height(row):
            found.append({})
        found[-1] = merged(found[-1], row.cells)
    whole = [cells for cells in found if len(cells.get(votes, ())) == 1 and name in cells]
    return found if len(whole) == len(found) > 1 else []


def height(row: Row) -> float:
    return max(float(word["bottom"] - word["top"]) for word in row.words)


def is_mark(words: list[str]) -> bool:
    return bool(re.fullmatch(r"\(?(?:duly )?elected\)?", " ".join(words), re.IGNORECASE))


def split_votes(row: Row, votes: int) -> None:
    """Votes that stand so close to the description that they look like part of it."""
    if votes in row.cells or votes - 1 not in row.cells:
        return
    *before, last = row.cells[votes - 1]
    if match := re.fullmatch(
        rf"(?P<words>.*\D)\s(?P<votes>{say.NUMBER}(?:\s*\(?(?:elected|E)\)?)?)", last, re.IGNORECASE
    ):
        row.cells[votes - 1] = [*before, match["words"]]
        row.cells[votes] = [match["votes"]]


def merged(one: dict[int, list[str]], other: dict[int, list[str]]) -> dict[int, list[str]]:
    return {place: one.get(place, []) + other.get(place, []) for place in sorted(one.keys() | other.keys())}
