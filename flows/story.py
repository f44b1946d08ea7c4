"""What happened on the night: the events between two standings of a contest, in words and for programs. Pure."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from warehouse.standing import Standing

ENDS = {"confirmed"}


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. `kind` is one of watching, nominated, winner-named, declared, corrected, disputed,
    confirmed, failing, answering, restarted, not-published, over.
    """

    kind: str
    at_time: datetime
    words: str
    ballot_paper_id: str | None = None
    source: str | None = None
    details: dict[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self) | {"at_time": self.at_time.isoformat(timespec="milliseconds")}


def events_between(before: Standing | None, after: Standing, at_time: datetime) -> list[Event]:
    """What a publish made known of one contest, in the order in which it would be told."""
    found: list[tuple[str, str, dict[str, Any]]] = []
    was_declared = before is not None and before.is_declared
    if before is None and not after.is_declared and not after.winner:
        found.append(("nominated", f"{len(after.votes)} candidates", {}))
    if after.is_declared and not was_declared:
        found.append(("declared", result_in_words(after), as_details(after)))
    elif after.winner and not after.is_declared and (before is None or before.winner != after.winner):
        found.append(
            ("winner-named", f"{after.winner} ({after.winning_party}) is said to have won", {"winner": after.winner})
        )
    if was_declared and before is not None and (changes := changes_between(before, after)):
        words = ", ".join(f"{what} {in_words(old)} -> {in_words(new)}" for what, old, new in changes)
        details = [{"figure": what, "old": old, "new": new} for what, old, new in changes]
        found.append(("corrected", words, {"changes": details}))
    if after.status == "disputed" and (before is None or before.status != "disputed"):
        found.append(("disputed", "the figures do not add up, and no rule says which is wrong", {}))
    if after.is_confirmed and (before is None or not before.is_confirmed):
        found.append(("confirmed", f"by {' and '.join(after.agreeing)}", {"sources": list(after.agreeing)}))
    return [
        Event(kind, at_time, f"{after.constituency}: {words}", after.ballot_paper_id, details=details)
        for kind, words, details in found
    ]


def changes_between(before: Standing, after: Standing) -> list[tuple[str, int | str | None, int | str | None]]:
    """(what, old, new) of every figure that is another now; the winner first."""
    changes: list[tuple[str, int | str | None, int | str | None]] = []
    if before.winner != after.winner:
        changes.append(("winner", before.winner, after.winner))
    for candidate in sorted(before.votes.keys() | after.votes.keys()):
        old, new = before.votes.get(candidate), after.votes.get(candidate)
        if old != new:
            changes.append((f"votes of {candidate}", old, new))
    changes += [
        (name, before.figures[name], value) for name, value in after.figures.items() if before.figures[name] != value
    ]
    return changes


def result_in_words(standing: Standing) -> str:
    """ "Sarah Pochin (Reform UK) 12,645, majority 6, ahead of Karen Shore (Labour) 12,639"; a tie has no winner."""
    ranked = sorted(standing.votes.items(), key=lambda one: -(one[1] or 0))
    first = [f"{name} ({standing.parties.get(name)}) {in_words(votes)}" for name, votes in ranked[:2]]
    if standing.winner is None:
        return f"a tie of {' and '.join(first)}: nobody says who won the lot"
    ahead = f", ahead of {first[1]}" if len(first) > 1 else ""
    return f"{first[0]}, majority {in_words(standing.majority)}{ahead}"


def in_words(value: int | str | None) -> str:
    return "not known" if value is None else f"{value:,}" if isinstance(value, int) else value


def as_details(standing: Standing) -> dict[str, Any]:
    return {
        "winner": standing.winner,
        "winning_party": standing.winning_party,
        "majority": standing.majority,
        "votes": standing.votes,
        "parties": standing.parties,
        "status": standing.status,
        **standing.figures,
    }
