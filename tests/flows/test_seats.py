"""Seats: one name for each, whatever a century of tables prints, and the boundaries it was fought on."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.clean.contests import ballot_paper_id, clean_contest, general_election_day, general_elections
from flows.clean.names import clean_name
from flows.clean.seats import (
    Seat,
    all_seats,
    boundary_set_start,
    earlier_seat,
    find_seat,
    keys_of,
    nation_of,
    reviewed,
    seat_name,
    seat_rows,
    seats_on,
    turns,
    words_of,
)
from spiders.records import ScrapedContest
from tests.shared import SHARED, needs_shared

LIBRARY = SHARED / "sources/parliament/hoc-library"
POLLED = {
    "1918": date(1918, 12, 14),
    "1945": date(1945, 7, 5),
    "1950": date(1950, 2, 23),
    "1955": date(1955, 5, 26),
    "1974": date(1974, 2, 28),
    "1983": date(1983, 6, 9),
    "1997": date(1997, 5, 1),
    "2005": date(2005, 5, 5),
    "2015": date(2015, 5, 7),
    "2024": date(2024, 7, 4),
}


@pytest.mark.parametrize(
    ("printed", "polled", "where", "expected"),
    [
        ("LEEDS SOUTH EAST", "1945", "", "Leeds South East"),
        ("Leeds SE", "1950", "", "Leeds South East"),
        ("Leeds South-East", "1950", "", "Leeds South East"),
        ("LEEDSSOUTH EAST", "1955", "", "Leeds South East"),  # the blank got lost
        ("WOLVERHAMPTON N.E.", "1974", "", "Wolverhampton North East"),
        ("SUFFOLK (EAST) EYE", "1918", "", "Eye"),  # the county stands in front
        ("CORNWALL ST IVES", "1918", "", "St Ives"),
        ("Sutton, Carshalton", "1974", "", "Carshalton"),  # and the London borough in 1974
        ("LAMBETHBRIXTON", "1955", "", "Brixton"),
        ("BIRMINGHAM WEST BIRMINGHAM", "1918", "", "Birmingham West"),
        ("Glasgow, Govan", "1974", "", "Glasgow Govan"),
        ("GLASGOW GOVAN", "1918", "", "Glasgow Govan"),
        ("City of London1,2", "1945", "", "City of London"),  # the footnotes of a spreadsheet
        ("Mid-Ulster4", "1955", "", "Mid Ulster"),
        ("Down*", "1945", "", "Down"),
        ("Dunfermline & W Fife ", "2005", "", "Dunfermline and West Fife"),
        ("Newport(Mon.)", "1955", "", "Newport"),
        ("St.Pancras N", "1945", "", "St Pancras North"),
        ("Norfolk SW", "1955", "", "South West Norfolk"),
        ("NORFOLK SOUTH WESTERN", "1918", "", "South West Norfolk"),
        ("East Islington", "1918", "", "Islington East"),  # an encyclopedia's order
        ("WREKIN THE", "1983", "", "The Wrekin"),
        ("CHESTER CITY OF", "1997", "", "City of Chester"),
        ("Glasgow, Bridegton", "1945", "", "Glasgow Bridgeton"),
        ("Bimingham, Handsworth", "1950", "", "Birmingham Handsworth"),
        ("Ashton-under-Lyme", "1945", "", "Ashton-under-Lyne"),  # but Lyme is right in the next
        ("Newcastle-under-Lyme", "1955", "", "Newcastle-under-Lyme"),
        ("STRATFORD", "1955", "", "Stratford"),  # one name per seat and period: this one was renamed
        ("STRATFORD", "1974", "", "Stratford-on-Avon"),
        ("DUMFRIES", "1955", "", "Dumfriesshire"),
        ("DUMFRIES", "1983", "", "Dumfries"),
        ("CITIES of LONDON AND WESTMINSTER", "1950", "", "Cities of London and Westminster"),
        ("YNYS-MON", "1997", "", "Ynys Môn"),
        ("ROSS CROMARTY AND SKYE", "1983", "", "Ross, Cromarty and Skye"),  # commas of a list stay
        ("LOUTH", "1918", "East Midlands", "Louth"),
        ("LOUTH", "1918", "Ireland", "Louth (Ireland)"),  # two seats of one name in one election
        ("RICHMOND", "1950", "London", "Richmond (Surrey)"),
        ("RICHMOND", "1997", "Yorkshire & The Humber", "Richmond (Yorks)"),
        ("COMBINED ENGLISH UNIVERSITIES", "1918", "University", "Combined English Universities"),
        ("DORSET MID & POOLE NORTH", "2015", "", "Mid Dorset and North Poole"),
        ("Old bexley and Sidcup", "2015", "", "Old Bexley and Sidcup"),
        ("BIRMINGHAM EDGBASTON", "2015", "", "Birmingham, Edgbaston"),  # official from 2010 to 2024 ...
        ("Birmingham Edgbaston", "2024", "", "Birmingham Edgbaston"),  # ... and since
    ],
)
def test_seat_name(printed: str, polled: str, where: str, expected: str) -> None:
    assert seat_name(printed, POLLED[polled], where) == expected


@pytest.mark.parametrize(
    ("printed", "polled", "expected"),
    [
        ("LITTLE SNORING & KING'S HOLT3", date(1960, 1, 1), "Little Snoring and King's Holt"),
        ("Little Snoring", date(1960, 1, 1), "Little Snoring"),
        ("Hartlepool & BLYTH1", date(2030, 1, 1), "Hartlepool & BLYTH1"),  # from 2010 on as printed
        ("Govan", date(1950, 2, 23), "Govan"),  # a ward's name alone is not guessed to be Glasgow's
        ("Leeds South East", date(1912, 1, 1), "Leeds South East"),  # before any seat that is reviewed
        ("RICHMOND", date(1950, 2, 23), "Richmond"),  # two have the name, and nothing says which
    ],
)
def test_a_name_that_is_not_reviewed_keeps_its_words(printed: str, polled: date, expected: str) -> None:
    assert find_seat(printed, polled) is None
    assert seat_name(printed, polled) == expected


def test_a_name_too_short_is_told_by_its_day_alone() -> None:
    assert seat_name("Newcastle upon Tyne", date(1957, 3, 21)) == "Newcastle upon Tyne North"
    assert seat_name("Newcastle upon Tyne", date(1976, 11, 4)) == "Newcastle upon Tyne Central"
    assert seat_name("Newcastle upon Tyne", date(1976, 11, 5)) == "Newcastle upon Tyne"


def test_ids_are_built_from_the_reviewed_name() -> None:
    assert ballot_paper_id("by-election", seat_name("Leeds SE", date(1952, 2, 7)), date(1952, 2, 7)) == (
        "parl.leeds-south-east.by.1952-02-07"
    )
    irish = seat_name("LOUTH", date(1918, 12, 14), "Ireland")
    assert ballot_paper_id("general election", irish, date(1918, 12, 14)) == "parl.louth-ireland.1918-12-14"


DAYS = st.dates(date(1917, 1, 1), date(2026, 1, 1))
PRINTED = st.one_of(
    st.text(max_size=30),
    st.sampled_from(sorted({seat.name for seat in all_seats()})).flatmap(
        lambda name: st.sampled_from((name, name.upper(), f"{name}1,2", name.replace(" ", ""), f"NORFOLK {name}"))
    ),
    st.sampled_from(sorted(reviewed()["aliases"])),
)


@given(PRINTED.map(clean_name), DAYS, st.sampled_from(("", "Ireland", "London", "Yorkshire and the Humber")))
def test_naming_a_seat_twice_changes_nothing(printed: str, polled: date, where: str) -> None:
    name = seat_name(printed, polled, where)
    assert seat_name(name, polled, where) == name


@given(st.sampled_from(all_seats()), st.data())
def test_a_reviewed_name_is_its_own_whatever_case_and_order(seat: Seat, data: st.DataObject) -> None:
    last = min(seat.end, date(2030, 1, 1))
    polled = data.draw(st.dates(seat.start, last).filter(lambda day: day < seat.end))
    shuffled = " ".join(data.draw(st.permutations(seat.name.replace("&", "and").split())))
    assert find_seat(seat.name, polled) == seat
    assert find_seat(shuffled.upper(), polled) == seat


def test_the_reviewed_file_holds_together() -> None:
    tables, names = reviewed(), {seat.name for seat in all_seats()}
    assert {name for name in tables["aliases"].values() if name not in names} == set()
    assert {name for pair in tables["renamed"].items() for name in pair if name not in names} == set()
    assert {entry["seat"] for entry in tables["polls"] + tables["shared"]} <= names
    for printed, name in tables["aliases"].items():
        assert keys_of(words_of(printed))[0] != keys_of(words_of(name))[0], f"{printed} needs no alias"
    for turn in turns():
        ambiguous = Counter(key for seat in seats_on(turn) for key in set(keys_of(words_of(seat.name))))
        assert [key for key, seats in ambiguous.items() if seats > 1] == []


@pytest.mark.parametrize(
    ("polled", "nation", "seat", "expected"),
    [
        (date(1920, 1, 1), "Ireland", "Louth (Ireland)", date(1918, 11, 26)),
        (date(1946, 2, 1), "England", "Leeds West", date(1918, 11, 26)),  # not among the seats that were split
        (date(1946, 7, 22), "London", "Bexley", date(1945, 6, 16)),
        (date(1947, 12, 4), "", "Epsom", date(1945, 6, 16)),  # the seat says which nation
        (date(1948, 3, 5), "Northern Ireland", "Armagh", date(1922, 10, 27)),
        (date(1969, 4, 17), "Northern Ireland", "Mid Ulster", date(1950, 2, 4)),  # unchanged there in 1955
        (date(1969, 10, 30), "London", "Islington North", date(1955, 5, 7)),
        (date(1996, 4, 11), "West Midlands", "South East Staffordshire", date(1983, 5, 14)),
        (date(1992, 4, 9), "South East", "Milton Keynes North East", date(1992, 3, 17)),
        (date(2006, 2, 9), "Scotland", "Dunfermline and West Fife", date(2005, 4, 12)),
        (date(2006, 6, 29), "Wales", "Blaenau Gwent", date(1997, 4, 9)),
        (date(2021, 5, 6), "England", "Hartlepool", date(2010, 4, 13)),
        (date(2021, 5, 13), "Scotland", "Airdrie and Shotts", date(2005, 4, 12)),
        (date(2025, 5, 1), "England", "Runcorn and Helsby", date(2024, 5, 31)),
        (date(1960, 1, 1), "Scotland", "Weatherfield", date(1955, 5, 7)),  # not reviewed: the nation decides
        (date(1946, 1, 1), "England", "Weatherfield", date(1918, 11, 26)),
        (date(1960, 1, 1), "", "Weatherfield", None),
        (date(1960, 1, 1), "Ireland", "Louth (Ireland)", None),  # it had left by then
        (date(1910, 1, 1), "England", "Leeds West", None),
    ],
)
def test_boundary_set_start(polled: date, nation: str, seat: str, expected: date | None) -> None:
    assert boundary_set_start(polled, nation, seat) == expected


def test_nations_and_regions() -> None:
    assert [nation_of(where) for where in ("Yorkshire & The Humber", "Eastern", "Wales", "Europe", "")] == [
        *("England", "England", "Wales", "", "")
    ]


def test_earlier_seats() -> None:
    def before(name: str, day: date) -> tuple[str, int] | None:
        seat = find_seat(name, day)
        assert seat
        earlier = earlier_seat(seat)
        return (earlier.name, earlier.start.year) if earlier else None

    assert before("Romford", date(1950, 2, 23)) == ("Romford", 1945)
    assert before("Leeds West", date(1950, 2, 23)) == ("Leeds West", 1918)
    assert before("Ynys Môn", date(1983, 6, 9)) == ("Anglesey", 1974)  # renamed
    assert before("Birmingham Edgbaston", date(2024, 7, 4)) == ("Birmingham, Edgbaston", 2010)
    assert before("Stratford", date(1950, 2, 23)) is None  # the seat of 1918 of that name was in West Ham
    assert before("Hendon", date(1997, 5, 1)) is None  # a name of 1918 again, after fifty years


def test_a_contest_gets_the_boundaries_no_document_states() -> None:
    scraped = ScrapedContest(
        document="table", kind="by-election", constituency="Glasgow, Govan", poll_date="1973-11-08"
    )
    contest = clean_contest(scraped)[0].contest
    assert (contest["constituency"], contest["boundary_set_start"]) == ("Glasgow Govan", date(1955, 5, 7))
    stated = replace(scraped, boundary_set_start="1950-01-01")
    assert clean_contest(stated)[0].contest["boundary_set_start"] == date(1950, 1, 1)


def test_a_notional_result_keeps_its_seat_and_says_nothing_of_the_boundaries_of_the_day() -> None:
    scraped = ScrapedContest(
        document="table", kind="notional", constituency="BIRMINGHAM EDGBASTON", general_election_date="2019-12-12"
    )
    contest = clean_contest(scraped)[0].contest
    assert (contest["constituency"], contest["boundary_set_start"]) == ("BIRMINGHAM EDGBASTON", None)


def general_election_rows() -> Iterator[tuple[str, str, str, date]]:
    """Boundary set, name, region, polling day: each row of the Library's general elections 1918-2017."""
    with (LIBRARY / "1918-2017election_results.csv").open(encoding="cp1252", newline="") as file:
        for row in csv.DictReader(file):
            polled = general_election_day(row["election"])
            assert polled
            yield row["boundary_set"], clean_name(row["constituency"]), row["country/region"], polled


