"""The archive: every response and file as it came, in WARC files with an index line beside each record.

`archive/<yyyy>/<mm>/<source>-<time>-<random>.warc.gz`, and `….cdx.jsonl` with one JSON line per capture. A body that is
the same as the last one of its address is kept as a small `revisit` record.
"""

from __future__ import annotations

import fcntl
import io
import os
import re
import uuid
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.client import responses
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import urldefrag, urljoin

from fastwarc.warc import ArchiveIterator
from w3lib.url import safe_url_string

from spiders import warc
from spiders.captures import (
    CAPTURED,
    Capture,
    GrowingIndex,
    Index,
    RepairReport,
    captures_of,
    from_member,
    index_line,
    index_lines,
    index_path,
    load_index,
    repair,
)
from spiders.records import Page

__all__ = [
    "Capture", "Document", "Fault", "GrowingIndex", "Index", "Kept", "RepairReport", "Unreadable", "Verdict",
    "WarcWriter", "http_date", "load_index", "page_of", "read_capture", "read_documents",
    "read_warc", "repair", "verify",
]  # fmt: skip

ROLL_BYTES = 16 << 20  # a file is the unit of reading: large enough to be few, small enough to be read in parallel
MAX_UNPACKED = 32 << 20
IN_INDEX, TWICE = "the index ", "also kept "  # how the reasons begin that are about the index, or a copy
DECLINED = "unspecified"  # WARC-Truncated of a body whose publisher asks that it not be kept
REDIRECTS = {301, 302, 303, 307, 308}
UNSAID = {"authorization", "cookie", "proxy-authorization"}  # request headers that are secrets, and never kept


