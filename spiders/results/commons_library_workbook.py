"""The Commons Library's workbooks: CBP-7529 (UK election statistics) and CBP-8280 (by-elections 2017 to 2019).

Gives      of CBP-7529: sheets 13, 14a and 14b, a row per by-election since 1945 (Northern Ireland 1922) with its
           result label, its turnout and the change of each party's share, and neither votes nor names; sheet 12 and
           Table 1a as claims.  Of CBP-8280: five by-elections with votes by party, vacancy, writ and winner
Quirks     a section names the general election before; two tables with other parties in the same columns stand on
           one sheet; footnotes hang on names as raised digits and stand in a text box; a change that is not there is
           "…", "..." or blank, one of nought "+0.0%" or 1e-07; words across the changes say why there are none;
           CBP-7529's only edition here is of February 2020
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from spiders.records import (
    Page,
    ReadPage,
    ScrapedClaim,
    ScrapedContest,
    ScrapedListing,
    ScrapedPartyVotes,
    ScrapedProblem,
    UnexpectedPage,
)
from spiders.results.tables import places
from spiders.results.workbooks import Sheet, Workbook

LISTS = {  # table -> document
    "13": "13 by-elections list Visual",
    "14a": "14a By-elections NI",
    "14b": "14b By-elections NI",
}
SUMMARY = "12 by-elections summary"
TITLE = re.compile(r"Table ([0-9]+[a-z]?):")
SECTION = re.compile(r"general election\b", re.IGNORECASE)
MARK = re.compile("[⁰¹²³⁴-⁹]+")
PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
NOTE = re.compile(r"([0-9]+)\. *(\S.*)")
VACANCY = re.compile(r"\b(?:called due to|re-run|resigned|disqualified)\b", re.IGNORECASE)  # a note that says why
ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MISSING = frozenset({"", "…", "...", ".."})  # the party did not stand then, or now
WORDS = re.compile(r"(?<![#A-Za-z])[A-Za-z]{3}")  # neither a number's "e-07" nor an error's "#DIV/0!"
# Why a row gives no changes, beside "By-election uncontested".
NO_CHANGES = frozenset({"not comparable", "previous general election was uncontested"})


def read_election_statistics(page: Page) -> ReadPage:
    """CBP-7529: every by-election of its lists, and the aggregates it prints."""
    workbook, found = Workbook(page), ReadPage()
    for name in ("13 by-elections list Visual", "14a By-elections NI"):
        for table in tables_of(page, workbook.sheet(name)):
            read_list(page, table, found)
    read_summary(page, workbook.sheet(SUMMARY), found)
    found.records += parse_general_elections(page, workbook.sheet("1 GE-UK"))
    return found


@dataclass(slots=True)
class Table:
    """One table of by-elections on a sheet: where its columns stand, and its numbered rows below the header."""

    number: str  # "14b"
    columns: dict[str, int]  # "Constituency" -> 1
    notes: dict[str, str]  # footnotes by number
    rows: list[tuple[int, list[str]]] = field(default_factory=list)

    @property
    def parties(self) -> list[tuple[str, int]]:
        first, last = self.columns["Result"], self.columns["Turnout"]
        return [(name, place) for name, place in self.columns.items() if first < place < last]


def tables_of(page: Page, sheet: Sheet) -> list[Table]:
    """The tables of a sheet, each begun by its title. Raises UnexpectedPage for one we do not know."""
    tables: list[Table] = []
    title = ""
    is_open = False  # rows below a header belong to its table, until its notes or the next title
    for number, row in enumerate(sheet.rows, 1):
        if match := TITLE.match(row[0]):
            title, is_open = match[1], False
        elif row[0].strip() == "Date":
            header = {MARK.sub("", name).strip(): place for place, name in enumerate(row) if name.strip()}
            places(page, list(header), ("Date", "Constituency", "Result", "Turnout"))
            tables.append(Table(title, header, footnotes(sheet.notes)))
            is_open = True
        elif row[0].strip() == "Notes":
            is_open = False
        elif is_open:
            tables[-1].rows.append((number, row))
    if not tables or any(table.number not in LISTS or not table.parties for table in tables):
        seen = ", ".join(f"{table.number}: {', '.join(table.columns)}" for table in tables) or "none"
        raise UnexpectedPage(page, wanted="Tables 13, 14a or 14b with their columns", seen=f"tables {seen}"[:300])
    return tables


def footnotes(lines: Sequence[str]) -> dict[str, str]:
    """Notes by their number; the sources below them are numbered too, and are none."""
    notes: dict[str, str] = {}
    for line in lines:
        if line.startswith("Sources"):
            break
        if match := NOTE.fullmatch(line):
            notes[match[1]] = match[2]
    return notes


def read_list(page: Page, table: Table, found: ReadPage) -> None:
    """The by-elections of one table, and one listing for each of its sections."""
    sections: list[tuple[str | None, list[ScrapedContest]]] = [(None, [])]
    for number, row in table.rows:
        first = row[0].strip()
        said = [cell.strip() for cell in row if cell.strip()]
        if row[table.columns["Constituency"]].strip():
            sections[-1][1].append(parse_row(table, number, row, sections[-1][0]))
        elif SECTION.match(first) and len(said) == 1:
            sections.append((row[0], []))
        elif said and said != ["None"]:
            seen = f"row {number} of Table {table.number}: {' | '.join(said)}"
            found.problems.append(ScrapedProblem("row-unreadable", seen[:300]))
    for _, contests in sections:
        contests = in_order(contests)
        ids = tuple(one.source_contest_id or "" for one in contests)
        if ids:
            found.records.append(ScrapedListing("by-election", None, None, ids, (page.url,) * len(ids)))
        found.records += contests


def parse_row(table: Table, number: int, row: Sequence[str], section: str | None) -> ScrapedContest:
    """One by-election. Words in place of changes say that there was no poll, or none to compare with."""
    problems: list[ScrapedProblem] = []
    name = row[table.columns["Constituency"]]
    changes, status = [], None
    for party, place in table.parties:
        printed = row[place].strip()
        if WORDS.search(printed):
            if printed.casefold().startswith("by-election uncontested"):
                status = printed
            elif printed.casefold() not in NO_CHANGES:
                problems.append(ScrapedProblem("words-among-figures", printed, "share_change"))
        elif printed not in MISSING:
            changes.append(ScrapedPartyVotes(party, share_change=row[place]))
    for place, printed in enumerate(row):
        if printed.strip() and place not in table.columns.values():
            problems.append(ScrapedProblem("value-outside-the-columns", f"{letter(place)}{number}: {printed}"))
    reasons = []
    for mark in MARK.findall(f"{name} {section or ''}"):
        note = table.notes.get(mark.translate(PLAIN))
        if note is None:
            problems.append(ScrapedProblem("footnote-without-text", f"{name}: {mark}", "constituency"))
        elif VACANCY.search(note):
            reasons.append(note)
    return ScrapedContest(
        document=LISTS[table.number],
        kind="by-election",
        source_contest_id=f"{table.number} row {number}",
        constituency=name,
        nation="Northern Ireland" if table.number.startswith("14") else None,
        poll_date=row[table.columns["Date"]],
        general_election=section,
        outcome=row[table.columns["Result"]],
        turnout=row[table.columns["Turnout"]],
        poll_status=status,
        vacancy_words=" ".join(reasons) or None,
        party_votes=tuple(changes),
        problems=tuple(problems),
    )


def in_order(contests: Sequence[ScrapedContest]) -> list[ScrapedContest]:
    """The by-elections of a section, one whose day is before that of the row above it told as a problem."""
    told, before = [], ""
    for place, contest in enumerate(contests):
        day = contest.poll_date or ""
        if ISO_DAY.fullmatch(day):
            if day < before:
                after = contests[place + 1].poll_date if place + 1 < len(contests) else None
                seen = f"{day} stands after {before}" + (f" and before {after}" if after else "")
                problem = ScrapedProblem("date-out-of-order", seen, "poll_date")
                contest = replace(
                    contest,
                    problems=(*contest.problems, problem),
                    listed_between=(before, after) if after and ISO_DAY.fullmatch(after) else None,
                )
            before = max(day, before)
        told.append(contest)
    return told


def read_summary(page: Page, sheet: Sheet, found: ReadPage) -> None:
    """Sheet 12: averages and net changes of seats for each Parliament. "…" is a claim too: that nothing changed."""
    top = next((place for place, row in enumerate(sheet.rows) if row[0].startswith("Number of")), None)
    if top is None or len(sheet.rows) < top + 3 or not any(cell.strip() for cell in sheet.rows[top + 2]):
        raise UnexpectedPage(page, wanted=f"a header over three rows on sheet {SUMMARY!r}", seen="none of that form")
    labels = {1: clean(sheet.rows[top][0])}  # merged over the labels and the counts
    group = ""
    for place, (printed, below) in enumerate(zip(sheet.rows[top], sheet.rows[top + 2], strict=True)):
        if place > 1 and (printed.strip() or below.strip()):
            group = clean(printed) or group
            labels[place] = f"{group}: {clean(below)}" if below.strip() else group
    for number, row in enumerate(sheet.rows[top + 3 :], top + 4):
        if row[0].startswith("Sources"):
            break
        if row[0].strip():
            found.records += claims(SUMMARY, number, clean(row[0]).replace("- ", "-"), row, labels)
            for place, printed in enumerate(row[1:], 1):
                if printed.strip() and place not in labels:
                    found.problems.append(
                        ScrapedProblem(
                            "value-outside-the-columns", f"{letter(place)}{number}: {printed}", contest=SUMMARY
                        )
                    )


def parse_general_elections(page: Page, sheet: Sheet) -> Iterator[ScrapedClaim]:
    """Table 1a of sheet "1 GE-UK": votes in millions and shares by party at each general election since 1918.

    Table 1b beside it (candidates, seats won) is left alone.
    """
    labels: dict[int, str] = {}
    tables = 0
    for number, row in enumerate(sheet.rows, 1):
        below = sheet.rows[number] if number < len(sheet.rows) else []
        if len(below) > 7 and clean(below[2]) == "CON" and clean(below[7]) == "Total":
            labels = {place: f"{clean(row[2])}: {clean(below[place])}" for place in range(2, 8)}
            tables += 1
        elif labels and re.fullmatch(r"[0-9]{4}", row[0].strip()):
            month = f" ({row[1].strip()})" if WORDS.search(row[1]) else ""  # beside 1918 stands a footnote's mark
            yield from claims("1 GE-UK", number, row[0].strip() + month, row, labels)
    if tables != 2:
        raise UnexpectedPage(page, wanted="votes and shares under CON ... Total on sheet '1 GE-UK'", seen=f"{tables}")


def claims(table: str, number: int, label: str, row: Sequence[str], labels: dict[int, str]) -> Iterator[ScrapedClaim]:
    for place, column in labels.items():
        if place < len(row) and row[place].strip():
            yield ScrapedClaim("CBP-7529", table, f"{letter(place)}{number}", label, column, row[place].strip())


def letter(place: int) -> str:
    """Column 0 -> "A"; the tables of claims end before Z."""
    return chr(ord("A") + place)


def clean(label: str) -> str:
    """A label on one line, without its footnote's mark, which a formula that copies a label makes a plain digit."""
    return re.sub(r"(?<=[A-Za-z])[0-9]+$", "", " ".join(MARK.sub("", label).split()))


