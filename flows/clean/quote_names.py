"""The people and organisations an article names: where their names stand, and which mentions are one of them."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Container, Sequence
from dataclasses import dataclass, field

from flows.clean.quote_tokens import Sentence, Token
from flows.clean.quote_words import (
    affiliations,
    gender_of_words,
    given_names,
    grammar_words,
    is_organisation_word,
    is_role,
    party_words,
    role_words,
    words_of_titles,
)

PARTICLES = grammar_words("particles")
# capital letters do not make a name of these
NO_NAME = grammar_words("no_name")
CALENDAR = grammar_words("calendar")
PARTISAN = grammar_words("partisan")
WEAK = grammar_words("weak")
OPENING = grammar_words("opening")
WHERE = grammar_words("where")
INITIAL = re.compile(r"[A-Z]\.?$")
PERSONAL = tuple(sorted(grammar_words("personal_endings")))
PARTIES = grammar_words("party_names") - {"green", "greens", "reform", "conservative"}
NICKNAME = 24  # letters of the longest nickname inside a name
ACRONYM = re.compile(r"(?:[A-Z]{2,6}|(?:[A-Z]\.){2,})$")


@dataclass(eq=False, slots=True)
class Entity:
    """Somebody or something named. `kind`: person or organisation; `gender`: male, female or None."""

    name: str
    kind: str
    gender: str | None = None
    role: str | None = None
    party: str | None = None
    person_id: str | None = None
    is_guessed: bool = False  # the gender is that of most who bear the given name
    is_sure: bool = True  # False: what it is was never said; it may be a person
    roles: set[str] = field(default_factory=set)  # single words said of it, in small letters
    descriptions: dict[str, None] = field(default_factory=dict)


@dataclass(slots=True)
class Mention:
    """A name in a sentence: the tokens from `first` (ranks and offices before it too) up to `last`, not included."""

    first: int
    name_first: int
    last: int
    entity: Entity


def cuts(tokens: Sequence[Token], at: int, last: int) -> bool:
    """Whether a capital word is the role before a name; "PC" and "King" are that before a given name only."""
    if tokens[at].lower in WEAK and at + 1 < last:
        return tokens[at + 1].text in given_names()
    if tokens[at].lower in PARTISAN:
        return last - at > 2
    return is_role(tokens[at].lower)


def capital_runs(tokens: Sequence[Token], common: frozenset[str], names: frozenset[str]) -> list[tuple[int, int]]:
    """Where capital letters run together, with the small words inside names ("Department of Health").

    `common`: words the article writes small somewhere; `names`: words it writes with a capital inside a sentence.
    """
    runs: list[tuple[int, int]] = []
    at = 0
    while at < len(tokens):
        if not starts_run(tokens, at, common, names):
            at += 1
            continue
        end = at + 1
        while end < len(tokens) and not tokens[end - 1].is_possessive:
            step = joined(tokens, at, end)
            if not step:
                break
            end += step
        runs.append((at, end))
        at = end
    return runs


def starts_run(tokens: Sequence[Token], at: int, common: frozenset[str], names: frozenset[str]) -> bool:
    token = tokens[at]
    if is_demonym(tokens, at):
        return False
    if token.is_capital and token.lower in OPENING and follows_capital(tokens, at):
        return at > 0 or token.lower == "new"
    if not token.is_capital or token.lower in NO_NAME:
        # May, April, Mark and Will are people when another name follows
        asked = at == 0 and tokens[-1].text == "?"  # "Will China ...?"
        return token.is_capital and token.text in given_names() and follows_capital(tokens, at) and not asked
    if at > 0 and not (
        tokens[at - 1].text in "–—-:•" or tokens[at - 1].stretch is not None or tokens[at - 1].text == "."
    ):
        return True
    if follows_capital(tokens, at):
        return token.lower not in common or token.text in given_names() or is_role(token.lower)
    if token.lower in common or (is_role(token.lower) and token.lower not in names):
        return token.text in names and token.lower not in common
    if [one.text for one in tokens[at + 1 : at + 2]] == [","] and token.lower not in common and len(tokens) > at + 3:
        behind = tokens[at + 2]
        if behind.lower == "who" or (behind.text.isdigit() and tokens[at + 3].text == ","):
            return not token.text.endswith("s")
    known = token.text in names or token.text in given_names() or token.lower in PARTIES
    return known or bool(ACRONYM.match(token.text)) or token.is_possessive


def is_demonym(tokens: Sequence[Token], at: int) -> bool:
    """Whether a capital word is somebody's nationality and no name: "the Spaniard", "the South African"."""
    last = at
    if tokens[at].lower in ("south", "north", "new", "northern") and at + 1 < len(tokens):
        last = at + 1
    elif at > 1 and tokens[at - 1].lower in ("south", "north", "new", "northern"):
        at -= 1
    ends = tokens[last].lower in role_words("nationalities") and not follows_capital(tokens, last)
    return ends and at > 0 and tokens[at - 1].lower in ("the", "a", "an")


