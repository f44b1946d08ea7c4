"""News pages out of WARC files of any size: a month of a news crawl holds millions of records, and some hundred matter.

Each record costs little more than unpacking it: its type, status and content type are looked at, then its bytes are
searched once for the word by-election in its spellings. Only what passes is decoded and parsed, by others.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path

from ahocorasick_rs import BytesAhoCorasick, MatchKind
from fastwarc.stream_io import ChunkedReader
from fastwarc.warc import ArchiveIterator, HeaderMap, WarcRecord, WarcRecordType

from spiders import warc

# By-election, byelection, by election; with a hyphen that does not break, as an entity, in capitals. Few and long: each
# costs a little of every byte, and "standby electricity" should not pass.
SPELLINGS = [
    spelling.encode()
    for spelling in (
        "y-elect",
        "yelection",
        "by elect",
        "y-Elect",
        "y\u2011elect",
        "y&#8209;elect",
        "Y-ELECT",
        "YELECTION",
    )
]
HTML = ("text/html", "application/xhtml+xml")
UNWANTED = {"content-length", "content-encoding", "transfer-encoding"}  # of the wire: the body is kept as unpacked


class CannotRead(Exception):
    """A file that is not a WARC file, or breaks off in the middle of a record."""

    def __init__(self, path: Path, position: int, why: str):
        self.path, self.position = path, position
        super().__init__(f"{path}: cannot be read on from byte {position}: {why}")


@dataclass(frozen=True, slots=True)
class ArchivedPage:
    """One page of somebody's web archive, its codings undone; `place` says where it lies there."""

    url: str
    body: bytes
    headers: tuple[tuple[str, str], ...]
    fetched_at: datetime
    place: str


class WarcFileReader:
    """Goes through one WARC file from a byte offset at which a record begins.

    `position` is where the record under way begins: all before it has been looked at, so another may start there.
    `records` and `refused` count what was looked at, and what was too large, of nowhere or could not be decoded.
    """

    def __init__(self, path: Path, *, start: int = 0, limit: int):
        self.path, self.position, self.limit = path, start, limit
        self.records = self.refused = 0
        # any match will do, and matches of this kind are sought with vector instructions, five times as fast
        self._look = BytesAhoCorasick(SPELLINGS, matchkind=MatchKind.LeftmostFirst)

    def pages(self) -> Iterator[ArchivedPage]:
        """Pages that speak of a by-election, in the file's order. Raises CannotRead when the file cannot be read on."""
        with self.path.open("rb") as file:
            file.seek(self.position)
            start = self.position
            try:
                for record in ArchiveIterator(file, record_types=WarcRecordType.response, parse_http=True):
                    self.position = start + record.stream_pos
                    self.records += 1
                    if page := self._page(record):
                        yield page
            except (OSError, ValueError, EOFError) as error:
                raise CannotRead(self.path, self.position, str(error)) from error
            if not _is_whole(self.path, self.position):
                raise CannotRead(self.path, self.position, "the last record breaks off")
            self.position = self.path.stat().st_size

    def _page(self, record: WarcRecord) -> ArchivedPage | None:
        http = record.http_headers
        if http is None or http.status_code != HTTPStatus.OK:
            return None
        if not (record.http_content_type or HTML[0]).startswith(HTML):
            return None
        url, fetched_at = record.headers.get("WARC-Target-URI"), record.record_date
        if record.content_length > self.limit or not url or fetched_at is None:
            self.refused += 1
            return None
        body = record.reader.read()
        if http.get("Content-Encoding") or http.get("Transfer-Encoding"):
            try:
                body = _decoded(body, http, self.limit)
            except (warc.CannotUnpack, OSError):
                self.refused += 1
                return None
        if not self._look.find_matches_as_indexes(body):
            return None
        return ArchivedPage(
            url=url,
            body=body,
            headers=tuple((name, value) for name, value in http.items() if name.lower() not in UNWANTED),
            fetched_at=fetched_at.astimezone(UTC),
            place=f"{self.path.name} at {self.position}",
        )


def _decoded(body: bytes, http: HeaderMap, limit: int) -> bytes:
    """Undo the codings of the wire that some crawlers keep. Raises warc.CannotUnpack, or OSError for broken chunks."""
    if (http.get("Transfer-Encoding") or "").lower() == "chunked":
        body = ChunkedReader(io.BytesIO(body)).read()
    return warc.unpack(body, http.get("Content-Encoding") or "", limit)


def _is_whole(path: Path, position: int) -> bool:
    """Whether what follows from the last record on is there to its end; a packed file that breaks off just ends."""
    with path.open("rb") as file:
        file.seek(position)
        unpacker = zlib.decompressobj(31)
        piece = file.read(warc.CHUNK)
        if not piece.startswith(warc.GZIP_START):
            return True  # a plain one: its reader has noticed, or it ends where it says
        try:
            while piece:
                unpacker.decompress(piece)
                if not unpacker.eof:
                    piece = file.read(warc.CHUNK)
                elif piece := unpacker.unused_data or file.read(warc.CHUNK):
                    unpacker = zlib.decompressobj(31)
        except zlib.error:
            return False
        return unpacker.eof
