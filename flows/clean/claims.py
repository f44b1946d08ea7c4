"""Factual claims of an article about one contest: who won, by how much, from whom, on what swing and turnout.

A claim that may speak of some other election is left out: a claim that nobody made is worse than one not found.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from flows.clean.claim_figures import majorities, owners, swings, turnouts
from flows.clean.claim_history import history, places, vacancies
from flows.clean.claim_leftovers import leftovers
from flows.clean.claim_mentions import Abstract, abstract, mentions, plain
from flows.clean.claim_patterns import FOREIGN, FOREIGN_TO_COUNCILS
from flows.clean.claim_rules import THIS, Found, Sentence, beaten, changes, parties, winners
from flows.clean.claim_subjects import resolved
from flows.clean.claim_votes import shares, votes
from flows.clean.facts import ContestFacts
from flows.clean.printed_figures import Figure

LONDON = ZoneInfo("Europe/London")
POLLS_CLOSE = time(22, tzinfo=LONDON)
LONGEST_SENTENCE = 1200  # longer ones are lists, scripts or worse, and no rule is meant for them
LONGEST_TEXT = 400_000
SENTENCE_END = re.compile(r"[.!?][\"')]{0,3}\s{1,9}(?=\S)")
COMPARED_WITH = re.compile(r"\b(?:since|than|like|compared (?:with|to)|that of) (?:the |that |one |in |at )*$")
WIDER = re.compile(r" (?:in|across) (?:scotland|wales|england|britain|the (?:uk|country|county|region)\b)")
# what only the words of this contest's result may say; the rest speaks of the past or the vacancy
OF_THE_RESULT = frozenset(
    {
        "winner",
        "winning_party",
        "beaten_candidate",
        "beaten_party",
        "votes",
        "share",
        "share_change",
        "majority",
        "swing",
        "turnout",
        "votes_cast",
        "placed",
        "outcome",
        "lost_deposit",
        "candidates",
    }
)
SAID_ONCE = frozenset({"winner", "winning_party", "party", "held_before"})  # repeated ever so often


Rule = Callable[[Sentence], Iterator[Found]]


# what a sentence must contain for a rule to be tried: the rules are long, the words are cheap to look for
RULES: tuple[tuple[Rule, re.Pattern[str]], ...] = (
    (winners, re.compile(r"[CPKM]")),
    (beaten, re.compile(r"[CPK].*[CPK]|beat|defeat|oust|rout")),
    (changes, re.compile("P")),
    (majorities, re.compile("N")),
    (owners, re.compile("majority|K.* by N")),
    (swings, re.compile("swing")),
    (turnouts, re.compile(r"turn|voted|cast|took part|polls")),
    (shares, re.compile("Q")),
    (votes, re.compile("C.*N|P.*N|N.*C")),
    (
        places,
        re.compile("second|third|fourth|fifth|sixth|runner|deposit|N (?:people |men |candidates|hopefuls)|field of"),
    ),
    (vacancies, re.compile(r"M|by-?election|vacan|take|succeed|replace")),
    (
        history,
        re.compile(
            r"since|for the first time|created|formed|general election|govern|collapse|slump|"
            r"won (?:the seat|S|here|it)|we (?:won|got|took|had)|existed"
        ),
    ),
    (parties, re.compile("C.*P|P.*C")),
)


@dataclass(frozen=True, slots=True)
class Claim:
    """One factual claim as an article makes it; offsets are code points of the text (or of the headline).

    `claim`: winner, winning_party, majority, ... (docs/glossary.md).  `claimed_value`: the name, or the figure
    without its hedge ("7000", "0.16"). `words`: what the article prints. `election`: "this" contest, an "earlier"
    one (`year`, where one is said), or "unclear" between the two. `speaker`: index of the quotation it stands in,
    whose speaker it belongs to.
    """

    claim: str
    claimed_value: str
    words: str = ""
    figure: Figure | None = None
    candidate: str | None = None
    party: str | None = None
    other_party: str | None = None
    election: str = THIS
    year: int | None = None
    sentence_start: int = 0
    sentence_end: int = 0
    start: int = 0
    end: int = 0
    speaker: int | None = None
    in_headline: bool = False

    @property
    def in_quote(self) -> bool:
        return self.speaker is not None


def find_claims(
    text: str,
    contest: ContestFacts,
    *,
    headline: str | None = None,
    quotes: Sequence[tuple[int, int]] = (),
    speaker_parties: Sequence[str | None] = (),
    published_at: datetime | None = None,
) -> list[Claim]:
    """The claims of an article about this contest and its seat's past, those of the headline first.

    `quotes`: spans of quotations in the text, in order; `speaker_parties`: for each, its speaker's party where known,
    so that
    "we won" can be checked.  An article of before the close of polls states no result, whatever it says.
    """
    before_result = published_at is not None and published_at < polls_close(contest.poll_date)
    found: list[Claim] = []
    if headline:
        found += (replace(one, in_headline=True, speaker=None) for one in read(headline, contest))
    found += read(text, contest)
    spans = sorted((start, end, number) for number, (start, end) in enumerate(quotes))
    said = [one if one.in_headline else within_quote(one, spans, speaker_parties) for one in found]
    return once([one for one in said if not (before_result and one.claim in OF_THE_RESULT and one.election == THIS)])


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
    """Without repetitions: names once for the whole article, other claims once for the words that make them."""
    kept: list[Claim] = []
    seen: set[tuple[object, ...]] = set()
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
        if key not in seen:
            seen.add(key)
            kept.append(one)
    return without_echoes(kept)


def without_echoes(found: Sequence[Claim]) -> list[Claim]:
    """Without a candidate's party where the same article says it as the party that won or was beaten."""
    said = {(one.party or one.claimed_value) for one in found if one.claim in ("winning_party", "beaten_party")}
    winners = {one.candidate for one in found if one.claim in ("winner", "runner_up", "beaten_candidate")}
    return [one for one in found if not (one.claim == "party" and one.candidate in winners and one.party in said)]


