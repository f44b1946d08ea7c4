"""Recording a crawl, reading nothing, against bare Scrapy on the same pages: `python -m benchmarks.crawling HOME`.

Delays off; pages come from a server of its own on loopback (benchmarks/server.py), or from --server. Timed by Scrapy's
own clock, so that its start of a second or two counts for neither. The aim: at least 0.75 of bare Scrapy's pages a
second when it too asks a host for one page at a time, which is our manners; what it does with its own default of eight
is shown beside.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from benchmarks.measure import ROOT, Run, interleaved, median, show, step


def capacity(server: str, pages: int) -> float:
    """Answers a second to one plain client that asks one after another: what the server can do at the least."""
    started = time.perf_counter()
    for number in range(pages):
        with urllib.request.urlopen(f"{server}/electionresults.parliament.uk/elections/{number}") as answer:
            answer.read()
    return pages / (time.perf_counter() - started)


def compare(server: str, pages: int, rounds: int) -> None:
    def recorded() -> Run:
        with tempfile.TemporaryDirectory() as folder:
            return step("recorded", server, pages, folder)

    modes = {
        "bare Scrapy, one at a time": lambda: step("bare", server, pages, 1),
        "recorded, one at a time": recorded,
        "bare Scrapy, eight at once": lambda: step("bare", server, pages, 8),
    }
    runs = interleaved(rounds, modes)
    rows, plain = [], 0.0
    for name, some in runs.items():
        if wrong := [run.said for run in some if run.said["pages"] != pages]:
            raise RuntimeError(f"{name}: {wrong} instead of {pages} pages")
        rate = median(pages / run.said["seconds"] for run in some)
        plain = plain or rate
        peak = median(run.peak_mb for run in some)
        rows.append((name, rate, 1000 / rate, rate / plain, peak))
    title = f"{pages} pages from a server on loopback, {rounds} rounds"
    show(title, ("", "pages a second", "ms a page", "of the first", "peak MB"), rows)
    print(f"The server gives {capacity(server, 1000):,.0f} answers a second to one client without keep-alive.")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("home", type=Path)
    parser.add_argument("--server", help="base address of another server with the same addresses")
    parser.add_argument("--pages", type=int, default=3000)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    if given.server:
        compare(given.server.rstrip("/"), given.pages, given.rounds)
        return
    command = [sys.executable, "-m", "benchmarks.server", str(given.home.absolute())]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as serving:
        try:
            assert serving.stdout is not None
            compare(f"http://127.0.0.1:{serving.stdout.readline().strip()}", given.pages, given.rounds)
        finally:
            serving.terminate()


if __name__ == "__main__":
    main()
