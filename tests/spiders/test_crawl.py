"""Real crawls of a sample site, in a child process as a run does them."""

from __future__ import annotations

import asyncio
import logging
import re
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.crawl import crawl
from spiders.archive import Capture, load_index, read_capture, read_documents, read_warc, verify
from tests.sample_site import (
    ENDLESS,
    HOST,
    SPIDER,
    Answer,
    Site,
    Walk,
    bomb,
    gaps,
    html,
    robots,
    walk,
    walk_archive,
)

LIMIT = 256 << 10  # bytes of a page, in the crawl of faults
SITE = f"https://{HOST}"


def to(location: str) -> Answer:
    return Answer(status=302, headers={"Location": location})


# What each page does wrong, and what a person is told about it.
FAULTS: dict[str, tuple[Answer, str]] = {
    "/gone": (Answer(b"no longer here", 404), "HTTP 404 Not Found"),
    "/error": (Answer(b"oh dear", 500), "HTTP 500 Internal Server Error"),
    "/reset": (Answer(is_reset=True), "no answer: Connection .* lost .*"),
    "/cut": (Answer(b"votes" * 200, cut_at=500), "the body broke off after 500 bytes"),
    "/cut-in-chunks": (Answer(b"votes" * 200, cut_at=500, is_chunked=True), "the body broke off after 500 bytes"),
    "/stall": (Answer(b"votes", stalls=True), "no whole answer within the time limit"),
    "/endless": (Answer(is_endless=True), f"larger than {LIMIT} bytes"),
    "/huge": (Answer(is_endless=True, headers={"Content-Length": str(ENDLESS)}), f"larger than {LIMIT} bytes"),
    "/bomb": (Answer(bomb(100 << 20), headers={"Content-Encoding": "gzip"}), f"unpacks to more than {LIMIT} bytes"),
    "/not-gzip": (Answer(b"plain after all", headers={"Content-Encoding": "gzip"}), "not gzip: .*"),
    "/half-gzip": (Answer(bomb(0)[:-4], headers={"Content-Encoding": "gzip"}), "the gzip body breaks off"),
    "/brotli": (Answer(b"\x0b\x02\x80", headers={"Content-Encoding": "br"}), "content coding 'br' is not one .*"),
    "/circle": (to("/circle-2"), "redirected in a circle, to .*/circle"),
    "/to-itself": (to("/to-itself"), "redirected in a circle, to .*/to-itself"),
    "/chain-0": (to("/chain-1"), "max redirections reached"),
    "/to-gone": (to("/absent"), "HTTP 404 Not Found"),
    "/to-elsewhere": (to("https://elsewhere.example/a"), "redirected off .* to https://elsewhere.example/a"),
    "/to-lookalike": (to(f"https://{HOST}.elsewhere.example/"), "redirected off the allowed hosts.*"),
    "/to-user": (to(f"https://{HOST}@elsewhere.example/"), "redirected off the allowed hosts.*"),
    "/to-file": (to("file:///etc/hostname"), "redirected off the allowed hosts, to file:///etc/hostname"),
    "/to-metadata": (to("http://169.254.169.254/latest/meta-data"), "redirected off .* to http://169.254.169.254/.*"),
    "/to-private": (to("/private/list"), "robots.txt does not allow it"),
    "/to-nonsense": (to("http://[half/"), "redirected to an address that is none: .*"),
    "/private/page": (Answer(html("not for us")), "robots.txt does not allow it"),
    "/challenge": (Answer(b"<p>Are you a person?", 403, {"cf-mitigated": "challenge"}), "a challenge for browsers .*"),
    "/challenge.csv": (Answer(b"<p>Are you a person?"), "HTML where CSV was expected.*"),
    "/surprise": (Answer(html("a surprise")), "ValueError: no such page was expected"),
}

