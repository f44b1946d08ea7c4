"""The grammar of a sentence, as far as quotations need it: its reporting verbs, and who is the subject of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from flows.clean.quotes.actors import phrase_actor
from flows.clean.quotes.descriptions import DEFINITE, INDEFINITE, POSSESSIVES, PREPOSITIONS
from flows.clean.quotes.memory import PRONOUNS, Actor, Memory
from flows.clean.quotes.names import Mention
from flows.clean.quotes.tokens import Token
from flows.clean.quotes.verbs import AUXILIARIES, BE, is_passive, is_verb
from flows.clean.quotes.words import grammar_words, is_role, role_words, verbs

CARRIERS = grammar_words("carriers")
CONJUNCTIONS = grammar_words("conjunctions")
CLAUSE_OPENERS = grammar_words("clause_openers")
OFFICES = grammar_words("offices")
PAST = grammar_words("past")
FRONTED = grammar_words("fronted")
ABOUT = grammar_words("about")
FURTHEST = 60  # tokens between a verb and a subject in front of commas


@dataclass(slots=True)
class Clause:
    """One sentence with what is needed to read it."""

    tokens: Sequence[Token]
    mentions: Sequence[Mention]
    memory: Memory
    subjects: dict[tuple[int, int], Actor | None] = field(default_factory=dict)  # found before, by verb and left end


def subject_of(clause: Clause, verb: int, left: int = 0) -> Actor | None:
    """Who does what the verb at `verb` says; `left` is the first token that may belong to the subject."""
    if (verb, left) not in clause.subjects:
        clause.subjects[verb, left] = find_subject(clause, verb, left)
    return clause.subjects[verb, left]


def find_subject(clause: Clause, verb: int, left: int) -> Actor | None:
    """As `subject_of`, not remembered."""
    tokens = clause.tokens
    at = before_verb(tokens, verb, left)
    if at < left:
        return None
    word = tokens[at].lower
    if word in ("who", "which", "that") and at > left:
        at -= 2 if tokens[at - 1].text == "," else 1
        antecedent = next((one for one in clause.mentions if one.last == at + 1 and one.name_first < one.last), None)
        return nearest_phrase(clause, at + 1, antecedent.first if antecedent else left)
    if word in PRONOUNS:
        return inside_sentence(clause, at) or phrase_actor(tokens, at, at + 1, clause.mentions, clause.memory)
    if tokens[at].text in (",", ")", "–", "—", "-", "]"):
        return across_commas(clause, at, left)
    if word in CONJUNCTIONS or not tokens[at].is_word:
        return shared_subject(clause, at, left)
    if word in verbs() and is_verb(tokens, at):
        return subject_of(clause, at, left)
    nearest = nearest_phrase(clause, at + 1, left)
    if nearest is None and left == 0 and verbs().get(tokens[verb].lower) == "say":
        return before_relative(clause, verb)
    return nearest


def before_relative(clause: Clause, verb: int) -> Actor | None:
    """The subject of a sentence that describes it at length: "A driver who saw the landing told"."""
    actor = first_subject(clause, verb)
    who = any(token.lower in ("who", "whose") for token in clause.tokens[:verb])
    return actor if who and actor is not None and actor.how != "pronoun" else None


def before_verb(tokens: Sequence[Token], verb: int, left: int) -> int:
    """The token in front of a verb and all that goes with it: "has since", "is understood to have", "went on to"."""
    at = verb - 1
    while at >= left:
        word = tokens[at].lower
        before = tokens[at - 1].lower if at > left else ""
        following = tokens[at + 1].lower
        adverb = word.endswith("ly") and not tokens[at].is_capital
        carried = before in CARRIERS or (word == "to" and (before in verbs() or before == "on"))
        carries = word in CARRIERS and (following in ("to", "on") or following.endswith("ing"))
        if not (word in AUXILIARIES or word in BE or adverb or (word in ("to", "on") and carried) or carries):
            return at
        at -= 1
    return at


def inside_sentence(clause: Clause, at: int) -> Actor | None:
    """Whom "he" means when the sentence has named somebody before: "Mr Key said he believes ..."."""
    gender = PRONOUNS[clause.tokens[at].lower]
    if gender in ("many", "thing") and at > 1:
        actor = first_subject(clause, at)
        plural = actor is not None and actor.kind in ("group", "organisation", "anonymous") and actor.how != "pronoun"
        return actor if plural and clause.tokens[0].lower not in ABOUT else None
    if gender not in ("male", "female") or clause.tokens[0].lower in ABOUT:
        return None
    opening = first_subject(clause, at)
    unknown = opening is not None and opening.kind == "person" and opening.entity is None
    if opening is not None and unknown and OFFICES.intersection((opening.role or "").lower().split()[-1:]):
        return opening  # "The minister did not stop, but as she left she said"
    for one in clause.mentions:
        if one.last > at or one.name_first == one.last or clause.tokens[one.last - 1].is_possessive:
            continue
        entity = one.entity
        if entity.kind == "person" and (entity.gender == gender or entity.gender is None):
            behind = clause.tokens[one.last].lower if one.last < len(clause.tokens) else ""
            if behind in AUXILIARIES | BE | {",", "who", "("} or behind in verbs() or one.first == 0:
                return phrase_actor(clause.tokens, one.first, one.last, clause.mentions, clause.memory)
    return None


def nearest_phrase(clause: Clause, end: int, left: int) -> Actor | None:
    """The noun phrase that ends before the token `end`, with the phrases it hangs on ("a spokesman for X")."""
    tokens, mentions = clause.tokens, clause.mentions
    first = end
    while first > left:
        step = first - 1
        token = tokens[step]
        inside = next((one for one in mentions if one.first <= step < one.last), None)
        if inside is not None and inside.first >= left:
            first = inside.first
            continue
        if token.stretch is not None or not token.is_word or token.lower in CONJUNCTIONS:
            break
        if token.lower in AUXILIARIES | BE and first < end:
            break
        first = step
        if token.lower in DEFINITE | INDEFINITE | POSSESSIVES and (
            step == left or tokens[step - 1].lower not in PREPOSITIONS
        ):
            break
        if end - first > 14:
            break
    explained = next((one for one in mentions if one.last == first - 1 and one.entity.kind == "person"), None)
    if explained is not None and tokens[first - 1].text == "," and is_role(tokens[first].lower):
        return phrase_actor(
            tokens, explained.first, explained.last, mentions, clause.memory
        )  # "Jo Bloggs, chair of X said"
    while first < end - 1 and tokens[first].lower in FRONTED | PREPOSITIONS | {"with", "both"}:
        first += 1
    return phrase_actor(tokens, first, end, mentions, clause.memory)


def across_commas(clause: Clause, at: int, left: int) -> Actor | None:
    """The subject in front of what stands between commas: "X, who was there, said", "The minister, Jo Bloggs, said"."""
    named: Actor | None = None
    described: Actor | None = None
    for opened, last in segments(clause.tokens, at, left):
        first = opened
        while first < last and clause.tokens[first].lower in CLAUSE_OPENERS:
            first += 1
        actor = opening_phrase(clause, first, last) if may_be_subject(clause.tokens, first, last) else None
        if actor is None:
            continue
        if actor.how == "pronoun" or (actor.entity is not None and actor.how == "explicit"):
            if named is None or prefers(actor, named):
                named = actor
            if named is not None and any(token.lower == "whom" for token in clause.tokens[left:opened][-4:]):
                break  # "two daughters, one of whom, Jo Bloggs, said"
            if first > opened and clause.tokens[opened].lower in ("but", "though", "although", "while", "whereas"):
                break
        elif actor.kind != "document" or described is None:
            described = actor
    explained = described is not None and described.kind == "person"
    if explained and named is not None and named.entity is not None and not named.entity.is_sure:
        named.entity.kind = named.kind = "person"  # whoever a role explains is one: "The dean, Ulf Brandt, said"
    return named or described


def segments(tokens: Sequence[Token], at: int, left: int) -> list[tuple[int, int]]:
    """What stands between commas in front of the token `at`, the nearest first, brackets left out."""
    found: list[tuple[int, int]] = []
    end = at
    while end > left and at - end < FURTHEST:
        first = end
        while first > left and not ends_segment(tokens[first - 1]):
            first -= 1
        opener = tokens[first - 1].text if first > left else ""
        if not (opener == "(" and tokens[end].text == ")"):
            found.append((first, end))
        if opener and opener in ";:.":
            break
        end = first - 1
    return found


def may_be_subject(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether a segment can open with the subject: no age, no "in London", "who was there", "speaking to reporters"."""
    if first >= last or tokens[first].text.isdigit():
        return False
    word = tokens[first].lower
    participle = word.endswith(("ing", "ed")) and not tokens[first].is_capital
    return not participle and word not in FRONTED and word not in ("who", "whose", "which", "where")


