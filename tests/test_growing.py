"""A WARC file that is still being written is read on from where it was, and says what a reading from its start says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from flows.growing import GrowingFile
from flows.reading import folder_for, read_warc_file
from spiders import captures
from spiders.archive import GrowingIndex, WarcWriter
from spiders.captures import captures_of, index_path

SITE = "https://electionresults.parliament.uk"
PAGES = ("/elections/1", "/elections/2", "/parliament-periods/59/by-elections")
EMPTY = b"<!doctype html><title>Nothing</title><main></main>"
STEPS: dict[str, Any] = {
    "unread": {"status": 200, "headers": [("Content-Type", "text/html")], "body": EMPTY},
    "other": {"status": 200, "headers": [("Content-Type", "text/html")], "body": EMPTY + b"<p>"},
    "unchanged": {"status": 304, "headers": [], "body": b""},
    "gone": {"status": 404, "headers": [], "body": b""},
    "cut": {"status": 200, "headers": [], "body": b"", "truncated": "length"},
    "moved": {"status": 302, "headers": [("Location", PAGES[1])], "body": b""},
}
Rows = Counter[str]
nights = st.lists(
    st.lists(st.tuples(st.sampled_from(PAGES), st.sampled_from(sorted(STEPS))), max_size=3), min_size=1, max_size=6
)


def rows_of(folder: Path) -> Rows:
    files = folder.glob("*.parquet")
    return Counter(f"{file.stem} {row}" for file in files for row in pq.read_table(file).to_pylist())


def problems_of(rows: Rows, capture_ids: Sequence[str]) -> Rows:
    return Counter({row: n for row, n in rows.items() if any(f"'{one}'" in row for one in capture_ids)})


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(nights)
def test_what_was_added_and_withdrawn_is_what_a_reading_from_the_start_gives(tmp_path_factory, night) -> None:
    home = tmp_path_factory.mktemp("growing")
    archive, records = home / "archive", home / "records"
    published, captured = Rows(), []
    with WarcWriter(archive, "parliament") as writer:
        first = writer.response(SITE + PAGES[0], **STEPS["unread"])
        growing = GrowingFile(archive, "parliament", first.warc_file)
        for number, steps in enumerate(night):
            for path, step in steps:
                writer.response(SITE + path, **STEPS[step])
            growing.read_on()
            growing.write_waiting(home / str(number))
            published -= problems_of(published, sorted(growing.withdrawn))
            published += rows_of(home / str(number))
            captured += (home / str(number) / "capture.jsonl").read_bytes().splitlines()
            growing.all_published()
    read_warc_file(archive, records, "parliament", first.warc_file)
    folder = folder_for(records, "parliament", first.warc_file)
    whole, told = rows_of(folder), (folder / "read.json").read_text()
    assert published == whole and whole
    assert len(captured) == len(captures_of(archive, archive / first.warc_file))
    growing.write(records)
    assert rows_of(folder) == whole and (folder / "read.json").read_text() == told


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(nights, nights, nights)
@example([], [[(PAGES[0], "moved")]], [[(PAGES[1], "other")]])  # they found no page where it has moved to
def test_what_another_run_has_published_is_left_out(tmp_path_factory, ours, theirs, later) -> None:
    """The other reads the file as it stands after `theirs`, of which we have seen nothing; then we go on."""
    home = tmp_path_factory.mktemp("another")
    archive = home / "archive"

    def add(night: Sequence[Sequence[tuple[str, str]]]) -> None:
        for path, step in (one for steps in night for one in steps):
            writer.response(SITE + path, **STEPS[step])

    with WarcWriter(archive, "parliament") as writer:
        first = writer.response(SITE + PAGES[0], **STEPS["unread"])
        growing = GrowingFile(archive, "parliament", first.warc_file)
        add(ours)
        growing.read_on()
        add(theirs)
        read_warc_file(archive, home / "theirs", "parliament", first.warc_file)
        published = rows_of(folder_for(home / "theirs", "parliament", first.warc_file))
        captures = [one.capture_id for one in captures_of(archive, archive / first.warc_file)]
        add(later)
    growing.read_on()
    growing.published_as(set(captures), {one for one in captures if problems_of(published, [one])})
    growing.write_waiting(home / "waiting")
    published -= problems_of(published, sorted(growing.withdrawn))
    published += rows_of(home / "waiting")
    fresh = (home / "waiting" / "capture.jsonl").read_bytes().splitlines()
    read_warc_file(archive, home / "records", "parliament", first.warc_file)
    assert published == rows_of(folder_for(home / "records", "parliament", first.warc_file))
    assert len(captures) + len(fresh) == len(captures_of(archive, archive / first.warc_file))


def test_only_what_is_new_is_read(tmp_path: Path) -> None:
    with WarcWriter(tmp_path, "parliament") as writer:
        first = writer.response(SITE + PAGES[0], **STEPS["unread"])
        index = GrowingIndex(tmp_path, tmp_path / first.warc_file)
        assert index.read_on() == [first]
        more = [writer.response(SITE + PAGES[0], **STEPS["unchanged"]) for _ in range(3)]
        with patch.object(captures, "_fromindex_line", wraps=captures._fromindex_line) as parsed:
            assert index.read_on() == [first, *more]
            assert index.read_on() == [first, *more]
        assert parsed.call_count == 3


@pytest.mark.parametrize("spoilt", [lambda text: text[:-20], lambda text: b"", lambda text: text.splitlines(True)[0]])
def test_an_index_that_does_not_go_on_is_read_from_the_archive(tmp_path: Path, spoilt) -> None:
    with WarcWriter(tmp_path, "parliament") as writer:
        first = writer.response(SITE + PAGES[0], **STEPS["unread"])
        index = GrowingIndex(tmp_path, tmp_path / first.warc_file)
        index.read_on()
        second = writer.response(SITE + PAGES[1], **STEPS["gone"])
    line = index_path(tmp_path / first.warc_file)
    line.write_bytes(spoilt(line.read_bytes()))
    assert [one.capture_id for one in index.read_on()] == [first.capture_id, second.capture_id]
