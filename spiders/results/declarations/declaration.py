"""A declaration of result of poll on a council's own pages, in whatever shape: tables, grids, lists, text of a PDF.

Gives      candidates with description, votes and what marks them as elected; electorate, papers issued and rejected,
           turnout; which seat, which kind of election and which day, by headings, sentences and titles
Quirks     tables are found by their headings, never by position; one page may have many wards; before the count the
           same table has no votes, or noughts, which is no result; agents, addresses and officers stand beside it and
           are never taken
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from spiders.records import ScrapedContest, ScrapedProblem
from spiders.results.declarations import places
from spiders.results.declarations import words as say
from spiders.results.declarations.blocks import Block
from spiders.results.declarations.candidate_lists import group_of_items
from spiders.results.declarations.candidates import Group, groups_in, mark_lines
from spiders.results.declarations.documents import Document, Section
from spiders.results.declarations.elected import candidacies_of, decide_elected, keys, named_in
from spiders.results.declarations.figures import NUMBERS, as_int, pairs_apart
from spiders.results.declarations.grids import Cell
from spiders.results.declarations.headed import gathered, with_winner
from spiders.results.declarations.kind import is_earlier, is_introduced_as_earlier, is_other, kind_of
from spiders.results.declarations.poll_days import poll_day, polled_by_head
from spiders.results.declarations.preparing import mended, named_elected, without_earlier
from spiders.results.declarations.prose import told
from spiders.results.declarations.seat import is_council_alone, place_of, with_place_of_page
from spiders.results.declarations.standing import everybody_elected, reason_for_none, votes_of_others, winner_left_out

MOST_BETWEEN = 4  # blocks between the table of the elected and that of the others
STAGES = re.compile(r"\b(?:stage|round|count) ?[2-9]\b|\btransfers?\b", re.IGNORECASE)
LATER_STAGE = re.compile(
    r"(?:table )?(?:stage|round|count)(?: number| no\.?)? ?(?:[2-9]|1[0-9])\b"
    r"|(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|final|last) (?:stage|round|count)\b",
    re.IGNORECASE,
)
AREA_BEHIND = re.compile(r"\s+(?:electoral )?(?:ward|division)\s*$")
LONGEST_LINE = 2000  # characters of a line that are looked at: nobody writes a longer sentence


def contests_in(document: Document) -> list[ScrapedContest]:
    """Every contest the document has candidates of, whatever election it is of; see `kind` and `election_type`."""
    document = replace(document, blocks=mended(document.blocks, document.published))
    kept = without_earlier(document.blocks, polled_by_head(document), names_contest=names_contest(document))
    has_own = len(kept) == len(document.blocks) or bool(candidates_of(kept, document))
    if not candidates_of(kept, document):
        kept = gathered(kept)
        kept = kept if candidates_of(kept, document) else told(kept)
        has_own = has_own or bool(candidates_of(kept, document))
    document.blocks = with_winner(kept) if has_own else document.blocks
    sections = sections_of(document)
    found = with_place_of_page(
        document, sections, [contest_of(document, section, is_alone=len(sections) == 1) for section in sections]
    )
    return found if has_own else [replace(one, kind="") for one in found]


def names_contest(document: Document) -> bool:
    """Whether the first heading is of one by-election by its seat: other seats' results stand beside it."""
    first = next((block.words for block in document.blocks if block.kind == "heading" and block.level == 1), "")
    return bool(say.KINDS.search(first)) and bool(places.place_in(first, document.council.name))


def sections_of(document: Document) -> list[Section]:
    """The contests of a document, each with the blocks from its own heading to the next contest's."""
    found = candidates_of(document.blocks, document)
    if again := other_forms(found):
        document.blocks = [block for place, block in enumerate(document.blocks) if place not in again]
        found = candidates_of(document.blocks, document)
    blocks = document.blocks
    found = joined_by_outcome(blocks, without_repeats(blocks, found))
    sections: list[Section] = []
    starts = [start_of(blocks, found, number) for number in range(len(found))]
    is_alone = len(found) == 1 and len(found[0][1]) == 1
    above = found[0][0] if len(found) == 1 else min(starts, default=0)
    top = [block.words for block in (blocks if is_alone else blocks[:above]) if block.kind == "heading"]
    # headings of a sidebar speak of other elections
    levels = [block.level for block in blocks if block.kind == "heading" and block.words in top]
    first = [block.words for block in blocks if block.kind == "heading" and block.level == min(levels, default=1)]
    for number, (place, groups) in enumerate(found):
        end = starts[number + 1] if number + 1 < len(found) else len(blocks)
        own = [
            block for at_place, block in enumerate(blocks[starts[number] : end], starts[number]) if at_place != place
        ]
        heading = next(
            (block.words for block in reversed(blocks[starts[number] : place]) if block.kind == "heading"), ""
        )
        for group in groups:
            section = Section(group, blocks[place].words if blocks[place].kind == "table" else "", heading)
            section.blocks = own if len(groups) == 1 else []
            section.above = [block.words for block in above_table(blocks, starts[number], place)]
            section.top = [*top, document.title]
            section.intro = blocks[place - 1].words if place and blocks[place - 1].kind == "line" else ""
            section.head = [*first, document.title]
            sections.append(section)
    return sections


