"""A century in one model: seats known by party columns, by-elections known by changes, days that slipped."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from spiders.records import ScrapedContest, ScrapedListing, ScrapedPartyVotes
from tests.warehouse.helpers import Said, contest, one, warehouse


def seat(election: str, columns: dict[str, str], **figures: str) -> ScrapedContest:
    """A seat at a general election, as a table with party columns has it."""
    votes = tuple(ScrapedPartyVotes(party, printed) for party, printed in columns.items())
    fields: dict[str, Any] = {
        "constituency": "Barchester",
        "nation": "England",
        "valid_votes": str(sum(map(int, columns.values()))),
    }
    return ScrapedContest(
        document="seats", kind="general election", general_election=election, party_votes=votes, **(fields | figures)
    )


def changes(poll_date: str, columns: dict[str, str], **figures: str) -> ScrapedContest:
    """A by-election of which a list gives no more than the parties' changes."""
    votes = tuple(ScrapedPartyVotes(party, share_change=printed) for party, printed in columns.items())
    fields: dict[str, Any] = {"constituency": "Barchester", "poll_date": poll_date, "turnout": "0.6"} | figures
    return ScrapedContest(document="list", kind="by-election", party_votes=votes, **fields)


def test_a_seat_known_by_party_columns_has_winner_shares_and_changes(tmp_path):
    db = warehouse(
        tmp_path,
        Said("office", [seat("1955", {"Con": "6000", "Lab": "4000"}), seat("1959", {"Con": "5400", "Lab": "6600"})]),
    )
    assert one(
        db, "select winning_party, outcome, gained_from, status from general_elections where poll_date >= '1959-01-01'"
    ) == ("Labour", "gain", "Conservative", "settled")
    labour = "from seat_results where party = 'Labour' and poll_date >= '1959-01-01'"
    assert one(db, f"select votes, vote_share, seats_won, basis {labour}") == (6600, 0.55, 1, "party total")
    assert one(db, "select swing, swing_from from general_elections where swing is not null") == (
        pytest.approx(0.15),
        "Conservative",
    )


def test_a_group_of_parties_wins_no_seat_and_an_unopposed_return_does(tmp_path):
    db = warehouse(
        tmp_path,
        Said("office", [seat("1918", {"Con": "-1"}, valid_votes="-1"), seat("1922", {"Con": "4000", "Oth": "6000"})]),
    )
    seats = "from general_elections order by poll_date"
    assert db.execute(f"select winning_party, status, valid_votes {seats}").fetchall() == [
        ("Conservative", "uncontested", None),
        (None, "settled", 10000),
    ]


def test_a_by_election_known_by_changes_is_a_summary_with_derived_shares(tmp_path):
    db = warehouse(
        tmp_path,
        Said(
            "office",
            [
                seat("1959", {"Con": "6000", "Lab": "2400", "Oth": "1600"}),
                changes("14 March 1962", {"Con": "-0.2", "Lab": "0.22"}, outcome="LAB gain from CON"),
            ],
        ),
    )
    assert one(db, "select status, winning_party, outcome, gained_from, turnout_valid from by_elections")[:1] == (
        "summary",
    )
    assert one(db, "select swing, swing_from from by_elections") == (pytest.approx(0.21), "Conservative")
    shares = "select party, votes, round(vote_share, 4), basis from seat_results where election_kind = 'by-election'"
    assert db.execute(f"{shares} order by party").fetchall() == [
        ("Conservative", None, 0.4, "derived"),
        ("Labour", None, 0.46, "derived"),
    ]


@pytest.mark.parametrize(
    ("printed", "is_one"),
    [
        ("9 April 1958", True),  # the year slipped
        ("9 March 1959", True),  # the month
        ("12 April 1959", True),  # the day
        ("10 March 1959", False),  # two slips are two polls
    ],
)
def test_a_day_that_slipped_is_the_same_contest_and_a_conflict(tmp_path, printed, is_one):
    fields: dict[str, Any] = {"gss_code": None, "electorate": 50000}
    db = warehouse(
        tmp_path,
        Said("office", [contest({"Eleanor Bold/Labour": 10}, poll_date="9 April 1959", **fields)]),
        Said("paper", [contest({"Eleanor Bold/Labour": 10}, poll_date=printed, **fields)]),
    )
    assert one(db, "select count(*) from by_elections") == (1 if is_one else 2)
    assert one(db, "select count(*) from conflicts where figure = 'poll_date'") == (1 if is_one else 0)


