"""Swings by both conventions and between any two parties, with numbers worked out by hand."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from spiders.records import Record, ScrapedCandidacy, ScrapedContest
from tests.warehouse.helpers import Said, contest, one, warehouse
from tests.warehouse.test_history import changes, seat
from warehouse.checks import run_checks

# Hartlepool: 41,037 valid votes in 2019 and 29,933 in 2021, the smaller candidates of 2021 taken together.
HARTLEPOOL_2019 = {
    "Mike Hill/Labour": 15464,
    "Stefan Houghton/Conservative": 11869,
    "Richard Tice/The Brexit Party": 10603,
    "Andy Hagon/Liberal Democrat": 1696,
    "Kevin Cranney/Socialist Labour Party": 911,
    "Joe Bousfield/Independent": 494,
}
HARTLEPOOL_2021 = {
    "Jill Mortimer/Conservative": 15529,
    "Paul Williams/Labour": 8589,
    "Sam Lee/Independent": 2904,
    "John Prescott/Reform UK": 368,
    "Others Taken-Together/Heritage Party": 2543,
}


def general(votes: dict[str, int], election: str = "2019", **figures: Any) -> ScrapedContest:
    """The same seat at a general election, by candidates."""
    candidacies = tuple(
        ScrapedCandidacy(name=who.split("/")[0], party=who.split("/")[1], votes=str(count))
        for who, count in votes.items()
    )
    return ScrapedContest(
        document="seats",
        kind="general election",
        general_election=election,
        constituency="Barchester",
        gss_code="E14009999",
        nation="England",
        candidacies=candidacies,
        **figures,
    )


def both(tmp_path, before: dict[str, int], after: dict[str, int]) -> duckdb.DuckDBPyConnection:
    records: list[Record] = [general(before), contest(after, parliament_number=58)]
    return warehouse(tmp_path, Said("office", records))


def test_hartlepool_2021_is_sixteen_points_from_labour_to_conservative(tmp_path):
    db = both(tmp_path, HARTLEPOOL_2019, HARTLEPOOL_2021)
    # Conservative 51.88% - 28.92% = +22.96, Labour 37.68% - 28.69% = -8.99: half of 31.95 is 15.97
    rise, fall = 15529 / 29933 - 11869 / 41037, 15464 / 41037 - 8589 / 29933
    swing, *parties = one(db, "select swing, swing_from, swing_to, swing_basis from by_elections")
    assert swing == pytest.approx((rise + fall) / 2)
    assert round(100 * swing, 1) == 16.0
    assert parties == ["Labour", "Conservative", "winner and loser"]
    # the first two were the same two parties in 2019, so Butler's swing is the same figure
    assert one(db, "select swing from swings where basis = 'butler'") == pytest.approx(swing)
    assert one(db, "select swing, basis from swing_between('Labour', 'Conservative')") == (
        pytest.approx(swing), "both stood both times",
    )  # fmt: skip
    assert one(db, "select swing from swing_between('Conservative', 'Labour')") == pytest.approx(-swing)


def test_a_party_is_asked_for_by_any_name_of_its_family(tmp_path):
    db = both(tmp_path, HARTLEPOOL_2019, HARTLEPOOL_2021)
    # Brexit Party 25.84%, Reform UK 1.23%: 24.61 lost; and the Conservatives' rise of 22.96
    expected = ((10603 / 41037 - 368 / 29933) + (15529 / 29933 - 11869 / 41037)) / 2
    for name in ("The Brexit Party", "Reform UK"):
        assert one(db, f"select swing from swing_between('{name}', 'Conservative')") == pytest.approx(expected)


def test_who_did_not_stand_counts_nought_and_the_basis_says_so(tmp_path):
    db = both(tmp_path, HARTLEPOOL_2019, HARTLEPOOL_2021)
    swing, basis = one(db, "select swing, basis from swing_between('Liberal Democrat', 'Labour')")
    assert swing == pytest.approx(((8589 / 29933 - 15464 / 41037) + 1696 / 41037) / 2)
    assert basis == "one did not stand"
    # who stood in neither is not compared, and independents have nothing in common
    assert one(db, "select count(*) from swing_between('Plaid Cymru', 'Labour')") == 0
    assert one(db, "select count(*) from swing_between('Independent', 'Labour')") == 0


def test_butler_asks_for_the_same_first_two_and_the_press_does_not(tmp_path):
    before = {"Ann Archer/Conservative": 600, "Bob Bold/Labour": 300, "Cat Cole/Liberal Democrat": 100}
    after = {"Dan Drew/Liberal Democrat": 500, "Eve Ely/Conservative": 400, "Fay Fox/Labour": 100}
    db = both(tmp_path, before, after)
    # Liberal Democrat 10% to 50%, Conservative 60% to 40%: (40 + 20) / 2
    assert one(db, "select swing, swing_from, swing_to from by_elections") == (
        pytest.approx(0.3), "Conservative", "Liberal Democrat",
    )  # fmt: skip
    assert one(db, "select count(*) from swings where basis = 'butler'") == 0


def test_butlers_swing_goes_to_the_winner_also_where_the_two_changed_places(tmp_path):
    before = {"Ann Archer/Conservative": 500, "Bob Bold/Labour": 400, "Cat Cole/Green Party": 100}
    after = {"Dan Drew/Labour": 550, "Eve Ely/Conservative": 350, "Fay Fox/Green Party": 100}
    # Labour 40% to 55%, Conservative 50% to 35%
    db = both(tmp_path, before, after)
    assert one(db, "select swing, swing_from, swing_to from swings where basis = 'butler'") == (
        pytest.approx(0.15), "Conservative", "Labour",
    )  # fmt: skip


def base(db: duckdb.DuckDBPyConnection) -> list[tuple[str, float | None]]:
    return db.execute(
        "select party, round(vote_share, 4) from seat_results where election_kind = 'by-election' order by 1"
    ).fetchall()


def test_a_newcomer_has_its_change_as_its_share_where_nobody_is_hidden(tmp_path):
    # Hamilton: Labour 71.2%, Conservative 28.8% in 1966; the SNP did not stand and won 46.0% in 1967
    poll = changes("2 November 1967", {"Con": "-0.163", "Lab": "-0.297", "SNP": "0.46"}, outcome="SNP gain from LAB")
    db = warehouse(tmp_path, Said("office", [seat("1966", {"Con": "2880", "Lab": "7120"}), poll]))
    assert base(db) == [("Conservative", 0.125), ("Labour", 0.415), ("Scottish National Party", 0.46)]
    assert one(db, "select swing, swing_basis from by_elections") == (
        pytest.approx((0.46 + 0.297) / 2), "winner and loser, Scottish National Party did not stand before",
    )  # fmt: skip


def test_a_newcomer_who_may_be_among_all_others_before_has_no_share(tmp_path):
    poll = changes("2 November 1967", {"Con": "-0.16", "Lab": "-0.28", "SNP": "0.44"}, outcome="SNP gain from LAB")
    db = warehouse(tmp_path, Said("office", [seat("1966", {"Con": "2800", "Lab": "7000", "Oth": "200"}), poll]))
    assert dict(base(db))["Scottish National Party"] is None
    assert one(db, "select swing from by_elections") is None
    assert one(db, "select count(*) from swing_between('Labour', 'Scottish National Party')") == 0
    assert one(db, "select swing from swing_between('Labour', 'Conservative')") == pytest.approx((-0.16 + 0.28) / 2)


def test_a_change_that_takes_all_of_a_share_is_a_party_that_did_not_stand(tmp_path):
    # Bristol South East: the Conservatives had 46.8% in 1959 and no candidate in 1963
    poll = changes("20 August 1963", {"Con": "-0.468", "Lab": "0.265", "Oth": "0.203"}, outcome="LAB hold")
    db = warehouse(tmp_path, Said("office", [seat("1959", {"Con": "4680", "Lab": "5320"}), poll]))
    assert base(db) == [("All other candidates", None), ("Labour", 0.797)]
    assert one(db, "select swing from by_elections") is None, "the runner-up is hidden among all others"


def test_nothing_is_derived_from_changes_that_cannot_be(tmp_path):
    # Inverness 1954 as printed, with the changes of Labour and the Liberals swapped: 64.5 - 23.1 + 35.5 + 36.0 > 100
    poll = changes("21 December 1954", {"Con": "-0.231", "Lab": "0.36", "LD": "-0.129"}, outcome="CON hold")
    db = warehouse(tmp_path, Said("office", [seat("1951", {"Con": "6450", "Lab": "3550"}), poll]))
    assert {share for _, share in base(db)} == {None}
    assert one(db, "select swing from by_elections") is None


def test_nothing_is_derived_from_changes_that_put_a_loser_first(tmp_path):
    # South West Norfolk 1959 as printed, with the changes of Labour, who won, and the Conservatives swapped
    poll = changes("25 March 1959", {"Con": "0.007", "Lab": "-0.033", "Other": "0.026"}, outcome="LAB hold")
    db = warehouse(tmp_path, Said("office", [seat("1955", {"Con": "4970", "Lab": "5030"}), poll]))
    assert {share for _, share in base(db)} == {None}
    found = [each for each in run_checks(tmp_path / "built.duckdb") if each["check"] == "derived_shares_possible"]
    assert [each["seen"] for each in found] == ["changes lead to Conservative 50.4%, Labour 47.0%, won by Labour"]
