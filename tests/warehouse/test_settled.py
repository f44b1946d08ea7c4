"""How a figure is settled: trust, arithmetic, corrections; and that what no rule settles stays disputed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from spiders.records import ScrapedContest
from tests.warehouse.helpers import DAY, Said, contest, one, votes_of, warehouse

FOUR = {
    "Eleanor Bold/Labour": 14087,
    "Obadiah Slope/Conservative": 4497,
    "Septimus Harding/Green Party": 2000,
    "Mary Bold/Independent": 1997,
}
WITH_SLIP = FOUR | {"Eleanor Bold/Labour": 14987}
TOTAL = sum(FOUR.values())


def test_one_source_that_adds_up_is_settled(tmp_path):
    db = warehouse(
        tmp_path,
        Said("office", [contest(FOUR, valid_votes=TOTAL, electorate=60000, majority=9590, rejected_ballot_papers=40)]),
    )
    assert one(db, "select winner, majority, status, turnout_valid from by_elections") == (
        "Eleanor Bold",
        9590,
        "settled",
        TOTAL / 60000,
    )
    assert one(db, "select count(*) from conflicts") == 0


def test_a_vote_that_makes_the_sums_close_beats_one_that_does_not(tmp_path):
    db = warehouse(
        tmp_path,
        Said("office", [contest(WITH_SLIP, valid_votes=TOTAL)]),
        Said("office_copy", [contest(FOUR, valid_votes=TOTAL)], day=1),
    )
    assert votes_of(db)["Eleanor Bold"] == (14087, "stated")
    assert one(db, "select other_value, other_source, explanation from conflicts where figure = 'votes'") == (
        "14987", "office", "one digit differs",
    )  # fmt: skip


def test_even_a_less_trusted_source_may_have_the_vote_that_closes_the_sums(tmp_path):
    db = warehouse(
        tmp_path,
        Said("office", [contest(WITH_SLIP, valid_votes=TOTAL)]),
        Said("paper", [contest({"Eleanor Bold/Labour": 14087})], day=1),
    )
    assert votes_of(db)["Eleanor Bold"] == (14087, "sums")


def test_valid_votes_and_majority_together_imply_a_vote(tmp_path):
    db = warehouse(tmp_path, Said("office", [contest(WITH_SLIP, valid_votes=TOTAL, majority=9590)]))
    assert votes_of(db)["Eleanor Bold"] == (14087, "arithmetic")
    assert (
        one(db, "select explanation from conflicts where figure = 'votes'")
        == "valid votes and majority both imply 14087"
    )


def test_valid_votes_alone_imply_nothing(tmp_path):
    db = warehouse(tmp_path, Said("office", [contest(WITH_SLIP, valid_votes=TOTAL, majority=10490)]))
    assert votes_of(db)["Eleanor Bold"] == (14987, "stated")
    assert one(db, "select status from by_elections") == "disputed"
    assert one(db, "select figure, settled_value, other_value from conflicts where other_source = 'sum of votes'") == (
        "valid_votes", str(TOTAL), str(TOTAL + 900),
    )  # fmt: skip


def test_rejected_papers_counted_as_valid(tmp_path):
    db = warehouse(tmp_path, Said("office", [contest(FOUR, valid_votes=TOTAL + 85, rejected_ballot_papers=85)]))
    assert one(db, "select valid_votes, status from by_elections") == (TOTAL, "settled")
    assert (
        one(db, "select explanation from conflicts where figure = 'valid_votes'") == "rejected papers counted as valid"
    )


def test_a_lost_candidacy_comes_back_when_another_source_has_just_the_missing_votes(tmp_path):
    rest = {who: votes for who, votes in FOUR.items() if "Harding" not in who}
    db = warehouse(
        tmp_path,
        Said("office", [contest(rest, valid_votes=TOTAL)]),
        Said("paper", [contest({"Septimus Harding/Green Party": 2000})]),
    )
    assert votes_of(db)["Septimus Harding"] == (2000, "sums")
    assert one(db, "select status, candidate_count from by_elections") == ("settled", 4)


def test_a_candidacy_that_the_sums_do_not_ask_for_is_a_conflict_and_not_a_candidacy(tmp_path):
    db = warehouse(
        tmp_path,
        Said("office", [contest(FOUR, valid_votes=TOTAL)]),
        Said("paper", [contest(FOUR | {"Bertie Stanhope/Independent": 7})]),
    )
    assert "Bertie Stanhope" not in votes_of(db)
    assert one(db, "select other_value, other_source from conflicts where figure = 'candidate_name'") == (
        "Bertie Stanhope",
        "paper",
    )


def test_trust_decides_where_both_add_up(tmp_path):
    other = FOUR | {"Septimus Harding/Green Party": 2001, "Mary Bold/Independent": 1996}
    db = warehouse(
        tmp_path,
        Said("paper", [contest(other, valid_votes=TOTAL)], day=3),
        Said("office", [contest(FOUR, valid_votes=TOTAL)]),
    )
    assert votes_of(db)["Septimus Harding"] == (2000, "stated")
    assert one(db, "select count(*) from conflicts where figure = 'votes' and other_source = 'paper'") == 2


def test_a_later_word_of_one_source_replaces_its_earlier_one(tmp_path):
    db = warehouse(
        tmp_path,
        Said("office", [contest(FOUR, valid_votes=TOTAL, electorate=70261)]),
        Said("office", [contest(FOUR, valid_votes=TOTAL, electorate=70666)], day=5),
    )
    assert one(db, "select electorate from by_elections") == 70666
    assert one(db, "select figure, old_value, new_value from revisions") == ("electorate", "70261", "70666")
    assert one(db, f"select electorate from results_as_of('{DAY + timedelta(days=1)}') limit 1") == 70261
    assert one(db, f"select electorate from results_as_of('{DAY + timedelta(days=6)}') limit 1") == 70666
    assert one(db, f"select count(*) from results_as_of('{DAY - timedelta(days=1)}')") == 0


def test_what_was_stated_and_what_was_seen_are_two_times(tmp_path):
    db = warehouse(tmp_path, Said("office", [contest(FOUR, valid_votes=TOTAL, electorate=60000)], day=0, seen=9))
    week = DAY + timedelta(days=7)
    assert one(db, f"select count(*) from results_as_of('{week}')") == 4
    assert one(db, f"select count(*) from results_observed_by('{week}')") == 0


def test_a_correction_holds_while_its_guard_does(tmp_path):
    fix = {
        "correction_no": 1, "source": "office", "ballot_paper_id": "parl.barchester.by.2024-02-15", "printed": "6000",
        "figure": "electorate", "use": "60000", "witness": "office_copy", "because": "a nought was lost",
    }  # fmt: skip
    guarded = warehouse(
        tmp_path / "guarded", Said("office", [contest(FOUR, valid_votes=TOTAL, electorate=6000)]), corrections=[fix]
    )
    assert one(guarded, "select electorate from by_elections") == 60000
    mended = warehouse(
        tmp_path / "mended", Said("office", [contest(FOUR, valid_votes=TOTAL, electorate=60001)]), corrections=[fix]
    )
    assert one(mended, "select electorate from by_elections") == 60001
    assert one(mended, "select rule from problems") == "correction-no-longer-needed"


def test_candidates_before_the_count_have_no_votes(tmp_path):
    db = warehouse(tmp_path, Said("office", [contest(dict.fromkeys(FOUR))]))
    assert one(db, "select status, winner, valid_votes, candidate_count from by_elections") == (
        "nominated",
        None,
        None,
        4,
    )
    assert (
        one(db, "select count(*) from candidacies where votes is null and is_deposit_lost is null and position is null")
        == 4
    )


def test_one_person_under_two_spellings_is_one_candidacy(tmp_path):
    spelt = {who.replace("Eleanor", "Elinor").replace("Septimus", "Sep"): votes for who, votes in FOUR.items()}
    db = warehouse(
        tmp_path, Said("office", [contest(FOUR, valid_votes=TOTAL)]), Said("paper", [contest(spelt, valid_votes=TOTAL)])
    )
    assert set(votes_of(db)) == {"Eleanor Bold", "Obadiah Slope", "Septimus Harding", "Mary Bold"}
    assert one(db, "select count(*) from conflicts where figure = 'candidate_name'") == 2


def test_a_party_column_is_a_statement_about_votes(tmp_path):
    from dataclasses import replace

    from spiders.records import ScrapedPartyVotes

    columns = replace(
        contest({}, document="columns", valid_votes=TOTAL),
        party_votes=(
            ScrapedPartyVotes("Labour", "14087"),
            ScrapedPartyVotes("SDLP", "1997"),
            ScrapedPartyVotes("Green", "2000"),
        ),
    )
    db = warehouse(tmp_path, Said("office", [contest(WITH_SLIP, valid_votes=TOTAL)]), Said("office_copy", [columns]))
    assert votes_of(db)["Eleanor Bold"] == (14087, "sums")
    misplaced = one(
        db, "select other_value, settled_value, explanation from conflicts where explanation like 'column%'"
    )
    assert misplaced == (
        "1997",
        "0",
        "column SDLP: the difference is the votes of Mary Bold (Independent)",
    )


def test_a_tie_for_first_place_is_won_by_whom_a_source_names(tmp_path):
    votes = {"Ada Lamb/Labour": 100, "Bob Stone/Conservative": 100, "Cy Reed/Green Party": 5}
    named = contest(votes, valid_votes=205, majority=0, winner_name="Bob Stone")
    query = "select winner, majority, status from by_elections"
    assert warehouse(tmp_path / "named", Said("office", [named])).sql(query).fetchall() == [("Bob Stone", 0, "settled")]
    silent = contest(votes, valid_votes=205)
    assert warehouse(tmp_path / "silent", Said("office", [silent])).sql(query).fetchall() == [(None, None, "settled")]


def test_printed_shares_are_compared_and_not_trusted(tmp_path):
    from dataclasses import replace

    wrong = contest(FOUR, valid_votes=TOTAL)
    first, *others = wrong.candidacies
    wrong = replace(wrong, candidacies=(replace(first, vote_share="62.1%"), *others))
    db = warehouse(tmp_path, Said("office", [wrong]))
    assert one(db, "select other_value, settled_source from conflicts where figure = 'vote_share'") == (
        "62.1%",
        "computed",
    )
    assert one(db, "select vote_share from candidacies where candidate = 'Eleanor Bold'") == 14087 / TOTAL


def test_every_column_and_object_is_explained(tmp_path):
    db = warehouse(tmp_path, Said("office", [contest(FOUR)]), commented=True)
    bare = """
        select table_name from duckdb_tables() where comment is null and not internal
        union all select view_name from duckdb_views() where comment is null and not internal
        union all select table_name || '.' || column_name from duckdb_columns() where comment is null and not internal
        union all select function_name from duckdb_functions() where comment is null and not internal"""
    assert db.execute(bare).fetchall() == []


def test_arithmetic_never_takes_the_seat_from_the_winner_who_is_named(tmp_path):
    # the runner-up (8,000) is missing: the last candidate's 2,000 and the gap of 8,000 would give the majority as well
    listed = {
        "Ann Archer/Labour": 9000,
        "Cat Cole/Conservative": 3000,
        "Dan Drew/Green Party": 2000,
        "Eve Ely/UKIP": 1000,
    }
    page = contest(listed, valid_votes=23000, majority=1000, winner_name="Ann Archer")
    db = warehouse(tmp_path, Said("office", [page]))
    assert one(db, "select winner, status from by_elections") == ("Ann Archer", "disputed")
    assert votes_of(db)["Dan Drew"] == (2000, "stated")


def test_of_two_lists_that_both_add_up_the_named_winner_leads_the_right_one(tmp_path):
    swapped = FOUR | {"Eleanor Bold/Labour": 4497, "Obadiah Slope/Conservative": 14087}
    db = warehouse(
        tmp_path,
        Said("office", [contest(swapped, document="download")]),
        Said("office", [contest(FOUR, valid_votes=TOTAL, majority=9590, winner_name="Eleanor BOLD")]),
    )
    assert one(db, "select winner, majority, status from by_elections") == ("Eleanor Bold", 9590, "settled")
    assert one(db, "select count(*) from conflicts where figure = 'votes' and other_document = 'download'") == 2


def test_one_vote_that_cannot_be_read_is_what_the_others_leave(tmp_path):
    unread = FOUR | {"Septimus Harding/Green Party": "20,00"}
    db = warehouse(tmp_path / "one", Said("office", [contest(unread, valid_votes=TOTAL, majority=9590)]))
    assert votes_of(db)["Septimus Harding"] == (2000, "arithmetic")
    assert one(db, "select status from by_elections") == "settled"
    assert one(db, "select rule from problems") == "unreadable-votes"
    two = unread | {"Mary Bold/Independent": "l997"}
    db = warehouse(
        tmp_path / "two",
        Said("office", [contest(two, valid_votes=TOTAL, majority=9590, winner_name="Eleanor Bold")]),
    )
    assert one(db, "select status, winner, majority from by_elections") == ("disputed", "Eleanor Bold", 9590)
    no_majority = contest(unread, valid_votes=TOTAL)
    assert (
        one(warehouse(tmp_path / "three", Said("office", [no_majority])), "select status from by_elections")
        == "disputed"
    )


def test_nominations_of_a_trusted_source_take_their_votes_from_the_next_one(tmp_path):
    db = warehouse(
        tmp_path,
        Said("office", [contest(dict.fromkeys(FOUR))]),
        Said("paper", [contest(FOUR, valid_votes=TOTAL)], day=1),
    )
    assert votes_of(db)["Eleanor Bold"] == (14087, "stated")
    assert one(db, "select distinct source from candidacies") == "paper"
    assert one(db, "select winner, status from by_elections") == ("Eleanor Bold", "settled")


def test_a_winner_without_votes_is_declared(tmp_path):
    page = contest(dict.fromkeys(FOUR), winner_name="Mary Bold")
    db = warehouse(tmp_path, Said("office", [page]))
    assert one(db, "select winner, winning_party, status, majority from by_elections") == (
        "Mary Bold", "Independent", "declared", None,
    )  # fmt: skip
    before = {"kind": "general election", "poll_date": "12 December 2019", "general_election_date": "12 December 2019"}
    marked = contest(dict.fromkeys(FOUR), winner_name="Eleanor Bold")
    based = warehouse(tmp_path / "based", Said("office", [marked, contest(FOUR, valid_votes=TOTAL, **before)]))
    assert one(based, "select winner, outcome, swing from by_elections") == ("Eleanor Bold", "hold", None)
    assert one(based, "select count(*) from swings") == 0
    assert one(db, "select count(*) from candidacies where is_elected is null or votes is not null") == 0


def starter(votes, source):
    """Starter data's list: a document of its own for each source that its lines name."""
    return contest(votes, document="candidacies", source=source)