class WarcWriter:
    """Appends captures of one source to a new WARC file, which is made when the first one comes.

    `index` tells what is there already; without one it is read from the archive, torn tails cut off on the way.
    """

    def __init__(self, archive_root: Path, source: str, *, roll_bytes: int = ROLL_BYTES, index: Index | None = None):
        if not re.fullmatch(r"[a-z][a-z0-9_]*", source):
            raise ValueError(f"{source!r} is not the name of a source: small letters, digits, underscores")
        self.root, self.source, self.roll_bytes = archive_root, source, roll_bytes
        self.index = Index(load_index(archive_root)) if index is None else index
        self._warc: warc.WarcFile | None = None
        self._cdx = -1

    def response(
        self,
        url: str,
        *,
        status: int,
        headers: warc.Headers,
        body: bytes,
        method: str = "GET",
        request_headers: warc.Headers = (),
        fetched_at: datetime | None = None,
        ip_address: str | None = None,
        truncated: str | None = None,
    ) -> Capture:
        """Keep one HTTP response, and the request that led to it.

        `body` is what came, transfer coding undone, content coding not. `truncated` says why it is not all:
        "length" (larger than allowed), "time" (too slow), "disconnect" (broke off) or DECLINED.
        """
        moment = fetched_at or datetime.now(UTC)
        heard = [one for one in headers if one[0].lower() != "transfer-encoding"]
        head = _http_head(f"HTTP/1.1 {status} {responses.get(status, '')}", heard)
        latest = self.index.latest(url)
        original = latest and self.index.original(latest)
        digest, is_news, profile = warc.sha1(body), True, ""
        if truncated is None and latest and original:
            if status == HTTPStatus.NOT_MODIFIED:
                digest, is_news, profile = latest.digest, False, warc.NOT_MODIFIED
            elif status == HTTPStatus.OK and digest == latest.digest:
                is_news, profile = False, warc.IDENTICAL
        extra = [("Content-Type", "application/http; msgtype=response"), ("WARC-Payload-Digest", digest)]
        if ip_address:
            extra.append(("WARC-IP-Address", ip_address))
        if truncated:
            extra.append(("WARC-Truncated", truncated))
        if is_news:
            is_packed = any(name.lower() == "content-encoding" for name, _ in headers)
            answer = _Record("response", url, moment, extra, head + body, level=1 if is_packed else 6)
        else:
            assert original is not None
            answer = _Record("revisit", url, moment, extra + _revisit_headers(profile, original), head)
        spoken = [one for one in request_headers if one[0].lower() not in UNSAID]
        target = url.split("#")[0].split("/", 3)
        question = _Record(
            "request",
            url,
            moment,
            [("Content-Type", "application/http; msgtype=request"), ("WARC-Concurrent-To", answer.record_id)],
            _http_head(f"{method} /{target[3] if len(target) > 3 else ''} HTTP/1.1", spoken),
        )
        named = {name.lower(): value for name, value in headers}
        return self._keep(
            answer,
            question,
            http_status=status,
            digest=digest,
            mime=named.get("content-type", "").partition(";")[0].strip().lower(),
            refers_to=None if is_news or original is None else original.capture_id,
            etag=named.get("etag"),
            last_modified=named.get("last-modified"),
            truncated=truncated,
        )

    def file(self, url: str, body: bytes, mime: str, modified: datetime | None = None) -> Capture:
        """Keep a file as it lies in a folder, as a `resource` record; unchanged since last time: as a `revisit`."""
        latest = self.index.latest(url)
        original = latest and self.index.original(latest)
        digest = warc.sha1(body)
        dated = format_datetime(modified.astimezone(UTC), usegmt=True) if modified else None
        extra = [("WARC-Payload-Digest", digest)] + ([("Last-Modified", dated)] if dated else [])
        is_news = latest is None or original is None or latest.digest != digest
        if is_news:
            kept = _Record("resource", url, datetime.now(UTC), [*extra, ("Content-Type", mime)], body)
        else:
            assert original is not None
            kept = _Record("revisit", url, datetime.now(UTC), extra + _revisit_headers(warc.IDENTICAL, original), b"")
        return self._keep(
            kept,
            None,
            http_status=200,
            digest=digest,
            mime=mime if is_news else "",  # a revisit record has no place for it
            refers_to=None if is_news or original is None else original.capture_id,
            last_modified=dated,
        )

    def _keep(self, answer: _Record, question: _Record | None, **known: Any) -> Capture:
        file = self._file()
        packed = answer.packed()
        offset = file.append(packed + (question.packed() if question else b""))  # one write: they come and go together
        capture = Capture(
            capture_id=answer.record_id.strip("<>"),
            source=self.source,
            url=answer.url,
            fetched_at=answer.moment,
            warc_file=file.path.relative_to(self.root).as_posix(),
            warc_offset=offset,
            warc_length=len(packed),
            kind=answer.kind,
            **known,
        )
        self._note(index_line(capture, file.size))
        self.index.add(capture)
        return capture

    def _note(self, line: bytes) -> None:
        """Write a line of the index, or none of it: the next to read would stumble over half a line."""
        written = os.write(self._cdx, line)
        if written != len(line):
            os.ftruncate(self._cdx, os.fstat(self._cdx).st_size - written)
            raise OSError(f"only {written} of {len(line)} bytes of the index could be written; is the disk full?")

    def _file(self) -> warc.WarcFile:
        if self._warc is not None and self._warc.size >= self.roll_bytes:
            self.close()
        if self._warc is None:
            now = datetime.now(UTC)
            name = f"{self.source}-{now:%Y%m%dT%H%M%SZ}-{uuid.uuid4().hex[:8]}.warc.gz"
            file = warc.WarcFile(self.root / f"{now:%Y/%m}" / name)
            about = f"software: byelections\r\nformat: WARC File Format 1.1\r\nisPartOf: {self.source}\r\n"
            extra = [("Content-Type", "application/warc-fields"), ("WARC-Filename", name)]
            flags = os.O_CREAT | os.O_WRONLY | os.O_APPEND | os.O_CLOEXEC
            try:
                file.append(_Record("warcinfo", "", now, extra, about.encode()).packed())
                self._cdx = os.open(index_path(file.path), flags, 0o644)
            except OSError:  # no room for even that: nothing is left behind
                file.path.unlink(missing_ok=True)
                file.close()
                raise
            self._warc = file
        return self._warc

    def sync(self) -> None:
        """Have everything kept so far outlive a power cut."""
        if self._warc is not None:
            os.fdatasync(self._warc.fd)
            os.fdatasync(self._cdx)

    def close(self) -> None:
        if self._warc is not None:
            self._warc.close()
            self._warc = None
            os.fsync(self._cdx)
            os.close(self._cdx)

    def __enter__(self) -> WarcWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()


@dataclass(slots=True)
class _Record:
    kind: str
    url: str
    moment: datetime
    extra: list[tuple[str, str]]
    block: bytes
    level: int = 6
    record_id: str = field(default_factory=warc.new_record_id)

    def packed(self) -> bytes:
        head = [("WARC-Type", self.kind), ("WARC-Record-ID", self.record_id)]
        head.append(("WARC-Date", warc.warc_date(self.moment)))
        if self.url:
            head.append(("WARC-Target-URI", self.url))
        return warc.record(head + self.extra, self.block, level=self.level)


def _http_head(first: str, headers: warc.Headers) -> bytes:
    lines = [first.strip(), *(f"{name}: {value}" for name, value in headers), "", ""]
    return "\r\n".join(lines).encode("latin-1", "replace")


def _revisit_headers(profile: str, original: Capture) -> list[tuple[str, str]]:
    return [
        ("WARC-Profile", profile),
        ("WARC-Refers-To", f"<{original.capture_id}>"),
        ("WARC-Refers-To-Target-URI", original.url),
        ("WARC-Refers-To-Date", warc.warc_date(original.fetched_at)),
    ]


