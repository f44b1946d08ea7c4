"""Seats: the reviewed name of a constituency, whatever a century of tables calls it, and the boundaries it had.

A seat is found by its words, in whatever order, case and spelling an old list prints them; `seats.yaml` holds every
seat since 1918 with the sets of boundaries it was fought on, and the names that rules cannot decide.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

OFFICIAL_NAMES = date(2010, 4, 13)  # from here on a name that is not reviewed stays as it is printed
FOOTNOTES = re.compile(r"(?<=[^\s\d,])[,0-9*†‡¹²³]+\s*$")  # "City of London1,2", "Down*"; not "Ward 2"
INITIALS = re.compile(r"\b([NSns])\.\s?([EWew])\b\.?")  # "N.E." and "S. W."
WORD = re.compile(r"[^\W_]+")
LINKING = frozenset(("and", "the", "of", "district"))  # these come and go in the same seat's name
SMALL = frozenset(("and", "an", "by", "cum", "in", "le", "of", "on", "super", "the", "under", "upon", "with"))
NATIONS = ("England", "Scotland", "Wales", "Northern Ireland", "Ireland", "University")
ENGLISH_REGIONS = frozenset(
    ("east midlands", "east of england", "eastern", "london", "north east", "north west", "south east", "south west")
    + ("west midlands", "yorkshire and humber")
)


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat on given boundaries: polled from `start` until the day before `end`."""

    name: str
    nation: str
    start: date
    end: date


