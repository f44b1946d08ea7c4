"""The published file on election night: a copy of the last one in which only tonight's contests are decided anew.

A whole build takes seconds, nearly all of it for contests that nobody speaks of tonight. Here the same SQL files run on
a small database in memory that holds the statements of tonight's seats alone: every other contest one of tonight's is
measured against or tied to by a name, a code or a publisher's id. What they make of tonight's contests then takes the
place of what the copy has. The result equals a whole build's, table by table (tests/warehouse/test_night.py); what
cannot be known from tonight's seats raises CannotPatch, and a whole build has to be made.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Thread
from typing import Any

import duckdb
import pyarrow.parquet as pq

from warehouse.build import CDX_COLUMNS, CORE, RAW, SETTLED, columns_of, quoted, run, table_columns
from warehouse.checks import CHECKS
from warehouse.night_whole import OF_PEOPLE, ON_THE_WHOLE, count, replace_people, replace_problems

# How each table of core comes to its rows on the night. A table in none of these makes a whole build necessary.
BY_CONTEST = ("witness", "candidacy_link", "contest", "candidacy", "contest_base", "party_column", "party_result",
              "family_result", "whole_result", "contest_result", "vacancy", "swing", "conflict",
              "regression")  # fmt: skip
ALWAYS_OTHER = ("witness", "candidacy_link", "contest")  # by the number or the moment of the statement
BY_OWN_KEY = ("area", "contest_link", "candidacy_party", "person_link", "person")
UNTOUCHED = ("settled", "registration", "published_claim", "claim_heading", "article", "article_link", "article_copy",
             "article_quote", "article_claim", "article_word")  # fmt: skip
MACROS_OF_CORE = ("ordinary_election_day", "first_thursday_of_may")  # beside core.settled
REFERENCE = ("source", "party", "parliament", "seat", "registration")
# Raw tables of which the night knows the consequences; a fresh row in another one makes a whole build necessary.
OF_STATEMENTS = ("contest_statement", "candidacy_statement", "party_votes_statement")
FILES = {"contest_statement": "contest", "candidacy_statement": "candidacy", "party_votes_statement": "party_votes"}
OF_PAGES = ("listing", "poll", "problem")
FOREIGN = ("registration", "figure", "claim", "person_redirect", "article")
DECIDED = ("correction", "person_decision", "known_problem")
GRAVE_BY_CONTEST = ("candidacy_once_a_statement", "nothing_twice_or_astray", "one_winner",
                    "statements_of_known_sources", "votes_add_up")  # fmt: skip
GRAVE_ON_THE_WHOLE = ("body_not_lost",)
MOST_STATEMENTS = 20_000  # of tonight's seats; with more the small database is none
SLUG = r"regexp_extract({}, '^[a-z]+\.([^.]+)\.', 1)"


class CannotPatch(Exception):
    """What came in may change more than tonight's contests; the message says what. A whole build knows."""


@dataclass(frozen=True, slots=True)
class Fresh:
    """What came in since the file that is to be replaced was built."""

    folders: Sequence[Path]  # of statements, in which the captures' rows are
    capture_ids: Collection[str]  # documents read since
    indexes: Sequence[Path] = ()  # of the archive (.cdx.jsonl), those that have grown


@dataclass(slots=True)
class PatchReport:
    """What was replaced, and the seconds each part took."""

    contests: list[str] = field(default_factory=list)
    grave: list[tuple[str, str, str]] = field(default_factory=list)  # (check, subject, seen)
    seconds: dict[str, float] = field(default_factory=dict)


