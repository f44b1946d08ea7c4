"""Coverage from publishers' own lists, to the verdicts: an invented paper, and the stand-in for the real ones."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import HttpUrl

from flows import coverage_run
from flows.clean.facts import ContestFacts
from flows.coverage_run import near
from flows.runs import PUBLISHED, UNREACHABLE, Summary, plain_step, rebuild
from flows.sources import UnknownSource, source_info
from spiders.settings import Settings
from tests import news_archive as news
from tests.news_archive import HARTLEPOOL, page, small_home
from tests.sample_site import Answer, Site, robots
from tests.shared import mirror, needs_shared
from tests.test_runs import Notes
from warehouse.look import ask

pytestmark = pytest.mark.usefixtures("lean")
NOW = datetime(2021, 5, 7, 9, tzinfo=UTC)
METRO = "https://metro.co.uk"


def of(settings: Settings, query: str) -> list[tuple[Any, ...]]:
    return ask(settings.warehouse_file, query)[1]


def sitemap(**titles: str) -> Answer:
    places = "".join(
        f"<url><loc>{METRO}/2021/05/07/{name}/</loc><n:news xmlns:n='x'><n:publication_date>2021-05-07T04:00:00Z"
        f"</n:publication_date><n:title>{title}</n:title></n:news></url>"
        for name, title in titles.items()
    )
    return Answer(f"<urlset>{places}</urlset>".encode())


PAPER = {
    "metro.co.uk/robots.txt": robots("User-agent: *\nAllow: /\n\nSitemap: https://metro.co.uk/news.xml\n"),
    "metro.co.uk/news.xml": sitemap(
        **{
            "hartlepool-1": "Hartlepool by-election won",
            "ferry-2": "Ferry times",
            "hartlepool-3": "Hartlepool by-election: we were wrong",
        }
    ),
    "metro.co.uk/2021/05/07/hartlepool-1/": Answer(
        page("Hartlepool by-election won", [*news.WIN, *news.WRONG]), headers={"ETag": '"1"'}
    ),
    "www.independent.co.uk/robots.txt": robots("User-agent: *\nDisallow: /\n"),
}


@pytest.mark.slow
def test_from_a_list_to_a_verdict(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(coverage_run, "news_sources", lambda: [source_info("metro"), source_info("independent")])
    small_home(tmp_path)
    notes = Notes()

    def run(settings: Settings) -> Summary:
        return asyncio.run(coverage_run.coverage(settings, step=plain_step, report=notes, now=NOW))

    with Site(PAPER) as site:
        settings = site.settings(tmp_path)
        assert asyncio.run(rebuild(settings, step=plain_step, report=notes, now=NOW)).exit_code == PUBLISHED
        summary, asked = run(settings), site.paths("metro.co.uk")
        found = of(settings, "select claim, claimed_value, verdict from claims where claim = 'majority' order by all")
        again = run(settings)
    # a site that says no to everything is no failure, nor is an article that a list still has
    assert summary.exit_code == PUBLISHED, notes.said
    assert [(one.source, one.is_good, bool(one.declined), len(one.gone)) for one in summary.crawls] == [
        ("metro", True, False, 1),
        ("independent", True, True, 0),
    ]
    assert "/2021/05/07/ferry-2/" not in asked and "/2021/05/07/hartlepool-3/" in asked
    assert found == [("majority", "6940", "agrees"), ("majority", "9640", "disagrees")]
    assert of(settings, "select ballot_paper_id, publisher, quotes, claims_disagreeing from coverage") == [
        (HARTLEPOOL, "Metro", 1, 1)
    ]
    assert again.crawls[0].not_modified == 1 and again.tables["claims"] == summary.tables["claims"]

    later = NOW.replace(year=2026)
    idle = asyncio.run(coverage_run.coverage(settings, step=plain_step, report=notes, now=later))
    assert (idle.exit_code, idle.crawls, idle.path) == (PUBLISHED, [], None)
    assert "no by-election is near" in notes.said[-1]
    with pytest.raises(UnknownSource, match=r"parl\.barchester"):
        asyncio.run(
            coverage_run.coverage(settings, step=plain_step, report=notes, now=NOW, ballots=["parl.barchester.by"])
        )


def test_which_contests_are_near():
    poll = ContestFacts("parl.barchester.by.2031-05-08", date(2031, 5, 8), "Barchester")
    days = [(4, 2), (4, 3), (5, 8), (5, 22), (5, 23)]  # nominations close some five weeks before the poll
    seen = [bool(near([poll], date(2031, month, day), None)) for month, day in days]
    assert seen == [False, True, True, True, False]
    assert near([poll], date(2033, 1, 1), date(2031, 5, 8)) == [poll], "the day itself is included"
    assert near([poll], date(2033, 1, 1), date(2031, 5, 9)) == []
    assert near([poll], date(2031, 1, 1), date(2030, 1, 1)) == [], "not before it is called"


@needs_shared
@pytest.mark.slow
def test_publishers_of_the_mirror(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """One has the article, one lists what it does not have, one says no, and one cannot be reached."""
    names = ("inews", "bbc_news", "independent", "national_world")
    monkeypatch.setattr(coverage_run, "news_sources", lambda: [source_info(name) for name in names])
    settings, notes = Settings(home=small_home(tmp_path, "*.csv", ("hartlepool",))), Notes()
    asyncio.run(rebuild(settings, step=plain_step, report=notes, now=NOW))
    with mirror() as address:
        settings = Settings(home=tmp_path, mirror=HttpUrl(address), delay=0)
        summary = asyncio.run(
            coverage_run.coverage(settings, step=plain_step, report=notes, now=datetime.now(UTC), ballots=[HARTLEPOOL])
        )
    assert summary.exit_code == UNREACHABLE and summary.unreachable == ["national_world"]
    by_source = {one.source: one for one in summary.crawls}
    assert by_source["independent"].is_good and not by_source["independent"].pages
    assert by_source["bbc_news"].is_good and by_source["bbc_news"].gone
    # what publishers list and no longer have is told by their crawls, and is no problem of a page
    assert not [one for one in summary.new_problems if one["rule"] == "page-unavailable"]
    found = of(settings, "select publisher, ballot_paper_id, quotes, claims_disagreeing from coverage")
    assert found == [("The i Paper", HARTLEPOOL, 19, 0)]
    query = "select claim, verdict from claims where not is_in_headline order by start_offset desc"
    claimed = dict(of(settings, query))
    for claim in ("winner", "runner_up", "majority", "outcome", "vacancy_cause", "outgoing_member", "placed"):
        assert claimed[claim] == "agrees", claim
