"""The cue of a quotation: the verb that reports it, who is that verb's subject, and where it was said.

A small grammar of news English: [speaker] [verb] [to whom] “…”;  “…” [speaker] [verb];  “…” [verb] [speaker];
according to [speaker];  calls for “…” from [speaker];  “…” – [speaker].
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from flows.clean.quote_actors import (
    DEFINITE,
    INDEFINITE,
    POSSESSIVES,
    PREPOSITIONS,
    PRONOUNS,
    Actor,
    Memory,
    phrase_actor,
)
from flows.clean.quote_names import Mention, is_role
from flows.clean.quote_tokens import Token
from flows.clean.quote_words import role_words, verbs

BE = frozenset("is are was were be been being".split())
AUXILIARIES = frozenset(
    "has have had having will would can could may might must should did does do n't not also then later now still "
    "previously already just once even only simply first again today yesterday himself herself themselves itself "
    "earlier since both all reportedly always never soon merely apparently ever recently "
    "here there monday tuesday wednesday thursday friday saturday sunday".split()
)
CARRIERS = frozenset("went goes go continued continues understood thought believed heard declined refused wanted "
                     "wants used sought seeks seemed appeared appears hastened came vowed promised pledged tried "
                     "taken took takes turned expected set due likely ready keen happy quick prepared determined scheduled "
                     "supposed believed".split())  # fmt: skip
CONJUNCTIONS = frozenset("and but or while as that which when although though because if since so after before where than "
                         "whereas until unless whether".split())  # fmt: skip
FRONTED = frozenset(
    "in on at for with after before during since despite although though because as asked speaking writing responding "
    "reacting following when while if amid by from to citing under without prosecuting defending sentencing addressing "
    "quoting announcing born nominated standing commenting unlike like having being appearing posting tweeting of about "
    "meanwhile however".split()
)
NOUN_CUES = frozenset(
    "call calls demand demands warning warnings claim claims accusation accusations allegation allegations criticism "
    "comment comments words remark remarks statement promise promises pledge description insistence suggestion vow "
    "assertion view message appeal plea cries cry charge charges complaint complaints".split()
)
NAMING = frozenset(
    "called named titled entitled nicknamed dubbed labelled labeled known termed headlined codenamed branded marked "
    "so-called word words term phrase song film book play album single hashtag nickname slogan headline website section "
    "category programme episode series column essay article exhibition brand label captioned name names alias moniker".split()
)
BEFORE_NOUN = frozenset(
    "the a an this that these those his her its their my our your no any some of in on for with from".split()
)


@dataclass(slots=True)
class Cue:
    """What reports a quotation. `verb` is None where a noun or a dash does; `place`: before, after."""

    actor: Actor
    verb: str | None
    place: str
    verb_at: int | None = None
    is_direct: bool = False  # verb and quotation stand beside each other


@dataclass(slots=True)
class Clause:
    """One sentence with what is needed to read it."""

    tokens: Sequence[Token]
    mentions: Sequence[Mention]
    memory: Memory
    subjects: dict[tuple[int, int], Actor | None] = field(default_factory=dict)  # found before, by verb and left end


def is_verb(tokens: Sequence[Token], at: int) -> bool:
    """Whether a form of a reporting verb is used as one: not "the claim", "said to be", "is accused of"."""
    token = tokens[at]
    if token.lower not in verbs() or not token.is_word or token.is_possessive:
        return False
    before = tokens[at - 1] if at > 0 else None
    if before is None:
        return True
    if token.is_capital and before.is_word:
        return False
    if before.lower in BEFORE_NOUN | POSSESSIVES or before.is_possessive:
        return False
    if token.lower in ("pay", "pays", "paid", "paying"):
        return at + 1 < len(tokens) and tokens[at + 1].lower == "tribute"
    if token.lower.startswith("point") and (at + 1 == len(tokens) or tokens[at + 1].lower != "out"):
        return False
    if token.lower.endswith("ing"):
        return before.lower != "left"
    if token.lower in AMBIGUOUS:
        return before.lower in PRONOUNS or before.lower in AUXILIARIES | {"who"} or (
            before.lower == "to" and not token.lower.endswith("s")
        ) or before.is_capital or (
            before.lower.endswith("s") and before.is_word and not before.lower.endswith("ss") and token.lower in PLURAL_FORMS
        ) or before.text in (",", ")") or is_singular_subject(before, token)  # fmt: skip
    return True


AMBIGUOUS = frozenset(
    "claim claims report reports state states note notes call calls view views question questions attack attacks warning "
    "warnings demand demands promise promises cry cries laugh laughs comment comments remark remarks post posts answer "
    "answers label labels brand brands bill bills term terms style speak hope hopes fear fears vent rail read hint hints "
    "reply challenge challenges shout shouts message messages quote quotes text email blog point points offer offers "
    "order orders rate rates want add thank express mention tweet tweets regard regards regret cite voice storm hit "
    "welcome welcomes criticism caption argue urge urges release charge appeal smile smiles counter".split()
)
PLURAL_FORMS = frozenset(
    "claim report state note call view question attack demand promise cry comment remark post answer label brand argue "
    "hope fear read hint challenge shout quote point offer order want add thank urge say tell think believe tweet".split()
)


def is_singular_subject(before: Token, token: Token) -> bool:
    """ "the letter reads", "the MP claims", "the motion notes": a singular noun, then a third person."""
    noun = (
        before.lower in role_words("documents") or before.lower in role_words("organisations") or is_role(before.lower)
    )
    return noun and (token.lower.endswith("s") or token.lower in ("read", "hit"))


def is_passive(tokens: Sequence[Token], at: int) -> bool:
    """ "was described", "is being called"; not "was saying"."""
    if tokens[at].lower.endswith("ing"):
        return False
    back = at - 1
    while back >= 0 and (tokens[back].lower in AUXILIARIES or tokens[back].lower.endswith("ly")):
        back -= 1
    return back >= 0 and tokens[back].lower in BE


def subject_of(clause: Clause, verb: int, left: int = 0) -> Actor | None:
    """Who does what the verb at `verb` says; `left` is the first token that may belong to the subject."""
    if (verb, left) not in clause.subjects:
        clause.subjects[verb, left] = find_subject(clause, verb, left)
    return clause.subjects[verb, left]


def find_subject(clause: Clause, verb: int, left: int) -> Actor | None:
    tokens = clause.tokens
    at = verb - 1
    while at >= left:
        word = tokens[at].lower
        if word in AUXILIARIES or (word.endswith("ly") and not tokens[at].is_capital) or word in BE:
            at -= 1
        elif (
            word == "to"
            and at - 1 >= left
            and (tokens[at - 1].lower in CARRIERS or tokens[at - 1].lower in verbs() or tokens[at - 1].lower == "on")
        ):
            at -= 1
        elif word == "on" and at - 1 >= left and tokens[at - 1].lower in CARRIERS:
            at -= 1
        elif (
            (word in CARRIERS or word == "heard")
            and tokens[at].is_word
            and at < verb - 0
            and at + 1 < len(tokens)
            and (tokens[at + 1].lower in ("to", "on") or tokens[at + 1].lower.endswith("ing"))
        ):
            at -= 1
        else:
            break
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
        return across_commas(clause, at, left, tokens[verb].lower.endswith("ing"))
    if word in CONJUNCTIONS or not tokens[at].is_word:
        return shared_subject(clause, verb, at, left)
    if tokens[at].stretch is None and word in verbs() and is_verb(tokens, at):
        return subject_of(clause, at, left)
    return nearest_phrase(clause, at + 1, left)


def inside_sentence(clause: Clause, at: int) -> Actor | None:
    """Whom "he" means when the sentence has named somebody before: "Mr Key said he believes ..."."""
    gender = PRONOUNS[clause.tokens[at].lower]
    if gender in ("many", "thing") and at > 1:
        actor = first_subject(clause, at)
        plural = actor is not None and actor.kind in ("group", "organisation", "anonymous") and actor.how != "pronoun"
        return actor if plural and clause.tokens[0].lower not in ABOUT else None
    if gender not in ("male", "female") or clause.tokens[0].lower in ABOUT:
        return None
    for one in clause.mentions:
        if one.last > at or one.name_first == one.last or clause.tokens[one.last - 1].is_possessive:
            continue
        entity = one.entity
        if entity.kind == "person" and (entity.gender == gender or entity.gender is None):
            behind = clause.tokens[one.last].lower if one.last < len(clause.tokens) else ""
            if behind in AUXILIARIES | BE | {",", "who", "("} or behind in verbs() or one.first == 0:
                return phrase_actor(clause.tokens, one.first, one.last, clause.mentions, clause.memory)
    return None


ABOUT = frozenset(
    "asked pressed questioned of on about speaking responding reacting referring turning to regarding".split()
)


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
    while first < end - 1 and tokens[first].lower in FRONTED | PREPOSITIONS | {"with", "both"}:
        first += 1
    return phrase_actor(tokens, first, end, mentions, clause.memory)


def across_commas(clause: Clause, at: int, left: int, is_participle: bool) -> Actor | None:
    """The subject in front of what stands between commas: "X, who was there, said", "The minister, Jo Bloggs, said"."""
    tokens = clause.tokens
    segments: list[tuple[int, int]] = []
    end = at
    while end > left:
        first = end
        while first > left and not ends_segment(tokens[first - 1]):
            first -= 1
        if not (first > left and tokens[first - 1].text == "(" and end < len(tokens) and tokens[end].text == ")"):
            segments.append((first, end))
        if first > left and tokens[first - 1].text in (";", ":", "."):
            break
        end = first - 1
    named: Actor | None = None
    described: Actor | None = None
    for first, last in segments:
        opened = first
        while first < last and tokens[first].lower in (
            "but",
            "and",
            "so",
            "while",
            "yet",
            "meanwhile",
            "however",
            "as",
            "then",
            "though",
            "although",
            "because",
            "whereas",
        ):
            first += 1
        if (
            first >= last
            or tokens[first].lower in FRONTED | {"who", "whose", "which", "where"}
            or tokens[first].text.isdigit()
        ):
            continue
        if tokens[first].lower.endswith(("ing", "ed")) and not tokens[first].is_capital:
            continue
        actor = opening_phrase(clause, first, last)
        if actor is None:
            continue
        if actor.how == "pronoun" or (actor.entity is not None and actor.how == "explicit"):
            if named is None or prefers(actor, named):
                named = actor
            if first > opened and tokens[opened].lower in ("but", "though", "although", "while", "whereas"):
                break
        elif actor.kind != "document" or described is None:
            described = actor
    return named or described


def prefers(further: Actor, nearer: Actor) -> bool:
    """Of two names between commas the one in front is the subject, unless it is a place or a body and the other a person."""
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
        ):
            break
        if end > first and tokens[end].lower in verbs() and is_verb(tokens, end):
            break
        if tokens[end].lower in PREPOSITIONS and end > first and not hangs_on(clause, first, end, last):
            break
        end += 1
        if end - first > 12:
            break
    return phrase_actor(tokens, first, end, clause.mentions, clause.memory)


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
    """Whether a party, a place or a body only stands before the name of a person: "Labour former minister Jo Bloggs"."""
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
    first = 0
    while first < end:
        while first < end and (
            not tokens[first].is_word
            or tokens[first].text[0].isdigit()
            or tokens[first].lower in ("but", "and", "so", "yet", "then", "also")
        ):
            first += 1
        if first >= end:
            return None
        opening = tokens[first].lower
        if opening in FRONTED or (opening.endswith(("ing", "ed")) and not_a_name(clause, first)):
            comma = next((at for at in range(first, end) if tokens[at].text in (",",)), None)
            if comma is None:
                return None
            first = comma + 1
            continue
        break
    if first >= end:
        return None
    actor = opening_phrase(clause, first, end)
    introduced = actor is None or actor.entity is None or actor.entity.kind != "person" or actor.how == "nominal"
    if introduced and (tokens[first].lower in ("one", "among", "another") or actor is not None):
        for one in clause.mentions:
            near = first < one.first < first + 12 and (
                tokens[first].lower in ("one", "among", "another") or one.first < first + 8
            )
            if near and tokens[one.first - 1].lower in ("is", "was") and one.entity.kind == "person":
                return phrase_actor(tokens, one.first, one.last, clause.mentions, clause.memory)
    apposed = next((one for one in clause.mentions if one.first > first and tokens[one.first - 1].text == ","), None)
    if (
        (actor is None or actor.entity is None or actor.how == "nominal")
        and apposed is not None
        and apposed.first - first < 14
    ):
        closed = apposed.last < len(tokens) and tokens[apposed.last].text == ","
        person = apposed.entity.kind == "person" or not apposed.entity.is_sure
        if closed and person and (actor is not None or is_role(tokens[apposed.first - 2].lower)):
            return phrase_actor(tokens, apposed.first, apposed.last, clause.mentions, clause.memory)
    return actor


def not_a_name(clause: Clause, at: int) -> bool:
    return not any(one.first <= at < one.last for one in clause.mentions)


def shared_subject(clause: Clause, verb: int, at: int, left: int) -> Actor | None:
    """For "..., and told": the subject of the reporting verb before it, else of the sentence."""
    for earlier in range(at - 1, left - 1, -1):
        if is_verb(clause.tokens, earlier) and not is_passive(clause.tokens, earlier):
            actor = subject_of(clause, earlier, left)
            if actor is not None:
                return actor
    return first_subject(clause, at)


def cue_before(clause: Clause, quote: int, left: int, is_whole: bool = False) -> Cue | None:
    """The reporting verb in front of a quotation, the nearest one first; `is_whole`: it is a sentence, no fragment."""
    tokens = clause.tokens
    is_told = False
    adjacent = quote - 1
    while adjacent >= left and (
        tokens[adjacent].text in (":", ",", "–", "-", "—", ".", "…") or tokens[adjacent].lower in ("that", "as")
    ):
        adjacent -= 1
    for at in range(quote - 1, left - 1, -1):
        if tokens[at].stretch is not None or not is_verb(tokens, at):
            continue
        if is_passive(tokens, at):
            is_told = is_told or tokens[at].lower in TOLD
            agent = agent_behind(clause, at, quote)
            if agent is None and quote + 1 < len(tokens) and tokens[quote + 1].lower == "by":
                agent = phrase_at(clause, quote + 2, len(tokens))
            if agent is not None:
                return Cue(agent, tokens[at].lower, "before", at, at == adjacent)
            continue
        if tokens[at].lower in ("read", "reads", "reading") and at != adjacent:
            continue
        if tokens[at].lower in LOOKING and quote - at > 2 and not any(one.lower == "as" for one in tokens[at:quote]):
            continue
        actor = subject_of(clause, at, left)
        if tokens[at].lower in ("quoting", "citing"):
            actor = opening_phrase(clause, at + 1, quote)
        if tokens[at].lower in ("found", "finds", "find") and actor is not None and at != adjacent:
            if actor.kind not in ("document", "organisation") and tokens[at + 1].lower != "that":
                continue
        if actor is None and tokens[at].lower.endswith("ing") and at > left:
            actor = shared_subject(clause, at, at, left)
        if actor is None and at == adjacent and left == 0:
            actor = inverted(clause, at + 1, quote)
        if actor is not None:
            said = according(clause, at + 1, quote, "before")
            return said or Cue(actor, tokens[at].lower, "before", at, at == adjacent)
    found = according(clause, left, quote, "before") or noun_cue(clause, quote, left) or colon(clause, quote, is_whole)
    if found is None and is_told:
        return Cue(Actor(None, "anonymous", "unnamed"), None, "before", None)
    return found


def colon(clause: Clause, quote: int, is_whole: bool) -> Cue | None:
    """ "Jo Bloggs: “…”", "He goes on: “…”", "The party had a warning for her: “…”": the sentence's subject speaks."""
    mark = clause.tokens[quote - 1].text if quote else ""
    if mark != ":" and not (mark == "," and is_whole):
        return None
    actor = first_subject(clause, quote - 1)
    if actor is None or actor.kind == "document":
        return None
    return Cue(actor, None, "before", quote - 1, True)