def prefers(further: Actor, nearer: Actor) -> bool:
    """Of two names between commas the one in front is the subject, unless it is a body's and the other a person's."""
    return not (nearer.kind == "person" and further.kind == "organisation" and further.how != "pronoun")


def ends_segment(token: Token) -> bool:
    return token.text in (",", ";", ":", "–", "—", "(", ")", "-", "[", "]", ".")


def opening_phrase(clause: Clause, first: int, last: int) -> Actor | None:
    """The noun phrase a stretch of a sentence opens with, up to its verb; nothing when there is no end to it."""
    tokens = clause.tokens
    if tokens[first].lower in PRONOUNS:
        return phrase_actor(tokens, first, first + 1, clause.mentions, clause.memory)
    end = first
    while end < last:
        inside = next(
            (one for one in clause.mentions if one.first <= end < one.last and one.name_first < one.last), None
        )
        if inside is not None:
            end = inside.last
            if not tokens[end - 1].is_possessive and not goes_on(clause, end, last):
                break
            continue
        if tokens[end].stretch is not None:
            break
        double_role = (
            tokens[end].lower == "and" and is_role(tokens[end - 1].lower) and leads_to_name(clause, end + 1, last)
        )
        if (
            tokens[end].lower in AUXILIARIES | BE | CONJUNCTIONS | {"who", "which", "whose"}
            and end > first
            and not double_role
            and not (tokens[end].lower == "first" and tokens[end - 1].lower in DEFINITE)  # "the first minister"
        ):
            break
        if end > first and tokens[end].lower in verbs() and is_verb(tokens, end):
            break
        past = tokens[end].lower.endswith("ed") or tokens[end].lower in PAST
        if end > first and past and is_noun_for_people(tokens[end - 1].lower):
            break  # "The family lived"
        if tokens[end].lower in PREPOSITIONS and end > first and not hangs_on(clause, first, end, last):
            break
        end += 1
        if end - first > 12:
            break
    return phrase_actor(tokens, first, end, clause.mentions, clause.memory)


