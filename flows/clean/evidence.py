"""What speaks for and against an article's being about a contest, each piece with its weight of `linking.yaml`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from flows.clean.facts import CandidateFacts, ContestFacts
from flows.clean.mentions import BREAK, Found, Words, is_another_name, rules, single
from flows.clean.stories import Story, is_ordinary

CLOSE_BEFORE, CLOSE_AFTER = timedelta(days=60), timedelta(days=21)
NIGHT = 3  # days around a poll that count as its own
LEAVING_NEAR = 6  # words between a member's name and the leaving told of
SMALLEST_MAJORITY = 300  # that a number in a text is compared with: smaller ones are anything
ROUNDED = 0.03  # how far a printed majority may be from the real one


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing found: its kind (a weight's name in linking.yaml), how it was seen, and what it counts."""

    kind: str
    seen: str
    weight: float


@cache
def weight(kind: str) -> float:
    return float(rules()["weights"][kind])


def evidence(kind: str, seen: str, times: float = 1) -> Evidence:
    return Evidence(kind, seen, weight(kind) * times)


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
