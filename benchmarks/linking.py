"""Feed items to contests, scored as the labelled sample says: `python -m benchmarks.linking LINKING_DIR WAREHOUSE`.

LINKING_DIR holds feed-items.jsonl and contests.json; WAREHOUSE is a published file (byelections backfill --offline).
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from flows.clean.facts import CandidateFacts, ContestFacts, EarlierResult, ResultFacts
from flows.clean.linking import Link, LinkableText, Linker

NOT_SCORED = {"cause", "prospective", "mention"}


@dataclass(frozen=True, slots=True)
class Score:
    """Micro figures over (item, contest) pairs, and the share of items whose set is exactly right."""

    items: int
    right: int
    wrong: int
    missed: int
    exact: float

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + self.missed)

    def __str__(self) -> str:
        return (
            f"{self.items} items: precision {self.precision:.3f}, recall {self.recall:.3f}, exact {self.exact:.3f} "
            f"({self.right} right, {self.wrong} wrong, {self.missed} missed)"
        )


def contests_in(warehouse: Path, ids: Iterable[str] | None = None) -> list[ContestFacts]:
    """The contests as the warehouse has them, with candidates, the member who left, and the majority before."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        candidates: dict[str, list[CandidateFacts]] = {}
        for key, candidate, party, votes, is_elected in connection.sql(
            "select ballot_paper_id, candidate, party, votes, is_elected from candidacies "
            "where election_kind = 'by-election' order by position"
        ).fetchall():
            candidates.setdefault(key, []).append(CandidateFacts(candidate, party, votes=votes, is_elected=is_elected))
        rows = connection.sql(
            """
            select contest.ballot_paper_id, contest.poll_date, contest.constituency, contest.outgoing_member,
                contest.outgoing_party, contest.majority, contest.winner, contest.winning_party, contest.outcome,
                max_by(general.majority, general.poll_date), max(general.poll_date)
            from by_elections as contest
            left join general_elections as general
                on general.constituency = contest.constituency and general.poll_date < contest.poll_date
            group by all
            """
        ).fetchall()
    wanted = set(ids) if ids is not None else None
    return [contest_of(row, candidates.get(row[0], [])) for row in rows if wanted is None or row[0] in wanted]


def contest_of(row: Sequence[Any], candidates: list[CandidateFacts]) -> ContestFacts:
    key, day, seat, member, party, majority, winner, winning_party, outcome, before, day_before = row
    earlier = (EarlierResult(day_before, "general election", ResultFacts(majority=before)),) if before else ()
    return ContestFacts(
        key,
        day,
        seat,
        outgoing_member=member,
        outgoing_party=party,
        result=ResultFacts(
            majority=majority, winner=winner, winning_party=winning_party, outcome=outcome, candidates=tuple(candidates)
        ),
        earlier=earlier,
    )


def items_in(folder: Path) -> list[dict[str, Any]]:
    lines = (folder / "feed-items.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def text_of(item: dict[str, Any]) -> LinkableText:
    return LinkableText(
        headline=item["title"],
        summary=item["description"],
        published_at=datetime.fromisoformat(item["published"]),
        publisher=item["publisher"],
        url=item["link"],
    )


def score(items: Sequence[dict[str, Any]], links: Sequence[Sequence[Link]]) -> Score:
    right = wrong = missed = exact = scored = 0
    for item, found in zip(items, links, strict=True):
        if item["label"] in NOT_SCORED:
            continue
        is_, should = {one.ballot_paper_id for one in found}, set(item["contests"])
        right, wrong, missed = right + len(is_ & should), wrong + len(is_ - should), missed + len(should - is_)
        exact, scored = exact + (is_ == should), scored + 1
    return Score(scored, right, wrong, missed, exact / max(1, scored))


def main(folder: Path, warehouse: Path) -> None:
    items = items_in(folder)
    ids = [contest["id"] for contest in json.loads((folder / "contests.json").read_text(encoding="utf-8"))]
    for words, contests in (
        ("contests of the sample", contests_in(warehouse, ids)),
        ("every contest there is", contests_in(warehouse)),
    ):
        linker = Linker(contests)
        texts = [text_of(item) for item in items]
        started = time.process_time()
        links = [linker.link(text) for text in texts]
        seconds = time.process_time() - started
        print(f"{words} ({len(contests)}): {len(items) / seconds:,.0f} items a second of one core")
        for name, years in (("2021-2022", ("2021", "2022")), ("2023", ("2023",)), ("all", ("20",))):
            chosen = [place for place, item in enumerate(items) if item["published"].startswith(years)]
            print(f"  {name:9} {score([items[i] for i in chosen], [links[i] for i in chosen])}")
        for item, found in zip(items, links, strict=True):
            is_, should = {one.ballot_paper_id for one in found}, set(item["contests"])
            if "--errors" in sys.argv and item["label"] not in NOT_SCORED and is_ != should:
                print(f"    {item['id']} {item['label']}: missed {sorted(should - is_)}, wrong {sorted(is_ - should)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
