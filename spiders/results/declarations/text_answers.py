"""Plain text: the statutory notice as it was typed, figures at the end of dotted leaders, long names on two lines."""

from __future__ import annotations

import re

from spiders.results.declarations import words as say
from spiders.results.declarations.blocks import Block
from spiders.results.declarations.grids import Cell
from spiders.results.declarations.pdf import Column, column_of
from spiders.results.declarations.places import AREA_WORD, AREA_WORD_BEFORE

LEADER = re.compile(r"\s*(?:\.\s?){3,}\s*|\s*_{3,}\s*|\s*(?:·\s?){3,}\s*")
PIECE = re.compile(r"\S+(?: \S+)*")
RULE = re.compile(r"\s*[-=_*+|\s]{3,}")
LONGEST_SEAT = 80
LONGEST_HEAD = 120  # characters of the first lines, which say what the text is of
LABELLED = re.compile(r"[A-Z][^:.]{2,40}:\s")
ENDS_IN_FIGURE = re.compile(r"[0-9]\s*%?\s*(?:\(?\w+\)?)?\s*$")


def looks_like_text(body: bytes, content_type: str) -> bool:
    """Whether bytes are text without markup that calls itself so."""
    return "text/plain" in content_type.casefold() and b"\0" not in body[:2000] and b"<" not in body[:200]


def blocks_of_text(text: str) -> list[Block]:
    """The text as blocks: paragraphs of prose on one line each, lists line by line, lines in capitals as headings."""
    found: list[Block] = []
    headings: list[str] = []
    for paragraph in re.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\r", "\n")):
        lines = headings + [line for line in paragraph.split("\n") if line.strip()]
        headings = []
        if not lines:
            continue
        if (table := table_in(lines)) and len(table.grid) == 1:
            headings = lines  # what they head stands below a blank line
            continue
        if table := table_in(lines):
            found.append(table)
            continue
        if any(LEADER.search(line) for line in lines) or sum(bool(ENDS_IN_FIGURE.search(line)) for line in lines) > 1:
            found += [Block("item", words) for words in joined(lines)]
            continue
        for words in sentences(lines):
            is_head = words.isupper() or (not found and len(words) <= LONGEST_HEAD) or is_seat(words)
            found.append(Block("heading", words, 1) if is_head else Block("line", words))
    return [*found, Block("line", " ".join(" ".join(headings).split()))] if headings else found


def is_seat(words: str) -> bool:
    """Whether a line is the name of a ward or division alone, or of its by-election: "Ward 6 Alder and Birch"."""
    is_named = AREA_WORD_BEFORE.search(words) is not None or re.search(r"\b(?:ward|division)$", words, re.I) is not None
    if say.KINDS.search(words) and not re.search("[.:;0-9]", words) and len(words) <= LONGEST_SEAT:
        return True
    return is_named and AREA_WORD.sub("", words) != "" and len(words) <= LONGEST_SEAT and not re.search("[.:;]", words)


def table_in(lines: list[str]) -> Block | None:
    """A table of candidates set with blanks: what stands under a heading, and numbers end where theirs does.

    The line above the headings is its caption; None for lines that are no such table.
    """
    for number, line in enumerate(lines):
        columns = pieces_of(line)
        roles = {say.heading_role(words) for words, _, _ in columns}
        if "votes" not in roles or not roles & {"name", "family"} or len(columns) < 2:
            continue
        grid = [tuple(Cell((words,), is_heading=True, number=at) for at, (words, _, _) in enumerate(columns, 1))]
        for row, below in enumerate((one for one in lines[number + 1 :] if not RULE.fullmatch(one)), 2):
            cells: dict[int, list[str]] = {}
            for piece in pieces_of(below):
                cells.setdefault(column_of(*piece, columns), []).append(piece[0])
            if len(grid) > 1 and runs_on(cells, below, grid[-1]):
                for at, words in cells.items():
                    last = grid[-1][at]
                    grid[-1] = (
                        *grid[-1][:at],
                        Cell((" ".join((last.words, *words)),), number=last.number),
                        *grid[-1][at + 1 :],
                    )
                continue
            grid.append(tuple(Cell(tuple(cells.get(at, ())), number=100 * row + at) for at in range(len(columns))))
        above = [" ".join(one.split()) for one in lines[:number] if not RULE.fullmatch(one)]
        return Block("table", " ".join(above), grid=tuple(grid))
    return None


def runs_on(cells: dict[int, list[str]], line: str, above: tuple[Cell, ...]) -> bool:
    """Whether a line only ends the name and the description of the candidate above: it has no figure and no label."""
    return (
        0 in cells
        and not re.search("[0-9:]", line)
        and len(cells[0]) == 1
        and say.label_role(cells[0][0]) is None
        and any(re.search("[0-9]", cell.words) for cell in above)
        and len(above[0].words.split()) == 1
    )


def pieces_of(line: str) -> list[Column]:
    """The parts of a line with two blanks or more between them, each with where it begins and ends."""
    return [(" ".join(match.group().split()), match.start(), match.end()) for match in PIECE.finditer(line)]


def sentences(lines: list[str]) -> list[str]:
    """The lines of a paragraph on one; what starts with a label ("Date of election: ...") stands by itself."""
    found: list[str] = []
    for line in lines:
        words = " ".join(line.split())
        if found and not LABELLED.match(words):
            found[-1] += f" {words}"
        else:
            found.append(words)
    return found


def joined(lines: list[str]) -> list[str]:
    """The lines of a list with leaders as dashes; one without a figure runs on in a line that stands further in."""
    found: list[str] = []
    waiting, margin = "", 0
    for line in lines:
        own = len(line) - len(line.lstrip())
        words = " ".join(LEADER.sub(" – ", line).split())
        if waiting and own > margin:
            words = f"{waiting} {words}"
        elif waiting:
            found.append(waiting)
        if ENDS_IN_FIGURE.search(words):
            found.append(words)
            waiting = ""
        else:
            waiting, margin = words, own if not waiting else margin
    return [*found, waiting] if waiting else found
