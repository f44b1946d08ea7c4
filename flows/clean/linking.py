"""Which by-elections an article is about, with a score and the evidence.

Every piece of evidence has a weight in log odds (`linking.yaml`); their sum, less what speaks against, is the score.
Two ways lead to a contest: the text names it (seat, candidates, the member who left, the majority), or it speaks of
"the by-election" within days of a poll and names no other.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from flows.clean.evidence import (
    Evidence,
    against,
    day_evidence,
    evidence,
    is_meant,
    majority_evidence,
    people_evidence,
    seat_evidence,
    story_evidence,
    weight,
    when_evidence,
)
from flows.clean.facts import ContestFacts
from flows.clean.mentions import (
    Found,
    Name,
    Names,
    Words,
    keys_of,
    person_forms,
    rules,
    seat_forms,
)
from flows.clean.stories import BY_ELECTIONS, Story, story_of

LONDON = ZoneInfo("Europe/London")
LINKED_FROM = 0.5
BEFORE, AFTER = timedelta(days=150), timedelta(days=45)  # of the poll: an article outside is about something else
WEEK_BEFORE, WEEK_AFTER = 10, 6  # days around a poll in which "the by-election" is understood
NAMED_FROM = 1.5  # weights of names, below which a text does not name a contest: a surname alone is anybody's
NAMED_WITHOUT_DAY = 5.5  # the same where no day tells the contests of one seat apart: seat and somebody's whole name
LEAD = 600  # characters of an article's text that say what it is about, where there is no summary


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
class Link:
    """A contest that an article is about. `score` is 0 to 1; linked means at least LINKED_FROM."""

    ballot_paper_id: str
    score: float
    evidence: tuple[Evidence, ...]


def link(item: LinkableText, contests: Sequence[ContestFacts]) -> list[Link]:
    """The contests an article is about, the surest first; empty for most articles there are.

    For many articles make one `Linker`: it indexes the names once.
    """
    return Linker(contests).link(item)


class Linker:
    """Links articles to these contests; making one indexes their names, so keep it."""

    def __init__(self, contests: Sequence[ContestFacts]):
        self.contests = sorted(contests, key=lambda contest: (contest.poll_date, contest.ballot_paper_id))
        self.days = [contest.poll_date for contest in self.contests]
        self.names = Names(name for place, contest in enumerate(self.contests) for name in names_of(place, contest))

    def link(self, item: LinkableText) -> list[Link]:
        day = item.published_at.astimezone(LONDON).date() if item.published_at else None
        near = self.polled(day - AFTER, day + BEFORE) if day else range(len(self.days))
        if not near:
            return []
        words = words_of(item)
        named = self.named(words, near, day)
        if item.text:
            for place, seen in self.named_in_text(item.text, near, day):
                named.setdefault(place, []).append(seen)
        if not named and not any(key in words.keys for key in BY_ELECTIONS):
            return []
        story = story_of(words, f"{item.headline} {item.summary}", item.url, item.section)
        found = {
            place: judge(self.contests[place], seen, story, day)
            for place, seen in named.items()
            if sum(one.weight for one in seen) >= (NAMED_FROM if day else NAMED_WITHOUT_DAY)
        }
        sure = {place for place, link in found.items() if link.score >= LINKED_FROM}
        if day is not None:
            found |= dict(self.by_day(day, story, named, sure))
        links = [link for link in found.values() if link.score >= LINKED_FROM]
        return sorted(links, key=lambda link: (-link.score, link.ballot_paper_id))

    def polled(self, first: date, last: date) -> range:
        """The places of the contests polled from first to last, both days included."""
        return range(bisect_left(self.days, first), bisect_right(self.days, last))

    def named(self, words: Words, near: range, day: date | None) -> dict[int, list[Evidence]]:
        """What names each contest: the best form of its seat, its candidates, the member who left."""
        mentions: dict[int, list[Found]] = {}
        for found in self.names.find(words):
            if found.name.whose in near and is_meant(words, found):
                mentions.setdefault(found.name.whose, []).append(found)
        return {
            place: [*seat_evidence(words, mine), *people_evidence(words, mine, self.contests[place], day)]
            for place, mine in mentions.items()
        }

    def named_in_text(self, text: str, near: range, day: date | None) -> Iterator[tuple[int, Evidence]]:
        """The contests that the text of an article comes back to: the seat more than once, and one of its people."""
        words = Words()
        words.add(text)
        seats, people = Counter[int](), set[int]()
        for found in self.names.find(words):
            place, kind = found.name.whose, found.name.kind
            if place in near and is_meant(words, found):
                seats[place] += kind in ("seat", "seat place")
                if kind in ("candidate", "outgoing member"):
                    people.add(place)
        for place in sorted(people):
            if seats[place] > 1:
                yield place, evidence("seat in the text", f"{seats[place]} times")

    def by_day(
        self, day: date, story: Story, named: dict[int, list[Evidence]], sure: set[int]
    ) -> Iterator[tuple[int, Link]]:
        """The contests of the nearest polling day, for a text about "the by-election" that names none of them, or
        about as many as were polled or changed hands."""
        # a council's is never just "the by-election"
        near = self.polled(day - timedelta(days=WEEK_AFTER), day + timedelta(days=WEEK_BEFORE))
        week = [place for place in near if self.contests[place].election_type == "parl"]
        if "by-election" not in story.seen or not week:
            return
        group = self.day_meant(week, day, story)
        counted = contests_counted(group, story, day)
        if sure and not (counted and sure <= set(group)):
            return
        meant = {} if counted or story.is_plural else contests_meant(group, story, named, day)
        for place in set(counted or group) - sure:
            seen = [*named.get(place, []), *day_evidence(group[place].poll_date, day)]
            if counted and len(group) > 1:
                seen.append(evidence("all of that day", f"{story.several} contests"))
            elif meant:
                kind = "the one meant" if place in meant else "another meant"
                seen.append(evidence(kind, ", ".join(sorted(set(meant.values())))))
            yield place, judge(group[place], seen, story, day, is_named=bool(sure))

    def day_meant(self, week: Sequence[int], day: date, story: Story) -> dict[int, ContestFacts]:
        """The contests of one polling day: the nearest, or of several days the nearest that "by-elections" fits."""
        days: dict[date, dict[int, ContestFacts]] = {}
        for place in week:
            days.setdefault(self.days[place], {})[place] = self.contests[place]
        fitting = [polled for polled, group in days.items() if len(group) > 1 or not story.is_plural] or list(days)
        return days[min(fitting, key=lambda polled: abs((polled - day).days))]


def judge(
    contest: ContestFacts, seen: Iterable[Evidence], story: Story, day: date | None, *, is_named: bool = True
) -> Link:
    """All that speaks for and against one contest, as a link with its score."""
    found = (
        *seen,
        *majority_evidence(contest, story),
        *when_evidence(contest.poll_date, day),
        *story_evidence(story),
        *against(story, contest, is_named=is_named),
    )
    total = weight("prior") + sum(one.weight for one in found)
    return Link(contest.ballot_paper_id, 1 / (1 + math.exp(-total)), found)


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


def names_to_watch(contest: ContestFacts) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of the seat, and the whole names of its people, by which feeds are looked through for coverage."""
    seats = {form for form, _ in seat_forms(contest.constituency, contest.other_names)}
    people = {form for one in contest.result.candidates for form in person_forms(one.candidate, one.other_names)}
    people |= set(person_forms(contest.outgoing_member or ""))
    return tuple(sorted(seats)), tuple(sorted(people))


