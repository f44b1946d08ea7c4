"""Makes an archive ten or a hundred times its size: `python -m benchmarks.pages HOME INTO TIMES`.

HOME is a data folder with a natural archive (`byelections backfill` made it). Copy 0 is the archive as it is; copy 7 is
the same country again with other seats: "Hartlepool 7", GSS codes, and ids of contests, areas, members and persons of
its own, on the same days, at addresses of its own. So every contest keeps its base, its rivals and its mistakes, and
nothing is counted twice. The pages of a copy are the same on every run; names of files and records are drawn anew.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import os
import re
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from benchmarks.measure import tell
from spiders.archive import Capture, Index, Kept, WarcWriter, load_index, read_capture
from spiders.results.parliament_files import CANDIDACY
from spiders.warc import unpack

SITE_STEP, SEAT_STEP, PERSON_STEP = 100_000, 10_000, 10_000_000  # beyond the ids of the country as it is
SITE_ID = re.compile(r"/(elections|general-elections|constituency-areas|members)/(\d+)")
SEAT_CODE = r"(E14|W07|S14|N0[56])(\d{6})"
SEAT_AND_CODE = re.compile(rf'("?),{SEAT_CODE}(?=,)')  # in the site's downloads the name stands before the code
MEMBER = re.compile(r"(?m)(^|,)(\d+)(?=,(?:true|false),(?:true|false),)")
HEADING = re.compile(r"(<h1>.* constituency of .+?)( on \d)")
AREA_LINK = re.compile(r'(<a href="/constituency-areas/\d+">[^<]+)')
LISTED = re.compile(r"(<li><a [^>]*>\d+ \w+ \d{4} - [^<]+)")
PERSON_COLUMNS = {CANDIDACY.index("Member MNIS ID"): SITE_STEP, len(CANDIDACY): PERSON_STEP}  # from the code's place
BY_ELECTION_LIST = re.compile(r"/parliament-periods/\d+/by-elections$")
PER_SEAT = re.compile(r"/elections/\d+(/|$)|/general-elections/\d+/")


def copied(capture: Capture, text: str, number: int) -> tuple[str, str] | None:
    """Address and text of one document in copy `number`; None for one that tells nothing of a seat (robots.txt)."""
    if capture.source == "parliament_files":
        prefix, _, path = capture.url.partition("/")
        return f"{prefix}/copy-{number}/{path}", library_file(text, number)
    url = SITE_ID.sub(lambda found: f"/{found[1]}/{int(found[2]) + number * SITE_STEP}", capture.url)
    if not (PER_SEAT.search(url) or BY_ELECTION_LIST.search(url)):
        return None
    text = SITE_ID.sub(lambda found: f"/{found[1]}/{int(found[2]) + number * SITE_STEP}", text)
    if url.endswith(".csv"):
        text = SEAT_AND_CODE.sub(lambda found: f" {number}{found[1]},{found[2]}{shifted(found[3], number)}", text)
        return url, MEMBER.sub(lambda found: f"{found[1]}{int(found[2]) + number * SITE_STEP}", text)
    if BY_ELECTION_LIST.search(url):
        return f"{url}?copy={number}", LISTED.sub(rf"\g<1> {number}", text)
    return url, AREA_LINK.sub(rf"\g<1> {number}", HEADING.sub(rf"\g<1> {number}\g<2>", text))


def shifted(digits: str, number: int) -> str:
    return f"{int(digits) + number * SEAT_STEP:06d}"


def library_file(text: str, number: int) -> str:
    """The Library's files are well quoted: seat code, region, seat name; ids of members and persons further on."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n" if "\r\n" in text else "\n")
    for row in csv.reader(io.StringIO(text, newline="")):
        at = next((place for place, cell in enumerate(row[:3]) if re.fullmatch(SEAT_CODE, cell)), None)
        if at is not None:
            row[at] = row[at][:3] + shifted(row[at][3:], number)
            row[at + 2] += f" {number}"
            for place, size in PERSON_COLUMNS.items():
                if len(row) > at + place and row[at + place].isdigit() and len(row) in (at + 21, at + 22):
                    row[at + place] = str(int(row[at + place]) + number * size)
        rows.writerow(row)
    return out.getvalue()


def documents(
    home: Path, sources: tuple[str, ...] = ("parliament", "parliament_files")
) -> Iterator[tuple[Capture, Kept]]:
    """The latest body of every address of the archive."""
    captures = [one for one in load_index(home / "archive") if one.source in sources]
    index = Index(captures)
    for url in dict.fromkeys(one.url for one in captures):
        latest = index.latest(url)
        original = latest and index.original(latest)
        if original:
            yield original, read_capture(home / "archive", original)


def write_copies(home: Path, into: Path, numbers: list[int]) -> int:
    """Write the copies of these numbers into an archive, packed as they came; returns how many documents."""
    empty = Index()  # every address is new: nothing to look up
    written = 0
    kept = [(capture, answer) for capture, answer in documents(home)]
    for source in sorted({capture.source for capture, _ in kept}):
        with WarcWriter(into / "archive", source, index=empty) as writer:
            for number in numbers:
                for capture, answer in kept:
                    if capture.source != source:
                        continue
                    is_packed = answer.header("content-encoding") == "gzip"
                    body, url = answer.body, capture.url
                    if number:
                        whole = unpack(body, answer.header("content-encoding"), 1 << 30)
                        made = copied(capture, whole.decode("utf-8"), number)
                        if made is None:
                            continue
                        url, body = made[0], made[1].encode("utf-8")
                        body = gzip.compress(body, 6, mtime=0) if is_packed else body
                    if capture.kind == "resource":
                        writer.file(url, body, capture.mime, modified=capture.fetched_at)
                    else:
                        headers = [one for one in answer.headers if one[0].lower() not in ("etag", "content-length")]
                        writer.response(
                            url, status=answer.status, headers=headers, body=body, fetched_at=capture.fetched_at
                        )
                    written += 1
    return written


def enlarge(home: Path, into: Path, times: int) -> int:
    """An archive of `times` copies, written by one process per core; returns how many documents it holds."""
    workers = min(os.cpu_count() or 1, times)
    shares = [list(range(worker, times, workers)) for worker in range(workers)]
    with ProcessPoolExecutor(max_workers=workers) as pool:
        return sum(pool.map(write_copies, [home] * workers, [into] * workers, shares))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("home", type=Path)
    parser.add_argument("into", type=Path)
    parser.add_argument("times", type=int)
    given = parser.parse_args()
    if (given.into / "archive").exists():
        parser.error(f"{given.into} holds an archive already")
    started = time.perf_counter()
    written = enlarge(given.home, given.into, given.times)
    tell(f"{written} documents in {time.perf_counter() - started:.1f} s")


if __name__ == "__main__":
    main()
