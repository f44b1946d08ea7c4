from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.clean.contests import ballot_paper_id, clean_contest, day_by_order, general_election_day, outcome
from flows.clean.parties import party_named
from spiders.records import ScrapedCandidacy, ScrapedContest, ScrapedPartyVotes

BARCHESTER = ScrapedContest(
    document="page", kind="by-election", source_contest_id="17", constituency="Barchester",
    poll_date="15 February 2024", electorate="70,666", valid_votes="32,655", rejected_ballot_papers="85", majority="6",
    outcome="Reform UK gain from Labour",
)  # fmt: skip


def with_candidacies(*candidacies: ScrapedCandidacy) -> ScrapedContest:
    return ScrapedContest(
        document="page",
        kind="by-election",
        constituency="Barchester",
        poll_date="15 February 2024",
        candidacies=candidacies,
    )


def test_a_page_becomes_a_statement():
    statement, problems = clean_contest(BARCHESTER)
    assert not problems
    wanted = {
        "ballot_paper_id": "parl.barchester.by.2024-02-15", "poll_date": date(2024, 2, 15), "electorate": 70666,
        "rejected_ballot_papers": 85, "outcome": "gain", "outcome_party": "Reform UK", "gained_from": "Labour",
        "electorate_printed": "70,666",
    }  # fmt: skip
    assert {name: statement.contest[name] for name in wanted} == wanted


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("Lab hold", ("hold", "Labour", None)),
        ("Lab Hold", ("hold", "Labour", None)),  # typed once with a capital
        ("Labour gain from Conservatives", ("gain", "Labour", "Conservative")),  # the long labels before 2026
        ("SNP gain from Labour Co-operative", ("gain", "Scottish National Party", "Labour")),
        ("LD gain", ("gain", "Liberal Democrat", None)),  # completed to "LD gain from Con" years later
        ("Spk gain from Lab", ("gain", "Speaker", "Labour")),
        (
            "Conservative gain from Independent Kidderminster Hospital and Health Concern",
            ("gain", "Conservative", "Independent Kidderminster Hospital and Health Concern"),
        ),
        ("", (None, None, None)),
    ],
)
def test_outcome(printed, expected):
    word, party, loser = outcome(printed)
    assert (word, party and party.party, loser and loser.party) == expected


# Every label of the Library's lists of by-elections, Great Britain since 1945 and Northern Ireland since 1922.
HOLDS = """CON hold|Con hold|LAB hold|LAB hold. |Lab hold|Lib hold|LD hold|ILP hold|PC hold|Ind hold|Nat hold|SF hold
|Anti-H Block hold|UUP hold|DUP hold|UPU hold"""
GAINS = """CON gain|LAB gain|CON gain from LAB|LAB gain from CON|Lib gain from CON|LD gain from CON|SNP gain from LAB
|Lib gain from LAB|SDP gain from CON|CON gain from Ind|CON gain from Ind CON|LAB gain from Ind LAB|LD gain from LAB
|UKIP gain from CON|CON gain from ILP|LAB gain from Lib|PC gain from LAB|Dem LAB gain from LAB|CON gain from ENP
|Lib gain from Ind LAB|SDP gain from LAB|SNP gain from CON|LD gain from LAB |Respect gain from LAB|Con gain from LAB
|NI Lab gain from Con|Con gain from Ind Con|Ind Con gain from SF|Unity gain from Con|Anti-H Block gain from Ind Rep
|SDLP gain from UUP|UKU gain from UPU|DUP gain from UUP"""


@pytest.mark.parametrize(
    ("word", "printed"),
    [("hold", label.strip("\n")) for label in HOLDS.split("|")]
    + [("gain", label.strip("\n")) for label in GAINS.split("|")]
    + [(None, "LAB win")],  # neither: the seat was the Speaker's
)
def test_labels_of_a_century(word, printed):
    winner, _, rest = printed.strip(" .").partition(f" {word or 'win'}")
    found, party, loser = outcome(printed)
    assert (found, party, loser) == (word, party_named(winner), party_named(rest.removeprefix(" from ")))
    assert party is not None and (loser is None) == (" from " not in printed)


@pytest.mark.parametrize("printed", ["Labour", "hold", "Lab hold from Con", "Lab win from Con", "a lot of words"])
def test_outcome_refuses(printed):
    with pytest.raises(ValueError):
        outcome(printed)


