"""CMIS, a committee system: the candidates of a division as rows with RDFa marks.

Gives      candidates with party, votes and who is elected
Quirks     a councillor's name is a link, "Cllr Ann Ray - Labour"; the marks are the OpenElection vocabulary's
"""

from __future__ import annotations

import re

from bs4 import Tag

from spiders.results.declarations import words as say
from spiders.results.declarations.blocks import Block
from spiders.results.declarations.grids import Cell, Grid, lines_of

ROWS = 'tr[rel~="openelection:candidacy"], [rel~="openelection:candidacy"]'


def block_in(tree: Tag) -> Block | None:
    """The marked rows as a table with headings, for the reader of every declaration; None where there are none."""
    rows = tree.select(ROWS)
    if not rows or len({id(row.find_parent("table")) for row in rows}) > 1:
        return None  # several contests: their tables are read as any others, under their own headings
    heads = ("Candidate", "Party", "Votes", "Outcome")
    grid: Grid = [[Cell((words,), is_heading=True, number=number) for number, words in enumerate(heads, 1)]]
    for number, row in enumerate(rows, 1):
        values = (
            name_in(row),
            property_of(row, "rdfs:label"),
            property_of(row, "openelection:candidateVoteCount"),
            elected_in(row),
        )
        grid.append([Cell((value,) if value else (), number=10 * number + place) for place, value in enumerate(values)])
    return Block("table", caption_of(rows[0]), grid=tuple(tuple(row) for row in grid))


def name_in(row: Tag) -> str:
    """ "Cllr Ann Ray - Labour" -> "Ann Ray"."""
    printed = property_of(row, "foaf:name")
    return (
        re.sub(r"^(?:Cllr|Councillor)\.?\s+", "", printed).partition(" - ")[0] if printed.startswith("C") else printed
    )


def property_of(row: Tag, name: str) -> str:
    """The words, or the content, of the first element with a property; "" for none."""
    element = row.select_one(f'[property~="{name}"]')
    if element is None:
        return ""
    return " ".join(lines_of(element)) or str(element.get("content") or "")


def elected_in(row: Tag) -> str:
    element = row.select_one('[property~="openelection:elected"]')
    if element is None:
        return ""
    said = str(element.get("content") or " ".join(lines_of(element)))
    is_elected = say.elected_in(said)
    return "" if is_elected is None else "Elected" if is_elected else "Not elected"


def caption_of(row: Tag) -> str:
    table = row.find_parent("table")
    caption = table.find("caption") if isinstance(table, Tag) else None
    return " ".join(lines_of(caption)) if isinstance(caption, Tag) else ""
