"""Makes the starter data: settled figures of a published warehouse, in the columns `spiders/results/starter.py` reads.

Every row names its source and the publication the figures were printed in. Figures on which sources disagreed go along
as `disagreements.csv`, so that a first run shows them too.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb

FILES = {
    "contests": """
        select
            contest.ballot_paper_id, contest.kind, contest.poll_date, contest.general_election_date, contest.parliament_number,
            contest.constituency, contest.gss_code, contest.nation, contest.region, contest.designation, contest.boundary_set_start,
            contest.writ_date, strftime(contest.declared_at at time zone 'Europe/London', '%Y-%m-%d %H:%M:%S') as declared_at,
            contest.electorate, contest.valid_votes, contest.rejected_ballot_papers,
            case contest.stated_outcome when 'hold' then result.winning_party || ' hold'
                when 'gain' then result.winning_party || coalesce(' gain from ' || contest.stated_gained_from, ' gain') end as outcome,
            coalesce(other.source, contest.source) as source,
            strftime(said.stated_at at time zone 'UTC', '%Y-%m-%dT%H:%M:%S+00:00') as stated_at,
            contest.source_url,
            coalesce(other.publication, publication.publication) as publication
        from core.contest as contest
        left join core.contest_result as result using (ballot_paper_id)
        left join origin as other using (kind, parliament_number)
        left join publication on publication.source = contest.source
        left join said on contest.ballot_paper_id = said.ballot_paper_id and contest.source = said.source
        where {part}
        order by contest.ballot_paper_id""",
    "candidacies": """
        select
            contest.ballot_paper_id, candidacy.given_name,
            case when candidacy.given_name is null and candidacy.family_name is null then candidacy.candidate else candidacy.family_name end
                as family_name,
            candidacy.party, candidacy.party_abbreviation, candidacy.party_mnis_id, party.ec_party_id, candidacy.adjunct_party,
            candidacy.votes, case when contest.kind != 'notional' then candidacy.is_elected end as is_elected,
            candidacy.mnis_id, candidacy.dc_person_id,
            coalesce(other.source, candidacy.votes_source) as source,
            coalesce(other.publication, publication.publication) as publication
        from core.candidacy as candidacy
        inner join core.contest as contest using (ballot_paper_id)
        left join core.candidacy_party as party on candidacy.candidacy_id = party.candidacy_id and party.ordinal = 1
        left join origin as other using (kind, parliament_number)
        left join publication on publication.source = candidacy.votes_source
        where {part}
        order by contest.ballot_paper_id, source, candidacy.votes desc, candidacy.candidate""",
    "disagreements": """
        select
            conflict.ballot_paper_id, conflict.candidate, '' as party, conflict.figure, conflict.other_value as value,
            conflict.other_source as source, conflict.other_document as document,
            strftime(said.stated_at at time zone 'UTC', '%Y-%m-%dT%H:%M:%S+00:00') as stated_at,
            any_value(said.source_url) as source_url,
            publication.publication
        from core.conflict as conflict
        inner join core.contest as contest using (ballot_paper_id)
        inner join publication on publication.source = conflict.other_source
        left join said on conflict.ballot_paper_id = said.ballot_paper_id and conflict.other_source = said.source
        where conflict.other_value is not null
            and (conflict.figure not in ('candidate_name', 'share_change'))
            and {part}
        group by all
        order by all""",
}
PARTS = {
    "by-elections": "contest.kind = 'by-election'",
    "general-election-2010": "contest.kind = 'general election' and year(contest.general_election_date) = 2010",
    "general-election-2015": "contest.kind = 'general election' and year(contest.general_election_date) = 2015",
    "general-election-2017": "contest.kind = 'general election' and year(contest.general_election_date) = 2017",
    "general-election-2019": "contest.kind = 'general election' and year(contest.general_election_date) = 2019",
    "general-election-2024": "contest.kind = 'general election' and year(contest.general_election_date) = 2024",
    "notional-2019": "contest.kind = 'notional'",
}


def export_starter(
    database: Path, folder: Path, *, publications: Mapping[str, str], origins: Mapping[tuple[str, int], tuple[str, str]]
) -> dict[str, int]:
    """Write the starter files into `folder`; returns rows per file.

    `publications` names the publication behind each source. `origins` names the true origin, as (source, publication),
    of contests whose figures reached the warehouse through another's pages, by (kind, Parliament number).
    """
    folder.mkdir(parents=True, exist_ok=True)
    written: dict[str, int] = {}
    with duckdb.connect() as connection:
        connection.execute("set enable_progress_bar = false")
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(f"attach '{str(database).replace(chr(39), chr(39) * 2)}' as warehouse (read_only)")
        connection.execute("use warehouse")
        connection.execute("create temp table publication (source varchar, publication varchar)")
        connection.executemany("insert into publication values (?, ?)", list(publications.items()))
        connection.execute(
            "create temp table origin (kind varchar, parliament_number integer, source varchar, publication varchar)"
        )
        for (kind, number), (source, publication) in origins.items():
            connection.execute("insert into origin values (?, ?, ?, ?)", [kind, number, source, publication])
        connection.execute(
            """create temp table said as
            select link.ballot_paper_id, statement.source, max(statement.stated_at) as stated_at, arg_max(statement.source_url, statement.stated_at) as source_url
            from raw.contest_statement as statement inner join core.contest_link as link using (statement_no)
            where statement.stated_at < statement.observed_at
            group by all"""
        )
        for kind, query in FILES.items():
            for part, condition in PARTS.items():
                if kind == "disagreements" and part == "notional-2019":
                    continue
                target = folder / f"{kind}-{part}.csv"
                connection.execute(f"copy ({query.format(part=condition)}) to '{str(target)}' (header, delimiter ',')")
                written[target.name] = len(target.read_text(encoding="utf-8").splitlines()) - 1
    return written
