"""Pages and data in shapes nobody had seen when the readers were written: read right, or refused with a reason.

`fixtures/council_answers` has 76 layouts with what a careful person reads from each; places and people are invented.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spiders.records import Page, ReadPage, ScrapedContest, UnexpectedPage
from spiders.results import council_sites
from spiders.results.councils import follow, read, wanted_contest
from spiders.results.councils_night import night_links
from spiders.results.declarations.moments import day_of, moment_day, with_years
from spiders.watch import Watched
from tests.council_scores import layouts, score_of
from tests.declarations import BARSET, page_of, spoken, table_of

LAYOUTS = layouts(Path(__file__).parent / "fixtures/council_answers")
# What a page leaves out, or says in sentences alone, is refused; "votes polled" are not called papers issued.
OTHERS = {
    "09_umbraco_prose_release": "refused",
    "23_table_split_in_two_columns": "refused",
    "27_northern_ireland_stv_counts": "incomplete",
    "35_count_software_xml_export": "refused",
    "37_accordion_per_candidate": "incomplete",
    "39_winner_banner_others_below": "incomplete",
    "46_welsh_only": "incomplete",
    "49_wordpress_tablepress_footnotes": "incomplete",
    "64_three_seats": "incomplete",
    "68_northern_ireland_stv": "incomplete",
    "71_press_release_prose": "refused",
    "72_live_widget_provisional": "refused",
}
PRIVATE = re.compile(r"@|\b0[0-9]{4}\b|\bAgent\b|Returning Officer|[A-Z]{1,2}[0-9]{1,2} [0-9][A-Z]{2}\b")


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout_nobody_had_seen_is_read_right_or_refused(name: str):
    score = score_of(*LAYOUTS[name])
    assert score.verdict == OTHERS.get(name, "right"), (score.wrong, score.missing, score.refused)


@pytest.mark.parametrize("name", LAYOUTS)
def test_nothing_private_leaves_it(name: str):
    try:
        found = read(LAYOUTS[name][0])
    except UnexpectedPage as refusal:
        assert not PRIVATE.search(refusal.seen)
        return
    for record in [*found.records, *found.problems]:
        assert not PRIVATE.search(str(record))


# --- data ------------------------------------------------------------------------------------------------------------

HILL = {"name": "Ann Hill", "party": "Labour", "votes": 100}
DALE = {"name": "Bob Dale", "party": "Green Party", "votes": 90}
WARD = {"ward": "Alder", "pollDate": "2025-10-16"}


def data(body: Any, content_type: str = "application/json") -> Page:
    whole = body if isinstance(body, str) else json.dumps(body)
    return Page(f"{BARSET}/api/result", whole.encode(), content_type)


def said(found: ReadPage) -> list[tuple[Any, ...]]:
    """Each contest as (seat, day, state, people with their votes and marks)."""
    return [
        (
            one.constituency,
            one.poll_date,
            one.state,
            [(spoken(each), each.party, each.votes, each.is_elected) for each in one.candidacies],
        )
        for one in found.records
        if isinstance(one, ScrapedContest)
    ]


ANN, BOB = ("Ann Hill", "Labour", "100", "true"), ("Bob Dale", "Green Party", "90", "false")
MARKED = [("Alder", "2025-10-16", "results", [ANN, BOB])]
PLAIN = [("Alder", "2025-10-16", "results", [(*ANN[:3], None), (*BOB[:3], None)])]
NOMINATED = [("Alder", "2025-10-16", "candidates", [(*ANN[:2], None, None), (*BOB[:2], None, None)])]


def marked(record: dict[str, Any], is_elected: Any) -> dict[str, Any]:
    return record | {"elected": is_elected}


def person(given: str, family: str, party: str, votes: int, is_elected: bool) -> dict[str, Any]:
    return {
        "candidate": {"firstName": given, "lastName": family, "electionAgent": {"name": "Penelope Graves"}},
        "party": {"id": 7, "name": party, "abbreviation": "x"},
        "result": {"votes": votes, "voteShare": 52.6, "previousVotes": 999, "elected": is_elected},
    }


PEOPLE = [person("Ann", "Hill", "Labour", 100, True), person("Bob", "Dale", "Green Party", 90, False)]
LONG = [
    {"attributes": {"WardName": "Alder", "PollDate": "2025-10-16", "Candidate": one["name"], "Party": one["party"],
                    "Votes": one["votes"], "Elected": "Y" if one is HILL else "N"}}
    for one in (HILL, DALE)
]  # fmt: skip
WIDE = {
    "WARD": "Alder", "POLL_DATE": 1760569200000, "C1_NAME": "Ann Hill", "C1_PARTY": "Labour", "C1_VOTES": 100,
    "C1_PREV": 999, "C2_NAME": "Bob Dale", "C2_PARTY": "Green Party", "C2_VOTES": 90, "WINNER": "Ann Hill",
}  # fmt: skip
MIDNIGHT = {"ward": "Alder", "electionDate": "2025-10-15T23:00:00Z"}
BEFORE = {"previous": {"candidates": [{"name": "Cy Fox", "party": "Labour", "votes": 999, "elected": True}]}}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"contest": WARD | BEFORE, "candidates": [marked(HILL, True), marked(DALE, False)]}, MARKED),
        ({"election": {"date": "2025-10-16"}, "contests": [{"ward": {"name": "Alder"}, "candidates": PEOPLE}]}, MARKED),
        ({"features": LONG}, MARKED),  # a feature a candidate
        ({"features": [{"attributes": WIDE}]}, MARKED),  # a feature a ward
        ({"title": "Alder by-election, 16 October 2025", "columns": ["Candidate", "Party", "Votes"],
          "rows": [["Ann Hill", "Labour", 100], ["Bob Dale", "Green Party", 90]]}, PLAIN),
        (MIDNIGHT | {"candidates": [HILL, DALE]}, PLAIN),  # midnight in London
        # of two years' polls under one ward each has its own day
        ({"ward": "Alder", "elections": [{"date": "2025-10-16", "candidates": [HILL, DALE]},
                                         {"date": "2023-05-04", "candidates": [DALE, HILL]}]}, PLAIN),
        # no result: nought, a status, no moment of the declaration, nobody elected, another year
        (WARD | {"candidates": [HILL | {"votes": 0}, DALE | {"votes": 0}]}, NOMINATED),
        (WARD | {"status": "Counting in progress", "candidates": [HILL, DALE]}, NOMINATED),
        (WARD | {"declaredAt": None, "candidates": [HILL, DALE]}, NOMINATED),
        (WARD | {"candidates": [marked(HILL, False), marked(DALE, False)]}, NOMINATED),
        (WARD | {"year": 2021, "candidates": [HILL, DALE]}, []),
        (WARD | {"candidates": []}, []),
        (WARD | {"type": "Parish by-election", "candidates": [HILL, DALE]}, []),
    ],
)  # fmt: skip
def test_json_by_the_meaning_of_its_keys(body: Any, expected: list[Any]):
    try:
        found = said(read(data(body)))
    except UnexpectedPage:
        found = []
    assert found == expected


@pytest.mark.parametrize(
    "body",
    [
        '{"ward": "Al',  # broken off
        {"error": {"code": 400}},
        WARD | {"results": [{"name": "Labour", "seats": 3, "votes": 9}, {"name": "Green", "seats": 2, "votes": 8}]},
        WARD | {"pollingStations": [{"name": "Hall", "party": "x", "votes": 3}, {"name": "Mill", "votes": 5}]},
        WARD | {"candidates": [{"name": "Ann Hill", "party": "Labour", "votes2021": 40}]},
    ],
)
def test_data_that_hold_no_result_are_refused(body: Any):
    with pytest.raises(UnexpectedPage):
        read(data(body))


def test_two_readings_of_one_contest_are_none():
    found = read(data([WARD | {"candidates": [HILL, DALE]}, WARD | {"candidates": [HILL, DALE | {"votes": 91}]}]))
    assert not found.records
    assert [one.rule for one in found.problems] == ["contest-stated-twice"]


HEADS = "Ward,Polling date,Candidate,Party,Votes,Elected,Electorate"


@pytest.mark.parametrize(
    ("text", "electorate"),
    [
        (f"{HEADS}\nAlder,16/10/2025,Ann Hill,Labour,100,Y,5000\n"
         "Alder,16/10/2025,Bob Dale,Green Party,90,N,5000\n", "5000"),
        ("Alder Ward by-election\nDate of poll;16 October 2025\n\nCandidate;Description;Number of votes;Elected\n"
         "Ann Hill;Labour;100;Elected\nBob Dale;Green Party;90;\nTotal;;190;\nElectorate;5000\n", "5000"),
        ("Ward,Date of election,Candidate 1,Party 1,Votes 1,Candidate 2,Party 2,Votes 2,Winner\n"
         "Alder,2025-10-16,Ann Hill,Labour,100,Bob Dale,Green Party,90,Ann Hill\n", None),
    ],
)  # fmt: skip
def test_csv_a_row_a_candidate_or_a_ward(text: str, electorate: str | None):
    found = read(data(text, "text/csv"))
    assert said(found) == MARKED
    assert found.records[0].electorate == electorate  # type: ignore[union-attr]


COLUMNS = ("Candidate", "Party", "Votes")
TABLE = table_of([("Ann Hill", "Labour", "100 Elected"), ("Bob Dale", "Green Party", "90")], heads=COLUMNS)
HELD = f"<p>The poll was held on Thursday 16 October.</p>{TABLE}"
POST = {
    "date": "2025-10-17T01:00:00",
    "link": f"{BARSET}/news/alder-result",
    "title": {"rendered": "Alder by&#8209;election result"},
    "content": {"rendered": HELD},
}
FEED = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<item><title>Alder by-election result</title><link>{link}</link><pubDate>Fri, 17 Oct 2025 01:00:00 +0100</pubDate>
<content:encoded><![CDATA[{body}]]></content:encoded></item></channel></rss>"""


