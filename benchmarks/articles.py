"""Reading articles, against trafilatura on the same pages in the same run: `python -m benchmarks.articles`.

Three measures: the article-extraction-benchmark's own method on its pages; headline, authors, moment and body on saved
pages of UK publishers; pages a second on one core. The pages lie beside the working copy (`../shared`).
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import trafilatura
from lxml import etree

from benchmarks.measure import ROOT, median, show
from flows.clean.articles import clean_article
from spiders.news.article import read_article
from spiders.records import Page, UnexpectedPage

COVERAGE = ROOT.parent / "shared/sources/coverage"
WORD = re.compile(r"\w+")
SHINGLE = 4
MARKS = str.maketrans("‘’“”`´", "''\"\"''")
MODES: dict[str, dict[str, Any]] = {
    "trafilatura fast": {"fast": True},
    "trafilatura default": {},
    "trafilatura precision": {"favor_precision": True},
    "trafilatura recall": {"favor_recall": True},
}


@dataclass(frozen=True, slots=True)
class Truth:
    """One page of the benchmark with what its body should be."""

    name: str
    page: Page
    body: str


@dataclass(frozen=True, slots=True)
class UkTruth:
    """One page of a UK publisher with what its fields should be; `body` is None where its truth is not usable."""

    name: str
    page: Page
    title: str
    authors: frozenset[str]
    published_at: datetime
    body: str | None


def benchmark_pages(folder: Path = COVERAGE / "article-benchmark") -> list[Truth]:
    truths = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    return [
        Truth(name, Page(one.get("url", ""), packed(folder / f"html/{name}.html.gz")), one["articleBody"])
        for name, one in sorted(truths.items())
    ]


def uk_pages(folder: Path = COVERAGE / "uk-pages") -> list[UkTruth]:
    return list(uk_truths(folder))


def uk_truths(folder: Path) -> Iterator[UkTruth]:
    for entry in json.loads((folder / "index.json").read_text(encoding="utf-8")):
        name = entry["page"]
        truth = json.loads((folder / f"expected/{name}.json").read_text(encoding="utf-8"))["expected"]
        body = truth.get("body") or {}
        texts = list(body.get("summary", ()))
        for section in body.get("sections", ()):
            texts += section["headline"] + section["paragraphs"]
        yield UkTruth(
            name,
            Page(entry["url"], packed(folder / f"html/{name}.html.gz")),
            truth["title"],
            frozenset(truth["authors"]),
            datetime.fromisoformat(truth["publishing_date"]),
            "\n".join(texts) if entry["body_scoreable"] else None,
        )


def packed(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes())


def shingles(text: str) -> Counter[tuple[str, ...]]:
    words = WORD.findall(text)
    return Counter(tuple(words[start : start + SHINGLE]) for start in range(max(1, len(words) - SHINGLE + 1)))


def precision_and_recall(truth: str, found: str) -> tuple[float, float]:
    """Of one page, as the benchmark counts: 1 where nothing is missing and nothing too much."""
    right, given = shingles(truth), shingles(found)
    both = sum((right & given).values())
    extra, missing = sum((given - right).values()), sum((right - given).values())
    precision = both / (both + extra) if both + extra else 1.0
    return precision, both / (both + missing) if both + missing else 1.0


def scores(pairs: Sequence[tuple[str, str]]) -> tuple[float, float, float]:
    """Precision and recall as means over (truth, found) pairs, and F1 of the two means."""
    each = [precision_and_recall(truth, found) for truth, found in pairs]
    precision, recall = (sum(one[place] for one in each) / len(each) for place in (0, 1))
    return precision, recall, f1(precision, recall)


def f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def our_text(page: Page) -> str:
    """The text an article is stored with; "" for a page that is refused."""
    try:
        return clean_article(read_article(page), page.url).text
    except UnexpectedPage:
        return ""


def our_body(page: Page) -> str:
    """The same without the standfirst, which the benchmark's bodies leave out and those of UK pages have."""
    try:
        return "\n".join(one.text for one in read_article(page).paragraphs if one.kind not in ("box", "standfirst"))
    except UnexpectedPage:
        return ""


