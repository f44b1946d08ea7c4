"""Fetches a publisher's lists of articles, and of their articles those that look like coverage of by-elections.

A list is asked for whole and read at once; an article only when its headline, summary or address fits a contest
watched (`watch.py`). What a site says no to is left alone and told as declined, which is no failure.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from scrapy import Request
from scrapy.http import Response

from spiders.archive import http_date
from spiders.news.addresses import article_address, host_of
from spiders.news.feeds import read_listing
from spiders.news.publisher import publishers
from spiders.news.watch import AFTER, BEFORE, Watch, from_json
from spiders.outcome import Declined, FetchingSpider, PageRefused, reason_for
from spiders.politeness import PoliteRobots, gate_of
from spiders.records import ScrapedFeedItem
from spiders.settings import load_settings

if TYPE_CHECKING:
    from twisted.python.failure import Failure

OF_NEWS = re.compile(r"news", re.IGNORECASE)
NOT_OF_NEWS = re.compile(r"video|image|archive|author|tag", re.IGNORECASE)
MOST_SITEMAPS = 12  # of one index: the newest
MOST_ARTICLES = 200  # of one crawl; more would be a mistake of ours
API_DELAY = 1.0  # seconds between questions to an API: its free keys allow one a second
API_FIELDS = "headline,trailText,byline,firstPublicationDate,lastModified"
GONE = ("HTTP 404 Not Found", "HTTP 410 Gone")


class NewsSpider(FetchingSpider):
    """`publisher` is one of `spiders.news.publisher.NAMES`, `contests` what `watch.to_json` wrote, `today` an ISO date.

    `from_date` and `to_date` (ISO, both included) limit an API's search; lists hold what they hold.
    """

    name = "news"  # each publisher's own once there is one: it names the archive's files

    def __init__(
        self,
        publisher: str = "",
        contests: str = "",
        today: str = "",
        from_date: str = "",
        to_date: str = "",
        most_articles: str = str(MOST_ARTICLES),
        **kwargs: Any,
    ):
        self.publisher = publishers()[publisher]
        super().__init__(name=self.publisher.name, **kwargs)
        self.allowed_domains = [*self.publisher.hosts, *self.publisher.feed_hosts]
        watched = from_json(contests)
        if not watched:
            raise ValueError("no contests to watch: nothing would be relevant")
        self.watch = Watch(watched)
        self.today = date.fromisoformat(today) if today else datetime.now(UTC).date()
        self.from_date = from_date or (min(one.poll_date for one in watched) - BEFORE).isoformat()
        self.to_date = to_date or (max(one.poll_date for one in watched) + AFTER).isoformat()
        self.most_articles = int(most_articles)
        self.asked: set[str] = set()
        self.key = load_settings().guardian_api_key  # never among Scrapy's settings, which end up in logs

    async def start(self) -> AsyncIterator[Request]:
        for url in (*self.publisher.feeds, *self.publisher.sitemaps):
            yield self.ask(url, self.parse_list, priority=20)
        if self.publisher.api and self.key:
            gate_of(self.crawler).slow_down(host_of(self.publisher.api), API_DELAY)
            yield self.ask_api(1)
        named = await self.sitemaps_named()
        for url in named:
            yield self.ask_named(url)
        if not (named or self.publisher.feeds or self.publisher.sitemaps):
            for url in self.publisher.sections:
                yield self.ask(url, self.parse_list, priority=20)

    async def sitemaps_named(self) -> list[str]:
        """The sitemaps of news that the hosts' robots.txt files name, on hosts of the publisher's own."""
        robots = self.crawler.get_downloader_middleware(PoliteRobots)
        if robots is None:  # run again from the archive
            return []
        askings = [robots.sitemaps_of(Request(f"https://{host}/")) for host in self.publisher.hosts]
        found: dict[str, None] = {}
        answers = await asyncio.gather(*askings, return_exceptions=True)
        for host, answer in zip(self.publisher.hosts, answers, strict=True):
            if isinstance(answer, PageRefused):
                self.tell_failure(f"https://{host}/robots.txt", reason_for(answer))
            elif isinstance(answer, BaseException):
                raise answer
            else:
                found |= dict.fromkeys(map(article_address, answer))
        known = {*self.publisher.sitemaps, *self.publisher.feeds}
        return [
            url
            for url in found
            if host_of(url) in self.publisher.hosts
            and OF_NEWS.search(url.partition("://")[2].partition("/")[2])
            and not NOT_OF_NEWS.search(url)
            and url not in known
        ]

    def ask_named(self, url: str) -> Request:
        """A list that the site itself names; that it is not there is the site's mistake, and told apart."""
        request = self.ask(url, self.parse_list, priority=15)
        request.meta["is_named_by_site"] = True
        return request

    def ask_api(self, number: int) -> Request:
        question = {
            "q": '"by-election" OR byelection',
            "from-date": self.from_date,
            "to-date": min(self.to_date, self.today.isoformat()),
            "order-by": "newest",
            "page-size": "50",
            "page": str(number),
            "show-fields": API_FIELDS,
        }
        request = self.ask(f"{self.publisher.api}?{urlencode(question)}", self.parse_api, priority=20, number=number)
        assert self.key is not None
        request.meta["unsaid_query"] = {"api-key": self.key.get_secret_value()}
        return request

    def parse_api(self, response: Response, number: int) -> Iterator[Request]:
        """A page of the search, and the next as long as there is one; a day's allowance used up ends it."""
        if (response.headers.get("X-RateLimit-Remaining-day") or b"1").strip() == b"0":
            gate_of(self.crawler).give_up(host_of(response.url), "the day's questions to its API are used up")
        page = self.page(response)
        listing = read_listing(page)
        yield from self.articles_of(listing.items)
        if listing.pages > number:
            yield self.ask_api(number + 1)

    def parse_list(self, response: Response, depth: int = 0) -> Iterator[Request]:
        """A feed, sitemap or section page; of an index of sitemaps the newest, one step deep."""
        listing = read_listing(self.page(response))
        yield from self.articles_of(listing.items)
        if listing.further and depth:
            self.tell_failure(response.url, "an index of sitemaps inside an index of sitemaps")
            return
        since = (min(one.poll_date for one in self.watch.watched) - BEFORE).isoformat()
        fresh = [(day or "", url) for url, day in listing.further if not day or day[:10] >= since]
        for _, url in sorted(fresh, key=lambda one: one[0], reverse=True)[:MOST_SITEMAPS]:
            if host_of(url) in self.publisher.hosts:
                yield self.ask(article_address(url), self.parse_list, priority=10, depth=depth + 1)
        if len(fresh) > MOST_SITEMAPS:
            self.logger.info("%s: %d of %d sitemaps asked for, the newest", response.url, MOST_SITEMAPS, len(fresh))

    def articles_of(self, items: list[ScrapedFeedItem]) -> Iterator[Request]:
        """The articles to ask for: those of the publisher's own that look relevant, each once."""
        assert self.crawler.stats is not None
        for item in items:
            self.crawler.stats.inc_value("byelections/feed_items")
            url = article_address(item.url)
            if url in self.asked or not self.publisher.has_article(url):
                continue
            score = self.watch.relevant(item, day_of(item) or self.today)
            if score < 0.5:
                continue
            self.asked.add(url)
            if len(self.asked) > self.most_articles:
                self.tell_failure(url, f"not asked for: more than {self.most_articles} articles in one crawl")
                continue
            self.crawler.stats.inc_value("byelections/articles_asked")
            request = self.ask(url, self.parse_article, priority=int(5 * score))
            request.meta["is_article"] = True
            yield request

    def parse_article(self, response: Response) -> None:
        """Nothing to follow: the reader takes it from the archive."""

    def failed(self, failure: Failure) -> None:
        """What the site says no to is told as declined; what it names or lists and does not have, as gone."""
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy puts it there
        assert failure.value is not None and self.crawler.stats is not None
        reason = reason_for(failure.value)
        if isinstance(failure.value, Declined):
            self.tell("declined", request.url, reason)
        elif reason in GONE and request.meta.get("is_named_by_site"):
            self.tell("gone", request.url, f"{reason}, though its robots.txt names it")
        elif reason in GONE and request.meta.get("is_article"):
            self.tell("gone", request.url, f"{reason}, though a list has it")
        else:
            super().failed(failure)

    def tell(self, kind: str, url: str, reason: str) -> None:
        """Put an address and a reason into the crawl's statistics under `byelections/<kind>`."""
        assert self.crawler.stats is not None
        told = self.crawler.stats.get_value(f"byelections/{kind}") or []
        self.crawler.stats.set_value(f"byelections/{kind}", [*told, [url, reason]])
        self.logger.info("%s: %s: %s", url, kind, reason)


def day_of(item: ScrapedFeedItem) -> date | None:
    """The day an item says it is of, in either of the forms lists use; None when it says none that can be read."""
    for printed in filter(None, (item.published, item.modified)):
        moment = http_date(printed)
        if moment:
            return moment.date()
        try:
            return datetime.fromisoformat(printed).date()
        except ValueError:
            continue
    return None