def candidates_of(blocks: Sequence[Block], document: Document) -> list[tuple[int, list[Group]]]:
    """The tables of candidates by their places, or without any the lists."""
    says_result = bool(re.search(r"result|declaration|canlyniad|votes|poll", document.whole(), re.IGNORECASE))
    found = [
        (place, groups)
        for place, block in enumerate(blocks)
        if block.kind == "table"
        and not LATER_STAGE.match(block.words or (blocks[place - 1].words if place else ""))
        and (groups := groups_in(block.grid, says_result=says_result))
    ]
    return found or listed(blocks)


def unread_table(document: Document) -> str:
    """The headings of a table of candidates and votes that could not be told; "" for a page without one."""
    for block in document.blocks:
        for row in block.grid[:4]:
            roles = [say.heading_role(cell.words) for cell in row]
            if "votes" in roles and {"name", "family", "party"} & set(roles):
                return " | ".join(cell.words for cell in row)[:120]
        counted = [row for row in block.grid if len(row) > 2 and sum(map(is_count, row[1:])) > 1]
        if len(counted) > 1 and any(say.KINDS.search(one) for one in (document.title, *headings(document))):
            return f"a table with {len(counted)} rows of numbers"
    return ""


def is_count(cell: Cell) -> bool:
    return re.fullmatch(say.NUMBER, cell.words) is not None


def headings(document: Document) -> list[str]:
    return [block.words for block in document.blocks if block.kind == "heading" and block.level < 3]


def other_forms(found: Sequence[tuple[int, list[Group]]]) -> set[int]:
    """The places of tables with the candidates of another one, stage by stage: the first preferences are the result."""
    alone = [(place, groups[0]) for place, groups in found if len(groups) == 1]
    plain = [people_of(group) for _, group in alone if not STAGES.search(group.headings)]
    return {place for place, group in alone if STAGES.search(group.headings) and people_of(group) in plain}


def people_of(group: Group) -> set[frozenset[str]]:
    """The candidates of a group by the words that tell each, whatever their order."""
    return {frozenset(keys(line)) for line in group.lines}


def above_table(blocks: Sequence[Block], start: int, place: int) -> Sequence[Block]:
    """The blocks that introduce a table: from the last heading of the first level above it, else from `start`."""
    first = next((at for at in range(place - 1, start - 1, -1) if blocks[at].level == 1), start)
    return blocks[first:place]


def without_repeats(blocks: Sequence[Block], found: Sequence[tuple[int, list[Group]]]) -> list[tuple[int, list[Group]]]:
    """The tables, each once: some pages hold one for wide screens and the same again for small ones."""
    kept: list[tuple[int, list[Group]]] = []
    for place, groups in found:
        between = blocks[kept[-1][0] : place] if kept else ()
        is_repeat = bool(kept) and [group.lines for group in groups] == [group.lines for group in kept[-1][1]]
        if not is_repeat or any(block.kind == "heading" for block in between):
            kept.append((place, groups))
    return kept


def joined_by_outcome(
    blocks: Sequence[Block], found: Sequence[tuple[int, list[Group]]]
) -> list[tuple[int, list[Group]]]:
    """A table under a heading "Elected" and one under "Not elected" made one contest."""
    kept: list[tuple[int, list[Group]]] = []
    last: bool | None = None
    for number, (place, groups) in enumerate(found):
        above = blocks[found[number - 1][0] + 1 if number else 0 : place]
        heading = next((block.words for block in reversed(above) if block.kind == "heading"), "")
        outcome = say.outcome_alone(blocks[place].words or heading)
        if outcome is not None and len(groups) == 1:
            mark_lines(groups[0].lines, is_elected=outcome)
            if last is not None and outcome is not last and len(above) <= MOST_BETWEEN:
                kept[-1][1][0].lines += groups[0].lines
                last = None
                continue
        last = outcome if len(groups) == 1 else None
        kept.append((place, groups))
    return kept


