"""Every figure of a contest and of those before it that an article may print, told or reckoned.

A figure that is none of them is nobody's.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from flows.clean.claims.names import same_party
from flows.clean.facts import ContestFacts, ResultFacts
from flows.clean.figure_fits import fits_count, fits_share
from flows.clean.printed_figures import Figure

REACH = 2.1  # times: no hedge lets a figure stand for one further from it
SLACK = 0.0011  # what rounding before adding or subtracting may add to a share


Owned = tuple[str, tuple[tuple[str, str | None], ...]]  # kind of figure; names and parties of those whose it is


@dataclass(frozen=True, slots=True)
class KnownFigures:
    """Counts and shares in rising order.

    `is_whole`: the votes of every candidate are known, now and at the general election before, on the same boundaries;
    only then can a figure be said to be none of them.
    """

    counts: tuple[int, ...]
    shares: tuple[float, ...]
    told: tuple[float, ...]  # the shares that are printed as they are: of candidates, turnouts, majorities
    is_whole: bool
    owned: dict[int, Owned]

    def explains(self, figure: Figure) -> bool:
        """Whether the figure, with its hedge and rounding, may be one of those known."""
        if figure.kind == "share":
            low, high = figure.value / REACH - 0.03, figure.value * REACH + 0.03
            return any(fits_share(figure, one, slack=SLACK) for one in between(self.shares, low, high))
        low, high = figure.value / REACH - 1, figure.value * REACH + 1
        return any(fits_count(figure, one) for one in between(self.counts, low, high))

    def is_told(self, figure: Figure) -> bool:
        """Whether a share to one decimal is a candidate's, a turnout or a majority, to that decimal."""
        return any(fits_share(figure, one) for one in self.told)


def between(rising: Sequence[float], low: float, high: float) -> Sequence[float]:
    return rising[bisect_left(rising, low) : bisect_right(rising, high)]


@lru_cache(maxsize=64)
def known_figures(contest: ContestFacts) -> KnownFigures:
    results = [contest.result, *(one.result for one in contest.earlier)]
    counts = {abs(one) for result in results for one in counts_of(result)}
    shares = {abs(one) for result in results for one in shares_of(result)}
    general = next((one for one in contest.earlier if one.election_kind == "general election"), None)
    for one in contest.earlier[:1] + ((general,) if general else ()):
        counts |= {abs(change) for change in count_changes(contest.result, one.result)}
        shares |= {abs(change) for change in share_changes(contest.result, one.result)}
    whole = has_all_votes(contest.result) and general is not None and general.is_same_seat
    return KnownFigures(
        tuple(sorted(counts)),
        tuple(sorted(shares)),
        tuple(one for result in results for one in told_shares(result)),
        whole and general is not None and has_all_votes(general.result),
        owned_counts(contest, counts),
    )


def has_all_votes(result: ResultFacts) -> bool:
    return len(result.candidates) > 1 and all(one.votes is not None for one in result.candidates)


def counts_of(result: ResultFacts) -> Iterator[int]:
    """Votes, sums and differences of pairs, majority, electorate, papers, those who stayed at home."""
    votes = [one.votes for one in result.candidates if one.votes is not None]
    yield from votes
    yield from (one - other for one, other in combinations(votes[:6], 2))
    if votes:
        top = sorted(votes, reverse=True)
        yield from (sum(top[:2]), sum(top[1:]), sum(top[2:]), sum(top[:3]), sum(top[3:]))
        yield from (one + other for one, other in combinations(top[:4], 2))
    if result.majority is not None:
        yield from (result.majority, result.majority + 1, result.majority // 2 + 1)
    valid, rejected = result.valid_votes, result.rejected_ballot_papers
    yield from (one for one in (result.electorate, valid, rejected) if one is not None)
    if valid is not None:
        yield from (valid // 20, valid // 20 + 1)
        papers = valid + (rejected or 0)
        yield papers
        if result.electorate is not None:
            yield from (result.electorate - valid, result.electorate - papers)


def told_shares(result: ResultFacts) -> Iterator[float]:
    yield from (one.vote_share for one in result.candidates if one.vote_share is not None)
    more = (result.turnout_valid, result.turnout_counted, result.majority_share)
    yield from (one for one in more if one is not None)


def shares_of(result: ResultFacts) -> Iterator[float]:
    shares = [share for one in result.candidates if (share := one.vote_share) is not None]
    yield from shares
    yield from (one - other for one, other in combinations(shares[:6], 2))
    yield from (sum(shares[:2]), sum(shares[2:]))
    yield from (one.share_change for one in result.candidates if one.share_change is not None)
    more = (result.turnout_valid, result.turnout_counted, result.majority_share, result.swing, result.butler_swing)
    yield from (one for one in more if one is not None)
    yield from (1 - one for one in (result.turnout_valid, result.turnout_counted) if one is not None)


def pairs(now: ResultFacts, then: ResultFacts) -> Iterator[tuple[int, int, float, float]]:
    """Votes and shares, now and then, of each party that has one candidate in both."""
    for one in now.candidates:
        before = [other for other in then.candidates if same_party(other.party, one.party)]
        if len(before) == 1 and one.votes is not None and before[0].votes is not None:
            yield one.votes, before[0].votes, one.vote_share or 0.0, before[0].vote_share or 0.0


def count_changes(now: ResultFacts, then: ResultFacts) -> Iterator[int]:
    yield from (votes - before for votes, before, _, _ in pairs(now, then))
    for one, other in (
        (now.majority, then.majority),
        (now.valid_votes, then.valid_votes),
        (now.electorate, then.electorate),
    ):
        if one is not None and other is not None:
            yield one - other


def share_changes(now: ResultFacts, then: ResultFacts) -> Iterator[float]:
    changes = [share - before for _, _, share, before in pairs(now, then)]
    yield from changes
    yield from ((one - other) / 2 for one, other in combinations(changes, 2))
    yield from (votes / before - 1 for votes, before, _, _ in pairs(now, then) if before)
    for one, other in ((now.turnout_valid, then.turnout_valid), (now.turnout_counted, then.turnout_counted)):
        if one is not None and other is not None:
            yield one - other


def owned_counts(contest: ContestFacts, known: set[int]) -> dict[int, Owned]:
    """The votes and majorities, now and at the general election before, that can be nothing else, and whose they are.

    A majority is the first two candidates'.
    """
    result = contest.result
    found: dict[int, Owned] = {}
    told = [*counts_of(result), *(count for one in contest.earlier for count in counts_of(one.result))]
    for one in result.candidates:
        if one.votes is not None and one.votes in known and told.count(one.votes) == 1:
            found[one.votes] = ("votes", ((one.candidate, one.party),))
    if result.majority is not None:
        found.setdefault(result.majority, ("majority", first_two(result)))
    general = next((one.result for one in contest.earlier if one.election_kind == "general election"), None)
    for one in general.candidates if general else ():
        if one.votes is not None and told.count(one.votes) == 1:
            found.setdefault(one.votes, ("previous votes", ((one.candidate, one.party),)))
    if general and general.majority is not None:
        found.setdefault(general.majority, ("previous majority", first_two(general)))
    return found


def first_two(result: ResultFacts) -> tuple[tuple[str, str | None], ...]:
    return tuple((one.candidate, one.party) for one in result.candidates if one.position in (1, 2))
