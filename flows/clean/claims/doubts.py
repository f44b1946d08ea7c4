"""What makes a claim uncertain: a sentence that also speaks of another place, year, poll or kind of election, or of
what is supposed, planned, believed or denied.

A careful sub-editor would ask before calling such a sentence wrong. The claim is kept and may agree; it can never
disagree.
"""

from __future__ import annotations

import re

from flows.clean.claims.agents import placed_mentions
from flows.clean.claims.patterns import FOREIGN, FOREIGN_TO_COUNCILS
from flows.clean.claims.rules import Found, Sentence
from flows.clean.facts import ContestFacts

# what ends the reach of a word of doubt
STRONG = re.compile(r"[;:]| – |\b(?:but|while|whereas|although|yet)\b")
CLAUSE_STOP = re.compile(r"[,;:(]| – | but | while ")
SUPPOSED = re.compile(
    r"\b(?:may (?:yet|well|still)|anything (?:less|short|but)|suppos(?:e|ing)|imagin(?:e|ing|ary)|parallel|were to|in theory|if (?!you\b)|unless|tempting to|"
    r"hypothetical\w*|bid to|plans? (?:to|of)|hopes? (?:to|of)|dreams? (?:to|of))\b"
    r"|(?:^|, |\")(?:had|were|should) (?:(?:the )?[CPM]|(?:just |only |another )+[NQ])\b|\blosing by (?:fewer|less|more) than\b"
)
WOULD = re.compile(r"\b(?:would|could have|might|may have|should have)\b")
WOULD_THEN = re.compile(
    r"(?:(?!\b(?:she|he|it|they|that|which|and|who|there)\b)[^,;:]){0,30}?\b(?:would|could have|might|may have|should have)\b"
)
DENIED = re.compile(
    r"\b(?:nowhere near|yet to|miss(?:ed|es|ing)? (?:the|a|his|her|their|its) (?:chance|opportunity)|claims? to|attempts? to|unable|refus\w+|instead of|rather than|denied)\b"
)
PLANNED = re.compile(
    r"\b(?:next (?:general )?(?:election|time|year|month|week|summer|spring|autumn|winter|may|june)|intends?|will (?:see|have|need|win|take|hold|lose|gain|make)|"
    r"(?:boundary|boundaries) (?:changes?|review)|in (?:the )?future|one day|at the next|some day)\b"
)
BELIEVED = re.compile(
    r"\b(?:rumou?rs?|leaflets?|insist\w*|boast\w*|told (?:friends|reporters|journalists|colleagues)|headlines?|believ(?:e|ed|ing|es)|thought|thinks?|convinced|reckon\w*|brief(?:ed|ing)|"
    r"tweet\w*|word had it|in (?:his|her|their|some) (?:eyes|account|view|mind)|in the eyes of|call(?:ed|ing|s) it|hailed it|described it|wrongly|mistakenly|falsely|"
    r"nobody|no one|nothing came|it is not|it was not|myth|joked?|jokingly|guess\w*|estimate[sd]?|(?:agent|source|aide|spokesman|spokeswoman|insider)s? (?:for (?:the )?P )?(?:put|had|gave|told))\b"
    r"|\bclaim(?:s|ed|ing)? (?:that|to have)\b"
)
MORAL = re.compile(r"\b(?:moral|symbolic|rhetorical|real|true|so-called) (?:win|victor|triumph)")
ASKED = re.compile(
    r"(?<!to the )(?<!at the )\bpolls\b(?! (?:closed|opened|close|open))|\bpolling\b(?! (?:day|stations?|booths?|places?|cards?|was|began|ended|closed))|\b(?:constituency|private|internal|opinion|snap|exit|final|telephone|online) polls?\b|(?:had (?:the )?[CP]|they had [^.;,]{1,25}) (?:winning|losing|taking|ahead|home)\b|had been Q (?:ahead|behind|up|clear)|\bmodel(?:s|ling)?\b|\btracker\b|\bpunters\b|(?<!defied the )(?<!upset the )\bodds\b|\bpundits? (?:had|have|expect\w*|predict\w*|sa(?:id|y)|thought)\b|"
    r"(?<!confounded the )(?<!confounding the )(?<!defied the )(?<!defying the )\bpollsters?\b|\bsurvey(?:s|ed)?\b|\bcanvass\w*|\bbetting\b|\bforecast\w*"
)
OTHER_KIND = re.compile(
    r"\bmayor\b(?! of S)(?! (?:said|congratulated|declared))|\bmayoral|\bmayoralty|combined authority|council chamber|holyrood|senedd|stormont|european election|leader of the (?:[a-z]+ )?(?:group|council)|"
    r"\b(?:N|all|every|several|both) (?:of the )?(?:N )?wards\b|police and crime|\bparish\b|\bunion's\b|\bassembly\b|\bnomination\b|leadership (?:contest|election|race|ballot)|(?:county|council|borough|district|city) (?:went|fell|turned|swung)\b|\bown majority\b|\bprimary\b|devolved"
)
# for a council's by-election everything else is another kind
OTHER_KIND_FOR_COUNCILS = re.compile(
    r"\b(?:parliament|westminster|commons|mayor|mayoral|mayoralty|police and crime|assembly|local elections|council elections|council chamber|"
    r"own ward|county council|group on the council|national|at the locals|union|leader of the (?:council|group)|members?' ballot|last general|general election)\b"
)
LONG_AGO = re.compile(
    r"\b(?:generations?|in those days|in (?:his|her|its) (?:day|time|prime|heyday)|grandparents|(?:during|before|after) the (?:first |second |great )?war|long ago|heyday|of old|back then|"
    r"(?:decades|century|centuries) (?:ago|before|earlier)|once upon|at (?:his|her|its) peak|pre-war|post-war|wartime|in the D|the (?:twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)|remembers|twice in)\b"
)
OF_THE_PAST = re.compile(
    r"\b(?:since|elected in|born in|created in|formed in|founded in|mp (?:in|from)|first stood in|joined in|retired in|introduced in|(?:until|from) [a-z ]{0,8}) ?$"
)
COMPARED = re.compile(r"\b(?:than|since|like|as|compared|from|after|until)\b")
ELSEWHERE = re.compile(
    r"\b(?:neighbouring|next door|next-door|nearby (?:seat|constituency)|up the road|across the (?:river|border|water)|elsewhere|the other (?:seat|contest|by-election|constituency)|"
    r"in (?:scotland|wales|england|northern ireland|britain|london|ireland)\b(?!')|rest of|(?:largest|smallest|biggest|narrowest|safest|record)[a-z -]* in the (?:county|country|region|house|commons|land)|on the same (?:night|day|morning|evening)|of the N (?:seats|contests|by-elections))"
)
THERE = re.compile(
    r"\bthere\b(?! (?:is|was|were|are|has|had|have|will|would|can|could|may|might|seem\w*|remain\w*)\b|'s)"
)
NEW_SUBJECT = re.compile(
    r"\b(?:after|when|as|because|following|where|that|by)\b|\bwith (?:the )?[CPS]\b|, (?:and )?(?:the )?P\b(?! (?:mayor|mp|member|councillor|leader|peer|minister))"
)
PARTS = re.compile(
    r"\b(?:postal (?:ballots?|votes?)|first (?:box|bundle|hour|count)|shares? (?:of Q )?in the|posters|leaflets|doors)\b|P (?:costs|market|shortages?|force|relations|laws?)\b"
)
COMPANY = re.compile(r"\b(?:brewery|company|firm|business)\b")
LONGEST_PARLIAMENT = 6  # years, and a little more
HISTORY = frozenset(
    {"held_since", "held_for_years", "first_since", "seat_created", "times_won", "held_at_election", "rarity"}
)
BEAT_TO = re.compile(r"\bbeat(?:s|ing)? [^;.]{0,60}? to (?:second|third|fourth|fifth|sixth|last)\b")
FORMER = re.compile(r"\bformer (?:P(?: and|,) )?$")
NAMES = frozenset({"winner", "winning_party", "beaten_candidate", "beaten_party", "placed", "outcome", "runner_up"})
UNCERTAIN_IF_MORAL = frozenset({"winner", "winning_party"})


