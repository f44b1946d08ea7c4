"""The archive: written whole, read back by two readers, mended after a kill, and every fault in it found."""

from __future__ import annotations

import asyncio
import gzip
import logging
import os
import resource
import signal
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from errno import ENOSPC
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from fastwarc.warc import ArchiveIterator as FastReader
from hypothesis import given, settings
from hypothesis import strategies as st
from scrapy import Request
from scrapy.http import Headers as ScrapyHeaders
from scrapy.utils.test import get_crawler
from warcio.archiveiterator import ArchiveIterator as SecondReader

from spiders import warc
from spiders.archive import (
    Capture,
    Index,
    Unreadable,
    WarcWriter,
    http_date,
    load_index,
    read_capture,
    read_warc,
    repair,
    verify,
)
from spiders.captures import index_path
from spiders.recorder import ArchiveFailed, Recorder
from spiders.warc import CannotUnpack, Scan, scan, unpack


def packed_gzip(body: bytes, level: int = 6) -> bytes:
    """gzip without the time of day in it: two workers must collect the same tests."""
    return gzip.compress(body, level, mtime=0)


ROOT = Path(__file__).parent.parent.parent
SITE = "https://council.example"
DECLARATION = b"<title>Declaration of result</title><p>Ada Example 12,645"
Headers = list[tuple[str, str]]


@pytest.fixture(scope="module", autouse=True)
def no_waiting_for_the_disk() -> Iterator[None]:
    """A kill loses nothing that was written; only a power cut would, and these tests have none."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda fd: None)
        yield


def keep(writer: WarcWriter, path: str = "/a", body: bytes = DECLARATION, status: int = 200, **more: object) -> Capture:
    """One answer to the archive, with the headers a council's server sends."""
    known: dict[str, object] = {"headers": [("Content-Type", "Text/HTML; charset=utf-8"), ("ETag", '"1"')]}
    return writer.response(SITE + path, status=status, body=body, **{**known, **more})  # type: ignore[arg-type]


@pytest.fixture
def three(tmp_path: Path) -> list[Capture]:
    """A file of three answers and their requests, closed."""
    with WarcWriter(tmp_path, "borough") as writer:
        return [keep(writer, f"/{n}", DECLARATION + b"%d" % n) for n in range(3)]


def file_of(root: Path, capture: Capture) -> Path:
    return root / capture.warc_file


def types(path: Path) -> list[str]:
    """The records of a file by our reader and by the other one, digests compared; both must see the same."""
    with path.open("rb") as file:
        ours = [(record.headers["WARC-Type"], record.record_id, record.reader.read()) for record in FastReader(file)]
    theirs = []
    with path.open("rb") as file:
        for record in SecondReader(file, check_digests="raise"):
            body = record.raw_stream.read()
            theirs.append((record.rec_type, record.rec_headers.get_header("WARC-Record-ID"), body))
    assert theirs == ours
    return [kind for kind, _, _ in theirs]


def members(data: bytes) -> list[bytes]:
    """The gzip members of a file, unpacked."""
    found = []
    while data:
        unpacker = zlib.decompressobj(31)
        found.append(unpacker.decompress(data))
        assert unpacker.eof
        data = unpacker.unused_data
    return found


# Writing and reading back


def test_an_answer_comes_back_as_it_was(tmp_path: Path) -> None:
    moment = datetime(2024, 5, 3, 4, 10, 0, 123456, tzinfo=UTC)
    heard = [("Content-Type", "text/html"), ("Set-Theme", "a"), ("Set-Theme", "b"), ("Transfer-Encoding", "chunked")]
    with WarcWriter(tmp_path, "borough") as writer:
        capture = writer.response(
            f"{SITE}/results?year=2024",
            status=200,
            headers=[*heard, ("Last-Modified", "Fri, 03 May 2024 03:00:00 GMT")],
            body=DECLARATION,
            request_headers=[("User-Agent", "byelections")],
            fetched_at=moment,
            ip_address="192.0.2.7",
        )
    kept = read_capture(tmp_path, capture)
    assert (kept.status, kept.body, kept.header("set-theme")) == (200, DECLARATION, "a, b")
    assert kept.header("transfer-encoding") == "", "it was undone, so a reader must not undo it again"
    assert (capture.fetched_at, capture.mime, capture.kind) == (moment, "text/html", "response")
    assert capture.last_modified == "Fri, 03 May 2024 03:00:00 GMT"
    assert load_index(tmp_path) == [capture]
    with file_of(tmp_path, capture).open("rb") as file:
        info, answer, question = [(one.rec_headers, one.content_stream().read()) for one in SecondReader(file)]
    assert info[0].get_header("WARC-Filename") == Path(capture.warc_file).name
    assert answer[0].get_header("WARC-Date") == "2024-05-03T04:10:00.123456Z"
    assert answer[0].get_header("WARC-IP-Address") == "192.0.2.7"
    assert question[0].get_header("WARC-Concurrent-To") == f"<{capture.capture_id}>"


def test_the_request_is_kept_without_its_secrets(tmp_path: Path) -> None:
    secrets = [("Authorization", "Token s3cret"), ("cookie", "id=s3cret"), ("Proxy-Authorization", "s3cret")]
    with WarcWriter(tmp_path, "borough") as writer:
        capture = keep(writer, "/a?b=c", request_headers=[("User-Agent", "byelections"), *secrets])
    path = file_of(tmp_path, capture)
    assert members(path.read_bytes())[-1].endswith(b"GET /a?b=c HTTP/1.1\r\nUser-Agent: byelections\r\n\r\n\r\n\r\n")
    for kept in (*members(path.read_bytes()), index_path(path).read_bytes()):
        assert b"s3cret" not in kept


