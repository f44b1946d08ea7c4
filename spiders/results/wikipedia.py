"""By-elections as Wikipedia has them: the election box of each article, through the MediaWiki API.

Publisher  the editors of English Wikipedia, en.wikipedia.org      Licence  CC BY-SA 4.0
Gives      candidacies, votes, electorate, turnout, majority, result labels, from 1918 on; who held the seat before;
           from the lists of by-elections (`wikipedia_lists.py`) also why it was vacant
Quirks     an article carries the boxes of other elections too, so its own is chosen by year and heading; parties are
           named by their article ("Labour Party (UK)"); coalition endorsement is a "C" before the party; an unopposed
           return has no votes; the infobox lists only the leading candidates, and its turnout may be the majority
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

from mwparserfromhell.nodes import Heading, Template

from spiders.records import (
    Page,
    ReadPage,
    ScrapedCandidacy,
    ScrapedContest,
    ScrapedListing,
    ScrapedProblem,
    UnexpectedPage,
)
from spiders.results.wikipedia_api import (
    DAY,
    MONTHS,
    Article,
    answer_of,
    article_address,
    article_of,
    article_parsed,
    by_election_titled,
    is_plural,
    pages_of,
    parse_members,
    parsed,
    query_of,
    years_of_list,
)
from spiders.results.wikipedia_lists import called_off, parse_list
from spiders.results.wikitext import argument, first_argument, template_name, words

NAME = "wikipedia"
READER_VERSION = 3
DOCUMENTS = ("article", "list")

YEAR = re.compile(r"(?<![0-9,])1[89][0-9]{2}(?![0-9,])|(?<![0-9,])20[0-9]{2}(?![0-9,])")
CANDIDATE = re.compile(r"election box (?:winning )?(?:candidate|unopposed)\b.*")
ELECTORATE = re.compile(r"[Ee]lectorate:? ?([0-9][0-9, ]*[0-9])")
PARLIAMENT = re.compile(r"by-elections to the ([0-9]+)(?:st|nd|rd|th) uk parliament")
OTHER_HEADING = re.compile(r"previous|general election|next|aftermath|background|history|subsequent", re.IGNORECASE)
OTHER_BODY = re.compile(
    r"general election|assembly|senedd|scottish parliament|stormont|european|local election", re.IGNORECASE
)
NUMBER_WITH_BLANKS = re.compile(r"[0-9][0-9, \u2009\u202f]*")
NO_FIGURE = frozenset({"", "n/a", "new", "-", "\u2013", "\u2014", "\u2212"})
# parts of the box that hold no figure of ours
IGNORED = re.compile(r"election box (?:begin|end|note|source|label|reference|total|formal|blank)\b.*")


def wanted(path: str) -> bool:
    """Whether a file with this path may be an answer of the API, saved by hand."""
    return path.endswith(".json")


def read(page: Page) -> ReadPage:
    """Read one answer of the API; an address that holds no results (robots.txt, page info) gives nothing.

    Raises UnexpectedPage when the answer is not what its address promises.
    """
    if page.url.startswith("file:"):
        return read_saved(page)
    if urlsplit(page.url).path != "/w/api.php":
        return ReadPage()
    asked = parse_qs(urlsplit(page.url).query)
    query = query_of(page)
    if asked.get("list") == ["categorymembers"]:
        return parse_category(page, query)
    if asked.get("prop") == ["revisions"]:
        return parse_articles(page, query)
    return ReadPage()


def read_saved(page: Page) -> ReadPage:
    """Read an answer that somebody saved in a file, whose address is not known: its own words say what it is."""
    answer = answer_of(page)
    if isinstance(answer.get("parse"), dict):
        return read_article(page, article_parsed(page, answer["parse"]))
    query = answer.get("query")
    if isinstance(query, dict) and "categorymembers" in query:
        return parse_category(page, query)
    if isinstance(query, dict) and "pages" in query:
        if all("lastrevid" in one for one in pages_of(page, query)):  # prop=info
            return ReadPage()
        return parse_articles(page, query)
    wanted_form = "an answer of action=parse (prop=wikitext|revid) or of action=query (prop=revisions)"
    raise UnexpectedPage(page, wanted=wanted_form, seen=f"keys {', '.join(answer)}"[:200])


def parse_category(page: Page, query: dict[str, Any]) -> ReadPage:
    """What the category says there is. A page of several by-elections may be a summary without a box: not counted."""
    members = [one for one in parse_members(page) if not one.is_category and by_election_titled(one.title)]
    single = [one for one in members if not is_plural(one.title)]
    listing = ScrapedListing(
        "by-election",
        None,
        None,
        tuple(one.page_id for one in single),
        tuple(article_address(one.title) for one in single),
    )
    return ReadPage([listing])


def parse_articles(page: Page, query: dict[str, Any]) -> ReadPage:
    """Every article of an answer; of several, one that is not as expected is a problem and costs no other."""
    found, pages = ReadPage(), pages_of(page, query)
    for one in pages:
        try:
            read_one = read_article(page, article_of(page, one))
        except UnexpectedPage as refusal:
            if len(pages) == 1:
                raise
            found.problems.append(ScrapedProblem("unexpected-page", str(refusal), contest=str(one.get("title"))))
            continue
        found.records += read_one.records
        found.problems += read_one.problems
    return found


def read_article(page: Page, article: Article) -> ReadPage:
    """An article, or a list of by-elections, as its title says."""
    if years_of_list(article.title):
        return parse_list(page, article)
    contest = parse_article(page, article)
    return ReadPage([contest] if contest else [])


@dataclass(slots=True)
class Box:
    """One election box: its title, the headings it stands under, and its rows in their order."""

    title: str
    headings: tuple[str, ...]
    rows: list[Template] = field(default_factory=list)


def parse_article(page: Page, article: Article) -> ScrapedContest | None:
    """One article -> its by-election; None for a summary of several, which has no election box."""
    match = by_election_titled(article.title)
    if not match:
        raise UnexpectedPage(page, wanted="a title like '1962 Orpington by-election'", seen=f"{article.title!r}")
    nodes = [node for node in parsed(page, article).ifilter(recursive=True) if isinstance(node, Heading | Template)]
    boxes = list(boxes_in(nodes))
    if not boxes and is_plural(article.title):
        return None
    box = own_box(page, boxes, match)
    year = match["year"] or match["old_year"]
    infobox, polled = infobox_of(page, nodes, year)
    contest = ScrapedContest(
        document="article",
        kind="by-election",
        source_url=article.permanent_address,
        stated_at=article.saved_at,
        source_contest_id=article.page_id,
        constituency=match["seat"] or match["old_seat"],
        poll_date=polled,
        poll_status=called_off(argument(infobox, "election_date"), box.title),
        parliament_number=parliament_of(nodes),
        outgoing_member=first_argument(infobox, "before_election"),
        outgoing_party=first_argument(infobox, "before_party"),
    )
    contest = with_rows(page, contest, box)
    if contest.electorate is None:
        printed = ELECTORATE.search(box.title)
        contest = replace(contest, electorate=printed[1] if printed else figure(argument(infobox, "registered")))
    return contest


def boxes_in(nodes: list[Heading | Template]) -> Iterator[Box]:
    """The election boxes of an article, from `Election box begin` to the next one or to `Election box end`."""
    headings: list[tuple[int, str]] = []
    box: Box | None = None
    for node in nodes:
        if isinstance(node, Heading):
            headings = [*(one for one in headings if one[0] < node.level), (node.level, words(node.title))]
            continue
        name = template_name(node)
        if not name.startswith("election box"):
            continue
        if name.startswith("election box begin"):
            if box:
                yield box
            box = Box(argument(node, "title") or "", tuple(text for _, text in headings))
        elif box:
            box.rows.append(node)
            if name.startswith("election box end"):
                yield box
                box = None
    if box:
        yield box


def own_box(page: Page, boxes: list[Box], title: re.Match[str]) -> Box:
    """The by-election's own box, by its title and heading: never that of a general election before or after."""
    year, month = title["year"] or title["old_year"], title["month"] or title["old_month"]

    def standing(box: Box) -> int:
        """2 the title says that it is this by-election's; 1 nothing speaks against it; 0 it is another's."""
        years, months = YEAR.findall(box.title), re.findall(rf"\b(?:{MONTHS})\b", box.title)
        is_named = "by-election" in box.title.casefold()
        if OTHER_BODY.search(" ".join((box.title, *box.headings[-1:]))) or (years and year not in years):
            return 0
        if month and months and month not in months:
            return 0
        if not is_named and any(OTHER_HEADING.search(heading) for heading in box.headings):
            return 0
        return 2 if is_named and years else 1

    for wanted in (2, 1):
        found = [box for box in boxes if standing(box) == wanted]
        if len(found) == 1:
            return found[0]
        if found:
            break
    titles = [box.title for box in boxes][:8]
    raise UnexpectedPage(
        page,
        wanted=f"one election box of the by-election of {year}",
        seen=f"{len(boxes)} boxes, titled {titles}, {len(found)} of them its own",
    )


