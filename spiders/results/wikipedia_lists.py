"""Wikipedia's lists of by-elections: a row each, with the member who left, the winner and why the seat was vacant.

`List of United Kingdom by-elections (1918–1931)` and its like: tables with the columns By-election, Date, Incumbent,
Party, Winner, Party, Cause, newest first, under a heading for each Parliament.

Quirks     "Party" stands twice, first the outgoing one; a cell of nothing but colour before each; cells that span rows;
           an unopposed return is told by a footnote alone; footnote marks are fused with the year in flattened text;
           no hold or gain, only the colour of the row
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile

from mwparserfromhell.nodes import Heading, Node, Tag, Template
from mwparserfromhell.wikicode import Wikicode

from spiders.records import Page, ReadPage, ScrapedContest, ScrapedListing, ScrapedProblem, UnexpectedPage
from spiders.results.wikipedia_api import (
    DAY,
    Article,
    article_address,
    by_election_titled,
    parsed,
    years_of_list,
)
from spiders.results.wikitext import template_name, words

COLUMNS = ("by-election", "date", "incumbent", "party", "winner", "party", "cause")
PARLIAMENT = re.compile(r"\b([0-9]{1,2})(?:st|nd|rd|th) (?:UK )?Parliament\b", re.IGNORECASE)
YEAR = re.compile(r"\b(?:1[89]|20)[0-9]{2}\b")
COUNT = re.compile(r"\b([0-9][0-9,]*) (?:parliamentary )?by-elections\b")
UNOPPOSED = re.compile(r"\b(?:unopposed|uncontested)\b", re.IGNORECASE)
CALLED_OFF = re.compile(r"\b(?:cancelled|countermanded|abandoned|postponed(?! from))\b", re.IGNORECASE)
NOTE_TEMPLATES = frozenset({"efn", "efn-ua", "efn-lr", "refn", "#tag:ref", "notetag"})
PARTY_TEMPLATES = ("party name with colo", "full party name with colo", "party shortname", "party link")
KEY_LINE = re.compile(r"^[\s:*#;]*<sup>\s*([0-9A-Za-z*†]{1,3})\s*</sup>(.+)$", re.MULTILINE)  # "<sup>1</sup> Unopposed"
MOST_ROWS_SPANNED = 100  # fifteen seats fell vacant at once in 1986

Notes = dict[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table row."""

    code: Wikicode
    text: str
    rows: int  # how many rows it spans
    is_heading: bool
    is_colour: bool  # nothing but the colour of a party


def parse_list(page: Page, article: Article) -> ReadPage:
    """A list -> a contest per row, and the listing of the articles that the rows lead to.

    A row that cannot be read is a problem, and so is a number of rows other than the page counts itself.
    Raises UnexpectedPage when no table has the columns.
    """
    code, years = parsed(page, article), years_of_list(article.title)
    assert years is not None
    notes, contests, problems = notes_of(code, article.wikitext), [], []
    rows_seen = 0
    for headings, table in tables_of(code):
        parliament, allowed = parliament_of(headings, years)
        for line in lines_of(table):
            rows_seen += 1
            if isinstance(line, ScrapedProblem):
                problems.append(line)
            else:
                contests.append(contest_of(article, line, parliament, allowed, notes))
    if not rows_seen:
        raise UnexpectedPage(page, wanted=f"a table with columns {', '.join(COLUMNS)}", seen="none with rows of them")
    counted = printed_count(code)
    if counted is not None and counted != rows_seen:
        problems.append(ScrapedProblem("list-count-differs", f"the page counts {counted}, its tables have {rows_seen}"))
    titles = list(dict.fromkeys(one.source_contest_id for one in contests if one.source_contest_id))
    # the count is compared here: a listing's printed count is one Parliament's
    listing = ScrapedListing("by-election", None, None, tuple(titles), tuple(map(article_address, titles)))
    return ReadPage([listing, *contests], problems)


def tables_of(code: Wikicode) -> Iterator[tuple[list[str], Tag]]:
    """The tables with the columns of a list, each with the headings it stands under."""
    headings: list[tuple[int, str]] = []
    for node in code.ifilter(recursive=True):
        if isinstance(node, Heading):
            headings = [*(one for one in headings if one[0] < node.level), (node.level, words(node.title))]
        elif isinstance(node, Tag) and name_of(node) == "table" and any(is_heading_row(row) for row in rows_of(node)):
            yield [text for _, text in headings], node