@pytest.mark.parametrize(
    ("kind", "seat", "expected"),
    [
        (
            "by-election",
            "Sheffield, Brightside and Hillsborough",
            "parl.sheffield-brightside-and-hillsborough.by.2024-02-15",
        ),
        ("by-election", "Ynys Môn", "parl.ynys-mon.by.2024-02-15"),
        ("by-election", "Old Bexley & Sidcup", "parl.old-bexley-and-sidcup.by.2024-02-15"),
        ("general election", "Stoke-On-Trent Central", "parl.stoke-on-trent-central.2024-02-15"),
        ("notional", "Hartlepool", "notional.hartlepool.2024-02-15"),
        ("by-election", "", None),
    ],
)
def test_ballot_paper_id(kind, seat, expected):
    assert ballot_paper_id(kind, seat, date(2024, 2, 15)) == expected


def test_an_unreadable_figure_is_a_problem_and_not_a_guess():
    statement, problems = clean_contest(replace(BARCHESTER, electorate="7,0666"))
    assert statement.contest["electorate"] is None
    assert [(problem.rule, problem.field) for problem in problems] == [("unreadable-electorate", "electorate")]
    assert "7,0666" in problems[0].seen and problems[0].ballot_paper_id == "parl.barchester.by.2024-02-15"


def test_unknown_rejected_papers_are_not_nought():
    for printed in ("[x]", ""):
        statement, problems = clean_contest(replace(BARCHESTER, rejected_ballot_papers=printed))
        assert statement.contest["rejected_ballot_papers"] is None and not problems


def test_two_people_of_one_name_stay_two():
    statement, problems = clean_contest(
        with_candidacies(
            ScrapedCandidacy(given_name="Greg", family_name="Smith", party="Green Party", votes="5,134"),
            ScrapedCandidacy(given_name="Greg", family_name="Smith", party="Conservative", votes="20,150"),
        )
    )
    assert len({row["name_key"] for row in statement.candidacies}) == 2 and not problems


def test_a_person_listed_twice_is_one_whose_party_is_not_known():
    twice = [
        ScrapedCandidacy(given_name="Lorna", family_name="Quiverful", party=party, votes="635", position="5")
        for party in ("Christian Peoples Alliance", "Independent")
    ]
    statement, problems = clean_contest(with_candidacies(*twice))
    assert [(row["votes"], row["party"]) for row in statement.candidacies] == [(635, None)]
    assert [problem.rule for problem in problems] == ["candidacy-listed-twice"]


def test_a_party_beside_the_independent_flag_is_refused():
    # the results site gave Paul Coyne the certification of somebody else
    statement, problems = clean_contest(
        with_candidacies(
            ScrapedCandidacy(
                given_name="Paul", family_name="Coyne", party="Labour", party_abbreviation="Lab", party_mnis_id="15",
                is_independent="true", votes="186",
            )
        )
    )  # fmt: skip
    (row,) = statement.candidacies
    assert (row["party"], row["party_abbreviation"], row["party_mnis_id"]) == (None, None, None)
    assert (row["party_printed"], row["votes"]) == ("Labour", 186)
    assert [problem.rule for problem in problems] == ["party-and-independent"]


def test_joint_parties_and_speaker():
    statement, _ = clean_contest(
        with_candidacies(
            ScrapedCandidacy(
                given_name="Jim", family_name="McMahon", party="Labour", adjunct_party="Co-operative", votes="17,209"
            ),
            ScrapedCandidacy(given_name="Septimus", family_name="Harding", is_speaker="true", votes="3"),
        )
    )
    assert [(row["party"], row["is_joint"]) for row in statement.candidacies] == [("Labour", True), ("Speaker", False)]


