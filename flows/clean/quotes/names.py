"""The people and organisations an article names: where their names stand, and which mentions are one of them."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from flows.clean.quotes.runs import NO_NAME, PARTICLES, Run, capital_runs, share_surnames, take_apart
from flows.clean.quotes.tokens import Sentence, Token
from flows.clean.quotes.words import (
    affiliations,
    given_names,
    grammar_words,
    is_role,
    party_words,
    role_words,
    words_of_titles,
)

__all__ = ["NO_NAME", "Entity", "Mention", "Names"]

PLACING = grammar_words("prepositions") | {"the"}
NAMESAKES = 50  # bearers of one name that are looked at
WHERE = grammar_words("where")
PERSONAL = tuple(sorted(grammar_words("personal_endings")))


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


LATELY = 2  # sentences


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
        self.now = 0  # the sentence that is being read
        self.named_at: dict[int, int] = {}  # when each was last named in full, or by the surname meant for them
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
            self.named_at[id(known)] = self.now
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
        self.named_at[id(made)] = self.now
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
        candidates = self.by_word.get(words[-1], [])[:NAMESAKES] if len(words) == 1 else []
        if len(words) > 1:
            candidates = [
                one
                for one in self.by_word.get(words[-1], [])[:NAMESAKES]
                if set(name.lower().split()) < set(one.name.lower().split()) and one.kind == "person"
            ]
        fitting = [
            one for one in candidates if agrees(one, gender) and (run.kind != "organisation" or one.kind != "person")
        ]
        last = [one for one in fitting if one.name.split()[-1] == words[-1]]
        lately = [one for one in last if id(one) in self.named_at and 0 <= self.now - self.named_at[id(one)] <= LATELY]
        if len(last) > 1 and lately:  # of two of one surname the one just named
            meant = max(lately, key=lambda one: self.named_at[id(one)])
            self.named_at[id(meant)] = self.now
            return meant
        return next(iter(last or fitting), None)


def is_called(tokens: Sequence[Token], run: Run) -> bool:
    """Whether a lone given name is a person's: "her friend Moira", "Paul, a scaffolder"."""
    aged = [token.text for token in tokens[run.last : run.last + 3]]
    placed = run.first > 0 and tokens[run.first - 1].lower in PLACING
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
