"""Whether a claim agrees with the settled result, with the tolerance its own words imply; and what went wrong if not.

A fact that is not known makes a claim "not checkable", never wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import DamerauLevenshtein

from flows.clean.claim_rules import EARLIER, THIS, UNCLEAR
from flows.clean.claims import Claim
from flows.clean.facts import CandidateFacts, ContestFacts, EarlierResult, ResultFacts
from flows.clean.claim_mentions import near_first, plain, same_party
from flows.clean.names import name_key, plain_key
from flows.clean.printed_figures import Figure

AGREES, DISAGREES, NOT_CHECKABLE = "agrees", "disagrees", "not checkable"
NEAR = 0.1  # how far from the truth a hedged figure may be, as a part of it
ROUNDED = 0.05  # how far a round figure without a hedge may be cut off
FAR = 2.0  # "more than 3,000" is not said of 9,000
POINT = 0.01


@dataclass(frozen=True, slots=True)
class Verdict:
    """`settled_value` as text, None where it is not known; `verdict_reason` in words a reader understands."""

    verdict: str
    settled_value: str | None
    verdict_reason: str


# --- figures --------------------------------------------------------------------------------------------------------


def fits_count(figure: Figure, true: float) -> str | None:
    """Why a printed count may stand for the true one ("exact", "rounded", ...); None when it may not."""
    said, unit, off = figure.value, figure.unit, abs(true - figure.value)
    size = max(abs(true), 1)
    if figure.hedge == "nearly":
        return (
            "just below the figure said"
            if true < said and off <= max(NEAR * size, unit / 2 if unit > 1 else 0)
            else None
        )
    if figure.hedge == "just over":
        return (
            "just above the figure said"
            if said <= true and off <= max(NEAR * size, unit / 2 if unit > 1 else 0)
            else None
        )
    if figure.hedge == "over":
        return "above the figure said" if said < true <= max(said * FAR, said + unit) or said == true else None
    if figure.hedge == "under":
        return "below the figure said" if said / FAR <= true < said or said == true else None
    if off == 0:
        return "exact"
    if figure.hedge == "about":
        return (
            "near the figure said"
            if off <= NEAR * size or off <= unit / 2 and unit > 1 and off <= 0.25 * size
            else None
        )
    if unit > 1 and off <= unit / 2 and off <= NEAR * size:
        return "rounded"
    if unit > 1 and said < true < said + unit and off <= ROUNDED * size:
        return "rounded down"
    return None


def fits_share(figure: Figure, true: float, *, slack: float = 0.0) -> str | None:
    """As `fits_count` for shares, 0 to 1: right to the digits that were printed; `slack`: what rounding before adding may add."""
    said, unit = figure.value, figure.unit
    near = unit / 2 + slack + 1e-9
    if figure.hedge in ("nearly", "just over"):
        over = true - said if figure.hedge == "just over" else said - true
        return "just beyond the figure said" if -near / 5 - 1e-9 <= over <= max(2.5 * POINT, 0.06 * said) else None
    if figure.hedge == "over":
        return (
            "above the figure said" if true >= said - unit / 20 and true <= max(said * FAR, said + 10 * POINT) else None
        )
    if figure.hedge == "under":
        return "below the figure said" if said / FAR <= true <= said + unit / 20 else None
    if figure.hedge == "about":
        near = max(near, 2 * POINT, 0.06 * said)
    return ("exact" if unit <= 0.001 else "rounded") if abs(true - said) <= near else None


def mistake_in(said: int, true: int) -> str | None:
    """The slip of the pen that makes one count of the other: "digits transposed", "one digit off"."""
    one, other = str(said), str(true)
    if len(one) == len(other):
        wrong = [place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
        if len(wrong) == 1:
            return "one digit off"
        if len(wrong) >= 2 and sorted(one) == sorted(other) and DamerauLevenshtein.distance(one, other) <= 2:
            return "digits transposed"
    elif DamerauLevenshtein.distance(one, other) == 1:
        return "a digit lost or added"
    return None


def as_percent(share: float) -> str:
    return f"{share * 100:.1f}%"


# --- what is known --------------------------------------------------------------------------------------------------


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
    """The contests an "earlier" claim may speak of: that of its year; without one the last general election and the last of any kind."""
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


# --- verdicts -------------------------------------------------------------------------------------------------------


def judge(claim: Claim, contest: ContestFacts) -> Verdict:
    """The verdict on one claim; a kind of claim that no record settles is "not checkable"."""
    rule = JUDGES.get(claim.claim)
    if rule is None:
        return unknown("no record settles this kind of claim")
    return rule(claim, contest)


def unknown(reason: str, settled: str | None = None) -> Verdict:
    return Verdict(NOT_CHECKABLE, settled, reason)


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
    """A rule about a result, for the election the claim speaks of; the second argument says whether boundaries are the same."""
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


def judge_count(figure: Figure, true: int | None, others: Sequence[tuple[str, int | None]] = ()) -> Verdict:
    """A printed count against the settled one; `others` are figures it may have been mistaken for."""
    if true is None:
        return unknown("figure not known")
    settled = str(true)
    if figure.kind not in ("count", "year"):
        return unknown("not a number of votes", settled)
    fits = fits_count(figure, true)
    if fits:
        return Verdict(AGREES, settled, fits)
    for what, other in others:
        if other is not None and other != true and fits_count(figure, other):
            return Verdict(DISAGREES, settled, f"that is {what}")
    return Verdict(DISAGREES, settled, mistake_in(int(figure.value), true) or wrong_side(figure, true))


def wrong_side(figure: Figure, true: float) -> str:
    beyond = (
        figure.hedge in ("nearly", "under")
        and true > figure.value
        or figure.hedge in ("over", "just over")
        and true < figure.value
    )
    return "on the other side of the figure said" if beyond else "another figure"


def once_believed(claim: Claim, contest: ContestFacts, figure: str, candidate: str | None, verdict: Verdict) -> Verdict:
    """A figure that was once believed and has been corrected since: wrong, but not the paper's own mistake."""
    if verdict.verdict != DISAGREES or claim.figure is None or claim.election != THIS:
        return verdict
    for name, whom, value in contest.superseded:
        if name != figure or (whom is not None and candidate is not None and name_key(whom) != name_key(candidate)):
            continue
        number = re.fullmatch(r"[\d,]*\.?\d+", value)
        if number and (
            float(value.replace(",", "")) == claim.figure.value
            or fits_count(claim.figure, float(value.replace(",", "")))
        ):
            return Verdict(DISAGREES, verdict.settled_value, "superseded: the figure was corrected later")
    return verdict


