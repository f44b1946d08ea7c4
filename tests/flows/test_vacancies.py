"""Why a seat fell vacant: the words of every source, and the closed list."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from flows.clean.contests import clean_contest
from flows.clean.vacancies import CAUSES, reviewed, vacancy_cause
from spiders.records import ScrapedContest

TABLE = Path(__file__).parents[2] / "warehouse/sql/raw/contest_statement.sql"

WIKIPEDIA = [
    ("Death", "death"),
    ("Death (suicide)", "death"),
    ("Death (road accident)", "death"),
    ("Death (drowned in swimming accident)", "death"),
    ("Killed in action", "death"),
    ("Murdered by the Provisional IRA", "death"),
    ("Resignation", "resignation"),
    ("Resignation (scandal)", "resignation"),
    ("Seeks re-election", "resignation"),  # a device to stand again, as the lists explain
    ("Seeks re-election upon appointment as President of the Board of Trade", "other office"),  # before 1926
    ("Ministerial re-election", "other office"),
    ("Sought re-election as independent in opposition to a decision of the Secretary of State", "resignation"),
    ("Resignation upon election as Mayor of London", "resignation"),
    ("Resignation on medical advice", "resignation"),
    ("Death (stabbing and shooting)", "death"),
    ("Life peerage", "peerage"),
    ("Elevation to the peerage", "peerage"),
    ("Law life peerage on appointment as Lord of Appeal in Ordinary", "peerage"),
    ("Appointed a Lord of Appeal in Ordinary", "peerage"),
    ("Succession to the peerage", "peerage"),
    ("Succession to the peerage on the death of his father", "peerage"),  # what comes first is the cause
    ("Void election", "election court"),
    ("Election declared void by an election court", "election court"),
    ("Disqualification", "disqualification"),
    ("Disqualified as a clergyman", "disqualification"),
    ("Disqualification (bankruptcy)", "bankruptcy"),
    ("Bankruptcy", "bankruptcy"),
    ("Recall petition", "recall petition"),
    ("Expelled", "expulsion"),
    ("Expelled from the House of Commons", "expulsion"),
    ("Expelled from the Labour Party", "other"),  # which empties no seat
    ("Appointment to an office", "other office"),
    ("Appointed Governor of Bombay", "other office"),
    ("Chairman of the National Assistance Board", "other office"),
    ("Resignation (appointed to the European Commission)", "resignation"),
    ("Elected for two constituencies", "other"),
    ("Death of a candidate during the general election", "other"),
]
LIBRARY = [
    ("Resignation of Barry McElduff (Chiltern Hundreds)", "resignation"),
    ("Resignation of Heidi Alexander (Manor of Northstead)", "resignation"),
    ("Appointed Steward of the Chiltern Hundreds", "resignation"),  # an appointment only by name
    ("Death of Paul Flynn", "death"),
    ("Successful Recall Petition", "recall petition"),
]
DEMOCRACY_CLUB = [
    ("DEATH", "death"),
    ("RESIGNATION", "resignation"),
    ("ELECTORAL_COURT", "election court"),
    ("FAILURE_TO_ACCEPT", "other"),
    ("FAILURE_TO_ATTEND_MEETINGS", "other"),
    ("DISQUALIFICATION", "disqualification"),
    ("LOSING_QUALIFICATION", "disqualification"),
    ("RECALL_PETITION", "recall petition"),
    ("ELECTED_COUNCIL_MAYOR", "other office"),
    ("ELECTED_PARLIAMENT", "other office"),
    ("ELECTED_STRATEGIC_AUTHORITY_MAYOR", "other office"),
    ("ELECTED_SENEDD", "other office"),
    ("ELECTED_SCOTTISH_PARLIAMENT", "other office"),
    ("OTHER", "other"),
    ("UNKNOWN", "unknown"),
]
PRESS = [
    ("triggered by the resignation of Conservative MP Owen Paterson", "resignation"),
    ("called after the death of the sitting MP", "death"),
    ("after the MP stood down over lobbying", "resignation"),
    ("Jailed for three months and ousted by a recall petition", "recall petition"),
    ("convicted of lying about a speeding fine, then removed by recall petition", "recall petition"),
    ("The sitting member quit", "resignation"),
    ("quite a long story", "other"),  # not "quit"
    ("Elected Mayor of Greater Manchester", "other office"),
    ("cause not known", "unknown"),
    ("Resignation for reasons unknown", "resignation"),
    ("Took the Chiltern Hundreds", "resignation"),
    ("eaten by bears", "other"),  # no rule knows it; the words are kept
]
SILENT: list[tuple[str | None, None]] = [
    (None, None),
    ("", None),
    (" ", None),
    ("\u00a0", None),
    ("-", None),
    ("–", None),
    ("N/A", None),
    ("?", None),
]


@pytest.mark.parametrize(("printed", "cause"), [*WIKIPEDIA, *LIBRARY, *DEMOCRACY_CLUB, *PRESS, *SILENT])
def test_words_name_a_cause(printed: str | None, cause: str | None):
    assert vacancy_cause(printed) == cause


@pytest.mark.parametrize("cause", CAUSES)
def test_a_cause_means_itself(cause: str):
    assert vacancy_cause(cause) == vacancy_cause(cause.upper().replace(" ", "_")) == cause


def test_the_list_is_the_tables():
    checked = re.search(r"vacancy_cause in \((.*?)\)", TABLE.read_text(encoding="utf-8"), re.DOTALL)
    assert checked and tuple(re.findall("'([^']+)'", checked[1])) == CAUSES


def test_every_cause_has_a_rule():
    assert {rule.cause for rule in reviewed()} == set(CAUSES)


@given(st.text())
@example("\ud800")
@example("recall " * 2000)
@example("seeks re-election " * 2000)
@example("elected " + "a " * 5000)
def test_any_words_give_one_of_the_list_and_blanks_give_none(printed: str):
    cause = vacancy_cause(printed)
    assert cause in CAUSES if any(letter.isalnum() for letter in printed) else cause in (*CAUSES, None)


@given(st.sampled_from([words for words, _ in WIKIPEDIA + LIBRARY]), st.text(max_size=20))
def test_what_follows_in_brackets_changes_no_cause_of_one_word(words: str, more: str):
    if " " not in words:
        assert vacancy_cause(f"{words} ({more.replace('candidate', '')})") in (vacancy_cause(words), "bankruptcy")


def test_the_words_are_kept_beside_the_cause():
    scraped = ScrapedContest(
        document="list", kind="by-election", constituency="Barchester", poll_date="10 February 1943",
        vacancy_words="Death  (road accident)",
    )  # fmt: skip
    statement, problems = clean_contest(scraped)
    assert (statement.contest["vacancy_cause"], statement.contest["vacancy_words"]) == (
        "death",
        "Death (road accident)",
    )
    assert problems == []
