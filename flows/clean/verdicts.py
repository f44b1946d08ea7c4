"""Whether a claim agrees with the settled result; a fact that is not known makes it "not checkable", never wrong."""

from __future__ import annotations

from collections.abc import Callable

from flows.clean.claims.names import same_party
from flows.clean.claims.record import Claim
from flows.clean.claims.rules import EITHER
from flows.clean.facts import ContestFacts, ResultFacts
from flows.clean.figure_fits import AGREES, DISAGREES, Verdict, as_percent, fits_count, judge_count, unknown
from flows.clean.figure_verdicts import (
    candidate_count,
    figure_of_nothing,
    majority,
    share,
    share_change,
    swing,
    turnout,
    votes,
    votes_cast,
)
from flows.clean.past_verdicts import (
    first_since,
    held_before,
    held_since,
    outgoing_member,
    seat_created,
    times_won,
    vacancy_cause,
)
from flows.clean.settled_facts import (
    candidate_of,
    judge_name,
    judge_party,
    of_party,
    ordinal,
    over_results,
    person,
    ranked,
    spelling,
    winner_of,
    winning_party,
)


def judge(claim: Claim, contest: ContestFacts) -> Verdict:
    """The verdict on one claim; a kind of claim that no record settles is "not checkable"."""
    found = judge_said(claim, contest)
    if claim.doubt is not None and found.verdict == DISAGREES:
        return unknown(claim.doubt, found.settled_value)
    return found


def judge_said(claim: Claim, contest: ContestFacts) -> Verdict:
    """The verdict, were it certain that the words are of this contest."""
    if claim.election == EITHER:
        return figure_of_nothing(claim, contest)
    rule = JUDGES.get(claim.claim)
    if rule is None:
        return unknown("no record settles this kind of claim")
    return rule(claim, contest)


def winner(claim: Claim, contest: ContestFacts) -> Verdict:
    """Who won; where a majority stands beside the name, it must be the seat's for the name to be wrong."""

    def rule(result: ResultFacts, _: bool) -> Verdict:
        found = judge_name(claim.candidate or claim.claimed_value, winner_of(result), contest, result)
        figure = claim.figure
        if (
            found.verdict == DISAGREES
            and figure
            and (result.majority is None or not fits_count(figure, result.majority))
        ):
            return unknown("perhaps another election", found.settled_value)
        return found

    return over_results(claim, contest, rule)


def party_that_won(claim: Claim, contest: ContestFacts) -> Verdict:
    return over_results(claim, contest, lambda result, _: judge_party(claim.claimed_value, winning_party(result)))


def candidates_party(claim: Claim, contest: ContestFacts) -> Verdict:
    known = person(claim.candidate, contest.result)
    return judge_party(claim.claimed_value, known.party if known else None)


def runner_up(claim: Claim, contest: ContestFacts) -> Verdict:
    """Named as second: the runner-up and nobody else."""

    def rule(result: ResultFacts, _: bool) -> Verdict:
        second = ranked(result, 2)
        return judge_name(claim.claimed_value, second.candidate if second else None, contest, result)

    return over_results(claim, contest, rule)


def beaten_candidate(claim: Claim, contest: ContestFacts) -> Verdict:
    """Said to be beaten: true of every candidate but the winner."""

    def rule(result: ResultFacts, _: bool) -> Verdict:
        won, second = winner_of(result), ranked(result, 2)
        if won is None:
            return unknown("not known who won")
        if spelling(claim.claimed_value, won) == "":
            return Verdict(DISAGREES, second.candidate if second else None, f"{won} won")
        known = next((one for one in result.candidates if spelling(claim.claimed_value, one.candidate) == ""), None)
        if known:
            return Verdict(
                AGREES, known.candidate, f"came {ordinal(known.position)}" if known.position else "did not win"
            )
        if not result.candidates:
            return unknown("candidates not known")
        return judge_name(claim.claimed_value, second.candidate if second else None, contest, result)

    return over_results(claim, contest, rule)


def beaten_party(claim: Claim, contest: ContestFacts) -> Verdict:
    def rule(result: ResultFacts, _: bool) -> Verdict:
        won = winning_party(result)
        if claim.candidate and (known := person(claim.candidate, result)):
            return judge_party(claim.claimed_value, known.party)
        if won is None or not result.candidates:
            return unknown("not known which parties stood, and which won")
        if same_party(claim.claimed_value, won):
            return Verdict(DISAGREES, won, "that party won")
        known = next((one for one in result.candidates if same_party(one.party, claim.claimed_value)), None)
        if known:
            return Verdict(AGREES, known.party, "did not win")
        return unknown("no candidate of that party on record")

    return over_results(claim, contest, rule)