# forms of verbs that hold words in marks only in "regards it as “…”"
LOOKING = frozenset(
    "consider considers considered considering see sees saw seen seeing view views viewed viewing regard regards regarded "
    "regarding rate rates rated rating bill bills billed hit hits hitting tout touts touted paint paints painted".split()
)


# "X has been accused of “…”" tells that it was said; by whom, the next sentence may
TOLD = frozenset(
    "accused warned told urged described branded labelled criticised criticized condemned hailed praised dismissed blamed "
    "slammed mocked denounced attacked advised".split()
)


def agent_behind(clause: Clause, verb: int, end: int) -> Actor | None:
    """ "described by X as": the agent of a passive."""
    for at in range(verb + 1, min(end, verb + 4)):
        if clause.tokens[at].lower == "by":
            return opening_phrase(clause, at + 1, end)
    return None


def according(clause: Clause, first: int, last: int, place: str) -> Cue | None:
    """ "according to X"; "in the words of X"."""
    tokens = clause.tokens
    for at in range(first, last - 1):
        if tokens[at].lower == "according" and tokens[at + 1].lower == "to":
            start = at + 2
        elif tokens[at].lower == "words" and tokens[at + 1].lower == "of":
            start = at + 2
        else:
            continue
        actor = phrase_at(clause, start, last)
        if actor is not None:
            return Cue(quoted_by(clause, start, last) or actor, None, place, at)
    return None


