"""A claim as an article makes it, with its place in the text as printed."""

from __future__ import annotations

from dataclasses import dataclass

from flows.clean.claims.rules import THIS, Found, Sentence
from flows.clean.printed_figures import Figure


@dataclass(frozen=True, slots=True)
class Claim:
    """One factual claim as an article makes it; offsets are code points of the text (or of the headline).

    `claim`: winner, winning_party, majority, ... (docs/glossary.md).  `claimed_value`: the name, or the figure
    without its hedge ("7000", "0.16"). `words`: what the article prints. `election`: "this" contest, an "earlier"
    one (`year`, where one is said), or "unclear" between the two. `speaker`: index of the quotation it stands in,
    whose speaker it belongs to.
    """

    claim: str
    claimed_value: str
    words: str = ""
    figure: Figure | None = None
    candidate: str | None = None
    party: str | None = None
    other_party: str | None = None
    election: str = THIS
    year: int | None = None
    sentence_start: int = 0
    sentence_end: int = 0
    start: int = 0
    end: int = 0
    speaker: int | None = None
    in_headline: bool = False
    doubt: str | None = None  # why it can agree and never disagree

    @property
    def in_quote(self) -> bool:
        return self.speaker is not None


def value_of(found: Found) -> str:
    """The claimed value as text: a count "6940", a share "0.16", a year "1974", a decade "1970s", a name as the facts
    have it."""
    figure = found.figure
    if figure is None or found.claim == "winner":
        return found.value
    if figure.kind == "decade":
        return f"{figure.value:.0f}s"
    if figure.kind == "share":
        text = f"{figure.value:.6f}".rstrip("0")
        return f"-{text}" if found.value == "down" else text
    return f"{figure.value:g}" if figure.kind == "ratio" else f"{figure.value:.0f}"


def claim_of(found: Found, sentence: Sentence, text: str, doubt: str | None = None) -> Claim:
    """The claim with offsets in the text as printed."""
    start, end = span(sentence, found.start, found.end, text)
    begin, stop = span(sentence, 0, len(sentence.text), text)
    figure = found.figure
    return Claim(
        claim=found.claim,
        claimed_value=value_of(found),
        words=text[figure.start : figure.end] if figure and found.claim != "winner" else text[start:end],
        figure=found.figure,
        candidate=found.candidate,
        party=found.party,
        other_party=found.other_party,
        election=found.election,
        year=found.year,
        sentence_start=begin,
        sentence_end=stop,
        start=start,
        end=end,
        doubt=doubt,
    )


def span(sentence: Sentence, start: int, end: int, text: str) -> tuple[int, int]:
    """A stretch of a sentence's abstract in the text as printed, without blanks at its end."""
    paragraph = sentence.abstract
    first = paragraph.at(sentence.start + start)
    begin = first.start if first is not None else paragraph.offset(sentence.start + start)
    stop = paragraph.offset(sentence.start + end)
    return begin, begin + len(text[begin:stop].rstrip())
