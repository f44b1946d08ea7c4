"""Reading from the archive against the reader alone on bytes in memory: `python -m benchmarks.reading HOME`.

The aim: at least 0.8 of the reader alone. Both ways end with the reader's records; cleaning is left out of both.
"""

from __future__ import annotations

import argparse
import re
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.measure import median, show
from benchmarks.pages import documents
from flows.sources import source_module
from spiders.archive import Index, WarcWriter, load_index, read_warc
from spiders.records import Page

CONTEST = re.compile(r"/elections/\d+(/candidate-results\.csv)?$")
Archived = list[tuple[str, str]]  # (source, WARC file)


def warc_files(archive: Path) -> Archived:
    return sorted({(one.source, one.warc_file) for one in load_index(archive)})


def contest_documents(home: Path, archive: Path, times: int) -> None:
    """An archive of the by-elections' pages and CSVs alone, each at `times` addresses."""
    with WarcWriter(archive, "parliament", index=Index()) as writer:
        for number in range(times):
            for capture, answer in documents(home):
                if CONTEST.search(capture.url):
                    url = capture.url.replace("/elections/", f"/elections/{number}")
                    writer.response(url, status=200, headers=answer.headers, body=answer.body)


def timed(work: Callable[[], int]) -> tuple[float, int]:
    """CPU seconds (the machine may be busy with other work) and how many documents."""
    started = time.process_time()
    done = work()
    return time.process_time() - started, done


def compare(archive: Path, rounds: int) -> tuple[int, float, float, float]:
    """Documents, and the median CPU seconds of: reader alone, archive alone, both together."""
    files = warc_files(archive)
    modules = {source: source_module(source) for source, _ in files}
    pages: list[tuple[str, Page]] = [
        (source, page) for source, file in files for _, page in read_warc(archive, file) if page is not None
    ]

    def reader() -> int:
        for source, page in pages:
            modules[source].read(page)
        return len(pages)

    def unread() -> int:
        return sum(1 for _, file in files for _ in read_warc(archive, file))

    def both() -> int:
        done = 0
        for source, file in files:
            for _, page in read_warc(archive, file):
                if page is not None:
                    modules[source].read(page)
                    done += 1
        return done

    took: dict[str, list[float]] = {"reader": [], "unread": [], "both": []}
    for _ in range(rounds):
        for name, work in (("reader", reader), ("unread", unread), ("both", both)):
            took[name].append(timed(work)[0])
    return len(pages), median(took["reader"]), median(took["unread"]), median(took["both"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("home", type=Path)
    parser.add_argument("--rounds", type=int, default=9)
    given = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        contests = Path(folder) / "archive"
        contest_documents(given.home, contests, 10)
        for name, archive in (("whole archive", given.home / "archive"), ("contest pages and CSVs", contests)):
            count, reader, unread, both = compare(archive, given.rounds)
            rows.append((name, count, reader, unread, both, count / both, reader / both))
    header = ("", "documents", "reader alone s", "archive alone s", "both s", "documents a second", "ratio")
    show(f"Reading from the archive, CPU seconds, {given.rounds} rounds", header, rows)


if __name__ == "__main__":
    main()
