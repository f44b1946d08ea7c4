"""The feed of what happened: each thing once, under an id that no rebuild and no later look changes."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch
from xml.etree import ElementTree

import duckdb
import pytest

from flows.feed import ATOM, atom
from flows.notify import QUESTION
from flows.outbox import is_news, message_of
from spiders.records import Page, ReadPage, Record, ScrapedContest, ScrapedPoll, ScrapedProblem, UnexpectedPage
from tests.warehouse.helpers import DAY, SOURCES, Said, contest, one, warehouse
from warehouse.look import ask

BARCHESTER = "parl.barchester.by.2024-02-15"
NOMINATED = dict.fromkeys(["Ann Archer/Labour", "Bob Bold/Conservative"])
COUNTED = {"Ann Archer/Labour": 60, "Bob Bold/Conservative": 40}
MENDED = {"Ann Archer/Labour": 60, "Bob Bold/Conservative": 41}


def events(db: duckdb.DuckDBPyConnection, *kinds: str) -> list[tuple[Any, ...]]:
    question = (
        "select event, strftime(at_time, '%Y-%m-%d %H:%M'), source, note from events where event in ? order by 2, 4"
    )
    return db.execute(question, [list(kinds)]).fetchall()


def test_the_story_of_a_contest(tmp_path):
    called = ScrapedPoll(
        BARCHESTER, "2024-02-15", constituency="Barchester", gss_code="E14009999", vacancy_words="DEATH",
        announced_at="2024-01-04T09:00:00Z",
    )  # fmt: skip
    said = {"writ_date": "8 January 2024"}
    db = warehouse(
        tmp_path,
        Said("paper", [called], day=-40),
        Said("office", [contest(NOMINATED, state="candidates", **said)], day=-20),
        Said("office", [contest(COUNTED, declared_at="16/02/2024 03:05", **said)], day=0),
        Said("office", [contest(MENDED, declared_at="16/02/2024 03:05", **said)], day=1),
    )
    rows = db.execute("select event, strftime(at_time, '%m-%d %H:%M'), note from events order by at_time").fetchall()
    assert rows == [
        ("vacancy", "01-04 09:00", "death, poll on 15 February 2024"),
        ("writ", "01-08 00:00", "poll on 15 February 2024"),
        ("nominations", "01-27 09:00", "2 candidates"),
        ("declaration", "02-16 03:05", "Ann Archer (Labour), majority 19"),
        ("correction", "02-17 09:00", "Bob Bold votes 40 is now 41"),
    ]


def test_ids_do_not_depend_on_when_we_looked_nor_on_what_came_later(tmp_path):
    said = [Said("office", [contest(NOMINATED, state="candidates")], day=-20), Said("office", [contest(COUNTED)])]
    late = [Said("office", one.records, day=one.day, seen=one.day + 5) for one in said]
    more = [*said, Said("paper", [contest({"Ann Archer/Labour": 61, "Bob Bold/Conservative": 40})], day=2)]

    def ids(name: str, documents: list[Said]) -> dict[str, str]:
        db = warehouse(tmp_path / name, *documents)
        found = db.execute("select event_id, event from events").fetchall()
        assert len(dict(found)) == len(found)
        return dict(found)

    first = ids("first", said)
    assert sorted(first.values()) == ["declaration", "nominations"]
    assert ids("late", late) == first
    assert ids("more", more).items() >= first.items()


def test_a_declaration_of_unstated_time(tmp_path):
    db = warehouse(tmp_path, Said("office", [contest(COUNTED)], day=0))
    assert events(db, "declaration") == [
        ("declaration", "2024-02-16 09:00", "office", "Ann Archer (Labour), majority 20, time not stated")
    ]
    db = warehouse(tmp_path / "years later", Said("office", [contest(COUNTED)], day=900))
    ((_, moment, *_),) = events(db, "declaration")
    assert moment == "2024-02-15 22:00", "a page dated years later says nothing of the night"


def test_a_conflict_and_a_figure_changed_to_and_fro(tmp_path):
    paper = {"Ann Archer/Labour": 61, "Bob Bold/Conservative": 40}
    to_and_fro = [Said("office", [contest(votes)], day=day) for day, votes in enumerate((COUNTED, MENDED) * 2)]
    db = warehouse(tmp_path, *to_and_fro, Said("paper", [contest(paper)], day=4))
    assert [note for *_, note in events(db, "correction")] == [
        "Bob Bold votes 40 is now 41", "Bob Bold votes 41 is now 40", "Bob Bold votes 40 is now 41",
    ]  # fmt: skip
    assert one(db, "select count(distinct event_id) from events where event = 'correction'") == 3
    conflicts = {note.split(" (")[0] for *_, note in events(db, "conflict")}
    assert "votes of Ann Archer: office says 60, paper says 61" in conflicts


def test_a_conflict_is_told_in_plain_words(tmp_path):
    """A person marked as elected who is not the one with most votes, votes, shares, a turnout, an electorate."""
    counted = {"Ann Archer/Labour": 12660, "Bob Bold/Conservative": 1240}
    said = marked(counted, "Bold", electorate=28000, turnout="60%", document="ballots")
    first, second = said.candidacies
    said = replace(
        said, candidacies=(replace(first, vote_share="91.9%", votes="12606"), replace(second, vote_share="9.1%"))
    )
    db = warehouse(
        tmp_path,
        Said("office", [marked(counted, "Archer", electorate=27000)]),
        Said("paper", [said], day=1),
    )
    no_share = "(the printed share is not votes / valid votes)"
    assert {note for *_, note in events(db, "conflict")} == {
        "winner: held true is Ann Archer, paper says Bob Bold",
        "votes of Ann Archer: office says 12,660, paper says 12,606 (digits swapped)",
        "electorate: office says 27,000, paper says 28,000 (one digit differs)",
        "turnout: the votes give 51.4815%, paper says 60%",
        f"vote share of Ann Archer: the votes give 91.0791%, paper says 91.9% {no_share}",
        f"vote share of Bob Bold: the votes give 8.9209%, paper says 9.1% {no_share}",
    }


def test_a_poll_put_off(tmp_path):
    later = "local.a.b.by.2024-03-07"
    gone = ScrapedPoll("local.a.b.by.2024-02-15", "2024-02-15", is_cancelled="true", replaced_by=later)
    db = warehouse(tmp_path, Said("paper", [gone]))
    assert events(db, "postponed", "cancelled") == [
        ("postponed", "2024-02-16 09:00", "paper", "polled instead as local.a.b.by.2024-03-07")
    ]


@pytest.mark.parametrize(
    ("said", "day", "expected"),
    [
        ({"poll_status": "cancelled"}, -3, ("cancelled", "2024-02-13 09:00", "paper", None)),
        (
            {"poll_status": "postponed", "replaced_by": "parl.barchester.by.2024-03-07"}, -3,
            ("postponed", "2024-02-13 09:00", "paper", "polled instead as parl.barchester.by.2024-03-07"),
        ),
        ({"poll_status": "cancelled"}, 700, ("cancelled", "2024-02-15 22:00", "paper", "time not stated")),
        ({"poll_status": "uncontested"}, -3, None),
        ({}, -3, None),
    ],
)  # fmt: skip
def test_a_poll_that_a_source_of_results_alone_says_is_off(tmp_path, said, day, expected):
    off = contest(NOMINATED, document="ballots", state="candidates", **said)
    db = warehouse(
        tmp_path,
        Said("office", [contest(NOMINATED, state="candidates")], day=-20),
        Said("paper", [off], day=day),
        Said("paper", [off], day=day + 1),
    )
    assert events(db, "postponed", "cancelled") == ([expected] if expected else [])
    wanted = {("Barchester", expected[0])} if expected else set()
    assert {one for one in told_of(tmp_path) if one[1] not in ("nominations", "declaration")} == wanted
    assert one(db, "select replaced_by from calendar") == said.get("replaced_by")


def told_of(folder: Path) -> set[tuple[str, ...]]:
    """Seat and event of the messages of the day after the poll; each event has an entry in the feed."""
    columns, rows = ask(folder / "built.duckdb", QUESTION)
    happened = [dict(zip(columns, row, strict=True)) for row in rows]
    assert len(ElementTree.fromstring(atom(happened)).findall(f"{{{ATOM}}}entry")) == len(happened)
    texts = [message_of(event)["text"] for event in happened if is_news(event, DAY)]
    return {tuple(text.split(" - ")[0].split(": ")) for text in texts}


def test_what_the_register_and_a_source_of_results_call_off_is_told_once(tmp_path):
    off = contest(NOMINATED, document="ballots", state="candidates", poll_status="cancelled")
    register = ScrapedPoll(
        BARCHESTER, "2024-02-15", constituency="Barchester", gss_code="E14009999", is_cancelled="true",
        cancellation_words="candidate death",
    )  # fmt: skip
    alone = warehouse(tmp_path / "alone", Said("paper", [off], day=-3))
    both = warehouse(tmp_path / "both", Said("paper", [off], day=-3), Said("office", [register], day=-2))
    assert [note for *_, note in events(both, "cancelled")] == ["candidate death"]
    ids = [one(db, "select event_id from events where event = 'cancelled'") for db in (alone, both)]
    assert ids[0] == ids[1]


def refused(number: int, wanted: str = "a table of candidates") -> ScrapedProblem:
    page = Page(f"https://office.example/{number}", b"", kept_as="2024/02/office.warc.gz at 0")
    return ScrapedProblem("unexpected-page", str(UnexpectedPage(page, wanted=wanted, seen="no table")))


READ = ("good", "bad", "result")


def looks(tmp_path: Path, *answers: tuple[int, str, str]) -> duckdb.DuckDBPyConnection:
    """A warehouse after looks at pages, one an hour: (number of the page, "bad", "good", "result",
    "same", "gone" or "failed", ...)."""
    archive = tmp_path / "archive"
    archive.mkdir(parents=True)
    lines: list[dict[str, Any]] = []
    said: list[Said] = []
    problems: dict[int, list[ScrapedProblem]] = {}
    last: dict[int, str] = {}
    for number, (page, answer, wanted) in enumerate(answers):
        capture = f"capture-{len(said)}" if answer in READ else f"look-{number}"
        refers = last.get(page) if answer == "same" else None
        lines.append(
            {
                "capture_id": capture,
                "source": "office",
                "url": f"https://office.example/{page}",
                "fetched_at": (DAY + timedelta(hours=number)).isoformat(),
                "http_status": {"failed": 503, "same": 304, "gone": 404}.get(answer, 200),
                "warc_file": "x.warc.gz",
                "warc_offset": number,
                "kind": "revisit" if refers else "response",
                "refers_to": refers,
            }
        )
        if answer in READ:
            last[page] = capture
            problems[len(said)] = [refused(page, wanted)] if answer == "bad" else []
            records: list[Record] = [contest(COUNTED)] if answer == "result" else []
            said.append(Said("office", records, day=len(said), url=f"https://office.example/{page}"))
    (archive / "x.cdx.jsonl").write_text("\n".join(map(json.dumps, lines)))
    turn = iter(range(len(said)))
    with patch("tests.warehouse.helpers.ReadPage", lambda records: ReadPage(records, problems[next(turn)])):
        return warehouse(tmp_path, *said)


TABLE = "a table of candidates"


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (["1 good", "1 bad", "1 same", "1 same"], ["changed 10:00"]),  # once, not with every look
        (["1 bad", "2 bad", "3 bad"], ["changed 09:00"]),  # once, not with every page
        (["1 bad", "2 bad", "1 good", "2 good"], ["changed 09:00", "again 12:00"]),
        (["1 bad", "2 bad", "1 good"], ["changed 09:00"]),  # one page still does not read
        (["1 bad", "1 failed", "1 bad"], ["changed 09:00"]),  # a failure is neither
        (["1 bad", "1 good", "1 bad"], ["changed 09:00", "again 10:00", "changed 11:00"]),
        (["1 good", "2 good"], []),
    ],
)
def test_a_layout_that_changed_is_told_once(tmp_path, answers: list[str], expected: list[str]):
    db = looks(tmp_path, *((int(one[0]), one[2:], TABLE) for one in answers))
    told = events(db, "source changed", "source reads again")
    assert [f"{event.split()[-1]} {moment[-5:]}" for event, moment, *_ in told] == expected
    assert one(db, "select count(distinct event_id) from events") == len(expected)


def test_a_changed_layout_says_what_was_expected(tmp_path):
    db = looks(tmp_path, (1, "bad", TABLE), (2, "bad", TABLE), (2, "bad", "a day of poll"))
    assert sorted(note for *_, note in events(db, "source changed")) == [
        "expected a day of poll; seen https://office.example/2: no table",
        "expected a table of candidates; seen https://office.example/1: no table and 1 more pages",
    ]
    last_error = one(db, "select last_error from sources where source = 'office'")
    assert last_error == "unexpected-page: https://office.example/2: no table"


def test_a_source_that_is_silent(tmp_path):
    watched = [one | {"expected_freshness_days": 8 if one["source"] == "office" else None} for one in SOURCES]
    with patch("tests.warehouse.helpers.SOURCES", watched):
        db = looks(tmp_path, (1, "good", TABLE))
    assert events(db, "source silent") == [
        ("source silent", "2024-02-24 09:00", "office", "nothing since 16 February 2024, 09:00")
    ]
    assert db.execute("select source from sources where is_overdue").fetchall() == [("office",)]


SECONDS = {"Ann Archer/Labour": 40, "Bob Bold/Conservative": 60}
TIED = {"Ann Archer/Labour": 50, "Bob Bold/Conservative": 50}


def marked(votes: dict[str, Any], winner: str, **figures: Any) -> ScrapedContest:
    """The contest with one candidate marked as elected."""
    said = contest(votes, **figures)
    lines = [replace(line, is_elected=str(line.family_name == winner).lower()) for line in said.candidacies]
    return replace(said, candidacies=tuple(lines))


def test_another_winner_is_told(tmp_path):
    db = warehouse(
        tmp_path,
        Said("paper", [marked(NOMINATED, "Bold", state="winner")]),
        Said("office", [contest(TIED)], day=1),
        Said("office", [marked(TIED, "Archer")], day=2),
        Said("office", [contest(SECONDS)], day=3),
    )
    assert [note for *_, note in events(db, "winner named")] == ["Bob Bold is said to have won"]
    notes = [note for *_, note in events(db, "correction") if note.startswith("winner")]
    assert notes == ["winner nobody (a tie) is now Ann Archer", "winner Ann Archer is now Bob Bold"]
    ((_, moment, _, note),) = events(db, "declaration")
    assert (moment, note) == ("2024-02-17 09:00", "Bob Bold (Conservative), majority 20, time not stated")


def test_a_tie_says_that_nobody_has_won_yet(tmp_path):
    db = warehouse(tmp_path, Said("office", [contest(TIED)]))
    ((*_, note),) = events(db, "declaration")
    assert note == "a tie of Ann Archer and Bob Bold: nobody says who won the lot, time not stated"


def test_a_winner_without_votes_is_no_declaration(tmp_path):
    db = warehouse(tmp_path, Said("paper", [marked(NOMINATED, "Bold", state="winner")]))
    assert [event for event, *_ in events(db, "winner named", "declaration")] == ["winner named"]


def test_a_result_taken_back_stays_declared_and_is_told(tmp_path):
    db = warehouse(
        tmp_path,
        Said("office", [contest(COUNTED)]),
        Said("office", [contest(NOMINATED, state="candidates")], day=1),
    )
    assert events(db, "withdrawn") == [
        ("withdrawn", "2024-02-17 09:00", "office", "it gives no result any more"),
    ]
    assert [note for *_, note in events(db, "declaration")] == ["taken back since, time not stated"]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (["1 result", "1 same", "1 gone", "1 gone", "1 result"], ["11 gone (HTTP 404)"]),  # once, not with every look
        (["1 result", "1 good", "1 good"], ["10 its page gives no result any more"]),
        (["1 result", "1 bad", "1 failed", "1 same"], []),  # a layout that nobody can read takes nothing back
        (["1 gone", "1 result", "2 good"], []),
        (["1 result", "1 gone", "1 result", "1 gone"], ["10 gone (HTTP 404)", "12 gone (HTTP 404)"]),
    ],
)
def test_a_page_that_gives_its_result_no_longer(tmp_path, answers: list[str], expected: list[str]):
    officers = [one | {"is_night_of": one["source"] == "office"} for one in SOURCES]
    with patch("tests.warehouse.helpers.SOURCES", officers):
        db = looks(tmp_path, *((int(one[0]), one[2:], TABLE) for one in answers))
    told = events(db, "withdrawn")
    assert len(told) == len(expected)
    for (_, moment, source, note), wanted in zip(told, expected, strict=True):
        assert source == "office" and wanted.partition(" ")[2] in note and moment[11:13] == f"{int(wanted[:2]):02}"
    assert one(db, "select count(distinct event_id) from events") == one(db, "select count(*) from events")


@pytest.mark.parametrize(
    ("answers", "hours"),
    [
        (["1 result", "1 gone", "1 result", "1 same"], [11]),
        (["1 result", "1 gone", "1 same"], [11]),  # the very page that was gone
        (["1 result", "1 good", "1 result", "1 gone", "1 result"], [11, 13]),
        (["1 gone", "1 result"], []),
        (["1 result", "1 bad", "1 result"], []),
    ],
)
def test_a_page_that_gives_its_result_again(tmp_path, answers: list[str], hours: list[int]):
    officers = [one | {"is_night_of": one["source"] == "office"} for one in SOURCES]
    with patch("tests.warehouse.helpers.SOURCES", officers):
        db = looks(tmp_path, *((int(one[0]), one[2:], TABLE) for one in answers))
    assert [int(moment[11:13]) for _, moment, *_ in events(db, "restored")] == hours
    assert one(db, "select count(distinct event_id) from events") == one(db, "select count(*) from events")


def test_a_page_that_cannot_be_read_for_two_reasons_does_not_read_again(tmp_path):
    db = looks(tmp_path, (1, "bad", TABLE), (1, "bad", "the page itself"), (1, "good", TABLE))
    assert [moment[-5:] for _, moment, *_ in events(db, "source reads again")] == ["11:00", "11:00"]