def quoted_by(clause: Clause, first: int, last: int) -> Actor | None:
    """ "according to one agency, quoting another": the words are the other's."""
    for at in range(first, min(last, first + 10)):
        if clause.tokens[at].lower in ("quoting", "citing"):
            return opening_phrase(clause, at + 1, last)
    return None


def phrase_at(clause: Clause, first: int, last: int) -> Actor | None:
    """The noun phrase that starts at `first`: up to a comma, a verb or a small word that ends it; appositions looked into."""
    tokens = clause.tokens
    end = first
    while end < last and not ends_segment(tokens[end]):
        inside = next((one for one in clause.mentions if one.first <= end < one.last), None)
        if inside is not None:
            end = inside.last
            if tokens[end - 1].is_possessive:
                continue
            if inside.name_first < inside.last and not (
                end < last and tokens[end].is_word and tokens[end].lower not in STOPS_PHRASE
            ):
                break
            continue
        if end > first and tokens[end].lower in STOPS_PHRASE:
            written = tokens[end].lower == "by" and tokens[end - 1].lower in role_words("documents")
            if not written:
                break
        end += 1
        if end - first > 14:
            break
    actor = phrase_actor(tokens, first, end, clause.mentions, clause.memory)
    if (actor is None or actor.entity is None or actor.how == "nominal") and end + 1 < last and tokens[end].text == ",":
        apposed = next((one for one in clause.mentions if one.first == end + 1 and one.name_first < one.last), None)
        if apposed is not None and apposed.entity.kind == "person":
            return phrase_actor(tokens, apposed.first, apposed.last, clause.mentions, clause.memory)
    return actor


