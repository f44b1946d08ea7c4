"""The rows of a table of candidates: which is of a figure, which has lost a cell, which is set off from the others.

Pure functions on cells.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from spiders.results.declarations import words as say
from spiders.results.declarations.figures import distinct
from spiders.results.declarations.grids import Cell


def is_out_of_step(row: Sequence[Cell], roles: dict[int, str], headings: Sequence[Cell]) -> bool:
    """Whether a candidate's row has lost a cell, or has one too many, so that what follows stands in wrong columns."""
    votes = next((at for at, role in roles.items() if role == "votes"), 0)
    is_votes_there = votes < len(row) and re.search("[0-9]", row[votes].words) is not None
    if len(row) < len(headings) - 1 or len(row) == len(headings) or len(distinct(row)) < 2:
        return False
    if row[0].words and is_extra(row[0].words, {}):
        return False
    if len(row) < len(headings):
        return not is_votes_there
    return any(is_votes(cell.words) for cell in row) and (
        not is_votes_there or any(cell.words and say.elected_in(cell.words) is None for cell in row[len(headings) :])
    )


def is_set_off(words: Sequence[Cell], held: dict[str, Cell]) -> bool:
    """Whether a row is in bold type: all of it, or the name and the votes."""
    if words and all(cell.is_bold or cell.is_heading for cell in words) and any(cell.is_bold for cell in words):
        return True
    name = held.get("name") or held.get("family")
    return name is not None and "votes" in held and name.is_bold and held["votes"].is_bold


def party_of(printed: str) -> tuple[str, bool]:
    """A description without a mark behind it: "Labour Party (Elected)" -> ("Labour Party", True)."""
    mark = say.MARK_BEHIND_NAME.search(printed)
    words = printed[: mark.start()] if mark else printed
    return say.FOOTNOTE.sub("", words).strip(" ,;"), bool(mark)


def joined(name: dict[str, str]) -> str:
    """A part of a name as one text, whatever it was divided into."""
    return name.get("name") or " ".join(filter(None, (name.get("family_name"), name.get("given_name"))))


def is_extra(label: str, held: dict[str, Cell]) -> bool:
    """Whether a row is of a figure: "Majority", "Rejected ballot papers", "(A) Want of an official mark"."""
    if not label:
        return True
    if say.LETTERED.match(label) and say.label_role(label):
        return True
    spans = "party" in held and any(held[role].number == held["party"].number != 0 for role in held if role != "party")
    party = held["party"].words if "party" in held and not spans else ""
    return (say.label_role(label) is not None or say.EXTRA_ROW.search(label) is not None) and not re.search(
        "[a-z]{3}", party.casefold().replace(label.casefold(), "")
    )


def is_votes(words: str) -> bool:
    votes, _ = say.votes_in(words)
    return votes is not None and re.fullmatch("[0-9][0-9,]*", votes) is not None and "%" not in words