def test_each_record_is_a_gzip_member_of_its_own(tmp_path: Path, three: list[Capture]) -> None:
    path = file_of(tmp_path, three[0])
    data = path.read_bytes()
    assert types(path) == ["warcinfo", *["response", "request"] * 3]
    assert len(members(data)) == 7
    for capture in three:
        (alone,) = members(data[capture.warc_offset : capture.warc_offset + capture.warc_length])
        assert alone.startswith(b"WARC/1.1\r\nWARC-Type: response\r\n")
        assert alone.endswith(b"\r\n\r\n")


def test_a_large_body_that_does_not_shrink(tmp_path: Path) -> None:
    """Larger than any buffer on the way, and packed already, as PDF files are."""
    body = os.urandom(3 << 20)
    with WarcWriter(tmp_path, "borough") as writer:
        capture = keep(writer, body=body, headers=[("Content-Type", "application/pdf")])
    assert read_capture(tmp_path, capture).body == body
    assert types(file_of(tmp_path, capture)) == ["warcinfo", "response", "request"]
    assert verify(tmp_path).faults == []


def test_a_header_that_would_break_out_of_its_line_is_refused(tmp_path: Path) -> None:
    with WarcWriter(tmp_path, "borough") as writer:
        with pytest.raises(ValueError, match="line break"):
            keep(writer, "/a\r\nWARC-Type: metadata")
        capture = keep(writer)
    assert load_index(tmp_path) == [capture]
    assert verify(tmp_path).faults == []


@pytest.mark.parametrize("source", ["", "../borough", "Borough", "borough-2", "1st"])
def test_a_source_that_is_no_name_is_refused(tmp_path: Path, source: str) -> None:
    with pytest.raises(ValueError, match="is not the name of a source"):
        WarcWriter(tmp_path, source)


def test_no_file_before_the_first_capture(tmp_path: Path) -> None:
    with WarcWriter(tmp_path / "archive", "borough"):
        pass
    assert list(tmp_path.iterdir()) == []


def test_files_are_rolled_by_size(tmp_path: Path) -> None:
    with WarcWriter(tmp_path, "borough", roll_bytes=2000) as writer:
        captures = [keep(writer, f"/{n}", os.urandom(700)) for n in range(9)]
    paths = sorted(tmp_path.rglob("*.warc.gz"))
    assert len(paths) == 5
    assert {file_of(tmp_path, one) for one in captures} == set(paths)
    for path in paths:
        assert path.stat().st_size < 2000 + 2000, "rolled after the record that passed the size"
        assert types(path)[0] == "warcinfo"
    assert load_index(tmp_path) == captures
    assert verify(tmp_path).faults == []


def test_two_writers_of_one_source_do_not_meet(tmp_path: Path) -> None:
    with WarcWriter(tmp_path, "borough") as one, WarcWriter(tmp_path, "borough") as other:
        captures = [keep(writer, f"/{n}", b"%d" % n) for n, writer in enumerate((one, other, one, other))]
        assert load_index(tmp_path) == captures, "an archive can be read while it is written"
        assert verify(tmp_path).faults == []
    assert len({one.warc_file for one in captures}) == 2


texts = st.text(st.characters(min_codepoint=0x20, max_codepoint=0xFF, exclude_characters="\x7f"), max_size=20)
answers = st.tuples(
    st.sampled_from(["/a", "/b"]),
    st.sampled_from([200, 200, 200, 304, 404, 503, 599]),
    st.sampled_from([b"", b"one", b"two", b"\r\n\r\n", b"WARC/1.1\r\n\r\n", b"\x1f\x8b\x08" * 9]),
    st.lists(
        st.tuples(st.sampled_from(["ETag", "etag", "Content-Type", "X-A"]), texts.map(lambda one: one.strip(" \t")))
    ),
    st.sampled_from([None, None, None, "length", "disconnect"]),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(answers, max_size=6))
