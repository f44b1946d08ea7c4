"""What articles say of contests, from one warehouse to the next: remembered as long as nothing it rests on changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import pytest

from flows import analysis
from flows.analysis import Memory, Public, analyse, who_may_speak
from flows.clean.facts import CandidateFacts, ContestFacts, ResultFacts
from flows.clean.parties import party_rows
from flows.clean.quotes.find import KnownPerson
from flows.statements import ReadReport, Rows, read_page
from spiders.records import Page, ReadPage
from tests.warehouse.helpers import DAY, SOURCES, contest, lean_builds
from warehouse.build import Given, build
from warehouse.coverage import Coverage, fill

TEXT = (
    "Ann Grantly won the Barchester by-election for Labour with a majority of 403 votes.\n\n"
    "Ms Grantly told the Barchester Jupiter: “It was a long\u2028night.”"
)


def article(name: str, text: str = TEXT, *, hours: int = 9) -> dict[str, Any]:
    return {
        "source": "paper", "capture_id": name, "source_url": f"https://{name}.example/1", "stated_at": DAY,
        "observed_at": DAY, "article_id": name, "version_id": str(hash(text)), "url": f"https://{name}.example/1",
        "publisher": name, "headline": "Labour win in Barchester", "headlines_printed": "[]", "byline": None,
        "published_at": datetime(2024, 2, 16, hours, tzinfo=UTC), "modified_at": None, "times_printed": "[]",
        "language": "en", "section": None, "credit": None, "is_partial": False, "article_text": text, "posts": None,
        "reader": "blocks", "text_signature": [],
    }  # fmt: skip


def built(home: Path, winner: int = 1203) -> Path:
    """A warehouse in which Ann Grantly has so many votes, and one text stands in two papers."""
    folder = home / "records/office/000"
    folder.mkdir(parents=True)
    rows = Rows(folder)
    votes = {"Ann Grantly/Labour": winner, "Bob Slope/Conservative": 800}
    result = contest(votes, electorate=4000, valid_votes=winner + 800)
    page = Page(url="https://office.example/1", body=b"", capture_id="c1", fetched_at=DAY, last_modified=DAY)
    read_page(page, "office", SimpleNamespace(read=lambda page: ReadPage([result]), DOCUMENTS=()), rows, ReadReport())
    for row in (article("jupiter"), article("mercury", hours=10)):
        rows.add("article", row)
    rows.close()
    database = home / "built.duckdb"
    with lean_builds():
        given = Given(sources=SOURCES, parties=party_rows())
        build(database, records_dir=home / "records", archive_dir=home / "archive", given=given)
    return database


def said_of(database: Path, memory: Path) -> tuple[Coverage, int]:
    """What is said, and how many texts were read for it."""
    read: list[str] = []
    plain = analysis.read_text

    def counted(article: Any, about: Any, people: Any) -> Any:
        read.append(article["article_id"])
        return plain(article, about, people)

    with patch.object(analysis, "read_text", counted):
        said = analyse(database, memory)
    assert said is not None
    return said, len(read)


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("before"))


def majorities(said: Coverage) -> list[tuple[str, str, str]]:
    return [
        (row["claim_id"], row["settled_value"], row["verdict"])
        for row in said.article_claim
        if row["claim"] == "majority"
    ]


def test_one_text_in_two_papers_is_read_once_and_has_ids_of_its_own(warehouse, tmp_path):
    memory = tmp_path / "analysed.jsonl"
    first, read = said_of(warehouse, memory)
    again, read_again = said_of(warehouse, memory)
    assert (read, read_again) == (2, 0), "published at two moments, which a claim may speak of"
    assert again == first
    ids = [row["quote_id"] for row in first.article_quote] + [row["claim_id"] for row in first.article_claim]
    assert len(ids) == len(set(ids)) and {one.partition("#")[0] for one in ids} == {"jupiter", "mercury"}
    fill(warehouse, again)
    (quote, _) = first.article_quote
    assert (quote["speaker"], quote["role"]) == ("Ann Grantly", "candidate")


def test_a_corrected_result_changes_the_verdict(warehouse, tmp_path):
    memory = tmp_path / "analysed.jsonl"
    before, _ = said_of(warehouse, memory)
    after, read = said_of(built(tmp_path, winner=1190), memory)
    assert {row[1:] for row in majorities(before)} == {("403", "agrees")}
    assert {row[1:] for row in majorities(after)} == {("390", "disagrees")} and read == 2
    assert len(memory.read_text(encoding="utf-8").split("\n")) == 2 + 1, "what is of no use any more is forgotten"


def test_a_torn_memory_is_no_harm(warehouse, tmp_path):
    memory = tmp_path / "analysed.jsonl"
    whole, _ = said_of(warehouse, memory)
    lines = memory.read_bytes().splitlines(keepends=True)
    memory.write_bytes(lines[0] + lines[1][:50])
    mended, read = said_of(warehouse, memory)
    assert mended == whole and read == 1


def test_where_there_is_no_article_nothing_is_written(tmp_path):
    database = tmp_path / "built.duckdb"
    with lean_builds():
        build(
            database, records_dir=tmp_path / "records", archive_dir=tmp_path / "archive", given=Given(sources=SOURCES)
        )
    assert analyse(database, tmp_path / "memory.jsonl") is None
    assert not (tmp_path / "memory.jsonl").exists()


def test_a_memory_knows_what_it_rests_on(tmp_path):
    memory = Memory(tmp_path / "none")
    one = {"version_id": "1", "published_at": DAY}
    contest = ContestFacts("parl.barchester.by.2024-02-15", date(2024, 2, 15), "Barchester")
    person = KnownPerson(name="Ann Grantly")
    keys = {
        memory.key(one, [contest], [person]),
        memory.key(one | {"version_id": "2"}, [contest], [person]),
        memory.key(one | {"published_at": DAY + timedelta(days=1)}, [contest], [person]),
        memory.key(one, [], [person]),
        memory.key(one, [contest], []),
    }
    assert len(keys) == 5


def test_who_may_speak():
    candidates = (CandidateFacts("Ann Grantly", "Labour", person_id="mnis:1"), CandidateFacts("Bob Slope"))
    contest = ContestFacts(
        "parl.barchester.by.2024-02-15",
        date(2024, 2, 15),
        "Barchester",
        outgoing_member="Septimus Harding",
        result=ResultFacts(candidates=candidates),
    )
    candidacies = [
        ("Ann Grantly", "Labour", "mnis:1", 2019),  # elected, and so known from elsewhere
        ("Septimus Harding", "Liberal Democrat", "mnis:2", 2019),
        ("Ann Thorne", "Green", "mnis:3", 2019),
        ("Sir Bob Slope", "Conservative", "mnis:4", 2019),  # another man
        ("Obadiah Quiverful", "Labour", "mnis:5", 2015),
        ("Obadiah Quiverful", "Reform UK", "mnis:5", 2024),
    ]
    columns = ("candidate", "party", "person_id")
    public = Public([dict(zip(columns, one, strict=False)) | {"poll_date": date(one[3], 5, 7)} for one in candidacies])
    text = "Grantly, Slope and Mr Harding were there, as Quiverful said. Ann left."
    article = {"article_text": text, "published_at": datetime(2024, 2, 16, tzinfo=UTC)}
    found = who_may_speak(article, [contest, contest], public)
    assert [(one.name, one.role, one.party, one.person_id) for one in found] == [
        ("Ann Grantly", "candidate", "Labour", "mnis:1"),
        ("Bob Slope", "candidate", None, None),
        ("Septimus Harding", "former MP", None, "mnis:2"),
        ("Obadiah Quiverful", None, "Labour", "mnis:5"),  # the party of that day
        ("Sir Bob Slope", None, "Conservative", "mnis:4"),
    ]
