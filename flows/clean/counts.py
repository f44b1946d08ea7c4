"""Figures as printed: counts, shares, changes, dates and times.

Not known is None, never 0. What cannot be read raises ValueError with the text seen; nothing is bent into shape.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
# What publishers write when they do not know: "[x]" Commons Library, "…" and "..." its workbooks, "-" the results site.
UNKNOWN = frozenset({"", "[x]", "…", "...", "-", "–", "NA", "N/A", "n/a", "?"})
MOST_PEOPLE = 60_000_000  # more than any electorate, fewer than a slipped comma makes
COUNT = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+")
FRACTION = re.compile(r"([+\-\u2212]?)([0-9]*)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]{1,3}))?(%?)")
SPREADSHEET_ERROR = re.compile(r"#[A-Z0-9/]+[!?]?")  # "#VALUE!", "#N/A": a formula that broke, which tells nothing
VISIBLE_NOUGHT = 1e-6  # smaller numbers are typed where a table's format would show a true nought as nothing
DATES = ("%Y-%m-%d", "%d/%m/%Y", "%d %B %Y")
TIMES = ("%Y-%m-%d %H:%M:%S UTC", "%Y-%m-%d %H:%M:%S", "%d/%m/%Y %H:%M", "%H:%M on %d %B %Y")


def bare(printed: str | None) -> str:
    """The text without the blanks around it, no-break spaces included; None gives ""."""
    return (printed or "").replace("\u00a0", " ").strip()


def count(printed: str | None) -> int | None:
    """People or papers as a declaration prints them: "12,645" -> 12645.

    None: no figure given ("", "[x]", "-").  0: the figure given was nought.
    Raises ValueError for anything else ("12,64", "46.2%", "-3"), quoting the text.
    """
    text = bare(printed)
    if text in UNKNOWN:
        return None
    if not COUNT.fullmatch(text):
        raise ValueError(f"not a count: {printed!r}")
    number = int(text.replace(",", ""))
    if number > MOST_PEOPLE:
        raise ValueError(f"more than all electors: {printed!r}")
    return number


@dataclass(frozen=True, slots=True)
class Proportion:
    """A share or change as a fraction (five points is 0.05), and half a unit of the last digit it was printed with."""

    value: float
    tolerance: float


def proportion(printed: str | None) -> Proportion | None:
    """ "0.387046" -> 0.387046, "38.7%" -> 0.387, "+20.5%" -> 0.205, "−0.0%" -> 0.0; None when no figure is given.

    "1e-07" is a nought that somebody typed so that it shows, as "+0.0%" is.
    Raises ValueError for anything that is not one number, or is further from nought than 1.
    """
    text = bare(printed)
    if text in UNKNOWN:
        return None
    match = FRACTION.fullmatch(text)
    if not match or not (match[2] or match[3]):
        raise ValueError(f"not a share: {printed!r}")
    sign, whole, decimals, exponent, percent = match.groups(default="")
    scale = int(exponent or 0) - (2 if percent else 0)
    value = float(f"{'-' if sign in ('-', chr(0x2212)) else ''}{whole or 0}.{decimals or 0}e{scale}")
    if abs(value) > 1:
        raise ValueError(f"a share beyond 100%: {printed!r}")
    if exponent and abs(value) < VISIBLE_NOUGHT:
        return Proportion(0.0, 0.0005)
    return Proportion(value + 0.0, 0.5 * 10.0 ** (scale - len(decimals)))


def share(printed: str | None) -> Proportion | None:
    """A proportion that nobody has less than nothing of: a vote share, a turnout. Raises ValueError as that does."""
    found = proportion(printed)
    if found and found.value < 0:
        raise ValueError(f"a share below nothing: {printed!r}")
    return found


@lru_cache(maxsize=4096)  # a general election has one day on four thousand rows
def poll_date(printed: str | None) -> date | None:
    """ "1 May 2025", "01/05/2025" and "2025-05-01" -> the same day. Raises ValueError for any other form."""
    text = bare(printed)
    if text in UNKNOWN:
        return None
    for form in DATES:
        try:
            day = datetime.strptime(text, form).replace(tzinfo=LONDON).date()
        except ValueError:
            continue
        if 1800 <= day.year <= 2199:
            return day
    raise ValueError(f"not a date: {printed!r}")


def local_time(printed: str | None) -> datetime | None:
    """A clock time in the United Kingdom -> the moment, with zone.

    "2010-05-07 03:05:00 UTC" is UK clock time too: the results site says UTC and means local time.
    """
    text = bare(printed)
    if text in UNKNOWN:
        return None
    for form in TIMES:
        try:
            return datetime.strptime(text, form).replace(tzinfo=LONDON)
        except ValueError:
            continue
    raise ValueError(f"not a time: {printed!r}")


def yes(printed: str | None) -> bool | None:
    """ "true", "Yes" -> True; "false", "No" -> False; blank -> None. Raises ValueError for other words."""
    word = bare(printed).casefold()
    if word in ("true", "yes"):
        return True
    if word in ("false", "no"):
        return False
    if word in ("", "-"):
        return None
    raise ValueError(f"neither yes nor no: {printed!r}")