def test_party_columns():
    statement, _ = clean_contest(
        replace(BARCHESTER, party_votes=(ScrapedPartyVotes("SDLP", "1891"), ScrapedPartyVotes("BRX", "0")))
    )
    assert [(row["party_family"], row["votes"]) for row in statement.party_votes] == [
        ("Social Democratic & Labour Party", 1891), ("Reform UK", 0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("printed", "poll_date", "expected"),
    [
        (None, "2019-12-11", 57),
        (None, "2019-12-13", 58),
        (None, "2010-05-06", 54),
        (None, "1918-12-14", None),  # the Parliaments before are not in our table
        (None, None, None),
        ("57", "2021-05-06", 57),  # what a source states stands
    ],
)
def test_a_by_election_belongs_to_the_parliament_sitting(printed, poll_date, expected):
    scraped = replace(BARCHESTER, parliament_number=printed, poll_date=poll_date)
    assert clean_contest(scraped)[0].contest["parliament_number"] == expected


def test_a_parliament_that_was_never_elected_is_refused():
    # an upstream folder numbered 60 holds invented results
    statement, problems = clean_contest(
        ScrapedContest(
            document="candidacies", kind="general election", constituency="Barchester", parliament_number="60"
        )
    )
    assert statement.contest["ballot_paper_id"] is None
    assert [problem.rule for problem in problems] == ["unknown-parliament"]


@given(
    st.dictionaries(
        st.sampled_from(["electorate", "valid_votes", "majority", "turnout", "poll_date", "outcome", "constituency"]),
        st.text(max_size=15),
    )
)
def test_cleaning_never_raises_and_never_loses(changed):
    statement, problems = clean_contest(replace(BARCHESTER, **changed))
    for name, printed in changed.items():
        if name in ("electorate", "valid_votes", "majority") and printed.strip() and statement.contest[name] is None:
            known_blank = printed.replace("\u00a0", " ").strip() in (
                "",
                "[x]",
                "…",
                "...",
                "-",
                "–",
                "NA",
                "N/A",
                "n/a",
                "?",
                "0",
            )
            assert known_blank or any(problem.field == name for problem in problems)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("1945", date(1945, 7, 5)),
        ("1974F", date(1974, 2, 28)),
        ("1974 (OCT)", date(1974, 10, 10)),
        ("GENERAL ELECTION 1974 (FEB)", date(1974, 2, 28)),
        ("GENERAL ELECTION 19836", date(1983, 6, 9)),  # a footnote's digit
        (None, None),
    ],
)
def test_general_election_day(printed, expected):
    assert general_election_day(printed) == expected


@pytest.mark.parametrize("printed", ["1974", "1946", "GENERAL ELECTION", "1974 (MAY)"])
def test_a_general_election_that_was_none_is_refused(printed):
    with pytest.raises(ValueError, match="not a general election"):
        general_election_day(printed)


def test_party_columns_carry_votes_changes_and_returns_without_a_poll():
    scraped = replace(
        BARCHESTER,
        party_votes=(ScrapedPartyVotes("Con", "-1"), ScrapedPartyVotes("Lab", share_change="-0.052")),
    )
    statement, problems = clean_contest(scraped)
    unopposed, changed = statement.party_votes
    assert (unopposed["votes"], unopposed["returned_unopposed"]) == (None, 1)
    assert (changed["votes"], changed["share_change"]) == (None, -0.052)
    assert statement.contest["poll_status"] == "uncontested" and not problems


def test_a_poll_outside_the_parliament_it_is_listed_under_is_told():
    scraped = replace(BARCHESTER, poll_date="1958-04-09", parliament_number=None, general_election="1959")
    assert [problem.rule for problem in clean_contest(scraped)[1]] == ["polled-outside-parliament"]


@pytest.mark.parametrize(
    ("printed", "after", "before", "expected"),
    [
        ("1958-04-09", "1959-03-25", "1959-06-18", "1959-04-09"),  # Galloway: the year slipped
        ("1946-01-21", "1946-02-12", "1946-02-22", "1946-02-21"),  # Heywood and Radcliffe: the month
        ("1951-04-08", "1951-04-05", "1951-04-07", None),  # several days fit: nobody can say which
        ("1958-04-30", "1959-01-01", "1959-02-01", None),  # none fits
    ],
)
def test_a_day_is_mended_by_the_order_of_its_list_when_only_one_fits(printed, after, before, expected):
    meant = day_by_order(*(date.fromisoformat(day) for day in (printed, after, before)))
    assert meant == (expected and date.fromisoformat(expected))


def test_a_mended_day_keeps_what_was_printed():
    scraped = replace(BARCHESTER, poll_date="1958-04-09", listed_between=("1959-03-25", "1959-06-18"))
    statement, problems = clean_contest(replace(scraped, parliament_number=None))
    assert statement.contest["poll_date"] == date(1959, 4, 9)
    assert statement.contest["poll_date_printed"] == "1958-04-09"
    assert statement.contest["ballot_paper_id"] == "parl.barchester.by.1959-04-09"
    assert [problem.rule for problem in problems] == ["date-mended-by-order"]
