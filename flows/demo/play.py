"""Plays the night: the small site moves on step by step while the real commands' own code watches it.

Nothing here knows a result: it is read from the pages, settled and published like any other, in a home of its own.
"""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flows.demo.site import HERE, Site, served, story

EVERY = 0.5  # between two looks at a page
LONGEST = timedelta(minutes=3)  # far more than the story takes: a demonstration that hangs ends red
MARK = ".byelections-demo"  # a home that this made, and may empty
ENDING = (
    (
        "The result",
        "select winner, winning_party, gained_from, majority, round(100 * turnout_valid, 1) as turnout_percent, "
        "round(100 * swing, 1) as swing_points, swing_from, swing_to, status from by_elections",
    ),
    (
        "What changed during the night",
        "select figure, candidate, old_value, new_value, source, observed_at from revisions",
    ),
    (
        "Who said what",
        "select speaker, concat_ws(', ', role, party) as known_as, quote, publisher from quotes",
    ),
    (
        "How the papers' claims fare",
        "select publisher, count(*) filter (verdict = 'agrees') as agrees, count(*) filter (verdict = 'disagrees') as "
        "disagrees, count(*) filter (verdict = 'not checkable') as not_checkable from claims group by all order by all",
    ),
    (
        "Claims that the settled result contradicts",
        "select publisher, claim, claimed_value, settled_value, verdict_reason, sentence from claims "
        "where verdict = 'disagrees' order by publisher, start_offset",
    ),
)

Say = Callable[[str], None]


class CannotPlay(Exception):
    """The demonstration cannot go on; the message says why and what to do."""


@dataclass(slots=True)
class Played:
    """What the night left: the answers to the last questions, and whether all went as told."""

    home: Path
    events: list[dict[str, Any]] = field(default_factory=list)
    answers: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    exit_code: int = 0


@contextmanager
def stage(home: Path) -> Iterator[tuple[Site, Path]]:
    """An empty home and the site on loopback, as the settings of this process and the crawls it starts.

    Raises CannotPlay for a folder that holds something else: the demonstration empties its home.
    """
    if home.exists() and any(home.iterdir()) and not (home / MARK).exists():
        raise CannotPlay(f"{home} is not empty, and not of an earlier demonstration\n  next      name another folder")
    if home.exists():
        shutil.rmtree(home)
    home.mkdir(parents=True)
    (home / MARK).touch()
    site = Site()
    with served(site) as address:
        here = {
            "BYELECTIONS_HOME": str(home),
            "BYELECTIONS_MIRROR": address,
            "BYELECTIONS_SITES": str(HERE / "sites.yaml"),
            "BYELECTIONS_DELAY": "0",
            "BYELECTIONS_DEMOCRACY_CLUB_TOKEN": "demonstration",  # with a key, the service lets itself be asked often
        }
        # a person's own settings and receivers of messages are not for an invented night
        before = {name: value for name, value in os.environ.items() if name.startswith("BYELECTIONS_")}
        for name in before:
            del os.environ[name]
        os.environ.update(here)
        try:
            yield site, home
        finally:
            for name in here:
                os.environ.pop(name, None)
            os.environ.update(before)


async def play(home: Path, *, say: Say, screen: Any, scene: float) -> Played:
    """The whole night, from nominations to the papers of the morning; `scene` seconds before the story goes on."""
    with stage(home) as (site, _):
        # only now: what these import reads the settings
        from flows.runs import plain_step
        from spiders.settings import load_settings

        settings, played = load_settings(), Played(home)
        told = story()
        say(f"{told['constituency']}: a by-election of {told['poll_date']:%-d %B %Y}, invented. No network is used.")
        await nominations(settings, plain_step, screen, say)
        say("")
        await count(settings, site, played, screen, say, scene)
        say("")
        await morning(settings, plain_step, screen, say, played)
        played.answers = {title: answer(settings.warehouse_file, question) for title, question in ENDING}
    return played


async def nominations(settings: Any, step: Any, screen: Any, say: Say) -> None:
    """The seat's last result, and who stands now."""
    from flows.runs import archive_folder, backfill

    say("Before the night: the seat's last result, and the candidates from the results service")
    archive_folder(settings, "starter", HERE / "starter", sorted((HERE / "starter").glob("*.csv")))
    summary = await backfill(settings, step=step, report=screen, now=datetime.now(UTC), sources=["democracy_club"])
    if summary.path is None:
        raise CannotPlay("; ".join(summary.refusal) or "nothing could be published")


async def count(settings: Any, site: Site, played: Played, screen: Any, say: Say, scene: float) -> None:
    """The night watch, as `byelections night` runs it, while the site goes on through its story."""
    from flows.night_run import night_of

    ballot = story()["ballot_paper_id"]
    say(f"The night: byelections night {ballot} --every {EVERY}")
    heard: asyncio.Queue[str] = asyncio.Queue()

    def hear(event: Any) -> None:
        played.events.append(event.as_dict())
        heard.put_nowait(event.kind)
        screen.event(event)

    going_on = asyncio.create_task(go_on(site, heard, say, scene))
    try:
        summary = await night_of(
            settings,
            report=screen,
            now=datetime.now(UTC),
            contests=[ballot],
            every=EVERY,
            until=datetime.now(UTC) + LONGEST,
            on_event=hear,
            on_standing=screen.standings,
        )
    finally:
        going_on.cancel()
        with suppress(asyncio.CancelledError):
            await going_on
    if summary.unconfirmed:
        played.exit_code = 1


async def go_on(site: Site, heard: asyncio.Queue[str], say: Say, scene: float) -> None:
    """Each step waits until what it follows has been seen: the story never runs ahead of the watch."""
    waits_for = {"declared": "watching", "mended": "declared", "confirmed": "corrected"}
    for number, step in enumerate(story()["steps"]):
        if number == 0:
            continue
        if wanted := waits_for.get(step["name"]):
            while await heard.get() != wanted:
                pass
        await asyncio.sleep(scene)
        site.step = number
        say(f"          ... {step['words']}")


async def morning(settings: Any, step: Any, screen: Any, say: Say, played: Played) -> None:
    """The papers, as `byelections coverage` reads them: only the two of the demonstration, since no other is here."""
    from flows.coverage_run import coverage

    ballot = story()["ballot_paper_id"]
    say(f"The morning: byelections coverage {ballot}")
    summary = await coverage(
        settings, step=step, report=screen, now=datetime.now(UTC), ballots=[ballot], publishers=own_papers()
    )
    if summary.path is None:
        raise CannotPlay("; ".join(summary.refusal) or "the papers could not be read")


def own_papers() -> Sequence[str]:
    from spiders.own_sites import own_sites

    return sorted(own_sites()["publishers"])


def answer(database: Path, question: str) -> list[dict[str, Any]]:
    from warehouse.look import ask

    columns, rows = ask(database, question)
    return [dict(zip(columns, row, strict=True)) for row in rows]
