"""A page as its reader goes down it: headings, lines, list items and tables, in their order.

What council sites wrap around a declaration (menus, footers, cookie notices) is left out where the page marks it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bs4 import Tag
from bs4.element import NavigableString

from spiders.results.declarations.cards import card_of, cards_in, table_of
from spiders.results.declarations.grids import (
    BOLD,
    BREAKS,
    UNSEEN,
    Cell,
    Grid,
    fold,
    grid_of,
    holds,
    is_all_bold,
    lines_of,
)

AROUND = ("nav", "footer", "aside", "button", "select", "option", "label", "iframe", "svg")
BESIDE = frozenset((
    "sidebar", "side-bar", "secondary", "widget-area", "breadcrumb", "breadcrumbs", "crumb", "cookie-banner",
    "cookie-notice", "related", "related-content", "related-pages", "recent-posts", "site-footer", "site-header",
))  # fmt: skip
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
BOLD_LEVEL = 7  # a paragraph all in bold type heads what follows it, below every true heading


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a page. `level` of a heading: 1 to 6 as in HTML, 7 for a bold paragraph."""

    kind: str  # "heading", "line", "item" or "table"
    words: str = ""  # of a table: its caption
    level: int = 0
    grid: tuple[tuple[Cell, ...], ...] = ()
    is_bold: bool = False


def blocks_of(tree: Tag) -> list[Block]:
    """The page's blocks; text that stands free between them is lines."""
    return list(walk(tree))


def walk(node: Tag) -> Iterator[Block]:
    free = ""
    cards, table = cards_in(node)
    for child in node.children:
        if any(child is card for card in cards):
            if child is cards[0]:
                yield Block("table", grid=table)
            continue
        if isinstance(child, Tag) and (
            child.name in BREAKS or child.name in ("ul", "ol", "dl") or holds(child, BLOCK_INSIDE)
        ):
            yield from line(free)
            free = ""
            yield from of_tag(child)
        elif isinstance(child, Tag):
            if child.name not in UNSEEN and child.name not in AROUND:
                free += f" {child.get('alt') or ''} " if child.name == "img" else spaced(child)
        elif type(child) is NavigableString:
            free += str(child)
    yield from line(free)


def spaced(child: Tag) -> str:
    """The text of an element within a line; a moment stands apart from its label."""
    words = child.get_text()
    return f" {words} " if child.name == "time" else words


BLOCK_INSIDE = frozenset((*HEADINGS, "table", "p", "li", "div", "dl", "br"))
NOT_IN_ITEMS = frozenset((*HEADINGS, "table", "ul", "ol"))


def line(text: str) -> Iterator[Block]:
    if words := fold(text):
        yield Block("line", words)


def of_tag(tag: Tag) -> Iterator[Block]:
    if tag.name in UNSEEN or tag.name in AROUND or is_around(tag):
        return
    if tag.name in HEADINGS:
        if words := " ".join(lines_of(tag)):
            yield Block("heading", words, int(tag.name[1]))
    elif tag.name == "summary":  # of a part that folds away
        if words := " ".join(lines_of(tag)):
            yield Block("heading", words, BOLD_LEVEL)
    elif tag.name == "table":
        yield from of_table(tag)
    elif tag.get("role") in ("table", "grid"):
        yield Block("table", str(tag.get("aria-label") or ""), grid=frozen(grid_of_roles(tag)))
    elif tag.name == "dl":
        yield from of_pairs(tag)
    elif tag.name == "li" and not holds(tag, NOT_IN_ITEMS):
        for words in [" ".join(lines_of(tag))]:
            if words:
                yield Block("item", words, is_bold=is_all_bold(tag) or holds(tag, BOLD))
    elif tag.name in ("p", "div") and not holds(tag, BLOCK_INSIDE) and is_all_bold(tag):
        if words := " ".join(lines_of(tag)):
            yield Block("heading", words, BOLD_LEVEL)
    else:
        yield from walk(tag)


def is_around(tag: Tag) -> bool:
    """Whether the element says that it is beside the page's matter: a menu, a side box, a cookie notice."""
    if tag.get("role") in ("navigation", "complementary", "contentinfo", "search"):
        return True
    names = {
        str(tag.get("id") or "").casefold(),
        *(name.casefold() for name in tag.get_attribute_list("class") if name),
    }
    return bool(names & BESIDE) and tag.find(["h1", "table"]) is None


def of_pairs(tag: Tag) -> Iterator[Block]:
    """A list of terms: candidates with what is said of each, or each term with what is said of it on one line."""
    term = ""
    children = tag.find_all(["dt", "dd"])
    if table := table_of(cards_of_terms(children)):
        yield Block("table", grid=table)
        return
    for child in children:
        if child.name == "dt":
            term = " ".join(lines_of(child))
        elif child.find("table"):
            yield from walk(child)
        else:
            yield Block("line", f"{term}: {' '.join(lines_of(child))}")


def cards_of_terms(children: Sequence[Tag]) -> list[dict[str, str]]:
    """The terms that are candidates, "Ann Hill: Labour Party, Votes: 1,046, Elected"; [] where one is none."""
    pieces: list[list[str]] = []
    for child in children:
        if child.name == "dt":
            pieces.append([])
        if pieces:
            pieces[-1] += lines_of(child)
    cards = [card_of(one) if len(one) > 1 else None for one in pieces]
    return [card for card in cards if card is not None] if None not in cards else []


def of_table(tag: Tag) -> Iterator[Block]:
    """A table, and what stands inside its cells when it only arranges the page."""
    inner = tag.find("table") is not None
    grid = grid_of(tag)
    caption = tag.find("caption")
    words = " ".join(lines_of(caption)) if caption is not None and caption.find_parent("table") is tag else ""
    if inner:
        for cell in tag.find_all(["td", "th"]):
            is_alone = cell.find_previous_sibling(["td", "th"]) is None and cell.find_next_sibling(["td", "th"]) is None
            if cell.find_parent("table") is tag and (is_alone or cell.find("table") is not None):
                yield from walk(cell)
        grid = [row for row in grid if len({cell.number for cell in row if cell.lines}) > 1]
        if len(grid) < 2:
            return
    yield Block("table", words or str(tag.get("summary") or tag.get("aria-label") or ""), grid=frozen(grid))


def frozen(grid: Grid) -> tuple[tuple[Cell, ...], ...]:
    return tuple(tuple(row) for row in grid)


def grid_of_roles(tag: Tag) -> Grid:
    """A table made of other elements that say so with `role`."""
    grid: Grid = []
    number = 0
    for row in tag.select('[role="row"]'):
        cells = []
        for cell in row.select('[role="cell"], [role="gridcell"], [role="columnheader"], [role="rowheader"]'):
            number += 1
            heading = str(cell.get("role")).endswith("header")
            cells.append(Cell(tuple(lines_of(cell)), heading, is_all_bold(cell), number=number))
        grid.append(cells)
    return grid