@pytest.mark.parametrize(
    "page",
    [data([POST]), data(FEED.format(link=POST["link"], body=HELD), "application/rss+xml")],
    ids=["wordpress", "rss"],
)
def test_a_page_inside_an_item_is_read_and_followed(page: Page):
    assert said(read(page)) == MARKED, "the day has its year from the item's own"
    wanted = wanted_contest("local.kirklees.alder.by.2025-10-16")
    assert follow(page, wanted) == [POST["link"]]
    watched = Watched("local.kirklees.alder.by.2025-10-16", "Alder", wanted.polled)
    assert night_links(page, watched) == [POST["link"]]
    assert night_links(data(WARD | {"candidates": [HILL, DALE]}), watched) == []


@pytest.mark.parametrize(("title", "votes"), [("Correction: Alder by-election result", "100"), ("Alder result", None)])
def test_of_two_results_in_a_feed_the_correction_counts(title: str, votes: str | None):
    wrong = POST | {
        "title": {"rendered": "Alder by-election result"},
        "content": {"rendered": HELD.replace("90", "99")},
    }
    found = read(data([POST | {"title": {"rendered": title}}, wrong]))
    assert [one[3][0][2] for one in said(found)] == ([votes] if votes else [])
    assert [one.rule for one in found.problems] == ([] if votes else ["contest-stated-twice"])


