"""What a night tells the world, beside the watch and never in its way."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from flows.night_run import NightSummary, Telling
from flows.notify import Told
from flows.runs import NEW_PROBLEMS, PUBLISHED


def test_what_is_published_during_a_round_is_told_in_the_next() -> None:
    rounds: list[str] = []

    async def night() -> None:
        may_go_on = asyncio.Event()

        async def tell() -> Told:
            rounds.append("begun")
            await may_go_on.wait()
            return Told()

        telling = Telling(tell, [], print)
        telling.due()
        await asyncio.sleep(0)
        telling.due()
        telling.due()
        assert rounds == ["begun"]
        may_go_on.set()
        await telling.finish()
        assert rounds == ["begun", "begun"], "two publishes during one round make one more"
        telling.due()
        await telling.finish()

    asyncio.run(night())
    assert len(rounds) == 3


def test_what_cannot_be_told_is_said_and_does_not_end_the_night() -> None:
    untold: list[str] = []
    said: list[str] = []

    async def night() -> None:
        async def tell() -> Told:
            raise OSError("no space left")

        telling = Telling(tell, untold, said.append)
        telling.due()
        await telling.finish()
        telling.due()
        await telling.finish()

    asyncio.run(night())
    assert untold == ["OSError: no space left"] * 2
    assert "could not be told" in said[0]


def test_a_receiver_that_fails_is_named() -> None:
    said: list[str] = []

    async def night() -> None:
        async def tell() -> Told:
            return Told(told=1, waiting=2, failures=["desk: HTTP status 503"])

        telling = Telling(tell, [], said.append)
        telling.due()
        await telling.finish()

    asyncio.run(night())
    assert "HTTP status 503" in said[0]


def test_a_night_that_could_not_tell_ends_with_a_problem() -> None:
    night = NightSummary("night", datetime(2025, 5, 2, tzinfo=UTC), contests=["parl.a.by.2025-05-01"])
    night.path = Path("byelections.duckdb")
    assert night.exit_code == PUBLISHED
    night.untold.append("OSError: no space left")
    assert night.exit_code == NEW_PROBLEMS
