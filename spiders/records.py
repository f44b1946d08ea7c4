"""What a reader makes of one page: every value as text, exactly as printed.

`None` means the page has no such field; `""` means the field is there and blank. Telling the two apart, and
turning text into numbers, dates and ids, is the work of `flows/clean`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Page:
    """One response or file as it stands in the archive, its content coding undone."""

    url: str
    body: bytes
    content_type: str = ""
    capture_id: str = ""
    kept_as: str = ""  # "2025/05/parliament-….warc.gz at 48211": where a person finds the bytes
    fetched_at: datetime | None = None
    last_modified: datetime | None = None

    def text(self) -> str:
        """The body as UTF-8 without its byte order mark; windows-1252 when it is not UTF-8."""
        try:
            return self.body.decode("utf-8-sig")
        except UnicodeDecodeError:
            return self.body.decode("cp1252", "replace")


class UnexpectedPage(Exception):
    """A page that does not look as its reader expects; the other pages go on, the run does not end green."""

    def __init__(self, page: Page, *, wanted: str, seen: str, next_step: str = ""):
        self.page, self.wanted, self.seen = page, wanted, seen
        self.next_step = next_step or "if the page has a new layout, add a reader for it (docs/sources.md)"
        super().__init__(wanted, seen)

    def __str__(self) -> str:
        return (
            f"{self.page.url}: {self.seen}\n"
            f"  expected  {self.wanted}\n"
            f"  kept as   {self.page.kept_as or 'not archived'}\n"
            f"  next      {self.next_step}"
        )


@dataclass(frozen=True, slots=True)
class ScrapedProblem:
    """A row or field that a reader saw and could not read, beside the rest of the page which it could."""

    rule: str
    seen: str
    field: str = ""
    contest: str = ""  # whatever names the contest on the page: an id, a seat


@dataclass(frozen=True, slots=True)
class ScrapedCandidacy:
    given_name: str | None = None
    family_name: str | None = None
    name: str | None = None  # only where the source prints one undivided name
    party: str | None = None
    party_abbreviation: str | None = None
    party_mnis_id: str | None = None
    party_ec_id: str | None = None
    adjunct_party: str | None = None  # the second party of a joint candidacy, by name
    adjunct_ec_id: str | None = None
    is_independent: str | None = None  # a flag of its own, where the source has one
    is_speaker: str | None = None
    is_notional: str | None = None
    votes: str | None = None
    vote_share: str | None = None
    share_change: str | None = None
    position: str | None = None
    is_elected: str | None = None  # only where a mark or a sentence says so, never from the order or the votes
    mnis_id: str | None = None
    dc_person_id: str | None = None
    endorsement: str | None = None  # whose candidate beside the party's, "C" for a coalition's


@dataclass(frozen=True, slots=True)
class ScrapedPartyVotes:
    """One party column of a results table: a statement about a party's votes, share or change without a name.

    Some tables print returns without a poll as negative votes ("-1": one member unopposed).
    """

    party: str
    votes: str | None = None
    vote_share: str | None = None
    share_change: str | None = None


@dataclass(frozen=True, slots=True)
class ScrapedContest:
    """One contest as one document states it.

    `document` names the kind of document within the source ("page", "candidate-results", "candidacies",
    "constituencies", ...): two documents of one source are two witnesses. `state` is the stage of publication:
    "results", "winner", "candidates" or "empty"; only "results" carries votes.
    """

    document: str
    kind: (
        str  # "by-election", "general election", "notional", "election" (one of the first two); "" when it does not say
    )
    state: str = "results"
    election_type: str = "parl"  # or "local": a seat on a council
    organisation_id: str | None = None  # local only: the council's part of a ballot id, "kirklees"
    organisation: str | None = None  # local only: "Kirklees Council"
    voting_system: str | None = None  # "single transferable vote", where votes are first preferences; None: most votes
    is_won_by_lot: str | None = None  # "true" where the document says that a lot was drawn
    source: str | None = None  # only starter data: the source its figures come from
    publication: str | None = None  # only starter data: the publication they were printed in
    source_url: str | None = None  # where the figures stand, when that is not the document itself
    stated_at: str | None = None  # only where the document dates itself
    source_contest_id: str | None = None  # the publisher's own id of the contest
    constituency: str | None = None
    source_area_id: str | None = None  # the publisher's own id of the seat
    gss_code: str | None = None
    nation: str | None = None
    region: str | None = None
    designation: str | None = None
    boundary_set_start: str | None = None
    poll_date: str | None = None
    listed_between: tuple[str, str] | None = None  # days of its neighbours in a list ordered by day that it breaks
    general_election_date: str | None = None
    parliament_number: str | None = None
    writ_date: str | None = None
    declared_at: str | None = None
    electorate: str | None = None
    valid_votes: str | None = None
    rejected_ballot_papers: str | None = None
    ballot_papers_issued: str | None = None
    majority: str | None = None
    majority_share: str | None = None
    turnout: str | None = None
    outcome: str | None = None  # the result label, "Labour gain from Conservative"
    winner_name: str | None = None
    winner_party: str | None = None  # only where a document names the winner without a list of candidacies
    seats: str | None = None  # members to return, where it may be more than one
    general_election: str | None = None  # which general election it is, or follows, in words: "1974F", "1974 (FEB)"
    boundary_set: str | None = None  # the publisher's name for the boundaries, "1955-1970"
    poll_status: str | None = None  # what the document says of a poll that was none: "By-election uncontested"
    replaces: str | None = None  # ballot_paper_id of the poll that was called off for this one
    replaced_by: str | None = None  # ballot_paper_id of the poll held in place of this one
    vacancy_words: str | None = None  # why the seat was vacant
    vacancy_date: str | None = None
    outgoing_member: str | None = None  # who held the seat before
    outgoing_party: str | None = None
    candidacies: tuple[ScrapedCandidacy, ...] = ()
    party_votes: tuple[ScrapedPartyVotes, ...] = ()
    problems: tuple[ScrapedProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class ScrapedListing:
    """A list page: what the publisher says there is, and so what a harvest must find."""

    kind: str  # "by-election" or "general election"
    parliament_number: str | None
    printed_count: str | None  # the number in words like "23 by-elections", when the page prints one
    contest_ids: tuple[str, ...] = ()
    contest_urls: tuple[str, ...] = ()  # where each of them leads
    problems: tuple[ScrapedProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class ScrapedRegistration:
    """A party's entry in the Electoral Commission's register, as a source copies it."""

    party: str
    abbreviation: str | None = None
    mnis_id: str | None = None
    ec_id: str | None = None
    country: str | None = None
    registered_on: str | None = None
    deregistered_on: str | None = None


@dataclass(frozen=True, slots=True)
class ScrapedFigure:
    """One figure of one contest or candidacy on its own: only starter data's record of disagreements has these."""

    source: str
    document: str
    ballot_paper_id: str
    candidate: str  # "" for a figure of the whole contest
    party: str
    figure: str
    value: str
    stated_at: str | None = None
    source_url: str | None = None


