"""Sites of one's own beside the reviewed ones: a local paper, a council that has moved (`BYELECTIONS_SITES`).

The file has the form of the project's own lists:

    publishers:
      barchester_chronicle:
        title: Barchester Chronicle
        hosts: [www.barchester-chronicle.example]
        feeds: ["https://www.barchester-chronicle.example/news/rss.xml"]
        articles: "^/news/.+"
    councils:        # as in spiders/results/councils.yaml
    lead_councils:   # seat -> council that declares it
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

PARTS = ("publishers", "councils", "lead_councils")


def read_sites(path: Path) -> dict[str, dict[str, Any]]:
    """The file's parts, each {} when it has none of them. Raises ValueError, in words, for a file that is none such."""
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ValueError(f"{path} cannot be read: {error}") from None
    if not isinstance(found, dict) or not all(isinstance(part, dict) for part in found.values()):
        raise ValueError(f"{path} holds no lists of sites by their names")
    if unknown := sorted(set(found) - set(PARTS)):
        raise ValueError(f"{path}: {', '.join(map(str, unknown))} is none of {', '.join(PARTS)}")
    for name in found.get("publishers", {}):
        if not re.fullmatch(r"[a-z][a-z0-9_]*", str(name)):
            raise ValueError(f"{path}: {name!r} cannot name a publisher: small letters, digits, underscores")
    return {part: found.get(part, {}) for part in PARTS}


@cache
def own_sites() -> dict[str, dict[str, Any]]:
    """What this process's settings add to the reviewed sites."""
    from spiders.settings import load_settings

    path = load_settings().sites
    return read_sites(path) if path else {part: {} for part in PARTS}
