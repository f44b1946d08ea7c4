"""Ballots and results of by-elections to the Commons and to councils, as Democracy Club's candidates API answers them.

Publisher  Democracy Club, candidates.democracyclub.org.uk     Licence  CC BY 4.0
Gives      candidacies as nominated, then the winner, then votes; electorate, spoilt papers, party and person ids;
           every version of a result that was entered; which person ids were merged; polls called off, and those
           held in their place
Quirks     figures are entered by volunteers, and the winner may be known hours before the votes; null is "not known";
           a misspelt filter is passed over, and everything comes; both its turnouts count spoilt papers in, which is
           another quantity than ours, and stay in the archive; so do contact data, wherever they may turn up
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from uk_election_ids.slugger import slugify

from spiders.records import (
    Page,
    ReadPage,
    ScrapedCandidacy,
    ScrapedContest,
    ScrapedPersonRedirect,
    ScrapedProblem,
    UnexpectedPage,
)
from spiders.results.council_sites import site_called

NAME = "democracy_club"
READER_VERSION = 3
HOST = "candidates.democracyclub.org.uk"
API = "/api/next"
# All come from one table: results says nothing that ballots does not, and versions what ballots said before.
DOCUMENTS = ("ballots", "results", "versions")
BY_ELECTION = re.compile(
    r"(?:parl|local\.(?P<council>[a-z0-9_-]+))\.(?P<seat>[a-z0-9_-]+)\.by\.(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})"
)
TYPE_ASKED = re.compile(r"(?:^|&)election_type=(?P<type>[a-z]+)")
TRANSFERABLE = "STV"
PERSON_ID = re.compile(r"[0-9]{1,9}")
JOINT = re.compile(r"joint-party:([0-9]+)-([0-9]+)")
NO_PARTY = {"ynmp-party:2": {"is_independent": "true"}, "ynmp-party:12522": {"is_speaker": "true"}}

Json = dict[str, Any]


class Unreadable(ValueError):
    """A ballot without a field that every ballot has, or with something else in its place."""


def read(page: Page) -> ReadPage:
    """Read one answer of the API; one that only asks what has changed, and robots.txt, state nothing.

    Raises UnexpectedPage when the answer is not what its address promises.
    """
    parts = urlsplit(page.url)
    if parts.path == f"{API}/person_redirects/":
        return parse_redirects(page)
    if match := re.fullmatch(rf"{API}/results/([^/]+)/versions/", parts.path):
        return parse_versions(page, unquote(match[1]))
    match = re.fullmatch(rf"{API}/(ballots|results)/(?:[^/]+/)?", parts.path)
    if match is None or "last_updated" in parse_qs(parts.query):
        return ReadPage()
    parse = parse_ballot if match[1] == "ballots" else parse_result
    return parse_each(page, parse, rows_of(page))


def rows_of(page: Page) -> list[Json]:
    """The rows of a list, or the one of an address of its own.

    Raises UnexpectedPage when a list of by-elections to the Commons holds others: then its filter was not understood,
    and it goes on for tens of thousands of rows.
    """
    answer = answer_of(page)
    if not re.fullmatch(rf"{API}/[a-z_]+/", urlsplit(page.url).path):
        return [answer]
    rows = answer.get("results")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise UnexpectedPage(page, wanted="a list 'results' of objects", seen=f"keys {', '.join(answer)}"[:200])
    asked = urlsplit(page.url).query
    if (kind := TYPE_ASKED.search(asked)) and "is_by_election=1" in asked.split("&"):
        for row in rows:
            if not BY_ELECTION.fullmatch(id_of(row)) or not id_of(row).startswith(f"{kind['type']}."):
                raise UnexpectedPage(
                    page,
                    wanted=f"{'parliamentary' if kind['type'] == 'parl' else kind['type']} by-elections only",
                    seen=f"ballot {id_of(row)[:100]!r}",
                    next_step="see whether the API has renamed its filters (election_type, is_by_election)",
                )
    return rows


def json_of(page: Page) -> Any:
    """The answer, its numbers as text; raises UnexpectedPage when it is no JSON."""
    try:
        return json.loads(page.text(), parse_int=str, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError) as error:
        raise UnexpectedPage(page, wanted="a JSON object", seen=f"not JSON: {error}"[:200]) from error


def answer_of(page: Page) -> Json:
    """The answer as an object; raises UnexpectedPage when it is none."""
    answer = json_of(page)
    if not isinstance(answer, dict):
        raise UnexpectedPage(page, wanted="a JSON object", seen=f"JSON of another kind: {page.text()[:60]!r}")
    return answer


def id_of(row: Json) -> str:
    """The ballot a row is about; results name it inside `ballot`. "" when it names none."""
    inner = row.get("ballot")
    found = (inner if isinstance(inner, dict) else row).get("ballot_paper_id")
    return found if isinstance(found, str) else ""


def parse_each(page: Page, parse: Callable[[Json], ScrapedContest], rows: list[Json]) -> ReadPage:
    """Each by-election on its own, so that one gone wrong does not cost the others; other elections are not ours."""
    read_page = ReadPage()
    for row in rows:
        if not id_of(row):
            raise UnexpectedPage(page, wanted="a ballot_paper_id", seen=f"keys {', '.join(row)}"[:200])
        if not BY_ELECTION.fullmatch(id_of(row)):
            continue
        try:
            read_page.records.append(parse(row))
        except Unreadable as error:
            read_page.problems.append(ScrapedProblem("ballot-unreadable", str(error), contest=id_of(row)))
    return read_page


def parse_ballot(row: Json) -> ScrapedContest:
    """ballots/<id>/: one contest, in whichever of the four stages it is, or called off.

    Without votes the stage is "winner" once somebody is marked as elected, and "candidates" before. An uncontested
    seat is filled without a poll: the API marks it as cancelled, and it stays at one of these.
    """
    ballot_id = id_of(row)
    election, post = part(row, "election"), part(row, "post")
    day, seat = text(election, "election_date"), text(post, "label")
    candidacies = tuple(parse_candidacy(one, counted=part_or_none(one, "result")) for one in parts(row, "candidacies"))
    figures = part_or_none(row, "results")
    stated_at, problems = moment_of(row)
    named = BY_ELECTION.fullmatch(ballot_id)
    council = named["council"] if named else None
    if named is None or (named["seat"], named["day"]) != (slugify(seat), day):
        problems += (ScrapedProblem("ballot-id-differs", f"{ballot_id}: {seat} on {day}", "ballot_paper_id"),)
    return ScrapedContest(
        document="ballots",
        kind="by-election",
        state=state_of(candidacies),
        source_url=text(row, "url"),
        stated_at=stated_at,
        election_type=type_of(ballot_id),
        organisation_id=council,
        organisation=council_of(council, day, election) if council else None,
        voting_system="single transferable vote" if council and row.get("voting_system") == TRANSFERABLE else None,
        seats=str(row["winner_count"]) if council and isinstance(row.get("winner_count"), str) else None,
        source_contest_id=ballot_id,
        constituency=seat,
        gss_code=text(post, "id").partition(":")[2],
        poll_date=day,
        poll_status=status_of(row, candidacies),
        replaces=text(row, "replaces") or None if "replaces" in row else None,
        replaced_by=text(row, "replaced_by") or None if "replaced_by" in row else None,
        vacancy_words=text(row, "by_election_reason") if "by_election_reason" in row else None,
        electorate=text(figures, "total_electorate") if figures is not None else None,
        rejected_ballot_papers=text(figures, "num_spoilt_ballots") if figures is not None else None,
        candidacies=candidacies,
        problems=problems,
    )


def type_of(ballot_id: str) -> str:
    """What a ballot elects to: "local.kirklees.batley-east.by.2017-10-26" -> "local"."""
    return ballot_id.partition(".")[0]


def council_of(council: str, day: str, election: Json) -> str:
    """The council's official name where it is reviewed, else what its election is called."""
    site = site_called(council, date.fromisoformat(day)) if is_moment(day) else None
    return site.name if site else text(election, "name")


