"""What is known of a contest when its coverage is read: names to find, figures to check against.

Filled from the published warehouse by the flow, so that linking, quotations and claims stay pure functions.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class CandidateFacts:
    """One candidacy. `votes` and what follows are None before the result."""

    candidate: str  # "Jill Mortimer"
    party: str | None = None  # as the warehouse names it: "Conservative"
    party_abbreviation: str | None = None
    party_family: str | None = None
    person_id: str | None = None
    candidacy_id: str | None = None
    votes: int | None = None
    vote_share: float | None = None  # 0 to 1
    share_change: float | None = None  # five points up is 0.05
    position: int | None = None  # 1 is the winner
    is_elected: bool | None = None
    is_deposit_lost: bool | None = None
    other_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ResultFacts:
    """The result of one contest: settled where it can be, None where nothing is known yet."""

    electorate: int | None = None
    valid_votes: int | None = None
    rejected_ballot_papers: int | None = None
    turnout_valid: float | None = None
    turnout_counted: float | None = None
    majority: int | None = None
    majority_share: float | None = None
    winner: str | None = None
    winning_party: str | None = None
    outcome: str | None = None  # hold, gain, new seat
    gained_from: str | None = None
    swing: float | None = None
    swing_from: str | None = None
    swing_to: str | None = None
    butler_swing: float | None = None
    candidates: tuple[CandidateFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class EarlierResult:
    """One earlier contest of the seat, newest first in `ContestFacts.earlier`."""

    poll_date: date
    election_kind: str  # "general election" or "by-election"
    result: ResultFacts
    constituency: str = ""
    is_same_seat: bool = True  # False: a predecessor on other boundaries


@dataclass(frozen=True, slots=True)
class ContestFacts:
    """One contest and all that an article about it may speak of."""

    ballot_paper_id: str
    poll_date: date
    constituency: str
    other_names: tuple[str, ...] = ()  # older, shorter and re-ordered names of the seat
    election_type: str = "parl"  # or "local"
    nation: str | None = None
    status: str | None = None
    declared_at: datetime | None = None
    outgoing_member: str | None = None
    outgoing_party: str | None = None
    vacancy_cause: str | None = None
    vacancy_words: str | None = None
    vacancy_date: date | None = None
    seat_created: int | None = None  # year the seat first existed under this name, where known
    result: ResultFacts = field(default_factory=ResultFacts)
    earlier: tuple[EarlierResult, ...] = ()
    superseded: tuple[tuple[str, str | None, str], ...] = ()  # (figure, candidate, value believed once)
