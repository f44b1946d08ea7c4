"""A page that a converter made of a PDF: each word, or piece of a line, an element with its place on the sheet.

Gives      the blocks of a declaration, read by where its words stand, as those of a PDF are
Quirks     the words stand in whatever order the PDF had them, often column by column; how wide a word is nobody
           says, and is guessed by its letters
"""

from __future__ import annotations

import re
from typing import Any

from bs4 import Tag

from spiders.results.declarations.blocks import Block
from spiders.results.declarations.grids import fold
from spiders.results.declarations.pdf import blocks_of_words

FEWEST = 30  # placed pieces of a page that is made of them
PLACE = re.compile(r"(?:^|;)\s*(?P<what>left|top|font-size)\s*:\s*(?P<value>[0-9]+(?:\.[0-9]+)?)(?P<unit>p[tx])")
USUAL_SIZE = 11.0  # of letters, where an element does not say
SMALL, CAPITAL = 0.5, 0.65  # of that size: the width of a letter


def blocks_of_placed(body: Tag) -> list[Block]:
    """The blocks of a page whose words are placed one by one, sheet by sheet; [] for any other page."""
    sheets: dict[int, list[dict[str, Any]]] = {}
    for tag in body.find_all(["span", "div", "p"], style=True):
        if (word := word_of(tag)) is not None:
            sheets.setdefault(id(tag.parent), []).append(word)
    placed = [word for words in sheets.values() for word in words]
    if len(placed) < FEWEST or 2 * sum(len(word["text"]) for word in placed) < len(fold(body.get_text(" "))):
        return []
    return [block for words in sheets.values() for block in blocks_of_words(words)]


def word_of(tag: Tag) -> dict[str, Any] | None:
    """A piece of text and its place in points, or pixels, from the left and the top; None for an element without."""
    said = {match["what"]: float(match["value"]) for match in PLACE.finditer(str(tag["style"]))}
    words = fold(tag.get_text())
    if not {"left", "top"} <= said.keys() or not words or tag.find(["div", "p", "table"]) is not None:
        return None
    size = said.get("font-size", USUAL_SIZE)
    wide = sum(CAPITAL if letter.isupper() else SMALL for letter in words) * size
    top, left = said["top"], said["left"]
    return {"text": words, "x0": left, "x1": left + wide, "top": top, "bottom": top + size}