@dataclass(frozen=True, slots=True)
class Fault:
    warc_file: str
    offset: int
    reason: str

    @property
    def next_step(self) -> str:
        if self.reason.startswith(IN_INDEX):
            index = index_path(Path(self.warc_file)).as_posix()
            return f"remove archive/{index}: the next run makes it anew from the WARC file"
        if self.reason.startswith(TWICE):
            return "remove the copy, with the index beside it"
        return "restore the file from a copy, or let `byelections refresh` ask the site again for what is lost"


@dataclass(slots=True)
class Verdict:
    """What `verify` found: counts a person can compare, and every fault."""

    files: int = 0
    records: int = 0
    faults: list[Fault] = field(default_factory=list)


def verify(archive_root: Path) -> Verdict:
    """Read every record and compare its digests and its index line. Changes nothing."""
    verdict = Verdict()
    bodies: set[str] = set()
    places: dict[str, str] = {}
    revisits: list[tuple[str, int, str]] = []
    for path in sorted(archive_root.rglob("*.warc.gz")):
        warc_file = path.relative_to(archive_root).as_posix()
        verdict.files += 1
        is_growing = _is_being_written(path)
        found = warc.scan(path)
        verdict.records += len(found.members)
        wrong = [(offset, f"damaged, {length} bytes: {why}") for offset, length, why in found.gaps]
        if found.good_end < found.file_size and not is_growing:
            wrong.append((found.good_end, f"torn tail, {found.file_size - found.good_end} bytes: {found.torn_because}"))
        index = {capture.warc_offset: capture for capture, _ in index_lines(index_path(path))[0]}
        source = path.name.rsplit("-", 2)[0]
        for member in found.members:
            wrong += [(member.offset, reason) for reason in _digest_faults(member)]
            if member.headers.get("warc-type") not in CAPTURED:
                continue
            try:
                capture = from_member(member, source, warc_file)
            except (KeyError, ValueError) as error:
                wrong.append((member.offset, f"the record lacks {error}"))
                continue
            if capture.refers_to:
                revisits.append((warc_file, member.offset, capture.refers_to))
            else:
                bodies.add(capture.capture_id)
            if index.pop(member.offset, None) != capture:
                wrong.append((member.offset, f"{IN_INDEX}has no such line, or another one"))
            if (first := places.setdefault(capture.capture_id, warc_file)) != warc_file:
                wrong.append((member.offset, f"{TWICE}in {first}"))
        wrong += [
            (offset, f"{IN_INDEX}has a line for a record that is not there")
            for offset in index
            if offset < found.file_size or not is_growing  # written while we were looking
        ]
        verdict.faults += [Fault(warc_file, offset, reason) for offset, reason in wrong]
    for warc_file, offset, refers_to in revisits:
        if refers_to not in bodies:
            verdict.faults.append(Fault(warc_file, offset, f"refers to {refers_to}, which the archive does not hold"))
    return verdict


def _is_being_written(path: Path) -> bool:
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _digest_faults(member: warc.Member) -> Iterator[str]:
    headers = member.headers
    if headers.get("warc-block-digest", member.block_digest) != member.block_digest:
        yield "the block digest does not hold"
    # a revisit names the digest of the body it does not hold
    holds_it = headers.get("warc-type") in ("response", "resource")
    if holds_it and headers.get("warc-payload-digest", member.payload_digest) != member.payload_digest:
        yield "the payload digest does not hold"


@dataclass(frozen=True, slots=True)
class Kept:
    """A record as it lies in the archive: for a file, `headers` are made up from what is known of it."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes  # content coding not undone

    def header(self, name: str) -> str:
        return ", ".join(value for one, value in self.headers if one.lower() == name)


class Unreadable(Exception):
    """A record that cannot be read back from its file."""


def read_capture(archive_root: Path, capture: Capture) -> Kept:
    """Read one capture at its offset; a revisit's own record has no body. Raises Unreadable."""
    try:
        with (archive_root / capture.warc_file).open("rb") as file:
            return _read_at(file.fileno(), capture)
    except OSError as error:
        raise Unreadable(f"{capture.warc_file} at {capture.warc_offset}: {error}") from error


def _read_at(fd: int, capture: Capture) -> Kept:
    member = os.pread(fd, capture.warc_length, capture.warc_offset)
    is_file = capture.kind == "resource"
    # by digest, since the body is read before the gzip checksum behind it; a record that fails is passed over
    for record in ArchiveIterator(io.BytesIO(member), parse_http=not is_file, verify_digests=True):
        if str(record.record_id).strip("<>") != capture.capture_id:
            break
        body = record.reader.read()
        if is_file:
            pairs = [("Content-Type", capture.mime), ("Last-Modified", capture.last_modified)]
            return Kept(200, tuple((name, value) for name, value in pairs if value), body)
        wire = record.http_headers.items_bytes() if record.http_headers else ()
        headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in wire)
        return Kept(capture.http_status, headers, body)
    raise Unreadable(f"{capture.warc_file} at {capture.warc_offset}: damaged, or not the record the index means")


