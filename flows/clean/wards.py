"""Wards and divisions: the name a council seat goes by here, and the key by which two spellings of it are one.

Sources write "St Mary`s", "&" and "and", the words in another order, the district before the ward and "Ward" behind it;
inside one council and day such names are one seat. `wards.yaml` holds, reviewed, what rules cannot decide.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

import yaml

BEHIND = re.compile(r"\s+(?:electoral\s+)?(?:ward|division)$", re.IGNORECASE)
LINKING = frozenset(("and", "the", "of", "in", "with", "ward", "division"))
SAME = {
    "saint": "st",
    "saints": "ss",
    "rd": "road",
    "nth": "north",
    "sth": "south",
    "n": "north",
    "s": "south",
    "e": "east",
    "w": "west",
}


@cache
def reviewed() -> dict[str, dict[str, str]]:
    """The reviewed file: organisation -> name as a source prints it -> official name."""
    return yaml.safe_load((Path(__file__).parent / "wards.yaml").read_text(encoding="utf-8")) or {}


@lru_cache(maxsize=4096)
def ward_name(printed: str, organisation: str = "", council: str = "") -> str:
    """A ward's name as a person would write it: "Cannock Chase - St Mary`s Ward" -> "St Mary's".

    `organisation` is the council's part of a ballot id, `council` its name: either may stand before the ward.
    """
    name = " ".join(re.sub("[`\u00b4\u2018\u2019]", "'", printed).split())
    place = organisation.replace("-", " ")
    for prefix in filter(None, (council, place)):
        name = re.sub(rf"^{re.escape(prefix)}\s*[-\u2013:|]\s*(?=\S)", "", name, flags=re.IGNORECASE)
    name = BEHIND.sub("", name)
    known = reviewed().get(organisation, {})
    return next((official for other, official in known.items() if ward_key(other) == ward_key(name)), name)


@lru_cache(maxsize=4096)
def ward_key(name: str) -> str:
    """The words of a ward's name without order and linking words: "Hill & St. Mary's" -> "hill marys st"."""
    plain = unicodedata.normalize("NFKD", re.sub("['`\u2018\u2019\u00b4]", "", name.casefold()))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = [SAME.get(word, word) for word in re.findall(r"[^\W_]+", plain.replace("&", " and "))]
    return " ".join(sorted({word for word in words if word not in LINKING} or set(words)))