def test_a_starter_list_made_of_two_sources_stands_whole_and_falls_whole(tmp_path):
    most = {who: votes for who, votes in FOUR.items() if "Eleanor" not in who and "Mary" not in who}
    others = {who: votes for who, votes in FOUR.items() if who not in most}
    bundled = (
        Said("paper", [starter(most, "office"), starter(others, "office_copy")]),
        Said("paper", [contest({}, document="contests", source="office", valid_votes=TOTAL, electorate=60000)]),
    )
    db = warehouse(tmp_path / "alone", *bundled)
    assert one(db, "select winner, candidate_count, status from by_elections") == ("Eleanor Bold", 4, "settled")
    # a capture of one of the two sources brings a list of its own: no fragment of the bundled one is taken for a list
    copy = Said("office_copy", [contest(WITH_SLIP, document="download")], day=1)
    columns = Said("paper", [contest({"Eleanor Bold/Labour": 14087})], day=1)
    db = warehouse(tmp_path / "captured", *bundled, copy, columns)
    assert one(db, "select winner, candidate_count, status from by_elections") == ("Eleanor Bold", 4, "settled")
    assert votes_of(db)["Eleanor Bold"] == (14087, "sums")


def test_a_capture_without_candidacies_leaves_those_of_the_starter_data(tmp_path):
    bundled = Said(
        "paper", [starter(FOUR, "office"), contest({}, document="contests", source="office", electorate=60001)]
    )
    totals = Said("office", [contest({}, document="elections", valid_votes=TOTAL, electorate=60000)], day=1)
    db = warehouse(tmp_path, bundled, totals)
    assert one(db, "select winner, candidate_count, electorate from by_elections") == ("Eleanor Bold", 4, 60000)


