"""Regions: one name for the several spellings of each, and its nation (`regions.yaml`, reviewed)."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml

from flows.clean.names import clean_name, plain_key


@lru_cache(maxsize=1)
def reviewed() -> dict[str, tuple[str, str | None]]:
    """Every spelling in `regions.yaml`, by its key -> region and nation."""
    entries = yaml.safe_load((Path(__file__).parent / "regions.yaml").read_text(encoding="utf-8"))
    return {
        plain_key(spelling): (entry["region"], entry.get("nation"))
        for entry in entries
        for spelling in (entry["region"], *entry.get("names", ()))
    }


@lru_cache(maxsize=1024)
def region_named(printed: str | None) -> tuple[str | None, str | None]:
    """ "Yorkshire & The Humber" -> ("Yorkshire and The Humber", "England"); a region we do not know keeps its name."""
    name = clean_name(printed)
    return reviewed().get(plain_key(name), (name or None, None))
