"""Makes the starter data: settled figures of a published warehouse, in the columns `spiders/results/starter.py` reads.

Every row names its source and the publication the figures were printed in. Figures on which sources disagreed go along
as `disagreements.csv`, so that a first run shows them too.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb

QUERIES = Path(__file__).parent / "sql" / "starter"
FILES = ("contests", "candidacies", "disagreements")
# Name of the part, kind of contest, year of the general election (None: all).
PARTS: tuple[tuple[str, str, int | None], ...] = (
    ("by-elections", "by-election", None),
    *((f"general-election-{year}", "general election", year) for year in (2010, 2015, 2017, 2019, 2024)),
    ("notional-2019", "notional", 2019),
)
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
select ballot_paper_id, source, max(stated_at) as stated_at from said_in group by all"""


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
        connection.execute(SAID)
        for part, kind, year in PARTS:
            connection.execute(f"set variable kind = '{kind}'")
            connection.execute(f"set variable year = {year or 'null'}")
            for file in FILES:
                query = (QUERIES / f"{file}.sql").read_text(encoding="utf-8")
                rows = connection.execute(f"select count(*) from ({query})").fetchall()[0][0]
                if not rows:
                    continue
                target = folder / f"{file}-{part}.csv"
                connection.execute(
                    f"copy ({query}) to '{str(target).replace(chr(39), chr(39) * 2)}' (header, delimiter ',')"
                )
                written[target.name] = int(rows)
    return written
