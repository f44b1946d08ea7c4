"""What a reader remembers of an article so far: who was spoken of, who spoke, and so whom "she" or "they" means."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from flows.clean.quotes.names import Entity, Names
from flows.clean.quotes.words import gender_of_words

PRONOUNS = {"he": "male", "she": "female", "they": "many", "it": "thing", "we": "many", "you": "asked"}
REMEMBERED = 40  # mentions; who was named before them is not who "she" is
LASTING = 3.0  # the most that a mention weighs past the next two sentences
LOOKS_BACK = 12  # sentences
FADES = 1.5  # by how much a mention weighs less a sentence later


@dataclass(slots=True)
class Actor:
    """Somebody who says something: as named, or as resolved. `how`: explicit, pronoun or nominal."""

    name: str | None
    kind: str  # person, organisation, group, document, anonymous
    how: str = "explicit"
    role: str | None = None
    party: str | None = None
    entity: Entity | None = None
    first: int = 0  # the token of the sentence it starts at


@dataclass(slots=True)
class Trace:
    """One mention kept in memory; `weight` is more for subjects and speakers."""

    entity: Entity
    sentence: int
    weight: float


@dataclass(slots=True)
class Memory:
    names: Names
    sentence: int = 0
    paragraph: int = 0
    traces: list[Trace] = field(default_factory=list)
    speaker: Actor | None = None  # the last one
    subject: Actor | None = None  # of the sentence before
    counts: dict[int, int] = field(default_factory=dict)  # how often something was named
    party: str | None = None  # the last one named
    interviewee: Entity | None = None  # whom an interview calls "you"
    document: tuple[int, Actor] | None = None  # the last letter, leaflet, email, and the sentence it was told of in
    alone: tuple[int, Entity] | None = None  # the only person of a sentence
    asker: tuple[int, Entity] | None = None  # who asked somebody something, and in which sentence
    topic: Entity | None = None  # of whom a profile tells
    opened_at: int = 0  # the first sentence of the paragraph
    spoke_in: int = 0  # the paragraph of the last speaker
    spoke_at: int = 0  # his sentence

    def saw(self, entity: Entity, weight: float) -> None:
        self.traces.append(Trace(entity, self.sentence, weight))
        if weight < 3:
            self.counts[id(entity)] = self.counts.get(id(entity), 0) + 1
        if len(self.traces) > 2 * REMEMBERED:
            del self.traces[:REMEMBERED]

    def has_named(self, gender: str | None) -> bool:
        """Whether this paragraph has named, or let speak, somebody who may be of that gender."""
        return any(
            trace.sentence >= self.opened_at and trace.entity.kind == "person" and trace.entity.gender in (None, gender)
            for trace in self.traces[-REMEMBERED:]
        )

    def best(
        self, fits: Iterable[str], gender: str | None, wanted: frozenset[str] = frozenset(), but: Entity | None = None
    ) -> Entity | None:
        """The most salient entity of one of the kinds and the gender, save one; `wanted`: words of its role that speak
        for it."""
        kinds = set(fits)
        scores: dict[int, tuple[float, int, Entity]] = {}
        for order, trace in enumerate(self.traces[-REMEMBERED:]):
            entity = trace.entity
            age = self.sentence - trace.sentence
            unsure = not entity.is_sure and "person" in kinds
            if entity is but or age > LOOKS_BACK or (entity.kind not in kinds and not unsure):
                continue
            if gender and entity.gender and entity.gender != gender:
                continue
            weight = trace.weight if age <= 2 else min(trace.weight, LASTING)
            score = weight - FADES * min(age, 3) + (0.5 if gender and entity.gender == gender else 0)
            score += 2.5 * bool(
                wanted and (wanted & entity.roles or wanted & set(entity.name.lower().split()))
            ) + 0.3 * min(5, self.counts.get(id(entity), 0))
            score -= 1.5 * (entity.kind not in kinds)
            if id(entity) not in scores or scores[id(entity)][:2] <= (score, order):
                scores[id(entity)] = (score, order, entity)
        return max(scores.values(), key=lambda one: one[:2])[2] if scores else None


def actor_of(entity: Entity, how: str, first: int = 0) -> Actor:
    return Actor(entity.name, entity.kind, how, entity.role, entity.party, entity, first)


def pronoun_actor(word: str, memory: Memory, first: int) -> Actor | None:
    gender = PRONOUNS.get(word)
    if gender == "asked":
        entity = memory.interviewee
    elif gender == "many":
        last = memory.subject if memory.subject is not None and memory.subject.kind != "person" else memory.speaker
        if last is not None and last.kind in ("group", "organisation"):
            return replace(last, how="pronoun", first=first)
        entity = memory.best(("organisation", "person"), None)
        if last is not None and last.entity is None and (entity is None or last.kind == "anonymous"):
            return replace(last, how="pronoun", first=first)
    elif gender == "thing":
        if memory.subject is not None and memory.subject.how == "nominal" and memory.subject.kind == "person":
            return replace(memory.subject, first=first)  # "the letter", which is its writer's
        written = memory.document
        acts = memory.subject is not None and memory.subject.kind in ("organisation", "group", "document")
        if written is not None and memory.sentence - written[0] == 1 and not (acts and written[1].kind == "document"):
            return replace(written[1], how="pronoun", first=first)
        entity = memory.best(("organisation",), None)
        last = memory.speaker
        if last is not None and last.entity is None and last.kind in ("organisation", "document"):
            return replace(last, how="pronoun", first=first)
    else:
        entity = memory.best(("person",), gender)
        if entity is not None and memory.asker is not None and memory.asker == (memory.sentence - 1, entity):
            # "Jo asked Al whether he had. “Yes,” he said."
            entity = memory.best(("person",), gender, but=entity) or entity
            return actor_of(entity, "pronoun", first)
        if memory.topic is not None and memory.topic.gender == gender and not memory.has_named(gender):
            return actor_of(memory.topic, "pronoun", first)
        for last in (memory.subject, memory.speaker):
            unnamed = last is not None and last.entity is None and last.kind in ("anonymous", "person")
            spoken_of = entity is not None and age_of(memory, entity) < memory.sentence - memory.spoke_at
            if last is not memory.subject and spoken_of:
                continue
            is_past = last is not memory.subject and memory.paragraph != memory.spoke_in
            if last and entity is not None and is_past and gender_of(last) != gender:
                continue  # of "a former whip" nobody knows whether she is meant
            if last and gender_of(last) not in (None, gender):
                continue
            if last and unnamed and (entity is None or age_of(memory, entity) > 1 or last is memory.subject):
                return replace(last, how="pronoun", first=first)
    return actor_of(entity, "pronoun", first) if entity else None


def gender_of(actor: Actor) -> str | None:
    """What somebody unnamed is called by his role: "spokesman"."""
    return gender_of_words((actor.role or "").lower().split()[-1:])


def age_of(memory: Memory, entity: Entity) -> int:
    """How many sentences ago something was last named."""
    return min((memory.sentence - one.sentence for one in memory.traces if one.entity is entity), default=99)
