"""Starter data: settled figures that come with the project, so that a first run needs no network.

Publisher  as each row says: `source` is the spider, `publication` what the figures were printed in
Licence    per publication, see DATA-LICENCES.md
Gives      by-elections since 1922 and general elections since 1918, candidacy by candidacy from 2010 on and by party
           before; the notional base of 2024; why seats were vacant; the figures on which sources disagreed when it was
           made; made by `byelections export DIR --format starter`
Quirks     loses to any capture of the source it names, and is never a second witness
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import Any

from spiders.records import (
    Page,
    ReadPage,
    ScrapedCandidacy,
    ScrapedContest,
    ScrapedFigure,
    ScrapedPartyVotes,
    UnexpectedPage,
)

NAME = "starter"
READER_VERSION = 2
DOCUMENTS = ("contests", "candidacies", "party-votes", "vacancies")
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
PARTY_VOTES = (  # and after them one for each party: "votes con", "share_change LAB"
    "ballot_paper_id", "constituency", "gss_code", "nation", "region", "seats", "electorate", "valid_votes", "turnout",
    "outcome", "poll_status", "source", "stated_at", "publication",
)  # fmt: skip
VACANCIES = (
    "ballot_paper_id", "vacancy_date", "vacancy_words", "outgoing_member", "outgoing_party", "source", "stated_at",
    "publication",
)  # fmt: skip
PARTY_COLUMN = re.compile(r"(votes|share_change) (\S.*)")
BALLOT_PAPER_ID = re.compile(r"parl\.[^.]+\.(?P<by>by\.)?(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})")
LIBRARY = "https://researchbriefings.files.parliament.uk/documents"
# Where a publication's figures stand that is one file: fifteen thousand rows need not repeat it.
ADDRESSES = {
    "House of Commons Library CBP-8647": f"{LIBRARY}/CBP-8647/1918-2017election_results.csv",
    "House of Commons Library CBP-7529": f"{LIBRARY}/CBP-7529/CBP-7529-.download.xlsx",
    "House of Commons Library CBP-8280": f"{LIBRARY}/CBP-8280/CBP-8280-by-elections-results-summary.xlsx",
}


def wanted(path: str) -> bool:
    """Whether a file of the bundled folder is starter data."""
    return path.endswith(".csv")


def read(page: Page) -> ReadPage:
    """Read one file of starter data; which of the five kinds it is shows in its name."""
    name = page.url.rpartition("/")[2]
    if name.startswith("contests"):
        return ReadPage(list(parse_contests(page)))
    if name.startswith("candidacies"):
        return ReadPage(list(parse_candidacies(page)))
    if name.startswith("party-votes"):
        return ReadPage(list(parse_party_votes(page)))
    if name.startswith("vacancies"):
        return ReadPage(list(parse_vacancies(page)))
    if name.startswith("disagreements"):
        return ReadPage([ScrapedFigure(**without(row, "publication")) for row in rows_of(page, FIGURES)])
    return ReadPage()


def rows_of(page: Page, columns: tuple[str, ...], further: re.Pattern[str] | None = None) -> Iterator[dict[str, Any]]:
    """The rows of a file with exactly these columns, and no others behind them but such as are called `further`.

    Raises UnexpectedPage for any other header or length of a row.
    """
    reader = csv.DictReader(io.StringIO(page.text(), newline=""))
    try:
        header = tuple(reader.fieldnames or ())
        lines = list(reader)
    except csv.Error as error:
        raise UnexpectedPage(page, wanted="rows of cells", seen=f"at line {reader.line_num}: {error}") from error
    more = header[len(columns) :]
    is_known = further is not None and all(further.fullmatch(name) for name in more) and len(set(more)) == len(more)
    if header[: len(columns)] != columns or (more and not is_known):
        raise UnexpectedPage(page, wanted=f"columns {', '.join(columns)}", seen=f"columns {', '.join(header)}")
    for number, row in enumerate(lines, 1):
        if None in row or None in row.values():
            raise UnexpectedPage(page, wanted=f"{len(header)} cells in row {number}", seen="more or fewer")
        yield row


def without(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}


def parse_contests(page: Page) -> Iterator[ScrapedContest]:
    """contests-*.csv: one row per contest, with its own figures."""
    for row in rows_of(page, CONTESTS):
        contest_id = row.pop("ballot_paper_id")
        stated_at = row.pop("stated_at") or None
        yield ScrapedContest(document="contests", source_contest_id=contest_id, stated_at=stated_at, **row)


def parse_party_votes(page: Page) -> Iterator[ScrapedContest]:
    """party-votes-*.csv: one row per contest known without candidacies; an empty cell is no figure."""
    for row in rows_of(page, PARTY_VOTES, PARTY_COLUMN):
        match = BALLOT_PAPER_ID.fullmatch(row["ballot_paper_id"])
        if match is None:
            raise UnexpectedPage(page, wanted="ids like parl.hartlepool.by.2021-05-06", seen=row["ballot_paper_id"])
        said: dict[str, Any] = {name: row[name] or None for name in PARTY_VOTES[1:]}
        said["poll_date" if match["by"] else "general_election_date"] = match["day"]
        parties: dict[str, dict[str, str]] = {}
        for name in list(row)[len(PARTY_VOTES) :]:
            if row[name]:
                figure, _, party = name.partition(" ")
                parties.setdefault(party, {})[figure] = row[name]
        yield ScrapedContest(
            document="party-votes",
            kind="by-election" if match["by"] else "general election",
            source_contest_id=row["ballot_paper_id"],
            source_url=ADDRESSES.get(row["publication"]),
            party_votes=tuple(ScrapedPartyVotes(party, **figures) for party, figures in parties.items()),
            **said,
        )


def parse_vacancies(page: Page) -> Iterator[ScrapedContest]:
    """vacancies-*.csv: one row per by-election and document that says why the seat was vacant."""
    for row in rows_of(page, VACANCIES):
        said: dict[str, Any] = {name: row[name] or None for name in VACANCIES[1:]}
        yield ScrapedContest(
            document="vacancies",
            kind="",
            source_contest_id=row["ballot_paper_id"],
            source_url=ADDRESSES.get(row["publication"]),
            **said,
        )


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
