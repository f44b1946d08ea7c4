"""The cue of a quotation: the verb that reports it, and who is that verb's subject.

A small grammar of news English: [speaker] [verb] [to whom] “…”;  “…” [speaker] [verb];  “…” [verb] [speaker];
according to [speaker];  calls for “…” from [speaker];  “…” – [speaker].
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flows.clean.quotes.actors import WRITTEN, phrase_actor
from flows.clean.quotes.memory import Actor, actor_of, pronoun_actor
from flows.clean.quotes.names import Mention
from flows.clean.quotes.subjects import Clause, ends_segment, first_subject, opening_phrase, shared_subject, subject_of
from flows.clean.quotes.tokens import Token
from flows.clean.quotes.verbs import AUXILIARIES, BE, is_passive, is_verb
from flows.clean.quotes.words import grammar_words, is_role, party_words, role_words, verbs

NOUN_CUES = grammar_words("noun_cues")
NAMING = grammar_words("naming")
LOOKING = grammar_words("looking")
TOLD = grammar_words("told")
PERSONAL_DOCUMENTS = role_words("personal_documents")
THINKING = grammar_words("thinking")
TRIES = 12  # verbs in front of a quotation whose subjects are looked for
BESIDE = (":", ",", "–", "-", "—", ".", "…")
REPORTING_PAIRS = (("according", "to"), ("words", "of"), ("attributed", "to"))
BORROWED = grammar_words("borrowed")
QUOTING = ("quoted", "quotes", "quoting", "cited", "cites", "citing")
VERDICTS = grammar_words("verdicts")
SHOUTS = grammar_words("shouts")
STOPS_PHRASE = grammar_words("stops_phrase")


@dataclass(slots=True)
class Cue:
    """What reports a quotation. `verb` is None where a noun or a dash does; `place`: before, after."""

    actor: Actor
    verb: str | None
    place: str
    verb_at: int | None = None
    is_direct: bool = False  # verb and quotation stand beside each other


def cue_before(clause: Clause, quote: int, left: int, is_whole: bool = False) -> Cue | None:
    """The reporting verb in front of a quotation, the nearest one first; `is_whole`: it is a sentence, no fragment."""
    tokens = clause.tokens
    adjacent = quote - 1
    while adjacent >= left and (tokens[adjacent].text in BESIDE or tokens[adjacent].lower in ("that", "as")):
        adjacent -= 1
    if (found := borrowed(clause, quote, left)) is not None:
        return found
    is_told = False
    tried = 0
    for at in range(last_verb(clause, quote, left), left - 1, -1):
        if tokens[at].stretch is not None or not is_verb(tokens, at) or not may_quote(tokens, at, quote, adjacent):
            continue
        tried += 1
        if tried > TRIES:
            break
        if is_passive(tokens, at):
            is_told = is_told or tokens[at].lower in TOLD
            actor = agent_behind(clause, at, quote)
        else:
            actor = subject_before(clause, at, quote, left, at == adjacent)
        if actor is not None and actor.how == "pronoun" and tokens[at].lower in THINKING:
            outer = outer_verb(clause, at, left)
            actor = (subject_of(clause, outer, left) if outer < at else None) or actor
        if actor is not None:
            said = according(clause, at + 1, quote, "before")
            return said or Cue(actor, tokens[at].lower, "before", at, at == adjacent)
    found = according(clause, left, quote, "before") or noun_cue(clause, quote, left) or colon(clause, quote, is_whole)
    if found is None and tokens[adjacent].lower == "of" and adjacent > left and tokens[adjacent - 1].lower in SHOUTS:
        return Cue(Actor(None, "anonymous"), None, "before", None)
    if found is None and is_told:
        return Cue(Actor(None, "anonymous", "unnamed"), None, "before", None)
    return found


def may_quote(tokens: Sequence[Token], at: int, quote: int, adjacent: int) -> bool:
    """ "read" quotes what stands beside it only, "regard" what it regards something as."""
    if tokens[at].lower in ("read", "reads", "reading"):
        return at == adjacent
    return tokens[at].lower not in LOOKING or quote - at <= 2 or any(one.lower == "as" for one in tokens[at:quote])


def subject_before(clause: Clause, at: int, quote: int, left: int, is_adjacent: bool) -> Actor | None:
    """Who says what the verb at `at` reports."""
    word = clause.tokens[at].lower
    if word in ("quoting", "citing"):
        return opening_phrase(clause, at + 1, quote)
    if word in ("said", "saying") and clause.tokens[at - 1].lower in ("as", "having"):
        quoted = next((back for back in range(at - 2, max(left, at - 8), -1) if is_quoting(clause.tokens, back)), None)
        if quoted is not None:
            return object_of(clause, quoted, at)
    if verbs()[word] == "say" and clause.tokens[quote - 1].text == "," and is_inverted(clause, at, quote):
        return phrase_behind(clause, at + 1, quote)  # "If it falls, says one aide, “…”"
    actor = subject_of(clause, at, left)
    if word in ("found", "finds", "find") and actor is not None and not is_adjacent:
        told = actor.kind in ("document", "organisation") or clause.tokens[at + 1].lower in ("that", "there")
        told = told or any(token.lower in WRITTEN for token in clause.tokens[max(left, at - 8) : at])
        return actor if told else None
    written = actor is not None and actor.kind == "document" and clause.tokens[at - 1].lower in PERSONAL_DOCUMENTS
    if actor is not None and written and word.endswith("ing"):  # "X issued a statement warning"
        return first_subject(clause, at) or actor
    if actor is None and word.endswith("ing") and at > left:
        actor = shared_subject(clause, at, left)
    if actor is None and is_adjacent and left == 0:
        actor = phrase_behind(clause, at + 1, quote)
    return actor


def is_quoting(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at].lower in QUOTING and not is_passive(tokens, at)


def object_of(clause: Clause, verb: int, last: int) -> Actor | None:
    """Whom a verb has as its object: "quoted her as saying", "quotes Jo Bloggs as having said"."""
    pronoun = {"her": "she", "him": "he", "them": "they"}.get(clause.tokens[verb + 1].lower)
    return pronoun_actor(pronoun, clause.memory, verb + 1) if pronoun else phrase_at(clause, verb + 1, last)


def is_inverted(clause: Clause, at: int, quote: int) -> bool:
    """Whether a verb behind a comma has its subject behind it, and nothing else before the quotation."""
    tokens = clause.tokens
    if at == 0 or tokens[at - 1].text != "," or at + 2 >= quote or tokens[at + 1].lower in ("that", "it", "to", "in"):
        return False
    between = tokens[at + 1 : quote - 1]
    return all(token.is_word and token.lower not in AUXILIARIES | BE for token in between) and not any(
        is_verb(tokens, step) for step in range(at + 1, quote - 1)
    )


def last_verb(clause: Clause, quote: int, left: int) -> int:
    """Where the search for the verb starts: for "said that ..., and that “…”" at the first verb of saying."""
    tokens = clause.tokens
    for at in range(quote - 1, max(left, quote - 8), -1):
        if tokens[at].lower == "that" and tokens[at - 1].lower in ("and", "but"):
            return outer_verb(clause, at, left)
    return quote - 1


def outer_verb(clause: Clause, end: int, left: int) -> int:
    """The first verb of saying before `end`, else `end`."""
    tokens = clause.tokens
    says = (at for at in range(left, end) if is_verb(tokens, at) and verbs()[tokens[at].lower] == "say")
    return next((at for at in says if not is_passive(tokens, at)), end)


def colon(clause: Clause, quote: int, is_whole: bool) -> Cue | None:
    """ "Jo Bloggs: “…”", "He goes on: “…”", "The party had a warning for her: “…”": the sentence's subject speaks."""
    mark = clause.tokens[quote - 1].text if quote else ""
    if mark != ":" and not (mark == "," and is_whole):
        return None
    actor = first_subject(clause, quote - 1)
    memory = clause.memory
    if actor is None and mark == ":" and memory.speaker is not None and memory.spoke_in == memory.paragraph:
        is_phrase = not any(is_verb(clause.tokens, at) for at in range(quote))
        return Cue(replace(memory.speaker, how="pronoun"), None, "before", quote - 1, True) if is_phrase else None
    if actor is None or actor.kind == "document":
        return None
    return Cue(actor, None, "before", quote - 1, mark == ":")


