"""Which words of a sentence are reporting verbs, and which of those are passive."""

from __future__ import annotations

from collections.abc import Sequence

from flows.clean.quotes.descriptions import POSSESSIVES
from flows.clean.quotes.memory import PRONOUNS
from flows.clean.quotes.tokens import Token
from flows.clean.quotes.words import grammar_words, is_role, role_words, verbs

BE = grammar_words("be")
AUXILIARIES = grammar_words("auxiliaries")
BEFORE_NOUN = grammar_words("before_noun")
AMBIGUOUS = grammar_words("ambiguous")
PLURAL_FORMS = grammar_words("plural_forms")
WITH_MORE = ("pay", "paid", "put", "point", "hit", "lash")  # report as "paid tribute", "put it", "hit back" only


def is_verb(tokens: Sequence[Token], at: int) -> bool:
    """Whether a form of a reporting verb is used as one: not "the claim", "said to be", "is accused of"."""
    token = tokens[at]
    if token.lower not in verbs() or not token.is_word or token.is_possessive:
        return False
    before = tokens[at - 1] if at > 0 else None
    if before is None:
        return True
    if (token.is_capital and before.is_word) or before.lower in BEFORE_NOUN | POSSESSIVES or before.is_possessive:
        return False
    following = tokens[at + 1].lower if at + 1 < len(tokens) else ""
    if token.lower.startswith(WITH_MORE):
        return following in ("tribute", "out", "back", "it")
    if token.lower.endswith("ing"):
        return before.lower != "left"
    if token.lower == "thanks" and following == "to":
        return False
    return token.lower not in AMBIGUOUS or follows_subject(before, token)


def follows_subject(before: Token, token: Token) -> bool:
    """Whether a form that may be a noun ("claims", "call") stands where a verb does, behind a subject or "to"."""
    plural = before.is_word and before.lower.endswith("s") and not before.lower.endswith("ss")
    return (
        before.lower in PRONOUNS
        or before.lower in AUXILIARIES
        or before.lower == "who"
        or (before.lower == "to" and not token.lower.endswith("s"))
        or before.is_capital
        or (plural and token.lower in PLURAL_FORMS)
        or before.text in (",", ")")
        or is_singular_subject(before, token)
    )


def is_singular_subject(before: Token, token: Token) -> bool:
    """ "the letter reads", "the MP claims", "the motion notes": a singular noun, then a third person."""
    noun = (
        before.lower in role_words("documents") or before.lower in role_words("organisations") or is_role(before.lower)
    )
    return noun and (token.lower.endswith("s") or token.lower in ("read", "hit"))


def is_passive(tokens: Sequence[Token], at: int) -> bool:
    """ "was described", "is being called", "described by"; not "was saying"."""
    if tokens[at].lower.endswith("ing"):
        return False
    if at + 1 < len(tokens) and tokens[at + 1].lower == "by" and tokens[at].lower.endswith(("ed", "en")):
        return True
    back = at - 1
    while back >= 0 and (tokens[back].lower in AUXILIARIES or tokens[back].lower.endswith("ly")):
        back -= 1
    return back >= 0 and tokens[back].lower in BE
