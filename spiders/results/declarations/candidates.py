"""The candidates of a declaration: the rows of a table found by its headings, or a list of names and votes.

Who was elected is what a mark says, wherever it stands: a column, words behind the votes or the name, a row in bold
type or of a class. It is never taken from the order of the rows or the votes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from spiders.records import ScrapedProblem
from spiders.results.declarations import places
from spiders.results.declarations import words as say
from spiders.results.declarations.candidate_rows import is_extra, is_out_of_step, is_set_off, is_votes, joined, party_of
from spiders.results.declarations.figures import Figures, distinct
from spiders.results.declarations.grids import Cell
from spiders.results.declarations.names import name_of
from spiders.results.declarations.table_forms import lying, unfolded, unlabelled, with_whole_headings

PARTY_BELOW = re.compile(
    r"(?:candidate|name)s?\W+(?:and|with|/|&)\W*(?:political )?(?:party|description)", re.IGNORECASE
)
PARTY = re.compile(
    r"\b(?:party|labour|llafur|conservatives?|ceidwadwyr|liberal|democrats?|greens?|reform|independents?|annibynnol|"
    r"plaid|sinn|unionists?|alliance|socialists?|communist|residents|ratepayers|SNP|SDLP|DUP|UUP|TUV|UKIP|TUSC|Aontú)\b",
    re.IGNORECASE,
)
STAGE = re.compile(r"\b(?:first|second|1st|2nd) (?:count|stage)\b|\b(?:count|stage) [12]\b", re.IGNORECASE)
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
    votes_heading: str = ""
    is_area_named: bool = False  # a column names the place in each row
    out_of_step: str = ""  # a row with more cells than headings, or fewer and no votes: nobody can say what is what


def groups_in(grid: Sequence[Sequence[Cell]], *, says_result: bool = False) -> list[Group]:
    """The contests of one table, in its order; none for a table of something else.

    `says_result`: the page is a declaration, so that a table without any heading may be taken for one by its cells.
    """
    grid = with_whole_headings(unfolded(grid))
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
            groups[-1].votes_heading = next(row[at].words for at, role in roles.items() if role == "votes")
            groups[-1].is_transferable = any(
                say.TRANSFERABLE.search(cell.words) or STAGE.search(cell.words) for cell in cells
            )
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
                    groups.append(like(groups[-1], words))
                    named = ""
                elif groups and not groups[-1].lines:
                    groups[-1].place = groups[-1].place or words
                    named = ""
                continue
            if groups:
                groups[-1].notes.append(words)
            continue
        if roles and all(cell.is_heading for cell in only) and not any(re.search("[0-9]", cell.words) for cell in only):
            continue  # a second row of headings
        if roles and groups:
            before = len(groups[-1].lines)
            if is_out_of_step(row, roles, headings):
                groups[-1].out_of_step = groups[-1].out_of_step or " | ".join(cell.words for cell in cells)[:80]
            add_row(groups, row, cells, roles)
            if is_marked is not None:
                mark_lines(groups[-1].lines[before:], is_elected=is_marked)
    if not groups and (turned := lying(grid)):
        groups = groups_in(turned)
    if not groups and says_result:
        groups = without_headings(grid)
    for group in groups:  # of one row nobody can say whose it is
        group.out_of_step = next((one.out_of_step for one in groups if one.out_of_step), "")
    return [group for group in groups if group.lines]


def like(group: Group, place: str) -> Group:
    """A further contest of the same table, under the same headings."""
    return Group(
        place,
        has_outcome=group.has_outcome,
        is_transferable=group.is_transferable,
        headings=group.headings,
        votes_heading=group.votes_heading,
        out_of_step=group.out_of_step,
    )


def mark_lines(lines: Sequence[Line], *, is_elected: bool) -> None:
    """Give candidates the mark that heads all of them; one of their own stays."""
    for line in lines:
        if line.is_marked is None:
            line.is_marked = is_elected


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
    if add_labelled(group.figures, cells):
        return
    parts = distinct([held[part] for part in ("family", "given") if part in held])
    name_words = " ".join(lines) or " ".join(part.words for part in parts)
    if is_extra(name_words or label, held):
        said = [cell.words for cell in cells[1:] if re.search("[0-9]", cell.words)]
        for other in (words for words in said if re.search(r"[^\W\d_]{3}", words) and len(said) > 1):
            group.figures.add_line(other)  # "Turnout: 33.1%" beside the rejected papers
        plain = [words for words in said if not re.search(r"[^\W\d_]{3}", words)]
        value = (plain or said or [""])[-1]
        if not plain and value and say.label_role(value) not in (None, say.label_role(label)):
            group.figures.add_line(value)  # "Rejected papers" without its number, "Turnout: 33.1%" beside it
            return
        label = label if re.search(r"[^\W\d_]{2}", label) and not say.label_role(name_words) else name_words
        if value:
            group.figures.add_pair(label, value)
        elif re.search("[0-9]", label):
            group.figures.add_line(label)
        return
    if not name_words or say.LETTER_ALONE.fullmatch(name_words):
        return
    if {"family", "given"} <= held.keys():
        family, marked = name_of(held["family"].lines)
        given, also = name_of(held["given"].lines)
        name = {"family_name": joined(family), "given_name": joined(given)}
        is_named_elected = marked or also
    else:
        name, is_named_elected = name_of(tuple(lines) or held["family"].lines)
    if not any(name.values()):
        return
    add_candidate(group, name, is_named_elected, held, cells, name_words)


def add_labelled(figures: Figures, cells: Sequence[Cell]) -> bool:
    """A row with a letter and a reason for rejected papers, or with a label and its figure in each cell; else False."""
    filled = [cell.words for cell in cells if cell.words]
    if len(filled) > 1 and say.LETTER_ALONE.fullmatch(filled[0]) and say.label_role(filled[1]) is not None:
        figures.add_pair(filled[1], filled[-1])
        return True
    if len(filled) > 1 and all(re.search(r"[^\W\d_]{3}.*[0-9]", one) and say.label_role(one) for one in filled):
        for one in filled:
            figures.add_line(one)
        return True
    return False


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
    if (
        party is None
        and "name" in held
        and len(held["name"].lines) == 2
        and (PARTY_BELOW.search(group.headings) or PARTY.search(held["name"].lines[1]))
    ):
        first, party = held["name"].lines
        name, is_above = name_of((first,))
        is_named_elected = is_named_elected or is_above
    outcome = held["outcome"].words if "outcome" in held else ""
    if say.GONE.search(f"{printed} {outcome}"):
        group.problems.append(ScrapedProblem("candidate-withdrawn", " ".join(name.values())[:80], "candidate"))
        return
    group.is_unopposed = group.is_unopposed or bool(say.UNOPPOSED.search(f"{printed} {outcome}"))
    votes, is_behind = say.votes_in(printed)
    if votes is not None and votes.endswith("%"):
        group.problems.append(ScrapedProblem("votes-are-shares", votes[:40], "votes"))
        votes = None
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
            name_of((match["name"],))[0],
            match["party"],
        )  # "Ann Hill (Green Party)" in a column of its own
    party_words, is_party_marked = (party, False) if party is None else party_of(party)
    said = say.elected_in(outcome) if "outcome" in held else None
    if said is None and outcome:
        votes_there, said_there = say.votes_in(outcome)
        said = True if said_there and votes_there is None else None
    if said is None and any(re.fullmatch(say.ELECTED, cell.words.strip(" ()[].*"), re.IGNORECASE) for cell in cells):
        said = True  # in a column without a heading
    marked = True if is_behind or is_named_elected or is_party_marked else said
    words = [cell for cell in cells if cell.words]
    group.lines.append(
        Line(
            name,
            party_words,
            votes,
            held["share"].words if "share" in held else None,
            marked,
            is_set_off(words, held),
            any(cell.is_marked for cell in cells),
            any("*" in cell.words for cell in cells),
        )
    )


def group_for(groups: list[Group], area: Cell | None) -> Group:
    """The contest a row belongs to, where a column names it in each row; else the last one."""
    if area is None or not area.words:
        return groups[-1]
    # its figures may stand below a place's name in the same cell
    has_figures = len(area.lines) > 1 and all(re.search("[0-9]", line) for line in area.lines[1:])
    place = area.lines[0] if has_figures else area.words
    for group in groups:
        if group.place == place and group.is_area_named:
            return group
    if not groups[-1].lines and not groups[-1].is_area_named:
        groups[-1].place = place
    else:
        groups.append(like(groups[-1], place))
    groups[-1].is_area_named = True
    for line in area.lines[1:] if has_figures else ():
        groups[-1].figures.add_line(line)
    return groups[-1]


def parties_in(rows: Sequence[Sequence[Cell]], column: int) -> int:
    """How many cells of a column read like a party."""
    return sum(PARTY.search(row[column].words) is not None for row in rows)


def without_headings(grid: Sequence[Sequence[Cell]]) -> list[Group]:
    """A table nobody gave headings: the first column of words is the name, the one of whole numbers the votes."""
    rows = [list(row) for row in grid if len(distinct(row)) >= 2]
    width = max((len(row) for row in rows), default=0)
    rows = [row for row in rows if len(row) == width]
    persons = [
        row
        for row in rows
        if row[0].words
        and not say.label_role(row[0].words)
        and not say.EXTRA_ROW.search(row[0].words)
        and not (say.LETTER_ALONE.fullmatch(row[0].words) and say.label_role(row[1].words))
    ]
    if len(persons) < 2:
        return []
    counted = [column for column in range(1, width) if all(is_votes(row[column].words) for row in persons)]
    texts = [column for column in range(width) if all(re.search(r"[^\W\d_]{2}", row[column].words) for row in persons)]
    if len(counted) != 1 or not texts or texts[0] > counted[0]:
        return []
    if any(re.search(r"[^\W\d_]", row[column].words) for row in persons for column in range(texts[0])):
        return []  # words stand before what would be the names
    roles: dict[int, str] = {texts[0]: "name", counted[0]: "votes"}
    if parties := [column for column in texts[1:] if column < counted[0]]:
        roles[parties[0]] = "party"
        if parties_in(persons, texts[0]) > len(persons) / 2 > parties_in(persons, parties[0]):
            roles[texts[0]], roles[parties[0]] = "party", "name"
    if after := [
        column for column in range(counted[0] + 1, width) if any(say.elected_in(row[column].words) for row in persons)
    ]:
        roles[after[0]] = "outcome"
    above = next((words for row in grid if len(distinct(row)) == 1 and (words := row[0].words)), "")
    is_above = bool(above) and grid[0][0].words == above
    groups = [Group(place=above if is_above else "")]
    groups[0].notes = [row[0].words for row in grid[is_above:] if len(distinct(row)) == 1 and row[0].words]
    for row in rows:
        add_row(groups, row, distinct(row), roles)
    return groups
