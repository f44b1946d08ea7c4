"""A small web site on loopback whose pages and faults each test declares, and a spider that walks it.

The site stands behind the mirror setting: https://council.example/a is asked for as /council.example/a. It notes every
request, also those to hosts that a polite crawl never asks.
"""

from __future__ import annotations

import asyncio
import gzip
import io
import json
import resource
import socket
import struct
import threading
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http.client import responses
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from scrapy import Request, signals
from scrapy.http import Response, TextResponse

from flows.crawl import CrawlReport, crawl, report_of, run_child
from spiders.outcome import FetchingSpider
from spiders.settings import Settings, replay_settings

HOST = "council.example"
PIECE = b"<p>declared</p>" * 4096  # what endless pages are made of
ENDLESS = 100 << 20  # bytes; where an endless page stops if nobody hangs up


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of the site. With an ETag or Last-Modified among the headers it answers 304 to who knows it."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    cut_at: int | None = None  # breaks off after so many bytes of the body
    is_chunked: bool = False
    is_reset: bool = False  # hangs up without an answer
    is_endless: bool = False  # `body` is left aside; Content-Length only when the headers have it
    stalls: bool = False  # after the head, until the asker hangs up or the site closes

    def is_known_by(self, asked: Mapping[str, str]) -> bool:
        etag, date = self.headers.get("ETag"), self.headers.get("Last-Modified")
        if "if-none-match" in asked:  # which takes precedence, says RFC 9110
            return etag is not None and asked["if-none-match"] == etag
        return date is not None and asked.get("if-modified-since") == date


@dataclass(slots=True)
class Asked:
    """A request as the site saw it; times by the monotonic clock."""

    host: str
    path: str
    headers: dict[str, str]  # names in lower case
    began: float
    ended: float = 0.0  # just before the last piece of the answer went out, so never later than its arrival
    sent: int = 0  # bytes of body


Pages = Mapping[str, Answer | Sequence[Answer]]


class Site:
    """Serves `pages`: "/path" of council.example, or "other.example/path". A list is answered one by one, the last
    one for ever; what is not declared is 404.
    """

    def __init__(self, pages: Pages):
        self.pages = dict(pages)
        self.asked: list[Asked] = []
        self.closing = threading.Event()
        self._turns: dict[str, int] = defaultdict(int)
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.site = self
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    def __enter__(self) -> Site:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        if not self.closing.is_set():
            self.closing.set()
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()

    @property
    def mirror(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def settings(self, home: Path, **others: Any) -> Settings:
        """Settings for a crawl of this site, whatever the environment says."""
        values = {"home": home, "mirror": self.mirror, "delay": 0.02, "contact": "", **others}
        return Settings(_env_file=None, **values)  # type: ignore[call-arg]  # the stubs leave it out

    def note(self, asked: Asked) -> Answer:
        """Remember a request; the answer it gets."""
        key = asked.path if asked.host == HOST else asked.host + asked.path
        with self._lock:
            self.asked.append(asked)
            nth, self._turns[key] = self._turns[key], self._turns[key] + 1
        answers = self.pages.get(key, Answer(b"no such page", 404))
        return answers if isinstance(answers, Answer) else answers[min(nth, len(answers) - 1)]

    def asked_of(self, host: str) -> list[Asked]:
        return [one for one in self.asked if one.host == host]

    def paths(self, host: str = HOST) -> list[str]:
        return [one.path for one in self.asked_of(host)]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False  # kept-alive connections would keep it waiting
    site: Site

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Askers who hang up are part of the tests."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        began = time.monotonic()
        _, host, path = self.path.split("/", 2)
        asked = Asked(host, "/" + path, {name.lower(): value for name, value in self.headers.items()}, began)
        answer = self.server.site.note(asked)
        try:
            self._give(answer, asked)
        except OSError:
            self.close_connection = True
        finally:
            asked.ended = asked.ended or time.monotonic()

    def _give(self, answer: Answer, asked: Asked) -> None:
        if answer.is_reset:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
            raise ConnectionResetError
        if answer.status == 200 and answer.is_known_by(asked.headers):
            answer = Answer(status=304, headers=answer.headers)
        head = {"Content-Type": "text/html; charset=utf-8", **answer.headers}
        is_whole = answer.cut_at is None and not answer.is_endless and not answer.stalls
        if answer.is_chunked:
            head["Transfer-Encoding"] = "chunked"
        elif answer.status != 304 and not answer.is_endless:
            head.setdefault("Content-Length", str(len(answer.body)))
        if not is_whole:
            head["Connection"] = "close"
            self.close_connection = True
        lines = [f"HTTP/1.1 {answer.status} {responses.get(answer.status, '')}"]
        lines += [f"{name}: {value}" for name, value in head.items()]
        start = "\r\n".join([*lines, "", ""]).encode("latin-1")
        if answer.stalls:
            self.wfile.write(start + answer.body[:1])
            self.server.site.closing.wait(30)
        elif answer.is_endless:
            self.wfile.write(start)
            while asked.sent < ENDLESS and not self.server.site.closing.is_set():
                self.wfile.write(PIECE)
                asked.sent += len(PIECE)
        else:
            body = answer.body[: answer.cut_at]
            asked.sent, asked.ended = len(body), time.monotonic()
            if answer.is_chunked:
                last = b"" if answer.cut_at is not None else b"0\r\n\r\n"
                body = f"{len(body):x}\r\n".encode() + body + b"\r\n" + last
            self.wfile.write(start + body)

    def log_message(self, *_: object) -> None:
        """The site has a log of its own."""


def html(title: str, *links: str) -> bytes:
    """A page with a title and links."""
    anchors = "".join(f'<li><a href="{link}">{link}</a>' for link in links)
    return f"<!doctype html><title>{title}</title><ul>{anchors}</ul>".encode()


def robots(text: str = "User-agent: *\nDisallow:\n", **more: Any) -> Answer:
    return Answer(text.encode(), headers={"Content-Type": "text/plain", "ETag": '"rules"'}, **more)


def bomb(unpacked: int) -> bytes:
    """A gzip body that unpacks to so many bytes of nothing."""
    into = io.BytesIO()
    with gzip.GzipFile(fileobj=into, mode="wb", mtime=0) as file:
        for _ in range(unpacked >> 20):
            file.write(bytes(1 << 20))
    return into.getvalue()


class SampleSpider(FetchingSpider):
    """Walks from `start` (addresses, blanks between) along every link, and logs what it sees."""

    name = "borough"
    allowed_domains = [HOST, *(f"{kind}.example" for kind in ("shut", "slow", "patient", "busy", "failing", "never"))]

    def __init__(self, start: str = "/", **kwargs: Any):
        super().__init__(**kwargs)
        self.first = start.split()

    @classmethod
    def from_crawler(cls, crawler: Any, *args: Any, **kwargs: Any) -> SampleSpider:
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.tell_memory, signals.spider_opened)
        crawler.signals.connect(spider.tell_memory, signals.spider_closed)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        for nth, url in enumerate(self.first):
            yield self.walk(f"https://{HOST}{url}" if url.startswith("/") else url, priority=-nth)

    def walk(self, url: str, priority: int = 0) -> Request:
        request = self.ask(url, self.parse_page, priority=priority)
        if "stall" in url:
            request.meta["download_timeout"] = 0.5
        return request

    def parse_page(self, response: Response) -> Iterator[Request]:
        title = links = None
        if isinstance(response, TextResponse):
            title = response.css("title::text").get()
            links = response.css("a::attr(href)").getall()
        seen = {"url": response.url, "title": title, "size": len(response.body), "flags": response.flags}
        self.logger.info("saw %s", json.dumps(seen))
        if title == "a surprise":
            raise ValueError("no such page was expected")
        for link in links or ():
            yield self.walk(response.urljoin(link))

    def tell_memory(self) -> None:
        self.logger.info("peak %d", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10)


