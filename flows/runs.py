"""What a run does, from gathering to the published file: the one body behind the commands and the Prefect flows.

Each run reads like the paragraph it is: gather, read, build, check, publish, report. Its few coarse steps go through
`step`, which is a plain call under the command line and a Prefect task under a flow; nothing here knows which.
"""

from __future__ import annotations

import asyncio
import inspect
import mimetypes
import shutil
import time
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import quote

from flows.crawl import CrawlReport, crawl
from flows.known_contests import known_arguments
from flows.notify import Told, announce
from flows.publishing import NotPublished, publish_warehouse
from flows.reading import read_archive
from flows.sources import SOURCES, SourceInfo, UnknownSource, source_info, source_module, sources_to_crawl
from flows.statements import ReadReport
from spiders.archive import Index, WarcWriter, load_index
from spiders.settings import Settings
from spiders.warc import CannotUnpack, sha1, unpack
from warehouse.publish import POLL_SECONDS, WriterLock, waiting_for

if TYPE_CHECKING:
    from flows.web_archives import Looked

MENDED_WITHIN = timedelta(days=30)  # after the poll; councils' pages change no more then
MOST_SHOWN = 10  # failures of one crawl, in words
PUBLISHED, NEW_PROBLEMS, NOT_PUBLISHED, UNREACHABLE = 0, 1, 2, 3  # the exit codes


class Step(Protocol):
    """Runs one coarse step, sync or async, and returns what it returns; `on_network` steps may be tried again."""

    async def __call__(self, name: str, function: Any, *args: Any, on_network: bool = False, **options: Any) -> Any: ...


class Report(Protocol):
    """Where a run says what it is doing: a terminal, a log, the log of a flow run."""

    def say(self, words: str) -> None: ...

    def log(self, level: int, message: str) -> None: ...

    def progress(self, what: str, done: int, of: int | None = None) -> None: ...

    def turn(self) -> AbstractAsyncContextManager[object]:
        """To be held while records and warehouse are written, beside the home's lock."""
        ...


class FolderError(Exception):
    """A folder given with --from-folder cannot be what it is said to be."""


class SourceUnreachable(Exception):
    """A crawl got no answer from its source; raised inside the step, so that a flow tries again."""

    def __init__(self, crawled: CrawlReport):
        self.crawled = crawled
        super().__init__(f"{crawled.source} could not be reached")


@dataclass(slots=True)
class Filed:
    """What came into the archive from files: a folder's, or the bundled ones."""

    source: str
    files: int = 0
    unchanged: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)  # (path, reason)


@dataclass(slots=True)
class Summary:
    """What a run did, in figures a person can check."""

    command: str
    started_at: datetime
    crawls: list[CrawlReport] = field(default_factory=list)
    filed: list[Filed] = field(default_factory=list)
    looked: list[Looked] = field(default_factory=list)  # web archives looked through
    idle: str = ""  # why there was nothing to do
    read: ReadReport | None = None
    path: Path | None = None  # the version published; None when nothing was
    tables: dict[str, int] = field(default_factory=dict)
    new_problems: list[dict[str, Any]] = field(default_factory=list)
    known_problems: int = 0
    refusal: list[str] = field(default_factory=list)  # why nothing was published
    seconds: float = 0.0

    @property
    def unreachable(self) -> list[str]:
        return [one.source for one in self.crawls if one.is_unreachable]

    @property
    def crawls_gone_wrong(self) -> list[CrawlReport]:
        """Crawls that reached their source and still are not to be trusted to be complete."""
        return [one for one in self.crawls if not one.is_good and not one.is_unreachable]

    @property
    def is_empty_handed(self) -> bool:
        """Sources were asked, none answered, and nothing came from a folder either."""
        nothing_else = not self.filed and not self.looked
        return bool(self.unreachable) and len(self.unreachable) == len(self.crawls) and nothing_else

    @property
    def exit_code(self) -> int:
        if self.refusal:
            return NOT_PUBLISHED
        if self.unreachable:
            return UNREACHABLE
        if self.idle:
            return PUBLISHED
        if self.path is None:
            return NOT_PUBLISHED
        if self.new_problems or self.crawls_gone_wrong or any(one.refused for one in self.filed):
            return NEW_PROBLEMS
        if any(one.error for one in self.looked):
            return NEW_PROBLEMS
        return PUBLISHED

    def closing_line(self) -> str:
        """One line of counts: "published 60 by_elections, 4900 candidacies; 0 new problems, 12 known; 3.1 s"."""
        if self.idle:
            return f"{self.command}: nothing to do"
        if self.path is None:
            return f"{self.command}: nothing published"
        counts = ", ".join(f"{count} {table}" for table, count in self.tables.items()) or "nothing"
        problems = f"{len(self.new_problems)} new problems, {self.known_problems} known"
        return f"{self.command}: published {counts}; {problems}; {self.seconds:.1f} s"

    def as_dict(self) -> dict[str, Any]:
        """For `--json`."""
        return {
            "command": self.command,
            "exit_code": self.exit_code,
            "published": str(self.path) if self.path else None,
            "tables": self.tables,
            "crawls": [
                {
                    "source": one.source,
                    "pages": one.pages,
                    "not_modified": one.not_modified,
                    "bytes": one.bytes,
                    "is_good": one.is_good,
                    "is_unreachable": one.is_unreachable,
                    "finish_reason": one.finish_reason,
                    "failures": [
                        {"url": url, "reason": reason, "kept_as": one.kept_as.get(url)} for url, reason in one.failures
                    ],
                }
                for one in self.crawls
            ],
            "files": [
                {
                    "source": one.source,
                    "files": one.files,
                    "unchanged": one.unchanged,
                    "refused": [{"path": path, "reason": reason} for path, reason in one.refused],
                }
                for one in self.filed
            ],
            "web_archives": [asdict(one) for one in self.looked],
            "idle": self.idle,
            "documents_read": self.read.pages if self.read else 0,
            "new_problems": self.new_problems,
            "known_problems": self.known_problems,
            "refusal": self.refusal,
            "started_at": self.started_at.isoformat(timespec="seconds"),
            "seconds": round(self.seconds, 3),
        }


