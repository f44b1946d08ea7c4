"""Whether a stretch between marks looks like speech, or like the name of something."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flows.clean.quotes.cues import NAMING
from flows.clean.quotes.marks import Stretch
from flows.clean.quotes.tokens import Token
from flows.clean.quotes.words import grammar_words, is_role, verbs

BE = grammar_words("be")
RELATIVE = ("which", "that", "whom")
ACTIVE = grammar_words("active")
SPEAKING = ("i", "we", "you", "he", "she", "it", "they", "i’m", "we’re", "i'm", "we're")
PRESENT = ("call", "term", "dub")
WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")


def is_named(tokens: Sequence[Token], at: int, is_sentence: bool = False) -> bool:
    """Whether the words before a stretch say that it is a name or a term: "a play called “…”", "the so-called “…”"."""
    before = tokens[at - 1] if at > 0 else None
    if is_christened(tokens, at, is_sentence):
        return True
    if before is not None and before.text == "," and at > 1 and tokens[at - 2].lower in NAMING and not is_sentence:
        return tokens[at - 2].lower not in verbs()
    if before is None or not before.is_word:
        return False
    if before.lower in ("is", "was") and at > 1 and tokens[at - 2].lower in NAMING:
        return True
    if before.lower == "see" and at > 1 and tokens[at - 2].text == "(":
        return True
    if before.lower == "as" and any(
        one.lower in ("known", "listed", "nicknamed") for one in tokens[max(0, at - 6) : at]
    ):
        return True
    if before.lower == "of" and at > 1 and tokens[at - 2].lower in ("name", "title", "names"):
        return True
    if before.lower in NAMING:
        return before.lower not in verbs() or not is_active(tokens, at - 1)
    verb = at - 2 if before.lower in ("a", "an", "the") else at - 1
    return verb > 0 and tokens[verb].lower in PRESENT and is_common_name(tokens, verb)


def is_christened(tokens: Sequence[Token], at: int, is_sentence: bool) -> bool:
    """ "She had named her boat, she said, “…”": what stands behind the thing that is named."""
    thing = {"his", "her", "its", "their"}
    return not is_sentence and any(
        tokens[step].lower in ("named", "christened", "nicknamed") and tokens[step + 1].lower in thing
        for step in range(max(0, at - 12), at - 1)
    )


def is_active(tokens: Sequence[Token], verb: int) -> bool:
    """Whether somebody calls something so, and nothing is called so: "she called", "what its leader called"; not "a
    play called"."""
    if verb < 1:
        return False
    before = tokens[verb - 1]
    return (
        before.lower in ACTIVE
        or any(one.lower == "what" for one in tokens[max(0, verb - 8) : verb])
        or (
            before.is_capital and any(one.lower in ("which", "that", "whom") for one in tokens[max(0, verb - 5) : verb])
        )
        or (before.lower in BE and verb + 2 < len(tokens) and tokens[verb + 2].lower == "by")
        or (is_role(before.lower) and any(is_definite(one) for one in tokens[max(0, verb - 4) : verb]))
    )


def is_definite(token: Token) -> bool:
    return token.lower in ("the", "his", "her", "its", "their") or token.is_possessive


def is_common_name(tokens: Sequence[Token], verb: int) -> bool:
    """ "what forecasters call “…”": what many say every day is a term, and nobody's words."""
    if verb < 2 or tokens[verb - 2].lower != "what":
        return False
    before = tokens[verb - 1]
    return before.lower == "they" or (before.lower.endswith("s") and not before.is_capital)


def is_whole(inner: str, stretch: Stretch) -> bool:
    """Whether a stretch is a sentence, or runs on into the next paragraph: somebody's words rather than a name."""
    words = WORD.findall(inner)
    inner = inner.rstrip("’'”\"") or inner
    ends = inner[-1] in ".!?…," or not stretch.is_closed
    return (ends and len(words) >= 3 and (words[0][0].isupper() or words[0][0].isdigit())) or len(words) >= 12


def is_title_case(inner: str) -> bool:
    """Whether a stretch is written like a name: few words, the long ones with capitals, no mark at its end."""
    words = WORD.findall(inner)
    if words and words[0].lower() in SPEAKING:
        return False
    words = words[1:] if len(words) > 1 and words[0].lower() in ("the", "a", "an") else words
    large = [word[0].isupper() for word in words if len(word) > 3 or word is words[0]]
    return bool(large) and all(large) and len(words) <= 5 and inner[-1] not in ".!?…,"
