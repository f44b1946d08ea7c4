"""What is told of a quotation once it is known who said it."""

from __future__ import annotations

from dataclasses import dataclass

from flows.clean.quotes.late import Found
from flows.clean.quotes.marks import Stretch
from flows.clean.quotes.memory import Actor
from flows.clean.quotes.speech import WORD


@dataclass(frozen=True, slots=True)
class Quote:
    """One quoted stretch; a quotation over two paragraphs is two. `start` and `end` count code points of the text and
    leave the marks out. `speaker` is None for somebody unnamed, `role`, `party`, `channel` and `verb` where the article
    gives none. `kind`: direct or partial; `attribution`: explicit, pronoun, nominal, previous sentence, continuation
    next sentence or pull quote; `evidence`: what shows that it was said."""

    start: int
    end: int
    text: str
    speaker: str | None
    speaker_type: str
    kind: str
    attribution: str
    evidence: str
    person_id: str | None = None
    role: str | None = None
    party: str | None = None
    channel: str | None = None
    verb: str | None = None


def is_direct(inner: str, found: Found) -> bool:
    """Whether a speaker's whole sentence stands between the marks, and no fragment inside the narrator's."""
    words = WORD.findall(inner)
    starts = inner[0].isupper() or inner[0].isdigit() or inner[0] in "[.…@#£$"
    return (starts and len(words) >= 3) or (found.evidence == "same sentence" and inner[-1] in ".,!?…")


def speaker_type(actor: Actor) -> str:
    """A place that speaks is an organisation: "Moscow said"."""
    kind = actor.entity.kind if actor.entity is not None and actor.kind != "group" else actor.kind
    return "organisation" if kind == "place" else kind


def written(text: str, stretch: Stretch, found: Found) -> Quote:
    inner = text[stretch.start : stretch.end]
    actor = found.actor
    entity = actor.entity
    return Quote(
        stretch.start, stretch.end, inner,
        speaker=actor.name,
        speaker_type=speaker_type(actor),
        kind="direct" if is_direct(inner, found) else "partial",
        attribution=found.attribution,
        evidence=found.evidence,
        person_id=entity.person_id if entity is not None else None,
        role=actor.role or (entity.role if entity is not None else None),
        party=actor.party or (entity.party if entity is not None else None),
        channel=found.channel,
        verb=found.verb,
    )  # fmt: skip
