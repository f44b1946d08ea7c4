"""Wikipedia beside Parliament: its crawl, the by-elections before 2010, and that those since are not doubled."""

from __future__ import annotations

import asyncio
import csv
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.crawl import CrawlReport, crawl
from flows.sources import sources_to_crawl
from spiders.archive import WarcWriter
from spiders.results.wikipedia_api import address, article_address
from spiders.results.wikipedia_spider import CATEGORY, LISTS
from tests.sample_site import Answer, Site, robots
from tests.shared import SHARED, mirror, needs_shared

COMMAND = Path(sys.executable).with_name("byelections")
FACTS = SHARED / "sources/wikipedia/facts-1918-2010.csv"
Rows = list[tuple[Any, ...]]


def of_api(answer: dict[str, Any], **headers: str) -> Answer:
    return Answer(json.dumps(answer).encode(), headers={"Content-Type": "application/json", **headers})


def members(*titles: str, **more: Any) -> Answer:
    listed = [{"pageid": n, "ns": 14 if ":" in title else 0, "title": title} for n, title in enumerate(titles, 1)]
    return of_api({"query": {"categorymembers": listed}, **more})


def revision(title: str, number: int, text: str = "", page_id: int = 1) -> Answer:
    """An article's revision; its text is of no matter to the crawl."""
    saved = {"revid": number, "timestamp": f"2026-11-{number:02}T12:00:00Z", "slots": {"main": {"content": text}}}
    return of_api({"query": {"pages": [{"pageid": page_id, "ns": 0, "title": title, "revisions": [saved]}]}})


def category(title: str, **more: str) -> str:
    return address(list="categorymembers", cmtitle=title, cmtype="page|subcat", cmlimit="max", **more)


ORPINGTON, HULL, OLD = "1962 Orpington by-election", "1954 Hull by-election", "1906 Cockermouth by-election"
BELOW = "Category:1950s United Kingdom by-elections"
BUSY = of_api({"error": {"code": "maxlag", "info": "6 seconds lagged"}}, **{"Retry-After": "1"})
MORE = {"cmcontinue": "page|1|2", "continue": "-||"}
INFO = address(prop="info", titles=HULL), address(prop="info", titles=ORPINGTON)


SINCE_1918 = address(prop="info", redirects="1", titles="|".join(LISTS[9:]))
LIST_1918, LIST_1931 = LISTS[9], LISTS[10]


def lists_there(*revisions: int) -> Answer:
    """What the site says of the lists: those of 1918 and 1931 are there, the others are not."""
    there = [{"pageid": 9, "title": title, "lastrevid": at} for title, at in zip(LISTS[9:11], revisions, strict=True)]
    return of_api({"query": {"pages": [*there, *({"title": title, "missing": True} for title in LISTS[11:])]}})


def last_revision(title: str, number: int) -> Answer:
    return of_api({"query": {"pages": [{"pageid": 1, "title": title, "lastrevid": number}]}})


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[list[CrawlReport], list[list[str]]]]:
    """A backfill and a refresh, one article of two edited between them: reports, and what each asked for."""
    pages: dict[str, Answer | list[Answer]] = {
        SINCE_1918: [BUSY, lists_there(1, 1), lists_there(1, 2)],
        article_address(LIST_1918): revision(LIST_1918, 1),
        article_address(LIST_1931): [revision(LIST_1931, 1), revision(LIST_1931, 2)],
        category(CATEGORY): [BUSY, members(OLD, BELOW, "Category:Members of Parliament", **{"continue": MORE})],
        category(CATEGORY, **MORE): members(ORPINGTON, "List of by-elections"),
        category(BELOW): members(HULL, ORPINGTON),
        article_address(ORPINGTON): [revision(ORPINGTON, 1), revision(ORPINGTON, 2)],
        article_address(HULL): [BUSY, revision(HULL, 1)],
        INFO[0]: last_revision(HULL, 1),
        INFO[1]: last_revision(ORPINGTON, 2),
        address(prop="info", titles=f"{HULL}|{ORPINGTON}"): of_api(
            {"query": {"pages": [{"title": HULL, "lastrevid": 1}, {"title": ORPINGTON, "lastrevid": 2}]}}
        ),
        "https://en.wikipedia.org/robots.txt": robots(),
    }
    with Site({url.removeprefix("https://"): answer for url, answer in pages.items()}) as served:
        settings, reports, asked = served.settings(tmp_path_factory.mktemp("wiki")), [], []
        for args in ({}, {"only_new": "yes"}):
            before = len(served.asked)
            reports.append(asyncio.run(crawl(settings, "wikipedia", args=args, log=lambda level, line: None)))
            asked.append([one.path for one in served.asked[before:] if one.path != "/robots.txt"])
        yield reports, asked


