"""Versions of a result under one address, each at its own moment; and person ids that their issuer has merged."""

from __future__ import annotations

from datetime import timedelta

import duckdb

from spiders.records import Record, ScrapedCandidacy, ScrapedContest, ScrapedPersonRedirect
from tests.warehouse.helpers import DAY, Said, one, warehouse

BALLOT = "parl.barchester.by.2024-02-15"


def ballot(votes: dict[str, tuple[str, int]], day: str, electorate: str) -> ScrapedContest:
    """A ballot as the API lists it: "Given Family" to (person id, votes), changed last on `day` at nine."""
    return ScrapedContest(
        document="page",
        kind="by-election",
        source_contest_id=BALLOT,
        stated_at=f"{day}T09:00:00+00:00",
        constituency="Barchester",
        poll_date="2024-02-15",
        candidacies=tuple(
            ScrapedCandidacy(name=name, party=f"Party of {name}", votes=str(count), dc_person_id=person)
            for name, (person, count) in votes.items()
        ),
        electorate=electorate,
    )


def version(votes: dict[str, tuple[str, int]], at: str, electorate: str = "") -> ScrapedContest:
    """A version: no seat, no party, and names of another day."""
    return ScrapedContest(
        document="versions",
        kind="",
        source_contest_id=BALLOT,
        stated_at=at,
        candidacies=tuple(
            ScrapedCandidacy(name=name, votes=str(count), dc_person_id=person)
            for name, (person, count) in votes.items()
        ),
        electorate=electorate,
    )


NIGHT = version({"Nell Bold": ("1", 4000), "Obadiah Slope": ("2", 3867)}, "2024-02-16T02:00:00+00:00")
MORNING = version(
    {"Nell Bold": ("1", 4000), "Obadiah Slope": ("2", 3678)}, "2024-02-16T08:00:00+00:00", electorate="10000"
)
LISTED = ballot(
    {"Eleanor Bold": ("1", 4000), "Obadiah Slope": ("2", 3678)}, "2024-02-17", electorate="10000"
)  # the list as it is when we come


def test_versions_tell_the_story_of_a_night_nobody_watched(tmp_path):
    db = warehouse(
        tmp_path, Said("paper", [LISTED], day=9), Said("paper", [MORNING, NIGHT], day=9, url="https://x.example/v/")
    )
    told = "select candidate, old_value, new_value, stated_at from revisions where figure = 'votes'"
    assert db.execute(told).fetchall() == [("Obadiah Slope", "3867", "3678", DAY - timedelta(hours=1))]
    believed = (
        "select candidate, party, votes, electorate, round(vote_share, 4) from results_as_of('{}') order by votes"
    )
    assert db.execute(believed.format("2024-02-16 01:00")).fetchall() == []
    assert db.execute(believed.format("2024-02-16 03:00")).fetchall() == [
        ("Obadiah Slope", "Party of Obadiah Slope", 3867, None, 0.4915),
        ("Nell Bold", "Party of Eleanor Bold", 4000, None, 0.5085),
    ]
    assert db.execute(believed.format("2024-02-16 08:30")).fetchall()[0][2:4] == (3678, 10000)
    assert one(db, "select count(*) from candidacies") == 2, "Nell is Eleanor: the publisher's id says so"
    assert one(db, "select count(*) from conflicts") == 0


def test_versions_seen_again_are_no_revision(tmp_path):
    db = warehouse(
        tmp_path,
        Said("paper", [LISTED], day=9),
        Said("paper", [NIGHT], day=9, url="https://x.example/v/"),
        Said("paper", [MORNING, NIGHT], day=10, url="https://x.example/v/"),
    )
    assert one(db, "select count(*) from revisions where figure = 'votes'") == 1


def test_an_id_on_two_names_joins_nobody(tmp_path):
    shared = ballot({"Eleanor Bold": ("1", 4000), "Obadiah Slope": ("1", 3678)}, "2024-02-17", electorate="")
    db = warehouse(tmp_path, Said("paper", [shared], day=9), Said("paper", [NIGHT], day=9))
    assert one(db, "select count(*) from conflicts where figure = 'candidate_name' and other_value = 'Nell Bold'") == 1


def later_contest(person: str) -> ScrapedContest:
    candidacies = (ScrapedCandidacy(name="Eleanor Bold", party="Labour", votes="10", dc_person_id=person),)
    return ScrapedContest(
        document="page", kind="by-election", constituency="Plumstead", poll_date="2024-05-02", candidacies=candidacies
    )


def people(db: duckdb.DuckDBPyConnection) -> list[tuple[str, int]]:
    return db.execute("select dc_person_id, candidacies from people where name = 'Eleanor Bold' order by 1").fetchall()


def test_a_merged_person_counts_as_the_other(tmp_path):
    first, later = Said("paper", [LISTED]), Said("paper", [later_contest("8")], url="https://x.example/later")
    assert people(warehouse(tmp_path / "apart", first, later)) == [("1", 1), ("8", 1)]
    merges: list[Record] = [
        ScrapedPersonRedirect("dc", "8", "5", "2024-06-01T09:00:00+01:00"),
        ScrapedPersonRedirect("dc", "5", "1", "2024-06-02T09:00:00+01:00"),
        # in a circle: leads nowhere, and comes to an end
        ScrapedPersonRedirect("dc", "20", "21", "2024-06-02T09:00:00+01:00"),
        ScrapedPersonRedirect("dc", "21", "20", "2024-06-02T09:00:00+01:00"),
        ScrapedPersonRedirect("mnis", "1", "9", "2024-06-02T09:00:00+01:00"),
    ]
    db = warehouse(tmp_path / "merged", first, later, Said("paper", merges, url="https://x.example/merges"))
    assert people(db) == [("1", 2)]
    linked = "select id, redirected_from from core.person_link where issuer = 'dc' order by all"
    assert db.execute(linked).fetchall() == [("1", "8"), ("1", None), ("2", None)]


def test_a_merge_of_two_people_of_one_contest_is_refused(tmp_path):
    merges: list[Record] = [ScrapedPersonRedirect("dc", "2", "1", "2024-06-02T09:00:00+01:00")]
    db = warehouse(tmp_path, Said("paper", [LISTED]), Said("paper", merges, url="https://x.example/merges"))
    assert one(db, "select count(*) from people") == 2
    assert one(db, "select count(*) from problems where rule = 'person-id-refused'") == 2
