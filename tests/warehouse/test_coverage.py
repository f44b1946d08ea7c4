"""Articles in the warehouse: versions, contests, the search, and what an export leaves out."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest

from flows.clean.parties import party_rows
from flows.facts import facts_of_contests
from flows.statements import ReadReport, Rows, read_page
from spiders.records import Page, ReadPage
from tests.warehouse.helpers import DAY, SOURCES, contest, lean_builds, one
from warehouse.build import Given, build
from warehouse.coverage import Coverage, article_span, articles, contest_facts, fill
from warehouse.export import export

BARCHESTER = "parl.barchester.by.2024-02-15"


def article(number: int, text: str, *, seen: int = 0, hours: int = 9, **other: object) -> dict[str, object]:
    """A row of raw.article: article `number` as seen on a day after the poll, published in the morning after it."""
    observed = DAY + timedelta(days=seen)
    return {
        "source": "paper", "capture_id": f"page-{number}-{seen}", "source_url": f"https://paper.example/{number}",
        "stated_at": observed, "observed_at": observed, "article_id": f"article-{number}",
        "version_id": f"{number}-{seen}", "url": f"https://paper.example/{number}", "publisher": "The Paper",
        "headline": f"Headline {number}", "headlines_printed": "[]", "byline": None,
        "published_at": datetime(2024, 2, 16, hours, tzinfo=UTC), "modified_at": None, "times_printed": "[]",
        "language": "en", "section": None, "credit": None, "is_partial": False, "article_text": text, "posts": None,
        "reader": "blocks", "text_signature": [],
    } | other  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """One contest with its result, and four articles, one of which was seen twice and one only behind a wall."""
    home = tmp_path_factory.mktemp("coverage")
    folder = home / "records/office/000"
    folder.mkdir(parents=True)
    rows = Rows(folder)
    page = Page(url="https://office.example/1", body=b"", capture_id="c1", fetched_at=DAY, last_modified=DAY)
    result = contest({"Ann Grantly/Labour": 1200, "Bob Slope/Conservative": 800}, electorate=4000, valid_votes=2000)
    read_page(page, "office", SimpleNamespace(read=lambda page: ReadPage([result]), DOCUMENTS=()), rows, ReadReport())
    for row in (
        article(1, "A recount was held in Barchester.\n\nTurnout was low."),
        article(1, "Two recounts were held: a recount at one, and a recount at three.", seen=1),
        article(2, "The café was full, the recount short.", hours=10),
        article(3, "The whole story.", seen=0),
        article(3, "The wh...", seen=2, is_partial=True),
        article(4, "Cricket."),
    ):
        rows.add("article", row)
    rows.close()
    with lean_builds():
        build(
            home / "built.duckdb",
            records_dir=home / "records",
            archive_dir=home / "archive",
            given=Given(sources=SOURCES, parties=party_rows()),
        )
    fill(home / "built.duckdb", said())
    return home / "built.duckdb"


def said() -> Coverage:
    link = {"ballot_paper_id": BARCHESTER, "evidence": "seat: Barchester"}
    return Coverage(
        article_link=[
            link | {"article_id": "article-1", "link_score": 0.9},
            link | {"article_id": "article-2", "link_score": 0.6},
        ],
        article_copy=[{"article_id": "article-2", "origin_article_id": "article-1", "similarity": 0.9}],
        article_quote=[
            {
                "quote_id": "article-1#0", "article_id": "article-1", "start_offset": 0, "end_offset": 3,
                "quote": "Two", "quote_kind": "partial", "speaker": "Ann Grantly", "speaker_type": "person",
                "attributed_by": "explicit",
            }
        ],
        article_claim=[
            {
                "claim_id": f"article-1#{number}", "article_id": "article-1", "ballot_paper_id": BARCHESTER,
                "claim": "majority", "claimed_value": str(value), "claimed_words": str(value), "settled_value": "400",
                "verdict": verdict, "verdict_reason": "", "sentence": "", "is_in_headline": False,
            }
            for number, (value, verdict) in enumerate([(400, "agrees"), (440, "disagrees")])
        ],
    )  # fmt: skip


@pytest.fixture
def asked(built):
    with duckdb.connect(str(built), read_only=True) as connection:
        connection.execute("set TimeZone = 'UTC'")
        yield connection


def test_an_article_is_its_newest_whole_version(asked):
    rows = asked.execute("select article_id, version_id, versions from core.article order by all").fetchall()
    assert rows == [("article-1", "1-1", 2), ("article-2", "2-0", 1), ("article-3", "3-0", 2), ("article-4", "4-0", 1)]


def test_coverage_counts_from_the_close_of_poll_when_nobody_states_the_declaration(asked):
    rows = asked.execute(
        "select headline, hours_after_declaration, hours_basis, quotes, claims, claims_disagreeing from coverage"
    ).fetchall()
    # 22:00 on the 15th to 09:00 and 10:00 on the 16th, in winter
    assert rows == [("Headline 1", 11.0, "close of poll", 1, 2, 1), ("Headline 2", 12.0, "close of poll", 0, 0, 0)]


def test_an_article_that_is_about_no_contest_is_still_an_article(asked):
    assert one(asked, "select count(*), count(ballot_paper_id) from articles") == (4, 2)
    assert one(asked, "select origin_article_id from articles where headline = 'Headline 2'") == "article-1"


def test_search_puts_the_article_that_says_it_most_often_first(asked):
    found = asked.execute("select article_id from search('RECOUNT')").fetchall()
    assert found == [("article-1",), ("article-2",)]
    assert one(asked, "select article_id from search('cafe')") == "article-2", "accents do not matter"
    assert asked.execute("from search('')").fetchall() == []


def test_facts_of_a_contest(built):
    (facts,) = facts_of_contests(built)
    assert (facts.ballot_paper_id, facts.poll_date, facts.constituency) == (BARCHESTER, date(2024, 2, 15), "Barchester")
    assert (facts.result.winner, facts.result.majority, facts.result.turnout_valid) == ("Ann Grantly", 400, 0.5)
    assert [one.candidate for one in facts.result.candidates] == ["Ann Grantly", "Bob Slope"]
    assert facts.result.candidates[1].party == "Conservative"
    assert list(contest_facts(built, date(2024, 2, 16), date(2025, 1, 1))) == []


def test_articles_to_be_read(built):
    assert article_span(built) == (date(2024, 2, 16), date(2024, 2, 16))
    assert [one["article_id"] for one in articles(built)] == ["article-1", "article-3", "article-4", "article-2"]


def test_filling_twice_changes_nothing(built, tmp_path):
    copy = tmp_path / "copy.duckdb"
    copy.write_bytes(built.read_bytes())
    fill(copy, said())
    with duckdb.connect(str(copy), read_only=True) as connection:
        assert one(connection, "select count(*) from core.article_claim") == 2


def test_an_export_holds_no_text(built, tmp_path):
    written = export(built, tmp_path, "csv")
    assert written["articles"] == 4 and "core/article_word" not in written
    exported = " ".join(path.read_text() for path in tmp_path.rglob("*.csv"))
    assert "recount" not in exported and "Headline 1" in exported