def doubt(found: Found, sentence: Sentence, contest: ContestFacts) -> str | None:
    """Why a claim may be of something else than this contest's result, in a reader's words; None: it is not."""
    if found.claim in HISTORY or found.claim in ("vacancy_cause", "outgoing_member", "party"):
        return None
    before, around = reach(found, sentence)
    return manner(found, sentence, contest, before, around) or matter(found, sentence, contest, before, before + around)


def manner(found: Found, sentence: Sentence, contest: ContestFacts, before: str, around: str) -> str | None:
    """Whether the words state a fact at all: supposed, planned, denied, believed, asked in a poll, said by somebody."""
    text, own = sentence.text, sentence.text[found.start : found.end]
    clause = before[max(before.rfind(","), before.rfind("(")) + 1 :] + own
    if SUPPOSED.search(before + own) or WOULD.search(clause) or WOULD_THEN.match(text, found.end):
        return "perhaps only supposed"
    if PLANNED.search(before + own) or is_later(found, sentence, contest):
        return "perhaps of the future"
    if found.claim in NAMES and (DENIED.search(clause) or BEAT_TO.search(text)):
        return "perhaps denied, or of a lower place"
    moral = found.claim in UNCERTAIN_IF_MORAL and MORAL.search(text, max(0, found.start - 15), found.end + 10)
    if BELIEVED.search(before) or moral:
        return "perhaps only believed"
    if ASKED.search(before + around):
        return "perhaps of a poll"
    return "perhaps a manner of speaking" if is_uncertain_in_quotation(found, sentence) else None


