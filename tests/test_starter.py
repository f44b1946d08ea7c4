"""Starter data and the files it was made from must make the same warehouse, and never both at once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.clean.contests import clean_contest
from flows.publishing import publish_warehouse
from flows.reading import read_archive
from flows.runs import archive_folder
from flows.sources import STARTER_ORIGINS, source_info, starter_publications
from spiders.records import Page, Record, ScrapedContest
from spiders.results import commons_library, starter
from spiders.settings import Settings
from tests.shared import SHARED, needs_shared
from tests.test_commons_library import NORTH_SINCE, statistics
from tests.warehouse.helpers import Said, contest, lean_builds, warehouse
from tests.workbooks import Cell, Marked
from warehouse.starter import export_starter, parts

LIBRARY = SHARED / "sources/parliament/hoc-library"
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
PUBLISHED_ON = datetime(2020, 2, 14, tzinfo=UTC)
HEADER = (
    "constituency_id,seats,constituency,country/region,electorate,con_votes,con_share,lib_votes ,lib_share,lab_votes,"
    "lab_share,natSW_votes,natSW_share,oth_votes,oth_share,total_votes,turnout ,election,boundary_set,"
)
SEATS = (
    # a seat of two members; members returned without a poll; a university; a seat that lacks its electors
    "1,2,BARCHESTER,South West,60000,30000,0.5,,,30000,0.5,,,0,0,60000,0.95,1935,1918-1945,",
    "2,1,PLUMSTEAD EPISCOPI,South West,50000,,,-1,,,,,,,,-1,,1935,1918-1945,",
    "3,3,UNIVERSITY OF BARSET,University, ,-2,,,,,,,,-1,,-3,,1935,1918-1945,",
    "4,1,GREAT HOGGLESTOCK,Scotland,,10000,0.5,,,,,10000,0.5,,,20000,,1935,1918-1945,",
    # two elections on the same boundaries, nationalists of two nations, Unionists of Ulster, a sum that does not close
    "1,1,BARCHESTER,South West,60000,20000,0.4,5000,0.1,25000,0.5,,,0,0,50000,0.833,1966,1955-1970,",
    "1,1,BARCHESTER,South West,60000,26000,0.5,4000,0.077,22000,0.423,,,0,0,52000,0.867,1970,1955-1970,",
    "5,1,BRYCHESTER,Wales,40000,5000,0.167,,,15000,0.5,10000,0.333,,,30000,0.75,1966,1955-1970,",
    "6,1,HOGGLE ARDBLAIR,Scotland,40000,5000,0.167,,,15000,0.5,10000,0.333,,,30000,0.71,1966,1955-1970,",
    "7,1,NORTH BARSET,Northern Ireland,40000,20000,0.667,,,,,,,10000,0.333,30000,0.75,1966,1955-1970,",
    "8,1,SILVERBRIDGE,South West,40000,10000,0.5,,,9000,0.45,,,500,0.025,20000,0.5,1966,1955-1970,",
    "7,1,NORTH BARSET,Northern Ireland,40000,,,,,,,,,30000,1,30000,0.75,1983,1983-1992,",
)
AFTER_1966: list[list[Cell]] = [
    ["GENERAL ELECTION 1966"], [],
    [date(1967, 3, 9), "Barchester", "CON gain from LAB", None, "0.1", "-0.1123456789", "…", "…", "+0.0%", None, "0.7"],
    [date(1967, 6, 8), "Hoggle Ardblair", "SNP gain from LAB", None, "…", "-0.05", "", "0.2", "", None, "0.6"],
    [date(1968, 1, 18), Marked("Silverbridge", "4"), "LAB win", None, "0.01", "0.02", "", "", "", None, "0.4"],
    [date(1968, 5, 2), "Brychester", "LAB hold", None, "By-election uncontested", None, None, None, None, None, None],
    # a year that its place in the list proves wrong
    [date(1967, 5, 23), "Brychester", "PC gain from LAB", None, "", "-0.1", "", "0.1", "", None, "0.5"],
    [date(1968, 6, 20), "Plumstead Episcopi", "LIB hold", None, "", "", "0.05", "", "", None, "0.5"],
]  # fmt: skip
AFTER_1983: list[list[Cell]] = [
    *NORTH_SINCE, [Marked("GENERAL ELECTION 1983", "6")],
    [date(1986, 1, 23), "North Barset", "UUP hold", None, None, "-0.05", "0.4", "0.1", "…", "", None, "0.6"],
]  # fmt: skip
# What must be the same; where and when it was read may not be.
SAME = ("by_elections", "general_elections", "seat_results", "swings", "party_totals", "constituencies", "parties")
NOT_COMPARED = {"source_url"}
QUESTIONS = {
    "conflicts": "select ballot_paper_id, figure, settled_value, other_value, other_source from conflicts",
    "vacancies": "select * from vacancies",
}


def archive(home: Path, source: str, files: dict[str, bytes]) -> None:
    folder = home / f"files of {source}"
    folder.mkdir(parents=True)
    for name, body in files.items():
        (folder / name).write_bytes(body)
        os.utime(folder / name, (PUBLISHED_ON.timestamp(),) * 2)
    archive_folder(Settings(home=home), source, folder, sorted(folder.iterdir()))


def built(home: Path) -> dict[str, list[str]]:
    """The rows of the warehouse that the archive of this home makes."""
    settings = Settings(home=home)
    read_archive(settings)
    with lean_builds():
        publish_warehouse(settings, now=NOW)
    with duckdb.connect(str(settings.warehouse_file), read_only=True) as warehouse:
        questions = dict(QUESTIONS)
        for view in SAME:
            columns = [name for name, *_ in warehouse.sql(f"describe {view}").fetchall() if name not in NOT_COMPARED]
            questions[view] = f"select {', '.join(columns)} from {view}"
        return {name: sorted(map(repr, warehouse.sql(one).fetchall())) for name, one in questions.items()}


def exported(home: Path, into: Path) -> dict[str, bytes]:
    publications = starter_publications()
    export_starter(Settings(home=home).warehouse_file, into, publications=publications, origins=STARTER_ORIGINS)
    return {path.name: path.read_bytes() for path in into.iterdir()}


@pytest.fixture(scope="module")
def library() -> dict[str, bytes]:
    return {
        "1918-2017election_results.csv": "\r\n".join((HEADER, *SEATS, "")).encode("cp1252"),
        "CBP-7529-.download.xlsx": statistics(AFTER_1966, AFTER_1983).body,
    }


@pytest.fixture(scope="module")
def from_library(tmp_path_factory, library) -> tuple[Path, dict[str, list[str]]]:
    home = tmp_path_factory.mktemp("library")
    archive(home, "commons_library", library)
    return home, built(home)


def test_the_invented_files_hold_what_is_to_be_carried(from_library):
    home, _ = from_library
    with duckdb.connect(str(Settings(home=home).warehouse_file), read_only=True) as warehouse:
        statuses = warehouse.sql("select status, count(*) from core.contest group by all order by all").fetchall()
        assert statuses == [("disputed", 1), ("settled", 8), ("summary", 6), ("uncontested", 3)]
        causes = warehouse.sql("select vacancy_cause, count(*) from vacancies group by all order by all").fetchall()
        assert causes == [("election court", 1), ("resignation", 1), ("unknown", 5)]
        mended = "select other_value, settled_value from conflicts where figure = 'poll_date'"
        assert warehouse.sql(mended).fetchall() == [("1967-05-23", "1968-05-23")]


def test_starter_data_make_the_warehouse_that_the_librarys_files_make(from_library, tmp_path):
    home, expected = from_library
    files = exported(home, tmp_path / "made")
    assert {name.partition("-general")[0] for name in files} == {
        "party-votes", "party-votes-by-elections.csv", "vacancies-by-elections.csv", "disagreements-by-elections.csv"
    }  # fmt: skip
    archive(tmp_path / "home", "starter", files)
    assert built(tmp_path / "home") == expected
    assert exported(tmp_path / "home", tmp_path / "made again") == files


def test_captures_take_the_place_of_starter_data_of_their_source(from_library, library, tmp_path):
    home, expected = from_library
    archive(tmp_path / "home", "starter", exported(home, tmp_path / "made"))
    archive(tmp_path / "home", "commons_library", library)
    assert built(tmp_path / "home") == expected


def test_what_no_publication_prints_is_not_carried(from_library, tmp_path):
    home, _ = from_library
    publications: dict[tuple[str, str | None], str] = {("commons_library", "1918-2017"): "CBP-8647"}
    export_starter(Settings(home=home).warehouse_file, tmp_path, publications=publications, origins={})
    assert {path.name for path in tmp_path.iterdir()} == {
        "party-votes-general-elections-1918-1935.csv", "party-votes-general-elections-1960-1979.csv",
        "party-votes-general-elections-1980-2005.csv",
    }  # fmt: skip


def test_each_later_general_election_is_a_part_of_its_own(tmp_path):
    year = {"kind": "general election", "document": "download"}
    elections: list[Record] = [
        contest({"Ann Thorne/Labour": 1, "Bob Slope/Conservative": 2}, poll_date=day, general_election_date=day, **year)
        for day in ("2024-07-04", "2029-05-03", "1997-05-01")
    ]
    with warehouse(tmp_path, Said("office", elections)) as connection:
        assert [part for part, *_ in parts(connection)] == [
            "by-elections", "general-elections-1918-1935", "general-elections-1936-1959",
            "general-elections-1960-1979", "general-elections-1980-2005", "general-election-2024",
            "general-election-2029",
        ]  # fmt: skip


# --- the real files ---------------------------------------------------------------------------------------------------

SAID_OF_A_CONTEST = (
    "ballot_paper_id", "kind", "poll_date", "general_election_date", "parliament_number", "constituency", "gss_code",
    "nation", "region", "boundary_set_start", "electorate", "valid_votes", "turnout", "turnout_tolerance", "outcome",
    "outcome_party", "gained_from", "seats", "poll_status",
)  # fmt: skip
SAID_OF_A_PARTY = ("party", "party_family", "party_printed", "votes", "returned_unopposed", "share_change")


def cleaned(module: Any, files: list[Path], document: str = "") -> Iterator[tuple[Any, ...]]:
    for file in files:
        for record in module.read(Page(file.name, file.read_bytes())).records:
            if isinstance(record, ScrapedContest) and (not document or record.document == document):
                statement, _ = clean_contest(record)
                said = tuple(statement.contest[name] for name in SAID_OF_A_CONTEST)
                parties = sorted(
                    (tuple(row[name] for name in SAID_OF_A_PARTY) for row in statement.party_votes
                     if any(row[name] is not None for name in SAID_OF_A_PARTY[3:])),
                    key=repr,
                )  # fmt: skip
                yield *said, *parties


@needs_shared
def test_the_bundled_rows_say_what_the_librarys_files_say():
    bundled = source_info("starter").bundled_folder
    assert bundled
    # a day mended by its list stands mended, and the day itself among the disagreements
    files = [LIBRARY / "1918-2017election_results.csv", LIBRARY / "CBP-7529-.download.xlsx"]
    said = set(cleaned(commons_library, files))
    carried = list(cleaned(starter, sorted(bundled.glob("party-votes-*.csv")), "party-votes"))
    assert len(carried) == 15_098 + 475 and set(carried) <= said
    with_candidates = {one[0] for one in said} - {one[0] for one in carried}
    assert all(key[-10:] >= "2010-05-06" for key in with_candidates)
