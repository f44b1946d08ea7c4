"""Verdicts on claims with a figure: majority, votes, shares, swing, turnout."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations

from flows.clean.claims.known import known_figures
from flows.clean.claims.names import same_party
from flows.clean.claims.record import Claim
from flows.clean.claims.rules import EARLIER, THIS, UNCLEAR
from flows.clean.facts import ContestFacts, ResultFacts
from flows.clean.figure_fits import (
    AGREES,
    DISAGREES,
    Verdict,
    as_percent,
    fits_count,
    judge_count,
    judge_share,
    mistake_in,
    unknown,
)
from flows.clean.names import name_key
from flows.clean.printed_figures import Figure
from flows.clean.settled_facts import (
    best,
    candidate_of,
    of_party,
    over_results,
    person,
    previous,
    ranked,
    share_of,
    votes_of,
)


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


def figure_of_nothing(claim: Claim, contest: ContestFacts) -> Verdict:
    """A figure that may be of this contest or the one before: wrong where it is nothing of either."""
    figure = claim.figure
    known = known_figures(contest)
    if figure is None or not known.is_whole:
        return unknown("not all figures of the contest are known")
    if figure.kind == "count" and figure.unit == 1 and not figure.hedge and known.explains(figure):
        return unknown("a figure of the contest, whichever is meant")
    meant = candidate_of(claim, contest.result)
    true = contest.result.majority if claim.claim == "majority" else meant.votes if meant else None
    if figure.kind == "share":
        return share_of_nothing(claim, contest, figure)
    slip = next((slip for one in known.counts if (slip := mistake_in(int(figure.value), int(one)))), None)
    reason = "no figure of this contest or the one before"
    return Verdict(DISAGREES, None if true is None else str(true), f"{reason}; {slip}" if slip else reason)


def majority(claim: Claim, contest: ContestFacts) -> Verdict:
    figure = claim.figure
    if figure is None:
        return unknown("no figure")
    if figure.kind == "share":
        return over_results(claim, contest, lambda result, _: judge_share(figure, result.majority_share))
    if claim.election == UNCLEAR and claim.party and contest.result.outcome == "gain":
        mine = same_party(claim.party, contest.result.winning_party)
        claim = replace(claim, election=THIS if mine else EARLIER)
    if claim.candidate and claim.other_party:
        return lead(figure, claim.candidate, claim.other_party, contest.result)

    def rule(result: ResultFacts, _: bool) -> Verdict:
        is_this = result is contest.result
        others = [
            ("the winner's vote", votes_of(1, result)),
            ("the runner-up's vote", votes_of(2, result)),
            ("the majority of the election before", previous(contest).majority if is_this else None),
            ("the majority of this contest", None if is_this else contest.result.majority),
        ]
        third = votes_of(3, result), votes_of(1, result)
        if third[0] is not None and third[1] is not None:
            others.append(("the lead over the third candidate", third[1] - third[0]))
        verdict = judge_count(figure, result.majority, others)
        known = gaps(result, with_first=not is_this)
        if verdict.verdict == DISAGREES and figure.unit == 1 and figure.value in known:
            return unknown("the difference of two other candidates", verdict.settled_value)
        return verdict

    return once_believed(claim, contest, "majority", None, over_results(claim, contest, rule))


def share_of_nothing(claim: Claim, contest: ContestFacts, figure: Figure) -> Verdict:
    """A percentage of a kind that fits none of the kind; the reader has looked at all that are known."""
    result = contest.result
    meant = candidate_of(claim, result)
    true = {
        "turnout": result.turnout_valid,
        "swing": result.swing if result.swing is not None else result.butler_swing,
        "majority": result.majority_share,
        "share": share_of(meant, result),
        "share_change": meant.share_change if meant else None,
    }.get(claim.claim)
    reason = "no such figure of this contest or the one before"
    slip = mistake_in(round(figure.value * 1000), round(abs(true) * 1000)) if true and figure.unit <= 0.001 else None
    return Verdict(DISAGREES, None if true is None else as_percent(true), f"{reason}; {slip}" if slip else reason)


def gaps(result: ResultFacts, *, with_first: bool) -> set[int]:
    """The differences between the votes of those who came second, third and so on, or of all."""
    votes = [one.votes for one in result.candidates if one.votes is not None and (with_first or one.position != 1)]
    return {abs(one - other) for one, other in combinations(votes, 2)}


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


def candidate_count(claim: Claim, contest: ContestFacts) -> Verdict:
    if claim.figure is None or not contest.result.candidates:
        return unknown("candidates not known")
    if len(contest.result.candidates) < 3:
        return unknown("perhaps not all candidates known")
    return judge_count(claim.figure, len(contest.result.candidates))
