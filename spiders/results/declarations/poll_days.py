"""The day of the poll, by a declaration's headings, sentences and day of publication; None where it is not sure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from spiders.results.declarations import words as say
from spiders.results.declarations.documents import Document, Section
from spiders.results.declarations.moments import THURSDAY, WITHOUT_YEAR, day_said

RECENT = 45  # days between a poll and the page that tells its result


def poll_day(document: Document, section: Section, is_alone: bool) -> tuple[date | None, list[date]]:
    """The day of the poll: one that heads the contest, else one that a sentence says it was held on; and all seen."""
    heads = [section.group.day, section.group.place, section.caption, section.heading, *section.top]
    for words in heads:
        if (days := {day for day, _ in say.days_in(words)}) and len(days) == 1:
            return days.pop(), []
    if document.stated_day and (days := {day for day, _ in say.days_in(document.stated_day)}) and len(days) == 1:
        return days.pop(), []
    if (day := day_above(section.above)) is not None:
        return day, []
    near = section.text() if not is_alone else []
    everything = near or [block.words for block in document.blocks]
    if near and not any(say.days_in(one) for one in near):
        everything = [block.words for block in document.blocks if block.kind != "table"]
    seen: list[date] = []
    polled: list[date] = []
    for words in everything:
        if say.NOMINATIONS.search(words):
            continue
        for day, where in say.days_in(words):
            seen.append(day)
            if say.POLL_DAY.search(words[max(0, where - 120) : where]):
                polled.append(day)
    return day_among(polled, seen, everything, document.published), seen


def day_among(polled: list[date], seen: list[date], lines: Sequence[str], published: date | None) -> date | None:
    """The one day of those that sentences say a poll was held on, else of all seen; None where that is not sure.

    On a page that says when it was published, it is the day in the weeks before, however it is told.
    """
    if published is not None:
        recent = {day for day in polled if timedelta(0) <= published - day <= timedelta(days=RECENT)}
        if len(recent) == 1:
            return recent.pop()
        told = {
            day for words in lines if say.POLL_DAY.search(words) and (day := day_said(words, published)) is not None
        }
        if not recent and len(told) == 1:
            return told.pop()
    without_year = {
        match.group().casefold()
        for words in lines
        for match in WITHOUT_YEAR.finditer(words)
        if say.POLL_DAY.search(words[max(0, match.start() - 120) : match.start()])
    }
    if without_year:
        return None  # the poll may be on a day that the page leaves to the reader, and the days seen be others
    for days, is_said in ((set(polled), True), (set(seen), False)):
        thursdays = {day for day in days if day.weekday() == THURSDAY}
        for chosen in (days, thursdays) if is_said else (thursdays,):  # a Friday is the day of many a count
            if len(chosen) == 1:
                return chosen.pop()
    return None


def day_above(lines: Sequence[str]) -> date | None:
    """The day that what stands right above the candidates gives: one said to be of the poll, or the only Thursday."""
    found = [
        (day, bool(say.POLL_DAY.search(words[max(0, where - 120) : where])))
        for words in lines
        for day, where in say.days_in(words)
    ]
    polled = {day for day, is_polled in found if is_polled}
    thursdays = {day for day, _ in found if day.weekday() == THURSDAY}
    for days in (polled, polled & thursdays, thursdays):
        if len(days) == 1:
            return days.pop()
    return None


def polled_by_head(document: Document) -> date | None:
    """The one day that the title, the first heading and the lines below it give to the page; None for no or several."""
    blocks = document.blocks
    first = next((at for at, block in enumerate(blocks) if block.kind == "heading" and block.level == 1), None)
    lead = [] if first is None else [blocks[first]]
    for block in blocks[first + 1 :] if first is not None else ():
        if block.kind != "line":
            break
        lead.append(block)
    days = {day for words in (document.title, *(block.words for block in lead)) for day, _ in say.days_in(words)}
    return days.pop() if len(days) == 1 else None
