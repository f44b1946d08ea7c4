"""What happened on the night: the events between two standings of a contest, in words and for programs. Pure."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from warehouse.standing import Standing

CALLED_OFF = {
    "cancelled": "the poll is cancelled",
    "postponed": "the poll is put off",
    "void": "the poll is void",
    "uncontested": "nobody else stands: returned unopposed",
}


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. `kind` is one of watching, nominated, winner-named, declared, corrected, disputed,
    confirmed, called-off, withdrawn, restored, unreadable, readable, failing, answering, restarted, not-published,
    over.
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
    if after.status in CALLED_OFF and (before is None or before.status != after.status):
        found.append(("called-off", CALLED_OFF[after.status], {"status": after.status}))
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
    """ "Sarah Pochin (Reform UK) 12,645, majority 6, ahead of Karen Shore (Labour) 12,639"; for several seats all who
    won, then who comes next. Nobody wins a tie, and nobody is made a winner whom no source and no vote names.
    """
    ranked = sorted(standing.votes, key=lambda name: -(standing.votes[name] or 0))
    won = standing.winner.split("; ") if standing.winner else []
    lost = [_with_votes(standing, name) for name in ranked if name not in won]
    first = [_with_votes(standing, name) for name in won]
    if not won:
        is_tie = len({standing.votes[name] for name in ranked[:2]}) < len(ranked[:2])
        what = (
            "a tie of {}: nobody says who won the lot" if is_tie else "most votes for {}: nobody says who was elected"
        )
        return what.format(" and ".join(lost[:2]))
    if len(won) > 1:
        return f"elected {', '.join(first)}" + (f", ahead of {lost[0]}" if lost else "")
    if standing.majority is not None and standing.majority < 0:
        return f"{first[0]} is said to have won, and {lost[0]} has more votes"
    return f"{first[0]}, majority {in_words(standing.majority)}" + (f", ahead of {lost[0]}" if lost else "")


def _with_votes(standing: Standing, name: str) -> str:
    return f"{name} ({standing.parties.get(name)}) {in_words(standing.votes.get(name))}"


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
