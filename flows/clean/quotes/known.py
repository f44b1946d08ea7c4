"""The people whom the warehouse knows, tied to those whom an article names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flows.clean.names import plain_key
from flows.clean.quotes.names import Entity, Names


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody the warehouse knows: a candidate, a member, a party's leader."""

    name: str
    other_names: tuple[str, ...] = ()
    role: str | None = None
    party: str | None = None
    person_id: str | None = None


def introduce(known: Sequence[KnownPerson], names: Names) -> None:
    """Tie the people of the warehouse to those the article names in full, or by a surname that nobody else has."""
    people: dict[str, list[Entity]] = {}
    for entity in names.entities.values():
        people.setdefault(plain_key(entity.name), []).append(entity)
    for person in known:
        for name in (person.name, *person.other_names):
            for entity in people.get(plain_key(name), []):
                tie(entity, person)
    for person in known:
        surname = plain_key(person.name).split()[-1:] or [""]
        bearers = [one for one in known if plain_key(one.name).split()[-1:] == surname]
        for entity in people.get(surname[0], []):
            if len(bearers) == 1 and entity.person_id is None:
                entity.name = person.name
                tie(entity, person)


def tie(entity: Entity, person: KnownPerson) -> None:
    entity.kind = "person"
    entity.person_id = person.person_id
    entity.role = entity.role or person.role
    entity.party = person.party or entity.party
    if person.role:
        entity.roles.update(person.role.lower().split())
