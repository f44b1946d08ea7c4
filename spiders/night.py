"""Watches tonight's contests: the same few addresses again and again, politely, until told that it is enough.

Runs in a child process that stays warm (`spiders.child`). It tells the parent on stdout, one JSON object a line:

    {"kind": "changed", "source", "url", "capture_id", "warc_file"}   an answer unlike the one before, or after one that
                                                                      failed, or that a page is gone; it is archived
    {"kind": "file", "source", "warc_file"}                           a file of the archive that it has begun
    {"kind": "failing", "source", "url", "reason"}                    once for each new reason
    {"kind": "answering", "source", "url"}                            after that
    {"kind": "watching", "source", "url"}                             an address that is new on the list

and hears from it on stdin: {"done": [ballot_paper_id, ...]}; the end of stdin ends the watch.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import sys
import threading
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from http import HTTPStatus
from importlib import import_module
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Headers, Response

from spiders.archive import WarcWriter
from spiders.captures import Capture
from spiders.outcome import FetchingSpider, HostGivenUp, reason_for
from spiders.politeness import PoliteRobots, gate_of
from spiders.recorder import Recorder
from spiders.records import UnexpectedPage
from spiders.watch import Address, Watched, pace

if TYPE_CHECKING:
    from twisted.python.failure import Failure

GONE = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
TICK = 0.02  # seconds; how soon a question that is due is asked


class NightRecorder(Recorder):
    """Keeps each source's answers in a file of its own, and tells the parent of what is new."""

    def open(self) -> None:
        self.writers: dict[str, WarcWriter] = {}
        self.files: set[str] = set()
        super().open()

    def close(self) -> None:
        for writer in self.writers.values():
            writer.close()

    def writer_for(self, request: Request) -> WarcWriter:
        spider = self.crawler.spider
        assert isinstance(spider, NightSpider)
        source = spider.source_of(request)
        if source not in self.writers:
            self.writers[source] = WarcWriter(self.root, source, index=self.index)
        return self.writers[source]

    def keep(self, request: Request, status: int, headers: Headers, body: bytes, truncated: str | None) -> Capture:
        capture = super().keep(request, status, headers, body, truncated)
        if capture.warc_file not in self.files:
            self.files.add(capture.warc_file)
            tell("file", source=capture.source, warc_file=capture.warc_file)
        # an answer that says nothing (404, a challenge) is kept, and is no reason to read; but for a page that is gone
        address = request.meta.get("address")
        is_gone = status in GONE and address is not None and bool(address.seen) and not address.failures
        # the same page as before is news after one that failed: it may have been gone
        is_back = address is not None and bool(address.failures) and capture.is_whole
        is_new = capture.kind == "response" and (status == HTTPStatus.OK or is_gone)
        if (is_new or is_back) and not is_of_robots(request):
            tell(
                "changed",
                source=capture.source,
                url=capture.url,
                capture_id=capture.capture_id,
                warc_file=capture.warc_file,
            )
        return capture


def is_of_robots(request: Request) -> bool:
    return bool(request.meta.get("dont_obey_robotstxt"))


