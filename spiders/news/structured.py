"""What a news page says of itself for machines: JSON-LD in all its shapes, and meta tags.

Readers take words from here before they look at the page. Nothing is trusted further: times and names stay as printed.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from spiders.news.tree import tidy
from spiders.records import ScrapedProblem

Thing = dict[str, Any]  # one JSON-LD object

MOST_SCRIPT = 4_000_000  # characters of JSON-LD on one page: a live blog of a day has half a million
MOST_THINGS = 5_000
TRAILING_COMMA = re.compile(r",(\s*[}\]])")
WRAPPING = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?:-->|\]\]>|\*/|//)\s*$")
NO_ARTICLES = {"JobPosting", "DiscussionForumPosting", "SocialMediaPosting"}


@dataclass(slots=True)
class Structured:
    """The JSON-LD objects of a page at its top, and its meta tags by lower-case name, values in page order."""

    things: list[Thing] = field(default_factory=list)
    metas: dict[str, list[str]] = field(default_factory=dict)
    by_id: dict[str, Thing] = field(default_factory=dict)
    problems: list[ScrapedProblem] = field(default_factory=list)

    def meta(self, *names: str) -> str:
        """The first meta tag of these names that says something; "" where none does."""
        return next((value for name in names for value in self.metas.get(name, ()) if value), "")

    def articles(self) -> list[Thing]:
        """The page's own article objects, the fullest first, else in page order; never a post of a live blog."""
        found = [thing for thing in self.things if is_article(thing)]
        return sorted(
            found, key=lambda thing: -sum(1 for name in ("headline", "datePublished", "author") if thing.get(name))
        )

    def resolved(self, value: Any) -> Any:
        """An object that stands for another by its @id alone, replaced by the other."""
        if isinstance(value, dict) and "name" not in value and isinstance(value.get("@id"), str):
            return self.by_id.get(value["@id"], value)
        return value


def structured(root: Any) -> Structured:
    """Read the JSON-LD and the meta tags of a parsed page. What cannot be read of the JSON-LD becomes a problem."""
    found = Structured()
    left = MOST_SCRIPT
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        text = script.text or ""
        left -= len(text)
        if left < 0:
            found.problems.append(ScrapedProblem("structured-data-too-long", f"{len(text)} characters", "json-ld"))
            break
        value = parsed(text)
        if value is None:
            if text.strip():
                found.problems.append(ScrapedProblem("structured-data-unreadable", tidy(text[:200]), "json-ld"))
            continue
        found.things += things_in(value, found.by_id)
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name")
        if name:
            found.metas.setdefault(name.strip().lower(), []).append(plain(meta.get("content")))
    return found


def parsed(text: str) -> Any:
    """The value of a JSON-LD script; None when it cannot be read even with its usual faults mended.

    Faults met: raw newlines in strings, HTML comments or CDATA marks around, commas before a closing bracket, entities
    for quotation marks, a second value or a semicolon behind the first.
    """
    decoder = json.JSONDecoder(strict=False)
    bare = WRAPPING.sub("", text).strip()
    for attempt in (bare, TRAILING_COMMA.sub(r"\1", bare), html.unescape(bare) if "&quot;" in bare else ""):
        if not attempt:
            continue
        try:
            return decoder.raw_decode(attempt)[0]
        except (ValueError, RecursionError):
            continue
    return None


def things_in(value: Any, by_id: dict[str, Thing]) -> Iterator[Thing]:
    """The objects of a script that describe the page: at its top, in lists, in @graph and as mainEntity."""
    waiting, seen = [value], 0
    while waiting and seen < MOST_THINGS:
        one = waiting.pop(0)
        seen += 1
        if isinstance(one, list):
            waiting = one[:MOST_THINGS] + waiting
        elif isinstance(one, dict):
            if isinstance(one.get("@id"), str):
                by_id.setdefault(one["@id"], one)
            waiting = [one[name] for name in ("@graph", "mainEntity") if name in one] + waiting
            yield one


def types_of(thing: Thing) -> list[str]:
    kind = thing.get("@type")
    names = kind if isinstance(kind, list) else [kind]
    return [name.rpartition("/")[2] for name in names if isinstance(name, str)]


def is_article(thing: Thing) -> bool:
    """NewsArticle, ReportageNewsArticle, LiveBlogPosting, BlogPosting, ... and whatever schema.org adds to them."""
    return any(name.endswith(("Article", "Posting")) and name not in NO_ARTICLES for name in types_of(thing))


def is_live(thing: Thing) -> bool:
    return "LiveBlogPosting" in types_of(thing)


def plain(value: Any) -> str:
    """A text value of JSON-LD or a meta tag as words; entities and markup inside it are undone. "" for no text."""
    if isinstance(value, list):
        value = next((one for one in value if isinstance(one, str)), None)
    if not isinstance(value, str):
        return ""
    return tidy(html.unescape(value) if "&" in value else value)


def names_of(value: Any, page: Structured) -> list[str]:
    """The names in an author or publisher value: a text, an object, a reference, or a list of these."""
    found: list[str] = []
    for one in value if isinstance(value, list) else [value]:
        one = page.resolved(one)
        name = plain(one.get("name")) if isinstance(one, dict) else plain(one)
        if name and name not in found:
            found.append(name)
    return found


def first_text(things: Sequence[Thing], name: str) -> str:
    """The first of these objects' texts under a name; "" where none has one."""
    return next((text for thing in things if (text := plain(thing.get(name)))), "")
