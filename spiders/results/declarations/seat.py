"""Which seat a contest of a declaration is of, by what stands in and around its candidates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from spiders.records import ScrapedContest
from spiders.results.declarations import places
from spiders.results.declarations import words as say
from spiders.results.declarations.documents import Document, Section


def place_of(document: Document, section: Section, is_alone: bool) -> str:
    """The seat: by the table's own words, then the heading above it, then the sentence, the headings and the title."""
    council = document.council.name
    if section.group.is_area_named:
        return places.place_in(section.group.place, council) or section.group.place
    first = [section.group.place, section.caption]
    sentences = [
        one
        for one in (section.text() if is_alone else [])
        if re.search(r"election of|member of parliament", one, re.IGNORECASE)
    ]
    headings = [section.heading] if section.heading else []
    if is_alone:
        headings += section.top
    for sentence in sentences:
        for pattern in places.PLACE_PATTERNS[:3]:
            match = pattern.search(say.DAY.sub(" ", sentence))
            if match and (place := places.tidy_place(match["place"], council)):
                headings = (
                    [place, *headings] if not any(places.place_in(one, council) for one in first if one) else headings
                )
                break
    named = [(words, place) for words in [*first, *headings] if words and (place := places.place_in(words, council))]
    named = [(words, place) for words, place in named if any(letter.isupper() for letter in place)]
    # "Full results" above a table may read like a name: what says that it is one comes first
    return next((place for words, place in named if places.SURE.search(words)), named[0][1] if named else "")


def with_place_of_page(
    document: Document, sections: Sequence[Section], contests: list[ScrapedContest]
) -> list[ScrapedContest]:
    """The contests of a seat's history: polls of several days, each under its own heading, beneath the seat's name.

    The page's first heading and its title must name the same seat, and no poll may name another.
    """
    if len(contests) < 2 or any(one.constituency for one in contests):
        return contests
    first = next((block.words for block in document.blocks if block.kind == "heading" and block.level == 1), "")
    council = document.council.name
    place = places.place_in(first, council)
    if not place or place != places.place_in(document.title, council) or is_council_alone(place, council, first):
        return contests
    days = [{day for day, _ in say.days_in(section.heading)} for section in sections]
    if any(len(one) != 1 for one in days) or len(set().union(*days)) < len(days):
        return contests
    return [
        replace(one, constituency=place, problems=tuple(each for each in one.problems if each.rule != "seat-unclear"))
        for one in contests
    ]


def is_council_alone(place: str, council: str, about: str) -> bool:
    """Whether a seat's name is only the council's ("Kirklees local election"), and no ward is said to be called so."""
    short = re.escape(places.short_council(council))
    is_ward = re.search(rf"{short} (?:ward|division)|(?:ward|division) of {short}", about, re.IGNORECASE)
    return bool(short) and place.casefold() == places.short_council(council).casefold() and is_ward is None
