"""Fetches the historical files of the House of Commons Library.

Publisher  House of Commons Library            Licence  Open Parliament Licence v3.0
Finds      seven files at known addresses; no page lists them in a form that lasts
Quirks     the host answers some clients with a browser check (403, or HTML where a file was expected): then nothing
           is asked again, and --from-folder reads the files a person has fetched; they hold all years in one, so
           dates limit nothing
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from scrapy import Request
from scrapy.http import Response

from spiders.outcome import FetchingSpider

HOST = "researchbriefings.files.parliament.uk"
FILES = (
    "CBP-8647/1918-2017election_results.csv",
    "CBP-7529/CBP-7529-.download.xlsx",
    "CBP-8280/CBP-8280-by-elections-results-summary.xlsx",
    "CBP-7186/hoc-ge2015-results-full.csv",
    "CBP-7979/HoC-GE2017-results-by-candidate.csv",
    "CBP-8749/HoC-GE2019-results-by-candidate.csv",
    "CBP-8749/HoC-GE2019-results-by-constituency-csv.csv",
)


class CommonsLibrarySpider(FetchingSpider):
    """Asks for each file once; a refresh is a conditional request, as for every page."""

    name = "commons_library"
    allowed_domains = [HOST]

    def __init__(self, from_date: str = "", to_date: str = "", only_new: str = "", **kwargs: Any):
        super().__init__(**kwargs)

    async def start(self) -> AsyncIterator[Request]:
        for path in FILES:
            request = self.ask(f"https://{HOST}/documents/{path}", self.parse_file)
            request.meta["max_retry_times"] = 1
            yield request

    def parse_file(self, response: Response) -> None:
        """Nothing to follow; the reader takes it from the archive."""
