"""Which by-elections there are to be, of Parliament and councils alike, as EveryElection lists them.

Publisher  Democracy Club, elections.democracyclub.org.uk     Licence  CC BY 4.0
Gives      polling day, seat, council, seats to fill, why the seat is vacant, the statutory days, called-off polls;
           never a candidate and never a result
Quirks     the whole list is tens of thousands of rows, and a misspelt filter gives all of it; the vacancy's cause and
           the timetable are young fields, blank or missing in older rows; a poll that was entered by mistake leaves the
           list and is only found by asking for the deleted ones; groups ("parl.2021-05-06") stand in it beside ballots
"""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from spiders.records import Page, ReadPage, ScrapedPoll, ScrapedProblem, UnexpectedPage

NAME = "every_election"
READER_VERSION = 1
HOST = "elections.democracyclub.org.uk"
ELECTIONS = "/api/elections/"
BALLOT = re.compile(r"[a-z]+(?:\.[a-z0-9_-]+)*\.by\.[0-9]{4}-[0-9]{2}-[0-9]{2}")
# Its codes for the parts of the Kingdom; the Commons' own GBN is none of them.
NATIONS = {"ENG": "England", "SCT": "Scotland", "WLS": "Wales", "NIR": "Northern Ireland"}
DAYS = ("close_of_nominations", "sopn_publish_deadline", "registration_deadline", "postal_vote_application_deadline")

Json = dict[str, Any]


class Unreadable(ValueError):
    """An election without a field that every election has, or with something else in its place."""


def read(page: Page) -> ReadPage:
    """Read one list of elections, or one election; robots.txt and anything else states nothing."""
    if not urlsplit(page.url).path.startswith(ELECTIONS):
        return ReadPage()
    found = ReadPage()
    for row in rows_of(page):
        name = name_of(row)
        if not BALLOT.fullmatch(name):  # a group, or an election that is none of ours
            continue
        try:
            found.records.append(parse_election(row, name))
        except Unreadable as error:
            found.problems.append(ScrapedProblem("election-unreadable", str(error), contest=name))
    return found


def answer_of(page: Page) -> Json:
    """The answer as an object; raises UnexpectedPage when it is none."""
    try:
        answer = json.loads(page.text(), parse_int=str, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError) as error:
        raise UnexpectedPage(page, wanted="a JSON object", seen=f"not JSON: {error}"[:200]) from error
    if not isinstance(answer, dict):
        raise UnexpectedPage(page, wanted="a JSON object", seen=f"JSON of another kind: {page.text()[:60]!r}")
    return answer


def rows_of(page: Page) -> list[Json]:
    """The elections of a list, or the one of an address of its own.

    Raises UnexpectedPage when a list of by-elections holds others: then its filter was not understood.
    """
    answer = answer_of(page)
    parts = urlsplit(page.url)
    rows = [answer] if parts.path != ELECTIONS else answer.get("results")
    if not isinstance(rows, list) or not all(isinstance(row, dict) and name_of(row) for row in rows):
        seen = f"keys {', '.join(answer)}"[:200]
        raise UnexpectedPage(page, wanted="elections, each with an election_id", seen=seen)
    if parse_qs(parts.query).get("identifier_type") == ["ballot"]:
        for row in rows:
            if not BALLOT.fullmatch(name_of(row)):
                raise UnexpectedPage(
                    page,
                    wanted="by-elections only",
                    seen=f"election {name_of(row)[:100]!r}",
                    next_step="see whether the API has renamed its filters (identifier_type, election_id_regex)",
                )
    return rows


def name_of(row: Json) -> str:
    """The id of an election; "" when it has none."""
    found = row.get("election_id")
    return found if isinstance(found, str) else ""


def parse_election(row: Json, name: str) -> ScrapedPoll:
    """One ballot of the list; raises Unreadable when it has no day."""
    day = text(row, "poll_open_date")
    if not day:
        raise Unreadable("no field 'poll_open_date'")
    division, organisation = part(row, "division"), part(row, "organisation")
    timetable = part(row, "timetable")
    kind, _, code = (text(division, "official_identifier") or "").partition(":")
    return ScrapedPoll(
        ballot_paper_id=name,
        poll_date=day,
        constituency=text(division, "name"),
        organisation=text(organisation, "common_name") or text(organisation, "official_name"),
        gss_code=code if kind == "gss" else None,
        nation=NATIONS.get(text(division, "territory_code") or text(organisation, "territory_code") or ""),
        seats=text(row, "seats_contested"),
        vacancy_words=text(row, "by_election_reason"),
        is_cancelled=text(row, "cancelled"),
        is_deleted=text(row, "deleted"),
        cancellation_words=text(row, "cancellation_reason"),
        replaced_by=text(row, "replaced_by"),
        announced_at=text(row, "created"),
        stated_at=text(row, "modified"),
        **{day: text(timetable, day) for day in DAYS},
    )


def text(row: Json, name: str) -> str | None:
    """A field as printed, "" for null and None where it is missing; raises Unreadable when it is no single value."""
    if name not in row:
        return None
    value = row[name]
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, str):
        raise Unreadable(f"field {name!r} is no single value")
    return value


def part(row: Json, name: str) -> Json:
    """An object inside another, empty where it is null or missing; raises Unreadable for anything else."""
    value = row.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise Unreadable(f"no object {name!r}")
    return value
