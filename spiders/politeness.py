"""Manners towards the sites: robots.txt, distance between requests, Retry-After, bounded redirects and bodies.

Scrapy's own robots check lets requests through that wait for robots.txt together, it parses Crawl-delay without
applying it, and never reads Retry-After; hence these. They use private names of Scrapy 2.19, whose version is pinned.
"""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit
from weakref import WeakKeyDictionary

from scrapy import Request, Spider
from scrapy.downloadermiddlewares.offsite import OffsiteMiddleware
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.downloadermiddlewares.retry import RetryMiddleware, get_retry_request
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.http import Response, TextResponse
from scrapy.http.request import NO_CALLBACK
from scrapy.responsetypes import responsetypes
from scrapy.robotstxt import ProtegoRobotParser
from scrapy.utils.misc import build_from_crawler

from spiders.archive import http_date
from spiders.outcome import Declined, HostGivenUp, PageRefused, Stopping, reason_for
from spiders.turns import Turns
from spiders.warc import CannotUnpack, unpack

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.robotstxt import RobotParser

LONGEST_CRAWL_DELAY = 300.0  # seconds between requests; a site that asks for more is not for us
ROBOTS_BYTES = 500 << 10  # as much of a robots.txt as RFC 9309 wants read
TICK = 0.1  # seconds; how soon a waiting request notices that the crawl is ending
SHARED_TICK = 0.02  # and that another process has done with its host


@dataclass(slots=True)
class _Host:
    delay: float
    free_at: float = 0.0  # by the monotonic clock
    failures_in_a_row: int = 0
    given_up: str = ""
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Gate:
    """One request at a time to a host, and never sooner than the delay after the last answer ended; of all the crawls
    of a home.

    Counted from the end of an answer, so that the site sees at least the delay between any two requests, retries,
    redirects and robots.txt included, whatever the network does to them on the way. Scrapy's own limit of one request
    a host does not hold without a delay: it starts whatever is queued before it counts the first as started.
    """

    def __init__(self, crawler: Crawler):
        settings = crawler.settings
        self.crawler = crawler
        self.max_wait = settings.getfloat("BYELECTIONS_MAX_WAIT")
        self.backoff = settings.getfloat("BYELECTIONS_BACKOFF")
        self.most_failures = settings.getint("BYELECTIONS_FAILURES_IN_A_ROW")
        delay = settings.getfloat("DOWNLOAD_DELAY")
        self.hosts: dict[str, _Host] = defaultdict(lambda: _Host(delay))
        folder = settings["BYELECTIONS_TURNS"]
        self.turns = Turns(Path(folder)) if folder else None

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """The time to ask a host; raises HostGivenUp, or Stopping when the crawl ends while we wait."""
        state = self.hosts[host]
        async with state.lock:
            shared = await self._wait(host, state)
            try:
                yield
            finally:
                self.left(host)
                if self.turns is not None and shared is not None:
                    # the distance is everybody's; a pause that was asked of this crawl is its own to keep
                    self.turns.give_back(shared, min(state.free_at, time.monotonic() + state.delay))

    async def _wait(self, host: str, state: _Host) -> int | None:
        """Wait for our own distance to the host, then for that of other processes; their shared turn, if any."""
        while True:
            if state.given_up:
                raise HostGivenUp(state.given_up)
            wait = state.free_at - time.monotonic()
            if wait <= 0:
                if self.turns is None:
                    return None
                shared, others = self.turns.take(host, time.monotonic(), state.delay)
                if shared is not None:
                    return shared
                wait = others or SHARED_TICK
            if self._is_stopping():
                raise Stopping("not asked for: the crawl was ended")
            await asyncio.sleep(min(wait, TICK))

    def _is_stopping(self) -> bool:
        slot = getattr(self.crawler.engine, "_slot", None)
        return not self.crawler.crawling or bool(slot and slot.closing)

    def left(self, host: str) -> None:
        """An answer, or a failure, has come in."""
        state = self.hosts[host]
        state.free_at = max(state.free_at, time.monotonic() + state.delay)

    def pause(self, host: str, seconds: float) -> None:
        state = self.hosts[host]
        state.free_at = max(state.free_at, time.monotonic() + seconds)

    def slow_down(self, host: str, delay: float) -> None:
        state = self.hosts[host]
        state.delay = max(state.delay, delay)
        self.left(host)

    def give_up(self, host: str, reason: str) -> None:
        self.hosts[host].given_up = reason

    def forgive(self, host: str) -> None:
        """Ask a host again that was given up, when a long watch comes back to it; pauses it asked for still count."""
        self.hosts[host].given_up = ""
        self.hosts[host].failures_in_a_row = 0

    def failed(self, host: str, reason: str) -> None:
        """A page failed after all its retries; too many of them in a row, and the host is left alone."""
        state = self.hosts[host]
        state.failures_in_a_row += 1
        if state.failures_in_a_row >= self.most_failures:
            self.give_up(host, f"not asked for: {state.failures_in_a_row} pages in a row failed, the last by {reason}")

    def answered(self, host: str) -> None:
        self.hosts[host].failures_in_a_row = 0