def agent_behind(clause: Clause, verb: int, quote: int) -> Actor | None:
    """The agent of a passive: "described by X as “…”", "dismissed as “…” by X"."""
    tokens = clause.tokens
    for at in range(verb + 1, min(quote, verb + 4)):
        if tokens[at].lower == "by":
            return opening_phrase(clause, at + 1, quote)
    if quote + 1 < len(tokens) and tokens[quote + 1].lower == "by":
        return phrase_at(clause, quote + 2, len(tokens))
    return None


def according(clause: Clause, first: int, last: int, place: str) -> Cue | None:
    """ "according to X"; "in the words of X"."""
    tokens = clause.tokens
    for at in range(first, last - 1):
        if (tokens[at].lower, tokens[at + 1].lower) in REPORTING_PAIRS:
            actor = quoted_by(clause, at + 2, last) or phrase_at(clause, at + 2, last)
            if actor is not None:
                return Cue(actor, None, place, at)
    return None


def quoted_by(clause: Clause, first: int, last: int) -> Actor | None:
    """ "according to one agency, quoting another": the words are the other's."""
    for at in range(first, min(last, first + 10)):
        if clause.tokens[at].lower in ("quoting", "citing"):
            return opening_phrase(clause, at + 1, last)
    return None


def phrase_at(clause: Clause, first: int, last: int) -> Actor | None:
    """The noun phrase that starts at `first`: up to a comma, a verb or a word that ends it; appositions looked into."""
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
    unnamed = actor is None or actor.entity is None or actor.how == "nominal"
    partisan = tokens[first].lower in ("the", "a") and tokens[end - 1].lower in party_words()  # "the Tory, Jo Bloggs"
    if (unnamed or partisan) and end + 1 < last and tokens[end].text == ",":
        apposed = next((one for one in clause.mentions if explains(tokens, end + 1, one)), None)
        if apposed is not None and apposed.entity.kind == "person":
            return phrase_actor(tokens, apposed.first, apposed.last, clause.mentions, clause.memory)
    return actor


