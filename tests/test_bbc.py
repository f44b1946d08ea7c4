"""Saved pages of the BBC: from a folder into the archive, and beside the official figures."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from flows.publishing import publish_warehouse
from flows.reading import read_archive
from flows.runs import archive_folder, files_wanted
from spiders.archive import load_index, read_warc
from spiders.settings import Settings
from tests.homes import copy_of
from tests.shared import SHARED, needs_shared
from tests.warehouse.helpers import lean_builds

PAGES = SHARED / "sources/bbc-ge2019"
PAGE = (Path(__file__).parent / "fixtures/bbc/gain/page.html").read_bytes()


def test_a_packed_page_is_archived_as_the_page(tmp_path: Path):
    folder, settings = tmp_path / "pages", Settings(home=tmp_path / "home")
    folder.mkdir()
    (folder / "a.html").write_bytes(PAGE)
    (folder / "b.html.gz").write_bytes(gzip.compress(PAGE))
    (folder / "notes.md").write_text("not a page")
    files = files_wanted("bbc", folder)
    assert [path.name for path in files] == ["a.html", "b.html.gz"]
    filed = archive_folder(settings, "bbc", folder, files)
    assert (filed.files, filed.refused) == (2, [])
    (warc_file,) = {capture.warc_file for capture in load_index(settings.archive_dir)}
    kept = [(page.url, page.content_type, page.body) for _, page in read_warc(settings.archive_dir, warc_file) if page]
    assert kept == [("file:bbc/a.html", "text/html", PAGE), ("file:bbc/b.html", "text/html", PAGE)]
    assert archive_folder(settings, "bbc", folder, files).unchanged == 2


def test_a_packed_file_that_is_damaged_or_too_large_is_refused(tmp_path: Path):
    folder, settings = tmp_path / "pages", Settings(home=tmp_path / "home", max_page_bytes=1 << 20)
    folder.mkdir()
    (folder / "broken-off.html.gz").write_bytes(gzip.compress(PAGE)[:-20])
    (folder / "bomb.html.gz").write_bytes(gzip.compress(bytes(2 << 20)))
    (folder / "no-gzip.html.gz").write_bytes(PAGE)
    (folder / "whole.html.gz").write_bytes(gzip.compress(PAGE))
    filed = archive_folder(settings, "bbc", folder, files_wanted("bbc", folder))
    assert filed.files == 1
    reasons = dict(filed.refused)
    assert reasons["bomb.html.gz"] == f"unpacks to more than {1 << 20} bytes"
    assert "breaks off" in reasons["broken-off.html.gz"] and "not gzip" in reasons["no-gzip.html.gz"]


@pytest.fixture(scope="module")
def warehouse(first_run: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """The official figures of the starter data, with the BBC's twelve real pages beside them."""
    settings = Settings(home=copy_of(first_run, tmp_path_factory.mktemp("bbc")))
    archive_folder(settings, "bbc", PAGES, files_wanted("bbc", PAGES))
    assert read_archive(settings).files
    with lean_builds():
        publish_warehouse(settings, now=datetime.now(UTC))
    with duckdb.connect(str(settings.warehouse_file), read_only=True) as connection:
        yield connection


@needs_shared
@pytest.mark.slow
def test_real_pages_meet_their_contests(warehouse):
    counts = "select count(distinct ballot_paper_id), count(distinct candidacy_id) from statements where source = 'bbc'"
    assert warehouse.sql(counts).fetchall() == [(12, 69)]
    assert warehouse.sql("select count(*) from general_elections where poll_date = '2019-12-12'").fetchall() == [(650,)]
    assert warehouse.sql("select * from problems where source = 'bbc'").fetchall() == []
    moved = "select count(*) from candidacies where source = 'bbc'"
    assert warehouse.sql(moved).fetchall() == [(0,)], "the official figure is believed"


@needs_shared
@pytest.mark.slow
def test_conflicts_are_the_real_differences(warehouse):
    query = (
        "select constituency, figure, candidate, settled_value, other_value, explanation from conflicts "
        "where other_source = 'bbc' and figure not in ('vote_share', 'share_change') order by all"
    )
    own = "follows from other figures of this source"
    assert warehouse.sql(query).fetchall() == [
        ("Brecon and Radnorshire", "candidate_name", "Tom Davies", "Tom Davies", "Tomos Davies", "the sources differ"),
        ("Chorley", "electorate", None, "77072", "78177", "the sources differ"),
        ("Chorley", "turnout", None, "0.517308", "51.0%", own),
        ("Foyle", "votes", "Gary Middleton", "4773", "4772", "one digit differs"),
        ("Middlesbrough", "electorate", None, "60764", "60759", "the sources differ"),
        ("Middlesbrough", "majority", None, "8395", "8390", own),
        ("Middlesbrough", "turnout", None, "0.561138", "52.9%", own),
        ("Middlesbrough", "votes", "Andy McDonald", "17207", "17202", "one digit differs"),
        ("Middlesbrough", "votes", "Faye Clements", "2168", "216", "digit dropped"),
        (
            "Na h-Eileanan an Iar", "candidate_name", "Angus Brendan MacNeil", "Angus Brendan MacNeil",
            "Angus MacNeil", "the sources differ",
        ),
        (
            "Uxbridge and South Ruislip", "candidate_name", "Bobby Smith", "Bobby Smith", "Bobby Elmo Smith",
            "the sources differ",
        ),
        ("Uxbridge and South Ruislip", "electorate", None, "70365", "70369", "one digit differs"),
    ]  # fmt: skip
    derived = (
        "select distinct constituency, explanation from conflicts "
        "where other_source = 'bbc' and figure in ('vote_share', 'share_change')"
    )
    assert warehouse.sql(derived).fetchall() == [("Middlesbrough", own)]
