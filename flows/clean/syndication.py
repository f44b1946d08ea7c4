"""One text under several mastheads: near-duplicates by the word sequences they share.

An agency's story runs with another headline, a cut tail or a line of its taker's. A signature keeps a fixed fraction of
a text's five-word sequences, the same ones in every text that has them; two texts are copies when most of the shorter
one's are in the longer one. Signatures can be kept in a table and compared without the texts.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

WORDS = 5  # in a sequence
KEPT = 4  # one sequence in so many
LEAST = 8  # shared samples: some thirty words in a row; fewer is a quotation that two stories have
SHARE = 0.5  # of the shorter text
COMMON = 400  # texts: a sequence in more than so many is furniture of a site
WORD = re.compile(r"\w+")
ACCENT = re.compile("[\u0300-\u036f]+")
LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Text:
    """One article as it is compared: `published_at` with zone, None when unknown; `publisher` "" when unknown."""

    article_id: str
    publisher: str
    published_at: datetime | None
    signature: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Copy:
    """One article of a cluster of copies; an article without copies has no row. The origin has similarity 1."""

    cluster_id: str  # the origin's article_id
    article_id: str
    is_origin: bool
    origin_publisher: str
    similarity: float  # share of the shorter text's sequences that the origin has too


def signature(text: str) -> tuple[int, ...]:
    """The samples of a text in ascending order, each 63 bits; empty for fewer words than one sequence."""
    plain = text.casefold()
    if not plain.isascii():
        plain = ACCENT.sub("", unicodedata.normalize("NFKD", plain))
    words = WORD.findall(plain)
    samples = set()
    for start in range(len(words) - WORDS + 1):
        sequence = " ".join(words[start : start + WORDS]).encode()
        if zlib.crc32(sequence) % KEPT == 0:
            samples.add(int.from_bytes(hashlib.blake2b(sequence, digest_size=8).digest(), "big") >> 1)
    return tuple(sorted(samples))


def similarity(one: Sequence[int], other: Sequence[int]) -> float:
    """The share of the shorter text's samples that the longer has, 0 to 1; 0 for a text too short to tell."""
    shorter = min(len(one), len(other))
    return len(set(one).intersection(other)) / shorter if shorter else 0.0


def clusters(texts: Iterable[Text]) -> list[Copy]:
    """The copies among texts, one text for each article; the earliest is taken for the origin, unknown moments last.

    Every member resembles the origin or another member: a copy of a copy belongs to the cluster.
    """
    by_id = {text.article_id: text for text in sorted(texts, key=order)}
    leader = {article: article for article in by_id}

    def first(article: str) -> str:
        while leader[article] != article:
            leader[article] = leader[leader[article]]
            article = leader[article]
        return article

    places = {article: place for place, article in enumerate(by_id)}
    for one, other in alike(list(by_id.values())):
        early, late = sorted((first(one), first(other)), key=places.__getitem__)
        leader[late] = early
    members: dict[str, list[str]] = defaultdict(list)
    for article in by_id:
        members[first(article)].append(article)
    return [
        Copy(
            origin,
            one,
            one == origin,
            by_id[origin].publisher,
            round(similarity(by_id[one].signature, by_id[origin].signature), 3),
        )
        for origin, group in members.items()
        if len(group) > 1
        for one in group
    ]


def order(text: Text) -> tuple[bool, datetime, str]:
    """Earliest first, unknown moments last, else by id so that the outcome never depends on the order given."""
    return (text.published_at is None, text.published_at or LAST, text.article_id)


def alike(texts: Sequence[Text]) -> list[tuple[str, str]]:
    """The pairs of texts that are copies, found by the samples they share and not by comparing all with all."""
    having: dict[int, list[int]] = defaultdict(list)
    for number, text in enumerate(texts):
        for sample in text.signature:
            having[sample].append(number)
    shared: Counter[tuple[int, int]] = Counter()
    for numbers in having.values():
        if 1 < len(numbers) <= COMMON:
            shared.update((one, other) for place, one in enumerate(numbers) for other in numbers[place + 1 :])
    return [
        (texts[one].article_id, texts[other].article_id)
        for (one, other), count in shared.items()
        if count >= LEAST and count >= SHARE * min(len(texts[one].signature), len(texts[other].signature))
    ]
