"""A by-election night from the first look to the confirmed result: the watch, the desk, and what people can query."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import urllib.request
from contextlib import AbstractAsyncContextManager, nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.night_run import NightSummary, night_of
from flows.story import Event
from flows.watch import night_sources
from spiders.archive import verify
from spiders.settings import Settings
from tests.shared import mirror, needs_shared
from warehouse.look import ask

pytestmark = pytest.mark.usefixtures("lean")
SHROPSHIRE = "parl.north-shropshire.by.2021-12-16"
RUNCORN = "parl.runcorn-and-helsby.by.2025-05-01"
# What can go wrong once, robots.txt spared: a host whose rules cannot be had is left alone for a while.
PAGES = "^/(?!robots)"
FAULTS = [
    {"kind": kind, "host": host, "path": PAGES, "every": every, "times": 1}
    for host, kinds in {
        "candidates*": ("503", "reset", "empty", "500"),
        "electionresults*": ("truncate", "challenge", "429", "wrong-charset"),
    }.items()
    for every, kind in enumerate(kinds, 2)
]


class Silent:
    def say(self, words: str) -> None:
        pass

    def log(self, level: int, message: str) -> None:
        pass

    def turn(self) -> AbstractAsyncContextManager[object]:
        return nullcontext()

    def progress(self, what: str, done: int, of: int | None = None) -> None:
        pass


def post(base: str, path: str, value: Any) -> None:
    request = urllib.request.Request(f"{base}/_mirror/{path}", json.dumps(value).encode(), method="POST")  # noqa: S310
    urllib.request.urlopen(request).close()  # noqa: S310


def watch(settings: Settings, contest: str, on_event: Any, seconds: float = 90) -> NightSummary:
    now = datetime.now(UTC)
    until = now + timedelta(seconds=seconds)
    run = night_of(settings, report=Silent(), now=now, contests=[contest], every=0.1, until=until, on_event=on_event)
    return asyncio.run(run)


def settings_for(base: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("BYELECTIONS_DEMOCRACY_CLUB_TOKEN", "mirror-token")
    values: dict[str, Any] = {"home": home, "mirror": base, "delay": 0.02}
    return Settings(_env_file=None, **values)  # type: ignore[call-arg]  # the stubs leave it out


def kill_children() -> None:
    for pid in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split():
        if b"spiders.child" in Path(f"/proc/{pid}/cmdline").read_bytes():
            os.kill(int(pid), signal.SIGKILL)


def story(settings: Settings, contest: str, figures: str) -> list[tuple[Any, ...]]:
    _, rows = ask(
        settings.warehouse_file,
        f"select figure, candidate, old_value, new_value from revisions where ballot_paper_id = '{contest}' "
        f"and figure in ({figures}) and source = 'parliament' order by observed_at, figure",
    )
    return [tuple(row) for row in rows]


@needs_shared
def test_north_shropshire_with_every_fault_and_a_killed_child(tmp_path, monkeypatch):
    """Steps of the mirror follow the events, so that nobody waits: the result is right whatever happens meanwhile."""
    steps = {"nominated": 1, "winner-named": 1, "declared": 1, "corrected": 2}
    seen: list[Event] = []
    with mirror("--scenario", "north-shropshire") as base:

        def on_event(event: Event) -> None:
            seen.append(event)
            if event.kind == "winner-named":
                kill_children()
            for _ in range(steps.pop(event.kind, 0)):
                post(base, "state", {"scenario": "north-shropshire", "step": "next"})

        settings = settings_for(base, tmp_path, monkeypatch)
        for fault in FAULTS:
            post(base, "faults", fault)
        summary = watch(settings, SHROPSHIRE, on_event)
    kinds = [event.kind for event in seen if event.ballot_paper_id]
    assert kinds[:3] == ["nominated", "winner-named", "declared"]
    assert kinds[-1] == "confirmed"
    assert "restarted" in {event.kind for event in seen}
    assert (summary.unconfirmed, summary.exit_code in (0, 1)) == ([], True)
    _, rows = ask(settings.warehouse_file, "select winner, majority, valid_votes, electorate, status from by_elections")
    assert [tuple(row) for row in rows] == [("Helen Morgan", 5925, 38022, 82314, "settled")]
    assert verify(settings.archive_dir).faults == []


class Enough(Exception):
    """The test has seen what it came for: no need to wait for more."""


@needs_shared
def test_the_versions_of_runcorn_arrive_as_revisions(tmp_path, monkeypatch):
    # the council's page would settle the electorate before Parliament mends it
    without_councils = {name: module for name, module in night_sources().items() if name != "councils"}
    monkeypatch.setattr("flows.watch.night_sources", lambda: without_councils)
    with mirror("--scenario", "runcorn") as base:
        settings = settings_for(base, tmp_path, monkeypatch)

        def on_event(event: Event) -> None:
            if event.kind == "corrected" and "electorate" in event.words:
                raise Enough
            if event.kind in ("nominated", "declared", "corrected") or "/by-elections" in event.words:
                post(base, "state", {"scenario": "runcorn", "step": "next"})

        with pytest.raises(Enough):
            watch(settings, RUNCORN, on_event)
    assert story(settings, RUNCORN, "'electorate'") == [("electorate", None, "70261", "70666")]
