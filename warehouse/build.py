"""Builds one complete DuckDB file from statements: raw tables loaded, core decided, views laid over them.

The SQL lives in `sql/`, one object per file; `STEPS` is the order in which the files run. Nothing here knows which
sources there are: their order of trust, the corrections and the known problems come in as rows.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import yaml

SQL = Path(__file__).parent / "sql"
MOST_MEMORY = 8 << 30
STORAGE_VERSION = "v1.4.0"  # DuckDB CLIs from 1.4 to 2.x open it
RAW = ("contest_statement", "candidacy_statement", "party_votes_statement", "listing", "registration", "figure",
       "claim", "person_redirect", "person_identifier", "poll", "article", "problem", "capture", "correction",
       "person_decision", "known_problem")  # fmt: skip
# Raw tables filled straight from the Parquet files of their names.
PARQUET = ("listing", "registration", "figure", "claim", "person_redirect", "person_identifier", "poll", "article",
           "problem")  # fmt: skip
CORE = ("area", "contest_link", "witness", "candidacy_link", "settled")
SETTLED = ("contest", "candidacy", "contest_base", "party_column", "party_result", "family_result",
           "whole_result", "contest_result", "vacancy", "replacement", "swing", "registration", "candidacy_party",
           "person_link", "person", "conflict", "regression", "problem", "published_claim", "claim_heading",
           "article", "article_link", "article_copy", "article_quote", "article_claim", "article_word")  # fmt: skip
VIEWS = ("contest_summary", "poll", "layout_change", "result_page", "conflict_note", "by_elections",
         "general_elections", "candidacies", "party_totals", "seat_results", "swings", "records",
         "vacancies", "parties", "constituencies", "people", "people_to_review", "statements", "conflicts",
         "revisions", "problems", "captures", "claim_by_election", "claim_of_by_elections",
         "claim_of_general_elections", "published_claims", "articles", "quotes", "claims", "coverage",
         "sources", "events", "about")  # fmt: skip
MACROS = ("believed", "results_as_of", "results_observed_by", "contest", "swing_between", "calendar_at", "search")
VIEWS_OF_MACROS = ("calendar",)
CDX_COLUMNS = {
    "capture_id": "VARCHAR", "source": "VARCHAR", "url": "VARCHAR", "fetched_at": "TIMESTAMPTZ",
    "http_status": "INTEGER", "digest": "VARCHAR", "warc_file": "VARCHAR", "warc_offset": "BIGINT",
    "warc_length": "BIGINT", "mime": "VARCHAR",
    "kind": "VARCHAR", "refers_to": "VARCHAR", "truncated": "VARCHAR",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Given:
    """What the flows have decided before a build: rows for the tables that no statement fills."""

    sources: Sequence[
        dict[str, Any]
    ]  # source, title, publisher, licence, url, trust, expected_freshness_days, is_night_of
    corrections: Sequence[dict[str, Any]] = ()
    known_problems: Sequence[dict[str, Any]] = ()
    person_decisions: Sequence[dict[str, Any]] = ()  # decision_no, verdict, who, because
    parties: Sequence[dict[str, Any]] = ()  # the columns of core.party
    parliaments: Sequence[dict[str, Any]] = ()  # parliament_number, general_election_date
    seats: Sequence[dict[str, Any]] = ()  # the columns of core.seat
    built_at: datetime | None = None
    version: str = ""


@dataclass(slots=True)
class BuildReport:
    """Rows per public table and view of the file just built, and what its checks found."""

    rows: dict[str, int] = field(default_factory=dict)
    grave: list[str] = field(default_factory=list)


def statement_text(part: str, name: str) -> str:
    return (SQL / part / f"{name}.sql").read_text(encoding="utf-8")


@cache
def column_meanings() -> dict[str, str]:
    """Column name -> its meaning. A name means the same in every table and view (`sql/columns.yaml`)."""
    return yaml.load((SQL / "columns.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def build(into: Path, *, records_dir: Path, archive_dir: Path, given: Given) -> BuildReport:
    """Build the whole warehouse as a new file at `into`, which must not exist.

    Raises duckdb.Error, naming the SQL file, when a row breaks a rule of its table.
    """
    connection = duckdb.connect()
    try:
        connection.execute("set enable_progress_bar = false")
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(f"set memory_limit = '{memory_limit()} bytes'")
        connection.execute(f"set temp_directory = '{quoted(into)}.spill'")
        # without a log: what a broken build leaves is thrown away, so nothing of it need be mended
        options = f"storage_version '{STORAGE_VERSION}', recovery_mode no_wal_writes"
        connection.execute(f"attach '{quoted(into)}' as warehouse ({options})")
        connection.execute("use warehouse")
        for schema in ("raw", "core"):
            connection.execute(f"create schema {schema}")
        load_raw(connection, records_dir, archive_dir, given)
        run(connection, "core", ("source", "party", "parliament", "seat", "about"))
        insert(connection, "core.source", given.sources)
        insert(connection, "core.party", given.parties)
        insert(connection, "core.parliament", given.parliaments)
        insert(connection, "core.seat", given.seats)
        connection.execute(
            "insert into core.about values (coalesce(?, now()), ?, ?)",
            [given.built_at, given.version, duckdb.__version__],
        )
        run(connection, "core", CORE)
        connection.execute(
            "create temp table settled_now as from core.settled('infinity'::timestamptz, 'infinity'::timestamptz)"
        )
        run(connection, "core", SETTLED)
        run(connection, "views", VIEWS)
        run(connection, "macros", MACROS)
        run(connection, "views", VIEWS_OF_MACROS)
        comment_columns(connection)
        report = BuildReport(rows=count_rows(connection))
        connection.execute("use memory")
        connection.execute("checkpoint warehouse")
        connection.execute("detach warehouse")
    finally:
        connection.close()
    return report


def memory_limit() -> int:
    """Bytes DuckDB may use before it spills to disk: plenty for a century, and never most of a small machine."""
    installed = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return min(MOST_MEMORY, installed // 2)


def quoted(path: Path) -> str:
    """A path as the inside of a SQL string: ATTACH and file globs take no parameters."""
    return str(path).replace("'", "''")


def run(connection: duckdb.DuckDBPyConnection, part: str, names: Iterable[str]) -> None:
    for name in names:
        try:
            connection.execute(statement_text(part, name))
        except duckdb.Error as error:
            error.add_note(f"in warehouse/sql/{part}/{name}.sql")
            raise


def load_raw(connection: duckdb.DuckDBPyConnection, records_dir: Path, archive_dir: Path, given: Given) -> None:
    """Fill `raw` from the Parquet folders, the archive's index and the rows given. Order: the archive's own."""
    run(connection, "raw", RAW)
    records = f"{quoted(records_dir)}/*/*/{{}}.parquet"
    if any(records_dir.glob("*/*/contest.parquet")):
        columns = columns_of(connection, "contest_statement", 1)
        connection.execute(
            f"""insert into raw.contest_statement
            select row_number() over (order by observed_at, source, statement_id), {columns}
            from read_parquet('{records.format("contest")}')"""
        )
        for table, file in (("candidacy_statement", "candidacy"), ("party_votes_statement", "party_votes")):
            connection.execute(
                f"""insert into raw.{table}
                select statement.statement_no, {columns_of(connection, table, 1, "line.")}
                from read_parquet('{records.format(file)}') as line
                inner join raw.contest_statement as statement using (statement_id)"""
            )
        for table in PARQUET:
            columns = columns_of(connection, table)
            connection.execute(f"insert into raw.{table} select {columns} from read_parquet('{records.format(table)}')")
    if any(archive_dir.glob("**/*.cdx.jsonl")):
        # a run killed between two writes may have indexed one record twice
        connection.execute(
            f"""insert into raw.capture select {", ".join(CDX_COLUMNS)}
            from read_ndjson('{quoted(archive_dir)}/**/*.cdx.jsonl', columns = {CDX_COLUMNS})
            qualify row_number() over (partition by capture_id order by warc_file, warc_offset) = 1"""
        )
    insert(connection, "raw.correction", given.corrections)
    insert(connection, "raw.known_problem", given.known_problems)
    insert(connection, "raw.person_decision", given.person_decisions)


def table_columns(connection: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    return [str(name) for name, *_ in connection.execute(f"describe {table}").fetchall()]


def columns_of(connection: duckdb.DuckDBPyConnection, table: str, first: int = 0, prefix: str = "") -> str:
    """The columns of a raw table as a select list, from its `first`; the Parquet files have the same names."""
    return ", ".join(prefix + column for column in table_columns(connection, f"raw.{table}")[first:])


def insert(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[dict[str, Any]]) -> None:
    """Rows that a person wrote; missing keys are NULL, unknown keys raise KeyError."""
    if not rows:
        return
    columns = table_columns(connection, table)
    if unknown := {key for row in rows for key in row} - set(columns):
        raise KeyError(f"{table} has no column {', '.join(sorted(unknown))}")
    # at once and as a table: parameters cost a search for every library that could have made them
    connection.register("given_rows", pa.Table.from_pylist([{name: row.get(name) for name in columns} for row in rows]))
    connection.execute(f"insert into {table} from given_rows")
    connection.unregister("given_rows")


def comment_columns(connection: duckdb.DuckDBPyConnection) -> None:
    """Comment every column that its own file has not commented; raises KeyError for a name not in columns.yaml."""
    uncommented = connection.execute(
        """select schema_name, table_name, column_name
        from duckdb_columns()
        where database_name = 'warehouse' and comment is null
        order by all"""
    ).fetchall()
    meanings = column_meanings()
    comments = "".join(
        f"comment on column {schema}.{table}.\"{column}\" is '{meanings[column].replace(chr(39), chr(39) * 2)}';"
        for schema, table, column in uncommented
    )
    connection.execute(f"begin; {comments} commit")


def count_rows(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Rows of the public views a person would check after a run."""
    counted = ("by_elections", "general_elections", "candidacies", "conflicts", "problems", "captures")
    counts: dict[str, int] = {}
    for view in counted:
        row = connection.execute(f"select count(*) from {view}").fetchone()
        counts[view] = int(row[0]) if row else 0
    return counts
