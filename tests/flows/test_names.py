from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.clean.names import clean_name, name_key, without_marks
from flows.clean.parties import party_named, reviewed


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("SÃ©amus", "Séamus"),  # UTF-8 read as windows-1252
        ("Ã\x81ine", "Áine"),  # ... and with a control character in it
        ("DÃ¼nweber", "Dünweber"),
        ("Daithí\u00ad", "Daithí"),  # soft hyphen
        ("Christopher ", "Christopher"),
        ("Smith\t", "Smith"),
        ("Na\u00a0h-Eileanan  an Iar", "Na h-Eileanan an Iar"),
        ("Ynys Môn", "Ynys Môn"),  # right as it is
        ("Sinn Féin", "Sinn Féin"),
        ("A Love, Emperor of India", "A Love, Emperor of India"),
        ("", ""),
        (None, ""),
    ],
)
def test_clean_name(printed, expected):
    assert clean_name(printed) == expected


@given(st.text(max_size=40))
def test_clean_name_twice_is_once(text):
    once = clean_name(text)
    assert clean_name(once) == once


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Shaffaq Mohammed", "MOHAMMED, Shaffaq"),  # the page's capitals
        ("Mohammed Shaffaq", "Shaffaq Mohammed"),  # swapped in one file
        ("Therese Coffey", "Thérèse Coffey"),
        ("Liz Saville-Roberts", "Liz Saville Roberts"),
        ("Colum O'Neill", "Colum O’Neill"),
        ("Howling 'Laud' Hope", "HOPE, Howling Laud"),
    ],
)
def test_one_person_has_one_key(one, other):
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(("one", "other"), [("Jim Clarke", "Paul Coyne"), ("Dan Jarvis", "Dan Davis")])
def test_two_people_have_two(one, other):
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize(
    ("printed", "party", "family"),
    [
        ("Labour and Co-operative", "Labour", "Labour"),
        ("Lab Coop", "Labour", "Labour"),
        ("The Brexit Party", "The Brexit Party", "Reform UK"),
        ("Brexit", "The Brexit Party", "Reform UK"),
        ("Reform UK", "Reform UK", "Reform UK"),
        ("Scottish Green Party", "Scottish Green Party", "Green"),
        ("Sinn Fein", "Sinn Féin", "Sinn Féin"),
        ("Monster Raving Loony Party", "Official Monster Raving Loony Party", "Official Monster Raving Loony Party"),
        ("Res", "Respect", "Respect"),
        ("Labour Party (UK)", "Labour", "Labour"),
        ("Liberal Party (UK)", "Liberal Party", "Liberal Democrat"),
        ("Liberal Party (UK, 1989)", "Liberal", "Liberal"),
        ("Unionist Party (Scotland)", "Unionist Party", "Conservative"),
        ("Peace Party (UK)", "The Peace Party", "The Peace Party"),
        ("Heritage Party (UK)", "Heritage Party", "Heritage Party"),
        ("Independent politician", "Independent", "Independent"),
        ("Beer, Baccy and Crumpet Party", "Beer, Baccy and Crumpet Party", "Beer, Baccy and Crumpet Party"),
    ],
)
def test_party_named(printed, party, family):
    found = party_named(printed)
    assert found is not None and (found.party, found.family) == (party, family)


def test_no_party_named():
    assert party_named("") is None and party_named(None) is None


def test_reviewed_spellings_are_unambiguous():
    assert len(reviewed()) > 40  # raises when one spelling names two parties


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("City of London¹,²", "City of London"),
        ("Winchester⁴", "Winchester"),
        ("Fermanagh and Tyrone*", "Fermanagh and Tyrone"),
        ("Down *", "Down"),
        ("GENERAL ELECTION 1983⁶", "GENERAL ELECTION 1983"),
        ("Combined¹ Universities", "Combined¹ Universities"),  # not behind the name
        ("District 9", "District 9"),  # not raised
        ("Newport, ", "Newport,"),
        ("¹", ""),
    ],
)
def test_without_marks(name, expected):
    assert without_marks(name) == expected


def test_a_long_row_of_marks_takes_no_time():
    assert without_marks("¹" * 5_000 + "x") == "¹" * 5_000 + "x"
