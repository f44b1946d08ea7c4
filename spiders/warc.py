"""WARC/1.1 files: records written whole, members read with bounds, torn tails cut off.

Every record is a gzip member of its own, so that each can be read alone at its offset, and a file cut anywhere loses
only the records after the cut. Nothing here knows about Scrapy, sources or settings.
"""

from __future__ import annotations

import base64
import fcntl
import hashlib
import os
import time
import uuid
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

CHUNK = 1 << 16
MAX_HEADER = 1 << 20  # bytes of WARC or HTTP header; far more than any server sends
SYNC_SECONDS = 2.0  # at most this much work is lost when the machine, not only the process, goes down
IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
GZIP_START = b"\x1f\x8b\x08"

Headers = Sequence[tuple[str, str]]


def sha1(data: bytes) -> str:
    """A digest as WARC and CDX files write it: "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"."""
    return _digest_text(hashlib.sha1(data, usedforsecurity=False))


def _digest_text(digest: hashlib._Hash) -> str:
    return "sha1:" + base64.b32encode(digest.digest()).decode()


def new_record_id() -> str:
    return f"<urn:uuid:{uuid.uuid4()}>"


def warc_date(moment: datetime) -> str:
    """WARC/1.1 dates carry fractions: "2025-05-02T03:10:00.123456Z"."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def record(headers: Iterable[tuple[str, str]], block: bytes, *, level: int = 6) -> bytes:
    """One record as one gzip member; raises ValueError for a header that would break out of its line."""
    lines = ["WARC/1.1"]
    for name, value in headers:
        if "\r" in value or "\n" in value:
            raise ValueError(f"{name} holds a line break: {value[:80]!r}")
        lines.append(f"{name}: {value}")
    lines += [f"WARC-Block-Digest: {sha1(block)}", f"Content-Length: {len(block)}", "", ""]
    packer = zlib.compressobj(level, zlib.DEFLATED, 31)
    return packer.compress("\r\n".join(lines).encode()) + packer.compress(block + b"\r\n\r\n") + packer.flush()


class WarcFile:
    """A new WARC file, open for appending by this process alone until it is closed."""

    def __init__(self, path: Path):
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self.size = 0
        self.fd = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_APPEND | os.O_CLOEXEC, 0o644)
        fcntl.flock(self.fd, fcntl.LOCK_EX)  # a reader that looks for torn tails leaves the file alone meanwhile
        sync_folder(path.parent)
        self.synced = time.monotonic()

    def append(self, data: bytes) -> int:
        """Write whole members with one call; returns their offset. A write that falls short is taken back."""
        offset = self.size
        try:
            written = os.write(self.fd, data)
            if written != len(data):
                raise OSError(f"{self.path}: only {written} of {len(data)} bytes could be written; is the disk full?")
        except OSError:
            os.ftruncate(self.fd, offset)
            raise
        self.size += written
        if time.monotonic() - self.synced > SYNC_SECONDS:
            os.fdatasync(self.fd)
            self.synced = time.monotonic()
        return offset

    def close(self) -> None:
        if self.fd >= 0:
            os.fsync(self.fd)
            os.close(self.fd)
            self.fd = -1

    def __enter__(self) -> WarcFile:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()


def sync_folder(folder: Path) -> None:
    """Make a new or renamed file in the folder outlive a crash of the machine."""
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


@dataclass(slots=True)
class Member:
    """One record as it lies in a file, its block reduced to digests and headers."""

    offset: int
    length: int
    headers: dict[str, str]  # of the WARC record, names in lower case
    http_status: int | None
    http_headers: list[tuple[str, str]]
    block_digest: str
    payload_digest: str


@dataclass(slots=True)
class Scan:
    """What a walk through a file found: its whole records, stretches that are no record, where the good part ends."""

    members: list[Member] = field(default_factory=list)
    gaps: list[tuple[int, int, str]] = field(default_factory=list)  # (offset, length, why)
    good_end: int = 0  # everything from here to the end of the file is a torn tail
    file_size: int = 0
    torn_because: str = ""


def scan(path: Path, start: int = 0) -> Scan:
    """Walk through the members of a file from an offset that begins one; memory stays bounded whatever is in it.

    Bytes that are no whole record are a torn tail when no record follows them, and a gap when one does.
    """
    found = Scan(good_end=start)
    with path.open("rb") as file:
        found.file_size = os.fstat(file.fileno()).st_size
        position, gap = start, ""
        while position < found.file_size:
            member = _member_at(file.fileno(), position)
            if isinstance(member, Member):
                if gap:
                    found.gaps.append((found.good_end, position - found.good_end, gap))
                    gap = ""
                found.members.append(member)
                position = found.good_end = member.offset + member.length
            else:
                gap = gap or member
                position = _next_start(file.fileno(), position + 1, found.file_size)
        found.torn_because = gap
    return found


def member_at(path: Path, offset: int) -> Member | None:
    """The record that begins there; None where none does."""
    with path.open("rb") as file:
        found = _member_at(file.fileno(), offset)
    return found if isinstance(found, Member) else None


def _next_start(fd: int, position: int, size: int) -> int:
    """The next offset that could begin a gzip member, or the size of the file."""
    while position < size:
        chunk = os.pread(fd, CHUNK, position)
        at = chunk.find(GZIP_START)
        if at >= 0:
            return position + at
        if len(chunk) <= len(GZIP_START):
            break
        position += len(chunk) - len(GZIP_START) + 1
    return size


def _member_at(fd: int, offset: int) -> Member | str:
    """The record at the offset, or why there is none."""
    unpacker = zlib.decompressobj(31)
    reader = _BlockReader()
    position, packed = offset, b""
    try:
        while not unpacker.eof:
            packed = unpacker.unconsumed_tail or os.pread(fd, CHUNK, position)
            if not packed:
                return "the last record breaks off"
            if not unpacker.unconsumed_tail:
                position += len(packed)
            reader.feed(unpacker.decompress(packed, CHUNK))
        wrong = reader.end()
    except (zlib.error, ValueError) as error:
        return str(error)
    if wrong:
        return wrong
    length = position - len(unpacker.unused_data) - offset
    return Member(
        offset=offset,
        length=length,
        headers=reader.headers,
        http_status=reader.http_status,
        http_headers=reader.http_headers,
        block_digest=_digest_text(reader.block),
        payload_digest=_digest_text(reader.payload),
    )


class _BlockReader:
    """Takes an unpacked record in pieces; keeps its headers and digests only."""

    def __init__(self) -> None:
        self.headers: dict[str, str] = {}
        self.http_status: int | None = None
        self.http_headers: list[tuple[str, str]] = []
        self.pending = b""
        self.stage = "warc header"
        self.left = 0
        self.trailer = b""
        self.block = hashlib.sha1(usedforsecurity=False)
        self.payload = hashlib.sha1(usedforsecurity=False)

    def feed(self, data: bytes) -> None:
        if self.stage == "warc header":
            self.pending += data
            head, found, data = self.pending.partition(b"\r\n\r\n")
            if not found:
                if len(self.pending) > MAX_HEADER or not b"WARC/1.".startswith(self.pending[:7]):
                    raise ValueError("not a WARC record")
                return
            self._warc_header(head)
            self.pending = b""
        if self.stage == "trailer" or len(data) > self.left:
            block, self.trailer = data[: self.left], (self.trailer + data[self.left :])[:5]
        else:
            block = data
        self.left -= len(block)
        self.block.update(block)
        if self.stage == "http header":
            self._http_header(block)
        elif self.stage == "payload":
            self.payload.update(block)

    def _warc_header(self, head: bytes) -> None:
        version, _, rest = head.decode("utf-8", "replace").partition("\r\n")
        if not version.startswith("WARC/1."):
            raise ValueError("not a WARC record")
        for line in rest.split("\r\n"):
            name, _, value = line.partition(":")
            self.headers[name.strip().lower()] = value.strip()
        length = self.headers.get("content-length", "")
        if not (length.isascii() and length.isdigit()):
            raise ValueError("a WARC record without Content-Length")
        self.left = int(length)
        is_http = self.headers.get("content-type", "").startswith("application/http")
        self.stage = "http header" if is_http else "payload"

    def _http_header(self, block: bytes) -> None:
        self.pending += block
        head, found, body = self.pending.partition(b"\r\n\r\n")
        if not found and len(self.pending) < MAX_HEADER:
            return
        self.http_status, self.http_headers = parse_http_header(head)
        self.payload.update(body)
        self.pending, self.stage = b"", "payload"

    def end(self) -> str:
        """What is wrong with the record as a whole, or ""."""
        if self.stage == "warc header":
            return "not a WARC record"
        if self.left or self.trailer != b"\r\n\r\n":
            return "a record whose length is not what it says"
        return ""


def parse_http_header(head: bytes) -> tuple[int | None, list[tuple[str, str]]]:
    """Status (None for a request) and headers of an HTTP message's head."""
    first, *lines = head.decode("latin-1").split("\r\n")
    words = first.split(" ", 2)
    is_response = words[0].startswith("HTTP/") and len(words) > 1 and words[1].isdigit()
    pairs = (line.partition(":") for line in lines if ":" in line)
    return (int(words[1]) if is_response else None), [(name.strip(), value.strip(" \t")) for name, _, value in pairs]


