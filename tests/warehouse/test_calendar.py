"""The calendar: what polls when, what is due next, what is overdue, by the clock of whoever asks."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

import duckdb
import pytest

from spiders.records import ReadPage, Record, ScrapedPoll, ScrapedProblem
from tests.warehouse.helpers import Said, contest, one, warehouse

BARCHESTER = "parl.barchester.by.2024-02-15"
WARD = "local.barsetshire.framley.by.2024-02-15"
NOBODY: dict[str, Any] = {}
NOMINATED = dict.fromkeys(["Ann Archer/Labour", "Bob Bold/Conservative"])
COUNTED = {"Ann Archer/Labour": 60, "Bob Bold/Conservative": 40}


def poll(ballot: str = WARD, **values: Any) -> ScrapedPoll:
    kind = {"constituency": "Framley", "organisation": "Barsetshire", "nation": "England", "seats": "1"}
    return ScrapedPoll(ballot, ballot[-10:], **kind | values)


def due(db: duckdb.DuckDBPyConnection, moment: str) -> Any:
    return one(db, f"select due, is_overdue from calendar_at('{moment}')")


@pytest.fixture(scope="module")
def announced(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    """A contest that nobody stands in yet, as far as is known."""
    return warehouse(tmp_path_factory.mktemp("announced"), Said("office", [contest(NOBODY, nation="England")]))


@pytest.mark.parametrize(
    ("moment", "words", "is_overdue"),
    [
        ("2024-01-05 12:00:00+00", "nominations close 19 January 2024", False),
        ("2024-01-19 21:59:59+00", "nominations close 19 January 2024", False),
        ("2024-01-20 09:00:00+00", "registration closes 30 January 2024", False),
        ("2024-02-15 21:59:59+00", "poll closes 15 February 2024, 22:00", False),
        ("2024-02-15 22:00:00+00", "declaration, by 16 February 2024, 18:00", False),
        ("2024-02-16 18:00:00+00", "declaration, overdue since 16 February 2024, 18:00", True),
        ("2031-01-01 00:00:00+00", "declaration, overdue since 16 February 2024, 18:00", True),
    ],
)
def test_what_is_due_follows_from_the_clock(announced, moment: str, words: str, is_overdue: bool):
    assert due(announced, moment) == (words, is_overdue)


def test_the_view_goes_by_now(tmp_path):
    db = warehouse(tmp_path, Said("office", [poll(), poll("local.barsetshire.framley.by.2190-05-06")]))
    rows = db.execute(
        "select poll_date > today(), is_overdue, due like '%overdue%' from calendar order by 1"
    ).fetchall()
    assert rows == [(False, True, True), (True, False, False)]


def test_how_far_a_contest_has_come(tmp_path):
    stages = [contest(NOBODY), contest(NOMINATED), contest(COUNTED)]
    for number, (stage, expected) in enumerate(
        zip(stages, [("announced", None, False), ("nominated", 2, False), ("settled", 2, True)], strict=True)
    ):
        db = warehouse(tmp_path / str(number), Said("office", [stage]))
        assert one(db, "select status, candidate_count, is_declared from calendar") == expected
    assert one(db, "select winner, due, is_overdue from calendar") == ("Ann Archer", None, False)


def test_a_register_and_a_contest_are_one_row(tmp_path):
    announced = poll(
        "parl.barchester-city.by.2024-02-15",
        constituency="Barchester City",
        gss_code="E14009999",
        organisation="House of Commons",
        vacancy_words="DEATH",
        close_of_nominations="2024-01-12",
    )
    db = warehouse(tmp_path, Said("office", [contest(NOMINATED)]), Said("paper", [announced]))
    assert one(
        db,
        "select ballot_paper_id, constituency, organisation, election_type, vacancy_cause, "
        "cast(close_of_nominations as varchar), timetable_basis, source from calendar",
    ) == (BARCHESTER, "Barchester", "House of Commons", "parl", "death", "2024-01-12", "stated", "office")


def test_polls_called_off(tmp_path):
    later = "local.barsetshire.framley.by.2024-03-21"
    register: list[Record] = [
        poll(is_cancelled="true", cancellation_words="CANDIDATE_DEATH", replaced_by=later),
        poll(later),
        poll("local.barsetshire.puddingdale.by.2024-02-15", is_cancelled="true", cancellation_words="EQUAL_CANDIDATES"),
        poll("local.barsetshire.silverbridge.by.2024-02-15", is_cancelled="true", cancellation_words="NO_CANDIDATES"),
        poll("local.barsetshire.ullathorne.by.2024-02-15", is_deleted="true"),
    ]
    db = warehouse(tmp_path, Said("paper", register))
    question = (
        "select split_part(ballot_paper_id, '.', 3), status, due, is_declared, is_overdue "
        "from calendar_at('2024-02-16 12:00:00+00')"
    )
    assert db.execute(question).fetchall() == [
        ("framley", "announced", "nominations close 23 February 2024", False, False),
        ("framley", "postponed", f"polled instead as {later}", False, False),
        ("puddingdale", "uncontested", None, True, False),
        ("silverbridge", "cancelled", None, False, False),
    ]  # fmt: skip


def test_what_the_candidates_site_says_of_a_poll_called_off(tmp_path):
    gone = ScrapedProblem("poll-cancelled", "replaced by parl.barchester.by.2024-03-21", contest=BARCHESTER)
    with patch("tests.warehouse.helpers.ReadPage", lambda records: ReadPage(records, [gone])):
        db = warehouse(tmp_path, Said("office", []))
    assert one(db, "select ballot_paper_id, cast(poll_date as varchar), status, replaced_by from calendar") == (
        BARCHESTER, "2024-02-15", "postponed", "parl.barchester.by.2024-03-21",
    )  # fmt: skip


def test_a_later_word_of_the_register_counts(tmp_path):
    db = warehouse(
        tmp_path,
        Said("paper", [poll(is_deleted="true")], day=1),
        Said("paper", [poll(vacancy_words="RESIGNATION")], day=2),
    )
    assert one(db, "select vacancy_cause, status from calendar") == ("resignation", "announced")
