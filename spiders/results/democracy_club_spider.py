"""Fetches candidates.democracyclub.org.uk: the ballots of parliamentary by-elections since 2010, page by page.

Publisher  Democracy Club      Licence  CC BY 4.0
Finds      /api/next/ballots/ with the filters for by-elections to the Commons, and its further pages through `next`;
           the versions of a result that changed; person_redirects/ with the whole list; results/ is not asked, as it
           repeats what ballots/ says, nor people/, which is mainly contact data
Quirks     HTML for whoever prefers it; ten requests a minute without a key (BYELECTIONS_DEMOCRACY_CLUB_TOKEN), then
           429; nothing to make a request conditional with, so a refresh asks which ballots were changed, and fetches
           the list only if some were; by-elections to councils are hundreds of pages since 2010, and so those polled
           since the month before last, or to be polled, are one question of their own (one page, in a busy spring two)
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from pydantic import SecretStr
from scrapy import Request
from scrapy.http import Response

from spiders.archive import MAX_UNPACKED, Unreadable, read_capture
from spiders.outcome import FetchingSpider
from spiders.recorder import Recorder
from spiders.records import Page, UnexpectedPage
from spiders.results.democracy_club import API, HOST, answer_of, rows_of
from spiders.results.every_election_spider import month_before_last
from spiders.settings import load_settings
from spiders.warc import CannotUnpack, unpack
from spiders.watch import Watched

BALLOTS = f"https://{HOST}{API}/ballots/"
REDIRECTS = f"https://{HOST}{API}/person_redirects/"
SINCE = "2010-05-07"  # the day after the general election that formed the 55th Parliament
PAGE_SIZE = 20  # small, so that a change makes the archive keep one small page again
REDIRECTS_A_PAGE = 100  # the most the API gives; without asking for it, ten
REACH_BACK = timedelta(minutes=5)  # for ballots saved out of their order
COUNTED = timedelta(days=1)  # after the polling day: a result changed later than that may have been corrected
BY_ELECTIONS = {"election_type": "parl", "is_by_election": "1"}
COUNCILS = {"election_type": "local"}
COUNCILS_A_PAGE = 100  # the most the API gives: one request for everything near


class DemocracyClubSpider(FetchingSpider):
    """`from_date` and `to_date` (ISO, both included) limit the ballots by poll date.

    `today` is for tests. With `only_new` the list is fetched when a ballot was changed since the archive last saw the
    whole of it. A person
    renamed or merged, or a party, does not show in that question: fetching everything, now and then, finds it.

    The versions of a result are asked for when a refresh finds its ballot changed. With everything, they are asked for
    of results changed after the count, and only with a key: sixty questions more are too many at ten a minute.
    """

    name = "democracy_club"
    allowed_domains = [HOST]

    def __init__(self, from_date: str = "", to_date: str = "", only_new: str = "", today: str = "", **kwargs: Any):
        super().__init__(**kwargs)
        now = date.fromisoformat(today) if today else datetime.now(UTC).date()
        self.lately = max(from_date, month_before_last(now).isoformat())
        self.to_date = to_date
        days = {"election_date_range_after": max(from_date, SINCE), "election_date_range_before": to_date}
        self.filters = BY_ELECTIONS | {name: day for name, day in days.items() if day} | {"page_size": str(PAGE_SIZE)}
        self.may_be_empty = bool(from_date or to_date)
        self.only_new = bool(only_new)
        self.listed: set[str] = set()
        self.with_councils = load_settings().council_by_elections
        self.listed_of_councils: set[str] = set()
        self.token = load_settings().democracy_club_token  # never among Scrapy's settings, which end up in logs

    async def start(self) -> AsyncIterator[Request]:
        seen = self.ballots_seen() if self.only_new else {}
        if seen:
            latest = max(datetime.fromisoformat(moment).timestamp() for moment in seen.values())
            since = datetime.fromtimestamp(latest, UTC) - REACH_BACK
            question = address(self.filters | {"last_updated": since.isoformat(timespec="seconds")})
            yield self.ask(question, self.parse_changes, priority=10, seen=seen)
        else:
            yield self.ask(address(self.filters), self.parse_ballots)
        if self.with_councils and not self.only_new:
            yield self.ask(address(self.filters | COUNCILS), self.parse_councils, priority=-1)
        elif not self.to_date or self.to_date >= self.lately:
            yield self.ask(self.councils_lately(), self.parse_councils, priority=-1)
        if not self.only_new:
            yield self.ask(REDIRECTS, self.parse_redirects, priority=-10)

    def ask(self, url: str, callback: Any, *, priority: int = 0, **kept: Any) -> Request:
        """As every spider asks, for JSON, and with the key where there is one."""
        request = super().ask(url, callback, priority=priority, **kept)
        for name, value in headers(self.token).items():
            request.headers[name] = value
        return request

    def parse_ballots(self, response: Response) -> Iterator[Request]:
        """A page of the list; the last one tells whether as many ballots came as the list says it has."""
        page = self.page(response)
        rows = rows_of(page)
        self.listed |= {row["ballot_paper_id"] for row in rows}
        if self.token and not self.only_new:
            yield from (self.ask_versions(row) for row in rows if has_result(row) and changed_after_count(row))
        if further := next_of(page):
            yield self.ask(further, self.parse_ballots)
            return
        count = answer_of(page).get("count")
        if count != str(len(self.listed)):
            self.tell_failure(response.url, f"the list has {count} ballots, and {len(self.listed)} came")
        if not self.listed and not self.may_be_empty:
            raise UnexpectedPage(page, wanted="by-elections since 2010", seen="an empty list")

    def councils_lately(self) -> str:
        """The list of by-elections to councils that are near, under one name for a month at a time."""
        near = {"election_date_range_after": self.lately, "election_date_range_before": self.to_date}
        wanted = BY_ELECTIONS | COUNCILS | {"page_size": str(COUNCILS_A_PAGE)}
        return address(wanted | {name: day for name, day in near.items() if day})

    def parse_councils(self, response: Response) -> Iterator[Request]:
        """A page of a list of by-elections to councils."""
        page = self.page(response)
        self.listed_of_councils |= {row["ballot_paper_id"] for row in rows_of(page)}
        if further := next_of(page):
            yield self.ask(further, self.parse_councils, priority=-1)
        elif answer_of(page).get("count") != str(len(self.listed_of_councils)):
            count = answer_of(page).get("count")
            self.tell_failure(response.url, f"the list has {count} ballots, and {len(self.listed_of_councils)} came")

    def parse_changes(self, response: Response, seen: dict[str, str]) -> Iterator[Request]:
        """Ballots changed lately: one that the archive has otherwise, or not at all, and the list is fetched."""
        page = self.page(response)
        changed = [row for row in rows_of(page) if seen.get(row["ballot_paper_id"]) != row.get("last_updated")]
        if changed:
            yield self.ask(address(self.filters), self.parse_ballots)
            yield from (self.ask_versions(row) for row in changed if has_result(row))
        elif further := next_of(page):
            yield self.ask(further, self.parse_changes, priority=10, seen=seen)

    def ask_versions(self, row: dict[str, Any]) -> Request:
        """The versions of a ballot's result; read from the archive, they ask for nothing further."""
        return self.ask(versions_address(row["ballot_paper_id"]), self.parse_nothing, priority=-5)

    def parse_nothing(self, response: Response) -> None:
        """For pages that lead nowhere."""

    def parse_redirects(self, response: Response) -> Iterator[Request]:
        """The merged people: all of them when they are few, else large pages of them one after the other."""
        page = self.page(response)
        further = next_of(page, REDIRECTS)
        if further and response.url == REDIRECTS:
            further = f"{REDIRECTS}?page_size={REDIRECTS_A_PAGE}"
        if further:
            yield self.ask(further, self.parse_redirects, priority=-10)

    def ballots_seen(self) -> dict[str, str]:
        """The ballots of the list as the archive last saw it, with their last change.

        Empty when there is none, or not the whole of it: a page older than the first is from a list broken off
        since. Empty, too, when a ballot does not say when it was changed.
        """
        recorder = self.crawler.get_extension(Recorder)
        seen: dict[str, str] = {}
        url, first = address(self.filters), None
        while recorder is not None and url:
            latest = recorder.index.latest(url)
            original = recorder.index.original(latest) if latest else None
            if latest is None or original is None or (first and latest.fetched_at < first):
                return {}
            first = first or latest.fetched_at
            try:
                kept = read_capture(recorder.root, original)
                page = Page(url, unpack(kept.body, kept.header("content-encoding"), MAX_UNPACKED))
                for row in rows_of(page):
                    datetime.fromisoformat(str(row.get("last_updated")))
                    seen[row["ballot_paper_id"]] = row["last_updated"]
                url = next_of(page) or ""
            except (Unreadable, CannotUnpack, UnexpectedPage, ValueError):
                return {}
        return seen


