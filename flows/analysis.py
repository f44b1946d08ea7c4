"""What articles say of the contests: which they are about, which are copies, who is quoted, what is claimed and whether
it is so.

All of it is made anew for each warehouse, since it rests on what is settled there; only the reading of a text, which is
slow and rests on its contests alone, is remembered between two (`coverage/analysed.jsonl`, safe to delete).
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from flows.clean.claims import Claim, find_claims
from flows.clean.evidence import Evidence
from flows.clean.facts import ContestFacts
from flows.clean.linking import LinkableText, Linker
from flows.clean.quotes import KnownPerson, Quote, find_quotes
from flows.clean.syndication import Text, clusters
from flows.clean.verdicts import judge
from flows.facts import facts_of_contests
from warehouse.coverage import Coverage, article_span, articles, people_in_public

ANALYSIS_VERSION = 1  # raised with every change of what is found in a text
AROUND = timedelta(days=400)  # of the articles: a contest further away is not what they are about
PUBLIC_LIFE = timedelta(days=12 * 365)  # who stood since then may be quoted

Row = dict[str, Any]


def analyse(database: Path, remembered: Path) -> Coverage:
    """The rows that what articles say makes; none where there are no articles."""
    span = article_span(database)
    if span is None:
        return Coverage()
    contests = {one.ballot_paper_id: one for one in facts_of_contests(database, span[0] - AROUND, span[1] + AROUND)}
    linker = Linker(list(contests.values()))
    people = known_people(database, span[0] - PUBLIC_LIFE)
    memory = Memory(remembered)
    coverage = Coverage()
    found = articles(database)
    for article in found:
        links = linker.link(linkable(article))
        coverage.article_link += [
            {
                "article_id": article["article_id"],
                "ballot_paper_id": link.ballot_paper_id,
                "link_score": link.score,
                "evidence": evidence_in_words(link.evidence),
            }
            for link in links
        ]
        about = [contests[link.ballot_paper_id] for link in links]
        said = memory.recall(article["version_id"], about) or memory.keep(
            article["version_id"], about, read_text(article, about, people)
        )
        coverage.article_quote += [row | {"article_id": article["article_id"]} for row in said["quotes"]]
        coverage.article_claim += [row | {"article_id": article["article_id"]} for row in said["claims"]]
    coverage.article_copy = list(copies(found))
    memory.write()
    return coverage


def linkable(article: Row) -> LinkableText:
    """An article, by the columns of `core.article`, as linking wants it; undated, it was published when fetched."""
    return LinkableText(
        headline=article["headline"] or "",
        text=article["article_text"],
        published_at=article["published_at"] or article["first_observed_at"],
        publisher=article["publisher"] or "",
        url=article["url"],
        section=article["section"] or "",
    )


def read_text(article: Row, about: Sequence[ContestFacts], people: Sequence[KnownPerson]) -> dict[str, list[Row]]:
    """Quotations, and the claims about each contest, of one text: what is remembered of it."""
    quotes = find_quotes(article["article_text"], [*people_of(about), *people])
    claims = [row for contest in about for row in claims_of(article, contest, quotes)]
    return {
        "quotes": [quote_row(article["article_id"], number, quote) for number, quote in enumerate(quotes)],
        "claims": [row | {"claim_id": f"{article['article_id']}#c{number}"} for number, row in enumerate(claims)],
    }


def quote_id(article_id: str, number: int) -> str:
    return f"{article_id}#q{number}"


def quote_row(article_id: str, number: int, quote: Quote) -> Row:
    return {
        "quote_id": quote_id(article_id, number),
        "start_offset": quote.start,
        "end_offset": quote.end,
        "quote": quote.text,
        "quote_kind": quote.kind,
        "speaker": quote.speaker,
        "speaker_type": quote.speaker_type,
        "person_id": quote.person_id,
        "role": quote.role,
        "party": quote.party,
        "channel": quote.channel,
        "verb": quote.verb,
        "attributed_by": quote.attribution,
    }


def claims_of(article: Row, contest: ContestFacts, quotes: Sequence[Quote]) -> Iterator[Row]:
    """The claims about one contest with their verdicts. One that stands in a quotation is its speaker's."""
    claims = find_claims(
        article["article_text"],
        contest,
        headline=article["headline"],
        quotes=[(quote.start, quote.end) for quote in quotes],
        speaker_parties=[quote.party for quote in quotes],
        published_at=article["published_at"],
    )
    for claim in claims:
        verdict = judge(claim, contest)
        yield {
            "ballot_paper_id": contest.ballot_paper_id,
            "claim": claim.claim,
            "claimed_value": claim.claimed_value,
            "claimed_words": claim.words,
            "about": claim.candidate or claim.party,
            "about_election": claim.election if claim.year is None else f"{claim.election} ({claim.year})",
            "settled_value": verdict.settled_value,
            "verdict": verdict.verdict,
            "verdict_reason": verdict.verdict_reason,
            "sentence": sentence_of(article, claim),
            "start_offset": None if claim.in_headline else claim.start,
            "end_offset": None if claim.in_headline else claim.end,
            "is_in_headline": claim.in_headline,
            "quote_id": None if claim.speaker is None else quote_id(article["article_id"], claim.speaker),
        }