def test_whatever_comes_reads_back_and_its_index_can_be_made_again(
    given: list[tuple[str, int, bytes, Headers, str | None]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        with WarcWriter(root, "borough") as writer:
            captures = [
                keep(writer, path, body if status != 304 else b"", status, headers=headers, truncated=truncated)
                for path, status, body, headers, truncated in given
            ]
        assert verify(root).faults == []
        for capture, (_, status, body, headers, _) in zip(captures, given, strict=True):
            kept = read_capture(root, capture)
            assert kept.status == status
            assert kept.body == (b"" if capture.kind == "revisit" or status == 304 else body)
            assert list(kept.headers) == headers
        for path in root.rglob("*.warc.gz"):
            types(path)
            index = index_path(path).read_bytes()
            index_path(path).unlink()
            assert load_index(root) == captures
            assert index_path(path).read_bytes() == index


# What has not changed


def test_the_same_body_again_is_kept_as_a_revisit(tmp_path: Path) -> None:
    captures = []
    for _ in range(3):  # each time by a writer that knows the archive only from its files
        with WarcWriter(tmp_path, "borough") as writer:
            captures.append(keep(writer))
    assert [one.kind for one in captures] == ["response", "revisit", "revisit"]
    assert {one.refers_to for one in captures[1:]} == {captures[0].capture_id}, "never a revisit of a revisit"
    assert {one.digest for one in captures} == {warc.sha1(DECLARATION)}
    assert read_capture(tmp_path, captures[2]).body == b""
    path = file_of(tmp_path, captures[2])
    assert types(path) == ["warcinfo", "revisit", "request"]
    with path.open("rb") as file:
        headers = next(one.rec_headers for one in SecondReader(file) if one.rec_type == "revisit")
    assert headers.get_header("WARC-Profile").endswith("/identical-payload-digest")
    assert headers.get_header("WARC-Refers-To") == f"<{captures[0].capture_id}>"
    assert headers.get_header("WARC-Refers-To-Target-URI") == f"{SITE}/a"
    assert headers.get_header("WARC-Refers-To-Date") == warc.warc_date(captures[0].fetched_at)
    assert headers.get_header("WARC-Payload-Digest") == captures[0].digest
    assert verify(tmp_path).faults == []


def test_not_modified_is_kept_as_a_revisit(tmp_path: Path) -> None:
    with WarcWriter(tmp_path, "borough") as writer:
        first = keep(writer)
        second = keep(writer, body=b"", status=304, headers=[])
    assert (second.kind, second.http_status, second.refers_to) == ("revisit", 304, first.capture_id)
    assert second.digest == first.digest
    with file_of(tmp_path, second).open("rb") as file:
        headers = [one.rec_headers for one in SecondReader(file) if one.rec_type == "revisit"]
    assert headers[0].get_header("WARC-Profile").endswith("/server-not-modified")
    assert Index(load_index(tmp_path)).validators(f"{SITE}/a") == ('"1"', None), "the original's, when a 304 has none"
    assert verify(tmp_path).faults == []


@pytest.mark.parametrize(
    ("second", "why"),
    [
        ({"body": b"changed"}, "another body"),
        ({"path": "/b"}, "the same body at another address"),
        ({"truncated": "disconnect"}, "not all of it came, whatever its digest"),
        ({"status": 404}, "a refusal is no document"),
    ],
)
def test_what_is_kept_whole_all_the_same(tmp_path: Path, second: dict[str, object], why: str) -> None:
    with WarcWriter(tmp_path, "borough") as writer:
        keep(writer)
        assert keep(writer, **second).kind == "response", why  # type: ignore[arg-type]


def test_back_to_an_older_body_is_news(tmp_path: Path) -> None:
    """The latest capture says what a page is, so the return of an older figure must be a body of its own."""
    with WarcWriter(tmp_path, "borough") as writer:
        kinds = [keep(writer, body=body).kind for body in (b"old", b"new", b"old", b"old")]
    assert kinds == ["response", "response", "response", "revisit"]


def test_refusals_and_cut_bodies_are_never_the_latest(tmp_path: Path) -> None:
    with WarcWriter(tmp_path, "borough") as writer:
        good = keep(writer)
        keep(writer, status=503, body=b"busy", headers=[("ETag", '"busy"')])
        keep(writer, truncated="length", body=b"", headers=[("ETag", '"cut"')])
    index = Index(load_index(tmp_path))
    assert index.latest(f"{SITE}/a") == good
    assert index.validators(f"{SITE}/a") == ('"1"', None)
    assert index.validators(f"{SITE}/b") == (None, None)


def test_no_revisit_of_a_body_that_is_lost(tmp_path: Path) -> None:
    """Neither of one whose file is gone, nor of one that could not be read back."""
    with WarcWriter(tmp_path, "borough") as writer:
        first = keep(writer)
    with WarcWriter(tmp_path, "borough") as writer:
        revisit = keep(writer)
    file_of(tmp_path, first).unlink()
    index_path(file_of(tmp_path, first)).unlink()
    index = Index(load_index(tmp_path))
    assert index.latest(f"{SITE}/a") == revisit
    assert index.validators(f"{SITE}/a") == (None, None), "asking conditionally would bring a 304 and no body"
    with WarcWriter(tmp_path, "borough", index=index) as writer:
        again = keep(writer)
        assert again.kind == "response"
        index.lose(again)
        assert index.validators(f"{SITE}/a") == (None, None)
        assert keep(writer).kind == "response"


def test_files_of_a_folder(tmp_path: Path) -> None:
    saved = datetime(2024, 8, 1, 9, tzinfo=UTC)
    url = "file:borough_files/declarations%202024.csv"
    with WarcWriter(tmp_path, "borough_files") as writer:
        first = writer.file(url, b"a,b\n", "text/csv", modified=saved)
        same = writer.file(url, b"a,b\n", "text/csv", modified=saved + timedelta(days=1))
        changed = writer.file(url, b"a,c\n", "text/csv")
    assert [one.kind for one in (first, same, changed)] == ["resource", "revisit", "resource"]
    assert first.source == "borough_files"
    assert same.refers_to == first.capture_id
    assert read_capture(tmp_path, first).body == b"a,b\n"
    assert types(file_of(tmp_path, first)) == ["warcinfo", "resource", "revisit", "resource"]
    index = index_path(file_of(tmp_path, first))
    before = index.read_bytes()
    index.unlink()
    assert load_index(tmp_path) == [first, same, changed]
    assert index.read_bytes() == before
    assert verify(tmp_path).faults == []
    pages = [page for _, page in read_warc(tmp_path, first.warc_file)]
    assert [(page and page.body, page and page.last_modified) for page in pages] == [
        (b"a,b\n", saved),
        (b"a,c\n", None),
    ]


# After a kill, a full disk, a damaged disk


def test_a_tail_torn_at_any_byte_is_cut_off_and_nothing_before_it_is_lost(
    tmp_path: Path, three: list[Capture], caplog: pytest.LogCaptureFixture
) -> None:
    """The last write is an answer with its request: cut between the two, the answer stays."""
    path = file_of(tmp_path, three[0])
    data, index = path.read_bytes(), index_path(path).read_bytes()
    begins, answer_ends = three[2].warc_offset, three[2].warc_offset + three[2].warc_length
    for cut in range(begins, len(data)):
        path.write_bytes(data[:cut])
        index_path(path).write_bytes(index)
        good = answer_ends if cut >= answer_ends else begins
        torn = [fault for fault in verify(tmp_path).faults if fault.reason.startswith("torn tail")]
        assert [(fault.offset, fault.reason.split(":")[0]) for fault in torn] == (
            [(good, f"torn tail, {cut - good} bytes")] if cut > good else []
        ), cut
        caplog.clear()
        assert load_index(tmp_path) == (three if good == answer_ends else three[:2]), cut
        assert path.read_bytes() == data[:good], cut
        told = [record.message for record in caplog.records]
        torn_tail = [f"{path}: the last record was torn, {cut - good} bytes cut off"] if cut > good else []
        lost = [] if good == answer_ends else [f"{path}: lost what its index had of {three[2].url}"]
        assert [words.partition(";")[0] for words in told] == torn_tail + lost, cut
        assert verify(tmp_path).faults == [], cut


@pytest.mark.parametrize("tail", [b"\x00" * 5000, b"\x1f\x8b\x08" * 2000, b"WARC/1.1\r\n", packed_gzip(b"no record")])
def test_a_tail_of_something_else_is_cut_off(tmp_path: Path, three: list[Capture], tail: bytes) -> None:
    """A machine that went down may leave blocks of noughts, or of another file."""
    path = file_of(tmp_path, three[0])
    data = path.read_bytes()
    path.write_bytes(data + tail)
    report = repair(path)
    assert (report.cut_bytes, report.captures, report.damaged) == (len(tail), 3, ())
    assert path.read_bytes() == data
    assert load_index(tmp_path) == three


@pytest.mark.parametrize("size", [0, 1, 40])
def test_a_file_torn_in_its_first_record(tmp_path: Path, three: list[Capture], size: int) -> None:
    path = file_of(tmp_path, three[0])
    path.write_bytes(path.read_bytes()[:size])
    index_path(path).unlink()
    assert load_index(tmp_path) == []
    assert path.stat().st_size == 0
    assert verify(tmp_path).faults == []


def test_records_after_a_damaged_one_are_kept(
    tmp_path: Path, three: list[Capture], caplog: pytest.LogCaptureFixture
) -> None:
    path = file_of(tmp_path, three[0])
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(three[1].warc_offset + 30)
        file.write(bytes(20))
    report = repair(path)
    assert report.cut_bytes == 0
    assert [(offset, length) for offset, length, _ in report.damaged] == [(three[1].warc_offset, three[1].warc_length)]
    assert path.stat().st_size == size
    assert load_index(tmp_path) == [three[0], three[2]]
    index_path(path).unlink()
    assert load_index(tmp_path) == [three[0], three[2]]
    assert "the records after it are kept" in caplog.text


def test_an_index_torn_at_any_byte_is_made_again(tmp_path: Path, three: list[Capture]) -> None:
    path = file_of(tmp_path, three[0])
    index = index_path(path).read_bytes()
    for cut in range(index.rindex(b"\n", 0, -1), len(index) - 1):  # a line that lacks only its end says all it must
        index_path(path).write_bytes(index[:cut])
        assert load_index(tmp_path) == three, cut
        assert index_path(path).read_bytes() == index, cut


@pytest.mark.parametrize(
    "spoil",
    [
        lambda index: b"",
        lambda index: b"\x00" * len(index),
        lambda index: index.replace(b"\n", b"\n{}\n", 1),
        lambda index: index[:50] + index[index.index(b"\n") :],
        lambda index: index + index.splitlines()[-1][:80],
        lambda index: index[: index.index(b"\n") + 1],
    ],
    ids=["empty", "noughts", "a line that is none", "first line torn", "a torn line more", "shorter"],
)
def test_a_spoilt_index_is_made_again(tmp_path: Path, three: list[Capture], spoil: Callable[[bytes], bytes]) -> None:
    path = file_of(tmp_path, three[0])
    index = index_path(path).read_bytes()
    index_path(path).write_bytes(spoil(index))
    assert load_index(tmp_path) == three
    assert index_path(path).read_bytes() == index
    assert [one.name for one in path.parent.iterdir() if one not in (path, index_path(path))] == []


def test_a_file_that_is_being_written_is_left_alone(tmp_path: Path) -> None:
    with WarcWriter(tmp_path, "borough") as writer:
        first = keep(writer)
        path = file_of(tmp_path, first)
        with path.open("ab") as file:
            file.write(b"\x1f\x8b\x08 half a record, the other half on its way")
        size = path.stat().st_size
        assert repair(path).is_busy
        assert load_index(tmp_path) == [first]
        assert verify(tmp_path).faults == []
        assert path.stat().st_size == size
    assert repair(path).cut_bytes > 0


WRITE_FOR_EVER = """
import itertools, sys
from pathlib import Path
from spiders.archive import WarcWriter
with WarcWriter(Path(sys.argv[1]), "borough", roll_bytes=20000) as writer:
    for n in itertools.count():
        body = b"%d, " % n * (n % 997)
        print(writer.response(f"https://council.example/{n}", status=200, headers=[], body=body).capture_id, flush=True)
"""


def test_a_killed_writer_loses_nothing_that_it_said_was_kept(tmp_path: Path) -> None:
    said: list[str] = []
    for count in (1, 40, 113):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITE_FOR_EVER, str(tmp_path)],
            stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        with writer:
            assert writer.stdout is not None
            said += [writer.stdout.readline().strip() for _ in range(count)]
            writer.send_signal(signal.SIGKILL)
            said += [line.strip() for line in writer.stdout if line.endswith("\n")]
    captures = {one.capture_id: one for one in load_index(tmp_path)}
    assert len(said) >= 154
    assert set(said) <= captures.keys()
    assert len(captures) <= len(said) + 3, "at most one more for each kill: kept, and not yet said"
    for capture in captures.values():
        n = int(capture.url.rpartition("/")[2])
        if capture.kind == "response":
            assert read_capture(tmp_path, capture).body == b"%d, " % n * (n % 997)
    assert verify(tmp_path).faults == []


FILL_THE_DISK = """
import resource, signal, sys
from pathlib import Path
from spiders.archive import WarcWriter
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # as for a full disk, the write falls short, and then fails
with WarcWriter(Path(sys.argv[1]), "borough") as writer:
    for n in range(3):
        writer.response(f"https://council.example/{n}", status=200, headers=[], body=b"small")
    resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))
    try:
        writer.response("https://council.example/large", status=200, headers=[], body=bytes(range(256)) * 300)
    except OSError as error:
        print(error)
    writer.response("https://council.example/after", status=200, headers=[], body=b"small again")
"""


def test_a_file_that_cannot_be_begun_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path) -> Path:
        raise OSError(ENOSPC, "No space left on device")

    with WarcWriter(tmp_path, "borough") as writer:
        with monkeypatch.context() as patch, pytest.raises(OSError, match="No space left"):
            patch.setattr("spiders.archive.index_path", full)
            keep(writer)
        assert list(tmp_path.rglob("*.gz")) == []
        keep(writer)
    assert verify(tmp_path).faults == [] and len(load_index(tmp_path)) == 1


