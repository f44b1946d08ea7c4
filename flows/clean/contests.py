"""A scraped contest becomes a statement: typed, dated, keyed; what could not be read becomes a problem.

A statement is wide: one row for the contest and one for each candidacy (`STATEMENT`, `CANDIDACY`, `PARTY_VOTES` list
their columns). Columns that end in `_printed` hold the text as it stood on the page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from uk_election_ids.election_ids import IdBuilder

from flows.clean.counts import SPREADSHEET_ERROR, Proportion, bare, count, local_time, poll_date, proportion, share, yes
from flows.clean.names import clean_name, name_key, plain_key, without_capitals, without_marks
from flows.clean.parties import INDEPENDENT, SPEAKER, Party, party_named
from flows.clean.regions import region_named
from flows.clean.seats import boundary_set_start, find_seat, seat_name
from flows.clean.vacancies import vacancy_cause
from flows.clean.wards import ward_key, ward_name
from spiders.records import ScrapedCandidacy, ScrapedContest, ScrapedPartyVotes

Row = dict[str, Any]
T = TypeVar("T")
KINDS = ("by-election", "general election", "notional")
STATES = ("results", "winner", "candidates", "empty")
GSS_CODE = re.compile(r"[EWSN][0-9]{8}")
# "1974F", "1974 (FEB)", "GENERAL ELECTION 19836"
GENERAL_ELECTION = re.compile(
    r"(?:general election )?(?P<year>[0-9]{4})[0-9]?(?: ?\(?(?P<month>[FO]|Feb|Oct)\w*\)?)?", re.IGNORECASE
)
# the words of a document that say that there was no poll, or none that counts
POLL_STATUSES = {
    "uncontested": "uncontested",
    "postponed": "postponed",
    "cancelled": "cancelled",
    "countermanded": "cancelled",
    "abandoned": "cancelled",
    "void": "void",
}
BALLOT_PAPER_ID = re.compile(r"parl\.[a-z0-9_-]+\.(?:by\.)?[0-9]{4}-[0-9]{2}-[0-9]{2}")
UNOPPOSED = re.compile(r"-[1-9]")  # "-1" in a column of votes: one member returned without a poll
# "Labour hold", "Con gain from Lab", "Conservative gain from Independent Kidderminster Hospital and Health Concern"
OUTCOME = re.compile(r"(?P<party>.+?) (?P<outcome>hold|gain|win)(?: from (?P<loser>.+))?", re.IGNORECASE)
THURSDAY, SUNDAY = 3, 6
THURSDAYS_SINCE = 1965  # four by-elections since were held on another day, and each is a known exception


@dataclass(slots=True)
class Problem:
    """A value or a page refused: the rule it broke, what was seen, and where."""

    rule: str
    seen: str
    field: str = ""
    contest: str = ""
    ballot_paper_id: str | None = None


@dataclass(slots=True)
class Statement:
    """What one document says about one contest, as rows for the warehouse."""

    contest: Row
    candidacies: list[Row] = field(default_factory=list)
    party_votes: list[Row] = field(default_factory=list)


@cache
def general_elections() -> dict[int, date]:
    """Parliament number -> polling day of the general election that formed it (`general_elections.yaml`, reviewed)."""
    return yaml.safe_load((Path(__file__).parent / "general_elections.yaml").read_text(encoding="utf-8"))


def parliament_rows() -> list[dict[str, Any]]:
    """The rows of core.parliament."""
    return [
        {"parliament_number": number, "general_election_date": elected}
        for number, elected in general_elections().items()
    ]


def parliament_sitting(day: date) -> int | None:
    """The Parliament last elected before the day, which a by-election of that day fills a seat of; None before 1918."""
    return max((number for number, elected in general_elections().items() if elected < day), default=None)


@lru_cache(maxsize=256)  # one label stands on six hundred rows
def general_election_day(printed: str | None) -> date | None:
    """ "1945", "1974F", "1974 (OCT)" -> its polling day; a footnote's digit behind the year is no part of it ("19836").

    Raises ValueError for a year without a general election, or with two when the words do not say which.
    """
    words = without_marks(clean_name(printed))
    if not words:
        return None
    match = GENERAL_ELECTION.fullmatch(words)
    days = [day for day in general_elections().values() if match and day.year == int(match["year"])]
    if match and match["month"]:
        days = [day for day in days if day.strftime("%b").upper().startswith(match["month"].upper()[:3])]
    if len(days) != 1:
        raise ValueError(f"not a general election since 1918: {printed!r}")
    return days[0]


def day_by_order(polled: date, after: date, before: date) -> date | None:
    """The day that a list ordered by day must mean where it prints another: the only one between its neighbours, both
    included, from which the printed day differs in one of day, month and year; None when none or several fit.
    """
    slips = {
        day
        for days in range((before - after).days + 1)
        if (day := after + timedelta(days=days))
        and (day.day != polled.day) + (day.month != polled.month) + (day.year != polled.year) == 1
    }
    return slips.pop() if len(slips) == 1 else None


class Reading:
    """Reads the fields of one contest, and turns each value that cannot be read into a problem and a None."""

    def __init__(self, contest: str, problems: list[Problem]):
        self.contest, self.problems = contest, problems

    def __call__(self, read: Callable[[str | None], T | None], printed: str | None, name: str) -> T | None:
        if not printed:  # most fields of most documents: what is not there is None, whatever it would be
            return None
        try:
            return read(printed)
        except ValueError as refusal:
            self.refuse(f"unreadable-{name.replace('_', '-')}", str(refusal), name)
            return None

    def refuse(self, rule: str, seen: str, name: str = "") -> None:
        self.problems.append(Problem(rule, seen, name, self.contest))


def local_ballot_paper_id(organisation: str, ward: str, polled: date | None) -> str | None:
    """A council by-election's id: `local.kirklees.batley-east.by.2017-10-26`; None without council, ward or day."""
    if not organisation or not ward or polled is None:
        return None
    builder = IdBuilder("local", polled).with_organisation(organisation).with_division(ward.replace("&", " and "))
    return str(builder.with_contest_type("by").ballot_id)