class Tonight:
    """The statements of tonight's seats, kept warm beside one published file; good for one `patch` after another.

    After CannotPatch, or when another run has published, a new one is made from the new file.
    """

    def __init__(self, base: Path, contests: Collection[str]):
        """Raises CannotPatch when tonight's seats are tied to so many others that a whole build is as quick."""
        if strange := set(CORE + SETTLED) - {*BY_CONTEST, *BY_OWN_KEY, *ON_THE_WHOLE, *UNTOUCHED}:
            raise CannotPatch(f"nothing says how core.{min(strange)} comes about on the night")
        if strange := set(RAW) - {*OF_STATEMENTS, *OF_PAGES, *FOREIGN, *DECIDED, "capture"}:
            raise CannotPatch(f"nothing says what raw.{min(strange)} means for the night")
        self.connection = duckdb.connect()
        self.connection.execute("set enable_progress_bar = false")
        self.connection.execute("set TimeZone = 'UTC'")
        # some hundred questions about a few rows: waking a second thread for each costs more than it brings
        self.connection.execute("set threads = 1")
        self.columns: dict[str, str] = {}
        self.connection.execute(f"attach '{quoted(base)}' as warehouse (read_only)")
        try:
            self._load(contests)
        finally:
            self.connection.execute("detach warehouse")

    def close(self) -> None:
        self.connection.close()

    def _load(self, contests: Collection[str]) -> None:
        connection = self.connection
        for schema in ("raw", "core"):
            connection.execute(f"create schema {schema}")
        run(connection, "raw", RAW)
        for table in REFERENCE:
            connection.execute(f"create table core.{table} as from warehouse.core.{table}")
        for table in DECIDED:
            connection.execute(f"insert into raw.{table} from warehouse.raw.{table}")
        self._find_neighbours(contests)
        for table in OF_STATEMENTS:
            connection.execute(
                f"insert into raw.{table} from warehouse.raw.{table} where statement_no in (from neighbour)"
            )
        connection.execute(
            """insert into raw.figure from warehouse.raw.figure
            where ballot_paper_id in (
                select ballot_paper_id from warehouse.core.contest_link where statement_no in (from neighbour)
            )"""
        )
        connection.execute(
            """create table main.newest as
            select observed_at, source, statement_id, statement_no from warehouse.raw.contest_statement
            order by statement_no desc limit 1"""
        )
        for database in ("whole", "people"):
            connection.execute(f"attach ':memory:' as {database}")
            for schema in ("raw", "core"):
                connection.execute(f"create schema {database}.{schema}")
        self._decide()
        self._remember()
        self.known_offences = set(self._offences())
        row = connection.execute(
            f"""select ballot_paper_id from (
                select {_listed(connection, "contest")} from core.contest where ballot_paper_id in (from main.tonight)
                except
                select {_listed(connection, "contest")} from warehouse.core.contest
            ) limit 1"""
        ).fetchone()
        if row:  # made by other readers, corrections or SQL
            raise CannotPatch(f"the published file has {row[0]} otherwise than its statements here make it")

    def _find_neighbours(self, contests: Collection[str]) -> None:
        """Statements tied to tonight's contests: by the seat's name, its code, or an id of the publisher's."""
        connection = self.connection
        connection.execute(
            f"""create temp table token as
            select distinct statement_no, unnest([
                'seat ' || nullif({SLUG.format("link.ballot_paper_id")}, ''),
                'seat ' || nullif({SLUG.format("statement.ballot_paper_id")}, ''),
                'code ' || link.gss_code, 'code ' || statement.gss_code, 'code ' || contest.gss_code,
                'area ' || statement.source || ' ' || statement.source_area_id,
                'contest ' || statement.source || ' ' || statement.source_contest_id
            ]) as token
            from warehouse.raw.contest_statement as statement
            left join warehouse.core.contest_link as link using (statement_no)
            left join warehouse.core.contest as contest on link.ballot_paper_id = contest.ballot_paper_id"""
        )
        connection.execute("delete from token where token is null")
        # those measured against one of tonight's; and a figure of one contest under another of the day is a finding, so
        # that the by-elections of a day belong together
        connection.execute(
            """create table main.tonight as
            with given as (select unnest(?::varchar[]) as ballot_paper_id),
            followed as (
                from given
                union
                select ballot_paper_id from warehouse.core.contest_base
                where base_ballot_paper_id in (from given) or previous_ballot_paper_id in (from given)
            )
            from followed
            union
            select ballot_paper_id from warehouse.core.contest
            where kind = 'by-election' and poll_date in (
                select coalesce(contest.poll_date, try_cast(right(followed.ballot_paper_id, 10) as date))
                from followed left join warehouse.core.contest as contest using (ballot_paper_id)
            )""",
            [list(contests)],
        )
        connection.execute(
            f"""create temp table reached as
            select distinct 'seat ' || {SLUG.format("ballot_paper_id")} as token from main.tonight"""
        )
        before = -1
        while (now := count(connection, "reached")) != before:
            before = now
            connection.execute(
                """insert into reached
                select distinct token from token
                where statement_no in (select statement_no from token where token in (from reached))
                    and token not in (from reached)"""
            )
        connection.execute(
            "create table main.neighbour as select distinct statement_no from token where token in (from reached)"
        )
        connection.execute("create table main.tied as from reached")
        connection.execute("drop table token")
        if count(connection, "neighbour") > MOST_STATEMENTS:
            raise CannotPatch("tonight's seats are tied to most others")

    def patch(self, base: Path, into: Path, fresh: Fresh, *, built_at: datetime) -> PatchReport:
        """Make at `into`, which must not exist, the file that a whole build would make now; `base` was the last one.

        Raises CannotPatch when a whole build is needed, after which this object is of no use any more.
        """
        report, clock = PatchReport(), time.perf_counter()
        self._take(fresh)
        clock = _lap(report, "take", clock)
        adding = _Aside(self._add, base, into, fresh)  # on the other core, while this one decides
        try:
            self._decide()
            clock = _lap(report, "decide", clock)
            report.contests = self._find_changed()
            report.grave = [one for one in self._offences() if one not in self.known_offences]
            clock = _lap(report, "check", clock)
        finally:
            adding.join()
        try:
            adding.raise_its_error()
            clock = _lap(report, "add", clock)
            self._replace(built_at)
            clock = _lap(report, "replace", clock)
            replace_people(self.connection)
            clock = _lap(report, "people", clock)
            replace_problems(self.connection)
            report.grave += _offences_in(self.connection, GRAVE_ON_THE_WHOLE, "whole")
            clock = _lap(report, "problems", clock)
            self.connection.execute("checkpoint warehouse")
        finally:
            self.connection.execute("use memory")
            self.connection.execute("detach database if exists warehouse")
        self._remember()
        _lap(report, "checkpoint", clock)
        return report

    def _take(self, fresh: Fresh) -> None:
        """Fresh rows into tables of their own, and the statements among them beside those of tonight's seats."""
        connection = self.connection
        for table in FOREIGN:
            if _holds_rows_of(fresh, table):
                raise CannotPatch(f"a page that may speak of more than tonight's contests ({table})")
        for table in ("contest_statement", "listing", "poll"):
            connection.execute(
                f"""create or replace table main.fresh_{table} as from read_parquet(?)
                where capture_id in (select unnest(?::varchar[]))""",
                [_files(fresh, FILES.get(table, table)), list(fresh.capture_ids)],
            )
        self._check_ties()
        connection.execute(
            f"""create or replace table main.fresh_capture as
            select {", ".join(CDX_COLUMNS)}
            from read_ndjson(?, columns = {CDX_COLUMNS})
            qualify row_number() over (partition by capture_id order by warc_file, warc_offset) = 1""",
            [[str(path) for path in fresh.indexes]],
        )
        connection.execute(
            """create or replace table main.fresh_number as
            select statement_id, coalesce((select statement_no from main.newest), 0)
                + row_number() over (order by observed_at, source, statement_id) as statement_no
            from main.fresh_contest_statement"""
        )
        for table, file in FILES.items():
            columns = columns_of(connection, table, 1, "line.")
            connection.execute(
                f"""create or replace table main.fresh_{table} as
                select number.statement_no, {columns}
                from read_parquet(?) as line inner join main.fresh_number as number using (statement_id)""",
                [_files(fresh, file)],
            )
            connection.execute(f"insert into raw.{table} from main.fresh_{table}")

    def _check_ties(self) -> None:
        """Raises CannotPatch when a fresh statement may be tied to a seat that is not here, or comes out of order."""
        row = self.connection.execute(
            f"""select coalesce(ballot_paper_id, source_contest_id, statement_id)
            from main.fresh_contest_statement
            where kind in ('general election', 'notional')
                or 'seat ' || {SLUG.format("ballot_paper_id")} not in (from main.tied)
                or 'code ' || gss_code not in (from main.tied)
                or 'area ' || source || ' ' || source_area_id not in (from main.tied)
                or ballot_paper_id is null and 'contest ' || source || ' ' || source_contest_id not in (
                    from main.tied
                    union all
                    select 'contest ' || source || ' ' || source_contest_id from main.fresh_contest_statement
                    where ballot_paper_id is not null
                )
            limit 1"""
        ).fetchone()
        if row:
            raise CannotPatch(f"a statement about {row[0]}, which is none of tonight's seats as they were known")
        row = self.connection.execute(
            """select fresh.statement_id from main.fresh_contest_statement as fresh cross join main.newest as newest
            where (fresh.observed_at, fresh.source, fresh.statement_id)
                <= (newest.observed_at, newest.source, newest.statement_id)
            limit 1"""
        ).fetchone()
        if row:
            raise CannotPatch("a statement seen before the last one published (was the clock put back?)")

    def _decide(self) -> None:
        """Run the SQL of core on tonight's seats; what an earlier run made goes first."""
        connection = self.connection
        for name in (*CORE, *SETTLED):
            if name not in (*REFERENCE, "settled"):
                connection.execute(f"drop table if exists core.{name}")
        connection.execute("drop macro table if exists core.settled")
        for macro in MACROS_OF_CORE:
            connection.execute(f"drop macro if exists core.{macro}")
        connection.execute("drop table if exists settled_now")
        run(connection, "core", CORE)
        connection.execute(
            "create temp table settled_now as from core.settled('infinity'::timestamptz, 'infinity'::timestamptz)"
        )
        elsewhere = {*OF_PEOPLE, *ON_THE_WHOLE, *UNTOUCHED}
        run(connection, "core", [name for name in SETTLED if name not in elsewhere])

    def _remember(self) -> None:
        """What the next patch must find unchanged, outside the contests that it changes."""
        for table in ("contest_link", "contest", "contest_base"):
            self.connection.execute(f"create or replace table main.{table}_before as from core.{table}")
        self.connection.execute(
            """create or replace table main.newest as
            select observed_at, source, statement_id, statement_no
            from (
                from main.newest
                union all
                select observed_at, source, statement_id, statement_no from raw.contest_statement
            )
            order by statement_no desc limit 1"""
        )

    def _find_changed(self) -> list[str]:
        """The contests to replace, as `main.changed`: those spoken of, those measured against them, those of their day.

        Raises CannotPatch when a fresh statement ties older ones otherwise, or changes a contest beyond these.
        """
        connection = self.connection
        connection.execute(
            """create or replace table main.changed as
            with spoken_of as (
                select ballot_paper_id from core.contest_link
                where statement_no in (select statement_no from main.fresh_number)
            ),
            followed as (
                from spoken_of
                union
                select ballot_paper_id from (from core.contest_base union from main.contest_base_before)
                where base_ballot_paper_id in (from spoken_of) or previous_ballot_paper_id in (from spoken_of)
            )
            from followed
            union
            select ballot_paper_id from (from core.contest union from main.contest_before)
            where kind = 'by-election' and poll_date in (
                select poll_date from (from core.contest union from main.contest_before)
                where ballot_paper_id in (from followed)
            )"""
        )
        for what, rows in (
            ("is none of tonight's", "from main.changed where ballot_paper_id not in (from main.tonight)"),
            (
                "older statements are about it, or no longer, by what came in",
                """select ballot_paper_id from (
                    (from core.contest_link where statement_no not in (select statement_no from main.fresh_number)
                        except from main.contest_link_before)
                    union all
                    (from main.contest_link_before except from core.contest_link)
                )""",
            ),
            (
                "it changes by what came in for another contest",
                """select ballot_paper_id from (from core.contest except from main.contest_before)
                where ballot_paper_id not in (from main.changed)""",
            ),
        ):
            if row := connection.execute(f"{rows} limit 1").fetchone():
                raise CannotPatch(f"{row[0]}: {what}")
        return [str(name) for (name,) in connection.execute("from main.changed order by all").fetchall()]

    def _add(self, base: Path, into: Path, fresh: Fresh) -> None:
        """Copy the last file and add what came in, as it came."""
        shutil.copyfile(base, into)
        into.chmod(0o644)
        connection = self.connection.cursor()
        connection.execute(f"attach '{quoted(into)}' as warehouse")
        connection.execute("begin")
        for table in (*FILES, "listing", "poll"):
            if count(connection, f"main.fresh_{table}"):
                names = ", ".join(table_columns(connection, f"warehouse.raw.{table}"))
                connection.execute(f"insert into warehouse.raw.{table} select {names} from main.fresh_{table}")
        connection.execute(
            """insert into warehouse.raw.capture from main.fresh_capture
            where capture_id not in (select capture_id from warehouse.raw.capture)"""
        )
        # what was refused on reading may be undone by a later answer (a redirect that is followed in the end)
        connection.execute(
            "delete from warehouse.raw.problem where capture_id in (select capture_id from main.fresh_capture)"
        )
        if _holds_rows_of(fresh, "problem"):
            names = ", ".join(table_columns(connection, "warehouse.raw.problem"))
            connection.execute(
                f"insert into warehouse.raw.problem select {names} from read_parquet(?)", [_files(fresh, "problem")]
            )
        connection.execute("commit")
        connection.execute("checkpoint warehouse")
        connection.close()

    def _replace(self, built_at: datetime) -> None:
        """Put what was decided in the place of what the copy has."""
        connection = self.connection
        connection.execute("begin")
        # names and ids of people as they were: whoever is called otherwise now may be somebody else
        who = """select candidacy_id, candidate, mnis_id, dc_person_id, poll_date
            from {0}candidacy inner join {0}contest using (ballot_paper_id)
            where ballot_paper_id in (from main.changed)"""
        old, new = who.format("warehouse.core."), who.format("core.")
        connection.execute(f"create or replace temp table moved as ({old} except {new}) union ({new} except {old})")
        standing = "select candidacy_id from {}candidacy where ballot_paper_id in (from main.changed)"
        self._exchange(
            "candidacy_party",
            f"candidacy_id in ({standing.format('warehouse.core.')} union {standing.format('core.')})",
        )
        self._exchange("area", "(source, source_area_id) in (select (source, source_area_id) from memory.core.area)")
        for table in BY_CONTEST:
            is_other = table in ALWAYS_OTHER
            self._exchange(table, "ballot_paper_id in (from memory.main.changed)", is_other=is_other)
        connection.execute(
            """insert into warehouse.core.contest_link from core.contest_link
            where statement_no in (select statement_no from main.fresh_number)"""
        )
        connection.execute("update warehouse.core.about set built_at = ?", [built_at])
        connection.execute("commit")

    def _exchange(self, table: str, which: str, *, is_other: bool = False) -> None:
        """Replace these rows of the copy's table by those made here; if they are the same, that would cost more."""
        if table not in self.columns:
            self.columns[table] = _listed(self.connection, table)
        names = self.columns[table]
        old, new = (f"(select {names} from {place}.core.{table} where {which})" for place in ("warehouse", "memory"))
        if not is_other:
            row = self.connection.execute(
                f"select exists ({old} except all {new}) or exists ({new} except all {old})"
            ).fetchone()
            is_other = bool(row and row[0])
        if is_other:
            self.connection.execute(f"delete from warehouse.core.{table} where {which}")
            self.connection.execute(f"insert into warehouse.core.{table} {new}")

    def _offences(self) -> list[tuple[str, str, str]]:
        return _offences_in(self.connection, GRAVE_BY_CONTEST, "memory")


