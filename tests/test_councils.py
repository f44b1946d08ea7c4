"""Declarations in every shape councils print them, and in some that none was seen to: read, found, settled."""

from __future__ import annotations

import csv
import json
import urllib.request
from collections import defaultdict
from datetime import date
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.clean.contests import clean_contest
from flows.clean.names import without_capitals
from flows.clean.parties import party_named
from flows.clean.wards import ward_key, ward_name
from spiders.records import Page, ScrapedCandidacy, ScrapedContest, UnexpectedPage
from spiders.results import council_sites, councils_night, democracy_club
from spiders.results.councils import addresses, follow, read, wanted_contest
from spiders.results.councils_spider import CouncilsSpider
from spiders.results.declarations.names import name_of
from spiders.results.declarations.places import place_in
from spiders.results.declarations.words import days_in, elected_in, votes_in
from tests.declarations import PEOPLE, contest, contests, page_of, pdf_of, spoken, table_of
from tests.shared import SHARED, mirror, needs_shared
from tests.warehouse import helpers
from tests.warehouse.helpers import Said, one, warehouse

DAY = "Thursday 26 October 2017"
HEADS = ("Name of candidate", "Description (if any)", "Number of votes*")
TOP = f"<h1>Barchester East Ward - Declaration of result of poll</h1><p>held on {DAY}</p>"
ROWS = [(f"{family}, {given}", party, f"{votes:,}") for family, given, party, votes in PEOPLE]
WINNER = 1  # in the middle of the list


def marked(mark: Any, rows: Any = ROWS) -> list[tuple[str, ...]]:
    """The rows, the winner's as `mark` makes it."""
    return [tuple(mark(row)) if place == WINNER else tuple(row) for place, row in enumerate(rows)]


def strong(row: Any) -> list[str]:
    return [f"<strong>{cell}</strong>" for cell in row]


def behind(words: str) -> Any:
    return lambda row: [*row[:2], f"{row[2]}{words}"]


def rows_as_html(rows: Any) -> str:
    return "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)


ONE_CONTEST = {
    "Elected behind the votes": TOP + table_of(marked(behind(" Elected")), heads=HEADS, caption="Barchester East Ward result"),
    "(Elected)": TOP + table_of(marked(behind(" (Elected)")), heads=HEADS),
    "E": TOP + table_of(marked(behind(" E")), heads=HEADS),
    "(E) without a blank": TOP + table_of(marked(behind("(E)")), heads=HEADS),
    "whole row in bold": TOP + table_of(marked(strong), heads=HEADS),
    "row of a class": TOP + table_of(ROWS, heads=HEADS).replace("<tr><td>GRANTLY", '<tr class="is-elected"><td>GRANTLY'),
    "column of its own": TOP
    + table_of([(*row, "<strong>Elected</strong>" if place == WINNER else "<strong></strong>") for place, row in enumerate(ROWS)],
               heads=("Name", "Party", "Votes", "Result")),
    "a tick": TOP
    + table_of([(*row, '<img src="t.png" alt="Elected">' if place == WINNER else "") for place, row in enumerate(ROWS)],
               heads=("Candidate name", "Political party", "Votes received", "Elected?")),
    "behind the name": TOP + table_of(marked(lambda row: [f"{row[0]} (elected)", *row[1:]]), heads=HEADS),
    "under the name": TOP + table_of(marked(lambda row: [f"{row[0]}<br>Elected", *row[1:]]), heads=HEADS),
    "a star and a legend": TOP + table_of(marked(behind("*")), heads=HEADS) + "<p>* denotes elected</p>",
    "a sentence": TOP + table_of(ROWS, heads=HEADS) + "<p>I declare that Theophilus John GRANTLY is duly elected.</p>",
    "surname and forename apart": TOP
    + table_of(marked(strong, [(f, g, p, v) for f, g, p, v in PEOPLE]), heads=("Surname", "Forename", "Party", "Votes")),
    "one heading over both": TOP
    + "<table><tr><th colspan=2>Candidate</th><th>Party</th><th>Votes</th></tr>"
    + rows_as_html(marked(strong, [(f, g, p, v) for f, g, p, v in PEOPLE])) + "</table>",
    "heads in td, names in th": TOP
    + "<table><thead><tr><td>Candidate</td><td>Party</td><td>Votes cast</td></tr></thead><tbody>"
    + rows_as_html(marked(behind(" - elected"))).replace("<tr><td>", "<tr><th scope=row>") + "</tbody></table>",
    "no headings at all": TOP + table_of(marked(behind(" Elected"))),
    "party first": TOP + table_of([(p, n, v) for n, p, v in marked(behind(" Elected"))], heads=("Party", "Candidate", "Votes")),
    "inside a table of layout": TOP + f"<table><tr><td>menu</td><td>{table_of(marked(strong), heads=HEADS)}</td></tr></table>",
    "a list": TOP + "<ul>" + "".join(
        f"<li>{name} ({party}) – votes: {votes}, elected: {'Yes' if place == WINNER else 'No'}</li>"
        for place, (name, party, votes) in enumerate(ROWS)) + "</ul>",
    "lines": TOP + "".join(f"<p>{n} ({p}) - {v}{' ELECTED' if place == WINNER else ''}</p>" for place, (n, p, v) in enumerate(ROWS)),
    "agents and addresses": TOP
    + table_of([(n, "A. Agent", "1 Close, BA1 1AA", p, v) for n, p, v in marked(behind(" Elected"))],
               heads=("Name of candidate", "Name of election agent", "Home address", "Description", "Votes recorded")),
    "cells with blanks": TOP
    + table_of([(f"  {n}\n ", f"\u00a0{p}", f"\n {v} \u00a0") for n, p, v in marked(behind(" Elected"))], heads=HEADS),
    "roles": TOP + '<div role="table">' + "".join(
        '<div role="row">' + "".join(f'<span role="{"columnheader" if row is HEADS else "cell"}">{cell}</span>' for cell in row)
        + "</div>" for row in (HEADS, *marked(behind(" Elected")))) + "</div>",
    "headings at the left": TOP + "<table>" + "".join(
        f"<tr><th>{head}</th>" + "".join(f"<td>{row[column]}</td>" for row in marked(behind(" Elected"))) + "</tr>"
        for column, head in enumerate(("Candidate", "Party", "Votes"))) + "</table>",
    "party behind the name": TOP
    + table_of([(f"{n} ({p})", v) for n, p, v in marked(behind(" Elected"))], heads=("Candidate", "Votes")),
    "a part that folds away": f"<h1>By-elections</h1><details><summary>Barchester East ward, {DAY}</summary>"
    + table_of(marked(strong), heads=HEADS) + "</details>",
    "elected, in a line": TOP + table_of(ROWS, heads=HEADS) + "<p>Elected: Theophilus John Grantly (Conservative)</p>",
    "RDFa of CMIS": f"<h1>Barchester East</h1><h2>By-election {DAY}</h2><table>" + "".join(
        f'<tr rel="openelection:candidacy"><td><span property="foaf:name">{g} {f}</span></td><td property="rdfs:label">{p}</td>'
        f'<td property="openelection:candidateVoteCount">{v}</td>'
        f'<td><span property="openelection:elected" content="{place == WINNER}"></span></td></tr>'
        for place, (f, g, p, v) in enumerate(PEOPLE)) + "</table>",
}  # fmt: skip


