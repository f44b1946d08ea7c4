"""One cell of a source's table changed at random: the page is refused, the figure is told as a problem, or it stands as
that source's statement, as printed. Nothing else may come of it, neither a crash nor a figure that nobody printed.

The tables of the fixtures, and the real ones where they lie beside the working copy. In those one cell of every few
rows is changed at once, so that one reading tries a thousand of them.
"""

from __future__ import annotations

import csv
import io
import random
import re
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.clean.contests import Problem, clean_contest
from flows.clean.counts import UNKNOWN
from flows.sources import SOURCES
from spiders.records import Page, ReadPage, ScrapedContest, UnexpectedPage
from spiders.results import commons_library_workbook
from spiders.results.commons_library_workbook import read_by_elections_2017, read_election_statistics
from spiders.results.parliament_files import GSS_CODE, UNSAID
from spiders.results.workbooks import Sheet, Workbook
from tests.shared import LIBRARY_FILES, SHARED, needs_shared
from tests.spiders.test_readers import CASES, FIXTURES, page_of
from tests.warehouse.helpers import Said, warehouse

COUNTS = ("electorate", "valid_votes", "rejected_ballot_papers", "majority", "votes", "seats", "position")
SHARES = ("turnout", "majority_share", "vote_share", "share_change")
FIGURES = COUNTS + SHARES
STATED = ("votes", "electorate", "valid_votes", "rejected_ballot_papers", "majority", "vote_share", "share_change")
LIBRARY_FOLDER = SHARED / "sources/parliament/hoc-library"
COLUMN = re.compile(r"votes|share|change|electorate|majority|turnout|seats", re.IGNORECASE)
PARTY_COLUMN = re.compile(r"con|lab|ld|ukip|brx|brexit|green|snp|pc|dup|sf|sdlp|uup|apni|alliance", re.IGNORECASE)


@dataclass(frozen=True)
class Table:
    """A CSV file as rows of cells, and the page it came as."""

    source: str
    page: Page
    rows: tuple[tuple[str, ...], ...]

    def having(self, cells: dict[tuple[int, int], str]) -> Page:
        """The page with other cells, each by its row and column; a cell keeps to its row, as a spreadsheet saves it."""
        changed = [list(row) for row in self.rows]
        for (row, column), text in cells.items():
            changed[row][column] = text
        out = io.StringIO(newline="")
        csv.writer(out).writerows(changed)
        return replace(self.page, body=out.getvalue().encode("utf-8", "surrogatepass"))

    @property
    def texts(self) -> frozenset[str]:
        return frozenset(text for row in self.rows for text in row)

    @property
    def figures(self) -> list[int]:
        """The columns that hold figures, by their names, or by what they hold in a file that has no names."""
        head = self.rows[0]
        if GSS_CODE.fullmatch(head[0]):
            head = next(one for kind in UNSAID.values() for one in kind.values() if len(one) == len(head))
        return [
            place
            for place, name in enumerate(head)
            if COLUMN.search(name) or PARTY_COLUMN.fullmatch(name.strip().removesuffix("_votes"))
        ]


def table(source: str, page: Page) -> Table:
    rows = csv.reader(io.StringIO(page.text(), newline=""))
    return Table(source, page, tuple(tuple(row) for row in rows if row))


def readable() -> Iterator[Table]:
    for case in CASES:
        if (case / "page.csv").is_file() and '"refused"' not in (case / "expected.json").read_text(encoding="utf-8"):
            yield table(case.parent.name, page_of(case))


TABLES = list(readable())


def real(source: str, path: Path) -> Table:
    return table(source, Page(url=f"file:{source}/{path.as_posix()}", body=path.read_bytes()))


# --- what a changed cell may come to ----------------------------------------------------------------------------------


def read(source: str, page: Page) -> ReadPage | None:
    try:
        found: ReadPage = import_module(SOURCES[source].module).read(page)
    except UnexpectedPage:
        return None
    return found


def lines_of(contest: ScrapedContest) -> Iterator[tuple[str, Any]]:
    """The contest itself and each of its lines, with the part of a statement they become."""
    yield "contest", contest
    yield from (("candidacies", one) for one in contest.candidacies)
    yield from (("party_votes", one) for one in contest.party_votes)


