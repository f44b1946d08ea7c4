"""Result files of the House of Commons Library, one folder per Parliament.

<number>/by-elections/ and <number>/general-election/, each with candidacies.csv and constituencies.csv.

Publisher  House of Commons Library            Licence  Open Parliament Licence v3.0
Gives      candidacies (with Electoral Commission and Democracy Club ids), and seats with party columns
Quirks     no header in the general-election files of Parliaments 55 to 58; codes DD/MM/YYYY; "[x]" is not known;
           row order means nothing; the last column repeats a winner's votes already counted among the others
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from spiders.records import (
    Page,
    ReadPage,
    ScrapedCandidacy,
    ScrapedContest,
    ScrapedPartyVotes,
    ScrapedProblem,
    UnexpectedPage,
)
from spiders.results.tables import csv_rows, csv_text, grouped, places, whole_rows

NAME = "parliament_files"
READER_VERSION = 1
DOCUMENTS = ("candidacies", "constituencies")
PATH = re.compile(r"(?:^|/)([0-9]{1,3})/(by-elections|general-election)/(candidacies|constituencies)\.csv$")
GSS_CODE = re.compile(r"[EWSN][0-9]{8}")

SEAT = (
    "ONS ID",
    "ONS region ID",
    "Constituency name",
    "County name",
    "Region name",
    "Country name",
    "Constituency type",
)
CANDIDACY = (
    *SEAT, "Party name", "Party abbreviation", "Electoral Commission party ID", "MNIS party ID",
    "Electoral Commission adjunct party ID", "Candidate first name", "Candidate surname", "Candidate gender",
    "Sitting MP", "Former MP", "Member MNIS ID", "Votes", "Share", "Change",
)  # fmt: skip
CONSTITUENCY = (
    *SEAT, "Declaration time", "Member first name", "Member surname", "Member gender", "Result", "First party",
    "Second party", "Electorate", "Valid votes", "Invalid votes", "Majority",
)  # fmt: skip
TWELVE = ("Con", "Lab", "LD", "UKIP", "Green", "SNP", "PC", "DUP", "SF", "SDLP", "UUP", "APNI", "All other candidates")
# Headers that the general-election files of four Parliaments leave out.
UNSAID: dict[str, dict[str, tuple[str, ...]]] = {
    "candidacies": dict.fromkeys(("55", "56", "57", "58"), CANDIDACY),
    "constituencies": {
        "55": (*CONSTITUENCY, *TWELVE),
        "56": (*CONSTITUENCY, *TWELVE),
        "57": (*CONSTITUENCY, *TWELVE, "Of which other winner"),
        "58": (*CONSTITUENCY, *("BRX" if party == "UKIP" else party for party in TWELVE), "Of which other winner"),
    },
}
# One column under the names it has had.
SAME = {
    "ONS ID2": "ONS ID", "DC Person ID": "Democracy Club person ID", "By-election date": "Election date",
    "Other": "All other candidates", "other winner": "Of which other winner",
}  # fmt: skip


def wanted(path: str) -> bool:
    """Whether a file with this path, relative to the folder given, is one of the Library's result files."""
    return PATH.search(path) is not None


def read(page: Page) -> ReadPage:
    """Read one of the four kinds of file; a path of another shape gives nothing."""
    match = PATH.search(page.url)
    if not match:
        return ReadPage()
    parliament, folder, document = match.groups()
    header, rows, problems = table(page, parliament, document, has_date=folder == "by-elections")
    kind = "by-election" if folder == "by-elections" else "general election"
    parse = parse_candidacies if document == "candidacies" else parse_constituencies
    return ReadPage(list(parse(page, header, rows, kind, parliament)), problems)


