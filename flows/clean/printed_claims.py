"""Figures of a by-election as publishers print them, each with the kind of claim it is: "just over 3,500" and
"previous_majority".

The same verdicts hold as for claims found in articles (`flows.clean.verdicts`).
"""

from __future__ import annotations

import re
from dataclasses import replace

from flows.clean.claims.names import lowered, plain
from flows.clean.claims.record import Claim
from flows.clean.claims.rules import EARLIER
from flows.clean.facts import ContestFacts, ResultFacts
from flows.clean.figure_fits import AGREES, DISAGREES, Verdict, judge_count, unknown
from flows.clean.names import name_key, plain_key
from flows.clean.parties import party_named
from flows.clean.printed_figures import Figure, figures
from flows.clean.settled_facts import judge_name, judge_party, ranked, votes_of
from flows.clean.vacancies import vacancy_cause as cause_named
from flows.clean.verdicts import judge

PLACES = {"winner": 1, "first": 1, "second": 2, "runner_up": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6}
ASIDE = re.compile(r"\([^()]*\)")
MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# kinds of printed figures, by the kind of claim that they are
KINDS = {
    "majority": "majority",
    "previous_majority": "previous_majority",
    "swing": "swing",
    "turnout": "turnout",
    "ballots_cast": "votes_cast",
    "valid_votes": "votes_cast",
    "votes_cast": "votes_cast",
    "turnout_votes": "votes_cast",
    "seat_created": "seat_created",
    "held_by_party_since": "held_since",
    "held_by_party_years": "held_for_years",
    "candidates": "candidates",
    "candidate_count": "candidates",
    "previous_turnout": "previous_turnout",
    "majority_share": "majority",
}


def only_figure(stated: str) -> Figure | None:
    """The one figure of a printed claim ("300 (picture caption)", "16 point"); None where there is none, or more than
    one."""
    text = lowered(plain(ASIDE.sub("", stated))).strip()
    found = list(figures(text))
    if len(found) != 1:
        return None
    left = (text[: found[0].start] + text[found[0].end :]).strip()
    return None if re.search(r"\d", left) or re.match(r"[.,:]\S", left) else found[0]


def figure_for(kind: str, stated: str, value: object) -> Figure | None:
    """The figure with the measure its kind asks for: a bare "46.2" of a turnout is a share."""
    figure = only_figure(stated)
    if (
        figure is None
        and isinstance(value, int | float)
        and not isinstance(value, bool)
        and not re.search(r"\d", stated)
    ):
        figure = next(figures(f"{value:g}" if value < 1e6 else str(int(value))), None)
    if figure is None:
        return None
    wants_share = kind.endswith(("percent", "share", "swing", "share_change")) or kind == "turnout"
    if wants_share and (figure.kind == "ratio" or (figure.kind == "count" and figure.value <= 100)):
        unit = figure.unit if figure.kind == "ratio" else 1
        return replace(figure, kind="share", value=figure.value / 100, unit=unit / 100)
    if figure.kind == "year" and (kind.endswith(("votes", "majority")) or kind == "ballots_cast"):
        return replace(figure, kind="count")
    return figure


def claim_from_figure(kind: str, stated: str, value: object = None) -> Claim:
    """A printed figure as a claim; `kind` as `winner_votes`, `second_share_percent`, `previous_majority`, `second`.

    `value` helps only where `stated` has no digits.  A kind nobody knows, or words without a figure, makes a claim that
    no verdict can be given on.
    """
    base = kind.removesuffix("_percent")
    figure = figure_for(kind, stated, value)
    place, _, what = base.partition("_")
    if base.startswith("runner_up_"):
        place, what = "runner_up", base.removeprefix("runner_up_")
    text = f"{figure.value:g}" if figure else ASIDE.sub("", stated).strip()
    claim = Claim(KINDS.get(base, base), text, stated, figure)
    if base in ("previous_majority", "previous_turnout") or KINDS.get(base) in (
        "seat_created",
        "held_since",
        "held_for_years",
    ):
        return replace(claim, election=EARLIER)
    if place in PLACES and what in ("votes", "share", "share_change"):
        return replace(claim, claim=what, candidate=f"#{PLACES[place]}", claimed_value=text)
    return claim


