"""Looking through web archives: `python -m benchmarks.web_archives WORK` (about 4 GB in WORK; asks no network).

The sieve against FastWARC going through the same records in the same process, by process CPU time, both ways taking
turns; then memory over files of 100 MB, 1 GB and 10 GB, and two files side by side. The pages are made up of words,
links and scripts, in about the mixture of newspapers' pages.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecordType

from benchmarks.measure import child, show, tell
from spiders import warc
from spiders.news.warc_files import WarcFileReader

LIMIT = 8 << 20
MATCHES = {"one in a hundred": 0.01, "every one": 1.0}
SIZES = (20, 100, 220)  # kB of a page


def page(kilobytes: int, rng: random.Random, *, is_wanted: bool) -> bytes:
    """A page of a newspaper: a third text, the rest scripts, styles and links."""
    words = ["the", "council", "voters", "said", "party", "would", "by", "every", "seat", "style", "layer", "voting"]
    story, around = [], []
    size = 0
    while size < kilobytes << 10:
        kind = rng.random()
        text = " ".join(rng.choices(words, k=30))
        if kind < 0.35:
            story.append(f"<p>{text.capitalize()}.</p>\n")
        elif kind < 0.7:
            address = f"/news/{rng.getrandbits(60)}/{text.replace(' ', '-')}"
            around.append(f'<a class="by-line" href="{address}"><span>{text}</span></a>\n')
        else:
            numbers = ",".join(f'"k{rng.getrandbits(20):x}":{rng.getrandbits(40)}' for _ in range(12))
            around.append(f"<script>window.dataLayer.push({{{numbers}}})</script>\n")
        size += len((story if kind < 0.35 else around)[-1])
    if is_wanted:
        story.insert(len(story) // 2, "<p>It was the second by-election of the year.</p>")
    return (
        f"<!doctype html><html><head><title>A vote</title></head><body><nav>{''.join(around)}</nav>"
        f"<article><h1>A vote</h1>{''.join(story)}</article></body></html>"
    ).encode()


def response(url: str, body: bytes) -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    headers = [
        ("WARC-Type", "response"),
        ("WARC-Record-ID", warc.new_record_id()),
        ("WARC-Date", "2021-05-07T08:00:00Z"),
        ("WARC-Target-URI", url),
        ("Content-Type", "application/http; msgtype=response"),
    ]
    return warc.record(headers, head + body)


def write(path: Path, kilobytes: int, share: float, megabytes: int) -> Path:
    """A packed WARC file of so many megabytes unpacked; fifty different pages, again and again."""
    rng = random.Random(f"{kilobytes} {share}")
    kinds = [response(f"https://paper.example/{n}", page(kilobytes, rng, is_wanted=n < share * 50)) for n in range(50)]
    if 0 < share < 0.02:  # one in a hundred
        plain = response("https://paper.example/x", page(kilobytes, rng, is_wanted=False))
        kinds = kinds + [plain, *kinds[1:]]
    with path.open("wb") as file:
        for number in range((megabytes << 10) // kilobytes):
            file.write(kinds[number % len(kinds)])
    return path


def iterated(path: Path) -> int:
    """What FastWARC needs to go through the records and hand out their bodies."""
    count = 0
    with path.open("rb") as file:
        for record in ArchiveIterator(file, record_types=WarcRecordType.response, parse_http=True):
            record.reader.read()
            count += 1
    return count


def passed_over(path: Path) -> int:
    """The same without asking for a body: unpacked it must be all the same."""
    with path.open("rb") as file:
        return sum(1 for _ in ArchiveIterator(file, record_types=WarcRecordType.response, parse_http=True))


def sieved(path: Path) -> int:
    reader = WarcFileReader(path, limit=LIMIT)
    for _ in reader.pages():
        pass
    return reader.records


WAYS: dict[str, Callable[[Path], int]] = {"iterated": passed_over, "read": iterated, "sieved": sieved}


def sieve(work: Path, rounds: int) -> Iterator[tuple[object, ...]]:
    for kilobytes in SIZES:
        for words, share in MATCHES.items():
            path = write(work / "sieve.warc.gz", kilobytes, share, 60)
            best = dict.fromkeys(WAYS, float("inf"))
            records = 0
            for _ in range(rounds):
                for name, way in WAYS.items():
                    started = time.process_time()
                    records = way(path)
                    best[name] = min(best[name], time.process_time() - started)
            yield (
                kilobytes, words, records, best["iterated"], best["read"], best["sieved"],
                best["sieved"] / best["iterated"], best["sieved"] / best["read"],
            )  # fmt: skip


def look(home: Path, *paths: Path) -> None:
    """A step of its own: look through files for a contest that no page is about."""
    from flows.clean.facts import ContestFacts
    from flows.web_archives import look_through
    from spiders.settings import Settings

    contest = ContestFacts("parl.barchester.by.2021-05-06", date(2021, 5, 6), "Barchester")
    started = time.perf_counter()
    looked = look_through(Settings(home=home), paths, [contest])
    seconds = time.perf_counter() - started
    counts = {name: sum(getattr(one, name) for one in looked) for name in ("records", "candidates", "unreadable")}
    print(json.dumps(counts | {"seconds": seconds}))


def memory(work: Path) -> Iterator[tuple[object, ...]]:
    def measured(words: str, *paths: Path) -> tuple[object, ...]:
        home = work / f"home-{time.time_ns()}"
        run = child(sys.executable, "-m", "benchmarks.web_archives", "--look", str(home), *map(str, paths))
        return words, run.said["records"], run.said["candidates"], run.said["seconds"], run.cpu, run.peak_mb

    yield measured("100 MB", write(work / "100.warc.gz", 100, 0.01, 100))
    large = write(work / "1000.warc.gz", 100, 0.01, 1000)
    yield measured("1 GB", large)
    other = write(work / "1001.warc.gz", 100, 0.01, 1000)
    yield measured("two of 1 GB", large, other)
    yield measured("10 GB", write(work / "10000.warc.gz", 100, 0.01, 10_000))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", type=Path)
    parser.add_argument("files", type=Path, nargs="*", help=argparse.SUPPRESS)
    parser.add_argument("--look", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args()
    if chosen.look:
        look(chosen.work, *chosen.files)
        return
    chosen.work.mkdir(parents=True, exist_ok=True)
    tell("the sieve")
    show(
        "The sieve, 60 MB of pages",
        (
            "kB a page",
            "Speak of it",
            "Records",
            "Iterated, CPU s",
            "Read, CPU s",
            "Sieved, CPU s",
            "× iterated",
            "× read",
        ),
        sieve(chosen.work, chosen.rounds),
    )
    tell("memory")
    show("Looked through", ("Unpacked", "Records", "Articles read", "Seconds", "CPU s", "Peak MB"), memory(chosen.work))


if __name__ == "__main__":
    main()
