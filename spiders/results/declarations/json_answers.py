"""JSON: what stands behind a dashboard, a feature service or a page of scripts, made into declarations.

Gives      a `Document` for each list of candidates: a table under plain headings, the figures and texts beside it; who
           was elected and what it all means decides the reader of every declaration
Quirks     contest and candidates may lie inside, above or beside one another; one answer may hold many contests, the
           election before, totals of parties and other places' news; noughts are no result, nor are votes whose status
           is not final; days may be numbers of seconds
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bs4 import BeautifulSoup

from spiders.records import Page, UnexpectedPage
from spiders.results.declarations import keys
from spiders.results.declarations import words as say
from spiders.results.declarations.blocks import Block
from spiders.results.declarations.documents import Council, Document
from spiders.results.declarations.grids import Cell
from spiders.results.declarations.json_api import resolved
from spiders.results.declarations.moments import THURSDAY, day_of
from spiders.results.declarations.records_found import Candidates, Node, candidates_in, row_of, words_of

HEADS = {
    "area": "Ward", "day": "Date", "family": "Surname", "given": "Forename", "name": "Candidate", "party": "Party",
    "votes": "Votes", "share": "%", "outcome": "Outcome",
}  # fmt: skip
FIGURES = {
    "electorate": "Electorate", "ballot_papers_issued": "Ballot papers issued", "turnout": "Turnout",
    "rejected_ballot_papers": "Rejected ballot papers", "valid_votes": "Total valid votes", "majority": "Majority",
    "seats": "Seats",
}  # fmt: skip
DONE = re.compile(r"\b(?:declared|final(?:ised|ized)?|complete[d]?|confirmed|official|full|done)\b", re.IGNORECASE)
NOT_DONE = re.compile(
    r"await|pending|provisional|progress|count(?!ed)|verif|partial|recount|unofficial|unconfirmed|draft|scheduled|"
    r"\b(?:not|yet|no result|open|upcoming|nominat\w+|live|started)\b",
    re.IGNORECASE,
)
CALLED_OFF = re.compile(r"cancel|countermand|abandon|postpone|withdrawn|void\b", re.IGNORECASE)
PARLIAMENT = re.compile(r"^(?:parl|parliament|westminster)$", re.IGNORECASE)
LONGEST_NAME = 80  # characters of a seat's name
SHORTEST_TEXT = 20  # characters of a string that is a text and not a word
MOST_TEXTS = 60


def data_of(page: Page, text: str) -> Any:
    """Raises UnexpectedPage for what is no whole JSON, or nested deeper than anybody writes."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnexpectedPage(page, wanted="whole JSON", seen=str(error)[:160]) from error


def documents_of(data: Any, council: Council, context: Sequence[Block] = ()) -> list[Document]:
    """A document for each contest that has a list of candidates; `context`: what a page says around its data."""
    found = candidates_in(resolved(data))
    holders: dict[int, int] = {}
    for one in found:
        for node in {id(node): node for node in one.above}:
            holders[node] = holders.get(node, 0) + 1
    return [
        document_of(one, holders, council, context if len(found) == 1 else ()) for one in found if not is_of_before(one)
    ]


def is_of_before(found: Candidates) -> bool:
    """Whether what holds the candidates names another year than the day of the poll around it: "year": 2021."""
    years = {int(value) for key, value in nearest_years(found) if re.fullmatch("(?:19|20)[0-9]{2}", str(value))}
    polled = polling_day(found.above)
    return polled is not None and bool(years) and polled.year not in years


def nearest_years(found: Candidates) -> Iterator[tuple[str, Any]]:
    for node in found.above:
        if years := [(key, value) for key, value in node.items() if keys.parts(key)[-1:] == ("year",)]:
            yield from years
            return


def document_of(found: Candidates, holders: Mapping[int, int], council: Council, context: Sequence[Block]) -> Document:
    """One contest: what stands above its candidates and no other's is its own; a day may stand above several."""
    own = [node for node in found.above if holders.get(id(node), 0) == 1]
    shared = [node for node in found.above if node not in own]
    around = [*own, *(node for one in own for node in beside(one))]
    place = place_in(around) or place_in([node for node in shared if is_of_one_seat(node)])
    polled = polling_day(around) or polling_day([*shared, *(node for one in shared for node in beside(one))])
    figures = figures_in(around)
    texts = texts_in(around)
    rows = [dict(row) for row in found.rows]
    if (verdict := verdict_of(around, rows)) is not None:
        texts = [verdict, *texts]
        for row in rows:
            row.pop("outcome", None)
    if winner := winner_in(around):
        texts = [f"Elected: {winner}", *texts]
    if found.unclear:
        texts = [f"The votes are not yet declared: {found.unclear}", *texts]
        for row in rows:
            row["votes"] = row.get("votes", "") if not found.unclear else ""
    is_ordinary = polled is not None and polled.month == 5 and polled.day <= 7 and polled.weekday() == THURSDAY
    # "by-elections" above all the wards of an ordinary election makes none of them one
    heads = [*(() if is_ordinary else titles_in(shared)), *titles_in(around)[::-1]]
    for row in rows:
        row["area"], row["day"] = place or row.get("area", ""), polled.isoformat() if polled else ""
    blocks = [
        *context,
        *(Block("heading", words, 1) for words in heads),
        table_of(rows),
        Block("table", grid=grid_of(figures)),
        *(Block("line", words) for words in texts),
    ]
    return Document([block for block in blocks if block.words or block.grid], council=council)


