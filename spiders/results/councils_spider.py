"""Fetches the declarations of by-elections that other sources know, from the sites of their councils.

Publisher  the councils of the United Kingdom    Licence  Open Government Licence v3.0, where a site says no other
Finds      a council's list of elections or declarations -> the contest's XML, page and PDF, by the words of the links;
           with Modern.Gov's ids of an election or area, these pages at once
Quirks     RPID and XXR in Modern.Gov's links change between visits, and are left out; old results are taken down, which
           is no failure; a site that asks for a browser is left alone
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from scrapy import Request
from scrapy.http import Response

from spiders.outcome import FetchingSpider
from spiders.results.council_sites import Wanted, addresses, domain_of, follow, wanted_contest
from spiders.results.councils import refuse_challenge
from spiders.results.declarations.containers import kind_of_data

DEEPEST = 3  # links from a council's first list to a result: year, contest, area
NOT_LISTS = (b"%PDF", b"<?xml")


@dataclass(frozen=True, slots=True)
class Asked:
    """A contest as the run names it: its ballot id, its seat's name, and Modern.Gov's ids or an address, if known."""

    ballot_paper_id: str
    ward: str = ""
    election_id: str = ""
    area_id: str = ""
    address: str = ""

    def starts(self) -> list[str]:
        """Where to begin; [] where neither the council nor an address is known."""
        if self.address:
            return [self.address]
        return addresses(self.ballot_paper_id, ward=self.ward, election_id=self.election_id, area_id=self.area_id)


class CouncilsSpider(FetchingSpider):
    """`contests`: a JSON list of objects with the fields of `Asked`; `from_date` and `to_date` (ISO, both included)
    leave out those polled on other days.

    Every request is conditional, so a refresh (`only_new`) asks for the same pages.
    """

    name = "councils"

    def __init__(self, contests: str = "[]", from_date: str = "", to_date: str = "", only_new: str = "", **kwargs: Any):
        super().__init__(**kwargs)
        first = date.fromisoformat(from_date) if from_date else date.min
        last = date.fromisoformat(to_date) if to_date else date.max
        asked = [Asked(**one) for one in json.loads(contests)]
        self.starts: dict[str, list[Wanted]] = {}
        for one in asked:
            contest = wanted_contest(one.ballot_paper_id, one.ward)
            if first <= contest.polled <= last:
                for address in one.starts():
                    self.starts.setdefault(address, []).append(contest)
        hosts = {host for address in self.starts if (host := address.split("/")[2].partition(":")[0])}
        self.owners = frozenset(domain_of(host) for host in hosts)  # a council's other hosts are its own too
        self.allowed_domains = sorted(hosts | self.owners)
        self.only_new = bool(only_new)
        self.seen: set[str] = set(self.starts)

    async def start(self) -> AsyncIterator[Request]:
        for address, contests in self.starts.items():
            yield self.ask(address, self.parse_list, priority=10, contests=contests, depth=0)

    def parse_list(self, response: Response, contests: list[Wanted], depth: int) -> Iterator[Request]:
        """Follow what leads on to one of the contests; what is a result already leads nowhere, and is in the archive.

        Raises UnexpectedPage for a check for browsers, and for a page that broke off.
        """
        page = self.page(response)
        refuse_challenge(page)
        is_list = kind_of_data(page) is not None or not response.body[:200].lstrip().startswith(NOT_LISTS)
        if depth >= DEEPEST or not is_list:
            return
        targets: dict[str, list[Wanted]] = {}
        for contest in contests:
            for target in follow(page, contest):
                targets.setdefault(target, []).append(contest)
        if not targets and depth == 0 and kind_of_data(page) is None:
            self.logger.warning(
                "%s: no link to a result of %s", response.url, ", ".join(one.ballot_paper_id for one in contests)
            )
        for target, leading in targets.items():
            if target not in self.seen:
                self.seen.add(target)
                yield self.ask(target, self.parse_list, contests=leading, depth=depth + 1)