def parliament_of(headings: list[str], years: tuple[int, int]) -> tuple[str | None, tuple[int, int]]:
    """The Parliament's number and years by the nearest heading that says them, else the years of the whole list."""
    for heading in reversed(headings):
        said = [int(year) for year in YEAR.findall(heading)]
        match = PARLIAMENT.search(heading)
        if match or len(said) >= 2:
            return match[1] if match else None, (said[0], said[-1]) if len(said) >= 2 else years
    return None, years


def name_of(tag: Tag) -> str:
    return str(tag.tag).strip().casefold()


def rows_of(table: Tag) -> Iterator[list[Cell]]:
    """The rows of a table, those before its first row mark included; a table within it is not looked into."""
    loose: list[Cell] = []
    for node in table.contents.nodes if table.contents is not None else ():
        if not isinstance(node, Tag):
            continue
        if name_of(node) in ("td", "th"):
            loose.append(cell_of(node))
        elif name_of(node) == "tr":
            if loose:
                yield loose
                loose = []
            inner = node.contents.nodes if node.contents is not None else ()
            yield [cell_of(one) for one in inner if isinstance(one, Tag) and name_of(one) in ("td", "th")]
    if loose:
        yield loose


def cell_of(tag: Tag) -> Cell:
    code = tag.contents if tag.contents is not None else Wikicode([])
    text = words(code)
    templates = [template_name(one) for one in code.filter_templates(recursive=False)]
    styled = any(tag.has(name) for name in ("style", "bgcolor", "width", "class"))
    coloured = any("color" in name or "colour" in name or "shading" in name for name in templates)
    is_party = any(name.startswith(PARTY_TEMPLATES) for name in templates)
    is_colour = not text and not is_party and (styled or coloured)
    return Cell(code, text, spanned(tag), name_of(tag) == "th", is_colour)


def spanned(tag: Tag) -> int:
    if not tag.has("rowspan"):
        return 1
    printed = str(tag.get("rowspan").value or "").strip()
    return min(int(printed), MOST_ROWS_SPANNED) if re.fullmatch(r"[1-9][0-9]{0,3}", printed) else 1


def is_heading_row(row: list[Cell]) -> bool:
    """Whether the row names the columns; headings without words stand above the colours."""
    return tuple(cell.text.casefold() for cell in row if cell.text) == COLUMNS


def lines_of(table: Tag) -> Iterator[list[Cell] | ScrapedProblem]:
    """The rows below the headings, a cell for each column: colours left out, and cells that span rows repeated."""
    is_below = False
    spanning: dict[int, tuple[Cell, int]] = {}  # column -> cell, and how many rows it still spans
    for row in rows_of(table):
        if not is_below or is_heading_row(row):
            is_below = is_below or is_heading_row(row)
            continue
        waiting = [cell for cell in row if not cell.is_colour]
        if not row or (len(waiting) == 1 and not spanning):  # a row mark without cells; a heading across the table
            continue
        line: list[Cell] = []
        for column in range(len(COLUMNS)):
            if column in spanning:
                cell, left = spanning.pop(column)
            elif waiting:
                cell = waiting.pop(0)
                left = cell.rows
            else:
                break
            line.append(cell)
            if left > 1:
                spanning[column] = cell, left - 1
        if waiting or len(line) < len(COLUMNS) or not line[0].text or not line[1].text:
            seen = " | ".join(cell.text or str(cell.code).strip() for cell in row)
            yield ScrapedProblem("list-row-unreadable", seen[:300])
        else:
            yield line


def contest_of(
    article: Article, line: list[Cell], parliament: str | None, allowed: tuple[int, int], notes: Notes
) -> ScrapedContest:
    """One row -> what it says of its by-election. Its id is the title of the article it leads to."""
    seat, day, incumbent, outgoing_party, winner, winner_party, cause = line
    links = [str(link.title).partition("#")[0].replace("_", " ").strip() for link in seat.code.filter_wikilinks()]
    title = next((link for link in links if by_election_titled(link)), None)
    whole = by_election_titled(seat.text)  # a link without a text of its own
    days = DAY.findall(day.text)
    problems = []
    if days and not any(allowed[0] <= int(year) <= allowed[1] for year in YEAR.findall(days[-1])):
        seen = f"{day.text} in a table of {allowed[0]} to {allowed[1]}"
        problems.append(ScrapedProblem("date-outside-parliament", seen, "poll_date", seat.text))
    for cell, field in ((incumbent, "outgoing_member"), (winner, "winner_name")):
        if not cell.text and cell.code.filter_templates():
            problems.append(ScrapedProblem("list-cell-unreadable", str(cell.code).strip()[:300], field, seat.text))
    off = called_off(day.text, winner.text)
    told = [day.text, winner.text, *(note for cell in line for note in notes_in(cell.code.nodes, notes))]
    return ScrapedContest(
        document="list",
        kind="by-election",
        state="winner" if not off else "empty",
        source_url=article.permanent_address,
        stated_at=article.saved_at,
        source_contest_id=title,
        constituency=(whole["seat"] or whole["old_seat"]) if whole else seat.text,
        poll_date=days[-1] if days else day.text,
        parliament_number=parliament,
        winner_name=winner.text if not off else None,
        winner_party=party_in(winner_party) if not off else None,
        poll_status=off or ("uncontested" if any(UNOPPOSED.search(note) for note in told) else None),
        vacancy_words=cause.text,
        outgoing_member=incumbent.text,
        outgoing_party=party_in(outgoing_party),
        problems=tuple(problems),
    )


