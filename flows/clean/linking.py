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

from flows.clean.facts import CandidateFacts, ContestFacts
from flows.clean.mentions import (
    BREAK,
    Found,
    Name,
    Names,
    Words,
    is_another_name,
    keys_of,
    person_forms,
    rules,
    seat_forms,
    single,
)
from flows.clean.stories import BY_ELECTIONS, Story, is_ordinary, story_of

LONDON = ZoneInfo("Europe/London")
LINKED_FROM = 0.5
BEFORE, AFTER = timedelta(days=150), timedelta(days=45)  # of the poll: an article outside is about something else
CLOSE_BEFORE, CLOSE_AFTER = timedelta(days=60), timedelta(days=21)
WEEK_BEFORE, WEEK_AFTER, NIGHT = 10, 6, 3  # days around a poll in which "the by-election" is understood
NAMED_FROM = 1.5  # weights of names, below which a text does not name a contest: a surname alone is anybody's
NAMED_WITHOUT_DAY = 5.5  # the same where no day tells the contests of one seat apart: seat and somebody's whole name
LEAD = 600  # characters of an article's text that say what it is about, where there is no summary
LEAVING_NEAR = 6  # words between a member's name and the leaving told of
SMALLEST_MAJORITY = 300  # that a number in a text is compared with: smaller ones are anything
ROUNDED = 0.03  # how far a printed majority may be from the real one


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


def is_meant(words: Words, found: Found) -> bool:
    """Whether a form of a name means what it is a form of, where it stands."""
    kind, start = found.name.kind, found.start
    if kind.startswith("seat"):
        return not (len(found.name.keys) == 1 and is_another_name(words, start, found.end))
    if kind.endswith("surname"):  # with a capital, and none before it that makes another person of it
        is_another = start > 0 and words.is_capital(start - 1) and not is_ordinary(words, start - 1)
        is_another = is_another and words.keys[start - 1] not in single("titles")
        return words.is_capital(start) and not is_another and not is_follower(words, found.end)
    if kind == "outgoing member":
        return not is_follower(words, found.end)
    return True


def is_follower(words: Words, place: int) -> bool:
    """Whether a name's next word makes another person of it: "a Johnson ally"."""
    return words.keys[place] in single("followers")


def seat_evidence(words: Words, mentions: Sequence[Found]) -> Iterator[Evidence]:
    """The best form of the seat's name that the text has, and whether the headline has any."""
    forms = [found for found in mentions if found.name.kind.startswith("seat")]
    if forms:
        best = max(forms, key=lambda found: (weight(found.name.kind), len(found.name.keys)))
        yield evidence(best.name.kind, best.name.label)
        if any(found.start < words.headline for found in forms):
            yield evidence("seat in headline", best.name.label)


def people_evidence(
    words: Words, mentions: Sequence[Found], contest: ContestFacts, day: date | None
) -> Iterator[Evidence]:
    """Candidates and the member who left: whole names first, a surname only where no whole name stands."""
    is_over = day is None or day >= contest.poll_date
    elected = {one.candidate for one in contest.result.candidates if is_over and is_winner(one)}
    candidates = sorted(
        {one.name.label for one in mentions if one.name.kind == "candidate"}, key=lambda n: n not in elected
    )
    for number, name in enumerate(candidates):
        kind = "winner" if name in elected else "candidate"
        yield evidence("more candidates" if number else kind, name)
    surnames = {one.name.label for one in mentions if one.name.kind == "candidate surname"} - set(candidates)
    if surnames and not candidates:
        yield evidence("candidate surname", min(surnames))
    outgoing = [one for one in mentions if one.name.kind == "outgoing member"]
    if outgoing:
        left = any(is_leaving(words, one) for one in outgoing)
        yield evidence("seat of the member" if left else "outgoing member", outgoing[0].name.label)
    elif any(one.name.kind == "outgoing surname" for one in mentions):
        yield evidence("outgoing surname", contest.outgoing_member or "")


def is_winner(one: CandidateFacts) -> bool:
    return bool(one.is_elected) or one.position == 1


def is_leaving(words: Words, found: Found) -> bool:
    """Whether words of leaving stand near a member's name, in the same sentence."""
    before = words.keys[max(0, found.start - LEAVING_NEAR) : found.start]
    after = words.keys[found.end : found.end + LEAVING_NEAR]
    before = before[len(before) - before[::-1].index(BREAK) :] if BREAK in before else before
    after = after[: after.index(BREAK)] if BREAK in after else after
    return any(key in single("leaving") for key in (*before, *after))


def story_evidence(story: Story) -> Iterator[Evidence]:
    """What makes it a story about an election here; results alone are anything's, a football match's too."""
    for kind in ("by-election", "ballot", "politics", "politics section"):
        if kind in story.seen:
            yield evidence(kind, story.seen[kind])
    if "result" in story.seen and ("by-election" in story.seen or "politics" in story.seen):
        yield evidence("result", story.seen["result"])


def when_evidence(poll_date: date, day: date | None) -> Iterator[Evidence]:
    if day is None:
        return
    seen = f"{(day - poll_date).days:+d} days"
    if poll_date - CLOSE_BEFORE <= day <= poll_date + CLOSE_AFTER:
        yield evidence("near the poll", seen)
    if 0 <= (day - poll_date).days <= 2:
        yield evidence("on the night", seen)
    if day < poll_date - CLOSE_BEFORE:
        yield evidence("long before", seen)


def day_evidence(poll_date: date, day: date) -> Iterator[Evidence]:
    kind = "polled that day" if abs((day - poll_date).days) <= NIGHT else "polled that week"
    yield evidence(kind, f"polled {poll_date}")


def majority_evidence(contest: ContestFacts, story: Story) -> Iterator[Evidence]:
    """The majority that was won, or defended, where a number of the text is near it (24,664: "nearly 25,000")."""
    defended = [one.result.majority for one in contest.earlier if one.election_kind == "general election"][:1]
    for majority in (contest.result.majority, *defended):
        for number in sorted(story.numbers - set(range(1900, 2100))):
            if majority and majority >= SMALLEST_MAJORITY and abs(number - majority) <= ROUNDED * majority:
                yield evidence("majority", f"{number:,} for {majority:,}")
                return


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


def against(story: Story, contest: ContestFacts, *, is_named: bool) -> Iterator[Evidence]:
    """What speaks for another story; it weighs more where the text does not name the contest."""
    seen, times = story.seen, 1 if is_named else 3
    if "another country section" in seen:
        yield evidence("another country", seen["another country section"], times)
    elif "another country" in seen:
        yield evidence("another country", seen["another country"], 0.5 if is_named or "politics" in seen else times)
    if "another election" in seen and contest.election_type == "parl":
        yield evidence("another election", seen["another election"], times)
    if "not called" in seen:
        yield evidence("not called", seen["not called"], times)
    for kind in ("sport", "another time"):
        if kind in seen:
            yield evidence(kind, seen[kind])
    if "another place" in seen and not is_named:
        yield evidence("another place", seen["another place"])
    if "another year" in seen and int(seen["another year"]) != contest.poll_date.year:
        yield evidence("another time", seen["another year"])
    if "general election" in seen and "by-election" not in seen:
        yield evidence("general election", seen["general election"])
