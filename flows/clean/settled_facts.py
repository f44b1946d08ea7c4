"""What is settled of a contest, as verdicts ask for it: people, parties and places of a result, this one or an
earlier one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rapidfuzz.distance import DamerauLevenshtein

from flows.clean.claims.names import near_first, plain, same_party
from flows.clean.claims.record import Claim
from flows.clean.claims.rules import THIS, UNCLEAR
from flows.clean.facts import CandidateFacts, ContestFacts, EarlierResult, ResultFacts
from flows.clean.figure_fits import AGREES, DISAGREES, NOT_CHECKABLE, Verdict, unknown
from flows.clean.names import name_key, plain_key


def person(name: str | None, result: ResultFacts) -> CandidateFacts | None:
    key = plain_key(name or "")
    for one in result.candidates:
        if key and key in (plain_key(one.candidate), *(plain_key(other) for other in one.other_names)):
            return one
    return None


def of_party(party: str | None, result: ResultFacts) -> CandidateFacts | None:
    """The only candidate of a party; None when it has none here, or several."""
    found = [one for one in result.candidates if same_party(one.party, party)]
    return found[0] if len(found) == 1 else None


def candidate_of(claim: Claim, result: ResultFacts) -> CandidateFacts | None:
    if claim.candidate:
        return person(claim.candidate, result)
    return of_party(claim.party, result) if claim.party else None


def ranked(result: ResultFacts, position: int) -> CandidateFacts | None:
    return next((one for one in result.candidates if one.position == position), None)


def winner_of(result: ResultFacts) -> str | None:
    first = ranked(result, 1)
    return result.winner or (first.candidate if first else None)


def winning_party(result: ResultFacts) -> str | None:
    first = ranked(result, 1)
    return result.winning_party or (first.party if first else None)


def earlier_results(claim: Claim, contest: ContestFacts) -> list[EarlierResult]:
    """The contests an "earlier" claim may speak of: that of its year; without one the last general election and the
    last of any kind."""
    if claim.year is not None:
        return [one for one in contest.earlier if one.poll_date.year == claim.year]
    general = next((one for one in contest.earlier if one.election_kind == "general election"), None)
    both = [contest.earlier[0]] if contest.earlier else []
    return both + [general] * (general is not None and general not in both)  # type: ignore[list-item]


def spelling(said: str, true: str) -> str | None:
    """None: another person's name.  "": the same name as printed elsewhere.  Else how the name was misspelt."""
    if name_key(said) == name_key(true):
        return "" if plain_key(said) == plain_key(true) else "words of the name in another order"
    one, other = plain(said).split(), plain(true).split()
    if not one or not other:
        return None
    if plain_key(one[-1]) == plain_key(other[-1]):
        if (
            len(one) == 1
            or near_first(one[0], other[0])
            or {plain_key(word) for word in one} <= {plain_key(word) for word in other}
        ):
            return ""
        return "first name misspelt" if DamerauLevenshtein.distance(one[0].lower(), other[0].lower()) <= 2 else None
    close = DamerauLevenshtein.distance(plain_key(one[-1]), plain_key(other[-1])) <= 2 and len(other[-1]) >= 4
    return "surname misspelt" if close and len(one) > 1 and near_first(one[0], other[0]) else None


def judge_name(said: str, true: str | None, contest: ContestFacts, result: ResultFacts | None = None) -> Verdict:
    """A person's name against the settled one."""
    if true is None:
        return unknown("not known who it was")
    slip = spelling(said, true)
    if slip == "":
        return Verdict(AGREES, true, "exact" if plain_key(said) == plain_key(true) else "another form of the name")
    if slip:
        return Verdict(DISAGREES, true, slip)
    other = person(said, result or contest.result)
    known = other or person(true, result or contest.result)
    forms = known.other_names if known and known.candidate == true else ()
    if any(spelling(said, form) == "" for form in forms):
        return Verdict(AGREES, true, "another form of the name")
    if other is None and plain_key(plain(said).split()[-1]) == plain_key(plain(true).split()[-1]):
        return unknown("perhaps another first name of the same person", true)
    if other and other.position:
        return Verdict(DISAGREES, true, f"{other.candidate} came {ordinal(other.position)}")
    return Verdict(DISAGREES, true, "another person")


def ordinal(number: int) -> str:
    return {1: "first", 2: "second", 3: "third"}.get(number, f"{number}th")


def judge_party(said: str, true: str | None) -> Verdict:
    if true is None:
        return unknown("not known which party it was")
    if same_party(said, true):
        return Verdict(AGREES, true, "exact" if said == true else "another name of the party")
    return Verdict(DISAGREES, true, "another party")


def best(verdicts: Sequence[Verdict], nothing: str) -> Verdict:
    """The kindest of several verdicts on one claim, for words that may mean any of several elections."""
    order = (AGREES, NOT_CHECKABLE, DISAGREES)
    return min(verdicts, key=lambda one: order.index(one.verdict), default=unknown(nothing))


def over_results(claim: Claim, contest: ContestFacts, rule: Callable[[ResultFacts, bool], Verdict]) -> Verdict:
    """A rule about a result, for the election the claim speaks of; the second argument says whether boundaries are
    the same."""
    if claim.election == THIS:
        return rule(contest.result, True)
    before = [same_seat(rule(one.result, one.is_same_seat), one) for one in earlier_results(claim, contest)]
    if claim.election == UNCLEAR:
        found = best([rule(contest.result, True), *before], "")
        return (
            unknown("not certain which election is meant", found.settled_value) if found.verdict == DISAGREES else found
        )
    return best(before, "that election of the seat is not on record")


def same_seat(verdict: Verdict, earlier: EarlierResult) -> Verdict:
    """A difference from a seat on other boundaries proves nothing."""
    if verdict.verdict == DISAGREES and not earlier.is_same_seat:
        return unknown("the seat had other boundaries then", verdict.settled_value)
    return verdict


def votes_of(position: int, result: ResultFacts) -> int | None:
    found = ranked(result, position)
    return found.votes if found else None


def previous(contest: ContestFacts) -> ResultFacts:
    general = next((one for one in contest.earlier if one.election_kind == "general election"), None)
    return general.result if general else ResultFacts()


def share_of(known: CandidateFacts | None, result: ResultFacts) -> float | None:
    if known is None:
        return None
    if known.vote_share is None and known.votes is not None and result.valid_votes:
        return known.votes / result.valid_votes
    return known.vote_share