async def plain_step(name: str, function: Any, *args: Any, on_network: bool = False, **options: Any) -> Any:
    """A step without Prefect: call it, await it if need be."""
    result = function(*args, **options)
    return await result if inspect.isawaitable(result) else result


async def backfill(
    settings: Settings,
    *,
    step: Step,
    report: Report,
    now: datetime,
    sources: Sequence[str] = (),
    from_folder: Iterable[tuple[str, Path]] = (),
    from_date: date | None = None,
    to_date: date | None = None,
    offline: bool = False,
) -> Summary:
    """Gather everything the sources hold, polls from `from_date` to `to_date` (both included), and publish it.

    Offline nothing is fetched: the bundled starter data and the archive are read. Folders are archived either way.
    The dates limit what is fetched, never what is published: that is always the whole archive.
    """
    if from_date and to_date and from_date > to_date:
        raise UnknownSource(f"--from {from_date} is after --to {to_date}: no poll lies between")
    to_crawl = sources_to_crawl(sources)
    folders = [(source, folder, files_wanted(source, folder)) for source, folder in from_folder]
    dates = {"from_date": from_date, "to_date": to_date}
    arguments = {name: day.isoformat() for name, day in dates.items() if day}
    summary = Summary("backfill", now)
    with timed(summary):
        if folders or offline:
            async with only_writer(settings, summary, report):
                await file_away(settings, summary, folders, offline, step, report)
        for info in () if offline else to_crawl:
            summary.crawls.append(await gather(settings, info, arguments, step, report))
        if not summary.is_empty_handed:
            await read_and_publish(settings, summary, step, report)
    return summary


async def file_away(
    settings: Settings,
    summary: Summary,
    folders: Sequence[tuple[str, Path, Sequence[Path]]],
    offline: bool,
    step: Step,
    report: Report,
) -> None:
    """Archive the folders given, and offline the starter data as well."""
    for source, folder, files in folders:
        filed = await step(f"archive {source} from a folder", archive_folder, settings, source, folder, files)
        summary.filed.append(filed)
        for path, reason in filed.refused:
            report.say(
                f"{source}: {path} is refused: {reason}\n"
                "  next      look at the file; BYELECTIONS_MAX_PAGE_BYTES says how large one may be"
            )
    if offline:
        summary.filed += await step("archive the starter data", archive_bundled, settings)


async def refresh(
    settings: Settings, *, step: Step, report: Report, now: datetime, sources: Sequence[str] = ()
) -> Summary:
    """Ask the sources for what is new since last time, with conditional requests, and publish it."""
    to_crawl = sources_to_crawl(sources)
    summary = Summary("refresh", now)
    with timed(summary):
        for info in to_crawl:
            arguments = {"only_new": "yes"}
            if info.asks_for_known:
                arguments["from_date"] = (now.date() - MENDED_WITHIN).isoformat()
            summary.crawls.append(await gather(settings, info, arguments, step, report))
        if not summary.is_empty_handed:
            await read_and_publish(settings, summary, step, report)
    return summary


