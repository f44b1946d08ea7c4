"""By-election night: watch tonight's contests until each is declared and confirmed, publishing every change at once.

The one body behind `byelections night` and the Prefect flow. The watching is done by a child process that stays
warm, the reading and publishing by this one: a change is in the published file a fraction of a second after it is seen.
"""

from __future__ import annotations

import asyncio
import inspect
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from typing import Any, TypeVar

from flows.clean.contests import parliament_rows
from flows.crawl import CrawlReport
from flows.desk import CannotWrite, Desk, Published
from flows.notify import Told, announce
from flows.publishing import NotPublished
from flows.runs import NEW_PROBLEMS, PUBLISHED, Report, Summary
from flows.sources import UnknownSource
from flows.story import Event, events_between
from flows.watch import Watch, night_sources
from spiders.settings import Settings
from spiders.watch import LONDON, Watched
from warehouse.publish import NothingPublished, current
from warehouse.standing import Standing, polled, standings

NEXT_DAY_COUNT = clock(16, 0)  # until then yesterday's poll may still be counted
LONGEST = timedelta(hours=20)  # a watch that nobody ends: from the close of poll to the next evening
EVERY = 10.0  # seconds
AGAIN = 10.0  # seconds until what could not be written for want of room is tried again
LOOK = 1.0  # seconds between two looks whether another run has published

T = TypeVar("T")
OnEvent = Callable[[Event], Awaitable[None] | None]
OnPublish = Callable[[], Awaitable[Told]]
OnStanding = Callable[[Sequence[Standing]], None]


@dataclass(slots=True)
class NightSummary(Summary):
    """A summary that also tells the story of the night."""

    events: list[Event] = field(default_factory=list)
    contests: list[str] = field(default_factory=list)
    unconfirmed: list[str] = field(default_factory=list)
    publishes: list[Published] = field(default_factory=list)
    untold: list[str] = field(default_factory=list)  # why messages, or the feed, could not be written or sent

    def closing_line(self) -> str:
        if not self.contests:
            return "night: no contest is polled today or being counted, or all of them are confirmed"
        done = len(self.contests) - len(self.unconfirmed)
        made = f"{len(self.publishes)} publishes" if len(self.publishes) != 1 else "1 publish"
        return (
            f"night: {done} of {len(self.contests)} contests declared and confirmed, {made}; "
            f"{len(self.new_problems)} new problems, {self.known_problems} known; {self.seconds:.0f} s"
        )

    def as_dict(self) -> dict[str, Any]:
        return Summary.as_dict(self) | {
            "contests": self.contests,
            "unconfirmed": self.unconfirmed,
            "publishes": len(self.publishes),
        }

    @property
    def exit_code(self) -> int:
        code: int = 0 if not self.contests else Summary.exit_code.__get__(self)
        return NEW_PROBLEMS if code == PUBLISHED and self.untold else code


class Telling:
    """Tells what was published beside the watch, one round after another: a slow receiver delays no result."""

    def __init__(self, tell: OnPublish, untold: list[str], say: Callable[[str], None]):
        self.tell, self.untold, self.say = tell, untold, say
        self.is_due = False
        self.round: asyncio.Task[None] | None = None

    def due(self) -> None:
        """There is something new; several publishes during one round are told in the next."""
        self.is_due = True
        if self.round is None or self.round.done():
            self.round = asyncio.create_task(self._rounds())

    async def finish(self) -> None:
        if self.round is not None:
            await self.round

    async def _rounds(self) -> None:
        while self.is_due:
            self.is_due = False
            try:
                told = await self.tell()
            except Exception as error:  # noqa: BLE001  no message is worth the end of the watch; the exit code says so
                self.untold.append(f"{type(error).__name__}: {error}")
                self.say(f"what happened could not be told: {self.untold[-1]}")
            else:
                if told.failures:
                    self.say(told.in_words())


@dataclass(slots=True)
class _Night:
    """What the parts of a running night share."""

    desk: Desk
    watch: Watch
    summary: NightSummary
    tell: Callable[[Event], Awaitable[None]]
    telling: Telling
    standing: dict[str, Standing] = field(default_factory=dict)
    failing: dict[str, tuple[str, str]] = field(default_factory=dict)  # address -> (source, reason)
    reached: set[str] = field(default_factory=set)  # sources that have answered


