"""Democracy Club beside Parliament: the whole way through the stand-in site, a night of counting, what stays out."""

from __future__ import annotations

import asyncio
import gzip
import json
import subprocess
import urllib.request
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from scrapy.http import TextResponse
from scrapy.utils.test import get_crawler

from spiders.records import Page, UnexpectedPage
from spiders.results import democracy_club, democracy_club_spider, parliament_spider
from spiders.results.democracy_club_spider import DemocracyClubSpider
from spiders.watch import Watched
from tests.homes import copy_of, in_process
from tests.shared import mirror, needs_shared

FIXTURES = Path(__file__).parent / "fixtures/democracy_club"
LIST = "https://candidates.democracyclub.org.uk/api/next/ballots/?election_type=parl&is_by_election=1&page_size=20"
# What the API knows of people beside their names (`people/`), and might one day send with a ballot.
PERSONAL = (
    "email", "birth_date", "gender", "image", "thumbnail", "statement_to_voters", "favourite_biscuit", "identifiers",
    "death_date", "honorific_prefix", "twitter_username", "homepage_url", "phone", "address",
)  # fmt: skip
Rows = list[tuple[object, ...]]


def with_personal_fields(value: Any) -> Any:
    """An answer with a personal field in every object of it."""
    if isinstance(value, dict):
        return {name: with_personal_fields(one) for name, one in value.items()} | dict.fromkeys(PERSONAL, "KEEP OUT")
    return [with_personal_fields(one) for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize("case", ["ballots-list", "state-complete", "results"])
def test_personal_fields_never_leave_the_archive(case: str):
    body = (FIXTURES / case / "page.json").read_bytes()
    more = json.dumps(with_personal_fields(json.loads(body))).encode()
    url = LIST if case == "ballots-list" else f"{LIST.partition('?')[0].replace('ballots', 'results')}parl.x/"
    if case == "state-complete":
        url = url.replace("results", "ballots")
    found = democracy_club.read(Page(url, more))
    assert found.records and found == democracy_club.read(Page(url, body))
    assert "KEEP OUT" not in str([asdict(record) for record in found.records]) + str(found.problems)


def spider(**arguments: str) -> DemocracyClubSpider:
    return DemocracyClubSpider.from_crawler(get_crawler(DemocracyClubSpider), **arguments)


def answer(following: object, *ballots: str, count: int = 2) -> TextResponse:
    rows = [{"ballot_paper_id": ballot} for ballot in ballots]
    return TextResponse(LIST, body=json.dumps({"count": count, "next": following, "results": rows}).encode())


def test_the_key_goes_to_the_api_alone(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("BYELECTIONS_DEMOCRACY_CLUB_TOKEN", "s3cret")
    (further,) = spider().parse_ballots(answer(LIST.replace("https", "http") + "&page=2", "parl.a.by.2029-05-03"))
    assert further.url == f"{LIST}&page=2", "plain http would show the key to everybody"
    assert further.headers["Authorization"] == b"Token s3cret"
    assert further.headers["Accept"] == b"application/json"
    for elsewhere in ("https://evil.example/api/next/ballots/?page=2", "https://candidates.democracyclub.org.uk/x/", 7):
        with pytest.raises(UnexpectedPage, match="next page"):
            list(spider().parse_ballots(answer(elsewhere, "parl.a.by.2029-05-03")))


def test_a_list_cut_short_is_told():
    crawling = spider()
    list(crawling.parse_ballots(answer(None, "parl.a.by.2029-05-03")))
    assert crawling.crawler.stats is not None
    ((_, reason),) = crawling.crawler.stats.get_value("byelections/failures")
    assert reason == "the list has 2 ballots, and 1 came"
    assert not list(spider(from_date="2029-05-03").parse_ballots(answer(None, count=0)))
    with pytest.raises(UnexpectedPage, match="an empty list"):
        list(spider().parse_ballots(answer(None, count=0)))


def test_by_elections_to_councils_that_are_near_are_one_question(monkeypatch: pytest.MonkeyPatch):
    async def started(**arguments: str) -> list[str]:
        return [request.url async for request in spider(today="2029-05-03", **arguments).start()]

    def of_councils(**arguments: str) -> list[str]:
        asked_for = asyncio.run(started(**arguments))
        return [url.partition("ballots/?")[2] for url in asked_for if "election_type=local" in url]

    near = "election_date_range_after=2029-03-01&election_type=local&is_by_election=1&page_size=100"
    assert of_councils(only_new="yes") == of_councils() == [near]
    assert of_councils(from_date="2021-05-01", to_date="2021-05-31") == [], "of those days none is near"
    monkeypatch.setenv("BYELECTIONS_COUNCIL_BY_ELECTIONS", "1")
    assert of_councils(only_new="yes") == [near]
    assert "after=2010-05-07" in of_councils()[0]


REDIRECTS = "https://candidates.democracyclub.org.uk/api/next/person_redirects/"
# A result that nobody touched since the count, one mended weeks later, one without figures.
BALLOTS: list[dict[str, Any]] = [
    {"ballot_paper_id": "parl.a.by.2029-05-03", "last_updated": "2029-05-04T05:30:00+01:00", "results": {}},
    {"ballot_paper_id": "parl.b.by.2029-05-03", "last_updated": "2029-05-24T05:30:00+01:00", "results": {}},
    {"ballot_paper_id": "parl.c.by.2029-05-03", "last_updated": "2029-05-24T05:30:00+01:00", "results": None},
]


def asked(requests: Iterable[Any]) -> list[str]:
    return [request.url.partition("/api/next/")[2] for request in requests]


def list_of(rows: list[dict[str, Any]]) -> TextResponse:
    return TextResponse(LIST, body=json.dumps({"count": len(rows), "next": None, "results": rows}).encode())


def test_a_night_asks_for_the_by_elections_of_its_day_and_kind(monkeypatch: pytest.MonkeyPatch):
    day = date(2024, 5, 2)
    councils = Watched("local.barset.plumstead.by.2024-05-02", "Plumstead", day, 58)
    commons = Watched("parl.barchester.by.2024-05-02", "Barchester", day, 58)
    (list_of_councils,) = democracy_club_spider.night_addresses(councils)
    (list_of_commons,) = democracy_club_spider.night_addresses(commons)
    assert "election_type=local" in list_of_councils and "election_type=parl" in list_of_commons
    assert all("range_after=2024-05-02" in one and "range_before=2024-05-02" in one for one in (list_of_councils,))
    assert parliament_spider.night_addresses(councils) == []
    assert len(parliament_spider.night_addresses(commons)) == 1
    further = f"{list_of_councils}&page=2"
    for value, expected in ((further, [further]), (None, [])):
        page = Page(list_of_councils, json.dumps({"count": 101, "next": value, "results": []}).encode())
        assert democracy_club_spider.night_links(page, councils) == expected


def test_versions_are_asked_for_where_they_may_tell_something(monkeypatch: pytest.MonkeyPatch):
    changed = ["results/parl.a.by.2029-05-03/versions/", "results/parl.b.by.2029-05-03/versions/"]
    refreshing = spider(only_new="yes")
    assert asked(refreshing.parse_changes(list_of(BALLOTS), seen={}))[1:] == changed
    unchanged = {BALLOTS[0]["ballot_paper_id"]: BALLOTS[0]["last_updated"]}
    assert asked(refreshing.parse_changes(list_of(BALLOTS), seen=unchanged))[1:] == changed[1:]
    assert asked(spider().parse_ballots(list_of(BALLOTS))) == [], "too many questions at ten a minute"
    monkeypatch.setenv("BYELECTIONS_DEMOCRACY_CLUB_TOKEN", "s3cret")
    assert asked(spider().parse_ballots(list_of(BALLOTS))) == changed[1:]
    assert asked(spider(only_new="yes").parse_ballots(list_of(BALLOTS))) == []


def test_merged_people_are_asked_for_ten_and_then_a_hundred_at_a_time():
    def page_of(url: str, following: str | None) -> TextResponse:
        return TextResponse(url, body=json.dumps({"count": 230, "next": following, "results": []}).encode())

    large = f"{REDIRECTS}?page_size=100"
    assert asked(spider().parse_redirects(page_of(REDIRECTS, f"{REDIRECTS}?page=2"))) == [
        "person_redirects/?page_size=100"
    ]
    assert asked(spider().parse_redirects(page_of(large, f"{REDIRECTS}?page=2&page_size=100"))) == [
        "person_redirects/?page=2&page_size=100"
    ]
    assert asked(spider().parse_redirects(page_of(REDIRECTS, None))) == []
    with pytest.raises(UnexpectedPage, match="next page"):
        list(spider().parse_redirects(page_of(large, LIST)))


def byelections(home: Path, address: str, *args: str, **more: str) -> subprocess.CompletedProcess[str]:
    return in_process(home, *args, BYELECTIONS_MIRROR=address, BYELECTIONS_DELAY="0", **more)


def ask(home: Path, query: str) -> Rows:
    with duckdb.connect(str(home / "warehouse/byelections.duckdb"), read_only=True) as warehouse:
        return warehouse.sql(query).fetchall()


@pytest.fixture(scope="module")
def homes(parliament_alone: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """What Parliament says alone, and the same with Democracy Club beside it."""
    both = copy_of(parliament_alone, tmp_path_factory.mktemp("both"))
    with mirror() as address:
        more = byelections(
            both, address, "backfill", "--source", "democracy_club", BYELECTIONS_DEMOCRACY_CLUB_TOKEN="mirror-token"
        )
    assert more.returncode == 0, more.stderr
    return parliament_alone, both


@needs_shared
@pytest.mark.slow
def test_no_by_election_is_doubled_and_no_figure_moves(homes):
    alone, both = homes
    # why a seat was vacant is what Democracy Club alone says, and so that a court had voided the poll before
    figures = "select * exclude (vacancy_cause, vacancy_words, replaces) from by_elections order by ballot_paper_id"
    causes = "select count(vacancy_words), count(*) filter (where vacancy_cause != 'unknown') from by_elections"
    candidacies = (
        "select candidacy_id, candidate, party, votes, position, is_elected, vote_share, mnis_id "
        "from candidacies where election_kind = 'by-election' order by all"
    )
    assert ask(both, figures) == ask(alone, figures)
    assert ask(both, candidacies) == ask(alone, candidacies)
    assert (ask(both, causes), ask(alone, causes)) == ([(42, 42)], [(0, 0)])
    assert ask(both, "select count(*), count(distinct (constituency, poll_date)) from by_elections") == [(60, 60)]


@needs_shared
@pytest.mark.slow
def test_every_candidacy_meets_its_own(homes):
    _, both = homes
    said = "from statements where source = 'democracy_club' and candidacy_id is not null"
    assert ask(both, f"select count(distinct candidacy_id) {said}") == [(403,)]
    lacking = "where dc_person_id is null and poll_date between '2011-01-01' and '2021-12-31'"
    assert ask(both, f"select candidate from candidacies {lacking} and election_kind = 'by-election'") == []
    # names and parties as of today, where Parliament has those of the day
    assert ask(
        both,
        "select candidate, figure, settled_value, other_value from conflicts where other_source = 'democracy_club' "
        "order by all",
    ) == [
        ("Massimo James Dimambro", "party", "Democrats and Veterans Party", "Independents for Direct Democracy"),
        ("Philip Ian Taylor", "party", "Democrats and Veterans Party", "Independents for Direct Democracy"),
        ("Ray Hall", "party", "Beer, Baccy and Crumpet Party", "Beer, Baccy and Scratchings"),
    ]
    assert ask(both, "select count(*) from problems where source = 'democracy_club'") == [(0,)]
    assert ask(both, "select old_person_id, new_person_id from raw.person_redirect") == [("75999", "51741")]
    # of the results changed after the count; names of another day, joined by the person's id
    assert ask(both, "select count(distinct candidacy_id) from statements where document = 'versions'") == [(14,)]


@needs_shared
@pytest.mark.slow
def test_the_key_is_sent_and_never_kept(homes):
    _, both = homes
    kept = b"".join(gzip.decompress(file.read_bytes()) for file in (both / "archive").rglob("democracy_club-*.warc.gz"))
    # the API marks answers to a key as private: so it arrived, and its own record of the question lacks it
    assert b"Cache-Control: max-age=0, no-cache, no-store" in kept
    assert b"mirror-token" not in kept and b"authorization:" not in kept.lower()


@needs_shared
@pytest.mark.slow
def test_an_election_night(tmp_path):
    """Candidates, the winner, votes, the count: each stage by a refresh, and nothing asked for in vain."""
    known = (
        "select status, winner, valid_votes, electorate, rejected_ballot_papers, candidate_count, "
        "(select count(votes) from candidacies where candidacies.ballot_paper_id = by_elections.ballot_paper_id), "
        "(select string_agg(candidate) from candidacies where is_elected "
        "and candidacies.ballot_paper_id = by_elections.ballot_paper_id) "
        "from by_elections where ballot_paper_id = 'parl.north-shropshire.by.2021-12-16'"
    )
    refresh = ("refresh", "--source", "democracy_club", "--json")
    found, pages = [], []
    with mirror("--scenario", "north-shropshire") as address:
        assert byelections(tmp_path, address, "backfill", "--source", "democracy_club").returncode == 0
        for step in (0, 1, 2, 3):
            body = json.dumps({"scenario": "north-shropshire", "step": step}).encode()
            urllib.request.urlopen(urllib.request.Request(f"{address}/_mirror/state", data=body), timeout=10).close()
            run = byelections(tmp_path, address, *refresh)
            pages.append(json.loads(run.stdout)["crawls"][0]["pages"])
            found += ask(tmp_path, known)
            # 1: votes without an electorate are published, and told
            assert run.returncode in ((0, 1) if step == 2 else (0,)), run.stderr
    # the question and the councils' list, then the three pages of the list as well, and with votes the versions
    assert pages == [2, 5, 6, 6]
    versions = "select stated_at, value from statements where document = 'versions' and figure = 'electorate'"
    assert [value for _, value in ask(tmp_path, versions)] == ["82314"]
    that_morning = "select sum(votes) from results_as_of('2021-12-17 06:30') where constituency = 'North Shropshire'"
    assert ask(tmp_path, that_morning) == [(38022,)]
    assert [row[2:] for row in found] == [
        (None, None, None, 14, 0, None),
        (None, None, None, 14, 0, "Helen Morgan"),
        (38022, None, None, 14, 14, "Helen Morgan"),
        (38022, 82314, 74, 14, 14, "Helen Morgan"),
    ]
    assert [row[0] for row in found] == ["nominated", "declared", "settled", "settled"]
    assert [row[1] for row in found] == [None, "Helen Morgan", "Helen Morgan", "Helen Morgan"]


@needs_shared
@pytest.mark.slow
def test_a_list_broken_off_is_fetched_whole_by_the_next_refresh(tmp_path):
    refresh = ("refresh", "--source", "democracy_club", "--json")
    pages = []
    with mirror("--faults", '[{"kind": "429", "path": "page=2", "retry_after": 900, "times": 1}]') as address:
        broken_off = byelections(tmp_path, address, "backfill", "--source", "democracy_club")
        for _ in range(2):
            run = byelections(tmp_path, address, *refresh)
            assert run.returncode == 0, run.stderr
            pages.append(json.loads(run.stdout)["crawls"][0]["pages"])
    assert broken_off.returncode == 1 and "a pause of 900 seconds" in broken_off.stdout + broken_off.stderr
    assert pages == [4, 2], "the list's three or the question, and the councils' list"


@needs_shared
@pytest.mark.slow
def test_captures_take_the_place_of_the_starter_data(first_run, tmp_path):
    of_57 = (
        "select ballot_paper_id, candidate_count, valid_votes, electorate, winner, swing from by_elections "
        "where parliament_number = 57 order by 1"
    )
    bundled = ask(copy_of(first_run, tmp_path), of_57)
    with mirror() as address:
        assert byelections(tmp_path, address, "backfill", "--source", "democracy_club").returncode == 0
    assert len(bundled) == 5 and ask(tmp_path, of_57) == bundled
    assert ask(tmp_path, "select count(*) from by_elections") == [(535,)]


@needs_shared
@pytest.mark.slow
def test_days_limit_what_is_fetched(tmp_path):
    with mirror() as address:
        days = ("--from", "2021-05-06", "--to", "2021-05-13")
        run = byelections(tmp_path, address, "backfill", "--source", "democracy_club", *days)
        assert run.returncode == 0, run.stderr
        refused = byelections(
            tmp_path, address, "backfill", "--source", "democracy_club", *days, BYELECTIONS_DEMOCRACY_CLUB_TOKEN="wrong"
        )
    assert ask(tmp_path, "select ballot_paper_id from by_elections order by 1") == [
        ("parl.airdrie-and-shotts.by.2021-05-13",),
        ("parl.hartlepool.by.2021-05-06",),
    ]
    assert refused.returncode == 1 and "HTTP 401 Unauthorized" in refused.stdout + refused.stderr
