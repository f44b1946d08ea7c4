"""Results as Parliament publishes them: contest pages with their CSV, and general elections in bulk.

Publisher  House of Commons Library, electionresults.parliament.uk     Licence  Open Parliament Licence v3.0
Gives      candidacies, electorate, valid and rejected papers, result labels, writ dates, party registrations
Quirks     a contest's CSV quotes nothing, so commas shift its rows; family names are capitals on pages; the header row
           of the candidates' table is never closed; a contest without numbers is not published yet, and never nought
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from bs4 import Tag
from bs4.filter import SoupStrainer

from spiders.records import (
    Page,
    ReadPage,
    ScrapedCandidacy,
    ScrapedContest,
    ScrapedListing,
    ScrapedProblem,
    ScrapedRegistration,
    UnexpectedPage,
)
from spiders.results.html import tree_of, words
from spiders.results.tables import csv_text, places

NAME = "parliament"
READER_VERSION = 3
HOST = "electionresults.parliament.uk"
# Documents that state figures of one contest, the most exact first.
DOCUMENTS = ("candidate-results", "candidacies", "elections", "page")

DAY = r"([0-9]{1,2} [A-Z][a-z]+ [0-9]{4})"
HEADING = re.compile(rf"(By-election|General election|Notional election) for the constituency of (.+) on {DAY}")
KINDS = {"By-election": "by-election", "General election": "general election", "Notional election": "notional"}
RESULT = re.compile(
    r"(?P<label>.*?\b(?:hold|gain(?: from .+?)?|[Nn]otional result))(?: by (?P<winner>.+?))?"
    r"(?: with a majority of (?P<majority>[0-9,]+)(?: - (?P<share>[0-9.]+%))?(?: -)?"
    r" on a turnout of (?P<turnout>[0-9.]+%))?\.?"
)
COUNT_WORD = re.compile(r"\b(electorate|invalid|valid)\b", re.IGNORECASE)
NUMBER = re.compile(r"[0-9][0-9,]*")
UNKNOWN = re.compile(r"invalid.{0,60}\b(?:unknown|not known|not recorded|not available)", re.IGNORECASE | re.DOTALL)
WRIT = re.compile(r"\bwrit\b.* on ([0-9]{1,2} [A-Z][a-z]+ [0-9]{4})")
DECLARED = re.compile(r"declared at ([0-9]{1,2}:[0-9]{2} on [0-9]{1,2} [A-Z][a-z]+ [0-9]{4})")
BY_ELECTIONS = re.compile(r"([0-9,]+) by-elections? in the ([0-9]+)(?:st|nd|rd|th) Parliament")
LISTED = re.compile(r"([0-9]{1,2} [A-Z][a-z]+ [0-9]{4}) - (.+)")
ID = re.compile(r"/([0-9]+)(?:/|$)")
QUOTED_CELL = re.compile(r'(?:^|,)(?:"(?P<quoted>.*?)"(?=,|$)|(?P<plain>[^,]*))')


def read(page: Page) -> ReadPage:
    """Read one page of the site; an address that holds no results (robots.txt, a redirect) gives nothing.

    Raises UnexpectedPage when the page is not what its address promises.
    """
    path = urlsplit(page.url).path
    for pattern, reader in READERS:
        if re.fullmatch(pattern, path):
            return reader(page)
    return ReadPage()


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of a list page: where it leads, and its words."""

    path: str
    id: str
    label: str
    is_notional: bool = False


def links_in(main: Tag, block: str) -> list[Listed]:
    """The links in the list of one block; a block that is absent has none."""
    found = []
    for link in main.select(f"div#{block} li a[href]"):
        path = path_of(str(link["href"]))
        if match := ID.search(path):
            found.append(Listed(path, match[1], words(link), block == "notional-results"))
    return found


def parse_elections_index(page: Page) -> tuple[list[Listed], list[Listed]]:
    """/elections -> general elections (notional ones among them), and the by-election list of each Parliament."""
    main = main_of(page)
    general = links_in(main, "general-elections") + links_in(main, "notional-results")
    lists = links_in(main, "by-elections")
    if not general or not lists:
        raise UnexpectedPage(
            page, wanted="div#general-elections and div#by-elections with links", seen="a list is empty"
        )
    return general, lists


