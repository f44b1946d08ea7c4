"""Plain text: the statutory notice as it was typed, figures at the end of dotted leaders, long names on two lines."""

from __future__ import annotations

import re

from spiders.results.blocks import Block

LEADER = re.compile(r"\s*(?:\.\s?){3,}\s*|\s*_{3,}\s*|\s*(?:·\s?){3,}\s*")
LONGEST_HEAD = 120  # characters of the first lines, which say what the text is of
LABELLED = re.compile(r"[A-Z][^:.]{2,40}:\s")
ENDS_IN_FIGURE = re.compile(r"[0-9]\s*%?\s*(?:\(?\w+\)?)?\s*$")


def looks_like_text(body: bytes, content_type: str) -> bool:
    """Whether bytes are text without markup that calls itself so."""
    return "text/plain" in content_type.casefold() and b"\0" not in body[:2000] and b"<" not in body[:200]


def blocks_of_text(text: str) -> list[Block]:
    """The text as blocks: paragraphs of prose on one line each, lists line by line, lines in capitals as headings."""
    found: list[Block] = []
    for paragraph in re.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\r", "\n")):
        lines = [line for line in paragraph.split("\n") if line.strip()]
        if not lines:
            continue
        if any(LEADER.search(line) for line in lines) or sum(bool(ENDS_IN_FIGURE.search(line)) for line in lines) > 1:
            found += [Block("item", words) for words in joined(lines)]
            continue
        for words in sentences(lines):
            is_head = words.isupper() or (not found and len(words) <= LONGEST_HEAD)
            found.append(Block("heading", words, 1) if is_head else Block("line", words))
    return found


def sentences(lines: list[str]) -> list[str]:
    """The lines of a paragraph on one; what starts with a label ("Date of election: ...") stands by itself."""
    found: list[str] = []
    for line in lines:
        words = " ".join(line.split())
        if found and not LABELLED.match(words):
            found[-1] += f" {words}"
        else:
            found.append(words)
    return found


def joined(lines: list[str]) -> list[str]:
    """The lines of a list with leaders as dashes; one without a figure runs on in a line that stands further in."""
    found: list[str] = []
    waiting, margin = "", 0
    for line in lines:
        own = len(line) - len(line.lstrip())
        words = " ".join(LEADER.sub(" – ", line).split())
        if waiting and own > margin:
            words = f"{waiting} {words}"
        elif waiting:
            found.append(waiting)
        if ENDS_IN_FIGURE.search(words):
            found.append(words)
            waiting = ""
        else:
            waiting, margin = words, own if not waiting else margin
    return [*found, waiting] if waiting else found
