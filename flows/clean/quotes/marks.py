"""Stretches of text between quotation marks, paragraph by paragraph: where they start and end, and whether they close.

Pure scanning: who speaks, and whether anybody does, is decided elsewhere.  Every function is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

PARAGRAPH = re.compile(r"[^\r\n\x85\u2028\u2029]+")
OPENING, CLOSING, STRAIGHT = "“„«", "”»", '"＂‟'
DOUBLE = re.compile(f"[{OPENING}{CLOSING}{STRAIGHT}]")
TWO_OPEN, TWO_CLOSE = re.compile("‘‘|``"), re.compile("’’|''")  # double marks made of two single ones
# not the mark of a word cut short behind another: "let 'em", "rock 'n' roll"
SINGLE_OPEN = re.compile(
    r"(?:(?<=[\s(\[“\"—–-])|(?<![\s\S]))(?!(?<=[a-z] )['’](?:em|n|til|twas|tis|cos|cause|bout|ere|un)\b)"
    r"[‘'](?=[^\s’'\d]|\d+(?!\d*s\b))"
)
SINGLE_CLOSE = re.compile(r"(?<=\S)[’'](?![^\W_])")
ENDS_SPEECH = re.compile(r"[.,!?…—–-]$")


@dataclass(frozen=True, slots=True)
class Paragraph:
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """What stands between two marks; `start` and `end` leave the marks out. `outer_start` and `outer_end` have them."""

    start: int
    end: int
    outer_start: int
    outer_end: int
    paragraph: int
    is_closed: bool
    is_single: bool


def paragraphs_of(text: str) -> list[Paragraph]:
    """The paragraphs that hold more than blanks, without the blanks around them."""
    found = []
    for match in PARAGRAPH.finditer(text):
        line = match.group()
        start = match.start() + len(line) - len(line.lstrip())
        end = match.start() + len(line.rstrip())
        if start < end:
            found.append(Paragraph(start, end))
    return found


def opens(text: str, at: int, start: int, end: int, is_open: bool, is_even: bool) -> bool:
    """Whether the double mark at `at` opens a quotation. A straight one is judged by what stands around it."""
    mark = text[at]
    before = text[at - 1] if at > start else " "
    after = text[at + 1] if at + 1 < end else " "
    leans_open = (before.isspace() or before in "([‘'—–-") and not after.isspace()
    leans_close = not before.isspace() and (after.isspace() or after in ".,;:!?)]’'—–-")
    if mark in OPENING:
        return not (is_open and leans_close and not leans_open)
    if mark in CLOSING:
        return not is_open and leans_open and not leans_close
    if is_even:
        return not is_open
    return leans_open and not leans_close if leans_open != leans_close else not is_open


def double_stretches(text: str, number: int, paragraph: Paragraph) -> Iterator[Stretch]:
    """Stretches in double marks. One that is never closed ends with the paragraph; quotations inside it are its own."""
    start, end = paragraph.start, paragraph.end
    marks = [match.start() for match in DOUBLE.finditer(text, start, end)]
    straight = sum(1 for at in marks if text[at] in STRAIGHT)
    opened: int | None = None
    depth = 0
    for position, at in enumerate(marks):
        if opens(text, at, start, end, opened is not None, straight % 2 == 0):
            if opened is None:
                opened, depth = at, 1
            elif text[at] in OPENING and closings_follow(text, marks, position):
                depth += 1
        elif opened is not None:
            depth -= 1
            if depth == 0 or text[at] in STRAIGHT:
                yield Stretch(opened + 1, at, opened, at + 1, number, True, False)
                opened = None
    if opened is not None and opened + 1 < end:
        yield Stretch(opened + 1, end, opened, end, number, False, False)


def closings_follow(text: str, marks: list[int], position: int) -> bool:
    """Whether a quotation inside a quotation is closed on its own: two closing marks come before the next opening."""
    following = [text[at] for at in marks[position + 1 : position + 3]]
    return len(following) == 2 and all(mark in CLOSING for mark in following)


def single_stretches(text: str, number: int, start: int, end: int, inner: Sequence[Stretch] = ()) -> Iterator[Stretch]:
    """Stretches in single marks from `start` to `end`; an apostrophe looks like a closing mark. `inner`: quotations in
    double marks, whose own single marks say nothing of these."""
    openings = outside(SINGLE_OPEN, text, start, end, inner)
    closings = outside(SINGLE_CLOSE, text, start, end, inner)
    first_closing = 0
    done = start
    for position, opening in enumerate(openings):
        if opening < done:
            continue
        limit = openings[position + 1] if position + 1 < len(openings) else end
        while first_closing < len(closings) and closings[first_closing] <= opening:
            first_closing += 1
        last = first_closing
        chosen: int | None = None
        while last < len(closings) and closings[last] < limit:
            if chosen is None or is_possessive(text, chosen, end):
                chosen = closings[last]
            last += 1
        first_closing = last
        if chosen is not None:
            yield Stretch(opening + 1, chosen, opening, chosen + 1, number, True, True)
            done = chosen + 1
        elif text[opening] == "‘" and (opening == start or (limit == end and text[opening - 2] in ".:,!?")):
            yield Stretch(opening + 1, limit, opening, limit, number, False, True)
            done = limit


def outside(mark: re.Pattern[str], text: str, start: int, end: int, inner: Sequence[Stretch]) -> list[int]:
    """Where a mark stands from `start` to `end`, but for those between the marks of the stretches `inner`."""
    found: list[int] = []
    at = start
    for stretch in inner:
        found.extend(match.start() for match in mark.finditer(text, at, stretch.outer_start))
        at = stretch.outer_end
    found.extend(match.start() for match in mark.finditer(text, at, end))
    return found


def is_possessive(text: str, at: int, end: int) -> bool:
    """Whether the mark may be the apostrophe of "voters’ concerns": after an s, a word follows."""
    return text[at - 1] == "s" and at + 2 < end and text[at + 1] == " " and text[at + 2].isalpha()


def is_single_marked(text: str) -> bool:
    """Whether a text quotes in single marks, so that double ones stand inside them."""
    return len(SINGLE_OPEN.findall(text)) > len(DOUBLE.findall(text)) / 2


def stretches_of(text: str, paragraphs: list[Paragraph]) -> list[Stretch]:
    """All stretches in the order of the text, none inside another; empty ones left out."""
    original, text = text, TWO_CLOSE.sub("”\u2060", TWO_OPEN.sub("\u2060“", text))  # as long as before
    read = around_doubles if is_single_marked(text) else between_doubles
    found = [stretch for number, paragraph in enumerate(paragraphs) for stretch in read(text, number, paragraph)]
    trimmed = (trim(original, text, stretch) for stretch in found)
    return [stretch for stretch in trimmed if stretch.start < stretch.end]


def between_doubles(text: str, number: int, paragraph: Paragraph) -> Iterator[Stretch]:
    """The stretches of a paragraph where double marks are the outer ones."""
    at = paragraph.start
    for stretch in double_stretches(text, number, paragraph):
        yield from single_stretches(text, number, at, stretch.outer_start)
        yield stretch
        at = stretch.outer_end
    yield from single_stretches(text, number, at, paragraph.end)


def around_doubles(text: str, number: int, paragraph: Paragraph) -> Iterator[Stretch]:
    """The stretches of a paragraph where single marks are the outer ones: ‘I said “no”.’"""
    doubles = [stretch for stretch in double_stretches(text, number, paragraph) if stretch.is_closed]
    singles = list(single_stretches(text, number, paragraph.start, paragraph.end, doubles))
    at = 0
    for double in doubles:
        while at < len(singles) and singles[at].outer_end <= double.outer_start:
            yield singles[at]
            at += 1
        if at == len(singles) or singles[at].outer_start > double.outer_start:
            yield double
    yield from singles[at:]


def trim(original: str, scanned: str, stretch: Stretch) -> Stretch:
    """The stretch without blanks at its ends, and with both halves of marks made of two."""
    inner = original[stretch.start : stretch.end]
    start = stretch.start + len(inner) - len(inner.lstrip())
    end = max(start, stretch.start + len(inner.rstrip()))
    first, last = stretch.outer_start, stretch.outer_end
    outer_start = first - 1 if first and scanned[first] == "“" and original[first] != "“" else first
    outer_end = last + 1 if scanned[last - 1] == "”" and original[last - 1] != "”" else last
    return Stretch(start, end, outer_start, outer_end, stretch.paragraph, stretch.is_closed, stretch.is_single)
