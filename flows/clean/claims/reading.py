"""What a text claims, sentence by sentence: every rule is tried, what may speak of another election is left out."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence

from flows.clean.claims.agents import BRACKETS, placed_mentions
from flows.clean.claims.doubts import doubt
from flows.clean.claims.figures import majorities, owners, swings, turnouts
from flows.clean.claims.history import history, places, vacancies
from flows.clean.claims.known import KnownFigures, known_figures
from flows.clean.claims.leftovers import leftovers
from flows.clean.claims.mentions import CLOCK, Abstract, abstract, mentions
from flows.clean.claims.names import plain
from flows.clean.claims.patterns import FOREIGN, FOREIGN_TO_COUNCILS
from flows.clean.claims.percents import percents
from flows.clean.claims.record import Claim, claim_of
from flows.clean.claims.rules import THIS, Found, Sentence, beaten, changes, parties, winners
from flows.clean.claims.standing import standings
from flows.clean.claims.subjects import resolved
from flows.clean.claims.unfit import unfit
from flows.clean.claims.votes import shares, votes
from flows.clean.claims.winning import colours, defeats, gains, losses, victories
from flows.clean.facts import ContestFacts

LONGEST_SENTENCE = 1200  # longer ones are lists, scripts or worse, and no rule is meant for them
OF_SEVERAL = re.compile(r"(?: votes)? in the (?:first|second|third|other|former|latter)\b")
THERE = re.compile(
    r"\bthere\b(?! (?:is|was|were|are|has|had|have|will|would|can|could|may|might|seem\w*|remain\w*)\b|'s)"
)
TO_THEIRS = re.compile(r"(?: votes)? to (?:their|his|her|its|our) N\b")  # of one who is not named beside it
OF_OTHERS = re.compile(r" (?:in|at) (?:all|every|each|both|most|several|some|N)\b(?! Y)")
AND_ANOTHER_PLACE = re.compile(
    r"(?:, (?:[a-z]+, )*| )and (?:second|third|fourth|fifth|sixth|seventh|eighth|last)\b"
)  # each of several
IN_SOMETHING = re.compile(
    r"(?: place)? in (?:the|a|an|his|her|its) "
    r"(?!by-|seat|constit|contest|poll|race|vote|count\b|elect|end|town|city|new|north|south)"
)
# a majority that is certainly the new one
NEW_MAJORITY = re.compile(
    r"\b(?:won|wins?|seiz\w+|took|takes|beat|beats|gain(?:s|ed)?|winning|g[ia]v(?:ing|es?) (?:her|him|them)|returned|elected)\b"
    r"(?:(?!\b(?:had|has|where|as|while|los(?:e|es|t|ing)|cut|slashed|from|overturn\w*|wip\w*|defend\w*|last|previous|ago|despite|against|eras\w*|inherit\w*|once|then|before|in Y)\b)[^.;MK]){0,80}$"
)
NEARBY = 25  # letters: a place named later than that says where people were, not where votes were cast
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
        "lost_deposits",
        "candidates",
    }
)
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


def read(text: str, contest: ContestFacts, whole: str, others: Sequence[ContestFacts] = ()) -> list[Claim]:
    """The claims of one text, before anything is known of its quotations and date; `whole` is it with its headline."""
    simple = plain(text[:LONGEST_TEXT])
    found: list[Claim] = []
    named = mentions(simple, contest, plain(whole[: 2 * LONGEST_TEXT]), others)
    known = known_figures(contest)
    people = {one.value for one in named if one.letter == "C"}
    all_mentions = resolved(simple, named, contest)
    carried, place, begin = THIS, 0, 0
    for line in simple.splitlines(keepends=True):
        end = begin + len(line)
        inside = []
        while place < len(all_mentions) and all_mentions[place].start < end:
            inside.append(all_mentions[place])
            place += 1
        if CLOCK.match(line):
            carried = THIS  # an entry of a live blog
        if inside:
            paragraph = abstract(simple[begin:end], begin, inside)
            claims, carried = read_paragraph(paragraph, text, contest, known, carried)
            found += claims
        begin = end
    winner = contest.result.winner
    return [
        one
        for one in found
        if not (one.claim == "winner" and one.candidate not in people and winner in people and one.election == THIS)
    ]


def read_paragraph(
    paragraph: Abstract, text: str, contest: ContestFacts, known: KnownFigures, carried: str
) -> tuple[list[Claim], str]:
    """The claims of a paragraph; and whether what follows still speaks of some other contest."""
    found: list[Claim] = []
    abroad = False  # whether the sentence before named another place
    for start, end in sentences(paragraph, text):
        first, last = bisect_left(paragraph.places, start), bisect_left(paragraph.places, end)
        if end - start > LONGEST_SENTENCE or first == last:
            continue
        sentence = Sentence(paragraph, start, end, paragraph.text[start:end], contest.poll_date.year)
        markers = [
            (paragraph.places[number] - start, one.letter, one.value)
            for number, one in enumerate(paragraph.mentions[first:last], start=first)
            if one.letter == "O" or one.letter in "SCM" and one.end - one.start > len("she")  # a pronoun is of no place
        ]
        letters = {letter for _, letter, _ in markers}
        if abroad and sentence.text.startswith("there "):
            carried = "other"  # "In Dunmore ... There the Conservatives came second."
        abroad = "O" in letters
        if "S" in letters:
            markers = [one for one in markers if one[2] != "where"]
        read = list(claims_of(sentence))
        read += leftovers(sentence, read, contest)
        read = [
            one
            for one in read
            if not is_another_figure(one, contest, sentence) and not is_of_lesser_places(one, sentence, contest)
        ]
        read += by_charity(sentence, read, contest, known)
        for one in read:
            if is_of_this_seat(one, markers, carried, sentence) and is_of_this_kind(one, sentence, contest):
                found.append(claim_of(one, sentence, text, doubt(one, sentence, contest)))
        told = re.search("[CQ]|won|votes|majority", sentence.text)
        markers = [one for one in markers if one[2] != "where" or one[0] <= (NEARBY if told else len("over in "))]
        letters = {letter for _, letter, _ in markers}
        markers = [one for one in markers if one[2] != "other contest"]
        letters = {letter for _, letter, _ in markers}
        people = any(one.letter in "CM" for one in paragraph.mentions[first:last])
        if people and all(value == "where" for *_, value in markers):
            markers = []  # "born in Cardiff, she ..."
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


def is_of_lesser_places(one: Found, sentence: Sentence, contest: ContestFacts) -> bool:
    """Whether two candidates are compared of whom neither won nor came second: "Smith beat Jones by 190 to 101"."""
    if one.claim not in ("winner", "runner_up", "beaten_candidate") or one.election != THIS:
        return False
    named = [other.value for other in sentence.mentions(0, len(sentence.text)) if other.letter == "C"]
    places = [known.position for name in named for known in contest.result.candidates if known.candidate == name]
    first, last = (places[0], places[1]) if len(places) == len(named) == 2 else (None, None)
    return first is not None and last is not None and 1 < first < last and last > 2


def is_another_figure(one: Found, contest: ContestFacts, sentence: Sentence) -> bool:
    """Whether an exact figure given to a candidate or to this contest is the very majority, now or before.

    Then the words were misread.
    """
    figure = one.figure
    if figure is not None and one.claim == "votes" and TO_THEIRS.match(sentence.text, figure_place(one, sentence) + 1):
        return True
    if figure is None or one.election != THIS or figure.unit != 1 or figure.hedge or figure.kind != "count":
        return False
    before = [then.result.majority for then in contest.earlier]
    return (
        one.claim == "votes"
        and figure.value == contest.result.majority
        or one.claim == "majority"
        and figure.value in before
        and not NEW_MAJORITY.search(sentence.text, 0, figure_place(one, sentence))
    )


def figure_place(one: Found, sentence: Sentence) -> int:
    """Where the figure of a claim stands in its sentence."""
    places = sentence.abstract.places[bisect_left(sentence.abstract.places, sentence.start + one.start) :]
    for place in places:
        mention = sentence.abstract.at(place)
        if mention is not None and mention.figure is one.figure:
            return place - sentence.start
    return one.end


def by_charity(
    sentence: Sentence, read: Sequence[Found], contest: ContestFacts, known: KnownFigures
) -> Iterator[Found]:
    """What no reading of the sentence can make true; no second word on what a rule has read already."""
    if sentence.text.startswith(("there ", "there, ", "elsewhere")):
        return  # wherever that is
    placed = placed_mentions(sentence)
    said = {(one.claim, one.candidate, one.party) for one in read if one.election == THIS}
    for one in (
        *unfit(sentence, read, placed, contest, known),
        *percents(sentence, read, placed, contest, known),
        *victories(sentence, placed, contest),
        *losses(sentence, placed, contest),
        *defeats(sentence, placed, contest),
        *gains(sentence, placed, contest),
        *colours(sentence, placed, contest),
        *standings(sentence, placed, contest),
    ):
        if (one.claim, one.candidate, one.party) not in said or one.figure is not None:
            yield one


def is_of_this_seat(found: Found, markers: Sequence[tuple[int, str, str]], carried: str, sentence: Sentence) -> bool:
    """Whether the words speak of this seat: the last place or candidate before their end decides, then what went
    before."""
    own = BRACKETS.sub(lambda match: " " * len(match[0]), sentence.without_asides(found.end))
    if any(found.start <= place < found.end and letter == "O" and own[place] != " " for place, letter, _ in markers):
        return False
    if re.match(r" in (?:the )?O", sentence.text[found.end : found.end + 12]) or WIDER.match(sentence.text, found.end):
        return False
    if re.match(r" in S\b", sentence.text[found.end : found.end + 6]):
        return True
    after = sentence.text[found.end : found.end + 40]
    if found.claim in OF_THE_RESULT and OF_OTHERS.match(after):
        return False
    if found.claim == "placed" and (IN_SOMETHING.match(after) or AND_ANOTHER_PLACE.match(after)):
        return False
    if found.figure is not None and (
        OF_SEVERAL.match(after) or THERE.search(sentence.text) and "S" not in sentence.text
    ):
        return False
    if found.claim == "placed" and found.candidate is None and found.election == THIS:
        named = {one.letter for one in sentence.mentions(0, found.end)}
        if "K" in named and not {"C", "M", "S"} & named:
            return False
    if found.candidate is None and found.party is None and found.figure is not None and found.claim in OF_THE_RESULT:
        people = [one.letter for one in sentence.mentions(0, found.start + 1) if one.letter in "CMPSK"]
        if "K" in people and not {"C", "M", "S"} & set(people):
            return False  # a stranger's figure
        if people and people[-1] == "K" and "officer" not in sentence.text:
            return False
    markers = [
        one
        for one in markers
        if (one[1] != "O" or own[one[0]] != " " or one[2] == "other contest")
        and (one[2] != "where" or one[0] < found.end + NEARBY)
    ]
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
    _, stop = sentence.clause(found.start, found.end)
    foreign = (FOREIGN if contest.election_type == "parl" else FOREIGN_TO_COUNCILS).search(sentence.text, 0, stop)
    return (
        foreign is None or found.claim in ("winner", "party") and found.candidate is not None and "S" in sentence.text
    )
