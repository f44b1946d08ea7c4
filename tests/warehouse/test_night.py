"""A night's file, made from the last one by replacing tonight's contests, is the file that a whole build makes."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.clean.contests import parliament_rows
from flows.clean.parties import party_rows
from flows.statements import ReadReport, Rows, read_page
from spiders.records import Page, ReadPage, Record, ScrapedCandidacy, ScrapedContest, ScrapedFigure, ScrapedListing, ScrapedProblem
from tests.warehouse.helpers import DAY, SOURCES
from warehouse.build import Given, build
from warehouse.night import CannotPatch, Fresh, Tonight

TONIGHT = "parl.barchester.by.2024-02-15"
SAME_DAY = "parl.plumstead-episcopi.by.2024-02-15"
BUILT = datetime(2024, 2, 16, 12, tzinfo=UTC)
TABLES = """select schema_name || '.' || table_name from duckdb_tables() where database_name = 'whole' and not internal
union all select schema_name || '.' || view_name from duckdb_views() where database_name = 'whole' and not internal order by all"""


def person(name: str, party: str, votes: object = "", **others: str) -> ScrapedCandidacy:
    return ScrapedCandidacy(name=name, party=party, votes="" if votes is None else str(votes), **others)


def polled(seat: str, code: str, day: str, candidacies: Sequence[ScrapedCandidacy], **others: Any) -> ScrapedContest:
    fields: dict[str, Any] = {"kind": "by-election", "document": "page"} | others
    return ScrapedContest(constituency=seat, gss_code=code, poll_date=day, candidacies=tuple(candidacies), **fields)


BEFORE: list[tuple[str, list[Record]]] = [
    (
        "office",
        [
            polled(
                seat, code, "12 December 2019",
                [person("Archibald Grantly", "Conservative", 21000, mnis_id="1"), person("Obadiah Slope", "Labour", 17000, mnis_id="2"),
                 person("Eleanor Bold", "Liberal Democrat", 4000, mnis_id="3")],
                kind="general election", electorate="70000", valid_votes="42000",
            )
            for seat, code in (("Barchester", "E14009999"), ("Plumstead Episcopi", "E14009998"), ("Framley", "E14009997"))
        ],
    ),
    ("office", [polled("Framley", "E14009997", "3 March 2022", [person("Mark Robarts", "Conservative", 900, mnis_id="7"), person("Eleanor Bold", "Liberal Democrat", 1800, mnis_id="3")], electorate="69000")]),
    ("paper", [polled("Barchester", "E14009999", "15 February 2024", [person("Obadiah Slope", "Labour", dc_person_id="22"), person("Ellie Bold", "Liberal Democrat", dc_person_id="33")]),
               polled("Plumstead Episcopi", "E14009998", "15 February 2024", [person("Mark Robarts", "Conservative", dc_person_id="77"), person("Theophilus Grantly", "Labour")]),
               ScrapedListing("by-election", "58", "2", ("1", "2"), ("https://paper.example/1", "https://paper.example/2"))]),
]  # fmt: skip


@dataclass
class House:
    """A folder with records and an archive's index, and the whole builds and patches made from them."""

    folder: Path
    documents: int = 0
    now: datetime = DAY
    sources: Sequence[dict[str, Any]] = field(default_factory=lambda: SOURCES)

    def say(self, source: str, records: list[Record], url: str = "", problems: Sequence[ScrapedProblem] = (), status: int = 200) -> str:
        """One more document; its capture id."""
        self.documents += 1
        self.now += timedelta(minutes=1)
        capture_id = f"capture-{self.documents:04}"
        page = Page(url=url or f"https://{source}.example/{source}", body=b"", capture_id=capture_id, fetched_at=self.now)
        folder = self.folder / "records" / source / f"{self.documents:04}"
        folder.mkdir(parents=True)
        rows = Rows(folder)
        module = SimpleNamespace(read=lambda _: ReadPage(records, list(problems)), DOCUMENTS=("download", "page"))
        if status == 200:
            read_page(page, source, module, rows, ReadReport())
        rows.close()
        index = self.folder / "archive" / f"{source}-{self.documents:04}.cdx.jsonl"
        index.parent.mkdir(exist_ok=True)
        line = {
            "capture_id": capture_id, "source": source, "url": page.url, "fetched_at": self.now.isoformat(), "http_status": status,
            "digest": capture_id, "warc_file": index.name, "warc_offset": 0, "warc_length": 1, "mime": "text/html", "kind": "response",
        }  # fmt: skip
        index.write_text(json.dumps(line) + "\n")
        return capture_id

    def fresh(self, capture_ids: Sequence[str]) -> Fresh:
        numbers = [one[-4:] for one in capture_ids]
        folders = [path for path in (self.folder / "records").glob("*/*") if path.name in numbers]
        indexes = [path for path in (self.folder / "archive").glob("*.jsonl") if path.name[-14:-10] in numbers]
        return Fresh(folders, capture_ids, indexes)

    def build(self, name: str) -> Path:
        into = self.folder / name
        into.unlink(missing_ok=True)
        given_rows = Given(sources=self.sources, parties=party_rows(), parliaments=parliament_rows(), built_at=BUILT)
        with patch("warehouse.build.comment_columns"):
            build(into, records_dir=self.folder / "records", archive_dir=self.folder / "archive", given=given_rows)
        return into