class CannotUnpack(Exception):
    """A body whose content coding is unknown, broken, cut short, or unpacks to more than is allowed."""


def unpack(body: bytes, codings: str, limit: int) -> bytes:
    """Undo Content-Encoding ("gzip", "deflate", "gzip, gzip", ""); never holds more than `limit` bytes unpacked."""
    for coding in reversed([one.strip().lower() for one in codings.split(",")]):
        if coding in ("", "identity"):
            continue
        if coding in ("gzip", "x-gzip"):
            body = _inflate(body, 31, limit, "gzip")
        elif coding == "deflate":
            # by the book a zlib stream; some servers send the bare one
            is_zlib = len(body) > 1 and body[0] & 15 == 8 and (body[0] << 8 | body[1]) % 31 == 0
            body = _inflate(body, 15 if is_zlib else -15, limit, "deflate")
        else:
            raise CannotUnpack(f"content coding {coding[:40]!r} is not one we asked for")
    if len(body) > limit:
        raise CannotUnpack(f"larger than {limit} bytes")
    return body


def _inflate(data: bytes, window: int, limit: int, name: str) -> bytes:
    pieces: list[bytes] = []
    room = limit + 1
    while data:
        unpacker = zlib.decompressobj(window)
        while not unpacker.eof:
            try:
                piece = unpacker.decompress(data, room)
            except zlib.error as error:
                raise CannotUnpack(f"not {name}: {error}") from None
            pieces.append(piece)
            room -= len(piece)
            data = unpacker.unconsumed_tail
            if room <= 0:
                raise CannotUnpack(f"unpacks to more than {limit} bytes")
            if not data and not unpacker.eof:
                raise CannotUnpack(f"the {name} body breaks off")
        data = unpacker.unused_data
        if window != 31 or not data.startswith(GZIP_START[:2]):
            break  # padding after the last gzip member is allowed, and ignored
    return b"".join(pieces)