@dataclass(frozen=True, slots=True)
class Document:
    """One answer or file; without a `page` when it cannot be had, and `capture.truncated` or its status says why.

    `asked_as` is the redirect that first led to it, else the capture itself: that a page cannot be had concerns the
    address that was asked for, since the one behind a passing redirect may never be asked for again.
    """

    capture: Capture
    page: Page | None
    asked_as: Capture
    is_damaged: bool = False  # in the archive; what came was good


def read_warc(
    archive_root: Path, warc_file: str, *, limit: int = MAX_UNPACKED
) -> Iterator[tuple[Capture, Page | None]]:
    """The good documents of one WARC file, without the redirects that led to them; see `read_documents`."""
    for document in read_documents(archive_root, warc_file, limit=limit):
        if document.capture.http_status < HTTPStatus.BAD_REQUEST:
            yield document.capture, document.page


def read_documents(
    archive_root: Path,
    warc_file: str,
    *,
    limit: int = MAX_UNPACKED,
    captures: Sequence[Capture] | None = None,
    known: Container[str] = (),
) -> Iterator[Document]:
    """The documents of one WARC file: answers and files, their content coding undone.

    `captures` are the file's, where they are at hand; bodies of those in `known` (capture ids) are not read again, and
    such documents left out.

    A body that is not all there, is damaged, or unpacks to more than `limit` bytes comes without a page; so do an
    error and a redirect that was not followed. Revisits say nothing new and are left out.
    """
    path = archive_root / warc_file
    if captures is None:
        captures = captures_of(archive_root, path)
    yet_to_come = Counter(capture.url for capture in captures)
    answered = {capture.url for capture in captures if capture.http_status not in REDIRECTS}
    led_to: dict[str, Capture] = {}
    with path.open("rb") as file:
        for capture in captures:
            yet_to_come[capture.url] -= 1
            asked_as = led_to.get(capture.url, capture)
            if capture.http_status in REDIRECTS and not capture.url.endswith("/robots.txt"):
                target = _target(file.fileno(), capture)
                led_to[target] = asked_as
                goes_on_in_next_file = capture is captures[-1] and path.stat().st_size >= ROLL_BYTES
                if not (yet_to_come[target] or target in answered or goes_on_in_next_file):
                    why = f"redirected to {target[:200]}, which was not followed"
                    yield Document(replace(capture, truncated=why), None, asked_as)
            if capture.http_status >= HTTPStatus.BAD_REQUEST and not capture.url.endswith("/robots.txt"):
                yield Document(capture, None, asked_as)
            if capture.kind == "revisit" or capture.http_status != HTTPStatus.OK or capture.capture_id in known:
                continue
            if capture.truncated:
                yield Document(capture, None, asked_as)
                continue
            try:
                kept = _read_at(file.fileno(), capture)
                body = warc.unpack(kept.body, kept.header("content-encoding"), limit)
            except warc.CannotUnpack as error:
                yield Document(replace(capture, truncated=str(error)), None, asked_as)
                continue
            except (Unreadable, OSError) as error:
                yield Document(replace(capture, truncated=str(error)), None, asked_as, is_damaged=True)
                continue
            yield Document(capture, page_of(capture, body, kept.header("content-type")), asked_as)


def _target(fd: int, capture: Capture) -> str:
    """Where a redirect leads, as the crawl would have asked for it; what cannot be an address, as printed."""
    try:
        location = _read_at(fd, capture).header("location").encode("latin-1", "replace")
    except (Unreadable, OSError) as error:
        return f"an address that cannot be read back ({error})"
    try:
        return urldefrag(urljoin(capture.url, safe_url_string(location.strip()))).url
    except ValueError:
        return location.decode("latin-1")


def page_of(capture: Capture, body: bytes, content_type: str = "") -> Page:
    return Page(
        url=capture.url,
        body=body,
        content_type=content_type or capture.mime,
        capture_id=capture.capture_id,
        kept_as=f"{capture.warc_file} at {capture.warc_offset}",
        fetched_at=capture.fetched_at,
        last_modified=http_date(capture.last_modified),
    )


def http_date(text: str | None) -> datetime | None:
    """ "Wed, 29 Jan 2025 09:00:00 GMT" as a moment; None when there is none, or it is not a date."""
    if not text:
        return None
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):  # the latter for a zone beyond all bounds
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