def words_of(item: LinkableText) -> Words:
    """The words that say what an article is about: headline, summary, the lead of its text, and its address."""
    words = Words()
    words.add(item.headline)
    words.end_headline()
    words.add(item.summary)
    if item.text and len(item.summary) < LEAD // 2:
        words.add(item.text[:LEAD])
    slug = urlsplit(item.url).path.rpartition("/")[2]
    if "-" in slug:
        words.add(slug.replace("-", " "))
    return words


def contests_counted(group: dict[int, ContestFacts], story: Story, day: date) -> set[int]:
    """The contests of one day that a count speaks of: all, or those that changed hands ("a double defeat")."""
    changed = {place for place, one in group.items() if one.result.outcome == "gain" and day >= one.poll_date}
    if len(group) > 1 and story.several == len(group):
        return set(group)
    return changed if len(changed) > 1 and story.several == len(changed) else set()


def contests_meant(
    group: dict[int, ContestFacts], story: Story, named: dict[int, list[Evidence]], day: date
) -> dict[int, str]:
    """Of several contests of one day, those that a text about one of them points to, with what points there:
    a name, a majority, or the party that won only there. Empty when nothing does."""
    if len(group) < 2:
        return {}
    pointed = {place: seen[0].seen for place, seen in named.items() if place in group and seen}
    for place, one in group.items():
        for found in majority_evidence(one, story):
            pointed[place] = found.seen
    if not pointed and "result" in story.seen and all(day >= one.poll_date for one in group.values()):
        won = {place: words_for(one.result.winning_party) & story.parties for place, one in group.items()}
        pointed = {place: ", ".join(sorted(words)) for place, words in won.items() if words}
    return pointed if len(pointed) < len(group) else {}


@cache
def words_for(party: str | None) -> frozenset[str]:
    """The words for a party, as the warehouse names it, that papers use: "Conservative" -> tory, tories, ..."""
    plain = " ".join(keys_of(party or ""))
    for forms in rules()["party_words"]:
        words = frozenset(form.strip() for form in forms.split(","))
        if plain in words:
            return words
    return frozenset((plain,)) - {""}
