"""Wikipedia beside Parliament: its crawl, the by-elections before 2010, and that those since are not doubled."""

from __future__ import annotations

import asyncio
import csv
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.clean.contests import clean_contest
from flows.crawl import CrawlReport, crawl
from flows.reading import read_archive
from flows.runs import archive_folder, files_wanted
from flows.sources import sources_to_crawl
from spiders.archive import WarcWriter
from spiders.records import Page, ScrapedContest, UnexpectedPage
from spiders.results import wikipedia
from spiders.results.wikipedia_api import address, article_address
from spiders.results.wikipedia_spider import CATEGORY, LISTS
from spiders.settings import Settings
from tests.homes import copy_of, in_process
from tests.sample_site import Answer, Site, robots
from tests.shared import SHARED, mirror, needs_shared

FIXTURES = Path(__file__).parent / "fixtures/wikipedia"
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


def saved_answers(folder: Path) -> Path:
    """A folder as somebody who saved answers of the API by hand might have it."""
    (folder / "articles").mkdir(parents=True)
    shutil.copy(FIXTURES / "list/page.json", folder / "by-elections 1918–1931.json")
    shutil.copy(FIXTURES / "file-parse/page.json", folder / "articles/Barchester 1943.json")
    (folder / "notes.txt").write_text("saved on a rainy day", encoding="utf-8")
    return folder


def test_answers_saved_by_hand_are_archived_and_read_from_a_folder(tmp_path):
    folder, settings = saved_answers(tmp_path / "saved"), Settings(home=tmp_path / "home")
    files = files_wanted("wikipedia", folder)
    assert [path.name for path in files] == ["Barchester 1943.json", "by-elections 1918–1931.json"]
    assert archive_folder(settings, "wikipedia", folder, files).refused == []
    report = read_archive(settings)
    assert (report.pages, report.contests, report.problems) == (2, 9, 0)
    (table,) = settings.records_dir.glob("wikipedia/*/contest.parquet")
    said = {(row["document"], row["ballot_paper_id"]): row for row in pq.read_table(table).to_pylist()}
    row = said["list", "parl.barchester.by.1931-08-25"]
    assert (row["vacancy_cause"], row["vacancy_words"], row["poll_status"]) == (
        "death", "Death (road accident)", "uncontested",
    )  # fmt: skip
    assert (row["outgoing_member"], row["winner_name"], row["outcome_party"]) == (
        "Septimus Harding", "Theophilus Grantly", "Conservative",
    )  # fmt: skip
    assert row["source_url"].endswith("&oldid=1200000370")
    assert said["list", "parl.ullathorne-university.by.1926-06-12"]["vacancy_cause"] is None
    assert said["article", "parl.barchester.by.1943-02-10"]["outgoing_member"] == "Septimus Harding"


LIST = json.loads((FIXTURES / "list/page.json").read_text(encoding="utf-8"))["query"]["pages"][0]
WIKITEXT = LIST["revisions"][0]["slots"]["main"]["content"]
MARKS = (
    "{|",
    "|}",
    "|-",
    "{{",
    "}}",
    "[[",
    "]]",
    "<ref>",
    "</ref>",
    "<sup>",
    "rowspan=99|",
    "!",
    "||",
    "\n",
    "<td>",
    "",
)


@settings(max_examples=40)
@given(places=st.lists(st.tuples(st.floats(0, 1), st.sampled_from(MARKS), st.integers(0, 40)), min_size=1, max_size=4))
def test_a_list_with_broken_marks_is_read_or_refused(places):
    text = WIKITEXT
    for at, mark, cut in places:
        here = int(at * len(text))
        text = text[:here] + mark + text[here + cut :]
    answer = {"parse": {"title": LIST["title"], "pageid": 9, "revid": 1, "wikitext": text}}
    try:
        found = wikipedia.read(Page("file:wikipedia/list.json", json.dumps(answer).encode()))
    except UnexpectedPage:
        return
    for record in found.records:
        if isinstance(record, ScrapedContest):
            clean_contest(record)


@settings(max_examples=20)
@given(name=st.text(alphabet=st.characters(categories=["L"]), min_size=1, max_size=12))
def test_another_name_in_a_cell_is_told_as_it_stands(name):
    answer = {"parse": {"title": LIST["title"], "pageid": 9, "wikitext": WIKITEXT.replace("Ann Arabin", name)}}
    found = wikipedia.read(Page("file:wikipedia/list.json", json.dumps(answer).encode()))
    told = [one.outgoing_member for one in found.records if isinstance(one, ScrapedContest)]
    assert told[2] == name and len(told) == 8