def table(
    page: Page, parliament: str, document: str, *, has_date: bool
) -> tuple[tuple[str, ...], list[list[str]], list[ScrapedProblem]]:
    """Header, whole rows, and the rows that do not fit it. Raises UnexpectedPage when columns cannot be told."""
    rows = csv_rows(page, csv_text(page))
    code = 2 if has_date and document == "constituencies" else 1 if has_date else 0
    header: tuple[str, ...]
    if rows and len(rows[0]) > code and GSS_CODE.fullmatch(rows[0][code]):
        if has_date or parliament not in UNSAID[document]:
            raise UnexpectedPage(page, wanted="a header row", seen=f"data of Parliament {parliament} without one")
        header = UNSAID[document][parliament]
    elif rows:
        header = tuple(SAME.get(name.strip(), name.strip()) for name in rows.pop(0))
    if not rows:
        raise UnexpectedPage(page, wanted="a row per contest or candidacy", seen="a header and nothing else")
    needed = (*(CANDIDACY if document == "candidacies" else CONSTITUENCY), *(("Election date",) if has_date else ()))
    places(page, header, needed)
    whole, problems = whole_rows(header, rows)
    return header, whole, problems


def parse_candidacies(
    page: Page, header: Sequence[str], rows: Sequence[Sequence[str]], kind: str, parliament: str
) -> Iterator[ScrapedContest]:
    """candidacies.csv: a row per candidacy; a contest is a day and an ONS code, however its seat is spelt."""
    at = places(page, header, ("ONS ID",))
    day = at.get("Election date")
    person = at.get("Democracy Club person ID")
    for _, lines in grouped(rows, *([at["ONS ID"]] if day is None else [day, at["ONS ID"]])):
        yield ScrapedContest(
            document="candidacies",
            kind=kind,
            parliament_number=parliament,
            poll_date=None if day is None else lines[0][day],
            **seat(lines[0], at),
            candidacies=tuple(
                ScrapedCandidacy(
                    given_name=line[at["Candidate first name"]],
                    family_name=line[at["Candidate surname"]],
                    party=line[at["Party name"]],
                    party_abbreviation=line[at["Party abbreviation"]],
                    party_ec_id=line[at["Electoral Commission party ID"]],
                    party_mnis_id=line[at["MNIS party ID"]],
                    adjunct_ec_id=line[at["Electoral Commission adjunct party ID"]],
                    votes=line[at["Votes"]],
                    vote_share=line[at["Share"]],
                    share_change=line[at["Change"]],
                    mnis_id=line[at["Member MNIS ID"]],
                    dc_person_id=None if person is None else line[person],
                )
                for line in lines
            ),
        )


def parse_constituencies(
    page: Page, header: Sequence[str], rows: Sequence[Sequence[str]], kind: str, parliament: str
) -> Iterator[ScrapedContest]:
    """constituencies.csv: a row per contest, its figures and the votes of each party with a column."""
    at = places(page, header, ("ONS ID",))
    parties = [
        (name, place) for name, place in at.items() if place > at["Majority"] and name != "Of which other winner"
    ]
    for row in rows:
        yield ScrapedContest(
            document="constituencies",
            kind=kind,
            parliament_number=parliament,
            poll_date=row[at["Election date"]] if "Election date" in at else None,
            writ_date=row[at["Writ date"]] if "Writ date" in at else None,
            **seat(row, at),
            declared_at=row[at["Declaration time"]],
            electorate=row[at["Electorate"]],
            valid_votes=row[at["Valid votes"]],
            rejected_ballot_papers=row[at["Invalid votes"]],
            majority=row[at["Majority"]],
            outcome=row[at["Result"]],
            winner_name=f"{row[at['Member first name']]} {row[at['Member surname']]}",
            party_votes=tuple(ScrapedPartyVotes(name, row[place]) for name, place in parties),
        )


def seat(row: Sequence[str], at: dict[str, int]) -> dict[str, Any]:
    """What a row says of its seat; the region of Wales, Scotland and Northern Ireland is the nation once more."""
    return {
        "constituency": row[at["Constituency name"]],
        "gss_code": row[at["ONS ID"]],
        "nation": row[at["Country name"]],
        "region": row[at["Region name"]],
        "designation": row[at["Constituency type"]],
    }
