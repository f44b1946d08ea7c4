"""What a council's answer is: a page, or data (JSON, a feed, CSV, plain text); its first bytes decide."""

from __future__ import annotations

from spiders.records import Page
from spiders.results.declarations.csv_answers import looks_like_csv
from spiders.results.declarations.feed_items import Item, is_feed, items_of_data, items_of_feed
from spiders.results.declarations.json_answers import data_of
from spiders.results.declarations.text_answers import looks_like_text

BLANK = b"\xef\xbb\xbf \t\r\n"


def kind_of_data(page: Page) -> str | None:
    """ "json", "feed", "csv" or "text"; None for HTML, XML of another kind, a PDF and whatever else."""
    start = page.body[:2000].lstrip(BLANK)
    if start[:1] in (b"{", b"["):
        return "json"
    if start[:1] == b"<" or start.startswith(b"%PDF"):
        return "feed" if is_feed(page.body) else None
    if looks_like_csv(page):
        return "csv"
    return "text" if looks_like_text(page.body, page.content_type) else None


def items_in(page: Page) -> list[Item]:
    """The pages that a feed, or JSON of a site's pages, has inside; [] for other data.

    Raises UnexpectedPage for one that breaks off.
    """
    kind = kind_of_data(page)
    if kind == "json":
        return items_of_data(data_of(page, page.text()))
    return items_of_feed(page) if kind == "feed" else []
