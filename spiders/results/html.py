"""HTML pages for the readers that meet them: a tree of the part that is wanted, and the words in it."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag
from bs4.filter import SoupStrainer

from spiders.records import Page, UnexpectedPage

MOST_TAGS = 60_000  # the longest page read has a few thousand: more is not a page anybody wrote
DEEPEST = 400  # nesting beyond this would overrun the stack of whoever walks the tree


def tree_of(page: Page, wanted: SoupStrainer) -> BeautifulSoup:
    """The elements `wanted` names, each with all it holds; the rest of the page is passed over.

    Raises UnexpectedPage when the page breaks off before </html>, or is larger or deeper than a page somebody wrote.
    """
    body = page.body
    if b"</html>" not in body[-2000:].lower():
        raise UnexpectedPage(page, wanted="a whole HTML page", seen=f"{len(body)} bytes that do not end in </html>")
    if body.count(b"<") > MOST_TAGS or is_deep(body):
        raise UnexpectedPage(page, wanted="a page somebody wrote", seen=f"{body.count(b'<')} tags, or nested too deep")
    return BeautifulSoup(page.text(), "lxml", parse_only=wanted)


def is_deep(body: bytes) -> bool:
    """Whether tags stand open inside one another more than DEEPEST deep."""
    depth = 0
    for closing, _ in re.findall(rb"<(/?)(div|span|ul|ol|section|table|b|i)\b", body.lower()):
        depth += -1 if closing else 1
        if depth > DEEPEST:
            return True
    return False


def words(tag: Tag | None) -> str:
    """The text of an element, blanks folded; "" for no element."""
    return " ".join(tag.get_text().split()) if tag else ""
