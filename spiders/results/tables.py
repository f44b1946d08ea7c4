"""CSV as publishers write it: byte order marks, missing headers, unquoted commas, files that break off."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from spiders.records import Page, ScrapedProblem, UnexpectedPage


def csv_text(page: Page) -> str:
    """The page's text, when it is a table at all; raises UnexpectedPage for HTML or nothing."""
    text = page.text()
    start = text.lstrip()[:200].lower()
    if start.startswith(("<!doctype", "<html", "<head", "<script")):
        raise UnexpectedPage(
            page,
            wanted="a CSV file",
            seen="HTML: an error page, or a browser check",
            next_step="fetch it again later; a site that says no is left alone (docs/sources.md)",
        )
    if not start:
        raise UnexpectedPage(page, wanted="a CSV file", seen="nothing at all")
    return text


def csv_lines(page: Page, text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of a well-quoted file with the number of their last line, blank lines left out.

    Raises UnexpectedPage where a quote that nobody closes makes the rest of the file one cell.
    """
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        yield from ((reader.line_num, row) for row in reader if any(row))
    except csv.Error as error:
        raise UnexpectedPage(page, wanted="rows of cells", seen=f"at line {reader.line_num}: {error}") from error


def csv_rows(page: Page, text: str) -> list[list[str]]:
    return [row for _, row in csv_lines(page, text)]


def places(page: Page, header: Sequence[str], wanted: Sequence[str]) -> dict[str, int]:
    """Where each wanted column stands; unknown columns are no harm, a missing one is UnexpectedPage."""
    found = {name.strip(): place for place, name in enumerate(header)}
    if missing := [name for name in wanted if name not in found]:
        raise UnexpectedPage(
            page, wanted=f"columns {', '.join(missing)}", seen=f"a header of {', '.join(header)}"[:300]
        )
    return found


def whole_rows(header: Sequence[str], rows: Sequence[list[str]]) -> tuple[list[list[str]], list[ScrapedProblem]]:
    """The rows that have a cell for each column, and a problem for each that has not."""
    whole, problems = [], []
    for number, row in enumerate(rows, 1):
        if len(row) == len(header):
            whole.append(row)
        else:
            problems.append(unfit(number, row, header))
    return whole, problems


def unfit(number: int, row: Sequence[str], header: Sequence[str]) -> ScrapedProblem:
    """The problem of a row that has too many cells or too few."""
    seen = f"row {number} has {len(row)} cells, not {len(header)}: {','.join(row)}"
    return ScrapedProblem("csv-row-unreadable", seen[:300])


def grouped(rows: Sequence[Sequence[str]], *columns: int) -> Iterator[tuple[tuple[str, ...], list[Sequence[str]]]]:
    """Rows of one contest together, contests in the order of their first row; neighbours or not."""
    groups: dict[tuple[str, ...], list[Sequence[str]]] = {}
    for row in rows:
        groups.setdefault(tuple(row[column] for column in columns), []).append(row)
    yield from groups.items()
