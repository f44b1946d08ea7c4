"""Fetches electionresults.parliament.uk: every by-election and general election the site lists.

Publisher  House of Commons Library      Licence  Open Parliament Licence v3.0
Finds      /elections -> each Parliament's list of by-elections -> each contest's page and CSV; for each general
           election, notional ones too (the base of change), its candidacies and elections as CSV
Quirks     there is no bulk file of by-elections; ids follow the order of loading, so lists are the only way to find
           them; the counts printed on /elections tell whether a list is complete
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response
from uk_election_ids.slugger import slugify

from spiders.outcome import FetchingSpider
from spiders.records import Page, UnexpectedPage
from spiders.results.parliament import BY_ELECTIONS, HOST, LISTED, parse_by_election_list, parse_elections_index
from spiders.watch import Watched

SITE = f"https://{HOST}"


class ParliamentSpider(FetchingSpider):
    """`from_date` and `to_date` (ISO, both included) limit the contests by the poll date their lists print.

    Of the general elections the one before `from_date` stays, since changes are measured from it.
    """

    name = "parliament"
    allowed_domains = [HOST]

    def __init__(self, from_date: str = "", to_date: str = "", only_new: str = "", **kwargs: Any):
        super().__init__(**kwargs)
        self.from_date = date.fromisoformat(from_date) if from_date else date.min
        self.to_date = date.fromisoformat(to_date) if to_date else date.max
        # every request is conditional and old figures are corrected too, so a refresh asks for the same pages
        self.only_new = bool(only_new)

    async def start(self) -> AsyncIterator[Request]:
        yield self.ask(f"{SITE}/elections", self.parse_elections, priority=20)
        yield self.ask(f"{SITE}/political-party-registrations.csv", self.parse_file)

    def parse_elections(self, response: Response) -> Iterator[Request]:
        """/elections: general elections, notional results, Parliaments with by-elections and how many."""
        general_elections, lists = parse_elections_index(self.page(response))
        for listed in lists:
            count = BY_ELECTIONS.match(listed.label)
            if count is None:
                self.tell_failure(response.url, f"no number of by-elections in {listed.label!r}")
            printed = int(count[1].replace(",", "")) if count else None
            yield self.ask(response.urljoin(listed.path), self.parse_by_elections, priority=10, printed=printed)
        days = {listed.path: general_election_date(listed.label) for listed in general_elections}
        base = max((day for day in days.values() if day and day <= self.from_date), default=date.min)
        for path, day in days.items():
            if day is None or base <= day <= self.to_date:
                yield self.ask(response.urljoin(f"{path}/candidacies.csv"), self.parse_file)
                yield self.ask(response.urljoin(f"{path}/elections.csv"), self.parse_file)

    def parse_by_elections(self, response: Response, printed: int | None) -> Iterator[Request]:
        """A Parliament's list; how many it must hold is printed on /elections."""
        contests = parse_by_election_list(self.page(response))
        if not contests and printed != 0:
            raise UnexpectedPage(self.page(response), wanted="div#by-elections with a list of links", seen="none")
        if printed is not None and printed != len(contests):
            self.tell_failure(response.url, f"lists {len(contests)} by-elections, but /elections says {printed}")
        for listed in contests:
            words = LISTED.fullmatch(listed.label)
            day = day_of(words[1]) if words else None
            if day is None or self.from_date <= day <= self.to_date:
                yield self.ask(response.urljoin(listed.path), self.parse_file, priority=5)
                yield self.ask(response.urljoin(f"{listed.path}/candidate-results.csv"), self.parse_file, priority=5)

    def parse_file(self, response: Response) -> None:
        """Nothing to follow; the readers take it from the archive."""


def night_addresses(contest: Watched) -> list[str]:
    """The list that will lead to the contest's page, whose address nobody knows before; none for councils'."""
    is_ours = contest.ballot_paper_id.startswith("parl.") and contest.parliament_number is not None
    return [f"{SITE}/parliament-periods/{contest.parliament_number}/by-elections"] if is_ours else []


def night_links(page: Page, contest: Watched) -> list[str]:
    """From the list to the contest's page and its download; none as long as the list lacks it."""
    if not urlsplit(page.url).path.endswith("/by-elections"):
        return []
    found = []
    for listed in parse_by_election_list(page):
        label = LISTED.fullmatch(listed.label)
        if label and day_of(label[1]) == contest.poll_date and slugify(label[2]) == slugify(contest.constituency):
            found += [f"{SITE}{listed.path}", f"{SITE}{listed.path}/candidate-results.csv"]
    return found


def general_election_date(words: str) -> date | None:
    """ "2024 - 4 July" -> 4 July 2024; None when it is not made so."""
    year, _, day = words.partition(" - ")
    return day_of(f"{day} {year}")


def day_of(text: str) -> date | None:
    """ "1 May 2025" -> that day; None for anything else."""
    try:
        return datetime.strptime(text, "%d %B %Y").date()  # noqa: DTZ007  a day has no zone
    except ValueError:
        return None