def test_a_winner_named_against_the_votes_is_a_conflict(tmp_path):
    page = contest(FOUR, valid_votes=TOTAL, winner_name="Obadiah Slope", outcome="Conservative gain from Labour")
    db = warehouse(tmp_path, Said("office", [page]))
    assert one(db, "select winner from by_elections") == "Eleanor Bold"
    told = db.sql("select settled_value, other_value from conflicts where figure = 'outcome' order by all").fetchall()
    assert told == [("won by Eleanor Bold", "won by Obadiah Slope"), ("won by Labour", "won by Conservative")]


def test_a_label_in_short_forms_is_no_conflict(tmp_path):
    from dataclasses import replace

    page = contest({"Jim Allister/Traditional Unionist Voice": 9, "Ian Paisley/DUP": 8}, outcome="TUV gain from DUP")
    first, *rest = page.candidacies
    page = replace(page, candidacies=(replace(first, party_abbreviation="TUV"), *rest))
    db = warehouse(tmp_path, Said("office", [page]))
    assert one(db, "select count(*) from conflicts") == 0


def test_nothing_is_measured_against_a_general_election_with_another_in_between(tmp_path):
    def general(day, parliament):
        words = {"kind": "general election", "poll_date": day, "general_election_date": day}
        return contest(FOUR, valid_votes=TOTAL, parliament_number=parliament, **words)

    query = (
        "select change_basis, base_ballot_paper_id, previous_ballot_paper_id from core.contest_result "
        "where ballot_paper_id = '{}'"
    )
    by_election = contest(FOUR, valid_votes=TOTAL, parliament_number=60, poll_date="7 February 2030")
    late = Said(
        "office", [by_election, general("2015-05-07", 56), general("2019-12-12", 58), general("2024-07-04", 59)]
    )
    db = warehouse(tmp_path, late)
    assert one(db, query.format("parl.barchester.by.2030-02-07")) == ("none", None, None)
    assert one(db, query.format("parl.barchester.2019-12-12")) == ("none", None, None)
    assert one(db, query.format("parl.barchester.2024-07-04")) == (
        "same boundaries", "parl.barchester.2019-12-12", "parl.barchester.2019-12-12",
    )  # fmt: skip


