"""Votes and shares of the vote, as a sentence of an article claims them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flows.clean.claims.mentions import Mention
from flows.clean.claims.patterns import (
    AND_LIST,
    DOWN,
    SHARE,
    SHARE_CHANGE,
    SHARE_LIST,
    SHARE_SUBJECT,
    THEN,
    VOTES,
    WITH_VOTES,
)
from flows.clean.claims.rules import EARLIER, THIS, UNCLEAR, Found, Sentence, dated, is_real, time_of
from flows.clean.printed_figures import Figure

OLDEST = 110  # years: a smaller figure behind a name is an age unless votes are said
OF_A_SEAT = re.compile("[SMC]|\\bhere\\b|seat|constituency")


def shares(sentence: Sentence) -> Iterator[Found]:
    text = sentence.text
    for match in SHARE.finditer(text):
        number = next(name for name in ("", "2", "3", "4", "5", "6") if match[f"who{name}"])
        if (
            not is_real(sentence, *match.span())
            or not number
            and not match["of"]
            and not re.search(r"of the vote|vote share|share of the vote", text)
        ):
            continue
        who, figure = sentence.mention(match, f"who{number}"), sentence.mention(match, f"q{number}").figure
        yield share_found(sentence, match, who, figure)
        for other in SHARE_LIST.finditer(text, match.end()):
            if " of the vote" in text[: other.start()]:
                who, figure = sentence.mention(other, "who"), sentence.mention(other, "q").figure
                yield share_found(sentence, other, who, figure)
    for match in SHARE_SUBJECT.finditer(text):
        subject = lone_subject(sentence, match.start())
        if subject and is_real(sentence, *match.span()):
            yield share_found(sentence, match, subject, sentence.mention(match, "q").figure)
    for match in SHARE_CHANGE.finditer(text):
        number = "" if match["who"] else "2"
        if (
            not is_real(sentence, *match.span())
            or re.match(r" (?:to|from)\b(?! Y)", text[match.end() : match.end() + 6])
            or number
            and "vote" not in text
            and "share" not in text
        ):
            continue
        who, figure = sentence.mention(match, f"who{number}"), sentence.mention(match, f"q{number}").figure
        if re.search(r"\b(?:to|since) $", text[: match.start(f"q{number}")][-6:]):
            continue
        yield Found(
            "share_change",
            *match.span(),
            match[f"way{number}"] in DOWN and "down" or "up",
            figure,
            who.value if who.letter == "C" else None,
            who.value if who.letter == "P" else None,
        )


def share_found(sentence: Sentence, match: re.Match[str], who: Mention, figure: Figure | None) -> Found:
    election, year = time_of(sentence, *match.span())
    if election == THIS:
        election, year = said_before(sentence, match.start())
    if election == EARLIER and who.letter == "P" and not OF_A_SEAT.search(sentence.text):
        election = UNCLEAR  # perhaps the country's
    return Found(
        "share",
        *match.span(),
        figure=figure,
        election=election,
        year=year,
    ).of(who)


def said_before(sentence: Sentence, place: int) -> tuple[str, int | None]:
    """Which election the words before a figure speak of: another only where the same clause says so."""
    text = sentence.without_asides(place)
    begin, _ = sentence.clause(place, place)
    near = THEN.search(text, begin, place)
    if near and not near[0].startswith(("since", "than", "from", "on")):
        return dated(sentence, near)
    return (UNCLEAR, None) if THEN.search(text, 0, place) else (THIS, None)


def lone_subject(sentence: Sentence, place: int) -> Mention | None:
    """The only candidate or party that a "with ..." can belong to: the nearest candidate before it, with no rival
    between."""
    before = [one for one in sentence.mentions(0, place) if one.letter in "CPK"]
    candidates = [one for one in before if one.letter == "C"]
    if len(candidates) == 1 and before and before[0].letter != "K":
        return candidates[0]
    if not candidates and len({one.value for one in before}) == 1 and before[0].letter == "P":
        return before[0]
    return None


def votes(sentence: Sentence) -> Iterator[Found]:
    """Votes of a candidate (or of a party's only candidate)."""
    text = sentence.text
    seen: set[int] = set()
    for match in VOTES.finditer(text):
        number = next(name for name in ("", "2", "3", "4", "5", "6", "7", "8") if match[f"who{name}"])
        if not number and not match["v"] and not re.search(r"votes|ballots|polled", text):
            continue
        place = match.start(f"n{number}")
        figure = sentence.mention(match, f"n{number}").figure
        if figure and figure.value <= OLDEST and "vote" not in match[0] and "(" not in match[0]:
            continue  # an age
        if place not in seen and is_real(sentence, *match.span()):
            seen.add(place)
            yield vote_found(
                sentence, match, sentence.mention(match, f"who{number}"), sentence.mention(match, f"n{number}").figure
            )
    if seen:
        for match in AND_LIST.finditer(text):
            if match.start("n") not in seen and match.start() > min(seen):
                seen.add(match.start("n"))
                yield vote_found(sentence, match, sentence.mention(match, "who"), sentence.mention(match, "n").figure)
    for match in WITH_VOTES.finditer(text):
        if match.start("n") in seen or not is_real(sentence, *match.span()):
            continue
        subject = with_subject(sentence, match.start())
        if subject:
            seen.add(match.start("n"))
            yield vote_found(sentence, match, subject, sentence.mention(match, "n").figure)


def with_subject(sentence: Sentence, place: int) -> Mention | None:
    subject = lone_subject(sentence, place)
    if subject:
        return subject
    last = re.search(r"C,? ?$", sentence.text[:place])
    return (
        sentence.abstract.at(sentence.start + last.start())
        if last and re.match(",? ?who", sentence.text[place:])
        else None
    )


def vote_found(sentence: Sentence, match: re.Match[str], who: Mention, figure: Figure | None) -> Found:
    election, year = time_of(sentence, *match.span())
    if election == THIS:
        election, year = said_before(sentence, match.start())
    return Found(
        "votes",
        *match.span(),
        figure=figure,
        election=election,
        year=year,
    ).of(who)