def printed(contest: ScrapedContest) -> Iterator[tuple[str, str]]:
    """Each figure of a contest and its lines, by its field and text."""
    for _, line in lines_of(contest):
        yield from ((name, text) for name in FIGURES if (text := getattr(line, name, None)))


def value_of(text: str) -> Decimal:
    """The number a text prints, read in the plainest way there is."""
    plain = text.replace("\u00a0", " ").strip().replace(",", "").replace("\u2212", "-")
    return Decimal(plain.removesuffix("%")) / (100 if plain.endswith("%") else 1)


def figures_of(contest: ScrapedContest) -> Iterator[tuple[str, str, Any, list[Problem]]]:
    """Every figure printed of a contest: its field, its text, what cleaning made of it, and the problems it told."""
    statement, problems = clean_contest(contest)
    # a line listed twice is told, and left out
    is_shorter = len(statement.candidacies) < len(contest.candidacies)
    rows = {
        "contest": [statement.contest],
        "candidacies": [] if is_shorter else statement.candidacies,
        "party_votes": statement.party_votes,
    }
    if is_shorter:
        assert "candidacy-listed-twice" in {problem.rule for problem in problems}
    seen: Counter[str] = Counter()
    for part, line in lines_of(contest):
        if seen[part] < len(rows[part]):
            row = rows[part][seen[part]]
            seen[part] += 1
            yield from (
                (name, getattr(line, name), row[name], problems)
                for name in FIGURES
                if name in row and getattr(line, name, None)
            )


def check_figures(contest: ScrapedContest) -> None:
    """A figure is what is printed, or is not known and told; and nothing that the warehouse has no room for."""
    for name, text, value, problems in figures_of(contest):
        if value is None:
            is_blank = text.replace("\u00a0", " ").strip() in UNKNOWN
            is_unopposed = name in ("votes", "valid_votes") and re.fullmatch(r"\s*-[1-9]\s*", text)
            told = [one for one in problems if one.field == name]
            assert is_blank or is_unopposed or told, f"{name} {text!r} is lost in silence"
            others = [getattr(line, "votes", None) or "" for _, line in lines_of(contest)]
            if is_unopposed and any(re.fullmatch(r"[1-9][0-9]*", votes) for votes in others):
                assert told or any(one.rule == "votes-without-poll" for one in problems)
        elif name in COUNTS:
            assert Decimal(value) == value_of(text) and 0 <= value <= 60_000_000, f"{name} {text!r} became {value}"
        else:
            low = -1 if name == "share_change" else 0
            assert low <= value <= 1, f"{name} {text!r} became {value}"
            # a nought typed so that it shows
            assert abs(Decimal(value) - value_of(text)) < Decimal("1e-6"), f"{name} {text!r} became {value}"


def check(after: ReadPage | None, cells: Collection[str]) -> None:
    """Every figure stands in a cell of the table, and cleaning reads it as it stands or tells of it."""
    for record in after.records if after else ():
        if isinstance(record, ScrapedContest):
            check_figures(record)
            for name, text in printed(record):
                assert text in cells, f"{name} {text!r} stands in no cell"


OTHER = (
    "", " ", "-", "[x]", "...", "n/a", "0", "-1", "-5", "1", "60000001", "9" * 400, "1e9", "1e-07", "1.5", "-0.3",
    "1,234", "12,34", "38.7%", "101%", "+2%", "\u22122.0%", "\u0661\u0662\u0663", "\uff11\uff12", "12\u00b2",
    "\u00bd", "NaN", "inf", "#VALUE!", "=A1", "true", "unopposed", "two", "a\nb", 'a"b', "a,b", "\x00", "\u202e12",
    "\ufeff7", "x" * 140_000, "31/02/2015", "1 May 2015", "E14000530", "parl.x.by.2020-01-02", "Labour", "Speaker",
)  # fmt: skip


def other(cell: str, neighbour: str, choice: random.Random) -> str:
    """Something else in a cell: a digit another, lost or doubled; the next cell's text; or what belongs nowhere."""
    kind = choice.randrange(5)
    places = [place for place, sign in enumerate(cell) if sign.isdigit()]
    if kind < 3 and places:
        at = choice.choice(places)
        return cell[:at] + (str(choice.randrange(10)), "", cell[at] * 2)[kind] + cell[at + 1 :]
    return neighbour if kind == 3 else choice.choice(OTHER)


