"""Who is who: by ids where names bear them out, by reviewed decisions, and never by a name alone."""

from __future__ import annotations

from typing import Any

import duckdb

from flows.publishing import person_decisions
from spiders.records import Record, ScrapedCandidacy, ScrapedContest, ScrapedPersonIdentifier, ScrapedPersonRedirect
from tests.warehouse.helpers import Said, one, warehouse
from warehouse.checks import run_checks


def poll(seat: str, day: str, *people: tuple[str, str, dict[str, str]]) -> ScrapedContest:
    """A by-election; people are (name, party, ids), their votes fall from 900 in hundreds."""
    candidacies = tuple(
        ScrapedCandidacy(name=name, party=party, votes=str(900 - 100 * place), **ids)
        for place, (name, party, ids) in enumerate(people)
    )
    return ScrapedContest(
        document="page", kind="by-election", constituency=seat, poll_date=day, region="Barset", candidacies=candidacies
    )


def decided(number: int, verdict: str, *who: str) -> list[dict[str, Any]]:
    return [{"decision_no": number, "verdict": verdict, "who": each, "because": "looked up"} for each in who]


def people(db: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    """Each person's names and number of candidacies."""
    return db.execute("select names, candidacies from people order by names, candidacies").fetchall()


def test_one_member_id_is_one_person_under_two_names(tmp_path):
    db = warehouse(
        tmp_path,
        Said(
            "office",
            [
                poll("Dulwich", "2010-05-06", ("Kemi Adegoke", "Conservative", {"mnis_id": "4597"})),
                poll("Saffron Walden", "2017-06-08", ("Kemi Badenoch", "Conservative", {"mnis_id": "4597"})),
            ],
        ),
    )
    assert people(db) == [(["Kemi Adegoke", "Kemi Badenoch"], 2)]
    assert one(db, "select name, mnis_id, identity_rules from people") == ("Kemi Badenoch", "4597", ["member id"])
    assert one(db, "select min(score) < 0.9 and max(score) = 1 from core.person"), "the score shows the other name"


def test_two_people_of_one_name_are_two(tmp_path):
    db = warehouse(
        tmp_path,
        Said(
            "office",
            [
                poll("Buckingham", "2019-12-12", ("Greg Smith", "Conservative", {"mnis_id": "4778"})),
                poll("Plumstead", "2024-07-04", ("Greg Smith", "Reform UK", {"dc_person_id": "26113"})),
            ],
        ),
    )
    assert people(db) == [(["Greg Smith"], 1), (["Greg Smith"], 1)]


SLEAFORD = poll(
    "Sleaford", "2016-12-08",
    ("Jim Clarke", "Labour", {"dc_person_id": "26371"}), ("Paul Coyne", "Independent", {"dc_person_id": "26371"}),
)  # fmt: skip


def test_two_people_of_one_contest_under_one_id_are_two(tmp_path):
    db = warehouse(tmp_path, Said("office", [SLEAFORD]))
    assert people(db) == [(["Jim Clarke"], 1), (["Paul Coyne"], 1)]
    assert one(db, "select count(*) from problems where rule = 'person-id-refused'") == 2


def test_the_id_stays_with_one_of_them_once_a_decision_says_who_the_other_is_not(tmp_path):
    decision = decided(1, "apart", "parl.sleaford.by.2016-12-08:paul-coyne", "dc:26371")
    db = warehouse(tmp_path, Said("office", [SLEAFORD]), person_decisions=decision)
    assert db.execute("select candidate, person_id from candidacies order by 1").fetchall() == [
        ("Jim Clarke", "dc:26371"),
        ("Paul Coyne", "parl.sleaford.by.2016-12-08:paul-coyne"),
    ]
    assert one(db, "select count(*) from problems where rule = 'person-id-refused'") == 0, "it has been looked at"


LOONY = "Official Monster Raving Loony Party"
HOPE: list[Record] = [
    poll("Witney", "2016-10-20", ("Howling Laud Hope", LOONY, {"dc_person_id": "422"})),
    poll("Richmond Park", "2016-12-01", ("Howling Laud Hope", LOONY, {})),
    poll("Maidenhead", "2017-06-08", ("Alan Hope", LOONY, {})),
]
RICHMOND, MAIDENHEAD = "parl.richmond-park.by.2016-12-01:howling-laud-hope", "parl.maidenhead.by.2017-06-08:alan-hope"


def test_equal_names_are_two_people_to_review_until_a_decision_makes_them_one(tmp_path):
    db = warehouse(tmp_path / "before", Said("office", HOPE))
    assert people(db) == [(["Alan Hope"], 1), (["Howling Laud Hope"], 1), (["Howling Laud Hope"], 1)]
    assert db.execute("select candidacy_id, other_person_id, near from people_to_review").fetchall() == [
        (RICHMOND, "dc:422", "the same region")
    ]
    # in two decisions, which meet in one person
    decisions = decided(1, "same", "dc:422", RICHMOND) + decided(2, "same", RICHMOND, MAIDENHEAD)
    db = warehouse(tmp_path / "after", Said("office", HOPE), person_decisions=decisions)
    assert people(db) == [(["Alan Hope", "Howling Laud Hope"], 3)]
    assert one(db, "select person_id, dc_person_id, identity_rules from people") == (
        "dc:422", "422", ["Democracy Club id", "reviewed"],
    )  # fmt: skip
    assert one(db, "select count(*) from people_to_review") == 0


def test_a_decision_that_keeps_two_apart_takes_them_off_the_list(tmp_path):
    db = warehouse(tmp_path, Said("office", HOPE), person_decisions=decided(1, "apart", RICHMOND, "dc:422"))
    assert one(db, "select count(*) from people_to_review") == 0
    assert len(people(db)) == 3


BISHOP: list[Record] = [
    poll("Corby", "2012-11-15", ("David Bishop", "Labour", {"dc_person_id": "1"})),
    poll("Witney", "2016-10-20", ("David Bishop", "Green Party", {"dc_person_id": "2"})),
]
MERGED: list[Record] = [*BISHOP, ScrapedPersonRedirect("dc", "2", "1", "2024-06-01T09:00:00+01:00")]


def test_a_decision_undoes_an_issuers_merge_and_a_later_delivery_does_not_bring_it_back(tmp_path):
    assert people(warehouse(tmp_path / "merged", Said("office", MERGED))) == [(["David Bishop"], 2)]
    again = Said("office", MERGED, day=30, url="https://office.example/again")
    decision = decided(1, "apart", "dc:1", "dc:2")
    db = warehouse(tmp_path / "undone", Said("office", MERGED), again, person_decisions=decision)
    assert people(db) == [(["David Bishop"], 1), (["David Bishop"], 1)]


def test_a_decision_undoes_a_join_of_two_issuers_ids(tmp_path):
    polls: list[Record] = [
        poll("Corby", "2012-11-15", ("David Bishop", "Labour", {"dc_person_id": "1", "mnis_id": "9"})),
        poll("Witney", "2016-10-20", ("David Bishop", "Labour", {"dc_person_id": "1"})),
    ]
    assert people(warehouse(tmp_path / "joined", Said("office", polls))) == [(["David Bishop"], 2)]
    db = warehouse(tmp_path / "undone", Said("office", polls), person_decisions=decided(1, "apart", "dc:1", "mnis:9"))
    assert db.execute("select person_id from candidacies order by poll_date").fetchall() == [("mnis:9",), ("dc:1",)]
    db.close()
    assert "people_kept_apart" not in {each["check"] for each in run_checks(tmp_path / "undone/built.duckdb")}


def test_decisions_that_contradict_each_other_are_found(tmp_path):
    both = decided(1, "same", RICHMOND, MAIDENHEAD) + decided(2, "apart", RICHMOND, MAIDENHEAD)
    warehouse(tmp_path, Said("office", HOPE), person_decisions=both).close()
    found = [each for each in run_checks(tmp_path / "built.duckdb") if each["check"] == "people_kept_apart"]
    assert [each["subject"] for each in found] == [MAIDENHEAD]


def test_the_decisions_of_the_project_say_why_and_name_nobody_twice():
    rows = list(person_decisions())
    assert {row["verdict"] for row in rows} <= {"same", "apart"}
    assert all(len(row["because"]) > 20 for row in rows)
    named = [(row["decision_no"], row["who"]) for row in rows]
    assert len(named) == len(set(named)) > 0
    assert all(row["who"].startswith(("dc:", "mnis:", "parl.")) for row in rows)


def test_a_wikidata_id_is_given_where_it_is_one_persons_alone(tmp_path):
    def entry(person_id: str, wikidata_id: str) -> ScrapedPersonIdentifier:
        return ScrapedPersonIdentifier("dc", person_id, "wikidata", wikidata_id)

    stood = ScrapedContest(
        document="page",
        kind="by-election",
        constituency="Barchester",
        poll_date="15 February 2024",
        gss_code="E14009999",
        candidacies=tuple(
            ScrapedCandidacy(name=name, party="Independent", votes="10", dc_person_id=person_id)
            for name, person_id in (
                ("Ann Grantly", "1"),
                ("Bob Slope", "2"),
                ("Eleanor Bold", "3"),
                ("Mary Thorne", "4"),
            )
        ),
    )
    ids = [entry("1", "Q1"), entry("1", "Q1"), entry("2", "Q2"), entry("3", "Q2"), entry("4", "Q4"), entry("4", "Q5")]
    connection = warehouse(tmp_path, Said("office", [stood, *ids]))
    found = dict(connection.execute("select name, wikidata_id from people").fetchall())
    assert found == {"Ann Grantly": "Q1", "Bob Slope": None, "Eleanor Bold": None, "Mary Thorne": None}