@cache
def reviewed() -> dict[str, Any]:
    """The reviewed file, as it stands."""
    # the parser in C: two thousand lines take a second without it
    return yaml.load((Path(__file__).parent / "seats.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


@cache
def all_seats() -> tuple[Seat, ...]:
    """Every seat since 1918, once for each set of boundaries; `end` is `date.max` for those of today."""
    tables = reviewed()
    boundaries: dict[str, dict[int, date]] = tables["boundaries"]
    ends = {year: first for sets in boundaries.values() for year, first in sets.items()}
    found = []
    for nation, seats in tables["seats"].items():
        sets = boundaries[nation]
        for name, printed in seats.items():
            for label in str(printed).split():
                year, _, ended = label.partition("-")
                later = [first for other, first in sets.items() if other > int(year) and other not in tables["partial"]]
                if ended:
                    end = ends[int(year[:2] + ended)]
                else:
                    end = min(later, default=tables["ended"].get(nation, date.max))
                found.append(Seat(name, nation, sets[int(year)], end))
    return tuple(found)


@cache
def turns() -> tuple[date, ...]:
    """The days on which the seats of any nation changed, in their order."""
    return tuple(sorted({seat.start for seat in all_seats()} | {seat.end for seat in all_seats()}))


def seats_on(day: date) -> tuple[Seat, ...]:
    """The seats that a poll of the day could be for; none before the end of November 1918."""
    past = [turn for turn in turns() if turn <= day]
    return Day.at(past[-1]).seats if past else ()


def place(where: str) -> str:
    """A nation or region as it is compared: "Yorkshire & The Humber" -> "yorkshire and humber"."""
    return " ".join(word for word in WORD.findall(where.replace("&", " and ").casefold()) if word != "the")


def nation_of(where: str) -> str:
    """A nation or region as printed -> one of `NATIONS`; "" for what is none, or not said."""
    if place(where) in ENGLISH_REGIONS:
        return "England"
    return next((nation for nation in NATIONS if nation.casefold() == place(where)), "")


@lru_cache(maxsize=65536)
def words_of(printed: str) -> tuple[str, ...]:
    """The words of a seat's name as they are compared: "St.Pancras N" -> ("st", "pancras", "north").

    Without case, accents, punctuation, footnote marks and linking words; in full and rightly spelt where reviewed.
    """
    plain = unicodedata.normalize("NFKD", FOOTNOTES.sub("", printed).casefold().replace("&", " and "))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = INITIALS.sub(r"\1\2", plain.replace("'", "").replace("\u2019", ""))
    tables = reviewed()
    found: list[str] = []
    for word in WORD.findall(plain):
        word = tables["misspelt"].get(word, word)
        found += tables["abbreviations"].get(word, word).split()
    return tuple(word for word in found if word not in LINKING) or tuple(found)


def keys_of(words: tuple[str, ...]) -> tuple[str, str]:
    """Two keys of a name: its words whatever their order, and its letters ("CARDIFFSOUTH EAST" has lost a blank)."""
    return " ".join(sorted(words)), "".join(words)


@dataclass(frozen=True)
class Day:
    """The seats of a day, by every key and by the names the reviewed file adds."""

    seats: tuple[Seat, ...]
    by_key: dict[str, set[Seat]]
    by_alias: dict[str, set[Seat]]

    @classmethod
    @lru_cache(maxsize=64)
    def at(cls, turn: date) -> Day:
        seats = tuple(seat for seat in all_seats() if seat.start <= turn < seat.end)
        by_name = {seat.name: seat for seat in seats}
        by_key: dict[str, set[Seat]] = {}
        by_alias: dict[str, set[Seat]] = {}
        for seat in seats:
            for key in keys_of(words_of(seat.name)):
                by_key.setdefault(key, set()).add(seat)
        for printed, name in reviewed()["aliases"].items():
            if name in by_name:
                for key in keys_of(words_of(printed)):
                    by_alias.setdefault(key, set()).add(by_name[name])
        return cls(seats, by_key, by_alias)

    def named(self, name: str) -> Seat | None:
        return next((seat for seat in self.seats if seat.name == name), None)

    def find(self, words: tuple[str, ...]) -> Seat | None:
        """The one seat of the day with these words; None when there is none, or more than one."""
        for names in (self.by_key, self.by_alias):
            for key in keys_of(words):
                if len(names.get(key, ())) == 1:
                    return next(iter(names[key]))
        return None


@lru_cache(maxsize=65536)
def find_seat(printed: str, polled: date, where: str = "") -> Seat | None:
    """The seat meant by a name in a list, on the day of a poll; None when no rule and no reviewed name says which.

    `where` is the nation or region as printed, for names that two seats share.
    """
    past = [turn for turn in turns() if turn <= polled]
    if not past:
        return None
    day, words, tables = Day.at(past[-1]), words_of(printed), reviewed()
    for entry in tables["polls"]:
        if entry["polled"] == polled and words_of(entry["printed"]) == words:
            return day.named(entry["seat"])
    for entry in tables["shared"]:
        if words_of(entry["printed"]) == words and place(where) in [place(one) for one in entry["where"]]:
            found = day.named(entry["seat"])
            if found:
                return found
    found = day.find(words)
    if found:
        return found
    letters = "".join(words)
    for prefix in prefixes():
        if words[: len(prefix)] == prefix:
            found = day.find(words[len(prefix) :])
        elif letters.startswith("".join(prefix)):
            found = day.find((letters[len("".join(prefix)) :],))  # "LAMBETHBRIXTON"
        if found:
            return found
    return None


@cache
def prefixes() -> tuple[tuple[str, ...], ...]:
    """Counties and boroughs printed in front of a seat, as words, the longest first."""
    return tuple(sorted((words_of(one) for one in reviewed()["prefixes"]), key=len, reverse=True))


@cache
def ending() -> dict[tuple[str, date, str], Seat]:
    """The seats by nation, by the day their boundaries ended, and by name as well as by its words in any order."""
    by_words = {(one.nation, one.end, keys_of(words_of(one.name))[0]): one for one in reversed(all_seats())}
    return by_words | {(one.nation, one.end, one.name): one for one in all_seats()}


def earlier_seat(seat: Seat) -> Seat | None:
    """The seat of the same name, or renamed since, on the boundaries before; None where the name was new.

    The same place under the same name, not the same electors: only an overlap of areas says how many came along.
    """
    names = (keys_of(words_of(seat.name))[0], reviewed()["renamed"].get(seat.name))
    return next((found for name in names if (found := ending().get((seat.nation, seat.start, name)))), None)


def seat_rows() -> list[dict[str, Any]]:
    """Every seat as a row for the warehouse, with the seat before it."""
    return [
        {
            "constituency": seat.name,
            "nation": seat.nation,
            "boundary_set_start": seat.start,
            "boundary_set_end": None if seat.end == date.max else seat.end,
            "earlier_constituency": before and before.name,
            "earlier_boundary_set_start": before and before.start,
        }
        for seat in all_seats()
        for before in (earlier_seat(seat),)
    ]


@lru_cache(maxsize=65536)
def seat_name(printed: str, polled: date, where: str = "") -> str:
    """The name a seat goes by here: natural order, no abbreviations; from 2010 on the official one.

    `where` is the nation or region as printed, for names that two nations share; "" when it is not said. A name that
    is not reviewed stays as printed from 2010 on; before, its footnote marks, capitals throughout and "&" are mended.
    """
    seat = find_seat(printed, polled, where)
    if seat:
        return seat.name
    return printed if polled >= OFFICIAL_NAMES else tidy(printed)


def tidy(printed: str) -> str:
    """A name nobody reviewed, as a person would write it: "LITTLE SNORING & HOLT1" -> "Little Snoring and Holt"."""
    marked = FOOTNOTES.sub("", printed)
    words = " ".join(re.sub(r"\b(St|ST)\.", r"\1 ", marked.replace("&", " and ")).split())
    if marked != marked.upper():
        return words
    lower = WORD.sub(lambda word: capital(word[0]), words.casefold())
    return lower[:1].upper() + lower[1:]


def capital(word: str) -> str:
    """A word of a name in lower case with its capital, if it has one: "of" and the "s" of "King's" have none."""
    return word if word in SMALL or word == "s" else word[:1].upper() + word[1:]


def boundary_set_start(polled: date, where: str, seat: str = "") -> date | None:
    """The first day of the boundaries that a poll was held on; None before 1918, or when the nation is not known.

    `where` is a nation or region as printed; a seat's reviewed name says more than that: which nation, and whether
    its boundaries changed with a set that changed only some (1945, 1992).
    """
    found = find_seat(seat, polled, where) if seat else None
    if found:
        return found.start
    tables, nation = reviewed(), nation_of(where)
    ended = tables["ended"].get(nation, date.max)
    sets = tables["boundaries"].get(nation, {})
    return max(
        (first for year, first in sets.items() if first <= polled < ended and year not in tables["partial"]),
        default=None,
    )
