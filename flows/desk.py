"""The night desk: reads what the watch has archived, and publishes it within a fraction of a second.

Between two publishes nothing is held: the writer lock is taken for each, so that other runs have their turn. What was
published last is kept warm (`warehouse.night.Tonight`), and so is what another run has published, as soon as the night
sees it (`catch_up`). When what came in may change more than tonight's contests, or when a check finds something grave,
a whole build decides.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from flows.growing import GrowingFile, Noted
from flows.publishing import PublishReport, publish_warehouse
from flows.reading import read_archive
from spiders.captures import index_path
from spiders.settings import Settings
from warehouse.night import CannotPatch, Fresh, PatchReport, Tonight
from warehouse.night_plans import Aside
from warehouse.publish import (
    CANNOT_WRITE,
    POLL_SECONDS,
    NothingPublished,
    WriterLock,
    current,
    make_durable,
    newer_versions,
    publish,
    waiting_for,
)
from warehouse.standing import published_of, result_pages

Say = Callable[[str], None]
NO_PAGE = ("page-unavailable", "body-refused", "body-damaged")
GONE = ("HTTP status 404", "HTTP status 410")


@dataclass(slots=True)
class Published:
    """One publish: how it was made, what it was about, how long it took."""

    at_time: datetime
    is_whole: bool
    contests: list[str] = field(default_factory=list)  # [] after a whole build: any
    seconds: float = 0.0
    parts: dict[str, float] = field(default_factory=dict)
    because: str = ""  # why a whole build was needed


class Grave(CannotPatch):
    """A check found something grave: the whole build's checks have the last word."""


class CannotWrite(Exception):
    """The disk is full, or fails: what was read is still to be published, once there is room."""


class Stopping(Exception):
    """The night ends before this publish had its turn; what it would have said is in the archive."""


def refusal_of(page: Noted) -> tuple[str, str]:
    """What the page's reader expected, and what it saw; ("", "") for a page that it took."""
    for table, row in page.rows:
        if table == "problem" and row["rule"] == "unexpected-page":
            first, _, rest = row["seen"].partition("\n  expected  ")
            return rest.partition("\n")[0], first.removeprefix(f"{page.url}: ")
    return "", ""