@pytest.mark.parametrize("shape", ONE_CONTEST)
def test_a_declaration_is_read_whatever_its_shape(shape: str):
    found = contest(page_of(ONE_CONTEST[shape], title="Barchester East - Kirklees Council"))
    assert (found.kind, found.election_type, found.organisation_id) == ("by-election", "local", "kirklees")
    assert (found.constituency, found.poll_date, found.state) == ("Barchester East", "2017-10-26", "results")
    told = [
        (spoken(who).upper(), who.party, (who.votes or "").replace(",", ""), who.is_elected)
        for who in found.candidacies
    ]
    assert told == [
        (f"{given} {family}".upper(), party, str(votes), "true" if place == WINNER else "false")
        for place, (family, given, party, votes) in enumerate(PEOPLE)
    ]
    assert "Agent" not in str(found) and "Close" not in str(found), "nobody's agent or address leaves the reader"
    statement, problems = clean_contest(found)
    assert not problems
    assert statement.contest["ballot_paper_id"] == "local.kirklees.barchester-east.by.2017-10-26"
    assert statement.candidacies[WINNER]["votes"] == 1203


def two(table: str) -> str:
    return f"<h1>By-election results, {DAY}</h1>" + table


EACH = rows_as_html(marked(strong))
SEVERAL = {
    "a heading over each": two("".join(
        f"<h3>{ward}</h3><table><tr><th>Name</th><th>Description</th><th>Votes</th></tr>{EACH}</table><p>Electorate: 5,{number}00</p>"
        for number, ward in enumerate(("Allington", "Framley"), 1))),
    "headings of one grid": two("<table>" + "".join(
        f"<tr><th>{ward}</th><th>Party</th><th>Votes</th></tr>{EACH}" for ward in ("Allington", "Framley")) + "</table>"),
    "a row over each": two("<table><tr><th>Candidate</th><th>Party</th><th>Votes</th></tr>" + "".join(
        f"<tr><td colspan=3><b>{ward} Division</b></td></tr>{EACH}" for ward in ("Allington", "Framley")) + "</table>"),
    "a column, once a ward": two(
        "<table><tr><th>Division</th><th>Candidate</th><th>Party</th><th>Votes</th><th>Elected</th></tr>" + "".join(
            "<tr>" + (f"<td rowspan=3>{ward}</td>" if not place else "") + "".join(f"<td>{cell}</td>" for cell in row)
            + f"<td>{'Yes' if place == WINNER else 'No'}</td></tr>"
            for ward in ("Allington", "Framley") for place, row in enumerate(ROWS)) + "</table>"),
}  # fmt: skip


@pytest.mark.parametrize("shape", SEVERAL)
def test_one_page_may_have_several_contests(shape: str):
    found = contests(page_of(SEVERAL[shape]))
    assert [(each.constituency, each.poll_date, len(each.candidacies)) for each in found] == [
        ("Allington", "2017-10-26", 3),
        ("Framley", "2017-10-26", 3),
    ]
    assert all([who.is_elected for who in each.candidacies] == ["false", "true", "false"] for each in found)
    if shape == "a heading over each":
        assert [each.electorate for each in found] == ["5,100", "5,200"], "each its own"


@pytest.mark.parametrize("votes", ["0", "", "-", "TBC", "&nbsp;"])
def test_before_the_count_a_table_is_of_candidates(votes: str):
    rows = [(name, party, votes) for name, party, _ in ROWS]
    found = contest(page_of(TOP + table_of(marked(strong, rows), heads=HEADS)))
    assert found.state == "candidates"
    assert {(who.votes, who.is_elected) for who in found.candidacies} == {(None, None)}, (
        "nobody is elected by bold type"
    )


def test_nobody_is_elected_by_place_or_by_votes():
    found = contest(page_of(TOP + table_of(ROWS, heads=HEADS)))
    assert [who.is_elected for who in found.candidacies] == [None, None, None]
    every_row_bold = contest(page_of(TOP + table_of([strong(row) for row in ROWS], heads=HEADS)))
    assert {who.is_elected for who in every_row_bold.candidacies} == {None}
    loser_in_bold = contest(page_of(TOP + table_of([strong(ROWS[0]), *ROWS[1:]], heads=HEADS)))
    assert {who.is_elected for who in loser_in_bold.candidacies} == {None}
    assert [problem.rule for problem in loser_in_bold.problems] == ["mark-against-votes"]