def is_noun_for_people(word: str) -> bool:
    return is_role(word) or any(word in role_words(kind) for kind in ("organisations", "groups"))


def hangs_on(clause: Clause, first: int, at: int, last: int) -> bool:
    """Whether a preposition goes on with the phrase: "Analysts at Meridian Capital"."""
    tokens = clause.tokens
    nameless = not any(one.first <= step < one.last for one in clause.mentions for step in range(first, at))
    follows = any(one.first in (at + 1, at + 2) for one in clause.mentions)
    return nameless and follows and tokens[at].lower in ("of", "at", "for", "from") and at + 1 < last


def goes_on(clause: Clause, at: int, last: int) -> bool:
    """Whether a name is only the beginning of its phrase: "Labour candidate", "Labour minister Jo Bloggs"."""
    word = clause.tokens[at].lower if at < last else ""
    noun = is_role(word) or any(word in role_words(kind) for kind in ("organisations", "groups", "documents", "spokes"))
    return (noun and not clause.tokens[at].is_capital and not is_verb(clause.tokens, at)) or leads_to_name(
        clause, at, last
    )


def leads_to_name(clause: Clause, at: int, last: int) -> bool:
    """Whether a party or a body only stands before the name of a person: "Labour former minister Jo Bloggs"."""
    for step in range(at, min(last, at + 8)):
        if any(one.first <= step < one.last and one.entity.kind == "person" for one in clause.mentions):
            return step > at
        if any(one.first == step for one in clause.mentions) and step > at:
            return clause.tokens[step - 1].lower in role_words("organisations")
        token = clause.tokens[step]
        if not token.is_word or token.lower in AUXILIARIES | BE | CONJUNCTIONS | PREPOSITIONS | DEFINITE | POSSESSIVES:
            return False
        if token.lower in verbs() and is_verb(clause.tokens, step):
            return False
    return False


def first_subject(clause: Clause, end: int | None = None) -> Actor | None:
    """The subject of a sentence: its first noun phrase, phrases in front of a comma ("In London, ...") passed over."""
    tokens = clause.tokens
    end = len(tokens) if end is None else end
    first = subject_start(clause, end)
    if first >= end:
        return None
    actor = opening_phrase(clause, first, end)
    if actor is not None and actor.how == "explicit" and actor.entity is not None and actor.entity.kind == "person":
        return actor
    listed = tokens[first].lower in ("one", "among", "another")
    if listed or actor is not None:
        for one in clause.mentions:  # "One of them was Jo Bloggs", "The candidate is Jo Bloggs"
            near = first < one.first < first + (12 if listed else 8)
            if near and tokens[one.first - 1].lower in ("is", "was") and one.entity.kind == "person":
                return phrase_actor(tokens, one.first, one.last, clause.mentions, clause.memory)
    if actor is None or actor.entity is None or actor.how == "nominal":
        return apposed(clause, first, actor) or actor
    return actor