def test_an_item_of_another_site_is_not_followed():
    page = data([POST | {"link": "https://elsewhere.example/alder-result"}])
    assert follow(page, wanted_contest("local.kirklees.alder.by.2025-10-16")) == []


def test_data_inside_a_page_of_scripts():
    island = json.dumps(
        {"props": {"pageProps": {"contest": WARD, "candidates": [marked(HILL, True), marked(DALE, False)]}}}
    )
    script = f'<script id="__NEXT_DATA__" type="application/json">{island}</script>'
    assert said(read(page_of(f"<main><h1>By-election result</h1><p>Loading results</p></main>{script}"))) == MARKED
    with pytest.raises(UnexpectedPage, match="scripts fill in"):
        read(page_of("<main><h1>Alder by-election result</h1><p>Loading results</p></main>"))


def test_whose_data_a_shared_service_holds(monkeypatch: pytest.MonkeyPatch):
    address = "https://services-eu1.arcgis.com/x/ByElections/FeatureServer/0/query"
    base, results = "https://barset.example", (f"{address}?f=json",)
    own = council_sites.Site("BST", "barset", "Barset Council", "England", "own", base, results)
    monkeypatch.setattr(council_sites, "sites", lambda: (own,))
    for cached in (council_sites.by_address, council_sites.by_domain, council_sites.names):
        cached.cache_clear()
    try:
        assert council_sites.council_of_page(f"{address}?f=json&resultOffset=0", "") is own
        assert council_sites.council_of_page(address.replace("/x/", "/y/"), "") is None
    finally:
        monkeypatch.undo()
        for cached in (council_sites.by_address, council_sites.by_domain, council_sites.names):
            cached.cache_clear()


