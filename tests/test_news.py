"""Publishers' lists and what is asked for because of them: invented sites, and the stand-in for the real ones."""

from __future__ import annotations

import asyncio
import gzip
import json
import urllib.request
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.http import Headers

from flows.clean.facts import CandidateFacts, ContestFacts, ResultFacts
from flows.clean.linking import names_to_watch
from flows.crawl import CrawlReport, crawl
from flows.reading import read_warc_file
from flows.sources import SOURCES, UnknownSource, sources_to_crawl
from spiders.archive import DECLINED, WarcWriter, load_index, read_capture
from spiders.news.addresses import article_address, words_in_address
from spiders.news.feeds import read_listing
from spiders.news.pages import read
from spiders.news.publisher import NAMES, publishers
from spiders.news.watch import Watched, from_json, relevant, to_json
from spiders.records import Page, ScrapedFeedItem, UnexpectedPage
from spiders.reservations import meta_reservation, reservation
from spiders.settings import Settings
from tests.sample_site import Answer, Site, robots
from tests.shared import mirror, needs_shared

DOCS = Path(__file__).parent.parent / "docs/sources.md"
SPIDER = "spiders.news.spider.NewsSpider"
BARCHESTER = Watched(
    "parl.barchester.by.2031-05-08", date(2031, 5, 8), ("Barchester",), ("Eleanor Bold", "Obadiah Slope")
)


def run(settings: Settings, publisher: str, watched: Sequence[Watched], day: str) -> CrawlReport:
    """One crawl as a run does it; its log is left aside."""
    return run_all(settings, [publisher], watched, day)[publisher]


def run_all(settings: Settings, names: Sequence[str], watched: Sequence[Watched], day: str) -> dict[str, CrawlReport]:
    """Several publishers at once: no two of them share a host."""

    async def crawls() -> list[CrawlReport]:
        asked = {"contests": to_json(watched), "today": day}
        return await asyncio.gather(
            *(crawl(settings, SPIDER, args=asked | {"publisher": name}, log=lambda level, line: None) for name in names)
        )

    return dict(zip(names, asyncio.run(crawls()), strict=True))


@pytest.mark.parametrize("name", NAMES)
def test_a_publisher_is_where_its_name_says(name: str):
    publisher, docs = publishers()[name], DOCS.read_text(encoding="utf-8")
    assert publisher.name == name
    assert f"<{publisher.terms}>" in docs.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
    lists = (*publisher.feeds, *publisher.sitemaps, *publisher.sections, *filter(None, [publisher.api]))
    assert {url.split("/")[2] for url in lists} <= {*publisher.hosts, *publisher.feed_hosts}
    assert SOURCES[name].kind == "news"


def test_a_run_of_results_never_asks_a_publisher():
    assert not [one.name for one in sources_to_crawl() if one.kind == "news"]
    with pytest.raises(UnknownSource, match="byelections coverage"):
        sources_to_crawl(["bbc_news"])


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("http://www.bbc.com/news/articles/c1#0", "https://www.bbc.co.uk/news/articles/c1"),
        ("https://www.bbc.co.uk/news/uk-1?at_medium=RSS&at_campaign=KARANGA", "https://www.bbc.co.uk/news/uk-1"),
        ("https://metro.co.uk/2031/05/09/a-1/?ito=article.desktop.share", "https://metro.co.uk/2031/05/09/a-1/"),
        ("https://www.mirror.co.uk/news/a-1?page=2&utm_source=x", "https://www.mirror.co.uk/news/a-1?page=2"),
        ("https://paper.example/a?b=%C3%A9", "https://paper.example/a?b=%C3%A9"),  # left as it is
        ("mailto:desk@paper.example", "mailto:desk@paper.example"),
        ("http://[half/", "http://[half/"),
    ],
)
def test_article_address(url: str, asked: str):
    assert article_address(url) == asked
    assert article_address(asked) == asked


@given(st.text(max_size=80))
def test_any_address_is_taken(url: str):
    once = article_address(url)
    assert article_address(once) == once
    words_in_address(url)


def item(headline: str, summary: str = "", url: str = "https://paper.example/politics/1") -> ScrapedFeedItem:
    return ScrapedFeedItem("rss", url, headline=headline, summary=summary)


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        (item("Barchester by-election: Labour wins"), 1.0),
        (item("A long night", "Eleanor Bold is the first woman to win a byelection here"), 1.0),
        (item("Eleanor Bold elected"), 0.7),
        (item("Voters of Barchester speak"), 0.7),
        (item("Tories lose by-election"), 0.5),
        (item("", url="https://paper.example/2031/may/09/barchester-by-election-result"), 1.0),  # a sitemap's
        (item("Barchester Cathedral choir sings"), 0.0),
        (item("By-election in Fiji", url="https://paper.example/world/2031/fiji"), 0.0),
        (item("Barchesterfield by train"), 0.0),
        (item(""), 0.0),
    ],
)
def test_relevant(seen: ScrapedFeedItem, expected: float):
    assert relevant(seen, [BARCHESTER], date(2031, 5, 1)) == expected
    assert relevant(seen, [BARCHESTER], date(2033, 5, 1)) == 0.0, "years away"