def follows_capital(tokens: Sequence[Token], at: int) -> bool:
    if tokens[at].is_possessive or at + 1 >= len(tokens):
        return False
    following = tokens[at + 1]
    return following.is_capital and following.lower not in NO_NAME


def joined(tokens: Sequence[Token], start: int, end: int) -> int:
    """How many tokens go on with the run: 1 for a capital, 2 for a small word and the capital behind it, 0 for none."""
    token = tokens[end]
    if token.is_capital and token.lower not in CALENDAR:
        return 1
    if token.is_word and token.text.isdigit() and tokens[end - 1].lower in ("radio", "channel", "no", "route", "bbc"):
        return 1
    following = tokens[end + 1] if end + 1 < len(tokens) else None
    if following is not None and following.text in PARTICLES and token.text in PARTICLES:  # "van der Berg"
        return 3 if end + 2 < len(tokens) and tokens[end + 2].is_capital else 0
    if following is None or not following.is_capital or following.lower in NO_NAME:
        return 0
    if token.stretch is not None:  # Jo “the Mouse” Bloggs
        return 2 if tokens[end - 1].text in given_names() and token.end - token.start < NICKNAME else 0
    if token.lower in PARTICLES and token.text == token.lower:
        return 2
    organisation = any(is_organisation_word(one.lower) for one in tokens[start:end])
    if token.lower in ("of", "for", "on") and organisation and tokens[end - 1].lower != "police":
        return 2
    if token.text in ("and", "&") and not any(one.text in given_names() for one in tokens[start:end]):
        tail = end + 1
        while tail < len(tokens) and tokens[tail].is_capital and not tokens[tail].is_possessive:
            tail += 1
        last = tokens[min(tail, len(tokens) - 1)] if tokens[min(tail, len(tokens) - 1)].is_capital else tokens[tail - 1]
        return 2 if token.text == "&" or is_organisation_word(last.lower) else 0
    return 0


@dataclass(slots=True)
class Run:
    """A run of capitals taken apart: what stands before the name, the name, and what it is the name of."""

    first: int
    name_first: int
    last: int
    kind: str  # person, organisation, unknown, role (an office and no name)
    title: str | None = None
    gender: str | None = None
    surname: str | None = None  # of Callum in "Callum and Finlay Grant"