def votes_of(position: int, result: ResultFacts) -> int | None:
    found = ranked(result, position)
    return found.votes if found else None


def previous(contest: ContestFacts) -> ResultFacts:
    general = next((one for one in contest.earlier if one.election_kind == "general election"), None)
    return general.result if general else ResultFacts()


def majority(claim: Claim, contest: ContestFacts) -> Verdict:
    figure = claim.figure
    if figure is None:
        return unknown("no figure")
    if figure.kind == "share":
        return over_results(claim, contest, lambda result, _: judge_share(figure, result.majority_share))
    if claim.candidate and claim.other_party:
        return lead(figure, claim.candidate, claim.other_party, contest.result)

    def rule(result: ResultFacts, _: bool) -> Verdict:
        is_this = result is contest.result
        others = [
            ("the winner's vote", votes_of(1, result)), ("the runner-up's vote", votes_of(2, result)),
            ("the majority of the election before", previous(contest).majority if is_this else None),
            ("the majority of this contest", None if is_this else contest.result.majority),
        ]  # fmt: skip
        third = votes_of(3, result), votes_of(1, result)
        if third[0] is not None and third[1] is not None:
            others.append(("the lead over the third candidate", third[1] - third[0]))
        return judge_count(figure, result.majority, others)

    return once_believed(claim, contest, "majority", None, over_results(claim, contest, rule))


def lead(figure: Figure, ahead: str, behind: str, result: ResultFacts) -> Verdict:
    """ "C finished 323 votes ahead of C": the difference of two named candidates, or parties."""
    first, second = (person(name, result) or of_party(name, result) for name in (ahead, behind))
    if first is None or second is None or first.votes is None or second.votes is None:
        return unknown("votes not known")
    if first.votes < second.votes:
        return Verdict(DISAGREES, str(first.votes - second.votes), f"{second.candidate} was ahead of {first.candidate}")
    return judge_count(figure, first.votes - second.votes, [("the majority", result.majority)])


def votes(claim: Claim, contest: ContestFacts) -> Verdict:
    figure = claim.figure
    if figure is None:
        return unknown("no figure")

    def rule(result: ResultFacts, _: bool) -> Verdict:
        known = candidate_of(claim, result)
        if known is None or known.votes is None:
            return unknown("votes not known")
        others = [(f"the vote of {one.candidate}", one.votes) for one in result.candidates if one is not known]
        return judge_count(figure, known.votes, [*others, ("the majority", result.majority)])

    verdict = over_results(claim, contest, rule)
    known = candidate_of(claim, contest.result)
    return once_believed(claim, contest, "votes", known.candidate if known else None, verdict)


