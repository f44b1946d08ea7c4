"""What became of each page: a page that cannot be had never stops the others, and is never passed over in silence.

Spiders subclass `FetchingSpider` and ask for pages with `ask`; every address that gives no page ends up, with a reason
in words, in the crawl's statistics under `byelections/failures`, and where its bytes lie under `byelections/kept_as`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from http.client import responses
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import scrapy
from scrapy import Request, signals
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError

from spiders.records import Page, UnexpectedPage

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.python.failure import Failure

PAGES_A_LINE = 100  # in the log, so that a long crawl is seen to move
HTML = (b"text/html", b"application/xhtml+xml")
FILES = {"csv": "CSV", "xlsx": "a workbook"}  # addresses that end so never lead to HTML

logger = logging.getLogger(__name__)


class PageRefused(IgnoreRequest):
    """We, or the site's rules, say no to this page; the message says why."""


class Declined(PageRefused):
    """The site says no to this page, or to keeping it: what was asked of us, and no fault."""


class HostGivenUp(PageRefused):
    """No further page of this host is asked for in this crawl."""


class Stopping(PageRefused):
    """The crawl is ending before this page had its turn."""


def reason_for(error: BaseException) -> str:
    """Why a page could not be had, for a person to read."""
    if isinstance(error, HttpError):
        status = error.response.status
        if status == 599:
            return "not in the archive"
        return f"HTTP {status} {responses.get(status, '')}".strip()
    if isinstance(error, DownloadTimeoutError):
        return "no whole answer within the time limit"
    if isinstance(error, ResponseDataLossError):
        return str(error) or "the body broke off"
    if isinstance(error, DownloadFailedError):
        reasons = getattr(error.__cause__, "reasons", ())  # Twisted's, which Scrapy quotes as objects
        return f"no answer: {'; '.join(one.getErrorMessage() for one in reasons) or error}"
    words = {CannotResolveHostError: "no such host", DownloadConnectionRefusedError: "connection refused"}
    for kind, reason in words.items():
        if isinstance(error, kind):
            return reason
    if isinstance(error, (IgnoreRequest, UnexpectedPage)):
        return str(error) or type(error).__name__
    return f"{type(error).__name__}: {error}".strip(": ")


class FetchingSpider(scrapy.Spider):
    """A spider that only fetches and follows links: readers make records of what it brings into the archive."""

    def ask(self, url: str, callback: Callable[..., Any], *, priority: int = 0, **kept: Any) -> Request:
        """A request whose failure will be told; `kept` reaches the callback as arguments."""
        return Request(url, callback=callback, errback=self.failed, priority=priority, cb_kwargs=kept)

    def failed(self, failure: Failure) -> None:
        """Scrapy calls this for a page that could not be had."""
        assert failure.value is not None
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy puts it there
        url = (request.meta.get("redirect_urls") or [request.url])[0]
        self.tell_failure(url, reason_for(failure.value), request.meta.get("kept_as", ""))

    def tell_failure(self, url: str, reason: str, kept_as: str = "") -> None:
        """`kept_as` says where a person finds what came instead, "" when nothing came."""
        assert self.crawler.stats is not None
        failures = self.crawler.stats.get_value("byelections/failures")
        if failures is None:
            self.crawler.stats.set_value("byelections/failures", failures := [])
        failures.append([url, reason])
        if kept_as:
            kept = self.crawler.stats.get_value("byelections/kept_as") or {}
            self.crawler.stats.set_value("byelections/kept_as", kept | {url: kept_as})
        self.logger.info("%s: %s", url, reason)  # the report of the run has them as warnings, once

    def page(self, response: Response) -> Page:
        """The response as readers see it."""
        kept_as = response.meta.get("kept_as", "") if response.request else ""
        content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
        return Page(url=response.url, body=response.body, content_type=content_type, kept_as=kept_as)


class Outcome:
    """Tells failures of callbacks; they are Scrapy's `spider_exceptions` as well. A Scrapy extension."""

    def __init__(self, crawler: Crawler):
        crawler.signals.connect(self.callback_failed, signals.spider_error)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Outcome:
        return cls(crawler)

    def callback_failed(self, failure: Failure, response: Response, spider: scrapy.Spider) -> None:
        if isinstance(spider, FetchingSpider) and failure.value is not None:
            spider.tell_failure(response.url, reason_for(failure.value), response.meta.get("kept_as", ""))


class Suspicion:
    """Counts answers and pages, and refuses what only looks like a page: a challenge to prove oneself a browser."""

    def __init__(self, crawler: Crawler):
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Suspicion:
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        assert self.crawler.stats is not None
        if request.meta.get("dont_obey_robotstxt"):
            return response
        if response.status < 500 and response.status != 429:
            self.crawler.stats.inc_value("byelections/answers")
        if b"challenge" in (response.headers.get("cf-mitigated") or b""):
            raise PageRefused("a challenge for browsers instead of the page (cf-mitigated)")
        if response.status == 200:
            kind = (response.headers.get("Content-Type") or b"").partition(b";")[0].strip().lower()
            suffix = urlsplit(request.url).path.rpartition(".")[2]
            if suffix in FILES and kind in HTML:
                raise PageRefused(f"HTML where {FILES[suffix]} was expected: perhaps a challenge for browsers")
            self.crawler.stats.inc_value("byelections/pages")
            if "cached" in response.flags:
                self.crawler.stats.inc_value("byelections/not_modified")
            pages = self.crawler.stats.get_value("byelections/pages")
            if pages % PAGES_A_LINE == 0:
                logger.info("%d pages", pages)
        return response