def take_apart(tokens: Sequence[Token], first: int, last: int) -> Run:
    """Ranks, offices and parties are cut off the front: "Labour MP | Jo Bloggs", "Prime Minister | Boris Johnson"."""
    role = max((at for at in range(first, last) if cuts(tokens, at, last)), default=None)
    if (
        role == last - 1
        and tokens[role].lower in role_words("postnominals")
        and any(token.text in given_names() for token in tokens[first:role])
    ):
        earlier = [at for at in range(first, role - 1) if cuts(tokens, at, last)]
        role = earlier[-1] if earlier else None
    elif role == last - 1 and any(tokens[at].text in given_names() for at in range(max(first, last - 3), role)):
        earlier = [at for at in range(first, role - 1) if is_role(tokens[at].lower)]  # a surname: Jo Baker, Anne King
        role = earlier[-1] if earlier else None
    name_first = first
    title = None
    organisation = any(is_organisation_word(tokens[at].lower) for at in range(first, last))
    office = organisation and role == first and tokens[role].lower.rstrip(".") in role_words("titles")
    if role is not None and not (office and not is_person_start(tokens, role + 1, last)):
        name_first = role + 1
        title = tokens[role].lower.rstrip(".") if tokens[role].lower.rstrip(".") in role_words("titles") else None
    if name_first == last:
        return Run(first, first, last, "role")
    name_first = skip_parties(tokens, name_first, last)
    name_first = person_inside(tokens, name_first, last)
    gender = gender_of_words(token.lower.rstrip(".") for token in tokens[first:name_first])
    count = last - name_first
    given = given_names().get(tokens[name_first].text) or given_names().get(tokens[name_first].text.split("-")[0])
    if gender is None and given in ("male", "female") and (count > 1 or title is None):
        gender = given
    tail = tokens[name_first + 1 : last] if given else tokens[name_first:last]
    if given and count in (2, 3) and tokens[last - 1].lower in role_words("surnames_too"):
        tail = tail[:-1]
    if any(is_organisation_word(token.lower) for token in tail):
        kind = "organisation"
    elif title or role is not None and name_first == role + 1 or (given and count > 1):
        kind = "person"
    elif is_party(tokens[name_first:last]) or (count == 1 and ACRONYM.match(tokens[name_first].text)):
        kind = "organisation"
    else:
        kind = "unknown"
    before = tokens[first - 1].lower.rstrip(".") if first else ""
    if before in ("mr", "mrs", "ms", "miss") and kind == "unknown":
        kind, gender = "person", gender_of_words((before,))
    return Run(first, name_first, last, kind, title, gender)


def is_party(tokens: Sequence[Token]) -> bool:
    return " ".join(token.lower for token in tokens) in party_words()


def is_person_start(tokens: Sequence[Token], at: int, last: int) -> bool:
    return at < last and tokens[at].text in given_names()


def skip_parties(tokens: Sequence[Token], first: int, last: int) -> int:
    """Past "Liberal Democrat" where a given name follows it."""
    for length in (3, 2, 1):
        phrase = " ".join(token.lower for token in tokens[first : first + length])
        if phrase in party_words() and is_person_start(tokens, first + length, last):
            return first + length
    return first


def person_inside(tokens: Sequence[Token], first: int, last: int) -> int:
    """Where the person's name starts in a run that holds more: "Islamic Relations | Alia Salem"."""
    if last - first < 3 or tokens[first].text in given_names():
        return first
    for at in range(last - 2, first, -1):
        whole = not any(is_organisation_word(token.lower) for token in tokens[at:last])
        named = tokens[at].text in given_names() and tokens[at].lower not in PARTICLES
        if whole and named and not INITIAL.match(tokens[at - 1].text):
            before = tokens[at - 1].text
            return at - 1 if before in given_names() and at - 1 > first else at
    return first