_gates: WeakKeyDictionary[Crawler, Gate] = WeakKeyDictionary()


def gate_of(crawler: Crawler) -> Gate:
    """The one gate of a crawl, shared by the handlers of both schemes and the middlewares."""
    if crawler not in _gates:
        _gates[crawler] = Gate(crawler)
    return _gates[crawler]


class OwnHosts(OffsiteMiddleware):
    """Refuses pages of hosts that are not the spider's own, and says so."""

    def request_scheduled(self, request: Request, spider: Spider) -> None:
        """Scrapy would drop the request here, and no errback would ever tell."""

    def process_request(self, request: Request) -> None:  # type: ignore[override]
        assert self.crawler.spider is not None
        if not self.should_follow(request, self.crawler.spider):
            raise PageRefused("not on one of the spider's own hosts")


class PoliteRobots(RobotsTxtMiddleware):
    """robots.txt before the first page of a host, for every page; a host without one to be had is left alone.

    A missing file (4xx) allows everything; an answer of 5xx or 429, or none, allows nothing (RFC 9309).
    """

    def __init__(self, crawler: Crawler):
        super().__init__(crawler)
        self._loading: dict[tuple[str, str], asyncio.Future[RobotParser]] = {}

    async def process_request(self, request: Request) -> None:  # type: ignore[override]
        if request.meta.get("dont_obey_robotstxt"):
            return
        rules = await self.robot_parser(request)
        agent = self._robotstxt_useragent or self._default_useragent
        if rules is not None and not rules.allowed(request.url, agent):
            self._stats.inc_value("robotstxt/forbidden")
            raise Declined("robots.txt does not allow it")

    async def sitemaps_of(self, request: Request) -> tuple[str, ...]:
        """The sitemaps that the robots.txt of a request's host names; raises HostGivenUp as a page's request would."""
        rules = await self.robot_parser(request)
        return tuple(rules.rp.sitemaps) if isinstance(rules, ProtegoRobotParser) else ()

    async def robot_parser(self, request: Request) -> RobotParser | None:
        parts = urlsplit(request.url)
        key = (parts.scheme, parts.netloc)
        if key not in self._loading:
            self._loading[key] = asyncio.ensure_future(self._load(*key))
        # a Future hands its result to everyone who waits; Scrapy's bare Deferred does only to the first
        return await asyncio.shield(self._loading[key])

    def forget(self, url: str) -> None:
        """Ask for a host's robots.txt again where it could not be had."""
        parts = urlsplit(url)
        loading = self._loading.get((parts.scheme, parts.netloc))
        if loading is not None and loading.done() and loading.exception() is not None:
            del self._loading[parts.scheme, parts.netloc]

    async def _load(self, scheme: str, netloc: str) -> RobotParser:
        request = Request(
            f"{scheme}://{netloc}/robots.txt",
            priority=self.DOWNLOAD_PRIORITY,
            meta={"dont_obey_robotstxt": True},
            callback=NO_CALLBACK,
        )
        assert self.crawler.engine is not None
        try:
            response = await self.crawler.engine.download_async(request)
        except HostGivenUp:
            raise
        except Exception as error:  # noqa: BLE001  whatever kept robots.txt from us, the host is left alone
            raise HostGivenUp(f"its robots.txt could not be had: {reason_for(error)}") from error
        if response.status >= 500 or response.status == 429:
            raise HostGivenUp(f"its robots.txt could not be had: HTTP {response.status}")
        body = response.body[:ROBOTS_BYTES] if response.status < 300 else b""
        rules: RobotParser = build_from_crawler(self._parserimpl, self.crawler, body)
        delay = rules.crawl_delay(self._robotstxt_useragent or self._default_useragent)
        if delay:
            host, gate = urlsplit(request.url).hostname or "", gate_of(self.crawler)
            if delay > LONGEST_CRAWL_DELAY:
                gate.give_up(host, f"its robots.txt asks for {delay:.0f} seconds between requests")
            gate.slow_down(host, delay)
        return rules