# --- the fixtures -----------------------------------------------------------------------------------------------------


@settings(max_examples=1200)
@given(number=st.integers(0, len(TABLES) - 1), seed=st.integers(0, 1 << 30))
def test_a_changed_cell_of_a_fixture(number: int, seed: int):
    choice, one_table = random.Random(seed), TABLES[number]
    row = choice.randrange(len(one_table.rows))
    cells = one_table.rows[row]
    column = choice.randrange(len(cells))
    neighbour = (column + 1) % len(cells)
    changed = {(row, column): other(cells[column], cells[neighbour], choice)}
    if choice.randrange(4) == 0:
        changed = {(row, column): cells[neighbour], (row, neighbour): cells[column]}
    check(read(one_table.source, one_table.having(changed)), one_table.texts | set(changed.values()))


@settings(max_examples=200)
@given(
    number=st.integers(0, len(TABLES) - 1),
    at=st.floats(0, 1),
    put=st.sampled_from([b'"', b"\n", b"\r", b",", b"\x00", b"\xff", b"\xf0\x9f", b'"' + b"x" * 140_000]),
)
def test_a_stray_sign_in_a_file_is_read_or_refused(number: int, at: float, put: bytes):
    body = TABLES[number].page.body
    place = int(at * len(body))
    found = read(TABLES[number].source, replace(TABLES[number].page, body=body[:place] + put + body[place:]))
    for record in found.records if found else ():
        if isinstance(record, ScrapedContest):
            check_figures(record)


# --- the real files ---------------------------------------------------------------------------------------------------

FILES = [
    *(("parliament_files", path) for path in sorted(LIBRARY_FILES.glob("*/*/*.csv"))),
    *(("commons_library", path) for path in sorted(LIBRARY_FOLDER.glob("*.csv"))),
]


def spread(one_table: Table, choice: random.Random) -> dict[tuple[int, int], str]:
    """One figure of every ninth row or so changed."""
    cells = {}
    places = one_table.figures
    assert len(places) >= 3
    for row in range(1 + choice.randrange(9), len(one_table.rows), choice.randrange(7, 12)):
        column = choice.choice(places)
        line = one_table.rows[row]
        text = other(line[column], line[choice.choice(places)], choice)
        if "x" * 9 not in text:
            cells[row, column] = text
    return cells


@needs_shared
@pytest.mark.parametrize(
    ("source", "path"), FILES, ids=lambda one: "-".join(one.parts[-3:]) if isinstance(one, Path) else ""
)
def test_changed_figures_of_a_real_file(source: str, path: Path):
    one_table = real(source, path)
    cells = spread(one_table, random.Random(path.name))
    after = read(source, one_table.having(cells))
    assert after is not None
    check(after, one_table.texts | set(cells.values()))
    # what stands in a column of figures is told as one, or as a problem
    said = {text for one in after.records if isinstance(one, ScrapedContest) for _, text in printed(one)}
    assert len(cells) >= len(one_table.rows) // 13
    assert {text for text in cells.values() if text.strip()} <= said or after.problems


# --- workbooks --------------------------------------------------------------------------------------------------------


@dataclass
class Sheets:
    """A workbook that is already open, some of its cells changed."""

    sheets: dict[str, Sheet]
    cells: dict[tuple[str, int, int], str]

    @property
    def paths(self) -> dict[str, Sheet]:
        return self.sheets

    def sheet(self, name: str) -> Sheet:
        found = self.sheets[name]
        rows = [list(row) for row in found.rows]
        for (sheet, row, column), text in self.cells.items():
            if sheet == name:
                rows[row][column] = text
        return replace(found, rows=rows)


BOOKS = {
    "CBP-7529-.download.xlsx": (
        read_election_statistics,
        ("13 by-elections list Visual", "14a By-elections NI", "12 by-elections summary", "1 GE-UK"),
    ),
    "CBP-8280-by-elections-results-summary.xlsx": (read_by_elections_2017, ("CBP 8280 by-elections results s",)),
}


