"""Facts of contests out of a warehouse, as the pure functions that read coverage want them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from flows.clean.facts import CandidateFacts, ContestFacts, EarlierResult, ResultFacts
from warehouse.coverage import contest_facts

EVER = (date(1900, 1, 1), date(2999, 12, 31))


def facts_of_contests(database: Path, first: date = EVER[0], last: date = EVER[1]) -> list[ContestFacts]:
    """What is known of every by-election polled from `first` to `last`, both included, in order of the poll."""
    return [contest_of(row) for row in contest_facts(database, first, last)]


def contest_of(row: dict[str, Any]) -> ContestFacts:
    """One row of `warehouse/sql/coverage/facts.sql`."""
    earlier = tuple(EarlierResult(**one | {"result": result_of(one["result"])}) for one in row["earlier"])
    result = result_of(row["result"])
    superseded = tuple((one["figure"], one["candidate"], one["value"]) for one in row["superseded"])
    return ContestFacts(
        **row
        | {
            "other_names": tuple(sorted(row["other_names"])),
            "result": result,
            "earlier": earlier,
            "superseded": superseded + superseded_majorities(result, superseded),
        }
    )


def result_of(row: dict[str, Any]) -> ResultFacts:
    return ResultFacts(**row | {"candidates": tuple(CandidateFacts(**one) for one in row["candidates"])})


def superseded_majorities(
    result: ResultFacts, superseded: Sequence[tuple[str, str | None, str]]
) -> tuple[tuple[str, None, str], ...]:
    """The majorities that followed from votes believed once: what a paper of that hour has printed."""
    now = {one.candidate: one.votes for one in result.candidates if one.votes is not None}
    found = []
    for figure, candidate, value in superseded:
        if figure == "votes" and candidate in now and value.isdigit() and len(now) > 1:
            first, second, *_ = sorted((now | {candidate: int(value)}).values(), reverse=True)
            if first - second != result.majority:
                found.append(("majority", None, str(first - second)))
    return tuple(dict.fromkeys(found))