def explains(tokens: Sequence[Token], first: int, one: Mention) -> bool:
    """Whether a name follows a comma, with or without its description: ", Jo Bloggs", ", the poet Jo Bloggs"."""
    between = tokens[first : one.first]
    described = between and between[0].lower in ("the", "a", "an", "his", "her", "its", "their")
    plain = all(token.is_word and token.lower not in verbs() and token.stretch is None for token in between)
    near = first <= one.first <= first + 5 and one.name_first < one.last
    return near and (one.first == first or bool(described and plain and is_role(tokens[one.first - 1].lower)))


def borrowed(clause: Clause, quote: int, left: int) -> Cue | None:
    """ "She quoted a line of Jo Bloggs: “…”": the words are Jo Bloggs’s, whoever repeats them."""
    tokens = clause.tokens
    if quote == 0 or tokens[quote - 1].text != ":":
        return None
    for at in range(quote - 2, max(left, quote - 14) - 1, -1):
        if tokens[at].lower in ("of", "by", "from") and tokens[at - 1].lower in BORROWED and at > left:
            actor = phrase_at(clause, at + 1, quote - 1)
            person = actor is not None and actor.kind == "person" and (actor.entity is not None or actor.name is None)
            named = next((one for one in clause.mentions if at < one.first and one.last == quote - 1), None)
            if named is not None and (named.entity.kind == "person" or not named.entity.is_sure):
                actor = actor_of(named.entity, "explicit", named.first)
                person = True
            return Cue(actor, None, "before", at, True) if actor is not None and person else None
    return None


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


