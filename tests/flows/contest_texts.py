"""Invented contests, and articles about them in many house styles: true, and with one planted error.

A template is a sentence with fields. A field of `CHECKED` may be planted with another value; every other field is
true or
speaks of some other election, and must never be held against the contest.  `HELD_OUT` was written before the rules
were,
and no rule was written for it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from flows.clean.facts import CandidateFacts, ContestFacts, EarlierResult, ResultFacts
from tests.flows.number_words import spelt

FIRST = [
    "Asha",
    "Bryn",
    "Carys",
    "Dermot",
    "Elspeth",
    "Farid",
    "Gwilym",
    "Harriet",
    "Imran",
    "Jocelyn",
    "Kirsty",
    "Lorcan",
]
LAST = [
    "Ashdown-Pryce",
    "Bellweather",
    "Cottismore",
    "Dalrumple",
    "Eastoft",
    "Fenwicke",
    "Garroway",
    "Hollinshead",
    "Iqbalson",
    "Jessamy",
    "Kilbrandon",
    "Loxwood",
    "Merrivale",
    "Netherby",
    "O’Tierney",
    "Penhallow",
]
SEATS = [
    "Barchester",
    "Marsham and Thirle",
    "North Wessex",
    "Kingsmarkham",
    "Ambridge and Felpersham",
    "Tilling East",
    "Casterbridge",
]
ELSEWHERE = ["Middlemarch", "Dunmore Vale", "Cranford and Hale", "West Loamshire", "Kestrel Valley"]
MAIN = [("Labour", "Lab"), ("Conservative", "Con"), ("Liberal Democrats", "LD"), ("Reform UK", "RUK"), ("Green", "Grn")]
SPOKEN = {
    "Labour": ["Labour", "the Labour Party"],
    "Conservative": ["the Conservatives", "the Tories", "the Conservative Party"],
    "Liberal Democrats": ["the Liberal Democrats", "the Lib Dems"],
    "Reform UK": ["Reform UK", "Reform"],
    "Green": ["the Greens", "the Green Party"],
}
ADJECTIVE = {
    "Labour": ["Labour"],
    "Conservative": ["Conservative", "Tory"],
    "Liberal Democrats": ["Liberal Democrat", "Lib Dem"],
    "Reform UK": ["Reform UK", "Reform"],
    "Green": ["Green Party", "Green"],
}


def make_contest(seed: int) -> ContestFacts:
    """A contest with a full result, an earlier general election and a vacancy; the same for the same seed."""
    rng = random.Random(seed)
    seat = rng.choice(SEATS)
    parties = rng.sample(MAIN, 5)
    names = [f"{first} {last}" for first, last in zip(rng.sample(FIRST, 7), rng.sample(LAST, 7), strict=True)]
    votes = sorted(rng.sample(range(900, 20_000), 5), reverse=True)
    electorate = rng.randrange(65_000, 82_000)
    before = sorted(rng.sample(range(1_500, 26_000), 5), reverse=True)
    valid, valid_before = sum(votes), sum(before)
    holds = rng.random() < 0.35
    order = [0, 1, 2, 3, 4] if holds else rng.choice([[1, 0, 2, 3, 4], [2, 0, 1, 4, 3]])
    shares_before = {parties[place][0]: before[rank] / valid_before for rank, place in enumerate(order)}
    candidates = tuple(
        CandidateFacts(
            names[place],
            party,
            short,
            votes=votes[place],
            vote_share=votes[place] / valid,
            position=place + 1,
            share_change=votes[place] / valid - shares_before[party],
            is_elected=place == 0,
            is_deposit_lost=votes[place] * 20 <= valid,
            party_family=party,
        )
        for place, (party, short) in enumerate(parties)
    )
    holder = parties[order[0]][0]
    other = candidates[1] if holds else next(one for one in candidates if one.party == holder)
    rise = [one.share_change or 0.0 for one in (candidates[0], other, candidates[1])]
    rejected = rng.randrange(40, 200)
    result = ResultFacts(
        electorate=electorate,
        valid_votes=valid,
        rejected_ballot_papers=rejected,
        turnout_valid=valid / electorate,
        turnout_counted=(valid + rejected) / electorate,
        majority=votes[0] - votes[1],
        majority_share=(votes[0] - votes[1]) / valid,
        winner=names[0],
        winning_party=parties[0][0],
        outcome="hold" if holds else "gain",
        gained_from=None if holds else holder,
        swing=(rise[0] - rise[1]) / 2,
        swing_from=other.party,
        swing_to=parties[0][0],
        butler_swing=(rise[0] - rise[2]) / 2,
        candidates=candidates,
    )
    year = rng.choice([2015, 2017, 2019, 2024])
    earlier = ResultFacts(
        electorate=electorate - 500,
        valid_votes=valid_before,
        turnout_valid=valid_before / (electorate - 500),
        majority=before[0] - before[1],
        winner=names[5],
        winning_party=holder,
        outcome="hold",
        candidates=tuple(
            CandidateFacts(
                names[5] if rank == 0 else f"{rng.choice(FIRST)} {rng.choice('VWYZ')}eatherall",
                parties[place][0],
                parties[place][1],
                votes=before[rank],
                vote_share=before[rank] / valid_before,
                position=rank + 1,
                is_elected=rank == 0,
                party_family=parties[place][0],
            )
            for rank, place in enumerate(order)
        ),
    )
    poll = date(year + 1, 10, 17)
    return ContestFacts(
        ballot_paper_id=f"parl.{seat.lower().replace(' ', '-')}.by.{poll}",
        poll_date=poll,
        constituency=seat,
        nation="England",
        status="settled",
        outgoing_member=names[5],
        outgoing_party=holder,
        vacancy_cause=rng.choice(["death", "resignation", "recall petition"]),
        seat_created=rng.choice([1950, 1974, 1983]),
        result=result,
        earlier=(EarlierResult(date(year, 5, 7), "general election", earlier, seat),),
    )


def hedged(number: int, rng: random.Random) -> str:
    """A count as a paper prints it: exact, or rounded with the word that makes it true."""
    plain = f"{number:,}"
    if number < 1500:
        return plain
    unit = 1000 if number > 5000 else 100
    down, up = number // unit * unit, -(-number // unit) * unit
    ways = [plain, plain, plain, str(number), f"just {plain}", f"over {down:,}", f"more than {down:,}"]
    if up - number <= unit / 4 and up != number:
        ways += [f"almost {up:,}", f"nearly {up:,}", f"just under {up:,}"]
        if unit == 1000 and up < 20_000:
            ways += [f"nearly {spelt(up)}"]
    if number - down <= unit / 4:
        ways += [f"just over {down:,}"]
    nearest = round(number / unit) * unit
    return rng.choice([*ways, f"around {nearest:,}", f"about {nearest:,}"])


def percent(share: float, rng: random.Random, *, swing: bool = False) -> str:
    value = abs(share) * 100
    ways = [
        f"{value:.1f}%",
        f"{value:.1f} per cent",
        f"{value:.1f}\u00a0per cent",
        f"{value:.1f}pc",
        f"{value:.0f} per cent",
    ]
    if swing:
        ways += [f"{value:.1f} percentage points", f"{value:.1f} points"]
    return rng.choice(ways)


CHECKED = (
    "winner",
    "winner_last",
    "runner_up",
    "party",
    "Party",
    "party_adj",
    "second_party",
    "second_party_adj",
    "holder",
    "holder_adj",
    "majority",
    "winner_votes",
    "second_votes",
    "third_votes",
    "winner_share",
    "second_share",
    "turnout",
    "swing",
    "swing_pt",
    "previous_majority",
    "previous_turnout",
    "outgoing",
)


@dataclass(frozen=True)
class Text:
    text: str
    contest: ContestFacts
    planted: str | None  # the field with a wrong value; None: everything in it is true
    template: str


def values(contest: ContestFacts, rng: random.Random) -> dict[str, str]:
    """What every field of a template says; true when the contest is the true one."""
    result, before = contest.result, contest.earlier[0]
    first, second, third, fourth = result.candidates[:4]
    holder = before.result.winning_party or ""
    elsewhere = rng.choice(ELSEWHERE)
    party = rng.choice(SPOKEN[first.party or ""])
    nearby = rng.choice(list(SPOKEN))
    assert result.majority and before.result.majority and result.turnout_valid and before.result.turnout_valid
    assert result.swing is not None
    return {
        "seat": contest.constituency,
        "winner": first.candidate,
        "winner_last": first.candidate.split()[-1],
        "runner_up": second.candidate,
        "loser": second.candidate,
        "loser_party": rng.choice(SPOKEN[holder]),
        "runner_up_last": second.candidate.split()[-1],
        "third": third.candidate,
        "party": party,
        "Party": party[0].upper() + party[1:],
        "party_adj": rng.choice(ADJECTIVE[first.party or ""]),
        "second_party": rng.choice(SPOKEN[second.party or ""]),
        "second_party_adj": rng.choice(ADJECTIVE[second.party or ""]),
        "third_party": rng.choice(SPOKEN[third.party or ""]),
        "fourth_party": rng.choice(SPOKEN[fourth.party or ""]),
        "third_party_adj": rng.choice(ADJECTIVE[third.party or ""]),
        "holder": rng.choice(SPOKEN[holder]),
        "holder_adj": rng.choice(ADJECTIVE[holder]),
        "majority": hedged(result.majority, rng),
        "winner_votes": hedged(first.votes or 0, rng),
        "second_votes": hedged(second.votes or 0, rng),
        "third_votes": f"{third.votes:,}",
        "winner_share": percent(first.vote_share or 0, rng),
        "second_share": percent(second.vote_share or 0, rng),
        "turnout": percent(result.turnout_valid, rng),
        "swing": percent(result.swing, rng, swing=True),
        "swing_pt": f"{abs(result.swing) * 100:.1f}-point",
        "year": str(before.poll_date.year),
        "previous_majority": hedged(before.result.majority, rng),
        "previous_turnout": percent(before.result.turnout_valid, rng),
        "winner_said": first.candidate.split()[-1],
        "party_again": party,
        "cause": {"death": "the death of", "resignation": "the resignation of"}.get(
            contest.vacancy_cause or "", "a recall petition against"
        ),
        "outgoing": contest.outgoing_member or "",
        "elsewhere": elsewhere,
        "nearby": rng.choice(SPOKEN[nearby]),
        "nearby_adj": rng.choice(ADJECTIVE[nearby]),
        "other_number": f"{rng.randrange(200, 30_000):,}",
        "other_percent": f"{rng.randrange(50, 700) / 10}%",
        "other_votes": f"{rng.randrange(2_000, 30_000):,}",
    }


def other_number(value: int, rng: random.Random) -> int:
    """A figure that nobody could take for a rounding of `value`: transposed, one digit off, or plainly wrong."""
    digits = list(str(value))
    ways: list[Callable[[], int]] = [
        lambda: value + rng.choice([1, 2, 3]) * 10 ** rng.randrange(2, 4),
        lambda: int(value * 1.37) + 211,
    ]
    for place in range(len(digits) - 1):
        if digits[place] != digits[place + 1] and place < 2 and digits[1] != "0":
            swapped = [*digits[:place], digits[place + 1], digits[place], *digits[place + 2 :]]
            if swapped[0] != "0":
                ways.append(lambda swapped=swapped: int("".join(swapped)))  # type: ignore[misc]
    wrong = rng.choice(ways)()
    return wrong if abs(wrong - value) > max(100, value * 0.08) else int(value * 1.37) + 211


def planted(contest: ContestFacts, name: str, rng: random.Random, told: dict[str, str]) -> str:
    """A false value for one field, of the right shape."""
    result, before = contest.result, contest.earlier[0]
    first, second, third = result.candidates[:3]
    held = before.result.winning_party

    def other_party(*not_these: str | None) -> str:
        return rng.choice([party for party in SPOKEN if party not in not_these])

    shares = {
        "winner_share": first.vote_share,
        "second_share": second.vote_share,
        "turnout": result.turnout_valid,
        "swing": result.swing,
        "swing_pt": result.swing,
        "previous_turnout": before.result.turnout_valid,
    }
    if name in shares:
        wrong = abs(shares[name] or 0) * rng.choice([1.3, 0.7]) + rng.choice([0.031, 0.042])
        if name == "swing_pt":
            return f"{wrong * 100:.1f}-point"
        return percent(wrong, rng, swing=name == "swing")
    counts = {
        "majority": result.majority,
        "winner_votes": first.votes,
        "second_votes": second.votes,
        "third_votes": third.votes,
        "previous_majority": before.result.majority,
    }
    if name in counts:
        return f"{other_number(counts[name] or 0, rng):,}"
    if name in ("winner", "winner_last"):
        wrong_name = (
            third if contest.result.candidates[1].candidate in told["text"] else rng.choice([second, third])
        ).candidate
        return wrong_name if name == "winner" else wrong_name.split()[-1]
    if name == "runner_up":
        return third.candidate
    if name == "outgoing":
        return f"{rng.choice(FIRST)} {rng.choice(['Quennell', 'Ravenscar', 'Stallbridge'])}"
    if name in ("party", "Party", "party_adj"):
        words = (ADJECTIVE if name == "party_adj" else SPOKEN)[other_party(first.party, second.party, held)]
    elif name in ("second_party", "second_party_adj"):
        words = (ADJECTIVE if name.endswith("adj") else SPOKEN)[other_party(second.party, first.party)]
    else:
        words = (ADJECTIVE if name.endswith("adj") else SPOKEN)[other_party(held, first.party)]
    word = rng.choice(words)
    return word[0].upper() + word[1:] if name == "Party" else word


def fields_of(template: str) -> list[str]:
    return [part.split("}")[0] for part in template.split("{")[1:]]


def texts(templates: list[str], rounds: int, *, seed: int = 0, needs: str | None = None) -> Iterator[Text]:
    """Every template over `rounds` contests, once true and once for each field that can be planted.

    A template that starts with "gain:" or "hold:" is used for such a contest only.
    """
    for number, template in enumerate(templates):
        wanted, _, body = template.partition(":") if template[:5] in ("gain:", "hold:") else ("", "", template)
        for turn in range(rounds):
            contest = make_contest(seed + number * 1009 + turn)
            attempt = 0
            while wanted and contest.result.outcome != wanted:
                attempt += 1
                contest = make_contest(seed + number * 1009 + turn + attempt * 100_003)
            rng = random.Random(seed + number * 31 + turn)
            told = values(contest, rng)
            yield Text(capital(body.format(**told)), contest, None, template)
            for name in dict.fromkeys(fields_of(body)):
                if name in CHECKED:
                    wrong = told | {name: planted(contest, name, rng, told | {"text": body.format(**told)})}
                    yield Text(capital(body.format(**wrong)), contest, name, template)


def capital(text: str) -> str:
    return text[0].upper() + text[1:]


def without_result(contest: ContestFacts) -> ContestFacts:
    """The same contest before anything is known: nothing said about it can disagree."""
    bare = replace(contest.earlier[0], result=ResultFacts())
    return replace(
        contest,
        result=ResultFacts(
            candidates=tuple(
                CandidateFacts(one.candidate, one.party, one.party_abbreviation, party_family=one.party_family)
                for one in contest.result.candidates
            )
        ),
        earlier=(bare,),
        outgoing_member=None,
        outgoing_party=None,
        vacancy_cause=None,
        seat_created=None,
    )