GOOD: dict[str, Answer] = {
    "/good-1": Answer(html("Æthelbury £5")),
    "/good-2": Answer("<title>Æthelbury £5</title>".encode("cp1252"), headers={"Content-Type": "text/html"}),
    "/good-3": Answer("<title>Æthelbury £5</title>".encode(), headers={"Content-Type": "text/html; charset=klingon"}),
    "/good-4": Answer(html("last"), is_chunked=True),
    "/results.csv": Answer(b"candidate,votes\r\nAda Example,12\r\n", headers={"Content-Type": "text/csv"}),
    "/wrong-charset": Answer("<title>Barc\xe9 vale</title><a href=/beyond>".encode("latin-1")),
    "/beyond": Answer(html("linked from a page in the wrong charset")),
    "/moved": to("/new-place?page=2#top"),
    "/new-place?page=2": Answer(html("moved here")),
}


def capture_of(home: Path, url: str) -> Capture:
    return [one for one in load_index(home / "archive") if one.url == url][-1]


class Faults:
    """One crawl of all faults, good pages between them."""

    def __init__(self, home: Path):
        self.home = home
        linked = [path for path in (*FAULTS, *GOOD) if path not in ("/beyond", "/new-place?page=2")]
        pages = {path: answer for path, (answer, _) in FAULTS.items()} | GOOD
        pages |= {f"/chain-{n}": to(f"/chain-{n + 1}") for n in range(10)} | {"/circle-2": to("/circle")}
        pages |= {
            "/robots.txt": robots("User-agent: *\nDisallow: /private\n"),
            "/": Answer(html("start", "https://elsewhere.example/linked", *linked)),
        }
        recovering = {"/recovers": [Answer(status=503), Answer(status=503), Answer(html("back again"))]}
        with Site({**pages, **recovering}) as site:
            self.walk = walk(
                site.settings(home, max_page_bytes=LIMIT),
                "/ /recovers",
                RETRY_TIMES=2,
                BYELECTIONS_BACKOFF=0.02,
                BYELECTIONS_FAILURES_IN_A_ROW=100,
            )
        self.asked = site.asked


@pytest.fixture(scope="module")
def faults(tmp_path_factory: pytest.TempPathFactory) -> Faults:
    return Faults(tmp_path_factory.mktemp("faults"))


@pytest.mark.parametrize("path", FAULTS)
def test_a_page_that_cannot_be_had_is_told_with_its_reason(faults: Faults, path: str) -> None:
    assert re.fullmatch(FAULTS[path][1], faults.walk.failures[SITE + path])


def test_a_failure_says_where_the_bytes_lie_whenever_some_came(faults: Faults) -> None:
    nothing_came = {SITE + path for path in ("/reset", "/private/page")} | {"https://elsewhere.example/linked"}
    kept_as = faults.walk.report.kept_as
    assert faults.walk.failures.keys() - kept_as.keys() == nothing_came
    lies = {f"{one.warc_file} at {one.warc_offset}": one.url for one in load_index(faults.home / "archive")}
    # told under the address that was linked
    moved = {SITE + path for path in ("/chain-0", "/circle", "/to-private", "/to-gone")}
    assert {url: lies[place] for url, place in kept_as.items() if url not in moved} == {
        url: url for url in kept_as.keys() - moved
    }


def test_nothing_else_failed_and_every_other_page_was_seen(faults: Faults) -> None:
    assert faults.walk.failures.keys() - {SITE + path for path in FAULTS} == {"https://elsewhere.example/linked"}
    assert faults.walk.failures["https://elsewhere.example/linked"] == "not on one of the spider's own hosts"
    good = {SITE + path for path in ("/", "/recovers", *GOOD)} - {f"{SITE}/moved"}
    assert faults.walk.seen.keys() == good | {f"{SITE}/surprise"}
    assert faults.walk.report.pages == len(faults.walk.seen)


def test_a_crawl_with_failures_ends_by_itself_and_is_not_good(faults: Faults) -> None:
    assert faults.walk.report.finish_reason == "finished"
    assert not faults.walk.report.is_good
    assert not faults.walk.report.is_unreachable


def test_nothing_was_asked_that_was_not_ours_to_ask(faults: Faults) -> None:
    """The mirror stands for every host, so a request elsewhere would show in the site's log."""
    assert {one.host for one in faults.asked} == {HOST}
    assert not [one.path for one in faults.asked if one.path.startswith("/private")]
    assert faults.asked[0].path == "/robots.txt"


