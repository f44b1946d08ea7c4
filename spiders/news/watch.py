"""What to look for: the contests of these weeks, handed down by whoever starts a crawl, and whether an item fits.

A first sieve, before an article is asked for: wide enough to lose nothing, so that the linking of articles to contests
decides later, on more evidence.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from spiders.news.addresses import words_in_address
from spiders.records import ScrapedFeedItem

BEFORE, AFTER = timedelta(days=150), timedelta(days=45)  # of a poll: when an article may be about it
BY_ELECTION = re.compile(r"\bby[-\u2010-\u2015 ]?elections?\b")
ABROAD = re.compile(r"^https?://[^/]+/(?:news/)?(?:world|us-news|australia-news|sport|football|cricket)(?:[/-]|$)")
ELECTORAL = re.compile(
    r"\b(?:mps?|vot(?:e|es|er|ers|ing)|polls?|ballots?|seats?|candidates?|constituency|majority|elect(?:ed|ion|ions)?|"
    r"labour|tor(?:y|ies)|conservatives?|lib dems?|liberal democrats?|reform uk|snp|plaid cymru|green party|commons|"
    r"resign(?:s|ed|ation)?|recall|swing|recount|returning officer|hold|holds|gain|gains|wins?|loses?)\b"
)


@dataclass(frozen=True, slots=True)
class Watched:
    """A contest to look for. `names` are the seat's, whole and in parts; `people` those of candidates and the member
    who left, as whole names."""

    ballot_paper_id: str
    poll_date: date
    names: tuple[str, ...]
    people: tuple[str, ...] = ()


def to_json(watched: Iterable[Watched]) -> str:
    """As a spider's argument."""
    return json.dumps([asdict(one) | {"poll_date": one.poll_date.isoformat()} for one in watched])


def from_json(printed: str) -> tuple[Watched, ...]:
    """The contests a spider is given; raises ValueError for what is not of that form."""
    try:
        rows = json.loads(printed or "[]")
        return tuple(
            Watched(
                str(row["ballot_paper_id"]),
                date.fromisoformat(row["poll_date"]),
                tuple(map(str, row["names"])),
                tuple(map(str, row.get("people", ()))),
            )
            for row in rows
        )
    except (KeyError, TypeError) as error:
        raise ValueError(
            f"contests to watch are a list of ballot_paper_id, poll_date, names, people: {error}"
        ) from error


def plain(words: str) -> str:
    """As names are compared: without case and accents, with straight apostrophes and single blanks."""
    flat = unicodedata.normalize("NFKD", words.replace("\u2019", "'"))
    return " ".join("".join(one for one in flat if not unicodedata.combining(one)).casefold().split())


class Watch:
    """The contests watched, ready to be compared with many items."""

    def __init__(self, watched: Sequence[Watched]):
        self.watched = watched
        self.whose: dict[str, set[str]] = {}  # a name -> the contests it may mean
        for one in watched:
            people = (name for name in one.people if " " in name.strip())
            for name in filter(None, map(plain, (*one.names, *people))):
                self.whose.setdefault(name, set()).add(one.ballot_paper_id)
        every = sorted(self.whose, key=lambda name: (-len(name), name))
        self.pattern = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, every)) + r")(?!\w)") if every else None

    def relevant(self, item: ScrapedFeedItem, day: date | None) -> float:
        """How much an item looks like coverage of a contest watched: 0 is not at all; from 0.5 on it is asked for.

        1 names a seat or person and says by-election, 0.7 has either of them with election words, 0.5 the word
        by-election alone, outside the pages of other countries and sport. `day` is the item's; None compares with all.
        """
        near = {one.ballot_paper_id for one in self.watched if day is None or is_near(one.poll_date, day)}
        words = plain(f"{item.headline or ''} . {item.summary or ''} . {words_in_address(item.url)}")
        if not near or not words.strip(" ."):
            return 0.0
        found = self.pattern.findall(words) if self.pattern else []
        is_named = any(self.whose[name] & near for name in found)
        is_by_election = BY_ELECTION.search(words) is not None
        if is_named and is_by_election:
            return 1.0
        if is_named and ELECTORAL.search(words):
            return 0.7
        return 0.5 if is_by_election and not ABROAD.match(item.url) else 0.0


def is_near(poll_date: date, day: date) -> bool:
    return poll_date - BEFORE <= day <= poll_date + AFTER


def relevant(item: ScrapedFeedItem, contests: Sequence[Watched], day: date | None = None) -> float:
    """`Watch.relevant` for a single item."""
    return Watch(contests).relevant(item, day)