# --- pages -----------------------------------------------------------------------------------------------------------

TOP = "<h1>Alder ward by-election</h1><p>The by-election was held on Thursday 16 October 2025.</p>"
NEW = table_of([("Ann Hill", "Labour", "100"), ("Bob Dale", "Green Party", "90")], heads=COLUMNS)
OLD = table_of([("Ann Hill", "Labour", "999"), ("Cy Fox", "Conservative", "998")], heads=COLUMNS)


@pytest.mark.parametrize(
    "body",
    [
        f"{TOP}<h2>2025 by-election</h2>{NEW}<h2>2023 local election</h2>{OLD}",
        f"{TOP}<h2>May 2023</h2>{OLD}<h2>By-election October 2025</h2>{NEW}",
        f"{TOP}{NEW}<details><summary>2023 result</summary>{OLD}</details>",
        f"{TOP}{NEW}<h2>Other results</h2><h3>Birch</h3>{OLD}",
        TOP + table_of([("Ann Hill", "Labour", "100", "999"), ("Bob Dale", "Green Party", "90", "-")],
                       heads=("Candidate", "Party", "Votes (2025)", "Votes (2023)")),
        f"{TOP}<dl><dt>Ann Hill, Labour</dt><dd>100</dd><dt>Bob Dale, Green Party</dt><dd>90</dd></dl>",
        TOP + table_of([("Ann Hill<br>Mill Lane, Barset", "Labour", "100"), ("Bob Dale", "Green Party", "90")],
                       heads=COLUMNS),
    ],
)  # fmt: skip
def test_this_poll_and_no_other(body: str):
    assert said(read(page_of(body))) == PLAIN


@pytest.mark.parametrize(
    "body",
    [
        f"{TOP}<h2>May 2023</h2>{OLD}",
        f"{TOP}<p>Counting has started.</p><details><summary>Result in 2023</summary>{OLD}</details>",
        f"{TOP}<p>The ward's result on 4 May 2023 was as follows.</p>{OLD}",
        f"<h1>Alder ward by-election, 16 October 2025</h1><h2>Background</h2><p>Labour won the seat in 2023:</p>{OLD}",
        f"{TOP}<ul><li>Ann Hill (Labour)</li><li>Bob Dale (Green Party)</li></ul>{OLD}",  # others stand
        f"<h1>Alder ward by-election</h1><h2>General election result, 4 July 2024</h2>{OLD}",
        f"{TOP}<p>Results will follow.</p><h2>Other results</h2><h3>Birch</h3>{OLD}",
        TOP + table_of([("Ann Hill", "Labour", "999"), ("Cy Fox", "Green", "998")],
                       heads=("Candidate", "Party", "Votes in 2023")),
        TOP + table_of([("Ann Hill", "Labour", "46.6%"), ("Bob Dale", "Green", "53.4%")], heads=COLUMNS),
        f"{TOP}<p>Votes counted so far:</p>{NEW}",
    ],
)  # fmt: skip
def test_other_polls_and_counts_under_way_are_no_result(body: str):
    found = read(page_of(body))
    assert not [one for one in said(found) if one[2] == "results"]
    assert found.problems or any(one.problems for one in found.records if isinstance(one, ScrapedContest))


WON = "Ann Hill (Labour) was elected with 100 votes"