def phrase_behind(clause: Clause, first: int, last: int) -> Actor | None:
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
    if tokens[first].lower in ("came", "comes", "went") and (shouted := shout(clause, first, last)) is not None:
        return shouted
    if tokens[first].lower in ("is", "was") and first + 2 < last:
        if tokens[first + 1].lower in ("how", "what"):  # "“…” was how Jo Bloggs described it"
            first, separated = first + 2, True
        elif (judged := verdict(clause, first + 1, last)) is not None:
            return judged
    if (is_verb(tokens, first) and verbs()[tokens[first].lower] == "say" and not tokens[first].is_capital) or (
        separated and is_unlisted(clause, first) and names_somebody(clause, first + 1)
    ):
        actor = phrase_behind(clause, first + 1, last)
        if actor is not None:
            return Cue(actor, tokens[first].lower, "after", first, True)
    for at in range(first, min(last, first + 40)):
        if tokens[at].stretch is not None:
            break
        said = is_verb(tokens, at) and not is_passive(tokens, at)
        if at > first and (said or (separated and is_said_so(clause, at, first))):
            actor = subject_of(clause, at, first)
            close = actor is not None and actor.first <= first + 1 and (quote == 0 or separated)
            if actor is not None and (close or leads(tokens, actor.first, first)):
                return Cue(actor, tokens[at].lower, "after", at, actor.first <= first + 1)
    return according(clause, first, last, "after") or dash(clause, quote, first, last)


def shout(clause: Clause, first: int, last: int) -> Cue | None:
    """ "“No!” came the answer from the gallery.": from whom it came, where that is somebody."""
    tokens = clause.tokens
    if first + 2 >= last or tokens[first + 1].lower not in ("the", "a") or first > 3 and tokens[first - 1].is_word:
        return None
    source = next((at for at in range(first + 3, min(last, first + 6)) if tokens[at].lower in ("from", "of")), None)
    actor = phrase_at(clause, source + 1, last) if source is not None else None
    return Cue(actor or Actor(None, "anonymous"), None, "after", first)


def verdict(clause: Clause, first: int, last: int) -> Cue | None:
    """ "“…” was Jo Bloggs’s verdict", "“…” was the verdict of Jo Bloggs"."""
    tokens = clause.tokens
    for at in range(first, min(last, first + 8)):
        if tokens[at].lower not in VERDICTS:
            continue
        owner = next((one for one in clause.mentions if first <= one.first and one.last <= at), None)
        if owner is not None and tokens[owner.last - 1].is_possessive:
            return Cue(actor_of(owner.entity, "explicit", owner.first), None, "after", at)
        if at + 2 < last and tokens[at + 1].lower in ("of", "from"):
            actor = phrase_at(clause, at + 2, last)
            return Cue(actor, None, "after", at) if actor is not None else None
    return None


def is_unlisted(clause: Clause, at: int) -> bool:
    """Whether a word has the form of a verb that no list has: "bleated"."""
    token = clause.tokens[at]
    return token.lower.endswith("ed") and not token.is_capital and token.lower not in verbs()


def names_somebody(clause: Clause, at: int) -> bool:
    """Whether a person's name or a pronoun stands at `at`."""
    named = any(
        one.first == at and one.name_first < one.last and one.entity.kind == "person" for one in clause.mentions
    )
    return named or (at < len(clause.tokens) and clause.tokens[at].lower in ("he", "she"))


def is_said_so(clause: Clause, at: int, first: int) -> bool:
    """ "“…,” she bleated.", "“…,” Jo Bloggs went on.": whatever the verb, it stands between the speaker and the end."""
    tokens = clause.tokens
    goes_on = tokens[at].lower in ("went", "goes") and at + 1 < len(tokens) and tokens[at + 1].lower == "on"
    end = at + 2 if goes_on else at + 1
    closes = end >= len(tokens) or not tokens[end].is_word
    subject = any(one.first == first and one.last == at and one.entity.kind == "person" for one in clause.mentions)
    alone = subject or (at == first + 1 and tokens[first].lower in ("he", "she", "they"))
    return closes and alone and (goes_on or is_unlisted(clause, at))


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