def judge_share(
    figure: Figure, true: float | None, others: Sequence[tuple[str, float | None]] = (), *, slack: float = 0.0
) -> Verdict:
    if true is None:
        return unknown("share not known")
    settled = as_percent(true)
    if figure.kind != "share":
        return unknown("not a share", settled)
    fits = fits_share(figure, true, slack=slack)
    if fits:
        return Verdict(AGREES, settled, fits)
    for what, other in others:
        if other is not None and fits_share(figure, abs(other)):
            return Verdict(DISAGREES, settled, f"that is {what}")
    digits = (int(round(figure.value * 1000)), int(round(true * 1000)))
    slip = mistake_in(*digits) if figure.unit <= 0.001 else None
    return Verdict(DISAGREES, settled, slip or wrong_side(figure, true))


def share(claim: Claim, contest: ContestFacts) -> Verdict:
    figure = claim.figure
    if figure is None:
        return unknown("no figure")

    def rule(result: ResultFacts, _: bool) -> Verdict:
        known = candidate_of(claim, result)
        if known is None and claim.candidate is None and claim.party is None and figure.value >= 0.5:
            known = ranked(result, 1)  # more than half of the votes: only the winner's
        true = share_of(known, result)
        if known is None or true is None:
            return unknown("share not known")
        before = of_party(known.party, previous(contest))
        others = [
            ("last election's share", share_of(before, previous(contest)) if result is contest.result else None),
            ("the change in the share", known.share_change),
        ]
        others += [
            (f"the share of {one.candidate}", share_of(one, result)) for one in result.candidates if one is not known
        ]
        return judge_share(figure, true, others)

    return over_results(claim, contest, rule)


def share_of(known: CandidateFacts | None, result: ResultFacts) -> float | None:
    if known is None:
        return None
    if known.vote_share is None and known.votes is not None and result.valid_votes:
        return known.votes / result.valid_votes
    return known.vote_share


def share_change(claim: Claim, contest: ContestFacts) -> Verdict:
    known = candidate_of(claim, contest.result)
    if claim.figure is None or known is None or known.share_change is None:
        return unknown("change of the share not known")
    true = known.share_change
    settled = f"{true * 100:+.1f} points"
    if (claim.claimed_value.startswith("-")) != (true < 0) and abs(true) > 0.001:
        return Verdict(DISAGREES, settled, "the share went the other way")
    found = judge_share(claim.figure, abs(true), [("the share itself", known.vote_share)], slack=0.0006)
    return Verdict(found.verdict, settled, found.verdict_reason)


def swing(claim: Claim, contest: ContestFacts) -> Verdict:
    """Every convention counts: winner and loser, the first two parties, or the pair of parties the article names."""
    result, figure = contest.result, claim.figure
    if figure is None:
        return unknown("no figure")
    named = pair_swing(claim.party, claim.other_party, result)
    found = [one for one in (result.swing, result.butler_swing, named) if one is not None]
    if claim.party and claim.other_party:
        agreed = is_pair(claim, result)
        if named is None and not agreed:
            return unknown(
                "the swing between those parties is not known",
                as_percent(result.swing) if result.swing is not None else None,
            )
        if not agreed:
            found = [named] if named is not None else []
    if not found:
        return unknown("swing not known")
    first = ranked(result, 1)
    others: list[tuple[str, float | None]] = [("the rise in the winner's share", first.share_change if first else None)]
    second = next(
        (one for one in result.candidates if one.position != 1 and same_party(one.party, result.swing_from)),
        ranked(result, 2),
    )
    others += [
        ("the fall of the other party's share", second.share_change if second else None),
        ("the majority as a share", result.majority_share),
    ]
    verdicts = [judge_share(figure, abs(true), others, slack=0.0011) for true in found]
    return direction(claim, best(verdicts, "swing not known"), result, named)


def is_pair(claim: Claim, result: ResultFacts) -> bool:
    """Whether the two named parties are those of the settled swing, either way round."""
    pair = (result.swing_from, result.swing_to)
    return all(any(same_party(one, other) for other in pair) for one in (claim.party, claim.other_party))


def direction(claim: Claim, verdict: Verdict, result: ResultFacts, named: float | None) -> Verdict:
    """A swing the wrong way round is wrong, however right its size."""
    if verdict.verdict != AGREES:
        return verdict
    if named is not None and named < -0.0005:
        return Verdict(DISAGREES, verdict.settled_value, "the swing went the other way")
    if (
        claim.other_party
        and not claim.party
        and result.swing_to
        and result.swing is not None
        and result.swing > 0
        and not same_party(claim.other_party, result.swing_to)
    ):
        return Verdict(DISAGREES, f"{verdict.settled_value} to {result.swing_to}", "the swing was to another party")
    second = ranked(result, 2)
    losers = (result.swing_from, second.party if second else None)
    from_other = claim.party and result.swing_from and not any(same_party(claim.party, one) for one in losers)
    if from_other and not claim.other_party and result.swing is not None and result.swing > 0:
        return Verdict(
            DISAGREES, f"{verdict.settled_value} from {result.swing_from}", "the swing was from another party"
        )
    return verdict


