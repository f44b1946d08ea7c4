"""Council pages: declarations of by-elections to councils and to the Commons, by the returning officers themselves.

Publisher  the councils of the United Kingdom    Licence  Open Government Licence v3.0, where a site says no other
Gives      candidates with description, votes and who is elected; electorate, papers issued and rejected, turnout
Quirks     one reader for each system: the XML and pages of Modern.Gov (`modern_gov`), the marks of CMIS (`cmis`), a
           council's own pages (`declaration`) and PDFs (`pdf`); figures are corrected without notice;
           before the count the same pages list nominations; some answer a browser check with status 200

Of an ordinary election, a parish or a mayor nothing is read: by-elections to councils and to the Commons are ours.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup
from bs4.filter import SoupStrainer

from spiders.records import Page, ReadPage, ScrapedContest, ScrapedProblem, UnexpectedPage
from spiders.results.council_sites import addresses, council_of_page, follow, wanted_contest
from spiders.results.declarations import cmis, modern_gov
from spiders.results.declarations import words as say
from spiders.results.declarations.blocks import Block, blocks_of
from spiders.results.declarations.containers import items_in, kind_of_data
from spiders.results.declarations.csv_answers import data_of_csv
from spiders.results.declarations.declaration import candidates_of, contests_in, is_count, unread_table
from spiders.results.declarations.documents import Council, Document
from spiders.results.declarations.feed_items import Item, items_of_data
from spiders.results.declarations.grids import lines_of
from spiders.results.declarations.json_answers import data_of, documents_of
from spiders.results.declarations.moments import moment_day
from spiders.results.declarations.pdf import blocks_of_pdf
from spiders.results.declarations.placed_words import blocks_of_placed
from spiders.results.declarations.text_answers import blocks_of_text
from spiders.results.declarations.unseen import without_unseen
from spiders.results.html import tree_of

NAME = "councils"
READER_VERSION = 4
# The XML is the clerk's own entry, the page is made of it; a signed PDF stays as it was when the page is mended.
DOCUMENTS = ("page", "service", "pdf", "index")
SUFFIXES = (".html", ".htm", ".xml", ".pdf", ".aspx", ".json", ".csv", ".txt", ".rss", ".atom")
CHALLENGE = re.compile(
    rb"_Incapsula_Resource|Incapsula incident|cf[-_]browser[-_]verification|_cf_chl_opt|cdn-cgi/challenge-platform|"
    rb"<title>\s*(?:Just a moment|Attention Required|Access Denied|Pardon Our Interruption|Checking your browser)|"
    rb"Request unsuccessful\. Incapsula|captcha-delivery\.com|Enable JavaScript and cookies to continue|"
    rb"sucuri_cloudproxy|"
    rb"<noscript>[^<]{0,200}(?:enable|turn on) javascript[^<]{0,200}(?:browser|continue)",
    re.IGNORECASE,
)  # fmt: skip
PUBLISHED = re.compile(r"(?:date )?(?:published|posted|issued|released)\b|release date|date posted", re.IGNORECASE)
DASHBOARD = re.compile(
    r"//[^/]*(?:arcgis|powerbi|flourish|datawrapper|infogram|tableau|lookerstudio|looker|datastudio|google|airtable)\.",
    re.IGNORECASE,
)
CORRECTION = re.compile(r"\bcorrect(?:ion|ed)\b|\bamended\b", re.IGNORECASE)
SUPERSEDED = re.compile(r"superseded|withdrawn|replaced", re.IGNORECASE)
NOBODY_YET = re.compile(r'"[^"]*candid[^"]*"\s*:\s*\[\s*\]', re.IGNORECASE)  # an empty list of candidates
WEEKDAY_BEFORE = re.compile(r"^.*?(?=\b[0-9])")
TELLS = re.compile(r"\belected\b|\bdeclared\b|count report|\bresults? (?:of|for|was|were)\b|etholwyd", re.IGNORECASE)
WON_WITH = re.compile(r"\belected\b[^.;]{0,60}\bwith [0-9][0-9,]* votes")
ENDS_IN_COUNT = re.compile(r"[^\W\d_]{3}.*\s(?!(?:19|20)[0-9]{2}$)[0-9][0-9,]*(?:\.[0-9]+)?$")  # and no year
FEWEST_COUNTS = 3  # rows or lines with a number: a result has one for each candidate
SMALL = 20_000  # bytes: a page that says so in a script and is longer is a page
BALLOT = re.compile(
    r"\b(?P<type>local|parl)\.(?P<slugs>[a-z0-9-]+(?:\.[a-z0-9-]+)?)\.(?:by\.)?(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})"
)


def wanted(path: str) -> bool:
    """Whether a file with this path, relative to the folder given, may be a saved page, XML answer or PDF."""
    return path.casefold().endswith(SUFFIXES)


def read(page: Page) -> ReadPage:
    """Read one page, answer or PDF; lists and nominations state nothing.

    Raises UnexpectedPage for a browser check, a page broken off, a scan, or a declaration in no shape known.
    """
    if urlsplit(page.url).path.endswith("/robots.txt"):
        return ReadPage()
    refuse_challenge(page)
    if modern_gov.is_service(page):
        return read_service(page)
    if page.body[:1024].lstrip().startswith(b"%PDF"):
        blocks = blocks_of_pdf(page)
        whole = "\n".join(block.words for block in blocks)
        council = council_named(page, whole)
        return read_document(page, Document(blocks, council=council, document="pdf"))
    kind = kind_of_data(page)
    return read_html(page) if kind is None else read_data(page, kind)


def read_data(page: Page, kind: str) -> ReadPage:
    """JSON, a feed, CSV or plain text.

    Raises UnexpectedPage for one that holds neither candidates with votes nor items that may.
    """
    if kind == "feed":
        return read_items(page, items_in(page))
    text = page.text()
    council = council_named(page, text[:40_000])
    if kind == "text":
        return read_document(page, Document(blocks_of_text(text), council=council))
    data = data_of(page, text) if kind == "json" else data_of_csv(page)
    if documents := documents_of(data, council):
        return read_contests(documents)
    if items := items_of_data(data):
        return read_items(page, items)
    if NOBODY_YET.search(text):
        return ReadPage()
    raise UnexpectedPage(page, wanted="candidates with votes, told by their keys", seen=f"{kind.upper()} without any")


def read_contests(documents: Sequence[Document]) -> ReadPage:
    """The contests of data, each once; of two that differ neither, as nobody can say which is right."""
    kept, twice = each_once([(False, one) for document in documents for one in contests_in(document)])
    found = only_ours(kept)
    return ReadPage(found.records, [*found.problems, *twice])


def read_items(page: Page, items: Sequence[Item]) -> ReadPage:
    """Each item as a page of its own; one that cannot be read costs no other.

    Of two results of one contest the correction counts, and where neither is one, none.
    """
    found, refused = ReadPage(), []
    stated: list[tuple[bool, ScrapedContest]] = []
    for item in items:
        try:
            one = read_html(item.page(page))
        except UnexpectedPage as refusal:
            refused.append(refusal)
            found.problems.append(ScrapedProblem("item-unreadable", f"{item.title[:80]}: {refusal.seen}"[:200]))
            continue
        is_correction = CORRECTION.search(item.title) is not None and SUPERSEDED.search(item.title) is None
        stated += [(is_correction, each) for each in one.records if isinstance(each, ScrapedContest)]
        found.problems += one.problems
    if items and len(refused) == len(items):
        raise refused[0]
    kept, twice = each_once(stated)
    return ReadPage([*kept], [*found.problems, *twice])


def each_once(stated: Sequence[tuple[bool, ScrapedContest]]) -> tuple[list[ScrapedContest], list[ScrapedProblem]]:
    """Each contest once, its result before its nominations, each with whether it is told as a correction."""
    kept: list[ScrapedContest] = []
    problems: list[ScrapedProblem] = []
    for seat, polled in dict.fromkeys((one.constituency, one.poll_date) for _, one in stated):
        same = [(is_new, one) for is_new, one in stated if (one.constituency, one.poll_date) == (seat, polled)]
        results = [(is_new, one) for is_new, one in same if one.state == "results"] or same[:1]
        corrected = [one for is_new, one in results if is_new]
        chosen = corrected or [one for _, one in results]
        if any(one.candidacies != chosen[0].candidacies for one in chosen):
            problems.append(ScrapedProblem("contest-stated-twice", "other votes each time", "votes", seat or ""))
        else:
            kept.append(chosen[0])
    return kept, problems


def refuse_challenge(page: Page) -> None:
    """Raises UnexpectedPage for a page that only asks whether a browser came."""
    found = CHALLENGE.search(page.body)
    if found and (len(page.body) < SMALL or found.group().lstrip().lower().startswith(b"<title")):
        raise UnexpectedPage(
            page,
            wanted="the page itself",
            seen="a check for browsers (a challenge page with status 200)",
            next_step="leave the site alone for now: it turns unknown clients away; ask the council, or use its PDF",
        )


def council_named(page: Page, text: str) -> Council:
    site = council_of_page(page.url, text)
    return Council(site.slug, site.name, site.nation) if site else Council()


def read_service(page: Page) -> ReadPage:
    """The XML of Modern.Gov; a file that is named after a ballot has its day from there."""
    read_page = modern_gov.read_service(page, council_named(page, page.text()[:20_000]))
    named = BALLOT.search(unquote(page.url))
    if named is not None:
        read_page.records = [
            replace(one, kind="by-election", poll_date=one.poll_date or named["day"])
            for one in read_page.records
            if isinstance(one, ScrapedContest)
        ]
    return read_page


def read_html(page: Page) -> ReadPage:
    tree = tree_of_page(page)
    without_unseen(tree)
    text = " ".join(lines_of(tree))[:40_000]
    council = council_named(page, text)
    if modern_gov.name_of_page(page.url) in modern_gov.LISTS:
        return ReadPage(list(modern_gov.read_index(page, tree, council)))
    document = document_of(tree, council, page.text())
    if modern_gov.name_of_page(page.url) == modern_gov.AREA:
        return only_ours(modern_gov.read_area(page, document))
    if (inside := data_inside(page, tree)) and not candidates_of(document.blocks, document):
        documents = [one for data in inside for one in documents_of(data, council, head_of(document))]
        if documents:
            return read_contests(documents)
    found = read_document(page, document)
    if not found.records and not found.problems and not candidates_of(document.blocks, document):
        refuse_unread(page, tree, document)
    return found


def refuse_unread(page: Page, tree: BeautifulSoup, document: Document) -> None:
    """Raises UnexpectedPage for a page without candidates that ought to have some."""
    if not is_nomination(document) and (heads := unread_table(document)):
        raise UnexpectedPage(page, wanted="a table whose headings tell which votes are this poll's", seen=heads)
    if is_filled_later(tree, document):
        raise UnexpectedPage(
            page,
            wanted="a by-election's candidates in the page itself",
            seen="a page that scripts fill in, or that shows another site's",
            next_step="find the address that its data comes from, and put it among the council's results in a file of "
            "your own (docs/sources.md#sites-of-your-own): JSON, feeds and CSV are read",
        )


def is_filled_later(tree: BeautifulSoup, document: Document) -> bool:
    """Whether a page of a by-election leaves its matter to scripts or to a frame of somebody else's."""
    heads = [document.title, *(block.words for block in document.blocks if block.kind == "heading" and block.level < 3)]
    if not any(say.KINDS.search(one) and re.search(r"result|declar|canlyniad", one, re.IGNORECASE) for one in heads):
        return False
    is_loading = any(
        re.fullmatch(r"(?:please wait|loading)\b.{0,60}", one.words, re.IGNORECASE) for one in document.blocks
    )
    frames = [str(one.get("src") or "") for one in tree.find_all("iframe")]
    return is_loading or tree.select_one('[aria-busy="true"]') is not None or any(map(DASHBOARD.search, frames))