def ballot_paper_id(kind: str, constituency: str, polled: date | None) -> str | None:
    """The contest's id after uk-election-ids: `parl.hartlepool.by.2021-05-06`; None without seat or polling day.

    A seat is a name with at least one letter or digit that has a plain Latin form.

    Notional results get ids of the same form under `notional.`, so that they can never be taken for a poll.
    """
    if not constituency or polled is None:
        return None
    # the builder drops "&", and one seat would go by two ids
    builder = IdBuilder("parl", polled).with_division(constituency.replace("&", " and "))
    if kind == "by-election":
        builder = builder.with_contest_type("by")
    made = str(builder.ballot_id)
    return made.replace("parl.", "notional.", 1) if kind == "notional" else made


def outcome(
    printed: str | None, day: date | None = None, nation: str | None = None
) -> tuple[str | None, Party | None, Party | None]:
    """A result label -> ('hold' or 'gain', party that won, party that lost the seat; None where not named).

    A "win" says who won and neither hold nor gain: the seat was the Speaker's before.
    What "Lib" or "Con" means can depend on the polling `day` and the seat's `nation` (`party_named`).
    Raises ValueError for a label of another form.
    """
    words = clean_name(printed)
    if not words or words == "-":
        return None, None, None
    match = OUTCOME.fullmatch(words.rstrip(". "))
    if not match:
        raise ValueError(f"not a result label: {printed!r}")
    word = match["outcome"].casefold()
    if word != "gain" and match["loser"]:
        raise ValueError(f"a {word} from somebody: {printed!r}")
    winner, loser = party_named(match["party"], day, nation), party_named(match["loser"], day, nation)
    return None if word == "win" else word, winner, loser


