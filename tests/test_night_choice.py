"""Which contests a night that is told nothing watches."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.night_run import contests_to_watch
from spiders.settings import Settings

RUNCORN = "parl.runcorn-and-helsby.by.2025-05-01"


@pytest.mark.parametrize(
    ("moment", "watched"),
    [
        (datetime(2025, 5, 1, 21, tzinfo=UTC), [RUNCORN]),  # the last hour of the poll, by London's clock
        (datetime(2025, 5, 2, 3, tzinfo=UTC), [RUNCORN]),
        (datetime(2025, 5, 2, 14, 59, tzinfo=UTC), [RUNCORN]),  # some count the next day
        (datetime(2025, 5, 2, 15, tzinfo=UTC), []),
        (datetime(2025, 4, 30, 22, 30, tzinfo=UTC), []),
    ],
)
def test_a_polls_night_and_the_day_after(first_run: Path, moment: datetime, watched: list[str]) -> None:
    found = contests_to_watch(Settings(home=first_run), [], moment)
    assert [one.ballot_paper_id for one in found] == watched


def test_a_contest_that_nobody_has_spoken_of_yet_can_be_named(first_run: Path) -> None:
    ballot = "local.barset.plumstead.by.2031-05-08"
    (found,) = contests_to_watch(Settings(home=first_run), [ballot], datetime(2031, 5, 8, 22, tzinfo=UTC))
    assert (found.ballot_paper_id, found.constituency) == (ballot, "Plumstead")