def data_inside(page: Page, tree: BeautifulSoup) -> list[Any]:
    """The JSON that a page carries for its scripts, where that may hold candidates."""
    if b"application/json" not in page.body and b"__NEXT_DATA__" not in page.body:
        return []
    scripts = [one.string or "" for one in tree.find_all("script", type="application/json")]
    return [data_of(page, one) for one in scripts if re.search("votes|pleidleisiau", one, re.IGNORECASE)]


def head_of(document: Document) -> list[Block]:
    """What a page says above its data: the title, its first heading and the lines up to the next."""
    first = next((at for at, one in enumerate(document.blocks) if one.kind == "heading"), len(document.blocks))
    rest = document.blocks[first + 1 :]
    end = next((at for at, one in enumerate(rest) if one.kind == "heading"), len(rest))
    title = [Block("heading", document.title, 1)] if document.title else []
    return [*title, *document.blocks[first : first + 1], *(one for one in rest[:end] if one.kind == "line")]


def tree_of_page(page: Page) -> BeautifulSoup:
    """The page as a tree; a piece of HTML that never was a whole page is taken as it is."""
    head = page.body[:2000].lower()
    if b"<html" in head or b"<!doctype" in head or b"<body" in head:
        return tree_of(page, SoupStrainer(True))
    if not re.search(rb"<(?:table|li|h[1-6]|p)\b", page.body, re.IGNORECASE):
        raise UnexpectedPage(
            page, wanted="an HTML page, the XML of Modern.Gov or a PDF", seen=f"{len(page.body)} bytes of another kind"
        )
    return tree_of(replace(page, body=page.body + b"</html>"), SoupStrainer(True))


