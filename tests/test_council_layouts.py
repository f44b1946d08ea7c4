"""Every layout of `council_layouts` is read as a careful person reads it, or refused; nothing false or private."""

from __future__ import annotations

import re
import urllib.request
from dataclasses import replace

import pytest

from spiders.records import Page, ScrapedContest, UnexpectedPage
from spiders.results.councils import addresses, follow, read, wanted_contest
from tests.council_layouts import Layout, Person, Said
from tests.council_layouts_later import LAYOUTS
from tests.declarations import contest, spoken
from tests.shared import mirror, needs_shared

PRIVATE = re.compile(
    r"Agent|Acacia|Mill Lane|BA[12]|Proposer|Seconder|Penelope|Graves|barset\.example|0[0-9]{4}", re.IGNORECASE
)


def results_of(layout: Layout) -> list[ScrapedContest]:
    try:
        found = read(layout.page)
    except UnexpectedPage:
        assert layout.may_refuse, "a page that can be read was refused"
        return []
    contests = [one for one in found.records if isinstance(one, ScrapedContest)]
    return [one for one in contests if one.state in ("results", "winner")]


def figure(printed: str | None) -> str | None:
    return None if printed is None else re.sub(r"[,%]", "", printed)


def folded(person: Person) -> Person:
    """A person whose name is compared whatever capitals it is printed in."""
    return (person[0].casefold().replace("’", "'"), *person[1:])


def as_said(found: ScrapedContest, expected: Said) -> Said:
    """What was read in the form of what was expected; the number of seats only where that is expected."""
    people = tuple(
        folded((spoken(one), one.party or "", int(figure(one.votes) or -1), one.is_elected == "true"))
        for one in found.candidacies
    )
    place = found.constituency or ""
    return Said(
        place=expected.place if place.casefold() == expected.place.casefold() else place,
        people=people,
        day=found.poll_date,
        type=found.election_type,
        electorate=figure(found.electorate),
        issued=figure(found.ballot_papers_issued),
        rejected=figure(found.rejected_ballot_papers),
        turnout=figure(found.turnout),
        seats=found.seats if expected.seats else None,
        is_lot=found.is_won_by_lot == "true",
        system=found.voting_system,
    )


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout_is_read_as_it_is_meant(name: str):
    layout = LAYOUTS[name]()
    found = results_of(layout)
    if found or not layout.may_refuse:
        assert len(found) == len(layout.expected)
    for one, expected in zip(found, layout.expected, strict=False):
        assert as_said(one, expected) == replace(expected, people=tuple(map(folded, expected.people)))


@pytest.mark.parametrize("name", LAYOUTS)
def test_nothing_private_leaves_a_page(name: str):
    try:
        found = read(LAYOUTS[name]().page)
    except UnexpectedPage as refusal:
        assert not PRIVATE.search(refusal.seen)
        return
    for record in [*found.records, *found.problems]:
        assert not PRIVATE.search(str(record).replace("poll_date", ""))


@needs_shared
def test_the_electoral_office_writes_windows_1252_and_declares_for_all_northern_ireland():
    ballot = "parl.mid-ulster.by.2013-03-07"
    with mirror() as base:

        def get(url: str) -> Page:
            with urllib.request.urlopen(f"{base}/{url.split('://')[1]}") as answer:
                return Page(url, answer.read(), answer.headers.get("Content-Type", ""))

        (start,) = addresses(ballot)
        page, notice = (get(url) for url in follow(get(start), wanted_contest(ballot)))
    assert "charset" not in page.content_type
    assert b"windows-1252" in page.body and b"\xe9" in page.body and notice.body.startswith(b"%PDF")
    for found in (contest(page), contest(notice)):
        assert (found.constituency, found.electorate) == ("Mid Ulster", "67,192")
        assert [(one.party, one.votes) for one in found.candidacies if one.is_elected == "true"] == [
            ("Sinn Féin", "17,462")
        ]


def test_who_declares_for_a_seat_in_northern_ireland():
    assert addresses("parl.belfast-south-and-mid-down.by.2027-03-04") == ["https://www.eoni.org.uk/elections/"]
