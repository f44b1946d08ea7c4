"""What of a night's file depends on more than tonight's seats: who people are, and what is missing.

Works in the connection of `warehouse.night.Tonight`: the database `warehouse` is the copy, `people` and `whole` hold
views of it, beside which the SQL of core makes its tables.
"""

from __future__ import annotations

import duckdb

from warehouse.build import CORE, RAW, SETTLED, run

OF_PEOPLE = ("person_link", "person")
ON_THE_WHOLE = ("replacement", "problem")


def count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    row = connection.execute(f"select count(*) from {table}").fetchone()
    return int(row[0]) if row else 0


def replace_people(connection: duckdb.DuckDBPyConnection) -> None:
    """Who everybody is that has an id in common with somebody whose name or id is new."""
    if not count(connection, "main.moved"):
        return
    _find_people(connection)
    for table in ("person_redirect", "person_decision"):
        connection.execute(f"create or replace view people.raw.{table} as from warehouse.raw.{table}")
    connection.execute(
        """create or replace view people.core.candidacy as
        from warehouse.core.candidacy where candidacy_id in (from people.main.someone)"""
    )
    connection.execute("create or replace view people.core.contest as from warehouse.core.contest")
    connection.execute("use people")
    for table in OF_PEOPLE:
        connection.execute(f"drop table if exists core.{table}")
    run(connection, "core", OF_PEOPLE)
    connection.execute("use memory")
    connection.execute("begin")
    for table in OF_PEOPLE:
        connection.execute(
            f"""delete from warehouse.core.{table}
            where candidacy_id in (from people.main.someone)
                or candidacy_id in (select candidacy_id from memory.main.moved)"""
        )
        connection.execute(f"insert into warehouse.core.{table} from people.core.{table}")
    connection.execute("commit")


def _find_people(connection: duckdb.DuckDBPyConnection) -> None:
    """`main.someone`: the candidacies whose person may be another now. All there are, when ids were merged or a
    reviewed decision speaks of one of them.
    """
    connection.execute(
        """create or replace table people.main.carried as
        select candidacy_id, unnest(['mnis:' || mnis_id, 'dc:' || dc_person_id, candidacy_id]) as id
        from (
            select candidacy_id, mnis_id, dc_person_id from warehouse.core.candidacy
            union
            select candidacy_id, mnis_id, dc_person_id from memory.main.moved
        )"""
    )
    connection.execute("delete from people.main.carried where id is null")
    connection.execute(
        """create or replace table people.main.met as
        select id from people.main.carried where candidacy_id in (select candidacy_id from memory.main.moved)"""
    )
    before = -1
    while (now := count(connection, "people.main.met")) != before:
        before = now
        connection.execute(
            """insert into people.main.met select distinct id from people.main.carried
            where candidacy_id in (select candidacy_id from people.main.carried where id in (from people.main.met))
                and id not in (from people.main.met)"""
        )
    row = connection.execute(
        """select exists (select 1 from warehouse.raw.person_decision where who in (from people.main.met))
        or exists (
            select 1 from warehouse.raw.person_redirect
            where issuer || ':' || old_person_id in (from people.main.met)
                or issuer || ':' || new_person_id in (from people.main.met)
        )"""
    ).fetchone()
    which = "" if row and row[0] else "where id in (from people.main.met)"
    connection.execute(
        f"create or replace table people.main.someone as select distinct candidacy_id from people.main.carried {which}"
    )


def lay_views(connection: duckdb.DuckDBPyConnection) -> None:
    """Views of everything in the copy, beside which what depends on all there is can be made."""
    for schema, tables in (
        ("raw", RAW),
        ("core", [name for name in (*CORE, *SETTLED, "source") if name not in ("settled", *ON_THE_WHOLE)]),
    ):
        for table in tables:
            connection.execute(f"create view if not exists whole.{schema}.{table} as from warehouse.{schema}.{table}")
    connection.execute("use whole")
    for table in ON_THE_WHOLE:
        connection.execute(f"drop table if exists core.{table}")
    run(connection, "core", ON_THE_WHOLE)
    connection.execute("use memory")