def parse_elections(page: Page) -> ReadPage:
    """/elections -> how many by-elections each Parliament is said to have had."""
    _, lists = parse_elections_index(page)
    read_page = ReadPage()
    for listed in lists:
        if match := BY_ELECTIONS.match(listed.label):
            read_page.records.append(ScrapedListing("by-election", match[2], match[1].replace(",", "")))
        else:
            read_page.problems.append(ScrapedProblem("count-unreadable", listed.label, "printed_count"))
    return read_page


def parse_by_election_list(page: Page) -> list[Listed]:
    """/parliament-periods/<n>/by-elections -> its contests; a Parliament without any has no list at all."""
    return links_in(main_of(page), "by-elections")


def parse_list(page: Page) -> ReadPage:
    listed = parse_by_election_list(page)
    number = id_in(page.url)
    problems = [
        ScrapedProblem("list-entry-unreadable", one.label, "poll_date", one.id)
        for one in listed
        if not LISTED.fullmatch(one.label)
    ]
    ids, urls = tuple(one.id for one in listed), tuple(f"https://{HOST}{one.path}" for one in listed)
    return ReadPage([ScrapedListing("by-election", number, None, ids, urls)], problems)


def parse_contest(page: Page) -> ReadPage:
    """/elections/<id>: one contest, in whichever of the four states of publication it is.

    The state shows in the headers of the candidates' table; below full results there are no votes, and none are given.
    """
    main = main_of(page)
    heading = HEADING.fullmatch(words(main.find("h1")))
    if not heading:
        raise UnexpectedPage(
            page, wanted="h1 '<kind> for the constituency of <seat> on <day>'", seen=f"h1 {words(main.find('h1'))!r}"
        )
    kind = KINDS[heading[1]]
    links = [path_of(str(link["href"])) for link in main.select("p a[href]")]
    parliament = next((ID.search(path) for path in links if path.startswith("/parliament-periods/")), None)
    area = next((ID.search(path) for path in links if path.startswith("/constituency-areas/")), None)
    state, candidacies = candidates_of(page, main)
    if kind == "by-election" and state != "results":
        raise UnexpectedPage(page, wanted="a candidates' table with votes", seen=f"a by-election in state {state!r}")
    problems: list[ScrapedProblem] = []
    sentence = words(main.select_one("div#result-summary > p"))
    result = RESULT.fullmatch(sentence)
    if sentence and not result:
        problems.append(ScrapedProblem("result-sentence-unreadable", sentence, "outcome"))
    electorate, valid, rejected = count_of(page, main) if state == "results" else (None, None, None)
    paragraphs = [words(paragraph) for paragraph in main.find_all("p")]
    writ = next((match[1] for text in paragraphs if (match := WRIT.search(text))), None)
    declared = next((match[1] for text in paragraphs if (match := DECLARED.search(text))), None)
    contest = ScrapedContest(
        document="page",
        kind=kind,
        state=state,
        source_contest_id=id_in(page.url),
        constituency=heading[2],
        source_area_id=area[1] if area else None,
        poll_date=heading[3],
        general_election_date=heading[3] if kind != "by-election" else None,
        parliament_number=parliament[1] if parliament else None,
        writ_date=writ,
        declared_at=declared,
        electorate=electorate,
        valid_votes=valid,
        rejected_ballot_papers=rejected,
        majority=result["majority"] if result else None,
        majority_share=result["share"] if result else None,
        turnout=result["turnout"] if result else None,
        outcome=result["label"] if result else None,
        winner_name=result["winner"] if result else None,
        candidacies=tuple(candidacies),
        problems=tuple(problems),
    )
    return ReadPage([contest])


def count_of(page: Page, main: Tag) -> tuple[str, str, str | None]:
    """p#count: electorate, valid votes, rejected papers as printed; "" where the page says they are not known.

    The wording changes, so numbers are paired with the words electorate, valid and invalid in the order of both.
    """
    text = words(main.select_one("p#count"))
    is_unknown = UNKNOWN.search(words(main.select_one("div#result-summary")))
    named: list[str] = []
    for word in COUNT_WORD.findall(UNKNOWN.sub("", text)):
        if word.lower() not in named:
            named.append(word.lower())
    numbers = NUMBER.findall(text)
    if len(named) != len(numbers) or not {"electorate", "valid"} <= set(named):
        raise UnexpectedPage(page, wanted="p#count with electorate, valid and invalid votes", seen=f"p#count {text!r}")
    found = dict(zip(named, numbers, strict=True))
    return found["electorate"], found["valid"], found.get("invalid", "" if is_unknown else None)