def house(folder: Path) -> House:
    made = House(folder)
    for source, records in BEFORE:
        made.say(source, records)
    return made


def differences(patched: Path, whole: Path) -> dict[str, list[Any]]:
    """Table or view -> rows that only one of the files has."""
    found = {}
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(f"attach '{patched}' as patched (read_only)")
        connection.execute(f"attach '{whole}' as whole (read_only)")
        for (name,) in connection.execute(TABLES).fetchall():
            left, right = f"(from patched.{name})", f"(from whole.{name})"
            rows = connection.execute(
                f"select 'patched', * from ({left} except all {right}) union all select 'whole', * from ({right} except all {left})"
            ).fetchall()
            if rows:
                found[name] = rows
    return found


SURNAMES = {"Slope": "Labour", "Bold": "Liberal Democrat", "Grantly": "Conservative", "Quiverful": "Green", "Harding": "Independent"}
GIVEN = {"Slope": ["Obadiah", "Obediah"], "Bold": ["Eleanor", "Ellie"], "Grantly": ["Archibald"], "Quiverful": ["Letitia"], "Harding": ["Septimus"]}
IDS = ["", "", "1", "2", "3", "22", "33", "77"]


@st.composite
def candidacy(draw: st.DrawFn, surname: str) -> ScrapedCandidacy:
    votes = draw(st.sampled_from(["", "100", "2310", "2130", "3667", "3677", "3667", "9000"]))
    return person(
        f"{draw(st.sampled_from(GIVEN[surname]))} {surname}",
        draw(st.sampled_from([SURNAMES[surname], SURNAMES[surname], "Reform UK"])),
        votes,
        mnis_id=draw(st.sampled_from(IDS)),
        dc_person_id=draw(st.sampled_from(IDS)),
        is_elected=draw(st.sampled_from(["", "", "true", "false"])),
    )


@st.composite
def delivery(draw: st.DrawFn) -> tuple[str, list[Record], list[ScrapedProblem], str, int]:
    """A document of tonight: source, what it says, address, HTTP status."""
    source = draw(st.sampled_from(["office", "office_copy", "paper"]))
    records: list[Record] = []
    for seat, code in draw(st.sampled_from([[("Barchester", "E14009999")], [("Plumstead Episcopi", "E14009998")],
                                            [("Barchester", "E14009999"), ("Plumstead Episcopi", "E14009998")]])):  # fmt: skip
        surnames = draw(st.lists(st.sampled_from(sorted(SURNAMES)), unique=True, max_size=5))
        records.append(
            polled(
                seat, draw(st.sampled_from([code, ""])), "15 February 2024", [draw(candidacy(name)) for name in surnames],
                document=draw(st.sampled_from(["page", "download"])),
                electorate=draw(st.sampled_from(["", "82314", "83214"])),
                valid_votes=draw(st.sampled_from(["", "5977", "7344"])),
                rejected_ballot_papers=draw(st.sampled_from(["", "0", "46"])),
                majority=draw(st.sampled_from(["", "1357"])),
            )
        )  # fmt: skip
    problems = draw(st.sampled_from([[], [], [ScrapedProblem("odd", "an odd line", "votes", TONIGHT)]]))
    url = draw(st.sampled_from(["", "", "https://paper.example/1"]))
    return source, records, problems, url, draw(st.sampled_from([200, 200, 200, 200, 404]))


def play(folder: Path, night: Sequence[Sequence[tuple[str, list[Record], list[ScrapedProblem], str, int]]]) -> tuple[int, dict[str, list[Any]]]:
    """Patch once for each batch of deliveries; how often that was possible, and what then differs from a whole build."""
    home = house(folder)
    base, patched = home.build("base.duckdb"), 0
    tonight = Tonight(base, [TONIGHT])
    for number, batch in enumerate(night):
        captures = [home.say(source, records, url, problems, status) for source, records, problems, url, status in batch]
        into = folder / f"patched-{number}.duckdb"
        try:
            tonight.patch(base, into, home.fresh(captures), built_at=BUILT)
            base, patched = into, patched + 1
        except CannotPatch:
            tonight.close()
            base = home.build(f"whole-{number}.duckdb")
            tonight = Tonight(base, [TONIGHT])
    tonight.close()
    return patched, differences(base, home.build("all.duckdb"))


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(st.lists(delivery(), min_size=1, max_size=2), min_size=1, max_size=4))
def test_any_night_ends_as_a_whole_build(tmp_path_factory, night):
    folder = tmp_path_factory.mktemp("night")
    _, found = play(folder, night)
    shutil.rmtree(folder)
    assert found == {}