def parse_result(row: Json) -> ScrapedContest:
    """results/<id>/: the figures of a contest, without its seat and day."""
    candidacies = tuple(parse_candidacy(one, counted=one) for one in parts(row, "candidate_results"))
    return ScrapedContest(
        document="results",
        kind="",
        state=state_of(candidacies),
        election_type=type_of(id_of(row)),
        source_contest_id=id_of(row),
        electorate=text(row, "total_electorate"),
        rejected_ballot_papers=text(row, "num_spoilt_ballots"),
        candidacies=candidacies,
    )


def parse_versions(page: Page, ballot_id: str) -> ReadPage:
    """results/<id>/versions/: what was entered each time, newest first, each at the moment it was entered.

    A version names people by id and by the name of that day, and no parties. Raises UnexpectedPage when it is no list.
    """
    versions = json_of(page)
    if not isinstance(versions, list) or not all(isinstance(row, dict) for row in versions):
        raise UnexpectedPage(page, wanted="a list of versions", seen=f"JSON of another kind: {page.text()[:60]!r}")
    read_page = ReadPage()
    if not BY_ELECTION.fullmatch(ballot_id):
        return read_page
    for row in versions:
        try:
            read_page.records.append(parse_version(row, ballot_id))
        except Unreadable as error:
            read_page.problems.append(ScrapedProblem("version-unreadable", str(error), contest=ballot_id))
    return read_page


def parse_version(row: Json, ballot_id: str) -> ScrapedContest:
    if text(row, "ballot_paper_id") != ballot_id:
        raise Unreadable(f"a version of {text(row, 'ballot_paper_id')[:100]!r}")
    stated = text(row, "created")
    if not is_moment(stated):
        raise Unreadable(f"created {stated[:100]!r} is no moment")
    candidacies = tuple(
        ScrapedCandidacy(
            name=text(one, "person_name"),
            votes=text(one, "num_ballots"),
            is_elected=text(one, "elected"),
            dc_person_id=text(one, "person_id"),
        )
        for one in parts(row, "candidate_results")
    )
    return ScrapedContest(
        document="versions",
        kind="",
        state=state_of(candidacies),
        election_type=type_of(ballot_id),
        stated_at=stated,
        source_contest_id=ballot_id,
        electorate=text(row, "total_electorate"),
        rejected_ballot_papers=text(row, "spoilt_ballots"),
        candidacies=candidacies,
    )


