"""Lists of candidates in data of any shape: which records are candidates, and what stands around them.

A record is a candidate by what its keys mean (`keys`): a name, votes, and a party or a key that says "candidate".
Totals of parties, polling stations and earlier elections are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from spiders.results.declarations import keys

Node = Mapping[str, Any]
DEEPEST = 40
WRAPPERS = frozenset(("attributes", "properties", "node", "fields"))  # of ArcGIS, GeoJSON, GraphQL, Airtable
ROWS = frozenset(("rows", "data", "values", "records", "body"))
HEADERS = frozenset(("columns", "headers", "header", "headings", "cols", "fields", "head"))
# Lists of these are of no candidates, whatever their records look like.
OTHER_LISTS = keys.these(
    "parties stations station boxes box districts totals summary seats members councillors groups agents regions "
    "turnout stages rounds transfers rejected spoilt"
)
NUMBERED = re.compile(r"(?P<before>.*?[A-Za-z])[_ ]?(?P<number>[0-9]{1,2})(?P<behind>(?:[_ ]?[A-Za-z].*)?)")
VOTES = re.compile(r"[0-9][0-9,. \u00a0]*")


@dataclass(frozen=True, slots=True)
class Candidates:
    """The candidates of one contest, a dict of words by role for each, and what stands above them, nearest first."""

    rows: tuple[dict[str, str], ...]
    above: tuple[Node, ...]
    unclear: str = ""  # why the votes cannot be told


def candidates_in(data: Any) -> list[Candidates]:
    """Every list of candidates, in the order of the data; those of an earlier election are left out."""
    return list(visit(data, (), "", 0))


def visit(node: Any, above: tuple[Node, ...], key: str, depth: int) -> Iterator[Candidates]:
    if depth > DEEPEST:
        return
    if isinstance(node, dict):
        if rows := numbered(node):
            yield Candidates(tuple(rows), (node, *above))
        if records := from_rows(node):
            yield from of_list(records, (node, *above), key, depth)
            return
        people = [one for one in node.values() if isinstance(one, dict)]
        if len(people) == len(node) > 1 and any(row_of(one) is not None for one in people):
            yield from of_list(people, above, key, depth)  # by their ids
            return
        for name, value in node.items():
            if isinstance(value, dict | list) and not keys.is_past(name):
                yield from visit(value, (node, *above), name, depth + 1)
    elif isinstance(node, list):
        if node and all(isinstance(one, list) for one in node) and (records := under_headings(node[0], node[1:])):
            node = records
        yield from of_list([unwrapped(one) for one in node if isinstance(one, dict)], above, key, depth)


def of_list(records: Sequence[Node], above: tuple[Node, ...], key: str, depth: int) -> Iterator[Candidates]:
    """A list of records: candidates themselves, by seat where each names its own; else whatever holds some."""
    people = [(record, row) for record in records if (row := row_of(record)) is not None]
    if people and is_of_candidates(key, [row for _, row in people]) and not set(keys.parts(key)) & OTHER_LISTS:
        seats: dict[tuple[str, str], list[tuple[Node, dict[str, str]]]] = {}
        for record, row in people:
            seats.setdefault((row.get("area", ""), day_in(record)), []).append((record, row))
        for of_seat in seats.values():
            # what all candidates of a seat have in common is the seat's
            shared = common([record for record, _ in of_seat])
            yield Candidates(
                tuple(row for _, row in of_seat),
                (shared, *above),
                next((row["?"] for _, row in of_seat if "?" in row), ""),
            )
        return
    for record in records:
        yield from visit(record, above, key, depth + 1)


def unwrapped(record: Node) -> Node:
    """A record out of the box that some services put around each."""
    for name in WRAPPERS & record.keys():
        if isinstance(record[name], dict) and record[name]:
            return unwrapped(record[name])
    return record


def from_rows(node: Node) -> list[Node]:
    """Records from a table that has its headings and its rows apart; [] for any other node."""
    lists = {name.casefold(): value for name, value in node.items() if isinstance(value, list)}
    heads = next((value for name, value in lists.items() if name in HEADERS), None)
    rows = next(
        (value for name, value in lists.items() if name in ROWS and all(isinstance(row, list) for row in value)), None
    )
    return under_headings(heads, rows) if heads and rows else []


def under_headings(heads: Sequence[Any], rows: Sequence[Sequence[Any]]) -> list[Node]:
    named = [words_of(one) for one in heads]
    if not any(keys.of_candidate(one) == "votes" for one in named):
        return []
    return [dict(zip(named, row, strict=True)) for row in rows if len(row) == len(named)]


def numbered(node: Node) -> list[dict[str, str]]:
    """The candidates of a record that numbers its columns: C1_NAME, C1_VOTES, C2_NAME, ...; [] for any other."""
    records: dict[str, dict[str, Any]] = {}
    for key, value in node.items():
        if match := NUMBERED.fullmatch(key):
            records.setdefault(match["number"], {})[f"{match['before']}_{match['behind']}"] = value
    rows = [row for record in records.values() if len(record) > 1 and (row := row_of(record)) is not None]
    return rows if len(rows) > 1 else []


def row_of(record: Node) -> dict[str, str] | None:
    """A candidate by roles; None for a record without a name and a place for votes, or of something else."""
    row: dict[str, str] = {}
    votes: dict[str, str] = {}
    if numbered(record) or any(holds_candidates(value) for value in record.values()):
        return None
    for key, value in leaves(record):
        role = keys.of_candidate(key)
        if role is None:
            continue
        if role == "votes":
            votes[key] = words_of(value)
        elif role == "outcome":
            if (said := outcome_of(key, value)) is not None:
                row.setdefault(role, said)
        elif words := words_of(value):
            row.setdefault(role, words)
    if (
        not votes
        or set(keys.parts(" ".join(record))) & {"seats", "stations", "electorate", "turnout"}
        and "name" not in row
    ):
        return None
    if "name" not in row and "family" not in row and "title" in row:
        row["name"] = row["title"]
    if not (row.get("name") or row.get("family")) or re.search("[0-9]", row.get("name", "")):
        return None
    row.pop("title", None)
    if "party" not in row and "description" in row:
        row["party"] = row["description"]
    row.pop("description", None)
    chosen = chosen_votes(votes)
    row["votes"] = chosen or ""
    if any({"preference", "preferences"} & set(keys.parts(key)) for key in votes):
        row["first"] = "of preferences"
    if chosen is None:
        row["?"] = ", ".join(f"{key} {value}" for key, value in votes.items())[:120]
    return row


def holds_candidates(value: Any) -> bool:
    """Whether a value is a list of candidates: what it stands in is their contest, and no candidate."""
    return isinstance(value, list) and sum(isinstance(one, dict) and row_of(one) is not None for one in value) > 1


def leaves(record: Node, before: str = "", depth: int = 0) -> Iterator[tuple[str, Any]]:
    """The values of a record with their keys, those of records inside it with both keys: "party name"."""
    for key, value in record.items():
        if keys.is_past(key) or (isinstance(value, dict) and {"winner", "winning"} & set(keys.parts(key))):
            continue
        name = f"{before} {key}".strip()
        if isinstance(value, list) and len(value) == 1:
            value = value[0]
        if isinstance(value, dict):
            if depth < 2:
                yield from leaves(value, name if set(value) != {"value"} else before or key, depth + 1)
        elif not isinstance(value, list):
            yield name, value


def chosen_votes(votes: Mapping[str, str]) -> str | None:
    """The votes of this poll among several numbers: first preferences, else what is called nothing but votes."""
    plain = {value.replace(",", "").replace(" ", "") for value in votes.values() if value}
    if len(plain) <= 1:
        return next((value for value in votes.values() if value), "")
    for wanted in (
        lambda said: said & {"preference", "preferences", "prefs", "first"},
        lambda said: not said - keys.VOTES - {"number", "of", "no", "count", "cast", "received", "candidate"},
        lambda said: said & {"total", "totalvotes"},
    ):
        fitting = [value for key, value in votes.items() if wanted(frozenset(keys.parts(key)))]
        if len(set(fitting)) == 1:
            return fitting[0]
    return None


def outcome_of(key: str, value: Any) -> str | None:
    """What a value says of being elected, in words; None for nothing said."""
    said = frozenset(keys.parts(key))
    is_plain = said & {"elected", "iselected", "winner", "iswinner", "won", "successful", "etholwyd"}
    if isinstance(value, bool):
        return ("Elected" if value else "Not elected") if is_plain else None
    if isinstance(value, int) and is_plain and value in (0, 1):
        return "Elected" if value else "Not elected"
    return words_of(value) or None if not isinstance(value, int | float) else None


def words_of(value: Any) -> str:
    """A value as text: a number without ".0", nothing for null; of a record its name."""
    if value is None or isinstance(value, list):
        return ""
    if isinstance(value, dict):
        return next(
            (words_of(value[name]) for name in ("name", "title", "label", "value", "alias") if value.get(name)), ""
        )
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split())


def is_of_candidates(key: str, rows: Sequence[dict[str, str]]) -> bool:
    """Whether records with names and votes are persons: a party beside each, a surname, or a list called so."""
    said = set(keys.parts(key))
    return bool(said & {"candidate", "candidates", "candidacies", "candidatures", "ymgeiswyr"}) or any(
        "party" in row or "family" in row or "outcome" in row for row in rows
    )


def day_in(record: Node) -> str:
    return next((words_of(value) for key, value in record.items() if keys.is_day(key)), "")


def common(records: Sequence[Node]) -> Node:
    """What all the records have alike: of several candidates their contest's, of one alone nothing."""
    if len(records) < 2:
        return {key: value for key, value in records[0].items() if keys.is_area(key) or keys.is_day(key)}
    found: dict[str, Any] = {}
    for key in dict.fromkeys(key for one in records for key in one):
        # a row of rejected papers among them has not all of it
        said = {words_of(one.get(key)): one.get(key) for one in records if words_of(one.get(key))}
        if len(said) == 1 and keys.of_candidate(key) not in ("votes", "name", "outcome"):
            found[key] = next(iter(said.values()))
    return found