def candidates_of(page: Page, main: Tag) -> tuple[str, list[ScrapedCandidacy]]:
    """The candidates' table and the state of publication that its headers show."""
    table = main.select_one("div#candidacies table")
    if not table:
        return "empty", []
    headers = [words(cell).casefold() for cell in table.select("thead th, thead td")]
    if not {"name", "party"} <= set(headers):
        raise UnexpectedPage(
            page, wanted="div#candidacies table with headers Name, Party, ...", seen=f"headers {headers}"
        )
    at = {name: place for place, name in enumerate(headers)}
    votes = next((at[name] for name in ("vote", "votes", "vote count") if name in at), None)
    state = "results" if votes is not None else "winner" if "elected" in at else "candidates"
    candidacies = []
    for row in table.select("tbody tr"):
        cells = row.find_all("td", recursive=False)
        if len(cells) != len(headers):
            raise UnexpectedPage(
                page, wanted=f"{len(headers)} cells a row", seen=f"a row of {len(cells)}: {words(row)[:120]!r}"
            )

        def text(*names: str, cells: Sequence[Tag] = cells) -> str | None:
            return next((words(cells[at[name]]) for name in names if name in at), None)

        candidacies.append(
            ScrapedCandidacy(
                **name_of(cells[at["name"]]),
                **party_of(cells[at["party"]]),
                votes=text("vote", "votes", "vote count"),
                vote_share=text("vote share"),
                share_change=text("vote change"),
                is_elected={"elected": "true", "-": "false"}.get((text("elected") or "").casefold()),
            )
        )
    if not candidacies:
        raise UnexpectedPage(page, wanted="a row per candidacy", seen="a candidates' table without rows")
    return state, candidacies


def name_of(cell: Tag) -> dict[str, str | None]:
    """ "FAMILY NAME, Given" and, for members, the id in the link. Capitals and commas may stand in the family name."""
    text = words(cell)
    link = cell.find("a", href=True)
    member = ID.search(path_of(str(link["href"]))) if isinstance(link, Tag) else None
    found: dict[str, str | None] = {"mnis_id": member[1] if member else ""}
    if text == "Notional candidate":
        return found | {"is_notional": "true"}
    cut = len(text)
    while (cut := text.rfind(", ", 0, cut)) > 0:
        if text[:cut] == text[:cut].upper():
            return found | {"family_name": text[:cut], "given_name": text[cut + 2 :]}
    return found | {"name": text}


def party_of(cell: Tag) -> dict[str, str | None]:
    """Short form as text, full name as title; two of them for a joint candidacy; "Ind" and "Spk" are no parties."""
    marks = cell.find_all(["a", "abbr"])
    shown = [(words(mark), str(mark.get("title") or words(mark))) for mark in marks]
    if not shown:
        return {"party": words(cell)}
    (short, long), *more = shown
    if short in ("Ind", "Spk"):
        return {"is_independent": "true"} if short == "Ind" else {"is_speaker": "true"}
    number = next((name.removeprefix("party-") for name in cell.get("class") or () if name.startswith("party-")), None)
    return {
        "party": long,
        "party_abbreviation": short,
        "party_mnis_id": number,
        "adjunct_party": more[0][1] if more else "",
    }


def main_of(page: Page) -> Tag:
    """main#main-content; raises UnexpectedPage when the page has none, breaks off, or is nested beyond reason."""
    tree = tree_of(page, SoupStrainer("main", id="main-content"))
    main = tree.find("main", id="main-content")
    if not isinstance(main, Tag):
        raise UnexpectedPage(
            page, wanted="main#main-content", seen="a page without it: an error page, or a browser check"
        )
    return main


