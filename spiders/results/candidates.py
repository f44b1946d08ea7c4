"""The candidates of a declaration: the rows of a table found by its headings, or a list of names and votes.

Who was elected is what a mark says, wherever it stands: a column, words behind the votes or the name, a row in bold
type or of a class. It is never taken from the order of the rows or the votes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from spiders.records import ScrapedProblem
from spiders.results import declaration_places as places
from spiders.results import declaration_words as say
from spiders.results.figures import Figures, distinct
from spiders.results.grids import Cell

PARTY_BELOW = re.compile(
    r"(?:candidate|name)s?\W+(?:and|with|/|&)\W*(?:political )?(?:party|description)", re.IGNORECASE
)
LONGEST_HEADING = 90  # characters of a row that names a ward inside a table


@dataclass(slots=True)
class Line:
    """One candidate as the table has it."""

    name: dict[str, str]
    party: str | None = None
    votes: str | None = None
    share: str | None = None
    is_marked: bool | None = None  # what words or a column say
    is_bold: bool = False
    is_classed: bool = False
    has_star: bool = False


@dataclass(slots=True)
class Group:
    """The candidates of one contest, with what its table says of it beside them."""

    place: str = ""  # words of the row or column that names it; "" where nothing does
    lines: list[Line] = field(default_factory=list)
    figures: Figures = field(default_factory=Figures)
    notes: list[str] = field(default_factory=list)  # sentences inside the table
    problems: list[ScrapedProblem] = field(default_factory=list)
    has_outcome: bool = False
    is_transferable: bool = False
    is_unopposed: bool = False
    day: str = ""  # words of a column that dates each row
    headings: str = ""  # words of the columns' headings


def groups_in(grid: Sequence[Sequence[Cell]], *, says_result: bool = False) -> list[Group]:
    """The contests of one table, in its order; none for a table of something else.

    `says_result`: the page is a declaration, so that a table without any heading may be taken for one by its cells.
    """
    groups: list[Group] = []
    roles: dict[int, str] = {}
    headings: Sequence[Cell] = ()
    named = ""
    is_marked: bool | None = None  # what a row above says of all below it: "Elected", "Not elected"
    for number, printed in enumerate(grid):
        row = unlabelled(printed, headings)
        cells = distinct(row)
        if not any(cell.words for cell in cells):
            continue
        if found := roles_of(row, grid[number + 1] if number + 1 < len(grid) else ()):
            place = found.pop(-1, None)
            roles, headings = dict(found.items()), printed
            groups.append(Group(place=place or named))
            groups[-1].has_outcome = "outcome" in roles.values()
            groups[-1].headings = " ".join(cell.words for cell in cells)
            groups[-1].is_transferable = any(say.TRANSFERABLE.search(cell.words) for cell in cells)
            named = ""
            continue
        only = [cell for cell in cells if cell.words]
        if (
            len(only) == 1
            and (len(cells) == 1 or only[0] is cells[0])
            and not re.search("[0-9]", say.DAY.sub("", only[0].words))
        ):
            words = only[0].words
            if roles and groups and (outcome := say.outcome_alone(words)) is not None:
                is_marked = outcome
                continue
            if is_heading(only[0]) and not say.label_role(words):
                named = words
                if groups and groups[-1].lines and roles:
                    groups.append(Group(words, has_outcome=groups[-1].has_outcome))
                    named = ""
                elif groups and not groups[-1].lines:
                    groups[-1].place = groups[-1].place or words
                    named = ""
                continue
            if groups:
                groups[-1].notes.append(words)
            continue
        if roles and groups:
            before = len(groups[-1].lines)
            add_row(groups, row, cells, roles)
            if is_marked is not None:
                mark_lines(groups[-1].lines[before:], is_elected=is_marked)
    if not groups and (turned := lying(grid)):
        groups = groups_in(turned)
    if not groups and says_result:
        groups = without_headings(grid)
    return [group for group in groups if group.lines]


def unlabelled(row: Sequence[Cell], headings: Sequence[Cell]) -> Sequence[Cell]:
    """A row whose cells repeat their heading for small screens, without it: "Votes: 1,012" -> "1,012"."""
    if len(row) != len(headings):
        return row
    return [
        replace(cell, lines=without_label(cell.lines, heading.words.strip(" :").casefold())) if cell.lines else cell
        for cell, heading in zip(row, headings, strict=True)
    ]


def without_label(lines: tuple[str, ...], label: str) -> tuple[str, ...]:
    """The lines of a cell without the label that heads them; a cell of nothing else ("Elected") keeps it."""
    first = lines[0]
    if not label or not first.casefold().startswith(label):
        return lines
    rest = first[len(label) :]
    if not rest.strip(" :") and len(lines) > 1:
        return lines[1:]
    return (rest.lstrip(" :"), *lines[1:]) if rest.lstrip().startswith(":") and rest.strip(" :") else lines


def mark_lines(lines: Sequence[Line], *, is_elected: bool) -> None:
    """Give candidates the mark that heads all of them; one of their own stays."""
    for line in lines:
        if line.is_marked is None:
            line.is_marked = is_elected


def lying(grid: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    """A table whose headings stand at the left of its rows, turned upright; [] for any other."""
    width = max((len(row) for row in grid), default=0)
    rows = [row for row in grid if len(row) == width]
    roles = {say.heading_role(row[0].words) for row in rows if row}
    if width < 3 or not {"name", "votes"} <= roles:
        return []
    return [[row[column] for row in rows] for column in range(width)]


def roles_of(row: Sequence[Cell], below: Sequence[Cell]) -> dict[int, str]:
    """What each column holds, when the row is one of headings; {} for any other row.

    Under -1 stands the name of a contest, where the first heading is that and no heading at all ("Attleborough").
    """
    roles: dict[int, str] = {}
    taken: set[str] = set()
    counted: list[tuple[int, str]] = []
    for column, cell in enumerate(row):
        heading = say.FOOTNOTE_BEHIND.sub("", cell.words)
        if not heading or (
            re.search("[0-9]", heading) and not re.search("20[0-9]{2}|stage|count|1st", heading.casefold())
        ):
            if heading and re.fullmatch(r"[0-9][0-9, ]*%?", heading):
                return {}
            continue
        role = say.heading_role(heading)
        if role is None:
            continue
        if role == "votes" and not (column and row[column - 1].number == cell.number and cell.number):
            counted.append((column, heading))
        if role in taken and column and row[column - 1].number == cell.number and cell.number:
            if role == "name" and column < len(below) and below[column].words:
                roles[column] = "more name"  # one heading over surname and forename
            continue
        if role not in taken:
            roles[column] = role
            taken.add(role)
    if "votes" not in taken or len(distinct(row)) < 2:
        return {}
    if len(counted) > 1:
        roles = {column: role for column, role in roles.items() if role != "votes"}
        if (chosen := say.votes_column(counted)) is None:
            return {}
        roles[chosen] = "votes"
    if not taken & {"name", "family"}:
        first = next(
            (column for column, cell in enumerate(row) if column not in roles and say.heading_role(cell.words) is None),
            None,
        )
        if first is None or not taken & {"party", "outcome", "share"} and not row[first].is_heading:
            return {}
        if say.NO_PERSON.search(row[first].words) or say.label_role(row[first].words):
            return {}  # votes by polling station are nobody's
        roles[first] = "name"
        if row[first].words and places.place_in(row[first].words):
            roles[-1] = row[first].words
    return roles


def is_heading(cell: Cell) -> bool:
    return (cell.is_heading or cell.is_bold or bool(places.AREA_WORD.search(cell.words))) and len(
        cell.words
    ) <= LONGEST_HEADING


def add_row(groups: list[Group], row: Sequence[Cell], cells: list[Cell], roles: dict[int, str]) -> None:
    """One row below the headings: a candidate, a figure, or nothing."""
    held: dict[str, Cell] = {}
    lines: list[str] = []
    for column, role in roles.items():
        if column < len(row):
            if role in ("name", "more name"):
                new = not (column and row[column - 1].number == row[column].number and lines)
                lines += list(row[column].lines) if new else []
                held.setdefault("name", row[column])
            else:
                held[str(role)] = row[column]
    group = group_for(groups, held.get("area"))
    if "day" in held:
        group.day = group.day or held["day"].words
    label = " ".join(cell.words for cell in cells[:1])
    parts = distinct([held[part] for part in ("family", "given") if part in held])
    name_words = " ".join(lines) or " ".join(part.words for part in parts)
    if is_extra(name_words or label, held):
        value = next((cell.words for cell in reversed(cells[1:]) if re.search("[0-9]", cell.words)), "")
        label = label if re.search(r"[^\W\d_]{2}", label) else name_words
        if value:
            group.figures.add_pair(label, value)
        elif re.search("[0-9]", label):
            group.figures.add_line(label)
        return
    if not name_words:
        return
    if {"family", "given"} <= held.keys():
        family, marked = say.name_of(held["family"].lines)
        given, also = say.name_of(held["given"].lines)
        name = {"family_name": joined(family), "given_name": joined(given)}
        is_named_elected = marked or also
    else:
        name, is_named_elected = say.name_of(tuple(lines) or held["family"].lines)
    if not any(name.values()):
        return
    add_candidate(group, name, is_named_elected, held, cells, name_words)


def add_candidate(
    group: Group,
    name: dict[str, str],
    is_named_elected: bool,
    held: dict[str, Cell],
    cells: list[Cell],
    name_words: str,
) -> None:
    printed = held["votes"].words if "votes" in held else ""
    party = held["party"].words if "party" in held else None
    if party is None and "name" in held and PARTY_BELOW.search(group.headings) and len(held["name"].lines) == 2:
        first, party = held["name"].lines
        name, is_above = say.name_of((first,))
        is_named_elected = is_named_elected or is_above
    outcome = held["outcome"].words if "outcome" in held else ""
    if say.GONE.search(f"{printed} {outcome}"):
        group.problems.append(ScrapedProblem("candidate-withdrawn", " ".join(name.values())[:80], "candidate"))
        return
    group.is_unopposed = group.is_unopposed or bool(say.UNOPPOSED.search(f"{printed} {outcome}"))
    votes, is_behind = say.votes_in(printed)
    if votes is not None and not re.match("[0-9]", votes):
        as_mark = say.elected_in(votes)
        if as_mark is not None:
            votes, is_behind = None, is_behind or as_mark
    if party is None and (
        match := re.fullmatch(
            r"(?P<name>[^()]{3,})\((?P<party>(?!.*known as|(?:duly )?elected)[^()]{2,})\)", name_words.strip()
        )
    ):
        name, party = (
            say.name_of((match["name"],))[0],
            match["party"],
        )  # "Ann Hill (Green Party)" in a column of its own
    party_words, is_party_marked = (party, False) if party is None else party_of(party)
    said = say.elected_in(outcome) if "outcome" in held else None
    if said is None and outcome:
        votes_there, said_there = say.votes_in(outcome)
        said = True if said_there and votes_there is None else None
    if "outcome" not in held:  # "Elected" in a column that nobody gave a heading
        taken = {cell.number for cell in held.values()}
        said = True if any(say.outcome_alone(cell.words) for cell in cells if cell.number not in taken) else None
    marked = True if is_behind or is_named_elected or is_party_marked else said
    words = [cell for cell in cells if cell.words]
    group.lines.append(
        Line(
            name,
            party_words,
            votes,
            held["share"].words if "share" in held else None,
            marked,
            bool(words)
            and all(cell.is_bold or cell.is_heading for cell in words)
            and any(cell.is_bold for cell in words),
            any(cell.is_marked for cell in cells),
            "*" in f"{name_words}{printed}",
        )
    )


def party_of(printed: str) -> tuple[str, bool]:
    """A description without a mark behind it: "Labour Party (Elected)" -> ("Labour Party", True)."""
    mark = say.MARK_BEHIND_NAME.search(printed)
    words = printed[: mark.start()] if mark else printed
    return say.FOOTNOTE.sub("", words).strip(" ,;"), bool(mark)


def joined(name: dict[str, str]) -> str:
    """A part of a name as one text, whatever it was divided into."""
    return name.get("name") or " ".join(filter(None, (name.get("family_name"), name.get("given_name"))))


def is_extra(label: str, held: dict[str, Cell]) -> bool:
    """Whether a row is of a figure: "Majority", "Rejected ballot papers", "(A) Want of an official mark"."""
    if not label:
        return True
    if say.LETTERED.match(label) and say.label_role(label):
        return True
    spans = "party" in held and any(held[role].number == held["party"].number != 0 for role in held if role != "party")
    party = held["party"].words if "party" in held and not spans else ""
    return (say.label_role(label) is not None or say.EXTRA_ROW.search(label) is not None) and not re.search(
        "[a-z]{3}", party.casefold().replace(label.casefold(), "")
    )


def group_for(groups: list[Group], area: Cell | None) -> Group:
    """The contest a row belongs to, where a column names it in each row; else the last one."""
    if area is None or not area.words:
        return groups[-1]
    for group in groups:
        if group.place == area.words:
            return group
    if not groups[-1].place and not groups[-1].lines:
        groups[-1].place = area.words
    else:
        groups.append(Group(area.words, has_outcome=groups[-1].has_outcome))
    return groups[-1]


def without_headings(grid: Sequence[Sequence[Cell]]) -> list[Group]:
    """A table nobody gave headings: the first column of words is the name, the one of whole numbers the votes."""
    rows = [list(row) for row in grid if len(distinct(row)) >= 2]
    width = max((len(row) for row in rows), default=0)
    rows = [row for row in rows if len(row) == width]
    persons = [
        row
        for row in rows
        if row[0].words and not say.label_role(row[0].words) and not say.EXTRA_ROW.search(row[0].words)
    ]
    if len(persons) < 2:
        return []
    counted = [column for column in range(1, width) if all(is_votes(row[column].words) for row in persons)]
    texts = [column for column in range(width) if all(re.search(r"[^\W\d_]{2}", row[column].words) for row in persons)]
    if len(counted) != 1 or not texts or texts[0] > counted[0]:
        return []
    roles: dict[int, str] = {texts[0]: "name", counted[0]: "votes"}
    if parties := [column for column in texts[1:] if column < counted[0]]:
        roles[parties[0]] = "party"
    if after := [
        column for column in range(counted[0] + 1, width) if any(say.elected_in(row[column].words) for row in persons)
    ]:
        roles[after[0]] = "outcome"
    groups = [Group()]
    for row in rows:
        add_row(groups, row, distinct(row), roles)
    return groups


def is_votes(words: str) -> bool:
    votes, _ = say.votes_in(words)
    return votes is not None and re.fullmatch("[0-9][0-9,]*", votes) is not None and "%" not in words
