"""Who a noun phrase or a pronoun means: the article's memory of the people and organisations it spoke of last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flows.clean.quote_memory import PRONOUNS, Actor, Memory, actor_of, pronoun_actor
from flows.clean.quote_names import NO_NAME, Mention, gender_of_words, is_role
from flows.clean.quote_tokens import Token
from flows.clean.quote_words import grammar_words, party_words, role_words

PREPOSITIONS = grammar_words("prepositions")
DEFINITE = grammar_words("definite")
POSSESSIVES = grammar_words("possessives")
INDEFINITE = grammar_words("indefinite")
OFFICES = grammar_words("offices")
BODIES = grammar_words("bodies")
PLACES = grammar_words("places")
NO_ROLE = DEFINITE | INDEFINITE | POSSESSIVES | grammar_words("ranks")


def mention_of(mentions: Sequence[Mention], first: int, last: int) -> Mention | None:
    """The last name that ends in the phrase from `first` to `last`, not included."""
    inside = [one for one in mentions if first <= one.name_first and one.last <= last and one.name_first < one.last]
    return inside[-1] if inside else None


def head_end(tokens: Sequence[Token], first: int, last: int, mentions: Sequence[Mention]) -> int:
    """Where the head of a phrase ends: before the first preposition, unless that is part of a name."""
    for at in range(first + 1, last):
        if tokens[at].lower in PREPOSITIONS and not any(one.first < at < one.last for one in mentions):
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
        pair = joint(tokens, first, named, mentions)
        return replace(found, name=pair, kind="group") if pair else found
    actor = described(tokens, first, end, last, mentions, memory)
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


def joint(tokens: Sequence[Token], first: int, named: Mention, mentions: Sequence[Mention]) -> str | None:
    """The names of two people who speak together, None for one."""
    for one in mentions:
        is_before = one.last < named.first and first <= one.first
        people = one.entity.kind == named.entity.kind == "person" and one.entity is not named.entity
        if is_before and people and tokens[one.last].text in ("and", "&") and one.last + 1 >= named.first - 4:
            return f"{one.entity.name} and {named.entity.name}"
    return None


def names_its_holder(tokens: Sequence[Token], first: int, end: int, tail: Mention) -> bool:
    """ "director of the council Jo Bloggs" names Jo Bloggs; "a lawyer for Jo Bloggs" and "the mother of Jo" do not."""
    with_title = tail.name_first > 0 and tokens[tail.name_first - 1].lower.rstrip(".") in role_words("titles")
    return (
        tokens[first].lower not in INDEFINITE
        and tail.name_first - end > 1
        and (tokens[end].lower != "for" or with_title)
    )


def described(
    tokens: Sequence[Token], first: int, end: int, last: int, mentions: Sequence[Mention], memory: Memory
) -> Actor | None:
    """Somebody described and not named; None when the words are no speaker's."""
    words = [token.lower for token in tokens[first:end]]
    head = words[-1]
    if end + 1 < last and tokens[end].lower in ("by", "from") and head in role_words("documents"):
        return phrase_actor(tokens, end + 1, last, mentions, memory)
    phrase = " ".join(token.text + ("’s" if token.is_possessive else "") for token in tokens[first:last])
    bare = phrase.split(" ", 1)[1] if words[0] in DEFINITE | INDEFINITE | POSSESSIVES and " " in phrase else phrase
    role = role_part(tokens, first, end)
    party = party_in(words) or (memory.party if "party" in words else None)
    if head in role_words("spokes"):
        return spokesman(tokens, first, end, last, mentions, memory, role)
    singular = words[0] in ("a", "an", "one", "another") or (head in ("one", "another") and len(words) <= 3)
    last_speaker = memory.speaker
    known = last_speaker is not None and last_speaker.kind == "anonymous" and words[0] in DEFINITE
    if last_speaker and known and head in (last_speaker.role or "").lower().split():
        return replace(last_speaker, how="nominal", first=first)
    if any(word in ("anonymous", "unnamed", "unknown", "unidentified") for word in words):
        return Actor(None, "anonymous", "explicit", role, party, None, first)
    if (
        head in role_words("anonymous")
        and (singular or words[0] in ("some", "others"))
        or head in ("source", "insider")
    ):
        return Actor(None, "anonymous", "explicit", role, party, None, first)
    if singular and (is_role(head) or "-year-old" in head):
        return Actor(None, "anonymous", "explicit", role, party, None, first)
    plural = head.endswith("s") and (head[:-1] in role_words("organisations") or head[:-1] in role_words("anonymous"))
    if plural or head in role_words("groups") or (head.endswith("s") and is_role(head[:-1])):
        return group(tokens, first, end, bare, words, party, memory)
    if is_role(head) or head.endswith("-year-old") or head in role_words("nationalities"):
        return holder(words, head, bare, role, memory, first, tokens, mentions, end, last)
    if head in role_words("organisations"):
        if end < last and tokens[end].lower != "of":  # "the embassy in Paris" is the embassy
            bare = " ".join(bare.split()[: len(bare.split()) - (last - end)])
        return organisation(words, head, bare, memory, first, party)
    if head in role_words("documents"):
        owner = next((one for one in mentions if first <= one.first and one.last < end), None)
        if owner is not None and tokens[owner.last - 1].is_possessive:
            return actor_of(owner.entity, "explicit", first)
        return document(words, head, bare, memory, first)
    if head.endswith("s") and head[:-1] in role_words("documents"):
        return document(words, head[:-1], bare, memory, first)
    if words[0] in ("one", "another") or (singular and head.endswith(PERSONAL)):
        return Actor(None, "anonymous", "explicit", role, party, None, first)
    if words[0] in DEFINITE and head.endswith(PERSONAL):
        return holder(words, head, bare, role, memory, first, tokens, mentions, end, last)
    return None


