"""A night's file, made from the last one by replacing tonight's contests, is the file that a whole build makes."""

from __future__ import annotations

import json
import os
import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from flows.clean.contests import parliament_rows
from flows.clean.parties import party_rows
from flows.statements import ReadReport, Rows, read_page
from spiders.records import Page, ReadPage, Record, ScrapedCandidacy, ScrapedContest, ScrapedListing, ScrapedProblem
from tests.warehouse.helpers import DAY, SOURCES, lean_builds
from warehouse.build import CORE, RAW, SETTLED, Given, build
from warehouse.night import (
    BY_OWN_KEY,
    DECIDED,
    FOREIGN,
    OF_PAGES,
    OF_STATEMENTS,
    UNTOUCHED,
    CannotPatch,
    Fresh,
    Tonight,
)
from warehouse.night_copy import BY_CONTEST
from warehouse.night_plans import Plans, keep_plans_apart_from_values
from warehouse.night_whole import ON_THE_WHOLE
from warehouse.publish import leftovers, spare_beside

TONIGHT = "parl.barchester.by.2024-02-15"
POLL = "15 February 2024"
BUILT = datetime(2024, 2, 16, 12, tzinfo=UTC)
TABLES = """
select schema_name || '.' || table_name from duckdb_tables() where database_name = 'whole' and not internal
union all
select schema_name || '.' || view_name from duckdb_views() where database_name = 'whole' and not internal
order by all
"""
Delivery = tuple[str, list[Record], list[ScrapedProblem], str, int]  # source, what it says, problems, address, status


def person(name: str, party: str, votes: object = "", **others: str) -> ScrapedCandidacy:
    return ScrapedCandidacy(name=name, party=party, votes=str(votes), **others)


def polled(seat: str, code: str, day: str, candidacies: Sequence[ScrapedCandidacy], **others: Any) -> ScrapedContest:
    fields: dict[str, Any] = {"kind": "by-election", "document": "page"} | others
    return ScrapedContest(constituency=seat, gss_code=code, poll_date=day, candidacies=tuple(candidacies), **fields)


def elected(seat: str, code: str) -> ScrapedContest:
    candidacies = [
        person("Archibald Grantly", "Conservative", 21000, mnis_id="1"),
        person("Obadiah Slope", "Labour", 17000, mnis_id="2"),
        person("Eleanor Bold", "Liberal Democrat", 4000, mnis_id="3"),
    ]
    figures = {"kind": "general election", "electorate": "70000", "valid_votes": "42000"}
    return polled(seat, code, "12 December 2019", candidacies, **figures)


BARCHESTER, PLUMSTEAD, FRAMLEY = SEATS = [
    ("Barchester", "E14009999"),
    ("Plumstead Episcopi", "E14009998"),
    ("Framley", "E14009997"),
]
EARLIER = [
    person("Mark Robarts", "Conservative", 900, mnis_id="7"),
    person("Eleanor Bold", "Liberal Democrat", 1800, mnis_id="3"),
]
NOMINATED = [
    person("Obadiah Slope", "Labour", dc_person_id="22"),
    person("Ellie Bold", "Liberal Democrat", dc_person_id="33"),
]
ELSEWHERE = [person("Mark Robarts", "Conservative", dc_person_id="77"), person("Theophilus Grantly", "Labour")]
LISTED = ScrapedListing("by-election", "58", "2", ("1", "2"), ("https://paper.example/1", "https://paper.example/2"))
BEFORE: list[tuple[str, list[Record]]] = [
    ("office", [elected(*seat) for seat in SEATS]),
    ("office", [polled(*FRAMLEY, "3 March 2022", EARLIER, electorate="69000")]),
    ("paper", [polled(*BARCHESTER, POLL, NOMINATED), polled(*PLUMSTEAD, POLL, ELSEWHERE), LISTED]),
]


