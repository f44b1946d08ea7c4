"""Tables as rows of cells, whatever they were drawn with: HTML with spanning cells and tables inside tables, or a PDF.

A cell knows its words, its lines, whether it is a heading and whether all of it is in bold type: some councils show
the winner by nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass

from bs4 import Tag
from bs4.element import NavigableString

BOLD = frozenset(("strong", "b"))
BREAKS = (
    "br",
    "p",
    "li",
    "div",
    "tr",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "dt",
    "dd",
    "caption",
    "summary",
    "table",
    "td",
)
UNSEEN = ("script", "style", "noscript", "template", "head")
INVISIBLE = {0x200B: None, 0xFEFF: None, 0xAD: None, 0x2010: "-", 0x2011: "-"}  # and hyphens that do not break
MOST_SPANNED = 60  # columns or rows; a larger span is a slip, and would cost memory


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; `lines` are its words as they stand under one another."""

    lines: tuple[str, ...] = ()
    is_heading: bool = False
    is_bold: bool = False
    is_marked: bool = False  # its row or itself has a class that says "elected" or "winner"
    number: int = 0  # the same for every place that a spanning cell covers

    @property
    def words(self) -> str:
        return " ".join(self.lines)


Grid = list[list[Cell]]


def lines_of(tag: Tag, *, without_tables: bool = False) -> list[str]:
    """The text as a reader sees it, one entry a line, blanks folded; pictures by their alternative text."""
    found: list[str] = [""]

    def walk(node: Tag) -> None:
        for child in node.children:
            if isinstance(child, Tag):
                if child.name in UNSEEN or (without_tables and child.name == "table"):
                    continue
                if child.name == "img":
                    found[-1] += f" {child.get('alt') or ''} "
                    continue
                if child.name == "abbr" and len(whole := str(child.get("title") or "")) > len(child.get_text()):
                    found[-1] += whole  # "LD" is said in full
                    continue
                if child.name in BREAKS:
                    found.append("")
                walk(child)
                if child.name in BREAKS:
                    found.append("")
            elif type(child) is NavigableString:
                found[-1] += str(child)

    walk(tag)
    return [line for line in (fold(line) for line in found) if line]


def fold(text: str) -> str:
    """The text with every run of blanks, no-break and invisible ones included, as one blank."""
    return " ".join(text.translate(INVISIBLE).split())


def holds(tag: Tag, names: frozenset[str]) -> bool:
    """Whether one of these elements is inside. The library's own search costs twenty times as much."""
    return any(isinstance(one, Tag) and one.name in names for one in tag.descendants)


def is_all_bold(tag: Tag) -> bool:
    """Whether the element has words, and all of them are in bold type."""
    words = [node for node in tag.descendants if type(node) is NavigableString and node.strip()]
    return bool(words) and all(is_in_bold(node, tag) for node in words)


def is_in_bold(node: NavigableString, within: Tag) -> bool:
    for parent in node.parents:
        if (
            parent.name in BOLD
            or "bold" in str(parent.get("style") or "").replace(" ", "").partition("font-weight:")[2][:6]
        ):
            return True
        if parent is within or parent.name == "tr":
            # a row or cell may carry the style itself
            row = parent if parent.name == "tr" else parent.find_parent("tr")
            return row is not None and "font-weight:bold" in str(row.get("style") or "").replace(" ", "")
    return False


def is_marked(tag: Tag) -> bool:
    """Whether a class of the element says that its candidate was elected."""
    classes = " ".join(tag.get_attribute_list("class")).lower().replace("_", "-") if tag.get("class") else ""
    names = {word for name in classes.split() for word in (name, *name.split("-"))}
    return bool(names & {"elected", "winner", "winning"}) and not names & {"not", "notelected", "unelected"}


def span(cell: Tag, name: str) -> int:
    try:
        return max(1, min(MOST_SPANNED, int(str(cell.get(name) or 1))))
    except ValueError:
        return 1


def grid_of(table: Tag) -> Grid:
    """The table's own rows, spanning cells repeated in every place they cover; tables inside it are left out."""
    grid: Grid = []
    waiting: dict[int, tuple[int, Cell]] = {}  # column -> rows still to cover, and by what
    number = 0
    for row in table.find_all("tr"):
        if row.find_parent("table") is not table:
            continue
        cells: list[Cell] = []

        def cover(cells: list[Cell] = cells) -> None:
            while (left := waiting.get(len(cells))) is not None:
                rows, cell = left
                if rows > 1:
                    waiting[len(cells)] = (rows - 1, cell)
                else:
                    del waiting[len(cells)]
                cells.append(cell)

        for tag in row.find_all(["td", "th"], recursive=False):
            cover()
            number += 1
            cell = Cell(
                tuple(lines_of(tag, without_tables=True)), tag.name == "th", is_all_bold(tag),
                is_marked(row) or is_marked(tag), number,
            )  # fmt: skip
            down = span(tag, "rowspan")
            for _ in range(span(tag, "colspan")):
                if down > 1:
                    waiting[len(cells)] = (down - 1, cell)
                cells.append(cell)
        cover()
        if cells:
            grid.append(cells)
    return grid