class _Aside:
    """A call in a thread of its own, whose error is kept for the one who waits for it."""

    def __init__(self, function: Callable[..., None], *arguments: Any):
        self.error: Exception | None = None
        self.thread = Thread(target=self._run, args=(function, arguments))
        self.thread.start()

    def _run(self, function: Callable[..., None], arguments: tuple[Any, ...]) -> None:
        try:
            function(*arguments)
        except Exception as error:  # noqa: BLE001  raised again by `raise_its_error`
            self.error = error

    def join(self) -> None:
        self.thread.join()

    def raise_its_error(self) -> None:
        if self.error is not None:
            raise self.error


def _offences_in(
    connection: duckdb.DuckDBPyConnection, checks: Iterable[str], database: str
) -> list[tuple[str, str, str]]:
    connection.execute(f"use {database}")
    found = []
    for name in checks:
        text = (CHECKS / f"{name}.sql").read_text(encoding="utf-8")
        found += [(name, str(subject), str(seen)) for subject, seen in connection.execute(text).fetchall()]
    connection.execute("use memory")
    return found


def _files(fresh: Fresh, table: str) -> list[str]:
    return [str(folder / f"{table}.parquet") for folder in fresh.folders]


def _holds_rows_of(fresh: Fresh, table: str) -> bool:
    """Whether these WARC files say anything of the kind; asking the Parquet files' own counts costs no query."""
    return any(pq.read_metadata(file).num_rows for file in _files(fresh, table))


def _listed(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    return ", ".join(table_columns(connection, f"core.{table}"))


def _lap(report: PatchReport, part: str, since: float) -> float:
    now = time.perf_counter()
    report.seconds[part] = now - since
    return now