def test_a_mark_in_a_column_without_a_heading():
    rows = [(*row, "Elected" if row == ROWS[1] else "") for row in ROWS]
    found = contest(page_of(TOP + table_of(rows, heads=(*HEADS, ""))))
    assert [who.is_elected for who in found.candidacies] == ["false", "true", "false"]


def test_the_figures_beside_the_candidates():
    block = table_of(
        [("(A) Want of an official mark", "0"), ("(B) Voting for more candidates than voter was entitled to", "7"),
         ("(C) Writing or mark by which voter could be identified", "1"), ("(D) Being unmarked or wholly void for uncertainty", "4"),
         ("(E) Rejected in part", "3"), ("Total", "15")],
        heads=("Reason", "Number of ballot papers"),
    )  # fmt: skip
    text = (
        "<p>Electorate: 12,345<br>Ballot papers issued: 2,231<br>Turnout: 18.07%</p><p>Dated Friday 27 October 2017</p>"
    )
    found = contest(page_of(TOP + table_of(marked(strong), heads=HEADS) + block + text))
    assert (found.rejected_ballot_papers, found.ballot_papers_issued) == ("12", "2,231"), (
        "in part is counted for somebody"
    )
    assert (found.electorate, found.turnout, found.poll_date) == ("12,345", "18.07%", "2017-10-26")
    in_rows = [*ROWS, ("Majority", "", "251"), ("Rejected ballot papers", "", "12"), ("Total votes", "", "2,219"),
               ("Turnout", "", "18%"), ("Electorate", "", "12,345"), ("Postal votes", "", "801")]  # fmt: skip
    found = contest(page_of(TOP + table_of(in_rows, heads=HEADS)))
    assert len(found.candidacies) == 3
    assert (found.majority, found.valid_votes, found.rejected_ballot_papers) == ("251", "2,219", "12")
    lying = table_of(
        [("12,345", "2,231", "12", "18.1%")], heads=("Electorate", "Ballot papers issued", "Rejected", "Turnout")
    )
    found = contest(page_of(TOP + table_of(ROWS, heads=HEADS) + lying))
    assert (found.electorate, found.ballot_papers_issued, found.rejected_ballot_papers) == ("12,345", "2,231", "12")
    terms = "<dl><dt>Electorate</dt><dd>12,345</dd><dt>Spoilt papers</dt><dd>none</dd></dl>"
    found = contest(page_of(TOP + table_of(ROWS, heads=HEADS) + terms))
    assert (found.electorate, found.rejected_ballot_papers) == ("12,345", "0")


def test_several_seats_a_tie_and_transferable_votes():
    top = (
        f"<h1>Declaration of result of poll</h1><p>Election of three Councillors for Barchester East Ward on {DAY}</p>"
    )
    rows = [("Ann Hill", "Labour", "500 Elected"), ("Bob Lane", "Green", "480 Elected"), ("Cy Moor", "Green", "470 Elected"),
            ("Di Nash", "Conservative", "300")]  # fmt: skip
    found = contest(page_of(top + table_of(rows, heads=HEADS)))
    assert (found.seats, [who.is_elected for who in found.candidacies]) == ("3", ["true"] * 3 + ["false"])
    equal = [("HARDING, Septimus", "Labour", "500"), ("GRANTLY, Theo", "Conservative", "500")]
    lot = "<p>The votes being equal, lots were drawn. Septimus Harding was duly elected.</p>"
    found = contest(page_of(TOP + table_of(equal, heads=HEADS) + lot))
    assert (found.is_won_by_lot, [who.is_elected for who in found.candidacies]) == ("true", ["true", "false"])
    assert contest(page_of(TOP + table_of(equal, heads=HEADS))).candidacies[0].is_elected is None
    stages = [("HARDING, S", "Labour", "500", "520", "Not elected"), ("GRANTLY, T", "Green", "490", "600", "Elected")]
    heads = ("Candidate", "Party", "First preferences", "Stage 2", "Status")
    found = contest(page_of(TOP + table_of(stages, heads=heads)))
    assert found.voting_system == "single transferable vote"
    assert [(who.votes, who.is_elected) for who in found.candidacies] == [("500", "false"), ("490", "true")]


def test_odd_votes_are_read_or_refused_and_never_bent():
    rows = [("HARDING, S", "Labour", "1 500"), ("GRANTLY, T", "Green", "1,234"), ("PROUDIE, M", "Liberal", "No votes"),
            ("SLOPE, O", "Other", "12 (after recount)"), ("ARABIN, F", "Other", "Withdrawn")]  # fmt: skip
    found = contest(page_of(TOP + table_of(rows, heads=HEADS)))
    assert [who.votes for who in found.candidacies] == ["1500", "1,234", "0", "12"]
    assert [problem.rule for problem in found.problems] == ["candidate-withdrawn"]
    statement, problems = clean_contest(found)
    assert [row["votes"] for row in statement.candidacies] == [1500, 1234, 0, 12]


def test_points_in_votes_part_thousands_only_where_the_sum_says_so():
    rows = [("HARDING, S", "Labour", "1.500"), ("GRANTLY, T", "Green", "1.234"), ("PROUDIE, M", "Liberal", "66")]
    table = TOP + table_of(rows, heads=HEADS)
    for beside in ("", "<p>Total valid votes: 2,801</p>"):
        found = contest(page_of(table + beside))
        assert (found.state, [problem.rule for problem in found.problems]) == ("candidates", ["votes-with-points"])
    for beside in ("<p>Total valid votes: 2,800</p>", "<p>Ballot papers issued: 2,810</p><p>Rejected: 10</p>"):
        found = contest(page_of(table + beside))
        assert [who.votes for who in found.candidacies] == ["1500", "1234", "66"]