def path_of(url: str) -> str:
    return url.removeprefix("https://en.wikipedia.org")


def test_crawl_follows_slices_and_subcategories_and_asks_again_when_the_site_is_busy(site):
    reports, asked = site
    assert reports[0].is_good, reports[0]
    wanted = [SINCE_1918] * 2 + [article_address(LIST_1918), article_address(LIST_1931)]
    wanted += [category(CATEGORY)] * 2 + [category(CATEGORY, **MORE), category(BELOW)]
    wanted += [article_address(ORPINGTON)] + [article_address(HULL)] * 2
    assert sorted(asked[0]) == sorted(map(path_of, wanted))


def test_a_refresh_asks_for_changed_articles_alone(site):
    reports, asked = site
    assert reports[1].is_good, reports[1]
    assert path_of(article_address(ORPINGTON)) in asked[1]
    assert path_of(article_address(HULL)) not in asked[1]
    assert path_of(article_address(LIST_1931)) in asked[1]
    assert path_of(article_address(LIST_1918)) not in asked[1]


def test_dates_limit_the_articles_by_year(tmp_path):
    pages = {
        category(CATEGORY): members(ORPINGTON, HULL, OLD),
        article_address(OLD): revision(OLD, 1),
        article_address(HULL): revision(HULL, 1),
        address(prop="info", redirects="1", titles="|".join(LISTS[8:12])): lists_there(1, 1),  # those of 1900 to 1979
        article_address(LIST_1918): revision(LIST_1918, 1),
        article_address(LIST_1931): revision(LIST_1931, 1),
    }
    with Site({url.removeprefix("https://"): answer for url, answer in pages.items()}) as served:
        args = {"from_date": "1906-08-03", "to_date": "1954-12-31"}
        report = asyncio.run(crawl(served.settings(tmp_path), "wikipedia", args=args, log=lambda level, line: None))
        asked = {one.path for one in served.asked}
    assert report.is_good, report
    assert {path_of(article_address(OLD)), path_of(article_address(HULL))} < asked
    assert path_of(article_address(ORPINGTON)) not in asked


def test_a_site_whose_rules_keep_us_off_the_api_is_left_alone(tmp_path):
    with Site({"en.wikipedia.org/robots.txt": robots("User-agent: *\nDisallow: /w/\n")}) as served:
        report = asyncio.run(crawl(served.settings(tmp_path), "wikipedia", args={}, log=lambda level, line: None))
        assert [one.path for one in served.asked] == ["/robots.txt"]
    assert {reason for _, reason in report.failures} == {"robots.txt does not allow it"}


def test_it_is_asked_only_when_named():
    assert "wikipedia" not in [source.name for source in sources_to_crawl()]
    assert [source.name for source in sources_to_crawl(["wikipedia"])] == ["wikipedia"]


def byelections(home: Path, *args: str, **settings: str) -> subprocess.CompletedProcess[str]:
    env = os.environ | {"BYELECTIONS_HOME": str(home), "BYELECTIONS_DELAY": "0"} | settings
    run = subprocess.run([COMMAND, *args], env=env, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    return run


def open_warehouse(home: Path) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(home / "warehouse/byelections.duckdb"), read_only=True)


def ask(home: Path, query: str) -> Rows:
    with open_warehouse(home) as warehouse:
        return warehouse.sql(query).fetchall()


