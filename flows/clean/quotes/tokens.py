"""An article as sentences of words, the quoted stretches standing in them as single tokens."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from flows.clean.quotes.marks import Paragraph, Stretch
from flows.clean.quotes.words import grammar_words, verbs

WORD = re.compile(
    r"(?:[A-Za-z]\.){2,}|(?:Mr|Mrs|Ms|Dr|Prof|Rev|St|Cllr|Sgt|Det|Insp|Supt|Lt|Col|Gen|Sen|Rep|Gov|Jr|Sr|No|Inc|Co)\.(?=\s)"
    r"|(?:[\w-]+\.)+(?:com|org|net|uk|eu|info|gov|tv)(?![\w.])|['’]t(?=\s[A-Z])|[@#£$€]?[^\W_]+(?:['’\-][^\W_]+|[.,&:](?=\d)[\d]+|&[^\W_]+)*\+?['’]?|[^\s]"
)
POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$")
PREFIXED = re.compile(r"(?:[dl]['’]|(?:al|el|ul|ibn)-)[A-Z]")  # d’Hondt, el-Sayed
CONTRACTED = re.compile(r"^(he|she|it|they|we|who|that|there)['’](?:s|d|ll|ve|re)$", re.I)  # "she’d" is "she had"
LONGEST = 200  # tokens; a longer sentence is no news English, and is cut so that reading stays linear
INITIAL = re.compile(r"(?<![^\W_])[A-Z]\.$")  # of a name: "C. Bloggs"
NO_NAME = grammar_words("no_name")
ENDS_SENTENCE = frozenset(".!?…")
ENDS_INSIDE = (".", "!", "?", "…")


@dataclass(slots=True)
class Token:
    """A word, a mark of punctuation or a quoted stretch (`stretch` is its number)."""

    start: int
    end: int
    text: str  # without the possessive ending
    lower: str
    is_word: bool
    is_capital: bool = False
    is_possessive: bool = False
    stretch: int | None = None


@dataclass(slots=True)
class Sentence:
    paragraph: int
    tokens: list[Token] = field(default_factory=list)


def word_tokens(text: str, start: int, end: int) -> Iterator[Token]:
    """The words and marks of a narrator's part of the text."""
    for match in WORD.finditer(text, start, end):
        printed = match.group()
        is_word = printed[0].isalnum() or len(printed) > 1
        contracted = CONTRACTED.sub(r"\1", printed)
        plain = POSSESSIVE.sub("", contracted) if is_word else printed
        yield Token(
            match.start(), match.end(), plain, plain.lower(), is_word,
            is_word and (plain[:1].isupper() or bool(PREFIXED.match(plain))), is_word and plain != contracted,
        )  # fmt: skip


def paragraph_tokens(text: str, paragraph: Paragraph, stretches: Sequence[tuple[int, Stretch]]) -> Iterator[Token]:
    at = paragraph.start
    for number, stretch in stretches:
        yield from word_tokens(text, at, stretch.outer_start)
        yield Token(stretch.outer_start, stretch.outer_end, "", "", False, stretch=number)
        at = stretch.outer_end
    yield from word_tokens(text, at, paragraph.end)


def sentences_of(text: str, paragraphs: Sequence[Paragraph], stretches: Sequence[Stretch]) -> list[Sentence]:
    """All sentences. A quotation that ends one ends the narrator's too, unless small letters follow."""
    numbered = list(enumerate(stretches))
    owners = [stretch.paragraph for stretch in stretches]
    found: list[Sentence] = []
    for number, paragraph in enumerate(paragraphs):
        first, last = bisect_left(owners, number), bisect_left(owners, number + 1)
        sentence = Sentence(number)
        tokens = list(paragraph_tokens(text, paragraph, numbered[first:last]))
        for position, token in enumerate(tokens):
            sentence.tokens.append(token)
            following = tokens[position + 1] if position + 1 < len(tokens) else None
            full = len(sentence.tokens) >= LONGEST
            ends = following is None or ends_sentence(text, token, following, stretches)
            if full or (ends and not is_attributed(text, tokens, position, stretches)):
                found.append(sentence)
                sentence = Sentence(number)
        if sentence.tokens:
            found.append(sentence)
    return found


def is_attributed(text: str, tokens: Sequence[Token], position: int, stretches: Sequence[Stretch]) -> bool:
    """Whether a question or an exclamation is followed by its cue: "“Who won?” Jo Bloggs asked."."""
    stretch = tokens[position].stretch
    if stretch is None or text[stretches[stretch].end - 1] not in "!?…":
        return False
    for at in range(position + 1, min(len(tokens), position + 14)):
        if tokens[at].stretch is not None or tokens[at].text in ":.!?;":
            return False
        if tokens[at].lower in verbs():
            return at > position + 1 and (at + 1 == len(tokens) or tokens[at + 1].text != ":")
    return False


def ends_sentence(text: str, token: Token, following: Token, stretches: Sequence[Stretch]) -> bool:
    starts_new = following.is_capital or following.stretch is not None or following.text[:1].isdigit()
    if token.stretch is not None:
        inner_end = text[stretches[token.stretch].end - 1]
        return starts_new and inner_end in ENDS_INSIDE and following.start > token.end
    if token.text not in ENDS_SENTENCE or not starts_new or following.start == token.end:
        return False
    return not (INITIAL.search(text, max(0, token.start - 2), token.end) and following.lower not in NO_NAME)