@needs_shared
def test_every_row_of_a_century_finds_its_own_seat() -> None:
    """Within a boundary set each seat has one name in all elections; no two seats of an election share one."""
    seats: dict[str, set[str]] = defaultdict(set)
    per_election: dict[date, list[str]] = defaultdict(list)
    for boundary_set, printed, region, polled in general_election_rows():
        assert find_seat(printed, polled, region), (printed, polled)
        seats[boundary_set].add(seat_name(printed, polled, region))
        per_election[polled].append(seat_name(printed, polled, region))
    for polled, names in per_election.items():
        assert Counter(names).most_common(1)[0][1] == 1
        # and no seat of the reviewed file is missing from an election of its time
        assert set(names) == {seat.name for seat in seats_on(polled)}, polled
    assert {boundary_set: len(names) for boundary_set, names in seats.items()} == {
        "1918-1935": 697,  # 586 throughout; 102 of Ireland in 1918 alone, 9 of Northern Ireland since
        "1945": 620,
        "1950-1951": 625,
        "1955-1970": 630,
        "1974-1979": 635,
        "1983-1992": 652,  # Milton Keynes became two in 1992
        "1997-2001": 659,
        "2005": 646,
        "2010-2017": 650,
    }
    assert sum(map(len, per_election.values())) == 17048


