"""What a sentence without a quotation tells of those who are quoted before or behind it."""

from __future__ import annotations

from flows.clean.quotes.cues import Cue, phrase_at, phrase_behind
from flows.clean.quotes.descriptions import PERSONAL
from flows.clean.quotes.memory import Actor
from flows.clean.quotes.subjects import Clause, first_subject, subject_of
from flows.clean.quotes.verbs import AUXILIARIES, BE, is_passive, is_verb
from flows.clean.quotes.words import grammar_words, is_role, role_words, verbs

LOOKS = 120  # tokens to either side of a quotation that a cue is looked for in
TRIES = 6  # verbs of a sentence whose subjects are looked for
REACH = 14  # tokens behind a letter in which its writer is looked for
SHEETS = grammar_words("sheets")
WRITES = grammar_words("writes")
ORIGIN = ("from", "by", ",", ";")


def reported(clause: Clause) -> Cue | None:
    """The last reporting verb of a sentence without a quotation."""
    tried = 0
    for at in range(len(clause.tokens) - 1, max(-1, len(clause.tokens) - LOOKS // 2), -1):
        if tried < TRIES and is_verb(clause.tokens, at) and not is_passive(clause.tokens, at):
            tried += 1
            behind = verbs()[clause.tokens[at].lower] == "say" and closes_sentence(clause, at)
            actor = phrase_behind(clause, at + 1, len(clause.tokens)) if behind else None  # "..., says Jo Bloggs."
            actor = actor or subject_of(clause, at)
            if actor is not None:
                return Cue(actor, clause.tokens[at].lower, "before", at)
    return None


def may_speak(subject: Actor) -> bool:
    """Whether somebody unnamed is a person at all, by what is said of him: "one voter", not "one idea"."""
    head = (subject.role or "").lower().split()[-1:]
    return subject.kind != "anonymous" or any(
        is_role(one) or one in role_words("anonymous") or one.endswith(PERSONAL) for one in head
    )


def written_in(clause: Clause) -> Actor | None:
    """The letter, leaflet or email that a sentence tells of ("produced an email from the council"), or its writer."""
    tokens = clause.tokens
    for at in range(1, len(tokens)):
        if tokens[at].lower in role_words("personal_documents") | SHEETS and tokens[at - 1].lower in ("a", "an"):
            origin = next(
                (step for step in range(at + 1, min(at + REACH, len(tokens))) if tokens[step].lower in ORIGIN), at
            )
            if origin == at + 1 or (origin > at and tokens[at + 1].lower in ("that", "which")):
                actor = phrase_at(clause, origin + 1, len(tokens))
                if actor is not None and actor.kind in ("person", "organisation", "group"):
                    return actor
            if any(token.lower in WRITES for token in tokens[:at]):
                return first_subject(clause)
            return Actor(tokens[at].text, "document", "nominal") if tokens[at].lower in SHEETS else None
    return None


def thus_said(clause: Clause) -> Actor | None:
    """Who is said to have spoken the paragraph before: "So says Jo Bloggs", "The verdict is that of Jo Bloggs"."""
    tokens = clause.tokens
    if len(tokens) > 2 and tokens[0].lower in ("so", "thus") and verbs().get(tokens[1].lower) == "say":
        return phrase_at(clause, 2, len(tokens))
    for at in range(1, min(8, len(tokens) - 2)):
        if tokens[at].lower in ("that", "those") and tokens[at + 1].lower == "of" and tokens[at - 1].lower in BE:
            return phrase_at(clause, at + 2, len(tokens))
    return None


def handed_on(clause: Clause) -> Cue | None:
    """Whose words a line without a verb announces: "From the shadow chancellor, on X:"."""
    tokens = clause.tokens
    if tokens[-1].text != ":":
        return None
    for at, token in enumerate(tokens[:-1]):
        if token.lower in ("from", "by"):
            actor = phrase_at(clause, at + 1, len(tokens) - 1)
            return Cue(actor, None, "before", at) if actor is not None else None
    return None


def closes_sentence(clause: Clause, at: int) -> bool:
    """Whether a verb and its subject stand behind what was said: "..., says Jo Bloggs."; no verb follows."""
    tokens = clause.tokens
    if at == 0 or tokens[at - 1].text != ",":
        return False
    for token in tokens[at + 1 :]:
        if not token.is_word:
            return True
        if token.lower in AUXILIARIES | BE or token.lower in verbs():
            return False
    return True
