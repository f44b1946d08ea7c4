"""Fetches electionresults.parliament.uk: every by-election and general election the site lists.

Publisher  House of Commons Library      Licence  Open Parliament Licence v3.0
Finds      /elections -> each Parliament's list of by-elections -> each contest's page and CSV; for each general
           election, notional ones too (the base of change), its candidacies and elections as CSV
Quirks     there is no bulk file of by-elections; ids follow the order of loading, so lists are the only way to find
           them; the counts printed on /elections tell whether a list is complete
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from datetime import date, datetime
from typing import Any

from parsel import Selector
from scrapy import Request
from scrapy.http import Response, TextResponse

from spiders.outcome import FetchingSpider
from spiders.records import UnexpectedPage

SITE = "https://electionresults.parliament.uk"
LABEL = re.compile(r"\s*(\d+)\s+by-elections?\s+in\s+the\s+(\d+)")
Link = tuple[str, str]  # address, words


class ParliamentSpider(FetchingSpider):
    """`from_date` and `to_date` (ISO, both included) limit the contests by the poll date their lists print.

    Of the general elections the one before `from_date` stays, since changes are measured from it.
    """

    name = "parliament"
    allowed_domains = ["electionresults.parliament.uk"]

    def __init__(self, from_date: str = "", to_date: str = "", only_new: str = "", **kwargs: Any):
        super().__init__(**kwargs)
        self.from_date = date.fromisoformat(from_date) if from_date else date.min
        self.to_date = date.fromisoformat(to_date) if to_date else date.max
        # every request is conditional and old figures are corrected too, so a refresh asks for the same pages
        self.only_new = bool(only_new)

    async def start(self) -> AsyncIterator[Request]:
        yield self.ask(f"{SITE}/elections", self.parse_elections, priority=20)
        yield self.ask(f"{SITE}/general-elections.csv", self.parse_file)
        yield self.ask(f"{SITE}/political-party-registrations.csv", self.parse_file)

    def parse_elections(self, response: Response) -> Iterator[Request]:
        """/elections: general elections, Parliaments with by-elections and how many, notional results."""
        by_elections = self.links(response, "div#by-elections ol li a")
        general_elections = self.links(response, "div#general-elections ol li a")
        if not by_elections or not general_elections:
            raise UnexpectedPage(
                self.page(response),
                wanted="div#general-elections and div#by-elections with a list of links each",
                seen=f"{len(general_elections)} general elections, {len(by_elections)} Parliaments with by-elections",
            )
        for url, words in by_elections:
            label = LABEL.match(words)
            if label is None:
                self.tell_failure(response.url, f"no number of by-elections in {words!r}")
            yield self.ask(url, self.parse_by_elections, priority=10, printed=int(label[1]) if label else None)
        notional = self.links(response, "div#notional-results ol li a")
        dated = [(url, general_election_date(words)) for url, words in general_elections]
        base = max((day for _, day in dated if day and day <= self.from_date), default=date.min)
        for url, day in [*dated, *((url, general_election_date(words)) for url, words in notional)]:
            if day is None or base <= day <= self.to_date:
                yield self.ask(f"{url}/candidacies.csv", self.parse_file)
                yield self.ask(f"{url}/elections.csv", self.parse_file)

    def parse_by_elections(self, response: Response, printed: int | None) -> Iterator[Request]:
        """A Parliament's list; how many it must hold is printed on /elections."""
        contests = self.links(response, "div#by-elections > ol > li > a")
        if not contests and printed != 0:
            raise UnexpectedPage(self.page(response), wanted="div#by-elections with a list of links", seen="none")
        if printed is not None and printed != len(contests):
            self.tell_failure(response.url, f"lists {len(contests)} by-elections, but /elections says {printed}")
        for url, words in contests:
            day = poll_date(words)
            if day is None or self.from_date <= day <= self.to_date:
                yield self.ask(url, self.parse_file, priority=5)
                yield self.ask(f"{url}/candidate-results.csv", self.parse_file, priority=5)

    def parse_file(self, response: Response) -> None:
        """Nothing to follow; the readers take it from the archive."""

    def links(self, response: Response, css: str) -> list[Link]:
        if not isinstance(response, TextResponse):
            return []
        found: list[Selector] = list(response.css(css))
        return [
            (response.urljoin(link.attrib["href"]), "".join(link.css("::text").getall()))
            for link in found
            if "href" in link.attrib
        ]


def poll_date(words: str) -> date | None:
    """ "1 May 2025 - Runcorn and Helsby" -> 1 May 2025; None when it does not begin with a date."""
    return _day(words.partition(" - ")[0])


def general_election_date(words: str) -> date | None:
    """ "2024  - 4 July" -> 4 July 2024; None when it is not made so."""
    year, _, day = words.partition(" - ")
    return _day(f"{day.strip()} {year.strip()}")


def _day(text: str) -> date | None:
    try:
        return datetime.strptime(" ".join(text.split()), "%d %B %Y").date()  # noqa: DTZ007  a day has no zone
    except ValueError:
        return None
