"""Factual claims of an article about one contest: who won, by how much, from whom, on what swing and turnout.

A claim that may speak of some other election is left out: a claim that nobody made is worse than one not found.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from flows.clean.claims.reading import OF_THE_RESULT, read
from flows.clean.claims.record import Claim
from flows.clean.claims.rules import EITHER, THIS
from flows.clean.facts import ContestFacts

LONDON = ZoneInfo("Europe/London")
POLLS_CLOSE = time(22, tzinfo=LONDON)
SAID_ONCE = frozenset({"winner", "winning_party", "party", "held_before"})  # repeated ever so often


def find_claims(
    text: str,
    contest: ContestFacts,
    *,
    headline: str | None = None,
    quotes: Sequence[tuple[int, int]] = (),
    speaker_parties: Sequence[str | None] = (),
    published_at: datetime | None = None,
    others: Sequence[ContestFacts] = (),
) -> list[Claim]:
    """The claims of an article about this contest and its seat's past, those of the headline first.

    `quotes`: spans of quotations in the text, in order; `speaker_parties`: for each, its speaker's party where known,
    so that
    "we won" can be checked.  An article of before the close of polls states no result, whatever it says.
    `others`: further contests that the article is about; what it says of them is no claim about this one.
    """
    before_result = published_at is not None and published_at < polls_close(contest.poll_date)
    found: list[Claim] = []
    whole = f"{headline or ''}\n{text}"
    if headline:
        found += (replace(one, in_headline=True, speaker=None) for one in read(headline, contest, whole, others))
    found += read(text, contest, whole, others)
    spans = sorted((start, end, number) for number, (start, end) in enumerate(quotes))
    said = [one if one.in_headline else within_quote(one, spans, speaker_parties) for one in found]
    return once(
        [one for one in said if not (before_result and one.claim in OF_THE_RESULT and one.election in (THIS, EITHER))]
    )


def polls_close(poll_date: date) -> datetime:
    return datetime.combine(poll_date, POLLS_CLOSE)


def within_quote(claim: Claim, spans: Sequence[tuple[int, int, int]], parties: Sequence[str | None]) -> Claim:
    """The claim as its quotation's speaker makes it, or the article's own."""
    place = bisect_right(spans, (claim.start, len(spans) and spans[-1][1] + 1, len(spans))) - 1
    if place < 0 or claim.start >= spans[place][1]:
        return claim
    number = spans[place][2]
    party = claim.party
    if party is None and claim.candidate is None and number < len(parties) and claim.claim in ("share", "votes"):
        party = parties[number]
    return replace(claim, speaker=number, party=party)


def once(found: Sequence[Claim]) -> list[Claim]:
    """Without repetitions: names once for the whole article, certain where one of the places that say so is; other
    claims once for the words that make them."""
    kept: dict[tuple[object, ...], Claim] = {}
    for one in sorted(found, key=lambda one: (not one.in_headline, one.sentence_start, one.start)):
        key: tuple[object, ...] = (
            one.claim,
            one.claimed_value,
            one.candidate,
            one.party,
            one.other_party,
            one.election,
            one.year,
            one.speaker,
        )
        if one.claim == "winning_party":
            key = (*key[:2], *key[3:])
        elif one.claim in ("party", "held_before"):
            key = (*key[:4],)
        elif one.claim not in SAID_ONCE:
            key = (*key, one.in_headline, one.sentence_start)
        if key not in kept:
            kept[key] = one
        elif one.doubt is None:
            kept[key] = replace(kept[key], doubt=None)
    return without_echoes(list(kept.values()))


def without_echoes(found: Sequence[Claim]) -> list[Claim]:
    """Without a candidate's party where the same article says it as the party that won or was beaten."""
    said = {(one.party or one.claimed_value) for one in found if one.claim in ("winning_party", "beaten_party")}
    winners = {one.candidate for one in found if one.claim in ("winner", "runner_up", "beaten_candidate")}
    return [one for one in found if not (one.claim == "party" and one.candidate in winners and one.party in said)]
