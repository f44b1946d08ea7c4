"""What articles say of the contests: which they are about, which are copies, who is quoted, what is claimed and whether
it is so.

All of it is made anew for each warehouse, since it rests on what is settled there; only the reading of a text, which is
slow, is remembered between two, with all it rests on (`coverage/analysed.jsonl`, safe to delete).
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from flows.clean.claims.find import find_claims
from flows.clean.claims.record import Claim
from flows.clean.evidence import Evidence
from flows.clean.facts import ContestFacts
from flows.clean.linking import LinkableText, Linker
from flows.clean.quotes.find import KnownPerson, Quote, find_quotes
from flows.clean.syndication import Text, clusters
from flows.clean.verdicts import judge
from flows.facts import facts_of_contests
from warehouse.coverage import Coverage, article_span, articles, people_in_public

ANALYSIS_VERSION = 5  # raised with every change of what is found in a text
AROUND = timedelta(days=400)  # of the articles: a contest further away is not what they are about
PUBLIC_LIFE = timedelta(days=12 * 365)  # who stood since then may be quoted

WORD = re.compile(r"\w+")

Row = dict[str, Any]


def analyse(database: Path, remembered: Path) -> Coverage | None:
    """The rows that what articles say makes; None where there are no articles."""
    span = article_span(database)
    if span is None:
        return None
    contests = {one.ballot_paper_id: one for one in facts_of_contests(database, span[0] - AROUND, span[1] + AROUND)}
    linker = Linker(list(contests.values()))
    public = Public(people_in_public(database, span[0] - PUBLIC_LIFE))
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
        speakers = who_may_speak(article, about, public)
        key = memory.key(article, about, speakers)
        said = memory.recall(key) or memory.keep(key, read_text(article, about, speakers))
        coverage.article_quote += quote_rows(article["article_id"], said["quotes"])
        coverage.article_claim += claim_rows(article["article_id"], said["claims"])
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
    """Quotations, and the claims about each contest, of one text: what is remembered of it.

    Without ids: the same text may be several articles, under several mastheads.
    """
    quotes = find_quotes(article["article_text"], people)
    claims = [row for contest in about for row in claims_of(article, contest, about, quotes)]
    return {"quotes": [quote_row(quote) for quote in quotes], "claims": claims}


def quote_rows(article_id: str, quotes: Sequence[Row]) -> list[Row]:
    """What a text's quotations are in one article."""
    return [
        row | {"article_id": article_id, "quote_id": quote_id(article_id, number)} for number, row in enumerate(quotes)
    ]


def claim_rows(article_id: str, claims: Sequence[Row]) -> list[Row]:
    """What a text's claims are in one article; `quoted` is the number of the quotation that a claim stands in."""
    found = []
    for number, row in enumerate(claims):
        quoted = row["quoted"]
        own = {name: value for name, value in row.items() if name != "quoted"}
        found.append(
            own
            | {
                "article_id": article_id,
                "claim_id": f"{article_id}#c{number}",
                "quote_id": None if quoted is None else quote_id(article_id, quoted),
            }
        )
    return found


def quote_id(article_id: str, number: int) -> str:
    return f"{article_id}#q{number}"


def quote_row(quote: Quote) -> Row:
    return {
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


def claims_of(
    article: Row, contest: ContestFacts, about: Sequence[ContestFacts], quotes: Sequence[Quote]
) -> Iterator[Row]:
    """The claims about one contest with their verdicts. One that stands in a quotation is its speaker's."""
    claims = find_claims(
        article["article_text"],
        contest,
        headline=article["headline"],
        quotes=[(quote.start, quote.end) for quote in quotes],
        speaker_parties=[quote.party for quote in quotes],
        published_at=article["published_at"],
        others=[one for one in about if one is not contest],
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
            "quoted": claim.speaker,
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


class Public:
    """Those who won an election, by the words of their names, with the party they stood for at each of their polls."""

    def __init__(self, candidacies: Sequence[Row]):
        self.lives: dict[str, list[tuple[date, KnownPerson]]] = {}
        self.by_word: dict[str, dict[str, None]] = {}
        for one in candidacies:
            person = KnownPerson(name=one["candidate"], party=one["party"], person_id=one["person_id"])
            self.lives.setdefault(one["person_id"], []).append((one["poll_date"], person))
            for word in words_of_name(person):
                self.by_word.setdefault(word, {})[one["person_id"]] = None

    def named_in(self, words: set[str], day: date) -> list[KnownPerson]:
        """Those whom one of the words may mean, each as what they last stood for up to that day."""
        ids = dict.fromkeys(one for word in sorted(words & self.by_word.keys()) for one in self.by_word[word])
        found = []
        for person_id in ids:
            life = self.lives[person_id]
            found.append(next((person for poll, person in reversed(life) if poll <= day), life[0][1]))
        return found


def who_may_speak(article: Row, contests: Sequence[ContestFacts], public: Public) -> list[KnownPerson]:
    """Of those who are known, the ones of whose name the text has more than the first: each once.

    A candidate who is also a member, listed twice, would look like two of one name.
    """
    words = set(WORD.findall(article["article_text"].casefold()))
    elsewhere = public.named_in(words, (article["published_at"] or article["first_observed_at"]).date())
    ids = {one.name: one.person_id for one in elsewhere}
    here = [
        replace(one, person_id=one.person_id or ids.get(one.name))
        for one in people_of(contests)
        if not words.isdisjoint(words_of_name(one))
    ]
    found: dict[str, KnownPerson] = {}
    for one in here:
        found.setdefault(one.person_id or one.name, one)
    names = {one.name for one in here}
    return [*found.values(), *(one for one in elsewhere if one.person_id not in found and one.name not in names)]


def words_of_name(person: KnownPerson) -> set[str]:
    """The parts of a person's names by which a text may mean them: all but the first, unless there is no other."""
    names = (WORD.findall(name.casefold()) for name in (person.name, *person.other_names))
    return {part for parts in names for part in parts[1:] or parts}


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


def digest(known: str) -> str:
    return hashlib.sha256(known.encode("utf-8", "surrogatepass")).hexdigest()[:32]


class Memory:
    """What was read in texts before, by everything that the reading rests on."""

    def __init__(self, path: Path):
        self.path = path
        self.known: dict[str, dict[str, list[Row]]] = {}
        self.used: dict[str, dict[str, list[Row]]] = {}
        self.facts: dict[str, str] = {}
        if path.exists():
            with path.open(encoding="utf-8", newline="\n") as lines:  # a text may hold other ends of lines
                for line in lines:
                    try:
                        entry = json.loads(line)
                    except ValueError:  # a machine lost its power: read again
                        continue
                    self.known[entry["key"]] = entry["said"]

    def key(self, article: Row, about: Sequence[ContestFacts], people: Sequence[KnownPerson]) -> str:
        """Of headline and text (`version_id`), moment, all that is known of the contests, and who may speak."""
        contests = [self.digest_of(contest) for contest in about]
        return digest(repr((ANALYSIS_VERSION, article["version_id"], article["published_at"], contests, people)))

    def digest_of(self, contest: ContestFacts) -> str:
        """Of all that is known of it, made once: it is long."""
        if contest.ballot_paper_id not in self.facts:
            self.facts[contest.ballot_paper_id] = digest(repr(contest))
        return self.facts[contest.ballot_paper_id]

    def recall(self, key: str) -> dict[str, list[Row]] | None:
        if key in self.known:
            self.used[key] = self.known[key]
        return self.used.get(key)

    def keep(self, key: str, said: dict[str, list[Row]]) -> dict[str, list[Row]]:
        self.used[key] = said
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
