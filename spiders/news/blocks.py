"""A parsed page as the boxes it is laid out in and the blocks of text in them, in reading order.

One walk over the tree; what follows looks at these lists only. A block is a run of text without a break: a paragraph,
a heading, a list item, or the loose text of a div.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from spiders.news.furniture import APART, BOX, COMMENTS, INLINE, NAMED, NO_NAME, UNREAD
from spiders.news.tree import tidy

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
KINDS = HEADINGS | {"p", "li", "blockquote", "pre", "dd", "dt", "summary"}  # what a block is called; else "div"
LASTING = frozenset(("p", "li", "blockquote"))  # a div inside one of these is still one
PLAIN, SUSPECT, BESIDE, COMMENT = range(4)  # how likely a box holds none of the story: by its name or element
WORD_INSIDE = re.compile("(?<=[a-z])(?=[A-Z])")  # "PromoSmall" is "Promo-Small"
LONGEST = 400  # characters of class and id that are looked at
NAMELESS = frozenset(("body", "main", "article"))
ROLES = frozenset(("navigation", "complementary", "banner", "contentinfo", "dialog", "alertdialog", "search"))


@dataclass(slots=True, eq=False)
class Box:
    """An element that breaks the text, with the blocks inside it: `blocks[first:last]` of the layout."""

    element: Any
    parent: Box | None
    first: int
    suspicion: int
    post: int  # the live-blog post it stands in; -1 outside
    last: int = 0
    holds_quote: bool = False  # a <blockquote> is in it

    @property
    def names(self) -> str:
        return names_of(self.element)


@dataclass(slots=True, eq=False)
class Block:
    text: str
    linked: int  # how many of its characters stand in links
    kind: str
    box: Box
    weight: float = 0.0

    @property
    def link_share(self) -> float:
        return self.linked / len(self.text)


@dataclass(slots=True)
class Layout:
    blocks: list[Block] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)  # a box before the ones inside it
    post_ids: list[str] = field(default_factory=list)  # ids of the elements met that are live-blog posts


def names_of(element: Any) -> str:
    """Class and id as one text to look for words in, its beginning if it is long; "" for neither."""
    name, identity = element.get("class"), element.get("id")
    if name:
        return f"{name} {identity}"[:LONGEST] if identity else name[:LONGEST]
    return identity[:LONGEST] if identity else ""


def layout_of(root: Any, post_ids: Collection[str] = ()) -> Layout:
    """Lay out a parsed page; `post_ids` are the ids its structured data gives the posts of a live blog."""
    body = root.find("body")
    walk = Walk(frozenset(post_ids))
    walk.box(body if body is not None else root, None, "div", False, PLAIN, -1)
    return walk.layout


class Walk:
    """The walk's state: the text read since the last break, and how much of it was in links.

    Depth is bounded by the parser, which refuses more than 256 elements inside one another.
    """

    def __init__(self, post_ids: frozenset[str]):
        self.layout = Layout()
        self.post_ids = post_ids
        self.text: list[str] = []
        self.linked = 0

    def box(self, element: Any, parent: Box | None, kind: str, linked: bool, suspicion: int, post: int) -> None:
        box = Box(element, parent, len(self.layout.blocks), suspicion, post)
        self.layout.boxes.append(box)
        if element.tag == "blockquote":
            holder = parent
            while holder is not None and not holder.holds_quote:
                holder.holds_quote = True
                holder = holder.parent
        self.inside(element, box, kind, linked)
        self.end_block(box, kind)
        box.last = len(self.layout.blocks)

    def end_block(self, box: Box, kind: str) -> None:
        if self.text:
            text = tidy("".join(self.text))
            if text:
                self.layout.blocks.append(Block(text, min(self.linked, len(text)), kind, box))
            self.text.clear()
        self.linked = 0

    def said(self, text: str | None, linked: bool) -> None:
        if text:
            self.text.append(text)
            if linked:
                self.linked += len(text.strip())

    def inside(self, element: Any, box: Box, kind: str, linked: bool) -> None:
        self.said(element.text, linked)
        for child in element:
            tag = child.tag
            if tag in UNREAD:
                pass
            elif tag == "br":
                self.text.append("\n")
                after = child.getnext()
                if after is not None and after.tag == "br" and not (child.tail or "").strip():
                    self.end_block(box, kind)  # two line breaks are how old pages end a paragraph
            elif tag == "hr":
                self.end_block(box, kind)
            elif tag in INLINE:
                if tag == "a" or not is_named_apart(child):
                    self.inside(child, box, kind, linked or tag == "a")
            else:
                self.end_block(box, kind)
                self.child_box(child, tag, box, kind, linked)
            self.said(child.tail, linked)

    def child_box(self, child: Any, tag: str, box: Box, kind: str, linked: bool) -> None:
        post = box.post
        identity = child.get("id")
        if identity in self.post_ids:
            self.layout.post_ids.append(identity)
            post = len(self.layout.post_ids) - 1
        inner = tag if tag in KINDS else (kind if kind in LASTING else "div")
        self.box(child, box, inner, linked, suspicion(child, tag), post)


def is_named_apart(element: Any) -> bool:
    """Whether an inline element has the name of furniture and holds no paragraphs."""
    names = names_of(element)
    return bool(names) and suspicion_of(names) == SUSPECT and all(child.tag in INLINE for child in element)


@lru_cache(maxsize=16_384)
def suspicion_of(names: str) -> int:
    """The same by class and id alone; a page has few different ones."""
    names = NO_NAME.sub("", WORD_INSIDE.sub("-", names))
    if COMMENTS.search(names):
        return COMMENT
    if BOX.search(names):
        return BESIDE
    return SUSPECT if NAMED.search(names) else PLAIN


def suspicion(element: Any, tag: str) -> int:
    """How likely an element holds none of the story, by itself: its tag, role, style and names."""
    if tag in NAMELESS:
        return PLAIN
    if tag == "details":
        return BESIDE
    if tag in ("nav", "footer"):
        return COMMENT
    names = names_of(element)
    if names and (by_name := suspicion_of(names)):
        return by_name
    if tag == "p":
        return PLAIN  # hidden paragraphs are the ones a script shows later: the rest of the story behind a fold
    if tag in APART or element.get("aria-hidden") == "true" or element.get("role") in ROLES:
        return SUSPECT
    style = element.get("style")
    return SUSPECT if style and "display:none" in style.replace(" ", "").lower() else PLAIN