def test_bilingual_pages():
    rows = [
        ("JONES, Alun", "Welsh Labour / Llafur Cymru", "512 Etholwyd"),
        ("PARRY, Siân", "Annibynnol - Independent", "490"),
    ]
    heads = (
        "Enw'r Ymgeisydd / Name of Candidate",
        "Disgrifiad / Description",
        "Nifer y pleidleisiau / Number of votes",
    )
    top = "<h1>Is-etholiad Ward Cwm Aur / Cwm Aur Ward by-election - Dydd Iau 26 Hydref 2017</h1>"
    found = contest(page_of(top + table_of(rows, heads=heads)))
    assert (found.constituency, found.poll_date) == ("Cwm Aur", "2017-10-26")
    assert [(who.party, who.votes, who.is_elected) for who in found.candidacies] == [
        ("Welsh Labour / Llafur Cymru", "512", "true"),
        ("Annibynnol - Independent", "490", "false"),
    ]
    assert clean_contest(found)[0].candidacies[0]["party"] == "Labour"


def test_the_poll_day_is_none_of_the_other_days():
    top = "<h1>Barchester East</h1><p>Published: 27 October 2017</p><p>Polling took place on 26/10/2017.</p>"
    assert contest(page_of(top + table_of(ROWS, heads=HEADS))).poll_date == "2017-10-26"
    none = contests(page_of("<h1>Barchester East by-election</h1>" + table_of(ROWS, heads=HEADS)))
    assert "contest-without-date" in [problem.rule for record in none for problem in clean_contest(record)[1]]


@pytest.mark.parametrize(
    "body",
    [
        f"<h1>Plumstead Parish Council by-election - {DAY}</h1>" + table_of(ROWS, heads=HEADS),
        f"<h1>Statement of persons nominated</h1><p>Barchester East, {DAY}</p>"
        + table_of([("HARDING, Septimus", "12 High Street, BA1 1AA", "Labour")], heads=("Name of candidate", "Home address", "Description")),
        "<h1>Election results</h1><ul><li><a href='/a'>Barchester East by-election</a></li></ul>",
    ],
)  # fmt: skip
def test_pages_that_state_nothing_of_ours(body: str):
    found = read(page_of(body))
    assert not found.records and not found.problems


def test_the_seat_is_not_the_heading_of_its_table_nor_lost_in_its_council():
    found = contest(page_of(TOP + "<h2>How Barset decided</h2>" + table_of(ROWS, heads=HEADS)))
    assert found.constituency == "Barchester East"
    top = "<h1>Hartlepool - Declaration of result of poll</h1><p>UK Parliamentary by-election held on 6 May 2021</p>"
    page = page_of(top + table_of(ROWS, heads=HEADS), url="https://www.hartlepool.gov.uk/a")
    assert (contest(page).election_type, contest(page).constituency) == ("parl", "Hartlepool")


def test_a_sidebar_speaks_of_other_elections():
    aside = "<div><h2>Parish and town councils</h2><h2>Parliamentary elections</h2><ul><li>UK Parliamentary by-election</li></ul></div>"
    for body in (TOP + table_of(ROWS, heads=HEADS) + aside, aside + TOP + table_of(ROWS, heads=HEADS)):
        found = contest(page_of(body))
        assert (found.election_type, found.constituency) == ("local", "Barchester East")


def test_an_ordinary_election_is_no_by_election():
    found = read(page_of("<h1>Barchester East - results - Thursday 2 May 2024</h1>" + table_of(ROWS, heads=HEADS)))
    assert not found.records and [problem.rule for problem in found.problems] == ["not-a-by-election"]
    named = read(page_of("<h1>Barchester East by-election - Thursday 2 May 2024</h1>" + table_of(ROWS, heads=HEADS)))
    assert len(named.records) == 1


def test_a_seat_in_parliament_and_the_day_of_a_general_election():
    top = "<h1>Barsetshire West - Declaration of result of poll</h1><p>I, the Acting Returning Officer at the election of a Member"
    top += " of Parliament for the Barsetshire West constituency held on {}, give notice</p>"
    found = contest(page_of(top.format("Thursday 1 June 2023") + table_of(ROWS, heads=HEADS)))
    assert clean_contest(found)[0].contest["ballot_paper_id"] == "parl.barsetshire-west.by.2023-06-01"
    found = contest(page_of(top.format("Thursday 4 July 2024") + table_of(ROWS, heads=HEADS)))
    assert clean_contest(found)[0].contest["ballot_paper_id"] == "parl.barsetshire-west.2024-07-04"


@pytest.mark.parametrize(
    ("page", "words"),
    [
        (page_of("<h1>Barchester East - Declaration of result of poll</h1><p>To follow.</p>"), "candidates and votes"),
        (
            page_of("<h1>Heath by-election</h1><h3>Ann Hill</h3><p>10 votes</p><h3>Bob Lane</h3><p>9 votes</p>"),
            "candidates and votes",
        ),
        (page_of("<script src='/_Incapsula_Resource?x'></script>"), "leave the site alone"),
        (Page("https://www.kirklees.gov.uk/a", page_of(TOP).body[:-20]), "whole HTML page"),
        (Page("https://www.kirklees.gov.uk/a.pdf", pdf_of([])), "a scan"),
        (Page("https://www.kirklees.gov.uk/a.pdf", b"%PDF-1.7 and no more"), "a PDF"),
        (
            Page("https://democracy.kirklees.gov.uk/mgWebService.asmx/GetElectionResults", b"<election><candidates>"),
            "no XML",
        ),
    ],
)
def test_what_cannot_be_read_is_refused(page: Page, words: str):
    with pytest.raises(UnexpectedPage) as refusal:
        read(page)
    assert words in str(refusal.value)


