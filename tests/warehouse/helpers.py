"""Builds small warehouses from scraped records, without spiders, archive or network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import duckdb

from flows.clean.contests import parliament_rows
from flows.clean.parties import party_rows
from flows.statements import ReadReport, Rows, read_page
from spiders.records import Page, ReadPage, Record, ScrapedCandidacy, ScrapedContest
from warehouse.build import Given, build

DAY = datetime(2024, 2, 16, 9, tzinfo=UTC)
ONE_THREAD: Any = {"threads": 1}
SOURCES = [
    {"source": name, "title": name, "publisher": "invented", "licence": "none", "trust": trust}
    for name, trust in (("office", 10), ("office_copy", 11), ("paper", 50))
]


@dataclass
class Said:
    """One document: who said it, what, on which day after the poll, and (if later) on which day we saw it."""

    source: str
    records: list[Record]
    day: int = 0
    seen: int | None = None
    url: str = ""


def contest(votes: dict[str, Any], *, document: str = "page", **figures: Any) -> ScrapedContest:
    """A by-election in Barchester; `votes` maps "Given Family/Party" to votes, every figure may be a number."""
    candidacies = tuple(
        ScrapedCandidacy(
            given_name=who.split("/")[0].split()[0],
            family_name=who.split("/")[0].split()[-1],
            party=who.split("/")[1],
            votes=None if count is None else str(count),
        )
        for who, count in votes.items()
    )
    fields: dict[str, Any] = {"kind": "by-election", "constituency": "Barchester", "poll_date": "15 February 2024"}
    fields |= {"gss_code": "E14009999"} | {
        name: value if value is None else str(value) for name, value in figures.items()
    }
    return ScrapedContest(document=document, candidacies=candidacies, **fields)


@contextmanager
def lean_builds() -> Iterator[None]:
    """Builds without comments on columns, and on one thread: a second has little to do but to be woken up."""
    one_thread = partial(duckdb.connect, config=ONE_THREAD)
    with patch("warehouse.build.comment_columns"), patch("warehouse.build.duckdb.connect", one_thread):
        yield


def warehouse(
    tmp_path: Path,
    *said: Said,
    corrections: list[dict[str, Any]] | None = None,
    person_decisions: Sequence[dict[str, Any]] = (),
    seats: Sequence[dict[str, Any]] = (),
    commented: bool = False,
) -> duckdb.DuckDBPyConnection:
    """The warehouse that these documents make, open for questions.

    Comments on columns, a third of what a small build costs, only where a test asks for them.
    """
    records = tmp_path / "records"
    for number, one in enumerate(said):
        folder = records / one.source / f"{number:03}"
        folder.mkdir(parents=True)
        rows = Rows(folder)
        seen = DAY + timedelta(days=one.day if one.seen is None else one.seen)
        page = Page(
            url=one.url or f"https://{one.source}.example/barchester",
            body=b"",
            capture_id=f"capture-{number}",
            fetched_at=seen,
            last_modified=DAY + timedelta(days=one.day),
        )
        module = SimpleNamespace(read=lambda page, one=one: ReadPage(list(one.records)), DOCUMENTS=("download", "page"))
        read_page(page, one.source, module, rows, ReadReport())
        rows.close()
    into = tmp_path / "built.duckdb"
    into.unlink(missing_ok=True)
    given = Given(
        sources=SOURCES,
        parties=party_rows(),
        parliaments=parliament_rows(),
        corrections=corrections or [],
        person_decisions=person_decisions,
        seats=seats,
    )
    with nullcontext() if commented else lean_builds():
        build(into, records_dir=records, archive_dir=tmp_path / "archive", given=given)
    connection = duckdb.connect(str(into), read_only=True)
    connection.execute("set TimeZone = 'UTC'")
    return connection


def votes_of(connection: duckdb.DuckDBPyConnection) -> dict[str, tuple[int | None, str | None]]:
    """Candidate -> (settled votes, rule)."""
    return {
        name: (votes, rule)
        for name, votes, rule in connection.execute("select candidate, votes, votes_rule from candidacies").fetchall()
    }


def one(connection: duckdb.DuckDBPyConnection, question: str) -> Any:
    row = connection.execute(question).fetchone()
    assert row is not None
    return row[0] if len(row) == 1 else row