def test_two_polls_that_one_source_knows_of_stay_two(tmp_path):
    polls = [
        contest({"Eleanor Bold/Labour": 10}, poll_date=day, gss_code=None) for day in ("9 April 1959", "9 March 1959")
    ]
    db = warehouse(tmp_path, Said("office", [polls[0]]), Said("paper", [*polls]))
    assert one(db, "select count(*) from by_elections") == 2


def test_a_vacancy_has_what_sources_say_and_else_the_last_winner(tmp_path):
    poll = contest({"Eleanor Bold/Labour": 10}, vacancy_words="Death", outgoing_member="Obadiah Slope")
    db = warehouse(tmp_path, Said("office", [contest({"Eleanor Bold/Labour": 10})]), Said("paper", [poll]))
    assert one(db, "select outgoing_member, outgoing_rule, outgoing_source, vacancy_words from vacancies") == (
        "Obadiah Slope", "stated", "paper", "Death",
    )  # fmt: skip


def explanation(db, figure: str) -> list[str]:
    return [
        words
        for (words,) in db.execute("select explanation from conflicts where figure = ? order by 1", [figure]).fetchall()
    ]


def test_candidates_whose_votes_were_swapped_are_told(tmp_path):
    right = {"Eleanor Bold/Labour": 5210, "Obadiah Slope/Conservative": 4301}
    wrong = {"Eleanor Bold/Labour": 4301, "Obadiah Slope/Conservative": 5210}
    db = warehouse(tmp_path, Said("office", [contest(right)]), Said("paper", [contest(wrong)]))
    assert explanation(db, "votes") == ["swapped with Eleanor Bold", "swapped with Obadiah Slope"]


def test_a_figure_that_the_trusted_source_has_taken_back_is_an_older_count(tmp_path):
    first = contest({"Eleanor Bold/Labour": 5210}, electorate=70261)
    db = warehouse(
        tmp_path,
        Said("office", [first]),
        Said("office", [contest({"Eleanor Bold/Labour": 5210}, electorate=83114)], day=5),
        Said("paper", [first], day=6),
    )
    assert explanation(db, "electorate") == ["older count: office has said so before, and corrected it"]


def test_a_figure_of_another_contest_of_the_day_is_told(tmp_path):
    there = contest({"Mary Bold/Labour": 9}, constituency="Framley", gss_code="E14009998", electorate=51234)
    here = contest({"Eleanor Bold/Labour": 5210}, electorate=83114)
    mixed_up = contest({"Eleanor Bold/Labour": 5210}, electorate=51234)
    db = warehouse(tmp_path, Said("office", [here, there]), Said("paper", [mixed_up]))
    assert explanation(db, "electorate") == ["the figure of Framley, polled the same day"]


def test_swapped_columns_of_changes_are_told(tmp_path):
    votes = {"Eleanor Bold/Labour": 5500, "Obadiah Slope/Conservative": 4500}
    db = warehouse(
        tmp_path,
        Said(
            "office",
            [
                seat("2019", {"Con": "5200", "Lab": "4800"}, gss_code="E14009999"),
                contest(votes, valid_votes=10000),
            ],
        ),
        Said("paper", [changes("15 February 2024", {"Con": "0.07", "Lab": "-0.07"}, gss_code="E14009999")]),
    )
    assert explanation(db, "share_change") == ["column Con: swapped with Lab", "column Lab: swapped with Con"]


def test_party_columns_that_do_not_add_up_are_disputed(tmp_path):
    db = warehouse(tmp_path, Said("office", [seat("1997", {"Con": "8000", "Lab": "9000"}, valid_votes="39029")]))
    assert one(db, "select status from general_elections") == "disputed"
    assert one(db, "select other_value, settled_value from conflicts") == ("17000", "39029")


