"""Which contests a council is asked for: those that the published warehouse knows, from whatever source."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from spiders.settings import Settings
from warehouse.look import ask

KNOWN = """
    select ballot_paper_id, constituency
    from by_elections
    where poll_date between ? and ? and status not in ('cancelled', 'uncontested')
    order by poll_date desc, ballot_paper_id"""
FIRST = date(2010, 5, 7)  # no council's site goes back further


def known_contests(database: Path, first: date | None, last: date | None) -> list[dict[str, str]]:
    """Ballot id and seat of the by-elections polled from `first` to `last`, as the councils' spider takes them."""
    if not database.exists():
        return []
    _, rows = ask(database, KNOWN, [max(first or FIRST, FIRST), last or date.max])
    return [{"ballot_paper_id": ballot_paper_id, "ward": seat} for ballot_paper_id, seat in rows]


def known_arguments(settings: Settings, arguments: dict[str, str]) -> dict[str, str]:
    """The spider's further arguments, for the days its arguments name; {} when nothing of these days is known yet."""
    first, last = (
        date.fromisoformat(arguments[name]) if name in arguments else None for name in ("from_date", "to_date")
    )
    found = known_contests(settings.warehouse_file, first, last)
    return {"contests": json.dumps(found)} if found else {}
