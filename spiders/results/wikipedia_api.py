"""The MediaWiki API of English Wikipedia: its addresses, and the articles in its answers.

The API answers 200 to everything: an error, a missing page and "ask again later" stand in the body.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

import mwparserfromhell
from mwparserfromhell.parser import ParserError
from mwparserfromhell.wikicode import Wikicode

from spiders.records import Page, UnexpectedPage

HOST = "en.wikipedia.org"
API = f"https://{HOST}/w/api.php"
BUSY = frozenset({"maxlag", "ratelimited", "readonly"})  # errors that pass by themselves
MOST_BRACES = 20_000  # the longest article has a few thousand templates and links

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
DAY = re.compile(rf"(?:[0-9]{{1,2}} (?:{MONTHS}) [0-9]{{4}}|[0-9]{{4}}-[0-9]{{1,2}}-[0-9]{{1,2}})")
TITLE = re.compile(
    rf"(?:(?P<month>{MONTHS}) )?(?P<year>[0-9]{{4}}) (?P<seat>.+?) by-elections?"
    rf"|(?P<old_seat>.+?) by-elections?, (?:(?P<old_month>{MONTHS}) )?(?P<old_year>[0-9]{{4}})"
)
LIST_TITLE = re.compile(r"List of (?:United Kingdom|UK) by-elections \(([0-9]{4}) ?[\u2013-] ?([0-9]{4}|present)\)")


def address(**asked: str) -> str:
    """The address of a question to the API; the same question always has the same address."""
    fixed = {"action": "query", "format": "json", "formatversion": "2", "maxlag": "5"}
    return f"{API}?{urlencode(fixed | asked)}"


def article_address(title: str) -> str:
    """One article at a time, so that its address stays the same whatever else is asked for."""
    asked = {"prop": "revisions", "rvslots": "main", "rvprop": "ids|timestamp|sha1|content", "redirects": "1"}
    return address(**asked, titles=title)


def is_busy(page: Page) -> bool:
    """Whether the answer says no more than "ask again later"."""
    try:
        error = json.loads(page.text()).get("error")
    except (ValueError, RecursionError, AttributeError):
        return False
    return isinstance(error, dict) and error.get("code") in BUSY


def answer_of(page: Page) -> dict[str, Any]:
    """The JSON object of an answer; raises UnexpectedPage for anything else, an error the API tells included."""
    try:
        answer = json.loads(page.text())
        if "\\u" in page.text():
            json.dumps(answer, ensure_ascii=False).encode()  # a lone surrogate could not be stored
    except (ValueError, RecursionError) as error:
        raise UnexpectedPage(page, wanted="a JSON answer of the API", seen=f"no JSON ({error})") from error
    if not isinstance(answer, dict):
        raise UnexpectedPage(page, wanted="a JSON object", seen=f"{type(answer).__name__}")
    if told := answer.get("error"):
        seen = f"the API's error {str(told)[:200]}"
        raise UnexpectedPage(page, wanted="an answer", seen=seen, next_step="byelections refresh asks again")
    return answer


def query_of(page: Page) -> dict[str, Any]:
    query = answer_of(page).get("query")
    if not isinstance(query, dict):
        raise UnexpectedPage(page, wanted="an object `query`", seen="an answer without it")
    return query


@dataclass(frozen=True, slots=True)
class Member:
    """A page of a category."""

    title: str
    page_id: str
    is_category: bool


def parse_members(page: Page) -> list[Member]:
    """list=categorymembers -> articles and subcategories, talk pages and the like left out."""
    listed = query_of(page).get("categorymembers")
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise UnexpectedPage(page, wanted="a list `query.categorymembers`", seen="an answer without it")
    return [
        Member(str(one.get("title")), str(one.get("pageid")), one.get("ns") == 14)
        for one in listed
        if one.get("ns") in (0, 14)
    ]


def by_election_titled(title: str) -> re.Match[str] | None:
    """An article about by-elections of one seat, by its title; lists and other articles of a category are not."""
    return TITLE.fullmatch(title)


def year_of(title: str) -> int | None:
    """ "March 1942 Grantham by-election" -> 1942; None for a title of another form."""
    match = by_election_titled(title)
    return int(match["year"] or match["old_year"]) if match else None


def is_plural(title: str) -> bool:
    return bool(re.search(r"by-elections(,|$)", title))


def years_of_list(title: str) -> tuple[int, int] | None:
    """ "List of United Kingdom by-elections (1918\u20131931)" -> (1918, 1931); None for a title of another form."""
    match = LIST_TITLE.fullmatch(title)
    return (int(match[1]), 9999 if match[2] == "present" else int(match[2])) if match else None


@dataclass(frozen=True, slots=True)
class Article:
    """One revision of one article. An answer of action=parse may leave out which, and never says when it was saved."""

    title: str
    page_id: str
    revision: str | None
    saved_at: str | None
    wikitext: str

    @property
    def permanent_address(self) -> str:
        """Where a person finds this very revision; the article, where it is not said which."""
        here = f"https://{HOST}/w/index.php?title={quote(self.title.replace(' ', '_'))}"
        return f"{here}&oldid={self.revision}" if self.revision else here


def article_of(page: Page, found: dict[str, Any]) -> Article:
    """One page of a prop=revisions answer; raises UnexpectedPage when it is missing or has no text."""
    title = str(found.get("title"))
    if found.get("missing"):
        raise UnexpectedPage(page, wanted="an article", seen=f"{title!r} is missing: deleted, or moved")
    try:
        (revision,) = found["revisions"]
        text = revision["slots"]["main"]["content"]
        kept = str(found["pageid"]), str(revision["revid"]), str(revision["timestamp"])
        if not isinstance(text, str):
            raise TypeError("text")
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        seen = f"{title!r} without {error}"
        raise UnexpectedPage(page, wanted="one revision with id, time and text", seen=seen) from error
    if not re.fullmatch(r"[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z", kept[2]):
        raise UnexpectedPage(page, wanted="the time of the revision", seen=f"{kept[2]!r}")
    return Article(title, *kept, text)


def article_parsed(page: Page, found: dict[str, Any]) -> Article:
    """The object `parse` of an action=parse answer, of either format; raises UnexpectedPage when it has no wikitext."""
    text = found.get("wikitext")
    if isinstance(text, dict):  # without formatversion=2
        text = text.get("*")
    title, page_id, revision = (found.get(name) for name in ("title", "pageid", "revid"))
    if not isinstance(text, str) or not isinstance(title, str) or not isinstance(page_id, int):
        seen = f"title {title!r}, page id {page_id!r}, {type(text).__name__} for wikitext"
        raise UnexpectedPage(page, wanted="an object `parse` with title, page id and wikitext", seen=seen[:300])
    return Article(title, str(page_id), str(revision) if isinstance(revision, int) else None, None, text)


def pages_of(page: Page, query: dict[str, Any]) -> list[dict[str, Any]]:
    """The pages of an answer; raises UnexpectedPage when it has none in the form we ask for."""
    pages = query.get("pages")
    if not isinstance(pages, list) or not all(isinstance(one, dict) for one in pages):
        raise UnexpectedPage(page, wanted="a list `query.pages` (formatversion=2)", seen="an answer without it")
    return pages


def articles_of(page: Page) -> Iterator[Article]:
    """The articles of a prop=revisions answer; raises UnexpectedPage when one is missing or has no text."""
    for found in pages_of(page, query_of(page)):
        yield article_of(page, found)


def latest_revisions(page: Page) -> dict[str, str]:
    """prop=info -> title and id of its last revision."""
    found = pages_of(page, query_of(page))
    return {str(one.get("title")): str(one["lastrevid"]) for one in found if "lastrevid" in one}


def missing_titles(page: Page) -> list[str]:
    """prop=info -> the titles asked for that the site does not have."""
    return [str(one.get("title")) for one in pages_of(page, query_of(page)) if one.get("missing")]


def parsed(page: Page, article: Article) -> Wikicode:
    """The article's wikitext as nodes; raises UnexpectedPage for what nobody wrote, or what cannot be parsed."""
    if article.wikitext.count("{{") + article.wikitext.count("[[") > MOST_BRACES:
        raise UnexpectedPage(page, wanted="an article somebody wrote", seen="too many templates and links")
    try:
        return mwparserfromhell.parse(article.wikitext, skip_style_tags=True)
    except (ParserError, RecursionError) as error:
        raise UnexpectedPage(page, wanted="wikitext", seen=f"text that cannot be parsed: {error}") from error