def infobox_of(page: Page, nodes: list[Heading | Template], year: str) -> tuple[Template, str]:
    """The infobox that dates this by-election, and the day: the last one where the poll took several days."""
    seen = []
    for node in nodes:
        if isinstance(node, Template) and template_name(node).startswith("infobox"):
            printed = argument(node, "election_date")
            days = DAY.findall(printed or "")
            if days and year in days[-1]:
                return node, days[-1]
            seen.append(printed)
    raise UnexpectedPage(page, wanted=f"an infobox with election_date, a day of {year}", seen=f"election_date {seen}")


def parliament_of(nodes: list[Heading | Template]) -> str | None:
    """The number in the navigation template at the foot, "By-elections to the 42nd UK Parliament"."""
    names = (template_name(node) for node in nodes if isinstance(node, Template))
    return next((match[1] for name in names if (match := PARLIAMENT.fullmatch(name))), None)


def with_rows(page: Page, contest: ScrapedContest, box: Box) -> ScrapedContest:
    """The contest with what the rows of its box say; a row that cannot be read becomes a problem."""
    candidacies, problems = [], []
    known: dict[str, Any] = {}  # the figures, by the field each fills
    for row in box.rows:
        name = template_name(row)
        if CANDIDATE.fullmatch(name):
            one, wrong = candidacy(row, name)
            candidacies += [one] if one else []
            problems += wrong
        elif name.startswith("election box majority"):
            known |= {
                "majority": figure(argument(row, "votes")),
                "majority_share": percent(argument(row, "percentage")),
            }
        elif name.startswith("election box turnout"):
            known["valid_votes"] = figure(argument(row, "votes"))
            known["turnout"] = percent(argument(row, "percentage"))
            if invalid := figure(argument(row, "invalid")):
                known["rejected_ballot_papers"] = invalid
        elif name.startswith("election box rejected"):
            known["rejected_ballot_papers"] = figure(argument(row, "votes"))
        elif name.startswith("election box registered electors"):
            known["electorate"] = figure(first_argument(row, "reg. electors", "reg electors", "votes"))
        elif name.startswith(("election box hold", "election box gain")):
            known["outcome"] = outcome(row, name)
        elif not name.startswith(("election box new seat", "election box win")) and not IGNORED.fullmatch(name):
            problems.append(ScrapedProblem("box-row-unknown", str(row)[:300]))
    if not candidacies:
        raise UnexpectedPage(
            page, wanted="a row per candidate in the election box", seen=f"none in the box {box.title!r}"
        )
    if is_unopposed(candidacies[0].votes) and len(candidacies) == 1:
        candidacies = [replace(candidacies[0], votes="", vote_share="", is_elected="true")]
        known["poll_status"] = "uncontested"
    return replace(contest, **known, candidacies=tuple(candidacies), problems=tuple(problems))


