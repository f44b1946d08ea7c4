"""Claims and printed figures of the marked data beside a working copy; scores pinned."""

from __future__ import annotations

import json
from datetime import date

from benchmarks.claims import COVERAGE, official_facts, printed_figures, seed_article
from flows.clean.facts import CandidateFacts, ContestFacts, EarlierResult, ResultFacts
from tests.shared import needs_shared


@needs_shared
def test_no_printed_figure_gets_the_opposite_verdict() -> None:
    """Turnout and swing are not among the official figures, so they are not checkable; the rest is right."""
    official = json.loads((COVERAGE / "claims/contests-official.json").read_text(encoding="utf-8"))
    right, total, wrong = printed_figures(lambda key: official_facts(key, official[key]))
    assert right >= 89 * total // 99
    assert [line for line in wrong if "not checkable" not in line] == []


def hartlepool() -> ContestFacts:
    """The by-election of 2021 and the two general elections before it, as far as the article speaks of them."""

    def general(day: date, *parties: tuple[str, float]) -> EarlierResult:
        candidates = tuple(
            CandidateFacts(f"{party} candidate", party, vote_share=share, position=rank)
            for rank, (party, share) in enumerate(parties, start=1)
        )
        return EarlierResult(day, "general election", ResultFacts(winning_party=parties[0][0], candidates=candidates))

    earlier = (
        general(date(2019, 12, 12), ("Labour", 0.377), ("Conservative", 0.289), ("Brexit Party", 0.258)),
        general(date(2017, 6, 8), ("Labour", 0.525), ("Conservative", 0.342)),
    )
    result = ResultFacts(
        majority=6940,
        winner="Jill Mortimer",
        winning_party="Conservative",
        outcome="gain",
        gained_from="Labour",
        candidates=(
            CandidateFacts("Jill Mortimer", "Conservative", votes=15529, position=1),
            CandidateFacts("Paul Williams", "Labour", votes=8589, position=2),
        ),
    )
    return ContestFacts(
        "parl.hartlepool.by.2021-05-06",
        date(2021, 5, 6),
        "Hartlepool",
        outgoing_member="Mike Hill",
        outgoing_party="Labour",
        seat_created=1974,
        result=result,
        earlier=earlier,
    )


@needs_shared
def test_every_claim_of_the_seed_article_is_found_and_rightly_judged_and_no_other() -> None:
    total, found, right, beyond = seed_article(hartlepool())
    assert (found, right, beyond) == (total, total, 0)
