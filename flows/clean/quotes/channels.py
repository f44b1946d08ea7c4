"""Where something was said: the newsroom told, the platform posted on, the kind of occasion."""

from __future__ import annotations

from collections.abc import Sequence

from flows.clean.quotes.cues import Cue
from flows.clean.quotes.tokens import Token
from flows.clean.quotes.words import role_words

CHANNEL_NOUNS = {
    "statement": "statement", "speech": "speech", "interview": "interview", "letter": "letter", "post": "post",
    "tweet": "Twitter", "email": "email", "e-mail": "email", "blog": "blog", "briefing": "briefing",
    "address": "address", "column": "column", "video": "video", "memo": "memo", "note": "note",
}  # fmt: skip


def channel_of(tokens: Sequence[Token], cue: Cue) -> str | None:
    """Where it was said: the newsroom told, the platform posted on, else the kind of occasion."""
    verb = cue.verb_at
    if verb is None:
        return None
    if cue.verb and cue.verb.startswith(("tweet", "retweet")):
        return "Twitter"
    for at in range(max(0, verb - 30), min(len(tokens), verb + 14)):
        if tokens[at].stretch is not None and at > verb:
            break
        if tokens[at].lower in ("told", "telling", "tells", "with", "to", "in", "on", "at", "for", "by"):
            channel = outlet(tokens, at + 1)
            if channel is not None:
                return channel
    for at in range(max(0, verb - 12), min(len(tokens), verb + 10)):
        if tokens[at].stretch is not None and at > verb:
            break
        if tokens[at].lower in CHANNEL_NOUNS and tokens[at - 1].is_word and at > 0:
            return occasion(tokens, at)
    return None


def outlet(tokens: Sequence[Token], at: int) -> str | None:
    """A newsroom or platform named from the token `at` on: "Sky News", "the Guardian", "X"."""
    first = at
    while first < len(tokens) and not tokens[first].is_capital and first - at < 4 and tokens[first].is_word:
        if tokens[first].lower not in (
            "the",
            "a",
            "an",
            "broadcaster",
            "newspaper",
            "newspaper",
            "magazine",
            "station",
            "website",
            "social",
            "media",
            "site",
            "channel",
        ):
            return None
        first += 1
    end = first
    while end < len(tokens) and (tokens[end].is_capital or tokens[end].text.isdigit()):
        end += 1
        if tokens[end - 1].is_possessive:
            break
    words = [token.lower for token in tokens[first:end]]
    name = " ".join(token.text for token in tokens[first:end])
    if not words:
        return None
    if words[0] in role_words("platforms"):
        return tokens[first].text
    if words[-1] in role_words("channels") or words[0] in ("bbc", "itv", "sky", "lbc", "gb"):
        return name
    return None


def occasion(tokens: Sequence[Token], at: int) -> str | None:
    first = at
    while (
        first > 0
        and tokens[first - 1].is_word
        and tokens[first - 1].lower not in ("a", "an", "the", "his", "her", "their", "its", "in")
        and at - first < 3
    ):
        first -= 1
    last = at + 2 if at + 1 < len(tokens) and tokens[at + 1].lower in CHANNEL_NOUNS else at + 1
    return " ".join(token.text for token in tokens[first:last])
