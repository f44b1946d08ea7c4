"""From files to SQL through the real commands, with nothing but what comes with the project."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from flows.runs import archive_folder
from spiders.settings import Settings
from tests.homes import DUCKDB, byelections, fingerprints

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def home(first_run: Path) -> Path:
    return first_run


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


def test_exported_starter_data_make_the_same_warehouse(home, tmp_path):
    assert byelections(home, "export", "--format", "starter", str(tmp_path / "made")).returncode == 0
    made_files = sorted((tmp_path / "made").glob("*.csv"))
    archive_folder(Settings(home=tmp_path), "starter", tmp_path / "made", made_files)
    assert byelections(tmp_path, "rebuild").returncode == 0
    made, undisturbed = fingerprints(tmp_path), fingerprints(home)
    assert {table: count for table, (count, _) in made.items()} == {
        table: count for table, (count, _) in undisturbed.items()
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