class Desk:
    """What one night's publishes have in common. Not for two threads at once."""

    def __init__(self, settings: Settings, contests: Collection[str], say: Say):
        self.settings = settings
        self.contests = list(contests)
        self.say = say
        self.is_stopping = False
        self.tonight: Tonight | None = None
        self.preparing: Aside | None = None  # what `tonight` does between two publishes
        self.version: Path | None = None  # the file that `tonight` stands beside
        self.is_beside_another = False  # whether that file is another run's, which read our files too
        self.files: dict[str, GrowingFile] = {}  # that the watch is writing
        self.is_waiting = False  # whether something is read and not published yet
        self.giving: set[str] = set()  # addresses that give a contest's result
        self.gone: set[str] = set()  # addresses that gave one, and do not now
        self.refused: dict[str, str] = {}  # address -> why its reader refuses what came last
        self.noticed: list[tuple[str, str, str]] = []  # (kind of event, source, words) that nobody has been told yet
        self.is_owed = False  # a publish that could not be written
        self.patches = 0  # since the last whole build
        self.last: PublishReport | None = None  # of the last whole build

    def open(self) -> Published:
        """Bring the published file up to date with the archive: a restarted night goes on from there."""
        with self._lock(), self._writing():
            return self._whole("the night begins")

    def publish(self, changed: Mapping[str, str]) -> Published | None:
        """Publish what came into these WARC files (file -> source); None when it says nothing of a contest yet.

        Raises NotPublished when a whole build finds something grave, CannotWrite when there is no room: then the next
        call tries again. What was published stays.
        """
        with self._lock(), self._writing():
            started = time.monotonic()
            self.known_files(changed)
            if not self._read(changed) and not self.is_owed:
                return None
            try:
                done = self._patched()
            except CannotPatch as reason:
                self.say(f"a whole build: {reason}")
                done = self._whole(str(reason))
            done.seconds = time.monotonic() - started
            return done

    def catch_up(self) -> bool:
        """Whether another run has published since; `tonight` is then made again beside its file, in a thread of its own
        and without the lock, so that the next change is published as quickly as before.

        A file older than ours is left to the next whole build: somebody has rolled back, and what it lacks is not only
        ours. So is everything else that is not as it should be.
        """
        if self.tonight is None or self.version is None or (self.preparing and self.preparing.thread.is_alive()):
            return False
        try:
            version = current(self.settings.warehouse_file)
        except NothingPublished:
            return False
        if version.name not in {newer.name for newer in newer_versions(self.settings.warehouse_file, self.version)}:
            return False
        before, self.tonight, self.version, self.is_beside_another = self.tonight, None, version, True
        self.preparing = Aside(self._stand_beside, version, before)
        return True

    def _stand_beside(self, version: Path, before: Tonight) -> None:
        before.close()
        tonight = Tonight(version, self.contests)
        try:
            tonight.stand_by(version)
        except BaseException:
            tonight.close()
            raise
        self.tonight = tonight

    def finish(self) -> PublishReport | None:
        """What was published last, by a whole build, with all that is to be looked at; None when there is nothing."""
        with self._lock(), self._writing():
            if self.patches or self.is_waiting or self.is_owed or self.last is None:
                self._whole("the night is over")
        return self.last

    def known_files(self, files: Mapping[str, str]) -> None:
        """WARC files that the watch has begun (file -> source)."""
        for warc_file, source in files.items():
            if warc_file not in self.files:
                self.files[warc_file] = GrowingFile(self.settings.archive_dir, source, warc_file)

    def close(self) -> None:
        if self.preparing is not None:
            self.preparing.thread.join()
            self.preparing = None
        if self.tonight is not None:
            self.tonight.close()
        self.tonight = self.version = None

    @contextmanager
    def _lock(self) -> Iterator[None]:
        """The writer lock, for one publish; raises Stopping when the night ends while another run has it."""
        with WriterLock(self.settings.home, "night") as lock:
            if not lock.acquire():
                self.say(waiting_for(lock))
                while not lock.acquire():
                    if self.is_stopping:
                        raise Stopping
                    time.sleep(POLL_SECONDS)
            yield

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Turns what a full disk raises into CannotWrite, and leaves nothing half done behind."""
        try:
            yield
        except CANNOT_WRITE as error:
            self.is_owed = True
            self.close()  # so that a whole build comes next, which writes all that was read once more
            raise CannotWrite(str(error)) from error
        self.is_owed = False

    def _read(self, changed: Iterable[str]) -> bool:
        """Read the grown files; whether any of them says something of a contest that was not known."""
        self.is_waiting = True
        is_news = False
        for name in changed:
            for page in self.files[name].read_on():
                is_news = self._is_news(self.files[name].source, page) or is_news
            is_news = self._is_restored(self.files[name]) or is_news
        return is_news

    def _is_restored(self, file: GrowingFile) -> bool:
        """Whether an address of the file gives again a result that it had withdrawn, though it be the same page."""
        again = {url for url in self.gone if (page := file.last_at(url)) is not None and "results" in page.states()}
        self.gone -= again
        self.giving |= again
        self.noticed += (("restored", file.source, f"{url} gives a result again") for url in sorted(again))
        return bool(again)

    def _is_news(self, source: str, page: Noted) -> bool:
        """A word on a contest; a page that gave one and no longer does, or that its reader refuses: once each."""
        states = page.states()
        failure = next((row["seen"] for table, row in page.rows if table == "problem" and row["rule"] in NO_PAGE), None)
        if failure is not None and failure not in GONE:
            return False  # an answer that says nothing; the watch has told it
        wanted, seen = refusal_of(page)
        before = self.refused.pop(page.url, None) if failure is None else None
        if wanted:
            self.refused[page.url] = wanted
            if before != wanted:
                self.noticed.append(("unreadable", source, f"{page.url}: expected {wanted}; seen {seen}"))
            return before != wanted
        if before is not None:
            self.noticed.append(("readable", source, f"{page.url} has again {before}"))
        if "results" in states:
            self.giving.add(page.url)
        elif page.url in self.giving:
            self.giving.discard(page.url)
            self.gone.add(page.url)
            if not states:  # else the contest's own figures tell it
                self.noticed.append(("withdrawn", source, f"{page.url} gives no result any more"))
            return True
        return bool(states) or before is not None

    @contextmanager
    def _fresh(self) -> Iterator[Fresh]:
        """What is read and not published yet; lists that only lead to further pages wait for those."""
        self.settings.records_dir.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".fresh-", dir=self.settings.records_dir) as folder:
            folders = [Path(folder) / str(number) for number, _ in enumerate(self.files)]
            for file, its_folder in zip(self.files.values(), folders, strict=True):
                file.write_waiting(its_folder)
            yield Fresh(
                folders=folders,
                indexes=[its_folder / "capture.jsonl" for its_folder in folders],
                withdrawn=[one for file in self.files.values() for one in file.withdrawn],
            )

    def _all_published(self) -> None:
        for file in self.files.values():
            file.all_published()
        self.is_waiting = False

    def _patched(self) -> Published:
        link = self.settings.warehouse_file
        self._be_prepared()
        self.catch_up()  # it may have published a moment ago, or while the last one was made ready
        self._be_prepared()
        if self.tonight is None or self.version is None:
            raise CannotPatch("nothing is kept warm")
        try:
            if current(link) != self.version:
                raise CannotPatch("somebody has rolled back")
        except NothingPublished:
            raise CannotPatch("nothing is published") from None
        now, tonight, base = datetime.now(UTC), self.tonight, self.version
        if self.is_beside_another:
            self._leave_out_what_it_has(base)
        self.tonight = None  # until the publish has come off: what breaks off in between is of no use any more

        def build(into: Path) -> PatchReport:
            # the archive before anything of it is published
            with Aside(self._make_archive_durable), self._fresh() as fresh:
                report = tonight.patch(base, into, fresh, built_at=now)
            if report.grave:
                raise Grave("; ".join(": ".join(one) for one in report.grave))
            return report

        try:
            report = publish(link, build)
        except BaseException:
            tonight.close()
            raise
        self.tonight, self.version = tonight, current(link)
        self.preparing = Aside(tonight.stand_by, self.version, is_patient=True)
        self._all_published()
        self.patches += 1
        return Published(now, False, report.contests, parts=report.seconds)

    def _be_prepared(self) -> None:
        """Wait for what is being made ready: it takes less than a whole build."""
        preparing, self.preparing = self.preparing, None
        if preparing is not None:
            preparing.result()

    def _leave_out_what_it_has(self, base: Path) -> None:
        """Another run has read our files as far as they went then: what of them it has not published is still to be."""
        self._read(self.files)
        for file in self.files.values():
            file.published_as(*published_of(base, file.warc_file))
        self.is_beside_another = False

    def _whole(self, because: str) -> Published:
        """Read all there is, build and publish all of it, and keep tonight's seats warm beside it."""
        self.close()
        started = time.monotonic()
        if any(self.settings.archive_dir.rglob("*.warc.gz")):
            self._read(self.files)
            for file in self.files.values():
                file.write(self.settings.records_dir)
            read_archive(self.settings, leave=self.files.keys())
            self._make_archive_durable()
            now = datetime.now(UTC)
            self.last = publish_warehouse(self.settings, now=now)
            self.patches = 0
            self._all_published()
            self.version, self.is_beside_another = current(self.settings.warehouse_file), False
            self.giving |= result_pages(self.version, self.contests)
            try:
                self.tonight = Tonight(self.version, self.contests)
                self.preparing = Aside(self.tonight.stand_by, self.version, is_patient=True)
            except CannotPatch as reason:
                self.say(f"every publish will be a whole build: {reason}")
        return Published(datetime.now(UTC), True, seconds=time.monotonic() - started, because=because)

    def _make_archive_durable(self) -> None:
        """What was read and is not published yet must outlive a power cut; the watch does not wait for the disk."""
        for warc_file in self.files:
            warc = self.settings.archive_dir / warc_file
            make_durable(warc)
            make_durable(index_path(warc))
