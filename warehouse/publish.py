"""Putting a new warehouse in the old one's place, without hindering anyone who is reading.

Nobody ever writes the file people read. Each publish builds a complete new file beside it and swaps a symbolic link:

    warehouse/byelections.duckdb -> byelections-1764000000000000000.duckdb

Replacing the file itself would not be safe: a reader who opened it for writing leaves a `byelections.duckdb.wal`, and
DuckDB would replay that old log onto the new file. DuckDB resolves the link first, so behind a link every version has
a log name of its own. Whoever has a version open keeps that snapshot; the next to open sees the new one; a crash at
any instant leaves the last good version; the last few stay as history.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import socket
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TypeVar

import duckdb

T = TypeVar("T")
# What a full or failing disk makes of reading, building and publishing.
CANNOT_WRITE = (OSError, duckdb.IOException)

POLL_SECONDS = 0.2


class PublishError(Exception):
    """The new file cannot be published; the old one is where it was."""


class NothingPublished(Exception):
    """There is no published warehouse yet."""

    def __init__(self, link: Path):
        self.link = link
        super().__init__(
            f"no warehouse at {link}\n"
            "  next      `byelections backfill --offline` makes one from the starter data in a few seconds"
        )


def publish(link: Path, build: Callable[[Path], T], *, keep: int = 5) -> T:
    """Build a new version beside `link` and swap the link to it; returns what `build` returned.

    `build` gets the path of a file that does not exist yet, and leaves there a complete, checked and checkpointed
    database that it has closed. If it raises, nothing is published and the half-made file is removed. The newest
    `keep` versions stay, the new one among them.
    """
    folder = link.parent
    folder.mkdir(parents=True, exist_ok=True)
    with _only_publisher(folder):
        sweep(link)
        building = folder / f".{link.stem}-{uuid.uuid4().hex[:12]}.building"
        try:
            result = build(building)
            version = _install(building, link)
        finally:
            _remove_with_log(building)
        prune(link, keep=keep, always=version)
    return result


def _install(building: Path, link: Path) -> Path:
    """Make the finished file durable and read-only, give it its version's name and swap the link to it."""
    if not building.is_file() or not building.stat().st_size:
        raise PublishError(f"the build left no database at {building}")
    log = _log_of(building)
    if log.exists():
        raise PublishError(f"the build left {log.name} behind: its database is not checkpointed and closed")
    building.chmod(0o444)
    make_durable(building)
    version = link.with_name(f"{link.stem}-{_next_serial(link)}.duckdb")
    building.rename(version)
    make_durable(link.parent)
    _keep_plain_file(link)
    _swap(link, version)
    return version


def _swap(link: Path, version: Path) -> None:
    """Point the link at a version in one atomic step: a reader finds the one or the other, never nothing."""
    fresh = link.with_name(f".{link.stem}-{uuid.uuid4().hex[:12]}.lnk")
    fresh.symlink_to(version.name)
    fresh.replace(link)
    make_durable(link.parent)


def _keep_plain_file(link: Path) -> None:
    """Someone copied a warehouse here without its link: keep that file as one more old version."""
    if link.is_file() and not link.is_symlink():
        aside = link.with_name(f"{link.stem}-{link.stat().st_mtime_ns}.duckdb")
        if not aside.exists():
            os.link(link, aside)


def versions(link: Path) -> list[Path]:
    """Every version kept beside the link, newest first, whichever of them is current."""
    name = re.compile(re.escape(link.stem) + r"-(\d+)\.duckdb")
    found = [
        (int(match[1]), path)
        for path in (link.parent.iterdir() if link.parent.is_dir() else ())
        if (match := name.fullmatch(path.name)) and not path.is_symlink()
    ]
    return [path for _, path in sorted(found, reverse=True)]


def current(link: Path) -> Path:
    """The file behind the link; opening this rather than the link pins the version against the next swap.

    Raises NothingPublished when there is no link, or when the file behind it is gone.
    """
    try:
        return link.resolve(strict=True)
    except (FileNotFoundError, NotADirectoryError, RuntimeError):  # RuntimeError: a link that leads to itself
        raise NothingPublished(link) from None


def previous_versions(link: Path) -> list[Path]:
    """The versions older than the current one, newest first: what a roll-back can go back to."""
    now = current(link)
    known = versions(link)
    return known[known.index(now) + 1 :] if now in known else known


def newer_versions(link: Path, version: Path) -> list[Path]:
    """The versions kept that were published after this one, newest first."""
    return [path for path in versions(link) if _serial(path) > _serial(version)]


def roll_back(link: Path, version: Path | None = None) -> Path:
    """Point the link at an older version (the one before the current, unless named) and return it.

    The next publish goes forward again: a roll-back buys time to mend what went wrong.
    """
    with _only_publisher(link.parent):
        older = previous_versions(link)
        chosen = version or next(iter(older), None)
        if chosen is None:
            raise PublishError(f"no version older than {current(link).name} is kept")
        if chosen not in versions(link):
            raise PublishError(f"{chosen} is not one of the versions kept beside {link}")
        _swap(link, chosen)
    return chosen