def candidacy(row: Template, name: str) -> tuple[ScrapedCandidacy | None, list[ScrapedProblem]]:
    """One candidate's row. Its party is the name of the party's article, or free text."""
    problems = []
    who, votes = argument(row, "candidate"), figure(argument(row, "votes"))
    if "unopposed" in name:
        votes = votes or "Unopposed"
    if not who or votes is None:
        return None, [ScrapedProblem("candidate-row-unreadable", str(row)[:300], "candidate" if not who else "votes")]
    printed = argument(row, "party") or ""
    endorsed = "C" if re.match(r"C[. ] ?[A-Z]", printed) else None
    party = re.sub(r"^C[. ] ?", "", printed) if endorsed else printed
    side = first_argument(row, "side", "symbol") if "coalition" in name or "alliance" in name else None
    change = share_change(argument(row, "change"))
    if change and change[0].isdigit() and change.strip("0.%"):
        problems.append(ScrapedProblem("change-without-sign", f"{who}: {change}", "share_change"))
        change = ""
    return ScrapedCandidacy(
        name=who,
        party=party,
        endorsement=side or endorsed,
        votes=votes,
        vote_share=percent(argument(row, "percentage")),
        share_change=change,
        is_elected="true" if "winning" in name else None,
    ), problems


def outcome(row: Template, name: str) -> str | None:
    """ "Labour Party (UK) gain from Liberal Party (UK)", the page's word, made of the row's arguments."""
    winner, loser = argument(row, "winner"), argument(row, "loser")
    if not winner:
        return None
    if name.startswith("election box hold"):
        return f"{winner} hold"
    return f"{winner} gain from {loser}" if loser else f"{winner} gain"


def is_unopposed(votes: str | None) -> bool:
    return (votes or "").strip("(). ").casefold() in ("unopposed", "returned unopposed", "elected unopposed")


def figure(printed: str | None) -> str | None:
    """A count without the blanks that some pages put into it: "16, 179" -> "16,179"; other words stay as they are."""
    if printed and NUMBER_WITH_BLANKS.fullmatch(printed):
        return re.sub(r"[ \u2009\u202f]", "", printed)
    return "\u2013" if printed in ("\u2014", "\u2212") else printed


def percent(printed: str | None) -> str | None:
    """The column's heading is "%", so its figures are written without one: "39.4" -> "39.4%"."""
    if printed and printed[-1].isdigit():
        return f"{printed}%"
    return "" if printed is not None and printed.casefold() in NO_FIGURE else printed


def share_change(printed: str | None) -> str | None:
    """ "+5.3", "–5.3" (any dash) -> "+5.3%", "−5.3%"; "New" and "N/A" are no figure."""
    if printed is None or printed.casefold() in NO_FIGURE:
        return None if printed is None else ""
    return percent(re.sub("^[\u2013\u2014-] ?", "\u2212", printed))
