"""What was found to be said, and those whom an article quotes first and names afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flows.clean.quotes.marks import Paragraph, Stretch
from flows.clean.quotes.memory import Actor, actor_of
from flows.clean.quotes.names import Entity, Mention
from flows.clean.quotes.tokens import Sentence, Token
from flows.clean.quotes.words import role_words

AHEAD = 3  # sentences behind a quotation in which its speaker's name may follow
PULLED = 20  # pull quotes that are looked for in what was said


@dataclass(slots=True)
class Found:
    """A stretch that somebody said, before it is written out."""

    stretch: int
    actor: Actor
    attribution: str
    evidence: str
    verb: str | None
    channel: str | None


def is_content(token: Token) -> bool:
    """Whether a token of a sentence is more than a quotation, a mark or a "but" in front of its subject."""
    return token.is_word and token.lower not in ("but", "and", "yet", "so", "still")


@dataclass(slots=True)
class Late:
    """An article read once, and what it named afterwards."""

    text: str
    paragraphs: Sequence[Paragraph]
    stretches: Sequence[Stretch]
    sentences: Sequence[Sentence]
    mentions: Sequence[Sequence[Mention]]
    found: dict[int, Found]

    def name_all(self) -> None:
        """Put names to those who have none yet, and speakers to pull quotes."""
        for index, found in self.found.items():
            if found.actor.how == "unnamed" or self.is_opening(index, found):
                self.name_ahead(index, found)
        self.name_described()
        self.sign_repeated()

    def is_opening(self, index: int, found: Found) -> bool:
        """Whether an article's first words leave the name for later: "A Tory candidate has apologised for ..."."""
        heads = (found.actor.role or "").lower().split()[-1:]
        unresolved = found.actor.kind == "person" and found.actor.entity is None
        nobody = (unresolved or found.actor.kind == "anonymous") and not any(
            one.rstrip("s") in role_words("unnamed") for one in heads
        )
        return nobody and found.evidence == "cue" and self.stretches[index].paragraph <= 1 and bool(heads)

    def name_ahead(self, index: int, found: Found) -> None:
        """ "X was accused of “…”": whoever is quoted by name in the paragraph behind said that too, else nobody."""
        following = self.found.get(index + 1)
        if found.actor.how == "unnamed":
            found.actor = replace(found.actor, how="explicit")
        if following is None or following.actor.kind != "person" or following.actor.entity is None:
            return
        head = (found.actor.role or "").lower().split()[-1:]
        if head and following.actor.entity.role and not set(head) & following.actor.entity.roles:
            return  # described as something else
        distance = self.stretches[index + 1].paragraph - self.stretches[index].paragraph
        if 1 <= distance <= (2 if self.stretches[index].paragraph <= 1 else 1):
            found.actor, found.attribution = following.actor, "next sentence"

    def name_described(self) -> None:
        """ "The party’s leader said it was “…”. Jo Bloggs called for": a full name that comes out of nowhere, behind
        somebody whom only an office was told of, is that somebody's."""
        places = {
            token.stretch: number
            for number, sentence in enumerate(self.sentences)
            for token in sentence.tokens
            if token.stretch is not None
        }
        first_named: dict[int, int] = {}
        for number, named in enumerate(self.mentions):
            for one in named:
                first_named.setdefault(id(one.entity), number)
        known: dict[str, Entity | None] = {}
        for index, found in self.found.items():
            actor = found.actor
            if actor.entity is not None or actor.kind not in ("person", "anonymous"):
                continue
            entity = self.said_to_be(places[index])
            if entity is None and actor.name is not None and actor.kind == "person" and actor.how != "explicit":
                if actor.name not in known:
                    known[actor.name] = self.named_behind(places[index], first_named)
                entity = known[actor.name]
            if entity is not None:
                found.actor = replace(actor_of(entity, actor.how), role=entity.role or actor.role)
                found.attribution = "next sentence"

    def said_to_be(self, number: int) -> Entity | None:
        """Whom the next sentence says it was: "A minister called it “a journey”. That was Jo Bloggs"."""
        if number + 1 >= len(self.sentences):
            return None
        following, named = self.sentences[number + 1], self.mentions[number + 1]
        tokens = following.tokens
        near = following.paragraph - self.sentences[number].paragraph <= 1
        identifies = len(tokens) > 2 and tokens[0].lower in ("that", "it", "this") and tokens[1].lower in ("was", "is")
        opening = next((one for one in named if one.first == 2 and one.name_first < one.last), None)
        if opening is None or not (near and identifies) or opening.entity.kind != "person":
            return None
        ends = opening.last == len(tokens) or not tokens[opening.last].is_word
        return opening.entity if ends else None

    def named_behind(self, number: int, first_named: dict[int, int]) -> Entity | None:
        """Who opens the narrator's next sentence by a full name that the article has not had, undescribed."""
        for at in range(number + 1, min(number + 1 + AHEAD, len(self.sentences))):
            sentence = self.sentences[at]
            if sentence.paragraph - self.sentences[number].paragraph > 1:
                return None
            first = next((step for step, token in enumerate(sentence.tokens) if is_content(token)), None)
            if first is None:
                continue
            opening = next((one for one in self.mentions[at] if one.first == first), None)
            if opening is None or opening.last - opening.name_first < 2 or first_named[id(opening.entity)] != at:
                return None
            entity = opening.entity
            return entity if entity.kind == "person" and entity.role is None else None
        return None

    def sign_repeated(self) -> None:
        """A paragraph that only says again what somebody is quoted as saying is a pull quote of theirs."""
        tried = 0
        for index, stretch in enumerate(self.stretches):
            own = self.paragraphs[stretch.paragraph]
            alone = (stretch.outer_start, stretch.outer_end) == (own.start, own.end)
            if index in self.found or not alone or stretch.paragraph == 0 or stretch.end - stretch.start < 12:
                continue
            tried += 1
            if tried > PULLED:
                return
            inner = self.text[stretch.start : stretch.end].rstrip(" .,!?…")
            said = (
                one
                for at, one in self.found.items()
                if inner in self.text[self.stretches[at].start : self.stretches[at].end]
            )
            source = next(said, None)
            if source is not None:
                self.found[index] = replace(
                    source, stretch=index, attribution="pull quote", evidence="repeated", verb=None
                )
