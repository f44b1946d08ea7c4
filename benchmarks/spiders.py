"""The spiders of the crawl benchmark: the same addresses, recorded or not, and nothing read."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import scrapy

from spiders.outcome import FetchingSpider

HOST = "electionresults.parliament.uk"
FIRST = 1_000_000


class Bare(scrapy.Spider):
    name = "bare"

    def __init__(self, server: str, pages: str, **kwargs: Any):
        super().__init__(**kwargs)
        self.addresses = [f"{server}/{HOST}/elections/{number}" for number in range(FIRST, FIRST + int(pages))]

    async def start(self) -> AsyncIterator[scrapy.Request]:
        for url in self.addresses:
            yield scrapy.Request(url, callback=self.done)

    def done(self, response: scrapy.http.Response) -> None:
        """Nothing."""


class Recorded(FetchingSpider):
    name = "benchmark"
    allowed_domains = [HOST]

    def __init__(self, pages: str, **kwargs: Any):
        super().__init__(**kwargs)
        self.addresses = [f"https://{HOST}/elections/{number}" for number in range(FIRST, FIRST + int(pages))]

    async def start(self) -> AsyncIterator[scrapy.Request]:
        for url in self.addresses:
            yield self.ask(url, self.done)

    def done(self, response: scrapy.http.Response) -> None:
        """Nothing: readers take it from the archive."""