PERSONAL = (
    "ist",
    "ian",
    "man",
    "woman",
    "person",
    "eer",
    "ess",
    "mate",
    "monger",
    "ler",
    "ger",
    "ker",
    "ner",
    "per",
    "ator",
)


def role_part(tokens: Sequence[Token], first: int, end: int) -> str | None:
    """What a description says of its holder, without articles and bare party names: "former shadow minister"."""
    kept = [
        token.text.lower() if token.lower in ("former", "ex", "veteran", "fellow") else token.text
        for token in tokens[first:end]
        if token.lower.rstrip(".") not in NO_ROLE
        and not token.is_possessive
        and (token.text[0].isalpha() or "-" in token.text)
    ]
    at = 0
    while at < len(kept):
        length = next((n for n in (2, 1) if " ".join(kept[at : at + n]).lower() in party_words()), 0)
        named_in_full = " ".join(kept[at : at + length]).lower().endswith("party")
        if length and not named_in_full and len(kept) > length:
            del kept[at : at + length]
        else:
            at += max(1, length)
    return " ".join(kept) or None


def party_in(words: Sequence[str]) -> str | None:
    """The party a phrase names, by the words of `roles.yaml`, two words before one."""
    for length in (3, 2, 1):
        for at in range(len(words) - length + 1):
            party = party_words().get(" ".join(words[at : at + length]))
            if party:
                return party
    return None


def spokesman(
    tokens: Sequence[Token],
    first: int,
    end: int,
    last: int,
    mentions: Sequence[Mention],
    memory: Memory,
    role: str | None,
) -> Actor:
    """Speaks for an organisation, which is the speaker: "a spokesman for X", "a council spokesman", "a spokeswoman"."""
    for_whom = mention_of(mentions, end, last) or mention_of(mentions, first, end)
    word = tokens[end - 1].text
    if tokens[first].lower in ("his", "her"):
        person = memory.best(("person",), "male" if tokens[first].lower == "his" else "female")
        return replace(actor_of(person, "nominal", first), role=word) if person else Actor(None, "anonymous", role=word)
    if for_whom is not None:
        actor = actor_of(for_whom.entity, "explicit", first)
        return replace(actor, role=word)
    before = [token for token in tokens[first : end - 1] if token.lower not in DEFINITE | INDEFINITE | POSSESSIVES]
    owner = next((at + 1 for at, token in enumerate(before) if token.is_possessive), len(before))
    before = before[:owner]
    after = [token for token in tokens[end + 1 : last] if token.lower not in DEFINITE | POSSESSIVES]
    described_by = before or after
    if described_by:
        wanted = described_by[-1].lower
        entity = next(
            (
                trace.entity
                for trace in reversed(memory.traces)
                if trace.entity.kind == "organisation" and wanted in trace.entity.name.lower().split()
            ),
            None,
        )
        if entity is not None:
            return replace(actor_of(entity, "explicit", first), role=word)
        kind = "person" if is_role(described_by[-1].lower) else "organisation"  # "the Prime Minister's spokesman"
        return Actor(" ".join(one.text for one in described_by), kind, "explicit", word, None, None, first)
    entity = memory.best(("organisation",), None)
    if memory.speaker is not None and memory.speaker.kind == "organisation":
        return replace(memory.speaker, how="nominal", first=first, role=word)
    if entity is not None:
        return replace(actor_of(entity, "nominal", first), role=word)
    return Actor(None, "anonymous", "nominal", word, None, None, first)