@dataclass(frozen=True, slots=True)
class ScrapedClaim:
    """One cell of a published table of aggregates: a claim to be checked against what is settled, never data."""

    publication: str  # "CBP-7529"
    table: str  # "12 by-elections summary"
    cell: str  # "K20"
    row_label: str  # "2010-15"
    column_label: str  # "Average change CON"
    value: str


@dataclass(frozen=True, slots=True)
class ScrapedPersonRedirect:
    """Two entries of a publisher's for one person, merged: the old id stands for the new one from then on."""

    issuer: str  # whose ids they are: "dc"
    old_id: str
    new_id: str
    stated_at: str | None = None


@dataclass(frozen=True, slots=True)
class ScrapedFeedItem:
    """One entry of a feed, a news sitemap, an API's list or a section page: where an article is, and what it promises.

    `summary` is without markup. `None` where the list has no such field.
    """

    listing: str  # "rss", "atom", "news sitemap", "sitemap", "guardian api", "section page"
    url: str  # as printed; `spiders.news.addresses.article_address` is what is asked for
    headline: str | None = None
    summary: str | None = None
    published: str | None = None
    modified: str | None = None
    byline: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    publisher: str | None = None  # as the list names it
    language: str | None = None
    source_id: str | None = None  # guid, Atom id, the API's id


