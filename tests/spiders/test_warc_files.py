"""Pages that speak of a by-election, out of somebody's web archive."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from spiders import warc
from spiders.news.warc_files import CannotRead, WarcFileReader

MOMENT = datetime(2024, 2, 16, 6, 30, tzinfo=UTC)
LIMIT = 1 << 20


def response(url: str, body: bytes, *, status: int = 200, mime: str = "text/html", extra: str = "") -> bytes:
    head = f"HTTP/1.1 {status} OK\r\nContent-Type: {mime}\r\n{extra}Content-Length: {len(body)}\r\n\r\n".encode()
    headers = [
        ("WARC-Type", "response"),
        ("WARC-Record-ID", warc.new_record_id()),
        ("WARC-Date", warc.warc_date(MOMENT)),
        ("WARC-Target-URI", url),
        ("Content-Type", "application/http; msgtype=response"),
    ]
    return warc.record(headers, head + body)


def written(path: Path, records: Iterable[bytes]) -> Path:
    path.write_bytes(b"".join(records))
    return path


def urls(reader: WarcFileReader) -> list[str]:
    return [page.url for page in reader.pages()]


@pytest.mark.parametrize(
    ("text", "is_wanted"),
    [
        ("the Barchester by-election", True),
        ("the Barchester byelection", True),
        ("By-election: who stands", True),
        ("By-Election Special", True),
        ("BY-ELECTION SHOCK", True),
        ("a by\u2011election", True),  # a hyphen that does not break
        ("a by&#8209;election", True),
        ("a by election", True),
        ("the county election", False),
        ("voted by electors", True),  # let through: what it is about is seen later
        ("standby electricity", True),  # "by elect" again; rare, and parsed for nothing
        ("the election", False),
    ],
)
def test_what_passes(tmp_path, text, is_wanted):
    path = written(tmp_path / "a.warc.gz", [response("https://paper.example/1", f"<p>{text}</p>".encode())])
    assert bool(urls(WarcFileReader(path, limit=LIMIT))) is is_wanted


def test_a_page_comes_with_its_headers_and_place(tmp_path):
    body = b"<p>by-election</p>"
    records = [response("https://paper.example/0", b"cricket"), response("https://paper.example/1", body)]
    path = written(tmp_path / "a.warc.gz", records)
    (page,) = WarcFileReader(path, limit=LIMIT).pages()
    assert page.body == body and page.fetched_at == MOMENT
    assert dict(page.headers) == {"Content-Type": "text/html"}
    assert page.place == f"a.warc.gz at {len(records[0])}"


def test_other_kinds_of_answers_are_passed_over(tmp_path):
    body = b"by-election"
    path = written(
        tmp_path / "a.warc.gz",
        [
            response("https://paper.example/gone", body, status=404),
            response("https://paper.example/photo", body, mime="image/jpeg"),
            response("https://paper.example/large", body + b" " * LIMIT),
            response("https://paper.example/1", body),
        ],
    )
    reader = WarcFileReader(path, limit=LIMIT)
    assert urls(reader) == ["https://paper.example/1"]
    assert (reader.records, reader.refused) == (4, 1)


def test_a_record_that_does_not_say_whence_or_when_is_refused(tmp_path):
    whole = response("https://paper.example/1", b"by-election")
    plain = gzip.decompress(whole)
    nowhere = plain.replace(b"WARC-Target-URI: https://paper.example/1\r\n", b"")
    never = plain.replace(b"WARC-Date: 2024", b"WARC-Date: last")
    reader = WarcFileReader(written(tmp_path / "a.warc", [nowhere, never, plain]), limit=LIMIT)
    assert urls(reader) == ["https://paper.example/1"] and reader.refused == 2


def test_codings_of_the_wire_are_undone(tmp_path):
    packed = gzip.compress(b"<p>by-election</p>")
    chunked = b"5\r\nby-el\r\n6\r\nection\r\n0\r\n\r\n"
    path = written(
        tmp_path / "a.warc.gz",
        [
            response("https://paper.example/1", packed, extra="Content-Encoding: gzip\r\n"),
            response("https://paper.example/2", chunked, extra="Transfer-Encoding: chunked\r\n"),
            response("https://paper.example/3", b"not gzip: by-election", extra="Content-Encoding: gzip\r\n"),
            response("https://paper.example/4", gzip.compress(b" " * 2 * LIMIT), extra="Content-Encoding: gzip\r\n"),
        ],
    )
    reader = WarcFileReader(path, limit=LIMIT)
    assert [(page.url[-1], page.body) for page in reader.pages()] == [
        ("1", b"<p>by-election</p>"),
        ("2", b"by-election"),
    ]
    assert reader.refused == 2


@pytest.mark.parametrize("name", ["a.warc.gz", "a.warc"])
def test_reading_goes_on_where_it_was_left(tmp_path, name):
    records = [response(f"https://paper.example/{number}", b"by-election") for number in range(5)]
    if name == "a.warc":
        records = [gzip.decompress(record) for record in records]
    path = written(tmp_path / name, records)
    first = WarcFileReader(path, limit=LIMIT)
    pages = first.pages()
    assert [next(pages).url[-1] for _ in range(3)] == ["0", "1", "2"]
    second = WarcFileReader(path, start=first.position, limit=LIMIT)
    assert [page.url[-1] for page in second.pages()] == ["2", "3", "4"], "the one under way is looked at again"
    assert second.position == path.stat().st_size
    assert urls(WarcFileReader(path, start=second.position, limit=LIMIT)) == []


def test_a_file_that_breaks_off_is_said_so_after_what_is_whole(tmp_path):
    records = [response(f"https://paper.example/{number}", b"by-election " * 50) for number in range(3)]
    path = written(tmp_path / "a.warc.gz", [*records[:2], records[2][:-40]])
    reader = WarcFileReader(path, limit=LIMIT)
    seen = []
    with pytest.raises(CannotRead) as error:
        for page in reader.pages():
            seen.append(page.url[-1])
    assert seen[:2] == ["0", "1"]
    assert "a.warc.gz" in str(error.value)


def test_a_file_that_is_no_web_archive(tmp_path):
    path = written(tmp_path / "a.warc.gz", [b"<html>403 Forbidden, by-election</html>" * 100])
    with pytest.raises(CannotRead):
        urls(WarcFileReader(path, limit=LIMIT))
