"""Who a noun phrase or a pronoun means: the article's memory of the people and organisations it spoke of last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flows.clean.quotes.descriptions import (
    INDEFINITE,
    PREPOSITIONS,
    Phrase,
    described,
    mention_of,
    party_in,
)
from flows.clean.quotes.memory import PRONOUNS, Actor, Memory, actor_of, pronoun_actor
from flows.clean.quotes.names import NO_NAME, Entity, Mention
from flows.clean.quotes.tokens import Token
from flows.clean.quotes.words import grammar_words, party_words, role_words, verbs

WRITTEN = role_words("documents") | {"inquiry", "investigation", "review"}
POSTNOMINAL = grammar_words("postnominal")


def head_end(tokens: Sequence[Token], first: int, last: int, mentions: Sequence[Mention]) -> int:
    """Where the head of a phrase ends: before the first preposition, unless that is part of a name."""
    for at in range(first + 1, last):
        if tokens[at].lower in PREPOSITIONS | POSTNOMINAL and not any(one.first < at < one.last for one in mentions):
            return at
    return last


def phrase_actor(
    tokens: Sequence[Token], first: int, last: int, mentions: Sequence[Mention], memory: Memory
) -> Actor | None:
    """Whom a noun phrase means: a name with what stands before it, or a description ("the MP", "a Labour source")."""
    while first < last and not (tokens[first].is_word or tokens[first].stretch is not None):
        first += 1
    while first < last and not tokens[last - 1].is_word:
        last -= 1
    if first >= last:
        return None
    if last - first == 1 and tokens[first].lower in PRONOUNS:
        return pronoun_actor(tokens[first].lower, memory, first)
    end = head_end(tokens, first, last, mentions)
    named = mention_of(mentions, first, end)
    if named is None and end < last:
        tail = mention_of(mentions, end, last)
        if tail and tail.last == last and tail.entity.kind == "person" and names_its_holder(tokens, first, end, tail):
            named = tail
    if named is not None and named.last == end or named is not None and named.last == last:
        if tokens[named.last - 1].is_possessive:
            return None
        words = [token.lower for token in tokens[first:end]]
        if words[0] in ("a", "an", "one", "another") and words[-1] in party_words():  # "a senior Conservative"
            role = " ".join(token.text for token in tokens[first + 1 : end])
            return Actor(None, "anonymous", "explicit", role, party_in(words), None, first)
        found = actor_of(named.entity, "explicit", first)
        found.name = printed_name(tokens, named, found)
        pair = joint(tokens, named, mentions)
        return replace(found, name=pair, kind="group") if pair else found
    if end + 1 < last and tokens[end].lower in ("by", "from") and tokens[end - 1].lower in WRITTEN:
        return phrase_actor(tokens, end + 1, last, mentions, memory)
    actor = described(Phrase(tokens, first, end, last, mentions, memory))
    word = tokens[first].lower
    lone = end - first == 1 and tokens[first].is_capital and word.isalpha() and not word.endswith(("ing", "ly"))
    if actor is None and lone and word not in NO_NAME:
        kind = "group" if tokens[first].text.endswith("s") else "organisation"  # a name met at starts of sentences only
        actor = Actor(tokens[first].text, kind, "explicit", None, None, None, first)
    return actor


def printed_name(tokens: Sequence[Token], named: Mention, actor: Actor) -> str | None:
    """A newspaper keeps its article: "The Straits Times"."""
    before = tokens[named.first - 1] if named.first else None
    if before is not None and before.text == "The" and actor.kind == "organisation":
        ending = (actor.name or "").split()[-1].lower()
        if ending in role_words("channels") and ending not in ("news", "radio", "association", "agency"):
            return f"The {actor.name}"
    return actor.name


def joint(tokens: Sequence[Token], named: Mention, mentions: Sequence[Mention]) -> str | None:
    """The names of two people who speak together, None for one."""
    for one in mentions:
        people = one.entity is not named.entity and are_people(one.entity, named.entity)
        if people and one.name_first < one.last:
            if stand_together(tokens, one, named):
                return f"{one.entity.name} and {named.entity.name}"
            if stand_together(tokens, named, one):
                return f"{named.entity.name} and {one.entity.name}"
    return None


def are_people(one: Entity, other: Entity) -> bool:
    """Whether both are people; of two names side by side one that is surely a person's makes the other one too."""
    sure = [entity.kind == "person" for entity in (one, other)]
    return any(sure) and all(
        is_person or not entity.is_sure for is_person, entity in zip(sure, (one, other), strict=True)
    )


def stand_together(tokens: Sequence[Token], one: Mention, other: Mention) -> bool:
    """ "Jo Bloggs and the councillor Al Smith": nothing but a description between "and" and the second name."""
    between = tokens[one.last : other.name_first]
    return (
        0 < len(between) <= 5
        and between[0].text in ("and", "&")
        and not tokens[one.last - 1].is_possessive
        and not tokens[other.last - 1].is_possessive
        and all(token.is_word and token.lower not in verbs() for token in between[1:])
    )


def names_its_holder(tokens: Sequence[Token], first: int, end: int, tail: Mention) -> bool:
    """ "director of the council Jo Bloggs" names Jo Bloggs; "a lawyer for Jo Bloggs" and "the mother of Jo" do not."""
    with_title = tail.name_first > 0 and tokens[tail.name_first - 1].lower.rstrip(".") in role_words("titles")
    return (
        (tokens[first].lower not in INDEFINITE or tokens[end].lower == "to")  # "in a letter to members Jo Bloggs"
        and tail.name_first - end > 1
        and (tokens[end].lower != "for" or with_title)
    )