def test_how_often_each_page_was_asked_for(faults: Faults) -> None:
    times = Counter(one.path for one in faults.asked)
    for path in ("/error", "/reset", "/cut", "/cut-in-chunks", "/stall", "/recovers"):
        assert times[path] == 3, f"{path}: what may pass is tried again"
    for path in ("/gone", "/endless", "/huge", "/bomb", "/not-gzip", "/brotli", "/challenge", "/surprise", "/good-1"):
        assert times[path] == 1, f"{path}: what will not change is not"
    chain = [path for path in times if path.startswith("/chain")]
    assert len(chain) == 1 + 5
    assert times["/circle"] == times["/circle-2"] == times["/to-itself"] == 1


def test_memory_stays_bounded(faults: Faults) -> None:
    """A hundred megabytes came three ways: without end, with a Content-Length, and packed into a hundred kilobytes."""
    assert faults.walk.memory_grown_by < 32 << 20
    for path in ("/endless", "/huge"):
        sent = max(one.sent for one in faults.asked if one.path == path)
        assert sent < 20 << 20, "we hung up at once; the rest filled the buffers on the way"


def test_encodings(faults: Faults) -> None:
    assert {faults.walk.titles[SITE + path] for path in ("/good-1", "/good-2", "/good-3")} == {"Æthelbury £5"}
    assert faults.walk.titles[f"{SITE}/wrong-charset"] == "Barc\ufffd vale"


def test_the_archive_holds_what_came_also_of_the_faults(faults: Faults) -> None:
    root = faults.home / "archive"
    verdict = verify(root)
    assert verdict.faults == []
    captures = load_index(root)
    assert {one.url for one in captures} == {SITE + one.path for one in faults.asked} - {f"{SITE}/reset"}
    cut = {one.url.removeprefix(SITE): one.truncated for one in captures if one.truncated}
    assert cut == {
        "/cut": "disconnect", "/cut-in-chunks": "disconnect", "/stall": "time", "/endless": "length", "/huge": "length",
    }  # fmt: skip
    for one in captures:
        assert len(read_capture(root, one).body) <= LIMIT
    assert read_capture(root, capture_of(faults.home, f"{SITE}/cut")).body == b"votes" * 100


def test_reading_the_archive_refuses_the_same_bodies(faults: Faults) -> None:
    root = faults.home / "archive"
    (warc_file,) = {one.warc_file for one in load_index(root)}
    refused = {}
    for capture, page in read_warc(root, warc_file, limit=LIMIT):
        if page is None:
            refused[capture.url.removeprefix(SITE)] = capture.truncated
        else:
            assert len(page.body) <= LIMIT
    assert refused.keys() == {
        "/cut", "/cut-in-chunks", "/stall", "/endless", "/huge", "/bomb", "/not-gzip", "/half-gzip", "/brotli",
        "/to-elsewhere", "/to-lookalike", "/to-user", "/to-file", "/to-metadata", "/to-private", "/to-nonsense",
        "/to-itself", "/circle-2", "/chain-5",
    }  # fmt: skip
    asked_as = {
        document.capture.url.removeprefix(SITE): document.asked_as.url.removeprefix(SITE)
        for document in read_documents(root, warc_file, limit=LIMIT)
    }
    assert (asked_as["/chain-5"], asked_as["/circle-2"], asked_as["/bomb"]) == ("/chain-0", "/circle", "/bomb")
    assert asked_as["/new-place?page=2"] == "/moved"
    assert refused["/to-file"] == "redirected to file:///etc/hostname, which was not followed"
    assert refused["/circle-2"] == f"redirected to {SITE}/circle, which was not followed"
    assert refused["/bomb"] == f"unpacks to more than {LIMIT} bytes"


