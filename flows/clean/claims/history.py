"""Places, deposits, the vacancy and the seat's past, as a sentence of an article claims them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flows.clean.claims.patterns import (
    BEHIND,
    CAUSE_STARTS,
    CAUSE_WORDS,
    COLLAPSE,
    CREATED,
    DEPOSIT,
    FIELD,
    FIRST,
    LEFT,
    NATIONAL,
    OFFICE,
    PLACED,
    PROMPTED,
    RANK,
    RARE,
    SEAT_SHARE,
    SINCE,
    SUCCEEDS,
    TWICE,
)
from flows.clean.claims.rules import EARLIER, THIS, UNCLEAR, Found, Sentence, is_real, time_of


def places(sentence: Sentence) -> Iterator[Found]:
    text = sentence.text
    for match in PLACED.finditer(text):
        if not is_real(sentence, *match.span()):
            continue
        group = next(name for name in ("who", "up", "up2", "whom", "whom3", "who4", "who5", "who6") if match[name])
        rank = next(
            (RANK[match[name]] for name in ("rank", "rank2", "rank3", "rank4", "rank5", "rank6") if match[name]), 2
        )
        election, year = time_of(sentence, *match.span())
        if election == UNCLEAR or re.search(r"\bhad\b", match[0]) and election == THIS:
            continue
        who = sentence.mention(match, group)
        if who.letter == "K" and election == THIS and "candidate" not in text[max(0, match.start() - 20) : match.end()]:
            continue
        yield Found(
            "placed",
            match.start(group),
            match.end(),
            str(rank),
            candidate=who.value if who.letter in "CK" else None,
            party=who.value if who.letter == "P" else None,
            election=election,
            year=year,
        )
        behind = BEHIND.match(text[match.end() :])
        if behind:
            at = match.end() + behind.start("who")
            other = sentence.abstract.at(sentence.start + at)
            if other:
                word = text.rfind("behind", 0, at)
                yield Found("placed_above", word, at + 1, str(rank), party=other.value, election=election, year=year)
    for match in DEPOSIT.finditer(text):
        if is_real(sentence, *match.span()):
            who = sentence.mention(match, "who")
            election, year = time_of(sentence, *match.span())
            yield Found(
                "lost_deposit",
                *match.span(),
                "yes" if match["way"].startswith(("lo", "forf")) else "no",
                election=election,
                year=year,
            ).of(who)
    for match in FIELD.finditer(text):
        group = next(name for name in "nmk" if match[name])
        figure = sentence.mention(match, group).figure
        if figure and is_real(sentence, *match.span()):
            yield Found("candidates", *match.span(), figure=figure)


def cause_of(words: str) -> str | None:
    """The cause as the closed list of the warehouse names it, of the first words that say one."""
    found = re.search(rf"\b(?:{CAUSE_WORDS})", words)
    if not found:
        return None
    word = found[0]
    return next((cause for cause, starts in CAUSE_STARTS if word.startswith(starts)), None)


def vacancies(sentence: Sentence) -> Iterator[Found]:
    """Why the by-election was held, and whose seat it was."""
    text = sentence.text
    for match in PROMPTED.finditer(text):
        rest, at = match["rest"], match.start("rest")
        people = [one for one in sentence.mentions(at, match.end()) if one.letter in "MK"]
        cause = cause_of(rest)
        if cause is None and not people:
            continue
        word = re.search(
            r"\b(?:prompted|triggered|caused|sparked|called|forced|brought|held|necessitated|vacated|vacant|comes|came|took|arose)\b",
            text[match.start() : at],
        )
        start = match.start() + (word.start() if word else 0)
        if cause:
            yield Found("vacancy_cause", start, match.end(), cause)
        office = OFFICE.search(text, max(0, at - 8), match.end())
        if office:
            group = "who" if office["who"] else "who2"
            who = sentence.mention(office, group)
            yield Found("outgoing_member", office.start("a" if office["who"] else "b"), office.end(group), who.value)
    for match in SUCCEEDS.finditer(text):
        who = sentence.mention(match, "who")
        yield Found("outgoing_member", *match.span(), who.value)
    for match in LEFT.finditer(text):
        if "whose" in match[0]:
            continue  # "whose husband died"
        if is_real(sentence, *match.span()):
            recalled = "unseated" in match["words"] and "recall" in text
            yield Found("vacancy_cause", *match.span(), cause_of("recall" if recalled else match["words"]) or "other")


def history(sentence: Sentence) -> Iterator[Found]:
    text = sentence.text
    for match in CREATED.finditer(text):
        figure = sentence.mention(match, "year").figure
        yield Found("seat_created", match.start(), match.end(), figure=figure, election=EARLIER)
    for match in SINCE.finditer(text):
        group = next(name for name in "abce" if match[name])
        who = sentence.mention(match, group)
        figure = sentence.mention(match, f"y{group}" if group != "e" else "ne").figure
        claim = "held_since" if group != "e" else "held_for_years"
        yield Found(claim, *match.span(), figure=figure, party=who.value, election=EARLIER)
    for match in FIRST.finditer(text):
        when = next((name for name in ("y", "y2", "n") if match[name]), None)
        figure = sentence.mention(match, when).figure if when else None
        before = [one for one in sentence.mentions(0, match.start()) if one.letter == "P"]
        yield Found(
            "first_since",
            *match.span(),
            "" if figure else "ever",
            figure,
            party=before[0].value if len(before) == 1 else None,
            election=EARLIER,
        )
    for match in RARE.finditer(text):
        yield Found("rarity", *match.span(), "gain by the governing party", election=EARLIER)
    for match in NATIONAL.finditer(text):
        yield Found("national_context", *match.span(), text[match.start() : match.end()], election=EARLIER)
    for match in COLLAPSE.finditer(text):
        who = sentence.mention(match, "who" if match["who"] else "who2")
        yield Found("party_vote_collapse", *match.span(), who.value, party=who.value, election=EARLIER)
    for match in TWICE.finditer(text):
        who = sentence.mention(match, "who")
        times = [one.figure for one in sentence.mentions(*match.span("n")) if one.figure]
        yield Found(
            "times_won",
            match.start(),
            match.end(),
            figure=times[0] if times else None,
            party=who.value,
            election=EARLIER,
        )
    for match in SEAT_SHARE.finditer(text):
        year = sentence.mention(match, "y").figure
        yield Found(
            "share",
            *match.span(),
            figure=sentence.mention(match, "q").figure,
            election=EARLIER,
            year=int(year.value) if year else None,
        )