NOTICE = [
    (200, 60, "DECLARATION OF RESULT OF POLL"), (230, 80, "Kirklees Council"),
    (120, 100, "Election of a Councillor for Barchester East Ward"), (200, 120, DAY),
    (60, 140, "I, Obadiah Slope, being the Returning Officer, do hereby give notice that the number of votes is as follows:"),
]  # fmt: skip
NOTICE_HEADS = [(60, 180, "Name of Candidate"), (230, 180, "Description (if any)"), (440, 180, "Number of Votes*")]
NOTICE_END = [
    (60, 400, "* If elected the word Elected appears against the votes."), (60, 440, "A  want of an official mark"), (460, 440, "0"),
    (60, 455, "B  voting for more Candidates than voter was entitled to"), (460, 455, "3"),
    (60, 485, "D  being unmarked or wholly void for uncertainty"), (460, 485, "9"), (60, 500, "E  rejected in part"), (460, 500, "1"),
    (60, 515, "Total"), (460, 515, "13"), (60, 540, "Vacant Seats: 1     Electorate: 12,345     Ballot Papers Issued: 2,231"),
    (60, 580, "Dated Friday 27 October, 2017"), (60, 700, "Printed by the Returning Officer, The Palace, Barchester BA1 1AA"),
]  # fmt: skip
LINES = {
    "plain": [(60, 200, "HARDING, Septimus"), (230, 200, "Labour Party"), (450, 200, "952"), (60, 220, "GRANTLY, Theophilus John"),
              (230, 220, "Conservative and Unionist Party"), (450, 220, "1,203 Elected"), (60, 240, "PROUDIE, Maria"),
              (230, 240, "Liberal Democrats"), (450, 240, "64")],
    "wrapped, votes a line below": [
        (60, 200, "HARDING, Septimus"), (230, 200, "Labour"), (230, 212, "Party"), (450, 212, "952"), (60, 232, "GRANTLY, Theophilus"),
        (60, 244, "John"), (230, 232, "Conservative and"), (230, 244, "Unionist Party"), (450, 244, "1,203 E"),
        (60, 264, "PROUDIE, Maria"), (230, 264, "Liberal Democrats"), (450, 264, "64")],
    "votes between the lines, Elected below": [
        (60, 206, "HARDING, Septimus"), (230, 200, "Labour"), (230, 212, "Party"), (450, 206, "952"), (60, 242, "GRANTLY, Theophilus John"),
        (230, 236, "Conservative and"), (230, 248, "Unionist Party"), (450, 242, "1,203"), (60, 256, "Elected"),
        (60, 284, "PROUDIE, Maria"), (230, 284, "Liberal Democrats"), (450, 284, "64")],
}  # fmt: skip
RULES = [(55.0, y, 520.0, y) for y in (168.0, 190.0, 210.0, 230.0, 255.0)] + [
    (x, 168.0, x, 255.0) for x in (55.0, 225.0, 435.0, 520.0)
]


def notice(lines: Any, rules: Any = ()) -> Page:
    body = pdf_of([*NOTICE, *NOTICE_HEADS, *lines, *NOTICE_END], rules)
    return Page("https://www.kirklees.gov.uk/media/notice.pdf", body, "application/pdf")


@pytest.mark.parametrize(
    ("lines", "rules"), [*((lines, ()) for lines in LINES.values()), (LINES["plain"], RULES)], ids=[*LINES, "ruled"]
)
def test_a_notice_as_pdf(lines: Any, rules: Any):
    found = contest(notice(lines, rules))
    assert (found.document, found.constituency, found.poll_date, found.seats) == (
        "pdf",
        "Barchester East",
        "2017-10-26",
        "1",
    )
    assert (found.electorate, found.ballot_papers_issued, found.rejected_ballot_papers) == ("12,345", "2,231", "12")
    assert [(spoken(who).upper(), who.party, who.votes, who.is_elected) for who in found.candidacies] == [
        (f"{given} {family}".upper(), party, f"{votes:,}", "true" if place == WINNER else "false")
        for place, (family, given, party, votes) in enumerate(PEOPLE)
    ]
    assert "Slope" not in str(found) and "Palace" not in str(found)


def test_the_statement_of_persons_nominated_is_no_declaration():
    words = [(200, 60, "STATEMENT OF PERSONS NOMINATED"), (60, 180, "Name of Candidate"), (230, 180, "Home address"),
             (400, 180, "Description"), (60, 200, "HARDING, Septimus"), (230, 200, "1 Close"), (400, 200, "Labour")]  # fmt: skip
    found = read(Page("https://www.kirklees.gov.uk/sopn.pdf", pdf_of(words)))
    assert not found.records and not found.problems


@needs_shared
def test_the_real_answer_of_kirklees():
    body = (SHARED / "sources/councils/pages/modgov-local.kirklees.2017-10-26.xml").read_bytes()
    url = "https://democracy.kirklees.gov.uk/mgWebService.asmx/GetElectionResults?lElectionId=397"
    found = contest(Page(url, body))
    assert (found.constituency, found.poll_date, found.kind) == ("Batley East", None, ""), "the XML has no day"
    assert (found.electorate, found.ballot_papers_issued, found.rejected_ballot_papers) == ("13279", "3437", "8")
    assert [who.votes for who in found.candidacies if who.is_elected == "true"] == ["2640"]
    named = contest(Page("file:councils/local.kirklees.2017-10-26.xml", body))
    assert clean_contest(named)[0].contest["ballot_paper_id"] == "local.kirklees.batley-east.by.2017-10-26"


# -- where to look ---------------------------------------------------------------------------


