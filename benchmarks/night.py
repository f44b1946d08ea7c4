"""Benchmark: seconds from a page's change to the row that a separate DuckDB process reads.

    python -m benchmarks.night [--changes 20] [--home HOME]

A site on loopback has one contest's page (in the structure of electionresults.parliament.uk) that changes at random
moments; `byelections night` watches it in a home with the whole starter data; the DuckDB command line, a process for
each look, asks for the winner's votes. The wait for the next question is politeness, and a setting. It is taken off in
two ways: `since_answer` counts from the answer that first had the change, so that reading, cleaning, settling,
checking, publishing and opening the file are left; `since_change` from the change itself, less the interval between
two questions.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.sample_site import Answer, Site, robots
from warehouse.look import command_line

HOST = "electionresults.parliament.uk"
BALLOT = "parl.runcorn-and-helsby.by.2025-05-01"
LIST = f"{HOST}/parliament-periods/59/by-elections"
PAGE = f"{HOST}/elections/9001"
CANDIDATES = (("Sarah", "POCHIN", "Reform UK", 12645), ("Karen", "SHORE", "Labour", 12639))
EVERY = 1.0  # seconds between two questions
SLOWEST = 120.0


def listing() -> Answer:
    line = '<li><a href="/elections/9001">1 May 2025 - Runcorn and Helsby</a></li>'
    main = f'<main id="main-content"><div id="by-elections"><ul>{line}</ul></div></main>'
    body = f"<!doctype html><title>By-elections</title>{main}</html>"
    return Answer(body.encode(), headers={"ETag": '"list"'})


def page(more: int) -> Answer:
    """The contest's page, the winner with so many votes more."""
    names = [f"{family}, {given}" for given, family, _, _ in CANDIDATES]
    parties = [party for _, _, party, _ in CANDIDATES]
    votes = [CANDIDATES[0][3] + more, CANDIDATES[1][3]]
    rows = "".join(
        f"<tr><td>{name}</td><td class='party'><abbr title='{party}'>{party}</abbr></td>"
        f"<td>{count:,}</td><td></td><td></td></tr>"
        for name, party, count in zip(names, parties, votes, strict=True)
    )
    head = "".join(f"<th>{name}</th>" for name in ("Name", "Party", "Vote", "Vote share", "Vote change"))
    body = f"""<!doctype html><title>Runcorn and Helsby</title><main id="main-content">
    <h1>By-election for the constituency of Runcorn and Helsby on 1 May 2025</h1>
    <div id="result-summary"><p id="count">From an electorate of 70,666 there were {sum(votes):,} valid votes and
    85 invalid votes.</p></div>
    <div id="candidacies"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div></main></html>"""
    return Answer(body.encode(), headers={"ETag": f'"{more}"'})


def votes_read(program: Path, home: Path) -> int | None:
    """The winner's votes as a process of its own reads them, or None."""
    query = f"select votes from candidacies where ballot_paper_id = '{BALLOT}' and party = 'Reform UK'"
    link = home / "warehouse" / "byelections.duckdb"
    command = [str(program), "-readonly", "-json", "-no-init", str(link), "-c", query]
    out = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    rows = json.loads(out) if out.strip().startswith("[") else []
    return rows[0]["votes"] if rows else None


def one_change(site: Site, program: Path, home: Path, more: int) -> tuple[float, float]:
    """Seconds to the end of the look that first read it: since the answer that first had it, and since the change."""
    wanted, before = CANDIDATES[0][3] + more, len(site.asked)
    site.pages[PAGE], changed = page(more), time.monotonic()
    deadline = time.monotonic() + SLOWEST
    while time.monotonic() < deadline:
        if votes_read(program, home) == wanted:
            read = time.monotonic()
            told = [one for one in site.asked[before:] if one.path == "/elections/9001" and one.sent]
            return read - told[0].ended, read - changed
        time.sleep(0.05)  # a look is a process of its own, and takes the publisher's core
    raise TimeoutError(f"{wanted} votes were not read within {SLOWEST} s")


def measure(changes: int, home: Path) -> list[tuple[float, float]]:
    program = command_line()
    assert program is not None, "pip install duckdb-cli"
    pages = {f"{HOST}/robots.txt": robots(), LIST: listing(), PAGE: page(0)}
    with Site(pages) as site:
        env = os.environ | {
            "BYELECTIONS_HOME": str(home),
            "BYELECTIONS_MIRROR": site.mirror,
            "BYELECTIONS_DELAY": "0.02",
        }
        command = [sys.executable, "-m", "flows.cli", "night", BALLOT, "--every", str(EVERY)]
        with subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as night:
            try:
                one_change(site, program, home, 1)  # warms up: the first publish is a whole build
                waits = []
                for more in range(2, changes + 2):
                    time.sleep(random.uniform(0.3, 1.5))  # noqa: S311  a moment, not a secret
                    waits.append(one_change(site, program, home, more))
                return waits
            finally:
                night.send_signal(signal.SIGTERM)


def spread(seconds: list[float]) -> dict[str, float]:
    return {"median": round(statistics.median(seconds), 3), "worst": round(max(seconds), 3)}


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--changes", type=int, default=20)
    options.add_argument("--home", type=Path, help="A home with the starter data; made when missing.")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        if chosen.home:
            shutil.copytree(chosen.home, home, symlinks=True)
        else:
            env = os.environ | {"BYELECTIONS_HOME": str(home)}
            subprocess.run([sys.executable, "-m", "flows.cli", "backfill", "--offline"], env=env, check=True)
        waits = measure(chosen.changes, home)
    said = {
        "since_answer": spread([answered for answered, _ in waits]),
        "since_change": spread([changed - EVERY for _, changed in waits]),
        "changes": len(waits),
        "load": os.getloadavg()[0],
    }
    sys.stdout.write(json.dumps(said) + "\n")


if __name__ == "__main__":
    main()
