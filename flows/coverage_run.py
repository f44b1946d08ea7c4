"""What a coverage run does: ask the publishers about the contests near, or look through web archives, and publish.

One body behind `byelections coverage` and the Prefect flow, like `flows/runs.py`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from flows.clean.facts import ContestFacts
from flows.clean.linking import names_to_watch
from flows.crawl import CrawlReport
from flows.facts import EVER, facts_of_contests
from flows.runs import FolderError, Report, Step, Summary, gather, read_and_publish, timed
from flows.sources import SourceInfo, UnknownSource, news_sources
from flows.web_archives import Looked, look_through
from spiders.news.watch import Watched, to_json
from spiders.settings import Settings
from warehouse.publish import current

LONDON = ZoneInfo("Europe/London")
NOMINATIONS = timedelta(days=35)  # before the poll: nominations close four weeks before it, the writ is a week older
MORNING_AFTER = timedelta(days=14)
AT_ONCE = 4  # publishers asked side by side; each host still gets one question at a time


async def coverage(
    settings: Settings,
    *,
    step: Step,
    report: Report,
    now: datetime,
    ballots: Sequence[str] = (),
    since: date | None = None,
    warc: Sequence[Path] = (),
    publishers: Sequence[str] = (),
) -> Summary:
    """Gather the coverage of these contests, or of all that are near (polled since a day), and publish it.

    Every publisher is asked, or those named.

    With WARC files nobody is asked: the files are looked through for pages about any contest, or these.
    Raises NothingPublished without a warehouse that says which contests there are.
    """
    summary = Summary("coverage", now)
    with timed(summary):
        known = await step("what contests there are", facts_of_contests, current(settings.warehouse_file), *EVER)
        today = now.astimezone(LONDON).date()
        if warc:
            chosen = named(known, ballots) if ballots else since_day(known, since)
            files = [path for path in warc if path.is_file()]
            if missing := [str(path) for path in warc if path not in files]:
                raise FolderError(f"there is no file {', '.join(missing)}")
            summary.looked = await step(
                "look through web archives",
                look_through,
                settings,
                files,
                chosen,
                progress=lambda done, of: report.progress("looking through", done, of),
            )
            for looked in summary.looked:
                report.say(looked_in_words(looked))
        else:
            chosen = named(known, ballots) if ballots else near(known, today, since)
            if not chosen:
                summary.idle = "no by-election is near: nothing to look for (name one, or give --since)"
                report.say(summary.idle)
                return summary
            asked = [one for one in news_sources() if not publishers or one.name in publishers]
            summary.crawls = await ask_publishers(settings, asked, chosen, today, step, report)
        if not summary.is_empty_handed:
            await read_and_publish(settings, summary, step, report)
    return summary


def named(known: Sequence[ContestFacts], ballots: Collection[str]) -> list[ContestFacts]:
    """The contests of these ids; raises UnknownSource for one that is not in the warehouse."""
    by_id = {one.ballot_paper_id: one for one in known}
    if missing := [one for one in ballots if one not in by_id]:
        raise UnknownSource(f"there is no by-election {', '.join(missing)} in the published warehouse")
    return [by_id[one] for one in dict.fromkeys(ballots)]


def near(known: Sequence[ContestFacts], today: date, since: date | None) -> list[ContestFacts]:
    """The contests from nominations to two weeks after the poll; with `since`, all polled from then on as well."""
    return [
        one
        for one in known
        if one.poll_date - NOMINATIONS <= today
        and (one.poll_date + MORNING_AFTER >= today or (since is not None and one.poll_date >= since))
    ]


def since_day(known: Sequence[ContestFacts], since: date | None) -> list[ContestFacts]:
    return [one for one in known if since is None or one.poll_date >= since]


async def ask_publishers(
    settings: Settings,
    publishers: Sequence[SourceInfo],
    contests: Sequence[ContestFacts],
    today: date,
    step: Step,
    report: Report,
) -> list[CrawlReport]:
    """Crawl the publishers for these contests, a few side by side. One that fails hinders no other."""
    arguments = {"contests": to_json(watched(one) for one in contests), "today": today.isoformat()}
    turn = asyncio.Semaphore(AT_ONCE)

    async def ask(source: SourceInfo) -> CrawlReport:
        async with turn:
            return await gather(settings, source, arguments | {"publisher": source.name}, step, report)

    return list(await asyncio.gather(*map(ask, publishers)))


def watched(contest: ContestFacts) -> Watched:
    return Watched(contest.ballot_paper_id, contest.poll_date, *names_to_watch(contest))


def looked_in_words(looked: Looked) -> str:
    """One line for one file: "news.warc.gz: 120,000 records, 340 speak of a by-election, 12 kept"."""
    words = (
        f"{looked.path}: {looked.records:,} records, {looked.candidates:,} speak of a by-election, "
        f"{looked.kept:,} are about a contest and kept"
    )
    if looked.refused:
        words += f", {looked.refused:,} too large or broken"
    if looked.error:
        words += (
            f"\n  {looked.error}\n  next      get the file again; what was found before stays, and is not kept twice"
        )
    return words