@pytest.mark.parametrize(
    ("body", "people"),
    [
        (f"<p>{WON}, ahead of Bob Dale (Green Party) with 90. There were 3 rejected ballot papers.</p>", [ANN, BOB]),
        ("<p>The votes were: Ann Hill, Labour, 100; Bob Dale, Green Party, 90. Ann Hill is duly elected.</p>",
         [ANN, BOB]),
        (f"<h2>Corrected result</h2><p>{WON}. Bob Dale (Green Party) 90.</p><h2>Result</h2>"
         "<p>Bob Dale (Green Party) was elected with 110 votes. Ann Hill (Labour) 80.</p>", [ANN, BOB]),
        (f"<h2>Result</h2><p>{WON}. Bob Dale (Green Party) 90.</p><h2>Result again</h2>"
         "<p>Bob Dale (Green Party) was elected with 110 votes. Ann Hill (Labour) 80.</p>", []),
        (f"<p>{WON}, Bob Dale (Green Party) had 90 and Cy Fox, for Reform, 80.</p>", []),  # whose 80 is unsaid
        (f"<p>{WON}. In Birch Bob Dale (Green Party) was elected with 90 votes.</p>", []),  # two wards
        ("<p>Ann Hill (Labour) won with 100 votes, Bob Dale (Green Party) had 90.</p>", []),
        (f"<p>{WON}. Bob Dale (Green Party) had 90. Cy Fox (Reform UK) came last.</p>", []),
        (f"<p>{WON}, beating Bob Dale (Green Party) by 10 votes.</p>", []),
        (f"<p>{WON} in 2021, ahead of Bob Dale (Green Party) with 90.</p>", []),
        (f"<h2>Last time</h2><p>{WON}, ahead of Bob Dale (Green Party) with 90.</p>", []),
    ],
)  # fmt: skip
def test_a_result_in_sentences_that_leave_nothing_open(body: str, people: list[Any]):
    try:
        found = said(read(page_of(TOP + body)))
    except UnexpectedPage:
        found = []
    assert found == ([("Alder", "2025-10-16", "results", people)] if people else [])


@pytest.mark.parametrize(
    ("row", "is_read"),
    [(("Ann Hill", "Labour", "100"), True), (("Labour", "100"), False), (("7", "Ann Hill", "Labour", "100"), False)],
)
def test_a_row_that_lost_a_cell_is_no_candidate(row: tuple[str, ...], is_read: bool):
    rows = [("Bob Dale", "Green Party", "90"), ("Cy Fox", "Conservative", "80"), row]
    found = read(page_of(TOP + table_of(rows, heads=COLUMNS))).records[0]
    assert isinstance(found, ScrapedContest)
    assert (found.state == "results") is is_read
    assert is_read or [one.rule for one in found.problems] == ["row-out-of-step"]


PART = "<h3>{}</h3><p>{}</p><p>{} votes</p>"
HEADED = [PART.format("Ann Hill, Labour", "Elected", 100), PART.format("Bob Dale, Green Party", "Not elected", 90)]


@pytest.mark.parametrize(
    ("body", "people"),
    [
        ("".join(HEADED), [ANN, BOB]),
        (f"{''.join(HEADED)}<h3>Cy Fox, Reform UK</h3><p>Not elected</p>", []),  # his votes are unsaid
        (f"<h2>2023 result</h2>{''.join(HEADED)}", []),
        ("".join(HEADED).replace("Not elected", "Elected"), []),  # a ward's councillors
        ("<p>Winner</p><p>Ann Hill</p><p>Labour</p><p>100 votes</p><h2>The other candidates</h2><ul>"
         "<li>Bob Dale, Green Party – 90</li><li>Cy Fox, Reform UK – 8</li></ul>",
         [ANN, BOB, ("Cy Fox", "Reform UK", "8", "false")]),
    ],
)  # fmt: skip
def test_candidates_under_headings_of_their_own(body: str, people: list[Any]):
    try:
        found = [one for one in said(read(page_of(TOP + body))) if one[2] == "results"]
    except UnexpectedPage:
        found = []
    assert found == ([("Alder", "2025-10-16", "results", people)] if people else [])


REPORT = """Barset Council

Alder Ward By-Election
Date of poll : 16 October 2025

{stage}
---------------------------------
Candidate      Party                  Votes
Ann Hill       Labour             100.00000
Bob Dale       Green Party         90.00000
Non-transferable                    0.00000

Ann Hill is elected at Stage 2.
"""


