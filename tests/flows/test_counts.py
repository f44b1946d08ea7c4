"""Figures as printed, with the reason beside each odd one, and what must hold for all of them."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.clean.counts import LONDON, MOST_PEOPLE, count, local_time, poll_date, proportion, yes


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("12,645", 12645),
        ("12645", 12645),
        (" 12,645\u00a0", 12645),  # padded with a no-break space
        ("0", 0),  # none rejected ...
        ("", None),  # ... is not the same as no figure given
        (None, None),
        ("[x]", None),  # how the Library writes "the authority no longer has it"
        ("-", None),
        ("…", None),
        ("...", None),
        ("NA", None),
        ("?", None),
        ("\u00a0", None),
        ("1,234,567", 1234567),
    ],
)
def test_count(printed, expected):
    assert count(printed) == expected


@pytest.mark.parametrize(
    "printed",
    [
        "12,64",
        "7,0666",
        "46.2%",
        "-3",
        "−3",
        "1 234",
        "12.645",
        "twelve",
        "١٢",
        "1e3",
        ",123",
        "999999999",
        "12,645,",
        "#VALUE!",
    ],
)
def test_count_refuses_and_quotes(printed):
    with pytest.raises(ValueError, match="not a count|all electors") as refusal:
        count(printed)
    assert repr(printed) in str(refusal.value)


@given(st.integers(min_value=0, max_value=MOST_PEOPLE))
def test_count_reads_back_what_an_officer_prints(papers):
    assert count(f"{papers:,}") == count(str(papers)) == papers


@given(st.text(max_size=12))
def test_count_is_total(text):
    try:
        number = count(text)
    except ValueError:
        return
    assert number is None or number >= 0


@pytest.mark.parametrize(
    ("printed", "value", "tolerance"),
    [
        ("0.387046", 0.387046, 0.0000005),
        ("38.7%", 0.387, 0.0005),
        ("+20.5%", 0.205, 0.0005),
        ("-14.3%", -0.143, 0.0005),
        ("−14.3%", -0.143, 0.0005),  # a true minus sign
        ("-0.0%", 0.0, 0.0005),  # a tiny fall
        ("0.102", 0.102, 0.0005),
        ("-0.1", -0.1, 0.05),
        ("1e-07", 0.0, 0.0005),  # a number somebody typed to make a nought visible ...
        ("+0.0%", 0.0, 0.0005),  # ... which then shows as this text, typed by others
        ("1e-05", 1e-05, 0.5e-05),
        ("1", 1.0, 0.5),
    ],
)
def test_proportion(printed, value, tolerance):
    read = proportion(printed)
    assert read is not None
    assert read.value == pytest.approx(value)
    assert read.tolerance == pytest.approx(tolerance)


@pytest.mark.parametrize("printed", ["", None, "-", "…", "...", " "])
def test_no_share_given(printed):
    assert proportion(printed) is None


@pytest.mark.parametrize(
    "printed", ["38.7", "101%", "%", ".", "+", "0.38.7", "38,7%", "Not Comparable", "#VALUE!", "#DIV/0!"]
)
def test_proportion_refuses(printed):
    with pytest.raises(ValueError):
        proportion(printed)


@given(st.floats(min_value=-1, max_value=1, allow_nan=False), st.integers(min_value=1, max_value=9))
def test_proportion_reads_back_within_half_a_digit(value, digits):
    read = proportion(f"{value:.{digits}f}")
    assert read is not None
    assert abs(read.value - value) <= read.tolerance * 1.0001


@pytest.mark.parametrize("printed", ["1 May 2025", "01/05/2025", "1/5/2025", "2025-05-01", " 1 May 2025 "])
def test_poll_date_in_every_form(printed):
    assert poll_date(printed) == date(2025, 5, 1)


@pytest.mark.parametrize("printed", ["May 2025", "31/02/2025", "2025-13-01", "05.01.2025", "1 Mai 2025", "01/05/25"])
def test_poll_date_refuses(printed):
    with pytest.raises(ValueError):
        poll_date(printed)


@given(st.dates(min_value=date(1832, 1, 1), max_value=date(2099, 12, 31)))
def test_poll_date_reads_back(day):
    assert (
        poll_date(f"{day.day} {day:%B} {day.year}")
        == poll_date(day.strftime("%d/%m/%Y"))
        == poll_date(day.isoformat())
        == day
    )


def test_declaration_times_are_clock_times():
    # the site writes UTC and means what the clock on the wall said: 3.05 in the morning, British Summer Time
    expected = datetime(2010, 5, 7, 3, 5, tzinfo=LONDON)
    assert (
        local_time("2010-05-07 03:05:00 UTC")
        == local_time("07/05/2010 03:05")
        == local_time("03:05 on 7 May 2010")
        == expected
    )
    assert expected.isoformat().endswith("+01:00")
    assert local_time("") is None


def test_yes_and_no():
    assert [yes(word) for word in ("true", "Yes", "Yes ", "false", "No", "", "-", "\u00a0", None)] == [
        True, True, True, False, False, None, None, None, None,
    ]  # fmt: skip
    with pytest.raises(ValueError):
        yes("perhaps")
