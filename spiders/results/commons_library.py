"""Historical files of the House of Commons Library: general elections since 1918, by-elections since 1922.

Publisher  House of Commons Library            Licence  Open Parliament Licence v3.0
Gives      1918-2017election_results.csv (CBP-8647): a row per seat and general election, votes of five groups of
           parties; candidates of 2015, 2017 and 2019; seats of 2019; two workbooks (`commons_library_workbook`)
Quirks     of the first file: members returned without a poll are negative votes ("-1" each); the groups change their
           meaning (below); its ids are used again for other seats, so only ONS codes among them are taken; line
           numbers are the only identity of a row; windows-1252

The groups of parties as their columns are called, and what they hold:
  con    Conservatives and their allies; Ulster Unionists up to 1970
  lib    Liberals; SDP/Liberal Alliance in 1983 and 1987; Liberal Democrats since
  lab    Labour
  natSW  Scottish National Party and Plaid Cymru
  oth    the others; from February 1974 on all parties of Northern Ireland
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import unquote

from spiders.records import (
    Page,
    ReadPage,
    ScrapedCandidacy,
    ScrapedContest,
    ScrapedPartyVotes,
    ScrapedProblem,
    UnexpectedPage,
)
from spiders.results.commons_library_workbook import LISTS, read_by_elections_2017, read_election_statistics
from spiders.results.tables import csv_lines, csv_rows, csv_text, grouped, places, unfit, whole_rows

NAME = "commons_library"
READER_VERSION = 1
DOCUMENTS = ("candidates", "constituencies", "CBP-8280", "1918-2017", *LISTS.values())
HISTORY = re.compile(r"1918-2017 ?election_results\.csv", re.IGNORECASE)
CANDIDATES = re.compile(r"hoc-ge(2015|2017|2019)-results-(?:by-candidate|full)(?:-csv)?\.csv", re.IGNORECASE)
CONSTITUENCIES = re.compile(r"hoc-ge(2019)-results-by-constituency(?:-csv)?\.csv", re.IGNORECASE)
STATISTICS = re.compile(r"CBP-?7529\b.*\.xlsx", re.IGNORECASE)
BY_ELECTIONS = re.compile(r"CBP-?8280\b.*\.xlsx", re.IGNORECASE)
PARLIAMENTS = {"2015": "56", "2017": "57", "2019": "58"}
GSS_CODE = re.compile(r"[EWSN][0-9]{8}")
PARTIES = ("con", "lib", "lab", "natSW", "oth")
NATIONS = frozenset({"Scotland", "Wales", "Northern Ireland", "Ireland"})  # among the regions of the first file
SEAT = (
    "ons_id", "ons_region_id", "constituency_name", "county_name", "region_name", "country_name", "constituency_type",
)  # fmt: skip


def wanted(path: str) -> bool:
    """Whether a file with this path, relative to the folder given, is one of those read here."""
    kinds = (HISTORY, CANDIDATES, CONSTITUENCIES, STATISTICS, BY_ELECTIONS)
    return any(kind.fullmatch(file_name(path)) for kind in kinds)


def file_name(address: str) -> str:
    return unquote(address.rpartition("/")[2].partition("?")[0])


def read(page: Page) -> ReadPage:
    """Read one file; its name says which kind it is, a name of another kind gives nothing."""
    name = file_name(page.url)
    if HISTORY.fullmatch(name):
        return read_history(page)
    if match := CANDIDATES.fullmatch(name):
        return read_candidates(page, PARLIAMENTS[match[1]])
    if match := CONSTITUENCIES.fullmatch(name):
        return read_constituencies(page, PARLIAMENTS[match[1]])
    if STATISTICS.fullmatch(name):
        return read_election_statistics(page)
    if BY_ELECTIONS.fullmatch(name):
        return read_by_elections_2017(page)
    return ReadPage()


def read_history(page: Page) -> ReadPage:
    """1918-2017election_results.csv: one contest per line."""
    found = ReadPage()
    header: list[str] = []
    at: dict[str, int] = {}
    for line, row in csv_lines(page, csv_text(page)):
        if not header:
            header = row
            at = places(page, header, (
                "constituency_id", "seats", "constituency", "country/region", "electorate", "total_votes", "turnout",
                "election", "boundary_set", *(f"{party}_{what}" for party in PARTIES for what in ("votes", "share")),
            ))  # fmt: skip
        elif len(row) == len(header):
            found.records.append(parse_seat(at, line, row))
        else:
            found.problems.append(unfit(line, row, header))
    if not found.records:
        raise UnexpectedPage(page, wanted="a row per seat and general election", seen="a header and nothing else")
    return found


def parse_seat(at: dict[str, int], line: int, row: Sequence[str]) -> ScrapedContest:
    """One seat at one general election. Its id is its line: ids and names of the file repeat within an election."""
    region = row[at["country/region"]]
    named = set(at.values())
    return ScrapedContest(
        document="1918-2017",
        kind="general election",
        source_contest_id=f"{row[at['election']]} line {line}",
        constituency=row[at["constituency"]],
        gss_code=code if GSS_CODE.fullmatch(code := row[at["constituency_id"]].strip()) else None,
        nation=region if region.strip() in NATIONS else None,
        region=region,
        seats=row[at["seats"]],
        electorate=row[at["electorate"]],
        valid_votes=row[at["total_votes"]],
        turnout=row[at["turnout"]],
        general_election=row[at["election"]],
        boundary_set=row[at["boundary_set"]],
        party_votes=tuple(
            ScrapedPartyVotes(party, votes, share)
            for party in PARTIES
            if ((votes := row[at[f"{party}_votes"]]) + (share := row[at[f"{party}_share"]])).strip()
        ),
        problems=tuple(
            ScrapedProblem("value-outside-the-columns", f"column {place + 1}: {value}")
            for place, value in enumerate(row)
            if value.strip() and (place not in named or place == at.get(""))
        ),
    )


def table(page: Page, needed: Sequence[str]) -> tuple[dict[str, int], list[list[str]], list[ScrapedProblem]]:
    """Where the columns stand, the rows that fit the header, and those that do not."""
    header, *rows = csv_rows(page, csv_text(page)) or [[]]
    at = places(page, header, needed)
    if not rows:
        raise UnexpectedPage(page, wanted="a row per candidacy or seat", seen="a header and nothing else")
    fit, problems = whole_rows(header, rows)
    return at, fit, problems


def read_candidates(page: Page, parliament: str) -> ReadPage:
    """HoC-GE<year>-results-by-candidate.csv: a row per candidacy."""
    at, rows, problems = table(page, (
        *SEAT, "party_name", "party_abbreviation", "firstname", "surname", "votes", "share", "change",
    ))  # fmt: skip
    contests = (
        ScrapedContest(
            document="candidates",
            kind="general election",
            parliament_number=parliament,
            **seat(lines[0], at),
            candidacies=tuple(
                ScrapedCandidacy(
                    given_name=line[at["firstname"]],
                    family_name=line[at["surname"]],
                    party=line[at["party_name"]],
                    party_abbreviation=line[at["party_abbreviation"]],
                    votes=line[at["votes"]],
                    vote_share=line[at["share"]],
                    share_change=line[at["change"]],
                )
                for line in lines
            ),
        )
        for _, lines in grouped(rows, at["ons_id"])
    )
    return ReadPage(list(contests), problems)


def read_constituencies(page: Page, parliament: str) -> ReadPage:
    """HoC-GE2019-results-by-constituency-csv.csv: a row per seat; 0 where a party did not stand."""
    at, rows, problems = table(page, (
        *SEAT, "declaration_time", "mp_firstname", "mp_surname", "result", "electorate", "valid_votes",
        "invalid_votes", "majority",
    ))  # fmt: skip
    return ReadPage(list(parse_constituencies(at, rows, parliament)), problems)


def parse_constituencies(
    at: dict[str, int], rows: Sequence[Sequence[str]], parliament: str
) -> Iterator[ScrapedContest]:
    """`other_winner` repeats a winner's votes already counted among the others, and is left out."""
    parties = [(name, place) for name, place in at.items() if place > at["majority"] and name != "other_winner"]
    for row in rows:
        yield ScrapedContest(
            document="constituencies",
            kind="general election",
            parliament_number=parliament,
            **seat(row, at),
            declared_at=row[at["declaration_time"]],
            electorate=row[at["electorate"]],
            valid_votes=row[at["valid_votes"]],
            rejected_ballot_papers=row[at["invalid_votes"]],
            majority=row[at["majority"]],
            outcome=row[at["result"]],
            winner_name=f"{row[at['mp_firstname']]} {row[at['mp_surname']]}",
            party_votes=tuple(ScrapedPartyVotes(name, row[place]) for name, place in parties),
        )


def seat(row: Sequence[str], at: dict[str, int]) -> dict[str, Any]:
    """What a row of a candidates' or seats' file says of its seat."""
    return {
        "constituency": row[at["constituency_name"]],
        "gss_code": row[at["ons_id"]],
        "nation": row[at["country_name"]],
        "region": row[at["region_name"]],
        "designation": row[at["constituency_type"]],
    }