def start_of(blocks: Sequence[Block], found: list[tuple[int, list[Group]]], number: int) -> int:
    """Where the part of one contest starts: at the headings above its table, and never above the table before."""
    if number == 0 and len(found) == 1:
        return 0
    first = found[number - 1][0] + 1 if number else 0
    place = found[number][0]
    headings = [at_place for at_place in range(first, place) if blocks[at_place].kind == "heading"]
    named = [at_place for at_place in headings if places.place_in(blocks[at_place].words)]
    if named:
        return named[-1]
    return headings[-1] if headings else (first if number else 0)


def listed(blocks: Sequence[Block]) -> list[tuple[int, list[Group]]]:
    """Runs of list items, or of lines, that are candidates; each under the place where its run starts."""
    found: list[tuple[int, list[Group]]] = []
    for kinds in (("item",), ("line",)):
        place = 0
        while place < len(blocks):
            end = place
            while end < len(blocks) and blocks[end].kind in kinds:
                end += 1
            if end - place >= 2 and (group := group_of_items([(one.words, one.is_bold) for one in blocks[place:end]])):
                found.append((place, [group]))
            place = max(end, place + 1)
        if found:
            break
    return found


def contest_of(document: Document, section: Section, *, is_alone: bool) -> ScrapedContest:
    group, council = section.group, document.council
    polled, seen = poll_day(document, section, is_alone)
    group.figures.year = str(polled.year) if polled else ""
    for block in section.blocks:
        if block.kind == "table":
            if block.words:
                group.figures.add_line(block.words)
            group.figures.add_table(block.grid)
        else:
            group.figures.add_line(block.words)
    lines_apart = [(block.words, block.kind == "heading") for block in section.blocks if block.kind != "table"]
    for label, value in pairs_apart(lines_apart):
        group.figures.add_pair(label, value)
    for note in group.notes:
        group.figures.add_line(note)
    if group.is_area_named and not section.blocks:
        add_of_place(group, document.blocks)
    figures = dict(group.figures.values)
    near = [group.place, section.caption, section.heading]
    about = (
        " ".join([*near, *section.text()])
        if not is_alone
        else f"{document.whole()} {' '.join(near)} {' '.join(group.notes)}"
    )
    # menus speak of other elections: what kind this is, headings and sentences say
    lines_near = [block.words for block in section.blocks if block.kind == "line"]
    wide = " ".join([*near, *section.head, *lines_near])
    officers = [
        one
        for one in lines_near
        if re.search(r"election of|returning officer|constituency|parliamentary by-?election", one, re.IGNORECASE)
    ]
    if "seats" not in figures and (match := say.SEATS.search(about)):
        printed = next(filter(None, match.groups()))
        figures["seats"] = NUMBERS.get(printed.casefold(), printed)
    seats = int(re.sub("[^0-9]", "", figures.get("seats", "")) or 1) or 1
    group.is_transferable = (
        group.is_transferable
        or bool(say.TRANSFERABLE.search(f"{about} {words_of_tables(section)}"))
        or council.nation == "Scotland"
    )
    is_parliament = bool(say.PARLIAMENT.search(" ".join([*near, *section.head, *officers])))
    if is_parliament:
        group.is_transferable = False
    lines = group.lines
    unclear = with_whole_votes(group)
    sentences = [one[:LONGEST_LINE] for one in section.text() if re.search("elect|lot|favour", one, re.IGNORECASE)]
    if (named := named_elected(section.blocks)) and sum(named_in(lines, [named])) <= seats:
        sentences.append(named)
    elected = decide_elected(group, seats, sentences, about)
    is_declared = any(re.search("[1-9]", line.votes or "") for line in lines)
    reason = (
        unclear
        or (ScrapedProblem("row-out-of-step", group.out_of_step, "votes") if group.out_of_step else None)
        or everybody_elected(group)
        or votes_of_others(group, section.blocks)
        or winner_left_out(group, [document.title, *section.text()], elected)
        or reason_for_none(group, about, polled, is_marked=any(elected))
    )
    if is_declared and reason is not None:
        is_declared = False
        group.problems.append(reason)
    by_lot = bool(say.BY_LOT.search(about)) and is_declared
    is_uncontested = not is_declared and (group.is_unopposed or bool(say.UNOPPOSED.search(about)))
    problems = [*group.problems, *group.figures.problems()] if is_declared else list(group.problems)
    if is_declared and any(line.votes is None for line in lines):
        missing = sum(line.votes is None for line in lines)
        problems.append(ScrapedProblem("votes-missing", f"{missing} of {len(lines)} candidates have no votes", "votes"))
    if polled is None:
        problems.append(
            ScrapedProblem("poll-day-unclear", ", ".join(sorted(map(str, set(seen)))) or "no day", "poll_date")
        )
    place = place_of(document, section, is_alone)
    if not is_parliament and not group.is_area_named and is_council_alone(place, council.name, about):
        place = ""
    if not place:
        problems.append(
            ScrapedProblem("seat-unclear", "no heading, caption or sentence names the seat", "constituency")
        )
    return ScrapedContest(
        document=document.document,
        kind=""
        if is_earlier(near, polled, section.head) or is_introduced_as_earlier(section.intro, polled)
        else kind_of(wide, polled, is_parliament=is_parliament),
        state="results" if is_declared else "candidates",
        election_type="parl" if is_parliament else "other" if is_other(near, section, is_alone) else "local",
        organisation_id=None if is_parliament else council.slug or None,
        organisation=None if is_parliament else council.name or None,
        voting_system="single transferable vote" if group.is_transferable and not is_parliament else None,
        is_won_by_lot="true" if by_lot else None,
        constituency=place or None,
        nation=council.nation,
        poll_date=polled.isoformat() if polled else None,
        electorate=figures.get("electorate"),
        valid_votes=figures.get("valid_votes") if is_declared else None,
        rejected_ballot_papers=group.figures.rejected() if is_declared else None,
        ballot_papers_issued=figures.get("ballot_papers_issued") if is_declared else None,
        majority=figures.get("majority") if is_declared and seats == 1 else None,
        turnout=figures.get("turnout") if is_declared else None,
        seats=figures.get("seats"),
        poll_status="uncontested" if is_uncontested else None,
        candidacies=candidacies_of(group, elected, is_declared=is_declared),
        problems=tuple(problems),
    )


