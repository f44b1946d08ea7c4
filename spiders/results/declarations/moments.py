"""Days as data have them (numbers of seconds, ISO with a zone), and days that a text's own date completes.

Pure functions; all days are those of clocks in the United Kingdom.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from spiders.results.declarations import words as say

THURSDAY = 3
LONDON = ZoneInfo("Europe/London")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SECONDS = range(10**8, 5 * 10**9)  # 1973 to 2128
LONGEST_AGO = 60  # days between a poll and the page that tells its day without the year
WITHOUT_YEAR = re.compile(
    rf"\b(?P<weekday>{'|'.join(WEEKDAYS)})?,?\s*\(?(?:the )?\b"
    rf"(?:(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{say.MONTH})"
    rf"|(?P<month2>{say.MONTH}) (?P<day2>[0-9]{{1,2}})(?:st|nd|rd|th)?)\b(?!,?\s+[0-9]{{4}})(?! [0-9]{{1,2}}\b)",
    re.IGNORECASE,
)  # fmt: skip


def day_of(value: Any) -> date | None:
    """A day from a value of JSON: "2025-05-15", "15/05/2025", "15 May 2025", 1763596800000; None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        seconds = int(value / 1000) if int(value) not in SECONDS else int(value)
        return datetime.fromtimestamp(seconds, LONDON).date() if seconds in SECONDS else None
    printed = str(value).strip()
    if re.fullmatch("[0-9]{10}|[0-9]{13}", printed):
        return day_of(int(printed))
    if re.match("[0-9]{4}-[0-9]{2}-[0-9]{2}T", printed):
        try:
            moment = datetime.fromisoformat(printed)
        except ValueError:
            return None
        # midnight here is an hour earlier in UTC for half the year
        return moment.astimezone(LONDON).date() if moment.tzinfo else moment.date()
    days = {day for day, _ in say.days_in(printed)}
    return days.pop() if len(days) == 1 else None


def moment_day(printed: str) -> date | None:
    """The day of a publication: ISO, or as mail has it ("Fri, 23 Jan 2026 00:58:00 +0000")."""
    if found := day_of(printed):
        return found
    match = re.search(rf"([0-9]{{1,2}}) ({say.MONTH})\w* ([0-9]{{4}})", printed, re.IGNORECASE)
    return day_of(match.group()) if match else None


def with_years(text: str, published: date) -> str:
    """The text with the year behind each day that lacks it, where that day lies in the weeks before publication.

    A weekday that is printed must be the day's.
    """

    def completed(match: re.Match[str]) -> str:
        month = say.MONTHS[(match["month"] or match["month2"]).casefold()]
        for year in (published.year, published.year - 1):
            try:
                day = date(year, month, int(match["day"] or match["day2"]))
            except ValueError:
                continue
            if not timedelta(0) <= published - day <= timedelta(days=LONGEST_AGO):
                continue
            if match["weekday"] and WEEKDAYS[day.weekday()] != match["weekday"].casefold():
                continue
            return f"{match.group()} {year}"
        return match.group()

    return WITHOUT_YEAR.sub(completed, text)


def day_said(text: str, published: date) -> date | None:
    """The day that "yesterday" or "on Thursday" means on the day of publication; None where the text has neither."""
    if re.search(r"\byesterday\b", text, re.IGNORECASE):
        return published - timedelta(days=1)
    days = {
        published - timedelta(days=(published.weekday() - WEEKDAYS.index(match.casefold())) % 7)
        for match in re.findall(rf"\bon (?:last )?({'|'.join(WEEKDAYS)})\b", text, re.IGNORECASE)
    }
    return days.pop() if len(days) == 1 and published not in days else None