def test_contests_to_watch_are_handed_down_as_json():
    contest = ContestFacts(
        "parl.barchester.by.2031-05-08",
        date(2031, 5, 8),
        "Barchester and Plumstead",
        outgoing_member="Septimus Harding",
        result=ResultFacts(candidates=(CandidateFacts("Eleanor Bold"),)),
    )
    seats, people = names_to_watch(contest)
    assert "plumstead" in seats and {"eleanor bold", "septimus harding"} <= set(people)
    watched = [Watched(contest.ballot_paper_id, contest.poll_date, seats, people)]
    assert from_json(to_json(watched)) == tuple(watched)
    assert relevant(item("Plumstead voters"), watched, date(2031, 5, 1)) == 0.7
    for wrong in ("{", '{"a": 1}', '[{"names": []}]', '[{"ballot_paper_id": "x", "poll_date": "soon", "names": []}]'):
        with pytest.raises(ValueError):
            from_json(wrong)


@pytest.mark.parametrize(
    ("headers", "body", "words"),
    [
        ({}, b"<html>", None),
        ({"X-Robots-Tag": "noarchive"}, b"", "X-Robots-Tag: noarchive"),
        ({"X-Robots-Tag": "googlebot: noindex"}, b"", None),  # said to another
        ({"X-Robots-Tag": "byelections: none"}, b"", "X-Robots-Tag: none"),
        ({"X-Robots-Tag": "max-image-preview:large, max-snippet:-1"}, b"", None),
        ({"tdm-reservation": "1"}, b"", "tdm-reservation: text and data mining is reserved"),
        ({"tdm-reservation": "0"}, b"", None),
        ({}, b'<META content="NOINDEX, nofollow" name=robots>', "meta robots: noindex"),
        ({}, b"<meta name='robots' content='max-image-preview:large'>", None),
        ({}, b'<meta name="tdm-reservation" content="1">', "meta tdm-reservation: text and data mining is reserved"),
        ({"Content-Encoding": "gzip"}, gzip.compress(b"<meta name=robots content=none>", mtime=0), "meta robots: none"),
        ({"Content-Encoding": "gzip"}, b"no gzip", None),  # refused further on
    ],
)  # fmt: skip
def test_reservation(headers: dict[str, str], body: bytes, words: str | None):
    assert reservation(Headers(headers), body, 1 << 20) == words


def test_meta_tags_are_sought_in_bounded_time():
    assert meta_reservation(b"<meta " * 200_000) is None


@pytest.mark.parametrize(
    ("body", "seen"),
    [
        (b"", "b''"),
        (b"PK\x03\x04", "PK"),
        (b"<opml></opml>", "<opml>"),
        (b"<html><body><p>Nothing here", "without links"),
        (b'{"response": {}}', "response"),
        (gzip.compress(b"<urlset/>", mtime=0)[:-9], "breaks off"),
        (b"\x1f\x8bnot gzip at all", "broken gzip"),
    ],
)  # fmt: skip
def test_what_is_no_list_is_refused(body: bytes, seen: str):
    with pytest.raises(UnexpectedPage, match=seen):
        read_listing(Page("https://metro.co.uk/feed", body))


def test_a_packed_sitemap_is_read_and_a_bomb_is_not():
    sitemap = b"<urlset><url><loc>https://metro.co.uk/2031/05/09/a-1/</loc></url></urlset>"
    (found,) = read_listing(Page("https://metro.co.uk/1.xml.gz", gzip.compress(sitemap))).items
    assert found.url == "https://metro.co.uk/2031/05/09/a-1/"
    bomb = gzip.compress(b"<urlset>" + bytes(40 << 20))
    with pytest.raises(UnexpectedPage, match="more than"):
        read_listing(Page("https://metro.co.uk/1.xml.gz", bomb))


def test_a_page_of_nobody_is_refused():
    with pytest.raises(UnexpectedPage, match="address of none"):
        read(Page("https://elsewhere.example/rss.xml", b"<rss/>"))
    assert read(Page("https://metro.co.uk/robots.txt", b"User-agent: *")).records == []


METRO = "https://metro.co.uk"
ARTICLE = f"{METRO}/2031/05/09/barchester-by-election-won-1"


