"""The events of a night, and how often its pages are asked."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from flows.night_run import contest_named, days_counted, parliament_of, word_within
from flows.sources import UnknownSource
from flows.story import events_between, result_in_words
from spiders.watch import LONDON, Address, next_time, pace
from warehouse.standing import Standing

NOW = datetime(2024, 2, 16, 4, tzinfo=UTC)
NOMINATED = Standing(
    ballot_paper_id="parl.barchester.by.2024-02-15",
    constituency="Barchester",
    poll_date=date(2024, 2, 15),
    parliament_number=58,
    status="nominated",
    winner=None,
    winning_party=None,
    majority=None,
    figures={"electorate": None, "valid_votes": None, "rejected_ballot_papers": None},
    votes={"Eleanor Bold": None, "Obadiah Slope": None},
    parties={"Eleanor Bold": "Liberal Democrat", "Obadiah Slope": "Labour"},
    agreeing=(),
)
NAMED = replace(NOMINATED, status="declared", winner="Eleanor Bold", winning_party="Liberal Democrat")
DECLARED = replace(
    NAMED, status="settled", majority=189, votes={"Eleanor Bold": 3867, "Obadiah Slope": 3678}, agreeing=("office",)
)
CORRECTED = replace(DECLARED, majority=199, votes={"Eleanor Bold": 3867, "Obadiah Slope": 3668})
CONFIRMED = replace(CORRECTED, agreeing=("office", "paper"))
TIE = replace(
    DECLARED, winner=None, winning_party=None, majority=0, votes={"Eleanor Bold": 3867, "Obadiah Slope": 3867}
)


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [
        (None, NOMINATED, ["nominated"]),
        (NOMINATED, NAMED, ["winner-named"]),
        (NAMED, NAMED, []),
        (NAMED, DECLARED, ["declared"]),
        (None, DECLARED, ["declared"]),
        (DECLARED, CORRECTED, ["corrected"]),
        (DECLARED, replace(DECLARED, status="disputed"), ["disputed"]),
        (CORRECTED, CONFIRMED, ["confirmed"]),
        (CONFIRMED, CONFIRMED, []),
        (NOMINATED, TIE, ["declared"]),
        (NOMINATED, replace(NOMINATED, status="cancelled"), ["called-off"]),
        (NAMED, replace(NAMED, status="uncontested"), ["called-off"]),
        (DECLARED, replace(DECLARED, figures=DECLARED.figures | {"electorate": 82314}), ["corrected"]),
    ],
)
def test_what_a_publish_made_known(before, after, kinds):
    assert [event.kind for event in events_between(before, after, NOW)] == kinds


def test_the_words_of_a_declaration_a_correction_and_a_tie():
    words = [
        events_between(NAMED, DECLARED, NOW)[0].words,
        events_between(DECLARED, CORRECTED, NOW)[0].words,
        events_between(NOMINATED, TIE, NOW)[0].words,
    ]
    assert words == [
        "Barchester: Eleanor Bold (Liberal Democrat) 3,867, majority 189, ahead of Obadiah Slope (Labour) 3,678",
        "Barchester: votes of Obadiah Slope 3,678 -> 3,668",
        "Barchester: a tie of Eleanor Bold (Liberal Democrat) 3,867 and Obadiah Slope (Labour) 3,867: "
        "nobody says who won the lot",
    ]


@pytest.mark.parametrize(
    ("london", "factor"),
    [
        ("2025-05-01T21:59", 30.0),  # the polls are open
        ("2025-05-01T22:30", 4.0),
        ("2025-05-02T00:30", 2.0),
        ("2025-05-02T03:00", 1.0),  # when most are declared
        ("2025-05-02T08:00", 2.0),
        ("2025-05-02T14:00", 1.0),  # a count on the next day
        ("2025-05-02T20:00", 4.0),
        ("2025-05-04T12:00", 12.0),
        ("2026-05-04T12:00", 1.0),  # somebody asked for it by name
    ],
)
def test_the_pace_follows_the_hours_of_the_count(london, factor):
    now = datetime.fromisoformat(london).replace(tzinfo=LONDON).astimezone(UTC)
    assert pace(date(2025, 5, 1), now) == factor


def test_the_pace_is_right_on_the_night_the_clocks_change():
    poll, before = date(2025, 10, 25), datetime(2025, 10, 26, 0, 30, tzinfo=UTC)  # half past one, for the first time
    assert [pace(poll, before + timedelta(hours=hours)) for hours in (0, 1, 5, 6)] == [1.0, 1.0, 1.0, 2.0]


def test_a_page_that_fails_is_asked_later_and_later_and_one_without_news_less_often():
    address = Address("https://council.example/", "council")
    waits = []
    for failures in range(7):
        address.failures = failures
        waits.append(address.wait(10, 1.0))
    assert waits == [10, 20, 40, 80, 160, 160, 160]
    address.failures, address.quiet = 0, 1000
    assert (address.wait(10, 1.0), address.wait(10, 4.0)) == (10, 80)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("07:30", "2025-05-02T06:30+00:00"),
        ("03:00", "2025-05-03T02:00+00:00"),  # the next time it comes
        ("2025-05-02T08:00", "2025-05-02T07:00+00:00"),
        ("2025-05-02T08:00Z", "2025-05-02T08:00+00:00"),
    ],
)
def test_until_when(text, moment):
    assert next_time(text, datetime(2025, 5, 2, 3, tzinfo=UTC)) == datetime.fromisoformat(moment)
    with pytest.raises(ValueError):
        next_time("soon", NOW)


@pytest.mark.parametrize(
    ("now", "text", "moment"),
    [
        ("2026-10-25T00:10+00:00", "01:30", "2026-10-25T00:30+00:00"),  # the hour that comes twice, the first time
        ("2026-10-25T01:10+00:00", "01:30", "2026-10-25T01:30+00:00"),  # and the second: never what is past
        ("2026-10-25T01:40+00:00", "01:30", "2026-10-26T01:30+00:00"),
        ("2026-03-28T22:00+00:00", "07:30", "2026-03-29T06:30+00:00"),
    ],
)
def test_an_hour_on_the_nights_when_the_clocks_change(now: str, text: str, moment: str):
    assert next_time(text, datetime.fromisoformat(now)) == datetime.fromisoformat(moment)


def test_yesterdays_poll_counts_until_the_afternoon():
    assert days_counted(datetime(2025, 5, 2, 3, tzinfo=UTC)) == [date(2025, 5, 2), date(2025, 5, 1)]
    assert days_counted(datetime(2025, 5, 1, 22, 59, tzinfo=UTC)) == [date(2025, 5, 1)]


def test_a_contest_that_is_not_known_yet_is_made_from_its_id():
    found = contest_named("parl.runcorn-and-helsby.by.2025-05-01")
    assert (found.constituency, found.poll_date, found.parliament_number) == (
        "Runcorn And Helsby",
        date(2025, 5, 1),
        59,
    )
    assert parliament_of(date(2021, 12, 16)) == 58
    with pytest.raises(UnknownSource):
        contest_named("parl.runcorn-and-helsby.2024-07-04")


@pytest.mark.parametrize(
    ("standing", "words"),
    [
        (DECLARED, "Eleanor Bold (Liberal Democrat) 3,867, majority 189, ahead of Obadiah Slope (Labour) 3,678"),
        (TIE, "a tie of Eleanor Bold (Liberal Democrat) 3,867 and Obadiah Slope (Labour) 3,867: nobody says who won "
            "the lot"),
        (replace(DECLARED, winner=None), "most votes for Eleanor Bold (Liberal Democrat) 3,867 and Obadiah Slope "
            "(Labour) 3,678: nobody says who was elected"),
        (replace(DECLARED, winner="Obadiah Slope", majority=-189), "Obadiah Slope (Labour) 3,678 is said to have won, "
            "and Eleanor Bold (Liberal Democrat) 3,867 has more votes"),
        (replace(DECLARED, winner="Eleanor Bold; Obadiah Slope", majority=None), "elected Eleanor Bold (Liberal "
            "Democrat) 3,867, Obadiah Slope (Labour) 3,678"),
        (replace(DECLARED, winner="Eleanor Bold; Obadiah Slope", votes=DECLARED.votes | {"Mary Bold": 12}),
            "elected Eleanor Bold (Liberal Democrat) 3,867, Obadiah Slope (Labour) 3,678, "
            "ahead of Mary Bold (None) 12"),
    ],
)  # fmt: skip
def test_a_result_in_words(standing, words):
    assert result_in_words(standing) == words


@pytest.mark.parametrize("turns", range(4))
def test_a_watch_that_is_stopped_while_something_comes_in_is_stopped(turns):
    """`asyncio.wait_for` loses a cancellation that comes one turn after what it waits for."""

    async def night() -> bool:
        heard: asyncio.Queue[str] = asyncio.Queue()
        waiting = asyncio.create_task(word_within(heard, 10))
        await asyncio.sleep(0)
        heard.put_nowait("changed")
        for _ in range(turns):
            await asyncio.sleep(0)
        is_stopped = waiting.cancel()
        (result,) = await asyncio.gather(waiting, return_exceptions=True)
        return isinstance(result, asyncio.CancelledError) is is_stopped

    assert asyncio.run(night())


def test_a_watch_of_which_the_time_is_up():
    with pytest.raises(TimeoutError):
        asyncio.run(word_within(asyncio.Queue(), -1))
