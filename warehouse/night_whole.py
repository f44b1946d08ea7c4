"""What of a night's file depends on more than tonight's seats: who people are, and what is missing.

Works in the connection of `warehouse.night.Tonight`: the database `warehouse` is the copy, `people` and `whole` hold
views of it, beside which the SQL of core makes its tables.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from warehouse.build import CORE, RAW, SETTLED, run
from warehouse.night_plans import Plans

OF_PEOPLE = ("person_link", "person")
ON_THE_WHOLE = ("replacement", "problem")


def count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    row = connection.execute(f"select count(*) from {table}").fetchone()
    return int(row[0]) if row else 0


# Who may be somebody else now, step by step; `met` is followed until no more ids come in.
FINDING_PEOPLE = {
    "find_carried": """insert into people.main.carried
        from (
            select candidacy_id, unnest(['mnis:' || mnis_id, 'dc:' || dc_person_id, candidacy_id]) as id
            from (
                select candidacy_id, mnis_id, dc_person_id from warehouse.core.candidacy
                union
                select candidacy_id, mnis_id, dc_person_id from memory.main.moved
            )
        ) where id is not null""",
    "find_met": """insert into people.main.met
        select id from people.main.carried where candidacy_id in (select candidacy_id from memory.main.moved)""",
    "find_more_met": """insert into people.main.met select distinct id from people.main.carried
        where candidacy_id in (select candidacy_id from people.main.carried where id in (from people.main.met))
            and id not in (from people.main.met)""",
    "is_all": """select exists (select 1 from warehouse.raw.person_decision where who in (from people.main.met))
        or exists (
            select 1 from warehouse.raw.person_redirect
            where issuer || ':' || old_person_id in (from people.main.met)
                or issuer || ':' || new_person_id in (from people.main.met)
        )""",
    "find_all": "insert into people.main.someone select distinct candidacy_id from people.main.carried",
    "find_someone": """insert into people.main.someone
        select distinct candidacy_id from people.main.carried where id in (from people.main.met)""",
} | {f"empty_{table}": f"delete from people.main.{table}" for table in ("carried", "met", "someone")}


def replace_people(plans: Plans, making: Sequence[str]) -> None:
    """Who everybody is that has an id in common with somebody whose name or id is new; `making` are the plans that
    `plan_people` gave.
    """
    connection = plans.connection
    if not count(connection, "main.moved"):
        return
    _find_people(plans)
    connection.execute("use people")
    plans.run(*making)
    connection.execute("use memory")
    connection.execute("begin")
    for table in OF_PEOPLE:
        plans.run(f"remove_{table}", f"insert_{table}")
    connection.execute("commit")


def _find_people(plans: Plans) -> None:
    """`people.main.someone`: the candidacies whose person may be another now. All there are, when ids were merged or a
    reviewed decision speaks of one of them.
    """
    plans.run("empty_carried", "empty_met", "empty_someone", "find_carried", "find_met")
    before = -1
    while (now := count(plans.connection, "people.main.met")) != before:
        before = now
        plans.run("find_more_met")
    plans.run("find_all" if plans.rows("is_all")[0][0] else "find_someone")


def plan_people(plans: Plans) -> list[str]:
    """Plans for `replace_people`; those that make the people's tables, in order."""
    connection = plans.connection
    for table in ("person_redirect", "person_decision"):
        connection.execute(f"create view if not exists people.raw.{table} as from warehouse.raw.{table}")
    for table, columns in (("carried", "candidacy_id varchar, id varchar"), ("met", "id varchar")):
        connection.execute(f"create table if not exists people.main.{table} ({columns})")
    connection.execute("create table if not exists people.main.someone (candidacy_id varchar)")
    connection.execute(
        """create view if not exists people.core.candidacy as
        from warehouse.core.candidacy where candidacy_id in (from people.main.someone)"""
    )
    connection.execute("create view if not exists people.core.contest as from warehouse.core.contest")
    _make_once(connection, "people", OF_PEOPLE)
    making = _keep_making(plans, "people", OF_PEOPLE)
    for name, statement in FINDING_PEOPLE.items():
        plans.keep(name, statement)
    for table in OF_PEOPLE:
        plans.keep(
            f"remove_{table}",
            f"""delete from warehouse.core.{table}
            where candidacy_id in (from people.main.someone)
                or candidacy_id in (select candidacy_id from memory.main.moved)""",
        )
        plans.keep(f"insert_{table}", f"insert into warehouse.core.{table} from people.core.{table}")
    return making


def plan_problems(plans: Plans, beside: Plans) -> tuple[list[str], list[str]]:
    """Plans that make what depends on all there is, in the database `whole`: those of each of the two, in order."""
    connection = plans.connection
    for schema, tables in (
        ("raw", RAW),
        ("core", [name for name in (*CORE, *SETTLED, "source") if name not in ("settled", *ON_THE_WHOLE)]),
    ):
        for table in tables:
            connection.execute(f"create view if not exists whole.{schema}.{table} as from warehouse.{schema}.{table}")
    _make_once(connection, "whole", ON_THE_WHOLE)
    return _keep_making(plans, "whole", ["problem"]), _keep_making(beside, "whole", ["replacement"])


def _make_once(connection: duckdb.DuckDBPyConnection, database: str, tables: Sequence[str]) -> None:
    """The tables of core beside a database's views, where they are not yet; before any plan, which that would spoil."""
    query = "select table_name from duckdb_tables() where database_name = ?"
    known = {name for (name,) in connection.execute(query, [database]).fetchall()}
    connection.execute(f"use {database}")
    run(connection, "core", [table for table in tables if table not in known])
    connection.execute("use memory")


def _keep_making(plans: Plans, database: str, tables: Sequence[str]) -> list[str]:
    """Plans that make these tables of core again, in order."""
    plans.connection.execute(f"use {database}")
    making = plans.keep_filling("core", tables, database)
    plans.connection.execute("use memory")
    return making
