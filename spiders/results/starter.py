"""Starter data: settled figures that come with the project, so that a first run needs no network.

Publisher  as each row says: `source` is the spider, `publication` what the figures were printed in
Licence    per publication, see DATA-LICENCES.md
Gives      by-elections since 2010, general elections of 2010 to 2024, the notional base of 2024, and the figures on
           which sources disagreed when it was made; made by `byelections export DIR --format starter`
Quirks     loses to any capture of the source it names, and is never a second witness
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from spiders.records import (
    Page,
    ReadPage,
    ScrapedCandidacy,
    ScrapedContest,
    ScrapedFigure,
    UnexpectedPage,
)

NAME = "starter"
READER_VERSION = 1
DOCUMENTS = ("contests", "candidacies")
CONTESTS = (
    "ballot_paper_id", "kind", "poll_date", "general_election_date", "parliament_number", "constituency", "gss_code",
    "nation", "region", "designation", "boundary_set_start", "writ_date", "declared_at", "electorate", "valid_votes",
    "rejected_ballot_papers", "outcome", "source", "stated_at", "source_url", "publication",
)  # fmt: skip
CANDIDACIES = (
    "ballot_paper_id", "given_name", "family_name", "party", "party_abbreviation", "party_mnis_id", "ec_party_id",
    "adjunct_party", "votes", "is_elected", "mnis_id", "dc_person_id", "source", "stated_at", "publication",
)  # fmt: skip
FIGURES = (
    "ballot_paper_id", "candidate", "party", "figure", "value", "source", "document", "stated_at", "source_url",
    "publication",
)  # fmt: skip


def wanted(path: str) -> bool:
    """Whether a file of the bundled folder is starter data."""
    return path.endswith(".csv")


def read(page: Page) -> ReadPage:
    """Read one file of starter data; which of the three kinds it is shows in its name."""
    name = page.url.rpartition("/")[2]
    if name.startswith("contests"):
        return ReadPage(list(parse_contests(page)))
    if name.startswith("candidacies"):
        return ReadPage(list(parse_candidacies(page)))
    if name.startswith("disagreements"):
        return ReadPage([ScrapedFigure(**without(row, "publication")) for row in rows_of(page, FIGURES)])
    return ReadPage()


def rows_of(page: Page, columns: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """The rows of a file with exactly these columns; raises UnexpectedPage for any other header or length of a row."""
    reader = csv.DictReader(io.StringIO(page.text(), newline=""))
    if tuple(reader.fieldnames or ()) != columns:
        raise UnexpectedPage(
            page, wanted=f"columns {', '.join(columns)}", seen=f"columns {', '.join(reader.fieldnames or ())}"
        )
    for row in reader:
        if None in row or None in row.values():
            raise UnexpectedPage(page, wanted=f"{len(columns)} cells in line {reader.line_num}", seen="more or fewer")
        yield row


def without(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}


def parse_contests(page: Page) -> Iterator[ScrapedContest]:
    """contests-*.csv: one row per contest, with its own figures."""
    for row in rows_of(page, CONTESTS):
        contest_id = row.pop("ballot_paper_id")
        stated_at = row.pop("stated_at") or None
        yield ScrapedContest(document="contests", source_contest_id=contest_id, stated_at=stated_at, **row)


def parse_candidacies(page: Page) -> Iterator[ScrapedContest]:
    """candidacies-*.csv: one row per candidacy; a contest's rows of one source stand together."""
    lines: list[ScrapedCandidacy] = []
    group: tuple[str, str, str, str] | None = None
    for row in [*rows_of(page, CANDIDACIES), None]:
        key = (row["ballot_paper_id"], row["source"], row["stated_at"], row["publication"]) if row else None
        if group and key != group:
            yield ScrapedContest(
                document="candidacies", kind="", source_contest_id=group[0], source=group[1],
                stated_at=group[2] or None, publication=group[3],
                candidacies=tuple(lines),
            )  # fmt: skip
            lines = []
        group = key
        if row:
            is_notional = str(row["ballot_paper_id"].startswith("notional."))
            ec_id = row.pop("ec_party_id")
            lines.append(
                ScrapedCandidacy(
                    party_ec_id=ec_id,
                    is_notional=is_notional,
                    **without(row, "ballot_paper_id", "source", "stated_at", "publication"),
                )
            )
