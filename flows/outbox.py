"""What is still to be told to whom: a small file in the home, so that a crash tells again and never forgets.

An event is put in the outbox before anybody is told, and marked as told only when the receiver has said yes. Between
the two everything may end at any instant: the event is then told again, under the same id.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from flows.feed import Event, headline
from warehouse.publish import POLL_SECONDS

NEWS = timedelta(
    days=60
)  # a contest polled longer ago, and a source's old troubles, are history: in the feed, not told
UP_TO_THE_POLL = {"vacancy", "writ", "nominations"}  # of no interest once they are ...
STALE = timedelta(days=14)  # ... older than this: a source asked for the first time knows many
SETTLING_IN = timedelta(days=2)  # a receiver new to us is not told what happened before
REMEMBERED = timedelta(days=180)  # longer than anything stays news


@dataclass(slots=True)
class Receiver:
    """What one receiver was told (event id to day), what waits for it, and why it last said no."""

    told: dict[str, str] = field(default_factory=dict)
    waiting: dict[str, dict[str, Any]] = field(default_factory=dict)
    last_failure: str = ""


@dataclass(slots=True)
class Outbox:
    """The receivers by a name that does not give their addresses away: a webhook's address is a key."""

    path: Path
    receivers: dict[str, Receiver] = field(default_factory=dict)

    def save(self) -> None:
        """Write the file whole or not at all, on the disk before going on."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        kept = {
            name: {"told": one.told, "waiting": one.waiting, "last_failure": one.last_failure}
            for name, one in self.receivers.items()
        }
        fresh = self.path.with_name(f".{self.path.name}.{os.getpid()}")
        with fresh.open("w", encoding="utf-8") as file:
            json.dump(kept, file, indent=1, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self.path)


def load_outbox(path: Path) -> Outbox:
    """The outbox as it was last saved, empty at first. Raises ValueError, naming the file, when it is damaged."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return Outbox(path, {name: Receiver(**one) for name, one in kept.items()})
    except (FileNotFoundError, NotADirectoryError):
        return Outbox(path)
    except (ValueError, TypeError, AttributeError) as error:
        raise ValueError(f"{path} is damaged ({error})\n  next      remove it: recent events are told again") from error


@asynccontextmanager
async def only_teller(path: Path, pause: Callable[[float], Awaitable[None]]) -> AsyncIterator[Outbox]:
    """The outbox, for one process at a time: a night's watch and a refresh may both have something to tell.

    A lock of the operating system beside the file, so that it ends with the process that holds it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(f".{path.name}.lock").open("w") as handle:
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                await pause(POLL_SECONDS)
        yield load_outbox(path)


def name_of(target: str) -> str:
    """A receiver's name in the file: "https 1f3a…" for an address, the block's own name for a block."""
    if target.startswith("block:"):
        return target
    return f"{target.partition(':')[0]} {sha256(target.encode()).hexdigest()[:12]}"


def is_news(event: Event, now: datetime) -> bool:
    """Whether anybody should be told: it concerns a coming or recent poll, or a source lately."""
    if event["event"] in UP_TO_THE_POLL and event["at_time"] and event["at_time"] < now - STALE:
        return False
    if event.get("ballot_paper_id"):
        polled = event.get("poll_date")
        return polled is not None and polled >= (now - NEWS).date()
    return event["at_time"] is not None and event["at_time"] >= now - NEWS


def put(outbox: Outbox, target: str, events: Iterable[Event], now: datetime) -> Receiver:
    """Put what a receiver has not been told into its part of the outbox, oldest first; the file is not saved yet."""
    name = name_of(target)
    is_new = name not in outbox.receivers
    receiver = outbox.receivers.setdefault(name, Receiver())
    forget = (now - REMEMBERED).date().isoformat()
    receiver.told = {event_id: day for event_id, day in receiver.told.items() if day >= forget}
    for event in sorted(events, key=lambda one: (one["at_time"] or now, one["event_id"])):
        event_id = event["event_id"]
        if event_id in receiver.told or event_id in receiver.waiting or not is_news(event, now):
            continue
        if is_new and event["at_time"] and event["at_time"] < now - SETTLING_IN:
            receiver.told[event_id] = now.date().isoformat()
        else:
            receiver.waiting[event_id] = message_of(event)
    return receiver


def message_of(event: Event) -> dict[str, Any]:
    """The event as it is told: plain JSON, with one line of text for a person."""
    told = {
        name: event.get(name) for name in ("event_id", "event", "ballot_paper_id", "constituency", "source", "note")
    }
    told |= {"source_url": event.get("source_url"), "poll_date": iso(event.get("poll_date"))}
    told["at_time"] = iso(event["at_time"])
    told["text"] = headline(event) + (f" - {event['note']}" if event.get("note") else "")
    return told


def iso(value: Any) -> str | None:
    return value.isoformat() if value is not None else None
