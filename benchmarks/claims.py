"""Claims against the marked data beside a working copy: `python -m benchmarks.claims [--warehouse FILE]`.

Three measures: the seed article with its gold claims; the figures that publishers printed, against the official figures
and, where a published warehouse is given, against that; and how long an article takes.
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.measure import ROOT, median, show
from flows.clean.claims.find import find_claims
from flows.clean.facts import CandidateFacts, ContestFacts, EarlierResult, ResultFacts
from flows.clean.printed_claims import claim_from_figure, judge_printed
from flows.clean.verdicts import judge

COVERAGE = ROOT.parent / "shared/sources/coverage"
WANTED = {
    "match": "agrees",
    "rounded": "agrees",
    "definition": "agrees",
    "mismatch": "disagrees",
    "superseded": "disagrees",
    "unparseable": "not checkable",
}
# what the gold annotation calls a claim, and what we do
NAMES = {
    "winner_party": "winning_party",
    "winner_name": "winner",
    "held_before_by": "held_before",
    "loser_name": "runner_up",
    "loser_party": "beaten_party",
    "held_at_previous_general_election": "held_at_election",
    "outgoing_mp": "outgoing_member",
    "previous_result_third_place": "placed",
    "previous_result_second_place": "placed_above",
    "previous_share_over": "share",
    "seats_won_under_leader": "times_won",
}
RESULT = (
    "electorate",
    "valid_votes",
    "rejected_ballot_papers",
    "turnout_valid",
    "turnout_counted",
    "majority",
    "majority_share",
    "winner",
    "winning_party",
    "outcome",
    "gained_from",
    "swing",
    "swing_from",
    "swing_to",
)


def official_facts(contest: str, official: dict[str, Any]) -> ContestFacts:
    """What `contests-official.json` says of a contest; all else is not known."""
    candidates = tuple(
        CandidateFacts(
            official.get(place, f"{place} candidate"),
            official.get(f"{place}_party"),
            votes=official.get(f"{place}_votes"),
            position=rank,
            is_elected=rank == 1,
        )
        for rank, place in enumerate(("winner", "second", "third"), start=1)
        if official.get(place) or official.get(f"{place}_votes")
    )
    day = date.fromisoformat(contest.rpartition(".")[2])
    result = ResultFacts(
        electorate=official.get("electorate"),
        valid_votes=official.get("valid_votes"),
        majority=official["majority"],
        winner=official["winner"],
        winning_party=official["winner_party"],
        outcome=official["outcome"],
        gained_from=official.get("gain_from"),
        candidates=candidates,
    )
    before = ResultFacts(majority=official["previous_majority"], winning_party=official["previous_winner_party"])
    return ContestFacts(
        contest,
        day,
        contest.split(".")[1].replace("-", " ").title(),
        result=result,
        seat_created=official.get("seat_created"),
        earlier=(EarlierResult(date(2019, 12, 12), "general election", before),),
    )


class Warehouse:
    """Facts of a contest out of a published warehouse."""

    def __init__(self, file: Path) -> None:
        self.connection = duckdb.connect(str(file), read_only=True)

    def rows(self, query: str, *values: object) -> list[dict[str, Any]]:
        answer = self.connection.execute(query, values)
        names = [column[0] for column in answer.description or ()]
        return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]

    def result(self, contest: dict[str, Any]) -> ResultFacts:
        key = contest["ballot_paper_id"]
        candidates = tuple(
            CandidateFacts(
                one["candidate"],
                one["party"],
                one["party_abbreviation"],
                one["party_family"],
                votes=one["votes"],
                vote_share=one["vote_share"],
                share_change=one["share_change"],
                position=one["position"],
                is_elected=one["is_elected"],
                is_deposit_lost=one["is_deposit_lost"],
            )
            for one in self.rows("from candidacies where ballot_paper_id = ? order by position", key)
        )
        return ResultFacts(**{name: contest[name] for name in RESULT}, candidates=candidates)

    def facts(self, key: str) -> ContestFacts:
        contest = self.rows("from by_elections where ballot_paper_id = ?", key)[0]
        seat, day = contest["constituency"], contest["poll_date"]
        earlier = [
            EarlierResult(one["poll_date"], kind, self.result(one), seat)
            for kind, view in (("general election", "general_elections"), ("by-election", "by_elections"))
            for one in self.rows(f"from {view} where constituency = ? and poll_date < ?", seat, day)
        ]
        earlier.sort(key=lambda one: one.poll_date, reverse=True)
        created = min((one.poll_date.year for one in earlier), default=None)
        return ContestFacts(
            key,
            day,
            seat,
            nation=contest["nation"],
            status=contest["status"],
            outgoing_member=contest["outgoing_member"],
            outgoing_party=contest["outgoing_party"],
            vacancy_cause=contest["vacancy_cause"],
            seat_created=created,
            result=self.result(contest),
            earlier=tuple(earlier),
        )


def printed_figures(facts: Any) -> tuple[int, int, list[str]]:
    """Right verdicts, all verdicts, and each wrong one in words."""
    right, wrong = 0, []
    lines = (COVERAGE / "claims/published-claims.jsonl").read_text(encoding="utf-8").splitlines()
    for line in lines:
        one = json.loads(line)
        given = judge_printed(claim_from_figure(one["type"], one["stated"], one["value"]), facts(one["contest"]))
        if given.verdict == WANTED[one["verdict"]]:
            right += 1
        else:
            wrong.append(f"{one['id']} {one['type']} {one['stated']}: {given.verdict} ({given.verdict_reason})")
    return right, len(lines), wrong


def seed_article(contest: ContestFacts) -> tuple[int, int, int, int]:
    """Gold claims, those found, those found with the right verdict, and claims found that the gold has not."""
    text = (COVERAGE / "seed-hartlepool-2021.txt").read_text(encoding="utf-8")
    gold = json.loads((COVERAGE / "seed-hartlepool-2021.gold.json").read_text(encoding="utf-8"))
    quotes = [(one["start"], one["end"]) for one in gold["quotes"]]
    contest = replace(contest, vacancy_cause=gold["facts"]["vacancy_cause"])
    found = find_claims(text, contest, quotes=quotes, speaker_parties=[one["party"] for one in gold["quotes"]])
    met, right, used = 0, 0, set()
    for one in gold["claims"]:
        kind = NAMES.get(one["type"], one["type"])
        matches = [
            number
            for number, claim in enumerate(found)
            if claim.claim == kind and claim.start < one["end"] and one["start"] < claim.end
        ]
        used.update(matches)
        met += bool(matches)
        wanted = "agrees" if one["checkable"] else "not checkable"
        right += any(judge(found[number], contest).verdict == wanted for number in matches)
    return len(gold["claims"]), met, right, len(found) - len(used)


def milliseconds(contest: ContestFacts) -> float:
    """The median time one article takes, names of the contest being known."""
    text = (COVERAGE / "seed-hartlepool-2021.txt").read_text(encoding="utf-8")
    took = []
    for _ in range(21):
        started = time.process_time()
        for claim in find_claims(text, contest):
            judge(claim, contest)
        took.append((time.process_time() - started) * 1000)
    return median(took)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--warehouse", type=Path, help="a published warehouse file")
    given = parser.parse_args()
    official = json.loads((COVERAGE / "claims/contests-official.json").read_text(encoding="utf-8"))
    rows: list[tuple[object, ...]] = []
    sources: dict[str, Any] = {"official figures": lambda key: official_facts(key, official[key])}
    if given.warehouse:
        sources["warehouse"] = lru_cache(Warehouse(given.warehouse).facts)
    for name, facts in sources.items():
        right, total, wrong = printed_figures(facts)
        rows.append((f"printed figures, {name}", right, total, right / total))
        for line in wrong:
            print(line)
    if given.warehouse:
        contest = sources["warehouse"]("parl.hartlepool.by.2021-05-06")
        total, met, right, spurious = seed_article(contest)
        rows += [("seed claims found", met, total, met / total), ("seed verdicts right", right, total, right / total)]
        rows += [("seed claims beyond the gold", spurious, total, spurious / total)]
        rows.append(("milliseconds an article", "", "", milliseconds(contest)))
    show("Claims", ("", "right", "of", "part"), rows)


if __name__ == "__main__":
    main()
