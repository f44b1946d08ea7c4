"""The body of an article, found by where its text lies thickest, whatever language it is in.

Each block is weighed by its length, its links and whether it ends like a sentence; thin groups of blocks (teasers of
other stories) count less than thick ones. The box with the greatest weight is the story, less what in it is furniture.
Where this finds little, trafilatura is asked as well, on the tree that is parsed already.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from copy import deepcopy
from typing import Any

import trafilatura

from spiders.news.blocks import BESIDE, HEADINGS, PLAIN, SUSPECT, Block, Box, Layout
from spiders.news.furniture import BODY, STANDFIRST, credit_in, is_furniture, opens_comments
from spiders.news.tree import tidy
from spiders.records import ScrapedParagraph

THICK = 600  # the weight of a group of paragraphs that surely belongs to a story; thinner ones count in proportion
MOST_SUSPECT = 0.35  # of the page's weight: a box with a suspect name that holds more is the story itself
MOST_BESIDE = 0.85  # the same for boxes whose name hardly any site gives to its story
ENOUGH = 250  # characters: a shorter find asks the library as well
TEASER = 400  # characters: what a box with a linked heading and no more than this is
SENTENCE = re.compile("[.!?…。！？।؟:;\"'”’»」]\\W*$")
WIDE_LETTER = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")  # each worth three of an alphabet
LOOSE = frozenset(("div", "li"))
PARAGRAPHS = frozenset(("p", "blockquote", "pre", "dd", "dt"))

logging.getLogger("trafilatura").setLevel(logging.ERROR)  # it warns of each page without a text, which is told anyway


def weighed(layout: Layout) -> None:
    """Give each block its weight, and tell the boxes apart that are named like furniture and hold little."""
    total = 0.0
    upto = [0.0]
    for block in layout.blocks:
        block.weight = weight(block)
        total += max(block.weight, 0)
        upto.append(total)
    for box in layout.boxes:
        if box.suspicion:
            most = MOST_SUSPECT if box.suspicion == SUSPECT else MOST_BESIDE
            if upto[box.last] - upto[box.first] > most * total or (box.suspicion == SUSPECT and may_embed(box)):
                box.suspicion = PLAIN
        if box.parent is not None:
            box.suspicion = max(box.suspicion, box.parent.suspicion)


def may_embed(box: Box) -> bool:
    """Posts of other sites are embedded in boxes named after them: what they quote is part of the story."""
    return box.holds_quote and box.element.tag not in ("nav", "footer")


def weight(block: Block) -> float:
    """About the number of characters for a paragraph of prose, below nought for what looks like a menu."""
    length = float(len(block.text))
    linked = block.link_share
    if not block.text.isascii():
        length += 2 * len(WIDE_LETTER.findall(block.text))
    if block.kind in HEADINGS:
        return -40.0 if linked > 0.5 else 0.0
    if linked > 0.5:
        return -20 - min(length, 60) / 2
    length *= 1 - 1.5 * linked
    is_sentence = SENTENCE.search(block.text) is not None
    if block.kind in PARAGRAPHS:
        return length if length >= 40 else (5.0 if is_sentence else -5.0)
    if block.kind == "li":
        return length * 0.7 if length >= 60 else (0.0 if is_sentence else -15.0)
    if length >= 80:
        return length * (0.8 if is_sentence else 0.4)
    return 0.0 if is_sentence and length > 30 else -15.0


def story_box(layout: Layout) -> Box | None:
    """The box whose blocks weigh most, thin groups discounted; None for a page without text outside furniture."""
    groups: dict[Box | None, float] = {}
    group_of: dict[Box, Box | None] = {}
    for block in layout.blocks:
        if not block.box.suspicion and block.weight > 0:
            group = group_of[block.box] = around(block.box)
            groups[group] = groups.get(group, 0) + block.weight
    upto = [0.0]
    for block in layout.blocks:
        worth = 0.0 if block.box.suspicion else block.weight
        if worth > 0:
            worth *= min(1, groups[group_of[block.box]] / THICK)
        upto.append(upto[-1] + worth)
    best, most = None, 0.0
    for box in layout.boxes:
        if box.suspicion:
            continue
        value = (upto[box.last] - upto[box.first]) * preference(box)
        if value >= most and value > 0:
            best, most = box, value
    if best is not None and best.last - best.first == 1:
        # one paragraph is not the story where its neighbours are prose too, however many menus stand among them
        group = around(best)
        if groups.get(group, 0) > 1.5 * layout.blocks[best.first].weight:
            return group
    return best


def around(box: Box) -> Box | None:
    """The box a block shares with its neighbours, past those that wrap it alone."""
    group = box.parent
    while group is not None and group.last - group.first == 1:
        group = group.parent
    return group


def preference(box: Box) -> float:
    """How much more a box is believed to be the story for being marked as one."""
    if box.element.get("itemprop") == "articleBody":
        return 1.5
    if box.element.tag == "article":
        return 1.1
    names = box.names
    return 1.2 if names and BODY.search(names) else 1.0


def story_of(layout: Layout, box: Box, headline: str) -> tuple[list[ScrapedParagraph], list[str]]:
    """The paragraphs of a story box in reading order, and the lines in it that credit an agency."""
    teasers = teasers_in(layout, box)
    is_live = bool(layout.post_ids)
    kept: list[ScrapedParagraph] = []
    credits: list[str] = []
    seen: set[str] = set()
    copies = Counter(block.text for block in layout.blocks if block.kind in LOOSE)
    for place, block in enumerate(layout.blocks[box.first : box.last], box.first):
        text = block.text
        if block.box.suspicion == BESIDE and block.link_share < 0.5 and not is_furniture(text):
            kept.append(ScrapedParagraph(text, "box", block.box.post if is_live else 0))
        if block.box.suspicion or block.kind == "h1" or place in teasers:
            continue
        if block.kind in HEADINGS and kept and opens_comments(text):
            break
        if block.kind in LOOSE and (copies[text] > 1 or is_caption(block, text)) and len(text) > 40:
            continue
        if credit := credit_in(text, block is layout.blocks[box.last - 1]):
            credits.append(credit)
            continue
        if is_furniture(text) or text == headline or not is_prose(block):
            continue
        if len(text) > 60 and text in seen:
            continue
        seen.add(text)
        kept.append(ScrapedParagraph(text, kind_of(block), block.box.post if is_live else 0))
    return without_bare_headings(kept), credits


def is_caption(block: Block, text: str) -> bool:
    """Whether loose text stands alone with a picture."""
    frame = block.box.parent
    if block.kind != "div" or frame is None or len(text) > 250 or frame.last - frame.first > 2:
        return False
    return next(frame.element.iter("img", "picture"), None) is not None


def is_prose(block: Block) -> bool:
    """Whether a block inside the story box is part of the story rather than a link, a label or a caption."""
    linked = block.link_share
    if block.kind in HEADINGS:
        return linked < 0.6
    if block.kind in PARAGRAPHS:
        return linked < 0.6 or (linked < 0.95 and len(block.text) > 60 and SENTENCE.search(block.text) is not None)
    if linked > 0.6:
        return False
    return block.kind == "li" or block.weight > 0 or SENTENCE.search(block.text) is not None


def kind_of(block: Block) -> str:
    if block.kind in HEADINGS:
        return "heading"
    return "list item" if block.kind == "li" else "paragraph"


def teasers_in(layout: Layout, story: Box) -> set[int]:
    """The places of the blocks inside the story that show another one: a linked heading with a few words."""
    upto = [0]
    for block in layout.blocks:
        upto.append(upto[-1] + len(block.text))
    found: set[int] = set()
    for block in layout.blocks[story.first : story.last]:
        if block.kind in HEADINGS and block.link_share > 0.8:
            box = block.box
            while box.parent is not None and box.parent is not story:
                if upto[box.parent.last] - upto[box.parent.first] >= TEASER:
                    break
                box = box.parent
            found.update(range(box.first, box.last))
    return found


def is_within(box: Box | None, other: Box) -> bool:
    while box is not None and box is not other:
        box = box.parent
    return box is other


def without_bare_headings(paragraphs: list[ScrapedParagraph]) -> list[ScrapedParagraph]:
    """Paragraphs without the headings that nothing follows: those of lists of links that are gone."""
    kept: list[ScrapedParagraph] = []
    for paragraph in reversed(paragraphs):
        if paragraph.kind != "heading" or kept:
            kept.append(paragraph)
    return kept[::-1]


def standfirst_of(layout: Layout, story: Box, description: str) -> str:
    """The sentence under the headline: by its name, or by the page's description; "" for none."""
    start = description[:60].rstrip(" .…")
    first = next((number for number, block in enumerate(layout.blocks) if block.kind == "h1"), 0)
    for block in layout.blocks[first : max(story.last, first)]:
        if block.kind in ("h1", "li") or not 30 <= len(block.text) <= 400 or block.link_share > 0.5:
            continue
        is_described = len(start) > 25 and block.text.startswith(start)
        is_more = len(block.text) > len(description) + 10
        if is_described and (is_more or (block.kind in PARAGRAPHS and is_within(block.box, story))):
            return ""  # the description is the first paragraph, or its beginning
        if is_described or is_named_standfirst(block.box, story):
            return block.text
    return ""


def is_named_standfirst(box: Box | None, story: Box) -> bool:
    """Whether the element of a block, or the one around it, is called a standfirst."""
    for _ in range(2):
        if box is None or box is story:
            return False
        if STANDFIRST.search(box.names):
            return True
        box = box.parent
    return False


def library_text(root: Any) -> list[ScrapedParagraph]:
    """What trafilatura makes of the tree; it works on a copy. Empty where it finds no text."""
    text = trafilatura.extract(deepcopy(root), fast=True, include_comments=False, include_tables=False) or ""
    return [ScrapedParagraph(line) for line in (tidy(line) for line in text.splitlines()) if line]
