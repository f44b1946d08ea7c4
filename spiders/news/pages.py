"""The reader of every publisher's documents: lists of articles, and articles.

Publisher  as `spiders/news/<publisher>.py` says      Licence  copyright of each publisher; see docs/sources.md
Gives      feed items, and articles as printed
"""

from __future__ import annotations

from importlib import import_module
from urllib.parse import urlsplit

from spiders.news.feeds import read_listing
from spiders.news.publisher import publisher_of
from spiders.records import Page, ReadPage, UnexpectedPage

READER_VERSION = 2


def read(page: Page) -> ReadPage:
    """Read one document of a publisher. robots.txt states nothing; a host that is nobody's here is refused."""
    if urlsplit(page.url).path == "/robots.txt":
        return ReadPage()
    publisher = publisher_of(page.url)
    if publisher is None:
        raise UnexpectedPage(page, wanted="a page of a publisher in spiders/news", seen="an address of none of them")
    if publisher.has_article(page.url) and is_html(page):
        article = import_module("spiders.news.article").read_article(page)  # only there is its library needed
        return ReadPage([article], list(article.problems))
    listing = read_listing(page)
    return ReadPage([*listing.items], listing.problems)


def is_html(page: Page) -> bool:
    """Whether a page may be an article's, and is no feed under such an address."""
    start = page.body[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith(b"<") and not start.startswith((b"<?xml", b"<rss", b"<feed", b"<urlset"))
