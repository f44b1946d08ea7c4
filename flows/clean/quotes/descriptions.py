"""Those whom an article describes and does not name: "the newly-elected MP", "a council spokesman", "one voter"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flows.clean.quotes.memory import Actor, Memory, actor_of
from flows.clean.quotes.names import Entity, Mention
from flows.clean.quotes.tokens import Token
from flows.clean.quotes.words import gender_of_words, grammar_words, is_role, party_words, role_words

PREPOSITIONS = grammar_words("prepositions")
DEFINITE = grammar_words("definite")
POSSESSIVES = grammar_words("possessives")
INDEFINITE = grammar_words("indefinite")
NO_ROLE = DEFINITE | INDEFINITE | POSSESSIVES | grammar_words("ranks")
OFFICES = grammar_words("offices")
BODIES = grammar_words("bodies")
PLACES = grammar_words("places")
# endings of nouns for people: novelist, historian, engineer, trader
PERSONAL = tuple(sorted(grammar_words("personal_endings")))
HOLDERS = 20  # of one office that are looked at; more of them are a list and no article
NEUTRAL = grammar_words("neutral")
NEWSPAPERS = grammar_words("newspapers")
SAME_AS = {  # words of names by which "the force" and "the paper" are known
    "force": grammar_words("forces"),
    "paper": NEWSPAPERS,
    "newspaper": NEWSPAPERS,
    "party": grammar_words("party_names"),
}


def possessive(token: Token) -> str:
    """What a word that owns something has behind it: "the party’s", "the supporters’"."""
    if not token.is_possessive:
        return ""
    return "’" if token.text.endswith("s") and not token.is_capital else "’s"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase without a name at its head: the tokens from `first` to `last`, the head before `end`."""

    tokens: Sequence[Token]
    first: int
    end: int
    last: int
    mentions: Sequence[Mention]
    memory: Memory

    @property
    def words(self) -> list[str]:
        return [token.lower for token in self.tokens[self.first : self.end]]

    @property
    def is_definite(self) -> bool:
        return self.tokens[self.first].lower in DEFINITE

    def printed(self, last: int) -> str:
        """The phrase up to the token `last`, without its article."""
        articles = DEFINITE | INDEFINITE | POSSESSIVES
        first = self.first + (self.tokens[self.first].lower in articles and last > self.first + 1)
        return " ".join(token.text + possessive(token) for token in self.tokens[first:last])

    @property
    def role(self) -> str | None:
        return role_part(self.tokens, self.first, self.end)

    @property
    def party(self) -> str | None:
        return party_in(self.words) or (self.memory.party if "party" in self.words else None)

    def actor(self, name: str | None, kind: str, how: str = "nominal", role: str | None = None) -> Actor:
        return Actor(name, kind, how, role, self.party, None, self.first)

    def known(self, entity: Entity, how: str = "nominal") -> Actor:
        return actor_of(entity, how, self.first)


def described(phrase: Phrase) -> Actor | None:
    """Whom a description means; None when the words are no speaker's."""
    words = phrase.words
    head = words[-1]
    if head in role_words("spokes"):
        return spokesman(phrase)
    if (last := unnamed_before(phrase)) is not None:
        return last
    if is_unnamed(words):
        return phrase.actor(None, "anonymous", "explicit", phrase.role)
    singular = head.removesuffix("s")
    if head in role_words("groups") or (
        singular != head
        and (is_role(singular) or any(singular in role_words(one) for one in ("organisations", "anonymous")))
    ):
        return group(phrase)
    if is_role(head) or head.endswith("-year-old") or head in role_words("nationalities"):
        return holder(phrase)
    if head in role_words("organisations"):
        return organisation(phrase)
    if head in role_words("documents") or singular in role_words("documents"):
        return document(phrase)
    if words[0] in ("one", "another"):
        return phrase.actor(None, "anonymous", "explicit", phrase.role)
    return holder(phrase) if phrase.is_definite and head.endswith(PERSONAL) else None


def is_unnamed(words: Sequence[str]) -> bool:
    """ "a source", "one Labour voter", "an unnamed official": nobody named before or after."""
    head = words[-1]
    if head in ("source", "insider", "someone", "somebody") or any(
        word in ("anonymous", "unnamed", "unknown", "unidentified") for word in words
    ):
        return True
    if words[0] in ("some", "others"):
        return head in role_words("anonymous")
    if words[0] not in ("a", "an", "one", "another") and head not in ("one", "another"):
        return False
    return head in role_words("anonymous") or is_role(head) or "-year-old" in head or head.endswith(PERSONAL)