class Names:
    """All that an article names. Full names are gathered first, so that a surname finds its bearer before or after."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self.entities: dict[str, Entity] = {}
        self.by_word: dict[str, list[Entity]] = defaultdict(list)
        self.by_role: dict[str, list[Entity]] = defaultdict(list)
        self.common = frozenset(
            token.text for sentence in sentences for token in sentence.tokens if token.is_word and not token.is_capital
        )
        self.inside = frozenset(
            token.text
            for sentence in sentences
            for before, token in itertools.pairwise(sentence.tokens)
            if token.is_capital and before.is_word
        )
        self.surnames: Counter[str] = Counter()
        self.runs = self.all_runs(sentences)
        self.inside |= {
            token.text
            for sentence, runs in zip(sentences, self.runs, strict=True)
            for run in runs
            if run.last - run.name_first > 1 or run.title
            for token in sentence.tokens[run.name_first : run.last]
            if token.is_capital
        }
        self.runs = self.all_runs(sentences)
        self.restore_surnames(sentences)
        titled = {
            sentence.tokens[run.name_first].text
            for sentence, runs in zip(sentences, self.runs, strict=True)
            for run in runs
            if run.title
        }
        for sentence, runs in zip(sentences, self.runs, strict=True):
            share_surnames(sentence.tokens, runs, titled)
        self.note_surnames(sentences)
        for length in (2, 1):
            for sentence, runs in zip(sentences, self.runs, strict=True):
                for run in runs:
                    words = 2 if run.surname else min(run.last - run.name_first, 2)
                    if run.kind != "role" and words == length:
                        self.entity(sentence.tokens, run)

    def all_runs(self, sentences: Sequence[Sentence]) -> list[list[Run]]:
        return [
            [take_apart(sentence.tokens, *run) for run in capital_runs(sentence.tokens, self.common, self.inside)]
            for sentence in sentences
        ]

    def restore_surnames(self, sentences: Sequence[Sentence]) -> None:
        """Somebody called Ken Doctor is "Doctor" afterwards, and no doctor."""
        family = {
            sentence.tokens[run.last - 1].text
            for sentence, runs in zip(sentences, self.runs, strict=True)
            for run in runs
            if run.kind == "person" and run.last - run.name_first > 1
        }
        for sentence, runs in zip(sentences, self.runs, strict=True):
            for at, run in enumerate(runs):
                lone = run.kind == "role" and run.last - run.first == 1
                if lone and sentence.tokens[run.first].text in family and run.first > 0:
                    runs[at] = Run(run.first, run.first, run.last, "unknown")

    def note_surnames(self, sentences: Sequence[Sentence]) -> None:
        """Words that stand alone with a title or before a verb: the surnames of people named elsewhere."""
        for sentence, runs in zip(sentences, self.runs, strict=True):
            for run in runs:
                if run.last - run.name_first == 1 and run.kind != "role":
                    self.surnames[sentence.tokens[run.name_first].text] += 1

    def name_of(self, tokens: Sequence[Token], run: Run) -> str:
        kept = [token.text for token in tokens[run.name_first : run.last] if token.text]
        while len(kept) > 1 and kept[-1].lower().rstrip(".") in role_words("postnominals"):
            kept.pop()
        return " ".join((*kept, run.surname) if run.surname else kept)

    def entity(self, tokens: Sequence[Token], run: Run) -> Entity:
        """Whom or what a run of capitals names; a name met for the first time is added."""
        name = self.name_of(tokens, run)
        gender = run.gender
        if name in self.entities:
            known = self.entities[name]
            learn(known, run, gender)
            return known
        found = self.shortened(name, run, gender) if run.surname is None else None
        if found is not None:
            learn(found, run, gender)
            return found
        kind = run.kind
        words = name.split()
        if kind == "unknown" and len(words) == 1 and is_called(tokens, run):
            kind, gender = "person", given_names().get(name)
            gender = None if gender == "either" else gender
        if kind == "unknown" and run.name_first > 0 and tokens[run.name_first - 1].lower in WHERE:
            kind = "place"
        length = len([word for word in words if word.lower() not in PARTICLES])
        if kind == "unknown" and len(words) > 1 and length <= 3 and self.looks_like_person(tokens, run, words):
            kind = "person"
        of = run.name_first > 0 and tokens[run.name_first - 1].lower in ("the", "from", "of", "at", "for")
        is_sure = kind != "unknown" or len(words) not in (2, 3) or of
        if kind == "unknown":
            kind = "organisation"
        shown = name
        if run.title in ("lord", "lady", "baroness") and len(words) == 1:
            shown = f"{run.title.capitalize()} {name}"
        made = Entity(shown, kind, gender, party=affiliations().get(name.lower()), is_sure=is_sure)
        made.is_guessed = run.title is None and words[0] in given_names()
        self.entities[name] = made
        learn(made, run, gender)
        for word in {words[-1], words[0]} if kind == "person" else {words[0]} if len(words) > 1 else {name}:
            self.by_word[word].append(made)
        return made

    def holders(self, role: str) -> list[Entity]:
        """The people of whom the article says that they are such; complete once every sentence was described."""
        if not self.by_role:
            for one in self.entities.values():
                for word in one.roles if one.kind == "person" else ():
                    self.by_role[word].append(one)
        return self.by_role.get(role, [])

    def looks_like_person(self, tokens: Sequence[Token], run: Run, words: list[str]) -> bool:
        """A name nobody introduced: called by its last word elsewhere, or followed by an age or "who"."""
        if follows_the(tokens, run):
            return False
        if self.surnames[words[-1]]:
            return True
        before = [token.lower for token in tokens[max(0, run.name_first - 2) : run.name_first]]
        if before and may_hold(before[-1]) or len(before) == 2 and before[1] == "," and is_role(before[0]):
            return True
        if run.name_first > 0 and tokens[run.name_first - 1].is_possessive and before[-1] in party_words():
            return True
        after = [token.lower for token in tokens[run.last : run.last + 2]]
        return len(after) == 2 and after[0] in (",", "(") and (after[1].isdigit() or after[1] in ("who", "whose"))

    def shortened(self, name: str, run: Run, gender: str | None) -> Entity | None:
        """The bearer of a name of which only a part is given: "Bloggs", "Mr Bloggs", "Jo", "Ann Bloggs"."""
        words = name.split()
        candidates = self.by_word.get(words[-1], []) if len(words) == 1 else []
        if len(words) > 1:
            candidates = [
                one
                for one in self.by_word.get(words[-1], [])
                if set(name.lower().split()) < set(one.name.lower().split()) and one.kind == "person"
            ]
        fitting = [
            one for one in candidates if agrees(one, gender) and (run.kind != "organisation" or one.kind != "person")
        ]
        last = [one for one in fitting if one.name.split()[-1] == words[-1]]
        return next(iter(last or fitting), None)


def share_surnames(tokens: Sequence[Token], runs: Sequence[Run], titled: Container[str]) -> None:
    """ "Callum and Finlay Grant" are two of one surname; not so "Harry and Meghan Grant" where he is "Prince Harry"."""
    for one, other in itertools.pairwise(runs):
        first = tokens[one.name_first].text if one.name_first < one.last else ""
        lone = one.last - one.name_first == 1 and first in given_names() and first not in titled
        joined_by = tokens[one.last].text in ("and", "&") and other.first == one.last + 1
        named = other.kind in ("person", "unknown") and other.last - other.name_first == 2
        if lone and joined_by and named:
            one.surname, one.kind, other.kind = tokens[other.last - 1].text, "person", "person"


def is_called(tokens: Sequence[Token], run: Run) -> bool:
    """Whether a lone given name is a person's: "her friend Moira", "Paul, a scaffolder"."""
    aged = [token.text for token in tokens[run.last : run.last + 3]]
    placed = run.first > 0 and tokens[run.first - 1].lower in (
        "in",
        "from",
        "of",
        "at",
        "to",
        "for",
        "near",
        "on",
        "the",
    )
    if aged[:1] == [","] and aged[1:2] in (["who"], ["whose"]) and not placed:
        return True
    if len(aged) == 3 and aged[0] == aged[2] == "," and aged[1].isdigit() and len(aged[1]) == 2:
        return True  # "Elene, 19,"
    if tokens[run.name_first].text not in given_names() or tokens[run.last - 1].is_possessive:
        return False
    before = [token.lower for token in tokens[max(0, run.name_first - 2) : run.name_first]]
    after = [token.lower for token in tokens[run.last : run.last + 2]]
    if before and is_role(before[-1]) or len(before) == 2 and before[1] == "," and is_role(before[0]):
        return True
    if before and before[-1] == "," and after and after[0] in (",", "from"):
        return True
    return len(after) == 2 and after[0] == "," and (after[1] in ("a", "an", "the", "who") or after[1].isdigit())


def may_hold(word: str) -> bool:
    """Whether a word is what a person does: "preacher", "boatman"."""
    thing = any(word in role_words(kind) for kind in ("organisations", "documents", "channels"))
    return is_role(word) or (len(word) > 5 and word.endswith(PERSONAL) and not thing)


def follows_the(tokens: Sequence[Token], run: Run) -> bool:
    return run.name_first > 0 and tokens[run.name_first - 1].lower == "the"


def title_words(title: str) -> tuple[str, ...]:
    """The nouns for those who have a title: "Mr Justice Bloggs" is a judge."""
    return tuple(words_of_titles().get(title, "").split())


def agrees(entity: Entity, gender: str | None) -> bool:
    return gender is None or entity.gender is None or entity.gender == gender


def learn(entity: Entity, run: Run, gender: str | None) -> None:
    if entity.gender is None or (run.title is not None and gender is not None):
        entity.gender = gender
    if run.title:
        entity.roles.update((run.title, *title_words(run.title)))
    if run.kind == "person":
        entity.kind = "person"
    elif entity.kind == "place" and run.kind == "organisation":
        entity.kind = "organisation"
