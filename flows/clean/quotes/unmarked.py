"""What people say without quotation marks: the answers of an interview, and a statement set below its colon."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from flows.clean.quotes.marks import Paragraph, Stretch
from flows.clean.quotes.words import verbs

QUESTION = re.compile(r"(?:Q|Question)\s?[:.]\s+")
ANSWER = re.compile(r"(?:A|Answer)\s?[:.]\s+")
FEWEST = 2  # questions and answers that make an interview
LEAD = re.compile(r"([^\W\d_]+):$")
FIRST_PERSON = re.compile(r"\b(?:I|we|my|our|us|me)(?:['’]\w+)?\b", re.I)
ENDS = (".", "!", "?", "…")


def interview(text: str, paragraphs: Sequence[Paragraph]) -> tuple[frozenset[int], frozenset[int]]:
    """The numbers of the paragraphs that ask ("Q: ...") and that answer ("A: ..."); none where it is no interview."""
    asked = {n for n, one in enumerate(paragraphs) if QUESTION.match(text, one.start, one.end)}
    answered = {n for n, one in enumerate(paragraphs) if ANSWER.match(text, one.start, one.end)}
    if len(asked) < FEWEST or len(answered) < FEWEST:
        return frozenset(), frozenset()
    return frozenset(asked), frozenset(answered)


def with_unmarked(
    text: str, paragraphs: Sequence[Paragraph], stretches: Sequence[Stretch], answers: frozenset[int]
) -> list[Stretch]:
    """The stretches, and among them the answers and statements that stand without marks."""
    owners = [stretch.paragraph for stretch in stretches]
    found: list[Stretch] = []
    for number in range(len(paragraphs)):
        own = stretches[bisect_left(owners, number) : bisect_left(owners, number + 1)]
        found.extend(unmarked(text, paragraphs, number, own, number in answers) or own)
    return found


def unmarked(
    text: str, paragraphs: Sequence[Paragraph], number: int, own: Sequence[Stretch], is_answer: bool
) -> list[Stretch]:
    """The one stretch of a paragraph that is an answer or a statement without marks; else none."""
    paragraph = paragraphs[number]
    if is_answer:
        label = ANSWER.match(text, paragraph.start, paragraph.end)
        start = label.end() if label else paragraph.start
        if start < paragraph.end and not (own and own[0].outer_start == start):
            return [Stretch(start, paragraph.end, start, paragraph.end, number, True, False)]
        return []
    if own or not number or not is_statement(text, paragraph) or not introduces(text, paragraphs[number - 1]):
        return []
    return [Stretch(paragraph.start, paragraph.end, paragraph.start, paragraph.end, number, True, False)]


def introduces(text: str, paragraph: Paragraph) -> bool:
    """Whether a paragraph ends with a verb of saying and a colon: "In a letter she wrote:"."""
    lead = LEAD.search(text, max(paragraph.start, paragraph.end - 40), paragraph.end)
    return lead is not None and verbs().get(lead.group(1).lower()) == "say"


def is_statement(text: str, paragraph: Paragraph) -> bool:
    """Whether a paragraph is a sentence of somebody who speaks of himself: a list of figures is not."""
    last = text[paragraph.end - 1]
    return last in ENDS and FIRST_PERSON.search(text, paragraph.start, paragraph.end) is not None
