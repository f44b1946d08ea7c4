"""Whole articles about invented contests: true ones are left alone, one planted error in each is caught."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from flows.clean.claims.find import find_claims
from flows.clean.verdicts import judge
from tests.flows.whole_articles import (
    Article,
    articles,
    beside,
    contests,
    disagreeing,
    leads,
    sampled,
    sentences,
    traps,
)


def false_alarms(written: Sequence[Article]) -> list[tuple[str, str, str]]:
    return [
        (one.name, claim.claim, claim.words) for one in written if one.planted is None for claim, _ in disagreeing(one)
    ]


def recall(written: Sequence[Article]) -> float:
    """Of the planted errors, those with a disagreement; the true articles must have none."""
    planted = [one for one in written if one.planted is not None]
    return sum(bool(disagreeing(one)) for one in planted) / len(planted)


# pinned for every third error: may rise and must not fall; docs/performance.md has the figures of first contact
@pytest.mark.parametrize(
    ("file", "least"),
    [
        ("articles.yaml", 0.97),
        ("more_articles.yaml", 0.96),
        ("held_back.yaml", 0.97),
        ("last_articles.yaml", 0.88),
        ("blind_reports.yaml", 0.9),
        ("blind_real_reports.yaml", 0.84),
        ("blind_features.yaml", 0.6),
        ("blind_real_features.yaml", 0.81),
        ("blind_later.yaml", 0.42),
        ("typical_reports.yaml", 0.88),
        ("unseen_reports.yaml", 0.8),
        ("unseen_features.yaml", 0.4),
    ],
)
def test_true_articles_are_left_alone_and_planted_errors_caught(file: str, least: float) -> None:
    assert false_alarms(articles(file)) == []
    assert recall(sampled(articles(file))) >= least


def test_opening_sentences_are_read_however_they_say_who_won() -> None:
    assert false_alarms(leads()) == []
    assert recall(leads()) >= 0.98


def test_wrong_sentences_are_seen_through_whatever_their_words() -> None:
    missed = [one.name for one in sentences("wrong") if not disagreeing(one)]
    assert len(missed) <= len(sentences("wrong")) * 0.06, missed


def test_right_sentences_are_left_alone() -> None:
    assert false_alarms(sentences("right")) == []


def test_figures_of_other_things_are_never_held_against_the_contest() -> None:
    assert false_alarms(traps()) == []


@pytest.mark.parametrize("kind", list(beside()))
def test_what_stands_beside_a_contest_is_never_held_against_it(kind: str) -> None:
    """Other places, years, levels and polls; what is supposed, planned, believed, denied; what is of others."""
    assert len(beside()[kind]) >= 40
    assert false_alarms(beside()[kind]) == []


def test_a_doubtful_sentence_may_still_agree() -> None:
    contest = contests()["wexcombe"]
    text = "Had the rain held off, Priya Nandakumar would have won by more than 4,214 votes."
    assert {judge(one, contest).verdict for one in find_claims(text, contest)} <= {"agrees", "not checkable"}
    plain = "Priya Nandakumar won by 4,241 votes."
    doubted = f"If the polls are right, {plain}"
    verdicts = [{judge(one, contest).verdict for one in find_claims(one, contest)} for one in (plain, doubted)]
    assert "disagrees" in verdicts[0]
    assert "disagrees" not in verdicts[1]


def claims_of(text: str) -> list[tuple[str, str, str | None, str]]:
    contest = contests()["wexcombe"]
    return [
        (one.claim, one.claimed_value, one.candidate, judge(one, contest).verdict) for one in find_claims(text, contest)
    ]


@pytest.mark.parametrize(
    ("text", "candidate"),
    [
        ("Ms Nandakumar thanked supporters. She polled {votes} votes.", "Priya Nandakumar"),
        ("Mr Thornbury thanked supporters. He polled {votes} votes.", "Giles Thornbury"),
        ("Ms Nandakumar beat Mr Thornbury. He polled {votes} votes.", "Giles Thornbury"),
        ("Priya Nandakumar is a doctor.\n\nThe 38-year-old mother of two received {votes} votes.", "Priya Nandakumar"),
        ("The new MP polled {votes} votes.", "Priya Nandakumar"),
    ],
)
def test_pronouns_and_roles_are_their_candidates(text: str, candidate: str) -> None:
    true = next(one.votes for one in contests()["wexcombe"].result.candidates if one.candidate == candidate)
    assert true is not None
    assert ("votes", str(true), candidate, "agrees") in claims_of(text.format(votes=f"{true:,}"))
    assert ("votes", str(true + 1200), candidate, "disagrees") in claims_of(text.format(votes=f"{true + 1200:,}"))


def test_a_pronoun_of_somebody_unknown_is_nobodys() -> None:
    text = (
        "Ms Nandakumar was cheered. Council leader Jonathan Pemberton thanked the staff. He polled 1,204 votes in May."
    )
    assert [one for one in claims_of(text) if one[0] == "votes"] == []


def test_a_party_by_its_candidate() -> None:
    assert ("votes", "9315", None, "disagrees") in claims_of("The Conservative candidate polled 9,315 votes.")


def test_the_same_surname_with_another_first_name_proves_nothing() -> None:
    found = claims_of("Pip Nandakumar won the Wexcombe and Halse by-election.")
    assert "disagrees" not in {verdict for *_, verdict in found}


@pytest.mark.parametrize(
    "unit",
    [
        "She won 12,345 votes. ",
        "Priya. ",
        "Labour, whose Nandakumar, ",
        "Labour on 12,345, ",
        "He, who, ",
        "the former ",
        'her 1 "',
        "Labour 45% ",
    ],
)
def test_hostile_text_takes_time_in_proportion(unit: str) -> None:
    find_claims(unit * 1500, contests()["wexcombe"])  # the timeout of the suite is the assertion
