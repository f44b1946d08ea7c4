"""Polls called off or put off: contests with a status and a poll in their place, and no part of any figure."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from flows.clean.contests import clean_contest
from spiders.records import Page, ScrapedContest
from spiders.results import democracy_club
from tests.warehouse.helpers import Said, contest, one, warehouse
from warehouse.checks import run_checks

GENERAL = {"kind": "general election", "document": "download"}
BEFORE: dict[str, Any] = GENERAL | {"poll_date": "12 December 2019", "general_election_date": "2019-12-12"}
AFTER: dict[str, Any] = GENERAL | {"poll_date": "4 July 2024", "general_election_date": "2024-07-04"}
OFF = {"document": "ballots", "state": "candidates", "poll_status": "cancelled", "poll_date": "4 April 2024"}
VOTES = {"Ann Thorne/Labour": 7000, "Bob Slope/Conservative": 3000}
NOBODY = {"Ann Thorne/Labour": None, "Bob Slope/Conservative": None}


def called_off(**said: str) -> ScrapedContest:
    return contest(NOBODY, **(OFF | said))


def test_a_poll_that_a_general_election_overtook_is_a_by_election_without_a_result(tmp_path: Path):
    db = warehouse(
        tmp_path,
        Said("office", [contest(VOTES, **BEFORE), contest({**VOTES, "Ann Thorne/Labour": 8000}, **AFTER)]),
        Said("paper", [called_off()]),
    )
    assert one(
        db,
        "select status, poll_date, winner, winning_party, outcome, gained_from, outcome_since_last_contest, swing, "
        "majority, turnout_valid, candidate_count, replaced_by from by_elections",
    ) == ("cancelled", date(2024, 4, 4), *[None] * 8, 2, "parl.barchester.2024-07-04")
    after = "from general_elections where poll_date = '2024-07-04'"
    assert one(db, f"select replaces, outcome, outcome_since_last_contest {after}") == (
        "parl.barchester.by.2024-04-04", "hold", "hold",
    )  # fmt: skip
    previous = "select previous_ballot_paper_id from core.contest_base"
    assert one(db, f"{previous} where ballot_paper_id = 'parl.barchester.2024-07-04'") == "parl.barchester.2019-12-12"
    told = "select outgoing_member, status, replaced_by from vacancies"
    assert one(db, told) == ("Ann Thorne", "cancelled", "parl.barchester.2024-07-04")
    for counted in (
        "party_totals where election_kind = 'by-election'", "records where ballot_paper_id like '%.by.%'",
        "swings where ballot_paper_id like '%.by.%'", "seat_results where election_kind = 'by-election'",
        "candidacies where election_kind = 'by-election' and (is_elected is not null or votes is not null)",
    ):  # fmt: skip
        assert one(db, f"select count(*) from {counted}") == 0, counted
    assert one(db, "select count(*) from candidacies where status = 'cancelled'") == 2
    assert one(db, "select sum(candidacies) from people") == 4, "a candidacy for no poll is not counted"
    assert one(db, "select sum(by_elections) from constituencies") == 0


def test_a_postponed_poll_and_the_one_held_name_each_other_and_are_two(tmp_path: Path):
    # the official page knows of one day only, which differs from the first in nothing but the month
    held = contest({"Ann Thorne/Labour": 10, "Bob Slope/Conservative": 20}, poll_date="4 May 2024")
    later = "parl.barchester.by.2024-05-04"
    put_off = called_off(poll_status="postponed", replaced_by=later)
    db = warehouse(tmp_path, Said("office", [contest(VOTES, **BEFORE), held]), Said("paper", [put_off]))
    first = "parl.barchester.by.2024-04-04"
    assert db.execute(
        "select ballot_paper_id, status, replaces, replaced_by, postponed_from, outcome from by_elections"
    ).fetchall() == [
        (first, "postponed", None, later, None, None),
        (later, "settled", first, None, date(2024, 4, 4), "gain"),
    ]
    assert one(db, f"select previous_ballot_paper_id from core.contest_base where ballot_paper_id = '{later}'") == (
        "parl.barchester.2019-12-12"
    )


def test_a_result_says_that_the_poll_was_held_after_all(tmp_path: Path):
    same_day = {"poll_date": "4 April 2024"}
    db = warehouse(tmp_path, Said("office", [contest(VOTES, **same_day)]), Said("paper", [called_off()]))
    assert one(db, "select status, winner from by_elections") == ("settled", "Ann Thorne")
    db.close()
    found = [row for row in run_checks(tmp_path / "built.duckdb") if row["check"] == "called_off_and_held"]
    assert [row["subject"] for row in found] == ["parl.barchester.by.2024-04-04"]


def test_a_void_poll_keeps_its_votes_and_counts_for_nothing(tmp_path: Path):
    void = contest({"Ann Thorne/Labour": 10, "Bob Slope/Conservative": 20}, poll_status="election declared void")
    again = contest(VOTES, poll_date="2 May 2024", vacancy_words="ELECTORAL_COURT")
    db = warehouse(tmp_path, Said("office", [contest(VOTES, **BEFORE), void, again]))
    assert db.execute(
        "select status, winner, outcome_since_last_contest, majority, replaces is not null, "
        "replaced_by is not null from by_elections"
    ).fetchall() == [("void", None, None, None, False, True), ("settled", "Ann Thorne", "hold", 4000, True, False)]
    assert one(db, "select sum(votes) from candidacies where status = 'void'") == 30
    assert one(db, "select sum(votes) from party_totals where election_kind = 'by-election'") == 10_000


def test_the_poll_of_a_vacancy_by_an_election_court_runs_the_voided_one_again(tmp_path: Path):
    again = contest(VOTES, vacancy_words="Void election")
    db = warehouse(tmp_path, Said("office", [contest(VOTES, **BEFORE), again]))
    assert one(db, "select replaces from vacancies") == "parl.barchester.2019-12-12"
    assert one(db, "select status, winner, replaced_by from general_elections") == (
        "settled", "Ann Thorne", "parl.barchester.by.2024-02-15",
    )  # fmt: skip


def test_one_seat_polled_later_than_the_general_election_it_belongs_to(tmp_path: Path):
    correction = {
        "source": "office", "ballot_paper_id": "parl.barchester.2019-12-12", "figure": "poll_date",
        "printed": "2019-12-12", "use": "2020-01-23", "witness": "office", "because": "a candidate had died",
        "correction_no": 1,
    }  # fmt: skip
    table = contest(VOTES, **(BEFORE | {"poll_date": None}))
    db = warehouse(tmp_path, Said("office", [table]), corrections=[correction])
    said = "select ballot_paper_id, poll_date, postponed_from, status from general_elections"
    assert one(db, said) == ("parl.barchester.2019-12-12", date(2020, 1, 23), date(2019, 12, 12), "settled")
    assert one(db, "select count(*) from problems where rule = 'correction-no-longer-needed'") == 0
    assert one(db, "select min(poll_date) from party_totals") == date(2019, 12, 12)


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("cancelled", "cancelled"), ("poll countermanded", "cancelled"), ("Abandoned", "cancelled"),
        ("postponed", "postponed"),
        ("By-election uncontested", "uncontested"), ("avoided", None), ("postponed, then cancelled", None),
    ],
)  # fmt: skip
def test_words_of_a_poll_that_was_none(words: str, status: str | None):
    statement, problems = clean_contest(contest({}, poll_status=words))
    assert statement.contest["poll_status"] == status
    assert [one.rule for one in problems] == ([] if status else ["unreadable-poll-status"])


def test_another_poll_is_named_by_its_id_alone():
    statement, problems = clean_contest(contest({}, replaced_by="the one in May", replaces=" parl.a.by.2024-01-04 "))
    assert (statement.contest["replaced_by"], statement.contest["replaces"]) == (None, "parl.a.by.2024-01-04")
    assert [one.rule for one in problems] == ["unreadable-replaced-by"]


PAGE = Path(__file__).parents[1] / "fixtures/democracy_club/state-candidates/page.json"


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"cancelled": False}, None),
        ({"cancelled": True}, "cancelled"),
        ({"cancelled": True, "uncontested": True}, "uncontested"),
        ({"cancelled": True, "replaced_by": "parl.barchester.by.2029-06-07"}, "postponed"),
        ({"cancelled": True, "replaced_by": "parl.barchester.2029-06-07"}, "cancelled"),
    ],
)
@pytest.mark.parametrize("is_old", [False, True])
def test_a_ballot_says_what_became_of_it(fields: dict[str, Any], status: str | None, is_old: bool):
    row = json.loads(PAGE.read_text()) | {"replaced_by": None, "uncontested": False} | fields
    if is_old:  # answers from before there was a field for it: the one candidate is marked as elected
        row["candidacies"] = row["candidacies"][:1]
        row["candidacies"][0]["elected"] = row.pop("uncontested")
    page = Page("https://candidates.democracyclub.org.uk/api/next/ballots/x/", json.dumps(row).encode())
    (found,) = democracy_club.read(page).records
    assert isinstance(found, ScrapedContest)
    assert (found.poll_status, found.replaced_by) == (status, row["replaced_by"])


def test_no_outcome_against_a_contest_whose_winner_is_not_known(tmp_path: Path):
    """A by-election between the two, known by its day alone: who held the seat before is not known."""
    between = contest({}, poll_date="4 March 2021", document="page")
    db = warehouse(tmp_path, Said("office", [contest(VOTES, **BEFORE), between, contest(VOTES)]))
    compared = "outcome, outcome_since_last_contest, gained_from_last_contest, previous_ballot_paper_id"
    assert db.execute(f"select {compared} from by_elections").fetchall() == [
        (None, None, None, "parl.barchester.2019-12-12"),
        ("hold", None, None, "parl.barchester.by.2021-03-04"),
    ]
