"""CSV: a council's open data, a row a candidate or a row a ward; made into the same data as JSON.

Quirks     lines above the headings say what it is of; rows below the candidates are figures; commas, semicolons or tabs
"""

from __future__ import annotations

import csv
import io
from typing import Any

from spiders.records import Page, UnexpectedPage
from spiders.results.declarations import keys
from spiders.results.declarations.records_found import numbered

MARKS = ",;\t|"
HEADED_WITHIN = 30  # lines above the headings


def looks_like_csv(page: Page) -> bool:
    """Whether a page calls itself CSV, or is a text whose first lines have headings of candidates in columns."""
    if "csv" in page.content_type.casefold() or page.url.partition("?")[0].casefold().endswith(".csv"):
        return not page.body.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<")
    start = page.body[:3000]
    return b"<" not in start[:200] and b"\0" not in start and any(split(page.text()[:3000]))


def split(text: str) -> tuple[list[list[str]], int] | tuple[()]:
    """The rows, and which of them has the headings; () for a text without such a row."""
    for mark in sorted(MARKS, key=lambda one: -text.count(one)):
        try:
            rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark)]
        except csv.Error:
            continue
        for place, row in enumerate(rows[:HEADED_WITHIN]):
            roles = [keys.of_candidate(cell) for cell in row]
            if len(row) > 2 and "votes" in roles and set(roles) & {"name", "family"}:
                return rows, place
            if len(row) > 4 and numbered_heads(row):
                return rows, place
    return ()


def numbered_heads(row: list[str]) -> bool:
    return len(numbered({cell: "Name" if keys.of_candidate(cell) != "votes" else "1" for cell in row if cell})) > 1


def data_of_csv(page: Page) -> dict[str, Any]:
    """The rows as records under their headings, with the lines above and below as texts and figures.

    Raises UnexpectedPage for a table without headings of a candidate and votes.
    """
    found = split(page.text())
    if not found:
        raise UnexpectedPage(page, wanted="a row of headings with candidate and votes", seen="CSV without one")
    rows, place = found
    heads = rows[place]
    records, around = [], [*rows[:place]]
    for row in rows[place + 1 :]:
        cells = [*row, *[""] * (len(heads) - len(row))]
        if any(cells[len(heads) :]):
            raise UnexpectedPage(page, wanted=f"rows of {len(heads)} cells", seen=f"a row of {len(row)} cells")
        if sum(map(bool, cells)) > 2 or len(heads) == 2:
            records.append(dict(zip(heads, cells, strict=False)))
        elif any(cells):
            around.append(row)
    filled = [[cell for cell in row if cell] for row in around]
    return {
        "rows": records,
        "figures": [{"label": row[0], "value": row[1]} for row in filled if len(row) == 2],
        **{f"title {chr(97 + number)}": row[0] for number, row in enumerate(filled[:20]) if len(row) == 1},
        **days_of(filled),
    }


def days_of(rows: list[list[str]]) -> dict[str, str]:
    """Of the lines around the table, those that say the polling day or the seat."""
    pairs = [row for row in rows if len(row) == 2]
    return {label: value for label, value in pairs if keys.is_day(label) is not False or keys.is_area(label)}