@needs_shared
@pytest.mark.parametrize("name", BOOKS)
def test_changed_cells_of_a_real_workbook(name: str, monkeypatch: pytest.MonkeyPatch):
    parse, names = BOOKS[name]
    page = Page(name, (LIBRARY_FOLDER / name).read_bytes())
    book = Workbook(page)
    sheets = {one: book.sheet(one) for one in names}
    texts = {text for sheet in sheets.values() for row in sheet.rows for text in row}
    tried = 0
    for seed in range(8 * (5 - len(names))):
        choice = random.Random(seed)
        cells = {}
        for sheet in names:
            rows = sheets[sheet].rows
            for row in range(choice.randrange(5), len(rows), choice.randrange(5, 9)):
                column = choice.randrange(len(rows[row]))
                text = other(rows[row][column], choice.choice(rows[row]), choice)
                # a section or a header lost would take its by-elections along, and be refused
                if not rows[row][0].startswith(("Table", "GENERAL", "Date", "Notes", "ons_id")):
                    cells[sheet, row, column] = text
        monkeypatch.setattr(commons_library_workbook, "Workbook", lambda page, cells=cells: Sheets(sheets, cells))
        with suppress(UnexpectedPage):
            check(parse(page), texts | set(cells.values()))
            tried += len(cells)
    assert tried > 20


# --- to the end of the way --------------------------------------------------------------------------------------------

BY_ELECTIONS = sorted(LIBRARY_FILES.glob("*/by-elections/*.csv"))
INVENTED = [FIXTURES / f"parliament_files/by-election-{kind}/page.csv" for kind in ("candidacies", "constituencies")]


def contests_of(found: ReadPage | None) -> list[ScrapedContest]:
    return [one for one in found.records if isinstance(one, ScrapedContest)] if found else []


def changed_contests(one_table: Table, seed: int) -> list[ScrapedContest]:
    """The contests of a file, one figure of every third row changed."""
    choice, cells = random.Random(seed), {}
    for row in range(1 + choice.randrange(3), len(one_table.rows), 3):
        column = choice.choice(one_table.figures)
        cells[row, column] = other(one_table.rows[row][column], choice.choice(one_table.rows[row]), choice)
    return contests_of(read(one_table.source, one_table.having(cells)))


@pytest.mark.parametrize("seed", range(4))
def test_a_changed_figure_ends_as_its_sources_statement(seed: int, tmp_path: Path):
    files = [table("parliament_files", page_of(path.parent)) for path in INVENTED]
    check_statements(tmp_path, files, seed)


@needs_shared
@pytest.mark.parametrize("seed", range(2))
def test_changed_figures_of_real_by_elections_end_as_their_sources_statements(seed: int, tmp_path: Path):
    check_statements(tmp_path, [real("parliament_files", path) for path in BY_ELECTIONS], seed)


def check_statements(tmp_path: Path, files: list[Table], seed: int) -> None:
    """Build a warehouse of the files with changed figures, and look at what it holds true."""
    said = [Said("office", list(changed_contests(one_table, seed + number))) for number, one_table in enumerate(files)]
    contests = [one for document in said for one in document.records if isinstance(one, ScrapedContest)]
    db = warehouse(tmp_path, *said)
    stated = set(db.execute("select figure, value from statements").fetchall())
    for contest in contests:
        for name, text, value, _ in figures_of(contest):
            if value is not None and name in STATED:
                assert (name, str(value) if name in COUNTS else text) in stated
    # what is held true is what a source states of that candidacy or contest, or a rule says how it came
    assert (
        db.execute(
            """select candidacy_id, votes from candidacies
        where votes is not null and votes_rule = 'stated' and not exists (
            select 1 from statements where statements.candidacy_id = candidacies.candidacy_id and figure = 'votes'
                and value = candidacies.votes::varchar)"""
        ).fetchall()
        == []
    )
    assert (
        db.execute(
            """select figure, settled
        from (unpivot core.contest on electorate, rejected_ballot_papers into name figure value settled) as held
        where not exists (
            select 1 from statements
            where statements.ballot_paper_id = held.ballot_paper_id and statements.figure = held.figure
                and statements.value = held.settled::varchar)"""
        ).fetchall()
        == []
    )
    # votes that do not add up are told: by the status, and where a document contradicts itself, as a conflict
    assert (
        db.execute(
            """select ballot_paper_id from by_elections inner join (
            select ballot_paper_id, sum(votes) as total, count(votes) = count(*) as is_whole
            from candidacies group by ballot_paper_id
        ) using (ballot_paper_id)
        where is_whole and total != valid_votes and status != 'disputed'"""
        ).fetchall()
        == []
    )