async def rebuild(settings: Settings, *, step: Step, report: Report, now: datetime) -> Summary:
    """Make the warehouse from the archive alone: every statement is read again, nothing is fetched."""
    summary = Summary("rebuild", now)
    with timed(summary):
        await read_and_publish(settings, summary, step, report, anew=True)
    return summary


async def gather(
    settings: Settings, source: SourceInfo, arguments: dict[str, str], step: Step, report: Report
) -> CrawlReport:
    """Crawl one source into the archive. A source that cannot be reached is said plainly and stops nothing else."""
    if source.asks_for_known:
        known = known_arguments(settings, arguments)
        if not known:
            report.say(
                f"{source.name}: nothing to ask for: no by-election of these days is known yet\n"
                "  next      byelections backfill --source democracy_club, then this again"
            )
            return CrawlReport(source.name, 0, 0, 0, [], "nothing to ask for", is_good=True, is_unreachable=False)
        arguments = arguments | known
    report.progress(f"fetching {source.name}", 0)
    # two crawls of one site at once would ask it twice as often as we promise
    async with held(WriterLock(settings.home, f"a crawl of {source.name}", f"crawl-{source.name}"), report):
        try:
            crawled: CrawlReport = await step(
                f"crawl {source.name}", crawl_or_raise, settings, source.name, arguments, report, on_network=True
            )
        except SourceUnreachable as missing:
            crawled = missing.crawled
    report.say(gathered_in_words(crawled, source))
    return crawled


async def crawl_or_raise(settings: Settings, source: str, arguments: dict[str, str], report: Report) -> CrawlReport:
    crawled = await crawl(settings, source, args=arguments, log=report.log)
    if crawled.is_unreachable:
        raise SourceUnreachable(crawled)
    return crawled


def gathered_in_words(crawled: CrawlReport, source: SourceInfo) -> str:
    if crawled.is_unreachable:
        reason = crawled.failures[0][1] if crawled.failures else crawled.finish_reason
        return (
            f"{source.name}: {source.url} could not be reached ({reason})\n"
            "  what is published stays as it is, unless another source brought something\n"
            "  next      try again later, or read the bundled starter data and the archive without a network:\n"
            "            byelections backfill --offline"
        )
    words = f"{source.name}: {crawled.pages} pages, {crawled.not_modified} not modified, {crawled.bytes} bytes"
    if crawled.is_good:
        return words
    lines = [f"{words}; the crawl is not complete ({crawled.finish_reason})"]
    for url, reason in crawled.failures[:MOST_SHOWN]:
        lines.append(f"  {url}: {reason}")
        if place := crawled.kept_as.get(url):
            lines.append(f"    kept as   {place}")
    if len(crawled.failures) > MOST_SHOWN:
        lines.append(f"  and {len(crawled.failures) - MOST_SHOWN} more; --json has them all")
    stays = "; a page that stays so needs its reader looked at" if crawled.failures else ""
    lines.append(f"  next      byelections refresh asks again{stays}")
    return "\n".join(lines)


async def read_and_publish(
    settings: Settings, summary: Summary, step: Step, report: Report, *, anew: bool = False
) -> None:
    """Read what is new in the archive (or, `anew`, all of it), build a warehouse from all statements, check, publish.

    Only here is the home's writer lock held: who crawls, keeps nobody from publishing a result meanwhile.
    """
    async with only_writer(settings, summary, report):
        if not has_archive(settings):
            summary.refusal = [f"the archive at {settings.archive_dir} is empty: there is nothing to publish"]
            report.say(
                f"{summary.refusal[0]}\n  next      byelections backfill --offline reads the bundled starter data"
            )
            return
        try:
            if anew:
                await step("forget the statements", forget_statements, settings)
            summary.read = await step("read the archive", read_archive, settings, progress=_progress("reading", report))
            report.progress("building", 0)
            published = await step("build, check and publish", publish_warehouse, settings, now=summary.started_at)
        except NotPublished as refusal:
            summary.refusal = list(refusal.reasons)
            report.say("not published; what was published before stays as it is" + _bullets(summary.refusal))
            return
    summary.path = published.path
    summary.tables = dict(published.tables)
    summary.new_problems = list(published.new_problems)
    summary.known_problems = published.known_problems
    told: Told = await step("tell what happened", announce, settings, now=summary.started_at)
    if words := told.in_words():
        report.say(words)


def forget_statements(settings: Settings) -> None:
    """Remove what was read from the archive before, so that all of it is read again."""
    if settings.records_dir.exists():
        shutil.rmtree(settings.records_dir)


def has_archive(settings: Settings) -> bool:
    return next(settings.archive_dir.rglob("*.warc.gz"), None) is not None