class Manners:
    """One crawl of several hosts, each of which asks for something of its own."""

    delay = 0.05

    def __init__(self, home: Path):
        page = Answer(html("a page"))
        start = []
        pages: dict[str, Answer | list[Answer]] = {
            "/robots.txt": robots(),
            "/": Answer(html("start", "/a", "/b", "/c")),
        }
        pages |= {"/a": [Answer(status=503), page], "/b": Answer(status=301, headers={"Location": "/d"})}
        pages |= {"/c": page, "/d": page}
        for host, rules in {
            "shut": Answer(b"under repair", 503),
            "slow": robots("User-agent: someone\nCrawl-delay: 9\n\nUser-agent: byelections\nCrawl-delay: 0.4\n"),
            "never": robots("User-agent: *\nCrawl-delay: 86400\n"),
            "patient": Answer(status=404),
            "busy": robots(),
            "failing": robots(),
        }.items():
            pages[f"{host}.example/robots.txt"] = rules
            for path in ("/a", "/b", "/c", "/d"):
                pages[f"{host}.example{path}"] = Answer(status=500) if host == "failing" else page
                start.append(f"https://{host}.example{path}")
        pages["patient.example/a"] = [Answer(status=429, headers={"Retry-After": "1"}), page]
        pages["busy.example/a"] = Answer(status=429, headers={"Retry-After": "86400"})
        with Site(pages) as site:
            settings = site.settings(home, delay=self.delay, contact="press@library.example")
            self.walk = walk(
                settings,
                " ".join(["/", *start]),
                RETRY_TIMES=1,
                BYELECTIONS_BACKOFF=0.1,
                BYELECTIONS_FAILURES_IN_A_ROW=2,
            )
        self.site = site

    def reasons(self, host: str) -> list[str]:
        """Why its four pages could not be had."""
        start = f"https://{host}.example/"
        return [reason for url, reason in self.walk.failures.items() if url.startswith(start)]


@pytest.fixture(scope="module")
def manners(tmp_path_factory: pytest.TempPathFactory) -> Manners:
    return Manners(tmp_path_factory.mktemp("manners"))


def test_we_say_who_we_are(manners: Manners) -> None:
    for one in manners.site.asked:
        assert re.fullmatch(r"byelections/\d+\.\d+\.\d+ \(\+press@library\.example\)", one.headers["user-agent"])
        assert one.headers["accept-encoding"] == "gzip"
        assert "cookie" not in one.headers
        assert "referer" not in one.headers


def test_never_two_requests_to_a_host_at_once_and_the_delay_between_any_two(manners: Manners) -> None:
    """Retries, redirects and robots.txt included; counted from the end of the answer before."""
    assert sorted(manners.site.paths()) == ["/", "/a", "/a", "/b", "/c", "/d", "/robots.txt"]
    for host in {one.host for one in manners.site.asked}:
        asked = sorted(manners.site.asked_of(host), key=lambda one: one.began)
        assert all(gap >= manners.delay for gap in gaps(asked)), (host, gaps(asked))


def test_never_two_requests_at_once_without_a_delay_either(tmp_path: Path) -> None:
    paths = [f"/{n}" for n in range(12)]
    with Site({"/": Answer(html("start", *paths)), **{path: Answer(html("a page")) for path in paths}}) as site:
        assert walk(site.settings(tmp_path, delay=0)).report.is_good
    assert len(site.asked) == 14
    assert min(gaps(sorted(site.asked, key=lambda one: one.began))) >= 0


def test_nobody_is_asked_after_asking_for_peace_without_a_delay_either(tmp_path: Path) -> None:
    """Who waits for the next turn must not get it before somebody has read Retry-After."""
    busy = Answer(status=429, headers={"Retry-After": "86400"})
    pages = {"/": busy, **{f"/{n}": Answer(html("a page")) for n in range(6)}}
    with Site({"/robots.txt": robots(), **pages}) as site:
        walk(site.settings(tmp_path, delay=0), " ".join(pages))
    asked = [one.path for one in sorted(site.asked, key=lambda one: one.began)]
    assert asked[-1] == "/", f"{asked}: all after it are given up"


