"""The private copy of the last published file in which a night's rows are exchanged, made before it is needed.

Works in the connection of `warehouse.night.Tonight`, whose tables in memory hold what came in (`main.fresh_...`), which
contests that changes (`main.changed`), and what was decided (`core`). The copy is attached as `warehouse`.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import duckdb

from warehouse.build import quoted, table_columns
from warehouse.night_plans import Plans
from warehouse.night_whole import ON_THE_WHOLE, count, lay_views, replace_people
from warehouse.publish import make_durable, spare_beside

BY_CONTEST = ("witness", "candidacy_link", "contest", "candidacy", "contest_base", "party_column", "party_result",
              "family_result", "whole_result", "contest_result", "vacancy", "swing", "conflict",
              "regression")  # fmt: skip
ALWAYS_OTHER = ("witness", "candidacy_link", "contest")  # by the number or the moment of the statement
GRAVE_ON_THE_WHOLE = ("body_not_lost",)
ADDED = ("contest_statement", "candidacy_statement", "party_votes_statement", "listing", "poll")
OF_CONTESTS = "ballot_paper_id in (from memory.main.changed)"
CANDIDACIES = "select candidacy_id from {}.core.candidacy where ballot_paper_id in (from memory.main.changed)"
WHERE = {
    "candidacy_party": f"candidacy_id in ({CANDIDACIES.format('warehouse')} union {CANDIDACIES.format('memory')})",
    "area": "(source, source_area_id) in (select (source, source_area_id) from memory.core.area)",
} | dict.fromkeys(BY_CONTEST, OF_CONTESTS)
# names and ids of people as they were: whoever is called otherwise now may be somebody else
WHO = """select candidacy_id, candidate, mnis_id, dc_person_id, poll_date
    from {0}.core.candidacy inner join {0}.core.contest using (ballot_paper_id)
    where ballot_paper_id in (from memory.main.changed)"""


class Copy:
    """One copy of one published file, good for one publish."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, base: Path):
        self.connection = connection
        self.aside = connection.cursor()  # for a thread of its own
        self.base = base
        self.path = spare_beside(base)
        shutil.copyfile(base, self.path)
        self.path.chmod(0o644)
        make_durable(self.path)  # so that little is left to write when it counts
        connection.execute(f"attach '{quoted(self.path)}' as warehouse")
        self.plans, self.adding = Plans(connection), Plans(self.aside)
        self._plan_adding()
        self._plan_exchanges()
        self._plan_problems()

    def _plan_adding(self) -> None:
        for table in ADDED:
            self.adding.keep(f"add_{table}", f"insert into warehouse.raw.{table} from main.fresh_{table}")
        self.adding.keep(
            "add_capture",
            """insert into warehouse.raw.capture from main.fresh_capture
            where capture_id not in (select capture_id from warehouse.raw.capture)""",
        )
        # what was refused on reading may be undone by a later answer (a redirect that is followed in the end)
        self.adding.keep(
            "drop_problems",
            "delete from warehouse.raw.problem where capture_id in (select capture_id from main.fresh_capture)",
        )

    def _plan_exchanges(self) -> None:
        for table, which in WHERE.items():
            self._plan_exchange("warehouse", table, f"memory.core.{table}", which)
        old, new = WHO.format("warehouse"), WHO.format("memory")
        self.plans.keep("empty_moved", "delete from memory.main.moved")
        self.plans.keep("find_moved", f"insert into memory.main.moved ({old} except {new}) union ({new} except {old})")
        self.plans.keep(
            "exchange_contest_link",
            """insert into warehouse.core.contest_link from memory.core.contest_link
            where statement_no in (select statement_no from memory.main.fresh_contest_statement)""",
        )

    def _plan_exchange(self, target: str, table: str, made: str, which: str) -> None:
        names = ", ".join(table_columns(self.connection, f"warehouse.core.{table}"))
        old, new = (
            f"(select {names} from warehouse.core.{table} where {which})",
            f"(select {names} from {made} where {which})",
        )
        self.plans.keep(f"differ_{table}", f"select exists ({old} except all {new}) or exists ({new} except all {old})")
        self.plans.keep(f"remove_{table}", f"delete from warehouse.core.{table} where {which}")
        self.plans.keep(f"insert_{table}", f"insert into warehouse.core.{table} {new}")

    def _plan_problems(self) -> None:
        lay_views(self.connection)
        self.connection.execute("use whole")
        self.finding = self.plans.keep_filling("core", ON_THE_WHOLE, "whole")
        self.plans.keep_checks(GRAVE_ON_THE_WHOLE, "whole")
        self.connection.execute("use memory")
        for table in ON_THE_WHOLE:
            self._plan_exchange("warehouse", table, f"whole.core.{table}", "true")

    def add(self, problems: Sequence[str]) -> None:
        """Add what came in, as it came, and what is refused in these Parquet files. May run in a thread of its own."""
        self.aside.execute("begin")
        self.adding.run(*(f"add_{table}" for table in ADDED if count(self.aside, f"main.fresh_{table}")))
        self.adding.run("add_capture", "drop_problems")
        if problems:
            names = ", ".join(table_columns(self.aside, "warehouse.raw.problem"))
            self.aside.execute(f"insert into warehouse.raw.problem select {names} from read_parquet(?)", [problems])
        self.aside.execute("commit")

    def replace(self, built_at: datetime) -> None:
        """Put what was decided in the place of what the copy has."""
        self.plans.run("empty_moved", "find_moved")
        self.connection.execute("begin")
        for table in ("candidacy_party", "area", *BY_CONTEST):  # the first by the candidacies as they were
            self._exchange(table, is_other=table in ALWAYS_OTHER)
        self.plans.run("exchange_contest_link")
        self.connection.execute("update warehouse.core.about set built_at = ?", [built_at])
        self.connection.execute("commit")

    def _exchange(self, table: str, *, is_other: bool = False) -> None:
        """Replace these rows of the copy's table by those made here; if they are the same, that would cost more."""
        if is_other or self.plans.rows(f"differ_{table}")[0][0]:
            self.plans.run(f"remove_{table}", f"insert_{table}")

    def replace_people(self) -> None:
        replace_people(self.connection)

    def replace_problems(self) -> list[tuple[str, str, str]]:
        """Everything refused or missing, from all there is; the grave offences of the whole."""
        self.connection.execute("use whole")
        self.plans.run(*self.finding)
        grave = self.plans.offences(GRAVE_ON_THE_WHOLE, "whole")
        self.connection.execute("use memory")
        self.connection.execute("begin")
        for table in ON_THE_WHOLE:
            self._exchange(table)
        self.connection.execute("commit")
        return grave

    def hand_over(self, into: Path) -> None:
        """The finished file, checkpointed and closed, at `into`."""
        self.connection.execute("checkpoint warehouse")
        self._detach()
        self.path.rename(into)

    def discard(self) -> None:
        """Away with it, in whatever state it is."""
        with suppress(duckdb.TransactionException):  # none is open
            self.connection.execute("rollback")
        self._detach()
        self.path.unlink(missing_ok=True)
        self.path.with_name(self.path.name + ".wal").unlink(missing_ok=True)

    def _detach(self) -> None:
        self.aside.close()
        self.connection.execute("use memory")
        self.connection.execute("detach database if exists warehouse")