def clean_contest(scraped: ScrapedContest) -> tuple[Statement, list[Problem]]:
    """One scraped contest -> its statement and the problems met on the way; pure, and never raises for a bad value."""
    problems: list[Problem] = []
    is_local = scraped.election_type == "local"
    seat = without_marks(clean_name(scraped.constituency))
    name = (
        " ".join(filter(None, (scraped.source_contest_id, seat, bare(scraped.poll_date)))) or "a contest without a name"
    )
    read = Reading(name, problems)
    for problem in scraped.problems:
        read.refuse(problem.rule, problem.seen, problem.field)

    parliament = read(count, scraped.parliament_number, "parliament_number")
    polled = read(poll_date, scraped.poll_date, "poll_date")
    polled_as_printed = polled
    if polled and scraped.listed_between:
        after, before = (read(poll_date, day, "poll_date") for day in scraped.listed_between)
        if after and before and (meant := day_by_order(polled, after, before)):
            read.refuse("date-mended-by-order", f"{polled}, and its place in the list says {meant}", "poll_date")
            polled = meant
    election = read(poll_date, scraped.general_election_date, "general_election_date")
    named_election = read(general_election_day, scraped.general_election, "general_election")
    if scraped.kind == "election":  # a notice that does not say which: the day does
        is_general = polled in general_elections().values()
        scraped = replace(scraped, kind="general election" if is_general else "by-election")
    if scraped.kind == "by-election" and not is_local and not bare(scraped.parliament_number) and polled:
        parliament = parliament_sitting(polled)
        if named_election and parliament != parliament_sitting(named_election + timedelta(days=1)):
            read.refuse(
                "polled-outside-parliament", f"{scraped.poll_date} after {scraped.general_election}", "poll_date"
            )
    if scraped.kind == "by-election" and not is_local and polled and is_unusual(polled):
        read.refuse("unusual-poll-day", f"{polled} was a {polled:%A}", "poll_date")
    if scraped.kind == "general election":
        election = election or named_election
        if not bare(scraped.parliament_number) and election:
            parliament = next((number for number, day in general_elections().items() if day == election), None)
    if scraped.kind in ("general election", "notional") and election is None:
        election = polled or general_elections().get(parliament or 0)
        if election is None and parliament is not None:
            read.refuse("unknown-parliament", f"Parliament {parliament} has not been elected", "parliament_number")
    seats = read(members, scraped.seats, "seats")
    if scraped.kind and not seat:
        read.refuse("contest-without-seat", repr(scraped.constituency), "constituency")
    if scraped.kind == "by-election" and polled is None:
        read.refuse("contest-without-date", repr(scraped.poll_date), "poll_date")
    if not scraped.kind and not scraped.source_contest_id:
        read.refuse("contest-without-identity", "neither a kind nor an id of the publisher's")
    if seat and (SPREADSHEET_ERROR.fullmatch(seat) or not re.search("[a-z0-9]", plain_key(seat))):
        read.refuse("unreadable-constituency", repr(scraped.constituency), "constituency")
        seat = ""
    gss_code = bare(scraped.gss_code) or None
    if gss_code in ("NA", "-"):
        gss_code = None
    if gss_code and not GSS_CODE.fullmatch(gss_code):
        read.refuse("unreadable-gss-code", repr(scraped.gss_code), "gss_code")
        gss_code = None

    dated = polled if scraped.kind == "by-election" else election
    region, nation = region_named(scraped.region)
    nation = clean_name(scraped.nation) or nation
    boundaries = read(poll_date, scraped.boundary_set_start, "boundary_set_start")
    # notional results are of seats that did not exist on the day: they keep the names and boundaries printed
    organisation = bare(scraped.organisation_id)
    if is_local:
        seat = ward_name(seat, organisation, clean_name(scraped.organisation))
        if scraped.kind and not organisation:
            read.refuse("council-unclear", repr(scraped.organisation), "organisation_id")
    elif seat and dated and scraped.kind != "notional":
        where = clean_name(scraped.nation) or clean_name(scraped.region)
        seat = seat_name(seat, dated, where)
        boundaries = boundaries or boundary_set_start(dated, where, seat)
        if nation is None and (known := find_seat(seat, dated, where)) and known.nation != "University":
            nation = known.nation
    label, outcome_party, gained_from = None, None, None
    try:
        label, outcome_party, gained_from = outcome(scraped.outcome, dated, nation)
    except ValueError as refusal:
        # "Notional result" is what the site prints for contests that never took place
        if scraped.kind != "notional":
            read.refuse("unreadable-outcome", str(refusal), "outcome")
    outcome_party = outcome_party or party_named(scraped.winner_party, dated, nation)
    outgoing_party = party_named(scraped.outgoing_party, dated, nation)
    turnout = read(share, scraped.turnout, "turnout")
    majority_share = read(share, scraped.majority_share, "majority_share")
    unopposed = is_unopposed(scraped.valid_votes)
    contest: Row = {
        "document": scraped.document,
        "kind": scraped.kind or None,
        "state": scraped.state,
        "source_contest_id": scraped.source_contest_id,
        "source_area_id": scraped.source_area_id,
        "ballot_paper_id": contest_id(scraped, seat, organisation, dated),
        "election_type": scraped.election_type,
        "organisation_id": organisation or None,
        "organisation": clean_name(scraped.organisation) or None,
        "ward_key": ward_key(seat) if is_local and seat else None,
        "voting_system": clean_name(scraped.voting_system) or None,
        "is_won_by_lot": read(yes, scraped.is_won_by_lot, "is_won_by_lot"),
        "poll_date": polled,
        "poll_date_printed": scraped.poll_date if polled != polled_as_printed else None,
        "general_election_date": election,
        "parliament_number": parliament,
        "constituency": seat or None,
        "gss_code": gss_code,
        "nation": nation,
        "region": region,
        "designation": clean_name(scraped.designation) or None,
        "boundary_set_start": boundaries,
        "writ_date": read(poll_date, scraped.writ_date, "writ_date"),
        "declared_at": read(local_time, scraped.declared_at, "declared_at"),
        "electorate": read(count, scraped.electorate, "electorate"),
        "valid_votes": None if unopposed else read(count, scraped.valid_votes, "valid_votes"),
        "rejected_ballot_papers": read(count, scraped.rejected_ballot_papers, "rejected_ballot_papers"),
        "ballot_papers_issued": read(count, scraped.ballot_papers_issued, "ballot_papers_issued"),
        "majority": read(count, scraped.majority, "majority"),
        "majority_share": majority_share and majority_share.value,
        "turnout": turnout and turnout.value,
        "turnout_tolerance": turnout and turnout.tolerance,
        "outcome": label,
        "outcome_party": outcome_party and outcome_party.party,
        "outcome_family": outcome_party and outcome_party.family,
        "gained_from": gained_from and gained_from.party,
        "gained_from_family": gained_from and gained_from.family,
        "winner_name": clean_name(scraped.winner_name) or None,
        "seats": seats,
        "boundary_set": clean_name(scraped.boundary_set) or None,
        "poll_status": poll_status(scraped.poll_status, read),
        "replaces": read(other_ballot, scraped.replaces, "replaces"),
        "replaced_by": read(other_ballot, scraped.replaced_by, "replaced_by"),
        "vacancy_cause": vacancy_cause(scraped.vacancy_words),
        "vacancy_words": clean_name(scraped.vacancy_words) or None,
        "vacancy_date": read(poll_date, scraped.vacancy_date, "vacancy_date"),
        "outgoing_member": clean_name(scraped.outgoing_member) or None,
        "outgoing_party": outgoing_party and outgoing_party.party,
        "constituency_printed": scraped.constituency,
        "electorate_printed": scraped.electorate,
        "valid_votes_printed": scraped.valid_votes,
        "rejected_ballot_papers_printed": scraped.rejected_ballot_papers,
        "majority_printed": scraped.majority,
        "turnout_printed": scraped.turnout,
        "outcome_printed": scraped.outcome,
        "declared_at_printed": scraped.declared_at,
        "publication": scraped.publication,
    }
    if contest["electorate"] == 0:
        read.refuse("electorate-of-nought", repr(scraped.electorate), "electorate")
        contest["electorate"] = None
    statement = Statement(contest)
    statement.candidacies = without_repeats(
        [clean_candidacy(one, read, dated, nation) for one in scraped.candidacies], read
    )
    for number, row in enumerate(statement.candidacies, 1):
        row["row_number"] = number
    statement.party_votes = [clean_party_votes(one, read, dated, nation) for one in scraped.party_votes]
    if unopposed or any(row["returned_unopposed"] for row in statement.party_votes):
        contest["poll_status"] = "uncontested"
    if contest["poll_status"] == "uncontested" and any(
        row["votes"] for row in (*statement.candidacies, *statement.party_votes)
    ):
        # nobody votes where there is no poll: one of the two is a slip
        read.refuse(
            "votes-without-poll", f"uncontested, and there are votes ({scraped.valid_votes!r} valid)", "valid_votes"
        )
        contest["poll_status"] = None
        for row in statement.party_votes:
            row["returned_unopposed"] = None
    if contest["poll_status"] == "uncontested" and contest["turnout"]:
        read.refuse("turnout-without-poll", repr(scraped.turnout), "turnout")
        contest["turnout"] = contest["turnout_tolerance"] = None
    return statement, [replace(problem, ballot_paper_id=contest["ballot_paper_id"]) for problem in problems]