def files_wanted(source: str, folder: Path) -> list[Path]:
    """The files under the folder that the source's reader knows, sorted; raises FolderError when there are none."""
    info = source_info(source)
    if not info.files:
        fed = ", ".join(sorted(name for name, one in SOURCES.items() if one.files))
        raise UnknownSource(f"{source} is not read from a folder; --from-folder takes {fed}")
    if not folder.is_dir():
        raise FolderError(f"{source}: there is no folder {folder}")
    wanted = source_module(source).wanted
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    files = [path for path in paths if wanted(unpacked_name(path.relative_to(folder).as_posix()))]
    if not files:
        raise FolderError(
            f"{source}: none of the {len(paths)} files under {folder} is one of its files\n"
            f"  next      docs/sources.md says what they are called"
        )
    return files


def unpacked_name(name: str) -> str:
    """The name of the document in a file that may be packed: "foyle.html.gz" -> "foyle.html"."""
    return name.removesuffix(".gz")


def archive_folder(settings: Settings, source: str, folder: Path, files: Sequence[Path]) -> Filed:
    """Archive a folder's files as if they had been fetched; one that has not changed becomes a revisit record.

    A file packed with gzip is archived as what is in it, under its name without ".gz".
    """
    filed = Filed(source)
    with WarcWriter(settings.archive_dir, source) as writer:
        for path in files:
            name = path.relative_to(folder).as_posix()
            status = path.stat()
            if status.st_size > settings.max_page_bytes:
                filed.refused.append((name, f"{status.st_size} bytes, more than the {settings.max_page_bytes} allowed"))
                continue
            body = path.read_bytes()
            if name.endswith(".gz"):
                try:
                    body = unpack(body, "gzip", settings.max_page_bytes)
                except CannotUnpack as error:
                    filed.refused.append((name, str(error)))
                    continue
            capture = writer.file(
                url=file_url(source, unpacked_name(name)),
                body=body,
                mime=mime_of(unpacked_name(name)),
                modified=datetime.fromtimestamp(int(status.st_mtime), UTC),
            )
            filed.files += 1
            filed.unchanged += capture.kind == "revisit"
    return filed


def archive_bundled(settings: Settings) -> list[Filed]:
    """Archive the files that come with the project; those already there are left alone, as they tell nothing new."""
    index = Index(load_index(settings.archive_dir))
    all_filed = []
    for source in SOURCES.values():
        if source.bundled_folder is None:
            continue
        filed = Filed(source.name)
        bodies = [(path.name, path.read_bytes()) for path in sorted(source.bundled_folder.glob("*.csv"))]
        fresh = []
        for name, body in bodies:
            latest = index.latest(file_url(source.name, name))
            if latest is None or latest.digest != sha1(body):
                fresh.append((name, body))
        # in two WARC files of like size, so that a first run reads them on two cores
        by_size = sorted(fresh, key=lambda one: -len(one[1]))
        for half in filter(None, (by_size[::2], by_size[1::2])):
            with WarcWriter(settings.archive_dir, source.name, index=index) as writer:
                for name, body in half:
                    writer.file(url=file_url(source.name, name), body=body, mime=mime_of(name))
        filed.files, filed.unchanged = len(bodies), len(bodies) - len(fresh)
        all_filed.append(filed)
    return all_filed


def file_url(source: str, name: str) -> str:
    """The address a file has in the archive: "file:parliament_files/55/candidacies.csv"."""
    return f"file:{source}/{quote(name)}"


def mime_of(name: str) -> str:
    return mimetypes.guess_type(name)[0] or "application/octet-stream"


@asynccontextmanager
async def only_writer(settings: Settings, summary: Summary, report: Report) -> AsyncIterator[None]:
    """Hold the home's writer lock, and under Prefect the one place there is for writers on all machines."""
    async with report.turn(), held(WriterLock(settings.home, summary.command), report):
        yield


@asynccontextmanager
async def held(lock: WriterLock, report: Report) -> AsyncIterator[None]:
    """Hold a lock, waiting for whoever has it without blocking the event loop."""
    with lock:
        if not lock.acquire():
            report.say(waiting_for(lock))
            while not lock.acquire():
                await asyncio.sleep(POLL_SECONDS)
        yield


@contextmanager
def timed(summary: Summary) -> Iterator[None]:
    """Note how long the run took, waiting included."""
    started = time.monotonic()
    yield
    summary.seconds = time.monotonic() - started


def _progress(what: str, report: Report) -> Any:
    return lambda done, of: report.progress(what, done, of)


def _bullets(lines: Sequence[str]) -> str:
    return "".join(f"\n  {line}" for line in lines)
