"""From files to SQL through the real commands, with nothing but what comes with the project."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.runs import archive_folder
from spiders.settings import Settings

pytestmark = pytest.mark.slow
COMMAND = Path(sys.executable).with_name("byelections")
DUCKDB = Path(sys.executable).with_name("duckdb")
# What must not differ between two runs on the same documents; captures, observation times and `about` may.
SAME = {
    **dict.fromkeys(("by_elections", "general_elections", "candidacies", "party_totals", "swings", "people"), "*"),
    **dict.fromkeys(("seat_results", "conflicts", "parties", "constituencies", "revisions"), "*"),
    "statements": "ballot_paper_id, candidate, figure, value, source",
    "problems": "rule, source, ballot_paper_id, contest, field, seen, is_known",
}


def byelections(home: Path, *args: str, **settings: str) -> subprocess.CompletedProcess[str]:
    env = os.environ | {"BYELECTIONS_HOME": str(home)} | settings
    return subprocess.run([COMMAND, *args], env=env, capture_output=True, text=True, check=False)


def rows(home: Path) -> dict[str, list[str]]:
    with duckdb.connect(str(home / "warehouse/byelections.duckdb"), read_only=True) as warehouse:
        return {
            table: sorted(map(repr, warehouse.sql(f"select {columns} from {table}").fetchall()))
            for table, columns in SAME.items()
        }


@pytest.fixture(scope="module")
def home(first_run: Path) -> Path:
    return first_run


@pytest.fixture(scope="module")
def undisturbed(home: Path) -> dict[str, list[str]]:
    return rows(home)


def in_the_cli(home: Path, query: str) -> list[list[str]]:
    """A query in the DuckDB command line, as a user would ask it."""
    file = home / "warehouse/byelections.duckdb"
    run = subprocess.run(
        [DUCKDB, "-readonly", "-csv", "-noheader", file, query], capture_output=True, text=True, check=True
    )
    return [line.split(",") for line in run.stdout.splitlines()]


def test_hartlepool(home):
    (answer,) = in_the_cli(
        home,
        "select winner, winning_party, majority, outcome, gained_from, round(turnout_valid, 4), round(swing, 4) "
        "from by_elections where constituency = 'Hartlepool' and poll_date > '2010-01-01'",
    )
    assert answer == ["Jill Mortimer", "Conservative", "6940", "gain", "Labour", "0.423", "0.1597"]
    query = "select count(*) from candidacies where ballot_paper_id = 'parl.hartlepool.by.2021-05-06'"
    assert in_the_cli(home, query) == [["16"]]


def test_how_many_by_elections_each_parliament_had(home):
    query = "select parliament_number, count(*) from by_elections group by all order by all"
    in_great_britain = "where nation is distinct from 'Northern Ireland'"  # the universities have none
    # as CBP-7529 counts them on sheet 13, from 1945 to 2019; and since
    listed = [50, 14, 44, 49, 61, 13, 37, 30, 1, 30, 17, 16, 23, 17, 16, 6, 14, 19, 10, 4] + [23, 1]
    counted = in_the_cli(home, query.replace("group", f"{in_great_britain} group", 1))
    assert counted == [[str(parliament), str(count)] for parliament, count in enumerate(listed, 38)]
    # 40 of Northern Ireland on sheet 14
    assert in_the_cli(home, "select count(*) from by_elections where nation = 'Northern Ireland'") == [["40"]]


def test_a_century_of_general_elections(home):
    # 29 general elections, of two of which one seat was polled some weeks later
    query = "select count(*), count(distinct poll_date), min(poll_date) from general_elections"
    assert in_the_cli(home, query) == [["18348", "31", "1918-12-14"]]
    query = (
        "select year(poll_date), party, sum(seats_won) from seat_results where election_kind = 'general election' "
        "and year(poll_date) in (1983, 1997) and party in ('Conservative', 'Labour') group by all order by all"
    )
    assert in_the_cli(home, query) == [
        ["1983", "Conservative", "397"], ["1983", "Labour", "209"],
        ["1997", "Conservative", "165"], ["1997", "Labour", "418"],
    ]  # fmt: skip


def test_what_was_believed_on_a_day(home):
    query = "select count(*), max(votes) from results_as_of('{}') where ballot_paper_id like 'parl.runcorn%by.2025%'"
    assert in_the_cli(home, query.format("2025-04-30")) == [["0", "NULL"]]
    assert in_the_cli(home, query.format("2026-11-01")) == [["15", "12645"]]


def test_every_record_of_the_archive_holds(home):
    run = byelections(home, "archive", "verify")
    assert run.returncode == 0 and "0 faults" in run.stdout + run.stderr


def test_a_rebuild_makes_the_same_rows(home, undisturbed, tmp_path):
    shutil.copytree(home / "archive", tmp_path / "archive")
    run = byelections(tmp_path, "rebuild")
    assert run.returncode == 0, run.stderr
    assert rows(tmp_path) == undisturbed


def any_file(pattern: str) -> Callable[[Path], bool]:
    return lambda home: any(path.stat().st_size for path in home.glob(pattern))


@pytest.mark.parametrize(
    "moment",
    [any_file("archive/**/*.warc.gz"), any_file("records/**/*.parquet"), any_file("warehouse/*byelections*")],
    ids=["archiving", "reading", "publishing"],
)
def test_killed_and_run_again(undisturbed, tmp_path, moment):
    env = os.environ | {"BYELECTIONS_HOME": str(tmp_path)}
    with subprocess.Popen(
        [COMMAND, "backfill", "--offline"], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as run:
        while run.poll() is None and not moment(tmp_path):
            time.sleep(0.001)  # watching for the moment, not waiting for a duration
        run.send_signal(signal.SIGKILL)
    assert run.returncode == -signal.SIGKILL
    again = byelections(tmp_path, "backfill", "--offline")
    assert again.returncode == 0, again.stderr
    assert rows(tmp_path) == undisturbed
    assert byelections(tmp_path, "archive", "verify").returncode == 0
    assert not list((tmp_path / "warehouse").glob(".byelections*")), "leftovers of the killed run"


def test_a_command_line_held_open_hinders_no_load(home, undisturbed, tmp_path):
    shutil.copytree(home, tmp_path, dirs_exist_ok=True, symlinks=True)
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
    assert rows(tmp_path) == undisturbed


def test_exported_starter_data_make_the_same_warehouse(home, undisturbed, tmp_path):
    assert byelections(home, "export", "--format", "starter", str(tmp_path / "made")).returncode == 0
    made_files = sorted((tmp_path / "made").glob("*.csv"))
    archive_folder(Settings(home=tmp_path), "starter", tmp_path / "made", made_files)
    assert byelections(tmp_path, "rebuild").returncode == 0
    made = rows(tmp_path)
    assert {table: len(found) for table, found in made.items()} == {
        table: len(found) for table, found in undisturbed.items()
    }
    for table in (
        "candidacies",
        "swings",
        "people",
        "by_elections",
        "general_elections",
        "party_totals",
        "seat_results",
    ):
        assert made[table] == undisturbed[table]


def test_files_that_are_not_what_they_should_be(tmp_path):
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
    run = byelections(
        tmp_path / "home", "backfill", "--offline", "--from-folder", f"parliament_files={folder}",
        BYELECTIONS_MAX_PAGE_BYTES="4500000",
    )  # fmt: skip
    assert run.returncode == 1, run.stderr
    with duckdb.connect(str(tmp_path / "home/warehouse/byelections.duckdb"), read_only=True) as warehouse:
        refused = warehouse.sql("select source_url, seen from problems where not is_known").fetchall()
        assert warehouse.sql("select count(*) from by_elections").fetchall() == [(535,)]
    assert {str(url).rsplit("parliament_files/")[-1] for url, _ in refused} == set(bad)
    for _, seen in refused:
        assert "expected" in seen and "kept as" in seen and "next" in seen


def test_a_file_too_large_is_refused_and_said(tmp_path):
    file = tmp_path / "59/by-elections/candidacies.csv"
    file.parent.mkdir(parents=True)
    with file.open("wb") as large:
        large.truncate(33 << 20)  # a hole: nothing is written
    run = byelections(tmp_path / "home", "backfill", "--offline", "--from-folder", f"parliament_files={tmp_path}")
    assert run.returncode == 1
    assert "59/by-elections/candidacies.csv is refused: 34603008 bytes" in run.stderr
