"""How tonight's contests stand in a published file."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

import duckdb


@dataclass(frozen=True, slots=True)
class Standing:
    """What is held true of one contest at one moment of the night."""

    ballot_paper_id: str
    constituency: str
    poll_date: date
    parliament_number: int | None
    status: str
    winner: str | None
    winning_party: str | None
    majority: int | None
    figures: dict[str, int | None]  # electorate, valid_votes, rejected_ballot_papers
    votes: dict[str, int | None]  # by candidate
    parties: dict[str, str | None]
    agreeing: tuple[str, ...]  # sources whose whole list of votes is the settled one, starter data aside

    @property
    def is_declared(self) -> bool:
        """Whether every candidacy has votes."""
        return bool(self.votes) and None not in self.votes.values()

    @property
    def is_confirmed(self) -> bool:
        return self.is_declared and self.status == "settled" and len(self.agreeing) > 1


STANDING = """
with said as (
    select
        witness.ballot_paper_id, statement.source, statement.document, count(*) as lines,
        bool_and(line.votes is not null and line.votes is not distinct from candidacy.votes) as agrees
    from core.witness as witness
    inner join raw.contest_statement as statement using (statement_no)
    inner join raw.candidacy_statement as line using (statement_no)
    inner join core.candidacy_link as link using (statement_no, row_number)
    left join core.candidacy as candidacy using (candidacy_id)
    where not statement.is_starter
    group by all
)

select
    contest.ballot_paper_id, contest.constituency, contest.poll_date, contest.parliament_number, contest.status,
    result.winner, result.winning_party, result.majority,
    {
        'electorate': contest.electorate, 'valid_votes': contest.valid_votes,
        'rejected_ballot_papers': contest.rejected_ballot_papers
    },
    (
        select list({'candidate': candidate, 'party': party, 'votes': votes} order by votes desc nulls last, candidate)
        from core.candidacy as candidacy
        where candidacy.ballot_paper_id = contest.ballot_paper_id and candidate is not null
    ),
    (
        select list(distinct source order by source) from said
        where said.ballot_paper_id = contest.ballot_paper_id and said.agrees and said.lines = result.candidate_count
    )
from core.contest as contest
left join core.contest_result as result using (ballot_paper_id)
where contest.kind = 'by-election'
    and (list_contains(?::varchar[], contest.ballot_paper_id) or list_contains(?::date[], contest.poll_date))
order by contest.ballot_paper_id
"""


def standings(database: Path, contests: Collection[str] = (), polled_on: Collection[date] = ()) -> list[Standing]:
    """How these contests, and those polled on these days, stand in a published file."""
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute(STANDING, [list(contests), list(polled_on)]).fetchall()
    return [_standing(row) for row in rows]


def polled(database: Path, days: Collection[date]) -> list[tuple[str, str | None, date]]:
    """By-elections to the Commons and to councils polled on these days, by the calendar: id, seat and day.

    Some may be in no source of results yet; those called off or returned unopposed are left out.
    """
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(
            """select ballot_paper_id, constituency, poll_date from calendar
            where list_contains(?::date[], poll_date) and election_type in ('parl', 'local')
                and status not in ('cancelled', 'postponed', 'void', 'uncontested')
            order by ballot_paper_id""",
            [list(days)],
        ).fetchall()


def result_pages(database: Path, contests: Collection[str]) -> set[str]:
    """The addresses of returning officers' pages that give these contests' results in a published file."""
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute(
            """select url from core.result_page where list_contains(?::varchar[], ballot_paper_id)
            group by url having arg_max(has_result, (fetched_at, capture_id))""",
            [list(contests)],
        ).fetchall()
    return {url for (url,) in rows}


def published_of(database: Path, warc_file: str) -> tuple[set[str], set[str]]:
    """The captures of a WARC file that a published file has, and those of them about which it has a problem."""
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute(
            """select capture_id, capture_id in (select capture_id from raw.problem where capture_id is not null)
            from raw.capture where warc_file = ?""",
            [warc_file],
        ).fetchall()
    return {capture_id for capture_id, _ in rows}, {capture_id for capture_id, has_problem in rows if has_problem}


def _standing(row: tuple[Any, ...]) -> Standing:
    *told, candidacies, agreeing = row
    votes = {one["candidate"]: one["votes"] for one in candidacies or ()}
    parties = {one["candidate"]: one["party"] for one in candidacies or ()}
    names = [field.name for field in fields(Standing)]
    return Standing(**dict(zip(names, (*told, votes, parties, tuple(agreeing or ())), strict=True)))