def read(text: str, contest: ContestFacts) -> list[Claim]:
    """The claims of one text, before anything is known of its quotations and date."""
    simple = plain(text[:LONGEST_TEXT])
    found: list[Claim] = []
    named = mentions(simple, contest)
    people = {one.value for one in named if one.letter == "C"}
    all_mentions = resolved(simple, named, contest)
    carried, place, begin = THIS, 0, 0
    for line in simple.splitlines(keepends=True):
        end = begin + len(line)
        inside = []
        while place < len(all_mentions) and all_mentions[place].start < end:
            inside.append(all_mentions[place])
            place += 1
        if inside:
            paragraph = abstract(simple[begin:end], begin, inside)
            claims, carried = read_paragraph(paragraph, text, contest, carried)
            found += claims
        begin = end
    winner = contest.result.winner
    return [
        one
        for one in found
        if not (one.claim == "winner" and one.candidate not in people and winner in people and one.election == THIS)
    ]


def read_paragraph(paragraph: Abstract, text: str, contest: ContestFacts, carried: str) -> tuple[list[Claim], str]:
    """The claims of a paragraph; and whether what follows still speaks of some other contest."""
    found: list[Claim] = []
    for start, end in sentences(paragraph, text):
        first, last = bisect_left(paragraph.places, start), bisect_left(paragraph.places, end)
        if end - start > LONGEST_SENTENCE or first == last:
            continue
        sentence = Sentence(paragraph, start, end, paragraph.text[start:end], contest.poll_date.year)
        markers = [
            (paragraph.places[number] - start, one.letter, one.value)
            for number, one in enumerate(paragraph.mentions[first:last], start=first)
            if one.letter in "SCOM" and one.end - one.start > len("she")  # a pronoun is of no place
        ]
        letters = {letter for _, letter, _ in markers}
        if "S" in letters:
            markers = [one for one in markers if one[2] != "where"]
        read = list(claims_of(sentence))
        read += leftovers(sentence, read, contest)
        for one in read:
            if is_of_this_seat(one, markers, carried, sentence) and is_of_this_kind(one, sentence, contest):
                found.append(claim_of(one, sentence, text))
        if markers:
            carried = THIS if letters & {"S", "C", "M"} else "other"
    return found, carried


