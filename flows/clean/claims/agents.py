"""Who acts in a sentence: which of the candidates and parties it names can be the one that won, lost or polled.

Light on syntax: a mention behind a preposition or a verb of beating is acted upon, a party's name before "majority" or "seat" owns a
thing of the past, a party beside a candidate belongs to the candidate.  Where a pronoun nobody has resolved may be meant,
there is no telling.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from flows.clean.claims.mentions import Mention
from flows.clean.claims.patterns import FOREIGN, FOREIGN_TO_COUNCILS, GOVERNMENT, THEN
from flows.clean.claims.rules import Sentence, attached_at, is_real
from flows.clean.facts import ContestFacts

Placed = Sequence[tuple[int, Mention]]

BETWEEN = r"(?:(?:the|a|an|his|her|its|their|our|nearest|closest|main|second-placed|third-placed|rivals?|former|defeated|[a-z]+-placed|[a-z]+ed|tory|governing|sitting|incumbent|veteran|local|independent) |P(?:'s?)? ){0,4}"
ACTED_UPON = re.compile(
    rf"\b(?:from|to|over|against|ahead of|clear of|behind|above|below|than|between|under|past|off|out|in front of|into|at|unlike|like|despite|by|of|with|for|on|"
    rf"beats?|beating|beaten|defeat(?:s|ed|ing)?|oust(?:s|ed|ing)?|trounc\w+|thrash\w+|pipp?\w*|toppl\w+|unseat\w+|dump\w*|humiliat\w+|humbl\w+|"
    rf"sink\w*|crush\w*|rout\w*|overtak\w+|overhaul\w*|leav(?:es|ing)|left|push\w*|forc\w+|knock\w*|relegat\w+|stun\w*|shock\w*|punish\w*|hammer\w*|denie?[sd]|denying|"
    rf"replac\w+|succeed\w*|told|tells|thank\w*|congratulat\w+|call\w*|ask\w*|joined|joining|blam\w+|accus\w+|including|see|seeing|saw|sees|and not|rather than|not) {BETWEEN}$"
)
OWNED = re.compile(
    r"(?:'s?)? (?:(?:(?!(?:a|an|the|with|had|have|has|took|won|got|in|on|by|to|and|of|for|as|is|was|are|were) )[a-z-]+|N|Q) )?(?:majority|majorities|seats?|strongholds?|citadel|fortress|heartlands?|bastion|rule|control|territory|territories|margin|lead|cushion|"
    r"mp|mps|member|government|minister|ministers|leader|leadership|prime|vote|votes|share|voters|supporters|support|hq|source|sources|spokesman|spokeswoman|"
    r"chair|chairman|rosette|wall|grandee|whip|deposit|tally|total|slice|portion|campaigners?|activists?|council|councils|councillors?)\b"
)
CLAUSE_END = re.compile(r"[;:]| – |, (?!(?:in|at|on|when) )")
THERE = re.compile(
    r"\bthere\b(?! (?:is|was|were|are|has|had|have|will|would|can|could|may|might|seem\w*|remain\w*)\b|'s)"
)
OPENING = 25  # letters: a year named so early is the whole sentence's
BRACKETS = re.compile(r"\([^()]*\)")
UNRESOLVED = re.compile(r"\b(?:she|he|they|we|i|(?<![CP] )(?<![CP], )(?:who|whose)|her|his|our)\b")
OTHER_KIND = re.compile(r"\bmayor(?:s|al)?\b(?! of S)|\bcouncil (?:seat|ward|election)|\bward\b|presiden|leadership")


def placed_mentions(sentence: Sentence) -> list[tuple[int, Mention]]:
    """The mentions of a sentence with their places in its text."""
    found = sentence.mentions(0, len(sentence.text))
    places = [match.start() for match in re.finditer("[A-Z]", sentence.text)]
    return list(zip(places, found, strict=False)) if len(places) == len(found) else []


def is_of_contest(sentence: Sentence, placed: Placed, contest: ContestFacts, place: int) -> bool:
    """Whether nothing in the sentence up to a position, or close behind it, speaks of another place, person, kind of
    election or a year not on record."""
    years = {contest.poll_date.year, *(one.poll_date.year for one in contest.earlier)}
    text = sentence.text
    ends = CLAUSE_END.search(text, place + 1)
    stop = ends.start() if ends else len(text)
    begin = text.rfind(", ", 0, place)
    own = BRACKETS.sub(lambda match: " " * len(match[0]), sentence.without_asides(place))
    for at, one in placed:
        if at > stop:
            break
        if (
            one.letter in "OD"
            and own[at] != " "
            and not in_brackets(text, at, place)
            and (one.value != "where" or is_there(text, at, place))
        ):
            return False
        near = at > begin or at < OPENING or text.startswith(", when", at + 1)
        if one.letter == "Y" and near and own[at] != " " and one.figure and int(one.figure.value) not in years:
            return False
        if one.letter == "K" and at < place and own[at] == "K":
            return False
    text = text[:stop]
    if THERE.search(text) and "S" not in text:
        return False
    foreign = FOREIGN if contest.election_type == "parl" else FOREIGN_TO_COUNCILS
    return not (foreign.search(text) or GOVERNMENT.search(text) or OTHER_KIND.search(text))


def is_there(text: str, at: int, place: int) -> bool:
    """Whether a place named only as where something happened is where a figure is of: "polled N in O", "In O, ... N"."""
    if at > place:
        return re.fullmatch(r"[a-z ]{0,12},? in (?:the )?", text[place + 1 : at]) is not None
    return re.search("[SC]", text[at:place]) is None


def is_now(sentence: Sentence, start: int, end: int) -> bool:
    """Whether the words state a fact of this contest: nothing near them speaks of another time."""
    text = sentence.text
    begin, stop = sentence.clause(start, end)
    before = text[max(0, start - 25) : start]
    bare = replace(sentence, text=BRACKETS.sub(lambda match: " " * len(match[0]), text[:start]) + text[start:])
    return (
        is_real(bare, start, end)
        and not re.search(
            r"\b(?:had|has|have) (?:[a-z]+ ){0,2}(?:always|never|once|long|last|previously)|\bhad (?:[a-z]+ )?$|\b(?:last|previously|once|first) $",
            before,
        )
        and not THEN.search(text, begin, start)
        and not THEN.search(text, end, min(stop, end + 60))
        and not re.search(r"\bY\b", text[start : end + 12])
    )


def agents(sentence: Sentence, placed: Placed, end: int, begin: int = 0) -> list[tuple[int, Mention]]:
    """The candidates and parties between two positions that may have done what is said at `end`."""
    text = sentence.text
    attached = set(attached_places(sentence, placed))
    found = []
    for at, one in placed:
        if not begin <= at < end or one.letter not in "CP" or at in attached or in_brackets(text, at, end):
            continue
        if one.letter == "P" and OWNED.match(text, at + 1):
            continue
        if not ACTED_UPON.search(text, max(0, at - 60), at):
            found.append((at, one))
    return found


def in_brackets(text: str, at: int, end: int) -> bool:
    """Whether a position stands in brackets that are closed before another."""
    return text.rfind("(", 0, at) > text.rfind(")", 0, at) and ")" in text[at:end]


def attached_places(sentence: Sentence, placed: Placed) -> Iterator[int]:
    """Where a party stands that only says whose candidate somebody is."""
    for at, one in placed:
        if one.letter == "C":
            where = attached_at(sentence, at)
            if where is not None:
                yield where


def is_open(sentence: Sentence, end: int) -> bool:
    """Whether a pronoun nobody has resolved stands before a position: the agent may be whoever it means."""
    return UNRESOLVED.search(sentence.text, 0, end) is not None