@dataclass(slots=True)
class Walk:
    """A crawl of the sample spider: its report, and what its log tells."""

    report: CrawlReport
    lines: list[tuple[int, str]]

    @property
    def seen(self) -> dict[str, dict[str, Any]]:
        """By address, what the spider saw: title, size, flags."""
        told = [json.loads(line.removeprefix("saw ")) for _, line in self.lines if line.startswith("saw ")]
        return {one["url"]: one for one in told}

    @property
    def titles(self) -> dict[str, str | None]:
        return {url: one["title"] for url, one in self.seen.items()}

    @property
    def failures(self) -> dict[str, str]:
        """Reasons by address; an address that failed is told once."""
        assert len(dict(self.report.failures)) == len(self.report.failures), self.report.failures
        return dict(self.report.failures)

    @property
    def memory_grown_by(self) -> int:
        """Bytes by which the crawl's process grew from its start to its peak."""
        first, last = [int(line.split()[1]) for _, line in self.lines if line.startswith("peak ")]
        return last - first


SPIDER = "tests.sample_site.SampleSpider"


def walk(settings: Settings, start: str = "/", **overrides: Any) -> Walk:
    """Crawl the sample site as a run does, in a child process."""
    lines: list[tuple[int, str]] = []

    def log(level: int, line: str) -> None:
        lines.append((level, line))

    report = asyncio.run(crawl(settings, SPIDER, args={"start": start}, log=log, overrides=overrides))
    return Walk(report, lines)


def walk_archive(settings: Settings, start: str = "/", at: Any = None) -> Walk:
    """The same from the archive alone."""
    lines: list[tuple[int, str]] = []

    def log(level: int, line: str) -> None:
        lines.append((level, line))

    job = {"spider": SPIDER, "settings": replay_settings(settings, at), "args": {"start": start}}
    code, stats = asyncio.run(run_child(job, log))
    return Walk(report_of(SPIDER, code, stats), lines)


def gaps(asked: Sequence[Asked]) -> list[float]:
    """Seconds from the end of each answer to the beginning of the next request."""
    return [later.began - earlier.ended for earlier, later in zip(asked, asked[1:], strict=False)]