def contest_id(scraped: ScrapedContest, seat: str, organisation: str, dated: date | None) -> str | None:
    """The ballot id of a scraped contest; None where the document does not say which contest it is."""
    if not scraped.kind:
        return None
    if scraped.election_type == "local":
        return local_ballot_paper_id(organisation, seat, dated)
    return ballot_paper_id(scraped.kind, seat, dated)


def is_unusual(polled: date) -> bool:
    """Whether no by-election is expected to have been polled on that day of the week."""
    return polled.weekday() == SUNDAY or (polled.year >= THURSDAYS_SINCE and polled.weekday() != THURSDAY)


def poll_status(printed: str | None, read: Reading) -> str | None:
    """What a document says of a poll that was none: "By-election uncontested" -> 'uncontested'."""
    words = clean_name(printed).casefold()
    found = {status for word, status in POLL_STATUSES.items() if re.search(rf"\b{word}\b", words)}
    if words and len(found) != 1:
        read.refuse("unreadable-poll-status", repr(printed), "poll_status")
        return None
    return found.pop() if found else None


def other_ballot(printed: str | None) -> str | None:
    """The ballot_paper_id of another poll for the Commons; None for none. Raises ValueError for other text."""
    text = bare(printed)
    if text and not BALLOT_PAPER_ID.fullmatch(text):
        raise ValueError(f"not the id of a poll for the Commons: {printed!r}")
    return text or None


