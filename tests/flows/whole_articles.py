"""Whole articles, written out in many house styles, about the contests of tests/fixtures/claims.

Each article is true as it stands. Its `errors` are planted one at a time: a phrase that stands in it, and what is put
in its place. docs/performance.md says what was caught before the rules were
mended against them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from flows.analysis import people_of
from flows.clean.claims.find import find_claims
from flows.clean.claims.record import Claim
from flows.clean.facts import CandidateFacts, ContestFacts, EarlierResult, ResultFacts
from flows.clean.figure_fits import Verdict
from flows.clean.quotes.find import find_quotes
from flows.clean.vacancies import vacancy_cause
from flows.clean.verdicts import judge

FIXTURES = Path(__file__).parents[1] / "fixtures/claims"


def load(file: Path) -> Any:
    """What a file says; read by libyaml where it is installed, for its speed."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(file.read_text(encoding="utf-8"), Loader=loader)


@dataclass(frozen=True)
class Article:
    name: str
    contests: tuple[ContestFacts, ...]  # all that are judged; an error is about one of them
    headline: str
    text: str
    planted: str | None = None  # the class of the claim made wrong; None: everything in it is true
    change: str = ""


def result_of(told: dict[str, Any], before: ResultFacts | None) -> ResultFacts:
    """The result as a warehouse would settle it, reckoned from votes."""
    rows = [(name, party, short, int(votes)) for name, party, short, votes in told["candidates"]]
    valid = sum(votes for *_, votes in rows)
    shares = {one.party: one.vote_share or 0.0 for one in before.candidates} if before else {}
    candidates = tuple(
        CandidateFacts(
            name,
            party,
            short,
            party,
            votes=votes,
            vote_share=votes / valid,
            share_change=votes / valid - shares[party] if party in shares else None,
            position=place,
            is_elected=place == 1,
            is_deposit_lost=votes * 20 <= valid,
        )
        for place, (name, party, short, votes) in enumerate(sorted(rows, key=lambda row: -row[3]), start=1)
    )
    first, second = candidates[:2]
    rejected = told.get("rejected")
    result = ResultFacts(
        electorate=told["electorate"],
        valid_votes=valid,
        rejected_ballot_papers=rejected,
        turnout_valid=valid / told["electorate"],
        turnout_counted=None if rejected is None else (valid + rejected) / told["electorate"],
        majority=(first.votes or 0) - (second.votes or 0),
        majority_share=((first.votes or 0) - (second.votes or 0)) / valid,
        winner=first.candidate,
        winning_party=first.party,
        candidates=candidates,
    )
    if before is None:
        return result
    holds = before.winning_party == first.party
    other = second if holds else next((one for one in candidates if one.party == before.winning_party), second)
    return replace(
        result,
        outcome="hold" if holds else "gain",
        gained_from=None if holds else before.winning_party,
        swing=swing(first, other),
        swing_from=other.party,
        swing_to=first.party,
        butler_swing=swing(first, second),
    )


def swing(to: CandidateFacts, other: CandidateFacts) -> float | None:
    if to.share_change is None or other.share_change is None:
        return None
    return (to.share_change - other.share_change) / 2


@cache
def contests() -> dict[str, ContestFacts]:
    found: dict[str, ContestFacts] = {}
    for file in ("contests.yaml", "blind_contests.yaml", "real_contests.yaml", "later_contests.yaml"):
        written = load(FIXTURES / file)
        found |= {key: contest_of(key, told) for key, told in written.items()}
    return found


def contest_of(key: str, told: dict[str, Any]) -> ContestFacts:
    before = result_of(told["before"], None)
    kind = told.get("election_type", "parl")
    return ContestFacts(
        ballot_paper_id=f"{kind}.{key}.by.{told['date']}",
        poll_date=told["date"],
        constituency=told["seat"],
        other_names=tuple(told.get("other_names", ())),
        election_type=kind,
        nation=told["nation"],
        status="settled",
        outgoing_member=before.winner,
        outgoing_party=before.winning_party,
        vacancy_cause=vacancy_cause(told["cause"]) or told["cause"],
        seat_created=told.get("created", 1983),
        result=result_of(told, before),
        earlier=(EarlierResult(told["before"]["date"], "general election", before, told["seat"]),),
    )


@cache
def articles(file: str) -> tuple[Article, ...]:
    """The true articles of a file, each followed by its planted errors."""
    written = load(FIXTURES / file)
    return tuple(article for told in written for article in variants(told))


def variants(told: dict[str, Any]) -> Iterator[Article]:
    about = tuple(contests()[key] for key in told["contests"])
    true = Article(told["name"], about, told.get("headline", ""), told["text"].strip())
    yield true
    for claim, was, put in told["errors"]:
        places = f"{true.headline}\n{true.text}".count(was)
        if places != 1:
            raise ValueError(f"{told['name']}: {was!r} stands {places} times")
        yield replace(
            true,
            headline=true.headline.replace(was, put),
            text=true.text.replace(was, put),
            planted=claim,
            change=f"{was} -> {put}",
        )