def library_text(options: Mapping[str, Any]) -> Callable[[Page], str]:
    return lambda page: trafilatura.extract(page.body, include_comments=False, **options) or ""


def plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).translate(MARKS).split())


@dataclass(frozen=True, slots=True)
class UkScore:
    """Shares of pages that are exact, 0 to 1, and the mean of the body's F1 over pages."""

    headline: float
    headline_taken: float  # the one headline that is taken, not any of those kept
    authors: float
    instant: float
    body: float
    wrong: tuple[str, ...]


def uk_score(truths: Sequence[UkTruth]) -> UkScore:
    exact: Counter[str] = Counter()
    bodies: list[float] = []
    wrong: list[str] = []
    for truth in truths:
        found = clean_article(read_article(truth.page), truth.page.url)
        stated = {plain(text) for where, text in found.headlines if where in ("h1", "og:title", "json-ld")}
        is_right = {
            "headline": plain(truth.title) in stated,
            "headline_taken": plain(truth.title) == plain(found.headline),
            "authors": frozenset(found.byline) == truth.authors,
            "instant": found.published_at is not None and is_near(found.published_at, truth.published_at),
        }
        exact.update(name for name, right in is_right.items() if right)
        wrong += [f"{truth.name}: {name}" for name, right in is_right.items() if not right]
        if truth.body is not None:
            bodies.append(f1(*precision_and_recall(truth.body, found.text)))
    share = {name: exact[name] / len(truths) for name in ("headline", "headline_taken", "authors", "instant")}
    return UkScore(**share, body=sum(bodies) / len(bodies), wrong=tuple(wrong))


def mean_body(truths: Sequence[UkTruth], way: Callable[[Page], str]) -> float:
    each = [f1(*precision_and_recall(one.body, way(one.page))) for one in truths if one.body is not None]
    return sum(each) / len(each)


def is_near(one: datetime, other: datetime) -> bool:
    """Within a minute; a truth without a zone is UTC."""
    return abs((one - (other if other.tzinfo else other.replace(tzinfo=UTC))).total_seconds()) <= 60


def speed(pages: Sequence[Page], rounds: int) -> dict[str, float]:
    """Pages a second on one core, each way in turn within a round."""
    ways: dict[str, Callable[[Page], object]] = {
        "read and cleaned, all fields": our_text,
        "trafilatura fast, text only": library_text({"fast": True}),
        "lxml, parsing alone": lambda page: etree.fromstring(page.body, etree.HTMLParser(encoding="utf-8")),
    }
    took: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            started = time.process_time()
            for page in pages:
                way(page)
            took[name].append(time.process_time() - started)
    return {name: len(pages) / median(seconds) for name, seconds in took.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    truths, uk = benchmark_pages(), uk_pages()
    ways = {"ours": our_body, "ours with standfirst": our_text} | {
        name: library_text(options) for name, options in MODES.items()
    }
    bodies = [(name, *scores([(one.body, way(one.page)) for one in truths])) for name, way in ways.items()]
    show(f"article-extraction-benchmark, {len(truths)} pages", ("way", "precision", "recall", "F1"), bodies)
    ours = uk_score(uk)
    rows: list[tuple[object, ...]] = [
        ("ours", ours.headline, ours.headline_taken, ours.authors, ours.instant, ours.body)
    ]
    rows += [(name, "", "", "", "", mean_body(uk, library_text(options))) for name, options in MODES.items()]
    header = ("way", "headline, any", "headline taken", "authors", "instant", "body F1")
    show(f"UK publishers, {len(uk)} pages; wrong: {', '.join(ours.wrong)}", header, rows)
    for name, pages in (("benchmark", [one.page for one in truths]), ("UK publishers", [one.page for one in uk])):
        size = sum(len(page.body) for page in pages) / len(pages) / 1000
        title = f"Pages a second on one core, {name}, {size:.0f} kB a page, {given.rounds} rounds"
        show(title, ("way", "pages a second"), list(speed(pages, given.rounds).items()))


if __name__ == "__main__":
    main()