def is_of_one_seat(node: Node) -> bool:
    """Whether a node above several polls is of one ward or constituency: they are its elections."""
    return any({"ward", "division", "constituency"} & set(keys.parts(key)) and keys.is_area(key) for key in node)


def beside(node: Node) -> Iterator[Node]:
    """The records that stand in a record: of its own figures, and not lists of others or an earlier election."""
    for key, value in node.items():
        if keys.is_past(key) or set(keys.parts(key)) & keys.ELSEWHERE:
            continue
        if isinstance(value, dict) and not keys.of_figure(key):
            if not any(isinstance(one, list) and any(isinstance(each, dict) for each in one) for one in value.values()):
                yield value
                yield from (one for one in value.values() if isinstance(one, dict) and key in keys.TITLES)
        elif isinstance(value, list):
            yield from (one for one in value if isinstance(one, dict) and pair_in(one) is not None)
            for one in value:
                if isinstance(one, dict):
                    for inner in one.values():
                        if isinstance(inner, list):
                            yield from (each for each in inner if isinstance(each, dict) and pair_in(each) is not None)


def pair_in(node: Node) -> tuple[str, str] | None:
    """A record that is a figure with its label: {"label": "Electorate", "value": "74,218"}; else None."""
    if not 2 <= len(node) <= 5:
        return None
    label = next((words_of(value) for key, value in node.items() if key.casefold() in keys.LABELS), "")
    value = next((words_of(value) for key, value in node.items() if key.casefold() in keys.VALUES), "")
    return (label, value) if label and value and say.label_role(label) and re.search("[0-9]", value) else None


def figures_in(nodes: Sequence[Node]) -> dict[str, str]:
    """The contest's figures as printed, the nearest first."""
    found: dict[str, str] = {}
    for node in nodes:
        if (pair := pair_in(node)) is not None:
            role = say.label_role(pair[0])
            if role in FIGURES and not keys.is_past(pair[0]):
                found.setdefault(str(role), pair[1])
            continue
        for key, value in node.items():
            role = keys.of_figure(key)
            if role not in FIGURES or isinstance(value, bool):
                continue
            if isinstance(value, dict) and role == "rejected_ballot_papers":
                value = rejected_in(value)
            if isinstance(value, float) and role == "turnout" and 0 < value < 1:
                value = f"{value * 100:.2f}%"
            words = words_of(value)
            if re.fullmatch(r"[0-9][0-9, \u00a0]*(?:\.[0-9]+)?\s?%?", words) and not isinstance(value, dict | list):
                found.setdefault(str(role), words)
    return found


def rejected_in(reasons: Node) -> int | None:
    """Papers rejected altogether, from a record of reasons: its total, or their sum; None for no numbers."""
    counted = {key: value for key, value in reasons.items() if isinstance(value, int) and not isinstance(value, bool)}
    total = [value for key, value in counted.items() if "total" in keys.parts(key)]
    whole = [value for key, value in counted.items() if not {"part", "partial", "total"} & set(keys.parts(key))]
    return total[0] if total else sum(whole) if whole else None


def place_in(nodes: Sequence[Node]) -> str:
    """The seat that a key names; "" where none does."""
    for node in nodes:
        for key, value in node.items():
            if isinstance(value, bool | int | float) or not keys.is_area(key):
                continue
            if re.search(r"[^\W\d_]{2}", words := words_of(value)) and len(words) <= LONGEST_NAME:
                return words
    return ""


def polling_day(nodes: Sequence[Node]) -> Any:
    """The polling day by a key that says so; a mere "date" counts when it is a Thursday."""
    for is_sure in (True, None):
        for node in nodes:
            for key, value in node.items():
                day = day_of(value) if keys.is_day(key) is is_sure else None
                if day is not None and (is_sure or day.weekday() == THURSDAY):
                    return day
    return None