@pytest.mark.parametrize(
    ("day", "winner", "status"),
    [
        ("26 March 1931 (cancelled)", "", "cancelled"),
        ("26 March 1931", "''Poll countermanded''", "countermanded"),
        ("26 March 1931 (postponed from 12 March)", "John Bold", None),
    ],
)
def test_a_poll_called_off_has_no_winner_in_a_list(day, winner, status):
    row = f"|{day}\n|Sir [[Obadiah Slope|Obadiah Slope]]"
    text = WIKITEXT.replace("|26 March 1931\n|Sir [[Obadiah Slope|Obadiah Slope]]", row)
    text = text.replace("|John Bold<!-- check -->", f"|{winner}")
    answer = {"parse": {"title": LIST["title"], "pageid": 9, "wikitext": text}}
    found = wikipedia.read(Page("file:wikipedia/list.json", json.dumps(answer).encode()))
    told = [one for one in found.records if isinstance(one, ScrapedContest)][1]
    assert (told.poll_status, told.winner_name) == (status, None if status else "John Bold")
    assert "26 March 1931" in (told.poll_date or "") and not found.problems


def test_it_is_crawled_when_named_though_it_may_come_as_files_too():
    (source,) = sources_to_crawl(["wikipedia"])
    assert source.files and source.crawls


def byelections(home: Path, *args: str, **settings: str) -> subprocess.CompletedProcess[str]:
    run = in_process(home, *args, BYELECTIONS_DELAY="0", **settings)
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
    # Parliament's pages of 2019 to 2024 leave it to the votes who won: with Wikipedia's word it is derived no more
    "candidacies": "select * exclude (source, votes_rule, source_url, is_winner_derived) from candidacies "
    "where poll_date >= '2010-01-01'",
    "conflicts": "select * exclude (settled_source, explanation) from conflicts "
    "where other_source is distinct from 'wikipedia'",
}


