"""Tables in other forms than one row a candidate under one row of headings, made into that form.

Pure functions from rows of cells to rows of cells; a table that has the form already stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from spiders.results.declarations import words as say
from spiders.results.declarations.figures import distinct
from spiders.results.declarations.grids import Cell


def unfolded(grid: Sequence[Sequence[Cell]]) -> Sequence[Sequence[Cell]]:
    """A table that has its candidates in blocks side by side, under the same headings, with all in one block."""
    for number, row in enumerate(grid):
        words = [cell.words.casefold() for cell in row]
        for width in range(2, len(words) // 2 + 1):
            if len(words) % width == 0 and words == words[:width] * (len(words) // width) and len(set(words)) > 1:
                if "votes" not in {say.heading_role(one) for one in words}:
                    return grid
                starts = range(0, len(words), width)
                blocks = [[each[start : start + width] for each in grid[number + 1 :]] for start in starts]
                return [*grid[:number], row[:width], *(each for block in blocks for each in block if each)]
    return grid


def with_whole_headings(grid: Sequence[Sequence[Cell]]) -> Sequence[Sequence[Cell]]:
    """A table whose headings stand in two rows, one of them over several columns, with each heading whole."""
    for number in range(len(grid) - 1):
        above, below = grid[number], grid[number + 1]
        if not (len(above) == len(below) and all(cell.is_heading for cell in (*above, *below))):
            continue
        is_spanned = len(distinct(above)) < len(above) and len(distinct(below)) > len(distinct(above))
        votes = sum(say.heading_role(cell.words) == "votes" for cell in below)
        if is_spanned and votes > 1:
            whole = [
                replace(low, lines=tuple(dict.fromkeys((*high.lines, *low.lines))))
                for high, low in zip(above, below, strict=True)
            ]
            return [*grid[:number], whole, *grid[number + 2 :]]
    return grid


def unlabelled(row: Sequence[Cell], headings: Sequence[Cell]) -> Sequence[Cell]:
    """A row whose cells repeat their heading for small screens, without it: "Votes: 1,012" -> "1,012"."""
    if len(row) != len(headings):
        return row
    return [
        replace(cell, lines=without_label(cell.lines, heading.words.strip(" :").casefold())) if cell.lines else cell
        for cell, heading in zip(row, headings, strict=True)
    ]


def without_label(lines: tuple[str, ...], label: str) -> tuple[str, ...]:
    """The lines of a cell without the label that heads them; a cell of nothing else ("Elected") keeps it."""
    first = lines[0]
    if not label or not first.casefold().startswith(label):
        return lines
    rest = first[len(label) :]
    if not rest.strip(" :") and len(lines) > 1:
        return lines[1:]
    return (rest.lstrip(" :"), *lines[1:]) if rest.lstrip().startswith(":") and rest.strip(" :") else lines


def lying(grid: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    """A table whose headings stand at the left of its rows, turned upright; [] for any other."""
    width = max((len(row) for row in grid), default=0)
    rows = [row for row in grid if len(row) == width]
    roles = {say.heading_role(row[0].words) for row in rows if row}
    if width < 3 or "votes" not in roles:
        return []
    turned = [[row[column] for row in rows] for column in range(width)]
    if "name" not in roles:  # a corner left empty above the headings, and the names beside it
        names = [one[0].words for one in turned[1:]]
        if turned[0][0].words or not roles & {"party", "share", "outcome"} or not all(names):
            return []
        if any(re.search("[0-9]", name) for name in names):
            return []
        turned[0][0] = Cell(("Candidate",), is_heading=True)
    return turned
