"""Which by-elections an article is about, with a score and the evidence.

Every piece of evidence has a weight in log odds (`linking.yaml`); their sum, less what speaks against, is the score.
Two ways lead to a contest: the text names it (seat, candidates, the member who left, the majority), or it speaks of
"the by-election" within days of a poll and names no other.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from flows.clean.facts import ContestFacts
from flows.clean.mentions import (
    BREAK,
    Found,
    Name,
    Names,
    Words,
    is_another_name,
    keys_of,
    listed,
    person_forms,
    rules,
    seat_forms,
    single,
)

LONDON = ZoneInfo("Europe/London")
BEFORE, AFTER = timedelta(days=200), timedelta(days=45)  # of the poll: an article outside is about something else
CLOSE_BEFORE, CLOSE_AFTER = timedelta(days=60), timedelta(days=21)
LINKED_FROM = 0.5
LEAD = 600  # characters of an article's text that say what it is about, where there is no summary
NUMBER = re.compile(r"(?<![\d.,£$])(\d{1,3}(?:,\d{3})+|\d{3,6})(?![\d%]|,\d)")
YEAR = re.compile(r"^(?:1[89]|20)\d\d$")
SEVERAL = {"both": 2, "two": 2, "twin": 2, "double": 2, "pair": 2, "three": 3, "triple": 3, "trio": 3, "treble": 3}
SEVERAL |= {"four": 4, "five": 5}


@dataclass(frozen=True, slots=True)
class LinkableText:
    """What is known of an article or of a feed's item. `published_at` is None where nothing says it."""

    headline: str
    summary: str = ""
    text: str = ""  # empty for an item of a feed
    published_at: datetime | None = None
    publisher: str = ""
    url: str = ""
    section: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing found: its kind (a weight's name in linking.yaml), how it was seen, and what it counts."""

    kind: str
    seen: str
    weight: float


@dataclass(frozen=True, slots=True)
class Link:
    """A contest that an article is about. `score` is 0 to 1; linked means at least LINKED_FROM."""

    ballot_paper_id: str
    score: float
    evidence: tuple[Evidence, ...]


@dataclass(slots=True)
class Signals:
    """What kind of story a text is, whatever contest it may be about: kind -> how it was seen."""

    seen: dict[str, str] = field(default_factory=dict)
    is_plural: bool = False
    several: int = 0  # how many contests it speaks of, where it says so
    parties: frozenset[str] = frozenset()
    numbers: frozenset[int] = frozenset()


def link(item: LinkableText, contests: Sequence[ContestFacts]) -> list[Link]:
    """The contests an article is about, the surest first; empty for most articles there are.

    For many articles make one `Linker`: it indexes the names once.
    """
    return Linker(contests).link(item)


class Linker:
    """Links articles to these contests; making one indexes their names, so keep it."""

    def __init__(self, contests: Sequence[ContestFacts]):
        self.contests = sorted(contests, key=lambda contest: contest.poll_date)
        self.days = [contest.poll_date for contest in self.contests]
        self.names = Names(name for place, contest in enumerate(self.contests) for name in names_of(place, contest))

    def link(self, item: LinkableText) -> list[Link]:
        day = item.published_at.astimezone(LONDON).date() if item.published_at else None
        near = self.near(day)
        if not near:
            return []
        words = words_of(item)
        named = named_evidence(words, self.names, near)
        signals = signals_of(words, item)
        if not named and "by-election" not in signals.seen:
            return []
        found = {place: self.judge(place, evidence, signals, day) for place, evidence in named.items()}
        sure = {place for place, link in found.items() if link.score >= LINKED_FROM}
        for place in self.polled_near(day, signals, sure):
            if place not in sure:
                found[place] = self.judge_by_day(place, named.get(place, []), signals, day, sure)
        links = [link for link in found.values() if link.score >= LINKED_FROM]
        return sorted(links, key=lambda link: (-link.score, link.ballot_paper_id))

    def near(self, day: date | None) -> set[int]:
        """The contests that an article of this day may be about; all of them when the day is not known."""
        return {
            place
            for place, polled in enumerate(self.days)
            if day is None or polled - BEFORE <= day <= polled + AFTER
        }

    def judge(self, place: int, named: list[Evidence], signals: Signals, day: date | None) -> Link:
        """A contest that the text names in some way."""
        contest = self.contests[place]
        found = [*named, *majority_evidence(contest, signals), *when_evidence(contest.poll_date, day)]
        found += story_evidence(signals)
        found += against(signals, contest.poll_date, is_named=True)
        return make_link(contest, found)

    def polled_near(self, day: date | None, signals: Signals, sure: set[int]) -> Iterator[int]:
        """The contests of the nearest polling day, for a text that speaks of a by-election and names none, or
        speaks of as many as were polled."""
        if day is None or "by-election" not in signals.seen:
            return
        close = [polled for polled in self.days if -6 <= (polled - day).days <= 10]
        if not close:
            return
        nearest = min(close, key=lambda polled: abs((polled - day).days))
        group = {place for place, polled in enumerate(self.days) if polled == nearest}
        if not sure or (sure <= group and signals.several == len(group)):
            yield from group

    def judge_by_day(
        self, place: int, named: list[Evidence], signals: Signals, day: date | None, sure: set[int]
    ) -> Link:
        """A contest polled within days, in a text about "the by-election"."""
        assert day is not None
        contest = self.contests[place]
        group = [one for one in self.contests if one.poll_date == contest.poll_date]
        apart = (day - contest.poll_date).days
        kind = "polled that day" if abs(apart) <= 3 else "polled that week"
        found = [*named, evidence(kind, f"polled {contest.poll_date}"), *when_evidence(contest.poll_date, day)]
        found += majority_evidence(contest, signals)
        if len(group) > 1 and signals.several == len(group):
            found.append(evidence("all of that day", f"{signals.several} contests"))
        elif len(group) > 1 and not signals.is_plural and apart >= 0:
            found += winner_evidence(contest, group, signals)
        found += story_evidence(signals)
        found += against(signals, contest.poll_date, is_named=bool(sure))
        return make_link(contest, found)


def make_link(contest: ContestFacts, found: Iterable[Evidence]) -> Link:
    kept = tuple(found)
    total = weight("prior") + sum(one.weight for one in kept)
    return Link(contest.ballot_paper_id, 1 / (1 + math.exp(-total)), kept)


@cache
def weight(kind: str) -> float:
    return float(rules()["weights"][kind])


def evidence(kind: str, seen: str, times: float = 1) -> Evidence:
    return Evidence(kind, seen, weight(kind) * times)


def names_of(place: int, contest: ContestFacts) -> Iterator[Name]:
    """Every form in which the contest's seat and people may be printed."""
    for form, kind in seat_forms(contest.constituency, contest.other_names):
        yield Name(tuple(form.split()), kind, place, form.title())
    for one in contest.result.candidates:
        for form in person_forms(one.candidate, one.other_names):
            yield Name(tuple(form.split()), "candidate", place, one.candidate)
        yield Name(keys_of(one.candidate)[-1:], "candidate surname", place, one.candidate)
    if contest.outgoing_member:
        for form in person_forms(contest.outgoing_member):
            yield Name(tuple(form.split()), "outgoing member", place, contest.outgoing_member)
        yield Name(keys_of(contest.outgoing_member)[-1:], "outgoing surname", place, contest.outgoing_member)


def words_of(item: LinkableText) -> Words:
    """The words that say what an article is about: headline, summary, the lead of its text, and its address."""
    words = Words()
    words.add(item.headline)
    words.headline = len(words.keys)
    words.add(item.summary)
    if item.text and len(item.summary) < LEAD // 2:
        words.add(item.text[:LEAD])
    slug = urlsplit(item.url).path.rpartition("/")[2]
    if "-" in slug:
        words.add(slug.replace("-", " "))
    return words


def named_evidence(words: Words, names: Names, near: set[int]) -> dict[int, list[Evidence]]:
    """What names each contest: the best form of its seat, its candidates, the member who left."""
    best: dict[int, dict[str, Evidence]] = {}
    for found in names.find(words):
        place, kind = found.name.whose, found.name.kind
        if place not in near or not is_meant(words, found):
            continue
        seen = evidence(kind, f"{found.name.label}")
        group = "seat" if kind.startswith("seat") else f"{kind} {found.name.label}"
        mine = best.setdefault(place, {})
        if group not in mine or seen.weight > mine[group].weight:
            mine[group] = seen
        if group == "seat" and found.start < words.headline:
            mine["headline"] = evidence("seat in headline", found.name.label)
    return {place: list(settle_people(mine)) for place, mine in best.items()}


def is_meant(words: Words, found: Found) -> bool:
    """Whether a form of a name means what it is a form of, where it stands."""
    kind = found.name.kind
    if kind.startswith("seat"):
        return not (len(found.name.keys) == 1 and is_another_name(words, found.start, found.end))
    if kind.endswith("surname"):
        return words.capitals[found.start] and not (
            found.start and words.capitals[found.start - 1] and words.keys[found.start - 1] not in single("ordinary")
        )
    return True


def settle_people(mine: dict[str, Evidence]) -> Iterator[Evidence]:
    """One candidate counts in full, further ones less; a surname only where its whole name does not stand."""
    whole = {one.seen for one in mine.values() if one.kind in ("candidate", "outgoing member")}
    candidates = 0
    surnames: set[str] = set()
    for one in mine.values():
        if one.kind == "candidate":
            candidates += 1
            if candidates <= 2:
                yield one if candidates == 1 else evidence("more candidates", one.seen)
        elif one.kind.endswith("surname"):
            if one.seen not in whole and one.kind not in surnames:
                surnames.add(one.kind)
                yield one
        else:
            yield one


@cache
def signal_names() -> Names:
    """The lists of `linking.yaml` that tell what kind of story a text is."""
    kinds = ("ballot", "result", "parties", "parliament", "several", "not called", "another election", "sport")
    named = {kind: listed(kind) for kind in (*kinds, "countries")}
    return Names(Name(keys, kind, 0, " ".join(keys)) for kind, phrases in named.items() for keys in phrases)


def signals_of(words: Words, item: LinkableText) -> Signals:
    """What kind of story a text is."""
    signals = Signals()
    parties = set()
    for found in signal_names().find(words):
        kind, label = found.name.kind, found.name.label
        if kind == "several":
            signals.several = max(signals.several, SEVERAL[label])
        elif kind == "parties":
            parties.add(label)
            signals.seen.setdefault("politics", label)
        elif kind == "parliament":
            signals.seen.setdefault("politics", label)
        elif kind == "countries":
            if any(words.capitals[found.start : found.end]):
                signals.seen.setdefault("another country", label)
        else:
            signals.seen.setdefault(kind, label)
    signals.parties = frozenset(parties)
    signals.numbers = frozenset(
        int(number.replace(",", "")) for number in NUMBER.findall(f"{item.headline} {item.summary}")
    )
    by_election_signals(words, signals)
    section_signals(item, signals)
    return signals


def by_election_signals(words: Words, signals: Signals) -> None:
    """The word itself, and a place or a year put beside it."""
    keys, capitals = words.keys, words.capitals
    for place, key in enumerate(keys):
        if key not in ("byelection", "byelections"):
            if YEAR.match(key):
                signals.seen.setdefault("year", key)
            continue
        signals.seen.setdefault("by-election", "by-election")
        signals.is_plural |= key == "byelections"
        before = keys[place - 1] if place else BREAK
        known = single("ordinary") | single("parties")
        if place and capitals[place - 1] and before not in known and not starts_sentence(words, place - 1):
            signals.seen.setdefault("another place", before)


def starts_sentence(words: Words, place: int) -> bool:
    return place == 0 or words.keys[place - 1] == BREAK


def section_signals(item: LinkableText, signals: Signals) -> None:
    """Where in the paper the article stands, by its address and the section it names."""
    path = urlsplit(item.url).path.casefold().split("/")
    places = [part for part in [*path[1:4], item.section.casefold().replace(" ", "-")] if part]
    sections = {kind: {word.strip() for word in words.split(",")} for kind, words in rules()["sections"].items()}
    for part in places:
        stem = re.split(r"-\d", part)[0]
        if stem in sections["sport"]:
            signals.seen.setdefault("sport", part)
        elif stem in sections["another country"] or stem.split("-")[0] == "world":
            signals.seen.setdefault("another country section", part)
        elif stem in sections["politics"]:
            signals.seen.setdefault("politics section", part)


def story_evidence(signals: Signals) -> Iterator[Evidence]:
    for kind in ("by-election", "ballot", "result", "politics", "politics section"):
        if kind in signals.seen:
            yield evidence(kind, signals.seen[kind])


def when_evidence(poll_date: date, day: date | None) -> Iterator[Evidence]:
    if day is None:
        return
    if poll_date - CLOSE_BEFORE <= day <= poll_date + CLOSE_AFTER:
        yield evidence("near the poll", f"{(day - poll_date).days:+d} days")
    if 0 <= (day - poll_date).days <= 2:
        yield evidence("on the night", f"{(day - poll_date).days:+d} days")


def majority_evidence(contest: ContestFacts, signals: Signals) -> Iterator[Evidence]:
    """The majority that was won, or defended, where a number of the text is near it (24,664: "nearly 25,000")."""
    majorities = [contest.result.majority]
    majorities += [one.result.majority for one in contest.earlier if one.election_kind == "general election"][:1]
    for majority in majorities:
        for number in signals.numbers:
            if majority and majority >= 300 and abs(number - majority) <= 0.03 * majority and number not in range(1900, 2100):
                yield evidence("majority", f"{number:,} for {majority:,}")
                return


def winner_evidence(
    contest: ContestFacts, group: Sequence[ContestFacts], signals: Signals
) -> Iterator[Evidence]:
    """Of contests polled on one day, the one that the only party named has won, where a text speaks of one."""
    won = {one.ballot_paper_id: party_words(one.result.winning_party) & signals.parties for one in group}
    winners = [key for key, parties in won.items() if parties]
    if len(winners) == 1 and "result" in signals.seen:
        kind = "winning party" if contest.ballot_paper_id == winners[0] else "another winner"
        yield evidence(kind, ", ".join(sorted(won[winners[0]])))


PARTY_WORDS = {
    "labour": {"labour"},
    "conservative": {"conservative", "conservatives", "tory", "tories"},
    "liberal democrat": {"lib dem", "lib dems", "liberal democrat", "liberal democrats"},
    "scottish national party": {"snp", "scottish national party"},
    "reform uk": {"reform uk"},
    "workers party": {"workers party"},
    "green party": {"green party"},
    "plaid cymru": {"plaid cymru"},
}


def party_words(party: str | None) -> set[str]:
    """The words for a party as the warehouse names it."""
    plain = (party or "").casefold()
    return next((words for name, words in PARTY_WORDS.items() if plain.startswith(name)), {plain} - {""})


def against(signals: Signals, poll_date: date, *, is_named: bool) -> Iterator[Evidence]:
    """What speaks for another story; it weighs more where the text does not name the contest."""
    seen, times = signals.seen, 1 if is_named else 3
    if "another country section" in seen:
        yield evidence("another country", seen["another country section"], times)
    elif "another country" in seen:
        yield evidence("another country", seen["another country"], 0.5 if is_named or "politics" in seen else times)
    if "another election" in seen:
        yield evidence("another election", seen["another election"], 1 if is_named else times)
    if "sport" in seen:
        yield evidence("sport", seen["sport"])
    if "another place" in seen and not is_named:
        yield evidence("another place", seen["another place"])
    if "not called" in seen:
        yield evidence("not called", seen["not called"])
    year = seen.get("year")
    if year and abs(int(year) - poll_date.year) > 3:
        yield evidence("another time", year)