def test_an_index_has_no_half_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    with WarcWriter(tmp_path, "borough") as writer:
        first = keep(writer)
        with monkeypatch.context() as patch, pytest.raises(OSError, match="of the index could be written"):
            patch.setattr(os, "write", lambda fd, data: write(fd, data[:40] if fd == writer._cdx else data))
            keep(writer, "/b")
        assert index_path(file_of(tmp_path, first)).read_bytes().count(b"\n") == 1
        assert index_path(file_of(tmp_path, first)).read_bytes().endswith(b"}\n")
    assert [one.url[-2:] for one in load_index(tmp_path)] == ["/a", "/b"], "the next to read it makes the index whole"


def test_a_crawl_without_an_archive_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A signal's exceptions are caught by Scrapy: the crawl would go on and keep nothing."""
    ended: list[str] = []

    async def end(reason: str) -> None:
        ended.append(reason)

    def full(root: Path) -> Iterator[Capture]:
        raise OSError(ENOSPC, "No space left on device")

    crawler: Any = get_crawler(settings_dict={"BYELECTIONS_ARCHIVE": str(tmp_path)})
    crawler.spider = SimpleNamespace(name="borough")
    crawler.engine = SimpleNamespace(close_spider_async=end)
    crawler.stats = SimpleNamespace()
    recorder = Recorder(crawler)
    monkeypatch.setattr("spiders.recorder.load_index", full)
    recorder.open()

    async def answer() -> None:
        with pytest.raises(ArchiveFailed, match="No space left"):
            recorder.keep(Request(SITE), 200, ScrapyHeaders(), DECLARATION, None)
        await asyncio.sleep(0)

    asyncio.run(answer())
    recorder.close()
    assert ended == ["archive_failed"]