def test_the_configuration_is_whole():
    sites = council_sites.sites()
    live = [site for site in sites if site.base]
    assert len({site.code for site in sites}) == len(sites) and len(live) > 300
    assert len({site.slug for site in live}) == len(live), "one living council a slug"
    for site in sites:
        assert site.nation in ("England", "Scotland", "Wales", "Northern Ireland") and site.name and site.slug
        assert (site.until == date.max) == bool(site.base), f"{site.slug}: an abolished council is asked for nothing"
        if site.base:
            assert site.system in council_sites.SYSTEMS and site.base.startswith("http") and not site.base.endswith("/")
    codes = {site.code for site in live}
    assert set(council_sites.configuration()["lead_councils"].values()) <= codes


def test_where_a_contest_is_looked_for():
    by_id = addresses("local.kirklees.batley-east.by.2017-10-26", election_id="397", area_id="185")
    assert by_id == [
        "https://democracy.kirklees.gov.uk/mgWebService.asmx/GetElectionResults?lElectionId=397",
        "https://democracy.kirklees.gov.uk/mgElectionElectionAreaResults.aspx?Page=all&EID=397",
        "https://democracy.kirklees.gov.uk/mgElectionAreaResults.aspx?ID=185",
    ]
    assert addresses("local.kirklees.batley-east.by.2017-10-26") == [
        "https://democracy.kirklees.gov.uk/mgManageElectionResults.aspx"
    ]
    assert addresses("parl.north-shropshire.by.2021-12-16")[0] == "https://www.shropshire.gov.uk/elections/"
    assert addresses("parl.batley-and-spen.by.2021-07-01") == [
        "https://democracy.kirklees.gov.uk/mgManageElectionResults.aspx"
    ]
    assert addresses("local.allerdale.wigton.by.2021-07-01") == [], "abolished"
    assert addresses("parl.nowhere.by.2021-07-01") == []


def test_where_a_list_leads():
    wanted = wanted_contest("local.kirklees.st-marys-hill.by.2028-10-26", "St Mary's and Hill")
    base = "https://democracy.kirklees.gov.uk"
    links = "".join(
        f"<li><a href='{to}'>{words}</a></li>"
        for to, words in (
            ("mgElectionResults.aspx?ID=7&amp;RPID=123", "Hill &amp; St Mary`s Ward by-election"),
            ("mgElectionResults.aspx?ID=8&amp;RPID=123", "Allington by-election"),
            ("mgElectionResults.aspx?ID=9&amp;RPID=123", "Hill and St Mary's by-election - Thursday 4 May 2017"),
            ("https://elsewhere.example/mgElectionResults.aspx?ID=7", "Hill and St Mary's by-election"),
        )
    )
    page = page_of(f"<ul>{links}</ul>", url=f"{base}/mgManageElectionResults.aspx")
    assert follow(page, wanted) == [
        f"{base}/mgWebService.asmx/GetElectionResults?lElectionId=7",
        f"{base}/mgElectionElectionAreaResults.aspx?Page=all&EID=7",
    ]
    index = page_of(
        "<a href='mgElectionAreaResults.aspx?XXR=0&amp;ID=185&amp;RPID=99' title='Link to election area results for Hill'>St Mary's & Hill</a>",
        url=f"{base}/mgElectionElectionAreaResults.aspx?Page=all&EID=7",
    )
    assert follow(index, wanted) == [f"{base}/mgElectionAreaResults.aspx?ID=185"], "RPID and XXR change between visits"
    own = page_of(
        "<a href='/elections/st-marys-and-hill-declaration/'>Declaration of result</a><a href='/media/hill-st-marys-result.pdf'>PDF</a>"
        "<a href='/elections/st-marys-hill-nominations'>Statement of persons nominated, St Mary's and Hill result</a>",
        url="https://www.kirklees.gov.uk/elections/",
    )
    assert follow(own, wanted) == [
        "https://www.kirklees.gov.uk/elections/st-marys-and-hill-declaration/",
        "https://www.kirklees.gov.uk/media/hill-st-marys-result.pdf",
    ]


def test_the_spider_asks_each_list_once_and_no_other_host():
    known = [
        {"ballot_paper_id": "local.kirklees.batley-east.by.2017-10-26", "ward": "Batley East"},
        {"ballot_paper_id": "parl.batley-and-spen.by.2021-07-01", "ward": "Batley and Spen"},
        {"ballot_paper_id": "local.allerdale.wigton.by.2021-07-01"},
    ]
    spider = CouncilsSpider(contests=json.dumps(known))
    assert list(spider.starts) == ["https://democracy.kirklees.gov.uk/mgManageElectionResults.aspx"]
    assert len(spider.starts["https://democracy.kirklees.gov.uk/mgManageElectionResults.aspx"]) == 2
    assert spider.allowed_domains == ["democracy.kirklees.gov.uk", "kirklees.gov.uk"]
    assert spider.owners == {"kirklees.gov.uk"}
    assert councils_night.night_owner("www.kirklees.gov.uk") == "kirklees.gov.uk"
    assert not CouncilsSpider(contests=json.dumps(known), from_date="2022-01-01").starts


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("St Mary`s Ward", "St Mary's"),
        ("Cannock Chase - Brereton and Ravenhill", "Brereton and Ravenhill"),
        ("Cannock Chase District Council: All Saints", "All Saints"),
        ("Hednesford Green Heath Division", "Hednesford Green Heath"),
    ],
)
def test_ward_names(printed: str, name: str):
    assert ward_name(printed, "cannock-chase", "Cannock Chase District Council") == name


def test_ward_keys_and_surnames():
    assert ward_key("Jacksdale & Westwood") == ward_key("Westwood and Jacksdale") != ward_key("Westwood")
    assert ward_key("St. Mary’s") == ward_key("Saint Mary`s Ward")
    assert [without_capitals(name) for name in ("O'NEILL-SMITH", "McDONALD", "van Dyke", "ST JOHN")] == [
        "O'Neill-Smith",
        "McDonald",
        "van Dyke",
        "St John",
    ]


