"""Percentages and points that can be nothing of the contest: a turnout that is none, a share that nobody had.

Which kind a percentage is, is said by the words of its clause; it is wrong where it fits no figure of that kind, now or before,
and none of the candidate or party it stands beside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from flows.clean.claims.agents import Placed, attached_places, in_brackets, is_of_contest
from flows.clean.claims.known import SLACK, KnownFigures, pairs, share_changes
from flows.clean.claims.mentions import Mention
from flows.clean.claims.names import same_party
from flows.clean.claims.patterns import UNREAL
from flows.clean.claims.rules import EITHER, Found, Sentence
from flows.clean.facts import ContestFacts, ResultFacts
from flows.clean.figure_fits import fits_share
from flows.clean.printed_figures import Figure

TURNOUT = re.compile(
    r"\bturn-?out\b|\bparticipation\b|\b(?:voted|turned out|took part|take part|bothered|went to the polls|cast (?:a|their|its)|exercised)\b|"
    r"\bof (?:the |those |all )?(?:registered |eligible )?(?:electorate|electors|voters|register|rolls?)\b|\b(?:half|third|quarter|Q) (?:of )?the electorate\b|\bmade it to the polls\b|\bturned up\b|\bon the (?:register|rolls?|roll)\b|\bentitled to vote\b[^.;]{0,30}\bdid\b"
)
SWING = re.compile(r"\bswing\b|\bshift of\b|\b(?:movement|shift|switch|drift|move) from (?:the )?P to (?:the )?P\b")
OF_VOTERS = re.compile(
    r" of (?:those|all|everyone|everybody|people|the people|all those) who (?:actually )?(?:voted|turned out|took part|cast|bothered|went)\b"
)
LEAD = re.compile(r"\b(?:majority|margin|lead|ahead|clear|gap|adrift|behind|defeated|beat|won)\b")
SHARE = re.compile(
    r"\b(?:votes?|share|ballots?|poll(?:ed|ing)?|support|backed|total|portion|slice|percent|per cent|points?|took|won|finished on|on)\b|^[^a-z]*$|Q"
)
NOT_OURS = re.compile(
    r"national|average|uniform|project|record\b|forecast|\bpolls? (?:by|for|put|puts|suggest|had|has|have|gave|gives|conducted|show|last week|this week|taken)|(?:opinion|latest|exit|recent|new|snap) polls?|pollster|survey|postal|women|young|remain|leave\b|referendum|"
    r"confidence|interest|inflation|council|mayor|needed|required|wanted|target|predict|model|boundar|notional|tax|wage|pay\b|rate\b|prices|of those who (?!voted|turned|took)|of people who|"
    r"approval|among|together|combined|between them|added to|chance|odds|probab|betting|market|where (?:the )?turn-?out|in S (?:town|city|village|itself|ward)|\bcounty\b|as a whole|region|across (?!the seat|the constituency|S\b)|borough|half-?way|so far|sampl|threshold|mark\b|deposit is|\bcent of the time|cut\b|rise in|of members|seats|biggest|largest|highest|lowest|since\b|ever\b|would"
)
POINTS = re.compile(r"point")
PERCENT_WORDS = re.compile(r"Q|\bpoints?\b|per cent|share|swing|turnout")
FEWEST = 0.015  # a smaller share is a rounding or a threshold as often as not


def percents(
    sentence: Sentence, found: Sequence[Found], placed: Placed, contest: ContestFacts, known: KnownFigures
) -> Iterator[Found]:
    """Claims of percentages that no rule has read and that fit nothing they can mean."""
    if not known.is_whole:
        return
    used = {one.figure.start for one in found if one.figure is not None}
    for place, one in placed:
        figure = as_share(one.figure, sentence.text)
        if figure is None or one.figure is None or one.figure.start in used or figure.value < FEWEST:
            continue
        if figure.value in (0.05, 0.5) or figure.unit <= 0.001 and not figure.hedge and known.is_told(figure):
            continue
        begin, stop = around(sentence.text, place)
        comma = sentence.text.find(", ", place)
        clause = sentence.text[begin : comma if 0 < comma < stop else stop]
        if NOT_OURS.search(clause) or UNREAL.search(sentence.text, sentence.clause(place, place)[0], place):
            continue
        if is_of_contest(sentence, placed, contest, place):
            yield from judged(sentence, place, figure, placed, contest, known)


def as_share(figure: Figure | None, text: str) -> Figure | None:
    """A percentage; also "18.8" where the sentence speaks of percentages."""
    if figure is None or figure.hedge in ("over", "under"):
        return None
    if figure.kind == "share":
        return figure if "per" in figure.words or "%" in figure.words or "p" in figure.words else None
    decimal = figure.kind == "ratio" and figure.unit < 0.2 and "." in figure.words and 1 < figure.value < 100
    if not decimal or not PERCENT_WORDS.search(text):
        return None
    return replace(figure, kind="share", value=figure.value / 100, unit=figure.unit / 100)


def around(text: str, place: int) -> tuple[int, int]:
    """The clause around a position; a comma ends it only where a new figure or subject follows."""
    begin = (
        max(
            (text.rfind(mark, 0, place) for mark in (";", ":", "–", ", and ", ", but ", ", while ", ", compared ")),
            default=-1,
        )
        + 1
    )
    stops = [
        at
        for mark in (";", "–", ", and ", ", but ", ", while ", ", compared ", ", up ", ", down ", ", some ", ", in a ")
        if (at := text.find(mark, place)) > 0
    ]
    return begin, min(stops, default=len(text))


def judged(
    sentence: Sentence, place: int, figure: Figure, placed: Placed, contest: ContestFacts, known: KnownFigures
) -> Iterator[Found]:
    """The claim, where the figure fits nothing of the kind that the words nearest to it say."""
    kind = kind_of(sentence.text, place)
    results = [contest.result, *(one.result for one in contest.earlier)]
    if kind == "turnout":
        if not POINTS.search(figure.words) and not fits_any(figure, turnouts(results)):
            yield Found("turnout", place, place + 1, figure=figure, election=EITHER)
    elif kind == "swing":
        if not fits_any(figure, swings(contest)):
            yield Found("swing", place, place + 1, figure=figure, election=EITHER)
    elif kind == "majority":
        if not fits_any(figure, gaps(results)):
            yield Found("majority", place, place + 1, figure=figure, election=EITHER)
    elif kind == "share":
        if re.match(
            r" of (?!the (?:vote|poll|ballot|total|first)|votes|ballots|all votes|it\b)", sentence.text[place + 1 :]
        ):
            return  # of some people
        whose = beside(sentence, placed, place)
        is_change = CHANGED.search(sentence.text, max(0, place - 30), place) is not None
        if whose is None and figure.unit <= 0.001 and POINTS.search(figure.words) and not known.explains(figure):
            yield Found("share_change", place, place + 1, "down", figure=figure, election=EITHER)
        if whose is not None and not fits_any(figure, of_party(whose, contest, figure, is_change=is_change)):
            yield Found(
                "share",
                place,
                place + 1,
                figure=figure,
                election=EITHER,
            ).of(whose)


def kind_of(text: str, place: int) -> str | None:
    """ "turnout", "swing", "majority", "share": by the cue nearest to the figure in its clause."""
    if OF_VOTERS.match(text, place + 1):
        return "share"  # of those who took part
    begin, stop = around(text, place)
    best: tuple[int, str] | None = None
    for kind, cue in (
        ("turnout", TURNOUT),
        ("swing", SWING),
        ("majority", LEAD if "point" in text else None),
        ("share", SHARE),
    ):
        for match in cue.finditer(text, begin, stop) if cue else ():
            far = place - match.end() if match.end() <= place else match.start() - place
            far += 30 if kind == "share" else 0  # the weakest cue
            if best is None or far < best[0]:
                best = (far, kind)
    return best[1] if best and best[0] < 90 else None


def fits_any(figure: Figure, known: Iterator[float]) -> bool:
    return any(fits_share(figure, abs(one), slack=SLACK) for one in known)


def turnouts(results: Sequence[ResultFacts]) -> Iterator[float]:
    found = [one for result in results for one in (result.turnout_valid, result.turnout_counted) if one is not None]
    yield from found
    yield from (1 - one for one in found)
    yield from (one - other for one, other in combinations(found, 2))


def swings(contest: ContestFacts) -> Iterator[float]:
    result = contest.result
    yield from (one for one in (result.swing, result.butler_swing) if one is not None)
    for one in contest.earlier[:2]:
        yield from share_changes(result, one.result)
        # a party that did not stand before, or does not now, had nothing
        known = dict.fromkeys([*(c.party for c in result.candidates), *(c.party for c in one.result.candidates)])
        changes = [share_in(result, party) - share_in(one.result, party) for party in known if party]
        yield from ((first - second) / 2 for first, second in combinations(changes, 2))


def share_in(result: ResultFacts, party: str) -> float:
    return sum(one.vote_share or 0.0 for one in result.candidates if same_party(one.party, party))


def gaps(results: Sequence[ResultFacts]) -> Iterator[float]:
    for result in results:
        shares = [one.vote_share for one in result.candidates if one.vote_share is not None]
        yield from (one - other for one, other in combinations(shares, 2))
        yield from shares


def beside(sentence: Sentence, placed: Placed, place: int) -> Mention | None:
    """The candidate or party that a share stands beside: the last one before it in its clause, or "Q for C"."""
    text = sentence.text
    behind = re.match(r"(?: of the vote)? (?:for|went to) (?:the )?(?:P(?:'s)? )?[CP]", text[place + 1 :])
    if behind:
        return sentence.abstract.at(sentence.start + place + behind.end())
    fronted = (
        re.match(r"(?:on|with|at) Q,? (?:(?:the|of the|votes?|of|vote) ){0,3}[CP]", text[max(0, place - 5) :])
        if place < len("with ") + 1
        else None
    )
    if fronted:
        return sentence.abstract.at(sentence.start + max(0, place - 5) + fronted.end() - 1)
    theirs = re.match(r" (?:that|which) (?:the )?[CP]", text[place + 1 :])
    if theirs:
        return sentence.abstract.at(sentence.start + place + theirs.end())
    begin, _ = around(text, place)
    attached = set(attached_places(sentence, placed))
    before = [
        (at, one)
        for at, one in placed
        if begin <= at < place and one.letter in "CPMK" and at not in attached and not in_brackets(text, at, place)
    ]
    if not before or before[-1][1].letter in "MK":
        return None
    at, one = before[-1]
    if (
        re.search(r"\b(?:she|he|they|we|our|it|that|who|which|than)\b", text[at:place])
        or "(" in text[at:place]
        and ")" in text[at:place]
    ):
        return None
    others = {known.value for known_at, known in before[:-1] if known.letter == "C" and known_at > at - 30}
    return None if others and one.letter == "P" else one


CHANGED = re.compile(
    r"\b(?:up|down|rose|fell|fallen|shrank|grew|climbed|dropped|slumped|jumped|surged|slid|lost|shed|gained|increased|improved|declined)(?: by)?(?: a| some| over)* $"
)


def of_party(whose: Mention, contest: ContestFacts, figure: Figure, *, is_change: bool) -> Iterator[float]:
    """The shares, now and before, and the changes of a candidate or party, and the lead it had or lacked."""
    results = [contest.result, *(one.result for one in contest.earlier)]
    party = whose.value
    if whose.letter == "C":
        own = next((one for one in contest.result.candidates if one.candidate == whose.value), None)
        party = own.party or "" if own else ""
        yield from (one.vote_share or 0.0 for one in ([own] if own else []))
    for result in results:
        yield from (one.vote_share or 0.0 for one in result.candidates if same_party(one.party, party))
        yield share_in(result, party)
    for one in contest.earlier:
        yield share_in(contest.result, party) - share_in(one.result, party)
        yield from (votes / before - 1 for votes, before, *_ in pairs(contest.result, one.result) if before)
    if POINTS.search(figure.words) and not is_change:
        yield from gaps(results)
    yield from (1 - share_in(result, party) for result in results)
