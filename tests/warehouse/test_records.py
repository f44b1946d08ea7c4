"""What ranks in `records`, and what must not."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from tests.warehouse.helpers import Said, contest, warehouse
from tests.warehouse.test_history import changes, seat
from tests.warehouse.test_swings import both, general


def ranks(db: duckdb.DuckDBPyConnection, record: str) -> list[tuple[Any, ...]]:
    return db.execute("select rank, value, note from records where record = ? order by 1, 2", [record]).fetchall()


def elsewhere(place: int, votes: dict[str, Any], **figures: Any) -> Any:
    return contest(votes, constituency=f"Place {place}", gss_code=f"E1400{place:04}", **figures)


def test_equals_share_a_rank_and_the_next_goes_behind(tmp_path):
    polls = [
        elsewhere(number, {"Ann Archer/Labour": 100 + majority, "Bob Bold/Conservative": 100})
        for number, majority in enumerate((7, 3, 7, 9))
    ]
    db = warehouse(tmp_path, Said("office", polls))
    assert ranks(db, "smallest majority") == [(1, 3, "Labour"), (2, 7, "Labour"), (2, 7, "Labour"), (4, 9, "Labour")]


def test_ten_ranks_are_kept(tmp_path):
    polls = [
        elsewhere(number, {"Ann Archer/Labour": 101 + number, "Bob Bold/Conservative": 100}) for number in range(12)
    ]
    db = warehouse(tmp_path, Said("office", polls))
    assert [rank for rank, *_ in ranks(db, "largest majority")] == list(range(1, 11))


def test_what_is_not_known_does_not_rank(tmp_path):
    db = warehouse(tmp_path, Said("office", [contest(dict.fromkeys(["Ann Archer/Labour", "Bob Bold/Green Party"]))]))
    assert db.execute("select * from records").fetchall() == []


def test_a_disputed_result_does_not_rank(tmp_path):
    votes = {"Ann Archer/Labour": 110, "Bob Bold/Conservative": 100}
    db = warehouse(tmp_path, Said("office", [contest(votes, valid_votes=500, electorate=1000)]))
    assert db.execute("select status from by_elections").fetchall() == [("disputed",)]
    assert db.execute("select * from records").fetchall() == []


def test_a_general_election_ranks_by_itself(tmp_path):
    db = both(
        tmp_path,
        {"Ann Archer/Labour": 60, "Bob Bold/Conservative": 40},
        {"Cat Cole/Labour": 50, "Dan Drew/Conservative": 45},
    )
    assert ranks(db, "smallest majority at a general election") == [(1, 20, "Labour")]
    assert ranks(db, "smallest majority") == [(1, 5, "Labour")]


def test_a_swing_from_a_party_that_stood_down_is_no_record(tmp_path):
    before = {"Ann Archer/Conservative": 60, "Bob Bold/Liberal Democrat": 40}
    db = both(tmp_path, before, {"Bob Bold/Liberal Democrat": 50, "Ann Archer/Independent": 45})
    assert db.execute("select swing_basis from by_elections").fetchall() == [
        ("winner and loser, Conservative did not stand",)
    ]
    assert ranks(db, "largest swing") == []
    assert ranks(db, "largest fall of a party's share") == []


def test_a_winner_who_had_not_stood_before_has_a_swing_that_ranks(tmp_path):
    db = both(
        tmp_path,
        {"Ann Archer/Conservative": 53, "Bob Bold/Labour": 47},
        {"Ann Archer/UK Independence Party": 60, "Cat Cole/Conservative": 25, "Dan Drew/Labour": 15},
    )
    # 60 points up, 28 down
    assert ranks(db, "largest swing") == [(1, 0.44, "Conservative to UK Independence Party")]
    assert ranks(db, "largest rise of a party's share") == [], "it came from nowhere"


def test_a_swing_against_a_winner_is_named_the_right_way_round(tmp_path):
    db = both(
        tmp_path,
        {"Ann Archer/Labour": 80, "Bob Bold/Plaid Cymru": 20},
        {"Ann Archer/Labour": 55, "Bob Bold/Plaid Cymru": 45},
    )
    assert ranks(db, "largest swing to the runner-up") == [(1, 0.25, "Labour to Plaid Cymru")]
    assert ranks(db, "largest swing") == []


def test_a_derived_swing_says_so(tmp_path):
    poll = changes("24 February 1983", {"Lab": "-0.375", "LD": "0.509"}, outcome="Lib gain from LAB")
    db = warehouse(tmp_path, Said("office", [seat("1979", {"Con": "2500", "Lab": "6400", "Lib": "1100"}), poll]))
    assert ranks(db, "largest swing") == [(1, 0.442, "Labour to SDP–Liberal Alliance; derived from printed changes")]
    assert ranks(db, "lowest turnout") == [(1, 0.6, "as printed")]


@pytest.mark.parametrize("figures", [{"nation": "University"}, {"seats": "2"}], ids=str)
def test_universities_and_two_member_seats_have_no_turnout_to_compare(tmp_path, figures):
    votes = {"Ann Archer/Labour": 60, "Bob Bold/Conservative": 40}
    plain = general(votes, electorate="200")
    other = general(votes, electorate="400", **figures) if "seats" in figures else None
    assert ranks(warehouse(tmp_path / "plain", Said("office", [plain])), "lowest turnout at a general election")
    odd = other or contest(votes, electorate=400, **figures)
    db = warehouse(tmp_path / "odd", Said("office", [odd]))
    assert db.execute("select * from records where record like '%turnout%'").fetchall() == []