STOPS_PHRASE = frozenset(
    "who which whose that in on at after before as to when during while with about following from and but by since "
    "is was are were has had will would said told".split()
)


def noun_cue(clause: Clause, quote: int, left: int) -> Cue | None:
    """ "calls to “…” from X"; "X’s claim that “…”"."""
    tokens = clause.tokens
    for at in range(quote - 1, max(left, quote - 12) - 1, -1):
        if tokens[at].lower not in NOUN_CUES:
            continue
        for back in range(at - 1, max(left, at - 5) - 1, -1):
            owner = next((one for one in clause.mentions if one.last == back + 1 and one.name_first < one.last), None)
            if owner is not None and tokens[back].is_possessive:
                tail = Actor(
                    owner.entity.name,
                    owner.entity.kind,
                    "explicit",
                    owner.entity.role,
                    owner.entity.party,
                    owner.entity,
                )
                return Cue(tail, None, "before", at)
        for forward in (*range(at + 1, quote), *range(quote + 1, min(quote + 6, len(tokens)))):
            if tokens[forward].lower in ("from", "by"):
                end = forward + 1
                while (
                    end < len(tokens)
                    and not ends_segment(tokens[end])
                    and tokens[end].lower not in ("following", "after", "over", "as", "that", "for", "to")
                ):
                    end += 1
                actor = phrase_actor(tokens, forward + 1, end, clause.mentions, clause.memory)
                if actor is not None:
                    return Cue(actor, None, "before" if forward < quote else "after", at)
    return None


