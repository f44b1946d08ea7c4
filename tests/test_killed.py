"""Runs that are killed, hindered or given nonsense: what is published is right or stays as it was."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.homes import COMMAND, DUCKDB, by_elections_alone, byelections, copy_of, fingerprints, run

pytestmark = pytest.mark.slow
Command = list[str | Path]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Command:
    """The command, with starter data that are read and published in two seconds."""
    return by_elections_alone(tmp_path_factory.mktemp("starter") / "data")


@pytest.fixture(scope="module")
def small_home(small: Command, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("undisturbed")
    first = run(small, home, "backfill", "--offline")
    assert first.returncode == 0, first.stderr
    return home


def any_file(pattern: str) -> Callable[[Path], bool]:
    return lambda home: any(path.stat().st_size for path in home.glob(pattern))


def kill(command: Command, home: Path, moment: Callable[[Path], bool]) -> None:
    """A first run, killed as soon as its home shows that the moment has come."""
    env = os.environ | {"BYELECTIONS_HOME": str(home)}
    with subprocess.Popen(
        [*command, "backfill", "--offline"], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as dying:
        while dying.poll() is None and not moment(home):
            time.sleep(0.001)  # watching for the moment, not waiting for a duration
        dying.send_signal(signal.SIGKILL)
    assert dying.returncode == -signal.SIGKILL


@pytest.mark.parametrize(
    "moment",
    [any_file("archive/**/*.warc.gz"), any_file("records/**/*.parquet"), any_file("warehouse/*byelections*")],
    ids=["archiving", "reading", "publishing"],
)
def test_killed_and_run_again(small, small_home, tmp_path, moment):
    kill(small, tmp_path, moment)
    again = run(small, tmp_path, "backfill", "--offline")
    assert again.returncode == 0, again.stderr
    assert fingerprints(tmp_path) == fingerprints(small_home)
    assert run(small, tmp_path, "archive", "verify").returncode == 0
    assert not list((tmp_path / "warehouse").glob(".byelections*")), "leftovers of the killed run"


def test_killed_with_its_readers_and_run_again(first_run, tmp_path):
    """All of the starter data, which processes of their own read, as nobody set up anything for a test."""
    kill([COMMAND], tmp_path, any_file("records/**/*.parquet"))
    again = byelections(tmp_path, "backfill", "--offline")
    assert again.returncode == 0, again.stderr
    assert fingerprints(tmp_path) == fingerprints(first_run)


def test_a_command_line_held_open_hinders_no_load(small_home, tmp_path):
    copy_of(small_home, tmp_path)
    with subprocess.Popen(
        [DUCKDB, "-readonly", "-csv", "-noheader", tmp_path / "warehouse/byelections.duckdb"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as cli:  # fmt: skip

        def ask() -> str:
            assert cli.stdin and cli.stdout
            cli.stdin.write("select count(*) from by_elections;\n")
            cli.stdin.flush()
            return cli.stdout.readline().strip()

        assert ask() == "535"
        assert byelections(tmp_path, "rebuild").returncode == 0
        assert ask() == "535"
    assert fingerprints(tmp_path) == fingerprints(small_home)


def test_files_that_are_not_what_they_should_be(small, tmp_path):
    folder = tmp_path / "files"
    bad: dict[str, Any] = {
        "55/by-elections/candidacies.csv": b"<html><body>403 Forbidden</body></html>",
        "56/by-elections/candidacies.csv": "Election date,ONS ID\r\n".encode("utf-16"),
        "57/by-elections/candidacies.csv": b'Election date,ONS ID\r\n"never closed',
        "58/by-elections/candidacies.csv": b"",
        "58/by-elections/constituencies.csv": b"x" * 5000,
        "59/by-elections/candidacies.csv": b"x" * 70_000,
    }
    for name, body in bad.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(body)
    done = run(
        small, tmp_path / "home", "backfill", "--offline", "--from-folder", f"parliament_files={folder}",
        BYELECTIONS_MAX_PAGE_BYTES="4500000",
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    with duckdb.connect(str(tmp_path / "home/warehouse/byelections.duckdb"), read_only=True) as warehouse:
        refused = warehouse.sql("select source_url, seen from problems where not is_known").fetchall()
        assert warehouse.sql("select count(*) from by_elections").fetchall() == [(535,)]
    assert {str(url).rsplit("parliament_files/")[-1] for url, _ in refused} == set(bad)
    for _, seen in refused:
        assert "expected" in seen and "kept as" in seen and "next" in seen


def test_a_file_too_large_is_refused_and_said(small, tmp_path):
    file = tmp_path / "59/by-elections/candidacies.csv"
    file.parent.mkdir(parents=True)
    with file.open("wb") as large:
        large.truncate(33 << 20)  # a hole: nothing is written
    done = run(
        small, tmp_path / "home", "backfill", "--offline", "--from-folder", f"parliament_files={tmp_path}"
    )  # fmt: skip
    assert done.returncode == 1
    assert "59/by-elections/candidacies.csv is refused: 34603008 bytes" in done.stderr