def matter(found: Found, sentence: Sentence, contest: ContestFacts, before: str, both: str) -> str | None:
    """Whether the words may be of another party, kind of election, year, place or thing."""
    if found.party and FORMER.search(sentence.text, 0, found.start):
        return "perhaps of a former party"
    if found.claim == "held_before" and found.year is None and has_earlier_year(sentence, found.start, contest):
        return "perhaps of the change before"
    if is_of_another_kind(found, both, sentence.text[found.end :], contest):
        return "perhaps of another kind of election"
    if (
        LONG_AGO.search(both)
        or is_long_ago(found, sentence)
        or is_of_another_year(found, sentence, contest, len(before))
    ):
        return "perhaps of another year"
    if is_of_another_place(found, sentence, before, both):
        return "perhaps of another place"
    if found.claim == "share" and COMPANY.search(both) or found.figure is not None and PARTS.search(both):
        return "perhaps of a part, or of other things"
    return None


def reach(found: Found, sentence: Sentence) -> tuple[str, str]:
    """The words before a claim as far as doubt reaches, and those of the claim to the end of its clause."""
    text = sentence.without_asides(max(found.start, found.end - 1))
    begin = max((match.end() for match in STRONG.finditer(text, 0, found.start)), default=0)
    stop = CLAUSE_STOP.search(text, found.end)
    return text[begin : found.start], text[found.start : stop.start() if stop else len(text)]


def years(contest: ContestFacts) -> set[int]:
    return {contest.poll_date.year, *(one.poll_date.year for one in contest.earlier)}


def is_later(found: Found, sentence: Sentence, contest: ContestFacts) -> bool:
    """Whether a later year than the contest's stands in the sentence before the end of the claim's clause."""
    return any(
        one.letter == "Y" and one.figure and one.figure.value > contest.poll_date.year
        for one in sentence.mentions(0, found.end)
    ) or (found.figure is not None and found.claim == "majority" and found.figure.kind == "year")