def called_off(*printed: str | None) -> str | None:
    """ "4 May 2017 (cancelled)" -> "cancelled", the first such word; None where a poll was held.

    Footnotes are not looked at: they also tell of the poll that was put off for the one held.
    """
    found = next((match for words in printed if (match := CALLED_OFF.search(words or ""))), None)
    return found[0] if found else None


def party_in(cell: Cell) -> str:
    """A party by its label; by its article's name where that begins with the label and so tells it from its namesakes.

    "[[National Liberal Party (UK, 1931)|National Liberal]]" is the one of 1931.
    """
    for template in cell.code.filter_templates(recursive=False):
        if template_name(template).startswith(PARTY_TEMPLATES):
            return next((words(one.value) for one in template.params if not one.showkey), "")
    links = cell.code.filter_wikilinks()
    if len(links) == 1 and words(Wikicode([links[0]])) == cell.text:
        title = " ".join(str(links[0].title).partition("#")[0].replace("_", " ").split())
        if title.casefold().startswith(cell.text.casefold()):
            return title
    return cell.text


def printed_count(code: Wikicode) -> int | None:
    """How many by-elections the page says that it lists; None where it does not say, or says several numbers.

    Only what stands above the first heading: below it, each Parliament may have a count of its own.
    """
    lead = takewhile(lambda node: not isinstance(node, Heading), code.nodes)
    prose = [node for node in lead if not (isinstance(node, Tag) and name_of(node) == "table")]
    counts = {int(printed.replace(",", "")) for printed in COUNT.findall(words(Wikicode(prose)))}
    return counts.pop() if len(counts) == 1 else None


def notes_of(code: Wikicode, wikitext: str) -> Notes:
    """The footnotes of a page that have a name or a mark, since a row may only refer to them."""
    notes: Notes = {("sup", mark): text for mark, text in KEY_LINE.findall(wikitext)}
    for node in code.ifilter(recursive=True):
        kind, key, text = note_of(node)
        if kind in ("ref", "efn") and key and text:
            notes.setdefault((kind, key), text)
    return notes


def note_of(node: Node) -> tuple[str, str, str]:
    """A footnote's kind, its name within its group, and its text; each "" where there is none."""
    if isinstance(node, Template) and template_name(node).partition("|")[0] in NOTE_TEMPLATES:
        named = {str(one.name).strip(): str(one.value).strip(' "') for one in node.params if one.showkey}
        text = next((words(one.value) for one in node.params if not one.showkey), "")
        kind = "ref" if template_name(node) == "#tag:ref" else "efn"
        return kind, " ".join(filter(None, (named.get("group"), named.get("name")))) if named.get("name") else "", text
    if isinstance(node, Tag) and name_of(node) == "ref":
        group, name = (str(node.get(one).value).strip() if node.has(one) else "" for one in ("group", "name"))
        return "ref", " ".join(filter(None, (group, name))) if name else "", words(node.contents)
    if isinstance(node, Tag) and name_of(node) == "sup":
        return "sup", words(node.contents), ""
    return "", "", ""


def notes_in(nodes: Iterable[Node], notes: Notes) -> Iterator[str]:
    """The texts of the footnotes that a cell carries or refers to."""
    for node in Wikicode(list(nodes)).ifilter(recursive=True):
        kind, key, text = note_of(node)
        if kind == "sup":
            yield from (notes.get((kind, mark.strip()), "") for mark in key.split(","))
        elif kind:
            yield text or notes.get((kind, key), "")
