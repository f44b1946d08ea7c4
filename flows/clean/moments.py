"""Moments as news pages print them, in UTC; and which of several a page's article is taken to be from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from spiders.records import ScrapedTime

LONDON = ZoneInfo("Europe/London")
# "2024-09-16T21:33+0100", "2024-04-30 16:38:37 +02:00", "2024-05-12T12:52:40.566Z", "2024-07-17 11:21:03", "2024-04-30"
PRINTED = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)(?:[T ]+(?P<clock>\d\d:\d\d(?::\d\d)?)(?:[.,]\d+)?)?\s*"
    r"(?P<zone>Z|UTC|GMT|BST|[+-]\d\d:?\d\d)?(?:\[[\w/]+\])?",
    re.I,
)
EPOCH = re.compile(r"\d{10}(?:\d{3})?")  # seconds or milliseconds since 1970
ZONES = {"z": "+00:00", "utc": "+00:00", "gmt": "+00:00", "bst": "+01:00"}
# Where a page states it, most trusted first. On live pages meta tags hold the last update.
# Of several objects in structured data the first is the page's main one.
TRUST = (
    "json-ld",
    "json-ld 2",
    "meta article:published_time",
    "meta article:modified_time",
    "time itemprop",
    "meta",
    "time element",
)


@dataclass(frozen=True, slots=True)
class StatedTime:
    """One moment a page states. `stated_at` is UTC, None where it cannot be read."""

    of: str  # "published" or "modified"
    where: str
    printed: str
    stated_at: datetime | None
    is_day_only: bool = False  # then `stated_at` is midnight in London that day, unless the page gives a zone
    note: str = ""  # "no zone: London time", "London time labelled +0000"


def read_time(scraped: ScrapedTime) -> StatedTime:
    """A moment as printed, in UTC. A time without a zone is London's, where the publishers read day by day are."""
    printed = scraped.printed.strip()
    if EPOCH.fullmatch(printed):
        seconds = int(printed) / (1000 if len(printed) == 13 else 1)
        return StatedTime(scraped.of, scraped.where, printed, datetime.fromtimestamp(seconds, UTC))
    found = PRINTED.fullmatch(printed)
    try:
        moment = from_parts(found) if found else parsedate_to_datetime(printed)
    except (ValueError, TypeError, OverflowError):
        return StatedTime(scraped.of, scraped.where, printed, None)
    note = ""
    if moment.tzinfo is None:
        moment, note = moment.replace(tzinfo=LONDON), "no zone: London time"
    is_day_only = bool(found) and not found["clock"] if found else False
    try:
        return StatedTime(scraped.of, scraped.where, printed, moment.astimezone(UTC), is_day_only, note)
    except OverflowError:  # the year 1 or 9999, at the edge of the calendar
        return StatedTime(scraped.of, scraped.where, printed, None)


def from_parts(found: re.Match[str]) -> datetime:
    zone = (found["zone"] or "").lower()
    return datetime.fromisoformat(f"{found['day']}T{found['clock'] or '00:00'}{ZONES.get(zone, zone)}")


def with_zones_mended(times: Sequence[StatedTime]) -> list[StatedTime]:
    """The same moments; where a meta tag labels London's summer time +0000, an hour earlier.

    It does so when another of its moments stands at the same clock with the offset of London, or, for want of one, when
    all its other numeric offsets of that part of the year are London's.
    """
    return [mended(time, [other for other in times if other is not time]) for time in times]


def mended(time: StatedTime, others: Sequence[StatedTime]) -> StatedTime:
    labelled = time.where.startswith("meta") and time.printed.endswith(("+0000", "+00:00"))
    if time.stated_at is None or not labelled:
        return time
    local = time.stated_at.replace(tzinfo=LONDON)
    if not local.utcoffset():
        return time
    moved = local.astimezone(UTC)
    # the same moment may be printed with or without its seconds
    same = any(other.stated_at and abs(other.stated_at - moved) < timedelta(minutes=1) for other in others)
    truly = any(other.stated_at and abs(other.stated_at - time.stated_at) < timedelta(minutes=1) for other in others)
    offsets = {found[0] for other in others if (found := re.search(r"[+-]\d\d:?\d\d$", other.printed))}
    if same or (not truly and offsets and offsets <= {"+0100", "+01:00"}):
        return StatedTime(time.of, time.where, time.printed, moved, time.is_day_only, "London time labelled +0000")
    return time


def chosen(times: Sequence[StatedTime], of: str) -> StatedTime | None:
    """The moment to take of those stated: of the most trusted place, there the earliest published or latest modified.

    A bare day gives way to a moment of that day stated elsewhere. None where the page states none that can be read.
    """
    read = [time for time in times if time.of == of and time.stated_at is not None]
    if not read:
        return None
    best = min(trust(time) for time in read)
    first = [time for time in read if trust(time) == best]
    pick = (min if of == "published" else max)(first, key=moment_of)
    if pick.is_day_only:
        day = moment_of(pick).astimezone(LONDON).date()
        exact = [time for time in read if not time.is_day_only and moment_of(time).astimezone(LONDON).date() == day]
        return min(exact, key=trust) if exact else pick
    return pick


def moment_of(time: StatedTime) -> datetime:
    assert time.stated_at is not None
    return time.stated_at


def trust(time: StatedTime) -> int:
    """The place of a moment's source in TRUST, the least number most trusted."""
    exact = next((rank for rank, where in enumerate(TRUST) if time.where == where), None)
    if exact is not None:
        return exact
    return next((rank for rank, where in enumerate(TRUST) if time.where.startswith(where)), len(TRUST))
