"""Places, deposits and the cause of the vacancy by any words, read with charity as in `flows.clean.claims.winning`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from flows.clean.claims.agents import OWNED, Placed, agents, attached_places, in_brackets, is_now, is_of_contest
from flows.clean.claims.mentions import Mention
from flows.clean.claims.names import same_party
from flows.clean.claims.rules import Found, Sentence, is_real
from flows.clean.facts import CandidateFacts, ContestFacts, ResultFacts

RANKS = {"second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "last": 0}
RANKED = re.compile(
    r"\b(?:in|into|to|is|was|were|are|came|comes?|coming|finish(?:ed|es|ing)?|placed|lies|lying|trail(?:ed|ing)|limp(?:ed|ing)|ended|(?:a |an )?(?:poor|distant|remote|close|respectable|creditable|humiliating|dismal|sorry|strong|bad)|,) "
    r"(?:(?:a|an|the|up|in|home|poor|distant|remote|close|respectable|creditable|humiliating|dismal|sorry|strong) ){0,3}(?P<rank>second|third|fourth|fifth|sixth|seventh)\b(?!-)"
    r"(?! (?:time|term|by-?election|largest|biggest|election|consecutive|successive|mp|youngest|year|day|preference|preferences|recount|count|of|woman|man|party|person|gain|loss|seat|attempt|go|stage|round|night|ballot|referendum|force|row|in a row|reading|home|place (?:in|at) (?:the )?[a-z]+ poll))"
)
RANK_WORD = re.compile(r"second|third|fourth|fifth|sixth|seventh")
WENT_TO = re.compile(
    r"\b(?P<rank>second|third|fourth|fifth)(?: place| spot)? (?:went to|was taken by|fell to|belonged to|was for) (?:the )?(?:P(?:'s)? )?(?P<who>[CP])|\bin (?:a |an )?(?:[a-z]+ )?(?P<rank2>second|third|fourth|fifth|sixth)(?: place| spot)?,? (?:was|came|were|stood) (?:the )?(?:P(?:'s)?(?: candidate)? )?(?P<who2>[CP])"
)
LOST = re.compile(
    r"\b(?:los(?:t|e|es|ing)|forfeit(?:s|ed|ing)?|surrender(?:s|ed)|part(?:s|ed) with|wav(?:es|ed) goodbye to|said goodbye to|ha(?:s|ve) said goodbye to|kiss(?:es|ed) goodbye to|without|sacrific\w+|handed over|cost|miss(?:es|ed))\b[^.;,CP]{0,30}(?:\bdeposits?\b|£500\b)"
    r"|(?:\bdeposits?|£500)\b[^.;CP]{0,25}\b(?:gone|lost|forfeit(?:ed)?|goodbye|is forfeit|are forfeit)\b|\bkissed (?:hers|his|theirs) goodbye\b"
)
KEPT = re.compile(
    r"\b(?:sav(?:es|ed|ing)|ke(?:eps|pt|eping|ep)|retain(?:s|ed|ing)?|h[eo]ld(?:s|ing)?(?: on to)?|g[eo]ts?|rescu(?:es|ed)|hung on to|clung on to)\b(?:[^.;,CP]{0,20}| (?:the |his |her )?P(?:'s?)? )(?:\bdeposits?\b|£500\b)"
)
TURNED_OUT = re.compile(
    r"\b(?:removed|ousted|turned out|unseated|thrown out|kicked out|recalled)\b[^.;,]{0,30}\b(?:by|after)\b[^.;,]{0,20}\bpetition"
)
DENIED = re.compile(
    r"\b(?:not|never|almost|nearly|narrowly|avoid\w*|just|could|would|might|had|if|fear\w*|expect\w*|without|to|in Y|last time)(?: [a-z]+)? $|\bin Y\b"
)
VACANCY = re.compile(
    r"by-?election|contest|vacan|poll\b|voters were|seat|mp\b|succe|triggered|election|dash to the|commons|parliament|office"
)
CAUSES = {
    "death": re.compile(r"\b(?:death|died|dies|passed away|dead|killed|murdered?|murdering|late (?=M))\b"),
    "resignation": re.compile(r"\b(?:resign(?:ed|s|ation|ing)?|quit|quits|stood down|stepped down|standing down|stepping down|stood aside|gave up|giving up|walked away|walking away|chiltern hundreds|retire(?:d|ment)|departure)\b"),
    "recall petition": re.compile(r"\brecall|\bpetition"),
    "peerage": re.compile(r"\b(?:ermine|peerage|house of lords|lords|elevat\w+|ennobled|upper chamber)\b"),
    "disqualification": re.compile(r"\b(?:disqualifi\w+|barred from|jailed|prison|convict\w+|sentence\w*)\b"),
}  # fmt: skip


CERTAIN = re.compile(
    r"\b(?:(?P<death>death|passing|murder|killing)|resignation|retirement)(?: in (?:[a-z]+|Y))?(?: at the age of N)? of (?:the )?(?:[a-z-]+ |P ){0,4}M\b"
    r"|\bM's (?:sudden |recent |untimely )?(?:(?P<dead>death)|resignation)\b"
)


def standings(sentence: Sentence, placed: Placed, contest: ContestFacts) -> Iterator[Found]:
    if RANK_WORD.search(sentence.text):
        yield from ranks(sentence, placed, contest)
    if "deposit" in sentence.text or "£500" in sentence.text or "goodbye" in sentence.text:
        yield from deposits(sentence, placed, contest)
        yield from lost_deposits(sentence, placed, contest)
    yield from causes(sentence, placed, contest)
    yield from pairs(sentence, placed, contest)


def candidate_meant(one: Mention, result: ResultFacts) -> CandidateFacts | None:
    if one.letter == "C":
        return next((known for known in result.candidates if known.candidate == one.value), None)
    own = [known for known in result.candidates if same_party(known.party, one.value)]
    return own[0] if len(own) == 1 else None


def ranks(sentence: Sentence, placed: Placed, contest: ContestFacts) -> Iterator[Found]:
    """Places given to a candidate or party beside the word, where none of those who can be meant had it, now or before."""
    text = sentence.text
    for match in RANKED.finditer(text):
        if not is_of_contest(sentence, placed, contest, match.start()) or not is_now(sentence, *match.span()):
            continue
        begin = clause_of_subject(text, match.start())
        can = nearest(sentence, placed, match.start() + 1, begin)
        if can and not is_open_after(sentence, can[-1][0], match.start()):
            yield from misplaced(can, match.end(), RANKS[match["rank"]], contest)
    for match in WENT_TO.finditer(text):
        if is_of_contest(sentence, placed, contest, match.start()) and is_now(sentence, *match.span()):
            group = "who" if match["who"] else "who2"
            one = sentence.mention(match, group)
            yield from misplaced(
                [(match.start(group), one)], match.end(), RANKS[match["rank"] or match["rank2"]], contest
            )


def clause_of_subject(text: str, place: int) -> int:
    """Where the clause of a word begins; "C polled N and finished second" is one."""
    begin = max(text.rfind(mark, 0, place) for mark in (";", ":", "–", " but ", " while ")) + 1
    joined = text.rfind(" and ", begin, place)
    return joined + 1 if joined >= 0 and re.search("[CPMK]", text[joined:place]) else begin


def nearest(sentence: Sentence, placed: Placed, end: int, begin: int) -> list[tuple[int, Mention]]:
    """The candidate or party named last before a position, unless somebody else was set against it."""
    attached = set(attached_places(sentence, placed))
    before = [
        (at, one)
        for at, one in placed
        if begin <= at < end and one.letter in "CPMK" and at not in attached and not in_brackets(sentence.text, at, end)
    ]
    if not before or before[-1][1].letter in "MK":
        return []
    if before[-1][1].letter == "P" and len(before) > 1 and before[-2][1].letter == "C":
        aside = sentence.text[before[-2][0] + 1 : end]
        if aside.startswith(",") and re.search(r", (?:[a-z]+ly )?[a-z]*$", aside):  # "C, elected as a P, came third"
            before = before[:-1]
    at, _ = before[-1]
    set_against = re.search(
        r"\b(?:behind|ahead of|above|below|by|to|from|over|beat\w*|than) (?:[a-z']+ ){0,2}$", sentence.text[:at]
    )
    return [] if set_against or OWNED.match(sentence.text, at + 1) else before[-1:]


def is_open_after(sentence: Sentence, place: int, end: int) -> bool:
    """Whether another subject than this mention stands between it and the words."""
    return re.search(r"\b(?:she|he|they|we|i|it)\b|\bthat\b", sentence.text[place:end]) is not None


def misplaced(can: Placed, end: int, rank: int, contest: ContestFacts) -> Iterator[Found]:
    for _, one in can:
        known = candidate_meant(one, contest.result)
        before = [other.position for then in contest.earlier for other in then.result.candidates if is_same(other, one)]
        if known is None or known.position is None or known.position == rank or rank in before:
            return
    at, one = can[-1]
    yield Found("placed", at, end, str(rank)).of(one)


def is_same(other: CandidateFacts, one: Mention) -> bool:
    return other.candidate == one.value if one.letter == "C" else same_party(other.party, one.value)


def deposits(sentence: Sentence, placed: Placed, contest: ContestFacts) -> Iterator[Found]:
    text = sentence.text
    for rule, value in ((LOST, True), (KEPT, False)):
        for match in rule.finditer(text):
            if not is_of_contest(sentence, placed, contest, match.start()) or DENIED.search(text[: match.start()]):
                continue
            if re.search(
                r"\b(?:short|threshold|needed|failed|below|under)\b", text[max(0, match.start() - 50) : match.start()]
            ):
                continue
            begin = max(text.rfind(mark, 0, match.start()) for mark in (";", ":", " but ", " while ")) + 1
            can = agents(sentence, placed, match.start() + 1, begin)
            wrong = [one for one in can if is_deposit_wrong(one[1], value, contest)]
            for at, one in wrong if len(wrong) == len(can) or is_list(text, can) else ():
                yield Found("lost_deposit", at, match.end(), "yes" if value else "no").of(one)


def is_deposit_wrong(one: Mention, said: bool, contest: ContestFacts) -> bool:
    known = candidate_meant(one, contest.result)
    return known is not None and known.is_deposit_lost is (not said)


def is_list(text: str, can: Placed) -> bool:
    """Whether nothing but commas and "and" stands between these mentions: "C, C and C"."""
    gaps = (text[at + 1 : other] for (at, _), (other, _) in pairwise(can))
    return all(re.fullmatch(r"(?: \(P\))?(?:,|,? and|,? the)?(?: for the P)?(?: [a-z]{1,3}\.?)? ", gap) for gap in gaps)


def is_apart(said: str, settled: str, text: str) -> bool:
    """Whether one of two causes cannot have led to the other; one who faced a petition may have resigned."""
    if settled == "recall petition" and said == "resignation":
        return "petition" not in text
    if settled == "resignation" and said == "recall petition":
        return TURNED_OUT.search(text) is not None
    return {said, settled} == {"recall petition", "peerage"} or (said == "death") != (settled == "death")


def causes(sentence: Sentence, placed: Placed, contest: ContestFacts) -> Iterator[Found]:
    """A cause of the vacancy that cannot be: the dead do not resign, and the living are not mourned."""
    settled = contest.vacancy_cause
    text = sentence.text
    members = [at for at, one in placed if one.letter == "M"]
    if found := re.search(
        r"\b(?:his|her|their|its|the) predecessor\b|\b(?:previous|departing|outgoing) (?:member|mp)\b", text
    ):
        members = [*members, found.start()]
    if settled is None or not members and not re.search(r"\b(?:by-?election|vacancy)\b", text):
        return
    if not members and not VACANCY.search(text) or any(one.letter in "KO" and not members for _, one in placed):
        return
    said = {cause: match for cause, rule in CAUSES.items() if (match := rule.search(text))}
    if certain := CERTAIN.search(text):
        said = {"death" if certain["death"] or certain["dead"] else "resignation": certain}
    if len(said) != 1:
        return
    cause, match = said.popitem()
    if re.search(r"\b(?:whose|his|her) (?:wife|husband|father|mother|son|daughter|brother|sister|partner)\b", text):
        return
    if re.search(r"\bdeath of (?!(?:the |[a-z-]+ |P ){0,4}(?:M|its|his|her))", text):
        return  # somebody else's
    if cause != "death" and re.search(
        rf"{match[0]} (?:(?:as|from) (?!parliament|the commons|the house|mp|an? mp|the seat)|(?:the|his|her) (?!seat))",
        text,
    ):
        return  # from an office
    if not is_apart(cause, settled, text) or not is_real(sentence, *match.span()):
        return
    if members and abs(members[0] - match.start()) > 90:
        return
    yield Found("vacancy_cause", match.start(), match.end(), cause)


APART = re.compile(
    r"\b(?:separated|divided|between|separating|dividing|split) (?:the |P(?:'s?)? |[a-z-]+ ){0,4}(?P<one>C)(?: \(P\))?,? (?:from|and) (?:the |P(?:'s?)? |[a-z-]+ ){0,4}(?P<other>C)\b"
)
HOW_MANY = re.compile(
    r"\b(?P<but>all but )?(?P<n>N)(?: of the (?:N )?(?:other )?(?:candidates|hopefuls|parties|contenders|names)?| other| (?:candidates|hopefuls|parties|contenders))* ?(?:had |have )?(?:lost|lose|losing|forfeit(?:ed)?|missed) (?:their |his |the )?(?:£500 )?deposits?\b"
    r"|\b(?P<m>N) (?:candidates' |lost )?deposits? (?:were |was |are |is |have |has )?(?:been )?(?:gone|lost|forfeit(?:ed)?)\b"
)


def pairs(sentence: Sentence, placed: Placed, contest: ContestFacts) -> Iterator[Found]:
    """Two candidates between whom the majority is said to lie: the first and the second."""
    for match in APART.finditer(sentence.text):
        if not is_of_contest(sentence, placed, contest, match.end()) or not is_now(sentence, *match.span()):
            continue
        both = [sentence.mention(match, group) for group in ("one", "other")]
        known = [candidate_meant(one, contest.result) for one in both]
        ranks = [one.position if one else None for one in known]
        if 1 in ranks and None not in ranks and 2 not in ranks:
            wrong = both[1 - ranks.index(1)]
            yield Found("runner_up", *match.span(), wrong.value, candidate=wrong.value)


OF_THOSE = re.compile(r"\b(?:all|those|these|the other|her other|his other) (?:of )?$")  # who were named before


def lost_deposits(sentence: Sentence, placed: Placed, contest: ContestFacts) -> Iterator[Found]:
    """ "Eleven of the fifteen candidates lost their deposits": so many did."""
    known = [one.is_deposit_lost for one in contest.result.candidates]
    if None in known or not known:
        return
    for match in HOW_MANY.finditer(sentence.text):
        figure = sentence.mention(match, "n" if match["n"] else "m").figure
        if (
            figure is None
            or figure.hedge
            or DENIED.search(sentence.text[: match.start()])
            or OF_THOSE.search(sentence.text[: match.start()])
        ):
            continue
        if figure.value < sum(map(bool, known)) and re.search(r"\bamong\b|\bof them\b", sentence.text):
            continue
        if match["but"]:
            figure = replace(figure, value=len(known) - figure.value)
        if is_of_contest(sentence, placed, contest, match.start()) and figure.value != sum(map(bool, known)):
            yield Found("lost_deposits", *match.span(), figure=figure)