class PatientRetry(RetryMiddleware):
    """Tries again after network failures, 5xx and 429, each time later; Retry-After decides where a site sends it."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        host, gate = urlsplit(request.url).hostname or "", gate_of(self.crawler)
        if response.status not in self.retry_http_codes:
            gate.answered(host)
            return response
        wait = retry_after(response)
        if wait is not None and wait > gate.max_wait:
            words = f"it asked for a pause of {wait:.0f} seconds (HTTP {response.status}, Retry-After)"
            gate.give_up(host, words)
            raise HostGivenUp(words)
        return self._again(request, f"HTTP {response.status}", wait) or response

    def process_exception(self, request: Request, exception: Exception) -> Request | None:  # type: ignore[override]
        if not isinstance(exception, self.exceptions_to_retry):
            return None
        return self._again(request, reason_for(exception), None)

    def _again(self, request: Request, reason: str, wait: float | None) -> Request | None:
        host, gate = urlsplit(request.url).hostname or "", gate_of(self.crawler)
        assert self.crawler.spider is not None
        again = get_retry_request(request, spider=self.crawler.spider, reason=reason, give_up_log_level="INFO")
        if again is None:
            gate.failed(host, reason)
            return None
        tries = again.meta["retry_times"]
        gate.pause(host, wait if wait else gate.backoff * 2 ** (tries - 1))
        return again


def retry_after(response: Response, now: datetime | None = None) -> float | None:
    """Seconds that a response asks us to wait, from its number or date; None when it does not say, or unreadably."""
    text = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if text.isascii() and text.isdigit():
        return float(text)
    moment = http_date(text)
    return max(0.0, (moment - (now or datetime.now(UTC))).total_seconds()) if moment else None


class BoundedRedirect(RedirectMiddleware):
    """Follows redirects to http and https addresses on the spider's own hosts, a few in a row, never in a circle.

    A spider may name `owners`, domains all of whose hosts are of the same body: councils move pages between theirs.
    """

    def _engine_started(self) -> None:
        """Scrapy would look for its Referer middleware here, and warn that there is none."""

    def handle_referer(self, request: Request, response: Response) -> None:
        request.headers.pop("Referer", None)

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        location = response.headers.get("Location")
        if response.status not in (301, 302, 303, 307, 308) or location is None:
            return response
        try:
            target = urljoin(request.url, location.decode("latin-1").strip())
            scheme, host = urlsplit(target).scheme, urlsplit(target).hostname
        except ValueError as error:
            raise PageRefused(f"redirected to an address that is none: {error}") from error
        allowed = getattr(self.crawler.spider, "allowed_domains", None) or []
        owners = getattr(self.crawler.spider, "owners", None) or ()
        is_allowed = host in allowed or any(f".{host}".endswith(f".{owner}") for owner in owners)
        if scheme not in ("http", "https") or not is_allowed:
            raise PageRefused(f"redirected off the allowed hosts, to {target[:200]}")
        if target.partition("#")[0] in [request.url, *request.meta.get("redirect_urls", [])]:
            raise PageRefused(f"redirected in a circle, to {target[:200]}")
        return super().process_response(request, response)


class BoundedUnpack:
    """Asks for gzip only, so that every tool can read the archive, and unpacks no body beyond the limit."""

    def __init__(self, crawler: Crawler):
        self.limit = crawler.settings.getint("BYELECTIONS_MAX_PAGE_BYTES")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> BoundedUnpack:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        request.headers["Accept-Encoding"] = "gzip"

    def process_response(self, request: Request, response: Response) -> Response:
        codings = b", ".join(response.headers.getlist("Content-Encoding")).decode("latin-1")
        if not codings or response.status != 200:
            return response
        try:
            body = unpack(response.body, codings, self.limit)
        except CannotUnpack as error:
            raise PageRefused(str(error)) from error
        headers = response.headers.copy()
        del headers["Content-Encoding"]
        kind = responsetypes.from_args(headers=headers, url=response.url, body=body)
        return kind(url=response.url, status=response.status, headers=headers, body=body, flags=response.flags)


class Utf8OrCp1252:
    """Text without a declared encoding is UTF-8 or else windows-1252; Scrapy's guess makes `£5` into `Ł5`."""

    def process_response(self, request: Request, response: Response) -> Response:
        if isinstance(response, TextResponse) and not response._declared_encoding():
            try:
                response.body.decode("utf-8")
                encoding = "utf-8"
            except UnicodeDecodeError:
                encoding = "cp1252"
            return response.replace(encoding=encoding)
        return response
