"""Captures, and the index that finds them: one JSON line per capture beside each WARC file.

The WARC files are the truth: an index that is missing, short or torn is made again from them, and a record that was
torn by a kill in the middle of a write is cut off.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
import uuid
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from http import HTTPStatus
from pathlib import Path

from spiders import warc

CAPTURED = {"response", "resource", "revisit"}

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Capture:
    """One response or file in the archive, as its index line has it. `etag` and `last_modified` are as printed."""

    capture_id: str  # the WARC-Record-ID without its brackets
    source: str
    url: str
    fetched_at: datetime
    http_status: int  # 200 for a file
    digest: str  # of the body as it came, content coding and all: "sha1:BASE32"
    warc_file: str  # relative to the archive, "2025/05/parliament-….warc.gz"
    warc_offset: int
    warc_length: int
    mime: str
    kind: str  # "response", "resource" (a file) or "revisit"
    refers_to: str | None = None  # a revisit's capture with the body
    etag: str | None = None
    last_modified: str | None = None
    truncated: str | None = None  # "length", "time", "disconnect": the body is not all there

    @property
    def is_whole(self) -> bool:
        """Whether it stands for a document: a good answer with all of its body, or word that it has not changed."""
        return self.truncated is None and (self.http_status == HTTPStatus.OK or self.kind == "revisit")


class Index:
    """The captures by address: the latest of each, and the one that holds its body."""

    def __init__(self, captures: Iterable[Capture] = ()):
        self._by_id: dict[str, Capture] = {}
        self._latest: dict[str, Capture] = {}
        for capture in captures:
            self.add(capture)

    def add(self, capture: Capture) -> None:
        if not capture.is_whole:
            return
        self._by_id[capture.capture_id] = capture
        latest = self._latest.get(capture.url)
        if latest is None or latest.fetched_at <= capture.fetched_at:
            self._latest[capture.url] = capture

    def latest(self, url: str) -> Capture | None:
        """The newest document of this address; refusals, errors and cut-off bodies do not count."""
        return self._latest.get(url)

    def original(self, capture: Capture) -> Capture | None:
        """The capture that holds the body, itself or what a revisit refers to; None when that is lost."""
        return self._by_id.get(capture.refers_to or capture.capture_id)

    def lose(self, original: Capture) -> None:
        """Its body cannot be read back: the next that comes is kept whole, not as a revisit of this one."""
        self._by_id.pop(original.capture_id, None)

    def validators(self, url: str) -> tuple[str | None, str | None]:
        """ETag and Last-Modified to ask with, exactly as they came; (None, None) without a body to fall back on."""
        latest = self.latest(url)
        original = latest and self.original(latest)
        if latest is None or original is None:
            return None, None
        return latest.etag or original.etag, latest.last_modified or original.last_modified


def index_path(path: Path) -> Path:
    return path.with_name(path.name.removesuffix(".warc.gz") + ".cdx.jsonl")


def index_line(capture: Capture, end: int) -> bytes:
    """`end` is how far the WARC file reached when the line was written: a shorter index shows by it."""
    values = asdict(capture) | {"fetched_at": capture.fetched_at.isoformat(), "end": end}
    return json.dumps(values, ensure_ascii=False).encode() + b"\n"


CAPTURE_FIELDS = tuple(one.name for one in fields(Capture))


def _fromindex_line(line: bytes) -> tuple[Capture, int]:
    """Raises ValueError, KeyError or TypeError for a line that is not a whole index line."""
    values = json.loads(line)
    values["fetched_at"] = datetime.fromisoformat(values["fetched_at"])
    return Capture(**{name: values[name] for name in CAPTURE_FIELDS}), int(values["end"])


def from_member(member: warc.Member, source: str, warc_file: str) -> Capture:
    """What the index line of a record must say; raises KeyError or ValueError when the record lacks it."""
    headers = member.headers
    named = {name.lower(): value for name, value in member.http_headers}
    mime = named.get("content-type") if member.http_status else headers.get("content-type")
    return Capture(
        capture_id=headers["warc-record-id"].strip("<>"),
        source=source,
        url=headers["warc-target-uri"],
        fetched_at=datetime.fromisoformat(headers["warc-date"]),
        http_status=member.http_status or 200,
        digest=headers.get("warc-payload-digest", member.payload_digest),
        warc_file=warc_file,
        warc_offset=member.offset,
        warc_length=member.length,
        mime=(mime or "").partition(";")[0].strip().lower(),
        kind=headers["warc-type"],
        refers_to=headers["warc-refers-to"].strip("<>") if "warc-refers-to" in headers else None,
        etag=named.get("etag"),
        last_modified=named.get("last-modified", headers.get("last-modified")),
        truncated=headers.get("warc-truncated"),
    )


def _captures_among(members: Iterable[warc.Member], source: str, warc_file: str) -> Iterator[Capture]:
    for member in members:
        if member.headers.get("warc-type") in CAPTURED:
            try:
                yield from_member(member, source, warc_file)
            except (KeyError, ValueError) as error:
                logger.warning("%s at %d: not indexed, the record lacks %s", warc_file, member.offset, error)


@dataclass(frozen=True, slots=True)
class RepairReport:
    """What `repair` found in one file, and did to it."""

    path: Path
    captures: int = 0
    cut_bytes: int = 0  # of a torn tail; nothing before it is touched
    indexed: int = 0  # captures that the index did not have
    damaged: tuple[tuple[int, int, str], ...] = ()  # (offset, bytes, why): in the middle, left as it is
    is_busy: bool = False  # another process is writing to it: nothing was looked at


def load_index(archive_root: Path) -> list[Capture]:
    """Every capture, oldest first. Files whose index is not complete are mended on the way, and that is logged.

    A file that somebody has copied into the archive a second time brings nothing: the first of each capture counts.
    """
    captures: dict[str, Capture] = {}
    for path in sorted(archive_root.rglob("*.warc.gz")):
        for capture in captures_of(archive_root, path):
            captures.setdefault(capture.capture_id, capture)
    return sorted(captures.values(), key=lambda capture: capture.fetched_at)


def repair(path: Path) -> RepairReport:
    """Read a WARC file from its start, cut off a torn tail, and make its index anew."""
    return _mend(path.parents[2], path, [])[0]


def captures_of(root: Path, path: Path) -> list[Capture]:
    """The captures of one file, from its index as far as that goes."""
    lines, is_torn = index_lines(index_path(path))
    size = path.stat().st_size
    whole = unbroken(lines, size) if lines and not lost_its_first(path, lines[0][0].warc_offset) else []
    if whole and whole[-1][1] == size and len(whole) == len(lines) and not is_torn:
        return [capture for capture, _ in whole]
    report, captures = _mend(root, path, whole)
    if report.cut_bytes:
        logger.warning("%s: the last record was torn, %d bytes cut off", path, report.cut_bytes)
    lost = {capture.capture_id: capture.url for capture, _ in lines}
    for capture in captures:
        lost.pop(capture.capture_id, None)
    for url in lost.values():
        logger.warning("%s: lost what its index had of %s; byelections refresh asks again", path, url)
    for offset, length, why in report.damaged:
        logger.warning("%s: damaged at %d, %d bytes (%s); the records after it are kept", path, offset, length, why)
    return captures


class GrowingIndex:
    """The captures of one file that somebody is still writing: only what came since the last look is read."""

    def __init__(self, root: Path, path: Path):
        self.root, self.path = root, path
        self.captures: list[Capture] = []
        self._place = 0  # in the index, after the last whole line
        self._end = 0  # of the WARC file, as that line has it

    def read_on(self) -> list[Capture]:
        """All captures so far, oldest first. What does not go on where it ended is read as `captures_of` reads it."""
        size, fresh = self.path.stat().st_size, b""
        with suppress(FileNotFoundError), index_path(self.path).open("rb") as file:
            file.seek(self._place)
            fresh = file.read()
        lines, is_torn = _parsed(fresh.splitlines(keepends=True))
        is_whole = not is_torn and fresh[-1:] in (b"", b"\n") and len(unbroken(lines, size)) == len(lines)
        if is_whole and self._go_on(lines):
            self.captures += [capture for capture, _ in lines]
            self._place += len(fresh)
            self._end = lines[-1][1] if lines else self._end
        return self.captures if self._end == size else captures_of(self.root, self.path)

    def _go_on(self, lines: list[tuple[Capture, int]]) -> bool:
        if not lines:
            return True
        first = lines[0][0].warc_offset
        return first == self._end if self.captures else not lost_its_first(self.path, first)


def unbroken(lines: list[tuple[Capture, int]], size: int) -> list[tuple[Capture, int]]:
    """The lines as far as each begins where the one before it ended: a line that was lost shows by the gap."""
    end = lines[0][0].warc_offset if lines else 0
    for number, (capture, its_end) in enumerate(lines):
        if capture.warc_offset != end or its_end > size:
            return lines[:number]
        end = its_end
    return lines


def lost_its_first(path: Path, first: int) -> bool:
    """Whether a capture stands before the first one of the index: it begins where the record about the file ends."""
    about = warc.member_at(path, 0)
    if about is None or about.offset + about.length == first:
        return False
    before = about if about.headers.get("warc-type") in CAPTURED else warc.member_at(path, about.length)
    return before is not None and before.offset < first and before.headers.get("warc-type") in CAPTURED


def index_lines(path: Path) -> tuple[list[tuple[Capture, int]], bool]:
    """The whole lines of an index, up to the first that is not; and whether there was such a one."""
    with suppress(FileNotFoundError), path.open("rb") as file:
        return _parsed(file)
    return [], False


def _parsed(wire: Iterable[bytes]) -> tuple[list[tuple[Capture, int]], bool]:
    lines = []
    for line in wire:
        try:
            lines.append(_fromindex_line(line))
        except (ValueError, KeyError, TypeError):
            return lines, True
    return lines, False


def _mend(root: Path, path: Path, known: list[tuple[Capture, int]]) -> tuple[RepairReport, list[Capture]]:
    """Scan the file from where the known lines end, cut its torn tail, write the index anew."""
    source, warc_file = path.name.rsplit("-", 2)[0], path.relative_to(root).as_posix()
    with path.open("r+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return RepairReport(path, captures=len(known), is_busy=True), [capture for capture, _ in known]
        found = warc.scan(path, known[-1][1] if known else 0)
        cut = found.file_size - found.good_end
        if cut:
            file.truncate(found.good_end)
            os.fsync(file.fileno())
        fresh = list(_captures_among(found.members, source, warc_file))
        captures = [capture for capture, _ in known] + fresh
        ends = [*(capture.warc_offset for capture in captures[1:]), found.good_end]
        lines = list(zip(captures, ends, strict=False))  # a file without captures still ends somewhere
        index = index_path(path)
        making = index.with_name(f".{index.name}.{uuid.uuid4().hex[:8]}")
        try:
            with making.open("wb") as new:
                new.writelines(index_line(capture, end) for capture, end in lines)
                new.flush()
                os.fsync(new.fileno())
            making.rename(index)
        except OSError:
            making.unlink(missing_ok=True)
            raise
        warc.sync_folder(index.parent)
    report = RepairReport(path, len(lines), cut, len(fresh), tuple(found.gaps))
    return report, captures