@dataclass
class House:
    """A folder with records and an archive's index, and the files made from them."""

    folder: Path
    documents: int = 0
    now: datetime = DAY

    def say(self, source: str, records: list[Record], *more: Any) -> str:
        """One more document (see Delivery); its capture id."""
        problems, url, status = more or ([], "", 200)
        self.documents += 1
        self.now += timedelta(minutes=1)
        capture_id = f"capture-{self.documents:04}"
        page = Page(url=url or f"https://{source}.example/", body=b"", capture_id=capture_id, fetched_at=self.now)
        folder = self.folder / "records" / source / f"{self.documents:04}"
        folder.mkdir(parents=True)
        rows = Rows(folder)
        module = SimpleNamespace(read=lambda _: ReadPage(records, list(problems)), DOCUMENTS=("download", "page"))
        if status == 200:
            read_page(page, source, module, rows, ReadReport())
        rows.close()
        index = self.folder / "archive" / f"{source}-{self.documents:04}.cdx.jsonl"
        index.parent.mkdir(exist_ok=True)
        about = {"capture_id": capture_id, "source": source, "url": page.url, "fetched_at": self.now.isoformat()}
        place = {"warc_file": index.name, "warc_offset": 0, "warc_length": 1, "kind": "response"}
        index.write_text(json.dumps(about | place | {"http_status": status, "digest": capture_id}) + "\n")
        return capture_id

    def fresh(self, capture_ids: Sequence[str]) -> Fresh:
        numbers = [one[-4:] for one in capture_ids]
        folders = [path for path in (self.folder / "records").glob("*/*") if path.name in numbers]
        indexes = [path for path in (self.folder / "archive").iterdir() if path.name.split(".")[0][-4:] in numbers]
        return Fresh(folders, indexes)

    def build(self, name: str) -> Path:
        into = self.folder / name
        into.unlink(missing_ok=True)
        rows = Given(sources=SOURCES, parties=party_rows(), parliaments=parliament_rows(), built_at=BUILT)
        with lean_builds():
            build(into, records_dir=self.folder / "records", archive_dir=self.folder / "archive", given=rows)
        return into


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> House:
    """The house when the polls close; to be copied, never written to."""
    made = House(tmp_path_factory.mktemp("evening") / "house")
    for source, records in BEFORE:
        made.say(source, records)
    made.build("base.duckdb")
    return made


def differences(patched: Path, whole: Path) -> dict[str, list[Any]]:
    """Table or view -> rows that only one of the files has."""
    found = {}
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(f"attach '{patched}' as patched (read_only)")
        connection.execute(f"attach '{whole}' as whole (read_only)")
        for (name,) in connection.execute(TABLES).fetchall():
            # each once: most of the time goes into the views, and EXCEPT both ways asks for each of them four times
            left, right = (
                Counter(repr(row) for row in connection.execute(f"from {place}.{name}").fetchall())
                for place in ("patched", "whole")
            )
            if left != right:
                found[name] = [("patched", *(left - right)), ("whole", *(right - left))]
    return found


PARTIES = {
    "Slope": "Labour",
    "Bold": "Liberal Democrat",
    "Grantly": "Conservative",
    "Quiverful": "Green",
    "Harding": "Independent",
}
GIVEN = {"Slope": ["Obadiah", "Obediah"], "Bold": ["Eleanor", "Ellie"], "Grantly": ["Archibald"]}
IDS = ["", "", "1", "2", "3", "22", "33", "77"]


@st.composite
def candidacy(draw: st.DrawFn, surname: str) -> ScrapedCandidacy:
    return person(
        f"{draw(st.sampled_from(GIVEN.get(surname, ['Letitia'])))} {surname}",
        draw(st.sampled_from([PARTIES[surname], PARTIES[surname], "Reform UK"])),
        draw(st.sampled_from(["", "100", "2310", "2130", "3667", "3677", "3667", "9000"])),
        mnis_id=draw(st.sampled_from(IDS)),
        dc_person_id=draw(st.sampled_from(IDS)),
        is_elected=draw(st.sampled_from(["", "", "true", "false"])),
    )


@st.composite
def result(draw: st.DrawFn, seat: str, code: str) -> ScrapedContest:
    surnames = draw(st.lists(st.sampled_from(sorted(PARTIES)), unique=True, max_size=5))
    return polled(
        seat,
        draw(st.sampled_from([code, ""])),
        POLL,
        [draw(candidacy(name)) for name in surnames],
        document=draw(st.sampled_from(["page", "download"])),
        electorate=draw(st.sampled_from(["", "82314", "83214"])),
        valid_votes=draw(st.sampled_from(["", "5977", "7344"])),
        rejected_ballot_papers=draw(st.sampled_from(["", "0", "46"])),
        majority=draw(st.sampled_from(["", "1357"])),
    )


@st.composite
def delivery(draw: st.DrawFn) -> Delivery:
    seats = draw(st.sampled_from([[BARCHESTER], [PLUMSTEAD], [BARCHESTER, PLUMSTEAD]]))
    return (
        draw(st.sampled_from(["office", "office_copy", "paper"])),
        [draw(result(*seat)) for seat in seats],
        draw(st.sampled_from([[], [], [ScrapedProblem("odd", "an odd line", "votes", TONIGHT)]])),
        draw(st.sampled_from(["", "", "https://paper.example/1"])),
        draw(st.sampled_from([200, 200, 200, 200, 404])),
    )