def judged(article: Article) -> list[tuple[Claim, Verdict]]:
    """Every claim of it with its verdict, read as the flow reads it; a planted error is one whoever says it."""
    quotes = find_quotes(article.text, people_of(article.contests)) if article.planted is None else []
    return [
        (claim, judge(claim, contest))
        for contest in article.contests
        for claim in find_claims(
            article.text,
            contest,
            headline=article.headline,
            quotes=[(quote.start, quote.end) for quote in quotes],
            speaker_parties=[quote.party for quote in quotes],
            others=[one for one in article.contests if one is not contest],
        )
    ]


def disagreeing(article: Article) -> list[tuple[Claim, Verdict]]:
    return [(claim, verdict) for claim, verdict in judged(article) if verdict.verdict == "disagrees"]


@cache
def traps() -> tuple[Article, ...]:
    """True paragraphs about other things, each behind a true one about its contest."""
    written = load(FIXTURES / "traps.yaml")
    found = []
    for key, paragraphs in written.items():
        contest = contests()[key]
        result = contest.result
        opening = (
            f"{result.winner} won the {contest.constituency} by-election with a majority of {result.majority:,}.\n\n"
        )
        found += [Article(f"{key} {number}", (contest,), "", opening + one) for number, one in enumerate(paragraphs)]
    return tuple(found)


def sampled(written: Sequence[Article]) -> list[Article]:
    """Every third planted error, to save time; the figures of docs/performance.md are of all."""
    return [one for one in written if one.planted is not None][::3]


NOUNS = {
    "Conservative": "the Conservatives",
    "Liberal Democrats": "the Liberal Democrats",
    "Green": "the Greens",
    "Scottish National Party": "the SNP",
    "Democratic Unionist Party": "the DUP",
}
ADJECTIVES = {
    "Liberal Democrats": "Liberal Democrat",
    "Scottish National Party": "SNP",
    "Democratic Unionist Party": "DUP",
}


@cache
def beside() -> dict[str, tuple[Article, ...]]:
    """Sentences true of any contest, by what they speak of beside it; each is said of one contest, in turn."""
    written = load(FIXTURES / "beside.yaml")
    about = [one for one in contests().values() if "Independent" not in {c.party for c in one.result.candidates[:3]}]
    found: dict[str, tuple[Article, ...]] = {}
    for number, (kind, lines) in enumerate(written.items()):
        articles_of_kind = []
        for place, line in enumerate(lines):
            contest = about[(place + 7 * number) % len(about)]
            if not any(str(one.poll_date.year) in line for one in contest.earlier):
                articles_of_kind.append(said_of(contest, line))
        found[kind] = tuple(articles_of_kind)
    return found


def said_of(contest: ContestFacts, line: str) -> Article:
    """A line of beside.yaml with this contest's names, behind a true opening."""
    first, second, third, *_ = contest.result.candidates
    words: dict[str, Any] = {
        "S": contest.constituency,
        "M": contest.outgoing_member,
        "py": contest.earlier[0].poll_date.year,
    }
    for key, one in (("W", first), ("R", second), ("T", third)):
        party = one.party or ""
        words |= {key: one.candidate, key.lower(): one.candidate.split()[-1]}
        words |= {f"{key}P": NOUNS.get(party, party), f"{key.lower()}p": ADJECTIVES.get(party, party)}
    said = line.format(**words)
    opening = (
        f"{first.candidate} was declared the winner in {contest.constituency}.\n\n{second.candidate} was second.\n\n"
    )
    return Article(said, (contest,), "", opening + said[:1].upper() + said[1:])


@cache
def leads() -> tuple[Article, ...]:
    """Opening sentences, the true one followed by its planted error."""
    found = []
    written = load(FIXTURES / "leads.yaml")
    for number, (key, sentence, claim, was, put) in enumerate(written):
        if sentence.count(was) != 1:
            raise ValueError(f"{sentence!r}: {was!r} stands {sentence.count(was)} times")
        true = Article(f"{key} {number}", (contests()[key],), "", sentence)
        found += [true, replace(true, text=sentence.replace(was, put), planted=claim, change=f"{was} -> {put}")]
    return tuple(found)


@cache
def sentences(kind: str) -> tuple[Article, ...]:
    """ "wrong" or "right" sentences, each an article behind a true opening that names winner and runner-up."""
    written = load(FIXTURES / "sentences.yaml")[kind]
    found = []
    for key, lines in written.items():
        contest = contests()[key]
        first, second, *_ = contest.result.candidates
        opening = f"{first.candidate} was declared the winner in {contest.constituency}.\n\n"
        opening += f"{second.candidate} was second.\n\n"
        found += [Article(f"{key}: {one}", (contest,), "", opening + one) for one in lines]
    return tuple(found)