# -- in the warehouse ------------------------------------------------------------------------


def ward_contest(
    votes: dict[str, Any], *, day: str = "2023-10-26", ward: str = "Allington", **figures: Any
) -> ScrapedContest:
    """A council by-election; `votes` maps "Name/Party" to votes, a star behind them marks the elected."""
    has_mark = any(str(count).endswith("*") for count in votes.values())
    candidacies = tuple(
        ScrapedCandidacy(
            name=who.split("/")[0],
            party=who.split("/")[1],
            votes=str(count).rstrip("*"),
            is_elected=("true" if str(count).endswith("*") else "false") if has_mark else None,
        )
        for who, count in votes.items()
    )
    return ScrapedContest(
        **{"document": "page", "kind": "by-election", "election_type": "local", "organisation_id": "kirklees"}
        | {"organisation": "Kirklees Council", "constituency": ward, "poll_date": day, "candidacies": candidacies}
        | figures
    )


THREE = {"Ann Hill/Labour": 500, "Bob Lane/Green": 480, "Cy Moor/Green": 470, "Di Nash/Conservative": 300}


def test_a_council_by_election_with_three_seats(tmp_path):
    figures = {"seats": "3", "electorate": "2000", "ballot_papers_issued": "700", "rejected_ballot_papers": "10"}
    db = warehouse(tmp_path, Said("office", [ward_contest(THREE, **figures)]))
    told = one(
        db,
        "select ballot_paper_id, election_type, organisation, seats, winner, winning_party, valid_votes, turnout_valid, "
        "turnout_counted, majority, parliament_number, writ_date, outcome from by_elections",
    )
    assert told == (
        "local.kirklees.allington.by.2023-10-26", "local", "Kirklees Council", 3, "Ann Hill; Bob Lane; Cy Moor", None, 1750, 0.345,
        0.35, None, None, None, None,
    )  # fmt: skip
    assert one(db, "select outcome_note from by_elections") == "the seats went to several parties"
    assert db.execute(
        "select candidate, is_elected, is_winner_derived, is_deposit_lost from candidacies order by votes desc"
    ).fetchall() == [
        ("Ann Hill", True, True, None),
        ("Bob Lane", True, True, None),
        ("Cy Moor", True, True, None),
        ("Di Nash", False, False, None),
    ]
    assert one(db, "select sum(seats_won), count(*) from seat_results where election_type = 'local'") == (3, 3)
    assert one(db, "select count(*) from party_totals") == one(db, "select count(*) from records") == 0, (
        "of the Commons only"
    )


def test_a_marked_winner_is_not_derived_and_a_tie_is_nobodys(tmp_path):
    marked_winner = ward_contest({"Ann Hill/Labour": "500*", "Bob Lane/Green": 480})
    tie = ward_contest({"Ann Hill/Labour": 500, "Bob Lane/Green": 500}, ward="Framley")
    stv = ward_contest(
        {"Ann Hill/Labour": 500, "Bob Lane/Green": 400}, ward="Ullathorne", voting_system="single transferable vote"
    )
    db = warehouse(tmp_path, Said("office", [marked_winner, tie, stv]))
    assert db.execute("select constituency, winner, majority from by_elections order by 1").fetchall() == [
        ("Allington", "Ann Hill", 20),
        ("Framley", None, None),
        ("Ullathorne", None, None),
    ]
    assert one(db, "select count(*) from candidacies where is_winner_derived") == 0


def test_two_spellings_of_a_ward_are_one_contest_under_the_stated_id(tmp_path):
    votes = {"Ann Hill/Labour": 500, "Bob Lane/Green": 480}
    stated = "local.kirklees.westwood-and-jacksdale.by.2023-10-26"
    db = warehouse(
        tmp_path,
        Said("office", [ward_contest(votes, ward="Jacksdale & Westwood Ward")]),
        Said("paper", [ward_contest(votes, ward="Westwood and Jacksdale", source_contest_id=stated)]),
        Said("paper", [ward_contest(votes, ward="Westwood")]),
    )
    told = {name for (name,) in db.execute("select ballot_paper_id from by_elections").fetchall()}
    assert told == {stated, "local.kirklees.westwood.by.2023-10-26"}


def test_an_answer_without_a_day_is_joined_by_its_id_or_its_people(tmp_path):
    page = ward_contest({"Ann Hill/Labour": 500, "Bob Lane/Green": 480}, source_contest_id="kirklees:area:7")
    bare: dict[str, Any] = {"kind": "", "poll_date": None, "document": "service"}
    by_id = ward_contest(
        {"Ann Hill/Labour": 500, "Bob Lane/Green": 480}, source_contest_id="kirklees:area:7", electorate="2000", **bare
    )
    by_people = ward_contest({"Ann Hill/Labour": 500, "Bob Lane/Green": 480}, rejected_ballot_papers="9", **bare)
    others = ward_contest({"Old Hand/Labour": 5, "Bob Past/Green": 4}, rejected_ballot_papers="77", **bare)
    db = warehouse(tmp_path, Said("office", [page, by_id]), Said("office_copy", [by_people]), Said("paper", [others]))
    assert one(db, "select count(*), any_value(electorate), any_value(rejected_ballot_papers) from by_elections") == (
        1,
        2000,
        9,
    )


def test_hold_or_gain_only_where_no_ordinary_election_lies_between(tmp_path):
    first = ward_contest({"Ann Hill/Labour": "500*", "Bob Lane/Green": 480}, day="2023-06-15")
    second = ward_contest({"Ann Hill/Labour": "400", "Bob Lane/Green": "480*"}, day="2023-10-26")
    third = ward_contest({"Ann Hill/Labour": "400", "Bob Lane/Green": "480*"}, day="2024-06-13")
    db = warehouse(tmp_path, Said("office", [first, second, third]))
    assert db.execute(
        "select cast(poll_date as varchar), outcome, gained_from from by_elections order by 1"
    ).fetchall() == [
        ("2023-06-15", None, None),
        ("2023-10-26", "gain", "Labour"),
        ("2024-06-13", None, None),
    ]