def test_robots_txt_comes_before_anything_else_of_its_host_and_once(manners: Manners) -> None:
    for host in {one.host for one in manners.site.asked} - {"shut.example"}:
        assert manners.site.paths(host)[0] == "/robots.txt"
        assert manners.site.paths(host).count("/robots.txt") == 1


def test_a_host_whose_robots_txt_fails_is_asked_nothing_else(manners: Manners) -> None:
    assert manners.site.paths("shut.example") == ["/robots.txt", "/robots.txt"], "tried again once, as any page"
    assert manners.reasons("shut") == ["its robots.txt could not be had: HTTP 503"] * 4


def test_a_host_without_robots_txt_allows_everything(manners: Manners) -> None:
    assert manners.site.paths("patient.example").count("/d") == 1
    assert manners.reasons("patient") == []


def test_a_crawl_delay_is_kept(manners: Manners) -> None:
    asked = manners.site.asked_of("slow.example")
    assert len(asked) == 5
    assert min(gaps(asked)) >= 0.4


def test_a_crawl_delay_beyond_all_patience_means_no(manners: Manners) -> None:
    assert manners.site.paths("never.example") == ["/robots.txt"]
    assert manners.reasons("never") == ["its robots.txt asks for 86400 seconds between requests"] * 4


def test_retry_after_is_kept_by_the_whole_host(manners: Manners) -> None:
    asked = manners.site.asked_of("patient.example")
    refusal = next(nth for nth, one in enumerate(asked) if one.path == "/a")
    assert gaps(asked)[refusal] >= 1.0
    assert [one.path for one in asked].count("/a") == 2


def test_a_pause_beyond_all_patience_means_no(manners: Manners) -> None:
    assert manners.site.paths("busy.example") == ["/robots.txt", "/a"]
    assert manners.reasons("busy") == ["it asked for a pause of 86400 seconds (HTTP 429, Retry-After)"] * 4


def test_a_host_that_fails_page_after_page_is_left_alone(manners: Manners) -> None:
    assert "/d" not in manners.site.paths("failing.example")
    left = "not asked for: 2 pages in a row failed, the last by HTTP 500"
    assert Counter(manners.reasons("failing")) == {"HTTP 500 Internal Server Error": 2, left: 2}


def test_one_bad_host_does_not_stop_the_others(manners: Manners) -> None:
    assert not manners.walk.report.is_good
    assert {f"{SITE}/{path}" for path in ("", "a", "c", "d")} <= manners.walk.seen.keys()


@pytest.mark.parametrize("rules", [Answer(status=500), Answer(is_reset=True), to("https://elsewhere.example/r")])
def test_no_robots_txt_to_be_had_means_unreachable(tmp_path: Path, rules: Answer) -> None:
    with Site({"/robots.txt": rules, "/": Answer(html("start"))}) as site:
        walked = walk(site.settings(tmp_path), RETRY_TIMES=0)
    assert site.paths() == ["/robots.txt"]
    assert "its robots.txt could not be had" in walked.failures[f"{SITE}/"]
    assert walked.report.is_unreachable
    assert not walked.report.is_good


def test_a_site_that_forbids_us_everything_is_not_unreachable(tmp_path: Path) -> None:
    with Site({"/robots.txt": robots("User-agent: byelections\nDisallow: /\n"), "/": Answer(html("start"))}) as site:
        walked = walk(site.settings(tmp_path))
    assert site.paths() == ["/robots.txt"]
    assert walked.failures == {f"{SITE}/": "robots.txt does not allow it"}
    assert not walked.report.is_unreachable
    assert not walked.report.is_good


def kept(title: str, *links: str) -> Answer:
    return Answer(html(title, *links), headers={"ETag": f'W/"{len(title)}, {title}"'})