def is_of_another_year(found: Found, sentence: Sentence, contest: ContestFacts, reach_before: int) -> bool:
    """Whether a year of no result on record stands in reach, said of what happened and not of a beginning."""
    if found.year is not None:
        return False  # it is judged by the record of that year
    known, text = years(contest), sentence.without_asides(max(found.start, found.end - 1))
    stop = CLAUSE_STOP.search(text, found.end)
    for match in re.finditer(r"\bY\b", text[: stop.start() if stop else len(text)]):
        one = sentence.abstract.at(sentence.start + match.start())
        if (
            one is None
            or one.figure is None
            or int(one.figure.value) in known
            or match.start() < found.start - reach_before
        ):
            continue
        if re.match(
            r"not since|never since|for the first time since", text[max(0, match.start() - 26) : match.start()]
        ):
            return True
        if match.start() > found.end and COMPARED.search(text, found.end, match.start()):
            continue
        if not OF_THE_PAST.search(text, max(0, match.start() - 30), match.start()):
            return True
    return False


def has_earlier_year(sentence: Sentence, end: int, contest: ContestFacts) -> bool:
    """Whether the year of an earlier contest stands before a position, and not as a beginning."""
    return any(
        one.letter == "Y"
        and one.figure is not None
        and one.figure.value < contest.poll_date.year
        and not OF_THE_PAST.search(sentence.text, max(0, place - 30), place)
        for place, one in placed_mentions(sentence)
        if place < end
    )


def is_long_ago(found: Found, sentence: Sentence) -> bool:
    """Whether more years are said to have gone by than any parliament lasts; or the figure itself is a year of old."""
    figure = found.figure
    if figure is not None and re.fullmatch(r"1[0-7]\d\d", figure.words) and "votes" not in sentence.text:
        return True
    for match in re.finditer(r"N years (?:ago|before|earlier)\b", sentence.text):
        one = sentence.abstract.at(sentence.start + match.start())
        if one is not None and one.figure is not None and one.figure.value > LONGEST_PARLIAMENT:
            return True
    return False


def is_of_another_kind(found: Found, both: str, after: str, contest: ContestFacts) -> bool:
    if re.match(r" (?:hall|council)\b", after):
        return True
    if contest.election_type != "parl":
        return bool(OTHER_KIND.search(both) or OTHER_KIND_FOR_COUNCILS.search(both) or FOREIGN_TO_COUNCILS.search(both))
    return bool(OTHER_KIND.search(both) or found.claim == "runner_up" and FOREIGN.search(both))


def is_of_another_place(found: Found, sentence: Sentence, before: str, both: str) -> bool:
    """Whether another place is named before a claim, without candidate or seat after it; or a stranger acts."""
    away = ELSEWHERE.search(before)
    if away and not re.search("[CS]", before[away.end() :]) and "S" not in both:
        return True
    if THERE.search(both) and "S" not in both:
        return True
    text = sentence.text
    people = [
        (place, one) for place, one in placed_mentions(sentence) if one.letter in "CMKSO" and place <= found.start
    ]
    if not people:
        return False
    place, last = people[-1]
    if last.letter == "O":
        opens = place <= len("in the ") and re.match(r",? ", text[place + 1 :]) is not None
        return found.candidate is None and (last.value != "where" or opens) and "S" not in both
    if last.letter != "K" or last.value in (found.candidate, found.value) or "S" in text[found.start : found.end]:
        return False
    between = text[place + 1 : found.start]
    return "officer" not in text and not NEW_SUBJECT.search(between) and not between.startswith("'s")


def is_uncertain_in_quotation(found: Found, sentence: Sentence) -> bool:
    """Whether the words are somebody's, and say who won or a round figure: only a declaration says so for certain."""
    paragraph = sentence.abstract.text
    if paragraph.count('"', 0, sentence.start + found.start) % 2 == 0 or "declare" in sentence.text:
        return False
    figure = found.figure
    if found.claim in NAMES:
        return True
    return figure is not None and (figure.unit > 1 or bool(figure.hedge))
