"""The published warehouse as files for others: a Parquet or CSV file for each view, and for each core table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb

# The words of newspapers stay in the home of who fetched them, for private research (docs/sources.md).
PRIVATE_COLUMN, PRIVATE_TABLE = "article_text", "article_word"
FORMATS = {"parquet": "format parquet, compression zstd", "csv": "format csv, header true"}


def export(
    database: Path, folder: Path, format: str = "parquet", progress: Callable[[int, int], None] = lambda done, of: None
) -> dict[str, int]:
    """Write every public view to `folder`, and the tables of `core` to `folder/core`; rows written by object name.

    Rows are ordered, so that two exports of the same data are the same files. Each file is complete before it takes
    its name, so that a reader of an earlier export never finds half of one. Articles go without their
    text. Macros are not exported: they need values.
    """
    options = FORMATS[format]
    written: dict[str, int] = {}
    with duckdb.connect(str(database), read_only=True) as con:
        con.execute("set enable_progress_bar = false")
        con.execute("set timezone = 'UTC'")  # moments in a CSV file do not depend on where it was written
        objects = con.execute(
            """
            with object as (
                select schema_name, view_name as name from duckdb_views() where schema_name = 'main' and not internal
                union all
                select schema_name, table_name from duckdb_tables()
                where schema_name in ('main', 'core') and not internal
            )

            select
                schema_name,
                name,
                exists (
                    from duckdb_columns() as one
                    where one.schema_name = object.schema_name and one.table_name = object.name and one.column_name = ?
                ) as has_private_column
            from object
            where name != ?
            order by all
            """,
            [PRIVATE_COLUMN, PRIVATE_TABLE],
        ).fetchall()
        for number, (schema, name, has_private_column) in enumerate(objects):
            progress(number, len(objects))
            label = name if schema == "main" else f"{schema}/{name}"
            target = folder / f"{label}.{format}"
            target.parent.mkdir(parents=True, exist_ok=True)
            columns = f"* exclude ({PRIVATE_COLUMN})" if has_private_column else "*"
            making = target.with_name(f".{target.name}.making")
            try:
                # names come from the catalogue; COPY takes no parameter for its target
                rows = f"select {columns} from {_quoted(schema)}.{_quoted(name)} order by all"
                count = con.execute(f"copy ({rows}) to {_text(making)} ({options})").fetchall()
                making.replace(target)
            finally:
                making.unlink(missing_ok=True)
            written[label] = int(count[0][0])
        progress(len(objects), len(objects))
    return written


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(value: object) -> str:
    return "'" + str(value).replace("'", "''") + "'"