def titles_in(nodes: Sequence[Node]) -> list[str]:
    """What heads the contest: titles and names, and what kind of election it is."""
    found: list[str] = []
    for node in nodes:
        if pair_in(node) is not None:
            continue
        for key, value in node.items():
            said = set(keys.parts(key))
            if not isinstance(value, str) or keys.is_past(key) or said & keys.USELESS - {"type"}:
                continue
            if said & {"candidate", "councillor"} or re.search("[0-9]", key):
                continue
            if said & (keys.TITLES | {"type", "kind"}) and not said & (keys.ELSEWHERE | {"winner", "party"}):
                words = " ".join(BeautifulSoup(value, "lxml").get_text().split()) if "<" in value else value
                words = PARLIAMENT.sub("Parliamentary election", words)
                if 0 < len(words) <= 160 and re.search(r"[^\W\d_]{2}", words):
                    found.append(words)
    return list(dict.fromkeys(found))


def texts_in(nodes: Sequence[Node]) -> list[str]:
    """The sentences beside the candidates, without markup."""
    found = []
    for node in nodes:
        for key, value in node.items():
            if isinstance(value, str) and len(value) >= SHORTEST_TEXT and " " in value and not keys.is_past(key):
                if set(keys.parts(key)) & keys.TITLES:
                    continue
                found.append(" ".join(BeautifulSoup(value, "lxml").get_text(" ").split()) if "<" in value else value)
            elif isinstance(value, str) and {"voting", "system"} <= set(keys.parts(key)):
                found.append(f"Voting system: {value}")
            elif value is True and set(keys.parts(key)) & {"lot", "lots"}:
                found.append("The result was decided by lot.")
            elif value is True and set(keys.parts(key)) & {"uncontested", "unopposed"}:
                found.append("The election was uncontested.")
    return found[:MOST_TEXTS]


def verdict_of(nodes: Sequence[Node], rows: Sequence[dict[str, str]]) -> str | None:
    """Why the votes are no result, in words that the reader of declarations knows; None where they may be one."""
    is_done, is_open = False, False
    for node in nodes:
        for key, value in node.items():
            said = set(keys.parts(key))
            if said & {"declared", "declaration"} and said & {"time", "at", "on", "date"} and value in (None, ""):
                is_open = True
            if not said & keys.STATUS or keys.is_past(key) or said & {"time", "at", "by", "on", "date"}:
                continue
            if isinstance(value, bool):
                if value is bool(said & {"provisional", "isprovisional"}):
                    return f"The result is not yet declared ({key} is {str(value).lower()})."
                is_done = True
            elif isinstance(value, str) and value:
                if CALLED_OFF.search(value):
                    return f"The poll has been abandoned ({value[:40]})."
                if DONE.search(value) and not re.search(r"\b(?:not|yet|un)|provisional", value, re.IGNORECASE):
                    is_done = True
                elif NOT_DONE.search(value):
                    return f"The result is not yet declared ({value[:40]})."
    outcomes = [row.get("outcome") for row in rows]
    if is_open and not is_done and "Elected" not in outcomes:
        return "The result is not yet declared (no moment of a declaration is given)."
    if outcomes and all(one == "Not elected" for one in outcomes):
        if not is_done:
            return "The result is not yet declared (every candidate is marked as not elected)."
        for row in rows:
            row.pop("outcome")
    return None


def winner_in(nodes: Sequence[Node]) -> str:
    """Whom a key of the contest names as elected; "" for nobody."""
    for node in nodes:
        for key, value in node.items():
            said = set(keys.parts(key))
            if not said & {"winner", "elected", "winners", "winning"} or keys.is_past(key):
                continue
            if not said & (keys.USELESS | {"party", "votes"}):
                names = [name_of(one) for one in (value if isinstance(value, list) else [value])]
                names = [one for one in names if re.search(r"[^\W\d_]{2} ", one) or "," in one]
                if names and not isinstance(value, bool):
                    return " and ".join(names)
    return ""


def name_of(value: Any) -> str:
    """A person's name, in words or as a record."""
    row = row_of(value) if isinstance(value, dict) else None
    return row.get("name") or f"{row.get('given', '')} {row.get('family', '')}" if row else words_of(value)


def table_of(rows: Sequence[dict[str, str]]) -> Block:
    roles = [role for role in HEADS if any(row.get(role) for row in rows) or role == "votes"]
    heads = HEADS | ({"votes": "First preference votes"} if any("first" in row for row in rows) else {})
    lines = [[heads[role] for role in roles], *([row.get(role, "") for role in roles] for row in rows)]
    return Block("table", grid=grid_of_lines(lines))


def grid_of(figures: Mapping[str, str]) -> tuple[tuple[Cell, ...], ...]:
    return grid_of_lines([[FIGURES[role], value] for role, value in figures.items()], has_heads=False)


def grid_of_lines(lines: Sequence[Sequence[str]], *, has_heads: bool = True) -> tuple[tuple[Cell, ...], ...]:
    """Rows of words as cells."""
    return tuple(
        tuple(
            Cell((words,) if words else (), is_heading=has_heads and not number, number=100 * number + place)
            for place, words in enumerate(row, 1)
        )
        for number, row in enumerate(lines)
    )