def inverted(clause: Clause, first: int, last: int) -> Actor | None:
    """The subject behind its verb: "said the leader of the council, Jo Bloggs"."""
    tokens = clause.tokens
    if first >= last or tokens[first].lower in ("that", "it", "to", "he", "in", "on"):
        return None
    return phrase_at(clause, first, last)


def cue_after(clause: Clause, quote: int, last: int, ends_with_mark: bool = True) -> Cue | None:
    """The cue behind a quotation, up to the token `last`; `ends_with_mark`: its last letter is punctuation."""
    tokens = clause.tokens
    first = quote + 1
    while first < last and tokens[first].text in (",", "–", "-", "—", "."):
        first += 1
    if first >= last:
        return None
    separated = first > quote + 1 or ends_with_mark
    if is_verb(tokens, first) and verbs()[tokens[first].lower] == "say" and not tokens[first].is_capital:
        actor = inverted(clause, first + 1, last)
        if actor is not None:
            return Cue(actor, tokens[first].lower, "after", first, True)
    for at in range(first, min(last, first + 40)):
        if tokens[at].stretch is not None:
            break
        if is_verb(tokens, at) and not is_passive(tokens, at) and at > first:
            actor = subject_of(clause, at, first)
            close = actor is not None and actor.first <= first + 1 and (quote == 0 or separated)
            if actor is not None and (close or leads(tokens, actor.first, first)):
                return Cue(actor, tokens[at].lower, "after", at, actor.first <= first + 1)
    return according(clause, first, last, "after") or dash(clause, quote, first, last)


def leads(tokens: Sequence[Token], at: int, first: int) -> bool:
    """Whether a subject further on opens a clause of its own: ", the newspaper reported"."""
    return at > first and tokens[at - 1].text in (",", "–", "—")


def dash(clause: Clause, quote: int, first: int, last: int) -> Cue | None:
    """A pull quote's signature: "“…” – Jo Bloggs, chair"."""
    tokens = clause.tokens
    named = next((one for one in clause.mentions if one.first == first and one.name_first < one.last), None)
    starts = quote == 0
    if named is None or not starts or any(tokens[at].lower in verbs() for at in range(first, last)):
        return None
    if first == quote + 1 and named.last < last and tokens[named.last].text not in (",", "."):
        return None
    if last - first > 14 or named.entity.kind == "organisation" and first == quote + 1:
        return None
    actor = phrase_actor(tokens, named.first, named.last, clause.mentions, clause.memory)
    return Cue(actor, None, "dash", first, True) if actor else None
