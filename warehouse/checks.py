"""The data checks: queries in `sql/checks/` that return the rows that offend; no row means well.

A check's second comment line says whether it is grave: a new grave offence keeps the old file published.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb

CHECKS = Path(__file__).parent / "sql" / "checks"


@dataclass(frozen=True, slots=True)
class Offence:
    """One row that a check found."""

    check: str
    subject: str
    seen: str
    is_grave: bool
    is_known: bool = False


def run_checks(path: Path, known: Collection[tuple[str, str]] = ()) -> list[dict[str, Any]]:
    """Run every check on a warehouse file; `known` holds the (check, subject) pairs somebody has looked at."""
    found: list[Offence] = []
    with duckdb.connect(str(path), read_only=True) as connection:
        connection.execute("set enable_progress_bar = false")
        for file in sorted(CHECKS.glob("*.sql")):
            text = file.read_text(encoding="utf-8")
            is_grave = "-- grave: yes" in text
            if not is_grave and "-- grave: no" not in text:
                raise ValueError(f"{file.name} does not say whether it is grave")
            for subject, seen in connection.execute(text).fetchall():
                found.append(Offence(file.stem, subject, seen, is_grave, (file.stem, subject) in known))
    return [asdict(offence) for offence in found]