def test_one_night_of_source_declares_and_a_second_settles(tmp_path):
    votes = {"Ann Hill/Labour": 500, "Bob Lane/Green": 480}
    night = [{**source, "is_night_of": source["source"] == "office"} for source in helpers.SOURCES]
    with patch.object(helpers, "SOURCES", night):
        alone = warehouse(tmp_path / "alone", Said("office", [ward_contest(votes)]))
        confirmed = warehouse(
            tmp_path / "both", Said("office", [ward_contest(votes)]), Said("paper", [ward_contest(votes)])
        )
        nominated = warehouse(
            tmp_path / "before", Said("office", [ward_contest(dict.fromkeys(votes, ""), state="candidates")])
        )
    states = [one(db, "select status from by_elections") for db in (alone, confirmed, nominated)]
    assert states == ["declared", "settled", "nominated"]


@needs_shared
def test_titles_as_councils_print_them_name_one_family_a_register_entry():
    """The list holds a few titles that are one council's habit ("local community candidate"): they are not ours."""
    with (SHARED / "sources/councils/party-title-aliases.csv").open(encoding="utf-8", newline="") as file:
        titles = [(row["party_id"], row["title_as_published_lowercase"]) for row in csv.DictReader(file)]
    families: dict[str, set[str]] = defaultdict(set)
    for party_id, title in titles:
        if party := party_named(title, date(2023, 5, 4)):
            families[party_id].add(party.family.casefold())
    several = {party_id for party_id, named in families.items() if len(named) > 1}
    assert several <= {"PP6662", "PP905", "PP90"}, {party_id: families[party_id] for party_id in several}


@needs_shared
def test_democracy_club_confirms_what_kirklees_declared(tmp_path):
    """Two sources on one ward: its XML has no day, and its candidates under shorter names; the ballot has both."""
    answers = SHARED / "sources/democracy-club/responses"
    ballot = "local.kirklees.batley-east.by.2017-10-26"
    url = f"https://candidates.democracyclub.org.uk/api/next/ballots/{ballot}/"
    told = democracy_club.read(Page(url, (answers / f"api_next_ballots_{ballot}.json").read_bytes()))
    body = (SHARED / "sources/councils/pages/modgov-local.kirklees.2017-10-26.xml").read_bytes()
    declared = read(
        Page("https://democracy.kirklees.gov.uk/mgWebService.asmx/GetElectionResults?lElectionId=397", body)
    )
    db = warehouse(tmp_path, Said("office", declared.records), Said("paper", told.records))
    assert one(db, "select ballot_paper_id, status, electorate, valid_votes, ballot_papers_issued, candidate_count from by_elections") == (
        ballot, "settled", 13279, 3429, 3437, 5,
    )  # fmt: skip


@needs_shared
def test_pages_of_the_stand_in_sites():
    """Each host of the stand-in: its own system, its own encoding; lists lead to the results, and these are read."""
    known = {
        "parl.batley-and-spen.by.2021-07-01": ("79,373", "13,296"),
        "parl.rochdale.by.2024-02-29": ("78,801", "12,335"),
        "parl.runcorn-and-helsby.by.2025-05-01": ("70,666", "12,645"),
        "parl.north-shropshire.by.2021-12-16": ("82,314", "17,957"),
        "parl.hartlepool.by.2021-05-06": ("70,768", "15,529"),
        "parl.sheffield-brightside-and-hillsborough.by.2016-05-05": ("68,439", "14,087"),
        "parl.sleaford-and-north-hykeham.by.2016-12-08": ("88,714", "17,570"),
    }
    with mirror() as base:

        def get(url: str) -> Page:
            with urllib.request.urlopen(f"{base}/{url.split('://')[1]}") as answer:
                return Page(url, answer.read(), answer.headers.get("Content-Type", ""))

        for ballot, (electorate, most) in known.items():
            wanted = wanted_contest(ballot)
            leaves, seen = addresses(ballot)[:1], set[str]()
            states: set[tuple[str, str | None, int]] = set()
            while leaves:
                page = get(leaves.pop())
                seen.add(page.url)
                for found in contests(page):
                    statement = clean_contest(found)[0]
                    if statement.contest["ballot_paper_id"] == ballot and statement.candidacies:
                        top = max(statement.candidacies, key=lambda row: row["votes"])
                        assert top["is_elected"], ballot
                        states.add((found.document, str(statement.contest["electorate"]), top["votes"]))
                if page.body[:4] != b"%PDF" and not page.body.startswith(b"<?xml"):
                    leaves += [one for one in follow(page, wanted) if one not in seen]
            figures = {(electors, votes) for _, electors, votes in states}
            assert figures == {(electorate.replace(",", ""), int(most.replace(",", "")))}, (ballot, states)


@given(
    st.integers(0, 250_000), st.sampled_from(["", " Elected", " (Elected)", " E", "(E)", " - elected", "*", " votes"])
)
def test_votes_read_back_whatever_stands_behind_them(votes: int, behind_them: str):
    printed, is_elected = votes_in(f" {votes:,}{behind_them} ")
    assert (printed, is_elected) == (f"{votes:,}", "e" in behind_them.casefold().replace("votes", ""))


@given(st.text(max_size=40))
def test_reading_words_never_raises(text: str):
    votes_in(text), elected_in(text), name_of((text,)), place_in(text, "Kirklees Council"), days_in(text)
    assert ward_key(ward_key(text)) == ward_key(text)