def judge_printed(claim: Claim, contest: ContestFacts) -> Verdict:
    """The verdict on a printed figure; as `judge`, with the kinds that only tables of figures have."""
    if claim.candidate and claim.candidate.startswith("#"):
        known = ranked(contest.result, int(claim.candidate[1:]))
        if known is None:
            return unknown("candidates not known")
        claim = replace(claim, candidate=known.candidate)
    kind, said, result = claim.claim, claim.claimed_value, contest.result
    rank = PLACES.get(kind)
    if rank is not None:
        known = ranked(result, rank)
        return judge_name(said, known.candidate if known else result.winner if rank == 1 else None, contest)
    if kind.endswith("_party") and kind.removesuffix("_party") in PLACES:
        known = ranked(result, PLACES[kind.removesuffix("_party")])
        return party_printed(said, known.party if known else result.winning_party if kind == "winner_party" else None)
    others = {
        "gain_from": lambda: party_printed(said, result.gained_from),
        "gained_from": lambda: party_printed(said, result.gained_from),
        "previous_winner_party": lambda: party_printed(
            said, contest.earlier[0].result.winning_party if contest.earlier else contest.outgoing_party
        ),
        "outgoing_party": lambda: party_printed(said, contest.outgoing_party),
        "constituency": lambda: seat(said, contest),
        "polling_month": lambda: polled(said, contest),
        "polling_weekday": lambda: polled(said, contest),
        "polling_day": lambda: polled(said, contest),
        "polling_date": lambda: polled(said, contest),
        "vote_ratio": lambda: vote_ratio(claim, result),
        "seat_age_years": lambda: seat_age(claim, contest),
        "electorate": lambda: counted(claim, result.electorate),
        "rejected_ballot_papers": lambda: counted(claim, result.rejected_ballot_papers),
        "spoilt_ballots": lambda: counted(claim, result.rejected_ballot_papers),
        "vacancy": lambda: vacancy(said, contest),
        "vacancy_cause": lambda: vacancy(said, contest),
    }
    if kind in others:
        return others[kind]()
    if claim.figure is None and kind not in ("outcome", "outgoing_member"):
        return unknown("no figure could be read")
    if kind == "outcome":
        word = re.search(r"hold|held|gain", said.lower())
        return (
            judge(replace(claim, claimed_value="hold" if word and word[0] != "gain" else "gain"), contest)
            if word
            else unknown("neither hold nor gain")
        )
    return judge(claim, contest)


def counted(claim: Claim, true: int | None) -> Verdict:
    return judge_count(claim.figure, true) if claim.figure else unknown("no figure could be read")


def party_printed(said: str, true: str | None) -> Verdict:
    known = party_named(
        re.sub(
            r"\b(?:the|party)\b",
            " ",
            {"Tories": "Conservative", "Tory": "Conservative", "Labor": "Labour", "Lib Dems": "Liberal Democrats"}.get(
                said, said
            ),
            flags=re.IGNORECASE,
        ).strip()
    )
    return judge_party(known.party if known else said, true)


def seat(said: str, contest: ContestFacts) -> Verdict:
    """The name of the seat: another word order or spelling is a slip."""
    names = (contest.constituency, *contest.other_names)
    if any(plain_key(said) == plain_key(name) for name in names):
        return Verdict(AGREES, contest.constituency, "exact")
    if any(name_key(said) == name_key(name) for name in names):
        return Verdict(DISAGREES, contest.constituency, "words of the name in another order")
    return Verdict(DISAGREES, contest.constituency, "another name")


def polled(said: str, contest: ContestFacts) -> Verdict:
    """Words about polling day: every month, weekday, day and year in them must be right."""
    day, low = contest.poll_date, said.lower()
    parts = re.findall(r"[a-z]+|\d+", low)
    settled = f"{day:%A} {day.day} {day:%B} {day.year}"
    checks = []
    for part in parts:
        if part in MONTHS:
            checks.append(MONTHS.index(part) + 1 == day.month)
        elif part in DAYS:
            checks.append(DAYS.index(part) == day.weekday())
        elif part.isdigit():
            checks.append(int(part) in (day.day, day.year, day.month if "-" in low or "/" in low else day.day))
    if not checks:
        return unknown("no date could be read", settled)
    return Verdict(AGREES, settled, "exact") if all(checks) else Verdict(DISAGREES, settled, "another day")


def vote_ratio(claim: Claim, result: ResultFacts) -> Verdict:
    """The winner's votes over the runner-up's: "almost double", "more than twice"."""
    first, second, figure = votes_of(1, result), votes_of(2, result), claim.figure
    if not first or not second:
        return unknown("votes not known")
    if figure is None or figure.kind not in ("ratio", "count"):
        return unknown("no ratio could be read")
    true = first / second
    settled = f"{true:.2f}"
    low, high = {
        "nearly": (0.84, 1.0),
        "over": (1.0, 1.6),
        "just over": (1.0, 1.15),
        "under": (0.6, 1.0),
        "about": (0.88, 1.12),
        "": (0.94, 1.15),
    }[figure.hedge]
    right = low * figure.value <= true <= high * figure.value
    return Verdict(AGREES if right else DISAGREES, settled, "rounded" if right else "another ratio")


def seat_age(claim: Claim, contest: ContestFacts) -> Verdict:
    """Years since the seat was created, on polling day."""
    if contest.seat_created is None or claim.figure is None:
        return unknown("not known when the seat was created")
    true = contest.poll_date.year - contest.seat_created
    if claim.figure.value in (true, true - 1):
        return Verdict(AGREES, str(true), "exact")
    near = (
        claim.figure.value % 10 == 0
        and abs(claim.figure.value - true) <= 5
        or claim.figure.hedge
        and abs(claim.figure.value - true) <= max(2, true // 10)
    )
    if near:
        return Verdict(AGREES, str(true), "rounded")
    if contest.earlier and not all(one.is_same_seat for one in contest.earlier) and claim.figure.value > true:
        return Verdict(AGREES, str(true), "definition: counting predecessors of the seat")
    return Verdict(DISAGREES, str(true), "another age")


def vacancy(said: str, contest: ContestFacts) -> Verdict:
    if contest.vacancy_cause in (None, "unknown"):
        return unknown("the cause of the vacancy is not known")
    cause = cause_named(said)
    if cause == contest.vacancy_cause:
        return Verdict(AGREES, contest.vacancy_cause, "exact")
    if cause in (None, "other", "unknown"):
        return unknown("no cause could be read", contest.vacancy_cause)
    return judge(Claim("vacancy_cause", cause), contest)
