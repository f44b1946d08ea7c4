"""Items with a page inside: feeds (RSS, Atom) and JSON with HTML in it (WordPress, Drupal), each read as a page.

Gives      a `Page` for each item, with its title, its own address and the day it was published
Quirks     markup may be escaped once, twice or stand in CDATA; an item with a summary alone says where its page is
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from html import escape
from typing import Any
from urllib.parse import urljoin

from lxml import etree

from spiders.records import Page, UnexpectedPage
from spiders.results.declarations import keys
from spiders.results.declarations.block_trees import MARKUP, holds_markup, html_of, markup_in

FEED = re.compile(rb"<(?:rss|feed|rdf:RDF)\b", re.IGNORECASE)
ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
MOST_ITEMS = 200
DEEPEST = 12
BODIES = ("encoded", "content", "description", "summary")  # the whole text first
DATES = ("pubDate", "published", "updated", "date")
TITLES = ("title", "headline", "heading", "name")
# A key of HTML: the whole text before what sums it up.
FULL = ("content", "body", "html", "article", "text", "main", "description")
PUBLISHED = (
    "date",
    "published",
    "publishdate",
    "publisheddate",
    "publishedat",
    "datepublished",
    "created",
    "createdat",
    "postdate",
)


@dataclass(frozen=True, slots=True)
class Item:
    """One item; `title` and `body` are HTML, `published` as printed."""

    title: str
    body: str
    published: str = ""
    address: str = ""

    def page(self, of: Page) -> Page:
        """The item as a page of its own, for the reader of pages."""
        title = self.title if "&" in self.title and "<" not in self.title else escape(self.title)
        whole = (
            f'<html><head><title>{title}</title><meta property="article:published_time" '
            f'content="{escape(self.published)}"></head><body><main><h1>{title}</h1>{self.body}</main></body></html>'
        )
        url = urljoin(of.url, self.address) if self.address.startswith(("http", "/")) else of.url
        return replace(of, url=url, body=whole.encode(), content_type="text/html; charset=utf-8")


def is_feed(body: bytes) -> bool:
    return FEED.search(body[:1500]) is not None and b"<html" not in body[:1500].lower()


def items_of_feed(page: Page) -> list[Item]:
    """The items of a feed. Raises UnexpectedPage for one that breaks off, or declares entities of its own."""
    if ENTITY.search(page.body):
        raise UnexpectedPage(page, wanted="a feed without entities of its own", seen="<!ENTITY ...>")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(page.body.strip(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnexpectedPage(page, wanted="a whole feed", seen=str(error)[:160]) from error
    entries = [one for one in root.iter() if isinstance(one.tag, str) and local(one) in ("item", "entry")]
    return [item_of(one) for one in entries[:MOST_ITEMS]]


def item_of(entry: etree._Element) -> Item:
    found: dict[str, str] = {}
    for child in entry:
        if isinstance(child.tag, str):
            words = child.get("href") if local(child) == "link" and child.get("href") else inner(child)
            if local(child) != "link" or child.get("rel") in (None, "alternate"):
                found.setdefault(local(child), (words or "").strip())
    bodies = [found[name] for name in BODIES if found.get(name)]
    return Item(
        found.get("title", ""),
        next((one for one in bodies if MARKUP.search(one)), bodies[0] if bodies else ""),
        next((found[name] for name in DATES if found.get(name)), ""),
        found.get("link", ""),
    )


def local(element: etree._Element) -> str:
    return etree.QName(element).localname


def inner(element: etree._Element) -> str:
    """What an element holds, markup of its own (Atom's xhtml) included."""
    if len(element) == 0:
        return element.text or ""
    return "".join([element.text or "", *(etree.tostring(one, encoding="unicode", method="html") for one in element)])


def items_of_data(data: Any) -> list[Item]:
    """The records of JSON that hold a page: a title and HTML beside it, as WordPress and Drupal answer."""
    return list(find_items(data, 0))[:MOST_ITEMS]


def find_items(node: Any, depth: int) -> Iterator[Item]:
    if depth > DEEPEST:
        return
    if isinstance(node, list):
        for one in node:
            yield from find_items(one, depth + 1)
    elif isinstance(node, dict):
        bodies = {key: body for key, value in node.items() if (body := markup_of(value))}
        titles = [plain_of(node.get(key)) for key in TITLES]
        title = next(filter(None, titles), "")
        if bodies and title:
            first = next((key for name in FULL for key in bodies if name in keys.parts(key)), next(iter(bodies)))
            published = {"".join(keys.parts(key)): value for key, value in node.items() if isinstance(value, str)}
            day = next((published[name] for name in PUBLISHED if name in published), "")
            address = next((str(node[key]) for key in ("link", "url", "href") if isinstance(node.get(key), str)), "")
            yield Item(title, bodies[first], day, address)
            return
        within = [item for value in node.values() for item in find_items(value, depth + 1)]
        if not within and title and holds_markup(node):
            within = [Item(title, html_of({key: value for key, value in node.items() if key not in TITLES}))]
        yield from within


def markup_of(value: Any) -> str:
    """HTML that a value is, or holds: {"rendered": "<p>...</p>"}; "" for anything else."""
    if isinstance(value, Mapping):
        return next((value[key] for key in ("rendered", "processed", "html", "value") if markup_of(value.get(key))), "")
    return markup_in(value) if isinstance(value, str) else ""


def plain_of(value: Any) -> str:
    if isinstance(value, Mapping):
        return next((str(value[key]) for key in ("rendered", "value", "name") if value.get(key)), "")
    return value.strip() if isinstance(value, str) else ""
