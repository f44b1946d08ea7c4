"""The posts of a live blog: one page, many posts, each with its own time.

Structured data names each post by the anchor its words stand at (`.../live-page#live-1924698-qq0im`), so the words are
taken from the page and the times from the data. Pages without that data are read by their elements' own ids and times.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from spiders.news.structured import Structured, Thing, is_live, names_of, plain
from spiders.news.tree import tidy
from spiders.records import ScrapedPost, ScrapedTime

MOST_POSTS = 3_000
POST_ID = re.compile(r"(?:block|post|asset|entry|live)[-_:]?\w", re.I)
POST_TIMES = ("data-post-time", "data-block-time", "data-published", "data-timestamp")


def posts_of(structured: Structured) -> dict[str, ScrapedPost]:
    """The posts that the page's live-blog object lists, by their anchors; without a live blog none."""
    found: dict[str, ScrapedPost] = {}
    for thing in structured.things:
        if not is_live(thing):
            continue
        updates = thing.get("liveBlogUpdate")
        for update in (updates if isinstance(updates, list) else [updates])[:MOST_POSTS]:
            if isinstance(update, dict) and (anchor := anchor_of(update)):
                found.setdefault(anchor, post_of(update, anchor, structured))
    return found


def anchor_of(update: Thing) -> str:
    for name in ("url", "@id", "mainEntityOfPage"):
        address = update.get(name)
        if isinstance(address, str) and "#" in address:
            return address.rpartition("#")[2]
    return ""


def post_of(update: Thing, anchor: str, structured: Structured) -> ScrapedPost:
    return ScrapedPost(
        headline=plain(update.get("headline")) or None,
        byline=tuple(names_of(update.get("author"), structured)),
        times=tuple(
            ScrapedTime(of, "json-ld", printed)
            for of, name in (("published", "datePublished"), ("modified", "dateModified"))
            if (printed := plain(update.get(name)))
        ),
        source_id=anchor,
    )


def posts_on_page(root: Any) -> dict[str, ScrapedPost]:
    """The posts of a live page whose structured data lists none: elements with a post's id and a time in them."""
    found: dict[str, ScrapedPost] = {}
    for element in root.iter("div", "article", "li", "section"):
        identity = element.get("id") or ""
        if not POST_ID.match(identity) or len(found) >= MOST_POSTS:
            continue
        printed = next((value for name in POST_TIMES if (value := element.get(name))), "")
        time = element.find(".//time")
        if not printed and time is not None:
            printed = time.get("datetime") or tidy("".join(time.itertext()))
        if printed and len(found) < MOST_POSTS:
            heading = next(element.iter("h2", "h3", "h4"), None)
            headline = tidy("".join(heading.itertext())) if heading is not None else ""
            found[identity] = ScrapedPost(
                headline or None, (), (ScrapedTime("published", "element", printed),), identity
            )
    return found if len(found) > 1 else {}


def in_page_order(posts: dict[str, ScrapedPost], met: Sequence[str]) -> tuple[ScrapedPost, ...]:
    return tuple(posts[identity] for identity in met)
