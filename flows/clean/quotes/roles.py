"""What an article says of those it names: roles and parties, out of the words before and behind a name."""

from __future__ import annotations

from collections.abc import Sequence

from flows.clean.quotes.descriptions import DEFINITE, INDEFINITE, POSSESSIVES, PREPOSITIONS, party_in, role_part
from flows.clean.quotes.memory import Memory
from flows.clean.quotes.names import Entity, Mention
from flows.clean.quotes.tokens import Sentence, Token
from flows.clean.quotes.words import grammar_words, is_organisation_word, is_role, role_words, verbs

MAY_BE_BODIES = grammar_words("may_be_bodies")


def remember_description(entity: Entity, tokens: Sequence[Token], first: int, last: int) -> None:
    """What the words before or behind a name say of it: its role, as printed, its party, words to know it by."""
    words = [token.lower for token in tokens[first:last]]
    entity.roles.update(word for word in words if word.isalpha() or "-" in word)
    party = party_in(words)
    if party and entity.party is None and not (entity.kind == "organisation" and is_organisation_word(words[-1])):
        entity.party = party
    role = role_part(tokens, first, last)
    if not entity.is_sure and words and is_role(words[-1]) and words[-1] not in MAY_BE_BODIES:
        entity.kind = "person"
    words = role.lower().split() if role and len(role) < 80 and entity.role is None else []
    if any(is_role(word) or word in role_words("organisations") for word in words):
        entity.role = role


def describe_all(sentence: Sentence, mentions: Sequence[Mention], memory: Memory) -> None:
    """Roles and parties out of what stands around the names of a sentence."""
    tokens = sentence.tokens
    for one in mentions:
        first = one.first
        while first > 0 and tokens[first - 1].is_word and one.name_first - first < 8:
            before = tokens[first - 1]
            if before.lower in PREPOSITIONS | {"and", "that", "but", "told"} or before.is_possessive:
                break
            if before.lower in verbs() and not is_role(before.lower):
                break
            first -= 1
            if before.lower in DEFINITE | INDEFINITE | POSSESSIVES:
                break
        if first < one.name_first:
            remember_description(one.entity, tokens, first, one.name_first)
        if first > 0 and tokens[first - 1].is_possessive and one.entity.party is None:
            party = party_in([tokens[first - 1].lower]) or (
                memory.party if tokens[first - 1].lower == "party" else None
            )
            one.entity.party = party
        behind(one, tokens, memory)
    party = party_in([token.lower for token in tokens if token.is_capital])
    memory.party = party or memory.party


def behind(one: Mention, tokens: Sequence[Token], memory: Memory) -> None:
    """ ", the MP for X," and "(Con, Y)" after a name; before it, "the MP, Jo Bloggs,"."""
    at = one.last
    if at + 1 < len(tokens) and tokens[at].text in (",", "("):
        if tokens[at].text == "(" and (party := party_in([tokens[at + 1].lower])):
            one.entity.party = one.entity.party or party
        if tokens[at + 1].text.isdigit() and at + 2 < len(tokens) and tokens[at + 2].text == ",":
            at += 2
        end = at + 1
        while (
            end < len(tokens) and tokens[end].is_word and tokens[end].lower not in PREPOSITIONS | {"who", "and", "said"}
        ):
            end += 1
        if end - at > 1 and end - at < 9 and tokens[at + 1].lower in DEFINITE | INDEFINITE | POSSESSIVES:
            remember_description(one.entity, tokens, at + 1, end)
    start = one.first
    if start >= 2 and tokens[start - 1].text == ",":
        first = start - 2
        while (
            first > 0
            and tokens[first - 1].is_word
            and start - first < 9
            and tokens[first - 1].lower not in PREPOSITIONS
        ):
            first -= 1
        if tokens[first].lower in DEFINITE | POSSESSIVES and (is_role(tokens[start - 2].lower)):
            remember_description(one.entity, tokens, first, start - 1)
            if tokens[first + 1].is_possessive:
                party = memory.party if tokens[first + 1].lower == "party" else party_in([tokens[first + 1].lower])
                one.entity.party = one.entity.party or party