# What must be the same with and without Wikipedia. Not where a figure comes from: a vote that arithmetic had settled
# (Sheffield, Brightside and Hillsborough 2016) and a candidacy Parliament lost (Sleaford 2016) find who states them.
SETTLED = {
    "by_elections": "select * from by_elections where poll_date >= '2010-01-01'",
    "candidacies": "select * exclude (source, votes_rule, source_url) from candidacies where poll_date >= '2010-01-01'",
    "conflicts": "select * exclude (settled_source, explanation) from conflicts "
    "where other_source is distinct from 'wikipedia'",
}


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Parliament alone, and Parliament with Wikipedia."""
    alone, both = tmp_path_factory.mktemp("alone"), tmp_path_factory.mktemp("both")
    with mirror() as site:
        byelections(alone, "backfill", "--source", "parliament", BYELECTIONS_MIRROR=site)
        byelections(both, "backfill", "--source", "parliament", "--source", "wikipedia", BYELECTIONS_MIRROR=site)
    return alone, both


@needs_shared
@pytest.mark.slow
def test_every_candidacy_before_2010_is_as_the_article_has_it(homes):
    with FACTS.open(encoding="utf-8", newline="") as file:
        wanted = sorted(
            (row["date"], row["constituency"], row["candidate"], int(row["votes"]) if row["votes"] else None,
             row["elected"] == "yes", int(row["electorate"]) if row["electorate"] else None)
            for row in csv.DictReader(file)
        )  # fmt: skip
    found = ask(
        homes[1],
        "select poll_date::varchar, constituency, candidate, votes, is_elected, electorate from candidacies "
        "join (select ballot_paper_id, electorate from by_elections) using (ballot_paper_id) "
        "where poll_date < '2010-01-01'",
    )
    assert sorted(found, key=lambda row: row[:3]) == sorted(wanted, key=lambda row: row[:3])
    assert len(found) == 55


@needs_shared
@pytest.mark.slow
def test_contradictions_within_an_article_are_told_and_not_repaired(homes):
    told = ask(
        homes[1],
        "select constituency, figure, settled_value, other_value from conflicts "
        "where other_source = 'wikipedia' and figure = 'majority' order by all",
    )
    assert told == [("Newcastle-upon-Tyne North", "majority", "6552", "6462"), ("Wirral", "majority", "24113", "24412")]
    status = "select constituency from by_elections where status = 'uncontested'"
    assert ask(homes[1], status) == [("Bolton",)]


@needs_shared
@pytest.mark.slow
def test_beside_older_articles_parliament_stays_as_it_is_alone(homes):
    alone, both = homes
    for table, query in SETTLED.items():
        assert sorted(map(repr, ask(both, query))) == sorted(map(repr, ask(alone, query))), table


PARTIES = {"Labour": "Labour Party (UK)", "Conservative": "Conservative Party (UK)",
           "Liberal Democrat": "Liberal Democrats (UK)", "Green Party": "Green Party of England and Wales",
           "Independent": "Independent politician"}  # fmt: skip


def short(name: str) -> str:
    """An article calls people by first and last name."""
    words = name.split()
    return f"{words[0]} {words[-1]}" if len(words) == 3 and "," not in name else name


def composed(year: int, day: str, seat: str, electorate: int | None, lines: Rows, slip: int = 0) -> tuple[str, str]:
    """Title and text of an article with these figures; `slip` is added to the winner's votes."""
    title = f"{year} {seat.replace(',', '')} by-election"
    text = [
        f"{{{{Infobox election|election_date = {day}}}}}",
        "== Result ==",
        "{{Election box begin|title=" + title + "}}",
    ]
    for place, (name, party, votes) in enumerate(lines):
        kind = "winning candidate" if place == 0 else "candidate"
        text.append(
            f"{{{{Election box {kind} with party link|party={PARTIES.get(party, party or '')}"
            f"|candidate={short(name)}|votes={votes + (slip if place == 0 else 0):,}|percentage=|change=}}}}"
        )
    text.append(f"{{{{Election box turnout|votes={sum(line[2] for line in lines):,}|percentage=|change=}}}}")
    if electorate:
        text.append(f"{{{{Election box registered electors|reg. electors={electorate:,}}}}}")
    return title, "\n".join([*text, "{{Election box end}}"])


@needs_shared
@pytest.mark.slow
def test_by_elections_since_2010_are_not_doubled(homes, tmp_path):
    """Articles made of Parliament's own figures, with short names and no comma in a seat, one of them with a slip."""
    alone, _ = homes
    contests = ask(
        alone,
        "select ballot_paper_id, year(poll_date), strftime(poll_date, '%-d %B %Y'), constituency, electorate "
        "from by_elections",
    )
    shutil.copytree(alone / "archive", tmp_path / "archive")
    with WarcWriter(tmp_path / "archive", "wikipedia") as writer:
        for page_id, (contest, year, day, seat, electorate) in enumerate(contests, 1):
            lines = ask(
                alone,
                f"select candidate, party, votes from candidacies where ballot_paper_id = '{contest}' "
                "order by votes desc, candidate",
            )
            title, text = composed(year, day, seat, electorate, lines, slip=900 if seat == "Hartlepool" else 0)
            body = revision(title, 3, text, page_id).body
            writer.response(
                article_address(title), status=200, headers=[("Content-Type", "application/json")], body=body
            )
    byelections(tmp_path, "rebuild")
    told = ask(
        tmp_path,
        "select constituency, figure, settled_value, other_value from conflicts "
        "where other_source = 'wikipedia' and constituency = 'Hartlepool' and figure != 'candidate_name'",
    )
    assert told == [("Hartlepool", "votes", "15529", "16429")]
    apart = (
        "select candidate, settled_value, other_value from conflicts where other_source = 'wikipedia' "
        "and figure = 'candidate_name' and (settled_value is null or other_value is null)"
    )
    assert ask(tmp_path, apart) == []
    for table, query in SETTLED.items():
        assert sorted(map(repr, ask(tmp_path, query))) == sorted(map(repr, ask(alone, query))), table
