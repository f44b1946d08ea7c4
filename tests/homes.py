"""The real commands in a home of their own, and what must be the same in two of them."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import duckdb
from typer.testing import CliRunner

from flows.cli import app
from flows.sources import source_info
from tests.warehouse.helpers import lean_builds

COMMAND = Path(sys.executable).with_name("byelections")
DUCKDB = Path(sys.executable).with_name("duckdb")
# The same program with starter data of a test's own, from the folder that its first argument names: a few seconds
# where a century of general elections, which most questions are not about, takes many.
WITH_STARTER_DATA = """import sys
from dataclasses import replace
from flows import cli, sources
sources.SOURCES["starter"] = replace(sources.SOURCES["starter"], bundled=sys.argv.pop(1))
cli.main()"""
# What must not differ between two runs on the same documents; captures, observation times and `about` may.
SAME = {
    **dict.fromkeys(("by_elections", "general_elections", "candidacies", "party_totals", "swings", "people"), "*"),
    **dict.fromkeys(("seat_results", "conflicts", "parties", "constituencies", "revisions"), "*"),
    "statements": "ballot_paper_id, candidate, figure, value, source",
    "problems": "rule, source, ballot_paper_id, contest, field, seen, is_known",
}


def byelections(home: Path, *args: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return run([COMMAND], home, *args, **settings)


def run(command: list[str | Path], home: Path, *args: str, **settings: str) -> subprocess.CompletedProcess[str]:
    env = os.environ | {"BYELECTIONS_HOME": str(home)} | settings
    return subprocess.run([*command, *args], env=env, capture_output=True, text=True, check=False)


def in_process(home: Path, *args: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """The same command without a process of its own, and without comments on columns: a second sooner.

    For the runs of a test that is about what they make; a crash in them is raised.
    """
    before = signal.getsignal(signal.SIGINT)
    try:
        with lean_builds():
            ran = CliRunner().invoke(app, args, env={"BYELECTIONS_HOME": str(home)} | settings, catch_exceptions=False)
    finally:
        signal.signal(signal.SIGINT, before)
    return subprocess.CompletedProcess(args, ran.exit_code, ran.stdout, ran.stderr)


def copy_of(home: Path, into: Path) -> Path:
    """A copy of a home that a test may write to."""
    return shutil.copytree(home, into, dirs_exist_ok=True, symlinks=True)


def by_elections_alone(folder: Path) -> list[str | Path]:
    """The command with the bundled starter data of the by-elections only, which are put into the folder."""
    bundled = source_info("starter").bundled_folder
    assert bundled is not None
    folder.mkdir()
    for path in bundled.glob("*-by-elections.csv"):
        (folder / path.name).symlink_to(path)
    return [sys.executable, "-c", WITH_STARTER_DATA, str(folder)]


def fingerprints(home: Path) -> dict[str, tuple[int, int]]:
    """How many rows each table has, and a sum over them that any other row would change."""
    with duckdb.connect(str(home / "warehouse/byelections.duckdb"), read_only=True) as warehouse:
        return {
            table: warehouse.sql(
                f"select count(*), coalesce(sum(hash(line)), 0) from (select {columns} from {table}) as line"
            ).fetchall()[0]
            for table, columns in SAME.items()
        }
