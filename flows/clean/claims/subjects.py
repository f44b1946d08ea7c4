"""Who "she", "the new MP", "the Labour man" and "its vote" are: mentions by role, resolved inside one article.

Nothing is guessed: a pronoun whose person is not plain from the sentence before it stays a word like any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from flows.clean.claims.first_names import sex_of
from flows.clean.claims.mentions import Mention
from flows.clean.claims.names import CANDIDATE, OUTGOING, PARTY, STRANGER, same_party, surname
from flows.clean.facts import ContestFacts

PEOPLE = (CANDIDATE, OUTGOING, STRANGER)
HE, SHE = "he", "she"
TITLES = {"Mr": HE, "Sir": HE, "Lord": HE, "Mrs": SHE, "Ms": SHE, "Miss": SHE, "Dame": SHE, "Lady": SHE}
TITLED = re.compile(rf"\b(?=[MSDL])({'|'.join(TITLES)})\.? (?:[A-Z][\w'-]+ )?([A-ZÀ-Ý][\w'-]+?)(?='s\b|\b)")
GOT_VERB = (
    r"(?:won|wins|polled|received|got|took|takes|secured|bagged|scooped|garnered|attracted|beat|defeated|topped|finished|came|"
    r"held|managed|picked up|amassed|mustered)"
)
# a description of whoever was named last: "the former Army major", "the mum of three", "the 46-year-old nurse"
EPITHET = (
    r"(?:the|a) (?:\d+-year-old|former|ex-|mum|mother|father|dad|grandmother|grandfather|veteran|retired|local|popular)"
    rf"[\w' -]{{0,60}}?(?= {GOT_VERB}\b)"
)
THE_WINNER = r"the (?:new|newly[- ]elected|incoming) (?:mp|councillor)(?= (?:won|polled|received|got|took|secured|beat|defeated|had|said)\b)"
ROLE_WORDS = re.compile(
    r" (?:candidate|hopeful|contender|challenger|nominee|man|woman|rival|opponent)(?='s\b|\b)(?!,? (?:[A-Z]|of [A-Z]))"
)
# what may stand for a name, at the place where it stands
REFERENCE = re.compile(
    rf"\b(?=[SsHhIiTt])(?:(?P<pronoun>she|he)\b(?!')|(?P<its>its|their)(?= (?:vote|share|support|candidate)\b)"
    rf"|(?P<winner>{THE_WINNER})|(?P<rival>(?:his|her) (?:closest |nearest |main |defeated )?(?:rival|opponent|challenger)(?='s \d| \w+ \d))"
    rf"|(?P<other>(?:his|her)(?= \d[\d,]*\b(?! majority|-))))",
    re.IGNORECASE,
)
OPENING_EPITHET = re.compile(rf"(?=[TtAa])(?:(?<=\n)|\A|(?<=[.!?] )){EPITHET}", re.IGNORECASE)
SENTENCE_BREAK = re.compile(r"[.!?][\"')]{0,3}\s|\n")


def resolved(text: str, found: Sequence[Mention], contest: ContestFacts) -> list[Mention]:
    """The mentions of a text (with plain marks) and those by role and pronoun, in order, without overlaps."""
    widened = [with_role(text, one) for one in found]
    references = sorted(
        [*REFERENCE.finditer(text), *OPENING_EPITHET.finditer(text)], key=lambda match: (match.start(), match.end())
    )
    if not references:
        return widened
    told = Story(text, contest)
    everything: list[Mention] = []
    place = 0
    for match in references:
        while place < len(widened) and widened[place].start < match.end():
            told.hear(widened[place])
            everything.append(widened[place])
            place += 1
        while everything and everything[-1].figure and everything[-1].start >= match.start():
            everything.pop()  # "the 46-year-old officer"
        if everything and everything[-1].end > match.start():
            continue
        meant = told.meaning(match)
        if meant is not None:
            told.hear(meant)
            everything.append(meant)
    return everything + widened[place:]


def with_role(text: str, one: Mention) -> Mention:
    """ "the Labour candidate" is the party where no name follows."""
    if one.letter != PARTY:
        return one
    role = ROLE_WORDS.match(text, one.end)
    return replace(one, end=role.end()) if role else one


class Story:
    """Who was named last, sentence by sentence, as a text is read from its beginning."""

    def __init__(self, text: str, contest: ContestFacts) -> None:
        self.text = text
        self.contest = contest
        self.breaks = [0, *(match.end() for match in SENTENCE_BREAK.finditer(text))]
        self.number = 0  # of the sentence that is being read
        self.subjects: list[tuple[int, Mention]] = []  # sentence and each person named, the latest last
        self.parties: list[tuple[int, Mention]] = []
        self.sexes = {match[2]: TITLES[match[1]] for match in TITLED.finditer(text)}
        self.said: dict[str, str] = {}  # what an article's pronouns have shown

    def sentence(self, place: int) -> int:
        while self.number + 1 < len(self.breaks) and self.breaks[self.number + 1] <= place:
            self.number += 1
        return self.number

    def hear(self, one: Mention) -> None:
        """A mention in its place; only the last few are remembered."""
        if one.letter in PEOPLE:
            self.subjects = [*self.subjects[-7:], (self.sentence(one.start), one)]
        elif one.letter == PARTY:
            self.parties = [*self.parties[-7:], (self.sentence(one.start), one)]
            if not ROLE_WORDS.search(self.text, one.start, one.end + 1):
                return
            own = [known.candidate for known in self.contest.result.candidates if same_party(known.party, one.value)]
            if len(own) == 1:  # "the Labour man"
                person = replace(one, letter=CANDIDATE, value=own[0])
                self.subjects = [*self.subjects[-7:], (self.sentence(one.start), person)]

    def sex(self, one: Mention) -> str | None:
        return self.sexes.get(surname(one.value)) or sex_of(one.value) or self.said.get(one.value)

    def meaning(self, match: re.Match[str]) -> Mention | None:
        """Who or what a reference means; None where it is not plain."""
        place, groups = match.start(), match.groupdict()
        now = self.sentence(place)
        if in_quotation(self.text, self.breaks, place):
            return None
        if groups.get("winner"):
            winner = self.contest.result.winner
            return Mention(CANDIDATE, place, match.end(), winner) if winner else None
        if groups.get("its"):
            return self.its(match, now)
        if groups.get("rival"):
            who = self.person(now, None)
            runner_up = next((one.candidate for one in self.contest.result.candidates if one.position == 2), None)
            is_winner = who is not None and who.value == self.contest.result.winner
            return Mention(CANDIDATE, place, match.end(), runner_up) if is_winner and runner_up else None
        if groups.get("other"):
            return self.other(match, now)
        pronoun = groups.get("pronoun")
        who = self.person(now, pronoun.lower() if pronoun else None)
        if who is None or not who.value:
            return None
        if pronoun:
            self.said[who.value] = pronoun.lower()
        return Mention(who.letter, place, match.end(), who.value)

    def person(self, now: int, sex: str | None) -> Mention | None:
        """The person of this sex that the sentence so far, or one of the two before it that names people, is about."""
        for back in self.recent(now):
            people = [one for number, one in self.subjects if number == back]
            fitting = [one for one in people if sex is None or self.sex(one) in (None, sex)]
            sure = [one for one in fitting if sex is not None and self.sex(one) == sex]
            if sure:
                return None if back < now and self.is_said_of_both(back, sure) else sure[0]
            if fitting:
                return fitting[0] if len({one.value for one in fitting}) == 1 or sex is None else None
        return None

    def is_said_of_both(self, number: int, people: Sequence[Mention]) -> bool:
        """ "Smith saved his deposit, as did Jones. He ...": either."""
        stop = self.breaks[number + 1] if number + 1 < len(self.breaks) else len(self.text)
        return len({one.value for one in people}) > 1 and " as did " in self.text[self.breaks[number] : stop]

    def recent(self, now: int) -> Iterator[int]:
        numbers = sorted({number for number, _ in self.subjects if now - 4 <= number <= now}, reverse=True)
        yield from numbers[:2]

    def its(self, match: re.Match[str], now: int) -> Mention | None:
        for back in sorted({number for number, _ in self.parties if now - 2 <= number <= now}, reverse=True)[:1]:
            named = {one.value for number, one in self.parties if number == back}
            if len(named) == 1:
                return Mention(PARTY, match.start(), match.end(), named.pop())
        return None

    def other(self, match: re.Match[str], now: int) -> Mention | None:
        """ "to his 16,393": the one of the two last named who is not the sentence's subject."""
        opens = self.breaks[now] == match.start()
        if opens and re.match(r" [\d,]+ votes", self.text[match.end() : match.end() + 14]):
            who = self.person(now, SHE if match[0].lower() == "her" else HE)
            return Mention(who.letter, match.start(), match.end(), who.value) if who and who.value else None
        here = [one for number, one in self.subjects if number == now]
        if (
            not here
            or here[0].letter != CANDIDATE
            or not re.search(r"\b(?:to|against) $", self.text[: match.start()][-9:])
        ):
            return None
        earlier = [one for number, one in self.subjects if now - 3 <= number < now and one.letter == CANDIDATE]
        others = {one.value for one in earlier if one.value != here[0].value}
        return Mention(CANDIDATE, match.start(), match.end(), others.pop()) if len(others) == 1 else None


def in_quotation(text: str, breaks: Sequence[int], place: int) -> bool:
    """Whether a double quotation mark is open here, counted from the beginning of the paragraph."""
    begin = text.rfind("\n", max(0, place - 1500), place) + 1
    return text.count('"', max(begin, place - 1500), place) % 2 == 1
