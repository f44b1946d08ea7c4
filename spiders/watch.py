"""What is watched on election night, and how often: pure, so that the intervals can be tested without a night.

A source that can be watched has a module with

    night_addresses(contest) -> list[str]         where its word on a contest will stand
    night_links(page, contest) -> list[str]       (optional) where an answer leads to, once it names the contest
    night_owner(host) -> str                      (optional) the domain whose hosts are all of the same body
    night_headers() -> dict[str, str]             (optional) what its questions carry
    night_gap() -> float                          (optional) the least seconds between two questions to its hosts
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
CLOSE_OF_POLL = time(22, 0)
COUNTING = (
    (time(22, 0), 4.0),
    (time(0, 0), 2.0),
    (time(1, 0), 1.0),
    (time(6, 0), 2.0),
    (time(10, 0), 1.0),
    (time(16, 0), 4.0),
)
BEFORE_CLOSE = 30.0  # times the interval: nothing can be declared yet
LATER = 12.0  # after the second day
MOST_BACKING_OFF = 16.0  # times the interval, for a page that fails again and again
QUIET = 40  # questions without news after which a page is asked half as often, outside the counting hours


@dataclass(frozen=True, slots=True)
class Watched:
    """One of tonight's contests."""

    ballot_paper_id: str
    constituency: str
    poll_date: date
    parliament_number: int | None = None

    @classmethod
    def of(cls, values: dict[str, Any]) -> Watched:
        return cls(**(values | {"poll_date": date.fromisoformat(str(values["poll_date"]))}))

    def as_dict(self) -> dict[str, Any]:
        return {
            "ballot_paper_id": self.ballot_paper_id,
            "constituency": self.constituency,
            "poll_date": self.poll_date.isoformat(),
            "parliament_number": self.parliament_number,
        }


def pace(poll_date: date, now: datetime) -> float:
    """How many intervals to wait between two questions about a contest: 1 in the hours when most are declared.

    Counts that start at once are declared from one to six in the morning, next-day counts from ten to four. Long after
    the poll somebody has asked for the contest by name, and waits: 1.
    """
    local = now.astimezone(LONDON)
    close = datetime.combine(poll_date, CLOSE_OF_POLL, LONDON)
    if local < close:
        return BEFORE_CLOSE
    if local >= close + timedelta(days=2):
        return 1.0 if local >= close + timedelta(days=30) else LATER
    factor = COUNTING[-1][1] if local.time() >= COUNTING[-1][0] else 1.0
    if local < close + timedelta(hours=2):
        return COUNTING[0][1]
    for begins, times in COUNTING[1:]:
        if local.time() >= begins:
            factor = times
    return factor


def next_time(text: str, now: datetime) -> datetime:
    """ "07:30" -> the next half past seven by London's clock; or an ISO moment, London's where it names no zone.

    Raises ValueError for anything else.
    """
    try:
        hour = time.fromisoformat(text)
    except ValueError:
        moment = datetime.fromisoformat(text)
        return moment if moment.tzinfo else moment.replace(tzinfo=LONDON)
    today = now.astimezone(LONDON).date()
    # compared as moments and not by the clock face: an hour comes twice when summer time ends
    found = (
        datetime.combine(day, hour, LONDON).replace(fold=fold).astimezone(UTC)
        for day in (today, today + timedelta(days=1))
        for fold in (0, 1)
    )
    return next(moment for moment in found if moment > now)


@dataclass(slots=True)
class Address:
    """One address that is asked again and again; moments by the monotonic clock."""

    url: str
    source: str
    contests: set[str] = field(default_factory=set)
    next_at: float = 0.0
    is_out: bool = False  # a question is on its way
    failures: int = 0  # in a row
    quiet: int = 0  # answers without news in a row
    reason: str = ""  # of the last failure
    seen: bytes = b""  # digest of the last answer

    def wait(self, every: float, factor: float) -> float:
        """Seconds until the next question."""
        if self.failures:
            return every * min(MOST_BACKING_OFF, max(factor, 2.0 ** min(self.failures, 10)))
        if factor > 1.0 and self.quiet >= QUIET:
            factor *= 2.0
        return every * factor
