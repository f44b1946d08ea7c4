"""Of whom an article tells throughout: the one interviewed, or the one whose life it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from flows.clean.quotes.names import Entity, Mention
from flows.clean.quotes.tokens import Sentence

OPENED = 3  # paragraphs with a pronoun in front that make a profile, and a fifth of all
GENDERS = {"he": "male", "his": "male", "she": "female", "her": "female"}


def interviewee(
    sentences: Sequence[Sentence], mentions: Sequence[Sequence[Mention]], questions: frozenset[int]
) -> Entity | None:
    """The person whom the opening of an interview names most often; `questions`: the paragraphs that ask."""
    if not questions:
        return None
    first = min(questions)
    before = (named for sentence, named in zip(sentences, mentions, strict=True) if sentence.paragraph < first)
    people = [one.entity for named in before for one in named if one.entity.kind == "person"]
    counted = Counter(map(id, people))
    return max(people, key=lambda one: counted[id(one)]) if people else None


def topic(sentences: Sequence[Sentence], mentions: Sequence[Sequence[Mention]]) -> Entity | None:
    """Of whom a profile or an obituary tells: named first, and meant by the pronouns its paragraphs open with."""
    first = next((one.entity for named in mentions for one in named if one.entity.kind == "person"), None)
    starts: dict[int, str] = {}
    for sentence in sentences:
        starts.setdefault(sentence.paragraph, sentence.tokens[0].lower)
    opened = Counter(GENDERS[word] for word in starts.values() if word in GENDERS).most_common(1)
    if first is None or not opened or opened[0][1] < max(OPENED, len(starts) / 5):
        return None
    first.gender = first.gender or opened[0][0]
    return first if first.gender == opened[0][0] else None
