"""Fetches the by-election articles and lists of English Wikipedia through the MediaWiki API.

Publisher  the editors of English Wikipedia      Licence  CC BY-SA 4.0
Finds      the category of by-elections and its subcategories -> each article's last revision; the lists of by-elections
Quirks     the API answers 200 to everything: an error stands in the body, and "maxlag" means "later"; it sends no
           validators, so a refresh compares revision ids first; robots.txt of the live site keeps crawlers off the API,
           and is obeyed (docs/sources.md)
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import date
from typing import Any

from scrapy import Request
from scrapy.http import Response

from spiders.archive import Unreadable, page_of, read_capture
from spiders.outcome import FetchingSpider
from spiders.politeness import gate_of, retry_after
from spiders.recorder import Recorder
from spiders.records import UnexpectedPage
from spiders.results.wikipedia_api import (
    HOST,
    address,
    answer_of,
    article_address,
    articles_of,
    is_busy,
    latest_revisions,
    missing_titles,
    parse_members,
    year_of,
    years_of_list,
)
from spiders.warc import CannotUnpack, unpack

CATEGORY = "Category:By-elections to the Parliament of the United Kingdom"
FIRST_DAY = date(1918, 12, 14)  # general election of 1918: the reforms before it make another kind of contest
YEARS_OF_LISTS = (
    "1801\u20131806", "1806\u20131818", "1818\u20131832", "1832\u20131847", "1847\u20131857", "1857\u20131868",
    "1868\u20131885", "1885\u20131900", "1900\u20131918", "1918\u20131931", "1931\u20131950", "1950\u20131979",
    "1979\u20132010", "2010\u2013present",
)  # fmt: skip
# one list ends and the next begins with a general election
BETWEEN_LISTS = {
    day.year: day for day in (FIRST_DAY, date(1931, 10, 27), date(1950, 2, 23), date(1979, 5, 3), date(2010, 5, 6))
}
LISTS = tuple(f"List of United Kingdom by-elections ({years})" for years in YEARS_OF_LISTS)
DEEPEST = 5  # categories below the first one
TITLES_AT_ONCE = 50  # as many as the API takes
BUSY_TRIES, BUSY_WAIT = 5, 5.0  # seconds, where the site does not say how long


class WikipediaSpider(FetchingSpider):
    """`from_date` and `to_date` (ISO, both included) limit the articles by year, as titles say no day, and the
    lists to those of a time between.

    With `only_new`, an article is asked for when its last revision is not the one in the archive.
    """

    name = "wikipedia"
    allowed_domains = [HOST]

    def __init__(self, from_date: str = "", to_date: str = "", only_new: str = "", **kwargs: Any):
        super().__init__(**kwargs)
        self.from_date = date.fromisoformat(from_date) if from_date else FIRST_DAY
        self.to_date = date.fromisoformat(to_date) if to_date else date.max
        self.only_new = bool(only_new)

    async def start(self) -> AsyncIterator[Request]:
        yield self.ask_category(CATEGORY, 0)
        lists = [title for title in LISTS if self.is_wanted_list(title)]
        if lists:
            yield self.ask(address(prop="info", redirects="1", titles="|".join(lists)), self.parse_lists, priority=10)

    def is_wanted_list(self, title: str) -> bool:
        years = years_of_list(title)
        assert years is not None
        begins = BETWEEN_LISTS.get(years[0], date(years[0], 1, 1))
        ends = BETWEEN_LISTS.get(years[1], date(years[1], 12, 31))
        return begins <= self.to_date and self.from_date < ends

    def parse_lists(self, response: Response) -> Iterator[Request]:
        """The lists of by-elections that there are; each is then asked for as an article is."""
        if again := self.later(response):
            yield again
            return
        page = self.page(response)
        for title in missing_titles(page):
            self.logger.warning("%s has no page %r: its causes of vacancies are not read", HOST, title)
        for title, revision in latest_revisions(page).items():
            if not self.only_new or revision != self.archived_revision(title):
                yield self.ask_article(title)

    def ask_category(self, title: str, depth: int, **more: str) -> Request:
        asked = {"list": "categorymembers", "cmtitle": title, "cmtype": "page|subcat", "cmlimit": "max"}
        return self.ask(address(**asked, **more), self.parse_category, priority=20, title=title, depth=depth)

    def parse_category(self, response: Response, title: str, depth: int) -> Iterator[Request]:
        """One slice of a category; the whole `continue` object goes back with the next question."""
        if again := self.later(response):
            yield again
            return
        page = self.page(response)
        members, more = parse_members(page), answer_of(page).get("continue")
        if isinstance(more, dict):
            yield self.ask_category(title, depth, **{name: str(value) for name, value in more.items()})
        for one in members:
            if one.is_category and "by-election" in one.title.casefold():
                if depth < DEEPEST:
                    yield self.ask_category(one.title, depth + 1)
                else:
                    self.tell_failure(response.url, f"{one.title!r} is nested deeper than {DEEPEST} categories")
        titles = [one.title for one in members if not one.is_category and self.is_wanted(one.title)]
        if not titles and not members and depth == 0:
            raise UnexpectedPage(page, wanted="articles or subcategories", seen=f"an empty category {title!r}")
        if not self.only_new:
            yield from map(self.ask_article, titles)
            return
        for start in range(0, len(titles), TITLES_AT_ONCE):
            some = "|".join(titles[start : start + TITLES_AT_ONCE])
            yield self.ask(address(prop="info", titles=some), self.parse_info, priority=10)

    def is_wanted(self, title: str) -> bool:
        year = year_of(title)
        return year is not None and self.from_date.year <= year <= self.to_date.year

    def ask_article(self, title: str) -> Request:
        return self.ask(article_address(title), self.parse_article, priority=5)

    def parse_info(self, response: Response) -> Iterator[Request]:
        """Up to fifty articles' last revisions, compared with those in the archive."""
        if again := self.later(response):
            yield again
            return
        for title, revision in latest_revisions(self.page(response)).items():
            if revision != self.archived_revision(title):
                yield self.ask_article(title)

    def parse_article(self, response: Response) -> Iterator[Request]:
        """Nothing to follow; the reader takes it from the archive."""
        if again := self.later(response):
            yield again

    def archived_revision(self, title: str) -> str | None:
        """The revision of the article that the archive holds; None when it holds none that can be read."""
        recorder = self.crawler.get_extension(Recorder)
        latest = recorder.index.latest(article_address(title)) if recorder else None
        original = recorder.index.original(latest) if recorder and latest else None
        if recorder is None or original is None:
            return None
        try:
            kept = read_capture(recorder.root, original)
            limit = self.crawler.settings.getint("BYELECTIONS_MAX_PAGE_BYTES")
            body = unpack(kept.body, kept.header("content-encoding"), limit)
            return next((one.revision for one in articles_of(page_of(original, body))), None)
        except (Unreadable, CannotUnpack, UnexpectedPage):
            return None

    def later(self, response: Response) -> Request | None:
        """The same question again, after a pause, when the site is too busy to answer; None when it answered."""
        if not is_busy(self.page(response)):
            return None
        assert response.request is not None
        tries = response.request.meta.get("busy_tries", 0) + 1
        if tries > BUSY_TRIES:
            return None
        gate_of(self.crawler).pause(HOST, retry_after(response) or BUSY_WAIT * 2 ** (tries - 1))
        meta = {**response.request.meta, "busy_tries": tries}
        return response.request.replace(meta=meta, dont_filter=True)