class NightSpider(FetchingSpider):
    """`contests` and `sources` are JSON: what `Watched.as_dict` gives, and {source: module}. `every` in seconds."""

    name = "night"

    def __init__(self, contests: str, sources: str, every: str, **kwargs: Any):
        super().__init__(**kwargs)
        self.contests = {one.ballot_paper_id: one for one in map(Watched.of, json.loads(contests))}
        self.modules = {source: import_module(module) for source, module in json.loads(sources).items()}
        self.every = float(every)
        self.addresses: dict[str, Address] = {}
        self.sources_of_hosts: dict[str, str] = {}
        self.allowed_domains: list[str] = []
        self.owners: dict[str, str] = {}  # domain -> source
        self.is_ended = False
        for contest in self.contests.values():
            for source, module in self.modules.items():
                for url in module.night_addresses(contest):
                    self.watch(url, source, contest)

    def watch(self, url: str, source: str, contest: Watched) -> None:
        host = urlsplit(url).hostname or ""
        self.sources_of_hosts.setdefault(host, source)
        if owner := getattr(self.modules[source], "night_owner", str)(host):
            self.owners.setdefault(owner, source)
        for domain in (host, owner):
            if domain not in self.allowed_domains:
                self.allowed_domains.append(domain)
        if url not in self.addresses:
            self.addresses[url] = Address(url, source)
            tell("watching", source=source, url=url)
        self.addresses[url].contests.add(contest.ballot_paper_id)

    def source_of(self, request: Request) -> str:
        """Whose answer this is; robots.txt belongs to whoever was the first to ask its host, or led to it."""
        host = urlsplit(request.url).hostname or ""
        source = request.meta.get("source") or self.sources_of_hosts.get(host)
        return source or next(source for owner, source in self.owners.items() if f".{host}".endswith(f".{owner}"))

    async def start(self) -> AsyncIterator[Request]:
        loop = asyncio.get_running_loop()
        threading.Thread(target=self.listen, args=(loop,), daemon=True).start()
        for host, source in self.sources_of_hosts.items():
            if gap := getattr(self.modules[source], "night_gap", float)():
                gate_of(self.crawler).slow_down(host, gap)
        while not self.is_ended and self.contests:
            now = time.monotonic()
            for address in list(self.addresses.values()):
                if not address.is_out and address.next_at <= now and not self.is_ended:
                    address.is_out = True
                    yield self.question(address)
            await asyncio.sleep(TICK)

    def listen(self, loop: asyncio.AbstractEventLoop) -> None:
        """Hear the parent, in a thread; the first line of stdin was the job."""
        for line in sys.stdin:
            loop.call_soon_threadsafe(self.told, json.loads(line))
        loop.call_soon_threadsafe(self.told, {"done": list(self.contests)})

    def told(self, word: dict[str, Any]) -> None:
        for ballot_paper_id in word["done"]:
            self.contests.pop(ballot_paper_id, None)
        for url, address in list(self.addresses.items()):
            address.contests &= self.contests.keys()
            if not address.contests:
                del self.addresses[url]
        self.is_ended = not self.contests

    def question(self, address: Address) -> Request:
        host = urlsplit(address.url).hostname or ""
        if address.failures:
            gate_of(self.crawler).forgive(host)
        request = self.ask(address.url, self.answered, address=address)
        request.meta["source"] = address.source
        request.meta["address"] = address
        for name, value in getattr(self.modules[address.source], "night_headers", dict)().items():
            request.headers[name] = value
        return request.replace(dont_filter=True)

    def answered(self, response: Response, address: Address) -> None:
        if address.failures:
            tell("answering", source=address.source, url=address.url)
        address.failures, address.reason = 0, ""
        digest = hashlib.sha1(response.body, usedforsecurity=False).digest()
        address.quiet = address.quiet + 1 if digest == address.seen else 0
        if digest != address.seen:
            address.seen = digest
            self.follow(response, address)
        self.come_again(address)

    def follow(self, response: Response, address: Address) -> None:
        links = getattr(self.modules[address.source], "night_links", None)
        if links is None:
            return
        page = self.page(response)
        for ballot_paper_id in sorted(address.contests):
            try:
                found = links(page, self.contests[ballot_paper_id])
            except UnexpectedPage as error:  # the reader says the same of it, from the archive
                self.logger.warning("%s", error)
                return
            for url in found:
                self.watch(url, address.source, self.contests[ballot_paper_id])

    def failed(self, failure: Failure) -> None:
        assert failure.value is not None
        address: Address = failure.request.meta["address"]  # type: ignore[attr-defined]  # Scrapy puts it there
        reason = reason_for(failure.value)
        if isinstance(failure.value, HostGivenUp):  # it may be for its robots.txt, which is asked for again
            robots = self.crawler.get_downloader_middleware(PoliteRobots)
            if robots is not None:
                robots.forget(address.url)
        address.failures += 1
        if reason != address.reason:
            address.reason = reason
            tell("failing", source=address.source, url=address.url, reason=reason)
        self.come_again(address)

    def come_again(self, address: Address) -> None:
        address.is_out = False
        days = [self.contests[one].poll_date for one in address.contests if one in self.contests]
        now = datetime.now(UTC)
        factor = min((pace(day, now) for day in days), default=1.0)
        address.next_at = time.monotonic() + address.wait(self.every, factor)


def tell(kind: str, **values: Any) -> None:
    sys.stdout.write(json.dumps({"kind": kind, **values}) + "\n")
    sys.stdout.flush()
