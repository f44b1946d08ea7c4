"""Scores a council layout against what a careful person read from it (`<layout>.gold.yaml` beside the page).

Run on a folder of layouts, `python -m tests.council_scores DIR`, it prints a line a layout and the counts.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from spiders.records import Page, ReadPage, ScrapedCandidacy, ScrapedContest, UnexpectedPage
from spiders.results.councils import read
from tests.declarations import spoken

FIGURES = {
    "electorate": "electorate",
    "issued": "ballot_papers_issued",
    "rejected": "rejected_ballot_papers",
    "turnout": "turnout",
    "seats": "seats",
}
OURS = ("local", "parl")
TITLES = frozenset(("mr", "mrs", "ms", "miss", "mx", "cllr", "councillor"))


@dataclass(slots=True)
class Score:
    """What came of one layout: `wrong` and `missing` say which figures; `refused` why nothing was read."""

    wrong: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    refused: str = ""
    results: int = 0
    wanted: int = 0

    @property
    def verdict(self) -> str:
        """ "right", "wrong", "incomplete", "refused" (with a reason) or "silent" (no reason given)."""
        if self.wrong:
            return "wrong"
        if self.wanted and not self.results:
            return "refused" if self.refused else "silent"
        return "incomplete" if self.missing else "right"


def layouts(folder: Path) -> dict[str, tuple[Page, dict[str, Any]]]:
    """The pages of a folder by their names, each with what is to be read from it."""
    found = {}
    for gold_file in sorted(folder.glob("*.gold.yaml")):
        name = gold_file.name.removesuffix(".gold.yaml")
        (page_file,) = (one for one in folder.glob(f"{name}.*") if one != gold_file)
        gold = yaml.safe_load(gold_file.read_text(encoding="utf-8"))
        found[name] = (Page(gold["url"], page_file.read_bytes(), gold.get("content_type", "")), gold)
    return found


def score_of(page: Page, gold: dict[str, Any]) -> Score:
    # parishes, mayors and the like are left out, as are contests without votes
    wanted = [one for one in gold["contests"] if one["type"] in OURS and any(row[2] for row in one["candidates"])]
    score = Score(wanted=len(wanted) if gold["what"] == "result" else 0)
    try:
        found = read(page)
    except UnexpectedPage as refusal:
        found, score.refused = ReadPage(), f"refused: {refusal.seen}"
    results = [one for one in found.records if isinstance(one, ScrapedContest) and one.state == "results"]
    reasons = [
        *found.problems,
        *(one for record in found.records if isinstance(record, ScrapedContest) for one in record.problems),
    ]
    score.refused = score.refused or "; ".join(f"{one.rule}: {one.seen}" for one in reasons)[:200]
    results = [one for one in results if one.constituency and one.poll_date]  # others cannot be joined to a contest
    score.results = len(results)
    if not score.wanted:
        score.wrong += [f"a result of {one.constituency}" for one in results]
        return score
    left = list(wanted)
    for one in results:
        of_place = [each for each in left if folded(each["place"]) == folded(one.constituency or "")]
        of_day = [each for each in of_place if str(each["day"]) == one.poll_date] or of_place
        if not of_day:
            score.wrong.append(f"a result of {one.constituency!r} on {one.poll_date}")
            continue
        left.remove(of_day[0])
        compare(score, one, of_day[0])
    if results:
        score.missing += [f"the contest of {one['place']} on {one['day']}" for one in left]
    return score


def compare(score: Score, found: ScrapedContest, gold: dict[str, Any]) -> None:
    for what, seen, expected in facts(found, gold):
        if seen == expected:
            continue
        (score.missing if seen is None else score.wrong).append(f"{what} {seen!r}, not {expected!r}")
    candidates = {key_of(spoken(one)): one for one in found.candidacies}
    people = {key_of(row[0], known=True): row for row in gold["candidates"]}
    if len(candidates) != len(found.candidacies):
        score.wrong.append("a candidate twice")
    for key in candidates.keys() ^ people.keys():
        side = score.wrong if key in candidates else score.missing
        side.append(f"candidate {' '.join(key)}")
    for key in candidates.keys() & people.keys():
        for what, seen, expected in facts_of(candidates[key], people[key]):
            if seen != expected:
                (score.missing if seen is None else score.wrong).append(f"{what} {seen!r}, not {expected!r}")


def facts(found: ScrapedContest, gold: dict[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    yield "day", found.poll_date, str(gold["day"]) if gold["day"] else None
    yield "type", found.election_type, gold["type"]
    yield "system", "stv" if found.voting_system else "fptp", gold["system"]
    yield "lot", found.is_won_by_lot == "true" or None, gold["lot"] or None
    for what, column in FIGURES.items():
        seen, expected = number(getattr(found, column)), number(gold[what])
        if what == "seats" and expected in (None, 1.0) and seen in (None, 1.0):
            continue  # one seat is what a by-election has
        yield what, seen, expected


def facts_of(found: ScrapedCandidacy, row: list[Any]) -> Iterator[tuple[str, Any, Any]]:
    name, party, votes, elected = row
    seen = folded(found.party or "")
    seen = "independent" if seen == "ind" else seen
    yield f"party of {name}", None if not seen and party else seen, folded(party or "")
    yield f"votes of {name}", number(found.votes), number(votes)
    yield f"elected of {name}", {"true": True, "false": False}.get(found.is_elected or ""), elected


def number(printed: Any) -> float | None:
    match = re.match(r"[0-9][0-9,]*(?:\.[0-9]+)?", str(printed)) if printed is not None else None
    return float(match.group().replace(",", "")) if match else None


def folded(words: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", words.casefold().replace("&", " and ")))


def key_of(name: str, *, known: bool = False) -> tuple[str, ...]:
    """A name whatever the order of its parts, without a title; `known`: the one it says is commonly used, if any."""
    if known and (match := re.search(r"\(commonly known as ([^()]+)\)", name)):
        name = match[1]
    return tuple(sorted(word for word in folded(name).split() if word not in TITLES))


def main() -> None:
    counts: Counter[str] = Counter()
    for name, (page, gold) in layouts(Path(sys.argv[1])).items():
        score = score_of(page, gold)
        counts[score.verdict] += 1
        said = "; ".join([*score.wrong, *(f"missing: {one}" for one in score.missing)]) or score.refused
        sys.stdout.write(f"{score.verdict:<11}{name}: {said[:600]}\n")
    sys.stdout.write(f"{dict(counts)}\n")


if __name__ == "__main__":
    main()
