"""Nights that are killed: whatever dies and whenever, the next one ends with the right rows, and none twice."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import Any

from spiders.archive import verify
from tests.sample_site import Answer, Site, robots
from warehouse.look import ask
from warehouse.publish import leftovers

HOST = "electionresults.parliament.uk"
SEATS = {"Barchester": "9001", "Framley": "9002"}
DAY = "1 May 2025"
LONGEST = 60.0  # seconds that one night may take before the test fails
COMMAND = "from flows.cli import app; app()"
# dies when the rows have been exchanged, and the file is about to be handed over
DIES_PUBLISHING = f"""import os, signal
from warehouse.night_copy import Copy
Copy.hand_over = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
{COMMAND}"""


def ballot(seat: str) -> str:
    return f"parl.{seat.lower()}.by.2025-05-01"


def listing() -> Answer:
    lines = "".join(f'<li><a href="/elections/{number}">{DAY} - {seat}</a></li>' for seat, number in SEATS.items())
    main = f'<main id="main-content"><div id="by-elections"><ul>{lines}</ul></div></main>'
    return Answer(f"<!doctype html><title>By-elections</title>{main}</html>".encode(), headers={"ETag": '"list"'})


def page(seat: str, *votes: int) -> Answer:
    """A contest's page as the House publishes it, with so many votes for the two who stood."""
    stood = zip((f"{seat} Slope", f"{seat} Bold"), ("Labour", "Liberal Democrat"), votes, strict=True)
    rows = "".join(
        f"<tr><td>{name}</td><td class='party'><abbr title='{party}'>{party}</abbr></td><td>{count:,}</td>"
        f"<td></td><td></td></tr>"
        for name, party, count in sorted(stood, key=lambda one: -one[2])
    )
    head = "".join(f"<th>{name}</th>" for name in ("Name", "Party", "Vote", "Vote share", "Vote change"))
    body = f"""<!doctype html><title>{seat}</title><main id="main-content">
    <h1>By-election for the constituency of {seat} on {DAY}</h1>
    <div id="result-summary"><p id="count">From an electorate of 70,666 there were {sum(votes):,} valid votes and
    85 invalid votes.</p></div>
    <div id="candidacies"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div></main></html>"""
    return Answer(body.encode(), headers={"ETag": f'"{votes}"'})


def publish(site: Site, seat: str, *votes: int) -> None:
    site.pages[f"{HOST}/elections/{SEATS[seat]}"] = page(seat, *votes)


class Night:
    """The command, running; its events as they are told."""

    def __init__(self, process: subprocess.Popen[str]):
        self.process = process

    def until(self, *wanted: tuple[str, str]) -> list[dict[str, Any]]:
        """Read on until each (kind, seat) has been told; fails when the night ends before that."""
        left = set(wanted)
        told: list[dict[str, Any]] = []
        assert self.process.stdout is not None
        while left:
            line = self.process.stdout.readline()
            assert line, f"the night ended before {left} was told: {told}"
            told.append(json.loads(line))
            left -= {(told[-1]["kind"], seat) for seat in ("", *SEATS) if seat in told[-1]["words"]}
        return told

    def kill_child(self) -> None:
        (child,) = self.children()
        os.kill(child, signal.SIGKILL)

    def children(self) -> list[int]:
        tasks = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        return [int(one) for task in tasks for one in task.read_text().split()]


@contextmanager
def night(site: Site, home: Path, program: str = COMMAND) -> Iterator[Night]:
    env = os.environ | {"BYELECTIONS_HOME": str(home), "BYELECTIONS_MIRROR": site.mirror, "BYELECTIONS_DELAY": "0.02"}
    command = [sys.executable, "-c", program, "night", *map(ballot, SEATS), "--every", "0.1", "--json"]
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        limit = Timer(LONGEST, process.kill)
        limit.start()
        try:
            yield Night(process)
        finally:
            limit.cancel()
            process.kill()


def rows(home: Path, query: str) -> list[tuple[Any, ...]]:
    _, found = ask(home / "warehouse" / "byelections.duckdb", query)
    return [tuple(row) for row in found]


VOTES = "select constituency, party, votes from candidacies order by all"
HISTORY = """select candidate, old_value, new_value from revisions
where figure = 'votes' and old_value is not null order by observed_at, candidate"""
TWICE = """select statement_id from raw.contest_statement group by all having count(*) > 1
union all select capture_id from raw.capture group by all having count(*) > 1
union all select ballot_paper_id from by_elections group by all having count(*) > 1
union all select candidacy_id from core.candidacy_link group by candidacy_id, statement_no having count(*) > 1"""


def test_two_contests_through_every_death(tmp_path):
    """A tie and its recount in the one, corrections in the other; parent, child and publish are killed in turn."""
    link = tmp_path / "warehouse" / "byelections.duckdb"
    with Site({f"{HOST}/robots.txt": robots(), f"{HOST}/parliament-periods/59/by-elections": listing()}) as site:
        publish(site, "Barchester", 3867, 3867)
        publish(site, "Framley", 2100, 1900)
        with night(site, tmp_path) as running:
            told = running.until(("declared", "Barchester"), ("declared", "Framley"))
            assert any("a tie of" in one["words"] for one in told)
            assert rows(tmp_path, "select constituency, winner from by_elections order by all") == [
                ("Barchester", None),
                ("Framley", "Framley Slope"),
            ]
            publish(site, "Framley", 2150, 1900)
            running.until(("corrected", "Framley"))
            running.kill_child()
            publish(site, "Framley", 2150, 1950)
            running.until(("restarted", ""), ("corrected", "Framley"))
        torn = max(tmp_path.rglob("*.warc.gz"), key=lambda path: path.stat().st_mtime_ns)
        torn.write_bytes(torn.read_bytes() + bytes.fromhex("1f8b0800"))  # a record of which only this came to the disk
        with night(site, tmp_path, DIES_PUBLISHING) as running:
            running.until(("declared", "Barchester"), ("declared", "Framley"))
            publish(site, "Barchester", 3868, 3867)  # the recount
            assert running.process.wait() == -signal.SIGKILL
        assert ("Barchester", "Labour", 3867) in rows(tmp_path, VOTES)  # nobody reads half a publish
        dead = leftovers(link)
        assert [path for path in dead if path.suffix == ".spare"]
        publish(site, "Framley", 2150, 1960)
        with night(site, tmp_path) as running:
            running.until(("corrected", "Framley"))
            publish(site, "Framley", 2150, 1970)
            running.until(("corrected", "Framley"))
    assert not [path for path in dead if path.exists()]
    assert rows(tmp_path, VOTES) == [
        ("Barchester", "Labour", 3868),
        ("Barchester", "Liberal Democrat", 3867),
        ("Framley", "Labour", 2150),
        ("Framley", "Liberal Democrat", 1970),
    ]
    assert rows(tmp_path, HISTORY) == [
        ("Framley Slope", "2100", "2150"),
        ("Framley Bold", "1900", "1950"),
        ("Barchester Slope", "3867", "3868"),
        ("Framley Bold", "1950", "1960"),
        ("Framley Bold", "1960", "1970"),
    ]
    assert rows(tmp_path, TWICE) == []
    assert verify(tmp_path / "archive").faults == []
