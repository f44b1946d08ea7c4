"""Names in running text: words with their places, and the forms in which papers print seats and people.

Everything is compared without case, accents and possessive endings; "byelection", "by election" and "by-election" are
one word. Capital letters are kept, since "Mark Selby" is no seat.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

BY_ELECTION = re.compile(r"\bby[-\u2010-\u2015 ]?(election)", re.IGNORECASE)
WORD = re.compile(r"[^\W_]+(?:['\u2019\u2010-][^\W_]+)*")
WORD_OR_BREAK = re.compile(WORD.pattern + r"|[^\w\s,'\"\u2018\u2019\u201c\u201d&]")
SPLIT_NAME = re.compile(r"\s*(?:,|&|\band\b)\s*", re.IGNORECASE)
JOINED = re.compile(r"[ -](?:upon|on|under|super|next|le|in)[ -]")  # "Stoke-on-Trent" is Stoke
WIDE = frozenset(
    ["north", "south", "east", "west", "central", "mid", "old", "upper", "lower", "the", "city", "of", "royal"]
)
MANY, TITLED = 4, 0.8  # long words in a headline, and how many of them begin with a capital where all do
BREAK = ""  # the key of a full stop, a line's end, a dash: no phrase goes across it


@cache
def rules() -> dict[str, Any]:
    """The weights and words of `linking.yaml`, as it stands."""
    return yaml.load((Path(__file__).parent / "linking.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


@cache
def listed(name: str) -> tuple[tuple[str, ...], ...]:
    """The phrases of one list of the file: "tory, lib dems" -> (("tory",), ("lib", "dems"))."""
    return tuple(keys for phrase in rules()["words"][name].split(",") if (keys := keys_of(phrase)))


@cache
def single(name: str) -> frozenset[str]:
    """The same for a list of single words."""
    return frozenset(key for keys in listed(name) for key in keys)


@dataclass(slots=True)
class Words:
    """A text as its words: as printed, and as they are compared. Where no phrase goes on stands a BREAK."""

    printed: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    headline: int = 0  # the words up to here are the headline's
    titled: int = 0  # in the words up to here a capital means nothing: Every Word Has One

    def add(self, text: str) -> None:
        """More text behind what there is, never running into it."""
        found = [*WORD_OR_BREAK.findall(BY_ELECTION.sub(r"by\1", text)), BREAK]
        self.printed += found
        self.keys += map(key_of, found)

    def end_headline(self) -> None:
        """What was added until now is the headline."""
        self.headline = len(self.keys)
        long = [self.is_capital(place) for place, key in enumerate(self.keys) if len(key) > 3]
        if len(long) >= MANY and sum(long) >= TITLED * len(long):
            self.titled = self.headline

    def is_capital(self, place: int) -> bool:
        """Whether a word is printed with a capital letter; False for a break."""
        return self.printed[place][:1].isupper()


@lru_cache(maxsize=65536)
def key_of(word: str) -> str:
    """One word as it is compared: "Batley's" -> "batley", "Siân" -> "sian", "O'Neill" -> "oneill", "." -> BREAK."""
    if not word[:1].isalnum():
        return BREAK
    if not word.isascii():
        plain = unicodedata.normalize("NFKD", word.replace("\u2019", "'").replace("\u2010", "-"))
        word = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return word.casefold().removesuffix("'s").replace("'", "")


@lru_cache(maxsize=65536)
def keys_of(text: str) -> tuple[str, ...]:
    """The words of a name or phrase as they are compared."""
    return tuple(key_of(word) for word in WORD.findall(BY_ELECTION.sub(r"by\1", text)))


@dataclass(frozen=True, slots=True)
class Name:
    """One form of a name: what it is of (`seat`, `candidate`, ...), and whose (any object of the caller's)."""

    keys: tuple[str, ...]
    kind: str
    whose: int
    label: str


@dataclass(frozen=True, slots=True)
class Found:
    """A name where it stands in the text, from word `start` up to `end`."""

    name: Name
    start: int
    end: int


class Names:
    """Finds many names at once: one look in a dictionary a word, whatever their number."""

    def __init__(self, names: Iterable[Name]):
        self.first: dict[str, list[Name]] = {}
        # a contest known by party only has candidacies without a name
        for name in dict.fromkeys(one for one in names if one.keys):
            self.first.setdefault(name.keys[0], []).append(name)

    def find(self, words: Words) -> Iterator[Found]:
        keys, first = words.keys, self.first
        for start, key in enumerate(keys):
            for name in first.get(key, ()):
                end = start + len(name.keys)
                if len(name.keys) == 1 or tuple(keys[start:end]) == name.keys:
                    yield Found(name, start, end)


def is_another_name(words: Words, start: int, end: int) -> bool:
    """Whether the place at these words is only a part of another name: "Mark Selby", "Southend United".

    A capital before it makes a person of it, save for ordinary words (sentences begin with them) and parties; where
    every word has a capital, only a given name does.
    """
    before = words.keys[start - 1] if start else BREAK
    if (
        start
        and words.is_capital(start - 1)
        and (before in given_names() if start <= words.titled else before not in everyday())
    ):
        return True
    return end < len(words.keys) and words.is_capital(end) and words.keys[end] in single("institutions")


@cache
def everyday() -> frozenset[str]:
    """Words that may stand with a capital before a name without belonging to it."""
    return single("ordinary") | single("parties")


def seat_forms(constituency: str, other_names: Sequence[str] = ()) -> Iterator[tuple[str, str]]:
    """The forms of a seat's name with their kinds: "seat", "seat place", "seat part", "seat wider".

    "North Shropshire" -> "Shropshire North" (seat), "N Shropshire" (seat), "Shropshire" (wider);
    "Tiverton and Honiton" -> "Tiverton", "Honiton" (parts); "City of Chester" -> "Chester" (part);
    "Stoke-on-Trent Central" -> "Stoke" (part).
    """
    for name in (constituency, *other_names):
        whole = list(keys_of(name.replace("&", " and ")))
        bare = [key for key in whole if key not in WIDE and key != "and"]
        is_place = len(whole) == 1
        yield " ".join(whole), "seat place" if is_place else "seat"
        if not is_place:
            for form in reordered(whole):
                yield " ".join(form), "seat"
        pieces = [piece for piece in SPLIT_NAME.split(name) if piece]
        for piece in pieces:
            keys = list(keys_of(piece))
            core = [key for key in keys if key not in WIDE]
            if len(pieces) > 1:
                yield " ".join(keys), "seat part"
            if core and core != keys:
                kind = "seat part" if len(pieces) > 1 or {"city", "royal", "old"} & set(keys) else "seat wider"
                yield " ".join(core), kind
            town = JOINED.split(" ".join(core))[0]
            if town != " ".join(core):
                yield town, "seat part"
        if is_place and bare and bare[0] in rules()["short_places"]:
            yield rules()["short_places"][bare[0]], "seat place"


def reordered(keys: Sequence[str]) -> Iterator[list[str]]:
    """A seat's name as papers turn it: compass point behind or before, its first letter, counties shortened."""
    shorts: dict[str, str] = rules()["short_places"]
    short = [shorts.get(key, key) for key in keys]
    forms = [list(keys)] + ([short] if short != list(keys) else [])
    for form in forms:
        yield form
        if "and" in form:
            middle = form.index("and")
            yield form[middle + 1 :] + ["and"] + form[:middle]
            yield form[:middle] + form[middle + 1 :]
            continue
        if form[0] in WIDE and len(form) > 1 and form[0] not in ("city", "the"):
            yield form[1:] + form[:1]
            yield [form[0][0], *form[1:]]
        if form[-1] in WIDE and len(form) > 1:
            yield form[-1:] + form[:-1]


def person_forms(name: str, other_names: Sequence[str] = ()) -> Iterator[str]:
    """A person's name as papers print it: without middle names, and with the short form of the given name."""
    for one in (name, *other_names):
        keys = [key for key in keys_of(one) if key not in single("titles")]
        if len(keys) < 2:
            continue
        yield " ".join(keys)
        for given in given_forms(keys[0]):
            yield f"{given} {keys[-1]}"
            yield " ".join([given, *keys[1:]])


@cache
def given_names() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in rules()["given_names"]:
        whole, *shorts = line.split()
        for short in shorts:
            found.setdefault(whole, {whole}).add(short)
            found.setdefault(short, {short}).add(whole)
    return {name: frozenset(forms) for name, forms in found.items()}


def given_forms(key: str) -> frozenset[str]:
    return given_names().get(key, frozenset((key,))) | {key}