def sentence_of(article: Row, claim: Claim) -> str:
    text: str = article["headline"] if claim.in_headline else article["article_text"]
    return text[claim.sentence_start : claim.sentence_end]


def evidence_in_words(found: Sequence[Evidence]) -> str:
    """ "seat: Hartlepool; winner: Jill Mortimer": what speaks for the link, the weightiest first."""
    weighty = sorted((one for one in found if one.weight > 0), key=lambda one: (-one.weight, one.kind, one.seen))
    return "; ".join(f"{one.kind}: {one.seen}" for one in weighty)


def people_of(contests: Sequence[ContestFacts]) -> list[KnownPerson]:
    """Those who stand in these contests, and the members who left."""
    found = [
        KnownPerson(
            name=one.candidate,
            other_names=one.other_names,
            role="candidate",
            party=one.party,
            person_id=one.person_id,
        )
        for contest in contests
        for one in contest.result.candidates
        if one.candidate
    ]
    named = {one.name for one in found}
    return found + [
        KnownPerson(name=contest.outgoing_member, role="former MP", party=contest.outgoing_party)
        for contest in contests
        if contest.outgoing_member and contest.outgoing_member not in named
    ]


def known_people(database: Path, since: date) -> list[KnownPerson]:
    """Everybody who was elected since then; who only stood is known in the contests where it matters."""
    return [
        KnownPerson(name=one["candidate"], party=one["party"], person_id=one["person_id"])
        for one in people_in_public(database, since)
        if one["was_elected"]
    ]


def copies(found: Sequence[Row]) -> Iterator[Row]:
    texts = [
        Text(one["article_id"], one["publisher"] or "", one["published_at"], tuple(one["text_signature"]))
        for one in found
    ]
    for copy in clusters(texts):
        if not copy.is_origin:
            yield {
                "article_id": copy.article_id,
                "origin_article_id": copy.cluster_id,
                "similarity": copy.similarity,
            }


class Memory:
    """What was read in texts before, by the version of the text and all that is known of its contests."""

    def __init__(self, path: Path):
        self.path = path
        self.known: dict[str, dict[str, list[Row]]] = {}
        self.used: dict[str, dict[str, list[Row]]] = {}
        if path.exists():
            for line in path.read_text(encoding="utf-8").splitlines():
                entry = json.loads(line)
                self.known[entry["key"]] = entry["said"]

    @staticmethod
    def key(version_id: str, about: Sequence[ContestFacts]) -> str:
        known = repr((ANALYSIS_VERSION, version_id, about))
        return hashlib.sha256(known.encode("utf-8", "surrogatepass")).hexdigest()[:32]

    def recall(self, version_id: str, about: Sequence[ContestFacts]) -> dict[str, list[Row]] | None:
        key = self.key(version_id, about)
        if key in self.known:
            self.used[key] = self.known[key]
        return self.known.get(key)

    def keep(self, version_id: str, about: Sequence[ContestFacts], said: dict[str, list[Row]]) -> dict[str, list[Row]]:
        self.used[self.key(version_id, about)] = said
        return said

    def write(self) -> None:
        """Only what was of use this time, whole or not at all."""
        if self.used.keys() == self.known.keys():
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        making = self.path.with_name(f".{self.path.name}.{os.getpid()}")
        lines = (json.dumps({"key": key, "said": said}, ensure_ascii=False) for key, said in self.used.items())
        making.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        making.replace(self.path)
