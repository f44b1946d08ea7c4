"""Verdicts on printed figures: the tolerance their words imply, and the slip that explains a difference."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.clean.figure_fits import fits_count, fits_share
from flows.clean.printed_claims import claim_from_figure, judge_printed, only_figure
from flows.clean.printed_figures import figures, number_in_words
from tests.flows.contest_texts import make_contest

CONTEST = make_contest(4)


@pytest.mark.parametrize(
    ("printed", "true", "agrees"),
    [
        ("6,940", 6940, True),
        ("6,949", 6940, False),
        ("6,930", 6940, False),  # tens of a longer figure are exact
        ("nearly 7,000", 6940, True),
        ("nearly 7,000", 7040, False),  # on the other side
        ("nearly seven thousand", 6940, True),
        ("just over 3,500", 3595, True),
        ("just over 3,500", 3420, False),
        ("3,500", 3595, True),  # cut off, as the press does
        ("3,600", 3595, True),
        ("300", 323, True),
        ("320", 323, True),
        ("16,000", 16223, True),
        ("16,000", 17400, False),
        ("around 300", 323, True),
        ("more than 3,000", 3525, True),
        ("more than 3,000", 2950, False),
        ("more than 3,000", 9446, False),
        ("almost 18,000", 17957, True),
        ("near-23,000", 22949, True),
        ("23,000-plus", 23110, True),
        ("fewer than 100", 84, True),
    ],
)
def test_a_count_and_its_hedge(printed: str, true: int, agrees: bool) -> None:
    figure = only_figure(printed)
    assert figure is not None
    assert bool(fits_count(figure, true)) is agrees


@pytest.mark.parametrize(
    ("printed", "true", "agrees"),
    [
        ("16 per cent", 0.1597, True),
        ("16.0%", 0.1597, True),
        ("15.9%", 0.1597, False),
        ("16-point", 0.1597, True),
        ("almost 30%", 0.2993, True),
        ("over 50%", 0.525, True),
        ("over 50%", 0.475, False),
        ("a third", 0.34, True),
        ("half", 0.43, False),
    ],
)
def test_a_share_and_its_hedge(printed: str, true: float, agrees: bool) -> None:
    figure = only_figure(printed)
    assert figure is not None
    assert bool(fits_share(figure, true)) is agrees


@given(st.integers(100, 60_000))
def test_a_true_count_agrees_however_it_is_printed(true: int) -> None:
    for printed in (f"{true:,}", f"{true:,} votes", f"just {true:,}", f"around {round(true, -2):,}"):
        figure = only_figure(printed)
        assert figure is not None
        assert fits_count(figure, true), printed


@given(st.integers(1000, 60_000), st.integers(1, 9))
def test_a_changed_count_never_agrees(true: int, step: int) -> None:
    said = true + step
    if said % 100 == 0:  # a round figure may stand for its neighbours
        return
    figure = only_figure(f"{said:,}")
    assert figure is not None
    assert not fits_count(figure, true)


@given(st.floats(0.01, 0.95), st.sampled_from([0, 1, 2]))
def test_a_true_share_agrees_at_any_precision(true: float, digits: int) -> None:
    figure = only_figure(f"{true * 100:.{digits}f} per cent")
    assert figure is not None
    assert fits_share(figure, true)


@given(st.integers(1, 999_999))
def test_words_and_digits_are_one_number(number: int) -> None:
    from tests.flows.number_words import spelt

    assert number_in_words(spelt(number)) == number


@pytest.mark.parametrize("printed", ["a landslide", "6,9400", "15.529.", "", "1O,974", "3,000-4,000"])
def test_what_cannot_be_read_is_not_checkable(printed: str) -> None:
    assert judge_printed(claim_from_figure("majority", printed), CONTEST).verdict == "not checkable"


def test_years_times_and_money_are_no_counts() -> None:
    assert [one.kind for one in figures("in 2019 at 10.30pm for £3,000 on the 6th")] == ["year"]


def reason(kind: str, stated: str) -> tuple[str, str]:
    found = judge_printed(claim_from_figure(kind, stated), CONTEST)
    return found.verdict, found.verdict_reason


def test_the_slip_is_named() -> None:
    first, second = CONTEST.result.candidates[:2]
    before = CONTEST.earlier[0].result.majority
    assert reason("majority", f"{first.votes:,}") == ("disagrees", "that is the winner's vote")
    assert reason("majority", f"{before:,}") == ("disagrees", "that is the majority of the election before")
    assert reason("winner_votes", f"{(first.votes or 0) + 3:,}")[0] == "disagrees"
    assert reason("second", first.candidate) == ("disagrees", f"{first.candidate} came first")
    assert second.candidate.split()[-1] in second.candidate
    digits = str(first.votes)
    swapped = digits[0] + digits[2] + digits[1] + digits[3:]
    if swapped != digits and int(swapped) % 100:
        assert reason("winner_votes", swapped) == ("disagrees", "digits transposed")


def test_a_superseded_figure_disagrees_and_says_so() -> None:
    contest = replace(CONTEST, superseded=(("majority", None, "4"),))
    found = judge_printed(claim_from_figure("majority", "4"), contest)
    assert (found.verdict, found.verdict_reason) == ("disagrees", "superseded: the figure was corrected later")


def test_turnout_with_or_without_rejected_papers_agrees() -> None:
    counted = CONTEST.result.turnout_counted or 0.0
    found = judge_printed(claim_from_figure("turnout_percent", f"{counted * 100:.2f}%"), CONTEST)
    assert (found.verdict, found.verdict_reason) == ("agrees", "definition: with rejected papers")


def test_a_figure_that_is_not_known_is_never_wrong() -> None:
    bare = replace(CONTEST, result=replace(CONTEST.result, turnout_valid=None, turnout_counted=None, electorate=None))
    assert judge_printed(claim_from_figure("turnout_percent", "99%"), bare).verdict == "not checkable"
