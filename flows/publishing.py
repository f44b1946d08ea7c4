"""Build, check, publish: the last step of every run, and the only one that readers notice."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import yaml

from flows.clean.contests import parliament_rows
from flows.clean.names import name_key
from flows.clean.parties import party_named, party_rows
from flows.clean.seats import seat_rows
from flows.sources import SOURCES
from spiders.settings import Settings
from warehouse.build import Given, build
from warehouse.checks import run_checks
from warehouse.coverage import Coverage, article_span, fill
from warehouse.look import ask
from warehouse.publish import publish

CORRECTIONS = Path(__file__).parent / "corrections"


class NotPublished(Exception):
    """The checks found something new and grave: the file people read stays as it was."""

    def __init__(self, reasons: list[str]):
        self.reasons = reasons
        super().__init__("not published: " + "; ".join(reasons))


@dataclass(slots=True)
class PublishReport:
    """What was published, and what a person should look at."""

    path: Path
    tables: dict[str, int]
    new_problems: list[dict[str, Any]] = field(default_factory=list)
    known_problems: int = 0
    grave: list[str] = field(default_factory=list)
    seconds: float = 0.0


def corrections() -> Iterator[dict[str, Any]]:
    """Rows of `flows/corrections/<source>.yaml`, one file per source."""
    number = 0
    for file in sorted(CORRECTIONS.glob("*.yaml")):
        if file.stem in ("known", "people"):
            continue
        for entry in yaml.safe_load(file.read_text(encoding="utf-8")) or ():
            number += 1
            # an entry about a party's label is about the party it uses
            party = party_named(entry["use"] if entry["figure"] == "party" else entry.get("party"))
            yield entry | {
                "correction_no": number,
                "source": file.stem,
                "name_key": name_key(entry["candidate"]) if "candidate" in entry else None,
                "party": party.party if party else None,
                "party_family": party.family if party else None,
            }


def person_decisions() -> Iterator[dict[str, Any]]:
    """Rows of `flows/corrections/people.yaml`: each entry says of several that they are the same person, or apart."""
    decisions = yaml.safe_load((CORRECTIONS / "people.yaml").read_text(encoding="utf-8")) or []
    for number, entry in enumerate(decisions, start=1):
        for verdict in {"same", "apart"} & entry.keys():
            for who in entry[verdict]:
                yield {"decision_no": number, "verdict": verdict, "who": who, "because": entry["because"]}


@cache
def known() -> list[dict[str, Any]]:
    return yaml.safe_load((CORRECTIONS / "known.yaml").read_text(encoding="utf-8")) or []


def given(now: datetime) -> Given:
    """What is decided before a build: order of trust, corrections, known problems, parties, Parliaments."""
    try:
        here = version("byelections")
    except PackageNotFoundError:
        here = "not installed"
    return Given(
        sources=[
            {
                "source": source.name,
                "title": source.title,
                "publisher": source.publisher,
                "licence": source.licence,
                "url": source.url,
                "trust": source.trust,
                "expected_freshness_days": source.expected_freshness_days,
                "is_night_of": source.is_night_of,
            }
            for source in SOURCES.values()
        ],
        corrections=list(corrections()),
        known_problems=[entry for entry in known() if "source" in entry],
        person_decisions=list(person_decisions()),
        parties=party_rows(),
        parliaments=parliament_rows(),
        seats=seat_rows(),
        built_at=now,
        version=here,
    )


def known_offences() -> set[tuple[str, str]]:
    return {(entry["rule"], entry["contest"]) for entry in known() if "source" not in entry}


def said_in_articles(database: Path, settings: Settings) -> Coverage | None:
    """The rows that what articles say makes; None where there are no articles.

    Then nothing that reads texts is imported either, which takes as long as building a small warehouse.
    """
    if article_span(database) is None:
        return None
    from flows.analysis import analyse

    return analyse(database, settings.home / "coverage" / "analysed.jsonl")


def publish_warehouse(settings: Settings, *, now: datetime) -> PublishReport:
    """Build the warehouse from `records/`, check it, and swap it in; raises NotPublished on a new grave offence."""
    started = time.monotonic()
    offences: list[dict[str, Any]] = []

    def build_and_check(into: Path) -> dict[str, int]:
        made = build(into, records_dir=settings.records_dir, archive_dir=settings.archive_dir, given=given(now))
        said = said_in_articles(into, settings)
        if said is not None:
            fill(into, said)
        offences.extend(run_checks(into, known_offences()))
        if grave := [
            f"{one['check']}: {one['subject']}: {one['seen']}"
            for one in offences
            if one["is_grave"] and not one["is_known"]
        ]:
            raise NotPublished(grave)
        return made.rows if said is None else made.rows | said.counts()

    rows = publish(settings.warehouse_file, build_and_check)
    columns, found = ask(
        settings.warehouse_file,
        "select rule, source, ballot_paper_id, contest, field, seen, source_url, is_known from problems "
        "where is_current",
    )
    problems = [dict(zip(columns, row, strict=True)) for row in found]
    new = [problem for problem in problems if not problem["is_known"]]
    new += [
        {"rule": one["check"], "contest": one["subject"], "seen": one["seen"], "is_known": False}
        for one in offences
        if not one["is_known"]
    ]
    return PublishReport(
        path=settings.warehouse_file,
        tables=rows,
        new_problems=new,
        known_problems=len(problems) + len(offences) - len(new),
        seconds=time.monotonic() - started,
    )
