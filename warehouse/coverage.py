"""What coverage needs of a warehouse, and what it adds: facts of contests out, links, quotations and claims in.

A warehouse is built with its articles and without what they say. That is read in Python, knowing the contests, and
filled in before the file is published.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from warehouse.build import SQL, insert

FILLED = ("article_link", "article_copy", "article_quote", "article_claim")


@dataclass(slots=True)
class Coverage:
    """Rows for the tables of `core` that hold what articles say; the columns are the tables' own."""

    article_link: list[dict[str, Any]] = field(default_factory=list)
    article_copy: list[dict[str, Any]] = field(default_factory=list)
    article_quote: list[dict[str, Any]] = field(default_factory=list)
    article_claim: list[dict[str, Any]] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """Rows of the views that these are, for the report of a run."""
        return {
            "coverage": len(self.article_link),
            "quotes": len(self.article_quote),
            "claims": len(self.article_claim),
        }


def contest_facts(database: Path, first: date, last: date) -> Iterator[dict[str, Any]]:
    """The by-elections polled from `first` to `last`, both included, as `sql/coverage/facts.sql` describes them."""
    question = (SQL / "coverage" / "facts.sql").read_text(encoding="utf-8")
    with _reading(database) as con:
        answer = con.execute(question, {"first": first, "last": last})
        columns = [column[0] for column in answer.description or ()]
        for row in answer.fetchall():
            yield dict(zip(columns, row, strict=True))


def articles(database: Path) -> list[dict[str, Any]]:
    """Every article in its latest version, oldest first."""
    with _reading(database) as con:
        answer = con.execute(
            """select article_id, article.version_id, url, publisher, headline, published_at, first_observed_at,
                language, section, credit, is_partial, article_text, printed.text_signature
            from core.article as article
            inner join (
                select version_id, article_id, any_value(text_signature) as text_signature
                from raw.article group by version_id, article_id
            ) as printed using (article_id, version_id)
            order by coalesce(published_at, first_observed_at), article_id"""
        )
        columns = [column[0] for column in answer.description or ()]
        return [dict(zip(columns, row, strict=True)) for row in answer.fetchall()]


def article_span(database: Path) -> tuple[date, date] | None:
    """The days of the first and the last article; None when there is none."""
    with _reading(database) as con:
        row = con.execute(
            """select min(moment)::date, max(moment)::date
            from (select coalesce(published_at, first_observed_at) as moment from core.article)"""
        ).fetchone()
    return (row[0], row[1]) if row and row[0] else None


def fill(database: Path, coverage: Coverage) -> None:
    """Put what articles say into a warehouse that nobody reads yet, in place of what is there."""
    con = duckdb.connect(str(database))
    try:
        con.execute("set enable_progress_bar = false")
        con.execute("begin")
        for table in FILLED:
            con.execute(f"delete from core.{table}")
        con.execute("commit")  # a key deleted and inserted in one transaction would still count as taken
        con.execute("begin")
        for table in FILLED:
            insert(con, f"core.{table}", getattr(coverage, table))
        con.execute("commit")
        con.execute("checkpoint")
    finally:
        con.close()


def _reading(database: Path) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect(str(database), read_only=True)
    con.execute("set enable_progress_bar = false")
    con.execute("set TimeZone = 'UTC'")
    return con


def people_in_public(database: Path, first: date) -> Sequence[dict[str, Any]]:
    """Every candidacy since `first` of everybody who won one of them, oldest first: for telling who speaks."""
    with _reading(database) as con:
        answer = con.execute(
            """select candidate, person_id, party, poll_date
            from candidacies
            where poll_date >= ? and person_id is not null and candidate is not null
            qualify bool_or(is_elected) over (partition by person_id)
            order by poll_date, candidacy_id""",
            [first],
        )
        columns = [column[0] for column in answer.description or ()]
        return [dict(zip(columns, row, strict=True)) for row in answer.fetchall()]