def headers(token: SecretStr | None) -> dict[str, str]:
    """What every question to the API carries."""
    return {"Accept": "application/json"} | ({"Authorization": f"Token {token.get_secret_value()}"} if token else {})


def night_headers() -> dict[str, str]:
    return headers(load_settings().democracy_club_token)


def night_gap() -> float:
    """Seconds between two questions: ten a minute are allowed without a key."""
    return 0.0 if load_settings().democracy_club_token else 6.0


def night_addresses(contest: Watched) -> list[str]:
    """One question for all by-elections of a day to the Commons, or to councils, whatever their number."""
    day = contest.poll_date.isoformat()
    days = {"election_date_range_after": day, "election_date_range_before": day}
    if contest.ballot_paper_id.startswith("local."):
        return [address(BY_ELECTIONS | COUNCILS | days | {"page_size": str(COUNCILS_A_PAGE)})]
    return [address(BY_ELECTIONS | days | {"page_size": str(PAGE_SIZE)})]


def night_links(page: Page, contest: Watched) -> list[str]:
    """The next page of the list: on the first Thursday of May more councils fill seats than one page holds."""
    further = next_of(page)
    return [further] if further else []


def next_of(page: Page, of: str = BALLOTS) -> str | None:
    """The next page as the API names it, always under https; None after the last.

    Raises UnexpectedPage when it leads elsewhere: the key must not go there.
    """
    further = answer_of(page).get("next")
    if further is None:
        return None
    parts = urlsplit(str(further))
    if (parts.hostname, parts.path) != (HOST, urlsplit(of).path):
        raise UnexpectedPage(page, wanted="the next page of the list", seen=f"next is {str(further)[:200]!r}")
    return parts._replace(scheme="https", netloc=HOST).geturl()


def has_result(row: dict[str, Any]) -> bool:
    """Whether a ballot has a result set, and so versions of one (the API breaks down when asked for those of none)."""
    return row.get("results") is not None


def changed_after_count(row: dict[str, Any]) -> bool:
    """Whether a ballot was changed later than on the day after the poll; True when it does not say."""
    try:
        polled = date.fromisoformat(str(row["ballot_paper_id"])[-10:])
        return datetime.fromisoformat(str(row.get("last_updated"))).date() > polled + COUNTED
    except ValueError:
        return True


def versions_address(ballot_paper_id: str) -> str:
    return f"https://{HOST}{API}/results/{quote(ballot_paper_id)}/versions/"


def address(parameters: dict[str, str]) -> str:
    """The list with these filters, in the order in which the API itself names its pages."""
    return f"{BALLOTS}?{urlencode(sorted(parameters.items()))}"