def unnamed_before(phrase: Phrase) -> Actor | None:
    """ "the source", after one was quoted."""
    for last in (phrase.memory.subject, phrase.memory.speaker):
        if last is None or last.kind != "anonymous" or not phrase.is_definite:
            continue
        if phrase.words[-1] in (last.role or "").lower().split():
            return replace(last, how="nominal", first=phrase.first)
    return None


def spokesman(phrase: Phrase) -> Actor:
    """Speaks for an organisation, which is the speaker: "a spokesman for X", "a council spokesman", "a spokeswoman"."""
    tokens, memory = phrase.tokens, phrase.memory
    word = tokens[phrase.end - 1].text
    if tokens[phrase.first].lower in ("his", "her"):
        person = memory.best(("person",), "male" if tokens[phrase.first].lower == "his" else "female")
        return replace(phrase.known(person) if person else phrase.actor(None, "anonymous"), role=word)
    named = mention_of(phrase.mentions, phrase.end, phrase.last) or mention_of(
        phrase.mentions, phrase.first, phrase.end
    )
    if named is not None:
        return replace(phrase.known(named.entity, "explicit"), role=word)
    if (of := body_of(phrase)) is not None:
        return replace(of, role=word)
    if memory.subject is not None and memory.subject.kind == "organisation" and memory.subject.entity is not None:
        return replace(memory.subject, how="nominal", first=phrase.first, role=word)
    if memory.speaker is not None and memory.speaker.kind == "organisation":
        return replace(memory.speaker, how="nominal", first=phrase.first, role=word)
    entity = memory.best(("organisation",), None)
    return replace(phrase.known(entity) if entity else phrase.actor(None, "anonymous"), role=word)


def body_of(phrase: Phrase) -> Actor | None:
    """Whom "a council spokesman" and "a spokesman for the Prime Minister" speak for: by its name, else as said."""
    articles = DEFINITE | INDEFINITE | POSSESSIVES
    before = [token for token in phrase.tokens[phrase.first : phrase.end - 1] if token.lower not in articles]
    before = before[: next((at + 1 for at, token in enumerate(before) if token.is_possessive), len(before))]
    body = before or [token for token in phrase.tokens[phrase.end + 1 : phrase.last] if token.lower not in articles]
    if not body:
        return None
    wanted = body[-1].lower
    named = [one.entity for one in reversed(phrase.memory.traces) if one.entity.kind == "organisation"]
    whole = " ".join(one.lower for one in body)
    bearer = next((one for one in named if one.name.lower() == whole), None)
    bearer = bearer or next((one for one in named if wanted in one.name.lower().split()), None)
    if bearer is not None:
        return phrase.known(bearer, "explicit")
    described_so = phrase.memory.best(("organisation",), None, frozenset((wanted,))) if len(body) == 1 else None
    if described_so is not None and wanted in described_so.roles:  # "a company spokesman"
        return phrase.known(described_so)
    kind = "person" if is_role(wanted) else "organisation"  # "the Prime Minister's spokesman"
    return Actor(" ".join(one.text for one in body), kind, "explicit", None, None, None, phrase.first)


def group(phrase: Phrase) -> Actor:
    """ "Residents", "allies of X": people together, whose words are printed as their name; sources have none."""
    words, memory = phrase.words, phrase.memory
    if words[-1] == "sources" or (words[-1] in ("allies", "friends", "insiders", "critics") and len(words) > 1):
        return phrase.actor(None, "anonymous", "explicit", phrase.role)
    if phrase.is_definite and len(words) == 2 and memory.speaker is not None and memory.speaker.kind == "group":
        return replace(memory.speaker, how="nominal", first=phrase.first)
    return phrase.actor(phrase.printed(phrase.last), "group", "explicit")


def holder(phrase: Phrase) -> Actor:
    """ "The newly-elected MP", "the 52-year-old": somebody named before; "her mother", an office: not named."""
    words = phrase.words
    head = words[-1]
    owned = any(token.is_possessive for token in phrase.tokens[phrase.first : phrase.end])
    printed = phrase.printed(phrase.last)
    if words[0] in POSSESSIVES or owned:
        return Actor(
            None if words[0] in POSSESSIVES else printed, "person", "nominal", phrase.role, None, None, phrase.first
        )
    if (known := described_before(phrase)) is not None:
        return known
    generic = words[0] in DEFINITE and head in role_words("he") | role_words("she")  # "the man from the council"
    is_long = phrase.last - phrase.first > 6  # "the father of a boy who ..." is no name
    named = None if is_long or generic else printed
    return Actor(named, "person" if named else "anonymous", "nominal", phrase.role, None, None, phrase.first)