def sentences(paragraph: Abstract, text: str) -> Iterator[tuple[int, int]]:
    """Where the sentences of a paragraph begin and end, in the abstract: the next one opens with a capital."""
    begin = 0
    for stop in SENTENCE_END.finditer(paragraph.text):
        at = paragraph.offset(stop.end())
        opening = text[at : at + 2].lstrip("\"'(")
        if paragraph.text[stop.end()].isupper() or opening[:1].isupper():
            yield begin, stop.end()
            begin = stop.end()
    if begin < len(paragraph.text):
        yield begin, len(paragraph.text)


def claims_of(sentence: Sentence) -> Iterator[Found]:
    """Everything the rules read in one sentence, each reading once."""
    for rule, cue in RULES:
        if cue.search(sentence.text):
            yield from rule(sentence)


def is_of_this_seat(found: Found, markers: Sequence[tuple[int, str, str]], carried: str, sentence: Sentence) -> bool:
    """Whether the words speak of this seat: the last place or candidate before their end decides, then what went
    before."""
    if any(found.start <= place < found.end and letter == "O" for place, letter, _ in markers):
        return False
    if re.match(r" in (?:the )?O", sentence.text[found.end : found.end + 12]) or WIDER.match(sentence.text, found.end):
        return False
    if re.match(r" in S\b", sentence.text[found.end : found.end + 6]):
        return True
    before = [letter for place, letter, _ in markers if place < found.end]
    if before:
        return before[-1] != "O"
    if markers and markers[0][1] == "O" and not COMPARED_WITH.search(sentence.text[: markers[0][0]]):
        return False
    return carried == THIS


def is_of_this_kind(found: Found, sentence: Sentence, contest: ContestFacts) -> bool:
    """Whether the words speak of an election of this kind: council, mayoral and national figures are not a
    parliamentary seat's, and national ones not a ward's."""
    if found.claim not in OF_THE_RESULT and found.claim not in ("previous_majority", "previous_turnout"):
        return True
    foreign = (FOREIGN if contest.election_type == "parl" else FOREIGN_TO_COUNCILS).search(sentence.text)
    return (
        foreign is None or found.claim in ("winner", "party") and found.candidate is not None and "S" in sentence.text
    )


def value_of(found: Found) -> str:
    """The claimed value as text: a count "6940", a share "0.16", a year "1974", a decade "1970s", a name as the facts
    have it."""
    figure = found.figure
    if figure is None or found.claim == "winner":
        return found.value
    if figure.kind == "decade":
        return f"{figure.value:.0f}s"
    if figure.kind == "share":
        text = f"{figure.value:.6f}".rstrip("0")
        return f"-{text}" if found.value == "down" else text
    return f"{figure.value:g}" if figure.kind == "ratio" else f"{figure.value:.0f}"


def claim_of(found: Found, sentence: Sentence, text: str) -> Claim:
    """The claim with offsets in the text as printed."""
    start, end = span(sentence, found.start, found.end, text)
    begin, stop = span(sentence, 0, len(sentence.text), text)
    figure = found.figure
    return Claim(
        claim=found.claim,
        claimed_value=value_of(found),
        words=text[figure.start : figure.end] if figure and found.claim != "winner" else text[start:end],
        figure=found.figure,
        candidate=found.candidate,
        party=found.party,
        other_party=found.other_party,
        election=found.election,
        year=found.year,
        sentence_start=begin,
        sentence_end=stop,
        start=start,
        end=end,
    )


def span(sentence: Sentence, start: int, end: int, text: str) -> tuple[int, int]:
    """A stretch of a sentence's abstract in the text as printed, without blanks at its end."""
    paragraph = sentence.abstract
    first = paragraph.at(sentence.start + start)
    begin = first.start if first is not None else paragraph.offset(sentence.start + start)
    stop = paragraph.offset(sentence.start + end)
    return begin, begin + len(text[begin:stop].rstrip())