def subject_start(clause: Clause, end: int) -> int:
    """Where the subject may start: behind conjunctions, times of a live page and what a comma closes in front of it."""
    tokens = clause.tokens
    stamped = tokens[0].text[:1].isdigit() and any(token.text == ":" for token in tokens[1:4])
    first = next(at for at, token in enumerate(tokens) if token.text == ":") + 1 if stamped else 0
    while first < end:
        token = tokens[first]
        if not token.is_word or token.text[0].isdigit() or token.lower in ("but", "and", "so", "yet", "then", "also"):
            first += 1
        elif token.lower in FRONTED or (token.lower.endswith(("ing", "ed")) and not_a_name(clause, first)):
            comma = next((at for at in range(first, end) if tokens[at].text == ","), None)
            inside = fronted_subject(tokens, first, end if comma is None else comma)
            if inside is not None or comma is None:
                return end if inside is None else inside
            first = comma + 1
        elif token.lower in ("i", "it") and any(one.text == "," for one in tokens[first + 1 : min(end, first + 5)]):
            first = next(at for at in range(first, end) if tokens[at].text == ",") + 1  # "I am told,"
        else:
            break
    return first


def fronted_subject(tokens: Sequence[Token], first: int, end: int) -> int | None:
    """Where the subject stands behind a phrase that no comma closes: "In 2019 he said", "At the briefing the minister
    was asked"; None where the phrase is a clause ("When she arrived")."""
    if tokens[first].lower not in PREPOSITIONS | {"after", "before", "during", "since"}:
        return None
    for at in range(first + 1, min(end, first + 12)):
        word = tokens[at].lower
        if word in CONJUNCTIONS or word in ("who", "whom", "whose") or (at == first + 1 and word.endswith("ing")):
            return None
        if word in ("he", "she", "they"):
            return at
        starts = word in DEFINITE and at > first + 1 and tokens[at - 1].lower not in PREPOSITIONS
        if starts and any(one.lower in BE | AUXILIARIES for one in tokens[at + 2 : min(end, at + 7)]):
            return at
    return None


def apposed(clause: Clause, first: int, actor: Actor | None) -> Actor | None:
    """The name that explains a description: "The secretary of the union, Jo Bloggs, has"."""
    tokens = clause.tokens
    one = next((one for one in clause.mentions if one.first > first and tokens[one.first - 1].text == ","), None)
    if one is None or one.first - first >= 14 or not closes_apposition(tokens, one.last):
        return None
    person = one.entity.kind == "person" or not one.entity.is_sure
    if person and (actor is not None or is_role(tokens[one.first - 2].lower)):
        return phrase_actor(tokens, one.first, one.last, clause.mentions, clause.memory)
    return None


def closes_apposition(tokens: Sequence[Token], at: int) -> bool:
    """Whether a name that explains a description ends at `at`: ", Jo Bloggs," and ", Jo Bloggs from Marlford,"."""
    if at < len(tokens) and tokens[at].lower in ("from", "of"):
        at = next((step for step in range(at, min(at + 4, len(tokens))) if tokens[step].text == ","), at)
    return at < len(tokens) and tokens[at].text == ","


def not_a_name(clause: Clause, at: int) -> bool:
    return not any(one.first <= at < one.last for one in clause.mentions)


def shared_subject(clause: Clause, at: int, left: int) -> Actor | None:
    """For "..., and told": the subject of the reporting verb before it, else of the sentence."""
    tokens = clause.tokens
    back = range(at - 1, max(left, at - FURTHEST) - 1, -1)
    related = next((step for step in back if tokens[step].lower == "who" or not tokens[step].is_word), left)
    if tokens[related].lower == "who" and related > left:  # "Jo Bloggs, who put down her pen and said"
        return subject_of(clause, related + 1, left)
    verbs_before = (at for at in back if is_verb(tokens, at) and not is_passive(tokens, at))
    for earlier in islice(verbs_before, 3):
        actor = subject_of(clause, earlier, left)
        if actor is not None:
            return actor
    return first_subject(clause, at)
