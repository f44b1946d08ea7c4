"""How a figure is settled: trust, arithmetic, corrections; and that what no rule settles stays disputed."""

from __future__ import annotations

from datetime import timedelta

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
    db = warehouse(tmp_path, Said("office", [contest(FOUR)]))
    bare = """
        select table_name from duckdb_tables() where comment is null and not internal
        union all select view_name from duckdb_views() where comment is null and not internal
        union all select table_name || '.' || column_name from duckdb_columns() where comment is null and not internal
        union all select function_name from duckdb_functions() where comment is null and not internal"""
    assert db.execute(bare).fetchall() == []
