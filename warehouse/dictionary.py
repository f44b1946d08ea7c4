"""The data dictionary, written from the comments in the SQL (`make docs`)."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from warehouse.build import Given, build

PARTS = (
    ("main", "Views for people", "What to ask first: `from by_elections`."),
    ("core", "Core: what is held true", "Tidy, typed and keyed; the views are made of it."),
    ("raw", "Raw: what was said", "One row per document's word; printed text beside what it was read as."),
)


def dictionary() -> str:
    """The whole dictionary as Markdown, from an empty warehouse."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "empty.duckdb"
        build(path, records_dir=Path(folder), archive_dir=Path(folder), given=Given(sources=[]))
        with duckdb.connect(str(path), read_only=True) as connection:
            pages = [part(connection, *one) for one in PARTS]
            pages.append(macros(connection))
    head = (
        "# Data dictionary\n\nWritten from the comments in `warehouse/sql` by `make docs`. "
        "A column means the same wherever it stands.\n"
    )
    return "\n".join([head, *pages]).rstrip() + "\n"


def part(connection: duckdb.DuckDBPyConnection, schema: str, title: str, words: str) -> str:
    objects = connection.execute(
        """select name, comment from (
            select view_name as name, comment, schema_name from duckdb_views() where not internal
            union all
            select table_name, comment, schema_name from duckdb_tables() where not internal
        ) where schema_name = ? order by name""",
        [schema],
    ).fetchall()
    lines = [f"## {title}", "", words, ""]
    for name, comment in objects:
        lines += [
            f"### {name if schema == 'main' else f'{schema}.{name}'}",
            "",
            comment,
            "",
            "| Column | Type | Meaning |",
            "|---|---|---|",
        ]
        columns = connection.execute(
            """select column_name, data_type, comment from duckdb_columns()
            where schema_name = ? and table_name = ? order by column_index""",
            [schema, name],
        ).fetchall()
        lines += [f"| `{column}` | {type_.lower()} | {meaning} |" for column, type_, meaning in columns]
        lines.append("")
    return "\n".join(lines)


def macros(connection: duckdb.DuckDBPyConnection) -> str:
    found = connection.execute(
        """select function_name, array_to_string(parameters, ', '), comment from duckdb_functions()
        where function_type = 'table_macro' and not internal and schema_name = 'main' order by function_name"""
    ).fetchall()
    rows = [f"| `{name}({parameters})` | {comment} |" for name, parameters, comment in found]
    return "\n".join(["## Macros", "", "| Call | Gives |", "|---|---|", *rows, ""])


if __name__ == "__main__":
    sys.stdout.write(dictionary())