def test_a_count_report_in_columns_of_blanks():
    first = data(REPORT.format(stage="Stage 1 - First Preferences"), "text/plain")
    assert said(read(first)) == MARKED
    for stage in ("Stage 2 - Transfers", "Final stage"):
        with pytest.raises(UnexpectedPage):
            read(data(REPORT.format(stage=stage), "text/plain"))


BLOCK = "&lt;table&gt;{}&lt;/table&gt;"
ROWS = "".join(
    f"&lt;tr&gt;{''.join(f'&lt;td&gt;{cell}&lt;/td&gt;' for cell in row)}&lt;/tr&gt;"
    for row in (("Candidate", "Party", "Votes"), ("Ann Hill", "Labour", "100"), ("Bob Dale", "Green Party", "90"))
)


def test_blocks_of_a_content_system():
    block = {"type": "html", "value": BLOCK.format(ROWS)}
    intro = {"type": "text", "html": "<p>The by-election was held on 16 October 2025.</p>"}
    page = {"title": "Alder by-election", "blocks": [intro, {"columns": [block]}]}
    assert said(read(data(page))) == PLAIN
    for other in (block | {"published": False}, {"title": "2023 result", "children": [block]}):
        found = read(data(page | {"blocks": [intro, other]}))
        assert not [one for one in said(found) if one[2] == "results"]


def test_a_winner_outside_the_list_makes_it_no_result():
    named = "<p>Dee Eve has been elected for the ward.</p>"
    found = read(page_of(f"{TOP}{named}{NEW}")).records[0]
    assert isinstance(found, ScrapedContest)
    assert (found.state, found.problems[0].rule) == ("candidates", "winner-not-among-candidates")


def test_tiles_are_paired_one_way_or_not_at_all():
    tiles = ["1", "seat", "11,874", "registered electors", "3,824", "papers issued", "18", "papers rejected"]
    for missing in (None, 1, 3, 5):
        lines = "".join(f"<div><p>{words}</p></div>" for place, words in enumerate(tiles) if place != missing)
        found = read(page_of(f"{TOP}{NEW}<h2>Votes cast</h2>{lines}")).records[0]
        assert isinstance(found, ScrapedContest)
        assert found.electorate in ("11,874", None) and found.ballot_papers_issued in ("3,824", None)
        assert missing is not None or (found.electorate, found.rejected_ballot_papers) == ("11,874", "18")


@pytest.mark.parametrize("of", ["votes by polling station", "votes and seats of parties"])
def test_figures_of_something_else_are_refused_with_a_reason(of: str):
    stations = table_of([("Hall", "100", "90"), ("Mill", "5", "6")], heads=("Polling station", "Ann Hill", "Bob Dale"))
    parties = table_of([("Labour", "12", "4,000"), ("Green", "3", "3,000")], heads=("Party", "Seats", "Votes"))
    with pytest.raises(UnexpectedPage):
        read(page_of(TOP + (stations if "station" in of else parties)))


# --- moments and words -----------------------------------------------------------------------------------------------


def test_days_as_data_have_them():
    assert str(day_of(1763596800000)) == str(day_of("2025-11-20")) == str(day_of("20/11/2025")) == "2025-11-20"
    assert day_of(True) is None and day_of(4281) is None and day_of("Thursday") is None
    published = moment_day("Fri, 27 Feb 2026 01:41:09 +0000")
    assert published is not None
    assert with_years("held on Thursday, February 26.", published) == "held on Thursday, February 26 2026."
    assert with_years("held on Monday 26 February", published) == "held on Monday 26 February", "it was a Thursday"
    assert with_years("to be held on 23 April", published) == "to be held on 23 April", "which is still to come"


leaf = st.one_of(st.none(), st.booleans(), st.integers(-5, 10**13), st.floats(), st.text(max_size=12))
NAMES = ("name", "votes", "party", "candidates", "ward", "pollDate", "elected", "status", "data", "C1_NAME", "C1_VOTES")


def branches(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=5)


@settings(max_examples=150)
@given(st.recursive(leaf, branches, max_leaves=25))
def test_any_data_are_read_or_refused(value: Any):
    try:
        read(data([value]))
    except UnexpectedPage:
        return