def test_a_delivery_that_undoes_a_correction_is_a_regression(tmp_path):
    versions = [contest({"Eleanor Bold/Labour": 10}, electorate=electors) for electors in (83114, 74159, 83114)]
    said = [Said("office", [version], day=day) for day, version in enumerate(versions)]
    db = warehouse(tmp_path, *said)
    assert one(db, "select seen from problems where rule = 'regression'") == (
        "83114 again, as before it was corrected to 74159"
    )
    (tmp_path / "mended").mkdir()
    db = warehouse(tmp_path / "mended", *said[:2])
    assert one(db, "select count(*) from problems where rule = 'regression'") == 0


def test_a_by_election_that_a_list_lacks_is_told(tmp_path):
    there = contest({"Mary Bold/Labour": 9}, constituency="Framley", gss_code="E14009998", source_contest_id="7")
    here = contest({"Eleanor Bold/Labour": 10})
    listing = ScrapedListing("by-election", None, None, contest_ids=("7",), contest_urls=("https://office.example/7",))
    seen_later = Said("office", [there, listing], day=90)
    db = warehouse(tmp_path, seen_later, Said("paper", [here]))
    assert db.execute("select source, ballot_paper_id from problems where rule = 'missing-from-list'").fetchall() == [
        ("office", "parl.barchester.by.2024-02-15")
    ]


def test_every_figure_of_a_party_column_is_a_statement(tmp_path):
    db = warehouse(
        tmp_path,
        Said("office", [seat("1918", {"Con": "-1"}, valid_votes="-1"), changes("14 March 1919", {"Lab": "+5.3%"})]),
    )
    said = "select candidate, figure, value from statements where candidate is not null order by all"
    assert db.execute(said).fetchall() == [("Conservative", "votes", "-1"), ("Labour", "share_change", "+5.3%")]


def test_totals_add_up_over_party_columns_and_returns_without_a_poll(tmp_path):
    contested = seat("1918", {"Con": "4000", "Lab": "6000"}, constituency="Framley")
    db = warehouse(tmp_path, Said("office", [contested, seat("1918", {"Lab": "-1"}, valid_votes="-1")]))
    totals = "select party, candidates, seats_won, votes, vote_share from party_totals order by party"
    assert db.execute(totals).fetchall() == [("Conservative", None, 0, 4000, 0.4), ("Labour", None, 2, 6000, 0.6)]


def test_a_seat_is_followed_from_boundaries_to_boundaries(tmp_path):
    db = warehouse(
        tmp_path,
        Said("office", [seat("1970", {"Con": "5", "Lab": "6"}), seat("1974F", {"Con": "5", "Lab": "6"})]),
        seats=[
            {"constituency": "Barchester", "nation": "England", "boundary_set_start": date(1955, 5, 7),
             "boundary_set_end": date(1974, 2, 9)},
            {"constituency": "Barchester", "nation": "England", "boundary_set_start": date(1974, 2, 9),
             "earlier_constituency": "Barchester", "earlier_boundary_set_start": date(1955, 5, 7)},
        ],
    )  # fmt: skip
    assert db.execute("select constituency_id, predecessor_id, successor_id from constituencies").fetchall() == [
        ("barchester:1955-05-07", None, "barchester:1974-02-09"),
        ("barchester:1974-02-09", "barchester:1955-05-07", None),
    ]


def test_two_columns_with_equal_votes_say_nothing_of_the_winner(tmp_path):
    db = warehouse(tmp_path, Said("office", [seat("1922", {"Con": "5000", "Lab": "5000"})]))
    assert one(db, "select winning_party from general_elections") is None


def test_the_party_that_held_a_seat_is_known_though_its_member_is_not(tmp_path):
    held = [seat("1959", {"Con": "6000", "Lab": "4000"}), changes("14 March 1962", {"Con": "-0.2", "Lab": "0.2"})]
    db = warehouse(tmp_path, Said("office", [*held]))
    assert one(db, "select outgoing_member, outgoing_party, outgoing_rule from vacancies") == (
        None, "Conservative", "winner of the last contest",
    )  # fmt: skip