CANDIDATE = {
    "family_name": "Candidate family name", "given_name": "Candidate given name", "mnis_id": "Candidate MNIS ID",
    "party": "Main party name", "party_abbreviation": "Main party abbreviation", "party_mnis_id": "Main party MNIS ID",
    "adjunct_party": "Adjunct party name", "is_speaker": "Candidate is standing as Commons Speaker",
    "is_independent": "Candidate is standing as independent", "votes": "Candidate vote count",
    "vote_share": "Candidate vote share", "share_change": "Candidate vote change",
    "position": "Candidate result position",
}  # fmt: skip
NOTIONAL = "Candidate is notional political party aggregate"  # a column since December 2025
SEAT = {
    "constituency": "Constituency name", "gss_code": "Constituency geographic code", "nation": "Country name",
    "region": "English region name", "designation": "Constituency designation", "electorate": "Electorate",
    "boundary_set_start": "Boundary set start date", "poll_date": "Election polling date",
    "general_election_date": "General election polling date", "parliament_number": "Parliament number",
    "declared_at": "Declaration time", "valid_votes": "Election valid vote count",
    "rejected_ballot_papers": "Election invalid vote count", "outcome": "Election result summary",
}  # fmt: skip
ELECTION = {
    "constituency": "Constituency name", "gss_code": "Constituency geographic code", "poll_date": "Polling date",
    "electorate": "Electorate", "valid_votes": "Valid vote count", "rejected_ballot_papers": "Invalid vote count",
    "majority": "Majority", "declared_at": "Declaration time",
}  # fmt: skip
REGISTRATION = {
    "party": "Party name", "abbreviation": "Party abbreviation", "mnis_id": "Party MNIS ID",
    "ec_id": "Electoral Commission ID",
    "country": "Country name", "registered_on": "Registered on", "deregistered_on": "Deregistered on",
}  # fmt: skip


def lines_of(page: Page) -> list[str]:
    """The lines of a download, blank ones left out; raises UnexpectedPage when it breaks off inside a line."""
    text = csv_text(page)
    if not text.endswith(("\n", "\r")):
        raise UnexpectedPage(page, wanted="a file that ends with a newline", seen=f"it breaks off at {text[-60:]!r}")
    return [line for line in text.splitlines() if line.strip(" ,")]


def parse_candidate_results(page: Page) -> ReadPage:
    """/elections/<id>/candidate-results.csv: nothing is quoted, so a comma in a cell makes a row too long."""
    lines = lines_of(page)
    header = [name.strip() for name in lines[0].split(",")]
    at = places(
        page, header, (*CANDIDATE.values(), "Candidate is sitting MP", "Candidate Member URL", "Main party URL")
    )
    if len(lines) == 1:
        raise UnexpectedPage(page, wanted="a row per candidacy", seen="a header and nothing else: not available")
    candidacies, problems = [], []
    for line in lines[1:]:
        cells = line.split(",")
        if len(cells) > len(header):
            cells = without_stray_commas(cells, header)
        if len(cells) == len(header):
            candidacies.append(candidacy(cells, at))
        else:
            problems.append(ScrapedProblem("csv-row-unreadable", line[:300]))
    contest_id = id_in(page.url)
    contest = ScrapedContest(
        document="candidate-results",
        kind="",
        source_contest_id=contest_id,
        candidacies=tuple(candidacies),
        problems=tuple(problems),
    )
    return ReadPage([contest])


def without_stray_commas(cells: list[str], header: Sequence[str]) -> list[str]:
    """Put a row back together whose names or party hold commas; the row as it is when that is not certain.

    Certain are: the two booleans between member id and member address, the address of the party, and the last cells,
    none of which can hold a comma. A cell that goes on after a comma starts with a blank.
    """
    tail = len(header) - header.index("Candidate is standing as Commons Speaker")
    for first in range(3, len(cells) - tail):
        is_anchor = (
            cells[first] in ("true", "false")
            and cells[first + 1] in ("true", "false")
            and re.fullmatch("[0-9]*", cells[first - 1])
            and (not cells[first + 2] or "/members/" in cells[first + 2])
        )
        if is_anchor:
            break
    else:
        return cells
    names: list[str] = []
    for cell in cells[: first - 1]:
        if cell.startswith(" ") and names:
            names[-1] += f",{cell}"
        else:
            names.append(cell)
    party = cells[first + 3 : len(cells) - tail]
    address = next((place for place, cell in enumerate(party) if "/political-parties/" in cell), None)
    if address is not None and address >= 3:
        party = [",".join(party[: address - 2]), *party[address - 2 : address + 1], *party[address + 1 :]]
    if len(names) != 2 or len(party) != len(header) - tail - 6:
        return cells
    return [*names, *cells[first - 1 : first + 3], *party, *cells[len(cells) - tail :]]


def fields(cells: Sequence[str], at: dict[str, int], columns: dict[str, str]) -> dict[str, Any]:
    """The cells of the named columns, by the field each fills."""
    return {field: cells[at[name]] for field, name in columns.items()}


def candidacy(cells: Sequence[str], at: dict[str, int]) -> ScrapedCandidacy:
    notional = cells[at[NOTIONAL]] if NOTIONAL in at else None
    return ScrapedCandidacy(**fields(cells, at, CANDIDATE), is_notional=notional)