def document_of(tree: BeautifulSoup, council: Council, text: str) -> Document:
    """A page as blocks: its main part, where it marks one that holds a table or a list."""
    title = tree.find("title")
    stated = tree.find("meta", attrs={"name": re.compile(r"^DC\.date$", re.IGNORECASE)})
    body = tree.find("body") or tree
    main = next((one for one in tree.select('main, [role="main"]') if one.find(["table", "li"])), None)
    blocks = blocks_of_placed(body) or blocks_of(main or body)
    if main is not None and not any(block.kind == "heading" and block.level == 1 for block in blocks):
        blocks = [Block("heading", " ".join(lines_of(one)), 1) for one in tree.find_all("h1") if lines_of(one)] + blocks
    if marked := cmis.block_in(tree) if "openelection:" in text else None:
        blocks = [*(block for block in blocks if block.kind != "table"), marked]
    words = " ".join(lines_of(title)) if title else ""
    day = str(stated.get("content") or "") if stated else ""
    return Document(blocks, words, day, council, published=published_on(tree, blocks))


def published_on(tree: BeautifulSoup, blocks: Sequence[Block]) -> date | None:
    """The day a page says that it was published on, in its head or on a line of its own; None for no or several."""
    stated = tree.find("meta", attrs={"property": "article:published_time"}) or tree.find(
        "meta", attrs={"name": re.compile(r"^(?:DC|DCTERMS)\.(?:created|issued|available)$", re.IGNORECASE)}
    )
    if stated is not None and (day := moment_day(str(stated.get("content") or ""))) is not None:
        return day
    days = {
        day
        for block in blocks
        if block.kind in ("line", "item") and PUBLISHED.match(block.words) and len(block.words) < 80
        if (day := moment_day(WEEKDAY_BEFORE.sub("", block.words))) is not None
    }
    return days.pop() if len(days) == 1 else None