def parse_redirects(page: Page) -> ReadPage:
    """person_redirects/: entries for one person that were merged, oldest first."""
    read_page = ReadPage()
    for row in rows_of(page):
        try:
            old, new, stated = text(row, "old_person_id"), text(row, "new_person_id"), text(row, "created")
            if not (PERSON_ID.fullmatch(old) and PERSON_ID.fullmatch(new) and is_moment(stated)) or old == new:
                raise Unreadable(f"{old[:40]!r} to {new[:40]!r} at {stated[:40]!r}")
            read_page.records.append(ScrapedPersonRedirect("dc", old, new, stated))
        except Unreadable as error:
            read_page.problems.append(ScrapedProblem("person-redirect-unreadable", str(error), "dc_person_id"))
    return read_page


def status_of(row: Json, candidacies: tuple[ScrapedCandidacy, ...]) -> str | None:
    """What became of a ballot without a poll: "uncontested", "postponed" or "cancelled"; None for one with a poll.

    `cancelled` also stands at an uncontested ballot, and answers from before there was a field for that tell it by the
    one candidate, marked as elected. A postponed poll is a new ballot: the old one names it, or is cancelled for good.
    """
    if text(row, "cancelled") == "false":
        return None
    if "uncontested" not in row:
        is_uncontested = len(candidacies) == 1 and candidacies[0].is_elected == "true"
    else:
        is_uncontested = text(row, "uncontested") == "true"
    if is_uncontested:
        return "uncontested"
    return "postponed" if BY_ELECTION.fullmatch(str(row.get("replaced_by"))) else "cancelled"


def state_of(candidacies: tuple[ScrapedCandidacy, ...]) -> str:
    """How far a ballot has come. Votes may come in one by one: the first of them makes it "results"."""
    if not candidacies:
        return "empty"
    if any(one.votes for one in candidacies):
        return "results"
    return "winner" if any(one.is_elected == "true" for one in candidacies) else "candidates"


def parse_candidacy(row: Json, counted: Json | None) -> ScrapedCandidacy:
    """One person on the ballot: the name as the notice of poll printed it, else the person's name of today."""
    person = part(row, "person")
    given, family = row.get("sopn_first_names"), row.get("sopn_last_name")
    is_printed = isinstance(given, str) and isinstance(family, str) and family != ""
    return ScrapedCandidacy(
        given_name=given if is_printed else None,
        family_name=family if is_printed else None,
        name=None if is_printed else text(person, "name"),
        **party_of(row),
        votes=text(counted, "num_ballots") if counted is not None else None,
        is_elected=text(row, "elected"),
        dc_person_id=text(person, "id"),
    )


def party_of(row: Json) -> dict[str, str | None]:
    """The party by its name at the time and its register ids: two for a joint candidacy, none for an independent."""
    party = part(row, "party")
    ec_id = text(party, "ec_id")
    if ec_id in NO_PARTY:
        return dict(NO_PARTY[ec_id])
    name = text(row, "party_name") if "party_name" in row else text(party, "name")
    if joint := JOINT.fullmatch(ec_id):
        return {"party": name, "party_ec_id": f"PP{joint[1]}", "adjunct_ec_id": f"PP{joint[2]}"}
    return {"party": name, "party_ec_id": ec_id}


def moment_of(row: Json) -> tuple[str | None, tuple[ScrapedProblem, ...]]:
    """When the ballot was last changed, as it says; None and a problem when that is no moment."""
    stated = text(row, "last_updated")
    if not is_moment(stated):
        return None, (ScrapedProblem("unreadable-last-updated", repr(stated)[:100], "last_updated"),)
    return stated, ()


def is_moment(stated: str) -> bool:
    """Whether the text is a moment in ISO form."""
    try:
        datetime.fromisoformat(stated)
    except ValueError:
        return False
    return True


def text(row: Json, name: str) -> str:
    """A field as printed, "" for null; raises Unreadable when it is not there, or is no single value."""
    if name not in row:
        raise Unreadable(f"no field {name!r}")
    value = row[name]
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, str):
        raise Unreadable(f"field {name!r} is no single value")
    return value


def part(row: Json, name: str) -> Json:
    """An object inside another; raises Unreadable when it is not there."""
    value = row.get(name)
    if not isinstance(value, dict):
        raise Unreadable(f"no object {name!r}")
    return value


def part_or_none(row: Json, name: str) -> Json | None:
    """An object that is null until it is known; raises Unreadable when the field is gone."""
    return None if name in row and row[name] is None else part(row, name)


def parts(row: Json, name: str) -> list[Json]:
    """The objects of a list; raises Unreadable when there is none."""
    value = row.get(name)
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise Unreadable(f"no list {name!r} of objects")
    return value