@needs_shared
def test_every_by_election_of_the_workbook_finds_a_seat_of_the_general_election_before() -> None:
    from python_calamine import CalamineWorkbook

    elected: dict[date, set[str]] = defaultdict(set)
    for _, printed, region, polled in general_election_rows():
        elected[polled].add(seat_name(printed, polled, region))
    workbook = CalamineWorkbook.from_path(str(LIBRARY / "CBP-7529-.download.xlsx"))
    missing, found = [], 0
    for sheet in ("13 by-elections list Visual", "14a By-elections NI "):
        for day, seat, *_ in workbook.get_sheet_by_name(sheet).to_python():
            if isinstance(day, date):
                name = seat_name(clean_name(str(seat)), day)
                before = max(election for election in elected if election < day)
                found += 1
                if name not in elected[before]:
                    missing.append((day, seat, name))
    assert (found, missing) == (471 + 40, [])


@needs_shared
def test_the_seats_of_other_sources_are_the_same() -> None:
    """Wikipedia's fifteen by-elections, and the lists of constituencies since 1997 that Parliament publishes."""
    with (SHARED / "sources/wikipedia/facts-1918-2010.csv").open(encoding="utf-8", newline="") as file:
        wikipedia = {(row["constituency"], date.fromisoformat(row["date"])) for row in csv.DictReader(file)}
    assert len(wikipedia) >= 15
    assert [one for one in wikipedia if not find_seat(*one)] == []
    path = SHARED / "sources/parliament/reference/constituencies/1997-2024.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        official = [(row["Name"], row["StartDate"][:10].split("/")) for row in csv.DictReader(file)]
    starts = {(name, date(int(year), int(month), int(day))) for name, (day, month, year) in official}
    assert len(starts) == 1959
    missing = [one for one in starts if not (seat := find_seat(*one)) or seat.start != one[1]]
    assert missing == []


