"""The private copy of the last published file in which a night's rows are exchanged, made before it is needed.

Works in the connection of `warehouse.night.Tonight`, whose tables in memory hold what came in (`main.fresh_...`), which
contests that changes (`main.changed`), and what was decided (`core`). The copy is attached as `warehouse`.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from warehouse.build import quoted, table_columns
from warehouse.night_plans import Aside, Plans
from warehouse.night_whole import ON_THE_WHOLE, count, plan_people, plan_problems, replace_people
from warehouse.publish import make_durable, spare_beside

BY_CONTEST = ("witness", "candidacy_link", "contest", "candidacy", "contest_base", "party_column", "party_result",
              "family_result", "whole_result", "contest_result", "vacancy", "swing", "conflict",
              "regression")  # fmt: skip
KEYS = {"contest": "ballot_paper_id", "candidacy": "candidacy_id"}  # wide tables with an index
GRAVE_ON_THE_WHOLE = ("body_not_lost",)
ADDED = ("contest_statement", "candidacy_statement", "party_votes_statement", "listing", "poll")
OF_CHANGED = "ballot_paper_id in (from memory.main.changed)"
CANDIDACIES = f"select candidacy_id from {{}}.core.candidacy where {OF_CHANGED}"
WHERE = {
    # the first, as it goes by the candidacies as they were
    "candidacy_party": f"candidacy_id in ({CANDIDACIES.format('warehouse')} union {CANDIDACIES.format('memory')})",
    "area": "(source, source_area_id) in (select (source, source_area_id) from memory.core.area)",
} | dict.fromkeys(BY_CONTEST, OF_CHANGED)
# Rows of tonight's contests, that of which contest first.
OF_TONIGHT = "ballot_paper_id, {1} from {0}.core.{2} where ballot_paper_id in (from memory.main.tonight)"
COMPARED = {
    "candidacy_party": """ballot_paper_id, {1} from {0}.core.candidacy_party
        inner join (select candidacy_id, ballot_paper_id from {0}.core.candidacy) as standing using (candidacy_id)
        where ballot_paper_id in (from memory.main.tonight)""",
    "area": """null, {1} from {0}.core.area
        where (source, source_area_id) in (select (source, source_area_id) from memory.core.area)""",
}
# names and ids of people as they were: whoever is called otherwise now may be somebody else
WHO = """select {1}candidacy_id, candidate, mnis_id, dc_person_id, poll_date
    from {0}.core.candidacy inner join {0}.core.contest using (ballot_paper_id)
    where ballot_paper_id in (from memory.main.{2})"""

Rows = list[tuple[Any, ...]]


class Copy:
    """One copy of one published file, good for one publish."""

    def __init__(self, plans: Plans, beside: Plans, base: Path):
        """`beside` are plans of another connection to the same memory, for a thread of its own."""
        self.plans, self.connection = plans, plans.connection
        self.beside, self.aside = beside, beside.connection
        self.base = base
        self.path = spare_beside(base)
        try:
            shutil.copyfile(base, self.path)
            self.path.chmod(0o644)
            make_durable(self.path)  # so that little is left to write when it counts
        except OSError:  # half a copy would take what room there is
            self.path.unlink(missing_ok=True)
            raise
        self.connection.execute(f"attach '{quoted(self.path)}' as warehouse")
        self.names: dict[str, list[str]] = {}
        self.before: dict[str, Rows] = {}  # of tonight's contests in the copy
        self.now: dict[str, Rows] = {}  # and as they have been decided
        self._plan_adding()
        self._plan_exchanges()
        self._plan_problems()

    def _plan_adding(self) -> None:
        for table in ADDED:
            self.beside.keep(f"add_{table}", f"insert into warehouse.raw.{table} from main.fresh_{table}")
        self.beside.keep(
            "add_capture",
            """insert into warehouse.raw.capture from main.fresh_capture
            where capture_id not in (select capture_id from warehouse.raw.capture)""",
        )
        # what was refused on reading may be undone by a later answer (a redirect that is followed in the end)
        self.beside.keep(
            "drop_problems",
            "delete from warehouse.raw.problem where capture_id in (select capture_id from main.fresh_capture)",
        )

    def _plan_exchanges(self) -> None:
        for table, which in WHERE.items():
            names = self._plan_exchange(table, "memory", which)
            rows = COMPARED.get(table, OF_TONIGHT)
            self._plan_comparison(table, *(rows.format(place, names, table) for place in ("warehouse", "memory")))
        self._plan_comparison(
            "who", *(WHO.format(place, "ballot_paper_id, ", "tonight")[6:] for place in ("warehouse", "memory"))
        )
        old, new = (WHO.format(place, "", "changed") for place in ("warehouse", "memory"))
        self.plans.keep("empty_moved", "delete from memory.main.moved")
        self.plans.keep("find_moved", f"insert into memory.main.moved ({old} except {new}) union ({new} except {old})")
        self.plans.keep(
            "exchange_contest_link",
            """insert into warehouse.core.contest_link from memory.core.contest_link
            where statement_no in (select statement_no from memory.main.fresh_contest_statement)""",
        )

    def _plan_exchange(self, table: str, made_in: str, which: str) -> str:
        self.names[table] = table_columns(self.connection, f"warehouse.core.{table}")
        names = ", ".join(self.names[table])
        self.plans.keep(f"remove_{table}", f"delete from warehouse.core.{table} where {which}")
        self.plans.keep(
            f"insert_{table}",
            f"insert into warehouse.core.{table} select {names} from {made_in}.core.{table} where {which}",
        )
        return names

    def _plan_comparison(self, table: str, old: str, new: str) -> None:
        """Compared here: for a few rows SQL takes longer."""
        self.plans.keep(f"new_{table}", f"select {new}")
        self.before[table] = self.connection.execute(f"select {old}").fetchall()

    def _is_other(self, table: str, changed: Collection[str]) -> bool:
        self.now[table] = self.plans.rows(f"new_{table}")
        old, new = (
            Counter(row for row in rows if row[0] is None or row[0] in changed)
            for rows in (self.before[table], self.now[table])
        )
        return old != new

    def _plan_problems(self) -> None:
        self.making_people = plan_people(self.plans)
        self.finding, self.finding_beside = plan_problems(self.plans, self.beside)
        self.aside.execute("use whole")
        self.beside.keep_checks(GRAVE_ON_THE_WHOLE, "whole")
        self.aside.execute("use memory")
        for table in ON_THE_WHOLE:
            self._plan_exchange(table, "whole", "true")
            self._plan_comparison(table, f"* from warehouse.core.{table}", f"* from whole.core.{table}")

    def add(self, problems: Sequence[str], withdrawn: Collection[str]) -> None:
        """Add what came in, as it came, and what is refused in these Parquet files, in the place of what was refused of
        the captures `withdrawn`. May run in a thread of its own.
        """
        self.aside.execute("begin")
        self.beside.run(*(f"add_{table}" for table in ADDED if count(self.aside, f"main.fresh_{table}")))
        self.beside.run("add_capture", "drop_problems")
        if withdrawn:
            self.aside.execute(
                "delete from warehouse.raw.problem where capture_id in (select unnest(?::varchar[]))", [list(withdrawn)]
            )
        if problems:
            names = ", ".join(table_columns(self.aside, "warehouse.raw.problem"))
            self.aside.execute(f"insert into warehouse.raw.problem select {names} from read_parquet(?)", [problems])
        self.aside.execute("commit")
        self.aside.execute("checkpoint warehouse")  # the widest tables, while there is time

    def replace(self, changed: Collection[str], built_at: datetime) -> None:
        """Put what was decided of these contests in the place of what the copy has."""
        self.plans.run("empty_moved")
        if self._is_other("who", changed):
            self.plans.run("find_moved")
        # the same rows again would cost more than finding out that they are the same
        others = [table for table in WHERE if self._is_other(table, changed)]
        self.connection.execute("begin")
        for table in others:
            self._exchange_rows(table, changed)
        self.plans.run("exchange_contest_link")
        self.connection.execute("update warehouse.core.about set built_at = ?", [built_at])
        self.connection.execute("commit")

    def _exchange(self, table: str) -> None:
        self.plans.run(f"remove_{table}", f"insert_{table}")

    def _exchange_rows(self, table: str, changed: Collection[str]) -> None:
        """Rows that have another of the same key in their place are changed in it: a checkpoint writes the whole index
        of a table that has lost rows or gained some.
        """
        key = KEYS.get(table)
        old, new = (self._by_key(table, key, rows, changed) for rows in (self.before[table], self.now[table]))
        if key is None or old.keys() != new.keys():
            self._exchange(table)
        elif others := [
            name
            for place, name in enumerate(self.names[table], 1)
            if any(old[one][place] != new[one][place] for one in new)
        ]:
            figures = ", ".join(f"{name} = new.{name}" for name in others)
            self.connection.execute(
                f"""update warehouse.core.{table} as old set {figures} from memory.core.{table} as new
                where old.{key} = new.{key} and new.ballot_paper_id in (from memory.main.changed)"""
            )

    def _by_key(self, table: str, key: str | None, rows: Rows, changed: Collection[str]) -> dict[Any, tuple[Any, ...]]:
        place = self.names[table].index(key) + 1 if key else 0
        return {row[place]: row for row in rows if row[0] in changed}

    def replace_people(self) -> None:
        replace_people(self.plans, self.making_people)

    def replace_problems(self) -> list[tuple[str, str, str]]:
        """Everything refused or missing, from all there is; the grave offences of the whole."""
        grave: list[tuple[str, str, str]] = []
        with Aside(self._find_beside, grave):
            self.connection.execute("use whole")
            self.plans.run(*self.finding)
            self.connection.execute("use memory")
        self.connection.execute("begin")
        for table in ON_THE_WHOLE:
            if Counter(self.plans.rows(f"new_{table}")) != Counter(self.before[table]):
                self._exchange(table)
        self.connection.execute("commit")
        return grave

    def _find_beside(self, grave: list[tuple[str, str, str]]) -> None:
        self.aside.execute("use whole")
        self.beside.run(*self.finding_beside)
        grave += self.beside.offences(GRAVE_ON_THE_WHOLE, "whole")
        self.aside.execute("use memory")

    def hand_over(self, into: Path) -> None:
        """The finished file, checkpointed and closed, at `into`."""
        self.connection.execute("checkpoint warehouse")
        self._detach()
        self.path.rename(into)

    def discard(self) -> None:
        """Away with it, in whatever state it is."""
        for connection in (self.connection, self.aside):
            with suppress(duckdb.TransactionException):  # none is open
                connection.execute("rollback")
        self._detach()
        self.path.unlink(missing_ok=True)
        self.path.with_name(self.path.name + ".wal").unlink(missing_ok=True)

    def _detach(self) -> None:
        self.connection.execute("use memory")
        self.connection.execute("detach database if exists warehouse")