async def night_of(
    settings: Settings,
    *,
    report: Report,
    now: datetime,
    contests: Sequence[str] = (),
    every: float = EVERY,
    until: datetime | None = None,
    on_event: OnEvent | None = None,
    on_standing: OnStanding | None = None,
    on_publish: OnPublish | None = None,
) -> NightSummary:
    """Watch these contests (none named: those polled today or being counted) until `until`, twenty hours by default.

    `on_publish` tells the world after each publish; without one, the feed is written and BYELECTIONS_NOTIFY is told.
    """
    summary = NightSummary("night", now)
    started = time.monotonic()

    async def tell(event: Event) -> None:
        summary.events.append(event)
        if on_event is not None and inspect.isawaitable(told := on_event(event)):
            await told

    watched = contests_to_watch(settings, contests, now)
    summary.contests = [one.ballot_paper_id for one in watched]
    if watched:
        telling = Telling(on_publish or (lambda: announce(settings, now=datetime.now(UTC))), summary.untold, report.say)
        desk, watch = Desk(settings, summary.contests, report.say), Watch(settings, watched, every, report.log)
        run = _Night(desk, watch, summary, tell, telling)
        try:
            await _follow(run, until or now + LONGEST, on_standing or (lambda _: None))
        except BaseException:
            run.desk.is_stopping = True  # its thread may be waiting for another run
            raise
        finally:
            await run.watch.stop()
        await _conclude(run)
    summary.seconds = time.monotonic() - started
    return summary


def contests_to_watch(settings: Settings, contests: Sequence[str], now: datetime) -> list[Watched]:
    """Those named, else by the calendar the by-elections polled today, and until the afternoon those polled yesterday,
    as far as they are not confirmed yet.

    Raises UnknownSource for an id that is none of a by-election.
    """
    chosen = list(dict.fromkeys(contests))
    seats: dict[str, str | None] = {}
    known: dict[str, Watched] = {}
    with suppress(NothingPublished):
        database = current(settings.warehouse_file)
        if not contests:
            seats = {ballot: seat for ballot, seat, _ in polled(database, days_counted(now))}
        for one in standings(database, chosen or seats):
            known[one.ballot_paper_id] = Watched(
                one.ballot_paper_id,
                one.constituency,
                one.poll_date,
                one.parliament_number or parliament_of(one.poll_date),
            )
            if one.is_confirmed:
                seats.pop(one.ballot_paper_id, None)
    return [known.get(one) or contest_named(one, seats.get(one)) for one in chosen or seats]


def days_counted(now: datetime) -> list[date]:
    """The polling days whose votes may be counted at this moment, by London's clock."""
    local = now.astimezone(LONDON)
    today = local.date()
    return [today, today - timedelta(days=1)] if local.time() < NEXT_DAY_COUNT else [today]


def contest_named(ballot_paper_id: str, seat: str | None = None) -> Watched:
    """A contest of which no source of results has spoken yet, from its id: "parl.leeds-west.by.2025-05-01"."""
    parts = ballot_paper_id.split(".")
    try:
        day = date.fromisoformat(parts[-1])
    except ValueError:
        day = None
    if len(parts) < 4 or parts[-2] != "by" or day is None:
        raise UnknownSource(
            f"{ballot_paper_id!r} is not the id of a by-election, like parl.runcorn-and-helsby.by.2025-05-01"
        )
    return Watched(ballot_paper_id, seat or parts[-3].replace("-", " ").title(), day, parliament_of(day))


def parliament_of(day: date) -> int | None:
    """The Parliament that sits on a day."""
    rows = [row for row in parliament_rows() if str(row["general_election_date"]) < day.isoformat()]
    return max((int(row["parliament_number"]) for row in rows), default=None)


async def _follow(run: _Night, until: datetime, show: OnStanding) -> None:
    """Publish what the watch brings until all is confirmed or the time is up."""
    heard: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()
    await asyncio.to_thread(_open, run)  # before the watch begins files of its own
    listening = asyncio.create_task(_listen(run, heard))
    try:
        await _compare(run, show, datetime.now(UTC))
        changed: dict[str, str] = {}
        while run.watch.contests:
            left = (until - datetime.now(UTC)).total_seconds()
            told: list[dict[str, Any] | None] = []
            try:
                told.append(await word_within(heard, min(left, AGAIN if changed else LOOK)))
            except TimeoutError:
                if datetime.now(UTC) >= until:
                    await run.tell(Event("over", datetime.now(UTC), "the time is up"))
                    return
            while not heard.empty():
                told.append(heard.get_nowait())
            if None in told:
                return
            for word in told:
                changed |= await _hear(run, word or {})
            if changed:
                try:
                    is_new = await _publish(run, changed)
                except CannotWrite as error:
                    await _refuse(run, [f"cannot be written or read: {error}"])
                    continue  # what has changed is tried again
                changed = {}
                if is_new:
                    await _compare(run, show, run.summary.publishes[-1].at_time)
            elif await asyncio.to_thread(run.desk.catch_up):
                await _compare(run, show, datetime.now(UTC))
    finally:
        listening.cancel()
        with suppress(asyncio.CancelledError):
            await listening