def test_a_corrected_party_loses_the_wrong_ones_short_form_and_ids(tmp_path):
    from dataclasses import replace

    page = contest(FOUR, valid_votes=TOTAL)
    *others, last = page.candidacies
    page = replace(page, candidacies=(*others, replace(last, party_abbreviation="Ind", party_mnis_id="8")))
    fix = {
        "correction_no": 1, "source": "office", "ballot_paper_id": "parl.barchester.by.2024-02-15", "figure": "party",
        "candidate": "Mary Bold", "name_key": "bold mary", "printed": "Independent", "use": "Ecology Party",
        "party": "Ecology Party", "party_family": "Green", "witness": "office_copy", "because": "the column says so",
    }  # fmt: skip
    query = "select party, party_family, party_abbreviation from candidacies where candidate = 'Mary Bold'"
    db = warehouse(tmp_path / "guarded", Said("office", [page]), corrections=[fix])
    assert one(db, query) == ("Ecology Party", "Green", None)
    assert one(db, "select other_value, explanation from conflicts where figure = 'party'") == (
        "Independent", "corrected: see flows/corrections",
    )  # fmt: skip
    db = warehouse(tmp_path / "mended", Said("office", [page]), corrections=[fix | {"printed": "Labour"}])
    assert one(db, query) == ("Independent", "Independent", "Ind")


