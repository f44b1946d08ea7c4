"""Makes the starter data: settled figures of a published warehouse, in the columns `spiders/results/starter.py` reads.

Every row names its source and the publication the figures were printed in. Contests with candidacies go into `contests`
and `candidacies`, the others, in one row each, into `party-votes`; why seats were vacant into `vacancies`. Figures on
which sources disagreed go along as `disagreements`, so that a first run shows them too. What no publication named here
prints is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb

QUERIES = Path(__file__).parent / "sql" / "starter"
FILES = ("contests", "candidacies", "party_votes", "vacancies", "disagreements")
# First and last year of the files that hold general elections known by party; the later ones have a file each.
BY_PARTY = ((1918, 1935), (1936, 1959), (1960, 1979), (1980, 2005))
Part = tuple[str, str, int | None, int | None]  # its name, the kind of contest, first and last year (None: all)
# When each source last said something of each contest, in each document and in any, going by its own dates.
SAID = """
create temp table said_in as
select
    link.ballot_paper_id,
    statement.source,
    statement.document,
    max(statement.stated_at) as stated_at,
    arg_max(statement.source_url, (statement.stated_at, statement.statement_no)) as source_url
from raw.contest_statement as statement
inner join core.contest_link as link using (statement_no)
where statement.stated_at < statement.observed_at
group by all;
create temp table said as
select ballot_paper_id, source, max(stated_at) as stated_at from said_in group by all;
-- disagreements that came as starter data keep their own
insert into said_in
select ballot_paper_id, source, document, max(stated_at), arg_max(source_url, stated_at)
from raw.figure
where stated_at < observed_at
    and (ballot_paper_id, source, document) not in (select (ballot_paper_id, source, document) from said_in)
group by ballot_paper_id, source, document"""
# The publication of each statement (starter data names its own), the contests with candidacies, and for each of the
# others the document believed most.
TOLD = """
create temp table published as
select
    statement_no,
    coalesce(statement.publication, by_document.publication, by_source.publication) as publication
from raw.contest_statement as statement
left join publication as by_document
    on statement.source = by_document.source and statement.document = by_document.document
left join publication as by_source on statement.source = by_source.source and by_source.document is null
where coalesce(statement.publication, by_document.publication, by_source.publication) is not null;
create temp table by_candidacy as
select distinct candidacy.ballot_paper_id
from core.candidacy as candidacy
inner join core.contest_link as link using (ballot_paper_id)
inner join raw.contest_statement as statement
    on link.statement_no = statement.statement_no and candidacy.votes_source = statement.source
inner join raw.candidacy_statement as line on statement.statement_no = line.statement_no
inner join published on statement.statement_no = published.statement_no;
create temp table by_party as
select
    witness.ballot_paper_id as contest_id,
    contest.kind,
    year(contest.general_election_date) as year,
    arg_min(witness.statement_no, witness.rank) as statement_no
from core.witness as witness
inner join core.contest as contest using (ballot_paper_id)
inner join raw.contest_statement as statement using (statement_no)
inner join published using (statement_no)
where statement.ballot_paper_id is not null and contest.kind != 'notional' and contest.election_type = 'parl'
    and witness.ballot_paper_id not in (select ballot_paper_id from by_candidacy)
group by all"""


def export_starter(
    database: Path,
    folder: Path,
    *,
    publications: Mapping[tuple[str, str | None], str],
    origins: Mapping[tuple[str, int], tuple[str, str]],
) -> dict[str, int]:
    """Write the starter files into `folder`; returns rows per file.

    `publications` names the publication behind each (source, document), or behind a source where the document is None.
    `origins` names the true origin, as (source, publication), of contests whose figures reached the warehouse through
    another's pages, by (kind, Parliament number).
    """
    folder.mkdir(parents=True, exist_ok=True)
    written: dict[str, int] = {}
    with duckdb.connect() as connection:
        connection.execute("set enable_progress_bar = false")
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(f"attach '{str(database).replace(chr(39), chr(39) * 2)}' as warehouse (read_only)")
        connection.execute("use warehouse")
        connection.execute("create temp table publication (source varchar, document varchar, publication varchar)")
        connection.executemany(
            "insert into publication values (?, ?, ?)", [[*behind, name] for behind, name in publications.items()]
        )
        connection.execute(
            "create temp table origin (kind varchar, parliament_number integer, source varchar, publication varchar)"
        )
        for (kind, number), (source, publication) in origins.items():
            connection.execute("insert into origin values (?, ?, ?, ?)", [kind, number, source, publication])
        connection.execute(SAID)
        connection.execute(TOLD)
        for part, kind, first, last in parts(connection):
            connection.execute(f"set variable kind = '{kind}'")
            connection.execute(f"set variable first_year = {first or 'null'}")
            connection.execute(f"set variable last_year = {last or 'null'}")
            for file in FILES:
                query = (QUERIES / f"{file}.sql").read_text(encoding="utf-8")
                rows = connection.execute(f"select count(*) from ({query})").fetchall()[0][0]
                if not rows:
                    continue
                target = folder / f"{file.replace('_', '-')}-{part}.csv"
                connection.execute(
                    f"copy ({query}) to '{str(target).replace(chr(39), chr(39) * 2)}' (header, delimiter ',')"
                )
                written[target.name] = int(rows)
    return written


def parts(connection: duckdb.DuckDBPyConnection) -> list[Part]:
    """The parts that the warehouse has contests for, by the years of its general elections."""
    years = connection.execute(
        """select distinct kind, year(general_election_date)
        from core.contest
        where kind in ('general election', 'notional') and not year(general_election_date) <= ?
        order by all""",
        [BY_PARTY[-1][1]],
    ).fetchall()
    names = {"general election": "general-election", "notional": "notional"}
    return [
        ("by-elections", "by-election", None, None),
        *((f"general-elections-{first}-{last}", "general election", first, last) for first, last in BY_PARTY),
        *((f"{names[kind]}-{year}", kind, year, year) for kind, year in years),
    ]
