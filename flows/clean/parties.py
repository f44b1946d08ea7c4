"""Parties: one name for the several spellings of each, and the family it belongs to (`parties.yaml`, reviewed)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from flows.clean.names import clean_name, plain_key

TOLD_APART = re.compile(r" \((?:UK|United Kingdom)\)")  # from a party of that name in another country
INDEPENDENT, SPEAKER = "Independent", "Speaker"


@dataclass(frozen=True, slots=True)
class Party:
    """A party by the name we use; `family` joins registrations and successors into one long series."""

    party: str
    family: str


@lru_cache(maxsize=1)
def reviewed() -> dict[str, Party]:
    """Every spelling in `parties.yaml`, by its key. Raises ValueError when one spelling names two parties."""
    found: dict[str, Party] = {}
    entries = yaml.safe_load((Path(__file__).parent / "parties.yaml").read_text(encoding="utf-8"))
    for entry in entries:
        party = Party(entry["party"], entry.get("family", entry["party"]))
        for spelling in (entry["party"], *entry.get("names", ())):
            if found.setdefault(plain_key(spelling), party) != party:
                raise ValueError(f"parties.yaml: {spelling!r} names two parties")
    return found


@lru_cache(maxsize=4096)
def party_named(printed: str | None) -> Party | None:
    """The party a source names; one that the reviewed table does not have keeps its own name. None: no name given.

    "Heritage Party (UK)" is the Heritage Party, unless the reviewed table says otherwise.
    """
    name = clean_name(printed)
    if not name:
        return None
    plain = TOLD_APART.sub("", name)
    return reviewed().get(plain_key(name)) or reviewed().get(plain_key(plain)) or Party(plain, plain)
