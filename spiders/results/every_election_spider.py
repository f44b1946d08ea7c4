"""Fetches elections.democracyclub.org.uk: the list of by-elections, coming and recent ones of every kind.

Publisher  Democracy Club      Licence  CC BY 4.0
Finds      /api/elections/ with the filters for ballots that are by-elections, polled since the month before last or to
           be polled; once more for those deleted; with everything, also the by-elections to the Commons since 2010
Quirks     no key and no throttle, a hundred rows a page; a list is named by the day it begins on, so that within a
           month the same question is asked again, and an unchanged answer is kept once
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from scrapy import Request
from scrapy.http import Response

from spiders.outcome import FetchingSpider
from spiders.records import Page, UnexpectedPage
from spiders.results.every_election import ELECTIONS, HOST, answer_of, rows_of

LIST = f"https://{HOST}{ELECTIONS}"
SINCE = "2010-05-07"  # the day after the general election that formed the 55th Parliament
EVERY_KIND = r"\.by\."
COMMONS = r"^parl\.[^.]+\.by\."


class EveryElectionSpider(FetchingSpider):
    """`from_date` and `to_date` (ISO, both included) limit the polls; `today` is for tests."""

    name = "every_election"
    allowed_domains = [HOST]

    def __init__(self, from_date: str = "", to_date: str = "", only_new: str = "", today: str = "", **kwargs: Any):
        super().__init__(**kwargs)
        self.from_date, self.to_date, self.only_new = from_date, to_date, bool(only_new)
        self.today = date.fromisoformat(today) if today else datetime.now(UTC).date()

    async def start(self) -> AsyncIterator[Request]:
        lately = self.from_date or month_before_last(self.today).isoformat()
        yield self.ask(self.address(EVERY_KIND, lately), self.parse_list)
        yield self.ask(self.address(EVERY_KIND, lately, deleted="1"), self.parse_list)
        if not self.only_new:
            yield self.ask(self.address(COMMONS, self.from_date or SINCE), self.parse_list)

    def address(self, pattern: str, since: str, **more: str) -> str:
        """The list with these filters, in the order in which the API itself names its pages."""
        filters = {"election_id_regex": pattern, "identifier_type": "ballot", "limit": "100"}
        filters |= {"poll_open_date__gte": since} | more
        if self.to_date:
            filters["poll_open_date__lte"] = self.to_date
        return f"{LIST}?{urlencode(sorted(filters.items()))}"

    def parse_list(self, response: Response) -> Iterator[Request]:
        """A page of a list and its further pages; raises UnexpectedPage when `next` leads elsewhere."""
        page: Page = self.page(response)
        rows_of(page)
        further = answer_of(page).get("next")
        if further is None:
            return
        parts = urlsplit(str(further))
        if (parts.hostname, parts.path) != (HOST, ELECTIONS):
            raise UnexpectedPage(page, wanted="the next page of the list", seen=f"next is {str(further)[:200]!r}")
        yield self.ask(parts._replace(scheme="https", netloc=HOST).geturl(), self.parse_list)


def month_before_last(today: date) -> date:
    """The first day of the month before last: the list keeps its name, and so its place in the archive, for a month."""
    months = today.year * 12 + today.month - 1 - 2
    return date(months // 12, months % 12 + 1, 1)