def placed(claim: Claim, contest: ContestFacts) -> Verdict:
    def rule(result: ResultFacts, _: bool) -> Verdict:
        position = int(claim.claimed_value)
        true = ranked(result, position)
        if true is None:
            return unknown("the order of the candidates is not known")
        if claim.candidate:
            return judge_name(claim.candidate, true.candidate, contest, result)
        known = of_party(claim.party, result)
        settled = true.party or true.candidate
        if known is None:
            return unknown("that party has no one candidate on record", settled)
        if known.position == position:
            return Verdict(AGREES, settled, "exact")
        return Verdict(DISAGREES, settled, f"{known.party} came {ordinal(known.position or 0)}")

    return over_results(claim, contest, rule)


def placed_above(claim: Claim, contest: ContestFacts) -> Verdict:
    """ "third behind the Conservatives": they came above third."""

    def rule(result: ResultFacts, _: bool) -> Verdict:
        known = of_party(claim.party, result)
        if known is None or known.position is None:
            return unknown("that party's place is not known")
        above = known.position < int(claim.claimed_value)
        return Verdict(AGREES if above else DISAGREES, ordinal(known.position), f"came {ordinal(known.position)}")

    return over_results(claim, contest, rule)


def outcome(claim: Claim, contest: ContestFacts) -> Verdict:
    """Hold or gain, and from whom."""
    result = contest.result
    if result.outcome is None:
        return unknown("not known whether the seat changed hands")
    settled = f"gain from {result.gained_from}" if result.outcome == "gain" and result.gained_from else result.outcome
    if claim.claimed_value == "hold":
        if result.outcome == "new seat":
            return unknown("the seat is new", settled)
        if claim.party and not same_party(claim.party, winning_party(result)):
            return Verdict(DISAGREES, settled, "another party won")
        return (
            Verdict(AGREES, settled, "exact")
            if result.outcome == "hold"
            else Verdict(DISAGREES, settled, "the seat changed hands")
        )
    if result.outcome != "gain":
        was = contest.outgoing_party
        if (
            claim.other_party
            and was
            and same_party(claim.other_party, was)
            and not same_party(was, winning_party(result))
        ):
            return Verdict(AGREES, settled, "definition: from the last member's party")
        return Verdict(DISAGREES, settled, "the seat did not change hands")
    if claim.other_party is None or result.gained_from is None:
        return (
            Verdict(AGREES, settled, "exact") if claim.other_party is None else unknown("not known from whom", settled)
        )
    if same_party(claim.other_party, result.gained_from):
        return Verdict(AGREES, settled, "exact")
    if contest.outgoing_party and same_party(claim.other_party, contest.outgoing_party):
        return Verdict(AGREES, settled, "definition: from the last member's party")
    return Verdict(DISAGREES, settled, "from another party")


def lost_deposit(claim: Claim, contest: ContestFacts) -> Verdict:
    def rule(result: ResultFacts, _: bool) -> Verdict:
        known = candidate_of(claim, result)
        if known is None or known.is_deposit_lost is None:
            return unknown("not known whether the deposit was lost")
        settled = "yes" if known.is_deposit_lost else "no"
        return Verdict(
            AGREES if settled == claim.claimed_value else DISAGREES,
            settled,
            f"{as_percent(known.vote_share)} of the votes" if known.vote_share else "by the votes",
        )

    return over_results(claim, contest, rule)


def lost_deposits(claim: Claim, contest: ContestFacts) -> Verdict:
    """How many candidates are said to have lost theirs."""
    known = [one.is_deposit_lost for one in contest.result.candidates]
    if claim.figure is None or not known or None in known:
        return unknown("not known who lost the deposit")
    return judge_count(claim.figure, sum(map(bool, known)))


JUDGES: dict[str, Callable[[Claim, ContestFacts], Verdict]] = {
    "winner": winner,
    "winning_party": party_that_won,
    "party": candidates_party,
    "runner_up": runner_up,
    "beaten_candidate": beaten_candidate,
    "beaten_party": beaten_party,
    "placed": placed,
    "placed_above": placed_above,
    "majority": majority,
    "previous_majority": majority,
    "votes": votes,
    "share": share,
    "share_change": share_change,
    "swing": swing,
    "turnout": turnout,
    "previous_turnout": turnout,
    "votes_cast": votes_cast,
    "previous_votes_cast": votes_cast,
    "outcome": outcome,
    "held_before": held_before,
    "held_at_election": party_that_won,
    "lost_deposit": lost_deposit,
    "lost_deposits": lost_deposits,
    "candidates": candidate_count,
    "seat_created": seat_created,
    "held_since": held_since,
    "held_for_years": held_since,
    "first_since": first_since,
    "times_won": times_won,
    "vacancy_cause": vacancy_cause,
    "outgoing_member": outgoing_member,
}
