"""What a page states about its article beside the text: headlines, names, times, section, language, address.

Everything a page says is kept with where it says so; which of several is taken is decided when it is cleaned.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from typing import Any

from spiders.news.structured import Structured, Thing, first_text, names_of, plain
from spiders.news.tree import tidy
from spiders.records import ScrapedTime

PUBLISHED = (
    "article:published_time", "og:article:published_time", "article:published", "datepublished", "pub_date", "pubdate",
    "publishdate", "publish-date", "publication_date", "parsely-pub-date", "date.available", "date.created", "dc.date",
    "dc.date.issued", "dcterms.issued", "dcterms.date", "prism.publicationdate", "sailthru.date", "date",
)  # fmt: skip
MODIFIED = (
    "article:modified_time", "og:article:modified_time", "article:updated", "og:updated_time", "datemodified",
    "date.modified", "date.updated", "dcterms.modified", "lastmod", "last-modified",
)  # fmt: skip
AUTHOR = (
    "author",
    "article:author_name",
    "article:author",
    "og:article:author",
    "dcsext.author",
    "byl",
    "sailthru.author",
)
SECTION = ("article:section", "og:article:section", "og:section", "parsely-section")
APART_FROM_STORY = frozenset(("article", "aside", "li", "nav", "footer"))
LOCKED = frozenset(("locked", "paid", "premium", "subscriber", "subscription"))


def headlines_of(root: Any, data: Structured, articles: Sequence[Thing]) -> list[tuple[str, str]]:
    """Every headline of the page and where it stands; several h1 leave the one nearest to the others."""
    said = [("og:title", data.meta("og:title")), ("json-ld", first_text(articles, "headline"))]
    said += [("twitter:title", data.meta("twitter:title"))]
    tops = [text for heading in root.iter("h1") if (text := tidy("".join(heading.itertext())))]
    if tops:
        words = {word for _, text in said for word in text.casefold().split()}
        said.insert(1, ("h1", max(tops, key=lambda text: len(words.intersection(text.casefold().split())))))
    if not any(text for _, text in said):
        said.append(("title", tidy("".join(next(root.iter("title"), root.makeelement("title")).itertext()))))
    return [(where, text) for where, text in said if text]


def byline_of(root: Any, data: Structured, articles: Sequence[Thing]) -> list[str]:
    """The authors as named: in JSON-LD, else in meta tags, else on the page. Addresses of profiles are no names.

    A meta tag that names all of JSON-LD's authors and more is taken instead: some systems put one of several there.
    """
    thing = next((one for one in articles if one.get("author")), None)
    named = [name for name in names_of(thing["author"], data) if is_name(name)] if thing else []
    tagged = next((names for tag in AUTHOR if (names := [one for one in data.metas.get(tag, ()) if is_name(one)])), [])
    if named and not (tagged and all(any(name in tag for tag in tagged) for name in named)):
        return named
    if named and len(" ".join(tagged)) <= len(" ".join(named)):
        return named
    return tagged or [name for name in data.metas.get("dc.creator", ()) if is_name(name)] or printed_byline(root)


def is_name(text: str) -> bool:
    return bool(text) and len(text) < 200 and "://" not in text and not text.startswith(("@", "/", "www.", "(Image"))


def printed_byline(root: Any) -> list[str]:
    """Names that the page itself marks as its author's; the first kind of mark that gives any.

    Only between the headline and the next stories: marks in lists, asides or another <article> are those stories'.
    """
    top = next(root.iter("h1"), None)
    own = next(top.iterancestors("article", "main", "body"), root) if top is not None else root
    for path in (".//*[@itemprop='author']", ".//a[@rel='author']", ".//*[contains(@class,'byline')]//a"):
        marked = [one for one in own.xpath(path)[:40] if not is_elsewhere(one, own)]
        names = [tidy(" ".join(one.itertext())) for one in marked[:12]]
        if names := list(dict.fromkeys(name for name in names if is_name(name) and len(name) < 80)):
            return names
    lines = [tidy(" ".join(one.itertext())) for one in own.xpath(".//*[contains(@class,'byline')]")[:5]]
    return [line for line in lines if line.startswith(("By ", "by ", "BY ")) and len(line) < 80][:1]


def is_elsewhere(element: Any, own: Any) -> bool:
    """Whether an element inside `own` stands in a part of it that is about something else."""
    between = takewhile(lambda one: one is not own, element.iterancestors())
    return any(one.tag in APART_FROM_STORY for one in between)


def times_of(root: Any, data: Structured, articles: Sequence[Thing]) -> list[ScrapedTime]:
    """Every moment the page states, most trusted place first: JSON-LD, meta tags, time elements."""
    found: list[ScrapedTime] = []
    for number, thing in enumerate(articles, 1):
        where = "json-ld" if number == 1 else f"json-ld {number}"
        for of, name in (("published", "datePublished"), ("modified", "dateModified")):
            if printed := plain(thing.get(name)):
                found.append(ScrapedTime(of, where, printed))
    for of, names in (("published", PUBLISHED), ("modified", MODIFIED)):
        found += [
            ScrapedTime(of, f"meta {name}", value) for name in names for value in data.metas.get(name, ())[:1] if value
        ]
    found += time_elements(root, bool(found))
    return list(dict.fromkeys(found))


def time_elements(root: Any, is_dated: bool) -> list[ScrapedTime]:
    """The time elements marked as the article's; the first of any other kind only where nothing else dates the page."""
    found, other = [], []
    for element in root.iter("time"):
        printed = tidy(element.get("datetime"))
        mark = element.get("itemprop") or ""
        if printed and mark in ("datePublished", "dateModified"):
            found.append(ScrapedTime("published" if mark == "datePublished" else "modified", "time itemprop", printed))
        elif printed:
            other.append(ScrapedTime("published", "time element", printed))
    return found[:4] or ([] if is_dated else other[:1])


def section_of(data: Structured, articles: Sequence[Thing]) -> str:
    return data.meta(*SECTION) or first_text(articles, "articleSection")


def publisher_of(data: Structured, articles: Sequence[Thing]) -> str:
    """Who the page says published it; "" where it does not say."""
    named = [name for thing in articles for name in names_of(thing.get("publisher"), data) if is_name(name)]
    return next(iter(named), "") or data.meta("og:site_name", "article:publisher_name", "application-name")


def language_of(root: Any, data: Structured, articles: Sequence[Thing]) -> str:
    return tidy(root.get("lang")) or first_text(articles, "inLanguage") or data.meta("og:locale", "language")


def canonical_of(root: Any, data: Structured, articles: Sequence[Thing]) -> str:
    for link in root.iter("link"):
        if (link.get("rel") or "").lower() == "canonical" and link.get("href"):
            return tidy(link.get("href"))
    return data.meta("og:url") or first_text(articles, "url")


def is_locked(data: Structured, articles: Sequence[Thing]) -> bool:
    """Whether the page says that the rest stands behind a wall: in either place, since the two may disagree."""
    free = [str(thing["isAccessibleForFree"]).lower() for thing in articles if "isAccessibleForFree" in thing]
    return "false" in free or data.meta("article:content_tier").lower() in LOCKED
