"""Articles to contests: invented contests and headlines for each rule, and the score on real feed items."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import linking as benchmark
from flows.clean.facts import CandidateFacts, ContestFacts, EarlierResult, ResultFacts
from flows.clean.linking import LINKED_FROM, LinkableText, Linker, link
from flows.clean.mentions import Words, keys_of, person_forms, seat_forms
from tests.shared import SHARED, needs_shared

PAPER = "https://paper.example"
THURSDAY, NEXT = date(2031, 5, 8), date(2031, 9, 4)


def contest(
    seat: str,
    day: date,
    winner: tuple[str, str],
    loser: tuple[str, str],
    *,
    outgoing: str,
    majority: int,
    defended: int,
    outcome: str,
) -> ContestFacts:
    slug = seat.lower().replace(" ", "-")
    return ContestFacts(
        f"parl.{slug}.by.{day}",
        day,
        seat,
        outgoing_member=outgoing,
        outgoing_party=loser[1],
        result=ResultFacts(
            majority=majority,
            winner=winner[0],
            winning_party=winner[1],
            outcome=outcome,
            candidates=(
                CandidateFacts(*winner, is_elected=True, position=1),
                CandidateFacts(*loser, is_elected=False, position=2),
                CandidateFacts("Peregrine Fox", "Independent", is_elected=False, position=3),
            ),
        ),
        earlier=(EarlierResult(date(2029, 5, 3), "general election", ResultFacts(majority=defended)),),
    )


BARCHESTER = contest(
    "Barchester", THURSDAY, ("Eleanor Bold", "Labour"), ("Obadiah Slope", "Conservative"),
    outgoing="Septimus Harding", majority=1_204, defended=21_340, outcome="gain",
)  # fmt: skip
OMNIUM = contest(
    "Omnium and Plumstead", THURSDAY, ("Katharine Palliser", "Liberal Democrat"), ("Frank Gresham", "Conservative"),
    outgoing="Plantagenet Palliser", majority=6_411, defended=17_802, outcome="gain",
)  # fmt: skip
SILVERBRIDGE = contest(
    "North Silverbridge", NEXT, ("Phineas Finn", "Labour"), ("Arthur Fletcher", "Labour"),
    outgoing="Laurence Fitzgibbon", majority=988, defended=3_015, outcome="hold",
)  # fmt: skip
CONTESTS = (SILVERBRIDGE, BARCHESTER, OMNIUM)
B, O, S = (one.ballot_paper_id for one in (BARCHESTER, OMNIUM, SILVERBRIDGE))  # noqa: E741  O as in Omnium


def linked(
    headline: str, summary: str = "", day: date | None = THURSDAY, *, path: str = "", text: str = ""
) -> set[str]:
    moment = datetime(day.year, day.month, day.day, 12, tzinfo=UTC) if day else None
    item = LinkableText(headline, summary, text, moment, url=f"{PAPER}/{path}")
    return {one.ballot_paper_id for one in link(item, CONTESTS)}


@pytest.mark.parametrize(
    ("headline", "summary", "day", "expected"),
    [
        ("Barchester by-election: what you need to know", "", date(2031, 4, 20), {B}),
        ("Barchester byelection: what you need to know", "", date(2031, 4, 20), {B}),  # the Guardian's spelling
        ("BARCHESTER BY ELECTION: SLOPE IN TROUBLE", "", date(2031, 4, 20), {B}),
        ("Labour Takes Barchester In Historic By-Election", "", THURSDAY, {B}),  # every word with a capital
        ("‘Nobody asks us’: Plumstead voters before the by-election", "", date(2031, 4, 20), {O}),  # half the name
        ("Plumstead and Omnium byelection campaign begins", "", date(2031, 4, 20), {O}),  # its halves swapped
        ("Silverbridge North by-election: Labour picks Finn", "", date(2031, 8, 1), {S}),  # its words swapped
        ("Labour and Lib Dems scent victory in Septimus Harding’s seat", "", date(2031, 4, 20), {B}),
        ("Eleanor Bold becomes new MP after overturning Tory majority", "", date(2031, 5, 9), {B}),
        ("Ellie who? The new MP", "Mrs Bold, after winning the Barchester by-election", THURSDAY, {B}),
        # the contest is not named: the day tells, then what only one of the contests of the day fits
        ("Tories lose both", "A terrible night of by-elections for the prime minister", date(2031, 5, 9), {B, O}),
        ("By-election results: five things we learned", "What the voters told the parties", date(2031, 5, 9), {B, O}),
        ("Lib Dems wipe out Tory majority in by-election", "", date(2031, 5, 9), {O}),
        ("Labour overturns majority of more than 21,000 in by-election", "", date(2031, 5, 9), {B}),
        ("Labour holds on in by-election", "", date(2031, 9, 5), {S}),
        ("Two safe seats at stake as polls open in by-elections", "", THURSDAY, {B, O}),
        ("Omnium and Plumstead: Lib Dems win", "One of two by-elections on Thursday", date(2031, 5, 9), {B, O}),
    ],
)  # fmt: skip
def test_what_is_linked(headline, summary, day, expected):
    assert linked(headline, summary, day, path="politics/x") == expected


@pytest.mark.parametrize(
    ("headline", "summary", "day", "path"),
    [
        ("Barchester Cathedral choir wins award", "", date(2031, 4, 20), "news/x"),
        ("Barchester United lose in FA Cup", "A result to forget", date(2031, 4, 20), "football/x"),
        ("Undercover, reporter Jane Barchester found ballot papers", "", date(2031, 4, 20), "news/x"),
        ("MPs vote with Jane Barchester, Labour whip", "", date(2031, 4, 20), "politics/x"),  # a person
        ("MPs and voters back Barchester United takeover", "", date(2031, 4, 20), "politics/x"),  # a club
        ("Fiji byelection: opposition wins seat", "", THURSDAY, "world/x"),
        ("Voters in Queensland go to polls in by-election", "Labor expects to win", THURSDAY, "news/x"),
        ("Opposition wins by-election", "The president called it a test", THURSDAY, "news/world-asia-1234567"),
        ("Loamshire by-election: Labour wins", "", date(2031, 5, 9), "politics/x"),  # a place that is none of ours
        ("Council by-election: Greens take ward from Labour", "", THURSDAY, "news/x"),
        ("Septimus Harding awarded prize for warden novels", "", date(2031, 4, 20), "books/x"),
        ("Septimus Harding will not stand at next election", "Barchester MP to go", date(2031, 1, 9), "news/x"),
        ("The 1868 Barchester by-election, and what we can learn from it", "", date(2031, 4, 20), "books/x"),
        ("Barchester by-election: a year on", "", date(2032, 5, 9), "politics/x"),
        ("Tory MP urged to call a by-election after leaving party", "", date(2031, 5, 6), "politics/x"),
        ("Peregrine Fox on his new album", "The singer votes for joy", date(2031, 5, 1), "music/x"),
        ("Labour conference opens in Liverpool", "Voters want change, says leader", date(2031, 5, 9), "politics/x"),
        ("", "", THURSDAY, ""),
    ],
)  # fmt: skip
def test_what_is_not_linked(headline, summary, day, path):
    assert linked(headline, summary, day, path=path) == set()


def test_the_evidence_says_why():
    moment = datetime(2031, 5, 9, 6, tzinfo=UTC)
    item = LinkableText("Barchester by-election: Eleanor Bold wins", published_at=moment)
    (found,) = link(item, CONTESTS)
    assert {(one.kind, one.seen) for one in found.evidence} == {
        ("seat place", "Barchester"), ("seat in headline", "Barchester"), ("winner", "Eleanor Bold"),
        ("by-election", "by-election"), ("result", "wins"), ("near the poll", "+1 days"), ("on the night", "+1 days"),
    }  # fmt: skip
    assert found.score > 0.99


def test_an_article_names_its_contest_in_its_text():
    lead = "The by-election was lost and won in the small hours. " * 15
    text = lead + "In Barchester Eleanor Bold thanked the returning officer. Barchester had never voted so."
    assert linked("A long night", day=date(2031, 6, 20), text=text) == {B}
    assert linked("A long night", day=date(2031, 6, 20), text=lead + "Barchester was mentioned once.") == set()


def test_a_council_ward_has_to_be_named():
    ward = replace(BARCHESTER, ballot_paper_id="local.barset.hogglestock.by.2031-05-08", constituency="Hogglestock")
    ward = replace(ward, election_type="local", outgoing_member=None, result=ResultFacts(), earlier=())
    moment = datetime(2031, 5, 9, 6, tzinfo=UTC)

    def found(headline: str) -> set[str]:
        item = LinkableText(headline, published_at=moment, url=f"{PAPER}/politics/x")
        return {one.ballot_paper_id for one in link(item, [ward, SILVERBRIDGE])}

    assert found("Hogglestock council by-election: Greens take ward from Labour") == {ward.ballot_paper_id}
    assert found("Labour wins by-election") == set()


def test_without_a_day_seat_and_person_are_needed():
    assert linked("Barchester by-election: what you need to know", day=None) == set()
    assert linked("Barchester by-election: Eleanor Bold wins", day=None) == {B}


def test_late_evening_in_london_is_the_next_day_only_there():
    summer = LinkableText("By-election won by Labour", published_at=datetime(2031, 9, 3, 23, 30, tzinfo=UTC))
    (found,) = link(summer, CONTESTS)
    assert ("near the poll", "+0 days") in {(one.kind, one.seen) for one in found.evidence}


@pytest.mark.parametrize(
    ("seat", "form", "kind"),
    [
        ("North Silverbridge", "silverbridge", "seat wider"),
        ("North Silverbridge", "n silverbridge", "seat"),
        ("City of Barchester", "barchester", "seat part"),
        ("Omnium and Plumstead", "plumstead and omnium", "seat"),
        ("Omnium and South Plumstead", "plumstead", "seat part"),
        ("Mid Bedfordshire", "mid beds", "seat"),
        ("Birmingham, Erdington", "erdington", "seat part"),
        ("Stoke-on-Trent Central", "stoke", "seat part"),
        ("Newcastle upon Tyne North", "newcastle", "seat part"),
        ("Birmingham, Erdington", "birmingham erdington", "seat"),
    ],
)
def test_seat_forms(seat, form, kind):
    assert (form, kind) in set(seat_forms(seat))


def test_person_forms():
    assert {"sarah pochin", "sarah joanne pochin"} <= set(person_forms("Sarah Joanne Pochin"))
    assert "chris pincher" in set(person_forms("Christopher Pincher"))
    assert list(person_forms("Cher")) == [], "one word is no whole name"


def test_words_are_compared_without_case_accents_and_endings():
    assert keys_of("Órfhlaith O’Neill’s by-election") == ("orfhlaith", "oneill", "byelection")


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_is_read(headline, summary):
    moment = datetime(2031, 5, 9, tzinfo=UTC)
    for found in link(LinkableText(headline, summary, summary, moment, url=headline), CONTESTS):
        assert LINKED_FROM <= found.score <= 1 and found.evidence


@given(st.lists(st.text("Barchester by-election Labour wins, ", min_size=1, max_size=20), max_size=8))
def test_every_word_has_its_place(pieces):
    words = Words()
    for piece in pieces:
        words.add(piece)
    words.end_headline()
    assert len(words.printed) == len(words.keys) == words.headline


@needs_shared
@pytest.mark.slow
def test_score_on_real_feed_items(first_run: Path):
    """Pinned: it may rise, and must not fall. Errors of all years were looked at when the rules were made."""
    folder = SHARED / "sources/coverage/linking"
    items = benchmark.items_in(folder)
    ids = [one["id"] for one in json.loads((folder / "contests.json").read_text(encoding="utf-8"))]
    linker = Linker(benchmark.contests_in(first_run / "warehouse/byelections.duckdb", ids))
    links = [linker.link(benchmark.text_of(item)) for item in items]
    for years, precision, recall in ((("2021", "2022"), 1.0, 1.0), (("2023",), 1.0, 0.94)):
        chosen = [place for place, item in enumerate(items) if item["published"].startswith(years)]
        score = benchmark.score([items[place] for place in chosen], [links[place] for place in chosen])
        assert score.precision >= precision and score.recall >= recall, str(score)