@pytest.fixture(scope="module")
def homes(parliament_alone: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Parliament alone, and Parliament with Wikipedia."""
    both = copy_of(parliament_alone, tmp_path_factory.mktemp("both"))
    with mirror() as site:
        byelections(both, "backfill", "--source", "wikipedia", BYELECTIONS_MIRROR=site)
    return parliament_alone, both


def facts() -> list[dict[str, str]]:
    """The fifteen by-elections gathered independently, one row per candidate."""
    with FACTS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# How an article names a party that the facts call by its short name; NOTES section 3. Others have one name.
ARTICLES = {
    "Labour": "Labour Party (UK)", "Conservative": "Conservative Party (UK)", "Liberal": "Liberal Party (UK)",
    "Unionist": "Unionist Party (Scotland)", "C Unionist": "Unionist Party (UK)", "SNP": "Scottish National Party",
    "Ind. Labour Party": "Independent Labour Party", "Communist": "Communist Party of Great Britain",
    "National Liberal": "National Liberal Party (UK, 1931)", "Independent": "Independent politician",
    "Liberal Democrats": "Liberal Democrats (UK)", "UKIP": "UK Independence Party",
    "Monster Raving Loony": "Official Monster Raving Loony Party", "Ind. Conservative": "Independent Conservative",
}  # fmt: skip


def by_article(label: str) -> str | None:
    """ "Labour gain from Liberal" -> the same words with the names of the parties' articles; None for no label."""
    if not label:
        return None
    if label.endswith(" hold"):
        return f"{ARTICLES.get(label[:-5], label[:-5])} hold"
    return " gain from ".join(ARTICLES.get(party, party) for party in label.split(" gain from "))


def number(printed: str) -> int | None:
    return int(printed) if printed else None


def percent(printed: str | None) -> float | None:
    """ "39.4" and "39.4%" -> 39.4; None for no figure."""
    return float(printed.rstrip("%")) if printed and printed[0].isdigit() else None


def count(printed: str | None) -> int | None:
    return int(printed.replace(",", "")) if printed and printed[0].isdigit() else None


@pytest.fixture(scope="module")
def wikipedia_alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("wikipedia")
    with mirror() as site:
        byelections(home, "backfill", "--source", "wikipedia", BYELECTIONS_MIRROR=site)
    return home


@needs_shared
@pytest.mark.slow
def test_every_candidacy_before_2010_is_as_the_article_has_it(wikipedia_alone):
    found = ask(
        wikipedia_alone,
        "select poll.poll_date::varchar, contest.constituency_printed, poll.candidate, poll.votes, poll.is_elected, "
        "line.party_printed, line.vote_share_printed "
        "from candidacies as poll inner join raw.contest_statement as contest using (ballot_paper_id) "
        "inner join raw.candidacy_statement as line using (statement_no) where line.candidate = poll.candidate",
    )
    wanted = [
        (row["date"], row["constituency"], row["candidate"], number(row["votes"]), row["elected"] == "yes",
         ARTICLES.get(row["party_as_given"], row["party_as_given"]), percent(row["share_pct"]))
        for row in facts()
    ]  # fmt: skip
    shown = [(*row[:6], percent(row[6])) for row in found]
    assert sorted(shown, key=lambda row: row[:3]) == sorted(wanted, key=lambda row: row[:3])
    assert len(found) == 55


@needs_shared
@pytest.mark.slow
def test_candidates_stand_in_the_order_of_the_facts(wikipedia_alone):
    found = ask(wikipedia_alone, "select poll_date::varchar, position, candidate, votes from candidacies")
    wanted = [(row["date"], int(row["position"]), row["candidate"], number(row["votes"])) for row in facts()]
    # two polled 53 votes each in South East Staffordshire: which of them comes first means nothing
    by_votes = sorted((day, votes or 0, name) for day, _, name, votes in found)
    assert by_votes == sorted((day, votes or 0, name) for day, _, name, votes in wanted)
    untied = {(day, place, name) for day, place, name, votes in wanted if votes not in (None, 53)}
    assert untied <= {(day, place, name) for day, place, name, _ in found}


@needs_shared
@pytest.mark.slow
def test_every_figure_of_a_contest_is_as_the_article_has_it(wikipedia_alone):
    found = ask(
        wikipedia_alone,
        "select poll_date::varchar, constituency_printed, electorate_printed, valid_votes_printed, majority_printed, "
        "majority_share, turnout_printed, outcome_printed from raw.contest_statement",
    )
    shown = {
        (day, seat, count(electorate), count(votes), count(majority), share and round(share * 100, 2), percent(turnout),
         label)
        for day, seat, electorate, votes, majority, share, turnout, label in found
    }  # fmt: skip
    wanted = {
        (row["date"], row["constituency"], number(row["electorate"]), number(row["turnout_votes"]),
         number(row["majority_votes"]), percent(row["majority_pct"]), percent(row["turnout_pct"]),
         by_article(row["outcome_as_given"]))
        for row in facts()
    }  # fmt: skip
    assert shown == wanted
    assert len(shown) == 15


@needs_shared
@pytest.mark.slow
def test_what_is_settled_follows_from_the_votes_of_the_facts(wikipedia_alone):
    """Votes, electorate, majority and turnout as reckoned here from the facts."""
    wanted = []
    for day in sorted({row["date"] for row in facts()}):
        rows = [row for row in facts() if row["date"] == day]
        votes = sorted((int(row["votes"]) for row in rows if row["votes"]), reverse=True)
        electorate = number(rows[0]["electorate"])
        wanted.append(
            (day, electorate, sum(votes) or None, votes[0] - votes[1] if votes else None,
             round(sum(votes) / electorate, 9) if electorate else None, len(rows))
        )  # fmt: skip
    found = ask(
        wikipedia_alone,
        "select poll_date::varchar, electorate, valid_votes, majority, round(turnout_valid, 9), candidate_count "
        "from by_elections order by poll_date",
    )
    assert found == wanted


@needs_shared
@pytest.mark.slow
def test_contradictions_within_an_article_are_told_and_not_repaired(wikipedia_alone):
    """Those that the facts found, no other majority, and three shares that are not the votes divided."""
    slips = {row["constituency"] for row in facts() if row["arithmetic_check"].startswith("first minus second")}
    told = ask(
        wikipedia_alone,
        "select constituency_printed, figure, candidate, settled_value, other_value from conflicts as conflict "
        "inner join raw.contest_statement as contest using (ballot_paper_id) order by conflict.poll_date, figure",
    )
    assert told == [
        ("Merthyr", "vote_share", "S. O. Davies", "0.51881", "51.8%"),  # 18,645 of 35,938 is 51.88
        ("Combined Scottish Universities", "vote_share", "Peter Chalmers Mitchell", "0.134427", "13.5%"),
        ("Newcastle-upon-Tyne North", "majority", None, "6552", "6462"),
        ("Carmarthen", "vote_share", "Simon Day", "0.070689", "7.09%"),
        ("Wirral", "majority", None, "24113", "24412"),
    ]
    assert {row[0] for row in told if row[1] == "majority"} == slips
    status = "select constituency from by_elections where status = 'uncontested'"
    assert ask(wikipedia_alone, status) == [("Bolton",)]
    assert {row["constituency"] for row in facts() if row["arithmetic_check"].startswith("no votes")} == {"Bolton"}


@needs_shared
@pytest.mark.slow
def test_beside_parliament_the_older_by_elections_are_the_same(homes, wikipedia_alone):
    older = "select * from candidacies where poll_date < '2010-01-01' order by all"
    assert ask(homes[1], older) == ask(wikipedia_alone, older)


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