def pair_swing(source: str | None, target: str | None, result: ResultFacts) -> float | None:
    """The swing from one party to another, from the changes of their shares; None where either is not known."""
    if source is None or target is None:
        return None
    lost, won = of_party(source, result), of_party(target, result)
    if lost is None or won is None or lost.share_change is None or won.share_change is None:
        return None
    return (won.share_change - lost.share_change) / 2


def turnout(claim: Claim, contest: ContestFacts) -> Verdict:
    figure = claim.figure
    if figure is None:
        return unknown("no figure")

    def rule(result: ResultFacts, _: bool) -> Verdict:
        valid = result.turnout_valid
        if valid is None and result.valid_votes and result.electorate:
            valid = result.valid_votes / result.electorate
        counted = result.turnout_counted
        if counted is None and result.rejected_ballot_papers is not None and result.valid_votes and result.electorate:
            counted = (result.valid_votes + result.rejected_ballot_papers) / result.electorate
        if valid is None and counted is None:
            return unknown("turnout not known")
        before = previous(contest).turnout_valid if result is contest.result else contest.result.turnout_valid
        others = [("last election's turnout" if result is contest.result else "this contest's turnout", before)]
        if valid is not None and (found := judge_share(figure, valid, others)).verdict == AGREES:
            return found
        if counted is not None and judge_share(figure, counted).verdict == AGREES:
            return Verdict(AGREES, as_percent(counted), "definition: with rejected papers")
        if valid is not None and counted is None and valid < figure.value <= valid + 0.01:
            return Verdict(
                AGREES, as_percent(valid), "definition: rejected papers may be counted, their number is not known"
            )
        if valid is not None and counted is not None and valid <= figure.value <= counted + 0.001:
            return Verdict(AGREES, as_percent(counted), "definition: between valid votes and all papers")
        return judge_share(figure, valid if valid is not None else counted or 0.0, others)

    return over_results(claim, contest, rule)


def votes_cast(claim: Claim, contest: ContestFacts) -> Verdict:
    figure = claim.figure
    if figure is None:
        return unknown("no figure")

    def rule(result: ResultFacts, _: bool) -> Verdict:
        valid, rejected = result.valid_votes, result.rejected_ballot_papers
        found = judge_count(figure, valid)
        if found.verdict != DISAGREES or valid is None:
            return found
        if rejected is not None and fits_count(figure, valid + rejected):
            return Verdict(AGREES, str(valid + rejected), "definition: with rejected papers")
        if rejected is None and valid < figure.value <= valid * 1.01:
            return Verdict(AGREES, str(valid), "definition: rejected papers may be counted, their number is not known")
        return found

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


def candidate_count(claim: Claim, contest: ContestFacts) -> Verdict:
    if claim.figure is None or not contest.result.candidates:
        return unknown("candidates not known")
    if len(contest.result.candidates) < 3:
        return unknown("perhaps not all candidates known")
    return judge_count(claim.figure, len(contest.result.candidates))


# --- the past -------------------------------------------------------------------------------------------------------


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
    """The year since which a party won every contest on record before this one; and whether a loss before it is on record."""
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
    """ "won the seat twice": at least so often among the general elections on record. Under whose leadership is not checked."""
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


JUDGES: dict[str, Callable[[Claim, ContestFacts], Verdict]] = {
    "winner": winner, "winning_party": party_that_won, "party": candidates_party, "runner_up": runner_up,
    "beaten_candidate": beaten_candidate, "beaten_party": beaten_party, "placed": placed, "placed_above": placed_above,
    "majority": majority, "previous_majority": majority, "votes": votes, "share": share, "share_change": share_change,
    "swing": swing, "turnout": turnout, "previous_turnout": turnout, "votes_cast": votes_cast, "previous_votes_cast": votes_cast,
    "outcome": outcome, "held_before": held_before, "held_at_election": party_that_won, "lost_deposit": lost_deposit,
    "candidates": candidate_count, "seat_created": seat_created, "held_since": held_since, "held_for_years": held_since,
    "first_since": first_since, "times_won": times_won, "vacancy_cause": vacancy_cause, "outgoing_member": outgoing_member,
}  # fmt: skip