def news(*articles: tuple[str, str]) -> bytes:
    places = "".join(
        f"<url><loc>{url}</loc><n:news xmlns:n='x'><n:publication_date>2031-05-09T04:00:00Z</n:publication_date>"
        f"<n:title>{title}</n:title></n:news></url>"
        for url, title in articles
    )
    return f"<urlset>{places}</urlset>".encode()


PAGES: dict[str, Answer] = {
    "/robots.txt": robots(
        "User-agent: *\nDisallow: /2031/05/09/not-for-us\n\nSitemap: https://metro.co.uk/news-index.xml\n"
        "Sitemap: https://metro.co.uk/sitemap-video-news.xml\nSitemap: https://metro.co.uk/news-missing.xml\n"
    ),
    "/news-index.xml": Answer(
        b"<sitemapindex><sitemap><loc>https://metro.co.uk/news-1.xml.gz</loc><lastmod>2031-05-09</lastmod></sitemap>"
        b"<sitemap><loc>https://metro.co.uk/news-old.xml</loc><lastmod>2019-01-01</lastmod></sitemap>"
        b"<sitemap><loc>https://elsewhere.example/news.xml</loc></sitemap></sitemapindex>"
    ),
    "/news-1.xml.gz": Answer(
        gzip.compress(
            news(
                (f"{ARTICLE}?ito=sitemap", "Barchester by-election won"),
                (f"{METRO}/2031/05/09/not-for-us-2", "Barchester by-election: the pictures"),
                (f"{METRO}/2031/05/09/reserved-3", "Barchester by-election: our analysis"),
                (f"{METRO}/2031/05/09/mined-4", "Barchester by-election: in numbers"),
                (f"{METRO}/2031/05/09/withdrawn-5", "Barchester by-election: we were wrong"),
                (f"{METRO}/2031/05/09/choir-6", "Barchester Cathedral choir sings"),
                (f"{METRO}/tag/barchester-by-election/", "Barchester by-election"),
                ("https://elsewhere.example/2031/05/09/copied-7", "Barchester by-election won"),
            )
        ),
        headers={"Content-Type": "application/gzip"},
    ),
    "/2031/05/09/barchester-by-election-won-1": Answer(b"<html>won", headers={"ETag": '"1"'}),
    "/2031/05/09/reserved-3": Answer(b"<html>our words", headers={"X-Robots-Tag": "noarchive"}),
    "/2031/05/09/mined-4": Answer(b'<html><meta name="tdm-reservation" content="1">our words'),
}  # fmt: skip


@pytest.mark.slow
def test_only_what_looks_relevant_is_asked_for_and_every_no_is_respected(tmp_path: Path):
    with Site({f"metro.co.uk{path}": answer for path, answer in PAGES.items()}) as site:
        settings = site.settings(tmp_path)
        report = run(settings, "metro", [BARCHESTER], "2031-05-09")
        again = run(settings, "metro", [BARCHESTER], "2031-05-09")
    once = site.paths("metro.co.uk")[:8]
    assert once[0] == "/robots.txt"
    assert sorted(once) == [
        *(f"/2031/05/09/{name}" for name in ("barchester-by-election-won-1", "mined-4", "reserved-3", "withdrawn-5")),
        *("/news-1.xml.gz", "/news-index.xml", "/news-missing.xml", "/robots.txt"),
    ]
    assert {one.host for one in site.asked} == {"metro.co.uk"}
    assert report.is_good and report.failures == [] and report.source == SPIDER
    assert dict(report.declined) == {
        f"{METRO}/2031/05/09/not-for-us-2": "robots.txt does not allow it",
        f"{METRO}/2031/05/09/reserved-3": "X-Robots-Tag: noarchive",
        f"{METRO}/2031/05/09/mined-4": "meta tdm-reservation: text and data mining is reserved",
    }
    assert {url for url, _ in report.gone} == {f"{METRO}/news-missing.xml", f"{METRO}/2031/05/09/withdrawn-5"}
    captures = load_index(settings.archive_dir)
    assert {one.source for one in captures} == {"metro"}
    for one in captures:
        if one.url.endswith(("reserved-3", "mined-4")):
            assert read_capture(settings.archive_dir, one).body == b"", "the words themselves are not kept"
    assert again.is_good and again.not_modified == 1, "the article is asked for with its ETag"


@pytest.mark.slow
def test_where_there_is_neither_feed_nor_sitemap_the_section_is_asked(tmp_path: Path):
    links = f'<html><a href="{ARTICLE}">Barchester by-election won</a><a href="/2031/05/09/choir-6">Choir</a>'
    pages = {
        "/robots.txt": robots(),
        "/news/politics/": Answer(links.encode()),
        ARTICLE.removeprefix(METRO): Answer(b"won"),
    }
    with Site({f"metro.co.uk{path}": answer for path, answer in pages.items()}) as site:
        report = run(site.settings(tmp_path), "metro", [BARCHESTER], "2031-05-09")
    assert report.is_good and site.paths("metro.co.uk") == list(pages)


