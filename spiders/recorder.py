"""Scrapy writes to the archive: the download handler keeps every answer before anything reads it.

The handler sits below all middlewares, so robots.txt, redirects, errors, retries and still packed bodies are kept as
they came. What Scrapy refuses (too large, too slow, broken off) is kept with its headers and `WARC-Truncated`.
It uses private names of Scrapy 2.19 (`_ScrapyAgent`), whose version is pinned.
"""

from __future__ import annotations

import asyncio
import logging
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urldefrag, urlencode, urlsplit

from scrapy import Request, signals
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler, _ScrapyAgent
from scrapy.exceptions import DownloadCancelledError, DownloadTimeoutError, IgnoreRequest, ResponseDataLossError
from scrapy.http import Headers, Response, TextResponse
from scrapy.responsetypes import responsetypes
from scrapy.utils._download_handlers import wrap_twisted_exceptions
from scrapy.utils.defer import maybe_deferred_to_future

from spiders.archive import DECLINED, Capture, Index, Unreadable, WarcWriter, load_index, read_capture
from spiders.outcome import Declined, PageRefused
from spiders.politeness import gate_of, retry_after
from spiders.reservations import reservation

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.web.client import Response as TxResponse

ASKS_FOR_PEACE = {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}

logger = logging.getLogger(__name__)


class ArchiveFailed(IgnoreRequest):
    """The archive could not be written: the crawl ends, since what it fetched would be lost."""


class Recorder:
    """The archive as one crawl sees it: its index, and the file being written. A Scrapy extension."""

    def __init__(self, crawler: Crawler):
        self.crawler = crawler
        self.root = Path(crawler.settings["BYELECTIONS_ARCHIVE"])
        self.index = Index()
        self.writer: WarcWriter | None = None
        self.failure: OSError | None = None  # why there is no archive to write to
        crawler.signals.connect(self.open, signals.spider_opened)
        crawler.signals.connect(self.close, signals.engine_stopped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Recorder:
        return cls(crawler)

    def open(self) -> None:
        """Scrapy would go on without us when this raised, and fetch what nobody keeps."""
        assert self.crawler.spider is not None
        try:
            self.index = Index(load_index(self.root))
        except OSError as error:
            self.failure = error
        self.writer = WarcWriter(self.root, self.crawler.spider.name, index=self.index)

    def close(self) -> None:
        if self.writer is not None:
            self.writer.close()

    def writer_for(self, request: Request) -> WarcWriter:
        """The file that an answer goes into: that of the crawl's source."""
        assert self.writer is not None
        return self.writer

    def keep(self, request: Request, status: int, headers: Headers, body: bytes, truncated: str | None) -> Capture:
        """Write one answer; raises ArchiveFailed, and ends the crawl, when that is impossible."""
        assert self.crawler.stats is not None
        host = urlsplit(request.url).netloc.rpartition("@")[2]
        try:
            if self.failure is not None:
                raise self.failure
            capture = self.writer_for(request).response(
                address(request),
                status=status,
                headers=list(_pairs(headers)),
                body=body,
                method=request.method,
                request_headers=[("Host", host), *_pairs(request.headers)],
                truncated=truncated,
            )
        except OSError as error:
            logger.error("the archive cannot be written: %s", error)
            assert self.crawler.engine is not None
            ending = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason="archive_failed"))
            ending.add_done_callback(lambda done: done.exception())
            raise ArchiveFailed(f"the archive cannot be written: {error}") from error
        request.meta["kept_as"] = f"{capture.warc_file} at {capture.warc_offset}"
        stats = self.crawler.stats
        stats.inc_value("byelections/bytes", len(body))
        stats.inc_value("byelections/captures")
        return capture


def address(request: Request) -> str:
    """What was asked for: a fragment is never sent, and the archive knows the page without it."""
    return urldefrag(request.url).url


def _pairs(headers: Headers) -> list[tuple[str, str]]:
    return [(name.decode("latin-1"), one.decode("latin-1")) for name, values in headers.items() for one in values]


class _Agent(_ScrapyAgent):
    """Remembers status and headers, which Scrapy forgets when it then refuses the body."""

    answer: TxResponse | None = None

    def _cb_bodyready(self, txresponse: TxResponse, request: Request) -> Any:
        self.answer = txresponse
        return super()._cb_bodyready(txresponse, request)

    def headers(self) -> Headers:
        assert self.answer is not None
        return self._headers_from_twisted_response(self.answer)