def prune(link: Path, *, keep: int, always: Path) -> list[Path]:
    """Remove all but the newest `keep` versions; `always` stays whatever its age. Readers of a removed one go on."""
    kept = [always, *(path for path in versions(link) if path != always)][: max(keep, 1)]
    gone = [path for path in versions(link) if path not in kept]
    for path in gone:
        _remove_with_log(path)
    return gone


def leftovers(link: Path) -> list[Path]:
    """Half-made files of publishers that were killed, and logs whose version is gone."""
    if not link.parent.is_dir():
        return []
    half_made = re.compile(rf"\.{re.escape(link.stem)}-[0-9a-f]+\.(building|lnk)(\..*)?")
    log = re.compile(rf"{re.escape(link.stem)}-\d+\.duckdb\.wal")
    spare = re.compile(rf"\.{re.escape(link.stem)}-\d+-(?P<process>\d+)-[0-9a-f]+\.spare(\..*)?")
    return sorted(
        path
        for path in link.parent.iterdir()
        if half_made.fullmatch(path.name)
        or (log.fullmatch(path.name) and not path.with_suffix("").exists())
        or ((match := spare.fullmatch(path.name)) and not _is_running(int(match["process"])))
    )


def spare_beside(version: Path) -> Path:
    """Where this process may keep a copy of a version for its next publish; it counts as left over when it has died."""
    return version.with_name(f".{version.stem}-{os.getpid()}-{uuid.uuid4().hex[:8]}.spare")


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def sweep(link: Path) -> list[Path]:
    """Remove the leftovers. Only safe while no other publisher is at work, which `publish` sees to."""
    found = leftovers(link)
    for path in found:
        if path.is_dir():  # what a build had no memory for
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    return found


def _next_serial(link: Path) -> int:
    """Nanoseconds since 1970, but always above the versions there are, also when the clock was put back."""
    newest = next(iter(versions(link)), None)
    return max(time.time_ns(), _serial(newest) + 1 if newest else 0)


def _serial(version: Path) -> int:
    return int(version.stem.rpartition("-")[2])


def _log_of(database: Path) -> Path:
    return database.with_name(database.name + ".wal")


def _remove_with_log(database: Path) -> None:
    database.unlink(missing_ok=True)
    _log_of(database).unlink(missing_ok=True)


def make_durable(path: Path) -> None:
    """Have the file, or the names in the folder, on the disk before going on."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _only_publisher(folder: Path) -> Iterator[None]:
    """Two publishers into one folder take turns, whatever other locks they hold: each sweeps what it finds."""
    with (folder / ".publishing.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


_held: set[int] = set()


def _let_go_in_child() -> None:
    """A forked worker must not keep the lock when the process that took it is killed."""
    for handle in _held:
        os.close(handle)
    _held.clear()


os.register_at_fork(after_in_child=_let_go_in_child)


class WriterLock:
    """The one who may write to a home's records and warehouse; by another name, the one who may crawl a source.

    Readers never need it. A lock of the operating system on a file in the home, so that it ends with the process that
    holds it, however that dies. The file says who that is; the words in it mean nothing when nobody holds the lock.
    """

    def __init__(self, home: Path, doing: str = "writing", name: str = "writer"):
        self.path = home / f".{name}.lock"
        self.doing = doing
        self._handle: int | None = None

    def acquire(self) -> bool:
        """Take the lock if it is free; False when someone else has it."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return False
        holder = {
            "pid": os.getpid(),
            "host": socket.gethostname(),
            "doing": self.doing,
            "since": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        self._handle = handle
        _held.add(handle)
        with suppress(OSError):  # a full disk: the lock holds all the same, and says "another process"
            os.ftruncate(handle, 0)
            os.write(handle, json.dumps(holder).encode())
        return True

    def release(self) -> None:
        if self._handle is not None:
            _held.discard(self._handle)
            os.ftruncate(self._handle, 0)
            os.close(self._handle)
            self._handle = None

    def holder(self) -> str | None:
        """Who has the lock, in words ("backfill, process 4711 on nimbus, since 2025-05-02T03:10:00+00:00"), or None."""
        try:
            with self.path.open() as handle:
                try:
                    fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
                except BlockingIOError:
                    return _holder_in_words(handle.read())
        except (FileNotFoundError, NotADirectoryError):
            pass
        return None

    def __enter__(self) -> WriterLock:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def _holder_in_words(note: str) -> str:
    try:
        holder = json.loads(note)
        return f"{holder['doing']}, process {holder['pid']} on {holder['host']}, since {holder['since']}"
    except (ValueError, TypeError, KeyError):  # taken this very moment: the note is not written yet
        return "another process"


@contextmanager
def writer_lock(home: Path, doing: str = "writing", say: Callable[[str], None] | None = None) -> Iterator[WriterLock]:
    """Hold the home's writer lock; waits for another writer, after saying once who that is (on stderr)."""
    with WriterLock(home, doing) as lock:
        is_told = False
        while not lock.acquire():
            if not is_told:
                (say or _to_stderr)(waiting_for(lock))
                is_told = True
            time.sleep(POLL_SECONDS)
        yield lock


def waiting_for(lock: WriterLock) -> str:
    return f"waiting for the lock {lock.path}, held by {lock.holder() or 'another process'}"


def _to_stderr(words: str) -> None:
    sys.stderr.write(words + "\n")
