"""What kind of story a text is, whatever contest it may be about: a by-election's, a council's, another country's.

The lists are in `linking.yaml`. Only what can be seen in the words themselves is told here; `linking` weighs it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import urlsplit

from flows.clean.mentions import BREAK, Name, Names, Words, everyday, listed, rules, single

NUMBER = re.compile(r"(?<![\d.,£$])(\d{1,3}(?:,\d{3})+|\d{3,6})(?![\d%]|,\d)")
YEAR = re.compile(r"^(?:1[89]|20)\d\d$")
BY_ELECTIONS = ("byelection", "byelections")
SEVERAL = {"both": 2, "two": 2, "twin": 2, "double": 2, "pair": 2, "three": 3, "triple": 3, "trio": 3, "treble": 3}
SEVERAL |= {"four": 4, "five": 5}
CLOSE = 4  # words: how near a count, a year or a place stands to what it belongs to
KINDS = ("ballot", "result", "politics", "not called", "another election", "another time", "general election", "sport")


@dataclass(slots=True)
class Story:
    """What a text shows of its kind. `seen` has a kind's name in linking.yaml, and the words that showed it."""

    seen: dict[str, str] = field(default_factory=dict)
    is_plural: bool = False  # "by-elections"
    several: int = 0  # how many contests it speaks of, where it says so
    parties: frozenset[str] = frozenset()  # British parties, in its own words
    numbers: frozenset[int] = frozenset()


def story_of(words: Words, text: str, url: str, section: str) -> Story:
    """What kind of story it is; `text` is what the words are of."""
    story = Story()
    parties = set()
    for found in story_names().find(words):
        kind, label = found.name.kind, found.name.label
        if kind == "several":
            if counts_contests(words, found.end):
                story.several = max(story.several, SEVERAL[label])
        elif kind == "countries":
            if any(map(words.is_capital, range(found.start, found.end))):
                story.seen.setdefault("another country", label)
        elif kind == "parties":
            parties.add(label)
            story.seen.setdefault("politics", label)
        else:
            story.seen.setdefault(kind, label)
    if story.several == 2 and is_third_told(words):
        story.several = 3
    story.parties = frozenset(parties)
    story.numbers = frozenset(int(number.replace(",", "")) for number in NUMBER.findall(text))
    see_by_elections(words, story)
    for kind, part in sections_of(url, section):
        story.seen.setdefault(kind, part)
    return story


@cache
def story_names() -> Names:
    """The lists of `linking.yaml` that tell what kind of story a text is."""
    named = {kind: listed(kind) for kind in (*KINDS, "parties", "several", "countries")}
    return Names(Name(keys, kind, 0, " ".join(keys)) for kind, phrases in named.items() for keys in phrases)


def counts_contests(words: Words, place: int) -> bool:
    """Whether a count is one of contests: "two crucial by-elections", "double defeat", but not "two days"."""
    for key in words.keys[place : place + CLOSE]:
        if key == BREAK:
            return False
        if key in single("counted"):
            return True
    return False


def is_third_told(words: Words) -> bool:
    """Whether a third contest stands beside two: "lost two seats but held the third", not "a third of voters"."""
    return any(key == "third" and words.keys[place + 1] != "of" for place, key in enumerate(words.keys))


def see_by_elections(words: Words, story: Story) -> None:
    """The word itself, and a place or year beside it: "the Aston by-election", "the 1967 by-election"."""
    keys = words.keys
    for place, key in enumerate(keys):
        if key not in BY_ELECTIONS:
            continue
        story.seen.setdefault("by-election", "by-election")
        story.is_plural |= key == "byelections"
        if place and is_place(words, place - 1, is_headed=keys[place + 1] == BREAK):
            story.seen.setdefault("another place", keys[place - 1])
        for year in years_beside(keys, place):
            story.seen.setdefault("another year", year)
        if keys[place + 1] in ("in", "for") and is_place(words, place + 2):
            story.seen.setdefault("another place", keys[place + 2])


def years_beside(keys: Sequence[str], place: int) -> Iterator[str]:
    """The years a by-election is said to be of: "the 1967 Hamilton by-election", "the by-election there in 1967"."""
    before = keys[max(0, place - CLOSE) : place]
    before = before[len(before) - before[::-1].index(BREAK) :] if BREAK in before else before
    yield from (key for key in before if YEAR.match(key))
    for there in range(place + 1, min(place + 1 + CLOSE, len(keys) - 1)):
        if keys[there] in ("in", "of") and YEAR.match(keys[there + 1]):
            yield keys[there + 1]


def is_place(words: Words, place: int, *, is_headed: bool = False) -> bool:
    """Whether a word may name a place: with a capital that is not a sentence's, and no everyday word.

    `is_headed`: a headline's first part ends with it, as in "Aston by-election: ...", where a first word is a place.
    """
    if not words.is_capital(place) or words.keys[place] in everyday() | single("regions"):
        return False
    return is_headed or (place >= words.titled and not is_ordinary(words, place))


def is_ordinary(words: Words, place: int) -> bool:
    """Whether a word with a capital is an everyday one or a party's, or only begins a sentence."""
    return words.keys[place] in everyday() or place == 0 or words.keys[place - 1] == BREAK


@cache
def section_words() -> dict[str, frozenset[str]]:
    return {
        kind: frozenset(word.strip() for word in printed.split(",")) for kind, printed in rules()["sections"].items()
    }


def sections_of(url: str, section: str) -> Iterator[tuple[str, str]]:
    """Where in the paper it stands, by its address and the section it names: ("sport", "football")."""
    parts = urlsplit(url).path.casefold().split("/")[1:4]
    kinds = section_words()
    for part in filter(None, [*parts, section.casefold().strip().replace(" ", "-")]):
        stem = re.split(r"-\d", part)[0]  # BBC: "uk-politics-61234567"
        if stem in kinds["sport"]:
            yield "sport", part
        elif stem in kinds["another country"] or stem.startswith("world-"):
            yield "another country section", part
        elif stem in kinds["politics"]:
            yield "politics section", part