def read_document(page: Page, document: Document) -> ReadPage:
    """A declaration, or a page that only lists or nominates.

    Raises UnexpectedPage for a declaration without a table or list of candidates.
    """
    contests = contests_in(document)
    if not any(one.state == "results" for one in contests) and is_nomination(document):
        return ReadPage()
    if contests:
        return only_ours(contests)
    heads = [document.title, *(block.words for block in document.blocks if block.kind == "heading" and block.level < 3)]
    votes = re.findall(r"[0-9] votes?\b|\bvotes?\s*[:=–-]\s*[0-9]", document.whole(), re.IGNORECASE)
    if (
        document.document == "pdf"
        or (len(votes) > 1 and any(say.KINDS.search(one) for one in heads))
        or (len(votes) > 1 and any(say.KINDS.search(one.words) for one in document.blocks if one.kind == "line"))
        or any(re.search(r"declaration of (?:the )?result|result of (?:the )?poll", one, re.I) for one in heads)
        or (tells_result(document) and not is_nomination(document))
    ):
        raise UnexpectedPage(
            page,
            wanted="a table or list with candidates and votes",
            seen="a declaration without one" if any(heads) else "a document of another kind",
        )
    return ReadPage()


def tells_result(document: Document) -> bool:
    """Whether a page without candidates that could be told speaks of a by-election, a result and numbers in rows."""
    whole = document.whole()
    if not say.KINDS.search(whole):
        return False
    if unread_table(document) or any(
        WON_WITH.search(one.words) and not say.years_in(one.words) for one in document.blocks
    ):
        return True
    if not TELLS.search(whole):
        return False
    counted = sum(
        any(is_count(cell) for cell in row) and any(re.search(r"[^\W\d_]{3}", cell.words) for cell in row)
        for block in document.blocks
        for row in block.grid
    )
    ending = sum(ENDS_IN_COUNT.search(block.words) is not None for block in document.blocks if len(block.words) < 160)
    return max(counted, ending) >= FEWEST_COUNTS


def is_nomination(document: Document) -> bool:
    """Whether the document is a Statement of Persons Nominated or a notice of poll, by what heads it."""
    heads = [document.title, *(block.words for block in document.blocks[:12])]
    return any(say.NOMINATIONS.search(one) for one in heads)


def only_ours(contests: Sequence[ScrapedContest]) -> ReadPage:
    """The by-elections among a page's contests; of a page that has only others, a problem says what it is."""
    ours = [one for one in contests if one.election_type in ("local", "parl") and one.kind]
    undated = [
        one for one in contests if one.election_type in ("local", "parl") and not one.kind and one.poll_date is None
    ]
    problems = [
        ScrapedProblem("poll-day-unclear", "the page has no day of the poll", "poll_date", one.constituency or "")
        for one in undated
    ]
    ordinary = [one for one in contests if one.election_type in ("local", "parl") and not one.kind and one.poll_date]
    if ordinary and not ours:
        seen = f"{len(ordinary)} contests of an ordinary election on {ordinary[0].poll_date}"
        problems.append(ScrapedProblem("not-a-by-election", seen, "kind", ordinary[0].constituency or ""))
    joined = [one for one in undated if one.source_contest_id]  # another page of the same contest has its day
    return ReadPage([*ours, *joined], [one for one in problems if not (joined and one.rule == "poll-day-unclear")])


# What a watch or a spider needs beside `read`: where to look first, and where a list leads.
__all__ = ["DOCUMENTS", "NAME", "READER_VERSION", "addresses", "follow", "read", "wanted", "wanted_contest"]
