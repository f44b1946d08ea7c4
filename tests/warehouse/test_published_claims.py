"""Published aggregates are recomputed: from the list beside them, and from what is settled."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from spiders.records import Page, Record, ScrapedClaim, ScrapedContest, ScrapedPartyVotes
from spiders.results import commons_library
from tests.shared import SHARED, needs_shared
from tests.warehouse.helpers import Said, contest, one, warehouse

COUNT = "Number of by-elections"
SEATS = "Net Seat Gains and Losses"
CHANGE = "Average change in share of vote since previous election"
TURNOUT = "Average turnout"


def summary(cell: str, column: str, value: str, row: str = "1966-70") -> ScrapedClaim:
    return ScrapedClaim("CBP-7529", "12 by-elections summary", cell, row, column, value)


def table_1a(cell: str, column: str, value: str, row: str = "1966") -> ScrapedClaim:
    return ScrapedClaim("CBP-7529", "1 GE-UK", cell, row, column, value)


def listed(seat: str, polled: str, outcome: str, changes: dict[str, str], turnout: str = "0.6") -> ScrapedContest:
    """A row of the list of by-elections; changes by heading, no heading for a party without one."""
    return ScrapedContest(
        document="13 by-elections list Visual",
        kind="by-election",
        source_contest_id=f"13 {seat}",
        constituency=seat,
        nation="England",
        poll_date=polled,
        outcome=outcome,
        turnout=turnout,
        party_votes=tuple(ScrapedPartyVotes(party, share_change=printed) for party, printed in changes.items()),
    )


LIST: list[Record] = [
    listed("Barchester", "1967-03-09", "LAB hold", {"CON": "0.031", "LAB": "-0.05", "LD": "0.019"}, "0.7"),
    listed("Framley", "1968-03-28", "CON gain from LAB", {"CON": "0.1", "LAB": "-0.1"}, "0.62"),
    listed("Plumstead", "1969-10-30", "Lib gain from CON", {"CON": "-0.2", "LAB": "+0.0%", "LD": "0.23"}, "0.5"),
    listed("Allington", "1970-03-12", "LAB win", {}, "0.4"),  # the Speaker's seat: not comparable
]


def verdicts(db: duckdb.DuckDBPyConnection) -> dict[str, tuple[Any, ...]]:
    """Cell -> does the list give it, does what is settled, why not."""
    rows = db.execute("select cell, reproduces_from_list, agrees_with_settled, reason from published_claims").fetchall()
    return {cell: tuple(rest) for cell, *rest in rows}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    """The list with one row of right cells (6) and rows of cells that are wrong in one way each."""
    right = [
        summary("B6", COUNT, "4"),
        summary("D6", f"{SEATS}: CON", "…"),  # one gained, one lost
        summary("E6", f"{SEATS}: LAB", "-1"),
        summary("F6", f"{SEATS}: LD", "1"),
        summary("I6", f"{SEATS}: No change", "1"),
        summary("K6", f"{CHANGE}: CON", "-0.023"),  # (0.031 + 0.1 - 0.2) / 3
        summary("L6", f"{CHANGE}: LAB", "-0.05"),  # nought is no missing value
        summary("M6", f"{CHANGE}: LD", "0.083"),  # (0.019 + 0 + 0.23) / 3: a missing value counts as nought
        summary("N6", f"{CHANGE}: PC/SNP", "..."),
        summary("Q6", TURNOUT, "0.555"),  # (0.7 + 0.62 + 0.5 + 0.4) / 4
    ]
    wrong = [
        summary("B7", COUNT, "3"),
        summary("I7", f"{SEATS}: No change", "4"),
        summary("K7", f"{CHANGE}: CON", "0.023"),
        summary("L7", f"{CHANGE}: LAB", "0.04"),
        summary("M7", f"{CHANGE}: LD", "0.1245"),  # over two
        summary("Q7", TURNOUT, "0.444"),  # over five
        summary("Q8", TURNOUT, "0.74"),  # over three
        summary("K8", f"{CHANGE}: CON", "0.031", row="2031-35"),
        summary("B8", COUNT, "7", row="1945-50"),
    ]
    return warehouse(tmp_path_factory.mktemp("claims"), Said("office", [*LIST, *right, *wrong]))


@pytest.mark.parametrize("cell", ["B6", "D6", "E6", "F6", "I6", "K6", "L6", "M6", "N6", "Q6"])
def test_what_the_list_gives_needs_no_reason(told, cell):
    assert verdicts(told)[cell] == (True, True, None)


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("B7", "by-elections that cannot be compared are left out"),
        ("I7", "counts every by-election"),
        ("K7", "sign lost"),
        ("L7", "not explained"),
        ("M7", "averaged over non-missing rows only"),
        ("Q7", "denominator is one too large"),
        ("Q8", "denominator is one too small"),
    ],
)
def test_why_the_list_does_not_give_it(told, cell, reason):
    assert verdicts(told)[cell] == (False, False, reason)


def test_what_cannot_be_computed_has_no_verdict(told):
    nothing = "no by-election of that Parliament is settled"
    assert verdicts(told)["K8"] == (None, None, f"the cell was not understood; {nothing}")
    assert verdicts(told)["B8"] == (None, None, f"the list has no by-election of that Parliament; {nothing}")


def test_any_text_may_stand_in_a_cell(tmp_path):
    values = dict(enumerate(["#DIV/0!", "nan", "1e-300", "-", "9" * 400], 6))
    averages = [summary(f"K{row}", f"{CHANGE}: CON", value) for row, value in values.items()]
    totals = [table_1a(f"H{row}", "Votes (millions): Total", value) for row, value in values.items()]
    found = verdicts(warehouse(tmp_path, Said("office", [*LIST, *averages, *totals])))
    assert found.keys() == {f"{column}{row}" for column in "KH" for row in values}
    for cell, (reproduces, _, reason) in found.items():
        assert not reproduces and reason, cell


def test_the_last_digit_decides(tmp_path):
    cells = [
        summary("K6", f"{CHANGE}: CON", "-0.023"),
        summary("K7", f"{CHANGE}: CON", "-0.022"),
        summary("K8", f"{CHANGE}: CON", "-0.0229"),
        summary("K9", f"{CHANGE}: CON", "-0.0230000000000001"),
        summary("Q6", TURNOUT, "0.56"),  # 0.555, which a double has as less
    ]
    found = verdicts(warehouse(tmp_path, Said("office", [*LIST, *cells])))
    assert {cell: verdict[0] for cell, verdict in found.items()} == {
        "K6": True, "K7": False, "K8": False, "K9": True, "Q6": True,
    }  # fmt: skip


def nets(con: str, lab: str, ld: str, other: str) -> list[Record]:
    columns = zip("DEFH", ("CON", "LAB", "LD", "Other"), (con, lab, ld, other), strict=True)
    return [summary(f"{letter}6", f"{SEATS}: {party}", value) for letter, party, value in columns]


@pytest.mark.parametrize(
    ("rows", "claimed", "reasons"),
    [
        (LIST[:3], ("…", "-1", "1", "…"), {}),
        (LIST[:3], ("…", "…", "1", "…"), {"E6": "gains without a loser"}),
        (LIST[:3], ("1", "-1", "…", "…"), dict.fromkeys(("D6", "F6"), "one seat is counted with another party")),
        (LIST, ("…", "…", "1", "-1"), dict.fromkeys(("E6", "H6"), "one seat is counted with another party")),
        (LIST[:3], ("5", "-1", "3", "…"), dict.fromkeys(("D6", "F6"), "not explained")),
        (
            [listed("Barchester", "1967-03-09", "CON gain", {}), *LIST[1:3]],
            ("1", "-2", "1", "…"),
            {"E6": "list gains without a loser"},
        ),
    ],
)
def test_net_seats(tmp_path, rows, claimed, reasons):
    found = verdicts(warehouse(tmp_path, Said("office", [*rows, *nets(*claimed)])))
    assert {cell: reason for cell, (reproduces, _, reason) in found.items() if not reproduces} == reasons


def test_a_seat_counts_for_the_party_of_its_heading(tmp_path):
    rows: list[Record] = [
        listed("Barchester", "1967-03-09", "SNP gain from LAB", {}),
        listed("Framley", "1968-03-28", "PC gain from Lib", {}),
        listed("Plumstead", "1969-10-30", "Dem LAB gain from Ind LAB", {}),
    ]
    cells = [summary("G6", f"{SEATS}: PC/SNP", "2"), summary("H6", f"{SEATS}: Other", "…")]
    found = verdicts(warehouse(tmp_path, Said("office", [*rows, *cells])))
    assert [found["G6"][0], found["H6"][0]] == [True, True]


def test_where_the_list_is_wrong_and_the_settled_figures_are_not(tmp_path):
    """A list prints a turnout that the official count does not bear out."""
    row = listed("Barchester", "2018-06-14", "LAB hold", {"LAB": "0.01"}, "0.77")
    official = contest(
        {"Ann Thorne/Labour": 300, "Ben Grantly/Conservative": 100},
        poll_date="14 June 2018", electorate=1000, valid_votes=400, gss_code=None, nation="England",
    )  # fmt: skip
    cells = [summary("Q6", TURNOUT, "0.77", row="2017-19"), summary("Q7", TURNOUT, "0.4", row="2017-19")]
    db = warehouse(tmp_path, Said("paper", [row, *cells]), Said("office", [official]))
    assert verdicts(db) == {
        "Q6": (True, False, "the list differs from settled in 1 contest"),
        "Q7": (False, True, "not explained"),
    }


def test_a_table_fetched_again_replaces_itself(tmp_path):
    old = [*LIST, summary("B6", COUNT, "5"), summary("B7", COUNT, "5")]
    new = [*LIST[:3], summary("B6", COUNT, "3")]
    db = warehouse(tmp_path, Said("office", old), Said("office", new, day=1))
    assert one(db, "select cell, claimed_value, reproduces_from_list, computed_from_list from published_claims") == (
        "B6", "3", True, 3,
    )  # fmt: skip


def row_1a(votes: tuple[str, ...], shares: tuple[str, ...], row: str) -> list[Record]:
    names = ("CON", "LAB", "LD", "PC/SNP", "Other", "Total")
    return [
        table_1a(f"{letter}{number}", f"{table}: {name}", value, row)
        for number, table, values in ((15, "Votes (millions)", votes), (47, "Share of vote (%)", shares))
        for letter, name, value in zip("CDEFGH", names, values, strict=True)
    ]


SHARES = ("0.5", "0.3", "0.1", "0.04", "0.06", "1")


def seats_of_1966(**columns: int) -> ScrapedContest:
    votes = tuple(ScrapedPartyVotes(party, str(count)) for party, count in columns.items())
    return ScrapedContest(
        document="seats", kind="general election", general_election="1966", constituency="Barchester",
        nation="England", valid_votes=str(sum(columns.values())), party_votes=votes,
    )  # fmt: skip


def test_the_table_of_general_elections(tmp_path):
    seat = seats_of_1966(con=50_000, lab=30_000, lib=10_000, oth=10_000)
    cells = row_1a(("0.05", "0.03", "0.01", "0.004", "0.006", "0.1"), SHARES, "1966")
    found = verdicts(warehouse(tmp_path, Said("office", [seat, *cells])))
    typed = "typed in: only settled totals can be compared"
    assert found["C15"] == (None, True, typed)
    assert found["F15"][:2] == (None, False)  # the seat has nationalists under others
    assert found["G15"][:2] == (True, False)
    assert found["H15"] == (True, True, None)
    assert {found[f"{letter}47"][0] for letter in "CDEFGH"} == {True}
    assert found["C47"] == (True, True, None)


def test_an_other_that_counts_two_columns_again(tmp_path):
    cells = row_1a(("0.05", "0.03", "0.01", "0.004", "0.02", "0.1"), SHARES, "1966")
    found = verdicts(warehouse(tmp_path, Said("office", [*LIST, *cells])))
    here = "not all seats of the general election are settled"
    assert found["G15"] == (False, None, f"Liberal and nationalist votes counted twice; {here}")
    assert found["H15"] == (True, None, here)


def test_a_part_of_a_general_election_is_not_all_of_it(tmp_path):
    seat = seats_of_1966(con=50_000, lab=30_000, lib=10_000, oth=10_000)
    cells = row_1a(("0.5", "0.3", "0.1", "0.04", "0.06", "1"), SHARES, "1966")
    assert verdicts(warehouse(tmp_path, Said("office", [seat, *cells])))["H15"] == (
        True, None, "not all seats of the general election are settled",
    )  # fmt: skip


@needs_shared
def test_real_claims_that_the_list_does_not_give(tmp_path):
    """The notes on the workbook (CBP-7529, sheet 12 and Table 1a) say which; every cell is found from the figures."""
    path = SHARED / "sources/parliament/hoc-library/CBP-7529-.download.xlsx"
    page = Page(path.name, path.read_bytes())
    db = warehouse(tmp_path, Said("office", list(commons_library.read(page).records)))
    found: dict[str, set[str]] = {}
    for table, cell in db.execute(
        """select "table", cell from published_claims where reproduces_from_list is false"""
    ).fetchall():
        found.setdefault(table, set()).add(cell)
    assert found["12 by-elections summary"] == {
        "E6", "K6", "L6", "M6", "N6", "O6", "Q6",  # 1945-50
        "I9", "Q10", "Q11", "D12", "H12", "E16", "H16",
        "B20", "D20", "E20", "F20", "H20", "Q20",  # 1997-2001: I20 is right
        "D22", "E22", "G22", "Q22", "I23", "K23", "L23", "M23", "O23", "Q23",
        "E24", "K24", "M24", "N24",  # 2015-17: two of five averages are right
        "I25", "K25", "N25", "O25", "Q25",  # M25: 0.1155 is 0.116
    }  # fmt: skip
    assert found["1 GE-UK"] == {f"G{row}" for row in range(14, 32)}
    assert one(db, "select count(*) from published_claims") == 592
    reasons = {cell: reason for cell, (_, _, reason) in verdicts(db).items()}
    assert (reasons["K25"], reasons["E6"], reasons["Q6"]) == (
        "sign lost", "list gains without a loser", "denominator is four too small",
    )  # fmt: skip
    assert (reasons["Q23"], reasons["K24"]) == ("denominator is one too large", "averaged over non-missing rows only")