def test_a_write_that_falls_short_is_taken_back(tmp_path: Path) -> None:
    script = FILL_THE_DISK.replace("bytes(range(256)) * 300", "__import__('os').urandom(9000)")
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)],
        capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert "is the disk full?" in done.stdout
    assert [one.url.rpartition("/")[2] for one in load_index(tmp_path)] == ["0", "1", "2", "after"]
    verdict = verify(tmp_path)
    assert (verdict.files, verdict.records, verdict.faults) == (1, 9, [])


# Faults are found


def test_a_good_archive_has_no_faults(tmp_path: Path, three: list[Capture]) -> None:
    with WarcWriter(tmp_path, "borough") as writer:
        keep(writer, "/0", DECLARATION + b"0")
        keep(writer, "/1", b"", status=304)
        keep(writer, "/404", status=404)
        keep(writer, "/cut", truncated="time", body=b"")
        writer.file("file:borough/a.csv", b"a,b\n", "text/csv")
    verdict = verify(tmp_path)
    assert (verdict.files, verdict.records, verdict.faults) == (2, 7 + 10, [])


def test_verifying_changes_nothing(tmp_path: Path, three: list[Capture]) -> None:
    path = file_of(tmp_path, three[0])
    path.write_bytes(path.read_bytes()[:-7])
    index_path(path).write_bytes(b"{")
    before = {one: one.read_bytes() for one in tmp_path.rglob("*") if one.is_file()}
    assert verify(tmp_path).faults
    assert {one: one.read_bytes() for one in tmp_path.rglob("*") if one.is_file()} == before


