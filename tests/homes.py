"""The real commands in a home of their own, and what must be the same in two of them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import duckdb

COMMAND = Path(sys.executable).with_name("byelections")
DUCKDB = Path(sys.executable).with_name("duckdb")
# What must not differ between two runs on the same documents; captures, observation times and `about` may.
SAME = {
    **dict.fromkeys(("by_elections", "general_elections", "candidacies", "party_totals", "swings", "people"), "*"),
    **dict.fromkeys(("seat_results", "conflicts", "parties", "constituencies", "revisions"), "*"),
    "statements": "ballot_paper_id, candidate, figure, value, source",
    "problems": "rule, source, ballot_paper_id, contest, field, seen, is_known",
}


def byelections(home: Path, *args: str, **settings: str) -> subprocess.CompletedProcess[str]:
    env = os.environ | {"BYELECTIONS_HOME": str(home)} | settings
    return subprocess.run([COMMAND, *args], env=env, capture_output=True, text=True, check=False)


def rows(home: Path) -> dict[str, list[str]]:
    with duckdb.connect(str(home / "warehouse/byelections.duckdb"), read_only=True) as warehouse:
        return {
            table: sorted(map(repr, warehouse.sql(f"select {columns} from {table}").fetchall()))
            for table, columns in SAME.items()
        }