@dataclass(frozen=True, slots=True)
class ScrapedPersonIdentifier:
    """One person's ids with two issuers: Democracy Club's ("dc") beside Wikidata's or Parliament's."""

    issuer: str
    person_id: str
    other_issuer: str
    other_person_id: str


@dataclass(frozen=True, slots=True)
class ScrapedPoll:
    """One poll as a register of elections announces it: when, where, for what body, why, and whether it will be."""

    ballot_paper_id: str
    poll_date: str | None = None
    constituency: str | None = None  # the seat, ward or division; None for a poll of the whole body's area
    organisation: str | None = None
    gss_code: str | None = None
    nation: str | None = None
    seats: str | None = None
    vacancy_words: str | None = None
    is_cancelled: str | None = None
    is_deleted: str | None = None  # entered by mistake, and taken out again
    cancellation_words: str | None = None
    replaced_by: str | None = None  # the ballot of another day in its place
    announced_at: str | None = None  # when it was entered
    stated_at: str | None = None
    close_of_nominations: str | None = None
    sopn_publish_deadline: str | None = None
    registration_deadline: str | None = None
    postal_vote_application_deadline: str | None = None


@dataclass(frozen=True, slots=True)
class ScrapedTime:
    """One moment a page states about an article: what of, where on the page, and how it is printed there."""

    of: str  # "published" or "modified"
    where: str  # "json-ld", "meta article:published_time", "time element", ...
    printed: str


@dataclass(frozen=True, slots=True)
class ScrapedParagraph:
    """One paragraph of an article's body in reading order.

    `part` is the live-blog post it belongs to, from 0; -1 on a live page for text outside its posts, 0 elsewhere. A
    "box" is text beside the story: a fact box, something folded up.
    """

    text: str
    kind: str = "paragraph"  # or "heading", "list item", "standfirst", "box"
    part: int = 0


@dataclass(frozen=True, slots=True)
class ScrapedPost:
    """One post of a live blog. Paragraphs name it by its place in `ScrapedArticle.posts`, from 0."""

    headline: str | None = None
    byline: tuple[str, ...] = ()
    times: tuple[ScrapedTime, ...] = ()
    source_id: str | None = None  # the publisher's own id or anchor of the post


@dataclass(frozen=True, slots=True)
class ScrapedArticle:
    """One article page as printed. Every headline and time a page states is kept; which is taken is decided later."""

    headlines: tuple[tuple[str, str], ...]  # (where, text): "json-ld", "og:title", "h1"
    byline: tuple[str, ...] = ()
    publisher: str | None = None
    credit: str | None = None  # an agency or desk the page credits: "PA", "Additional reporting from PA"
    section: str | None = None
    canonical_url: str | None = None
    language: str | None = None
    times: tuple[ScrapedTime, ...] = ()
    paragraphs: tuple[ScrapedParagraph, ...] = ()
    posts: tuple[ScrapedPost, ...] = ()  # a live blog's, in page order; empty for an ordinary article
    is_partial: bool = False  # the page says the rest is behind a wall
    reader: str = ""  # how the body was found: "json-ld", "trafilatura", ...
    problems: tuple[ScrapedProblem, ...] = ()


Record = (
    ScrapedContest
    | ScrapedListing
    | ScrapedRegistration
    | ScrapedFigure
    | ScrapedClaim
    | ScrapedPersonRedirect
    | ScrapedPersonIdentifier
    | ScrapedPoll
    | ScrapedFeedItem
    | ScrapedArticle
)


@dataclass(slots=True)
class ReadPage:
    """What one page gave: its records, and what on it could not be read."""

    records: list[Record] = field(default_factory=list)
    problems: list[ScrapedProblem] = field(default_factory=list)