def is_told_alike(member: bytes, other: bytes) -> bool:
    """Whether two gzip members differ only in what says nothing: time, operating system, bits that fill a byte."""
    try:
        return zlib.decompress(member, 31) == zlib.decompress(other, 31)
    except zlib.error:
        return False


@pytest.mark.parametrize("body", [DECLARATION, os.urandom(300)], ids=["packed", "stored as it is"])
def test_any_byte_flipped_is_found_and_never_read_as_if_it_were_good(tmp_path: Path, body: bytes) -> None:
    with WarcWriter(tmp_path, "borough") as writer:
        capture, _ = keep(writer, body=body), keep(writer, "/after")
    path = file_of(tmp_path, capture)
    good, good_answer = path.read_bytes(), read_capture(tmp_path, capture)
    begin, end = capture.warc_offset, capture.warc_offset + capture.warc_length
    for at in range(capture.warc_length):
        spoilt = bytearray(good)
        spoilt[capture.warc_offset + at] ^= 0x10
        path.write_bytes(spoilt)
        if is_told_alike(bytes(spoilt[begin:end]), good[begin:end]):
            assert read_capture(tmp_path, capture) == good_answer, at
            continue
        faults = verify(tmp_path).faults
        assert faults, at
        assert faults[0].offset == capture.warc_offset, at
        assert faults[0].warc_file == capture.warc_file
        try:
            kept = read_capture(tmp_path, capture)
        except Unreadable:
            continue
        assert kept == good_answer, at


def test_a_body_that_does_not_fit_its_digest_is_found(tmp_path: Path, three: list[Capture]) -> None:
    """Packed anew, so that gzip sees nothing wrong with it."""
    path = file_of(tmp_path, three[0])
    data = path.read_bytes()
    end = three[1].warc_offset + three[1].warc_length
    forged = packed_gzip(gzip.decompress(data[three[1].warc_offset : end]).replace(b"12,645", b"92,645"))
    path.write_bytes(data[: three[1].warc_offset] + forged + data[end:])
    reasons = {fault.reason for fault in verify(tmp_path).faults if fault.offset == three[1].warc_offset}
    assert {"the block digest does not hold", "the payload digest does not hold"} <= reasons


def test_a_missing_index_line_is_found(tmp_path: Path, three: list[Capture]) -> None:
    index = index_path(file_of(tmp_path, three[0]))
    lines = index.read_bytes().splitlines(keepends=True)
    index.write_bytes(lines[0] + lines[2])
    (fault,) = verify(tmp_path).faults
    assert (fault.offset, fault.reason) == (three[1].warc_offset, "the index has no such line, or another one")


@pytest.mark.parametrize("lost", [0, 1, 2])
def test_an_index_that_lost_a_line_is_made_again(
    tmp_path: Path, three: list[Capture], lost: int, caplog: pytest.LogCaptureFixture
) -> None:
    index = index_path(file_of(tmp_path, three[0]))
    good = index.read_bytes()
    lines = good.splitlines(keepends=True)
    index.write_bytes(b"".join(line for number, line in enumerate(lines) if number != lost))
    assert load_index(tmp_path) == three
    assert index.read_bytes() == good
    assert caplog.messages == []


def test_a_capture_that_its_file_has_lost_is_named(
    tmp_path: Path, three: list[Capture], caplog: pytest.LogCaptureFixture
) -> None:
    os.truncate(file_of(tmp_path, three[0]), three[2].warc_offset + 10)
    assert load_index(tmp_path) == three[:2]
    assert "the last record was torn, 10 bytes cut off" in caplog.text
    assert f"lost what its index had of {SITE}/2; byelections refresh asks again" in caplog.text


@pytest.mark.parametrize("with_index", [True, False])
def test_a_file_that_is_there_twice_counts_once_and_is_told(
    tmp_path: Path, three: list[Capture], with_index: bool
) -> None:
    path = file_of(tmp_path, three[0])
    copy = path.with_name("borough-20250502T000000Z-zzzzzzzz.warc.gz")
    copy.write_bytes(path.read_bytes())
    if with_index:
        lines = index_path(path).read_text().replace(path.name, copy.name)
        index_path(copy).write_text(lines)
    assert [capture.capture_id for capture in load_index(tmp_path)] == [capture.capture_id for capture in three]
    faults = verify(tmp_path).faults
    first, second = sorted(one.relative_to(tmp_path).as_posix() for one in (path, copy))
    assert {fault.warc_file for fault in faults} == {second}
    assert [fault.reason for fault in faults] == [f"also kept in {first}"] * 3


def test_every_fault_says_what_to_do(tmp_path: Path, three: list[Capture]) -> None:
    index = index_path(file_of(tmp_path, three[0]))
    index.write_bytes(index.read_bytes().replace(f"{SITE}/1".encode(), f"{SITE}/7".encode()))
    (fault,) = verify(tmp_path).faults
    assert fault.next_step.startswith(f"remove archive/{index.relative_to(tmp_path).as_posix()}")
    (tmp_path / index.relative_to(tmp_path)).unlink()
    assert load_index(tmp_path) == three
    assert verify(tmp_path).faults == []
    os.truncate(file_of(tmp_path, three[0]), three[2].warc_offset + 10)
    assert "byelections refresh" in verify(tmp_path).faults[0].next_step