def add_of_place(group: Group, blocks: Sequence[Block]) -> None:
    """The figures of a seat from a table that has a row for each: "Ward | Electorate | Turnout"."""
    for block in blocks:
        heads = block.grid[0] if block.grid else ()
        if not heads or say.heading_role(heads[0].words) != "area":
            continue
        if sum(say.label_role(cell.words) is not None for cell in heads[1:]) < 2:
            continue
        rows = [row for row in block.grid[1:] if len(row) == len(heads) and same_seat(row[0].words, group.place)]
        for head, cell in zip(heads[1:], rows[0][1:] if len(rows) == 1 else (), strict=False):
            group.figures.add_pair(head.words, cell.words)


def same_seat(one: str, other: str) -> bool:
    """Whether two spellings are of one seat: "&" for "and", with "Ward" behind or without."""
    folded = [
        re.findall(r"[^\W_]+", AREA_BEHIND.sub("", words.casefold().replace("&", " and "))) for words in (one, other)
    ]
    return folded[0] == folded[1]


def with_whole_votes(group: Group) -> ScrapedProblem | None:
    """Take the points out of a group's votes; the problem of votes that may be no whole numbers, left as printed."""
    values = group.figures.values
    issued, rejected = values.get("ballot_papers_issued"), group.figures.rejected()
    totals = [as_int(one) for one in (values.get("valid_votes"),) if one]
    totals += [as_int(issued) - as_int(rejected)] if issued and rejected else []
    printed = [line.votes for line in group.lines]
    if (votes := say.whole_votes(printed, totals)) is None:
        seen = next(one for one in printed if one and "." in one)
        return ScrapedProblem("votes-with-points", seen[:40], "votes")
    for line, whole in zip(group.lines, votes, strict=True):
        line.votes = whole
    return None


def words_of_tables(section: Section) -> str:
    """The labels of the tables beside the candidates: "Electoral quota"."""
    tables = [block.grid for block in section.blocks if block.kind == "table"]
    return " ".join(cell.words for grid in tables for row in grid for cell in row[:1])
