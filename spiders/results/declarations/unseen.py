"""What a page holds and its reader does not see: figures struck out, parts kept from sight, numbers of footnotes.

Each would be read as if it were printed: a votes cell "988" with a footnote 1 behind it is not 9,881 votes.
"""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag

STRUCK = frozenset(("del", "s", "strike"))
FOOTNOTE_NUMBER = re.compile(r"[\[(]?[0-9]{1,2}[\])]?")
OPENERS = frozenset(("h2", "h3", "h4", "h5", "h6", "button", "a", "summary", "dt"))
OUT_OF_SIGHT = re.compile(r"display:none|visibility:hidden")


def without_unseen(tree: BeautifulSoup) -> None:
    """Take out of the tree what is struck out or hidden, and the numbers of footnotes.

    A hidden part that something on the page unfolds is kept: a heading or button right above it, or one that names it.
    """
    tags = [one for one in tree.descendants if isinstance(one, Tag)]
    opened = {name for one in tags for name in controlled_by(one)}
    for tag in tags:
        if tag.decomposed:
            continue
        if (
            tag.name in STRUCK
            or (tag.name == "sup" and FOOTNOTE_NUMBER.fullmatch(tag.get_text(strip=True)))
            or tag.has_attr("data-nosnippet")
            or (is_hidden(tag) and not is_panel(tag, opened))
        ):
            tag.decompose()


def controlled_by(tag: Tag) -> list[str]:
    """The ids of the parts that an element unfolds, or leads to on its own page."""
    named = [str(tag.get("aria-controls") or ""), str(tag.get("data-target") or "").lstrip("#")]
    href = str(tag.get("href") or "")
    return [*" ".join(named).split(), *([href[1:]] if href.startswith("#") else [])]


def is_hidden(tag: Tag) -> bool:
    """Whether an element is kept from sight; what a search on the page unfolds ("until-found") is not."""
    is_said = tag.has_attr("hidden") and str(tag["hidden"]).casefold() != "until-found"
    return is_said or bool(OUT_OF_SIGHT.search(str(tag.get("style") or "").replace(" ", "").lower()))


def is_panel(tag: Tag, opened: set[str]) -> bool:
    above = next((one for one in tag.previous_siblings if isinstance(one, Tag)), None)
    return str(tag.get("id") or "") in opened or (above is not None and above.name in OPENERS)
