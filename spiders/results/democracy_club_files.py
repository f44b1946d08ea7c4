"""Democracy Club's candidate lists as files: which person of theirs is which in other registers.

Publisher  Democracy Club                       Licence  CC BY 4.0
Gives      Wikidata and Parliament ids of people; nothing else of the file is read, least of all how to reach them
Quirks     one row a candidacy, so a person comes once for each; an id may stand in quotes of its own
"""

from __future__ import annotations

import re

from spiders.records import Page, ReadPage, ScrapedPersonIdentifier, ScrapedProblem
from spiders.results.tables import csv_rows, csv_text, places, whole_rows

READER_VERSION = 1
# Column of the file -> whose id it is, and how one looks.
IDENTIFIERS = {
    "wikidata_id": ("wikidata", re.compile(r"Q[1-9][0-9]*")),
    "mnis_id": ("mnis", re.compile(r"[1-9][0-9]*")),
}


def wanted(path: str) -> bool:
    """Whether a file with this path may be such a list: "candidates-parl.2019-12-12.csv"."""
    return re.search(r"(?:^|/)candidates-[^/]*\.csv$", path) is not None


def read(page: Page) -> ReadPage:
    """The ids of each person, once; raises UnexpectedPage for a file without them."""
    header, *lines = csv_rows(page, csv_text(page)) or [[]]
    stated = [name for name in IDENTIFIERS if name in header]
    place_of = places(page, header, ["id", *(stated or ["wikidata_id"])])
    rows, problems = whole_rows(header, lines)
    found: dict[ScrapedPersonIdentifier, None] = {}
    for row in rows:
        person_id = row[place_of["id"]]
        for name in stated:
            other = row[place_of[name]].strip().strip('"')
            issuer, form = IDENTIFIERS[name]
            if other and not (form.fullmatch(other) and person_id.isdigit()):
                problems.append(ScrapedProblem("identifier-unreadable", f"{person_id}: {other}"[:200], name))
            elif other:
                found[ScrapedPersonIdentifier("dc", person_id, issuer, other)] = None
    return ReadPage(list(found), problems)
