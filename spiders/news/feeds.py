"""Lists of articles: RSS, Atom, sitemaps, the Guardian's API, section pages. Bytes in, `ScrapedFeedItem`s out.

A list that is not as it should be in places is read as far as it goes, and a problem says so; one that is something
else raises UnexpectedPage.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urljoin

from lxml import etree, html

from spiders.news.addresses import host_of
from spiders.records import Page, ScrapedFeedItem, ScrapedProblem, UnexpectedPage

MAX_UNPACKED = 32 << 20  # bytes of a packed sitemap
MOST_ITEMS = 50_000  # as many as a sitemap may have
LONGEST = 4_000  # characters of a summary: some feeds hold whole articles, which are read from their own pages
MORE = re.compile(r"\s*(?:continue reading|read more|read the full story)\W*$", re.IGNORECASE)
ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # what XML cannot hold, and JSON can
SPACES = re.compile(r"\s+")


@dataclass(slots=True)
class Listing:
    """What one list gave: items, further lists to ask for (of a sitemap index, with their day), and problems."""

    kind: str
    items: list[ScrapedFeedItem] = field(default_factory=list)
    further: list[tuple[str, str | None]] = field(default_factory=list)
    problems: list[ScrapedProblem] = field(default_factory=list)
    pages: int = 1  # of a search, how many there are


def read_listing(page: Page) -> Listing:
    """Whatever kind of list a page is. Raises UnexpectedPage for what is none."""
    page = unpacked(page)
    start = page.body[:2000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"{"):
        return read_guardian(page)
    if b"<html" in start.lower() or start.lower().startswith(b"<!doctype html"):
        return read_section(page)
    if start.startswith(b"<"):
        return read_xml(page)
    raise UnexpectedPage(page, wanted="a feed, a sitemap or a section page", seen=f"{page.body[:40]!r}")


def unpacked(page: Page) -> Page:
    """A sitemap that is itself a gzip file (.xml.gz); others as they are."""
    if not page.body.startswith(b"\x1f\x8b"):
        return page
    unpacker = zlib.decompressobj(31)
    try:
        body = unpacker.decompress(page.body, MAX_UNPACKED)
    except zlib.error as error:
        raise UnexpectedPage(page, wanted="a packed sitemap", seen=f"broken gzip: {error}") from error
    if unpacker.unconsumed_tail or not unpacker.eof:
        seen = "gzip that breaks off" if not unpacker.unconsumed_tail else f"more than {MAX_UNPACKED} bytes"
        raise UnexpectedPage(page, wanted="a packed sitemap", seen=seen)
    return replace(page, body=body)


def read_xml(page: Page) -> Listing:
    """RSS 2.0, RSS 1.0, Atom, a sitemap or an index of sitemaps."""
    root, problems = tree_of(page)
    kind = local(root)
    if kind in ("rss", "RDF"):
        found = Listing("rss", items=list(rss_items(root, page)))
    elif kind == "feed":
        found = Listing("atom", items=list(atom_items(root, page)))
    elif kind == "urlset":
        found = Listing("sitemap", items=list(sitemap_items(root)))
    elif kind == "sitemapindex":
        further = [
            (place, text(one, "lastmod")) for one in root if local(one) == "sitemap" and (place := text(one, "loc"))
        ]
        found = Listing("sitemap index", further=further)
    else:
        raise UnexpectedPage(page, wanted="a feed or a sitemap", seen=f"<{kind}>")
    good = [one for one in found.items if one.url.startswith(("http://", "https://"))]
    problems += [
        ScrapedProblem("feed-item-without-address", (one.headline or one.url)[:200], "url")
        for one in found.items
        if one not in good
    ]
    found.items, found.problems = good, problems
    return found


def tree_of(page: Page) -> tuple[etree._Element, list[ScrapedProblem]]:
    """The root of an XML document. Nothing is fetched for it, and one that declares entities is refused."""
    if ENTITY.search(page.body):
        raise UnexpectedPage(page, wanted="XML without entities of its own", seen="<!ENTITY ...>")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(page.body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnexpectedPage(page, wanted="XML", seen=str(error)) from error
    if root is None:
        raise UnexpectedPage(page, wanted="XML", seen=f"{page.body[:60]!r}")
    faults = [one for one in parser.error_log if one.level >= etree.ErrorLevels.ERROR]
    problems = (
        [ScrapedProblem("feed-malformed", f"line {faults[0].line}: {faults[0].message.strip()}")] if faults else []
    )
    return root, problems


def rss_items(root: etree._Element, page: Page) -> Iterator[ScrapedFeedItem]:
    channel = next((one for one in root if local(one) == "channel"), root)
    publisher, language = text(channel, "title"), text(channel, "language")
    items = [one for one in root.iter() if local(one) == "item"]
    for item in items[:MOST_ITEMS]:
        guid = next((one for one in item if local(one) == "guid"), None)
        source_id = plain(guid.text) if guid is not None else None
        is_link = guid is not None and guid.get("isPermaLink", "true") == "true"
        url = text(item, "link") or (source_id if is_link else None) or ""
        yield ScrapedFeedItem(
            "rss",
            urljoin(page.url, url) if url else "",
            headline=without_markup(text(item, "title")),
            summary=summary_of(text(item, "description"), url),
            published=text(item, "pubDate") or text(item, "date"),
            modified=text(item, "updated") or text(item, "modified"),
            byline=names(item, "creator") or names(item, "author"),
            sections=tuple(filter(None, (plain(one.text) for one in item if local(one) == "category"))),
            publisher=publisher,
            language=language,
            source_id=source_id,
        )


def atom_items(root: etree._Element, page: Page) -> Iterator[ScrapedFeedItem]:
    publisher, language = text(root, "title"), root.get("{http://www.w3.org/XML/1998/namespace}lang")
    entries = [one for one in root if local(one) == "entry"]
    for entry in entries[:MOST_ITEMS]:
        links = [one for one in entry if local(one) == "link" and one.get("rel", "alternate") == "alternate"]
        url = next((one.get("href", "") for one in links), "")
        writers = [name for one in entry if local(one) == "author" and (name := text(one, "name"))]
        yield ScrapedFeedItem(
            "atom",
            urljoin(page.url, url) if url else "",
            headline=without_markup(text(entry, "title")),
            summary=summary_of(text(entry, "summary") or text(entry, "content"), url),
            published=text(entry, "published"),
            modified=text(entry, "updated"),
            byline=tuple(writers),
            sections=tuple(filter(None, (one.get("term") for one in entry if local(one) == "category"))),
            publisher=publisher,
            language=language,
            source_id=text(entry, "id"),
        )


def sitemap_items(root: etree._Element) -> Iterator[ScrapedFeedItem]:
    """The articles of a sitemap; one that is of news says title, day and publisher, another only the address."""
    for place in [one for one in root if local(one) == "url"][:MOST_ITEMS]:
        news = next((one for one in place if local(one) == "news"), None)
        item = ScrapedFeedItem("sitemap", text(place, "loc") or "", modified=text(place, "lastmod"))
        if news is not None:
            publication = next((one for one in news if local(one) == "publication"), None)
            item = replace(
                item,
                listing="news sitemap",
                headline=text(news, "title"),
                published=text(news, "publication_date"),
                publisher=text(publication, "name") if publication is not None else None,
                language=text(publication, "language") if publication is not None else None,
                sections=tuple(filter(None, [text(news, "genres")])),
            )
        yield item


def read_guardian(page: Page) -> Listing:
    """An answer of the Guardian's Content API: a search, or a section."""
    try:
        answer = json.loads(page.body)
        response = answer["response"]
        results = response["results"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise UnexpectedPage(page, wanted="response.results", seen=f"{page.body[:60]!r}") from error
    if response.get("status") != "ok" or not isinstance(results, list):
        raise UnexpectedPage(page, wanted="an answer with results", seen=f"status {response.get('status')!r}")
    pages = response.get("pages")
    found = Listing("guardian api", pages=pages if isinstance(pages, int) else 1)
    for one in results:
        if isinstance(one, dict) and str(one.get("webUrl", "")).startswith("http"):
            found.items.append(guardian_item(one))
        else:
            found.problems.append(ScrapedProblem("feed-item-without-address", str(one)[:200], "webUrl"))
    return found


def guardian_item(result: dict[str, Any]) -> ScrapedFeedItem:
    fields = result["fields"] if isinstance(result.get("fields"), dict) else {}
    byline = fields.get("byline")
    return ScrapedFeedItem(
        "guardian api",
        str(result["webUrl"]),
        headline=without_markup(fields.get("headline") or result.get("webTitle")),
        summary=summary_of(fields.get("trailText"), ""),
        published=fields.get("firstPublicationDate") or result.get("webPublicationDate"),
        modified=fields.get("lastModified"),
        byline=(str(byline),) if byline else (),
        sections=tuple(filter(None, [result.get("sectionName")])),
        publisher="The Guardian",
        source_id=result.get("id"),
    )


def read_section(page: Page) -> Listing:
    """The links of a page to others of its host, each with its words for a headline."""
    try:
        tree = html.fromstring(page.body, parser=html.HTMLParser(encoding="utf-8", huge_tree=False))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnexpectedPage(page, wanted="a page with links", seen=str(error)) from error
    found, seen = Listing("section page"), set()
    for link in tree.iter("a"):
        words = plain(" ".join(link.itertext()))
        try:
            url = urljoin(page.url, link.get("href") or "")
        except ValueError:
            continue
        if words and host_of(url) == host_of(page.url) and url != page.url and url not in seen:
            seen.add(url)
            found.items.append(ScrapedFeedItem("section page", url, headline=words))
        if len(found.items) >= MOST_ITEMS:
            break
    if not found.items:
        raise UnexpectedPage(page, wanted="links to articles", seen="a page without links to its own host")
    return found


def local(element: etree._Element) -> str:
    """An element's name without its namespace; "" for comments and the like."""
    # a damaged feed may lack what its prefixes stand for: such tags are "dc:creator", and no QName
    return element.tag.rpartition("}")[2].rpartition(":")[2] if isinstance(element.tag, str) else ""


def text(element: etree._Element, name: str) -> str | None:
    """The text of the first child of that name, blanks folded; None when there is none, or it is empty."""
    child = next((one for one in element if local(one) == name and one.get("rel") is None), None)
    return plain("".join(child.itertext())) or None if child is not None else None


def names(item: etree._Element, name: str) -> tuple[str, ...]:
    return tuple(filter(None, (plain("".join(one.itertext())) for one in item if local(one) == name)))


def plain(printed: str | None) -> str:
    return SPACES.sub(" ", printed or "").strip()


def without_markup(printed: object) -> str | None:
    """Text that may hold HTML, as words: "<p>Prime&nbsp;minister" -> "Prime minister"; None for none."""
    if not printed:
        return None
    words = UNPRINTABLE.sub("", str(printed))
    if "<" in words or "&" in words:
        fragment = html.fromstring(f"<div>{words[: 4 * LONGEST]}</div>")
        for hidden in fragment.xpath(".//script | .//style"):
            hidden.drop_tree()
        words = " ".join(fragment.itertext())
    return plain(words) or None


def summary_of(printed: object, url: str) -> str | None:
    """A description without markup, and without the link to its own article that some end in."""
    words = without_markup(printed)
    return plain(MORE.sub("", words))[:LONGEST] or None if words else None