def members(printed: str | None) -> int | None:
    """How many members a seat returns; raises ValueError for none."""
    found = count(printed)
    if found == 0:
        raise ValueError(f"a seat of no members: {printed!r}")
    return found


def is_unopposed(printed: str | None) -> bool:
    """Whether a number of votes means members returned without a poll: "-1" is one of them."""
    return UNOPPOSED.fullmatch(bare(printed)) is not None


def clean_party_votes(
    scraped: ScrapedPartyVotes, read: Reading, day: date | None = None, nation: str | None = None
) -> Row:
    """One party column of a results table, of a poll of that day in that nation."""
    party = party_named(scraped.party, day, nation, is_column=True)
    unopposed = is_unopposed(scraped.votes)
    vote_share: Proportion | None = read(share, scraped.vote_share, "vote_share")
    change: Proportion | None = read(proportion, scraped.share_change, "share_change")
    return {
        "party": party.party if party else "",
        "party_family": party.family if party else "",
        "party_printed": scraped.party,
        "votes": None if unopposed else read(count, scraped.votes, "votes"),
        "votes_printed": scraped.votes,
        "returned_unopposed": -int(bare(scraped.votes)) if unopposed else None,
        "vote_share": vote_share and vote_share.value,
        "vote_share_tolerance": vote_share and vote_share.tolerance,
        "vote_share_printed": scraped.vote_share,
        "share_change": change and change.value,
        "share_change_tolerance": change and change.tolerance,
        "share_change_printed": scraped.share_change,
    }