@pytest.mark.slow
def test_the_key_of_the_api_is_seen_by_the_api_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("BYELECTIONS_GUARDIAN_API_KEY", "s3cret")

    def answer(number: int, **headers: str) -> Answer:
        found = {"webUrl": f"https://www.theguardian.com/politics/2031/may/0{number}/barchester-byelection"}
        body = {"response": {"status": "ok", "pages": 2, "results": [found]}}
        return Answer(json.dumps(body).encode(), headers=headers)

    pages: dict[str, Any] = {}
    with Site(pages) as site:
        seen = site.note

        def note(asked: Any) -> Answer:
            found = seen(asked)
            if asked.host == "content.guardianapis.com" and asked.path.startswith("/search"):
                number = 2 if "page=2" in asked.path else 1
                return answer(number, **({"X-RateLimit-Remaining-day": "0"} if number == 2 else {}))
            return Answer(b"<rss><channel/></rss>") if asked.path.endswith("rss") else found

        site.note = note  # type: ignore[method-assign]
        settings = site.settings(tmp_path)
        report = run(settings, "guardian", [BARCHESTER], "2031-05-09")
    asked = site.paths("content.guardianapis.com")
    assert [("api-key=s3cret" in path) for path in asked] == [False, True, True], "robots.txt is asked without it"
    assert not [path for path in site.paths("www.theguardian.com") if "s3cret" in path]
    assert [url for url, _ in report.gone] == [
        f"https://www.theguardian.com/politics/2031/may/0{number}/barchester-byelection" for number in (1, 2)
    ]
    assert report.is_good, report.failures
    files = [file for file in settings.archive_dir.rglob("*") if file.is_file()]
    bodies = [gzip.decompress(body) if file.suffix == ".gz" else body for file in files for body in [file.read_bytes()]]
    assert bodies and b"s3cret" not in b"".join(bodies)


def test_an_article_that_is_not_kept_is_no_problem(tmp_path: Path):
    with WarcWriter(tmp_path, "metro") as writer:
        kept = writer.response(ARTICLE, status=200, headers=[], body=b"", truncated=DECLINED)
        writer.response(f"{METRO}/1.xml", status=200, headers=[], body=b"", truncated="length")
    report = read_warc_file(tmp_path, tmp_path / "records", "metro", kept.warc_file)
    assert report.problems == 1, "the one that was too large"


HARTLEPOOL = Watched("parl.hartlepool.by.2021-05-06", date(2021, 5, 6), ("Hartlepool",), ("Jill Mortimer", "Mike Hill"))


def log_of(address: str) -> list[dict[str, Any]]:
    with urllib.request.urlopen(f"{address}/_mirror/log?since=0", timeout=10) as answer:
        return [json.loads(line) for line in answer.read().splitlines()]


def stats_of(address: str) -> dict[str, Any]:
    with urllib.request.urlopen(f"{address}/_mirror/stats", timeout=10) as answer:
        found: dict[str, Any] = json.loads(answer.read())
    return found


@needs_shared
@pytest.mark.slow
def test_the_stand_in_for_the_real_sites(tmp_path: Path):
    with mirror() as address:
        settings = Settings(_env_file=None, home=tmp_path, mirror=address, delay=0)  # type: ignore[call-arg, arg-type]
        names = ("inews", "independent", "standard", "bbc_news")
        reports = run_all(settings, names, [HARTLEPOOL], "2021-05-08")
        stats, log = stats_of(address), log_of(address)
    assert [one.failures for one in reports.values()] == [[]] * len(reports)
    assert all(one.is_good for one in reports.values())
    asked = {(one["host"], one["url"].partition("?")[0]) for one in log}
    of = {name: {path for host, path in asked if host in publishers()[name].hosts} for name in reports}
    article = "/news/politics/hartlepool-by-election-conservatives-win-seat-labour-988541"
    assert of["inews"] == {"/robots.txt", "/news-sitemap.xml", article}, "and none of its other articles"
    assert of["independent"] == {"/robots.txt"}, "it disallows everything"
    assert {reason for _, reason in reports["independent"].declined} == {"robots.txt does not allow it"}
    assert of["standard"] == {"/robots.txt", "/news-sitemap.xml"}
    assert stats["www.standard.co.uk"]["smallest_gap"] >= 2, "its Crawl-delay"
    articles = of["bbc_news"] - {"/robots.txt", "/news-sitemap.xml", "/sitemaps/index-uk-news.xml"}
    assert 1 < len(articles) < 20 and all(path.startswith("/news/") for path in articles), "of hundreds in its feeds"
    assert [stats[host]["max_concurrency"] for host in ("inews.co.uk", "www.bbc.co.uk")] == [1, 1]
