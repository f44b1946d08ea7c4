"""The published file on election night: a copy of the last one in which only tonight's contests are decided anew.

A whole build takes seconds, nearly all of it for contests that nobody speaks of tonight. Here the same SQL files run on
a small database in memory that holds the statements of tonight's seats alone: every other contest one of tonight's is
measured against or tied to by a name, a code or a publisher's id. What they make of tonight's contests then takes the
place of what the copy has. The result equals a whole build's, table by table (tests/warehouse/test_night.py); what
cannot be known from tonight's seats raises CannotPatch, and a whole build has to be made.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from warehouse.build import CDX_COLUMNS, CORE, RAW, SETTLED, columns_of, quoted, run, table_columns
from warehouse.night_copy import BY_CONTEST, Copy
from warehouse.night_plans import Aside, Plans, keep_macros, keep_plans_apart_from_values
from warehouse.night_questions import QUESTIONS, SLUG
from warehouse.night_whole import OF_PEOPLE, ON_THE_WHOLE, count

# How each table of core comes to its rows on the night. A table in none of these makes a whole build necessary.
BY_OWN_KEY = ("area", "contest_link", "candidacy_party", "person_link", "person")
UNTOUCHED = ("settled", "registration", "published_claim", "claim_heading", "article", "article_link", "article_copy",
             "article_quote", "article_claim", "article_word")  # fmt: skip
MACROS_OF_CORE = ("ordinary_election_day", "first_thursday_of_may")  # beside core.settled
REFERENCE = ("source", "party", "parliament", "seat", "registration")
# Raw tables of which the night knows the consequences; a fresh row in another one makes a whole build necessary.
OF_STATEMENTS = ("contest_statement", "candidacy_statement", "party_votes_statement")
FILES = {"contest_statement": "contest", "candidacy_statement": "candidacy", "party_votes_statement": "party_votes"}
OF_PAGES = ("listing", "poll", "problem")
FOREIGN = ("registration", "figure", "claim", "person_redirect", "person_identifier", "article")
DECIDED = ("correction", "person_decision", "known_problem")
GRAVE_BY_CONTEST = ("candidacy_once_a_statement", "nothing_twice_or_astray", "one_winner",
                    "statements_of_known_sources", "votes_add_up")  # fmt: skip
MOST_STATEMENTS = 20_000  # of tonight's seats; with more the small database is none


SETTLED_TONIGHT = tuple(name for name in SETTLED if name not in {*OF_PEOPLE, *ON_THE_WHOLE, *UNTOUCHED})
LAST = ("vacancy", "swing", "candidacy_party", "conflict", "regression")  # none of which needs another of them
LONGEST = "conflict"
SETTLED_NOW = "from core.settled('infinity'::timestamptz, 'infinity'::timestamptz)"
FRESH = (*OF_STATEMENTS, "listing", "poll", "capture")
REMEMBERED = ("contest_link", "contest", "contest_base")


class CannotPatch(Exception):
    """What came in may change more than tonight's contests; the message says what. A whole build knows."""