async def word_within(heard: asyncio.Queue[T], seconds: float) -> T:
    """What comes in next; raises TimeoutError when nothing does. (`asyncio.wait_for` of 3.11 may lose a Ctrl-C.)"""
    async with asyncio.timeout(max(seconds, 0)):
        return await heard.get()


def _open(run: _Night) -> None:
    try:
        run.summary.publishes.append(run.desk.open())
    except NotPublished as refusal:
        run.summary.refusal = list(refusal.reasons)
    except CannotWrite as error:
        run.summary.refusal = [f"cannot be written or read: {error}"]


async def _listen(run: _Night, heard: asyncio.Queue[dict[str, Any] | None]) -> None:
    async for word in run.watch.lines():
        heard.put_nowait(word)
    heard.put_nowait(None)


async def _hear(run: _Night, word: dict[str, Any]) -> dict[str, str]:
    """One line of the watch; the WARC files (and their sources) to read again for it."""
    kind, source, url = word.get("kind"), word.get("source", ""), word.get("url", "")
    now = datetime.now(UTC)
    if kind == "file":
        run.desk.known_files({word["warc_file"]: source})
    elif kind == "changed":
        run.reached.add(source)
        return {word["warc_file"]: source}
    elif kind == "watching":
        await run.tell(Event("watching", now, url, source=source))
    elif kind == "failing":
        run.failing[url] = (source, word["reason"])
        await run.tell(Event("failing", now, f"{url}: {word['reason']}", source=source))
    elif kind == "answering":
        run.failing.pop(url, None)
        run.reached.add(source)
        await run.tell(Event("answering", now, f"{url} answers again", source=source))
    elif kind == "restarted":
        await run.tell(Event("restarted", now, word["reason"]))
        # the last record of the one that died may not be in the index yet
        return {name: one.source for name, one in run.desk.files.items()}
    return {}


async def _publish(run: _Night, changed: dict[str, str]) -> bool:
    """Whether anything was published; a refusal leaves what people read as it is, and is told."""
    done = None
    try:
        done = await asyncio.to_thread(run.desk.publish, changed)
    except NotPublished as refusal:
        await _refuse(run, refusal.reasons)
    while run.desk.noticed:
        kind, source, words = run.desk.noticed.pop(0)
        await run.tell(Event(kind, datetime.now(UTC), words, source=source))
    if done is None:
        return False
    run.summary.refusal = []
    run.summary.publishes.append(done)
    run.telling.due()
    return True


async def _refuse(run: _Night, reasons: list[str]) -> None:
    """Tell, once for the same reasons, that people read the last good version."""
    if reasons != run.summary.refusal:
        words = "not published; what was published before stays as it is: " + "; ".join(reasons)
        await run.tell(Event("not-published", datetime.now(UTC), words))
    run.summary.refusal = list(reasons)


async def _compare(run: _Night, show: OnStanding, at_time: datetime) -> None:
    """Tell what has become known, and end the watch of what is confirmed."""
    try:
        # in a thread: a signal that reaches this one in the middle of a query would come out as DuckDB's error
        link = run.desk.settings.warehouse_file
        now = await asyncio.to_thread(lambda: standings(current(link), run.summary.contests))
    except NothingPublished:
        return
    for one in now:
        for event in events_between(run.standing.get(one.ballot_paper_id), one, at_time):
            await run.tell(event)
        run.standing[one.ballot_paper_id] = one
    show(now)
    await run.watch.done(one.ballot_paper_id for one in now if one.is_confirmed)


async def _conclude(run: _Night) -> None:
    """The whole build at the end: what it says is what the exit code goes by."""
    summary = run.summary
    try:
        published = await asyncio.to_thread(run.desk.finish)
    except NotPublished as refusal:
        summary.refusal, published = list(refusal.reasons), None
    except CannotWrite as error:
        summary.refusal, published = [f"cannot be written or read: {error}"], None
    finally:
        run.desk.close()
    if published is not None:
        run.telling.due()
    await run.telling.finish()
    if published is not None:
        summary.refusal = []
        summary.path, summary.tables = published.path, dict(published.tables)
        summary.new_problems, summary.known_problems = list(published.new_problems), published.known_problems
    confirmed = {name for name, one in run.standing.items() if one.is_confirmed}
    summary.unconfirmed = [name for name in summary.contests if name not in confirmed]
    for source in night_sources():
        failures = [(url, reason) for url, (whose, reason) in run.failing.items() if whose == source]
        is_unreachable = bool(failures) and source not in run.reached
        finish = "finished" if not failures else "some pages could not be had at the end"
        summary.crawls.append(CrawlReport(source, 0, 0, 0, failures, finish, not failures, is_unreachable))
