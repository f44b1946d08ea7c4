"""The arithmetic of manners, by a clock of the test's own; what a site sees of it is in test_crawl."""

from __future__ import annotations

import asyncio
import os
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.exceptions import CannotResolveHostError, DownloadFailedError, DownloadTimeoutError, ResponseDataLossError
from scrapy.http import Request, Response
from scrapy.settings import Settings as ScrapySettings
from scrapy.utils.test import get_crawler

from flows.crawl import report_of
from spiders import politeness
from spiders.child import is_good
from spiders.outcome import HostGivenUp, PageRefused, Stopping, reason_for
from spiders.politeness import BoundedRedirect, Gate, retry_after
from spiders.recorder import in_mirror
from spiders.turns import Turns

HOST = "council.example"


class Clock:
    """Time that passes only when someone waits."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch):
        self.now = 1000.0
        monkeypatch.setattr(politeness, "time", SimpleNamespace(monotonic=lambda: self.now))
        monkeypatch.setattr(politeness, "asyncio", SimpleNamespace(sleep=self.sleep))

    async def sleep(self, seconds: float) -> None:
        self.now += seconds
        await asyncio.sleep(0)  # the real one: everybody else may go on


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def gate(delay: float = 2.0, *, most_failures: int = 3, crawling: bool = True, turns: Path | None = None) -> Gate:
    values: dict[str, Any] = {
        "BYELECTIONS_TURNS": turns and str(turns),
        "DOWNLOAD_DELAY": delay,
        "BYELECTIONS_MAX_WAIT": 600.0,
        "BYELECTIONS_BACKOFF": 8.0,
        "BYELECTIONS_FAILURES_IN_A_ROW": most_failures,
    }
    crawler: Any = SimpleNamespace(settings=ScrapySettings(values), engine=None, crawling=crawling)
    return Gate(crawler)


def waited(clock: Clock, one: Gate, host: str = HOST, answer_takes: float = 0) -> float:
    """Seconds from wanting to ask until the turn came; then the answer takes its time."""

    async def ask() -> float:
        before = clock.now
        async with one.turn(host):
            waited = clock.now - before
            clock.now += answer_takes
        return waited

    return asyncio.run(ask())


def test_the_first_request_to_a_host_waits_for_nothing(clock: Clock) -> None:
    assert waited(clock, gate()) == 0


def test_the_delay_counts_from_the_end_of_the_answer(clock: Clock) -> None:
    one = gate(delay=2.0)
    waited(clock, one, answer_takes=30)
    assert waited(clock, one) == pytest.approx(2.0)
    clock.now += 1.5
    assert waited(clock, one) == pytest.approx(0.5)


def test_a_failure_counts_as_an_answer(clock: Clock) -> None:
    one = gate(delay=2.0)

    async def fails() -> None:
        async with one.turn(HOST):
            raise DownloadFailedError

    with pytest.raises(DownloadFailedError):
        asyncio.run(fails())
    assert waited(clock, one) == pytest.approx(2.0)


@pytest.mark.parametrize("delay", [0.0, 2.0])
def test_one_request_at_a_time_with_and_without_a_delay(clock: Clock, delay: float) -> None:
    one, there, told = gate(delay), [0], []

    async def ask() -> None:
        async with one.turn(HOST):
            there[0] += 1
            told.append((there[0], clock.now))
            await asyncio.sleep(0)  # the real one: everybody else may go on
            there[0] -= 1

    async def all_at_once() -> None:
        await asyncio.gather(*(ask() for _ in range(5)))

    asyncio.run(all_at_once())
    assert [count for count, _ in told] == [1] * 5
    assert [moment - told[0][1] for _, moment in told] == pytest.approx([nth * delay for nth in range(5)])


def test_each_host_has_its_own_turn(clock: Clock) -> None:
    one = gate()
    waited(clock, one)
    assert waited(clock, one, "elsewhere.example") == 0


def test_two_crawls_of_one_home_keep_the_distance_together(clock: Clock, tmp_path: Path) -> None:
    night, refresh = gate(2.0, turns=tmp_path), gate(5.0, turns=tmp_path)
    told: list[float] = []

    async def ask(one: Gate) -> None:
        async with one.turn(HOST):
            there[0] += 1
            assert there[0] == 1
            told.append(clock.now)
            await clock.sleep(0.5)
            there[0] -= 1

    async def all_at_once() -> None:
        await asyncio.gather(*(ask(one) for one in (night, refresh, night, refresh)))

    there = [0]
    asyncio.run(all_at_once())
    assert min(later - earlier for earlier, later in zip(told, told[1:], strict=False)) >= 2.0 + 0.5
    assert waited(clock, gate(turns=tmp_path), "elsewhere.example") == 0


def test_a_pause_is_kept_by_the_crawl_that_was_asked_for_it(clock: Clock, tmp_path: Path) -> None:
    night = gate(turns=tmp_path)

    async def busy() -> None:
        async with night.turn(HOST):
            night.pause(HOST, 60)

    asyncio.run(busy())
    assert waited(clock, gate(turns=tmp_path)) == pytest.approx(2.0)
    assert waited(clock, night) == pytest.approx(58)


def test_a_crawl_that_was_killed_in_its_turn_leaves_the_delay(clock: Clock, tmp_path: Path) -> None:
    handle, _ = Turns(tmp_path).take(HOST, clock.now, 2.0)
    assert handle is not None
    assert Turns(tmp_path).take(HOST, clock.now + 9, 2.0) == (None, 0.0)
    os.close(handle)  # as the system does
    assert waited(clock, gate(turns=tmp_path)) == pytest.approx(2.0)
    (tmp_path / HOST).write_text("8000000.0")  # of before the machine was started again
    assert waited(clock, gate(turns=tmp_path)) == 0
    (tmp_path / HOST).write_text("80x")
    assert waited(clock, gate(turns=tmp_path)) == 0


def test_a_pause_is_never_shortened(clock: Clock) -> None:
    one = gate(delay=2.0)
    one.pause(HOST, 60)
    one.left(HOST)  # the end of the answer that asked for the pause
    one.pause(HOST, 5)
    assert waited(clock, one) == pytest.approx(60.0)


def test_a_crawl_delay_lengthens_and_never_shortens_the_delay(clock: Clock) -> None:
    one = gate(delay=2.0)
    one.slow_down(HOST, 10)
    assert waited(clock, one) == pytest.approx(10.0), "also before the page that follows robots.txt"
    one.slow_down(HOST, 0.1)
    waited(clock, one)
    assert waited(clock, one) == pytest.approx(10.0)


def test_a_host_is_given_up_after_so_many_failures_in_a_row(clock: Clock) -> None:
    one = gate(most_failures=3)
    for _ in range(2):
        one.failed(HOST, "HTTP 503")
    one.answered(HOST)
    for _ in range(2):
        one.failed(HOST, "HTTP 503")
    waited(clock, one)
    one.failed(HOST, "no such host")
    with pytest.raises(HostGivenUp, match="3 pages in a row failed, the last by no such host"):
        waited(clock, one)
    assert waited(clock, one, "elsewhere.example") == 0


def test_who_waits_is_told_when_the_host_is_given_up_or_the_crawl_ends(clock: Clock) -> None:
    one = gate()
    one.pause(HOST, 60)
    one.give_up(HOST, "it asked for a pause of 9999 seconds")
    with pytest.raises(HostGivenUp, match="9999"):
        waited(clock, one)
    ending = gate(crawling=False)
    ending.pause(HOST, 60)
    with pytest.raises(Stopping):
        waited(clock, ending)


NOW = datetime(2024, 5, 3, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120),
        (" 7 ", 7),
        ("0", 0),
        ("Fri, 03 May 2024 04:02:00 GMT", 120),
        ("Fri, 03 May 2024 05:02:00 +0100", 120),
        ("Fri, 03 May 2024 03:00:00 GMT", 0),  # past already
        (None, None),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("²", None),  # a digit to Python, not to HTTP
        ("Fri, 03 May 2024 04:02:00 +99999999999999999999", None),
    ],
)
def test_retry_after(header: str | None, seconds: float | None) -> None:
    headers = {} if header is None else {"Retry-After": header.encode("latin-1")}
    assert retry_after(Response(f"https://{HOST}/", status=429, headers=headers), NOW) == seconds


@given(st.binary(max_size=60))
def test_whatever_retry_after_says_it_is_a_wait_or_nothing(header: bytes) -> None:
    wait = retry_after(Response(f"https://{HOST}/", status=429, headers={"Retry-After": header}), NOW)
    assert wait is None or wait >= 0


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("https://council.example", "http://127.0.0.1:8900/council.example/"),
        ("https://council.example/a/b.csv", "http://127.0.0.1:8900/council.example/a/b.csv"),
        ("http://council.example:81/a?b=c%20d&e", "http://127.0.0.1:8900/council.example:81/a?b=c%20d&e"),
    ],
)
def test_the_place_in_the_mirror(url: str, place: str) -> None:
    assert in_mirror("http://127.0.0.1:8900", url) == place


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (CannotResolveHostError("x"), "no such host"),
        (DownloadTimeoutError("x"), "no whole answer within the time limit"),
        (ResponseDataLossError(), "the body broke off"),
        (DownloadFailedError("the handshake failed"), "no answer: the handshake failed"),
        (HostGivenUp("its robots.txt could not be had: HTTP 503"), "its robots.txt could not be had: HTTP 503"),
        (KeyError("votes"), "KeyError: 'votes'"),
        (ZeroDivisionError(), "ZeroDivisionError"),
    ],
)
def test_reasons_are_words(error: Exception, reason: str) -> None:
    assert reason_for(error) == reason


FINE: dict[str, Any] = {"finish_reason": "finished", "byelections/pages": 3, "byelections/answers": 3}


@pytest.mark.parametrize(
    ("stats", "good"),
    [
        (FINE, True),
        (FINE | {"finish_reason": "shutdown"}, False),
        (FINE | {"spider_exceptions/count": 1}, False),
        (FINE | {"byelections/failures": [["https://council.example/a", "HTTP 404 Not Found"]]}, False),
        (FINE | {"byelections/pages": 0}, False),  # nothing failed, and nothing came
        ({}, False),
    ],
)
def test_when_a_crawl_is_good(stats: dict[str, Any], good: bool) -> None:
    assert is_good(stats) is good


@pytest.mark.parametrize(
    ("stats", "unreachable", "why"),
    [
        (FINE, False, "it answered"),
        ({"finish_reason": "finished", "byelections/failures": [["a", "no such host"]]}, True, "nothing answered"),
        ({"finish_reason": "finished", "robotstxt/forbidden": 1}, False, "it answered: no"),
        ({"finish_reason": "shutdown"}, False, "we ended the crawl, so the site is not to blame"),
        ({}, False, "the crawl broke down by itself"),
    ],
)
def test_when_a_source_is_unreachable(stats: dict[str, Any], unreachable: bool, why: str) -> None:
    assert report_of("borough", 3, stats).is_unreachable is unreachable, why


@pytest.mark.parametrize(
    ("target", "is_followed"),
    [
        ("https://news.barset.example/result", True),  # another host of the council's own
        ("https://www.barset.example/b", True),
        ("https://notbarset.example/result", False),
        ("https://barset.example.elsewhere.example/", False),
        ("ftp://news.barset.example/result", False),
    ],
)
def test_a_page_may_move_among_the_hosts_of_its_owner(target: str, is_followed: bool) -> None:
    crawler = get_crawler()
    spider: Any = SimpleNamespace(allowed_domains=["www.barset.example"], owners=("barset.example",))
    crawler.spider = spider
    middleware = BoundedRedirect.from_crawler(crawler)
    moved = Response("https://www.barset.example/a", 301, headers={"Location": target})
    if is_followed:
        assert middleware.process_response(Request(moved.url), moved).url == target
    else:
        with pytest.raises(PageRefused, match="redirected off the allowed hosts"):
            middleware.process_response(Request(moved.url), moved)