def clean_candidacy(
    scraped: ScrapedCandidacy, read: Reading, day: date | None = None, nation: str | None = None
) -> Row:
    """One line of a candidates' table, of a poll of that day in that nation."""
    given, family = clean_name(scraped.given_name), clean_name(scraped.family_name)
    if given and not given.isupper():
        family = without_capitals(family)
    candidate = clean_name(scraped.name) or f"{given} {family}".strip()
    is_notional = bool(read(yes, scraped.is_notional, "is_notional"))
    is_independent = bool(read(yes, scraped.is_independent, "is_independent"))
    is_speaker = bool(read(yes, scraped.is_speaker, "is_speaker"))
    party = party_named(scraped.party, day, nation) or party_named(scraped.party_abbreviation, day, nation)
    if party and (is_independent or is_speaker) and party.party not in (INDEPENDENT, SPEAKER):
        read.refuse("party-and-independent", f"{candidate}: independent or Speaker, and {party.party}", "party")
        party = None
        # the refused party's short form and ids go with it
        scraped = replace(scraped, party_abbreviation=None, party_mnis_id=None, party_ec_id=None)
    elif is_speaker:
        party = Party(SPEAKER, SPEAKER)
    elif is_independent:
        party = Party(INDEPENDENT, INDEPENDENT)
    adjunct = party_named(scraped.adjunct_party, day, nation)
    adjunct_ec_id = ec_id(scraped.adjunct_ec_id, read)
    if not candidate and not is_notional:
        read.refuse("candidacy-without-name", repr(scraped.party), "candidate")
    vote_share: Proportion | None = read(share, scraped.vote_share, "vote_share")
    change: Proportion | None = read(proportion, scraped.share_change, "share_change")
    return {
        "row_number": 0,
        "candidate": candidate or None,
        "given_name": given or None,
        "family_name": family or None,
        "name_key": name_key(candidate) if candidate else f"party {plain_key(party.party if party else '')}",
        "party": party and party.party,
        "party_family": party and party.family,
        "party_abbreviation": clean_name(scraped.party_abbreviation) or None,
        "party_mnis_id": bare(scraped.party_mnis_id) or None,
        "ec_party_id": ec_id(scraped.party_ec_id, read),
        "adjunct_party": adjunct and adjunct.party,
        "adjunct_ec_id": adjunct_ec_id,
        "is_joint": bool(adjunct or adjunct_ec_id),
        "endorsement": clean_name(scraped.endorsement) or None,
        "is_notional": is_notional,
        "votes": read(count, scraped.votes, "votes"),
        "vote_share": vote_share and vote_share.value,
        "vote_share_tolerance": vote_share and vote_share.tolerance,
        "share_change": change and change.value,
        "share_change_tolerance": change and change.tolerance,
        "position": read(count, scraped.position, "position"),
        "is_elected": read(yes, scraped.is_elected, "is_elected"),
        "mnis_id": bare(scraped.mnis_id) or None,
        "dc_person_id": bare(scraped.dc_person_id) or None,
        "given_name_printed": scraped.given_name,
        "family_name_printed": scraped.family_name,
        "party_printed": scraped.party,
        "votes_printed": scraped.votes,
        "vote_share_printed": scraped.vote_share,
        "share_change_printed": scraped.share_change,
    }


def ec_id(printed: str | None, read: Reading) -> str | None:
    """An Electoral Commission party id, "PP51 " -> "PP51"; blank and "-" are None, other text is refused."""
    text = bare(printed)
    if text in ("", "-"):
        return None
    if not re.fullmatch(r"PP[0-9]{1,6}", text):
        read.refuse("unreadable-ec-party-id", repr(printed), "ec_party_id")
        return None
    return text


def without_repeats(rows: list[Row], read: Reading) -> list[Row]:
    """One row per person: a person listed twice is kept once, two people of one name are kept apart.

    The same name, votes and position twice is one candidacy (the results site doubles rows when a person has two
    certifications); where the two rows name different parties, the party is not known from this page. The same name
    with other votes is two people, and the party becomes part of their key (Mid Buckinghamshire 2024 has two Greg
    Smiths).
    """
    kept: dict[tuple[Any, ...], Row] = {}
    for row in rows:
        key = (row["name_key"], row["votes"], row["position"], row["party"] if row["votes"] is None else None)
        first = kept.setdefault(key, row)
        if first is row:
            continue
        read.refuse("candidacy-listed-twice", f"{row['candidate']}: {first['party']} and {row['party']}", "candidate")
        if row["party"] != first["party"]:
            first.update(party=None, party_family=None, party_abbreviation=None, party_mnis_id=None, ec_party_id=None)
    told_apart(list(kept.values()))
    return list(kept.values())


def told_apart(rows: list[Row]) -> None:
    """Give people of one name keys of their own: by party, and within a party by their order of votes."""
    if len({row["name_key"] for row in rows}) == len(rows):
        return
    for with_party in (True, False):
        names = Counter(row["name_key"] for row in rows)
        seen: Counter[str] = Counter()
        for row in sorted(rows, key=lambda row: (-(row["votes"] or 0), row["row_number"])):
            key = row["name_key"]
            if names[key] > 1:
                seen[key] += 1
                row["name_key"] = f"{key} ({plain_key(row['party'] or '')})" if with_party else f"{key} {seen[key]}"