def test_verifying_beside_a_writer_finds_no_faults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is written between the look at the file and the look at its index is not a fault of either."""
    with WarcWriter(tmp_path, "borough") as writer:
        keep(writer, "/1")

        def scan_and_go_on(path: Path) -> Scan:
            found = scan(path)
            keep(writer, "/2")
            return found

        monkeypatch.setattr("spiders.archive.warc.scan", scan_and_go_on)
        assert verify(tmp_path).faults == []


def test_an_index_line_that_lies_is_found(tmp_path: Path, three: list[Capture]) -> None:
    index = index_path(file_of(tmp_path, three[0]))
    index.write_bytes(index.read_bytes().replace(f"{SITE}/1".encode(), f"{SITE}/7".encode()))
    assert [fault.offset for fault in verify(tmp_path).faults] == [three[1].warc_offset]


def test_an_index_line_without_its_record_is_found(tmp_path: Path, three: list[Capture]) -> None:
    path = file_of(tmp_path, three[0])
    path.write_bytes(path.read_bytes()[: three[2].warc_offset])
    (fault,) = verify(tmp_path).faults
    assert (fault.offset, fault.reason) == (three[2].warc_offset, "the index has a line for a record that is not there")


def test_a_revisit_without_its_original_is_found(tmp_path: Path, three: list[Capture]) -> None:
    with WarcWriter(tmp_path, "borough") as writer:
        revisit = keep(writer, "/1", DECLARATION + b"1")
    file_of(tmp_path, three[0]).unlink()
    (fault,) = verify(tmp_path).faults
    assert (fault.warc_file, fault.offset) == (revisit.warc_file, revisit.warc_offset)
    assert fault.reason == f"refers to {three[1].capture_id}, which the archive does not hold"


def test_an_archive_that_does_not_exist_yet(tmp_path: Path) -> None:
    assert load_index(tmp_path / "archive") == []
    assert verify(tmp_path / "archive").files == 0


# Documents for the readers


def test_documents_come_unpacked_and_bad_bodies_with_the_reason(tmp_path: Path) -> None:
    packed = [("Content-Encoding", "gzip"), ("Content-Type", "text/html; charset=iso-8859-1")]
    with WarcWriter(tmp_path, "borough") as writer:
        first = keep(writer, "/packed", packed_gzip(DECLARATION), headers=packed)
        keep(writer, "/packed", b"", status=304)
        keep(writer, "/refused", status=403)
        keep(writer, "/cut", truncated="disconnect")
        keep(writer, "/bomb", packed_gzip(bytes(5000)), headers=packed)
        keep(writer, "/odd", headers=[("Content-Encoding", "br")])
        damaged = keep(writer, "/damaged", b"damaged")
        keep(writer, "/last", b"last")
    with file_of(tmp_path, first).open("r+b") as file:
        file.seek(damaged.warc_offset + 50)
        file.write(bytes(10))
    documents = list(read_warc(tmp_path, first.warc_file, limit=4000))
    assert [one.url.rpartition("/")[2] for one, _ in documents] == ["packed", "cut", "bomb", "odd", "damaged", "last"]
    pages = {one.url.rpartition("/")[2]: page for one, page in documents}
    assert {name for name, page in pages.items() if page} == {"packed", "last"}
    page = pages["packed"]
    assert page is not None
    assert (page.body, page.content_type) == (DECLARATION, "text/html; charset=iso-8859-1")
    assert (page.capture_id, page.fetched_at) == (first.capture_id, first.fetched_at)
    assert page.kept_as == f"{first.warc_file} at {first.warc_offset}"
    why = {one.url.rpartition("/")[2]: one.truncated for one, page in documents if page is None}
    assert why["cut"] == "disconnect"
    assert why["bomb"] == "unpacks to more than 4000 bytes"
    assert why["odd"] == "content coding 'br' is not one we asked for"
    assert why["damaged"]


def test_a_capture_that_is_not_where_its_index_says(tmp_path: Path, three: list[Capture]) -> None:
    path = file_of(tmp_path, three[0])
    data = path.read_bytes()
    path.write_bytes(data[: three[0].warc_offset] + data[three[1].warc_offset :])
    with pytest.raises(Unreadable, match=three[0].warc_file):
        read_capture(tmp_path, three[0])
    path.unlink()
    with pytest.raises(Unreadable, match=three[0].warc_file):
        read_capture(tmp_path, three[0])


def deflate(data: bytes, window: int) -> bytes:
    packer = zlib.compressobj(wbits=window)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    ("body", "codings"),
    [
        (DECLARATION, ""),
        (DECLARATION, "identity"),
        (packed_gzip(DECLARATION), "gzip"),
        (packed_gzip(DECLARATION), "X-GZIP"),
        (packed_gzip(DECLARATION[:9]) + packed_gzip(DECLARATION[9:]), "gzip"),
        (packed_gzip(DECLARATION) + bytes(9), "gzip"),  # padding, as some servers send
        (deflate(DECLARATION, 15), "deflate"),  # by the book
        (deflate(DECLARATION, -15), "deflate"),  # as some servers understand it
        (packed_gzip(packed_gzip(DECLARATION)), "gzip, gzip"),
        (packed_gzip(deflate(DECLARATION, 15)), "deflate,gzip"),  # in the order they were applied
    ],
)
def test_unpacking(body: bytes, codings: str) -> None:
    assert unpack(body, codings, limit=len(DECLARATION) + 50) == DECLARATION


def test_an_empty_body_is_empty_whatever_it_is_called() -> None:
    """As answers to HEAD and some errors have it."""
    assert unpack(b"", "gzip", 10) == b""
    assert unpack(b"", "deflate", 10) == b""


@pytest.mark.parametrize(
    ("body", "codings", "reason"),
    [
        (packed_gzip(bytes(1001)), "gzip", "unpacks to more than 1000 bytes"),
        (packed_gzip(packed_gzip(bytes(99999))), "gzip, gzip", "unpacks to more than 1000 bytes"),
        (packed_gzip(bytes(600)) * 2, "gzip", "unpacks to more than 1000 bytes"),
        (deflate(bytes(1001), -15), "deflate", "unpacks to more than 1000 bytes"),
        (bytes(1001), "", "larger than 1000 bytes"),
        (packed_gzip(DECLARATION)[:-1], "gzip", "the gzip body breaks off"),
        (packed_gzip(DECLARATION)[:5], "gzip", "the gzip body breaks off"),
        (deflate(DECLARATION, 15)[:-1], "deflate", "the deflate body breaks off"),
        (packed_gzip(DECLARATION)[:-8] + bytes(8), "gzip", "not gzip: .* incorrect data check"),
        (DECLARATION, "gzip", "not gzip: .*"),
        (DECLARATION, "deflate", "not deflate: .*"),
        (DECLARATION, "br", "content coding 'br' is not one we asked for"),
        (DECLARATION, "gzip, " + "x" * 99, "content coding 'x{40}' is not .*"),
    ],
)
def test_what_cannot_be_unpacked_says_why(body: bytes, codings: str, reason: str) -> None:
    with pytest.raises(CannotUnpack, match=f"^{reason}$"):
        unpack(body, codings, limit=1000)


def test_exactly_the_limit_is_allowed() -> None:
    for body, codings in (
        (bytes(1000), ""),
        (packed_gzip(bytes(1000)), "gzip"),
        (deflate(bytes(1000), -15), "deflate"),
    ):
        assert unpack(body, codings, limit=1000) == bytes(1000)


def test_a_bomb_is_never_held_in_memory() -> None:
    """A gigabyte and more, packed in two layers to a few kilobytes: neither layer is unpacked beyond the limit."""
    layer = packed_gzip(bytes(64 << 20), 9)
    packed = packed_gzip(layer * 16)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(CannotUnpack, match="unpacks to more than"):
        unpack(packed, "gzip, gzip", limit=1 << 20)
    with pytest.raises(CannotUnpack, match="unpacks to more than"):
        unpack(layer * 16, "gzip", limit=1 << 20)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 16 << 10


@given(st.binary(max_size=300), st.sampled_from(["", "gzip", "deflate", "gzip, gzip", "br"]))
def test_unpacking_whatever_comes_gives_a_body_within_the_limit_or_says_why(body: bytes, codings: str) -> None:
    for sent in (body, packed_gzip(body), deflate(body, -15)):
        try:
            assert len(unpack(sent, codings, limit=100)) <= 100
        except CannotUnpack as error:
            assert str(error)


@given(st.binary(max_size=300))
def test_unpacking_undoes_packing(body: bytes) -> None:
    assert unpack(packed_gzip(body), "gzip", 300) == body
    assert unpack(deflate(body, 15), "deflate", 300) == body


@pytest.mark.parametrize(
    ("printed", "moment"),
    [
        ("Thu, 02 May 2024 03:10:00 GMT", datetime(2024, 5, 2, 3, 10, tzinfo=UTC)),
        ("Thu, 02 May 2024 04:10:00 +0100", datetime(2024, 5, 2, 3, 10, tzinfo=UTC)),
        ("Thu, 02 May 2024 03:10:00 -0000", datetime(2024, 5, 2, 3, 10, tzinfo=UTC)),  # "zone unknown"
        ("", None),
        (None, None),
        ("yesterday", None),
        ("Thu, 32 May 2024 03:10:00 GMT", None),
        ("Thu, 02 May 2024 03:10:00 +99999999999999999999", None),
    ],
)
def test_dates_of_headers(printed: str | None, moment: datetime | None) -> None:
    assert http_date(printed) == moment


@given(st.text())
def test_a_date_of_a_header_is_a_moment_with_a_zone_or_none(printed: str) -> None:
    moment = http_date(printed)
    assert moment is None or moment.tzinfo is not None


def test_the_log_names_the_record_that_could_not_be_indexed(
    tmp_path: Path, three: list[Capture], caplog: pytest.LogCaptureFixture
) -> None:
    """A record written by another tool, whole but without an address."""
    path = file_of(tmp_path, three[0])
    size = path.stat().st_size
    with path.open("ab") as file:
        file.write(warc.record([("WARC-Type", "response"), ("WARC-Record-ID", warc.new_record_id())], b""))
    with caplog.at_level(logging.WARNING):
        assert load_index(tmp_path) == three
    assert f"at {size}: not indexed, the record lacks 'warc-target-uri'" in caplog.text
    assert [(fault.offset, fault.reason) for fault in verify(tmp_path).faults] == [
        (size, "the record lacks 'warc-target-uri'")
    ]
