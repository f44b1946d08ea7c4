"""General election of 2019: the BBC's constituency pages, from saved pages (*.html, *.html.gz).

Publisher  BBC, www.bbc.co.uk/news/politics/constituencies     Licence  copyright BBC: figures only, nothing is crawled
Gives      candidacies with votes, shares and changes as typed in on the night; majority, electorate, turnout
Quirks     turnout is labelled "% share:"; shares carry no per cent sign; a party new to the seat has its whole share as
           its change; WIN says that hold or gain is not clear (a by-election since 2017, the Speaker), which is no
           outcome; class names stand in scripts and styles too; the live posts beside the result are not read
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from bs4 import BeautifulSoup, Tag
from bs4.filter import SoupStrainer

from spiders.records import Page, ReadPage, ScrapedCandidacy, ScrapedContest, ScrapedProblem, UnexpectedPage
from spiders.results.html import tree_of, words

NAME = "bbc"
READER_VERSION = 1
DOCUMENTS = ("constituency",)
ADDRESS = "https://www.bbc.co.uk/news/politics/constituencies/{code}"
# The blocks of the page; `data-comp-meta` of each says which seat it is about.
TITLE, HEADLINE, TABLE, TURNOUT = (
    "constituency_title", "constituency_result_headline2019", "constituency_result_table2019",
    "constituency_turnout2019",
)  # fmt: skip
BLOCKS = (TITLE, HEADLINE, TABLE, TURNOUT)
RESULT = "ge2019-constituency-result"  # what the classes of all its parts begin with
GSS_CODE = re.compile(r"[EWSN][0-9]{8}")
LABEL = re.compile(r".+ (?:(?P<clear>HOLD|GAIN FROM .+)|WIN)")
CANDIDATE = {"Votes:": "votes", "Vote share %:": "vote_share", "Vote share change:": "share_change"}
CONTEST = {"majority:": "majority", "Registered voters:": "electorate", "% share:": "turnout"}
UNREAD = "Change since 2017:"  # of turnout
MAJORITY = re.compile(r".+ (majority:)")  # "SDLP majority:"


def wanted(path: str) -> bool:
    """Whether a file with this path, relative to the folder given, may be a saved page."""
    return path.endswith(".html")


def read(page: Page) -> ReadPage:
    """Read one constituency page. Raises UnexpectedPage for any other page, or one about two seats."""
    tree = tree_of(page, SoupStrainer("div", id=re.compile(f"^(?:{'|'.join(BLOCKS)})$")))
    code = code_of(page, tree)
    seat = words(tree.select_one("h1.constituency-title__title"))
    lists = tree.select(f"ol.{RESULT}__list")
    items = [item for one in lists for item in one.find_all("li", recursive=False)]
    if len(lists) != 1 or not items or not seat:
        raise UnexpectedPage(
            page,
            wanted=f"h1.constituency-title__title and one ol.{RESULT}__list with a li per candidacy",
            seen=f"h1 {seat!r}, {len(lists)} lists with {len(items)} li",
        )
    problems: list[ScrapedProblem] = []
    candidacies = tuple(parse_candidacy(item, problems) for item in items)
    blocks = tree.select(f".{RESULT}-turnout__block")
    pairs = [(part(block, "-turnout__label"), part(block, "-turnout__value")) for block in blocks]
    pairs = [(MAJORITY.sub(r"\1", label), value) for label, value in pairs if label != UNREAD]
    figures = labelled(pairs, CONTEST, "", problems)
    contest = ScrapedContest(
        document="constituency",
        kind="general election",
        state="results" if any(one.votes for one in candidacies) else "candidates",
        source_url=ADDRESS.format(code=code),
        constituency=seat,
        gss_code=code,
        general_election="2019",
        majority=figures.get("majority"),
        electorate=figures.get("electorate"),
        turnout=figures.get("turnout"),
        outcome=outcome(tree, problems),
        candidacies=candidacies,
        problems=tuple(problems),
    )
    return ReadPage([contest])


def code_of(page: Page, tree: BeautifulSoup) -> str:
    """The GSS code that every block of the page names; raises UnexpectedPage when there is none, or several."""
    codes = {code_in(str(block["data-comp-meta"])) for block in tree.select("div[data-comp-meta]")}
    code = codes.pop() if len(codes) == 1 else ""
    if not GSS_CODE.fullmatch(code):
        seen = ", ".join(sorted(codes | {code}))
        raise UnexpectedPage(
            page, wanted="one 'gssid' in data-comp-meta of the result's blocks", seen=f"{seen!r}"[:200]
        )
    return code


def code_in(meta: str) -> str:
    """The code in '{"opts": {"gssid": "N06000008"}}'; "" when it does not say."""
    try:
        said = json.loads(meta)
    except (ValueError, RecursionError):
        return ""
    options = said.get("opts") if isinstance(said, dict) else None
    code = options.get("gssid") if isinstance(options, dict) else None
    return code if isinstance(code, str) else ""


def part(block: Tag, name: str) -> str:
    """The words of a part of the result, "" where it is missing."""
    return words(block.select_one(f".{RESULT}{name}"))


def parse_candidacy(item: Tag, problems: list[ScrapedProblem]) -> ScrapedCandidacy:
    """One li of the list: party, name, and three figures with their labels."""
    name = part(item, "__candidate-name")
    pairs = [
        (part(detail, "__details-key"), part(detail, "__details-value"))
        for detail in item.select(f".{RESULT}__details-item")
    ]
    figures = labelled(pairs, CANDIDATE, f"{name}: ", problems)
    return ScrapedCandidacy(
        name=name,
        party=part(item, "__party-name"),
        party_abbreviation=part(item, "__party-code"),
        votes=figures.get("votes"),
        vote_share=percent(figures.get("vote_share")),
        share_change=percent(figures.get("share_change")),
    )


def labelled(
    pairs: list[tuple[str, str]], names: Mapping[str, str], whose: str, problems: list[ScrapedProblem]
) -> dict[str, str]:
    """Figures by the field their label stands for; a label that is unknown, missing or there twice is a problem."""
    figures: dict[str, str] = {}
    for label, value in pairs:
        if label not in names or names[label] in figures:
            problems.append(ScrapedProblem("label-unexpected", f"{whose}{label!r} with {value!r}"))
        else:
            figures[names[label]] = value
    problems += [
        ScrapedProblem("label-missing", f"{whose}no {label!r}", name)
        for label, name in names.items()
        if name not in figures
    ]
    return figures


def percent(printed: str | None) -> str | None:
    """Shares and changes stand under "%" or in points without a sign: "+17.7" -> "+17.7%"."""
    return f"{printed}%" if printed and printed[-1].isdigit() else printed


def outcome(tree: BeautifulSoup, problems: list[ScrapedProblem]) -> str | None:
    """The headline, "SDLP GAIN FROM SF"; None for a WIN, which leaves open whether it is a hold or a gain."""
    headline = words(tree.select_one(f".{RESULT}-headline__text"))
    match = LABEL.fullmatch(headline)
    if not match:
        problems.append(ScrapedProblem("headline-unreadable", repr(headline), "outcome"))
        return None
    return headline if match["clear"] else None
