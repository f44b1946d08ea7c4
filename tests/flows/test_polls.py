"""Announced polls: their days, their moments by London's clock, what follows from the law."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.clean.polls import DAYS, clean_poll, iso_moment, poll_row, timetable
from spiders.records import ScrapedPoll

ID = "local.barsetshire.framley.by.2029-05-03"
DATES = st.dates(date(2015, 1, 1), date(2035, 12, 31))


def test_moments_are_londons():
    row = poll_row("parl.x.by.2029-05-03", date(2029, 5, 3), "England")
    assert row["poll_closes_at"] == datetime(2029, 5, 3, 21, tzinfo=UTC), "summer time"
    assert row["declaration_due_at"] == datetime(2029, 5, 4, 17, tzinfo=UTC)
    assert poll_row("parl.x.by.2029-12-13", date(2029, 12, 13), None)["poll_closes_at"].utcoffset() == timedelta(0)


def test_the_days_before_a_poll():
    # Hartlepool 2021, as the returning officer and the register published them
    days = timetable("parl.hartlepool.by.2021-05-06", date(2021, 5, 6), "England")
    assert (days["close_of_nominations"], days["registration_deadline"]) == (date(2021, 4, 8), date(2021, 4, 19))
    assert days["postal_vote_application_deadline"] == date(2021, 4, 20)


@pytest.mark.parametrize(
    ("ballot", "nation"),
    [
        ("local.barsetshire.framley.by.2029-05-03", None),  # Scotland's councils have other days than England's
        ("parl.orpington.by.1962-03-14", "England"),  # another law
        ("council.x.by.2029-05-03", "England"),  # no such kind
    ],
)
def test_days_that_nobody_can_work_out(ballot: str, nation: str | None):
    day = date.fromisoformat(ballot[-10:])
    row = poll_row(ballot, day, nation)
    assert not set(DAYS) & row.keys() and row["timetable_basis"] is None


@given(day=DATES, kind=st.sampled_from(["parl.x", "local.x.y", "mayor.x", "pcc.x", "sp.c.x"]),
       nation=st.sampled_from(["England", "Scotland", "Wales", "Northern Ireland"]))  # fmt: skip
def test_days_are_in_their_order_and_no_poll_breaks_them(day: date, kind: str, nation: str):
    days = timetable(f"{kind}.by.{day}", day, nation)
    assert days["close_of_nominations"] < days["sopn_publish_deadline"] <= days["registration_deadline"] < day


def test_stated_days_come_before_computed_ones():
    stated = {"close_of_nominations": "2029-04-02", "registration_deadline": ""}
    row, problems = clean_poll(ScrapedPoll(ID, "2029-05-03", nation="England", **stated))
    assert row and problems == []
    assert (row["close_of_nominations"], row["registration_deadline"]) == (date(2029, 4, 2), None)
    assert row["timetable_basis"] == "stated"
    row, _ = clean_poll(ScrapedPoll(ID, "2029-05-03", nation="England"))
    assert row and row["timetable_basis"] == "computed" and row["registration_deadline"]


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"poll_date": "2029-05-10"}, "ballot-id-differs"),
        ({"poll_date": "soon"}, "unreadable-poll-date"),
        ({"poll_date": None}, "contest-without-date"),
        ({"gss_code": "E1"}, "unreadable-gss-code"),
        ({"announced_at": "yesterday"}, "unreadable-announced-at"),
        ({"is_cancelled": "perhaps"}, "unreadable-is-cancelled"),
    ],
)
def test_what_cannot_be_read_is_told(values: dict[str, str], rule: str):
    row, problems = clean_poll(ScrapedPoll(ID, **({"poll_date": "2029-05-03"} | values)))
    assert rule in [problem.rule for problem in problems]
    assert (row is None) == ("poll_date" in values), "without its day it is no poll; without another field it is"


@given(st.datetimes(timezones=st.just(UTC)))
def test_a_moment_reads_back(moment: datetime):
    assert iso_moment(moment.isoformat()) == moment


def test_the_cause_of_a_vacancy_is_one_of_the_list():
    row, _ = clean_poll(ScrapedPoll(ID, "2029-05-03", vacancy_words="ELECTED_PARLIAMENT", seats="0"))
    assert row and (row["vacancy_cause"], row["vacancy_words"]) == ("other office", "ELECTED_PARLIAMENT")
    assert row["seats"] is None
