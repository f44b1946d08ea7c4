"""A by-election to a council with three seats, from its pages to a query's answer: nominated, declared, settled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from unittest.mock import patch

from spiders.records import Record, ScrapedCandidacy, ScrapedContest
from tests.declarations import contests, page_of, table_of
from tests.warehouse import helpers
from tests.warehouse.helpers import Said, one, warehouse

TOP = "<h1>Nettlebed Vale ward by-election - Thursday 15 June 2023</h1><p>Three councillors were to be elected.</p>"
FIGURES = "<p>Electorate: 6,204</p><p>Ballot papers issued: 2,655</p><p>Rejected papers: 15</p><p>Turnout: 42.8%</p>"
PEOPLE = (
    ("Dora Quill", "Liberal Democrats", 1410),
    ("Giles Tarrant", "Conservative Party", 1199),
    ("Edwin Rushmore", "Liberal Democrats", 1388),
    ("Flora Strang", "Liberal Democrats", 1204),
)
HEADS = ("Candidate", "Description", "Votes", "Result")
NIGHT = [{**source, "is_night_of": source["source"] == "office"} for source in helpers.SOURCES]


def page(votes: Sequence[int | str], *, is_declared: bool, more: str = "") -> list[Record]:
    """What the council's page gives with these votes; everybody but Tarrant is marked once it declares."""
    rows = [
        (name, party, str(count), "Elected" if is_declared and name != "Giles Tarrant" else "")
        for (name, party, _), count in zip(PEOPLE, votes, strict=True)
    ]
    return [*contests(page_of(TOP + more + table_of(rows, heads=HEADS) + FIGURES))]


def others() -> ScrapedContest:
    """What a second source has of the same contest: people, votes, who was elected."""
    candidacies = tuple(
        ScrapedCandidacy(
            name=name, party=party, votes=str(count), is_elected="false" if name == "Giles Tarrant" else "true"
        )
        for name, party, count in PEOPLE
    )
    return ScrapedContest(
        document="ballots", kind="by-election", election_type="local", organisation_id="kirklees", seats="3",
        organisation="Kirklees Council", constituency="Nettlebed Vale", poll_date="2023-06-15", candidacies=candidacies,
    )  # fmt: skip


def told(tmp_path: Any, name: str, *said: Said) -> Any:
    with patch.object(helpers, "SOURCES", NIGHT):
        return warehouse(tmp_path / name, *said)


def test_three_seats_from_the_page_to_the_answer(tmp_path):
    votes = [count for *_, count in PEOPLE]
    before = told(tmp_path, "before", Said("office", page(["0"] * 4, is_declared=False)))
    declared = told(tmp_path, "declared", Said("office", page(votes, is_declared=True)))
    settled = told(tmp_path, "settled", Said("office", page(votes, is_declared=True)), Said("paper", [others()]))
    states = [one(db, "select status from by_elections") for db in (before, declared, settled)]
    assert states == ["nominated", "declared", "settled"]
    assert one(before, "select count(*), count(votes), count(*) filter (is_elected) from candidacies") == (4, 0, 0)
    for db in (declared, settled):
        figures = "seats, electorate, ballot_papers_issued, rejected_ballot_papers, majority"
        assert one(db, f"select {figures} from by_elections") == (3, 6204, 2655, 15, None)
        assert one(db, "select winner, winning_party from by_elections") == (
            "Dora Quill; Edwin Rushmore; Flora Strang",
            "Liberal Democrat",
        )
        assert one(db, "select round(turnout_counted, 3), valid_votes from by_elections") == (0.428, 5201)
        assert one(db, "select round(sum(vote_share), 6), count(*) filter (is_winner_derived) from candidacies") == (
            1,
            0,
        )
        assert one(db, "select sum(seats_won) from seat_results") == 3
        assert one(db, "select max(turnout_valid) from results_as_of(now())") is None, "votes are not papers"
        assert one(db, "select is_declared, is_overdue, seats from calendar") == (True, False, 3)
        assert db.execute("select figure, explanation from conflicts").fetchall() == [
            ("turnout", "rejected papers are counted in")
        ]


def test_a_result_taken_back_is_no_result(tmp_path):
    votes = [count for *_, count in PEOPLE]
    withdrawn = page(votes, is_declared=True, more="<p>The result published here has been withdrawn.</p>")
    db = told(tmp_path, "withdrawn", Said("office", withdrawn))
    assert one(db, "select status, winner, valid_votes from by_elections") == ("nominated", None, None)
    assert one(db, "select count(*) from problems where rule = 'result-taken-back'") == 1


def test_a_recount_holds_the_votes_back_until_somebody_is_marked(tmp_path):
    votes = [count for *_, count in PEOPLE]
    under_way = "<p>A recount is under way.</p>"
    db = told(tmp_path, "recount", Said("office", page(votes, is_declared=False, more=under_way)))
    assert one(db, "select status, valid_votes from by_elections") == ("nominated", None)
    db = told(tmp_path, "after", Said("office", page(votes, is_declared=True, more=under_way)))
    assert one(db, "select status, valid_votes from by_elections") == ("declared", 5201)
