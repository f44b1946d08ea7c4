"""Statements that a night runs again and again, planned once: most of a small question's time goes into its planning.

A plan lives as long as the catalogs that it reads and writes stay as they are: nothing that a kept statement speaks of
may be created, dropped or replaced between two runs, only filled and emptied.

DuckDB 1.5 also plans by what columns hold at that moment (a column without a NULL needs no looking for one), and does
not plan anew when that has changed. So the optimizer's statistics are off wherever plans are kept.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from threading import Thread, get_native_id
from types import TracebackType
from typing import Any

import duckdb
from duckdb import StatementType

from warehouse.build import statement_text
from warehouse.checks import CHECKS

# what plans by the values in the columns, or by what those plans say
BY_VALUES = "statistics_propagation,compressed_materialization,row_group_pruner,empty_result_pullup"
CREATED = re.compile(r"^create (?:temp )?table (\S+) as\b", re.MULTILINE)
INSERTED = re.compile(r"^insert into (\S+)", re.MULTILINE)
ROWS_CHANGE = (StatementType.INSERT, StatementType.UPDATE, StatementType.DELETE)
ONCE = (StatementType.CREATE, StatementType.DROP, StatementType.ALTER)  # a comment is an ALTER
PATIENT = 10  # nice value
MACRO = re.compile(r"^create macro\b", re.MULTILINE)


def keep_macros(connection: duckdb.DuckDBPyConnection, part: str, names: Iterable[str]) -> None:
    """Have again the macros that these SQL files drop when they are done, before any plan needs them."""
    for name in names:
        for statement in connection.extract_statements(statement_text(part, name)):
            if MACRO.search(statement.query):
                connection.execute(MACRO.sub("create or replace macro", statement.query, count=1))


def keep_plans_apart_from_values(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(f"set disabled_optimizers = '{BY_VALUES}'")


class Plans:
    """Kept statements of one connection, by name; keeping another under a name forgets the one before."""

    def __init__(self, connection: duckdb.DuckDBPyConnection):
        self.connection = connection

    def keep(self, name: str, statement: str) -> None:
        self.connection.execute(f"prepare {name} as {statement}")

    def run(self, *names: str) -> None:
        for name in names:
            self.connection.execute(f"execute {name}")

    def rows(self, name: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(f"execute {name}").fetchall()

    def keep_filling(self, part: str, names: Sequence[str], database: str) -> list[str]:
        """Keep what fills the tables that these SQL files have made already; the plans' names, in order."""
        kept: list[str] = []
        for name in names:
            for text in self._fillings(part, name):
                if (found := INSERTED.search(text)) and (empty := f"{database}_empty_{name}") not in kept:
                    self.keep(empty, f"delete from {found[1]}")
                    kept.append(empty)
                kept.append(f"{database}_fill_{name}_{len(kept)}")
                self.keep(kept[-1], text)
        return kept

    def _fillings(self, part: str, name: str) -> Iterator[str]:
        """The statements of an SQL file that put rows into its table, or change them there."""
        for statement in self.connection.extract_statements(statement_text(part, name)):
            text, kind = statement.query, statement.type
            if kind in ROWS_CHANGE:
                yield text
            elif CREATED.search(text):
                yield CREATED.sub(r"insert into \1", text, count=1)
            elif kind not in ONCE:
                raise ValueError(f"warehouse/sql/{part}/{name}.sql: a night does not know what this does: {text}")

    def keep_checks(self, names: Iterable[str], database: str) -> None:
        for name in names:
            self.keep(f"{database}_check_{name}", (CHECKS / f"{name}.sql").read_text(encoding="utf-8").strip())

    def offences(self, names: Iterable[str], database: str) -> list[tuple[str, str, str]]:
        """(check, subject, seen) of what these checks find."""
        return [
            (name, str(subject), str(seen)) for name in names for subject, seen in self.rows(f"{database}_check_{name}")
        ]


class Aside:
    """A call in a thread of its own. The end of a `with` waits for it, and raises its error if it had one."""

    def __init__(self, function: Callable[..., None], *arguments: Any, is_patient: bool = False):
        """`is_patient`: whatever else the machine has to do goes first, as those who read what was published."""
        self.error: Exception | None = None
        self.is_patient = is_patient
        self.thread = Thread(target=self._run, args=(function, arguments))
        self.thread.start()

    def _run(self, function: Callable[..., None], arguments: tuple[Any, ...]) -> None:
        if self.is_patient and sys.platform == "linux":  # where a thread has a priority of its own
            os.setpriority(os.PRIO_PROCESS, get_native_id(), PATIENT)
        try:
            function(*arguments)
        except Exception as error:  # noqa: BLE001  raised again by `result`
            self.error = error

    def result(self) -> None:
        self.thread.join()
        if self.error is not None:
            raise self.error

    def __enter__(self) -> Aside:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self.result()
        else:
            self.thread.join()
