"""Parties in the warehouse: the reviewed table, lineage and registrations in one view, and long series by family."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import duckdb
import pytest

from flows.clean.parties import party_rows
from spiders.records import ScrapedRegistration
from tests.warehouse.helpers import Said, contest, one, warehouse

BREXIT = {"ec_id": "PP7931", "country": "Great Britain", "mnis_id": "1036"}
REGISTER = [
    ScrapedRegistration("The Brexit Party", "BRX", **BREXIT, registered_on="5 February 2019"),
    ScrapedRegistration("Reform UK", "RUK", **BREXIT, registered_on="4 January 2021"),
]
GENERAL: dict[str, Any] = {"kind": "general election", "general_election_date": "11 June 1987", "poll_date": None}


@pytest.fixture(scope="module")
def history(tmp_path_factory) -> duckdb.DuckDBPyConnection:
    """A seat won by the Alliance in 1987 and held by the Liberal Democrats in 1990; two SDPs stood in it."""
    before = contest({"A One/SDP": 600, "B Two/Con": 400}, valid_votes=1000, **GENERAL)
    after = contest(
        {"C Three/Liberal Democrats": 500, "D Four/Con": 300, "E Five/SDP": 200},
        poll_date="15 March 1990",
        valid_votes=1000,
    )
    return warehouse(tmp_path_factory.mktemp("parties"), Said("office", [before, after, *REGISTER]))


def test_every_reviewed_party_has_a_row(history):
    assert one(history, "select count(*) from core.party") == len(party_rows())
    assert one(history, "select count(*) from parties where party = 'Coalition Liberal' and candidacies = 0") == 1
    assert one(history, "select count(distinct party) = count(*) from parties")


def test_lineage_goes_both_ways(history):
    liberal_democrat = one(history, "select predecessors from parties where party = 'Liberal Democrat'")
    assert [(row["party"], row["year"], row["how"]) for row in liberal_democrat] == [
        ("Liberal Party", 1988, "merged"),
        ("Social Democratic Party (1981)", 1988, "merged"),
    ]
    assert one(history, "select successors from parties where party = 'The Brexit Party'") == [
        {"party": "Reform UK", "year": 2021, "how": "renamed"}
    ]
    broken = """
        select count(*) from core.party as before, unnest(before.successors) as next(after)
        where not exists (
            select 1 from core.party as later, unnest(later.predecessors) as last(earlier)
            where later.party = after.party and earlier.party = before.party
        )"""
    assert one(history, broken) == 0


def test_registrations_over_time(history):
    reform = one(history, "select registrations from parties where party = 'Reform UK'")
    assert [(row["ec_party_id"], str(row["registered_on"]), row["deregistered_on"]) for row in reform] == [
        ("PP7931", "2021-01-04", None)
    ]


def test_the_alliance_is_followed_into_the_liberal_democrats(history):
    by_election = "from by_elections where poll_date = date '1990-03-15'"
    assert one(history, f"select winning_party, outcome, gained_from {by_election}") == (
        "Liberal Democrat",
        "hold",
        None,
    )
    changes = dict(
        history.execute(
            "select party, round(share_change, 3) from candidacies where poll_date >= '1990-01-01'"
        ).fetchall()
    )
    # the SDP of 1990 is not the one that stood for the Alliance: no change to measure
    assert changes == {"Liberal Democrat": -0.1, "Conservative": -0.1, "Social Democratic Party (1988)": None}


def test_groups_are_marked(history):
    assert one(history, "select is_group, party_family from parties where party = 'SDP–Liberal Alliance'") == (
        True,
        "Liberal Democrat",
    )


def test_a_party_nobody_reviewed_stands_for_itself(tmp_path):
    small = warehouse(tmp_path, Said("office", [contest({"A One/Beer, Baccy and Crumpet Party": 1}, valid_votes=1)]))
    question = "select party_family, is_group, len(successors), first_year from parties where candidacies > 0"
    assert one(small, question) == ("Beer, Baccy and Crumpet Party", False, 0, None)


def test_an_endorsement_stands_beside_the_party(tmp_path):
    coupon = contest({"Ann Thorne/Liberal": 20, "Bob Slope/Labour": 10}, poll_date="29 March 1919")
    first, second = coupon.candidacies
    coupon = replace(coupon, candidacies=(replace(first, endorsement="C"), second))
    db = warehouse(tmp_path, Said("office", [coupon]))
    assert db.execute("select candidate, party, endorsement from candidacies").fetchall() == [
        ("Ann Thorne", "Liberal Party", "C"),
        ("Bob Slope", "Labour", None),
    ]