def test_each_general_election_had_its_number_of_seats() -> None:
    """Constituencies, university seats included: 1918 had 707 members in 688 of them, 1945 had 640 in 620."""
    numbers = {day: len(seats_on(day)) for day in general_elections().values()}
    assert [numbers[day] for day in sorted(numbers)] == [
        *(688, 595, 595, 595, 595, 595, 595, 620, 625, 625, 630, 630, 630, 630, 630, 635, 635, 635),
        *(650, 650, 651, 659, 659, 646, 650, 650, 650, 650, 650),
    ]


def test_rows_for_the_warehouse_name_each_seat_once_and_the_one_before():
    rows = {(row["constituency"], row["nation"], row["boundary_set_start"]): row for row in seat_rows()}
    assert len(rows) == len(all_seats())
    renamed = rows["Hartlepool", "England", date(1974, 2, 9)]
    assert renamed["earlier_constituency"] == "The Hartlepools"
    assert renamed["earlier_boundary_set_start"] == date(1955, 5, 7)


@pytest.mark.parametrize(("printed", "expected"), [("Ward 2", "Ward 2"), ("Ward 12", "Ward 12"), ("Ward12", "Ward")])
def test_a_digit_that_stands_apart_is_part_of_a_name(printed, expected):
    assert seat_name(printed, date(1946, 5, 4)) == expected


def test_another_seat_is_not_taken_for_the_one_whose_name_it_begins_with():
    assert find_seat("Hartlepool 7", date(2017, 5, 4)) is None