def group(
    tokens: Sequence[Token], first: int, end: int, bare: str, words: Sequence[str], party: str | None, memory: Memory
) -> Actor:
    if words[-1] == "sources" or (words[-1] in ("allies", "friends", "insiders", "critics") and len(words) > 1):
        return Actor(None, "anonymous", "explicit", role_part(tokens, first, end), party, None, first)
    if words[-1] in ("wing",):
        bare = " ".join(
            token.text + ("’s" if token.is_possessive else "")
            for token in tokens[first:end]
            if token.lower not in DEFINITE
        )
    if words[0] in DEFINITE and len(words) == 2 and memory.speaker is not None and memory.speaker.kind in ("group",):
        return replace(memory.speaker, how="nominal", first=first)
    return Actor(bare, "group", "explicit", None, party, None, first)


def holder(
    words: Sequence[str], head: str, bare: str, role: str | None, memory: Memory, first: int,
    tokens: Sequence[Token], mentions: Sequence[Mention], end: int, last: int,
) -> Actor | None:  # fmt: skip
    """ "The newly-elected MP", "the 52-year-old": somebody named before; "her mother", an office: not named."""
    gender = gender_of_words(reversed(words))
    if words[0] in POSSESSIVES or any(token.is_possessive for token in tokens[first:end]):
        return Actor(None if words[0] in POSSESSIVES else bare, "person", "nominal", role, None, None, first)
    wanted = frozenset(words) - DEFINITE
    entity = memory.best(("person",), gender, frozenset({head}) if is_office(head) else wanted)
    generic = not is_office(head) or (entity is not None and head in entity.roles)
    if entity is not None and generic:
        if entity.role is None or len(words) > 2:
            return replace(actor_of(entity, "nominal", first), role=role)
        return actor_of(entity, "nominal", first)
    known = [one for one in memory.names.entities.values() if one.kind == "person" and head in one.roles]
    if len(known) == 1:
        return actor_of(known[0], "nominal", first)
    named = bare if last - first <= 6 else None  # "the father of a boy who ..." is no name
    return Actor(named, "person" if named else "anonymous", "nominal", role, None, None, first)


SAME_AS = {  # words of names by which "the force" and "the paper" are known
    "force": frozenset(("police", "constabulary")),
    "paper": frozenset(
        ("times", "guardian", "telegraph", "mail", "mirror", "express", "herald", "gazette", "post", "echo")
    ),
    "newspaper": frozenset(
        ("times", "guardian", "telegraph", "mail", "mirror", "express", "herald", "gazette", "post")
    ),
    "party": frozenset(
        ("labour", "conservatives", "conservative", "democrats", "greens", "reform", "snp", "plaid", "dup")
    ),
}


def is_office(head: str) -> bool:
    """Whether there is one such at a time, so that "the chancellor" is not just whoever spoke last."""
    return head in OFFICES


def organisation(
    words: Sequence[str], head: str, bare: str, memory: Memory, first: int, party: str | None
) -> Actor | None:
    """ "The charity", "the paper": the organisation named last; "the central bank" of no name keeps its description."""
    if len(words) == 2 and words[0] in DEFINITE | POSSESSIVES and head not in PLACES:
        wanted = SAME_AS.get(head, frozenset()) | {head}
        entity = memory.best(("organisation",), None, wanted)
        if entity is not None and (head not in BODIES or wanted & {*entity.name.lower().split(), *entity.roles}):
            return actor_of(entity, "nominal", first)
    return Actor(bare, "organisation", "nominal", None, party, None, first)


def document(words: Sequence[str], head: str, bare: str, memory: Memory, first: int) -> Actor:
    """ "The letter reads": its writer, where one was just spoken of; a report or a study speaks for itself."""
    if head in role_words("personal_documents"):
        entity = memory.best(("person",), None)
        if entity is not None and words[0] in DEFINITE | POSSESSIVES:
            return actor_of(entity, "nominal", first)
    return Actor(bare, "document", "nominal", None, None, None, first)