def test_a_second_party_added_later_is_a_revision(tmp_path):
    from dataclasses import replace

    page = contest(FOUR, valid_votes=TOTAL)
    first, *others = page.candidacies
    joint = replace(page, candidacies=(replace(first, adjunct_party="Co-operative"), *others))
    db = warehouse(tmp_path, Said("office", [page]), Said("office", [joint], day=20))
    assert db.sql("select figure, candidate, old_value, new_value from revisions").fetchall() == [
        ("party", "Eleanor Bold", "Labour", "Labour and Co-operative")
    ]
    assert one(db, "select count(*) from conflicts") == 0


def test_a_winner_from_hearsay_does_not_outweigh_the_votes(tmp_path):
    def marking(winner: str, votes: dict[str, Any], **figures: str) -> ScrapedContest:
        said = contest(votes, **figures)
        lines = (replace(line, is_elected=str(line.family_name == winner).lower()) for line in said.candidacies)
        return replace(said, candidacies=tuple(lines))

    hearsay = Said("paper", [marking("Slope", dict.fromkeys(FOUR), state="winner")])
    db = warehouse(tmp_path / "other", Said("office", [contest(FOUR)]), hearsay)
    assert one(db, "select winner, majority from by_elections") == ("Eleanor Bold", 9590)
    assert db.execute("select figure, settled_value, other_value, other_source from conflicts").fetchall() == [
        ("outcome", "won by Eleanor Bold", "won by Obadiah Slope", "paper")
    ]
    # who won the lot, or has won before the votes are known, is for whoever says so
    tied = FOUR | {"Obadiah Slope/Conservative": 14087}
    db = warehouse(tmp_path / "tie", Said("office", [contest(tied)]), hearsay)
    assert one(db, "select winner, majority from by_elections") == ("Obadiah Slope", 0)
    db = warehouse(tmp_path / "early", hearsay)
    assert one(db, "select winner, status from by_elections") == ("Obadiah Slope", "declared")
    # whoever counted and marks another than the votes do has made a slip, and nobody knows which
    db = warehouse(tmp_path / "own", Said("office", [marking("Slope", FOUR)]))
    assert one(db, "select winner, status from by_elections") == ("Obadiah Slope", "disputed")
    assert one(db, "select settled_value, other_value from conflicts") == (
        "won by Obadiah Slope", "most votes for Eleanor Bold",
    )  # fmt: skip
