"""News pages out of web archives, whoever published them.

Publisher  each page's own        Licence  copyright of each publisher; see docs/sources.md
Gives      articles as printed: `byelections coverage --warc FILE` keeps those that are about a contest
"""

from __future__ import annotations

from spiders.news.article import read_article
from spiders.records import Page, ReadPage

READER_VERSION = 1


def read(page: Page) -> ReadPage:
    """Read one article; raises UnexpectedPage for a page that is none."""
    article = read_article(page)
    return ReadPage([article], list(article.problems))
