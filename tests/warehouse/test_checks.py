"""The checks that watch over the archive itself."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from flows.reading import read_warc_file
from spiders.archive import WarcWriter, load_index
from spiders.captures import index_path
from warehouse.build import Given, build
from warehouse.checks import run_checks

pytestmark = pytest.mark.usefixtures("lean")
SITE = "https://council.example"


def offences(home: Path, name: str, number: int) -> list[dict[str, Any]]:
    file = home / f"{number}.duckdb"
    build(
        file,
        records_dir=home / "records",
        archive_dir=home / "archive",
        given=Given(sources=[], built_at=datetime(2025, 5, 2, tzinfo=UTC)),
    )
    return [one for one in run_checks(file) if one["check"] == name]


def keep(writer: WarcWriter, path: str, body: bytes, status: int = 200) -> None:
    writer.response(f"{SITE}{path}", status=status, headers=[("ETag", '"1"')], body=body)


def test_a_body_that_is_lost_keeps_the_old_file_published_until_it_is_fetched_again(tmp_path: Path) -> None:
    with WarcWriter(tmp_path / "archive", "borough") as writer:
        keep(writer, "/declaration", b"12,645")
        keep(writer, "/robots.txt", b"")
    (first,) = (tmp_path / "archive").rglob("*.warc.gz")
    with WarcWriter(tmp_path / "archive", "borough") as writer:
        keep(writer, "/declaration", b"", 304)
        keep(writer, "/robots.txt", b"", 304)
        keep(writer, "/another", b"9,876")
    assert offences(tmp_path, "body_not_lost", 1) == []
    first.unlink()
    index_path(first).unlink()
    (offence,) = offences(tmp_path, "body_not_lost", 2)
    assert (offence["subject"], offence["is_grave"]) == (f"{SITE}/declaration", True)
    assert offence["seen"].endswith(": byelections refresh asks for it again")
    with WarcWriter(tmp_path / "archive", "borough") as writer:
        assert writer.index.validators(f"{SITE}/declaration") == (None, None)
        keep(writer, "/declaration", b"12,645")
    assert offences(tmp_path, "body_not_lost", 3) == []


def test_a_body_that_is_damaged_where_it_lies_keeps_the_old_file_published_too(tmp_path: Path) -> None:
    archive, records = tmp_path / "archive", tmp_path / "records"
    with WarcWriter(archive, "parliament") as writer:
        keep(writer, "/declaration", b"12,645")
        keep(writer, "/another", b"9,876")
    (file,) = archive.rglob("*.warc.gz")
    first, _ = load_index(archive)
    with file.open("r+b") as damaged:
        damaged.seek(first.warc_offset + first.warc_length // 2)
        damaged.write(bytes(20))
    read_warc_file(archive, records, "parliament", first.warc_file)
    (offence,) = offences(tmp_path, "body_not_lost", 1)
    assert (offence["subject"], offence["is_grave"]) == (f"{SITE}/declaration", True)
    with WarcWriter(archive, "parliament") as writer:
        writer.index.lose(first)  # as the crawl does that cannot read it back
        keep(writer, "/declaration", b"12,645")
    assert offences(tmp_path, "body_not_lost", 2) == []
