"""A declaration's blocks before they are read: without the election before, sentences mended, days completed.

Pure functions from blocks to blocks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from spiders.results.declarations import words as say
from spiders.results.declarations.blocks import BOLD_LEVEL, Block
from spiders.results.declarations.moments import with_years

# A line that ends in one of these is no whole sentence: a <br> stands in it.
UNFINISHED = re.compile(r"\b(?:for|of|the|to|a|an|on|in|at|and|was|is|held|that)$", re.IGNORECASE)
OTHERS = re.compile(
    r"(?:other|more|recent|latest|related|further|all)\b.*\b"
    r"(?:results?|(?:by-?)?elections?|news|declarations?|polls?)\b|see also",
    re.IGNORECASE,
)
MOST_NAMED = 12  # lines below a heading "Elected"


def mended(blocks: Sequence[Block], published: date | None) -> list[Block]:
    """The blocks with lines joined that are one sentence, and the year behind days that lack it."""
    found: list[Block] = []
    for block in blocks:
        last = found[-1] if found else None
        if (
            last is not None
            and (last.kind == "line" or last.level == BOLD_LEVEL)
            and UNFINISHED.search(last.words)
            and (block.kind == "line" or (block.kind == "heading" and block.level == BOLD_LEVEL))
        ):
            found[-1] = replace(last, words=f"{last.words} {block.words}")
        else:
            found.append(block)
    if published is None:
        return found
    return [replace(block, words=with_years(block.words, published)) if block.words else block for block in found]


def without_earlier(blocks: Sequence[Block], polled: date | None = None, *, names_contest: bool = False) -> list[Block]:
    """The blocks without what stands under a heading of the election before, or of others.

    Such a heading says so ("Previous result"), or is of a year or day before the one on which the page has its poll;
    "Other results" are others' where the page names its contest (`names_contest`).
    """
    kept: list[Block] = []
    cut: int | None = None  # the level of the heading that is cut with all below it
    for block in blocks:
        if block.kind == "heading" and cut is not None and block.level <= cut:
            cut = None
        if block.kind == "heading" and cut is None and block.level > 1:
            is_others = names_contest and (OTHERS.match(block.words) or is_general(block.words))
            cut = block.level if is_others or is_earlier(block.words, polled) else None
        if cut is None:
            kept.append(block)
    return kept


def is_general(words: str) -> bool:
    """Whether a heading is of a general election."""
    return say.GENERAL.search(words) is not None and say.KINDS.search(words) is None


def is_earlier(words: str, polled: date | None) -> bool:
    """Whether a heading is of an election before the poll of the page."""
    if say.EARLIER.search(words):
        return True
    if polled is None or say.KINDS.search(words):
        return False
    days = {day for day, _ in say.days_in(words)}
    if days:
        return all(day < polled for day in days)
    years = say.years_in(words)
    return bool(years) and all(int(year) < polled.year for year in years)


def named_elected(blocks: Sequence[Block]) -> str:
    """What stands under a heading "Elected", as a sentence that says so; "" without such a heading."""
    for number, block in enumerate(blocks):
        if block.kind == "heading" and say.outcome_alone(block.words):
            names = []
            for following in blocks[number + 1 : number + 1 + MOST_NAMED]:
                if following.kind not in ("line", "item"):
                    break
                names.append(re.sub("[.;:]", " ", following.words))
            if names:
                return f"Elected: {' and '.join(names)}"[:160]
    return ""
