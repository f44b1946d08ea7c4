"""A night in the terminal: one line an event, and below them a table that shows where each contest stands."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from types import TracebackType
from typing import TYPE_CHECKING

from flows.story import Event, in_words
from spiders.watch import LONDON
from warehouse.standing import Standing

if TYPE_CHECKING:
    from rich.live import Live
    from rich.table import Table

STYLES = {
    "declared": "bold green",
    "confirmed": "green",
    "corrected": "yellow",
    "failing": "dim",
    "not-published": "red",
}


class Screen:
    """Shows events and standings; `as_json` writes each event as a line of JSON to stdout instead."""

    def __init__(self, as_json: bool, verbose: bool):
        self.as_json, self.verbose = as_json, verbose
        self.live: Live | None = None

    def __enter__(self) -> Screen:
        if not self.as_json and sys.stderr.isatty():
            from rich.console import Console
            from rich.live import Live

            self.live = Live(console=Console(stderr=True), auto_refresh=False)
            self.live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.live is not None:
            self.live.stop()

    def event(self, event: Event) -> None:
        if self.as_json:
            sys.stdout.write(json.dumps(event.as_dict(), ensure_ascii=False) + "\n")
            sys.stdout.flush()
        else:
            when = event.at_time.astimezone(LONDON)
            self._line(f"{when:%H:%M:%S}  {event.kind:<13} {event.words}", STYLES.get(event.kind, ""))

    def standings(self, standings: Sequence[Standing]) -> None:
        if self.live is not None:
            self.live.update(_table(standings), refresh=True)

    def say(self, words: str) -> None:
        self._line(words)

    def log(self, level: int, message: str) -> None:
        if level >= (logging.INFO if self.verbose else logging.WARNING):
            self._line(message)

    def turn(self) -> AbstractAsyncContextManager[object]:
        return nullcontext()

    def progress(self, what: str, done: int, of: int | None = None) -> None:
        """The table is what moves here."""

    def _line(self, words: str, style: str = "") -> None:
        if self.live is not None:
            self.live.console.print(words, style=style, markup=False, highlight=False, soft_wrap=True)
        else:
            sys.stderr.write(words + "\n")


def _table(standings: Sequence[Standing]) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD)
    for name in ("contest", "status", "candidate", "party"):
        table.add_column(name)
    table.add_column("votes", justify="right")
    for one in standings:
        words = [one.constituency, "confirmed" if one.is_confirmed else one.status]
        for candidate, votes in list(one.votes.items())[:3] or [("", None)]:
            table.add_row(*words, candidate, one.parties.get(candidate) or "", in_words(votes) if candidate else "")
            words = ["", ""]
    return table