def described_before(phrase: Phrase) -> Actor | None:
    """Whom "the MP" and "the education secretary" mean of those the article has named."""
    words, memory = phrase.words, phrase.memory
    head = words[-1]
    is_office = head in OFFICES  # there is one at a time, so that "the chancellor" is not just whoever spoke last
    wanted = frozenset((head,)) if is_office else frozenset(words) - DEFINITE
    entity = memory.best(("person",), gender_of_words(reversed(words)), wanted)
    known = [one for one in memory.names.holders(head)[:HOLDERS] if not is_office or fits_office(words, one)]
    if is_office and entity is not None and not fits_office(words, entity):
        entity = None
    only = known[0] if len(known) == 1 else None
    exact = only is not None and (wanted <= only.roles or len(words) == 2)
    if only is not None and exact and entity is not None and head not in entity.roles:
        return phrase.known(only)
    if entity is not None and (not is_office or head in entity.roles):
        actor = phrase.known(entity)
        return replace(actor, role=phrase.role) if entity.role is None or len(words) > 2 else actor
    if only is None and is_office and phrase.is_definite:
        only = just_named(memory, words)
    return phrase.known(only) if only is not None else None


def fits_office(words: Sequence[str], entity: Entity) -> bool:
    """Whether an office can be that of somebody described before: "the education secretary" is no general secretary."""
    told = [word for word in words[:-1] if word not in DEFINITE | NEUTRAL]
    held = (entity.role or "").lower().split()
    own = [word for word in held[: held.index(words[-1])] if word not in NEUTRAL] if words[-1] in held else []
    return not told or not own or bool(set(told) & set(own))


def just_named(memory: Memory, words: Sequence[str]) -> Entity | None:
    """Whom the sentence before, or all of the article so far, named alone and did not describe: "There was Jo Bloggs.
    The Secretary of State said"."""
    named = (trace.entity for trace in memory.traces)
    people = {id(one): one for one in named if one.kind == "person" or not one.is_sure}
    entity = next(iter(people.values())) if len(people) == 1 else None
    if entity is None and memory.alone is not None and memory.sentence - memory.alone[0] == 1:
        entity = memory.alone[1]
    if entity is None or entity.role is not None:
        return None
    entity.kind = "person"
    entity.roles.update(words, ("minister",) if "secretary" in words else ())
    return entity


def organisation(phrase: Phrase) -> Actor:
    """ "The charity", "the paper": the organisation named last; "the central bank" of no name keeps its description."""
    words = phrase.words
    head = words[-1]
    if len(words) == 2 and words[0] in DEFINITE | POSSESSIVES and head not in PLACES:
        wanted = SAME_AS.get(head, frozenset()) | {head}
        entity = phrase.memory.best(("organisation",), None, wanted)
        if entity is not None and (head not in BODIES or wanted & {*entity.name.lower().split(), *entity.roles}):
            return phrase.known(entity)
    whole = phrase.end == phrase.last or phrase.tokens[phrase.end].lower == "of"
    return phrase.actor(phrase.printed(phrase.last if whole else phrase.end), "organisation")


def document(phrase: Phrase) -> Actor:
    """ "X’s report", "the letter": its owner or its writer, where one is known; else it speaks for itself."""
    tokens = phrase.tokens
    owner = next((one for one in phrase.mentions if phrase.first <= one.first and one.last < phrase.end), None)
    if owner is not None and tokens[owner.last - 1].is_possessive:
        return phrase.known(owner.entity, "explicit")
    if phrase.words[-1] in role_words("personal_documents") and phrase.words[0] in DEFINITE | POSSESSIVES:
        entity = phrase.memory.best(("person",), None)
        if entity is not None:
            return phrase.known(entity)
    return Actor(phrase.printed(phrase.last), "document", "nominal", None, None, None, phrase.first)


def mention_of(mentions: Sequence[Mention], first: int, last: int) -> Mention | None:
    """The last name that ends in the phrase from `first` to `last`, not included."""
    inside = [one for one in mentions if first <= one.name_first and one.last <= last and one.name_first < one.last]
    return inside[-1] if inside else None


def role_part(tokens: Sequence[Token], first: int, end: int) -> str | None:
    """What a description says of its holder, without articles and bare party names: "former shadow minister"."""
    kept = [
        token.text.lower() if token.lower in ("former", "ex", "veteran", "fellow") else token.text
        for token in tokens[first:end]
        if token.lower.rstrip(".") not in NO_ROLE
        and not token.is_possessive
        and (token.text[:1].isalpha() or "-" in token.text)
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