nights = st.lists(st.lists(delivery(), min_size=1, max_size=2), min_size=1, max_size=4)


def play(evening: House, folder: Path, night: Sequence[Sequence[Delivery]]) -> tuple[list[str], dict[str, list[Any]]]:
    """Patch once for each batch; why that was not possible at times, and what then differs from a whole build."""
    shutil.copytree(evening.folder, folder)
    home, base = House(folder, evening.documents, evening.now), folder / "base.duckdb"
    refusals: list[str] = []
    tonight = Tonight(base, [TONIGHT])
    for number, batch in enumerate(night):
        captures = [home.say(*one) for one in batch]
        into = folder / f"patched-{number}.duckdb"
        try:
            tonight.patch(base, into, home.fresh(captures), built_at=BUILT)
            base = into
        except CannotPatch as reason:
            refusals.append(str(reason))
            tonight.close()
            base = home.build(f"whole-{number}.duckdb")
            tonight = Tonight(base, [TONIGHT])
    tonight.close()
    return refusals, differences(base, home.build("all.duckdb"))


@settings(max_examples=3, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate])
@given(nights)
def test_any_night_ends_as_a_whole_build(evening, tmp_path_factory, night):
    folder = tmp_path_factory.mktemp("night") / "house"
    _, found = play(evening, folder, night)
    shutil.rmtree(folder)
    assert found == {}


SLOPE = person("Obadiah Slope", "Labour", 3867, dc_person_id="22")


def test_a_declaration_and_its_correction_need_no_whole_build(evening, tmp_path):
    first = polled(*BARCHESTER, POLL, [SLOPE, person("Eleanor Bold", "Liberal Democrat", 3668)], electorate="83214")
    mended = polled(*BARCHESTER, POLL, [SLOPE, person("Eleanor Bold", "Liberal Democrat", 3678)])
    assert play(
        evening, tmp_path / "house", [[("office", [first], [], "", 200)], [("office", [mended], [], "", 200)]]
    ) == ([], {})
    with duckdb.connect(str(tmp_path / "house" / "patched-1.duckdb"), read_only=True) as published:
        told = published.execute("select figure, old_value, new_value from revisions where source = 'office'")
        assert ("votes", "3668", "3678") in told.fetchall()


def test_a_name_in_another_form_moves_the_person_everywhere(evening, tmp_path):
    """The returning officer's spelling, and ids that join candidacies elsewhere."""
    joined = person("Eleanor Bold", "Liberal Democrat", 9, mnis_id="3", dc_person_id="33")
    assert play(evening, tmp_path / "house", [[("office", [polled(*BARCHESTER, POLL, [joined])], [], "", 200)]]) == (
        [],
        {},
    )


def test_what_is_not_of_tonight_asks_for_a_whole_build(evening, tmp_path):
    elsewhere = polled("Hogglestock", "E14009990", POLL, [SLOPE])
    refusals, found = play(evening, tmp_path / "house", [[("office", [elsewhere], [], "", 200)]])
    assert "none of tonight's seats" in refusals[0]
    assert found == {}


def test_every_table_has_its_way_through_the_night():
    """A table that is new in warehouse/build.py must say in warehouse/night.py how it comes about."""
    assert set(CORE + SETTLED) - {*BY_CONTEST, *BY_OWN_KEY, *ON_THE_WHOLE, *UNTOUCHED} == set()
    assert set(RAW) - {*OF_STATEMENTS, *OF_PAGES, *FOREIGN, *DECIDED, "capture"} == set()


def test_a_kept_plan_sees_what_came_in_after_it():
    """DuckDB plans by the values of the moment, and keeps to that: no NULL then, none ever after."""
    with duckdb.connect() as connection:
        keep_plans_apart_from_values(connection)
        connection.execute("create table votes as select range::integer as votes from range(1000)")
        plans = Plans(connection)
        plans.keep("missing", "select count(*) from votes where votes is null")
        plans.keep("high", "select count(*) from votes where votes > 5000")
        connection.execute("insert into votes values (null), (6000)")
        assert (plans.rows("missing"), plans.rows("high")) == ([(1,)], [(1,)])


def test_a_spare_copy_is_swept_when_its_process_has_died(tmp_path):
    link = tmp_path / "byelections.duckdb"
    mine = spare_beside(tmp_path / "byelections-1.duckdb")
    dead = mine.with_name(mine.name.replace(f"-{os.getpid()}-", f"-{2**22 + 1}-"))  # above the highest there can be
    for path in (mine, dead, dead.with_name(dead.name + ".wal")):
        path.touch()
    assert leftovers(link) == [dead, dead.with_name(dead.name + ".wal")]
