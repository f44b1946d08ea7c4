"""What of the archive reaches `records/`: pages that cannot be had are told under the address that was asked for."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq

from flows.reading import read_warc_file
from spiders.archive import WarcWriter

SITE = "https://electionresults.parliament.uk"


def test_what_a_redirect_leads_to_is_told_under_the_address_asked_for(tmp_path: Path) -> None:
    """The address behind a passing redirect is never asked for again: a problem of its own would stay for ever."""
    with WarcWriter(tmp_path / "archive", "parliament") as writer:

        def redirect(path: str, target: str) -> str:
            headers = [("Location", target)]
            return writer.response(SITE + path, status=302, headers=headers, body=b"").capture_id

        first = redirect("/elections/1", "/elections/1?a=1")
        redirect("/elections/1?a=1", "/elections/1?a=2")
        writer.response(f"{SITE}/elections/1?a=2", status=200, headers=[], body=b"", truncated="length")
        second = redirect("/elections/2", "file:///etc/passwd")
        redirect("/robots.txt", "https://elsewhere.example/robots.txt")
        redirect("/elections/3", "/elections/4")
        last = writer.response(f"{SITE}/elections/4", status=404, headers=[], body=b"")
    report = read_warc_file(tmp_path / "archive", tmp_path / "records", "parliament", last.warc_file)
    assert report.problems == 3
    (file,) = (tmp_path / "records").rglob("problem.parquet")
    large, off, gone = pq.read_table(file).to_pylist()
    assert (large["source_url"], large["capture_id"]) == (f"{SITE}/elections/1", first)
    assert "a body larger than allowed" in large["seen"]
    assert (off["source_url"], off["capture_id"]) == (f"{SITE}/elections/2", second)
    for part in (
        "redirected to file:///etc/passwd",
        "expected  the page itself",
        last.warc_file,
        "byelections refresh",
    ):
        assert part in off["seen"]
    assert (gone["rule"], gone["source_url"], gone["seen"]) == (
        "page-unavailable", f"{SITE}/elections/3", "HTTP status 404",
    )  # fmt: skip
