"""Verdicts on claims about the seat's past and the vacancy."""

from __future__ import annotations

from flows.clean.claims.names import same_party
from flows.clean.claims.record import Claim
from flows.clean.facts import ContestFacts
from flows.clean.figure_fits import AGREES, DISAGREES, Verdict, unknown
from flows.clean.settled_facts import best, earlier_results, judge_party, previous, spelling, winning_party


def held_before(claim: Claim, contest: ContestFacts) -> Verdict:
    """The party that had the seat: at the election before, or by its last member."""
    verdicts = [judge_party(claim.claimed_value, winning_party(one.result)) for one in earlier_results(claim, contest)]
    if claim.year is None and contest.outgoing_party:
        verdicts.append(judge_party(claim.claimed_value, contest.outgoing_party))
    if claim.year is None and contest.result.gained_from:
        verdicts.append(judge_party(claim.claimed_value, contest.result.gained_from))
    if not verdicts and claim.year is None and contest.result.outcome == "hold":
        verdicts.append(judge_party(claim.claimed_value, winning_party(contest.result)))
    return best(verdicts, "not known who had the seat before")


def seat_created(claim: Claim, contest: ContestFacts) -> Verdict:
    if claim.figure is None or contest.seat_created is None:
        return unknown("not known when the seat was created")
    settled, year = contest.seat_created, claim.figure.value
    if claim.figure.kind == "decade":
        right = year <= settled < year + 10
        return Verdict(AGREES if right else DISAGREES, str(settled), "less precise" if right else "another decade")
    if year == settled:
        return Verdict(AGREES, str(settled), "exact")
    return Verdict(DISAGREES, str(settled), "another year")


def runs(contest: ContestFacts, party: str | None) -> tuple[int | None, bool]:
    """The year since which a party won every contest on record before this one; and whether a loss before it is on
    record."""
    since: int | None = None
    for one in contest.earlier:
        won = winning_party(one.result)
        if won is None:
            return since, False
        if not same_party(won, party):
            return since, True
        since = one.poll_date.year
    return since, False


def held_since(claim: Claim, contest: ContestFacts) -> Verdict:
    """ "Labour since 1964": nothing on record may contradict it; how far back a seat goes is a matter of definition."""
    figure = claim.figure
    if figure is None:
        return unknown("no figure")
    year = figure.value if claim.claim == "held_since" else contest.poll_date.year - figure.value
    party = claim.party or winning_party(previous(contest)) or contest.outgoing_party
    since, ended = runs(contest, party)
    if party is None or since is None and not ended:
        return unknown("earlier results of the seat are not on record")
    if since is None:
        return Verdict(DISAGREES, winning_party(contest.earlier[0].result), "another party had the seat")
    room = figure.unit if figure.kind == "decade" or claim.claim != "held_since" else 0
    slack = max(room, 0.1 * figure.value) if claim.claim == "held_for_years" else room
    if since - slack <= year <= since + slack:
        return Verdict(AGREES, str(since), "exact" if year == since else "rounded")
    if not ended and year < since:
        return Verdict(
            AGREES, str(since), "definition: nothing on record contradicts it, counting predecessors of the seat"
        )
    if year > since:
        begun = any(one.poll_date.year == year for one in contest.earlier) or contest.seat_created == year
        return (
            Verdict(AGREES, str(since), "definition: the seat in its later form")
            if begun
            else Verdict(DISAGREES, str(since), "held for longer")
        )
    if not all(one.is_same_seat for one in contest.earlier):
        return unknown("the seat had other boundaries then", str(since))
    return Verdict(DISAGREES, str(since), "another party had the seat in between")


def first_since(claim: Claim, contest: ContestFacts) -> Verdict:
    """ "for the first time since 1983": the party's last win before this one, as far as the record goes."""
    party = claim.party
    if party is None or not same_party(party, winning_party(contest.result)):
        return unknown("not certain what happened for the first time")
    wins = [one.poll_date.year for one in contest.earlier if same_party(winning_party(one.result), party)]
    year = None
    if claim.figure is not None:
        year = claim.figure.value if claim.figure.kind == "year" else contest.poll_date.year - claim.figure.value
    if not wins:
        return unknown("no earlier win of the party is on record")
    if year is None:
        return unknown("how far back the record must go is not certain", str(wins[0]))
    if claim.figure is not None and claim.figure.kind == "year" and wins[0] == year:
        return Verdict(AGREES, str(wins[0]), "exact")
    return unknown("whether the win or the loss is meant is not certain", str(wins[0]))


def times_won(claim: Claim, contest: ContestFacts) -> Verdict:
    """ "won the seat twice": at least so often among the general elections on record. Under whose leadership is not
    checked."""
    if claim.figure is None or not contest.earlier:
        return unknown("earlier results of the seat are not on record")
    wins = [
        one.poll_date.year
        for one in contest.earlier
        if same_party(winning_party(one.result), claim.party) and one.election_kind == "general election"
    ]
    settled = ", ".join(str(year) for year in wins[:6]) or "never on record"
    if len(wins) >= claim.figure.value:
        return Verdict(AGREES, settled, "so often at least; under whose leadership is not checked")
    return unknown("the record may not go back far enough", settled)


def vacancy_cause(claim: Claim, contest: ContestFacts) -> Verdict:
    true = contest.vacancy_cause
    if true in (None, "unknown", "other"):
        return unknown("the cause of the vacancy is not known", true)
    if claim.claimed_value == true:
        return Verdict(AGREES, true, "exact")
    if (claim.claimed_value == "death") != (true == "death"):
        return Verdict(DISAGREES, true, "another cause")
    apart = {"peerage", "recall petition"}
    if true in apart and claim.claimed_value in apart:
        return Verdict(DISAGREES, true, "another cause")
    apart = {"death", "resignation", "recall petition", "election court"}
    if true in apart and claim.claimed_value in apart:
        return Verdict(DISAGREES, true, "another cause")
    return unknown("causes overlap: one may lead to the other", true)


def outgoing_member(claim: Claim, contest: ContestFacts) -> Verdict:
    true = contest.outgoing_member
    if true is None:
        return unknown("the last member is not known")
    slip = spelling(claim.claimed_value, true)
    if slip == "":
        return Verdict(AGREES, true, "exact")
    return Verdict(DISAGREES, true, slip or "another person")