def read_by_elections_2017(page: Page) -> ReadPage:
    """CBP-8280: one row per by-election, votes by party; what is blank in one row is 0 in another."""
    workbook = Workbook(page)
    header, *rows = workbook.sheet(next(iter(workbook.paths), "")).rows or [[]]
    at = places(page, header, (
        "ons_id", "constituency_name", "region_name", "country_name", "constituency_type", "by-election date",
        "Date vacancy opened", "Reason for vacancy", "Writ moved", "Name of winning candidate", "result",
        "electorate", "valid_votes", "invalid_votes", "majority",
    ))  # fmt: skip
    parties = [(name, place) for name, place in at.items() if place > at["majority"] and name]
    found = ReadPage()
    for number, row in enumerate(rows, 2):
        if not any(cell.strip() for cell in row):
            continue
        found.records.append(
            ScrapedContest(
                document="CBP-8280",
                kind="by-election",
                source_contest_id=f"CBP-8280 row {number}",
                constituency=row[at["constituency_name"]],
                gss_code=row[at["ons_id"]],
                nation=row[at["country_name"]],
                region=row[at["region_name"]],
                designation=row[at["constituency_type"]],
                poll_date=row[at["by-election date"]],
                writ_date=row[at["Writ moved"]],
                vacancy_date=row[at["Date vacancy opened"]],
                vacancy_words=row[at["Reason for vacancy"]],
                electorate=row[at["electorate"]],
                valid_votes=row[at["valid_votes"]],
                rejected_ballot_papers=row[at["invalid_votes"]],
                majority=row[at["majority"]],
                outcome=row[at["result"]],
                winner_name=row[at["Name of winning candidate"]],
                party_votes=tuple(ScrapedPartyVotes(name, row[place]) for name, place in parties if row[place].strip()),
            )
        )
    if not found.records:
        raise UnexpectedPage(page, wanted="a row per by-election", seen="a header and nothing else")
    return found
