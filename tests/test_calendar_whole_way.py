"""The calendar and the feed the whole way, through the stand-in sites: a night from candidates to the count."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from flows.feed import ATOM
from spiders.results.every_election_spider import month_before_last
from tests.flows.test_notify import Receiver
from tests.shared import mirror, needs_shared
from warehouse.look import ask

NORTH_SHROPSHIRE = "parl.north-shropshire.by.2021-12-16"
SOURCES = ("--source", "democracy_club", "--source", "every_election")


def test_the_list_keeps_its_name_for_a_month():
    assert month_before_last(date(2029, 5, 1)) == month_before_last(date(2029, 5, 31)) == date(2029, 3, 1)
    assert month_before_last(date(2029, 1, 15)) == date(2028, 11, 1)


def byelections(home: Path, address: str, *args: str, **more: str) -> None:
    own = {name: value for name, value in os.environ.items() if not name.startswith("BYELECTIONS_")}
    mine = {"BYELECTIONS_HOME": str(home), "BYELECTIONS_MIRROR": address, "BYELECTIONS_DELAY": "0.02"}
    run = subprocess.run(
        [sys.executable, "-m", "flows.cli", *args],
        capture_output=True, text=True, check=False, env=own | mine | more, timeout=120,
    )  # fmt: skip
    assert run.returncode in (0, 1), run.stdout + run.stderr


def rows(home: Path, question: str) -> list[tuple[Any, ...]]:
    return ask(home / "warehouse/byelections.duckdb", question)[1]


@needs_shared
@pytest.mark.slow
def test_a_night_in_the_calendar_and_the_feed(tmp_path):
    at_the_close = (
        f"select status, due, is_declared from calendar_at('2021-12-16 23:00:00+00') "
        f"where ballot_paper_id = '{NORTH_SHROPSHIRE}'"
    )
    story = f"select event, event_id, note from events where ballot_paper_id = '{NORTH_SHROPSHIRE}' order by event"
    receiver = Receiver()
    with mirror("--scenario", "north-shropshire") as address, receiver.listening() as desk:
        byelections(tmp_path, address, "backfill", *SOURCES, BYELECTIONS_NOTIFY=desk)
        assert rows(tmp_path, at_the_close) == [("nominated", "declaration, by 17 December 2021, 18:00", False)]
        before = rows(tmp_path, story)
        assert [event for event, *_ in before] == ["nominations", "vacancy"]
        # coming from the register alone: it has polls that the candidates' site of the stand-in has not
        all_of_them = rows(tmp_path, "select count(*) > 50, bool_and(organisation = 'House of Commons') from calendar")
        assert all_of_them == [(True, True)]

        body = json.dumps({"scenario": "north-shropshire", "step": 3}).encode()
        urllib.request.urlopen(urllib.request.Request(f"{address}/_mirror/state", data=body), timeout=10).close()
        byelections(tmp_path, address, "refresh", *SOURCES, BYELECTIONS_NOTIFY=desk)
        after = rows(tmp_path, story)
        assert [event for event, *_ in after] == ["declaration", "nominations", "vacancy"]
        assert {event_id for _, event_id, _ in before} < {event_id for _, event_id, _ in after}
        assert "Helen" in after[0][2] and rows(tmp_path, at_the_close)[0][1:] == (None, True)

        feed = (tmp_path / "site/events.atom").read_bytes()
        ids = [one.text for one in ElementTree.fromstring(feed).iter(f"{{{ATOM}}}id")]
        assert f"tag:byelections.example,2026:event:{after[0][1]}" in ids
        byelections(tmp_path, address, "rebuild")
        assert rows(tmp_path, story) == after and (tmp_path / "site/events.atom").read_bytes() == feed
    assert receiver.got == [], "a night of years ago is news to nobody"
