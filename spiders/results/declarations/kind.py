"""What kind of election a contest is of: a by-election, the election before it, an ordinary one, somebody else's.

Pure functions on the words that head a contest, and its day.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from spiders.results.declarations import words as say
from spiders.results.declarations.documents import Section
from spiders.results.declarations.moments import THURSDAY

MAY = 5
INTRODUCES = re.compile(r"results?|votes?\b|as follows|voted|poll\b|\bwon\b|elections?", re.IGNORECASE)


def kind_of(words: str, polled: date | None, *, is_parliament: bool = False) -> str:
    """ "by-election" where the words say so, or the day is none on which councils are elected; else "".

    To Parliament: "election" where the words do not say, as general elections have days of their own.
    """
    if say.KINDS.search(words):
        return "by-election"
    if is_parliament:
        return "election" if polled else ""
    return "" if polled is None or is_ordinary_day(polled) else "by-election"


def is_earlier(near: list[str], polled: date | None, head: Sequence[str] = ()) -> bool:
    """Whether what heads the candidates says that they are of the election before, an ordinary one."""
    heads = " ".join(near)
    years = say.years_in(heads)
    if polled is not None and years and str(polled.year) not in years:
        return True  # "2023 result", beneath the poll of 2024
    if say.KINDS.search(heads):
        return False
    if say.GENERAL.search(heads) and say.KINDS.search(" ".join(head)):
        return True  # "General election result" on the page of a by-election
    return bool(say.EARLIER.search(heads)) or (is_ordinary_day(polled) and bool(say.ORDINARY.search(heads)))


def is_introduced_as_earlier(words: str, polled: date | None) -> bool:
    """Whether the line right above the candidates says that what follows is of an election before this poll."""
    if say.KINDS.search(words) or not (INTRODUCES.search(words) or words.endswith(":")):
        return False
    if say.EARLIER.search(words):
        return True
    days = {day for day, _ in say.days_in(words)}
    if polled is None or days:
        return polled is not None and all(day < polled for day in days)
    years = say.years_in(words)
    return bool(years) and all(int(year) < polled.year for year in years)


def is_ordinary_day(polled: date | None) -> bool:
    """Whether councils are elected on such a day: the first Thursday of May."""
    return polled is not None and polled.month == MAY and polled.weekday() == THURSDAY and polled.day <= 7


def is_other(near: list[str], section: Section, is_alone: bool) -> bool:
    """Whether the contest is of a parish, a mayor, a commissioner or an assembly, by what heads it."""
    heads = " ".join(near)
    if say.OTHERS.search(heads):
        return True
    if not is_alone:
        return False
    sentence = " ".join(one for one in section.text() if re.search(r"election of", one, re.IGNORECASE))
    return bool(say.OTHERS.search(" ".join([*section.head, sentence])))