class Again:
    """A site crawled twice unchanged, then changed in one page, then shut down and replayed."""

    dated = Answer(html("dated"), headers={"Last-Modified": "Thu, 02 May 2024 03:10:00 GMT"})

    def __init__(self, home: Path):
        pages = {
            "/robots.txt": robots(),
            "/": kept("start", "/page", "/dated"),
            "/page": kept("before"),
            "/dated": self.dated,
        }
        self.home = home
        with Site(pages) as self.site:
            self.settings = self.site.settings(home)
            self.first = walk(self.settings)
            self.asked_first = list(self.site.asked)
            self.second = walk(self.settings)
            self.asked_second = self.site.asked[len(self.asked_first) :]
            self.before_change = datetime.now(UTC)
            self.site.pages["/page"] = kept("after")
            self.third = walk(self.settings)
        self.replayed = walk_archive(self.settings)
        self.replayed_before = walk_archive(self.settings, at=self.before_change)
        self.count = len(self.site.asked)


@pytest.fixture(scope="module")
def again(tmp_path_factory: pytest.TempPathFactory) -> Again:
    return Again(tmp_path_factory.mktemp("again"))


def pages_of(walked: Walk) -> dict[str, tuple[str | None, int]]:
    return {url: (one["title"], one["size"]) for url, one in walked.seen.items()}


def test_a_good_crawl_says_so(again: Again) -> None:
    report = again.first.report
    assert report.is_good
    assert (report.pages, report.not_modified, report.failures, report.finish_reason) == (3, 0, [], "finished")
    assert report.bytes == sum(one.sent for one in again.asked_first)
    assert not [line for level, line in again.first.lines if level >= logging.WARNING]


def test_a_second_crawl_of_an_unchanged_site_brings_no_bytes(again: Again) -> None:
    report = again.second.report
    assert report.is_good
    assert (report.pages, report.not_modified, report.bytes) == (3, 3, 0)
    assert [one.sent for one in again.asked_second] == [0, 0, 0, 0]


def test_validators_go_back_exactly_as_they_came(again: Again) -> None:
    asked = {one.path: one.headers for one in again.asked_second}
    assert asked["/page"]["if-none-match"] == 'W/"6, before"'
    assert "if-modified-since" not in asked["/page"]
    assert asked["/dated"]["if-modified-since"] == "Thu, 02 May 2024 03:10:00 GMT"
    assert not any("if-none-match" in one.headers or "if-modified-since" in one.headers for one in again.asked_first)


def test_the_spider_sees_unchanged_pages_and_follows_their_links(again: Again) -> None:
    assert pages_of(again.second) == pages_of(again.first)
    assert {tuple(one["flags"]) for one in again.second.seen.values()} == {("cached",)}


def test_what_has_not_changed_is_kept_as_revisits(again: Again) -> None:
    captures = load_index(again.home / "archive")
    kinds = Counter((one.kind, one.http_status) for one in captures)
    assert kinds == {("response", 200): 4 + 1, ("revisit", 304): 4 + 3}
    assert verify(again.home / "archive").faults == []


def test_a_page_that_changed_comes_anew(again: Again) -> None:
    assert (again.third.report.pages, again.third.report.not_modified) == (3, 2)
    assert again.third.titles[f"{SITE}/page"] == "after"


def test_replay_yields_the_same_pages_with_the_site_shut_down(again: Again) -> None:
    assert again.replayed.report.is_good
    assert pages_of(again.replayed) == pages_of(again.third)
    assert pages_of(again.replayed_before) == pages_of(again.first)
    assert len(again.site.asked) == again.count


def test_replay_says_what_the_archive_does_not_hold(again: Again) -> None:
    walked = walk_archive(again.settings, "/ /never-fetched")
    assert walked.failures == {f"{SITE}/never-fetched": "not in the archive"}
    assert pages_of(walked) == pages_of(again.third)


def test_replay_of_faults_follows_redirects_and_refuses_what_was_refused(faults: Faults) -> None:
    with Site({}) as site:
        settings = site.settings(faults.home, max_page_bytes=LIMIT)
    walked = walk_archive(settings, "/ /recovers")
    assert pages_of(walked) == pages_of(faults.walk)
    assert walked.failures[f"{SITE}/bomb"] == f"unpacks to more than {LIMIT} bytes"
    assert walked.failures[f"{SITE}/private/page"] == "not in the archive"
    assert walked.failures[f"{SITE}/to-metadata"].startswith("redirected off the allowed hosts")


