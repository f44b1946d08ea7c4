"""A page as a content system keeps it in JSON: blocks within blocks, each with a piece of HTML, a heading or labels.

Gives      the page's HTML, its blocks in their order and under headings of their depth, for the reader of pages
Quirks     the HTML may be escaped once more; blocks that are not published stand among the others
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape, unescape
from typing import Any

from spiders.results.declarations import keys

MARKUP = re.compile(r"<(?:table|ul|ol|li|p|dl|div|h[1-6])\b", re.IGNORECASE)
DEEPEST = 24
LOWEST = 6  # of HTML's headings
HEADS = ("heading", "title", "headline", "label", "caption", "summary")
TEXTS = keys.these("text sub subheading subtitle intro introduction lead standfirst description content body value")
UNSEEN_WHEN_FALSE = keys.these("published ispublished visible isvisible enabled isenabled active isactive")
UNSEEN_WHEN_TRUE = keys.these("hidden ishidden draft isdraft disabled isdisabled unpublished archived isarchived")
UNSEEN_STATES = keys.these("draft unpublished archived hidden private trash")


def html_of(node: Any, level: int = 2) -> str:
    """The HTML of a block and of those within it; "" for one that is not published, or says nothing."""
    return "\n".join(pieces(node, level, 0))


def pieces(node: Any, level: int, depth: int) -> Iterator[str]:
    if depth > DEEPEST:
        return
    if isinstance(node, list):
        for one in node:
            yield from pieces(one, level, depth + 1)
    elif isinstance(node, dict) and not is_unseen(node):
        if pair := pair_of(node):
            yield pair
            return
        head = next((key for key in HEADS if isinstance(node.get(key), str) and node[key].strip()), None)
        if head is not None and not markup_in(node[head]):
            yield f"<h{min(level, LOWEST)}>{escape(unescape(node[head]))}</h{min(level, LOWEST)}>"
        for key, value in node.items():
            if isinstance(value, str) and key != head:
                yield from text_of(key, value)
            elif isinstance(value, dict | list) and not keys.is_past(key):
                yield from pieces(value, level + (head is not None or depth > 0), depth + 1)


def text_of(key: str, value: str) -> Iterator[str]:
    if markup := markup_in(value):
        yield markup
    elif key.casefold() in TEXTS and value.strip():
        yield f"<p>{escape(unescape(value))}</p>"


def markup_in(value: str) -> str:
    """HTML that a string is, escaped once more or not; "" for any other."""
    if MARKUP.search(value):
        return value
    plain = unescape(value) if "&lt;" in value else ""
    return plain if MARKUP.search(plain) else ""


def holds_markup(node: Any, depth: int = 0) -> bool:
    """Whether a block, or one within it that readers see, has HTML."""
    if isinstance(node, str):
        return bool(markup_in(node))
    if depth > DEEPEST or (isinstance(node, dict) and is_unseen(node)):
        return False
    within = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return any(holds_markup(one, depth + 1) for one in within)


def pair_of(node: dict[str, Any]) -> str:
    """A label with its value as a line: {"label": "Electorate", "value": "6,902"}; "" for any other block."""
    plain = {key.casefold(): str(value) for key, value in node.items() if isinstance(value, str | int | float)}
    label = next((plain[key] for key in plain if key in keys.LABELS), "")
    value = next((plain[key] for key in plain if key in keys.VALUES), "")
    if not label or not re.search("[0-9]", value) or markup_in(value) or len(plain) < len(node):
        return ""
    return f"<p>{escape(unescape(label))}: {escape(unescape(value))}</p>"


def is_unseen(node: dict[str, Any]) -> bool:
    """Whether a block says that readers do not see it."""
    for key, value in node.items():
        name = "".join(keys.parts(key))
        if (value is False and name in UNSEEN_WHEN_FALSE) or (value is True and name in UNSEEN_WHEN_TRUE):
            return True
        if isinstance(value, str) and value.casefold() in UNSEEN_STATES:
            return True
    return False