def split_quoted(line: str, width: int) -> list[str]:
    """The cells of a line whose quotes are not escaped: a quoted cell ends at a quote before a comma."""
    if '"' not in line:
        return line.split(",")
    cells = [match["plain"] if match["quoted"] is None else match["quoted"] for match in QUOTED_CELL.finditer(line)]
    return [cell.replace('""', '"') for cell in cells]


def table_of(page: Page, wanted: Sequence[str]) -> tuple[dict[str, int], list[list[str]], list[ScrapedProblem]]:
    """A bulk download: where its columns stand, its whole rows, and the lines that do not fit the header."""
    lines = lines_of(page)
    header = lines[0].split(",")
    at = places(page, header, wanted)
    if len(lines) == 1:
        raise UnexpectedPage(
            page, wanted="a row per contest or candidacy", seen="a header and nothing else: not available"
        )
    rows, problems = [], []
    for line in lines[1:]:
        cells = split_quoted(line, len(header))
        if len(cells) == len(header):
            rows.append(cells)
        else:
            problems.append(ScrapedProblem("csv-row-unreadable", line[:300]))
    return at, rows, problems


def parse_candidacies(page: Page) -> ReadPage:
    """/general-elections/<id>/candidacies.csv: every candidacy, with its contest repeated on each row."""
    at, rows, problems = table_of(
        page,
        (
            *CANDIDATE.values(),
            *SEAT.values(),
            "General election is notional",
            "Election URL",
            "Constituency URL",
            "Majority",
        ),
    )
    contests: dict[str, list[list[str]]] = {}
    for row in rows:
        contests.setdefault(row[at["Election URL"]], []).append(row)
    records = []
    for url, group in contests.items():
        first = group[0]
        majority = next((row[at["Majority"]] for row in group if row[at["Majority"]]), "")
        said = [*SEAT.values(), "Majority"]
        told = {name: sorted({row[at[name]] for row in group if row[at[name]] or name != "Majority"}) for name in said}
        problems += [
            ScrapedProblem("rows-disagree", f"{name}: {' and '.join(values)}"[:300], name, id_in(url) or url)
            for name, values in told.items()
            if len(values) > 1
        ]
        records.append(
            ScrapedContest(
                document="candidacies",
                kind="notional" if first[at["General election is notional"]] == "true" else "general election",
                source_contest_id=id_in(url),
                source_area_id=id_in(first[at["Constituency URL"]]),
                **fields(first, at, SEAT),
                majority=majority,
                candidacies=tuple(candidacy(row, at) for row in group),
            )
        )
    return ReadPage(list(records), problems)


def parse_elections_csv(page: Page) -> ReadPage:
    """/general-elections/<id>/elections.csv: the seats of a general election, one row each."""
    at, rows, problems = table_of(page, (*ELECTION.values(), "Is notional", "Election URL", "Constituency URL"))
    records = [
        ScrapedContest(
            document="elections",
            kind="notional" if row[at["Is notional"]] == "true" else "general election",
            source_contest_id=id_in(row[at["Election URL"]]),
            source_area_id=id_in(row[at["Constituency URL"]]),
            general_election_date=row[at["Polling date"]],
            **fields(row, at, ELECTION),
        )
        for row in rows
    ]
    return ReadPage(list(records), problems)


def parse_registrations(page: Page) -> ReadPage:
    """/political-party-registrations.csv: the Electoral Commission's register as the Library copies it."""
    at, rows, problems = table_of(page, tuple(REGISTRATION.values()))
    records = [ScrapedRegistration(**fields(row, at, REGISTRATION)) for row in rows]
    return ReadPage(list(records), problems)


def id_in(url: str) -> str | None:
    match = ID.search(path_of(url))
    return match[1] if match else None


def path_of(url: str) -> str:
    """The path of an address as a page prints it; "" for one that is none ("https://[elections/3901")."""
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


Reader = Callable[[Page], ReadPage]
READERS: tuple[tuple[str, Reader], ...] = (
    (r"/elections", parse_elections),
    (r"/parliament-periods/[0-9]+/by-elections", parse_list),
    (r"/elections/[0-9]+", parse_contest),
    (r"/elections/[0-9]+/candidate-results\.csv", parse_candidate_results),
    (r"/general-elections/[0-9]+/candidacies\.csv", parse_candidacies),
    (r"/general-elections/[0-9]+/elections\.csv", parse_elections_csv),
    (r"/political-party-registrations\.csv", parse_registrations),
)