@dataclass(frozen=True, slots=True)
class Fresh:
    """What came in since the file that is to be replaced was built."""

    folders: Sequence[Path]  # with the rows of documents read since, a Parquet file for each raw table that has some
    indexes: Sequence[Path] = ()  # files with lines of the archive's index, those of new captures among them
    withdrawn: Collection[str] = ()  # captures about which other problems than the published ones are here, or none


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
        keep_plans_apart_from_values(self.connection)
        self.plans = Plans(self.connection)
        self.beside = Plans(self.connection.cursor())  # for the other core
        self.deciding: list[str] = []
        self.meanwhile: list[str] = []  # what is decided while `deciding_on` is; both after `deciding`
        self.deciding_on: list[str] = []
        self.columns: dict[str, str] = {}
        self.copy: Copy | None = None
        self.connection.execute(f"attach '{quoted(base)}' as warehouse (read_only)")
        try:
            self._load(contests)
        finally:
            self.connection.execute("detach warehouse")

    def close(self) -> None:
        if self.copy is not None:
            self.copy.discard()
        self.beside.connection.close()
        self.connection.close()

    def stand_by(self, base: Path) -> None:
        """Have a copy of the published file at hand before it is needed; `patch` makes it otherwise."""
        if self.copy is None or self.copy.base != base:
            if self.copy is not None:
                self.copy.discard()
            self.copy = Copy(self.plans, self.beside, base)

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
        self._decide_first()
        self._plan()
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
        self.stand_by(base)
        assert self.copy is not None
        clock = _lap(report, "copy", clock)
        self._take(fresh)
        clock = _lap(report, "take", clock)
        # on the other core, while this one decides
        with Aside(self.copy.add, _files(fresh, "problem"), fresh.withdrawn):
            self.plans.run(*self.deciding)
            clock = _lap(report, "decide", clock)
        clock = _lap(report, "add", clock)
        with Aside(self.beside.run, *self.meanwhile):
            self.plans.run(*self.deciding_on)
            clock = _lap(report, "decide on", clock)
            report.contests = self._find_changed()
            report.grave = [one for one in self._offences() if one not in self.known_offences]
            clock = _lap(report, "check", clock)
        clock = _lap(report, "meanwhile", clock)
        self.copy.replace(report.contests, built_at)
        clock = _lap(report, "replace", clock)
        self.copy.replace_people()
        clock = _lap(report, "people", clock)
        report.grave += self.copy.replace_problems()
        clock = _lap(report, "problems", clock)
        self.copy.hand_over(into)
        self.copy = None
        clock = _lap(report, "checkpoint", clock)
        self._remember()
        _lap(report, "remember", clock)
        return report

    def _take(self, fresh: Fresh) -> None:
        """Fresh rows into tables of their own, and the statements among them beside those of tonight's seats."""
        for table in FOREIGN:
            if _files(fresh, table):
                raise CannotPatch(f"a page that may speak of more than tonight's contests ({table})")
        self.plans.run(*(f"empty_fresh_{table}" for table in FRESH))
        connection = self.connection
        if _files(fresh, "contest"):
            # numbered as a whole build would number them
            connection.execute(
                f"""insert into main.fresh_contest_statement
                select
                    coalesce((select statement_no from main.newest), 0)
                        + row_number() over (order by observed_at, source, statement_id),
                    {self.columns["contest_statement"]}
                from read_parquet(?)""",
                [_files(fresh, "contest")],
            )
        self._check_ties()
        for table in ("candidacy_statement", "party_votes_statement"):
            if _files(fresh, FILES[table]):
                connection.execute(
                    f"""insert into main.fresh_{table}
                    select statement.statement_no, {self.columns[table]}
                    from read_parquet(?) as line
                    inner join main.fresh_contest_statement as statement using (statement_id)""",
                    [_files(fresh, FILES[table])],
                )
        for table in ("listing", "poll"):
            if _files(fresh, table):
                connection.execute(
                    f"insert into main.fresh_{table} select {self.columns[table]} from read_parquet(?)",
                    [_files(fresh, table)],
                )
        connection.execute(
            f"""insert into main.fresh_capture
            select {", ".join(CDX_COLUMNS)}
            from read_ndjson(?, columns = {CDX_COLUMNS})
            qualify row_number() over (partition by capture_id order by warc_file, warc_offset) = 1""",
            [[str(path) for path in fresh.indexes]],
        )
        self.plans.run(*(f"take_{table}" for table in OF_STATEMENTS))

    def _check_ties(self) -> None:
        """Raises CannotPatch when a fresh statement may be tied to a seat that is not here, or comes out of order."""
        if rows := self.plans.rows("not_tied"):
            raise CannotPatch(f"a statement about {rows[0][0]}, which is none of tonight's seats as they were known")
        if self.plans.rows("out_of_order"):
            raise CannotPatch("a statement seen before the last one published (was the clock put back?)")

    def _decide_first(self) -> None:
        """Make the tables of core from tonight's seats, and those for what is to come in, remembered and compared."""
        connection = self.connection
        run(connection, "core", CORE)
        connection.execute(f"create table main.settled_now as {SETTLED_NOW}")
        run(connection, "core", SETTLED_TONIGHT)
        keep_macros(connection, "core", SETTLED_TONIGHT)
        for table in FRESH:
            connection.execute(f"create table main.fresh_{table} as from raw.{table} limit 0")
        for table in REMEMBERED:
            connection.execute(f"create table main.{table}_before as from core.{table}")
        connection.execute("create table main.changed (ballot_paper_id varchar)")
        connection.execute(
            """create table main.moved as
            select candidacy_id, candidate, mnis_id, dc_person_id, poll_date
            from core.candidacy inner join core.contest using (ballot_paper_id) limit 0"""
        )

    def _plan(self) -> None:
        """Plans for all that is asked again and again; no table may be made in memory afterwards."""
        connection, plans = self.connection, self.plans
        self.deciding = plans.keep_filling("core", [name for name in CORE if name != "settled"], "memory")
        plans.keep("empty_settled_now", "delete from main.settled_now")
        plans.keep("fill_settled_now", f"insert into main.settled_now {SETTLED_NOW}")
        self.deciding += ["empty_settled_now", "fill_settled_now"]
        self.deciding += plans.keep_filling("core", [name for name in SETTLED_TONIGHT if name not in LAST], "memory")
        self.deciding_on = plans.keep_filling("core", [name for name in LAST if name != LONGEST], "memory")
        self.meanwhile = self.beside.keep_filling("core", [LONGEST], "memory")
        plans.keep_checks(GRAVE_BY_CONTEST, "memory")
        for table in FRESH:
            plans.keep(f"empty_fresh_{table}", f"delete from main.fresh_{table}")
            first, prefix = (1, "line." if table != "contest_statement" else "") if table in OF_STATEMENTS else (0, "")
            self.columns[table] = columns_of(connection, table, first, prefix)
        for table in OF_STATEMENTS:
            plans.keep(f"take_{table}", f"insert into raw.{table} from main.fresh_{table}")
        for table in REMEMBERED:
            plans.keep(f"forget_{table}", f"delete from main.{table}_before")
            plans.keep(f"remember_{table}", f"insert into main.{table}_before from core.{table}")
        for name, statement in QUESTIONS.items():
            plans.keep(name, statement)

    def _remember(self) -> None:
        """What the next patch must find unchanged, outside the contests that it changes."""
        for table in REMEMBERED:
            self.plans.run(f"forget_{table}", f"remember_{table}")
        self.plans.run("add_newest", "drop_older")

    def _find_changed(self) -> list[str]:
        """The contests to replace, as `main.changed`: those spoken of, those measured against them, those of their day.

        Raises CannotPatch when a fresh statement ties older ones otherwise, or changes a contest beyond these.
        """
        self.plans.run("empty_changed", "find_changed")
        for name, what in (
            ("not_of_tonight", "is none of tonight's"),
            ("tied_otherwise", "older statements are about it, or no longer, by what came in"),
            ("changed_by_others", "it changes by what came in for another contest"),
        ):
            if rows := self.plans.rows(name):
                raise CannotPatch(f"{rows[0][0]}: {what}")
        return [str(name) for (name,) in self.plans.rows("list_changed")]

    def _offences(self) -> list[tuple[str, str, str]]:
        return self.plans.offences(GRAVE_BY_CONTEST, "memory")


def _files(fresh: Fresh, table: str) -> list[str]:
    """Those that say anything of the kind; asking the Parquet files' own counts costs no query."""
    files = (folder / f"{table}.parquet" for folder in fresh.folders)
    return [str(file) for file in files if file.exists() and pq.read_metadata(file).num_rows]


def _listed(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    return ", ".join(table_columns(connection, f"core.{table}"))


def _lap(report: PatchReport, part: str, since: float) -> float:
    now = time.perf_counter()
    report.seconds[part] = now - since
    return now