class ArchivingHandler(HTTP11DownloadHandler):
    """Waits for the host's turn, fetches (from the mirror, where one is set), writes to the archive, hands on."""

    def __init__(self, crawler: Crawler):
        super().__init__(crawler)
        self._pool.retryAutomatically = False  # a request sent again behind our back keeps no distance
        self.gate = gate_of(crawler)
        self.mirror: str | None = crawler.settings["BYELECTIONS_MIRROR"]
        self.max_bytes: int = crawler.settings.getint("DOWNLOAD_MAXSIZE")
        self._recorder: Recorder | None = None

    @property
    def recorder(self) -> Recorder:
        if self._recorder is None:
            self._recorder = self.crawler.get_extension(Recorder)
            assert self._recorder is not None, "the extension spiders.recorder.Recorder is not enabled"
        return self._recorder

    async def download_request(self, request: Request) -> Response:
        host = urlsplit(request.url).hostname or ""
        async with self.gate.turn(host):
            response = await self._fetch(request)
            if response.status in ASKS_FOR_PEACE and (wait := retry_after(response)):
                self.gate.pause(host, wait)  # before the next in the queue has its turn; the middlewares come later
            return response

    async def _fetch(self, request: Request) -> Response:
        agent = _Agent(
            contextFactory=self._contextFactory,
            bindAddress=self._bind_address,
            pool=self._pool,
            maxsize=self.max_bytes,
            fail_on_dataloss=False,
            crawler=self._crawler,
        )
        url = with_key(request)
        asked = request.replace(url=in_mirror(self.mirror, url) if self.mirror else url)
        try:
            with wrap_twisted_exceptions():
                response = await maybe_deferred_to_future(agent.download_request(asked))
        except DownloadTimeoutError:
            self._keep_headers(request, agent, "time")
            raise
        except DownloadCancelledError as error:
            self._keep_headers(request, agent, "length")
            raise PageRefused(f"larger than {self.max_bytes} bytes") from error
        finally:
            if "download_latency" in asked.meta:
                request.meta["download_latency"] = asked.meta["download_latency"]  # AutoThrottle goes by it
        self._decline(request, response)
        is_broken_off = "dataloss" in response.flags
        cut = "disconnect" if is_broken_off else None
        self.recorder.keep(request, response.status, response.headers, response.body, cut)
        if is_broken_off:
            raise ResponseDataLossError(f"the body broke off after {len(response.body)} bytes")
        if not self.mirror:
            return response
        if isinstance(response, TextResponse):  # whose guess at the encoding would pass for a declared one
            return response.replace(url=address(request), encoding=None)
        return response.replace(url=address(request))

    def _decline(self, request: Request, response: Response) -> None:
        """Keep nothing but the headers of an article whose publisher asks that it not be kept; raises Declined."""
        if response.status != HTTPStatus.OK or not request.meta.get("is_article"):
            return
        if words := reservation(response.headers, response.body, self.max_bytes):
            self.recorder.keep(request, response.status, response.headers, b"", DECLINED)
            raise Declined(words)

    def _keep_headers(self, request: Request, agent: _Agent, why: str) -> None:
        if agent.answer is not None:
            self.recorder.keep(request, int(agent.answer.code), agent.headers(), b"", why)


def with_key(request: Request) -> str:
    """The address with a key that belongs into it, which neither the archive nor a log ever sees."""
    key: dict[str, str] = request.meta.get("unsaid_query", {})
    return request.url + ("&" if "?" in request.url else "?") + urlencode(key) if key else request.url


def in_mirror(mirror: str, url: str) -> str:
    """Where the mirror keeps an address: "http://127.0.0.1:8900/en.wikipedia.org/w/api.php?action=query"."""
    parts = urlsplit(url)
    return f"{mirror}/{parts.netloc}{parts.path or '/'}" + (f"?{parts.query}" if parts.query else "")


class Conditional:
    """Asks only for what has changed since the archive's latest capture, and serves the rest from the archive.

    A page that has not changed reaches the spider with its archived body and the flag "cached", so that links are
    still followed; what the archive gains is a revisit record.
    """

    def __init__(self, crawler: Crawler):
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Conditional:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        # a retry or a redirect carries the headers of another question
        request.headers.pop("If-None-Match", None)
        request.headers.pop("If-Modified-Since", None)
        recorder = self.crawler.get_extension(Recorder)
        if recorder is None or request.method != "GET" or request.meta.get("unconditional"):
            return
        etag, last_modified = recorder.index.validators(address(request))
        if etag:
            request.headers["If-None-Match"] = etag.encode("latin-1")
        if last_modified:
            request.headers["If-Modified-Since"] = last_modified.encode("latin-1")

    def process_response(self, request: Request, response: Response) -> Response | Request:
        if response.status != HTTPStatus.NOT_MODIFIED:
            return response
        recorder = self.crawler.get_extension(Recorder)
        latest = recorder.index.latest(address(request)) if recorder else None
        original = recorder.index.original(latest) if recorder and latest else None
        if recorder is None or original is None or request.meta.get("unconditional"):
            raise PageRefused("HTTP 304, although the question had no condition")
        try:
            kept = read_capture(recorder.root, original)
        except Unreadable as error:
            logger.warning("asking again for %s: %s", request.url, error)
            recorder.index.lose(original)
            return request.replace(meta={**request.meta, "unconditional": True}, dont_filter=True)
        request.meta["kept_as"] = f"{original.warc_file} at {original.warc_offset}"
        return kept_response(address(request), kept.status, kept.headers, kept.body, flags=["cached"])


def kept_response(
    url: str, status: int, headers: tuple[tuple[str, str], ...], body: bytes, flags: list[str]
) -> Response:
    """A response out of the archive, its content coding not undone yet."""
    wire = Headers()
    for name, value in headers:
        wire.appendlist(name, value.encode("latin-1", "replace"))
    kind = responsetypes.from_args(headers=wire, url=url, body=body)
    return kind(url=url, status=status, headers=wire, body=body, flags=flags)
