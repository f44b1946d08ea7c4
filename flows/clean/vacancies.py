"""Why a seat fell vacant: the words of a source to one of a closed list (`vacancies.yaml`, reviewed)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from flows.clean.counts import UNKNOWN
from flows.clean.names import clean_name

CAUSES = (
    "death", "resignation", "recall petition", "election court", "disqualification", "peerage", "expulsion",
    "bankruptcy", "other office", "other", "unknown",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rule:
    """Words that name a cause."""

    words: re.Pattern[str]
    cause: str


@lru_cache(maxsize=1)
def reviewed() -> tuple[Rule, ...]:
    """The rules of `vacancies.yaml` in their order. Raises ValueError for a cause that is not in the list."""
    rules = []
    for entry in yaml.safe_load((Path(__file__).parent / "vacancies.yaml").read_text(encoding="utf-8")):
        if entry["cause"] not in CAUSES:
            raise ValueError(f"vacancies.yaml: {entry['words']!r} means {entry['cause']!r}, which is no cause")
        rules.append(Rule(re.compile(rf"\b(?:{entry['words']})", re.IGNORECASE), entry["cause"]))
    return tuple(rules)


@lru_cache(maxsize=4096)
def vacancy_cause(printed: str | None) -> str | None:
    """ "Death (road accident)", "RECALL_PETITION" -> the cause, one of `CAUSES`; the words that come first decide.

    "unknown": the words say that the cause is not known.  "other": a cause the list does not have, or words that no
    rule knows.  None: the source says nothing ("", "-", "N/A").
    """
    words = clean_name(printed).replace("_", " ")
    if words in UNKNOWN:
        return None
    found = [(match.start(), place) for place, rule in enumerate(reviewed()) if (match := rule.words.search(words))]
    return reviewed()[min(found)[1]].cause if found else "other"
