"""A poll that is announced: its day, its body, and the statutory days before it, as typed columns.

The days that a register does not state are computed by `uk-election-timetables`, and marked as computed: a real
by-election's writ may bring the close of nominations forward.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from uk_election_timetables.calendars import Country
from uk_election_timetables.election_ids import NoSuchElectionTypeError, from_election_id

from flows.clean.contests import GSS_CODE, Problem, Reading
from flows.clean.counts import LONDON, bare, count, poll_date, yes
from flows.clean.names import clean_name
from flows.clean.vacancies import vacancy_cause
from spiders.records import ScrapedPoll

Row = dict[str, Any]
POLL_CLOSES = time(22)
DECLARATION_DUE = time(18)  # of the next day: councils that count in the morning declare by the afternoon
COMPUTED_SINCE = date(2014, 1, 1)  # the Electoral Registration and Administration Act 2013 set today's timetable
COUNTRIES = {
    "England": Country.ENGLAND, "Scotland": Country.SCOTLAND, "Wales": Country.WALES,
    "Northern Ireland": Country.NORTHERN_IRELAND,
}  # fmt: skip
DAYS = ("close_of_nominations", "sopn_publish_deadline", "registration_deadline", "postal_vote_application_deadline")


def clean_poll(scraped: ScrapedPoll) -> tuple[Row | None, list[Problem]]:
    """One announced poll -> its row, or None without a day that can be read and is its id's; problems on the way.

    Pure, and never raises for a bad value.
    """
    problems: list[Problem] = []
    read = Reading(scraped.ballot_paper_id, problems)
    day = read(poll_date, scraped.poll_date, "poll_date")
    if day is None:
        read.refuse("contest-without-date", repr(scraped.poll_date), "poll_date")
        return None, problems
    if not scraped.ballot_paper_id.endswith(day.isoformat()):
        read.refuse("ballot-id-differs", f"{scraped.ballot_paper_id} on {day}", "ballot_paper_id")
        return None, problems
    gss_code = bare(scraped.gss_code) or None
    if gss_code and not GSS_CODE.fullmatch(gss_code):
        read.refuse("unreadable-gss-code", repr(scraped.gss_code), "gss_code")
        gss_code = None
    printed = {name: read(poll_date, getattr(scraped, name), name) for name in DAYS}
    row = poll_row(scraped.ballot_paper_id, day, clean_name(scraped.nation) or None) | {
        "is_announced": True,
        "constituency": clean_name(scraped.constituency) or None,
        "organisation": clean_name(scraped.organisation) or None,
        "gss_code": gss_code,
        "nation": clean_name(scraped.nation) or None,
        "seats": read(count, scraped.seats, "seats") or None,  # nought is what a poll called off may say
        "vacancy_cause": vacancy_cause(scraped.vacancy_words),
        "vacancy_words": clean_name(scraped.vacancy_words) or None,
        "is_cancelled": bool(read(yes, scraped.is_cancelled, "is_cancelled")),
        "is_deleted": bool(read(yes, scraped.is_deleted, "is_deleted")),
        "cancellation_words": clean_name(scraped.cancellation_words).replace("_", " ").casefold() or None,
        "replaced_by": bare(scraped.replaced_by) or None,
        "announced_at": read(iso_moment, scraped.announced_at, "announced_at"),
    }
    if any(printed.values()):
        row |= printed | {"timetable_basis": "stated"}
    return row, problems


def poll_row(ballot_paper_id: str, day: date, nation: str | None) -> Row:
    """What follows from a by-election's id, day and nation alone: its moments, and its statutory days where known."""
    days = timetable(ballot_paper_id, day, nation)
    return {
        "ballot_paper_id": ballot_paper_id,
        "poll_date": day,
        "election_type": ballot_paper_id.partition(".")[0],
        "is_announced": False,
        "is_cancelled": False,
        "is_deleted": False,
        "poll_closes_at": datetime.combine(day, POLL_CLOSES, LONDON),
        "declaration_due_at": datetime.combine(day + timedelta(days=1), DECLARATION_DUE, LONDON),
        "timetable_basis": "computed" if days else None,
        **days,
    }


@lru_cache(maxsize=4096)
def timetable(ballot_paper_id: str, day: date, nation: str | None) -> dict[str, date]:
    """The statutory days before a poll; empty under older law, and where the nation decides and is not known."""
    kind = ballot_paper_id.partition(".")[0]
    if day < COMPUTED_SINCE or (kind in ("local", "ref") and nation not in COUNTRIES):
        return {}
    if not re.fullmatch(r".+\.by\.[0-9-]{10}", ballot_paper_id):
        return {}
    try:
        # by the day we hold it to be on: an id may carry another publisher's slip
        election = from_election_id(f"{ballot_paper_id[:-10]}{day}", COUNTRIES.get(nation or ""))
    except NoSuchElectionTypeError:
        return {}
    return {name: getattr(election, name) for name in DAYS}


def iso_moment(printed: str | None) -> datetime | None:
    """ "2021-03-16T12:00:00Z" -> the moment; text without a zone is London's. Raises ValueError for anything else."""
    text = bare(printed)
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"not a moment: {printed!r}") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=LONDON)
