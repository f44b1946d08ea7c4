"""Parties: one name for the several words used for each, the family it belongs to and its lineage (`parties.yaml`).

What a word means can depend on the year ("National Liberal" of 1922 and of 1931), on the nation ("Con" in Northern
Ireland was the Ulster Unionists) and on whether it names a winner or heads a column of votes ("Lib" in 1983).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

import yaml

from flows.clean.names import clean_name, plain_key

TOLD_APART = re.compile(r" \((?:UK|United Kingdom)\)")  # from a party of that name in another country
INDEPENDENT, SPEAKER = "Independent", "Speaker"
HOW = ("renamed", "merged", "split off", "continued")
ENTRY = (
    "party", "family", "short", "years", "names", "columns", "successors", "is_group", "counted_with", "note",
)  # fmt: skip
LISTS = ("names", "columns")
NAME = ("name", "from", "to", "nations")
EVER, NOW = 0, 9999  # years: since ever, and what a name means where no day is given


@dataclass(frozen=True, slots=True)
class Party:
    """A party by the name we use; `family` joins registrations, predecessors and successors into one long series.

    `is_group`: no party but several together, or everybody else ("PC/SNP", "Oth"); never one party's votes.
    """

    party: str
    family: str
    is_group: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """One name of one party, in the years `first` to `last`, both included; no nations: in all of them."""

    party: Party
    first: int = EVER
    last: int = NOW
    nations: frozenset[str] = frozenset()

    def holds(self, year: int, nation: str | None) -> bool:
        return self.first <= year <= self.last and (not self.nations or nation in self.nations)

    def clashes_with(self, other: Claim) -> bool:
        """Whether a name could mean both: years in common, and a nation in common or none named by either."""
        both = self.nations & other.nations if self.nations or other.nations else True
        return self.party != other.party and bool(both) and self.first <= other.last and other.first <= self.last


Claims = dict[str, tuple[Claim, ...]]


@lru_cache(maxsize=1)
def entries() -> list[dict[str, Any]]:
    """`parties.yaml`, checked; raises ValueError, naming the party, for a table that contradicts itself."""
    text = (Path(__file__).parent / "parties.yaml").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = yaml.load(text, Loader=yaml.CSafeLoader)
    check(found)
    return found


def check(table: list[dict[str, Any]]) -> None:
    """Raises ValueError for a table that contradicts itself: a party twice, a successor not listed, a lineage that
    runs in a circle, a name that means two parties at one time and place, a word this module does not know."""
    parties = {entry["party"] for entry in table}
    if len(parties) != len(table):
        raise ValueError("parties.yaml: a party is listed twice")
    successors = [(entry["party"], one) for entry in table for one in entry.get("successors", ())]
    named = [one for entry in table for kind in LISTS for one in entry.get(kind, ()) if isinstance(one, dict)]
    unknown = [
        *(f"{word} of {entry['party']}" for entry in table for word in entry if word not in ENTRY),
        *(f"{word} of the name {one['name']}" for one in named for word in one if word not in NAME),
        *(f"{one['how']} of {party}'s successor" for party, one in successors if one["how"] not in HOW),
        *(f"successor {one['party']} of {party}" for party, one in successors if one["party"] not in parties),
    ]
    if unknown:
        raise ValueError(f"parties.yaml: not known: {'; '.join(unknown)}")
    lineage = TopologicalSorter[str]()
    for party, one in successors:
        lineage.add(one["party"], party)
    try:
        lineage.prepare()
    except CycleError as circle:
        raise ValueError(f"parties.yaml: a lineage runs in a circle: {', '.join(circle.args[1])}") from circle
    for kind in LISTS:
        claimed(table, kind)


def claims_of(entry: dict[str, Any], kind: str) -> Iterator[tuple[str, Claim]]:
    """The names, or the headings of columns, that one entry claims; its own name is one, unless listed with years.

    A name without years has the own name's: what handed its own name on can be called nothing else afterwards.
    """
    party = Party(entry["party"], entry.get("family", entry["party"]), entry.get("is_group", False))
    listed: list[dict[str, Any]] = [{"name": one} if isinstance(one, str) else one for one in entry.get(kind, ())]
    own: dict[str, Any] = {"name": party.party}
    own = next((one for one in entry.get("names", ()) if isinstance(one, dict) and one["name"] == party.party), own)
    if kind == "names" and own not in listed:
        listed.append(own)
    for one in listed:
        years = one if one.keys() & {"from", "to"} else own
        first, last = years.get("from", EVER), years.get("to", NOW)
        yield plain_key(one["name"]), Claim(party, first, last, frozenset(one.get("nations", ())))


def claimed(table: list[dict[str, Any]], kind: str) -> Claims:
    """Every name of `kind`, by its key; raises ValueError when one name means two parties at one time and place."""
    found: dict[str, list[Claim]] = defaultdict(list)
    for entry in table:
        for key, claim in claims_of(entry, kind):
            if rivals := [one for one in found[key] if claim.clashes_with(one)]:
                raise ValueError(f"parties.yaml: {key!r} names {claim.party.party!r} and {rivals[0].party.party!r}")
            found[key].append(claim)
    # a claim for the nation holds before a claim for all
    return {key: tuple(sorted(claims, key=lambda claim: not claim.nations)) for key, claims in found.items()}


@lru_cache(maxsize=2)
def reviewed(kind: str = "names") -> Claims:
    """What `parties.yaml` says of every name ("names") and heading of a column ("columns"), by its key."""
    return claimed(entries(), kind)


@lru_cache(maxsize=1)
def own_names() -> dict[str, Party]:
    """The names we use ourselves, by their keys: they mean the same to us whatever the day."""
    return {
        plain_key(entry["party"]): Party(
            entry["party"], entry.get("family", entry["party"]), entry.get("is_group", False)
        )
        for entry in entries()
    }


def party_rows() -> list[dict[str, Any]]:
    """The reviewed table as rows for the warehouse, each party with its predecessors beside its successors."""
    before: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for entry in entries():
        for one in entry.get("successors", ()):
            before[one["party"]].append({"party": entry["party"], "year": one["year"], "how": one["how"]})
    return [
        {
            "party": entry["party"],
            "party_family": entry.get("family", entry["party"]),
            "short_form": entry.get("short"),
            "first_year": next(iter(entry.get("years", ())), None),
            "last_year": next(iter(entry.get("years", ())[1:]), None),
            "predecessors": before[entry["party"]],
            "successors": [
                {"party": one["party"], "year": one["year"], "how": one["how"]} for one in entry.get("successors", ())
            ],
            "is_group": entry.get("is_group", False),
            "counted_with": entry.get("counted_with", {}).get("party"),
            "counted_with_until": entry.get("counted_with", {}).get("to"),
            "note": entry.get("note"),
        }
        for entry in entries()
    ]


@lru_cache(maxsize=65536)
def party_named(
    printed: str | None, day: date | None = None, nation: str | None = None, *, is_column: bool = False
) -> Party | None:
    """The party a source names; one that the reviewed table does not have keeps its own name. None: no name given.

    `day` is the polling day the name was used on; without one a name of ours means ours, others what they mean today.
    `nation` is the seat's ("Northern Ireland"), where known. `is_column`: the name heads a column of votes.
    "Heritage Party (UK)" is the Heritage Party, unless the reviewed table says otherwise.
    """
    name = clean_name(printed)
    if not name:
        return None
    name = re.sub(r"^\(([^()]+)\)$", r"\1", name)  # as some councils print what stands behind a name
    plain = TOLD_APART.sub("", name)
    year = day.year if day else NOW
    kinds = ("columns", "names") if is_column else ("names",)
    for key in dict.fromkeys((plain_key(name), plain_key(plain))):
        if day is None and not is_column and key in own_names():
            return own_names()[key]
        for kind in kinds:
            for claim in reviewed(kind).get(key, ()):
                if claim.holds(year, nation):
                    return claim.party
    return Party(plain, plain)