def test_a_body_that_was_lost_is_asked_for_again(tmp_path: Path) -> None:
    """The site says "not modified", but the archive's copy is damaged."""
    with Site({"/robots.txt": robots(), "/": kept("start"), "/other": kept("other")}) as site:
        settings = site.settings(tmp_path)
        walk(settings, "/ /other")
        capture = capture_of(tmp_path, f"{SITE}/")
        with (settings.archive_dir / capture.warc_file).open("r+b") as file:
            file.seek(capture.warc_offset + 40)
            file.write(bytes(40))
        walked = walk(settings)
    assert walked.titles == {f"{SITE}/": "start"}
    assert walked.failures == {}
    asked = [one for one in site.asked if one.path == "/"]
    assert ["if-none-match" in one.headers for one in asked] == [False, True, False]
    newest = capture_of(tmp_path, f"{SITE}/")
    assert read_capture(settings.archive_dir, newest).body == html("start")


def test_a_page_without_validators_that_came_the_same_is_kept_as_a_revisit(tmp_path: Path) -> None:
    page = Answer(html("plain"))
    with Site({"/": page}) as site:
        settings = site.settings(tmp_path)
        first, second = walk(settings), walk(settings)
    assert first.report.is_good
    assert pages_of(second) == pages_of(first)
    assert second.report.not_modified == 0
    captures = [one for one in load_index(settings.archive_dir) if one.url == f"{SITE}/"]
    assert [(one.kind, one.http_status) for one in captures] == [("response", 200), ("revisit", 200)]
    assert captures[1].refers_to == captures[0].capture_id


def test_a_304_that_answers_no_condition_is_told(tmp_path: Path) -> None:
    with Site({"/": Answer(status=304)}) as site:
        walked = walk(site.settings(tmp_path))
    assert walked.failures == {f"{SITE}/": "HTTP 304, although the question had no condition"}


def test_the_archive_cannot_be_written(tmp_path: Path) -> None:
    """What would be lost is not fetched: the crawl ends."""
    (tmp_path / "archive").write_bytes(b"")  # a file where the folder should be
    with Site({"/robots.txt": robots(), "/": Answer(html("start", "/a"))}) as site:
        walked = walk(site.settings(tmp_path))
    assert walked.report.finish_reason == "archive_failed"
    assert not walked.report.is_good
    assert len(site.asked) == 1
    assert any("the archive cannot be written" in line for _, line in walked.lines)


def test_a_crawl_that_breaks_down_is_reported_not_raised(tmp_path: Path) -> None:
    lines: list[tuple[int, str]] = []
    with Site({}) as site:
        report = asyncio.run(
            crawl(
                site.settings(tmp_path),
                "tests.sample_site.NoSuchSpider",
                args={},
                log=lambda level, line: lines.append((level, line)),
            )
        )
    assert not report.is_good
    assert not report.is_unreachable
    assert report.finish_reason == "the crawl broke down (exit code 1)"
    assert any("NoSuchSpider" in line for level, line in lines if level == logging.ERROR)


def test_a_cancelled_crawl_ends_in_good_order(tmp_path: Path) -> None:
    """The child is gone, and everything fetched until then is in the archive."""
    pages = {f"/{n}": Answer(html(f"page {n}", f"/{n + 1}")) for n in range(500)}
    lines: list[str] = []

    async def cancel_at_the_third_page() -> None:
        def log(level: int, line: str) -> None:
            lines.append(line)
            if "page 2" in line:
                running.cancel()

        running = asyncio.create_task(crawl(settings, SPIDER, args={"start": "/0"}, log=log))
        with pytest.raises(asyncio.CancelledError):
            await running

    with Site(pages) as site:
        settings = site.settings(tmp_path)
        asyncio.run(cancel_at_the_third_page())
        count = len(site.asked)
        assert 4 <= count < 100
    assert verify(settings.archive_dir).faults == []
    assert len(load_index(settings.archive_dir)) >= count - 1, "at most the page on its way when it ended is missing"
