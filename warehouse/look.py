"""Reading the published warehouse: questions from our own code, and the DuckDB command line for people."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb


def ask(database: Path, question: str, values: Sequence[Any] = ()) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Column names and rows of one query on a database, opened read-only and closed again."""
    with duckdb.connect(str(database), read_only=True) as con:
        con.execute("set enable_progress_bar = false")  # it would write to stdout
        answer = con.execute(question, values)
        return [column[0] for column in answer.description or ()], answer.fetchall()


def command_line() -> Path | None:
    """The `duckdb` program of this environment, else the one on the PATH; None when there is neither."""
    own = Path(sys.executable).parent / "duckdb"
    if own.exists():
        return own
    found = shutil.which("duckdb")
    return Path(found) if found else None
